"""Signing the log: the key is made when it is first needed, and the log is signed as it is then."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, TypeVar

from bot.proof import keyfile
from bot.proof.keyfile import KeyFileError
from bot.proof.notes import MissingCryptographyError, Signer
from bot.store import OtherKeyError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.store import Head, Store, UnitOfWork

T = TypeVar("T")

_AT_ONCE = 2000
"""Entries that are added in one transaction: whoever answers meanwhile hardly waits."""

_LOST = (
    "The key file {place} is not there, and the log of this database is signed with the key {name}."
    " Put its file there or name it with BEDSIDE_KEY; if it is lost, `bedside log head --new-key` "
    "begins a new one, which the log will tell."
)
_OTHER = (
    "The key in {place} is not the one that this database's log is signed with, {name}. Name the "
    "right file with BEDSIDE_KEY; if it is lost, `bedside log head --new-key` begins a new one in "
    "a file that is not there yet, which the log will tell."
)
_THERE = "{place} is there already: a new key is never written over another. Move that file first."
_NO_LIBRARY = "The log can't be signed: cryptography is not installed. Install Bedside anew."


class Heads:
    """Signs the log of one store with the key in a file."""

    def __init__(self, store: Store, place: Path) -> None:
        """Sign with the key in that file, or with a new one that is kept there."""
        self._store = store
        self._place = place

    def present(self, when: datetime) -> Head:
        """Sign the log as it is now.

        Raises:
            KeyFileError: it can't be signed; the text says what to do.
            StoreError: the database can't be written.
        """
        return self.signed(lambda unit, signer: unit.log.sign(signer, when))

    def signed(self, work: Callable[[UnitOfWork, Signer], T]) -> T:
        """Bring the log up to date, then do work with it and the key in one transaction.

        Raises:
            KeyFileError, StoreError: see `present`.
        """
        try:
            signer = self._key()
            while self._store.within(lambda unit: unit.log.append(_AT_ONCE)) == _AT_ONCE:
                continue
            return self._store.within(lambda unit: work(unit, signer))
        except OtherKeyError as error:
            name = str(error).partition("+")[0]
            raise KeyFileError(_OTHER.format(place=self._place, name=name)) from None
        except MissingCryptographyError:
            raise KeyFileError(_NO_LIBRARY) from None

    def renew(self, when: datetime, who: str) -> Head:
        """Begin a new key, which the log tells, and sign with it.

        Raises:
            KeyFileError: there is a file already, or it can't be written.
        """
        if self._place.exists():
            raise KeyFileError(_THERE.format(place=self._place))
        signer = Signer.new()

        def take(unit: UnitOfWork) -> None:
            unit.log.take_key(str(signer.verifier), when)
            unit.members.did(who, "new-key", str(signer.verifier), when)

        keyfile.make(self._place, signer)
        self._store.within(take)
        return self.present(when)

    def _key(self) -> Signer:
        found = keyfile.read(self._place)
        if found is not None:
            return found
        known = self._store.within(lambda unit: unit.log.public_keys())
        if known:
            name = known[-1].partition("+")[0]
            raise KeyFileError(_LOST.format(place=self._place, name=name))
        return keyfile.make(self._place)


def keep_elsewhere(head: Head, folder: Path) -> Path:
    """Write a head to a folder of heads, in whole or not at all; return its file.

    Raises:
        OSError: the folder can't be written.
    """
    file = folder / f"{head.at:%Y-%m-%d}-{head.size}.head"
    if not file.exists():
        descriptor, name = mkstemp(dir=folder, prefix=".bedside-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(head.note)
        Path(name).chmod(0o644)  # nothing in it is secret, and somebody else is to read it
        Path(name).replace(file)
    return file
