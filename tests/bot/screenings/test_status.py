"""Whether a screening is open, unfinished or decided, and that every caller says the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.dialogs.phases import Phase
from bot.exports.worklist.worklist import worklist
from bot.screenings.records import Records
from bot.screenings.status import (
    NOTHING,
    Stage,
    Waiting,
    Waits,
    is_open,
    is_unfinished,
    waits_for,
)
from tests.bot.exports.counted import BEGUN, UNFIT, WAITS, purged, screened
from tests.bot.exports.inventing import some
from tests.making import TODAY

if TYPE_CHECKING:
    from bot.screenings.records import Screened
    from bot.store import Store

TOO_YOUNG = {**BEGUN, "I1.age": "17"}
NOTHING_ANSWERED = {**BEGUN, "I1.age": None}


def both(one: Screened) -> tuple[bool, bool]:
    return is_open(one.stored, one.script), is_unfinished(one.stored, one.script)


@pytest.mark.parametrize(
    ("changes", "stage", "opened", "unfinished"),
    [
        ({}, Stage.ELIGIBLE, False, False),
        (UNFIT, Stage.NOT_ELIGIBLE, False, False),
        ({**UNFIT, **WAITS}, Stage.NOT_ELIGIBLE, False, False),
        (TOO_YOUNG, Stage.NOT_ELIGIBLE, False, False),
        (WAITS, Stage.PENDING, True, False),
        ({"I2.consent": None}, Stage.IN_PROGRESS, True, True),
        (BEGUN, Stage.IN_PROGRESS, True, True),
        (NOTHING_ANSWERED, Stage.IN_PROGRESS, False, False),
    ],
)
def test_where_a_screening_is(
    changes: dict[str, str | None], stage: Stage, *, opened: bool, unfinished: bool
) -> None:
    one = screened(changes)
    assert one.stage is stage
    assert both(one) == (opened, unfinished)
    assert stage.decided is (stage in (Stage.ELIGIBLE, Stage.NOT_ELIGIBLE))


@pytest.mark.parametrize("phase", Phase)
def test_the_phase_of_the_conversation_does_not_matter(phase: Phase) -> None:
    for changes in (TOO_YOUNG, BEGUN, WAITS):
        one = screened(changes)
        session = one.session.but(state=phase)
        there = replace(one, stored=replace(one.stored, session=session))
        assert both(there) == both(one)


@pytest.mark.parametrize("outcome", ["pending", "eligible", "not_eligible"])
def test_of_deleted_answers_nothing_is_open(outcome: str) -> None:
    one = purged(outcome)
    assert one.stage is Stage(outcome)
    assert both(one) == (False, False)


def test_a_reason_that_is_due_is_unfinished_though_all_is_decided() -> None:
    one = screened()
    session = one.session.but(unexplained={"I3.ecog": "1"})
    due = replace(one, stored=replace(one.stored, session=session))
    assert both(due) == (False, True)


def test_what_it_waits_for() -> None:
    found = waits_for(screened({"I2.consent": "not_yet", "I6.scan_date": "2026-03-20"}).verdict)
    consent = Waiting("I2.consent", "choice")
    assert found.answered == (
        consent,
        Waiting("I6.scan_date", "too_recent", date(2026, 4, 20), awaited=True),
    )
    assert found.items == ("I2.consent", "I6.scan_date")
    begun = waits_for(screened(BEGUN).verdict)
    assert begun == Waits((), begun.unasked)
    assert begun.items[:2] == ("CTX.sex", "I4.type")


def test_what_is_decided_waits_for_nothing_though_questions_are_left() -> None:
    assert waits_for(screened(TOO_YOUNG).verdict) == NOTHING


def test_the_worklist_holds_what_is_open_and_no_more(store: Store) -> None:
    some(store, 40)
    found = list(Records(store).between())
    opened = {one.token for one in found if is_open(one.stored, one.script)}
    assert {row.token for row in worklist(found, TODAY)} == opened
    assert 0 < len(opened) < len(found)
