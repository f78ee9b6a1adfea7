"""Replies to a file line by line, which may come from several processes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool

from bot.batch.stream import Replier, write_replies
from bot.cli.console import UNWRITABLE, output, source_of, stop
from bot.texts.words import Texts


def stream(file: str, prepare: Callable[[], Replier], jobs: int | None, texts: Texts) -> None:
    """Reply to a file line by line."""
    try:
        with source_of(file) as source, output() as out:
            write_replies(source, prepare, out, jobs)
    except BrokenProcessPool:
        stop(texts.input.worker_ended, UNWRITABLE)
