"""Roles, and the right that each command takes: the one place where rights are checked."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store import Stored


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
