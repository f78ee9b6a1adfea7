"""START-NET's later registry text: a draft that says what was read of it and what was not."""

from __future__ import annotations

from datetime import date

import pytest

from criteria.examination.examination import examine_folder
from criteria.known.values import Refusal, Value
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem
from criteria.verdict.verdict import verdict
from tests.making import TRIAL

FOLDER = catalog.trials_folder() / "start-net" / "R2"
LATER = catalog.load("start-net", "R2")
CASES = {case.id: case for case in catalog.cases(FOLDER)}
EXCLUSIONS = [f"E{number}" for number in range(1, 8)]
SAME = ["I1", "I2", "I3", "I4", "I5", "I7", "I8", "I10"]


def test_the_worked_cases_hold_and_every_outcome_can_be_reached() -> None:
    assert list(examine_folder(FOLDER, date(2026, 3, 31))) == []


def test_it_is_a_draft_and_says_so_in_both_languages() -> None:
    assert LATER.protocol.status == "draft"
    assert "2024" in LATER.protocol.registry.status_as_of
    for language, draft, missing in (
        ("en", "DRAFT, INCOMPLETE: not for screening", "the whole exclusion list"),
        ("sv", "UTKAST, OFULLSTÄNDIGT: inte för screening", "hela listan över exklusionskriterier"),
    ):
        words = LATER.words[language]
        assert words.provenance.startswith(draft)
        assert missing in words.provenance
        assert "E1" in words.not_in_registry[0]
        assert "I11" in words.not_in_registry[1]


def test_it_is_never_the_default_and_no_release_that_is_frozen() -> None:
    assert catalog.load("start-net").protocol.version == "R1.1"
    sums = (catalog.trials_folder() / "SHA256SUMS").read_text("utf-8")
    assert "start-net/R2/" not in sums


# ---- wording: R1's where it was reported as the same, and marked wherever it was not read ----


@pytest.mark.parametrize("criterion", SAME)
def test_what_was_reported_as_the_same_is_r1s_to_the_letter(criterion: str) -> None:
    assert LATER.criteria[criterion] == TRIAL.criteria[criterion]
    for language in ("en", "sv"):
        assert (
            LATER.words[language].criteria[criterion] == TRIAL.words[language].criteria[criterion]
        )


@pytest.mark.parametrize("criterion", ["I6", "I9", "I11", *EXCLUSIONS])
def test_what_differs_or_was_not_read_is_r1s_text_with_a_mark_behind_it(criterion: str) -> None:
    before, after = TRIAL.criteria[criterion].text, LATER.criteria[criterion].text
    assert after.startswith(f"{before} [R1's text")
    assert after.endswith("]")
    swedish = TRIAL.words["sv"].criteria[criterion].text
    assert (LATER.words["sv"].criteria[criterion].text or "").startswith(f"{swedish} [R1:s text")


@pytest.mark.parametrize("criterion", EXCLUSIONS)
def test_exclusions_decide_as_in_r1_and_say_that_they_were_not_read(criterion: str) -> None:
    assert "exclusion list of this version could not be read" in LATER.criteria[criterion].text
    text = LATER.words["sv"].criteria[criterion].text or ""
    assert "exklusionskriterier har inte gått att läsa" in text
    if criterion != "E4":  # written otherwise, so that I9's new method does not reach into it
        assert LATER.criteria[criterion].rule == TRIAL.criteria[criterion].rule
    assert LATER.criteria[criterion].applies == TRIAL.criteria[criterion].applies


def test_the_new_criterion_claims_no_wording_of_the_registry() -> None:
    assert set(LATER.criteria) - set(TRIAL.criteria) == {"I12"}
    assert set(TRIAL.criteria) <= set(LATER.criteria)
    assert LATER.criteria["I12"].text.startswith("[As reported, not word for word: ")


# ---- items: none is lost, none changes its meaning ----


def meaning(item: ChoiceItem | NumberItem | DateItem) -> object:
    """What an answer to an item says, whatever is made of it."""
    if isinstance(item, ChoiceItem):
        return item.choices
    return item.units if isinstance(item, NumberItem) else item.earliest


def test_items_of_r1_are_all_there_and_mean_the_same() -> None:
    for name, item in TRIAL.items.items():
        assert meaning(LATER.items[name]) == meaning(item), name
        assert LATER.items[name].rule == item.rule, name
    added = {"I6.earlier_scan", "I6.window", "I12.washout"}
    assert set(LATER.items) - set(TRIAL.items) == added


# ---- what R1 makes of the cases in which the two differ ----

DIFFERENT = {
    "mean-of-lmr18-and-capa": ("I9", "unknown"),
    "mean-of-lmr18-and-capa-at-the-limit": ("I9", "unknown"),
    "new-scan-recent-earlier-scan-within": ("I6", "unknown"),
    "earlier-scan-outside": ("I6", "met"),
    "earlier-scan-outside-and-not-counted": ("I6", "met"),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_r1_judges_the_cases_otherwise(name: str) -> None:
    case, (criterion, expected) = CASES[name], DIFFERENT[name]
    reader = AnswerReader(TRIAL)
    read: dict[str, Value | Refusal] = {
        item: reader.read(item, text, case.reference_date)
        for item, text in case.answers.items()
        if item in TRIAL.items
    }
    answers = {item: value for item, value in read.items() if not isinstance(value, Refusal)}
    assert len(answers) == len(read)
    found = verdict(TRIAL, answers, case.reference_date)
    assert found.statuses[criterion].value == expected
    assert case.expected[criterion] != expected
