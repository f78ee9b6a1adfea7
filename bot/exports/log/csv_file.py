"""The screening log as CSV: UTF-8, the columns that docs/exports.md describes, one row each."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO

from bot.exports.log.rows import COLUMNS, row_of
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.exports.context import ExportContext
    from bot.exports.log.rows import Cell
    from bot.screenings.records import Screened

_ELIGIBLE = {Outcome.ELIGIBLE: "yes", Outcome.NOT_ELIGIBLE: "no", Outcome.PENDING: ""}
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write the log; return how many screenings are in it."""
    text = io.TextIOWrapper(target, "utf-8", newline="", write_through=True)
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(COLUMNS)
    count = 0
    for screened in context.counted(screenings):
        out.writerow(map(written, row_of(screened, context.texts, _ELIGIBLE, coded=True).cells()))
        count += 1
    text.detach()
    return count


def written(cell: Cell) -> str:
    """Write a cell: days and moments in ISO form, a formula with an apostrophe before it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text
