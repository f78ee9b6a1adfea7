"""The command line: ``bedside`` and ``python -m bot``. It parses, calls and prints, no more.

A command is imported when it is asked for. What has to be up soon, as a service that died or a
check of one person, waits for nothing that only other commands need.
"""

from __future__ import annotations

import gc
import io
import sys
from typing import Annotated

import typer

from bot import __version__
from bot.cli.lazy import LazyGroup

_GARBAGE = 20_000
"""New objects after which garbage is looked for: an import makes thousands that stay."""


class _Bedside(LazyGroup):
    modules = {  # noqa: RUF012 - declared as a ClassVar
        "check": "bot.cli.batch.check",
        "read": "bot.cli.batch.read",
        "prefill": "bot.cli.prefill.command",
        "chat": "bot.cli.chat",
        "match": "bot.cli.batch.match",
        "backup": "bot.cli.proof.backup",
        "restore": "bot.cli.proof.backup",
        "validate": "bot.cli.proof.validate",
        "serve": "bot.cli.serve",
        "doctor": "bot.cli.doctor",
    }


class _Trials(LazyGroup):
    modules = {  # noqa: RUF012 - as above
        "list": "bot.cli.trials",
        "show": "bot.cli.trials",
        "diff": "bot.cli.authoring.diff",
        "check": "bot.cli.authoring.check",
        "analytes": "bot.cli.trials",
        "order": "bot.cli.authoring.order",
        "reload": "bot.cli.reload",
        "new": "bot.cli.authoring.drafts",
        "preview": "bot.cli.authoring.preview",
        "cases": "bot.cli.authoring.cases",
        "schema": "bot.cli.authoring.schema",
        "suite": "bot.cli.authoring.suite",
        "to-xlsx": "bot.cli.authoring.workbook",
        "from-xlsx": "bot.cli.authoring.workbook",
    }


class _Log(LazyGroup):
    modules = {  # noqa: RUF012 - as above
        "list": "bot.cli.log.lists",
        "export": "bot.cli.log.files",
        "checklist": "bot.cli.log.files",
        "calendar": "bot.cli.log.files",
        "picture": "bot.cli.log.files",
        "worklist": "bot.cli.log.lists",
        "demo": "bot.cli.log.demo",
        "recheck": "bot.cli.log.recheck",
        "outcome": "bot.cli.log.outcome",
        "enrolled": "bot.cli.log.enrolled",
        "verify": "bot.cli.proof.log",
        "head": "bot.cli.proof.log",
    }


app = typer.Typer(
    cls=_Bedside,
    name="bedside",
    help="Prescreening for clinical trials. It never decides: the investigator does.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    epilog="Example: bedside check answers.json; a command's own example: bedside check --help",
)
app.add_typer(
    typer.Typer(no_args_is_help=True),
    cls=_Trials,
    name="trials",
    help="Trials: list, show, compare, check a folder.",
    epilog="Example: bedside trials show start-net",
)
app.add_typer(
    typer.Typer(no_args_is_help=True),
    cls=_Log,
    name="log",
    help="The screening log: list it, write it to files, one checklist.",
    epilog="Example: bedside log list --since 2026-03-01",
)


def main() -> None:
    """Run the command line. What it writes is UTF-8, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A lone surrogate comes out as \ud800, which is also how JSON writes it.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    gc.set_threshold(_GARBAGE)
    app()


def _version(wanted: bool) -> None:
    from bot.cli.console import put  # noqa: PLC0415 - no command needs it here

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
