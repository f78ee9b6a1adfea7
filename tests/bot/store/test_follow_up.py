"""What became of a screening: facts that are only added, chained, and without words once purged."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.store import Conflict, Noted, Store, latest
from tests.bot.store.keeping import FIRST, NOW, press, screening

if TYPE_CHECKING:
    from pathlib import Path

LATER = NOW + timedelta(days=1)
MARK = "Lund-a-text-that-stands-nowhere-else"


@pytest.fixture
def begun(store: Store) -> Store:
    """A store with a screening of which two facts are known."""
    store.add(screening(), "terminal", NOW)
    store.note(
        FIRST,
        [Noted("referred_to", None, MARK), Noted("referred_on", "2026-03-30")],
        NOW,
        "telegram:7",
    )
    return store


def known(store: Store) -> dict[str, tuple[str | None, str | None]]:
    return {name: (one.value, one.words) for name, one in latest(store.follow_up(FIRST)).items()}


def test_facts_are_kept_with_who_and_when(begun: Store) -> None:
    first, second = begun.follow_up(FIRST)
    assert (first.field, first.words, first.who, first.when) == (
        "referred_to",
        MARK,
        "telegram:7",
        NOW,
    )
    assert (second.field, second.value) == ("referred_on", "2026-03-30")
    assert begun.follow_up("S0002") == ()


def test_the_last_fact_of_a_field_counts_and_one_without_a_value_takes_it_back(
    begun: Store,
) -> None:
    begun.note(FIRST, [Noted("referred_on", "2026-03-29"), Noted("referred_to", None)], LATER, "x")
    assert known(begun) == {"referred_on": ("2026-03-29", None)}
    assert len(begun.follow_up(FIRST)) == 4


def test_nothing_is_noted_of_a_screening_that_is_not_there(store: Store) -> None:
    with pytest.raises(Conflict):
        store.note("S0009", [Noted("referred_on", "2026-03-30")], NOW, "x")


def test_many_are_read_with_their_facts(begun: Store) -> None:
    begun.add(screening("S0002"), "terminal", NOW)
    first, second = begun.everything()
    assert first.follow_up == begun.follow_up(FIRST)
    assert second.follow_up == ()


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        ("UPDATE follow_up SET value = '2026-01-01' WHERE number = 2", "fact 2"),
        ("UPDATE follow_up SET who = 'somebody' WHERE number = 1", "fact 1"),
        ("DELETE FROM follow_up WHERE number = 1", "fact 1"),
        ("DELETE FROM follow_up WHERE number = 2", "the end of the follow-up"),
        ("DELETE FROM follow_up", "the end of the follow-up"),
    ],
)
def test_what_somebody_alters_or_removes_is_found(
    begun: Store, path: Path, harm: str, found: str
) -> None:
    assert begun.flaws() == []
    begun.close()
    with sqlite3.connect(path) as other:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            other.execute(harm)
        for trigger in ("follow_up_no_update", "follow_up_no_delete"):
            other.execute(f"DROP TRIGGER {trigger}")
        other.execute(harm)
    other.close()
    with Store.open(f"sqlite:///{path}") as store:
        (flaw,) = store.flaws()
        assert found in flaw


def test_purging_takes_words_and_leaves_days_and_codes_in_a_whole_chain(
    begun: Store, path: Path
) -> None:
    press(begun, FIRST, 0)
    begun.note(FIRST, [Noted("outcome", "other", MARK)], LATER, "telegram:8")
    stored = begun.load(FIRST)
    assert stored is not None
    begun.within(lambda unit: unit.purge(stored, {"outcome": "eligible"}, LATER))
    assert known(begun) == {"referred_on": ("2026-03-30", None), "outcome": ("other", None)}
    assert {one.who for one in begun.follow_up(FIRST)} == {"telegram:7", "telegram:8"}
    assert begun.flaws() == []
    more = [Noted("outcome", "randomised"), Noted("referred_to", None, MARK)]
    begun.note(FIRST, more, LATER, "telegram:8")
    assert "referred_to" not in known(begun)
    assert known(begun)["outcome"] == ("randomised", None)
    assert begun.flaws() == []
    begun.close()
    assert MARK.encode() not in path.read_bytes()
