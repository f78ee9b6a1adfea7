"""Whether every word of an answer is accounted for by the one choice that it suggests.

What a word that nothing accounts for does to the others nobody knows: "coil removed" is no coil,
"reduced hearing" no result of a test. Then it is asked which choice is meant.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from criteria.known.values import Choice, Doubt
from criteria.reading.answers.choices import (
    DENIALS,
    HEDGES,
    LONGEST,
    PLANNED,
    STEM,
    WORD,
    YES_NO,
    is_form,
    key,
)
from criteria.reading.answers.surplus import source_apart
from criteria.reading.answers.times import (
    ANEW,
    EVER,
    OF_LATER,
    OF_NOW,
    SINCE,
    asks_of_now,
    is_history,
    is_to_come,
)
from criteria.reading.languages.wordlists import lists, sections, tables, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from criteria.known.values import NotKnown, Refusal
    from criteria.reading.answers.choices import Vocabulary

    Answer = Choice | Doubt | NotKnown | Refusal

PAST = frozenset(words("answers", "past"))
"""Words for what was so, which says nothing of now."""
_UNDOING = words("answers", "undoing")
"""Words and phrases with which what is said holds no longer, not yet, or of something else."""
_LATEST = PAST.intersection(words("answers", "examined"))
"""Those with which the latest examination is meant as well: "on last CT"."""
_STATES = frozenset(words("answers", "was"))
"""Those with which a state is said of a year that is past: "was localised in 2018"."""
_FILLERS = frozenset(words("answers", "fillers"))
_ORGANS, _WITNESSES, _SOURCES = (
    re.compile("|".join(f"(?:{form})" for form in words("answers", name)))
    for name in ("organs", "witnesses", "sources")
)
_BESIDE = frozenset(
    word
    for name in (
        *("fillers", "asides", "little", "bodies", "of_when", "since", "joining", "examined"),
        *("only", "beside"),
    )
    for phrase in words("answers", name)
    for word in phrase.split()
    if not _ORGANS.fullmatch(word) and (name == "bodies" or not _WITNESSES.fullmatch(word))
).difference(_UNDOING, HEDGES, PAST - _FILLERS)
"""Words that stand beside an answer and do not change it."""
_IDLE = frozenset((*words("answers", "fillers"), *words("answers", "asides"), *DENIALS))
_GENERAL = frozenset(words("answers", "general"))
"""Words that alone may be said of anything, with others beside them: "patient is well"."""
_LEADING = frozenset((*words("answers", "little"), *words("answers", "of_when")))
"""Words in front of a time, which are none by themselves: "on", "since"."""
_TUMOURS = words("answers", "tumours")
"""Beginnings of words of a question about tumours, which are somewhere in the body."""
_BUT = frozenset(words("answers", "although")).difference(words("answers", "joining"))
_SHORT = tables("answers", "short")
_TIMES = tables("answers", "times")
_NOT_OFFERED = ("unknown", "not_applicable")
"""Codes that are no choice among others."""
_NEGATIVE = frozenset(("no", "none", "not_yet", "not_done", "not_tested", "declined"))
"""Codes of choices that a denial may say; where in the body something is not tells nothing."""
_ONGOING = "other_ongoing"
"""The choice whose words of time say that something holds now."""
_ENDED = "other_completed"
"""The choice whose words of time say that something has ended, perhaps with how long ago."""
_AGO = frozenset(
    word for phrase in words("relative_dates", "ago") for word in phrase.split() if "{" not in word
)
_LIKE = 0.8


def unless_undone(answer: Answer, vocabulary: Vocabulary) -> Answer:
    """Ask which choice is meant where words of a text may undo the only one that it suggests."""
    one = answer.candidates[0] if isinstance(answer, Doubt) and answer.candidates else None
    if not isinstance(answer, Doubt) or len(answer.candidates) > 1 or not isinstance(one, Choice):
        return answer
    if len(answer.text) > LONGEST or one.code in _NOT_OFFERED:
        return answer
    if answer.code == "remark":
        put_off = is_put_off(answer.text, vocabulary)
        later = one.code in OF_LATER and is_to_come(answer.text)
        sure = one.code == "no" or later or not (put_off or undoes(answer.text))
    else:
        alone = len(WORD.findall(answer.text)) == 1
        sure = alone or accounts_for(answer.text, one.code, vocabulary)
    if sure:
        return answer
    codes = (code for code in vocabulary.codes if code not in _NOT_OFFERED)
    return Doubt("choice_ambiguous", tuple(Choice(c, answer.text) for c in codes), answer.text)


def is_put_off(text: str, vocabulary: Vocabulary) -> bool:
    """Whether words beside a yes put off what is asked of now: "yes, planning to be"."""
    return asks_of_now(vocabulary) and not PLANNED.isdisjoint(WORD.findall(text.casefold()))


def undoes(text: str, own: frozenset[str] = frozenset()) -> bool:
    """Whether words of a text, not all its own, may undo what is beside them: removed, booked."""
    said = f" {' '.join(WORD.findall(text.casefold()))} "
    return any(f" {words} " in said and not own.issuperset(words.split()) for words in _UNDOING)


def turns(text: str) -> bool:
    """Whether words behind an answer may undo it, limit it, or say what holds since then."""
    said = WORD.findall(text.casefold())
    limits = not _BUT.isdisjoint(said[:1]) or not SINCE.isdisjoint(said[-1:])
    return limits or undoes(text) or not ANEW.isdisjoint(said)


def accounts_for(text: str, code: str, vocabulary: Vocabulary) -> bool:
    """Whether a choice accounts for every word of a text, or has the whole of it as a phrase."""
    said = WORD.findall(source_apart(text).casefold())
    if " ".join(said) in vocabulary.hints or key(text) in vocabulary.phrases:
        return True
    undone = undoes(text, vocabulary.said.get(code, frozenset()))
    was = not _STATES.isdisjoint(said) and EVER.isdisjoint(vocabulary.topic) and is_history(text)
    plain = {*said} - _IDLE
    general = bool(plain) and plain <= _GENERAL and not _IDLE.isdisjoint(said)
    return not undone and not was and not general and not any(_unaccounted(said, code, vocabulary))


def _unaccounted(said: list[str], code: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the words of an answer that neither its choice accounts for nor its question."""
    of_all = not EVER.isdisjoint(vocabulary.topic)
    opened = any(key(word) in YES_NO for word in said[:1])
    of_now = not (of_all or opened or OF_NOW.isdisjoint(vocabulary.spoken))
    known = _known(code, vocabulary, denied=not DENIALS.isdisjoint(said))
    if of_all:
        known |= PAST
    elif of_now:
        own = vocabulary.said.get(code, frozenset()) if code in _NEGATIVE else frozenset[str]()
        known -= PAST - own - _words_of_time(code)
        known |= _words_of_time(_ONGOING) if code == "yes" else frozenset()
        ended = code in ("no", _ENDED) and not _words_of_time(_ENDED).isdisjoint(said)
        known |= _AGO if ended and DENIALS.isdisjoint(said) else frozenset()
    reported = any(map(_WITNESSES.fullmatch, vocabulary.spoken))
    somewhere = code not in _NEGATIVE and any(w.startswith(_TUMOURS) for w in vocabulary.topic)
    for before, word, behind in zip_longest(("", *said[:-1]), said, said[1:], fillvalue=""):
        if not (
            (opened and not before)
            or _is_known(word, known)
            or _is_number(before, word, behind)
            or _is_of_time(before, word, behind, of_now=of_now, of_digits=vocabulary.of_digits)
            or (_WITNESSES.fullmatch(word) and (reported or _SOURCES.fullmatch(before)))
            or (_SOURCES.fullmatch(word) and _WITNESSES.fullmatch(behind))
            or (somewhere and _ORGANS.fullmatch(word))
        ):
            yield word


def _known(code: str, vocabulary: Vocabulary, *, denied: bool) -> frozenset[str]:
    """Return the words that go with a choice: of what suggests it, its question, and idle ones."""
    own = vocabulary.said.get(code, frozenset())
    found = own.union(vocabulary.label, vocabulary.topic, _words_of_time(code), _BESIDE)
    if denied and code in _NEGATIVE:
        found |= DENIALS.union(*vocabulary.said.values())
    return found


def _words_of_time(code: str) -> frozenset[str]:
    return frozenset(word for phrase in _TIMES.get(code, ()) for word in phrase.split())


def _is_known(word: str, known: frozenset[str]) -> bool:
    """Whether a word is one of some words, perhaps in another form or with a slip."""
    return not {word, _SHORT.get(word, (word,))[0]}.isdisjoint(known) or (
        len(word) >= STEM and word not in PAST and _is_like(word, known - PAST)
    )


def _is_number(before: str, word: str, behind: str) -> bool:
    """Whether a word has a digit; a zero is one only beside another number: 0.5 mg, no 0 cures."""
    beside = before[-1:].isdigit() or behind[:1].isdigit()
    return any(map(str.isdigit, word)) and (beside or word.strip("x0") != "")


def _is_like(word: str, known: frozenset[str]) -> bool:
    """Whether a word is another form of one of some words, or a slip for one."""
    begun = [other for other in known if word[0] == other[:1]]
    return is_form(word, known) or bool(get_close_matches(word, begun, 1, _LIKE))


def _is_of_time(before: str, word: str, behind: str, *, of_now: bool, of_digits: bool) -> bool:
    """Whether a word is of a time; one for what was only beside a time, where all may count."""
    if word not in PAST:
        return word in _words_of_when()
    if behind.isdigit() and not of_digits:
        return not (of_now and is_history(behind))
    dated = behind in _words_of_when() or before in _words_of_when() - _LEADING
    latest = word in _LATEST and _WITNESSES.fullmatch(behind) is not None
    return not of_now and (latest or (dated and word in _words_of_when()))


@cache
def _words_of_when() -> frozenset[str]:
    """Return the words with which it is said when something was."""
    found = {name for same in lists("dates", "months") for name in same}
    for kinds in sections("relative_dates"):
        found.update(word for said in kinds.values() for word in _each(said))
    return frozenset(found).difference(words("answers", "not_of_when"))


def _each(said: Iterable[str] | dict[str, list[str]]) -> Iterator[str]:
    """Yield the words of phrases, and of phrases by name, without what is filled in."""
    listed = (one for names in said.values() for one in names) if isinstance(said, dict) else said
    for phrase in listed:
        yield from (word for word in phrase.split() if "{" not in word)
