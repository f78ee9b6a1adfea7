"""How commands come to a signed head, and read heads that were kept elsewhere."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.console import LONGEST_FILE, stop, warn
from bot.texts.system import refused_because
from bot.texts.words import Texts

if TYPE_CHECKING:
    from bot.screenings.heads import Heads
    from bot.store import Head, Store
    from bot.store.proof.checks import Kept

KEY = "BEDSIDE_KEY"


def key_of(database: str) -> Path | None:
    """Return where the key of a database's log is; None for one in memory."""
    from bot.store import key_place_of  # noqa: PLC0415 - the help needs no database

    named = os.environ.get(KEY)
    return Path(named) if named else key_place_of(database)


def heads_of(store: Store, database: str) -> Heads | None:
    """Return what signs the log of a database; None for one in memory."""
    from bot.screenings.heads import Heads  # noqa: PLC0415 - as above

    place = key_of(database)
    return None if place is None else Heads(store, place)


def head_of(store: Store, database: str, when: datetime, texts: Texts) -> Head | None:
    """Sign the log as it is, for a file that goes out; where that can't be, say why and go on."""
    from bot.proof.keyfile import KeyFileError  # noqa: PLC0415 - as above

    heads = heads_of(store, database)
    try:
        return None if heads is None else heads.present(when)
    except KeyFileError as error:
        warn(texts.proof.say("not_signed", reason=error))
        return None


def kept(files: Iterable[Path], folder: Path | None, texts: Texts) -> Iterator[Kept]:
    """Read heads from files, and all of a folder; stop where one can't be read."""
    from bot.store.proof.checks import Kept  # noqa: PLC0415 - as above

    for file in [*files, *_in(folder, texts)]:
        try:
            with file.open("rb") as source:
                note = source.read(LONGEST_FILE).decode("utf-8", "replace")
        except OSError as error:
            reason = refused_because(error, texts)
            stop(texts.proof.say("no_file", file=str(file)[:80], reason=reason))
        yield Kept(str(file), note)


def _in(folder: Path | None, texts: Texts) -> list[Path]:
    if folder is None:
        return []
    if not folder.is_dir():
        reason = refused_because(FileNotFoundError(errno.ENOENT, ""), texts)
        stop(texts.proof.say("no_folder", folder=str(folder)[:80], reason=reason))
    return sorted(folder.glob("*.head"))
