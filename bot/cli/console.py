"""How the command line reads its files and writes its replies: in UTF-8, without a traceback."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO, NoReturn, TextIO

import typer

UNUSABLE = 2
"""Exit status for input that can't be used."""
UNWRITABLE = 1
"""Exit status for a reply that can't be written, to a full disk for example."""

LONGEST_FILE = 10_000_000


def stop(message: str, status: int = UNUSABLE) -> NoReturn:
    """Say what is wrong and what to do, and end with that status."""
    typer.echo(printable(message), err=True)
    raise typer.Exit(status)


def warn(message: str) -> None:
    """Say on standard error what is amiss, and go on."""
    typer.echo(printable(message), err=True)


def printable(text: str) -> str:
    """Replace signs that would steer a terminal: the text may come from anybody's file."""
    return "".join(char if char.isprintable() or char in "\n\xa0" else "?" for char in text)


@contextmanager
def output() -> Iterator[TextIO]:
    """Yield standard output. That nobody reads on is no error; that it can't be written is one."""
    if sys.stdout is None:
        stop("Standard output is closed: the reply has nowhere to go.", UNWRITABLE)
    try:
        yield sys.stdout
        sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise typer.Exit from None
        stop(f"The reply could not be written in full: {error.strerror}.", UNWRITABLE)


def put(text: str) -> None:
    """Write a line to standard output."""
    with output() as out:
        out.write(text + "\n")


def today() -> date:
    """Return the day on this machine."""
    return datetime.now().astimezone().date()


@contextmanager
def source_of(file: str) -> Iterator[BinaryIO]:
    """Open a file; "-" is standard input."""
    if file == "-":
        if sys.stdin is None:
            stop("Standard input is closed: name a file.")
        yield sys.stdin.buffer
        return
    try:
        source = Path(file).open("rb")  # noqa: SIM115 - closed below
    except OSError as error:
        name = file[:80] or '""'
        stop(f"{name}: {error.strerror}. Name a file that can be read, or - for standard input.")
    with source:
        yield source


def bytes_of(file: str, too_long: str) -> bytes:
    """Read a whole file, or stop where it is longer than any input can be."""
    with source_of(file) as source:
        raw = source.read(LONGEST_FILE + 1)
    if len(raw) > LONGEST_FILE:
        stop(too_long)
    return raw


def text_of(raw: bytes) -> str:
    """Take bytes as UTF-8, or stop."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        stop("The input is not UTF-8 text: save it as UTF-8 and try again.")


def typed(argument: str) -> str:
    """Return an argument as it was typed, also in a locale that knows only ASCII."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return text_of(os.fsencode(argument))
    return argument


def put_json(reply: object) -> None:
    """Write a reply as one line of JSON."""
    put(json.dumps(reply, ensure_ascii=False))
