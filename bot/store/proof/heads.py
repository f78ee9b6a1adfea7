"""The signed heads of the log, and the keys that may sign them, inside one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from bot.proof.merkle import Frontier, leaf_hash
from bot.proof.notes import Checkpoint, Signer
from bot.store.proof import entries
from bot.store.schema import counters, head_keys, heads

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Connection, Row

_TOLD = "head told"
"""The counter of the day on which the head was told in the chats last, as a number."""


class OtherKeyError(Exception):
    """The log is signed with another key; it names that key."""


@dataclass(frozen=True, slots=True)
class Head:
    """A signed head of the log."""

    at: datetime
    size: int
    note: str
    """As it is kept elsewhere: C2SP's checkpoint."""
    public_key: str
    new: bool = False
    """Whether it was signed just now."""


class Log:
    """The log and its heads, in a transaction."""

    def __init__(self, connection: Connection) -> None:
        """Work on a connection that is in a transaction."""
        self.connection = connection

    def append(self, most: int) -> int:
        """Add entries for what has none yet, at most so many; return how many they were."""
        return entries.append(self.connection, most)

    def public_keys(self) -> list[str]:
        """Return the public keys that have signed heads, the present one last."""
        return [*self.connection.scalars(select(head_keys.c.public_key).order_by(head_keys.c.id))]

    def take_key(self, public_key: str, when: datetime) -> None:
        """Sign with a key from now on."""
        row = {"public_key": public_key, "since": when}
        self.connection.execute(insert(head_keys).values(row))

    def heads(self) -> list[Head]:
        """Return every head that was signed, in order."""
        return [_head(row) for row in self.connection.execute(select(heads).order_by(heads.c.id))]

    def latest(self) -> Head | None:
        """Return the last head; None where there is none yet."""
        row = self._latest()
        return None if row is None else _head(row)

    def sign(self, signer: Signer, when: datetime) -> Head:
        """Sign the log as it is; where it has not grown, return the head that there is.

        Raises:
            OtherKeyError: the log is signed with another key.
        """
        entries.lock(self.connection)
        public_key = str(signer.verifier)
        known = self.public_keys()
        if known and known[-1] != public_key:
            raise OtherKeyError(known[-1])
        if not known:
            self.take_key(public_key, when)
        last = self._latest()
        grown = self._grown(last)
        if last is not None and (last.size, last.public_key) == (grown.size, public_key):
            return _head(last)
        return self._signed(grown, signer, when)

    def _signed(self, grown: Frontier, signer: Signer, when: datetime) -> Head:
        note = signer.sign(str(Checkpoint(signer.name, grown.size, grown.root())))
        head = Head(when, grown.size, note, str(signer.verifier), new=True)
        row = {name: getattr(head, name) for name in ("at", "size", "note", "public_key")}
        peaks = " ".join(peak.hex() for peak in grown.peaks)
        self.connection.execute(insert(heads).values(**row, frontier=peaks))
        return head

    def _grown(self, last: Row[Any] | None) -> Frontier:
        """Return the tree as it is now, from where the last head left it."""
        frontier = Frontier()
        if last is not None:
            frontier = Frontier(last.size, map(bytes.fromhex, last.frontier.split()))
        for entry in entries.entries(self.connection, frontier.size):
            frontier.add(leaf_hash(entry.text().encode()))
        return frontier

    def _latest(self) -> Row[Any] | None:
        return self.connection.execute(select(heads).order_by(heads.c.id.desc()).limit(1)).first()

    def is_to_be_told(self, today: date) -> bool:
        """Whether the head was told in the chats on an earlier day last; from now on it was today.

        Where nobody ever was told, the first day goes by.
        """
        entries.lock(self.connection)
        here, number = counters.c.name == _TOLD, today.toordinal()
        told = self.connection.scalar(select(counters.c.value).where(here))
        if told is None:
            self.connection.execute(insert(counters).values(name=_TOLD, value=number))
            return False
        if told < number:
            self.connection.execute(update(counters).where(here).values(value=number))
        return bool(told < number)


def _head(row: Row[Any]) -> Head:
    return Head(row.at, row.size, row.note, row.public_key)
