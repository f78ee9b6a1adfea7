"""``bedside chat``: a conversation in the terminal."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.console import stop
from bot.cli.option_values import site_for, site_of, trial_of
from bot.cli.options import (
    DATABASE,
    LANGUAGE,
    ChatTrialsOption,
    DatabaseOption,
    LanguageOption,
    SiteOption,
    VersionOption,
)
from bot.config.site import SiteFile
from bot.screenings.named import trials_named
from criteria.trial import catalog

app = Commands()


@app.command(epilog="Example: bedside chat --language sv")
def chat(  # noqa: PLR0913, PLR0917 - the options of one command
    context: typer.Context,
    trial: ChatTrialsOption = None,
    version: VersionOption = None,
    language: LanguageOption = LANGUAGE,
    resume: Annotated[
        str | None, typer.Option("--resume", help="The number of a screening to go on with.")
    ] = None,
    database: DatabaseOption = DATABASE,
    site: SiteOption = None,
) -> None:
    """Screen somebody in the terminal: with arrow keys, or a line at a time from a pipe."""
    from bot.cli import wiring as parts  # noqa: PLC0415 - the help needs no database
    from bot.store import StoreError  # noqa: PLC0415 - as above

    at = None if site is None else site_of(site)
    chosen = " ".join(_trials(trial or [], version, at)) or None
    try:
        given = _given_again(context, "database", "site", "trials")
        asked = bool(_given_again(context, "language"))
        status = parts.chat(database, chosen, version, language, resume, at, given, asked=asked)
        raise typer.Exit(status)
    except StoreError as error:
        stop(str(error))


def _trials(named: list[str], version: str | None, at: SiteFile | None) -> tuple[str, ...]:
    """Return the trials that a conversation is for, or stop where one cannot be used."""
    if version is not None and not named:
        return (trial_of(None, version).protocol.id,)
    wanted = trials_named(" ".join(named), catalog.in_force().released())
    if version is not None and len(wanted) > 1:
        stop("A version belongs to one trial: leave out --version, or name one --trial.")
    for one in wanted if at is not None or len(wanted) > 1 else ():
        chosen = trial_of(one, version)
        if at is not None:
            site_for(at, chosen)
    return wanted


def _given_again(context: typer.Context, *options: str) -> str:
    """Write those of some options that were given on the command line, as in a shell."""
    sources = {name: context.get_parameter_source(name) for name in options}
    given = [name for name, source in sources.items() if source and source.name == "COMMANDLINE"]
    written = [
        f"--{name} {shlex.quote(str(each))}"
        for name in given
        for each in _each(context.params[name])
    ]
    return " ".join(written)


def _each(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]
