"""Results as fields with names, rewritten as lines: tagged text, JSON, and a field a line.

A record is a name with its value. Where the fields of a tagged text do not come in one order,
which value belongs to which name cannot be told, and none is read.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from criteria.reading.reports.column_heads import kind_of_field
from criteria.reading.reports.fluids import is_other
from criteria.reading.spelling.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_TAGGED = re.compile(
    r"<([A-Za-z][\w.:-]{0,60})(?:\s[^<>\n]{0,200})?>((?:[<>]=?)?[^<>\n]{1,200})</\1>"
)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_ATTRIBUTES = re.compile(
    r"<[A-Za-z][\w.:-]{0,60}((?:\s+[\w.:-]{1,40}\s*=\s*\"[^\"\n]{0,200}\"){2,20})\s*/?>"
)
_SINGLE = re.compile(r"<([A-Za-z][\w.:-]{0,60})\s+value=\"([^\"\n]{0,200})\"\s*/?>(?:</\1>)?")
"""An element whose text is its one attribute, as FHIR writes it in XML."""
_ATTRIBUTE = re.compile(r"([\w.:-]{1,40})\s*=\s*\"([^\"\n]{0,200})\"")
_FIELD = re.compile(
    r"[ \t>*-]{0,9}([^\W\d_][^\n:=|\t]{0,40}?)[ \t]{0,4}[:=][ \t]{0,9}(\S[^\n]{0,200})$"
)
_TRAILING = re.compile(r",(\s*[}\]])")
"""A comma behind the last of several, where what came behind it was taken out."""
_DEEPEST = 12
OTHER_FLUID = "urine"
"""Stands for any other fluid than blood."""
_CODES = ("code", "coding")
_OTHERS = frozenset(
    ("subject", "patient", "performer", "encounter", "requester", "author", "device")
)
"""Fields about somebody or something else than the result."""
_LIMITS = ("low", "high", "limits", "previous")
_NOT_FINAL = re.compile(
    r"preliminary|registered|partial|cancell?ed|entered.in.error|specimen.in.process|unknown",
    re.IGNORECASE,
)

Field = tuple[str, str]
"""What a field holds, and its text."""
Record = dict[str, str]


def rewritten(text: str) -> str:
    """The text with its records as lines; a text without any stays as it is."""
    if "{" in text and (records := list(_of_json(text))):
        return "\n".join(_lines(records))
    if "</" in text or "/>" in text:
        return _tagged(text)
    return _fields_in_lines(text)


def _of_json(text: str) -> Iterator[Record]:
    """Every record of a text that is JSON, or JSON Lines."""
    for written in _documents(text.strip()):
        yield from _inside(written, "", 0)


def _inside(found: Any, around: str, depth: int) -> Iterator[Record]:  # noqa: ANN401 - any JSON
    """The records inside, each with the specimen that it or what is around it names."""
    if isinstance(found, dict) and (record := _record_of(found)):
        own = [each for each in found.values() if isinstance(each, str) and "/" not in each]
        if is_other(" ".join((around, *own)), written_out=True):
            record["specimen"] = OTHER_FLUID
        yield record
    elif isinstance(found, dict) and depth < _DEEPEST:
        said = [each for each in found.values() if isinstance(each, str)]
        for key, each in found.items():
            yield from _inside(each, " ".join((around, key, *said)), depth + 1)
    elif isinstance(found, list) and depth < _DEEPEST:
        for each in found:
            yield from _inside(each, around, depth + 1)


def _documents(text: str) -> Iterator[Any]:
    if text[:1] not in ("{", "["):
        return
    text = _TRAILING.sub(r"\1", text)
    for whole in (text,), text.rstrip(",").split("\n"):
        try:
            yield from [
                json.loads(one.strip().rstrip(","), parse_float=str, parse_int=str)
                for one in whole
                if one.strip()
            ]
        except (ValueError, RecursionError):
            continue
        return


def _record_of(found: dict[str, Any]) -> Record | None:
    """An object as a record, if it holds a name and beside it a value."""
    fields: Record = {}
    for kind, text in _leaves(found, (), 0):
        fields.setdefault(kind, text)
    own = {kind_of_field(key) for key, inside in found.items() if not isinstance(inside, list)}
    named = "name" in own or any(key.casefold() in _CODES for key in found)
    return fields if named and {"name", "value"} <= fields.keys() else None


def _leaves(found: Any, path: tuple[str, ...], depth: int) -> Iterator[Field]:  # noqa: ANN401 - JSON is of any type
    if isinstance(found, dict) and depth < _DEEPEST:
        for key, inside in found.items():
            if key.casefold() not in _OTHERS:
                yield from _leaves(inside, (*path, key), depth + 1)
    elif isinstance(found, list) and depth < _DEEPEST:
        certain = len(found) == 1 or (path and path[-1].casefold() in _CODES)
        for inside in found[:1] if certain else ():
            yield from _leaves(inside, path, depth + 1)
    elif isinstance(found, str) and found.strip():
        kinds = [kind_of_field(key) for key in path]
        limit = next((kind for kind in reversed(kinds) if kind in _LIMITS), None)
        named = path[-1] == "text" and path[:-1] in (("code",), ())
        kind = limit or ("name" if named else kinds[-1])
        if path[-1].casefold() == "status":
            kind = "status"
        if limit and kinds[-1] == "unit":
            return
        if kind:
            yield kind, " ".join(found.split())


def _tagged(text: str) -> str:
    """A tagged text: its elements, or the attributes of each of them, as records."""
    text = _SINGLE.sub(r"<\1>\2</\1>", text) if 'value="' in text else text
    attributes = [
        {kind: value for kind, value in _named(_ATTRIBUTE.findall(tag[1])) if value}
        for tag in _ATTRIBUTES.finditer(text)
    ]
    records = [each for each in attributes if {"name", "value"} <= each.keys()]
    if records:
        return "\n".join(_lines(_of_one_specimen(records, text)))
    elements = list(_TAGGED.finditer(text))
    fields = list(_named((each[1], each[2].strip()) for each in elements))
    if not {"name", "value"} <= {kind for kind, _ in fields}:
        return text
    lines = _lines(_of_one_specimen(_records(fields), text))
    start, end = elements[0].start(), elements[-1].end()
    before, behind = _TAG.sub("", text[:start]), _TAG.sub("", text[end:])
    return "\n".join((before, *lines, behind))


def _of_one_specimen(records: list[Record], text: str) -> list[Record]:
    """The records of a tagged text, of another fluid where that is named in it anywhere."""
    if not is_other(text, written_out=True):
        return records
    return [{**record, "specimen": OTHER_FLUID} for record in records]


def _named(found: Iterable[tuple[str, str]]) -> Iterator[Field]:
    """The fields whose names say what they hold."""
    for name, text in found:
        kind = "status" if name.casefold().endswith("status") else kind_of_field(name)
        if kind and text:
            yield kind, text


def _records(fields: Sequence[Field]) -> list[Record]:
    """Fields as records; a field that comes again begins the next one.

    Where not all of them begin with the same field, none has a value.
    """
    records: list[Record] = [{}]
    for kind, text in fields:
        if kind in records[-1]:
            records.append({})
        records[-1][kind] = text
    if len({next(iter(record)) for record in records}) > 1:
        return [{"name": record["name"]} for record in records if "name" in record]
    return [record for record in records if "name" in record]


def _fields_in_lines(text: str) -> str:
    """A text of one field a line, where at least a name and a value are among them."""
    done: list[str] = []
    block: list[tuple[Field, str]] = []
    for line in (*text.split("\n"), ""):
        field = _FIELD.match(line) if ":" in line or "=" in line else None
        kind = kind_of_field(field[1]) if field else None
        if field is not None and kind is not None:
            block.append(((kind, field[2].strip()), line))
            continue
        done.extend(_block(block))
        block = []
        done.append(line)
    return "\n".join(done[:-1])


def _block(block: list[tuple[Field, str]]) -> Iterator[str]:
    fields = [field for field, _ in block]
    if {"name", "value"} <= {kind for kind, _ in fields}:
        yield from _lines(_records(fields))
    else:
        yield from (line for _, line in block)


def _lines(records: Iterable[Record]) -> Iterator[str]:
    """A line each, and an empty one behind it."""
    for record in records:
        other = is_other(record.get("specimen", ""))
        if other:
            yield "Urine:"
        yield _line(record)
        yield ""
        if other:
            yield "Blood:"


def _line(record: Record) -> str:
    name = record["name"]
    if "value" not in record:
        return f"{name}\t-"
    if _NOT_FINAL.fullmatch(record.get("status", "").strip()):
        return f"{name}\tpending"
    days = find_dates(record.get("day", ""))
    value = f"{record['value']} ({days[0][0]})" if len(days) == 1 else record["value"]
    return "\t".join(
        part for part in (name, value, record.get("unit", ""), _limits(record)) if part
    )


def _limits(record: Record) -> str:
    low, high = record.get("low"), record.get("high")
    if low and high:
        return f"({low}-{high})"
    limits = f"<{high}" if high else f">{low}" if low else record.get("limits", "").strip("()[] ")
    return f"({limits})" if any(char.isdigit() for char in limits) else ""
