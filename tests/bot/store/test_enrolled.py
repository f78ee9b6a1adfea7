"""A trial's enrolment list: only numbers, logged, and deleted where they are taken off."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.dialogs.session import Session
from bot.store import ON_LIST, STUDY_NUMBER, Enrolled, Noted, Store
from tests.administrator import harm
from tests.bot.store.keeping import FIRST, NOW, press, screening

if TYPE_CHECKING:
    from collections.abc import Iterator

TRIAL = "start-net"
LATER = NOW + timedelta(days=1)
ANN, BEN, CID = Enrolled("752-01", "2026-03-01"), Enrolled("752-02"), Enrolled("752-03")

FADE = "UPDATE log SET salt = NULL WHERE kind = 'enrolled' AND number = 1"


@pytest.fixture
def kept(address: str) -> Iterator[Store]:
    """A store with a screening, and a list of two."""
    with Store.open(address) as store:
        store.add(screening(), "nurse", NOW)
        press(store, FIRST, 0, 3)
        store.take_enrolled(TRIAL, [ANN, BEN], NOW, "web:1")
        yield store


def logged(store: Store) -> None:
    store.within(lambda unit: unit.log.append(1000))


def entries(store: Store) -> list[tuple[str, str, int, str]]:
    logged(store)
    found = [(one.kind, one.subject, one.number, one.who) for one in store.entries()]
    return [one for one in found if one[0] in ("action", "enrolled")]


def test_the_list_is_what_was_handed_in_last(kept: Store) -> None:
    kept.take_enrolled(TRIAL, [CID, ANN], LATER, "web:2")
    found = kept.enrolled()[TRIAL]
    assert found.listed == (ANN, CID)
    assert (found.when, found.removed) == (LATER, (LATER,))
    kept.take_enrolled(TRIAL, [], LATER, "web:2")
    assert kept.enrolled()[TRIAL].listed == ()
    kept.take_enrolled("other", [BEN], NOW, "web:2")
    assert kept.enrolled()["other"].listed == (BEN,)


def test_the_log_tells_who_handed_in_what_and_agrees(kept: Store) -> None:
    assert sorted(entries(kept)) == [
        ("action", "enrolled start-net 2", 1, "web:1"),
        ("enrolled", TRIAL, 1, "web:1"),
        ("enrolled", TRIAL, 2, "web:1"),
    ]
    kept.take_enrolled(TRIAL, [ANN], LATER, "web:2")
    assert ("action", "enrolled start-net 1", 2, "web:2") in entries(kept)
    assert kept.findings().flaws == []


@pytest.mark.parametrize("before", [True, False])
def test_of_a_number_that_is_taken_off_nothing_is_left(
    kept: Store, address: str, *, before: bool
) -> None:
    if before:
        logged(kept)
    kept.take_enrolled(TRIAL, [BEN], LATER, "web:1")
    assert ("enrolled", TRIAL, 1, "web:1") in entries(kept)
    assert kept.findings().flaws == []
    engine = create_engine(address, poolclass=NullPool)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT study_number, day FROM enrolled ORDER BY id")).all()
        salts = connection.execute(
            text("SELECT salt FROM log WHERE kind = 'enrolled' AND number = 1")
        ).all()
    assert rows == [("", None), ("752-02", None)]
    assert salts == [(None,)]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE enrolled SET study_number = '752-09' WHERE id = 1", "row_altered"),
        ("UPDATE enrolled SET day = '2026-01-01' WHERE id = 2", "row_altered"),
        ("UPDATE enrolled SET who = 'web:9' WHERE id = 2", "row_altered"),
        ("DELETE FROM enrolled WHERE id = 2", "row_missing"),
        ("UPDATE enrolled SET study_number = '', gone = at WHERE id = 1", "salt_left"),
        (
            f"UPDATE enrolled SET study_number = '', gone = '2026' WHERE id = 1;{FADE}",  # noqa: S608
            "row_altered",
        ),
    ],
)  # fmt: skip
def test_what_was_altered_is_named(kept: Store, address: str, statement: str, code: str) -> None:
    logged(kept)
    harm(address, *statement.split(";"))
    assert [one.code for one in kept.findings().flaws] == [code]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE enrolled SET study_number = 'x'",
        "UPDATE enrolled SET study_number = '', day = NULL",
        "UPDATE enrolled SET study_number = '', day = NULL, gone = at, who = 'x'",
        "DELETE FROM enrolled",
        "UPDATE log SET salt = NULL WHERE kind = 'enrolled'",
    ],
)
def test_the_table_refuses_what_would_change_the_past(
    kept: Store, address: str, statement: str
) -> None:
    logged(kept)
    engine = create_engine(address, poolclass=NullPool)
    with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("number", "left"), [("752-01", ON_LIST), ("752-1", None), ("752-02", ON_LIST)]
)
def test_a_purged_screening_keeps_only_that_its_number_was_on_the_list(
    kept: Store, number: str, left: str | None
) -> None:
    kept.note(FIRST, [Noted(STUDY_NUMBER, None, number)], NOW, "nurse")
    stored = kept.load(FIRST)
    assert stored is not None
    kept.within(lambda unit: unit.purge(stored, {"outcome": "pending"}, NOW))
    kept.within(lambda unit: unit.members.did("retention", "purged", FIRST, NOW))
    facts = [(one.field, one.value, one.words) for one in kept.follow_up(FIRST)]
    assert facts == ([] if left is None else [(STUDY_NUMBER, ON_LIST, None)])
    logged(kept)
    assert kept.findings().flaws == []
    assert kept.flaws() == []


@pytest.mark.parametrize(("trial", "left"), [("start-net", []), ("alta-1l", [ON_LIST])])
def test_a_number_in_another_trial_is_somebody_elses(
    kept: Store, trial: str, left: list[str]
) -> None:
    other = Session("S0077", trial, "1", NOW.date())
    kept.add(other, "nurse", NOW)
    for token in (FIRST, other.token):
        kept.note(token, [Noted(STUDY_NUMBER, None, "752-01")], NOW, "nurse")
    stored = kept.load(FIRST)
    assert stored is not None
    kept.within(lambda unit: unit.purge(stored, {"outcome": "pending"}, NOW))
    assert [one.value for one in kept.follow_up(FIRST)] == left
