"""``bedside log enrolled``: who was enrolled in a trial without a row in the screening log."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.console import LONGEST_FILE, bytes_of, printable, put, stop, text_of
from bot.cli.option_values import texts_of, trial_of
from bot.cli.options import DATABASE, LANGUAGE, DatabaseOption, LanguageOption, SiteOption
from bot.cli.records import now, opened
from bot.screenings.outcomes import enrolment

app = Commands()

WHO = "terminal"


@app.command(epilog="Example: bedside log enrolled enrolment-list.csv --trial start-net")
def enrolled(
    file: Annotated[
        str | None,
        typer.Argument(
            help="The trial's enrolment list, a study number a line, and after a comma the day; "
            "- for standard input. Without it the last list is compared."
        ),
    ] = None,
    trial: Annotated[str | None, typer.Option(help="The trial.")] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Delete the trial's list.")] = False,
    database: DatabaseOption = DATABASE,
    language: LanguageOption = LANGUAGE,
    site: SiteOption = None,
) -> None:
    """Compare a trial's enrolment list with the log: who was enrolled without a row."""
    if clear and file is not None:
        stop("Write a file or --clear, not both: --clear deletes the list.")
    texts = texts_of(language)
    protocol = trial_of(trial, None).protocol
    say = texts.enrolment.say
    with opened(database, site, texts) as records:
        when = now(records)
        if clear:
            records.store.take_enrolled(protocol.id, (), when, WHO)
            put(say("cleared", trial=protocol.acronym))
            return
        if file is not None:
            raw = bytes_of(file, texts.record.say("too_long", longest=LONGEST_FILE))
            try:
                listed = enrolment.read_list(text_of(raw), when.date())
            except enrolment.ListError as error:
                stop(enrolment.refused(error, texts))
            records.store.take_enrolled(protocol.id, listed, when, WHO)
        found = enrolment.compared(records.store, records.zone, protocol.id)
        lines = [line for one in found for line in enrolment.told(one, protocol.acronym, texts)]
        for line in lines or [say("none", trial=protocol.acronym)]:
            put(printable(line))
