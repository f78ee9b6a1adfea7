"""The log's entries, its signed head, and the program that verifies both: files to hand out."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, BinaryIO

from bot.exports.context import Unsuitable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.exports.context import ExportContext
    from bot.screenings.records import Screened


def write_entries(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write every entry of the log, one a line; return how many screenings they are about.

    It is the whole log whichever screenings are asked for: only the whole gives the root.

    Raises:
        Unsuitable: there is no database at hand.
    """
    del screenings
    if context.store is None:
        raise Unsuitable("no_log")
    begun = 0
    for entry in context.store.entries():
        line = json.dumps({"entry": entry}, separators=(",", ":"))
        target.write(line.encode() + b"\n")
        begun += entry.kind == "begun"
    return begun


def write_head(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write the signed head of the log, as it is to be kept elsewhere.

    Raises:
        Unsuitable: it can't be signed.
    """
    if context.head is None:
        raise Unsuitable("no_head")
    target.write(context.head.note.encode())
    return sum(1 for _ in screenings)


def write_verifier(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write the program that verifies such files without Bedside."""
    del context
    target.write(resources.files(__package__).joinpath("verify_head.py").read_bytes())
    return sum(1 for _ in screenings)
