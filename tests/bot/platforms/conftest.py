"""A service on a database in memory, at a fixed time, and a conversation on it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.platforms.terminal.conversation import Conversation, Setup
from bot.screenings.service import Service
from bot.store import Store
from criteria.trial import catalog
from tests.own import BESIDE, FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def not_under_make(monkeypatch: pytest.MonkeyPatch) -> None:
    """The good-bye names the command that began: the same wherever the tests are started."""
    monkeypatch.delenv("MAKELEVEL", raising=False)


@pytest.fixture
def own_trials() -> None:
    """The tests' own trials in force beside the shipped one: RENA, SOVA, START-NET."""
    catalog.use([FOLDER, BESIDE])


@pytest.fixture
def service() -> Iterator[Service]:
    with Store.open("sqlite://") as store:
        yield Service(store, lambda: NOW)


@pytest.fixture
def conversation(service: Service) -> Conversation:
    """A screening that has just begun."""
    conversation = Conversation(service, Setup("start-net", "R1", "en"))
    conversation.open()
    return conversation
