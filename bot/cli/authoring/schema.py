"""``bedside trials schema``: what a trial's files may hold, as JSON Schemas for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import UNWRITABLE, put, stop
from criteria.trial.schema import FOLDER, KINDS, text

app = typer.Typer()


@app.command(epilog="Example: bedside trials schema --into my-trials")
def schema(
    kind: Annotated[str | None, typer.Argument(help=f"{', '.join(KINDS)}.")] = None,
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="DIR", help="Write all of them into DIR/schema/."),
    ] = None,
) -> None:
    """JSON Schemas of a trial's files, with which an editor completes and checks them."""
    if into is not None:
        try:
            write_schemas(into)
        except OSError as error:
            stop(f"{into}: {error.strerror}.", UNWRITABLE)
        put(f"{into / FOLDER}: {', '.join(f'{name}.json' for name in KINDS)}")
    elif kind in KINDS:
        put(text(kind).rstrip("\n"))
    else:
        stop(f"Name one of {', '.join(KINDS)}, or a folder for all of them with --into DIR.")


def write_schemas(folder: Path) -> None:
    """Write every schema where the files of trials in a folder name it.

    Raises:
        OSError: it cannot be written.
    """
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        (folder / FOLDER / f"{kind}.json").write_text(text(kind), "utf-8", newline="\n")
