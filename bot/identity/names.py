"""Where the head of a printout names somebody: by the label of a line, or beside a ward."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.identity.folding import lowered
from bot.identity.introductions import ending, whole, words
from criteria.reading.reports.names import analyte_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.identity.search import Span

_BEFORE = r"(?:(?m:^)|[\t|;]|[ ]{2})[ \t>*•\"'\-]{0,4}"
_COLON = r"[\"']?(?:\([^()\n]{0,20}\))?[ \t\"']{0,3}(?:[:=|\t;]|[ ]{2})[ \t\"':=|;]{0,12}"
_SHORT = 5
"""Letters of a label that needs its colon."""
_WORD = r"[^\W\d_a-zåäöæøéèüßłśżźćńáíóúðþ][^\W\d_]+(?:['´\-][^\W\d_]+)?"
_INITIAL = r"[^\W\d_a-z]\."
_TITLE = r"(?:(?:Mrs?|Ms|Dr|Prof|Herr|Frau|Fru|Hr)\.? )?"
_OF = r"(?:(?:von|van|de|der|af|la|di|den) ){0,2}"
_NAME = re.compile(rf"{_TITLE}(?:{_WORD}|{_INITIAL})(?:,? {_OF}(?:{_WORD}|{_INITIAL})){{1,3}}")
_ELEMENT = re.compile(r"^[ \t]*<([\w:.-]{1,40})[^<>\n]{0,99}>([^<>\n]{1,99})</\1>[ \t]*$")
_COLUMN = re.compile(rf"[ \"']*[\t|;,][ \"']*(?P<name>{_NAME.pattern})[ \"']*(?=[\t|;,])")
_ONE = re.compile(rf"{_WORD}(?=[ \t]*(?:$|[\t|;,\n]|[ ]{{2}}))")
_MEASURED = r"[0-9][0-9.,]{0,12}[ ]?(?:%|[^\W\d_]{1,6}/|/|10\^|[xX×]10|E9)"
_RESULT = re.compile(rf"(?:(?![\t|;][ ]*[^\W\d_]|[ ]{{2,}}[^\W\d_])[^\n\d]){{0,12}}{_MEASURED}")
"""A result directly behind a name, not in another column with a name of its own."""
_QUANTITY = re.compile(rf"(?<![0-9.,]){_MEASURED}")
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
    rf"(?:(?m:^)|[\t|;]|[ ]{{2}})[ \t]*(?P<name>{_NAME.pattern})"
    rf"(?:[ ]{{2,9}}|[ ]?[\t|;,(]+[ ]{{0,3}}){_OLD_DAY}"
)
"""A name with a day on which an adult may be born beside it, and nothing between."""
_FIELD_OF_NAME = re.compile(
    r"[ \t]*\"(?i:display|text|given|family|subject|patient|full_?name)\"\s*:\s*"
    rf"\"(?P<name>{_NAME.pattern})\",?[ \t]*"
)


@cache
def _labels(*kinds: str) -> re.Pattern[str]:
    known = {word for kind in kinds for word in words(kind)}
    return re.compile(rf"{_BEFORE}(?P<label>{whole(known)}){ending()}(?P<colon>{_COLON}|\.?[ ])")


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
        if labelled and not _is_of_table(found, lower):
            end = _value(found.end(), plain)
            named = found["colon"].strip(". ") or not plain[found.end() : end][:1].islower()
            if named and end > found.end():
                yield found.start("label"), end
    for found in _labels("name", "whose").finditer(lower):
        if not _is_of_table(found, lower):
            end = _named(found, plain)
            if end and (found["label"] in words("whose") or not _is_field(end, lower)):
                yield found.start("label"), end
    yield from _unlabelled(plain, lower)


def _unlabelled(plain: str, lower: str) -> Iterator[Span]:
    """Return where somebody is named beside a ward, or beside a day of birth."""
    if _OLD_YEAR.search(plain):
        for found in _NAME_AND_DAY.finditer(plain):
            if not is_analyte(found["name"]):
                yield found.start("name"), found.end()
    for found in _wards().finditer(lower):
        named = _NAME.match(plain, found.end())
        if named and not _RESULT.match(plain, named.end()):
            yield found.start(), named.end()


def name_alone(line: str) -> bool:
    """Whether a line is nothing but a name in its form: two to four words with capitals."""
    return _NAME.fullmatch(line.strip(" \t,;:.")) is not None and not is_analyte(line)


def names_beside(line: str) -> bool:
    """Whether a line, beside one that says who somebody is, labels a name as a field."""
    field = _FIELD_OF_NAME.fullmatch(line)
    if field:
        return not is_analyte(field["name"])
    line = _ELEMENT.sub(r"\1: \2", line)
    lower = lowered(line)
    return any(
        found["colon"].strip(". ") and _named(found, line)
        for found in _labels("name", "whose").finditer(lower)
    )


def name_in_column(end: int, line: str) -> int:
    """Return where the column behind an identifier ends, if that is a name; else its own end."""
    column = _COLUMN.match(line, end)
    return column.end() if column and not is_analyte(column["name"]) else end


def has_result(text: str) -> bool:
    """Whether a number with a unit is in a text."""
    return _QUANTITY.search(text) is not None


def is_analyte(name: str) -> bool:
    """Whether all words of a name are words of analytes: total bilirubin."""
    found = _WORDS.findall(name.casefold())
    return bool(found) and analyte_words().issuperset(found)


def _has_analyte(text: str) -> bool:
    return not analyte_words().isdisjoint(_WORDS.findall(text.casefold()))


def holds_name(text: str) -> bool:
    """Whether two words in a text can be somebody's name by their form."""
    return not all(is_analyte(found[0]) for found in _NAME.finditer(text))


def _value(start: int, plain: str) -> int:
    """Return where the part of a line ends that begins at a place, short of a result."""
    found = _SEGMENT.match(plain, start)
    return found.end() if found else start


def _named(found: re.Match[str], plain: str) -> int:
    """Return where a name after its label ends; 0 where there is none."""
    name = _NAME.match(plain, found.end())
    if name is None and found["colon"].strip(". "):
        name = _ONE.match(plain, found.end())
    end = _short_of_analytes(*name.span(), plain) if name else 0
    result = _RESULT.match(plain, end)
    return end if not result or _has_analyte(result[0]) else 0


def _short_of_analytes(start: int, end: int, plain: str) -> int:
    """Return where a name ends if analytes are written behind it; 0 if it is nothing else."""
    for word in reversed(list(_WORDS.finditer(plain, start, end))):
        if word[0].casefold() not in analyte_words():
            return word.end()
    return 0


def _is_of_table(found: re.Match[str], lower: str) -> bool:
    """Whether the line of a label heads the columns of results."""
    start = lower.rfind("\n", 0, found.start("label")) + 1
    line = _WHOLE_LINE.match(lower, start)
    end = line.end() if line else start
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
