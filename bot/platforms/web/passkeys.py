"""Passkeys: what a browser is asked for, and whether what it answers is right."""

from __future__ import annotations

import json
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from bot.store import Passkey

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.platforms.web.address import Place

LONGEST = 300.0
"""Seconds for which a browser may take to answer."""
_MOST = 1000
_NAME = "Bedside"
_VERIFIED = UserVerificationRequirement.REQUIRED
"""The device makes sure that it is the person: by a fingerprint, a face or a PIN."""


@dataclass
class Challenges:
    """What browsers were asked to sign: each for a while, each once, each by one browser."""

    clock: Callable[[], float]
    _open: OrderedDict[str, tuple[bytes, float]] = field(default_factory=OrderedDict)

    def keep(self, browser: str, challenge: bytes) -> None:
        """Keep what a browser was asked to sign."""
        self._open.pop(browser, None)
        self._open[browser] = (challenge, self.clock() + LONGEST)
        while len(self._open) > _MOST:
            self._open.popitem(last=False)

    def take(self, browser: str) -> bytes | None:
        """Return what a browser was asked to sign, once; None if nothing, or too long ago."""
        challenge, until = self._open.pop(browser, (None, 0.0))
        return challenge if self.clock() < until else None


def options_to_make(
    place: Place, user: int, name: str, known: Sequence[Passkey]
) -> tuple[str, bytes]:
    """Return what a browser needs to make a passkey, as JSON, and what it has to sign."""
    options = generate_registration_options(
        rp_id=place.host,
        rp_name=_NAME,
        user_id=str(user).encode(),
        user_name=name or _NAME,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential)) for one in known
        ],
    )
    return options_to_json(options), options.challenge


def options_to_use(place: Place) -> tuple[str, bytes]:
    """Return what a browser needs to use a passkey, as JSON, and what it has to sign."""
    options = generate_authentication_options(rp_id=place.host, user_verification=_VERIFIED)
    return options_to_json(options), options.challenge


def made(place: Place, answer: str, challenge: bytes, user: int, when: datetime) -> Passkey | None:
    """Return the passkey that a browser made; None if its answer is not right."""
    try:
        found = verify_registration_response(
            credential=_checked(answer),
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    credential = bytes_to_base64url(found.credential_id)
    key = bytes_to_base64url(found.credential_public_key)
    return Passkey(credential, user, key, found.sign_count, when)


def named_in(answer: str) -> str | None:
    """Return which passkey a browser answers with; None if that can't be read."""
    try:
        return str(_checked(answer)["id"])
    except (ValueError, KeyError, TypeError):
        return None


def count_of(place: Place, answer: str, challenge: bytes, key: Passkey) -> int | None:
    """Return how often a passkey has signed now; None if a browser's answer is not right."""
    try:
        found = verify_authentication_response(
            credential=_checked(answer),
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    return found.new_sign_count


def _checked(answer: str) -> dict[str, Any]:
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise TypeError("an answer is an object")
    return found
