"""The eligibility checklist of one screening as a PDF, to be printed, signed and filed.

What it says is worked out in `checklist_rows`; here it is handed to the template as data, never
as source, so that nothing anybody wrote can be taken for markup. It looks the same everywhere:
its letters come with the typesetter, none from the machine.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import resources
from typing import TYPE_CHECKING, BinaryIO

from bot.exports.checklist.rows import sheet_of
from bot.exports.context import MissingPartError, Unsuitable
from bot.exports.glyphs import shown

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from typst import PDFStandard

    from bot.exports.checklist.rows import Sheet
    from bot.exports.context import ExportContext
    from bot.screenings.records import Screened

_STANDARDS: tuple[PDFStandard, ...] = ("a-2a", "ua-1")
"""To be kept for decades, and read aloud: both have the text tagged."""


_SIZES = ((9, 1), (8.5, 1), (8, 1), (9, 2), (8.5, 2), (8, 2), (7.5, 2), (7, 2), (6.5, 2))
"""Sizes of the letters in points, and in how many pages each has to fit; the last has to do."""


def write(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write the checklist of the one screening given.

    Raises:
        MissingPartError: typst is not installed.
        Unsuitable: the screening's answers were deleted, so there is nothing to sign.
    """
    count = 0
    for screened in context.counted(screenings):
        if screened.purged:
            raise Unsuitable("answers_deleted", screened.token)
        target.write(typeset(sheet_of(screened, context), context.made))
        count += 1
    return count


def typeset(sheet: Sheet, made: datetime) -> bytes:
    """Return the PDF of a sheet: as large as fits one page, else as large as fits two.

    Raises:
        MissingPartError: typst is not installed.
    """
    try:
        from typst import Compiler  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingPartError("typst") from None
    template = resources.files(__package__).joinpath("checklist.typ").read_bytes()
    data = json.dumps(shown(asdict(sheet)))
    for size, pages in _SIZES:
        inputs = {"sheet": data, "size": str(size)}
        compiler = Compiler(template, ignore_system_fonts=True, sys_inputs=inputs)
        if int(compiler.query("<pages>", field="value", one=True)) <= pages:
            break
    pdf = compiler.compile(
        template,
        format="pdf",
        pdf_standards=list(_STANDARDS),
        timestamp=made.replace(microsecond=0),
    )
    return b"".join(pdf) if isinstance(pdf, list) else pdf or b""
