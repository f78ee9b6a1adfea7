"""Put a back-up into an empty place, and see that trail, log and head agree in it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

from bot.backups.archive import DATABASE, KEY, ArchiveError, Manifest, unpack
from bot.backups.making import workplace
from bot.backups.sealing import is_sealed, unseal
from bot.proof import keyfile
from bot.store import Store
from bot.store.copies import copying
from bot.store.proof.checks import Flaw, Kept

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bot.proof.notes import Signer


_MADE_OF = {"sqlite": "made_of_sqlite", "postgresql": "made_of_postgresql"}


class Restored(NamedTuple):
    """What came of it."""

    manifest: Manifest
    trail: list[str]
    """What is wrong with the trail."""
    flaws: list[Flaw]
    """What is wrong with the log and its heads."""
    size: int
    """Entries of the log."""


def restore(
    file: Path, url: str, identity: Path | None, key: Path | None, kept: Iterable[Kept] = ()
) -> Restored:
    """Restore a back-up; of a database file nothing takes its place unless everything agrees.

    Args:
        file: the back-up.
        url: the address of an empty database.
        identity: the file of the private key that opens it; None where it is not encrypted.
        key: where the log's key is put; None where there is no place for it.
        kept: signed heads that were kept elsewhere, and have to agree too.

    Raises:
        StoreError: the database is not empty, or can't be written.
        ArchiveError, SealError, MissingPyrageError: the back-up can't be opened.
        KeyFileError: another key is where this one would be put.
        OSError: a file can't be read or written.
    """
    copying.see_that_it_is_empty(url)
    with workplace(url) as folder:
        manifest = _opened(file, folder, identity)
        if manifest.kind != copying.kind_of(url):
            raise ArchiveError(_MADE_OF[manifest.kind])
        signer = _key_in(folder, key)
        heads = [*([Kept(str(file), manifest.head)] if manifest.head else []), *kept]
        found = _put(folder / DATABASE, url, manifest, heads)
        if signer is not None and key is not None and not found.trail and not found.flaws:
            keyfile.make(key, signer)
    return found


def _opened(file: Path, folder: Path, identity: Path | None) -> Manifest:
    archive = folder / "archive"
    if is_sealed(file):
        if identity is None:
            raise ArchiveError("identity_needed")
        with file.open("rb") as source, archive.open("wb") as target:
            unseal(source, target, identity)
    else:
        shutil.copyfile(file, archive)
    return unpack(archive, folder)


def _key_in(folder: Path, place: Path | None) -> Signer | None:
    """Return the log's key in a back-up; None where there is none.

    Raises:
        KeyFileError: another one is in its place.
    """
    signer = keyfile.read(folder / KEY)
    there = None if place is None else keyfile.read(place)
    if signer is not None and there is not None and there != signer:
        raise keyfile.KeyFileError(
            f"{place} holds the key of another log: move it away, or name another with BEDSIDE_KEY."
        )
    return signer


def _put(copied: Path, url: str, manifest: Manifest, heads: list[Kept]) -> Restored:
    """Look at a file before it takes its place, and at a server's database where it then is."""
    if manifest.kind == "postgresql":
        copying.put_back(copied, url)
        return _looked_at(url, manifest, heads)
    copied.chmod(0o600)
    found = _looked_at(f"sqlite:///{copied}", manifest, heads)
    if not found.trail and not found.flaws:
        copying.place(copied, url)
    return found


def _looked_at(url: str, manifest: Manifest, heads: list[Kept]) -> Restored:
    with Store.open(url) as store:
        found = store.findings(heads)
        return Restored(manifest, store.flaws(), found.flaws, found.size)
