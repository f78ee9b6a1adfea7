"""Reads a workbook: each sheet's rows, with the place of every cell."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from bot.workbook.putting_together import Given
from bot.workbook.sheets import TRIAL

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.cell import Cell as Filled
    from openpyxl.cell import MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from bot.workbook.cells import Cell

_LAST_COLUMN = 200
_LAST_ROW = 20_000


class NoWorkbookError(ValueError):
    """A file that is no workbook."""


def read(file: Path) -> dict[str, list[Given]]:
    """Return the rows of each sheet that is shown.

    Raises:
        ImportError: openpyxl is not installed.
        NoWorkbookError: it is no workbook.
        OSError: it cannot be read.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 - an extra
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 - as above

    try:
        book = load_workbook(file, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise NoWorkbookError(str(error)) from None
    pages = [page for page in book.worksheets if page.sheet_state == "visible"]
    return {page.title: list(_rows(page)) for page in pages}


def _rows(page: Worksheet) -> Iterator[Given]:
    if page.title == TRIAL.name:
        yield _upright(page)
        return
    head, *rows = [list(row) for row in _cells(page)] or [[]]
    headings = [_said(cell.value) for cell in head]
    for number, row in enumerate(rows, 2):
        cells = {
            heading or cell.coordinate: (_value(cell), cell.coordinate)
            for heading, cell in zip(headings, row, strict=False)
            if not _blank(cell)
        }
        if cells:
            yield Given(page.title, number, cells)


def _cells(page: Worksheet) -> list[tuple[Filled | MergedCell, ...]]:
    """Return the rows that hold something, two cells wide or more."""
    high, wide = min(page.max_row, _LAST_ROW), min(page.max_column, _LAST_COLUMN)
    return list(page.iter_rows(max_row=high, max_col=max(wide, 2)))


def _upright(page: Worksheet) -> Given:
    """Return a sheet with a key and its value in each row as one row."""
    cells = {
        _said(key.value) or key.coordinate: (_value(value), value.coordinate)
        for key, value, *_ in _cells(page)[1:]
        if not _blank(value)
    }
    return Given(page.title, 1, cells)


def _blank(cell: Filled | MergedCell) -> bool:
    return cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())


def _value(cell: Filled | MergedCell) -> Cell:
    value = cell.value
    return value if isinstance(value, str | int | float | bool | date) else str(value)


def _said(value: object) -> str:
    return "" if value is None else str(value).strip()
