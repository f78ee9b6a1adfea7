"""Answers that are proposed for worked cases: everything met, and each limit on both sides."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from criteria.examination.casework import all_met, sides
from criteria.examination.limits import untried
from criteria.known.values import Doubt, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.trial.catalog import Case
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome, verdict
from tests.small import Json, as_written

if TYPE_CHECKING:
    from criteria.trial.trial import Trial

TODAY = date(2026, 3, 31)
SMALL = as_written(
    {"id": "E1", "text": "…", "rule": {"all": ["E1.sbp", "E1.stroke_last", "E1.gout"]}},
    [
        {"id": "E1.sbp", "analyte": "systolic", "rule": {"kind": "at_most", "limit": "170"}},
        {"id": "E1.stroke", "name": "Stroke", "rule": "none"},
        {
            "id": "E1.stroke_last",
            "kind": "date",
            "rule": {"kind": "longer_ago_than", "weeks": 8, "ever": "E1.stroke"},
        },
        {"id": "E1.gout", "name": "Gout"},
    ],
)


def case(answers: dict[str, str]) -> Case:
    """Return a case of these answers."""
    return Case(
        id="one",
        about="",
        reference_date=TODAY,
        answers=answers,
        expected={},
        overall="eligible",
        at_odds=(),
    )


def test_what_meets_everything_is_written_as_somebody_would() -> None:
    for trial in (SMALL, catalog.load("cagrisema"), catalog.load("emperor-reduced")):
        reader = AnswerReader(trial)
        texts = all_met(trial, TODAY)
        found = {item: reader.read(item, text, TODAY) for item, text in texts.items()}
        values = {
            item: value for item, value in found.items() if not isinstance(value, Refusal | Doubt)
        }
        assert values.keys() == found.keys()
        assert verdict(trial, values, TODAY).outcome is Outcome.ELIGIBLE
        assert max(map(len, texts.values())) <= 32


def test_each_limit_is_tried_on_both_sides_right_beside_it() -> None:
    base = all_met(SMALL, TODAY)
    found = [
        (side.item, side.passes, side.answers[side.item]) for side in sides(SMALL, [], base, TODAY)
    ]
    assert found == [
        ("E1.sbp", True, "170 mmHg"),
        ("E1.sbp", False, "170.1 mmHg"),
        ("E1.stroke_last", True, "2026-02-02"),
        ("E1.stroke_last", False, "2026-02-03"),
    ]


def test_what_a_case_tries_is_not_proposed_again_and_nothing_is_left_untried() -> None:
    base = all_met(SMALL, TODAY)
    failing = case({**base, "E1.sbp": "180 mmHg"})
    made = list(sides(SMALL, [failing], base, TODAY))
    assert ("E1.sbp", False) not in {(side.item, side.passes) for side in made}
    cases = [failing, *(case({**base, **side.answers}) for side in made)]
    assert list(untried(SMALL, cases, AnswerReader(SMALL))) == []


def decided(trial: Trial, criterion: str) -> list[tuple[str, bool, Status]]:
    """Return each side that is proposed for a trial, with what the criterion then is."""
    base, reader = all_met(trial, TODAY), AnswerReader(trial)
    found = []
    for side in sides(trial, [], base, TODAY):
        read = {i: reader.read(i, text, TODAY) for i, text in {**base, **side.answers}.items()}
        assert not any(isinstance(value, Refusal | Doubt) for value in read.values())
        values = {i: value for i, value in read.items() if not isinstance(value, Refusal)}
        status = verdict(trial, values, TODAY).statuses[criterion]
        found.append((side.item, side.passes, status))
    return found


def test_a_date_that_is_not_asked_of_everybody_comes_with_what_asks_it() -> None:
    shunt = {"chosen": "I1.type", "among": ["shunt"]}
    rule = {"any": [{"chosen": "I1.type", "among": ["other"]}, {"all": [shunt, "I1.repair"]}]}
    repair = {"kind": "at_least_ago", "years": 1}
    types: Json = {"id": "I1.type", "choices": ["other", "shunt", "none"], "rule": "none"}
    items = [types, {"id": "I1.repair", "kind": "date", "asked": shunt, "rule": repair}]
    trial = as_written({"id": "I1", "text": "…", "rule": rule}, items)
    assert decided(trial, "I1") == [
        ("I1.repair", True, Status.MET),
        ("I1.repair", False, Status.NOT_MET),
    ]


def test_of_two_either_of_which_is_enough_the_other_one_is_not() -> None:
    old = {"kind": "longer_ago_than", "months": 6}
    items = [
        {"id": "E1.lvef", "analyte": "lvef", "rule": {"kind": "at_least", "limit": "45"}},
        {"id": "E1.day", "kind": "date", "rule": old},
    ]
    trial = as_written({"id": "E1", "text": "…", "rule": {"any": ["E1.lvef", "E1.day"]}}, items)
    assert decided(trial, "E1") == [
        ("E1.lvef", True, Status.MET),
        ("E1.lvef", False, Status.NOT_MET),
        ("E1.day", True, Status.MET),
        ("E1.day", False, Status.NOT_MET),
    ]
