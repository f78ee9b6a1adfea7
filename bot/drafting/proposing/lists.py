"""Lists inside a criterion: their points, and how many of these count."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.drafting.headings import Side
    from bot.drafting.outline import Point

_AT_LEAST = re.compile(
    r"\b(?:at least|minimum of|≥|>=) ?(?P<n>two|three|four|five|2|3|4|5)\b(?"
    r": \(\d\))?(?: or more)?(?: of)?",
    re.IGNORECASE,
)
_SO_MANY = re.compile(
    r"\b(?:any )?(?P<n>two|three|four|five|2|3|4|5)(?: \(\d\))?(?: or more)?"
    r" of (?:the |these )?(?:\w+ ){0,2}following\b(?! \d| two| three| four| five)",
    re.IGNORECASE,
)
_ODD = re.compile(
    r"\b(?:more than|fewer than|less than|exactly|at most|up to|only)\b", re.IGNORECASE
)
_OTHER_NUMBER = re.compile(r"\b(?:two|three|four|five)\b|\b[2-9] of\b", re.IGNORECASE)
"""How many of a list count, in a way that is not understood."""
_EVERY = re.compile(r"\b(?:all|both|each|every)\b", re.IGNORECASE)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_INLINE = (
    re.compile(r"(?:^|(?<=[\s:;,.]))\(?([a-h])\)\s*"),
    re.compile(r"(?:^|(?<=[\s:;,]))\(?(i|ii|iii|iv|v|vi)\)\s*"),
    re.compile(r"(?<=[.:;] )([a-h])\. (?=[A-Z≥≤<>])"),
    re.compile(r"(?:^|(?<=[\s:;,]))\(?([1-9])\)\s+"),
)
_TWO = 2
_ORDERS = ("abcdefgh", ("i", "ii", "iii", "iv", "v", "vi"), "abcdefgh", "123456789")
_EXCEPTED = re.compile(
    r"\b(?:unless|except|exception|not|if|when|provided|other than|no)\b", re.IGNORECASE
)
_BELOW = r"(?=[^.]{0,60}\b(?:following|below|these|criteria|conditions)\b|(?:\s+of)?\W*$)"
_HOW_MANY: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "any",
        re.compile(rf"\b(?:any|either|at least one|one or more|one){_BELOW}", re.IGNORECASE),
        "",
    ),
    ("all", re.compile(rf"\b(?:all|both|each|every){_BELOW}", re.IGNORECASE), ""),
    ("any", re.compile(r"\bfollowing\b", re.IGNORECASE), "exclusion"),
    (
        "all",
        re.compile(
            r"\bfunction\b|\blaboratory (?:values|criteria|parameters|tests)\b"
            r"|\bdefined (?:as|by|below)\b|\bas follows\b|\bfollowing criteria\b",
            re.IGNORECASE,
        ),
        "inclusion",
    ),
)
_ENDS = re.compile(r"\b(and|or)\W*$", re.IGNORECASE)


def how_many(lead: str, side: Side) -> str | int | None:
    """Say how many of the points of a list count; None where the text above them leaves it open."""
    lead = re.split(r"(?<=[a-z)])\. ", lead.strip())[-1] if lead.strip() else lead
    if _EXCEPTED.search(lead):
        return None
    if _ODD.search(lead):
        return None
    number = _AT_LEAST.search(lead) or _SO_MANY.search(lead)
    if number and "following" in lead.lower():
        return _NUMBERS.get(number["n"].lower()) or int(number["n"])
    if _OTHER_NUMBER.search(lead) and not _EVERY.search(lead):
        return None
    for how, pattern, only in _HOW_MANY:
        if only in ("", side) and pattern.search(lead):
            return how
    return None


def linked(how: str | int | None, point: Point) -> str | int | None:
    """Compare how many count with an “and” or “or” between the points; None where they clash."""
    ends = {match[1].lower() for below in point.below if (match := _ENDS.search(below.own))}
    wanted = {"all": {"and"}, "any": {"or"}}.get(str(how), set())
    return how if ends <= wanted else None


def flat(point: Point) -> str:
    """Return the words of a point in a list; with a list below it they are read by nobody."""
    return (
        re.sub(r"[;,]?\s*(?:\band\b|\bor\b)?\s*[;,]?$", "", point.own.strip())
        if not point.below
        else point.text
    )


def enumerated(text: str) -> tuple[str, list[str]] | None:
    """Return a text's lead and its points, where these stand in one line: “a) … b) …”."""
    for pattern, order in zip(_INLINE, _ORDERS, strict=True):
        marks = list(pattern.finditer(text))
        labels = [mark[1] for mark in marks]
        if len(labels) < _TWO or labels != list(order[: len(labels)]) or marks[0].start() == 0:
            continue
        ends = [mark.start() for mark in marks[1:]] + [len(text)]
        parts = [
            text[mark.end() : end].strip(" ;,.") for mark, end in zip(marks, ends, strict=True)
        ]
        parts = [re.sub(r"[;,]?\s*\b(?:and|or)$", "", part) for part in parts]
        return text[: marks[0].start()].strip(), parts
    return None
