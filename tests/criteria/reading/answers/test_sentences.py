"""A yes, a no, or a part of an answer, where the answers are sentences: one of them, or which."""

from __future__ import annotations

import pytest

from criteria.known.values import Choice, Doubt, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.reading.answers.choices import Vocabulary
from criteria.reading.answers.sentences import contested, said_in_sentences
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
        *(("E5.ct_mri", text, {"concordant"}) for text in ("none", "inga")),
        *(("E5.fdg", text, {"concordant", "not_done"}) for text in ("none", "inga")),
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


# ---- the rules by themselves, on a question with a few words ----

SIZES = "the lesions agree in size"
LONG = "a lesion that is seen in one picture and not in the other"
WORDS = Vocabulary(
    codes=("agree", "differ", "partly", "unknown"),
    exact={"agree": ("agree",), "no": ("differ",), "same": ("agree",), "unlike": ("differ",)},
    starts={},
    hints={"yes": ("agree",)},
    sentences={
        SIZES: ("agree",),
        "one lesion without uptake": ("differ",),
        "some lesions without uptake": ("differ", "partly"),
        "perhaps one of the two": ("partly",),
        "nobody knows of any": ("unknown",),
        LONG: ("partly",),
        "x" * 78 + " " + "y" * 81: ("partly",),
        "x" * 79 + " " + "y" * 81: ("partly",),
    },
)


def said(text: str) -> tuple[str, ...] | None:
    """Return the choices that are offered for a text, and see that it is said how many."""
    found = said_in_sentences(text, WORDS)
    if found is None:
        return None
    codes = tuple(one.code for one in found.candidates if isinstance(one, Choice))
    assert found.code == ("suggested" if len(codes) == 1 else "choice_ambiguous")
    assert found.text == text
    return codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("yep", ("agree",)),
        ("nope", ("differ",)),
        ("one lesion", ("differ",)),
        ("lesions without uptake", ("differ", "partly")),
        ("Without Uptake.", ("differ", "partly")),
        ("yes, some lesions without uptake", ("differ", "partly")),
        ("a lesion that is seen in one picture and not in the", ("partly",)),
        ("x" * 78 + " " + "y" * 81, ("partly",)),
    ],
)
def test_words_out_of_a_sentence_offer_what_it_stands_for(
    text: str, codes: tuple[str, ...]
) -> None:
    assert said(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "uptake",
        "uptake without",
        "ploughs without uptake",
        # A question, a doubt, a word that is an answer by itself, what nobody knows.
        "lesions without uptake?",
        "yep?",
        "perhaps one of the two",
        "agree in size",
        "nobody knows of any",
        # More than twelve words; more than 160 characters.
        LONG,
        "x" * 79 + " " + "y" * 81,
        "",
        "...",
    ],
)
def test_other_words_offer_nothing(text: str) -> None:
    assert said(text) is None


def suggested(text: str, *codes: str) -> Doubt:
    return Doubt("suggested", tuple(Choice(code, text) for code in codes), text)


@pytest.mark.parametrize(
    ("text", "suggests", "codes"),
    [
        # A yes that stands for the other answer, alone or with a word that says nothing.
        ("yes", "differ", ("differ", "agree")),
        ("yes please", "differ", ("differ", "agree")),
        ("yes", "agree", ("agree",)),
        # A yes, and a word for an answer behind it.
        ("yes, unlike", "agree", ("agree", "differ")),
        ("yes, un-like", "agree", ("agree", "differ")),
        ("yes, same", "agree", ("agree",)),
        ("no, unlike", "differ", ("differ",)),
        ("no, same", "differ", ("differ", "agree")),
        # No yes or no is in front, or what follows is no answer.
        ("unlike", "agree", ("agree",)),
        ("yes, in the liver", "differ", ("differ",)),
    ],
)
def test_a_yes_beside_another_answer_asks_which(
    text: str, suggests: str, codes: tuple[str, ...]
) -> None:
    found = contested(suggested(text, suggests), WORDS)
    assert isinstance(found, Doubt)
    assert tuple(one.code for one in found.candidates if isinstance(one, Choice)) == codes
    assert found.code == ("suggested" if len(codes) == 1 else "choice_ambiguous")


@pytest.mark.parametrize(
    "answer",
    [Choice("differ", "yes"), Doubt("choice_ambiguous", (Choice("differ", "yes"),), "yes")],
)
def test_what_is_certain_or_asked_back_already_stays(answer: Choice | Doubt) -> None:
    assert contested(answer, WORDS) is answer
