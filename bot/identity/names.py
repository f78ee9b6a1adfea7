"""Where the head of a printout names somebody: by the label of a line, or beside a ward."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.identity.folding import lowered
from bot.identity.forms import INITIALLED, NAME, ONE, doctors, is_ordinary, titled
from bot.identity.introductions import ending, whole, words
from bot.identity.results import (
    MEASURED,
    first_result,
    has_analyte,
    has_result,
    is_analyte,
    names_analyte,
)
from criteria.reading.reports.names import analyte_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.identity.search import Span

_BEFORE = r"(?:(?m:^)|[\t|;]|[ ]{2})[ \t>*•\"'\-]{0,4}"
_COLON = r"[\"']?(?:\([^()\n]{0,20}\))?[ \t\"']{0,3}(?:[:=|\t;]|[ ]{2})[ \t\"':=|;]{0,12}"
_SHORT = 5
"""Letters of a label that needs its colon."""
_ELEMENT = re.compile(r"^[ \t]*<([\w:.-]{1,40})[^<>\n]{0,99}>([^<>\n]{1,99})</\1>[ \t]*$")
_COLUMN = re.compile(rf"[ \"']*[\t|;,][ \"']*(?P<name>{NAME})[ \"']*(?=[\t|;,])")
_NAME = re.compile(NAME)
_RESULT = re.compile(rf"(?:(?![\t|;][ ]*[^\W\d_]|[ ]{{2,}}[^\W\d_])[^\n\d]){{0,12}}{MEASURED}")
"""A result directly behind a name, not in another column with a name of its own."""
_SEGMENT = re.compile(r"[^\t|;\n]{0,200}?(?=[\t|;\n]|[ ]{2}|\Z)")
_WORDS = re.compile(r"[^\W\d_]+")
_WHOLE_LINE = re.compile(r"[^\n]*")
_MESSAGE = re.compile(rf"(?m:^)(?:{'|'.join(sorted(words('hl7')))})[|~^][^\n]*")
_NEXT_LINES = 3
_OLD_YEAR = re.compile(r"(?<![0-9])(?:19[2-9][0-9]|200[0-7])(?![0-9])")
_OLD_DAY = (
    r"(?:(?:19[2-9][0-9]|200[0-7])[-./][01]?[0-9][-./][0-3]?[0-9]"
    r"|[0-3]?[0-9][-./][0-3]?[0-9][-./](?:19[2-9][0-9]|200[0-7]))(?![0-9])"
)
_NAME_AND_DAY = re.compile(
    rf"(?:(?m:^)|[\t|;]|[ ]{{2}})[ \t]*(?P<name>{NAME})"
    rf"(?:[ ]{{2,9}}|[ ]?[\t|;,(]+[ ]{{0,3}}){_OLD_DAY}"
)
"""A name with a day on which an adult may be born beside it, and nothing between."""
_STOP = re.compile(r"[ ]*(?:$|,(?=[ ]?(?P<next>[^\W_]*))|\n(?![ \t]*[<>]?[0-9]))")
"""What ends a name: the line or a comma, and no number that belongs to its last word."""


@cache
def _ages() -> re.Pattern[str]:
    years = "|".join(re.escape(word) for word in sorted(words("age"), key=len, reverse=True))
    return re.compile(
        rf"[ ]?[,:;(]?[ ]{{0,2}}[0-9]{{1,3}}[ \-]?(?:{years})(?![^\W_])[.)]?", re.IGNORECASE
    )


@cache
def _field_of_name() -> re.Pattern[str]:
    fields = "|".join(sorted(words("field_of_name")))
    return re.compile(rf"[ \t]*\"(?i:{fields})\"\s*:\s*\"(?P<name>{NAME})\",?[ \t]*")


@cache
def _subjects() -> re.Pattern[str]:
    """Return the pattern of a name inside what a document has about whom it is of."""
    whom = "|".join(sorted(words("subject")))
    return re.compile(
        rf"\"(?i:{whom})\"\s*:\s*\{{[^{{}}]{{0,300}}?(?P<field>{_field_of_name().pattern})"
    )


@cache
def _labels(*kinds: str) -> re.Pattern[str]:
    known = {word for kind in kinds for word in words(kind)}
    return re.compile(rf"{_BEFORE}(?P<label>{whole(known)}){ending()}(?P<colon>{_COLON}|\.?[ ])")


@cache
def _copula() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{'|'.join(sorted(words('copula')))})[: ]{{1,3}})?")


@cache
def _wards() -> re.Pattern[str]:
    number = r"[.:]?[ ]?[^\W\d_]?[0-9]{1,4}[^\W\d_]?[,:;]?[ \t]{1,4}"
    return re.compile(rf"(?m:^)[ \t]{{0,4}}{whole(words('ward'))}{number}")


@cache
def _columns() -> re.Pattern[str]:
    return re.compile(whole(words("column")))


@cache
def _fields() -> re.Pattern[str]:
    return re.compile(
        rf"(?m:^)[ \t\"'*\-]{{0,6}}(?:{whole(words('column'))})[\"']?[ \t]{{0,3}}[:=\t]"
    )


def names(plain: str) -> Iterator[Span]:
    """Return where a folded text names somebody by a label; spans may overlap."""
    lower = lowered(plain)
    for found in _MESSAGE.finditer(lower):
        yield found.span()
    for found in _labels("person").finditer(lower):
        labelled = len(found["label"]) >= _SHORT or found["colon"].strip(". ")
        if labelled and not _is_of_table(found, lower, whose=True):
            end = _value(found.end(), plain)
            named = found["colon"].strip(". ") or not plain[found.end() : end][:1].islower()
            if named and end > found.end():
                yield found.start("label"), end
    for found in _labels("name", "whose").finditer(lower):
        whose = found["label"] in words("whose")
        if not _is_of_table(found, lower, whose=whose):
            end = _named(found, plain)
            if end and (whose or not _is_field(end, lower)):
                yield found.start("label"), end
    yield from _unlabelled(plain, lower)


def doctors_named(plain: str) -> Iterator[Span]:
    """Return where a line of a folded report begins with a doctor's name."""
    return _short(doctors(plain), plain)


def _short(every: Iterator[re.Match[str]], plain: str) -> Iterator[Span]:
    """Return names without the analytes behind them, and with the age of whom they name."""
    for found in every:
        start, end = found.span("name")
        end = _short_of_analytes(start, end, plain) or _surname(start, end, plain)
        if end:
            yield found.start(), _past_age(end, plain)


def _unlabelled(plain: str, lower: str) -> Iterator[Span]:
    """Return where somebody is named by a title, a field, a ward or a day of birth beside it."""
    yield from _short(titled(plain), plain)
    if "{" in plain:
        yield from (found.span("field") for found in _subjects().finditer(plain))
    if _OLD_YEAR.search(plain):
        for found in _NAME_AND_DAY.finditer(plain):
            if not is_analyte(found["name"]):
                yield found.start("name"), found.end()
    for found in _wards().finditer(lower):
        named = _NAME.match(plain, found.end())
        end = _short_of_analytes(*named.span(), plain) if named else 0
        if end and _NAME.fullmatch(plain, found.end(), end) and not _is_measured(end, plain):
            yield found.start(), end


def name_alone(line: str) -> bool:
    """Whether a line is nothing but a name in its form: two to four words with capitals."""
    return _NAME.fullmatch(line.strip(" \t,;:.")) is not None and not is_analyte(line)


def names_beside(line: str) -> bool:
    """Whether a line, beside one that says who somebody is, labels a name as a field."""
    field = _field_of_name().fullmatch(line)
    if field:
        return not is_analyte(field["name"])
    line = _ELEMENT.sub(r"\1: \2", line)
    lower = lowered(line)
    return any(
        found["colon"].strip(". ") and _named(found, line)
        for found in _labels("name", "whose").finditer(lower)
    )


def labels_name(line: str) -> bool:
    """Whether a line begins with a label and a name behind it, not with words of answers alone."""
    for kinds, form in ((("person", "name", "whose"), _NAME), (("person",), ONE)):
        label = _labels(*kinds).match(lowered(line))
        copula = _copula().match(line, label.end()) if label else None
        start = copula.end() if copula else 0
        name = form.match(line, start) if label else None
        if name and not is_analyte(name[0]) and not is_ordinary(name[0]):
            return True
    return False


def name_in_column(end: int, line: str) -> int:
    """Return where the column behind an identifier ends, if that is a name; else its own end."""
    column = _COLUMN.match(line, end)
    return column.end() if column and not is_analyte(column["name"]) else end


def holds_name(text: str) -> bool:
    """Whether two words in a text can be somebody's name by their form."""
    return not all(is_analyte(found[0]) for found in _NAME.finditer(text))


def _value(start: int, plain: str) -> int:
    """Return where the part of a line ends that begins at a place, short of a result."""
    found = _SEGMENT.match(plain, start)
    end = found.end() if found else start
    result = first_result(plain, start, end)
    return end if result < 0 else result


def _named(found: re.Match[str], plain: str) -> int:
    """Return where a name after its label ends, and an age behind it; 0 where there is none."""
    name = _NAME.match(plain, found.end())
    if name is None and found["colon"].strip(". "):
        name = ONE.match(plain, found.end()) or _initialled(found, plain)
    end = _short_of_analytes(*name.span(), plain) if name else 0
    if not end or (past := _past_age(end, plain)) > end:
        return end and past
    return 0 if _is_measured(end, plain) else end


def _is_measured(end: int, plain: str) -> bool:
    """Whether a result stands behind what looks like a name, and no analyte before its number."""
    result = _RESULT.match(plain, end)
    return result is not None and not has_analyte(result[0])


def _surname(start: int, end: int, plain: str) -> int:
    """Return where a surname ends that is one of the words of analytes, and names none; or 0."""
    word = _WORDS.search(plain, start, end)
    return word.end() if word and not names_analyte(word[0]) else 0


def _initialled(found: re.Match[str], plain: str) -> re.Match[str] | None:
    """Return a surname with an initial where nothing else can be named: Vitamin D can be."""
    name = INITIALLED.match(plain, found.end())
    if name and (found["label"] in words("whose") or _ages().match(plain, name.end())):
        return name
    return None


def _past_age(end: int, plain: str) -> int:
    """Return where the age behind a name ends; the name's own end where there is none."""
    age = _ages().match(plain, end)
    return age.end() if age else end


def _short_of_analytes(start: int, end: int, plain: str) -> int:
    """Return where a name ends if analytes are written behind it; 0 if it is nothing else.

    A surname that is a word of analytes too ends at a comma or with the line: Mario Rossi.
    """
    last = end
    for word in reversed(list(_WORDS.finditer(plain, start, end))):
        if word[0].casefold() not in analyte_words():
            stop = _STOP.match(plain, end) if last < end else None
            whole_name = stop and (stop["next"] or "").casefold() not in analyte_words()
            return end if whole_name else word.end()
        last = word.start()
    return 0


def _is_of_table(found: re.Match[str], lower: str, *, whose: bool) -> bool:
    """Whether the line of a label heads the columns of results.

    A line with a result heads none, if its label is certain or the result has a name.
    """
    start = lower.rfind("\n", 0, found.start("label")) + 1
    line = _WHOLE_LINE.match(lower, start)
    end = line.end() if line else start
    result = first_result(lower, found.end(), end)
    if result >= 0 or (whose and has_result(lower[found.end() : end])):
        behind = lower[found.end() : result] if result >= 0 else ""
        if whose or _columns().search(behind):
            return False
    beside = ((start, found.start("label")), (found.end("label"), end))
    return any(_columns().search(lower, *each) is not None for each in beside)


def _is_field(end: int, lower: str) -> bool:
    """Whether what is named is an analyte: a line close behind it says its value."""
    until = end
    for _ in range(_NEXT_LINES + 1):
        until = lower.find("\n", until + 1)
        if until < 0:
            until = len(lower)
            break
    return _fields().search(lower, end, until) is not None
