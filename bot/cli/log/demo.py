"""``bedside log demo``: invented screenings, and every file that is made of them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.commands import Commands
from bot.cli.console import put, stop
from bot.cli.option_values import texts_of
from bot.cli.options import LANGUAGE, LanguageOption
from bot.cli.proof.heads import head_of
from bot.cli.records import now, opened, progress
from bot.exports.context import ExportContext
from bot.texts.system import refused_because

app = Commands()


@app.command(epilog="Example: bedside log demo demo-files --language sv")
def demo(
    folder: Annotated[Path, typer.Argument(help="A new folder for the database and all files.")],
    count: Annotated[int, typer.Option(min=1, max=10_000, help="How many screenings.")] = 100,
    language: LanguageOption = LANGUAGE,
) -> None:
    """Fill a new database with invented screenings, and write every file that there is of them."""
    from bot.exports.demo.demo import fill  # noqa: PLC0415 - it needs the database
    from bot.exports.demo.showcase import write_all  # noqa: PLC0415 - as above

    texts = texts_of(language)
    say = texts.log_command
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        stop(say.say("no_folder", folder=str(folder)[:80], reason=refused_because(error, texts)))
    database = folder / "demo.db"
    database.touch(mode=0o600)
    total = count if sys.stderr.isatty() else None
    with opened(f"sqlite:///{database}", None, texts) as records:
        with progress(total) as advance:
            for done, _ in enumerate(fill(records.store, count, now(records)), 1):
                advance(done)
        head = head_of(records.store, f"sqlite:///{database}", now(records), texts)
        context = ExportContext(texts, now(records), records.store, head=head)
        put(say.say("invented", file=database, count=count))
        for file in write_all(records, folder, context):
            put(str(file))
