"""A choice in words of its own: every way to read a phrase, one after the other."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from criteria.known.values import Choice, Doubt
from criteria.reading.answers import choices
from criteria.reading.answers.not_known import undone
from criteria.reading.answers.paraphrases import (
    denied,
    hinted,
    misspelt,
    names_another_test,
    opposed,
    paraphrased,
    phrased,
    whole_phrase,
)
from criteria.reading.answers.sentences import said_in_sentences
from criteria.reading.answers.surplus import (
    circumstances_apart,
    count_apart,
    organs_apart,
    share_apart,
)
from criteria.reading.answers.times import timed
from criteria.reading.spelling.date_forms import DAY_OF_A_YEAR

if TYPE_CHECKING:
    from criteria.known.codes import DoubtCode
    from criteria.known.values import NotKnown, Refusal, Value


_DAY_AMONG = re.compile(rf"\s+{DAY_OF_A_YEAR}\s+", re.IGNORECASE)
"""A day and month between other words: "mdk 5/2 ja"."""
_YES_OR_NO = ("yes", "no")
"""What a change by some share may amount to: how much counts the question does not say."""


def in_words(
    written: str, vocabulary: choices.Vocabulary, waits: NotKnown | Doubt | None
) -> Doubt | NotKnown | None:
    """Return what a phrase suggests."""
    if names_another_test(written, vocabulary):
        whole = whole_phrase(written, vocabulary)
        of_the_test = whole is None or _offers_nothing_done(whole)
        return paraphrased(written, vocabulary) if of_the_test else whole
    return (
        phrased(written, vocabulary)
        or waits
        or paraphrased(written, vocabulary)
        or misspelt(written, vocabulary)
        or opposed(written, vocabulary)
        or denied(written, vocabulary)
        or timed(written, vocabulary)
        or undone(written, vocabulary)
        or hinted(written, vocabulary)
        or said_in_sentences(written, vocabulary)
        or _without_circumstances(written, vocabulary)
        or choices.grades_among(written, vocabulary)
    )


def _without_circumstances(written: str, vocabulary: choices.Vocabulary) -> Doubt | None:
    """Return what a phrase suggests without when it was, how often, or by whom.

    Without where in the body it was, only a yes: what is in one organ is somewhere, what is not
    in one may be in another.
    """
    if " " not in written or len(written) > choices.LONGEST:
        return None
    plain = circumstances_apart(_DAY_AMONG.sub(" ", count_apart(written)))
    offered = _offered(plain, vocabulary) if plain != written else ()
    if not offered and (changed := share_apart(plain)) != plain and _offered(changed, vocabulary):
        offered = tuple(Choice(code, written) for code in vocabulary.codes if code in _YES_OR_NO)
    if not offered and (anywhere := organs_apart(plain)) != plain:
        offered = tuple(one for one in _offered(anywhere, vocabulary) if one.code == "yes")
    said = tuple(replace(one, text=written) for one in offered)
    code: DoubtCode = "suggested" if len(said) == 1 else "choice_ambiguous"
    return Doubt(code, said, written) if said else None


def _offers_nothing_done(answer: Doubt) -> bool:
    """Whether an answer offers that nothing was done, which another examination may be said of."""
    return any(
        one.code in choices.NOTHING_DONE for one in answer.candidates if isinstance(one, Choice)
    )


def _offered(plain: str, vocabulary: choices.Vocabulary) -> tuple[Choice, ...]:
    """Return the choices that a text means or suggests."""
    found: Value | Refusal | None = choices.read(plain, vocabulary)
    if not isinstance(found, Choice):
        found = phrased(plain, vocabulary) or paraphrased(plain, vocabulary) or found
    offered = (found,) if isinstance(found, Choice) else getattr(found, "candidates", ())
    return tuple(one for one in offered if isinstance(one, Choice))
