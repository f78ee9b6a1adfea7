"""``bedside log recheck``: whose verdict another version of the trial would change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.console import output, printable
from bot.cli.option_values import texts_of, trial_of
from bot.cli.options import (
    DATABASE,
    LANGUAGE,
    DatabaseOption,
    LanguageOption,
    SinceOption,
    SiteOption,
    TrialOption,
    UntilOption,
)
from bot.cli.records import days, opened
from bot.dialogs.session import Script
from bot.screenings.recheck import Recheck, recheck_lines
from bot.screenings.recheck import recheck as under
from bot.screenings.records import Screened
from criteria.trial.site import NO_SITE

app = Commands()

OtherVersionOption = Annotated[
    str, typer.Option("--version", help="The version to look at them under.")
]


@app.command(epilog="Example: bedside log recheck --version R2 --language sv")
def recheck(  # noqa: PLR0913, PLR0917 - an option each
    version: OtherVersionOption,
    trial: TrialOption = None,
    database: DatabaseOption = DATABASE,
    since: SinceOption = None,
    until: UntilOption = None,
    language: LanguageOption = LANGUAGE,
    site: SiteOption = None,
) -> None:
    """Whose verdict another version would change, and which new answers it would need."""
    texts = texts_of(language)
    chosen = trial_of(trial, version)
    purged = 0

    def results(screenings: Iterator[Screened]) -> Iterator[Recheck]:
        nonlocal purged
        for one in screenings:
            if one.session.trial != chosen.protocol.id:
                continue
            purged += one.purged
            if not one.purged:
                yield under(one.session, one.script, other)

    with opened(database, site, texts) as records, output() as out:
        other = Script(chosen, NO_SITE if records.site is None else records.site.for_trial(chosen))
        found = results(records.between(*days(since, until, texts)))
        for line in recheck_lines(found, chosen, texts):
            out.write(printable(line) + "\n")
        if purged:
            out.write(texts.recheck.say("purged", count=purged) + "\n")
