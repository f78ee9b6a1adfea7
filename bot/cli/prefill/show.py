"""``bedside prefill``: what a file of a record would answer."""

from __future__ import annotations

from datetime import datetime

from rich.console import Console

from bot.batch import prefill as prefilling
from bot.batch.read import as_table
from bot.cli.console import (
    LONGEST_FILE,
    bytes_of,
    printable,
    put,
    put_json,
    stop,
    today,
)
from bot.prefill.offering import Offer, offer
from bot.prefill.reading import read_record
from bot.prefill.reported import UnusableRecord
from bot.texts.words import Texts
from criteria.known.values import Choice
from criteria.trial.trial import Trial


def show(file: str, trial: Trial, texts: Texts, date: datetime | None, *, as_json: bool) -> None:
    """Print what a file would answer, or stop where nothing of it can be used."""
    when = date.date() if date else today()
    raw = bytes_of(file, texts.record.say("too_long", longest=LONGEST_FILE))
    try:
        found = offer(read_record(raw), trial, when)
    except UnusableRecord as error:
        stop(texts.record.say(error.code, line=error.line))
    if as_json:
        put_json(prefilling.as_rows(found, trial, when, texts))
    else:
        _show(found, trial, texts, prefilling.value_rows(found, trial, when))


def _show(found: Offer, trial: Trial, texts: Texts, rows: list[prefilling.Row]) -> None:
    numbers = [
        row
        for row, one in zip(rows, found.values, strict=True)
        if not isinstance(one.value, Choice)
    ]
    lines = [] if found.values else [texts.command.nothing_read]
    lines += map(printable, prefilling.as_lines(found, trial, texts))
    console = Console(highlight=False)
    with console.capture() as table:
        if numbers:
            console.print(as_table(numbers, trial, texts))
    put((table.get() + "\n".join(lines)).rstrip("\n"))
