"""Invented screenings look like real ones."""

from datetime import UTC, datetime, time

import pytest

from bot.exports.demo.demo import fill
from bot.store import Store


@pytest.mark.parametrize("hour", [0, 4, 9, 23])
def test_they_happen_by_day_whenever_they_are_made(hour: int) -> None:
    now = datetime(2026, 3, 31, hour, 30, tzinfo=UTC)
    with Store.open("sqlite://") as store:
        list(fill(store, 12, now))
        begun = [one.started for one in store.everything()]
    assert len({when.date() for when in begun}) > 1
    assert all(time(7) <= when.time() <= time(15) and when < now for when in begun)
