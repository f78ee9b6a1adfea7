"""What only an investigator may judge, and what rests on it."""

from __future__ import annotations

from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from criteria.trial import catalog
from criteria.trial.version import strange_names
from criteria.verdict.judgements import outcome_rests_on, provisional, to_confirm
from criteria.verdict.verdict import Verdict, verdict
from tests import small
from tests.making import MAN, TODAY, TRIAL, given

if TYPE_CHECKING:
    from pathlib import Path

PRRT, CONDITION = "I8.prrt_choice", "E6.condition"


def judged(**changes: str) -> Verdict:
    answers = {name.replace("_", ".", 1): text for name, text in changes.items()}
    return verdict(TRIAL, given({**MAN, **answers}), TODAY)


@pytest.mark.parametrize("version", ["R1", "R1.1", "R2"])
def test_every_version_has_what_is_left_to_the_investigator(version: str) -> None:
    assert catalog.load("start-net", version).investigators == (PRRT, CONDITION)


def test_a_released_trial_has_it_beside_its_versions() -> None:
    assert catalog.load("alta-1l").investigators == ("E18.opinion",)
    assert catalog.load("cagrisema").investigators == ()


def test_an_item_says_it_itself_and_no_word_of_the_text_does(tmp_path: Path) -> None:
    """Whatever the criterion's text says, in whatever language."""
    folder = tmp_path / "start-net" / "R1.1"
    copytree(catalog.trials_folder() / "start-net" / "R1.1", folder)
    assert catalog.read_folder(folder).investigators == ()
    file = folder / "protocol.toml"
    text = file.read_text("utf-8").replace(
        "judgement = true", 'judgement = true\njudge = "investigator"', 1
    )
    file.write_text(text, "utf-8")
    (judged_alone,) = catalog.read_folder(folder).investigators
    assert catalog.read_folder(folder).items[judged_alone].judgement


def test_who_alone_may_judge_has_something_to_judge(tmp_path: Path) -> None:
    folder = tmp_path / "start-net" / "R1.1"
    copytree(catalog.trials_folder() / "start-net" / "R1.1", folder)
    beside = folder.parent / "concepts.toml"
    beside.write_text('[judges]\n"I1.age" = "investigator"\n', "utf-8")
    with pytest.raises(catalog.TrialError, match=r"I1\.age: judge"):
        catalog.read_folder(folder)
    beside.write_text('[judges]\n"I1.none" = "investigator"\n', "utf-8")
    assert strange_names(folder) == {"judges.I1.none": "I1.none"}


def test_what_settles_a_criterion_waits_until_it_is_confirmed() -> None:
    assert to_confirm(judged()) == (PRRT, CONDITION)
    assert to_confirm(judged(), {PRRT}) == (CONDITION,)
    assert provisional(judged(), {CONDITION}) == ("I8",)
    assert provisional(judged(), {PRRT, CONDITION}) == ()


def test_what_is_open_has_nothing_to_confirm() -> None:
    assert to_confirm(judged(I8_prrt_choice="not_yet", E6_condition="unknown")) == ()
    assert to_confirm(verdict(TRIAL, {}, TODAY)) == ()


def test_an_opinion_that_settles_nothing_has_not_to_be_confirmed() -> None:
    yes_no = {"kind": "choice", "yes": ["yes"], "no": ["no"]}
    trial = small.trial(
        small.choice("I1.opinion", yes_no, criterion="I1", judgement=True, judge="investigator"),
        small.choice("I1.scan", yes_no, criterion="I1"),
        criteria=[{"id": "I1", "text": "…", "rule": {"any": ["I1.opinion", "I1.scan"]}}],
    )
    for opinion, waits in (("yes", ("I1.opinion",)), ("unknown", ())):
        answers = given({"I1.opinion": opinion, "I1.scan": "yes"}, trial)
        assert to_confirm(verdict(trial, answers, TODAY)) == waits


def test_an_outcome_rests_on_a_judgement_unless_it_is_known_without() -> None:
    assert outcome_rests_on(judged()) == ("I8", "E6")
    assert outcome_rests_on(judged(I8_prrt_choice="no")) == ("I8",)
    assert outcome_rests_on(judged(I8_prrt_choice="no", E2_prior_prrt="yes")) == ()
    assert outcome_rests_on(judged(I8_prrt_choice="no"), {PRRT}) == ()
