"""A yes, a no, or a part of an answer, where the answers are sentences: one of them, or which."""

from __future__ import annotations

import pytest

from criteria.known.values import Choice, Doubt, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from tests.making import TODAY, TRIAL

READER = AnswerReader(TRIAL)
BOTH = {"concordant", "discordant"}
NOT = {"not_yet", "declined", "cannot_consent"}


def offered(item: str, text: str, reader: AnswerReader = READER) -> set[str]:
    """The choices that are asked back; an answer that counts at once is none of them."""
    found = reader.read(item, text, TODAY)
    assert isinstance(found, Doubt | Refusal)
    candidates = found.candidates if isinstance(found, Doubt) else ()
    return {one.code for one in candidates if isinstance(one, Choice)}


@pytest.mark.parametrize(
    ("item", "text", "codes"),
    [
        # "How do they compare": a yes may mean that they agree, whatever a no means.
        ("E5.ct_mri", "yes", BOTH),
        ("E5.ct_mri", "japp", BOTH),
        ("E5.ct_mri", "yes, they agree", BOTH),
        ("E5.fdg", "ja det stämmer", BOTH),
        ("E5.fdg", "nope", {"concordant"}),
        ("E5.ct_mri", "nej", {"concordant"}),
        # One answer belongs to the yes.
        ("I2.consent", "jo", {"signed"}),
        ("I2.consent", "absolutely", {"signed"}),
        ("I2.consent", "nä", NOT),
        ("E7.participation", "yep", {"able_and_willing"}),
        ("E3.systemic", "nope", {"none"}),
        # Words out of one of the answers, or out of several.
        ("E5.ct_mri", "ja, en lesion utan upptag", {"discordant"}),
        ("E5.ct_mri", "lesion without uptake", BOTH),
        ("E5.fdg", "lesion utan upptag", BOTH),
        # None belongs to it.
        ("I3.ecog", "yes", set()),
        ("I5.uptake", "ja", set()),
        ("E5.ct_mri", "maybe", set()),
        ("E5.ct_mri", "yep?", set()),
        ("E5.ct_mri", "upptag", set()),
    ],
)
def test_what_a_yes_a_no_or_a_part_of_an_answer_may_mean(
    item: str, text: str, codes: set[str]
) -> None:
    assert offered(item, text) == codes


@pytest.mark.parametrize(
    ("trial", "item", "text", "codes"),
    [
        ("alta-1l", "E2.tki", "nej", {"none"}),
        ("alta-1l", "I12.consent", "yes", {"signed"}),
        ("emperor-reduced", "I5.consent", "nej", NOT),
    ],
)
def test_in_a_trial_that_names_no_words_for_it(
    trial: str, item: str, text: str, codes: set[str]
) -> None:
    assert offered(item, text, AnswerReader(catalog.load(trial))) == codes
