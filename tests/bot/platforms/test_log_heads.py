"""Once a day the signed head of the log goes to those who keep it, and to a folder elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.platforms.chat.access import Access, page_of
from bot.platforms.chat.environment import Environment
from bot.platforms.chat.log_heads import DailyHead
from bot.proof import keyfile
from bot.store import Chat, Store
from bot.store.proof.checks import Kept
from tests.bot.store.keeping import FIRST, press, screening

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store import UnitOfWork

OWNER, COORDINATOR, SCREENER, ON_PAGE = 1, 2, 3, -4
MORNING = datetime(2026, 3, 31, 7, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that the test turns."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        """What it shows."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that shows the morning of the first day."""
    return Clock()


@pytest.fixture
def environment(tmp_path: Path, clock: Clock) -> Environment:
    """What a service has: a key beside the database, and a folder elsewhere."""
    folder = tmp_path / "heads"
    folder.mkdir()
    access = Access((OWNER,))
    return Environment(access, clock, key=tmp_path / "bedside.db-key", heads=folder)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with a screening, and people of every kind."""
    store = Store.open(f"sqlite:///{tmp_path}/bedside.db")
    store.add(screening(), "nurse", MORNING)
    press(store, FIRST, 0, 2)

    def people(unit: UnitOfWork) -> None:
        for user, role in (
            (COORDINATOR, "coordinator"),
            (SCREENER, "screener"),
            (ON_PAGE, "owner"),
        ):
            unit.members.join(user, role, role, MORNING)
        for chat in (OWNER, COORDINATOR, SCREENER, page_of(ON_PAGE)):
            unit.messaging.keep_chat(Chat(chat, "sv" if chat == COORDINATOR else "en"))

    store.within(people)
    return store


def test_the_key_is_made_at_the_first_start_and_a_head_is_kept(
    store: Store, environment: Environment
) -> None:
    assert DailyHead(store, environment).tell() == []  # the first day goes by
    assert environment.key is not None
    assert environment.key.stat().st_mode & 0o777 == 0o600
    (kept,) = _kept(environment)
    assert (kept.name, kept.stat().st_mode & 0o777) == ("2026-03-31-6.head", 0o644)


def test_it_is_told_once_a_day_to_those_who_keep_the_log(
    store: Store, environment: Environment, clock: Clock
) -> None:
    daily, other = DailyHead(store, environment), DailyHead(store, environment)
    daily.tell()
    clock.now += timedelta(days=1)
    press(store, FIRST, 2, 1)
    posted = [*daily.tell(), *other.tell(), *daily.tell()]
    assert [one.chat_id for one in posted] == [OWNER, COORDINATOR]
    assert "Signed head of the log, 2026-04-01: 7 entries" in str(posted[0].message)
    assert "Loggens signerade huvud, 2026-04-01: 7 poster" in str(posted[1].message)
    shown = store.within(lambda unit: unit.web.reply(page_of(ON_PAGE)))
    assert "Signed head of the log" in str(shown)
    (_, last) = _kept(environment)
    note = last.read_text("utf-8")
    assert all(line in str(posted[0].message) for line in note.splitlines())
    assert store.findings([Kept(str(last), note)]).flaws == []


def test_where_the_key_is_lost_nothing_is_told_and_everything_goes_on(
    store: Store, environment: Environment, clock: Clock
) -> None:
    DailyHead(store, environment).tell()
    assert environment.key is not None
    environment.key.unlink()
    clock.now += timedelta(days=1)
    assert DailyHead(store, environment).tell() == []
    assert keyfile.read(environment.key) is None
    away = replace(environment, heads=environment.key / "nowhere", key=environment.key.parent / "k")
    assert DailyHead(Store.open("sqlite://"), away).tell() == []


def _kept(environment: Environment) -> list[Path]:
    assert environment.heads is not None
    return sorted(environment.heads.iterdir())
