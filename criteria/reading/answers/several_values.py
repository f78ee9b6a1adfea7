"""Several values of one number in a sentence: "4 % in 2019, now 18 %", "11.2 g/dl up from 9.8".

Which of them counts is asked. Nothing is found where a number among them is no value of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criteria.known.values import Quantity
from criteria.reading.languages.wordlists import lists, words
from criteria.reading.spelling.date_forms import months_in, shapes_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from criteria.known.values import Value

    Read = Callable[[str], Value | None]

_LONGEST = 100
_MOST = 4
"""Values, and words of a value with its unit."""
_NUMBER = re.compile(r"(?<![^\W_])(?<![.,/^*])(?!10[\^*eE])[<>≤≥~]?\s?[0-9]+(?:[.,][0-9]+)?")
_MONTHS = "|".join(name for same in lists("dates", "months") for name in same)
_WHEN = re.compile(
    r"(?<![^\W_])(?:(?:19|20)[0-9]{2}(?![^\W_]|[.,][0-9])|[0-9]{1,2}/[0-9]{1,2}(?![0-9/])"
    rf"|[0-9]{{1,2}}\.? (?:{_MONTHS})(?![^\W_]))",
    re.IGNORECASE,
)
"""A year, or a day without one."""
_UNIT = re.compile(r"[^\W\d_]|%")
_TWO_NUMBERS = re.compile(r"[0-9][^0-9]+[0-9]")
_THEN_OR_NOW = frozenset(
    (*words("answers", "then_or_now"), *words("report", "previous"), *words("report", "filler"))
)
"""Words with which a number without its unit is a value of another time."""
_ACROSS = re.compile(
    r"(?P<one>[0-9]+(?:[.,][0-9]+)?) ?(?P<unit>[cm]m)? ?[x×*] ?(?P<other>[0-9]+(?:[.,][0-9]+)?)"
    r"(?: ?[x×*] ?(?P<third>[0-9]+(?:[.,][0-9]+)?))? ?(?P<last>[cm]m)?",
    re.IGNORECASE,
)


def values_among(text: str, read: Read) -> tuple[Quantity, ...]:
    """Return the values in a text, if there are several and nothing else is counted in it.

    Args:
        text: what was typed.
        read: reads a part of it as what is asked for; None where it is no such value.
    """
    if len(text) > _LONGEST or _TWO_NUMBERS.search(text) is None:
        return ()
    found = [*_across(text, read)] or _in_turn(_without_days(text), read)
    distinct = {(one.number, one.unit): one for one in found if one is not None}
    several = 1 < len(distinct) <= _MOST and None not in found
    return tuple(distinct.values()) if several else ()


def _without_days(text: str) -> str:
    """Return a text with blanks where its days, months and years are."""
    places = [(start, end) for start, _, end in shapes_in(text)]
    places += [(start, end) for _, start, end in months_in(text)]
    for start, end in places:
        text = text[:start] + " " * (end - start) + text[end:]
    return _WHEN.sub(lambda found: " " * len(found.group()), text)


def _across(text: str, read: Read) -> Iterator[Quantity | None]:
    """Return the values of a size that is given across: 23 x 18 mm."""
    found = _ACROSS.fullmatch(text.strip())
    if found is None:
        return iter(())
    unit = found["last"] or found["unit"] or ""
    sizes = filter(None, (found["one"], found["other"], found["third"]))
    return (_quantity(read(f"{size} {unit}".strip())) for size in sizes)


def _in_turn(text: str, read: Read) -> list[Quantity | None]:
    """Return what each number in a text is; None for one that is no value."""
    starts = [found.start() for found in _NUMBER.finditer(text)]
    if not starts:
        return []
    pieces = [text[a:b].split() for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    before = [text[:start].split()[-1:] for start in starts]
    read_alone = [_with_unit(piece, read) for piece in pieces]
    unit = next((one.unit for one in read_alone if one is not None), "")
    return [
        one or _of_another_time(piece, word, unit, read)
        for one, piece, word in zip(read_alone, pieces, before, strict=True)
    ]


def _with_unit(piece: list[str], read: Read) -> Quantity | None:
    """Return the value that some words begin with, if its unit is written."""
    ways = (
        " ".join(piece[: count + 1]).strip(" ,;:()→") for count in range(min(len(piece), _MOST))
    )
    read_as = [_quantity(read(way)) for way in ways if _UNIT.search(way)]
    longest = next((one for one in reversed(read_as) if one is not None), None)
    same = (one for one in read_as if one and longest and _is_same(one, longest))
    return next(same, None)


def _is_same(one: Quantity, other: Quantity) -> bool:
    return (one.number, one.unit, one.comparator) == (other.number, other.unit, other.comparator)


def _of_another_time(piece: list[str], before: list[str], unit: str, read: Read) -> Quantity | None:
    """Return a number without its unit beside another one, where words tell the times apart."""
    beside = [word.strip(",;:()").casefold() for word in (*before, *piece[1:2])]
    told = unit and not _THEN_OR_NOW.isdisjoint(beside)
    number = piece[0].strip(" ,;:()→")
    return _quantity(read(f"{number} {unit}")) if told else None


def _quantity(value: Value | None) -> Quantity | None:
    return value if isinstance(value, Quantity) else None
