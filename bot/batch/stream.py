"""JSON Lines in, JSON Lines out: a line at a time, whatever the length of the file."""

from __future__ import annotations

import json
import os
import stat
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, BinaryIO, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.batch.check import Unusable, error_reply

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from bot.batch.check import Checker

LONGEST_LINE = 1_000_000
_EVERY = 500
"""Lines between two updates of the progress bar."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def check_lines(lines: Iterable[bytes], checker: Checker) -> Iterator[str]:
    """Return the reply to each line, as one line of JSON; empty lines are passed over."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _ENCODER.encode(_reply(line, number, checker))


def _reply(line: bytes, number: int, checker: Checker) -> dict[str, object]:
    try:
        return checker.reply(checker.check(_text(line, checker), number))
    except Unusable as unusable:
        return error_reply(unusable)


def _text(line: bytes, checker: Checker) -> str:
    if len(line) > LONGEST_LINE:
        raise checker.unusable("line_too_long", longest=LONGEST_LINE)
    try:
        return line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise checker.unusable("not_utf8") from None


def lines_of(source: BinaryIO) -> Iterator[bytes]:
    """Return the lines of a file; of one that is too long only enough to see that it is."""
    while line := source.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = source.readline(LONGEST_LINE + 1)


def write_replies(source: BinaryIO, checker: Checker, out: TextIO) -> None:
    """Check a file line by line, with a progress bar where standard error is a terminal.

    Where the lines come from a program or a person, each reply goes out before the next line is
    awaited.
    """
    waited_for = not _is_file(source)
    with _progress(source) as progress:
        task = progress.add_task("", total=_size(source)) if progress else None
        for count, reply in enumerate(check_lines(lines_of(source), checker), start=1):
            out.write(reply + "\n")
            if waited_for:
                out.flush()
            if progress and task is not None and count % _EVERY == 0:
                done = source.tell() if source.seekable() else count
                progress.update(task, completed=done, description=f"{count:,}")


def _is_file(source: BinaryIO) -> bool:
    """Whether all the lines are there already."""
    return stat.S_ISREG(os.fstat(source.fileno()).st_mode)


def _progress(source: BinaryIO) -> AbstractContextManager[Progress | None]:
    if not sys.stderr.isatty():
        return nullcontext()
    columns = [TextColumn("{task.description}"), BarColumn()]
    if _size(source) is not None:
        columns += [TaskProgressColumn(), TimeRemainingColumn()]
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _size(source: BinaryIO) -> int | None:
    return os.fstat(source.fileno()).st_size if source.seekable() else None
