"""The log grows with the trail, holds nobody's words, and can't be changed by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.proof.notes import Signer, checkpoint, opened
from bot.store import Noted, OtherKeyError, Store
from tests.bot.store.keeping import FIRST, NOW, press, screening

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def kept(address: str) -> Iterator[Store]:
    """A store with a screening of three answers and a fact in somebody's words."""
    with Store.open(address) as store:
        store.add(screening(), "nurse", NOW)
        press(store, FIRST, 0, 3)
        store.note(FIRST, [Noted("outcome", "other", "moved away")], NOW, "nurse")
        yield store


def logged(store: Store) -> list[tuple[str, str, int]]:
    store.within(lambda unit: unit.log.append(1000))
    return [(one.kind, one.subject, one.number) for one in store.entries()]


def test_each_row_of_a_trail_has_one_entry_in_whatever_portions(kept: Store) -> None:
    while kept.within(lambda unit: unit.log.append(2)):
        continue
    entries = logged(kept)
    assert sorted(entries) == [
        ("begun", FIRST, 0), ("event", FIRST, 1), ("event", FIRST, 2), ("event", FIRST, 3),
        ("fact", FIRST, 1),
    ]  # fmt: skip
    press(kept, FIRST, 3, 1)
    kept.within(lambda unit: unit.members.did("nurse", "joined", "screener", NOW))
    assert sorted(logged(kept)[len(entries) :]) == [
        ("action", "joined screener", 1), ("event", FIRST, 4),
    ]  # fmt: skip


def test_a_head_covers_what_there_is_and_is_signed_once(kept: Store) -> None:
    signer = Signer.new()
    logged(kept)
    head = kept.within(lambda unit: unit.log.sign(signer, NOW))
    assert (head.size, head.new) == (5, True)
    assert signer.verifier.signed(*opened(head.note))
    again = kept.within(lambda unit: unit.log.sign(signer, NOW))
    assert (again.note, again.new) == (head.note, False)
    press(kept, FIRST, 3, 2)
    logged(kept)
    later = kept.within(lambda unit: unit.log.sign(signer, NOW))
    assert checkpoint(opened(later.note)[0]).size == 7
    assert kept.findings().flaws == []
    with pytest.raises(OtherKeyError, match=signer.name):
        kept.within(lambda unit: unit.log.sign(Signer.new(), NOW))


def test_facts_that_stay_when_the_rest_is_deleted_are_logged_anew(kept: Store) -> None:
    stored = kept.load(FIRST)
    assert stored is not None
    kept.within(lambda unit: unit.purge(stored, {"outcome": "pending"}, NOW))
    kept.within(lambda unit: unit.members.did("retention", "purged", FIRST, NOW))
    kept.note(FIRST, [Noted("outcome", "enrolled")], NOW, "nurse")
    kinds = [one for one in logged(kept) if one[0] in ("fact", "kept")]
    assert sorted(kinds) == [("fact", FIRST, 1), ("kept", FIRST, 1), ("kept", FIRST, 2)]
    assert kept.findings().flaws == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log SET who = 'x'",
        "UPDATE log SET salt = NULL",
        "DELETE FROM log",
        "UPDATE heads SET size = 1",
        "DELETE FROM heads",
        "UPDATE head_keys SET public_key = ''",
        "DELETE FROM head_keys",
    ],
)
def test_the_tables_refuse_what_would_change_the_past(
    kept: Store, address: str, statement: str
) -> None:
    logged(kept)
    kept.within(lambda unit: unit.log.sign(Signer.new(), NOW))
    engine = create_engine(address, poolclass=NullPool)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))


def test_the_day_s_head_is_told_once_and_not_on_the_first_day(kept: Store) -> None:
    today = NOW.date()
    days = [today, today, today.replace(day=30), today.replace(month=4, day=1), today]
    told = [kept.within(lambda unit, day=day: unit.log.is_to_be_told(day)) for day in days]  # type: ignore[misc]
    assert told == [False, False, False, True, False]
