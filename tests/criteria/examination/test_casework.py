"""Answers that are proposed for worked cases: everything met, and each limit on both sides."""

from __future__ import annotations

from datetime import date

from criteria.examination.casework import all_met, sides
from criteria.examination.limits import untried
from criteria.known.values import Doubt, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.trial.catalog import Case
from criteria.verdict.verdict import Outcome, verdict
from tests.small import as_written

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
