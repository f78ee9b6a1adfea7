"""``bedside trials suite``: worked cases of trials as one file, to hold another engine to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.console import UNWRITABLE, put, stop
from criteria.trial import catalog

app = Commands()


@app.command(epilog="Example: bedside trials suite --trial start-net --into suite.json")
def suite(
    trial: Annotated[
        list[str] | None,
        typer.Option("--trial", help="Which trial; repeatable. Without it those shipped."),
    ] = None,
    into: Annotated[
        Path | None, typer.Option("--into", metavar="FILE", help="The file to write.")
    ] = None,
    schema: Annotated[bool, typer.Option("--schema", help="Its JSON Schema instead.")] = False,
) -> None:
    """Worked cases of each limit, window, choice and contradiction, with what must follow."""
    text = _schema() if schema else _cases(tuple(trial or ()))
    if into is None:
        put(text.rstrip("\n"))
        return
    try:
        into.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        stop(f"{into}: {error.strerror}. Name another file.", UNWRITABLE)
    put(f"Written: {into}")


def _schema() -> str:
    from bot.suite.shape import schema_text  # noqa: PLC0415 - only this command makes the file

    return schema_text()


def _cases(named: tuple[str, ...]) -> str:
    """Return the cases of trials, or stop where there is none of that name."""
    from bot.suite.suite import suite, suite_text  # noqa: PLC0415 - as above

    collection = catalog.in_force()
    there = collection.released()
    for name in named:
        if name not in there:
            stop(f"No trial “{name}” is released: name one of {', '.join(there)}.")
    shipped = (
        found.id
        for found in collection.available()
        if collection.is_shipped(found.id, found.version)
    )
    try:
        return suite_text(suite(collection, named or tuple(shipped)))
    except catalog.TrialError as error:
        stop(str(error))
