"""Who may use the bot, and what was promised to them: members, invitations, reminders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select, update

from bot.store.prepared import Prepared
from bot.store.schema import actions, invitations, members, reminders

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection


_MEMBER = Prepared(select(members).where(members.c.user_id == bindparam("user")))


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who may use the bot."""

    user_id: int
    role: str
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """A day on which somebody wants to be told that a screening waits."""

    id: int
    chat_id: int
    token: str
    item: str | None
    due: datetime


def _valid(digest: str, when: datetime) -> ColumnElement[bool]:
    unused = invitations.c.used_by.is_(None)
    return (invitations.c.digest == digest) & unused & (invitations.c.expires > when)


class Members:
    """Members, invitations, reminders, inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on a connection that is in a transaction."""
        self.connection = connection

    def member(self, user_id: int) -> Member | None:
        """Return a member; None for a stranger."""
        row = _MEMBER.first(self.connection, {"user": user_id})
        return None if row is None else Member(*row)

    def all(self) -> list[Member]:
        """Return every member, the first to join first."""
        found = self.connection.execute(select(members).order_by(members.c.since))
        return [Member(*row) for row in found]

    def join(self, user_id: int, role: str, name: str, when: datetime) -> None:
        """Make somebody a member, or give a member another role."""
        here = members.c.user_id == user_id
        changed = self.connection.execute(update(members).where(here).values(role=role, name=name))
        if changed.rowcount == 0:
            row = {"user_id": user_id, "role": role, "name": name, "since": when}
            self.connection.execute(insert(members).values(row))
        who = f"telegram:{user_id}" if user_id > 0 else f"web:{-user_id}"
        self.did(who, "joined", role, when)

    def leave(self, user_id: int) -> bool:
        """Take somebody off the members; False if there was none."""
        gone = self.connection.execute(delete(members).where(members.c.user_id == user_id))
        self.connection.execute(delete(reminders).where(reminders.c.chat_id == user_id))
        return gone.rowcount == 1

    def invite(self, digest: str, role: str, made: datetime, expires: datetime) -> None:
        """Keep an invitation by its digest; old ones that nobody can use go."""
        self.connection.execute(delete(invitations).where(invitations.c.expires < made))
        row = {"digest": digest, "role": role, "made": made, "expires": expires}
        self.connection.execute(insert(invitations).values(row))

    def offered(self, digest: str, when: datetime) -> str | None:
        """Return the role that an invitation offers; None if it is none, used or expired."""
        query = select(invitations.c.role).where(_valid(digest, when))
        return self.connection.execute(query).scalar()

    def accept(self, digest: str, user_id: int, when: datetime) -> str | None:
        """Use an invitation up; give its role, or None if it is none, used or expired."""
        here = _valid(digest, when)
        used = self.connection.execute(update(invitations).where(here).values(used_by=user_id))
        if used.rowcount != 1:
            return None
        query = select(invitations.c.role).where(invitations.c.digest == digest)
        role: str = self.connection.execute(query).scalar_one()
        return role

    def withdraw(self, role: str) -> None:
        """Make every open invitation to a role invalid."""
        unused = (invitations.c.role == role) & invitations.c.used_by.is_(None)
        self.connection.execute(delete(invitations).where(unused))

    def did(self, who: str, action: str, subject: str, when: datetime) -> None:
        """Note in the trail what somebody did to the bot."""
        row = {"at": when, "who": who, "action": action, "subject": subject}
        self.connection.execute(insert(actions).values(row))

    def remind(self, chat_id: int, token: str, item: str | None, due: datetime) -> None:
        """Keep a reminder."""
        row = {"chat_id": chat_id, "token": token, "item": item, "due": due}
        self.connection.execute(insert(reminders).values(row))

    def due(self, now: datetime, most: int = 100, *, only_page: bool = False) -> list[Reminder]:
        """Return the reminders whose time has come; perhaps only those that the page shows."""
        query = select(reminders).where(reminders.c.due <= now).order_by(reminders.c.due)
        if only_page:
            query = query.where(reminders.c.chat_id < 0)
        return [Reminder(*row) for row in self.connection.execute(query.limit(most))]

    def reminders_for(self, token: str) -> list[Reminder]:
        """Return the reminders of a screening."""
        query = select(reminders).where(reminders.c.token == token).order_by(reminders.c.due)
        return [Reminder(*row) for row in self.connection.execute(query)]

    def reminded(self, reminder: int) -> bool:
        """Take a reminder away; False if another process did so first."""
        gone = self.connection.execute(delete(reminders).where(reminders.c.id == reminder))
        return gone.rowcount == 1

    def forget_reminders(self, token: str) -> None:
        """Take every reminder of a screening away."""
        self.connection.execute(delete(reminders).where(reminders.c.token == token))
