"""A candidate's status in the trial: what ended it, the furthest step, else the answers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

import pytest

from bot.exports.fhir.subject import Status, status, subject
from bot.screenings.outcomes.follow_up import read_lines
from bot.screenings.status import Stage
from bot.store import Fact, Noted
from tests.making import TODAY, TRIAL

NOW = datetime(2026, 3, 31, 9, tzinfo=UTC)
FHIR_R4 = (
    *("candidate", "eligible", "follow-up", "ineligible", "not-registered", "off-study"),
    *("on-study", "on-study-intervention", "on-study-observation", "pending-on-study"),
    *("potential-candidate", "screening", "withdrawn"),
)


def noted(text: str) -> dict[str, Fact]:
    """Return the facts of what somebody writes."""
    read = [one for one in read_lines(text, TODAY) if isinstance(one, Noted)]
    return {one.field: Fact(one.field, one.value, one.words, NOW, "nurse") for one in read}


def test_every_status_is_one_of_fhirs() -> None:
    assert {*get_args(Status)} <= {*FHIR_R4}


@pytest.mark.parametrize(
    ("stage", "text", "expected"),
    [
        (Stage.ELIGIBLE, "", "eligible"),
        (Stage.NOT_ELIGIBLE, "", "ineligible"),
        (Stage.PENDING, "", "screening"),
        (Stage.IN_PROGRESS, "approached on 2026-03-01", "screening"),
        (Stage.ELIGIBLE, "not approached: language", "not-registered"),
        (Stage.ELIGIBLE, "declined", "not-registered"),
        (Stage.ELIGIBLE, "consent 2026-03-01", "pending-on-study"),
        (Stage.ELIGIBLE, "enrolled", "on-study"),
        (Stage.NOT_ELIGIBLE, "randomised; overridden judgement", "on-study"),
        (Stage.ELIGIBLE, "withdrew", "withdrawn"),
        (Stage.ELIGIBLE, "enrolled on 2026-03-01; died", "off-study"),
        (Stage.ELIGIBLE, "screen_failure", "ineligible"),
        (Stage.ELIGIBLE, "randomised; undone: consent withdrawn", "withdrawn"),
        (Stage.ELIGIBLE, "randomised; undone: stopped", "off-study"),
        (Stage.ELIGIBLE, "enrolled; undone: found_ineligible", "ineligible"),
        (Stage.NOT_ELIGIBLE, "enrolled on 2026-03-01; undone: noted_in_error", "ineligible"),
    ],
)
def test_status(stage: Stage, text: str, expected: Status) -> None:
    assert status(stage, noted(text)) == expected


def test_the_period_begins_with_the_enrolment() -> None:
    facts = noted("enrolled on 2026-03-01; randomised on 2026-03-09")
    assert subject(TRIAL, "S0001", Stage.ELIGIBLE, facts)["period"] == {"start": "2026-03-01"}
    undone = {**facts, **noted("undone: stopped")}
    assert "period" not in subject(TRIAL, "S0001", Stage.ELIGIBLE, undone)


def test_nobody_is_named() -> None:
    made = subject(TRIAL, "S0001", Stage.ELIGIBLE, {})
    assert made["individual"]["identifier"]["value"] == "S0001"
    assert "reference" not in made["individual"]
    assert made["study"]["identifier"]["value"] == "start-net"
