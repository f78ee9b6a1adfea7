"""What the store's tests share: a screening, a moment, and a process that never stops writing."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from bot.dialogs.events import Chosen
from bot.dialogs.session import Kept, Session
from bot.store import Entry, Store

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

SUMMER = timezone(timedelta(hours=2))
NOW = datetime(2026, 3, 31, 0, 30, tzinfo=SUMMER)
"""Still the thirtieth in UTC."""

ENTRIES = (Entry("I1.age", None, "62"), Entry("CTX.sex", "female", "male", "typing error"))


FIRST = "S0001"


def screening(token: str = FIRST) -> Session:
    """A screening that has just begun."""
    return Session(token, "start-net", "R1", date(2026, 3, 31))


def answered(token: str, times: int) -> Session:
    """A screening after so many answers; it keeps the last few."""
    answers = {f"item{number}": Kept("yes") for number in range(max(0, times - 9), times)}
    return screening(token).but(answers=answers, trail=tuple(answers))


def press(store: Store, token: str, revision: int, times: int = 1) -> None:
    """Store so many answers after a revision."""
    for number in range(revision, revision + times):
        event = Chosen(f"item{number}", "yes")
        store.save(answered(token, number + 1), number, ENTRIES, event, NOW)


def check(store: Store, token: str) -> int:
    """See that session, events and audit trail of a screening belong together; its revision."""
    stored = store.load(token)
    assert stored is not None
    revision = stored.revision
    assert stored.session == answered(token, revision)
    assert [one.revision for one in store.events(token)] == list(range(1, revision + 1))
    audited = [(one.revision, one.entry) for one in store.audit(token)]
    assert audited == [(n, entry) for n in range(1, revision + 1) for entry in ENTRIES]
    return revision


def write_on(url: str, said: Connection) -> None:
    """Begin a screening and answer until killed; say each revision when it is stored."""
    with Store.open(url) as store:
        token = store.next_token()
        store.add(screening(token), "terminal", NOW)
        for revision in range(1_000_000):
            press(store, token, revision)
            said.send((token, revision + 1))


def take_numbers(url: str, said: Connection, count: int) -> None:
    """Say so many new screening numbers."""
    with Store.open(url) as store:
        said.send([store.next_token() for _ in range(count)])
