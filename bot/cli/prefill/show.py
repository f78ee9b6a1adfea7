"""``bedside prefill``: what a file of a record would answer."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import typer
from rich.console import Console

from bot.batch import prefill as prefilling
from bot.batch.read import as_table
from bot.cli.console import (
    LONGEST_FILE,
    bytes_of,
    printable,
    put,
    put_json,
    source_of,
    stop,
    today,
)
from bot.config.fhir_server import place_of
from bot.config.settings import Settings, SettingsError
from bot.prefill.offering import Offer, offer
from bot.prefill.reading import read_record
from bot.prefill.reported import Record, UnusableRecord
from bot.prefill.server.endpoint import Place
from bot.texts.words import Texts
from criteria.known.values import Choice
from criteria.trial.trial import Trial


def from_file(file: str, texts: Texts) -> Record:
    """Read a file, or stop where nothing of it can be used."""
    raw = bytes_of(file, texts.record.say("too_long", longest=LONGEST_FILE))
    try:
        return read_record(raw)
    except UnusableRecord as error:
        stop(texts.record.say(error.code, line=error.line))


def found(config: Path | None, trial: Trial, texts: Texts) -> Record:
    """Search on the site's FHIR server for one patient, or stop where nothing comes of it."""
    from bot.prefill.server.problems import ServerError  # noqa: PLC0415 - a file needs no server
    from bot.prefill.server.searching import search  # noqa: PLC0415 - as above

    place = _place(config, texts)
    patient = _patient(texts)
    try:
        return search(place, patient, trial)
    except ServerError as error:
        stop(texts.record_server.say(error.problem, detail=error.detail))
    except UnusableRecord as error:
        stop(texts.record.say(error.code, line=error.line))


def _place(config: Path | None, texts: Texts) -> Place:
    try:
        settings = Settings.load(config)
    except SettingsError as error:
        stop(str(error))
    if not settings.fhir:
        stop(texts.record_server.no_server)
    return place_of(settings)


def _patient(texts: Texts) -> str:
    """Ask for the patient's id without showing it; from a pipe it is the first line."""
    if sys.stdin is not None and sys.stdin.isatty():
        return str(
            typer.prompt(texts.record_server.which_patient, hide_input=True, err=True)
        ).strip()
    with source_of("-") as source:
        return source.readline(1000).decode("utf-8", "replace").strip()


def show(
    record: Record, trial: Trial, texts: Texts, date: datetime | None, *, as_json: bool
) -> None:
    """Print what a record would answer."""
    when = date.date() if date else today()
    found = offer(record, trial, when)
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
