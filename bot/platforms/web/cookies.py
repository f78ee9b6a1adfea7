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

NAME = "bedside"
SECURE_NAME = "__Host-bedside"
"""Browsers take a cookie of such a name only over TLS, for this host alone, and for its root."""
_FORM = re.compile(r"[A-Za-z0-9_-]{43}")


def new() -> str:
    """Return a new cookie's value."""
    return secrets.token_urlsafe(32)


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
