"""A quick check: few prompts to a definite no, else how far it came, and the rest after a tap."""

from __future__ import annotations

from random import Random
from statistics import mean
from typing import TYPE_CHECKING

import pytest

from bot.dialogs.events import Chosen, GoOn, Typed
from bot.dialogs.machine import step
from bot.dialogs.phases import Phase
from bot.dialogs.prompts import Question, prompt
from bot.dialogs.session import Kept, Script, Session
from bot.exports.demo.candidates import Candidates
from criteria.trial import catalog
from criteria.trial.catalog import trials_folder
from criteria.verdict.verdict import Outcome
from tests.making import TODAY, TRIAL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

SCRIPT = Script(TRIAL)
QUICK = Session("S0001", "start-net", "R1.1", TODAY, quick=True)
PEOPLE = 250


def prompts_to_no(answers: Mapping[str, str], day: date, *, quick: bool) -> int | None:
    """Count the prompts until something fails; None where nothing does.

    A question takes one answer, a panel and a checklist all of theirs; going on is a prompt too.
    """
    session, count = QUICK.but(quick=quick, reference_date=day), 0
    while SCRIPT.verdict(session).outcome is not Outcome.NOT_ELIGIBLE:
        asked = prompt(session, SCRIPT)
        if asked is None and not session.quick:
            return None
        count += 1
        if asked is None:
            session = session.but(quick=False)
            continue
        items = (asked.item,) if isinstance(asked, Question) else asked.items
        kept = {item: Kept(answers.get(item, "unknown"), confirmed=True) for item in items}
        session = session.but(answers={**session.answers, **kept})
    return count


@pytest.mark.soak
def test_of_invented_people_a_no_comes_after_ten_prompts_at_most_on_average() -> None:
    people = [Candidates(SCRIPT.trial, TODAY, Random(number)).invent() for number in range(PEOPLE)]  # noqa: S311 - no secret
    found = [
        [prompts_to_no(answers, TODAY, quick=quick) for answers in people]
        for quick in (False, True)
    ]
    usual, quick = ([count for count in counts if count is not None] for counts in found)
    assert len(usual) == len(quick) > PEOPLE / 3
    assert mean(usual) > 12
    assert mean(quick) <= 10


def test_of_the_worked_cases_those_it_decides_take_half_as_many() -> None:
    cases = [
        case
        for case in catalog.cases(trials_folder() / "start-net" / "R1.1")
        if case.overall == "not_eligible"
    ]
    most = len([item for screen in SCRIPT.quick_screens for item in screen.items])
    counts = []
    for case in cases:
        usual, quick = (
            prompts_to_no(case.answers, case.reference_date, quick=way) for way in (False, True)
        )
        assert usual is not None
        assert quick is not None
        if quick <= most and usual >= quick:
            counts.append((usual, quick))
    assert mean(quick for _, quick in counts) <= 10
    assert mean(usual for usual, _ in counts) >= 16


def test_nothing_against_it_ends_with_the_summary_and_the_rest_a_tap_away() -> None:
    session = QUICK
    while session.state is Phase.ASKING:
        session, _ = step(session, Typed("unknown"), SCRIPT, TODAY)
    assert session.state is Phase.SUMMARY
    assert SCRIPT.still_open(session)
    session, _ = step(session, GoOn(), SCRIPT, TODAY)
    assert session.state is Phase.ASKING
    assert not session.quick
    asked = prompt(session, SCRIPT)
    assert asked is not None
    assert asked.item not in {item for screen in SCRIPT.quick_screens for item in screen.items}


def test_a_definite_no_ends_it_and_the_rest_can_be_asked() -> None:
    session, _ = step(QUICK, Typed("yes"), SCRIPT, TODAY)  # earlier PRRT
    assert session.state is Phase.FAILED
    session, _ = step(session, GoOn(), SCRIPT, TODAY)
    assert session.state is Phase.ASKING
    assert not session.quick


NEC = {"I4.type": Kept("nec")}


@pytest.mark.parametrize("quick", [True, False])
@pytest.mark.parametrize(
    ("said", "state"),
    [("poorly", Phase.FAILED), ("unknown", Phase.FAILED), ("well", Phase.ASKING)],
)
def test_what_could_contradict_a_failure_is_asked_before_it_is_said(
    said: str, state: Phase, *, quick: bool
) -> None:
    """A carcinoma fails by itself, unless it is said to be well differentiated (P23)."""
    session, _ = step(QUICK.but(quick=quick, at="I4.type"), Chosen("I4.type", "nec"), SCRIPT, TODAY)
    asked = prompt(session, SCRIPT)
    assert asked is not None
    assert (session.state, asked.item) == (Phase.ASKING, "I4.differentiation")
    session, _ = step(session, Chosen("I4.differentiation", said), SCRIPT, TODAY)
    assert session.state is state


@pytest.mark.parametrize(
    "answers",
    [
        {"I4.type": Kept("paraganglioma")},
        {**NEC, "I4.differentiation": Kept("unknown")},
        {**NEC, "I4.histology": Kept("no")},
        {**NEC, "E2.prior_prrt": Kept("yes")},
        {"E1.pregnant": Kept("yes"), "CTX.sex": Kept("female"), "I11.wocbp": Kept("yes")},
    ],
)
def test_a_failure_that_nothing_could_contradict_is_said_at_once(answers: dict[str, Kept]) -> None:
    assert SCRIPT.fails(QUICK.but(answers=answers))


def test_a_trial_without_figures_asks_everything() -> None:
    script = Script(catalog.load("start-net", "R1"))
    session = QUICK.but(version="R1")
    assert script.to_ask(session) == script.still_open(session)
