"""The ways in which dates are written, and every day of the calendar that a writing may mean.

Numbers, month names in every language, two-digit years, digits without marks. Nothing is chosen
here: what is possible and what must be asked back is decided in `dates`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from unicodedata import normalize

from criteria.known.values import DateSpan
from criteria.reading.languages.wordlists import lists, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Meaning = tuple[str, DateSpan]
"""What a writing may mean, with the order of day, month and year that it was read in."""

_LONGEST = 60
_RUNNING_TEXT_YEARS = range(1990, 2090)
"""The years of dates in running text, where no item says what is possible."""

_MONTHS = {name: month for month, names in enumerate(lists("dates", "months"), 1) for name in names}
"""The names of the months, whole and shortened."""
_ORDINALS, _LEADERS, _BEFORE_MONTH, _CLOCK_WORDS = (
    "|".join(map(re.escape, words("dates", name)))
    for name in ("ordinals", "leading", "before_month", "clock")
)

_PIECES = {
    "D": r"([0-9]{1,2})",
    "O": rf"([0-9]{{1,2}})(?:{_ORDINALS}|\.)?(?: of)?",
    "M": "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?",
    "T": r"([0-9]{2})",
    "Y": r"([0-9]{4})",
    "~": r"[ .,/-]{0,3}",
    "_": r"[ -]{1,2}",
}
_WRITTEN = (
    *((f"Y{s}D{s}D", "ymd") for s in ("-", "/", " ", r"\. ?")),
    (r"D\. ?D\. ?Y", "dmy"),
    (r"D\. ?D\. ?T", "dmy"),
    ("D[/.]D,?_Y", "dmy"),
    ("D/D_T", "dmy"),
    *((f"D{s}D{s}Y", "dmy mdy") for s in "-/ "),
    *((f"T{s}D{s}D", "ymd") for s in "-/ "),
    *((f"D{s}D{s}T", "dmy mdy") for s in "-/ "),
    ("O~M~Y", "dmy"),
    ("O~M~T", "dmy"),
    ("O~M ?['\u2019]T", "dmy"),
    ("M~O,?~Y", "mdy"),
    ("M~O,? ?['\u2019]T", "mdy"),
    ("Y~M~D", "ymd"),
    ("YTT", "ymd"),
    ("TTY", "dmy mdy"),
    ("TTT", "ymd dmy mdy"),
    ("YT", "ym"),
    ("TY", "my"),
    ("Y[-/. ]D", "ym"),
    ("D[-/. ]Y", "my"),
    ("M~Y", "my"),
    ("Y~M", "ym"),
    ("Y", "y"),
)
"""How dates are written, and in which orders each may be read; `_PIECES` spells the letters."""


_UNGROUPED = {letter: re.sub(r"^\(", "(?:", piece) for letter, piece in _PIECES.items()}


def _spelled(written: str, pieces: dict[str, str] = _PIECES) -> str:
    return "".join(pieces.get(letter, letter) for letter in written)


_SHAPES = tuple((re.compile(_spelled(written)), orders.split()) for written, orders in _WRITTEN)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""Means nothing else and is by far the commonest: tried before the other shapes."""
_INTERVAL = re.compile(rf"{_ISO.pattern}/{_ISO.pattern}")
"""The days from one to another, both included, as ISO 8601 writes them."""
YEARLESS = re.compile(_spelled(r"D[-/. ]D\.?|(?:O~)?M(?:~D)?|M~O"))
"""A day and month, or less, without a year."""

DAY_OF_A_YEAR = (
    rf"(?:(?:{_LEADERS}) ){{0,2}}"
    rf"(?:[0-9]{{1,2}}[/.][0-9]{{1,2}}\.?|{_spelled('O~M|M~O', _UNGROUPED)})"
)
"""How a day and month without a year are written, as an expression."""

_YEARLESS_DAY = re.compile(
    rf"(?:(?:{_LEADERS}) ){{0,2}}"
    r"(?:([0-9]{1,2})/([0-9]{1,2})|([0-9]{1,2})\.([0-9]{1,2})\."
    rf"|{_spelled('O~M|M~O', _UNGROUPED)})"
)
_BRACKETED = re.compile(r"[(\[](?P<day>[^()\[\]\n]{3,20})[)\]]")
_BEHIND_UNIT = re.compile(
    rf"(?<=[^\W\d_]|[%)])[ ,]{{1,2}}(?P<day>(?:(?:{_LEADERS}) ){{0,2}}[0-9]{{1,2}}/[0-9]{{1,2}})"
    r"(?= {0,2}(?:\Z|[\n,;)]))",
    re.IGNORECASE,
)
_DAY_AND_MONTH = re.compile(r"[0-9]/[0-9]")
_MOST_DAYS = 31

_ALIKE = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")  # dashes
    | dict.fromkeys("\t\u00a0\u2007\u2009\u202f", " ")  # spaces
)
_LEADING = re.compile(rf"(?:(?:{_LEADERS}) ?\b){{1,2}} ?(?=[0-9]|[^\W\d_])")
_LED = re.compile(rf"(?<![^\W_])(?:(?:{_LEADERS}) ){{1,2}}$", re.IGNORECASE)
_LONGEST_LED = 16
_CLOCK = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]{1,9})?)?"
_ZONE = r"(?: ?(?:z|am|pm|utc|gmt|cet|cest)\b|[+-][0-9]{2}:?[0-9]{2})?"
_TIME = re.compile(
    rf"(?:t|,? |,? (?:{_CLOCK_WORDS})\.? ?)(?:{_CLOCK}{_ZONE}|(?:[01]?[0-9]|2[0-3])\.[0-5][0-9])$"
)
_DAYS_IN_TEXT = (
    *(f"{year}{s}D{s}D" for year in "YT" for s in ("-", "/", "[.]")),
    # Eight digits; with four more they are somebody's identity number.
    r"(?:19|20)T(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![-+ ]?[0-9]{4}(?![0-9]))",
    "D/D,?_Y",
    "D/D-T",
    *(f"D{s}D{s}(?:Y|T)" for s in ("-", "/", "[.] ?")),
    "O~M~Y",
    "D-M-T",
    "M~O,?~Y",
    "Y~M~D",
)
_TIME_IN_TEXT = rf"(?:t|,? {{1,3}}|,? (?:{_CLOCK_WORDS})\.? ?){_CLOCK}{_ZONE}"
_IN_TEXT = re.compile(
    r"(?<![^\W_])(?<![0-9][-/.])"
    rf"(?P<date>{_spelled('|'.join(_DAYS_IN_TEXT), _UNGROUPED)})(?:{_TIME_IN_TEXT})?"
    r"(?![^\W_])(?![-/.][0-9])",
    re.IGNORECASE,
)
_MAY_HOLD_DAY = re.compile(r"[0-9]{4}|[0-9][-/.] ?[0-9]{1,2}[-/.] ?[0-9]|[0-9]-[^\W\d_]")
"""What is in each way to write a day in running text: a year, or two marks, or a month's name."""

_MONTH_IN_TEXT = re.compile(
    rf"(?<![^\W_])(?<!(?<![^\W\d_])(?<!\^)[0-9][ .:/-])(?<![0-9][.:][ ])(?:(?:{_BEFORE_MONTH}) )?"
    rf"{_UNGROUPED['M']} ?(?:19|20)[0-9]{{2}}(?![^\W_])(?![-/.][0-9])",
    re.IGNORECASE,
)


def shapes_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Find what is written like a day inside other text: start, end, end with its time of day.

    No day goes over the end of a line, and lines that can't hold one are passed over: looking
    for every way to write a day takes ten times as long.
    """
    plain, start = text.translate(_ALIKE), 0
    for line in plain.split("\n"):
        end = start + len(line)
        if _MAY_HOLD_DAY.search(line):
            for hit in _IN_TEXT.finditer(plain, start, end):
                yield hit.start(), hit.end("date"), hit.end()
        start = end + 1


def yearless_in(text: str) -> Iterator[tuple[int, int]]:
    """Find days and months without a year that can be nothing else: in brackets, behind a unit."""
    patterns = [_BRACKETED] if "(" in text or "[" in text else []
    patterns += [_BEHIND_UNIT] if _DAY_AND_MONTH.search(text) else []
    for pattern in patterns:
        for hit in pattern.finditer(text):
            start, end = hit.span("day")
            if is_yearless(hit["day"]) and any(map(str.isdigit, text[:end])):
                yield start, end


def is_yearless(text: str) -> bool:
    """Whether a text is a day and a month without a year, and nothing else."""
    found = _YEARLESS_DAY.fullmatch(text.strip().casefold())
    if found is None:
        return False
    numbers = [int(part) for part in found.groups() if part]
    return (
        all(numbers)
        and all(number <= _MOST_DAYS for number in numbers)
        and (len(numbers) < len("dm") or min(numbers) <= len(lists("dates", "months")))
    )


def led_from(text: str, start: int) -> int:
    """Return where the words begin that lead to a day: on 3 March 2026, den 3/3 2026."""
    led = _LED.search(text[max(0, start - _LONGEST_LED) : start])
    return start if led is None else start - len(led[0])


def months_in(text: str) -> Iterator[tuple[DateSpan, int, int]]:
    """Find months with their year inside other text: mars 2026."""
    for hit in _MONTH_IN_TEXT.finditer(text):
        for span in readings(hit[0]):
            yield span, hit.start(), hit.end()


def readings(text: str) -> tuple[DateSpan, ...]:
    """Every day, month or year that the text may mean, within the years of running text."""
    spans = (span for _, span in meanings(folded(text)) or ())
    return distinct(
        replace(span, text=text) for span in spans if span.first.year in _RUNNING_TEXT_YEARS
    )


def alike(text: str) -> str:
    """Return the text in one spelling, without marks behind it; '' for one that is too long."""
    if len(text) > _LONGEST:
        return ""
    plain = normalize("NFC", text.translate(_ALIKE)).casefold()
    return " ".join(plain.split()).rstrip(" .,;")


def folded(text: str) -> str:
    """Return the text in one spelling, without what precedes and follows a date."""
    return _LEADING.sub("", alike(text), count=1)


def meanings(written: str) -> list[Meaning] | None:
    """Collect every reading with its order; none at all where nothing is written like a date.

    A time of day is ignored, and may only follow a day.
    """
    if _ISO.fullmatch(written):
        return [("ymd", day) for day in _spans("ymd", tuple(written.split("-")))]
    if _INTERVAL.fullmatch(written):
        return list(_interval(*written.split("/")))
    timed = _TIME.search(written)
    day = written[: timed.start()] if timed else written
    shapes = [(shape.fullmatch(day), orders) for shape, orders in _SHAPES]
    fitting = [
        (order, shape.groups())
        for shape, orders in shapes
        if shape
        for order in orders
        if "d" in order or not timed
    ]
    if not fitting:
        return None
    return [(order, span) for order, parts in fitting for span in _spans(order, parts)]


def _interval(first: str, last: str) -> Iterator[Meaning]:
    """Yield the days from one to another; nothing where they are none."""
    try:
        span = DateSpan(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return
    if span.first <= span.last:
        yield "ymd", span


def _spans(order: str, parts: tuple[str, ...]) -> Iterator[DateSpan]:
    """The days of the calendar that the parts mean in this order."""
    named = dict(zip(order, parts, strict=True))
    month = named.get("m")
    for year in _years(named["y"]):
        try:
            yield DateSpan.of(
                year,
                None if month is None else _MONTHS.get(month) or int(month),
                int(named["d"]) if "d" in named else None,
            )
        except ValueError:
            continue


def _years(written: str) -> tuple[int, ...]:
    """Two digits may mean this century or the last."""
    year = int(written)
    return (year,) if len(written) > 2 else (2000 + year, 1900 + year)  # noqa: PLR2004


def distinct(spans: Iterable[DateSpan]) -> tuple[DateSpan, ...]:
    """Each span once, in order."""
    return tuple(dict.fromkeys(spans))
