"""The enrolment lists of trials against the log as CSV: a row for each number and each doubt."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO

from bot.exports.log.csv_file import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.exports.context import ExportContext
    from bot.screenings.outcomes.enrolment import Comparison
    from bot.screenings.records import Screened

COLUMNS = ("trial", "study_number", "enrolled_on", "screening_number", "state")


def comparisons(context: ExportContext, trial: str | None = None) -> list[Comparison]:
    """Return what lists say of the log, whatever else a file holds: they are of whole trials."""
    from bot.screenings.outcomes.enrolment import compared  # noqa: PLC0415 - it needs the database

    if context.store is None:
        return []
    return compared(context.store, context.made.tzinfo, trial or context.trial)


def write_csv(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write the lists against the log; return how many rows there are, none without a list."""
    del screenings
    found = comparisons(context)
    text = io.TextIOWrapper(target, "utf-8", newline="", write_through=True)
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(COLUMNS)
    rows = [(one.trial, line) for one in found for line in one.lines]
    for trial, line in rows:
        cells = (trial, line.study_number, line.day, " ".join(line.tokens), line.state)
        out.writerow(map(written, cells))
    text.detach()
    return len(rows)
