"""Answers that do not go together: in the criteria concerned they count as not known."""

from __future__ import annotations

from typing import Any

import pytest

from criteria.known.truth import Truth
from criteria.known.values import Choice, Value
from criteria.verdict.facts import Facts
from tests.making import TODAY, span
from tests.small import choice, day, trial

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
STARTED, NEVER, LAST, OTHER = "E1.started", "E1.never", "E1.last", "E1.other"
SCAN = "E1.scan"
YES = {"kind": "choice", "yes": ["yes"], "no": ["no"]}
FROM_THE_START = {"kind": "at_least_ago", "days": 28, "from": STARTED}
ODD = {
    "id": "never_yet_started",
    "criteria": ["E1"],
    "when": {"all": [{"chosen": NEVER, "among": ["yes"]}, {"chosen": OTHER, "among": ["yes"]}]},
    "unknown": [STARTED, NEVER, "E3"],
    "sources": ["T"],
}
ANSWERS: dict[str, Value] = {
    NEVER: Choice("yes"),
    OTHER: Choice("yes"),
    STARTED: span("2026-03-31"),
    LAST: span("2026-03-20"),
    SCAN: span("2026-03-20"),
}


def truth(rule: Any, criterion: str = "E1", **changed: str) -> Truth:  # noqa: ANN401 - as in a file
    """Judge a rule in a criterion that the contradiction concerns, or in another one."""
    small = trial(
        day(STARTED, {"kind": "at_least_ago", "days": 28}),
        choice(NEVER, YES),
        day(LAST, FROM_THE_START),
        day(SCAN),
        choice(OTHER, YES),
        criteria=[
            {"id": "E1", "text": "…", "rule": rule},
            {"id": "E2", "text": "…", "rule": rule},
            {"id": "E3", "text": "…", "rule": NEVER},
            {"id": "E4", "text": "…", "rule": OTHER},
        ],
        at_odds=[ODD],
    )
    given = ANSWERS | {f"E1.{name}": Choice(code) for name, code in changed.items()}
    return Facts(small, given, TODAY).criterion_truth(criterion)


RULES: list[tuple[Any, Truth]] = [
    (NEVER, Y),
    (STARTED, N),
    # What goes by an answer that is not known is not known either.
    (LAST, N),
    ({"test": {"kind": "choice", "yes": ["yes"]}, "item": NEVER}, Y),
    ({"test": {"kind": "within", "days": 28}, "item": STARTED}, Y),
    ({"test": {"kind": "within", "days": 90, "side": "around", "from": STARTED}, "item": SCAN}, Y),
    ({"chosen": NEVER, "among": ["yes"]}, Y),
    ({"criterion": "E3"}, Y),
]


@pytest.mark.parametrize(("rule", "given"), RULES)
def test_what_a_contradiction_touches_is_open_where_it_counts(rule: Any, given: Truth) -> None:  # noqa: ANN401 - as above
    assert truth(rule) is U
    assert truth(rule, "E2") is given
    assert truth(rule, other="no") is given


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (OTHER, Y),
        ({"test": {"kind": "choice", "no": ["yes"]}, "item": OTHER}, N),
        ({"test": {"kind": "within", "days": 7}, "item": SCAN}, N),
        ({"chosen": OTHER, "among": ["no"]}, N),
        ({"answered": OTHER, "among": ["yes"]}, Y),
        ({"criterion": "E4"}, Y),
        ({"answered": NEVER, "among": ["unknown"]}, Y),
    ],
)
def test_what_it_does_not_touch_counts_beside_it(rule: Any, expected: Truth) -> None:  # noqa: ANN401 - as above
    assert truth(rule) is expected
