"""What is rare is told in full; what almost everybody has, in one line."""

from __future__ import annotations

from bot.presentation.sentences import Speaker
from bot.presentation.summary.advisories import advisories, is_usual
from bot.texts import texts_in
from criteria.verdict.verdict import verdict
from tests.making import MAN, TODAY, TRIAL, given


def test_the_usual_ones_share_a_line_and_the_rare_ones_are_named() -> None:
    found = verdict(TRIAL, given({**MAN, "I4.ki67": "60"}), TODAY)
    rare, usual = advisories(found, Speaker(TRIAL, texts_in("en")))
    assert rare.startswith("A1: ")
    assert usual == "Notes as for most candidates, in full on the checklist: A2, A5, A6"


def test_which_are_usual() -> None:
    conditions = {one.id: one.when for one in TRIAL.protocol.advisories}
    usual = {name for name, when in conditions.items() if is_usual(when, TRIAL)}
    assert usual == {"A2", "A5", "A6"}
