"""``bedside match``: each trial's verdict, for everybody in a file."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.batch.match import Matcher
from bot.cli.batch.checkers import checker, day, here, take_in_another_process
from bot.cli.batch.stream import stream
from bot.cli.commands import Commands
from bot.cli.option_values import texts_of
from bot.cli.options import LANGUAGE, JobsOption, LanguageOption, SiteOption
from criteria.trial import catalog

app = Commands()


@app.command(epilog="Example: bedside match --trials /srv/trials people.jsonl")
def match(
    file: Annotated[str, typer.Argument(help="JSON Lines, one person a line; - for input.")],
    jobs: JobsOption = None,
    language: LanguageOption = LANGUAGE,
    site: SiteOption = None,
) -> None:
    """Verdicts of every trial there is, from answers that are given once for all of them."""
    texts = texts_of(language)
    again = partial(matcher, here(), language, day(site), site)
    again()  # what cannot be used is said once, and not by each process
    stream(file, again, jobs, texts)


def matcher(folders: tuple[Path, ...], language: str, day: date, site: Path | None) -> Matcher:
    """Return what matches against every trial, in this process or in another one."""
    take_in_another_process(folders)
    names = catalog.released()
    return Matcher([checker(folders, name, None, language, day, site) for name in names])
