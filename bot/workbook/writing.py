"""Writes a workbook: sheets with fixed headings, drop-downs, and what each key means as a note."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

from bot.workbook.sheets import RULES, TRIAL
from criteria.trial.schema import schema

if TYPE_CHECKING:
    from bot.workbook.cells import Cell
    from bot.workbook.sheets import Column, Sheet
    from bot.workbook.taking_apart import Row

_LAST = 1000
"""The last row with a drop-down."""
_SHAPES = {
    "trial": "Protocol",
    "criteria": "Criterion",
    "items": "WrittenItem",
    "screens": "Screen",
    "advisories": "Advisory",
    "at_odds": "AtOdds",
    "cases": "_WrittenCase",
}
"""Sheet -> the shape whose keys are explained."""
_MOST_DIRECT = 255
"""Characters of choices that a workbook takes without a sheet of their own."""


def write(sheets: list[tuple[Sheet, list[Row]]], target: BinaryIO) -> None:
    """Write a workbook.

    Args:
        sheets: every sheet with its rows, in their order.
        target: where it is written.

    Raises:
        ImportError: xlsxwriter is not installed.
    """
    from xlsxwriter import (  # type: ignore[import-untyped] # noqa: PLC0415 - an extra
        Workbook,
    )

    with Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        _Book(book).write(sheets)


class _Book:
    """The workbook while it is written."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self.book = book
        cell = {"valign": "top", "text_wrap": True}
        self.head = book.add_format({**cell, "bold": True, "bottom": 1})
        self.plain = book.add_format({**cell, "num_format": "@"})
        self.day = book.add_format({**cell, "num_format": "yyyy-mm-dd", "align": "left"})
        self.rows: dict[str, int] = {}

    def write(self, sheets: list[tuple[Sheet, list[Row]]]) -> None:
        """Write every sheet."""
        self.rows = {sheet.name: len(rows) for sheet, rows in sheets}
        for sheet, rows in sheets:
            page = self.book.add_worksheet(sheet.name)
            page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
            if sheet is TRIAL:
                self._upright(page, sheet, rows[0])
            else:
                self._across(page, sheet, rows)

    def _upright(self, page: Any, sheet: Sheet, row: Row) -> None:  # noqa: ANN401 - as above
        """Write a sheet with a key and its value in each row."""
        page.set_column(0, 0, 24)
        page.set_column(1, 1, 80)
        page.freeze_panes(1, 1)
        for place, heading in enumerate(("key", "value")):
            page.write_string(0, place, heading, self.head)
        notes = _notes(sheet)
        for line, column in enumerate(sheet.columns, 1):
            page.write_string(line, 0, column.key, self.head)
            self._note(page, line, 0, notes.get(column.key))
            self._cell(page, line, 1, row.get(column.key))
            self._choice(page, column, (line, 1, line, 1))

    def _across(self, page: Any, sheet: Sheet, rows: list[Row]) -> None:  # noqa: ANN401 - as above
        """Write a sheet with a heading for each column."""
        page.freeze_panes(1, 2)
        notes = _notes(sheet)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.wide)
            page.write_string(0, place, column.key, self.head)
            self._note(page, 0, place, notes.get(column.key))
            self._choice(page, column, (1, place, _LAST, place))
            for line, row in enumerate(rows, 1):
                self._cell(page, line, place, row.get(column.key))
        page.autofilter(0, 0, max(len(rows), 1), len(sheet.columns) - 1)

    def _note(self, page: Any, line: int, place: int, text: str | None) -> None:  # noqa: ANN401 - as above
        if text:
            page.write_comment(line, place, text, {"x_scale": 2})

    def _cell(self, page: Any, line: int, place: int, cell: Cell) -> None:  # noqa: ANN401 - as above
        """Write a cell as what it is: a text that looks like a formula stays a text."""
        match cell:
            case None:
                page.write_blank(line, place, None, self.plain)
            case bool():
                page.write_boolean(line, place, cell, self.plain)
            case int() | float():
                page.write_number(line, place, cell, self.plain)
            case date():
                page.write_datetime(line, place, cell, self.day)
            case _:
                page.write_string(line, place, cell, self.plain)

    def _choice(self, page: Any, column: Column, where: tuple[int, int, int, int]) -> None:  # noqa: ANN401 - as above
        """Offer what a cell can hold; where ids are meant, those of their sheet."""
        among = column.among
        if not among:
            return
        if isinstance(among, str):
            last = max(self.rows.get(among, 0) + 1, 2) + _SPARE
            source: object = f"='{among}'!$A$2:$A${last}"
        else:
            source = list(among)
            if len(",".join(among)) > _MOST_DIRECT:
                source = self._listed(column.key, among)
        page.data_validation(
            *where,
            {
                "validate": "list",
                "source": source,
                "error_type": "warning",
            },
        )

    def _listed(self, key: str, among: tuple[str, ...]) -> str:
        """Write words onto a hidden sheet, for a list that is too long to be said directly."""
        page = self.book.get_worksheet_by_name(f"_{key}") or self.book.add_worksheet(f"_{key}")
        for line, word in enumerate(among):
            page.write_string(line, 0, word)
        page.hide()
        return f"='_{key}'!$A$1:$A${len(among)}"


_SPARE = 200
"""Rows beyond the last one whose ids are offered when somebody has written them."""


def _notes(sheet: Sheet) -> dict[str, str]:
    """Return what the keys of a sheet mean, as the schema has it."""
    kind = "cases" if sheet.name == "cases" else "protocol"
    made = schema(kind)
    definitions = made["$defs"]
    if sheet is RULES:
        parts = [definitions[name] for name in ("OneOf", "Limit", "Between", "OfNormal", "Window")]
    else:
        name = _SHAPES.get(sheet.name)
        parts = [made if name == "Protocol" else definitions[name]] if name else []
    return {
        key: said["description"]
        for part in parts
        for key, said in part["properties"].items()
        if "description" in said
    }
