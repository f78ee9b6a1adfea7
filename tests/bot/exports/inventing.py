"""Stores full of invented screenings for the tests of exports: played ones, and many quickly."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from bot.dialogs.phases import Phase
from bot.dialogs.session import Kept, Session
from bot.exports.context import ExportContext
from bot.exports.demo.demo import SCREENER, fill
from bot.store import Store, rows
from bot.texts import texts_in
from criteria.trial.protocol import NumberItem
from tests.making import MAN, TODAY, TRIAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from bot.store import Stored

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@cache
def played(count: int = 8) -> list[Stored]:
    """A few invented screenings, played through."""
    with Store.open("sqlite://") as store:
        list(fill(store, count, NOW))
        return list(store.everything())


def many(store: Store, count: int) -> None:
    """Put many screenings into a store at once: the played ones over and over, without events."""
    patterns = played()

    def work(connection: Connection) -> None:
        for number in range(count):
            pattern = patterns[number % len(patterns)]
            session = replace(pattern.session, token=f"S{number + 1:04d}")
            rows.begin(connection, session, SCREENER, NOW - timedelta(minutes=count - number))

    store.database.write(work)


def written(answers: Mapping[str, str] = MAN) -> dict[str, str]:
    """Answers as somebody writes them: bare numbers with their unit."""
    items = {item: TRIAL.items[item] for item in answers}
    return {
        item: f"{answers[item]} {known.canonical}"
        if isinstance(known, NumberItem) and re.fullmatch(r"[\d.]+", answers[item])
        else answers[item]
        for item, known in items.items()
    }


def answered(answers: Mapping[str, str] = MAN, number: int = 1, language: str = "en") -> Session:
    """A screening with these answers, at its summary."""
    kept = {item: Kept(text) for item, text in written(answers).items()}
    token = f"S{number:04d}"
    trail = tuple(kept)
    return Session(token, "start-net", "R1.1", TODAY, language, Phase.SUMMARY, kept, trail=trail)


def context(language: str = "en") -> ExportContext:
    """What an export is made with in these tests."""
    return ExportContext(texts_in(language), NOW)


def some(store: Store, count: int) -> list[str]:
    """Put some played screenings into a store; their numbers."""
    return list(islice(fill(store, count, NOW), count))
