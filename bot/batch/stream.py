"""JSON Lines in, JSON Lines out: a line at a time, whatever the length of the file."""

from __future__ import annotations

import json
import os
import stat
import sys
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from bot.batch import parallel
from bot.batch.check import Unusable, error_reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

LONGEST_LINE = 1_000_000
_WORTH_SHARING = 1_000_000
"""Bytes from which on a file is shared out: below it one process is done as soon."""
_EVERY = 500
"""Lines between two updates of the progress bar."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class Replier(Protocol):
    """Replies to entries."""

    @property
    def unusable(self) -> Callable[..., Unusable]:
        """Return the error that says a sentence of the texts."""

    def reply_to(self, text: str, line: int = 1) -> dict[str, Any]:
        """Return the reply to an entry; raises Unusable."""


def check_lines(lines: Iterable[bytes], replier: Replier) -> Iterator[str]:
    """Return the reply to each line, as one line of JSON; empty lines are passed over."""
    for number, line in enumerate(lines, start=1):
        if (reply := line_reply(replier, number, line)) is not None:
            yield reply


def worker(prepare: Callable[[], Replier]) -> Callable[[int, bytes], str | None]:
    """Return what a process works on lines with."""
    return partial(line_reply, prepare())


def line_reply(replier: Replier, number: int, line: bytes) -> str | None:
    """Return the reply to a line, as one line of JSON; None to an empty one."""
    return _ENCODER.encode(_reply(line, number, replier)) if line.strip() else None


def _reply(line: bytes, number: int, replier: Replier) -> dict[str, Any]:
    try:
        return replier.reply_to(_text(line, replier), number)
    except Unusable as unusable:
        return error_reply(unusable)


def _text(line: bytes, replier: Replier) -> str:
    if len(line) > LONGEST_LINE:
        raise replier.unusable("line_too_long", longest=LONGEST_LINE)
    try:
        return line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise replier.unusable("not_utf8") from None


def lines_of(source: BinaryIO) -> Iterator[bytes]:
    """Return the lines of a file; of one that is too long only enough to see that it is."""
    while line := source.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = source.readline(LONGEST_LINE + 1)


def write_replies(
    source: BinaryIO, prepare: Callable[[], Replier], out: TextIO, jobs: int | None = None
) -> None:
    """Reply to a file line by line, with a progress bar where standard error is a terminal.

    Where the lines come from a program or a person, each reply goes out before the next line is
    awaited, unless more than one process is asked for.

    Args:
        source: the file.
        prepare: returns what replies; each process calls it once.
        out: where the replies go, in the order of the lines.
        jobs: how many processes; if None as many as there are cores, and one for what is short.

    Raises:
        BrokenProcessPool: one of several processes was ended from outside.
    """
    wanted = _jobs(source) if jobs is None else jobs
    if wanted == 1:
        _write(source, check_lines(lines_of(source), prepare()), out, at_once=not _is_file(source))
        return
    with parallel.workers(partial(worker, prepare), wanted) as pool:
        _write(source, parallel.shared_out(lines_of(source), pool, wanted), out, at_once=False)


def _jobs(source: BinaryIO) -> int:
    """Return how many processes are worth their start."""
    enough = _is_file(source) and os.fstat(source.fileno()).st_size > _WORTH_SHARING
    return parallel.cores() if enough else 1


def _write(source: BinaryIO, replies: Iterable[str], out: TextIO, *, at_once: bool) -> None:
    with _progress(source) as progress:
        task = progress.add_task("", total=_size(source)) if progress else None
        for count, reply in enumerate(replies, start=1):
            out.write(reply + "\n")
            if at_once:
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
