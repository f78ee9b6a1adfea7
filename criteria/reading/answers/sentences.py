"""Yes, no, and words out of an answer, where a question's answers are sentences of their own.

"Nope" means what "no" means there, and "yes, they agree" may be said of the other answer: then it
is asked which. All of it is asked back.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from criteria.known.values import Choice, Doubt
from criteria.reading.answers.choices import HEDGES, WORD, YES_NO, key
from criteria.reading.answers.paraphrases import said_among
from criteria.reading.languages.wordlists import words

if TYPE_CHECKING:
    from criteria.known.codes import DoubtCode
    from criteria.reading.answers.choices import Codes, Vocabulary

_IDLE = frozenset((*words("answers", "fillers"), *words("answers", "asides")))
_FEWEST, _MOST = 2, 12
"""Words of a part of an answer."""
_LONGEST = 160
_SEVERAL_PARTS = re.compile(r"\S[,;] \S")
"""Between two things that are said."""


def said_in_sentences(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Return the answers that a yes, a no or a part of a sentence suggests; None for none."""
    if len(written) > _LONGEST or "?" in written:
        return None
    spoken = WORD.findall(written.casefold())
    if not HEDGES.isdisjoint(spoken) or len(spoken) > _MOST:
        return None
    codes = _of_yes_or_no(key(written), vocabulary)
    if not codes and not any(key(word) in vocabulary.exact for word in spoken):
        codes = _holding(_without_yes_or_no(spoken), vocabulary)
    return _offered(codes, written)


def contested(answer: Choice | Doubt, vocabulary: Vocabulary) -> Choice | Doubt:
    """Ask which where a yes or a no suggests one answer, and another yes or the rest another.

    To "how do they compare" a yes may mean that they agree, whatever a yes once stood for.
    """
    if not isinstance(answer, Doubt) or answer.code != "suggested":
        return answer
    spoken = WORD.findall(answer.text.casefold())
    behind = _without_yes_or_no(spoken)
    if len(behind) == len(spoken):
        return _contradicted(answer, spoken, vocabulary)
    rest = "".join(word for word in behind if word not in _IDLE)
    others = vocabulary.exact.get(key(rest), ()) if rest else _of_yes_or_no(spoken[0], vocabulary)
    own = tuple(one.code for one in answer.candidates if isinstance(one, Choice))
    every = tuple(dict.fromkeys((*own, *others)))
    return answer if len(every) == len(own) else _offered(every, answer.text) or answer


def _contradicted(answer: Doubt, spoken: list[str], vocabulary: Vocabulary) -> Doubt:
    """Ask which where another part suggests another one: "stable in liver, growing in bone"."""
    own = tuple(one.code for one in answer.candidates if isinstance(one, Choice))
    if _SEVERAL_PARTS.search(answer.text) is None or len(own) != 1:
        return answer
    others = said_among(spoken, vocabulary) - {*own}
    return _offered((*own, *sorted(others)), answer.text) or answer if others else answer


def _of_yes_or_no(typed: str, vocabulary: Vocabulary) -> Codes:
    """Return what the other words for the same yes or no mean to a question."""
    said = YES_NO.get(typed)
    if said is None:
        return ()
    same = _same(said)
    found = [*vocabulary.hints.items(), *vocabulary.exact.items(), *vocabulary.phrases.items()]
    return tuple(
        dict.fromkeys(code for word, codes in found if key(word) in same for code in codes)
    )


@cache
def _same(said: str) -> frozenset[str]:
    """Return the words, by their key, that say yes, or no."""
    return frozenset(word for word, code in YES_NO.items() if code == said)


def _without_yes_or_no(spoken: list[str]) -> list[str]:
    """Return words without the yes or the no in front of them."""
    return spoken[1:] if spoken and key(spoken[0]) in YES_NO else spoken


def _holding(spoken: list[str], vocabulary: Vocabulary) -> Codes:
    """Return the answers that hold some words, in a row."""
    if len(spoken) < _FEWEST:
        return ()
    part = f" {' '.join(spoken)} "
    held = (codes for words, codes in vocabulary.sentences.items() if part in f" {words} ")
    return tuple(dict.fromkeys(code for codes in held for code in codes))


def _offered(codes: Codes, written: str) -> Doubt | None:
    choices = tuple(Choice(code, written) for code in codes if code != "unknown")
    code: DoubtCode = "suggested" if len(choices) == 1 else "choice_ambiguous"
    return Doubt(code, choices, written) if choices else None
