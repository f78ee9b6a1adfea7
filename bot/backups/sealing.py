"""Encrypting for a public key, and opening again, as age does it: any age program can as well."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

_BEGINNING = b"age-encryption.org/"
_SECRET = "AGE-SECRET-KEY-1"  # noqa: S105 - what a key begins with


class MissingPyrageError(Exception):
    """The library that encrypts is not installed."""


class SealError(Exception):
    """It can't be encrypted or opened; it names why by a sentence's name."""


def is_sealed(file: Path) -> bool:
    """Whether a file is encrypted."""
    with file.open("rb") as source:
        return source.read(len(_BEGINNING)) == _BEGINNING


def seal(source: BinaryIO, target: BinaryIO, public_key: str) -> None:
    """Encrypt for a public key.

    Raises:
        MissingPyrageError: pyrage is not installed.
        SealError: that is no public key.
    """
    age = _pyrage()
    try:
        recipient = age.x25519.Recipient.from_str(public_key.strip())
    except age.RecipientError:
        raise SealError("no_public_key") from None
    age.encrypt_io(source, target, [recipient])


def unseal(source: BinaryIO, target: BinaryIO, identity: Path) -> None:
    """Open what was encrypted, with the key in a file.

    Raises:
        MissingPyrageError: pyrage is not installed.
        SealError: the file holds no key, not the right one, or what was encrypted is damaged.
        OSError: a file can't be read.
    """
    age = _pyrage()
    lines = identity.read_text("utf-8", "replace").splitlines()
    try:
        keys = [age.x25519.Identity.from_str(one.strip()) for one in lines if _SECRET in one]
    except age.IdentityError:
        keys = []
    if not keys:
        raise SealError("no_identity")
    try:
        age.decrypt_io(source, target, keys)
    except age.DecryptError:
        raise SealError("not_opened") from None
    except OSError as error:
        if error.errno is not None:
            raise
        raise SealError("not_opened") from None  # it ends too soon


def make_key(file: Path) -> str:
    """Make a key in a new file, for this user alone; return its public half.

    Raises:
        MissingPyrageError: pyrage is not installed.
        OSError: the file is there already, or can't be written.
    """
    made = _pyrage().x25519.Identity.generate()
    public_key = str(made.to_public())
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(f"# public key: {public_key}\n{made}\n")
    return public_key


def _pyrage() -> Any:  # noqa: ANN401 - a module without types
    try:
        import pyrage  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingPyrageError from None
    return pyrage
