"""The command line: ``bedside`` and ``python -m bot``. It parses, calls and prints, no more."""

from __future__ import annotations

import io
import shlex
import sys
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Annotated

import typer
from rich.console import Console

from bot import __version__
from bot.batch import read as reading
from bot.batch.check import Unusable, error_reply
from bot.cli import batches
from bot.cli import drafts as drafts_cli
from bot.cli import log as log_cli
from bot.cli import order as order_cli
from bot.cli import recheck as recheck_cli
from bot.cli import reload as reload_cli
from bot.cli import trials as trials_cli
from bot.cli.authoring import cases as cases_cli
from bot.cli.authoring import preview as preview_cli
from bot.cli.authoring import schema as schema_cli
from bot.cli.authoring import suite as suite_cli
from bot.cli.authoring import workbook as workbook_cli
from bot.cli.commands import Commands
from bot.cli.console import (
    LONGEST_FILE,
    bytes_of,
    printable,
    put,
    put_json,
    site_for,
    site_of,
    stop,
    text_of,
    texts_of,
    today,
    trial_of,
    typed,
)
from bot.cli.options import (
    DATABASE,
    LANGUAGE,
    ChatTrialsOption,
    DatabaseOption,
    FileOfRecord,
    JobsOption,
    JsonOption,
    LanguageOption,
    ReferenceDateOption,
    SiteOption,
    TrialOption,
    VersionOption,
)
from bot.cli.outcomes import enrolled as enrolled_cli
from bot.cli.outcomes import outcome as outcome_cli
from bot.cli.proof import backup as backup_cli
from bot.cli.proof import log as proof_cli
from bot.cli.proof import validate as validate_cli
from bot.cli.serve import EXAMPLE, ConfigOption, OwnTrialsOption, serve
from bot.config.site import SiteFile
from bot.presentation.summary.summary import Summary
from bot.screenings.named import trials_named
from bot.texts.words import Texts
from criteria.trial import catalog

app = Commands(
    name="bedside",
    help="Prescreening for clinical trials. It never decides: the investigator does.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
trials_cli.app.command(epilog=order_cli.EXAMPLE)(order_cli.order)
trials_cli.app.command(epilog=reload_cli.EXAMPLE, trials=False)(reload_cli.reload)
trials_cli.app.command(epilog=drafts_cli.EXAMPLE, trials=False)(drafts_cli.new)
trials_cli.app.command(epilog=preview_cli.EXAMPLE, trials=False)(preview_cli.preview)
trials_cli.app.command(epilog=cases_cli.EXAMPLE, trials=False)(cases_cli.cases)
trials_cli.app.command(epilog=schema_cli.EXAMPLE, trials=False)(schema_cli.schema)
trials_cli.app.command(epilog=suite_cli.EXAMPLE)(suite_cli.suite)
trials_cli.app.command("to-xlsx", epilog=workbook_cli.TO_EXAMPLE, trials=False)(
    workbook_cli.to_xlsx
)
trials_cli.app.command("from-xlsx", epilog=workbook_cli.FROM_EXAMPLE, trials=False)(
    workbook_cli.from_xlsx
)
app.add_typer(trials_cli.app, name="trials")
log_cli.app.command(epilog=recheck_cli.EXAMPLE)(recheck_cli.recheck)
log_cli.app.command(epilog=outcome_cli.EXAMPLE)(outcome_cli.outcome)
log_cli.app.command(epilog=enrolled_cli.EXAMPLE)(enrolled_cli.enrolled)
log_cli.app.command(epilog=proof_cli.VERIFY, trials=False)(proof_cli.verify)
log_cli.app.command(epilog=proof_cli.HEAD, trials=False)(proof_cli.head)
app.add_typer(log_cli.app, name="log")


def main() -> None:
    """Run the command line. What it writes is UTF-8, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A lone surrogate comes out as \ud800, which is also how JSON writes it.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    app()


def _version(wanted: bool) -> None:
    if wanted:
        put(f"bedside {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Which Bedside it is."),
    ] = False,
) -> None:
    """Take the options of the command itself."""


@app.command(epilog="Example: bedside check --jsonl people.jsonl > verdicts.jsonl")
def check(  # noqa: PLR0913, PLR0917 - an option each
    file: Annotated[str, typer.Argument(help="JSON, or JSON Lines with --jsonl; - for input.")],
    trial: TrialOption = None,
    version: VersionOption = None,
    as_json: JsonOption = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One object a line.")] = False,
    jobs: JobsOption = None,
    language: LanguageOption = LANGUAGE,
    site: SiteOption = None,
) -> None:
    """Verdicts without a conversation: answers in a file, statuses and summary out."""
    texts = texts_of(language)
    prepare = partial(
        batches.checker, batches.here(), trial, version, language, batches.day(site), site
    )
    checker = prepare()
    if jsonl:
        batches.stream(file, prepare, jobs, texts)
        return
    text = text_of(bytes_of(file, texts.input.say("file_too_long", longest=LONGEST_FILE)))
    try:
        entry = checker.check(text)
    except Unusable as unusable:
        if as_json:
            put_json(error_reply(unusable))
        several = "\n" in text.strip()
        stop(_place(unusable, texts, several=several) + unusable.text)
    if as_json:
        put_json(checker.reply(entry))
    else:
        identity = "" if entry.identity is None else str(entry.identity)
        summary = Summary(entry.verdict, texts, identity, today=not entry.dated)
        put(printable(summary.text()))


def _place(unusable: Unusable, texts: Texts, *, several: bool) -> str:
    """Name the item that an error is about, and in a file of several lines its line."""
    parts = [texts.input.say("line", line=unusable.line)] if several and unusable.line else []
    parts += [unusable.item] if unusable.item else []
    return f"{', '.join(parts)}: " if parts else ""


@app.command(epilog='Example: bedside read "Hb 105 g/L, TPK 230 x10^9/L"')
def read(
    text: Annotated[str, typer.Argument(help="Laboratory text, or - for standard input.")],
    trial: TrialOption = None,
    version: VersionOption = None,
    as_json: JsonOption = False,
    language: LanguageOption = LANGUAGE,
) -> None:
    """What is read from pasted laboratory text, and what is not."""
    chosen = trial_of(trial, version)
    texts = texts_of(language)
    if text == "-":
        longest = texts.input.say("text_too_long", longest=reading.LONGEST)
        pasted = text_of(bytes_of("-", longest))
    else:
        pasted = typed(text)
    try:
        found, dropped = reading.read(pasted, chosen, texts)
    except ValueError as error:
        stop(str(error))
    if dropped:
        typer.echo(texts.input.lines_dropped, err=True)
    rows = reading.as_rows(found, chosen, today())
    if as_json:
        put_json(rows)
        return
    lines = [] if rows else [texts.command.nothing_read]
    lines += map(printable, reading.as_lines(found, chosen, texts))
    console = Console(highlight=False)
    with console.capture() as table:
        if rows:
            console.print(reading.as_table(rows, chosen, texts))
    put((table.get() + "\n".join(lines)).rstrip("\n"))


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
    from bot.cli.prefill import show  # noqa: PLC0415 - the other commands need no FHIR

    chosen, texts = trial_of(trial, version), texts_of(language)
    if server == (file is not None):
        stop(texts.record_server.no_server)
    record = show.from_file(file, texts) if file is not None else show.found(config, chosen, texts)
    in_json = as_json if as_json is not None else not sys.stdout.isatty()
    show.show(record, chosen, texts, date, as_json=in_json)


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
    from bot.cli import wiring as parts  # noqa: PLC0415 - the other commands need no database
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


app.command(epilog=batches.EXAMPLE)(batches.match)
app.command(epilog=backup_cli.BACKUP, trials=False)(backup_cli.backup)
app.command(epilog=backup_cli.RESTORE, trials=False)(backup_cli.restore)
app.command(epilog=validate_cli.VALIDATE)(validate_cli.validate)
app.command(epilog=EXAMPLE, trials=False)(serve)


@app.command(epilog="Example: bedside doctor --config bedside.env", trials=False)
def doctor(
    config: ConfigOption = None,
    trials: OwnTrialsOption = None,
) -> None:
    """Check that everything is in order: settings, database, trials, disk, clock, Telegram."""
    from bot.cli import doctor as checking  # noqa: PLC0415 - as above
    from bot.cli import wiring as parts  # noqa: PLC0415 - the other commands need no database
    from bot.cli.proof import checkup  # noqa: PLC0415 - as above
    from bot.config.settings import Settings, SettingsError  # noqa: PLC0415 - as above

    try:
        settings = Settings.load(config).with_trials(trials)
    except SettingsError as error:
        stop(str(error))
    catalog.use(settings.trials)
    found = []
    served = None if settings.token is None else partial(parts.served, settings)
    more = chain(checkup.checks(settings), parts.checks(settings))
    for check in checking.checks(settings, lambda: datetime.now().astimezone(), served, more):
        put(printable(checking.as_text(check)))
        found.append(check)
    raise typer.Exit(checking.exit_status(found))
