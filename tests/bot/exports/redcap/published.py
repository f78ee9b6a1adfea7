"""What REDCap publishes of a data dictionary, as a list: each rule gives what is against it.

Names, types, choices, validation and logic, as its help on the data dictionary and on branching
logic has them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bot.exports.redcap.dictionary import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Row = dict[str, str]

NAME, FORM, _, TYPE, LABEL, CHOICES, _, VALIDATION, LOW, HIGH, IDENTIFIER, LOGIC = COLUMNS[:12]
REQUIRED, RANKING = COLUMNS[12], COLUMNS[16]

TYPES = (
    *("text", "notes", "calc", "dropdown", "radio", "checkbox", "yesno", "truefalse", "file"),
    *("slider", "descriptive", "sql"),
)
CHOOSING = ("dropdown", "radio", "checkbox")
VALIDATIONS = (
    *("date_ymd", "date_mdy", "date_dmy", "datetime_ymd", "datetime_mdy", "datetime_dmy"),
    *("datetime_seconds_ymd", "datetime_seconds_mdy", "datetime_seconds_dmy", "time", "email"),
    *("integer", "number", "number_1dp", "number_2dp", "number_3dp", "number_4dp", "phone"),
    *("zipcode", "alpha_only"),
)
RANGED = ("date", "time", "integer", "number")
"""Validations that a lowest and a highest value go with begin so."""
LONGEST_NAME, LONGEST_FORM = 26, 50
RESERVED = (
    *("redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"),
    *("redcap_data_access_group", "redcap_survey_identifier"),
)
_TOKEN = re.compile(
    r"\s*(?:(?P<field>\[[a-z][a-z0-9_]*(?:\([a-z0-9_]+\))?\])|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<sign><>|<=|>=|=|<|>)|(?P<word>and|or)(?!\w)"
    r"|(?P<open>\()|(?P<close>\)))"
)


def pairs(row: Row) -> list[tuple[str, str]]:
    """Return codes and labels as REDCap takes a cell apart: at bars, then at the first comma."""
    found = (part.strip().partition(",") for part in row[CHOICES].split("|") if part.strip())
    return [(code.strip(), label.strip()) for code, _, label in found]


def names(rows: Sequence[Row]) -> Iterator[str]:
    """Small letters, digits and single underscores; a letter first; at most 26; each once."""
    for name, count in Counter(row[NAME] for row in rows).items():
        fits = re.fullmatch(r"[a-z]([a-z0-9]|_(?!_|$))*", name)
        if not fits or len(name) > LONGEST_NAME or count > 1 or name in RESERVED:
            yield name


def first(rows: Sequence[Row]) -> Iterator[str]:
    """The first field is the record's name: a text without logic."""
    if rows[0][TYPE] != "text" or rows[0][LOGIC] or rows[0][VALIDATION]:
        yield rows[0][NAME]


def forms(rows: Sequence[Row]) -> Iterator[str]:
    """A form's name is as a field's; its fields stand together."""
    order = [row[FORM] for row in rows]
    for form in dict.fromkeys(order):
        together = order[order.index(form) :][: order.count(form)] == [form] * order.count(form)
        if not re.fullmatch(r"[a-z][a-z0-9_]*", form) or len(form) > LONGEST_FORM or not together:
            yield form


def types(rows: Sequence[Row]) -> Iterator[str]:
    """One of REDCap's types, with a label."""
    yield from (row[NAME] for row in rows if row[TYPE] not in TYPES or not row[LABEL].strip())


def choices(rows: Sequence[Row]) -> Iterator[str]:
    """Code, comma, label, with bars between; only where one chooses; each code once."""
    for row in rows:
        found = pairs(row)
        codes = [code.casefold() for code, _ in found]
        plain = all(re.fullmatch(r"[A-Za-z0-9_]+", code) and label for code, label in found)
        if bool(found) != (row[TYPE] in CHOOSING) or not plain or len({*codes}) < len(codes):
            yield row[NAME]


def validations(rows: Sequence[Row]) -> Iterator[str]:
    """A validation belongs to a text, and a range to a validation of numbers or days."""
    for row in rows:
        kind, ranged = row[VALIDATION], row[LOW] or row[HIGH]
        misplaced = kind and (row[TYPE] != "text" or kind not in VALIDATIONS)
        unfounded = ranged and not kind.startswith(RANGED)
        numeric = kind in ("integer", "number")
        ends = [end for end in (row[LOW], row[HIGH]) if end and numeric]
        if misplaced or unfounded or not all(re.fullmatch(r"-?\d+(\.\d+)?", end) for end in ends):
            yield row[NAME]


def flags(rows: Sequence[Row]) -> Iterator[str]:
    """Identifier, required and ranking are y or nothing."""
    for row in rows:
        if {row[IDENTIFIER], row[REQUIRED], row[RANKING]} - {"", "y"}:
            yield row[NAME]


def tokens(text: str) -> list[tuple[str, str]] | None:
    """Take logic apart; None where something in it is none of REDCap's signs."""
    found, place = [], 0
    while place < len(text.rstrip()):
        token = _TOKEN.match(text, place)
        if token is None or token.lastgroup is None:
            return None
        found.append((token.lastgroup, token[token.lastgroup]))
        place = token.end()
    return found


def parsed(text: str) -> bool:
    """Whether logic keeps the grammar: comparisons, and, or, parentheses."""
    found = tokens(text)
    if found is None:
        return False
    kinds = "".join(_SHORT[kind] for kind, _ in found)
    while (shorter := re.sub(r"fc[tnf]|\(e\)|eae", "e", kinds)) != kinds:
        kinds = shorter
    return kinds == "e"


_SHORT = {
    "field": "f",
    "text": "t",
    "number": "n",
    "sign": "c",
    "word": "a",
    "open": "(",
    "close": ")",
}


def logic(rows: Sequence[Row]) -> Iterator[str]:
    """Logic keeps the grammar, and asks for fields and codes that there are; not for its own."""
    known = {row[NAME]: {code for code, _ in pairs(row)} for row in rows}
    for row in rows:
        text = row[LOGIC]
        asked = re.findall(r"\[(\w+)\] *(?:=|<>) *'(\w+)'", text)
        fields = re.findall(r"\[(\w+)\]", text)
        strange = not {*fields} <= known.keys() or row[NAME] in fields
        if text and (not parsed(text) or strange or any(c not in known[f] for f, c in asked)):
            yield row[NAME]


RULES: tuple[Callable[[Sequence[Row]], Iterator[str]], ...] = (
    *(names, first, forms, types, choices, validations, flags, logic),
)
