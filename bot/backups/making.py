"""Make a back-up while a service works on the database."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, mkstemp
from typing import TYPE_CHECKING

from bot import __version__
from bot.backups.archive import DATABASE, Manifest, pack
from bot.backups.sealing import seal
from bot.store import file_of
from bot.store.copies import copying

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime


def back_up(url: str, target: Path, to: str, key: Path | None, said: tuple[datetime, str]) -> None:
    """Write a back-up into a new file, in whole or not at all.

    Args:
        url: the database's address.
        target: the file; nothing is there yet.
        to: the public key that it is encrypted for; as it is if empty, and then without the log's
            key, which would let anybody sign.
        key: the file of the log's key; None to leave it out.
        said: when it is made, in UTC, and the signed head of the log.

    Raises:
        StoreError: the database can't be copied.
        SealError, MissingPyrageError: it can't be encrypted.
        OSError: the file can't be written.
    """
    with workplace(url) as folder, _new(target) as out:
        copying.copy(url, folder / DATABASE)
        made = Manifest(__version__, copying.kind_of(url), said[0].isoformat(), said[1])
        archive = folder / "archive"
        pack(archive, made, folder / DATABASE, key if to else None)
        with archive.open("rb") as source, out.open("wb") as file:
            if to:
                seal(source, file, to)
            else:
                while part := source.read(1 << 20):
                    file.write(part)
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def workplace(url: str) -> Iterator[Path]:
    """Return a folder for this user alone, beside the database: what is open goes nowhere else."""
    file = file_of(url)
    beside = None if file is None else file.parent
    with TemporaryDirectory(prefix=".bedside-", dir=beside) as folder:
        yield Path(folder)


@contextmanager
def _new(target: Path) -> Iterator[Path]:
    """Return a file that takes its name once it is whole, and never another's.

    Raises:
        FileExistsError: something is there.
    """
    if target.exists():
        raise FileExistsError(17, os.strerror(17))
    descriptor, name = mkstemp(dir=target.parent, prefix=".bedside-")
    os.close(descriptor)
    try:
        yield Path(name)
        try:
            target.hardlink_to(name)
        except FileExistsError:
            raise
        except OSError:  # a file system without links, as on memory sticks
            Path(name).rename(target)
    finally:
        Path(name).unlink(missing_ok=True)
