"""The cookie that says who somebody is, and the token of a form that belongs to it.

The cookie's value is chance and nothing else. What the database keeps of it is a digest, so that
whoever reads the database can't sign in with it. A form's token is derived from the cookie: only
a page that was sent to this browser has it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode

NAME = "bedside"
SECURE_NAME = "__Host-bedside"
"""Browsers take a cookie of such a name only over TLS, for this host alone, and for its root."""
_KEY = 16
"""Characters of a form's key."""
_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


def new() -> str:
    """Return a new cookie's value."""
    return secrets.token_urlsafe(32)


def after(cookie: str, key: str) -> str:
    """Return the cookie that takes the place of another: the same where a form arrives again.

    Only the page that holds the form knows its key, so that whoever knew the cookie before knows
    nothing of this one.
    """
    if len(key) < _KEY:
        return new()
    made = hmac.digest(key.encode("utf-8", "replace"), f"bedside after {cookie}".encode(), "sha256")
    return urlsafe_b64encode(made).rstrip(b"=").decode()


def is_one(value: str) -> bool:
    """Whether a value may be a cookie of this page at all."""
    return _FORM.fullmatch(value) is not None


def form_token(cookie: str) -> str:
    """Return the token that the forms of a cookie's pages hold."""
    return hmac.new(cookie.encode(), b"bedside form", hashlib.sha256).hexdigest()


def is_form_token(cookie: str, given: str) -> bool:
    """Whether a form was sent by a page of this cookie."""
    right = form_token(cookie).encode()
    return hmac.compare_digest(right, given.encode("utf-8", "replace"))
