"""Who is who: the roles of people, by the settings and by membership, and how they get one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.platforms.chat.invitations import CLAIM_LASTS, digest, invitation
from bot.platforms.chat.roles import Role

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from bot.store import UnitOfWork

_BEYOND = 2**53
"""No number of Telegram's is larger, and nobody has as many people on a page."""
_CLAIM = "first-"
"""What a claim code begins with; unlike an owner's invitation it counts only without an owner."""


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
