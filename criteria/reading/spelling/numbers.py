"""A written number, as the exact decimals that it may stand for.

Decimal comma and point mean the same. Three digits after a single mark may be a thousand or a
fraction: both are given, and whoever knows the unit decides. Never a binary float.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

MOST_DIGITS = 12
"""No result, and no personal identity number, has more that mean anything."""

_RUN = re.compile(
    r"[0-9]{1,40}(?:[.,'][0-9]{1,40}){0,8}(?: [0-9]{3}(?![0-9])(?:[.,][0-9]{1,9})?){0,4}"
)
_PLAIN = re.compile(r"(?:0|[1-9][0-9]*)(?:[.,][0-9]+)?")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?P<mark>[.,' ])[0-9]{3})(?:(?P=mark)[0-9]{3})*")
_LAKHS = re.compile(r"[1-9][0-9]?(?:,[0-9]{2}){1,3},[0-9]{3}")
"""Digits as the Indian subcontinent groups them: 2,10,000 is two lakh and ten thousand."""
_END = re.compile(r"[.,][0-9]+$")


@lru_cache(maxsize=4096)
def candidates(text: str) -> tuple[Decimal, ...]:
    """Every decimal that the written number may stand for; none if it is not a number."""
    text = text.strip()
    if sum(char.isdigit() for char in text) > MOST_DIGITS or not text.isascii():
        return ()
    found = []
    if _PLAIN.fullmatch(text):
        found.append(Decimal(text.replace(",", ".")))
    thousands = _thousands(text)
    if thousands is not None and thousands not in found:
        found.append(thousands)
    return tuple(found)


def _thousands(text: str) -> Decimal | None:
    """Read digit groups: one mark between all of them, another before decimals."""
    whole = _GROUPED.fullmatch(text)
    if whole or _LAKHS.fullmatch(text):
        return Decimal(re.sub(r"[.,' ]", "", text))
    end = _END.search(text)
    groups = _GROUPED.fullmatch(text[: end.start()]) if end else None
    if end is None or groups is None or groups["mark"] == end[0][0]:
        return None
    return Decimal(re.sub(r"[.,' ]", "", groups[0]) + "." + end[0][1:])


def spellings_at(text: str, start: int) -> list[str]:
    """What may be one number at this place, the longest first.

    Spaces group digits only in threes, and then the shorter numbers are given too: "230 109/L"
    is 230 followed by a unit.
    """
    match = _RUN.match(text, start)
    if match is None:
        return []
    whole = match[0]
    cuts = [place for place, char in enumerate(whole) if char == " "]
    return [whole, *(whole[:place] for place in reversed(cuts))]
