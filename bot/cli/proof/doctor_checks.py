"""What doctor looks at of the log's key, the heads that are kept elsewhere, and back-ups."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.config.check import Check
from bot.proof import keyfile
from bot.store import StoreError, key_place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.config.settings import Settings

_OTHERS = 0o077


def checks(settings: Settings) -> Iterator[Callable[[], Check]]:
    """Return the checks."""
    yield lambda: key(settings)
    yield lambda: heads(settings.heads)
    yield lambda: backups(settings.backup_to)


def key(settings: Settings) -> Check:
    """See that the log's key can be read, and by nobody else."""
    name = "log key"
    try:
        place = settings.key or key_place_of(settings.database_url)
        found = None if place is None else keyfile.read(place)
    except (StoreError, keyfile.KeyFileError) as error:
        return Check(name, ok=False, text=str(error))
    if place is None or found is None:
        where = "" if place is None else f": {place} is made when it is first needed"
        return Check(name, None, f"there is none yet{where}")
    if place.stat().st_mode & _OTHERS:
        return Check(name, ok=False, text=f"others can read {place}: chmod 600 {place}")
    return Check(name, ok=True, text=f"{place}, for this user alone; public half {found.verifier}")


def heads(folder: Path | None) -> Check:
    """See that signed heads can be kept elsewhere."""
    name = "heads"
    if folder is None:
        told = "BEDSIDE_HEADS is not set: signed heads go to chats and with files, to no folder"
        return Check(name, None, told)
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        wanted = "Make the folder, or give this user the right to write there"
        return Check(name, ok=False, text=f"{folder} cannot be written to. {wanted}.")
    kept = sum(1 for _ in folder.glob("*.head"))
    return Check(name, ok=True, text=f"kept in {folder}: {kept}")


def backups(to: str) -> Check:
    """See that back-ups can be encrypted, where it is set for whom."""
    name = "back-ups"
    if not to:
        return Check(name, None, "BEDSIDE_BACKUP_TO is not set: each back-up names its key by --to")
    if find_spec("pyrage") is None:
        wanted = 'pip install "bedside-screener[exports]"'
        return Check(name, ok=False, text=f"they are encrypted with pyrage: {wanted}")
    return Check(name, ok=True, text=f"encrypted for {to}")
