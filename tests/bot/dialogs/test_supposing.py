"""What an answer would change, and that nothing changes by asking."""

from __future__ import annotations

import pytest

from bot.dialogs.effects import Refused, Unclear
from bot.dialogs.phases import Phase
from bot.dialogs.session import Script
from bot.dialogs.supposing import suppose
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome
from tests.bot.exports.inventing import answered
from tests.making import TRIAL

SCRIPT = Script(TRIAL)
WELL = answered().but(version="R1.1", state=Phase.ASKING)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Hb 91", {}),
        ("Hb 90", {"I10": Status.NOT_MET}),
        ("B-Hb 8,5 g/dL", {"I10": Status.NOT_MET}),
        ("I3.ecog 3; Hb 90, age 17", dict.fromkeys(("I1", "I3", "I10"), Status.NOT_MET)),
        ("trombocyter ?", {"I10": Status.UNKNOWN}),
        ("consent not signed", {"I2": Status.UNKNOWN}),
    ],
)
def test_the_criteria_that_would_change(text: str, changes: dict[str, Status]) -> None:
    supposed = suppose(WELL, text, SCRIPT)
    assert {criterion: now for criterion, _, now in supposed.changes} == changes
    assert not supposed.problems
    assert supposed.before.outcome is Outcome.ELIGIBLE


def test_nothing_of_it_is_kept() -> None:
    before = (WELL, dict(WELL.answers), SCRIPT.verdict(WELL))
    suppose(WELL, "Hb 40", SCRIPT)
    assert (WELL, dict(WELL.answers), SCRIPT.verdict(WELL)) == before


def test_what_cannot_be_is_said_and_not_supposed() -> None:
    supposed = suppose(WELL, "Hb 4000 g/L, plt 1000 mg", SCRIPT)
    assert [type(one) for one in supposed.problems] == [Refused, Refused]
    assert not supposed.values
    several = suppose(WELL, "neutrophils 20, leukocytes 3", SCRIPT)
    assert several.problems
    assert several.after is several.before


def test_what_can_be_several_things_is_asked_back() -> None:
    (problem,) = suppose(WELL, "I9.gfr 1,234", SCRIPT).problems
    assert isinstance(problem, Unclear | Refused)


@pytest.mark.parametrize("text", ["", "nothing at all", ";;,"])
def test_a_text_without_a_name_supposes_nothing(text: str) -> None:
    supposed = suppose(WELL, text, SCRIPT)
    assert not supposed.values
    assert not supposed.problems
