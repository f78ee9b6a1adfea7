"""Codes that let somebody in once, for a while: invitations, and links that sign a person in."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.platforms.chat.roles import Role
    from bot.store import UnitOfWork

INVITATION_LASTS = timedelta(days=3)
CLAIM_LASTS = timedelta(days=1)
SIGN_IN_LASTS = timedelta(days=1)
_BEFORE = {"screener": "s-", "coordinator": "c-", "investigator": "i-", "owner": "o-"}


def invitation(
    unit: UnitOfWork,
    role: Role,
    now: datetime,
    lasts: timedelta = INVITATION_LASTS,
    before: str = "",
) -> str:
    """Make an invitation that can be used once; what is kept of it is its digest."""
    code = (before or _BEFORE[role.value]) + secrets.token_urlsafe(18)
    unit.members.invite(digest(code), role.value, now, now + lasts)
    return code


def sign_in_code(unit: UnitOfWork, user: int, now: datetime) -> str:
    """Make a code that signs a person in on the page once; what is kept of it is its digest."""
    code = secrets.token_urlsafe(24)
    unit.web.offer_link(digest(code), user, now, now + SIGN_IN_LASTS)
    return code


def digest(code: str) -> str:
    """Return what is kept of a code."""
    return hashlib.sha256(code.encode()).hexdigest()
