"""What Telegram says of whoever opened a Mini App, and whether it is Telegram that says so.

The check is the one that Telegram documents under "Validating data received via the Mini App":
all fields but the hash, sorted, a line each, signed with a key that only Telegram and the bot have.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Mapping

LASTS = timedelta(hours=1)
"""What is older is refused."""
AHEAD = timedelta(seconds=30)
"""So much may two clocks differ; what is later than that is refused."""
_FIELDS = 40
_LONGEST = 16_000
_LONGEST_TIME = 12


@dataclass(frozen=True, slots=True)
class InitData:
    """Who opened the Mini App."""

    user: int
    hash: str
    """The same for the same data, and for no other."""


def secret_of(token: str) -> bytes:
    """Return the key that a bot's data is signed with."""
    return hmac.digest(b"WebAppData", token.encode(), hashlib.sha256)


def read_init_data(text: str, secret: bytes, now: datetime) -> InitData | None:
    """Return who opened the Mini App; None if Telegram did not say so within the last hour."""
    fields = _fields(text)
    if fields is None or not _is_signed(fields, secret) or not _is_recent(fields, now):
        return None
    user = _user(fields.get("user", ""))
    return None if user is None else InitData(user, fields["hash"])


def _fields(text: str) -> dict[str, str] | None:
    """Return the fields; None if one is there twice, or could be taken for two."""
    if len(text) > _LONGEST:
        return None
    try:
        pairs = parse_qsl(
            text,
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=_FIELDS,
        )
    except ValueError:
        return None
    fields = dict(pairs)
    odd = any("\n" in part for pair in pairs for part in pair)
    return None if odd or len(fields) < len(pairs) else fields


def _is_signed(fields: Mapping[str, str], secret: bytes) -> bool:
    lines = sorted(f"{name}={value}" for name, value in fields.items() if name != "hash")
    right = hmac.new(secret, "\n".join(lines).encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(right.encode(), fields.get("hash", "").encode())


def _is_recent(fields: Mapping[str, str], now: datetime) -> bool:
    given = fields.get("auth_date", "")
    if not (given.isascii() and given.isdigit() and len(given) < _LONGEST_TIME):
        return False
    when = datetime.fromtimestamp(0, UTC) + timedelta(seconds=int(given))
    return now - LASTS <= when <= now + AHEAD


def _user(text: str) -> int | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    number = found.get("id") if isinstance(found, dict) else None
    return number if type(number) is int and number > 0 else None
