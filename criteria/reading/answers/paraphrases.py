"""Choices in a whole phrase: yes or no with a remark, or the words of the question.

All of it is asked back. A phrase that doubts what it says, or says two things, suggests nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criteria.known.values import Choice, Doubt
from criteria.reading.answers.choices import DENIALS, SHORTEST_TOPIC, YES_NO, key
from criteria.reading.languages.wordlists import words

if TYPE_CHECKING:
    from criteria.reading.answers.choices import Vocabulary

_HEDGES = frozenset(words("answers", "hedges"))
"""Words with which nothing is said for certain."""
_NO_ANSWER = frozenset(map(key, words("answers", "no_answer")))
_FILLERS = frozenset(words("answers", "fillers"))
"""Words that say nothing of their own."""
_BEHIND_YES_OR_NO = re.compile(r"[\s,;:.(\u2013-]+")
_BEHIND_A_CHOICE = re.compile(r"\s*[,;(\u2013]\s*|\s+-\s+")
_WORD = re.compile(r"[^\W_]+")
_STEM = 5
_LONGEST = 160


def is_no_answer(text: str) -> bool:
    """Whether a text answers nothing and is still worth keeping: probably, see the chart."""
    return key(text) in _NO_ANSWER


def paraphrased(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Return the choice that a phrase suggests, to be confirmed; None where it suggests none."""
    if len(written) > _LONGEST or "?" in written:
        return None
    return _remarked(written, vocabulary) or _echoed(written, vocabulary)


def remark_of(written: str) -> str:
    """Return what is written behind a yes, a no or another choice; empty where nothing is."""
    for behind in (_BEHIND_A_CHOICE, _BEHIND_YES_OR_NO):
        parts = behind.split(written.strip(), maxsplit=1)
        if len(parts) > 1:
            return parts[1].strip(" ,;.()")
    return ""


def _remarked(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Read a choice with a remark behind it: "ja enligt RECIST", "signed, copy in the chart"."""
    for behind in (_BEHIND_YES_OR_NO, _BEHIND_A_CHOICE):
        for gap in reversed(list(behind.finditer(written))):
            said, remark = key(written[: gap.start()]), written[gap.end() :]
            codes = vocabulary.exact.get(said, ())
            known = behind is _BEHIND_A_CHOICE or said in YES_NO
            if known and len(codes) == 1 and _agrees(remark, codes[0], vocabulary):
                return Doubt("remark", (Choice(codes[0], written),), written)
    return None


def _agrees(remark: str, code: str, vocabulary: Vocabulary) -> bool:
    """Whether a remark neither doubts the choice in front of it nor says another one."""
    spoken = _WORD.findall(remark.casefold())
    others = {other for word in spoken for other in vocabulary.exact.get(key(word), ())}
    hinted = {other for word in spoken for other in vocabulary.hints.get(word, ())}
    denied = code != "no" and not DENIALS.isdisjoint(spoken)
    return bool(spoken) and not denied and _HEDGES.isdisjoint(spoken) and others | hinted <= {code}


def _echoed(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Read an answer in the words of a question for yes or no: "not pregnant", "ammar inte"."""
    if not {"yes", "no"} <= set(vocabulary.codes):
        return None
    spoken = [word for word in _WORD.findall(written.casefold()) if word not in _FILLERS]
    denials = [word for word in spoken if word in DENIALS]
    topics = [word for word in spoken if word not in DENIALS]
    if not topics or len(denials) > 1 or not _HEDGES.isdisjoint(spoken):
        return None
    if not all(_is_topic(word, vocabulary.topic) for word in topics):
        return None
    return Doubt("suggested", (Choice("no" if denials else "yes", written),), written)


def _is_topic(word: str, topic: frozenset[str]) -> bool:
    """Whether a word, or another form of it, is in the question."""
    long = len(word) >= SHORTEST_TOPIC
    return long and any(word[:_STEM] == other[:_STEM] for other in topic)
