"""``bedside prefill``: where the record is, and how it is shown."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.config_options import ConfigOption
from bot.cli.console import stop
from bot.cli.option_values import texts_of, trial_of
from bot.cli.options import (
    LANGUAGE,
    FileOfRecord,
    LanguageOption,
    ReferenceDateOption,
    TrialOption,
    VersionOption,
)

app = Commands()


@app.command(epilog="Example: bedside prefill --date 2026-03-31 results.json")
def prefill(  # noqa: PLR0913, PLR0917 - the options of one command
    file: FileOfRecord = None,
    trial: TrialOption = None,
    version: VersionOption = None,
    date: ReferenceDateOption = None,
    server: Annotated[
        bool, typer.Option("--server", help="Search on BEDSIDE_FHIR; asks for the patient's id.")
    ] = False,
    config: ConfigOption = None,
    as_json: Annotated[
        bool | None,
        typer.Option("--json/--table", help="If not said: a table in a terminal, else JSON."),
    ] = None,
    language: LanguageOption = LANGUAGE,
) -> None:
    """What a file of a record would answer, and what of it is not used and why."""
    from bot.cli.prefill import show  # noqa: PLC0415 - the help needs no FHIR

    chosen, texts = trial_of(trial, version), texts_of(language)
    if server == (file is not None):
        stop(texts.record_server.no_server)
    record = show.from_file(file, texts) if file is not None else show.found(config, chosen, texts)
    in_json = as_json if as_json is not None else not sys.stdout.isatty()
    show.show(record, chosen, texts, date, as_json=in_json)
