"""The screening log as a workbook: one row each, to be filtered, and a sheet about it.

Rows are written as they come and never held, so that memory does not grow with their number.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, BinaryIO

from bot.exports.context import MissingPartError
from bot.exports.log.enrolled import comparisons
from bot.exports.log.rows import COLUMNS, row_of
from bot.screenings.status import Stage
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.exports.context import ExportContext
    from bot.exports.log.rows import Cell
    from bot.screenings.records import Screened
    from bot.texts.files import LogWords

_WIDTHS = {
    "screening_number": 12,
    "subject_id": 13,
    "consent_date": 13,
    "consent_version": 13,
    "eligible": 11,
    "reason": 70,
    "not_met": 16,
    "pending": 24,
    "not_asked": 20,
    "awaited": 16,
    "not_met_count": 9,
    "pending_count": 9,
    "version": 9,
    "site": 9,
    "started": 16,
    "ended": 16,
    "outcome": 13,
    "screener": 16,
    "provisional": 13,
    "referred_to": 20,
    "outcome_after_referral": 22,
    "not_approached": 24,
    "declined_because": 24,
    "overridden": 24,
    "undone": 24,
}
_WIDTH = 12
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
_LONGEST_CELL = 32_767


def write(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write the log; return how many screenings are in it.

    Raises:
        MissingPartError: xlsxwriter is not installed.
    """
    try:
        from xlsxwriter import (  # type: ignore[import-untyped] # noqa: PLC0415 - an extra
            Workbook,
        )
    except ImportError:
        raise MissingPartError("xlsxwriter") from None
    with Workbook(target, {"constant_memory": True, "remove_timezone": True}) as book:
        book.set_properties({"title": context.texts.log.title, "created": _bare(context.made)})
        return _Log(book, context).write(screenings)


def _bare(moment: datetime) -> datetime:
    """Return the time on the wall: a workbook knows no time zones."""
    return moment.replace(tzinfo=None)


class _Log:
    """The workbook while it is written."""

    def __init__(self, book: Any, context: ExportContext) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self.context = context
        self.words: LogWords = context.texts.log
        top = {"valign": "top"}
        self.head = book.add_format({**top, "bold": True, "text_wrap": True, "bottom": 1})
        self.plain = book.add_format(top)
        self.left = book.add_format({**top, "align": "left"})
        self.wrapped = book.add_format({**top, "text_wrap": True})
        self.day = book.add_format({**top, "num_format": _DAY, "align": "left"})
        self.moment = book.add_format({**top, "num_format": _MOMENT, "align": "left"})
        self.blank = book.add_format({**top, "bg_color": "#EEEEEE", "border": 4})
        self.sheet = book.add_worksheet(self.words.title)
        self.about = book.add_worksheet(self.words.about)

    def write(self, screenings: Iterable[Screened]) -> int:
        """Write both sheets."""
        self._lay_out()
        words = self.words
        eligible = {
            Outcome.ELIGIBLE: words.eligible_yes,
            Outcome.NOT_ELIGIBLE: words.eligible_no,
            Outcome.PENDING: words.eligible_open,
        }
        outcomes, unfinished, count = Counter[Outcome](), 0, 0
        for screened in self.context.counted(screenings):
            count += 1
            outcomes[screened.result.outcome] += 1
            unfinished += screened.stage is Stage.IN_PROGRESS
            self._row(count, row_of(screened, self.context.texts, eligible).cells())
        self.sheet.autofilter(0, 0, count, len(COLUMNS) - 1)
        self._about(count, unfinished, {eligible[one]: outcomes[one] for one in Outcome})
        return count

    def _lay_out(self) -> None:
        """Write the head of the sheet, set its widths, and say how it is printed."""
        sheet = self.sheet
        for column, name in enumerate(COLUMNS):
            sheet.set_column(column, column, _WIDTHS.get(name, _WIDTH))
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        page = self.words.say("page", page="&P", pages="&N")
        sheet.set_footer(f"&L{self.words.title}&R{page}")
        sheet.set_row(0, 32)
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, getattr(self.words.columns, name), self.head)

    def _row(self, number: int, cells: tuple[Cell, ...]) -> None:
        for column, (name, cell) in enumerate(zip(COLUMNS, cells, strict=True)):
            self._cell(number, column, name, cell)

    def _cell(self, row: int, column: int, name: str, cell: Cell) -> None:
        """Write a cell as what it is: a text that looks like a formula stays a text."""
        sheet = self.sheet
        match cell:
            case None:
                mine = self.plain if name in ("date_screened", "ended") else self.blank
                sheet.write_blank(row, column, None, mine)
            case datetime():
                sheet.write_datetime(row, column, _bare(cell), self.moment)
            case date():
                sheet.write_datetime(row, column, cell, self.day)
            case int():
                sheet.write_number(row, column, cell, self.plain)
            case _:
                form = self.wrapped if name == "reason" else self.plain
                sheet.write_string(row, column, cell[:_LONGEST_CELL], form)

    def _about(self, count: int, unfinished: int, outcomes: dict[str, int]) -> None:
        """Say what the log covers, and how many of what it holds."""
        words, context, say = self.words, self.context, self.context.texts.enrolment
        period = " – ".join(
            (
                words.since_beginning if context.since is None else context.since.isoformat(),
                words.until_now if context.until is None else context.until.isoformat(),
            )
        )
        made = f"{context.made:%Y-%m-%d %H:%M}"
        lines: list[tuple[str, str | int]] = [
            (words.title, ""),
            *([(words.columns.site, context.site)] if context.site else []),
            (words.made, made),
            (words.period, period),
            (words.count, count),
            (words.unfinished, unfinished),
            *((f"{words.columns.eligible}: {name}", number) for name, number in outcomes.items()),
            *((say.say("label", trial=one.trial), one.without) for one in comparisons(context)),
            (words.blank, ""),
            *([("", context.head.public_key)] if context.head is not None else []),
            (context.texts.summary.decides, ""),
        ]
        self.about.set_column(0, 0, 30)
        self.about.set_column(1, 1, 34)
        for row, (label, told) in enumerate(lines):
            self.about.write_string(row, 0, label, self.plain if row else self.head)
            if isinstance(told, int):
                self.about.write_number(row, 1, told, self.left)
            elif told:
                self.about.write_string(row, 1, told, self.plain)
