"""When what an answer says holds: once, some time only, now, no longer, or not yet.

A question about all time or about now is not answered by another time: it is asked which is meant.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from criteria.known.values import Choice, Doubt, Refusal
from criteria.reading.answers.choices import DENIALS, HEDGES, WORD, YES_NO, key
from criteria.reading.languages.wordlists import lists, sections, tables, words

if TYPE_CHECKING:
    from criteria.known.values import NotKnown
    from criteria.reading.answers.choices import Vocabulary

    Answer = Choice | Doubt | NotKnown | Refusal

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_LATELY = frozenset(words("answers", "lately"))
"""Words with which a no is said of some time only: "not since 2019"."""
_MONTHS = frozenset(name for same in lists("dates", "months") for name in same)
_TIMES = tables("answers", "times")
"""Codes of choices that differ in when something is done, with the words that say so."""
EVER = frozenset(words("answers", "ever"))
"""Words of a question about all time, and with which a no is said of all of it."""
OF_NOW = frozenset(words("answers", "of_now"))
"""Words of a question about what holds now."""
_LATER = re.compile(rf" (?:{'|'.join(words('answers', 'later_forms'))})$")
"""A time that is to come, behind what is said."""
OF_LATER = {"no", "not_yet", "will_start", "other_stopping", "not_done", "not_tested", "unknown"}
"""Codes of choices that may be said of something that is to come."""
_BARE_YEAR = re.compile(r"(?<![0-9./-])(?:19|20)[0-9]{2}(?![0-9./-])")
_LAST_YEAR = words("relative_dates", "last_year")
SINCE = frozenset(words("answers", "since"))
"""Words with which a year is when something began."""
_TAKEN_BACK = words("answers", "taken_back")
"""Words for what holds no longer, in single spaces."""
_NOT_THIS = frozenset(words("answers", "not_this"))
"""Words for another one than the one that is asked about: "withdrew from another study"."""
ANEW = frozenset(words("answers", "anew"))
"""Words for what holds now, whatever was so before: "everolimus completed, now sunitinib"."""
_NO_LONGER = ("declined",)
"""Codes of choices that say so."""
_MOST_WORDS = 12
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
_OF_LATE = 28
"""Days that questions about now may ask for as well: "now or in the last 4 weeks"."""
_COMPLETED = "other_completed"
"""The choice that says of a treatment that it has ended, whenever that was."""
_FOR_GOOD = words("answers", "for_good")
"""Beginnings of words for what stays so once it is: "hysterectomy 2015"."""
_HELD = ("yes", "other_ongoing")
"""Codes of choices that say that something holds."""


def limited(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Ask whether yes or no is meant where a no is said of some time, and all of it is asked."""
    asks_of_all = not EVER.isdisjoint(vocabulary.topic) and {"yes", "no"} <= {*vocabulary.codes}
    spoken = WORD.findall(written.casefold())
    of_some = any(word in _LATELY | _MONTHS or _YEAR.fullmatch(word) for word in spoken)
    of_all = not EVER.isdisjoint(spoken)
    if not asks_of_all or of_all or not of_some or not _denies(spoken, vocabulary):
        return None
    choices = tuple(Choice(code, written) for code in ("yes", "no"))
    return Doubt("choice_ambiguous", choices, written)


def of_now(answer: Answer, vocabulary: Vocabulary) -> Answer:
    """Ask what holds now where only a year long past is named, or a time that is to come.

    Between yes and no, or what differs in time: "sepsis 2019", "on everolimus in 2021".
    """
    if not isinstance(answer, Doubt) or len(answer.candidates) != 1:
        return answer
    one = answer.candidates[0]
    if is_to_come(answer.text) and isinstance(one, Choice) and one.code not in OF_LATER:
        return Refusal("not_a_choice", answer.text, (("choices", ", ".join(vocabulary.codes)),))
    if isinstance(one, Choice) and (one.code == _COMPLETED or _is_for_good(answer.text)):
        return answer
    held = isinstance(one, Choice) and one.code in _HELD and is_long_ago(answer.text)
    if not asks_of_now(vocabulary) or not (held or is_history(answer.text)):
        return answer
    codes = [code for code in vocabulary.codes if code in {"yes", "no", *_TIMES}]
    choices = tuple(Choice(code, answer.text) for code in codes)
    asked = isinstance(one, Choice) and one.code in codes
    return Doubt("choice_ambiguous", choices, answer.text) if asked else answer


def asks_of_now(vocabulary: Vocabulary) -> bool:
    """Whether a question is about what holds now, and not about all time."""
    return not OF_NOW.isdisjoint(vocabulary.topic) and EVER.isdisjoint(vocabulary.topic)


def is_to_come(text: str) -> bool:
    """Whether a text ends with a time that is to come: "biopsy tomorrow"."""
    return _LATER.search(f" {' '.join(WORD.findall(text.casefold()))}") is not None


def _is_for_good(text: str) -> bool:
    """Whether a text says of something, and denies nothing, that stays so once it is."""
    spoken = WORD.findall(text.casefold())
    return any(word.startswith(_FOR_GOOD) for word in spoken) and DENIALS.isdisjoint(spoken)


def is_history(text: str) -> bool:
    """Whether a text names a year, and does not say that it began then."""
    said = f" {' '.join(WORD.findall(text.casefold()))} "
    named = _BARE_YEAR.search(text) or any(f" {words} " in said for words in _LAST_YEAR)
    return bool(named) and SINCE.isdisjoint(said.split())


def is_long_ago(text: str) -> bool:
    """Whether a text says that something was more than four weeks ago: "2 months ago"."""
    said = " ".join(text.casefold().split())
    return any(
        (numbers.get(count := found["n"] or "1") or int(count)) * days > _OF_LATE
        for pattern, numbers, days in _times_ago()
        for found in pattern.finditer(said)
    )


@cache
def _times_ago() -> tuple[tuple[re.Pattern[str], dict[str, int], int], ...]:
    """Return how it is said how long ago something was: the pattern, its numbers, the unit."""
    return tuple(
        (_time_ago(phrase, numbers, names), numbers, _DAYS[unit])
        for said in sections("relative_dates")
        for numbers in [{name: int(n) for n, names in said["numbers"].items() for name in names}]
        for unit, names in said["units"].items()
        for phrase in said["ago"]
    )


def _time_ago(phrase: str, numbers: dict[str, int], names: list[str]) -> re.Pattern[str]:
    """Return one of those patterns; a phrase without a number says it of one."""
    number = rf"(?P<n>[0-9]{{1,3}}|{'|'.join(map(re.escape, numbers))})"
    unit = rf"(?:{'|'.join(map(re.escape, names))})"
    counted = phrase if "{n}" in phrase else f"{phrase}(?P<n>(?!))?"
    return re.compile(rf"(?<![^\W_]){counted.format(n=number, unit=unit)}(?![^\W_])")


def _denies(spoken: list[str], vocabulary: Vocabulary) -> bool:
    """Whether words begin with a no, or have a denial among them."""
    first = key(spoken[0]) if spoken else ""
    said = YES_NO.get(first) == "no" or vocabulary.phrases.get(first) == ("no",)
    return said or not DENIALS.isdisjoint(spoken)


def taken_back(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Return the choice for what holds no longer, whatever was so before: "signed, withdrew"."""
    codes = [code for code in _NO_LONGER if code in vocabulary.codes]
    spoken = WORD.findall(written.casefold())
    said = f" {' '.join(spoken)} "
    found = next((words for words in _TAKEN_BACK if f" {words} " in said), None)
    if not codes or found is None or "?" in written or len(spoken) > _MOST_WORDS:
        return None
    before, _, behind = said.partition(f" {found} ")
    signed_again = any(vocabulary.exact.get(key(word)) for word in behind.split())
    if signed_again or not (DENIALS | _NOT_THIS).isdisjoint(f"{before} {behind}".split()):
        return None
    return Doubt("suggested", (Choice(codes[0], written),), written)


def timed(written: str, vocabulary: Vocabulary) -> Doubt | None:
    """Suggest the choice whose words of time stand behind a treatment: "temodal avslutat 2024"."""
    spoken = [word for word in WORD.findall(written.casefold()) if not _YEAR.fullmatch(word)]
    if "?" in written or not (DENIALS | HEDGES | ANEW).isdisjoint(spoken):
        return None
    for count in range(1, len(spoken)):
        named, said = " ".join(spoken[:count]), " ".join(spoken[count:])
        codes = [code for code, own in _TIMES.items() if said in own and code in vocabulary.codes]
        known = {*vocabulary.phrases.get(key(named), ()), *vocabulary.suggested(named)}
        if len(codes) == 1 and known and known <= _TIMES.keys():
            return Doubt("suggested", (Choice(codes[0], written),), written)
    return None


def of_its_time(answer: Doubt, codes: set[str]) -> Doubt | None:
    """Return the one of several choices that differ in time whose words are there: "stopped"."""
    spoken = WORD.findall(answer.text.casefold())
    said = f" {' '.join(spoken)} "
    lengths = {
        code: max((len(words) for words in _TIMES.get(code, ()) if f" {words} " in said), default=0)
        for code in codes
    }
    longest = max(lengths.values(), default=0)
    times = [code for code, length in lengths.items() if length == longest]
    unsure = not (DENIALS | ANEW).isdisjoint(spoken) or not codes <= _TIMES.keys()
    if unsure or not longest or len(times) != 1:
        return None
    return replace(answer, candidates=(Choice(times[0], answer.text),))
