"""``bedside read``: what is read from pasted laboratory text."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from bot.batch import read as reading
from bot.cli.commands import Commands
from bot.cli.console import bytes_of, printable, put, put_json, stop, text_of, today, typed
from bot.cli.option_values import texts_of, trial_of
from bot.cli.options import LANGUAGE, JsonOption, LanguageOption, TrialOption, VersionOption

app = Commands()


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
