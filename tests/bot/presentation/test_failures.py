"""A reason belongs to the answer that failed, advice to the criterion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.presentation.failures import why_failed
from bot.presentation.sentences import Speaker
from bot.texts import texts_in
from criteria.trial import catalog
from criteria.verdict.verdict import verdict
from tests.making import MAN, TODAY, TRIAL, given

if TYPE_CHECKING:
    from criteria.trial.trial import Trial


FIRST = catalog.load("start-net", "R1")
"""A version that has no advice for single answers."""


def why(
    criterion: str, changes: dict[str, str], language: str = "en", trial: Trial = TRIAL
) -> list[str]:
    found = verdict(trial, given({**MAN, **changes}), TODAY)
    return list(why_failed(criterion, found, Speaker(trial, texts_in(language))))


def test_an_answer_is_not_told_to_repeat_a_test() -> None:
    told = ["ECOG: 2 – must be 0 or 1", "Can change; assess it again later."]
    assert why("I3", {"I3.ecog": "2"}, trial=FIRST) == told
    assert why("I3", {"I3.ecog": "2"}, "sv", FIRST)[-1] == "Kan ändras; bedöm på nytt senare."
    assert "repeat the test" in why("I10", {"I10.hb": "80"})[-1]


def test_what_can_change_is_not_said_while_one_reason_can_not() -> None:
    told = why("I4", {"I4.type": "paraganglioma", "I4.inoperable": "no"})
    assert told[-1] == "Not expected to change."
    assert sum(line in TRIAL.words["en"].changes.values() for line in told) == 1


def test_an_exclusion_is_said_with_small_letters() -> None:
    assert why("E2", {"E2.prior_prrt": "yes"}, "sv")[0] == "Tidigare PRRT: ja – ska vara nej"
