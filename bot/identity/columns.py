"""Columns of a table that say who somebody is: their heads name numbers, birth or a patient."""

from __future__ import annotations

from functools import cache

from bot.identity.introductions import words
from bot.identity.results import is_analyte, names_analyte

_SEPARATORS = "\t;|,"
_FEWEST = 3
"""Columns of a table with somebody in it: who, what, and how much."""
_FIRST = 10
"""Lines in which the head of a table is looked for."""
_QUOTES = " \t\"'*"


def without_columns(text: str) -> tuple[str, int]:
    """Return a text without the cells of such columns, and the number of lines that had some.

    Every cell keeps its place; the text is returned as it is where there is no such column.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines[:_FIRST]):
        for separator in _SEPARATORS:
            columns = _of_persons(line, separator, lines[number + 1 :])
            if columns:
                cells = len(line.split(separator))
                rows = [_blanked(row, separator, columns, cells) for row in lines[number:]]
                changed = sum(new != old for new, old in zip(rows, lines[number:], strict=True))
                return "\n".join((*lines[:number], *rows)), changed
    return text, 0


def _of_persons(line: str, separator: str, rows: list[str]) -> set[int]:
    """Return the places of the columns that a head names so; none if it is no head of results."""
    if line.count(separator) < _FEWEST - 1:
        return set()
    heads = [cell.strip(_QUOTES).casefold().replace("_", " ") for cell in line.split(separator)]
    certain = {place for place, head in enumerate(heads) if head in _certain()}
    if not certain or not any(head in words("column") or _measures(head) for head in heads):
        return set()
    names = {place for place, head in enumerate(heads) if head in words("name") | words("whose")}
    cells = [row.split(separator) for row in rows]
    return certain | {place for place in names if not _names_analytes(cells, place, len(heads))}


def _measures(head: str) -> bool:
    """Whether a head is the name of an analyte, perhaps with its unit: Hb (g/L)."""
    return is_analyte(head) or names_analyte(head.partition(" ")[0])


def _names_analytes(rows: list[list[str]], place: int, count: int) -> bool:
    """Whether a column of rows with so many cells names what was measured."""
    return any(len(row) == count and is_analyte(row[place]) for row in rows)


@cache
def _certain() -> frozenset[str]:
    return frozenset().union(*map(words, ("number", "record", "birth", "person")))


def _blanked(line: str, separator: str, columns: set[int], count: int) -> str:
    """Return a row without the cells of some columns; a line of another length as it is."""
    cells = line.split(separator)
    if len(cells) != count:
        return line
    return separator.join("" if place in columns else cell for place, cell in enumerate(cells))
