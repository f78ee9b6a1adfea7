"""A number with words beside it that are no part of it: "62 yrs femail", "105 g/L after the drip".

Words that could change what the number means are never surplus: then there is nothing to part.
"""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from criteria.reading.languages.wordlists import lists, named_lists, sections, words
from criteria.reading.spelling.date_forms import readings
from criteria.reading.spelling.relative_dates import relative_dates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_MOST_WORDS = 8
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")
_PLACE = re.compile(
    rf"(?:{'|'.join(words('answers', 'places'))}) [0-9]{{1,2}}|.* [a-z]{{1,3}}[0-9]{{1,2}}"
)
"""Where something is: segment 4, S8, station 7."""
_DAY = re.compile(r"[0-9]{1,2}/[0-9]{1,2}")
_SOURCES, _WITNESSES = ("|".join(words("answers", name)) for name in ("sources", "witnesses"))
_SOURCE = re.compile(
    rf"[\s,(]+(?:{_SOURCES})\s+(?:[^\W\d_]+\s+)?(?:{_WITNESSES})\)?$", re.IGNORECASE
)
"""Who says so of those who can tell, behind what is said: "per MDT", "enligt röntgen"."""
_SET_APART = re.compile(
    r"(?P<number>[^(,;]*[0-9](?:[.,][0-9]+)?[^(,;]*?)\s*(?:\((?P<bracketed>[^()]+)\)|[,;]\s+(?P<behind>.+))"
)
"""A number with words in brackets or behind a comma: "12 % (hot spot)"."""
_ORGAN = "|".join(words("answers", "organs"))
_ORGANS = re.compile(
    rf"\s+(?:in|i|to|till|of|av)\s+(?:the\s+)?(?:{_ORGAN})"
    rf"(?:(?:\s*,\s*|\s+(?:and|och|o|&)\s+)(?:{_ORGAN}))*$",
    re.IGNORECASE,
)
"""Where in the body it is, behind what is said."""
_ORGANS_BEFORE = re.compile(
    rf"(?<![^\W_])(?:(?:{_ORGAN})(?:\s*,\s*|\s+(?:and|och|o|&)\s+|\s+))+"
    rf"(?=(?:{'|'.join(words('answers', 'tumours'))}))",
    re.IGNORECASE,
)
"""The same in front of a word for a tumour: "new liver metastases"."""
_COUNTS = "|".join(words("answers", "counted"))
_COUNTED = re.compile(
    rf"(?<![^\W_])(?:x ?[1-9][0-9]?|[1-9][0-9]? ?(?:x|{_COUNTS}))(?![^\W_])",
    re.IGNORECASE,
)
"""How often something was done: "x4", "2 kurer"."""
_SHARE = re.compile(
    r"\s+(?:(?:by|med|ca|about)\s+)?[0-9]{1,3}(?:[.,][0-9])?\s?(?:%|percent|procent|proc)$"
)
"""By how much something changed."""
_UNSURE = frozenset((*words("answers", "hedges"), *words("answers", "denials")))
_MOST_OF_WHEN = 4
"""Words for when something was."""
_ANY_DAY = date(2000, 1, 1)
_IN = re.compile(rf"^(?:{'|'.join(words('answers', 'of_when'))})\s+", re.IGNORECASE)
_CHANGING_PHRASES = [
    phrase.casefold()
    for phrase in (
        *(word for listed in named_lists("comparators").values() for word in listed),
        *words("answers", "hedges"),
        *words("answers", "denials"),
        *words("answers", "joining"),
        *words("report", "previous"),
        *words("report", "reference"),
        *words("report", "missing"),
    )
]
_CHANGING = frozenset(phrase for phrase in _CHANGING_PHRASES if " " not in phrase)
_CHANGES = "|".join(re.escape(phrase) for phrase in _CHANGING_PHRASES if " " in phrase)
_CHANGE = re.compile(rf"(?<![^\W_])(?:{_CHANGES})(?![^\W_])")
"""Words, alone or in a row, with which a number means something else, or nothing."""
_OTHER_FLUID = re.compile("|".join(f"(?:{form})" for form in words("fluids", "other")))
"""What else than blood a number may be measured in."""
_AIMED_AT = re.compile(
    "|".join(f"(?:{form})" for name in ("demands", "changes") for form in words("report", name))
)
"""What makes a number what is demanded, aimed at, or a difference."""
_TO_COME = re.compile(
    "|".join((*map(re.escape, words("answers", "planned")), *words("answers", "later_forms")))
)
"""Words that alone beside a number say that it is not there yet."""
_EARLIER = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(map(re.escape, words('report', 'previous')))})(?![^\W_])",
    re.IGNORECASE,
)
"""Words that tell an earlier day from a later one."""
_EXAMINED = frozenset((*words("answers", "examined"), "was", "is", "on", "var", "är", "of"))
"""Words around a day that say what was done on it, and no other day."""
AXES = [
    re.compile(rf"(?<![^\W_])(?:{'|'.join(words('answers', axis))})", re.IGNORECASE)
    for axis in ("short_axis", "long_axis")
]
"""How each axis of a size is named."""
_LIKE = 0.72
"""How alike two words are of which one is a slip for the other."""


def parted(
    text: str, is_number: Callable[[str], bool], *, of_limit: bool = False
) -> tuple[str, str] | None:
    """Return a number with its unit and the words behind it, or in front of it; else None.

    Args:
        text: what was written.
        is_number: whether a text is the number that is asked for, and nothing else.
        of_limit: whether a limit is asked for, so that the words may say that it is one.
    """
    spoken = text.split()
    if not 1 < len(spoken) <= _MOST_WORDS:
        return None
    for count in range(len(spoken) - 1, 0, -1):
        ends = ((spoken[:count], spoken[count:]), (spoken[-count:], spoken[:-count]))
        for number, rest in ends:
            if _says_nothing_of_it(rest, of_limit=of_limit) and is_number(
                " ".join(number).strip(",;")
            ):
                return " ".join(number).strip(",;"), " ".join(rest).strip(",;.()")
    return None


def apart_by_mark(text: str) -> Iterator[tuple[str, str]]:
    """Yield a number and the words that a mark sets apart from it, or that say who tells it.

    Nothing where a word may change what the number means.
    """
    written = " ".join(text.split())
    marked = _SET_APART.fullmatch(written)
    rest = (marked["bracketed"] or marked["behind"]) if marked else ""
    if marked and _says_nothing_of_it(rest.split()):
        yield marked["number"], rest
    plain = circumstances_apart(written)
    if plain != written:
        yield plain, written.removeprefix(plain).strip(" ,;()")


def _says_nothing_of_it(rest: list[str], *, of_limit: bool = False) -> bool:
    """Whether words are only words, places and days, and none changes what a number means."""
    plain = [word.strip(",;.()").casefold() for word in rest]
    another_axis = any(axis.search(" ".join(plain)) for axis in AXES)
    return (
        _changes_nothing(plain)
        and not another_axis
        and not any(map(_OTHER_FLUID.fullmatch, plain))
        and (of_limit or not any(map(_AIMED_AT.fullmatch, plain)))
        and _TO_COME.fullmatch(" ".join(plain)) is None
        and all(
            _WORD.fullmatch(word) or _PLACE.fullmatch(f"{before} {word}") or _DAY.fullmatch(word)
            for before, word in zip(["", *plain], plain, strict=False)
        )
    )


def changes_nothing(text: str) -> bool:
    """Whether no word of a text changes what another one means: no denial, no doubt, no "or"."""
    return _changes_nothing([word.strip(",;.()").casefold() for word in text.split()])


def only_tells_apart(text: str) -> bool:
    """Whether no word changes what several days are, but for saying which came before."""
    return changes_nothing(_EARLIER.sub(" ", text))


def _changes_nothing(plain: list[str]) -> bool:
    return _CHANGING.isdisjoint(plain) and _CHANGE.search(" ".join(plain)) is None


def without_examination(text: str) -> str:
    """Return a text without the words in front of a day, or behind it, for what was done on it.

    Empty where there are none: “scan was in March” is “in March”.
    """
    spoken = text.split()
    while spoken and spoken[0].strip(",:;.()").casefold() in _EXAMINED:
        spoken = spoken[1:]
    while spoken and spoken[-1].strip(",:;.()").casefold() in _EXAMINED:
        spoken = spoken[:-1]
    found = " ".join(spoken).strip(" ,:;()")
    return "" if found == text.strip() else found


def circumstances_apart(text: str) -> str:
    """Return a text without who says so, and when it was: "growth in March per CT"."""
    written = " ".join(text.split())
    for _ in range(2):
        written = _without_when(source_apart(written))
    return written or text


def source_apart(text: str) -> str:
    """Return a text without who says so behind it: "progression according to CT"."""
    return _SOURCE.sub("", text)


def count_apart(text: str) -> str:
    """Return a text without how often something was done: "Lutathera x4"."""
    return " ".join(_COUNTED.sub(" ", text).split())


def share_apart(text: str) -> str:
    """Return a text without by how much something changed: "increase 25 %"."""
    return _SHARE.sub("", text)


def organs_apart(text: str) -> str:
    """Return a text without where in the body it is: "new lesions in liver and bone"."""
    if not _UNSURE.isdisjoint(text.casefold().split()):
        return text
    return _ORGANS_BEFORE.sub("", _ORGANS.sub("", text))


@cache
def _words_of_when() -> frozenset[str]:
    """Return the last words of what says when something was, in every language."""
    months = (name for same in lists("dates", "months") for name in same)
    found = [*months]
    for one in sections("relative_dates"):
        found += [name for names in one["units"].values() for name in names]
        found += [name for names in one["weekdays"] for name in names.split()]
        for kind in (
            "last_year",
            "today",
            "yesterday",
            "day_before_yesterday",
            "half_a_year",
            "ago",
        ):
            found += [phrase.split()[-1] for phrase in one[kind]]
        for season in ("spring", "summer", "autumn", "winter"):
            found += [phrase.split()[-1] for phrase in one[season]]
    return frozenset(found)


def _may_be_when(word: str) -> bool:
    return word[-1:].isdigit() or word in _words_of_when()


def _without_when(text: str) -> str:
    """Return a text without a day, a month or a year behind it, however that is said."""
    spoken = text.split()
    if not spoken or not _may_be_when(spoken[-1].strip(",;.()").casefold()):
        return text
    for count in range(min(_MOST_OF_WHEN, len(spoken) - 1), 0, -1):
        when = " ".join(spoken[-count:]).strip(",;()")
        if readings(when) or relative_dates(_IN.sub("", when), _ANY_DAY):
            return " ".join(spoken[:-count]).rstrip(" ,;(")
    return text


def is_slip_for(written: str, known: Iterable[str]) -> bool:
    """Whether every word is almost one of some words: "femail" is almost "female"."""
    among = [word.casefold() for word in known]
    spoken = written.casefold().split()
    return bool(spoken) and all(get_close_matches(word, among, 1, _LIKE) for word in spoken)
