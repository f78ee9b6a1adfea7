"""``bedside check``: verdicts without a conversation."""

from __future__ import annotations

from functools import partial
from typing import Annotated

import typer

from bot.batch.check import Unusable, error_reply
from bot.cli.batch.checkers import checker, day, here
from bot.cli.commands import Commands
from bot.cli.console import LONGEST_FILE, bytes_of, printable, put, put_json, stop, text_of
from bot.cli.option_values import texts_of
from bot.cli.options import (
    LANGUAGE,
    JobsOption,
    JsonOption,
    LanguageOption,
    SiteOption,
    TrialOption,
    VersionOption,
)
from bot.presentation.summary.summary import Summary
from bot.texts.words import Texts

app = Commands()


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
    prepare = partial(checker, here(), trial, version, language, day(site), site)
    ready = prepare()
    if jsonl:
        from bot.cli.batch.stream import stream  # noqa: PLC0415 - one entry needs no processes

        stream(file, prepare, jobs, texts)
        return
    text = text_of(bytes_of(file, texts.input.say("file_too_long", longest=LONGEST_FILE)))
    try:
        entry = ready.check(text)
    except Unusable as unusable:
        if as_json:
            put_json(error_reply(unusable))
        several = "\n" in text.strip()
        stop(_place(unusable, texts, several=several) + unusable.text)
    if as_json:
        put_json(ready.reply(entry))
    else:
        identity = "" if entry.identity is None else str(entry.identity)
        summary = Summary(entry.verdict, texts, identity, today=not entry.dated)
        put(printable(summary.text()))


def _place(unusable: Unusable, texts: Texts, *, several: bool) -> str:
    """Name the item that an error is about, and in a file of several lines its line."""
    parts = [texts.input.say("line", line=unusable.line)] if several and unusable.line else []
    parts += [unusable.item] if unusable.item else []
    return f"{', '.join(parts)}: " if parts else ""
