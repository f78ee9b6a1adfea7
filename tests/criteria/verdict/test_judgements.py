"""What only an investigator may judge, and what rests on it."""

from __future__ import annotations

import pytest

from criteria.trial import catalog
from criteria.verdict.judgements import outcome_rests_on, provisional, to_confirm
from criteria.verdict.verdict import Verdict, verdict
from tests.making import MAN, TODAY, TRIAL, given

PRRT, CONDITION = "I8.prrt_choice", "E6.condition"


def judged(**changes: str) -> Verdict:
    answers = {name.replace("_", ".", 1): text for name, text in changes.items()}
    return verdict(TRIAL, given({**MAN, **answers}), TODAY)


@pytest.mark.parametrize("version", ["R1", "R1.1", "R2"])
def test_every_version_has_what_its_text_leaves_to_the_investigator(version: str) -> None:
    assert catalog.load("start-net", version).investigators == (PRRT, CONDITION)


def test_what_settles_a_criterion_waits_until_it_is_confirmed() -> None:
    assert to_confirm(judged()) == (PRRT, CONDITION)
    assert to_confirm(judged(), {PRRT}) == (CONDITION,)
    assert provisional(judged(), {CONDITION}) == ("I8",)
    assert provisional(judged(), {PRRT, CONDITION}) == ()


def test_what_is_open_has_nothing_to_confirm() -> None:
    assert to_confirm(judged(I8_prrt_choice="not_yet", E6_condition="unknown")) == ()
    assert to_confirm(verdict(TRIAL, {}, TODAY)) == ()


def test_an_outcome_rests_on_a_judgement_unless_it_is_known_without() -> None:
    assert outcome_rests_on(judged()) == ("I8", "E6")
    assert outcome_rests_on(judged(I8_prrt_choice="no")) == ("I8",)
    assert outcome_rests_on(judged(I8_prrt_choice="no", E2_prior_prrt="yes")) == ()
    assert outcome_rests_on(judged(I8_prrt_choice="no"), {PRRT}) == ()
