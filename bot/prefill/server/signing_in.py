"""SMART Backend Services: a token for an assertion that is signed with the site's own key."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bot.prefill.server.problems import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.prefill.server.calling import Caller
    from bot.prefill.server.endpoint import Place

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_LASTS = 240
"""Seconds that an assertion is good for; SMART allows five minutes."""
_EARLY = 30.0
"""Seconds before its end in which a token is not used any more."""
_JSON = {"Accept": "application/json"}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_CURVES = {"secp384r1": "ES384", "secp256r1": "ES256"}


@dataclass
class Token:
    """The token at hand; got when it is first needed, and again when it has ended."""

    place: Place
    caller: Caller
    now: Callable[[], float]
    _value: str = field(default="", repr=False)
    _until: float = 0.0

    def headers(self) -> dict[str, str]:
        """Return what a call has to carry; nothing where nobody signs in.

        Raises:
            ServerError: no token is to be had.
        """
        if not self.place.client:
            return {}
        if not self._value or self.now() > self._until - _EARLY:
            self._renew()
        return {"Authorization": f"Bearer {self._value}"}

    def forget(self) -> None:
        """Forget the token: the server does not take it any more."""
        self._value = ""

    def _renew(self) -> None:
        url = self.place.token_url or self._discovered()
        if urlsplit(url).scheme != "https" and urlsplit(url).hostname not in _LOOPBACK:
            raise ServerError("no_sign_in")
        form = {
            "grant_type": "client_credentials",
            "scope": self.place.scope,
            "client_assertion_type": _ASSERTION,
            "client_assertion": assertion(self.place, url, self.now()),
        }
        answer = self.caller.call("POST", url, _JSON, form)
        told = _object(answer.body) if answer.status == 200 else {}  # noqa: PLR2004 - HTTP's
        value, lasts = told.get("access_token"), told.get("expires_in", _LASTS)
        if not isinstance(value, str) or not value:
            raise ServerError("no_sign_in", str(answer.status))
        self._value = value
        self._until = self.now() + (lasts if isinstance(lasts, int) else _LASTS)

    def _discovered(self) -> str:
        url = f"{self.place.base}/.well-known/smart-configuration"
        found = _object(self.caller.call("GET", url, _JSON).body).get("token_endpoint")
        if not isinstance(found, str):
            raise ServerError("no_sign_in")
        return found


def assertion(place: Place, audience: str, now: float) -> str:
    """Return a signed assertion that is good once.

    Raises:
        ServerError: the key cannot be used.
    """
    claims = {
        "iss": place.client,
        "sub": place.client,
        "aud": audience,
        "iat": int(now),
        "exp": int(now) + _LASTS,
        "jti": secrets.token_urlsafe(24),
    }
    key, algorithm = signing_key(place.key)
    named = {"kid": place.key_id} if place.key_id else {}
    return jwt.encode(claims, key, algorithm, headers={"typ": "JWT", **named})


def signing_key(file: Path | None) -> tuple[RSAPrivateKey | EllipticCurvePrivateKey, str]:
    """Return a private key in PEM, and the algorithm that it signs with.

    Raises:
        ServerError: the file cannot be read, or is no key that SMART takes.
    """
    try:
        key = load_pem_private_key(file.read_bytes(), None) if file else None
    except (OSError, TypeError, ValueError):
        raise ServerError("bad_key") from None
    if isinstance(key, RSAPrivateKey):
        return key, "RS384"
    if isinstance(key, EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        return key, _CURVES[key.curve.name]
    raise ServerError("bad_key")


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
