"""What hurried people write is read as they mean it, or asked back, and never as anything else."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from criteria.known.values import Choice, Doubt, NotKnown
from criteria.reading.answers.answers import AnswerReader
from tests.making import TODAY, TRIAL

if TYPE_CHECKING:
    from collections.abc import Iterator

READER = AnswerReader(TRIAL)
PHRASES = tomllib.loads((Path(__file__).parents[3] / "data/hurried.toml").read_text("utf-8"))
YES_OR_NO = ("E2.prior_prrt", "I6.progression", "E6.condition")
ANY_KIND = ("E2.prior_prrt", "I4.ki67", "I6.scan_date", "I5.uptake")
ENOUGH = 60


def said(language: str, kind: str) -> list[str]:
    """The phrases of one kind in one language."""
    found: list[str] = PHRASES[language][kind]
    return found


def chosen() -> Iterator[tuple[str, str, str]]:
    """Every phrase for a choice: the item, the code, the phrase."""
    for language in PHRASES.values():
        for item, codes in language["choices"].items():
            yield from ((item, code, text) for code, texts in codes.items() for text in texts)


def codes_of(item: str, text: str) -> set[str]:
    """What a text can mean to an item with choices: one answer, or those that are asked back."""
    found = READER.read(item, text, TODAY)
    candidates = found.candidates if isinstance(found, Doubt) else (found,)
    return {one.code for one in candidates if isinstance(one, Choice)}


@pytest.mark.parametrize("language", PHRASES)
@pytest.mark.parametrize("kind", ["yes", "no", "unknown", "awaited"])
def test_there_are_sixty_of_each_kind(language: str, kind: str) -> None:
    assert len({*said(language, kind)}) >= ENOUGH
    choices = PHRASES[language]["choices"].values()
    assert sum(len(texts) for codes in choices for texts in codes.values()) >= ENOUGH


@pytest.mark.parametrize("item", YES_OR_NO)
@pytest.mark.parametrize("language", PHRASES)
@pytest.mark.parametrize("code", ["yes", "no"])
def test_yes_and_no(language: str, code: str, item: str) -> None:
    assert {text: codes_of(item, text) for text in said(language, code)} == {
        text: {code} for text in said(language, code)
    }


@pytest.mark.parametrize("item", ANY_KIND)
@pytest.mark.parametrize("language", PHRASES)
def test_that_nobody_knows(language: str, item: str) -> None:
    for text in said(language, "unknown"):
        assert READER.read(item, text, TODAY) == NotKnown(text)


@pytest.mark.parametrize("item", ["I10.hb", "I6.scan_date", "I5.uptake", "I4.differentiation"])
@pytest.mark.parametrize("language", PHRASES)
def test_that_something_has_not_come_yet(language: str, item: str) -> None:
    for text in said(language, "awaited"):
        assert READER.read(item, text, TODAY) == NotKnown(text, awaited=True)


@pytest.mark.parametrize(
    "text", ["Prover tagna i morse, svar inte klara", "svaren är inte klara", "proverna ej klara"]
)
def test_that_samples_are_taken_and_their_results_are_not_there(text: str) -> None:
    assert READER.read("I10.hb", text, TODAY) == NotKnown(text, awaited=True)


@pytest.mark.parametrize(("item", "code", "text"), [*chosen()])
def test_a_choice(item: str, code: str, text: str) -> None:
    assert code in codes_of(item, text)


@pytest.mark.parametrize(
    "text", ["not yet", "ej än", "not at mdt yet", "inte på mdk än", "ännu inte"]
)
def test_what_is_not_so_yet_is_asked_back_as_the_question_s_own_answer(text: str) -> None:
    assert codes_of("I6.mdt", text) == {"not_yet"}
    assert codes_of("E2.prior_prrt", text) == {"no"}


@pytest.mark.parametrize("text", ["not at mdt yet", "inte på mdk än"])
def test_what_a_conference_has_not_seen_is_awaited_where_it_is_asked(text: str) -> None:
    assert READER.read("I4.inoperable", text, TODAY) == NotKnown(text, awaited=True)


@pytest.mark.parametrize("text", ["ej tagen på MDK", "inte tagen på mdk", "not at mdt yet"])
def test_that_a_conference_has_not_seen_it_is_its_not_yet(text: str) -> None:
    assert codes_of("I6.mdt", text) == {"not_yet"}


@pytest.mark.parametrize(
    "text", ["icke operabel", "inte operabel", "not operable", "ej operabel", "icke resektabel"]
)
def test_a_denial_of_the_opposite_is_a_yes(text: str) -> None:
    assert codes_of("I4.inoperable", text) == {"yes"}


@pytest.mark.parametrize("text", ["not assessed", "not assesed", "ej bedömt", "inte bedömd"])
def test_what_was_not_assessed_is_not_known(text: str) -> None:
    for item in ("E5.fdg", "E5.ct_mri", "I4.inoperable"):
        assert isinstance(READER.read(item, text, TODAY), NotKnown)


@pytest.mark.parametrize(
    ("item", "text", "codes"),
    [
        ("I2.consent", "signd", {"signed"}),
        ("I2.consent", "not signd", {"not_yet"}),
        ("I4.type", "pheocromocytoma", {"pheochromocytoma"}),
        ("I4.inoperable", "unresectabel", {"yes"}),
        ("E4.dpd", "not tsted", {"not_tested"}),
        ("I5.tracer", "dotatac", {"68Ga-DOTATOC", "68Ga-DOTATATE", "64Cu-DOTATATE"}),
        ("CTX.sex", "kvina", {"female"}),
        ("CTX.sex", "xemale", set()),
        ("I3.ecog", "ECOG 62", set()),
        ("I3.ecog", "ECOGG 1", {"1"}),
        ("E5.fdg", "no fdg", {"not_done"}),
        ("E5.fdg", "fdg neg", {"concordant"}),
        ("E5.ct_mri", "neg", set()),  # the scan, or the lesions on it
        ("I4.inoperable", "inop", {"yes"}),
        ("E5.fdg", "neg?", set()),
        ("E2.prior_prrt", "maybe never", set()),
    ],
)
def test_a_slip_is_asked_back_and_a_guess_is_none(item: str, text: str, codes: set[str]) -> None:
    assert codes_of(item, text) == codes
    assert not isinstance(READER.read(item, text, TODAY), Choice)
