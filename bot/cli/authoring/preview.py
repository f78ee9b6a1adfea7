"""``bedside trials preview``: a conversation with a version folder while it is edited."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.console import stop
from bot.cli.option_values import texts_of
from bot.cli.options import LANGUAGE, LanguageOption
from criteria.trial.catalog import TrialError

app = typer.Typer()


@app.command(epilog="Example: bedside trials preview my-trial/1")
def preview(
    folder: Annotated[Path, typer.Argument(help="A version folder with its TOML files.")],
    language: LanguageOption = LANGUAGE,
) -> None:
    """Try a version folder in the terminal while it is edited; it is read again on save."""
    from bot.cli import wiring  # noqa: PLC0415 - the help needs no database

    texts = texts_of(language)
    try:
        raise typer.Exit(wiring.preview(folder, texts.language))
    except TrialError as error:
        stop(str(error))
