"""HL7 v2 segments as they are pasted, rewritten as lines that name each result.

Each OBX becomes its name, value, unit, limits and day; a result that is preliminary or cancelled
becomes one that is still to come. Of the other segments only what was sampled is used. The result
records of an analyser (ASTM E1394) hold the same in other places.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from criteria.reading.reports.fluids import is_other

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.reading.reports.context import Name
    from criteria.reading.reports.names import Names

_SEGMENT = re.compile(r"[ \t\">*]{0,9}([A-Z][A-Z0-9]{2})([|~*^!])")
_OBSERVATION = re.compile(r"[ \t\">*]{0,9}OBX([|~*^!])[0-9]{0,6}\1(?:[A-Z]{2,3})?\1")
_IN_ONE_LINE = re.compile(r"(?<=[|\w])[ \t]{1,4}(?=(?:OB[RX]|NTE|SPM|ORC)\|[0-9]{0,4}\|)")
"""Between segments whose line ends were lost."""
_RECORD = re.compile(r"R\|[0-9]{1,6}\|\^{2,3}(?=[^\^|\n])")
_ESCAPES = {"\\F\\": "|", "\\S\\": "^", "\\T\\": "&", "\\R\\": "~", "\\E\\": "\\"}
_ESCAPED = re.compile(r"\\[FSTRE]\\")
_SEPARATORS = "^*~&"
_TORN = re.compile(r"(x ?)?10[*^]([369])")
_ANNOTATION = re.compile(r"\{[^{}]{0,40}\}")
_TIME = re.compile(
    r"((?:19|20)[0-9]{2})([01][0-9])([0-3][0-9])(?:[0-9]{2,6}(?:\.[0-9]{1,4})?)?(?:[+-][0-9]{4})?"
)
_NUMERIC = re.compile(r"\^?([<>]=?|=)?\^?([0-9.,]{1,12})(?:\^([-:/+])\^?([0-9.,]{0,12}))?")
_NOT_FINAL = frozenset("PSIXDWNOR")
"""Result statuses (table 0085) of what is no final result, such as preliminary or deleted."""
_REPORTED = ("", "F", "C", "R", "N")
"""Statuses of a result record with a result; "R" was transmitted before."""
PENDING = "pending"


class _Place(NamedTuple):
    """Where the fields are that are used, counted as HL7 does."""

    name: int = 3
    value: int = 5
    unit: int = 6
    limits: int = 7
    status: int = 11
    time: int = 14


_OBX = _Place()
_USED = {"OBR": (4, 15), "SPM": (4,)}
_OBR_TIME = 7


def rewritten(text: str, names: Names) -> str:
    """The text with its segments as lines; a text without any stays as it is."""
    lines = (_IN_ONE_LINE.sub("\n", text) if "OBX|" in text else text).split("\n")
    if "R|" in text:
        lines = [_segment_of(line) if _RECORD.match(line) else line for line in lines]
    if not any(_OBSERVATION.match(line) for line in lines):
        return text
    return "\n".join(line for group in _groups(lines) for line in _rewritten(group, names))


def _segment_of(record: str) -> str:
    """The segment that says the same as a result record."""
    fields = [*record.strip().split("|"), *[""] * 12]
    _, number, test, value, unit, limits, flag, _, status, *_ = fields
    code = test.strip("^").partition("^")[0]
    between = limits.partition("\\")[0].replace("^", "-")
    final = "" if status in _REPORTED else "P"
    return f"OBX|{number}|NM|{code}||{value}|{unit}|{between}|{flag}|||{final}|||{fields[12]}"


def _groups(lines: list[str]) -> Iterator[list[str]]:
    """The lines of one order after the other."""
    group: list[str] = []
    for line in lines:
        segment = _SEGMENT.match(line)
        if segment and segment[1] in ("OBR", "MSH") and group:
            yield group
            group = []
        group.append(line)
    yield group


def _rewritten(group: list[str], names: Names) -> Iterator[str]:
    segments = [(_SEGMENT.match(line), line) for line in group]
    orders = [_fields(line, found[2]) for found, line in segments if found and found[1] in _USED]
    sampled = " ".join(_at(order, at) for order in orders for at in _USED[order[0]])
    day = next((_day(_at(order, _OBR_TIME)) for order in orders if order[0] == "OBR"), "")
    if orders:
        yield "Urine:" if is_other(sampled) else "Blood:"
    for found, line in segments:
        if found is None:
            yield line
        elif found[1] == "OBX" and _OBSERVATION.match(line):
            yield _result(_fields(line, found[2]), day, names)
            yield ""


def _fields(line: str, separator: str) -> list[str]:
    """The fields of a segment, the first of which is its name."""
    whole = line.strip(' \t">')
    if separator in "*^":
        whole = _TORN.sub(r"10E\2", whole)
    return [field.strip() for field in whole.split(separator)]


def _at(fields: list[str], place: int) -> str:
    return fields[place] if place < len(fields) else ""


def _result(fields: list[str], day: str, names: Names) -> str:
    """The line for one OBX segment."""
    name = _name(_at(fields, _OBX.name), names)
    if _at(fields, _OBX.status) in _NOT_FINAL and _at(fields, _OBX.status):
        return f"{name}\t{PENDING}"
    value = _value(_at(fields, _OBX.value))
    own = _day(_at(fields, _OBX.time)) or day
    limits = _at(fields, _OBX.limits).strip("()[] ")
    parts = (
        name,
        f"{value} ({own})" if own and value else value or "-",
        _unit(_at(fields, _OBX.unit)),
        f"({limits})" if any(char.isdigit() for char in limits) else "",
    )
    return "\t".join(part for part in parts if part)


def _components(field: str) -> list[str]:
    separator = next((char for char in _SEPARATORS if char in field), "^")
    return [_plain(part.strip()) for part in field.split(separator)]


def _plain(text: str) -> str:
    """A text with the separators that were escaped in it."""
    return _ESCAPED.sub(lambda each: _ESCAPES[each[0]], text) if "\\" in text else text


def _name(field: str, names: Names) -> str:
    """The text of an identifier; its code where that says more and the text nothing else."""
    parts = _components(field)
    code, text = parts[0], _first(parts[1:2])
    written = [each for each in (text, _first(parts[4:5])) if each]
    meant = names.whole(code)
    if (
        meant is not None
        and meant.item
        and not any(_denies(each, meant, names) for each in written)
    ):
        return code
    return next((each for each in written if names.is_name(each)), text or code)


def _first(parts: list[str]) -> str:
    return parts[0] if parts else ""


def _denies(text: str, meant: Name, names: Names) -> bool:
    """Whether a text names another analyte or fluid than its code, or the same as a name does."""
    if is_other(text) or names.whole(text) is not None:
        return True
    return any(found.misleading or found.name != meant for found in names.find(text))


def _value(field: str) -> str:
    numeric = _NUMERIC.fullmatch(field)
    if numeric is None:
        return _plain(field)
    sign, low, joint, high = numeric.groups()
    sign = "" if sign in (None, "=") else sign
    return f"{sign}{low}" if joint is None else f"{sign}{low}{joint}{high or ''}"


def _unit(field: str) -> str:
    """The unit: the first component that is filled; a power of ten is none of the separators."""
    plain = _ANNOTATION.sub("", field)
    whole = _TORN.sub(r"10E\2", plain.replace("\\S\\", "^"))
    return next((part for part in re.split(r"[\^~]", whole) if part), "")


def _day(field: str) -> str:
    """The day of a point in time, as ISO 8601 writes it."""
    time = _TIME.fullmatch(field)
    return "-".join(time.groups()) if time else ""
