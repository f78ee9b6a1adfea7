"""Who may do what: the one place where roles are checked."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.store import Stored, UnitOfWork

INVITATION_LASTS = timedelta(days=3)
CLAIM_LASTS = timedelta(days=1)
SIGN_IN_LASTS = timedelta(days=1)
_BEFORE = {"screener": "s-", "coordinator": "c-", "investigator": "i-", "owner": "o-"}
_BEYOND = 2**53
"""No number of Telegram's is larger, and nobody has as many people on a page."""
_CLAIM = "first-"
"""What a claim code begins with; unlike an owner's invitation it counts only without an owner."""


class Role(Enum):
    """What somebody is to the bot."""

    STRANGER = "stranger"
    SCREENER = "screener"
    COORDINATOR = "coordinator"
    INVESTIGATOR = "investigator"
    OWNER = "owner"


class Right(Enum):
    """What somebody may do."""

    SCREEN = "screen"
    """Screen, and see and change one's own screenings."""
    LOG = "log"
    """See everybody's screenings, without changing them."""
    CONFIRM = "confirm"
    """Confirm what only an investigator may judge, in anybody's screening."""
    PEOPLE = "people"
    """Invite, list and revoke."""


_RIGHTS = {
    Role.STRANGER: frozenset[Right](),
    Role.SCREENER: frozenset({Right.SCREEN}),
    Role.COORDINATOR: frozenset({Right.SCREEN, Right.LOG}),
    Role.INVESTIGATOR: frozenset({Right.SCREEN, Right.LOG, Right.CONFIRM}),
    Role.OWNER: frozenset({Right.SCREEN, Right.LOG, Right.PEOPLE}),
}


RIGHTS: dict[str, Right | None] = {
    "screen": Right.SCREEN,
    "quick": Right.SCREEN,
    "resume": Right.SCREEN,
    "pending": Right.SCREEN,
    "back": Right.SCREEN,
    "change": Right.SCREEN,
    "whatif": Right.SCREEN,
    "date": Right.SCREEN,
    "source": Right.SCREEN,
    "remind": Right.SCREEN,
    "cancel": Right.SCREEN,
    "checklist": Right.SCREEN,
    "calendar": Right.SCREEN,
    "again": Right.SCREEN,
    "outcome": Right.SCREEN,
    "forget": Right.SCREEN,
    "log": Right.LOG,
    "confirm": Right.CONFIRM,
    "invite": Right.PEOPLE,
    "members": Right.PEOPLE,
    "revoke": Right.PEOPLE,
    "link": Right.SCREEN,
    "language": None,
    "privacy": None,
    "help": None,
    "start": None,
}
"""Every command, in the order in which it is listed, and the right that it takes."""


def may(role: Role, right: Right) -> bool:
    """Whether a role has a right."""
    return right in _RIGHTS[role]


def may_read(role: Role, owner: str, stored: Stored) -> bool:
    """Whether somebody may see a screening."""
    return stored.owner == owner or may(role, Right.LOG)


def owner_of(user: int) -> str:
    """Return whose a person's screenings are: Telegram's numbers are positive, the page's not."""
    return f"telegram:{user}" if user > 0 else f"web:{-user}"


def page_of(user: int) -> int:
    """Return the number of a person's conversation on the page: negative, and Telegram's never."""
    return user if user < 0 else -user - _BEYOND


def person_of(chat: int) -> int:
    """Return whose a private conversation is."""
    return -chat - _BEYOND if chat < -_BEYOND else chat


@dataclass(frozen=True, slots=True)
class Access:
    """Who is who, by the settings and the members that are stored."""

    owners: Collection[int] = ()
    everybody: bool = False
    """Anybody may screen: for demonstrations only."""

    def role(self, user: int, unit: UnitOfWork) -> Role:
        """Return somebody's role."""
        own = self._own_role(user, unit)
        return Role.SCREENER if self.everybody and own is Role.STRANGER else own

    def _own_role(self, user: int, unit: UnitOfWork) -> Role:
        """Return somebody's role by the settings or as a member, whoever else may screen."""
        if user in self.owners:
            return Role.OWNER
        member = unit.members.member(user)
        return Role.STRANGER if member is None else Role(member.role)

    def is_claimed(self, unit: UnitOfWork) -> bool:
        """Whether there is an owner."""
        return bool(self.owners) or any(
            member.role == Role.OWNER.value for member in unit.members.all()
        )

    def claim_code(self, unit: UnitOfWork, now: datetime) -> str | None:
        """Return a new code that makes whoever writes it the owner; None where there is one."""
        if self.is_claimed(unit):
            return None
        unit.members.withdraw(Role.OWNER.value)
        return invitation(unit, Role.OWNER, now, CLAIM_LASTS, _CLAIM)

    def accept(
        self, unit: UnitOfWork, code: str, user: int, name: str, now: datetime
    ) -> Role | None:
        """Make somebody a member by an invitation; None if it is none, used or expired."""
        if code.startswith(_CLAIM) and self.is_claimed(unit):
            return None
        offered = unit.members.offered(digest(code), now)
        if offered is None:
            return None
        own, ranks = self._own_role(user, unit), list(Role)
        if ranks.index(own) >= ranks.index(Role(offered)):
            return own  # nothing is used up, and an owner of the settings is one by them alone
        if unit.members.accept(digest(code), user, now) is None:
            return None
        unit.members.join(user, offered, name, now)
        return Role(offered)


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
