"""Tables with a head, rewritten as lines that name each result with its unit and its day.

Only what a head says is used: columns of days, of lower and upper limits, of earlier results, and
names that are in the head itself. Everything else is left as it is.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, NamedTuple

from criteria.reading.reports.column_heads import kind_of, kind_of_field
from criteria.reading.spelling.dates import find_dates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_COLUMNS = 60
_GAP = re.compile(r" *\t *| {2,}")
_LIMITS = {"L", "H"}
_DECIMAL = re.compile(r"[0-9],[0-9]")
_POINT = re.compile(r"[0-9]\.[0-9]")
_RULE = re.compile(r"[-:|+= \t]+")


class _Table(NamedTuple):
    """A head and the rows below it, cut into cells."""

    head: list[str]
    rows: list[list[str]]


def cells_of(line: str) -> list[str]:
    """Cut a line at its bars, semicolons, tabs or wide gaps, whichever comes first in that list."""
    if len(line) > MOST_COLUMNS * 40:
        return [line]
    if "|" in line:
        return [
            cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")
        ]
    if line.count(";") > 1:
        return [cell.strip() for cell in line.split(";")]
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    return [cell.strip() for cell in _GAP.split(line.strip())]


def _kinds(cells: list[str]) -> list[str | None]:
    """What is below each of the heads; L and H beside each other are the two limits."""
    kinds = [kind_of(cell) for cell in cells]
    if set(cells) >= _LIMITS:
        both = {"L": "low", "H": "high"}
        kinds = [both.get(cell, kind) for cell, kind in zip(cells, kinds, strict=True)]
    return kinds


def is_head(word: str) -> bool:
    """Whether a word only says what is below it."""
    return kind_of(word) is not None


def _day(cell: str) -> str | None:
    days = find_dates(cell) if len(cell) < MOST_COLUMNS else ()
    return str(days[0][0]) if len(days) == 1 else None


def _explicit(line: str) -> bool:
    """Whether empty cells can be seen: bars, tabs or semicolons between the columns."""
    return "|" in line or "\t" in line.strip() or line.count(";") > 1


def rewritten(text: str, is_name: Callable[[str], bool]) -> str:
    """The text with its tables as lines; ``is_name`` tells whether a cell is a name."""
    lines = list(_without_commas(text.split("\n"), is_name))
    done: list[str] = []
    place = 0
    while place < len(lines):
        kind = _kind_of_head(lines[place], is_name)
        if kind is None:
            done.append(lines[place])
            place += 1
            continue
        table, place = _table(lines, place)
        done.extend(_wide(table) if kind == "wide" else _tall(table))
    return "\n".join(done)


def _without_commas(lines: list[str], is_name: Callable[[str], bool]) -> Iterator[str]:
    """The lines with tabs between the cells of tables that have commas there.

    A comma can be a decimal mark: a row has as many cells as the head, with a number in no column
    of units, and where the head holds the names a decimal point or a quotation mark shows that a
    comma is none.
    """
    head: list[str] = []
    for place, line in enumerate(lines):
        begins = not head and line.count(",") > 1 and not _DECIMAL.search(line)
        if begins:
            head = _comma_head(line, lines[place + 1 :], is_name)
        cells = _cells_at_commas(line) if head and not begins else head
        head = head if _fits(cells, head) else []
        yield "\t".join(cells) if head else line


def _cells_at_commas(line: str) -> list[str]:
    if len(line) > MOST_COLUMNS * 40:
        return []
    return [cell.strip() for cell in next(csv.reader([line], skipinitialspace=True), [])]


def _comma_head(line: str, below: list[str], is_name: Callable[[str], bool]) -> list[str]:
    """The heads of columns between commas, as they are written elsewhere; none if it is no head."""
    cells = _cells_at_commas(line)
    kinds = [kind_of_field(cell) for cell in cells]
    named = [is_name(cell) for cell in cells]
    if {"name", "value"} <= set(kinds) and not any(named):
        return [cell.replace("_", " ") for cell in cells]
    whole = all(one or kind for one, kind in zip(named, kinds, strict=True))
    return cells if whole and sum(named) > 1 and _holds_points(below, len(cells)) else []


def _holds_points(below: list[str], columns: int) -> bool:
    """Whether a row of a table shows that its commas are no decimal marks."""
    rows = (row for row in below[:MOST_COLUMNS] if row.count(",") == columns - 1)
    return any(_POINT.search(row) or '"' in row for row in rows)


def _fits(cells: list[str], head: list[str]) -> bool:
    """Whether a row has the cells that its head names."""
    if len(cells) != len(head):
        return False
    units = [cell for cell, title in zip(cells, head, strict=True) if kind_of(title) == "unit"]
    return not any(cell.isdecimal() for cell in units)


def _kind_of_head(line: str, is_name: Callable[[str], bool]) -> str | None:
    """The kind of table that a line is the head of; None if none needs rewriting."""
    if not line.strip() or len(line) > MOST_COLUMNS * 40:
        return None
    cells = cells_of(line)
    if not 1 < len(cells) <= MOST_COLUMNS:
        return None
    kinds = set(_kinds(cells))
    named = sum(is_name(cell) for cell in cells)
    if named > 1 and all(is_name(cell) or kind_of(cell) or not cell for cell in cells):
        return "wide"
    days = sum(_day(cell) is not None for cell in cells)
    if not _explicit(line) or named:
        return None
    columns = kinds & {"name", "value", "unit", "limits"}
    telling = kinds & {"low", "high", "previous"}
    return "tall" if (columns and telling) or (days and (columns or not cells[0])) else None


def _table(lines: list[str], place: int) -> tuple[_Table, int]:
    """Take the rows below a head that have no more cells than it."""
    head = cells_of(lines[place])
    rows: list[list[str]] = []
    place += 1
    while place < len(lines) and lines[place].strip():
        cells = cells_of(lines[place])
        if not _RULE.fullmatch(lines[place]):
            if len(cells) != len(head):
                break
            rows.append(cells)
        place += 1
    return _Table(head, rows), place


def _tall(table: _Table) -> Iterator[str]:
    """One row a name: write its days behind its values, and its limits as an interval."""
    for row in table.rows:
        yield "\t".join(part for part in _row(table.head, row) if part)
        yield ""


def _row(head: list[str], row: list[str]) -> Iterator[str]:
    every = enumerate(_kinds(head))
    kinds = [kind or ("name" if not place else None) for place, kind in every]
    columns = list(zip(kinds, map(_day, head), row, strict=True))
    filled = [column for column in columns if column[2].strip("- ")]
    values = [f"{cell} ({day})" if day else cell for kind, day, cell in filled if day or not kind]
    days = {found for kind, _, cell in filled if kind == "day" and (found := _day(cell))}
    taken = f" ({days.pop()})" if len(days) == 1 else ""
    own = [f"{cell}{taken}" for kind, _, cell in filled if kind == "value"]
    yield from (cell for kind, _, cell in columns if kind == "name")
    yield "; ".join((*own, *values)) or "-"
    yield from (cell for kind, _, cell in columns if kind == "unit")
    limits = [cell for kind, _, cell in columns if kind == "limits" and cell.strip("- ")]
    yield from limits or [_interval(columns)]
    yield from (cell for kind, _, cell in columns if kind == "other")


def _interval(columns: list[tuple[str | None, str | None, str]]) -> str:
    low = next((cell for kind, _, cell in columns if kind == "low"), "")
    high = next((cell for kind, _, cell in columns if kind == "high"), "")
    if low and high:
        return f"({low}-{high})"
    return f"(<{high})" if high else ""


def _wide(table: _Table) -> Iterator[str]:
    """One row a day: write each name with the values below it."""
    if not table.rows:
        yield "  ".join(table.head)
        return
    for place, title in enumerate(table.head):
        if kind_of(title) is None and title:
            values = (_below(table.head, row, place) for row in table.rows)
            yield title + "\t" + "; ".join(value for value in values if value)
            yield ""


def _below(head: list[str], row: list[str], place: int) -> str:
    cell = row[place].strip()
    if cell in ("", "-"):
        return ""
    others = (other for at, other in enumerate(row) if kind_of(head[at]) == "day")
    day = next((found for found in map(_day, others) if found), None)
    return f"{cell} ({day})" if day else cell
