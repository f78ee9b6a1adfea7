"""Signed notes, and checkpoints of logs in them, as C2SP's signed-note and tlog-checkpoint say.

A note is text that ends with a line break, an empty line, and a line for each signature. Keys are
written as others' tools read them: ``name+id+public`` and ``PRIVATE+KEY+name+id+private``.
"""

from __future__ import annotations

import binascii
import hashlib
import re
import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import cached_property
from typing import Any

_ED25519 = b"\x01"
_PRIVATE = "PRIVATE+KEY+"
_SIGNED = "— "
_NAME = re.compile(r"[^\s+]+")
_KEY_BYTES = 33


class NoteError(ValueError):
    """A text is no note, no checkpoint or no key; or nobody who is known has signed it."""


class MissingCryptographyError(Exception):
    """The library that signs and verifies is not installed."""


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def _split(text: str) -> tuple[str, bytes, bytes]:
    """Return name, id and bytes of a key as it is written."""
    name, plus, rest = text.strip().partition("+")
    number, also, key = rest.partition("+")
    try:
        found = bytes.fromhex(number), b64decode(key, validate=True)
    except (ValueError, binascii.Error):
        raise NoteError("this is no key of a signed note") from None
    if not (plus and also and _NAME.fullmatch(name)) or len(found[1]) != _KEY_BYTES:
        raise NoteError("this is no key of a signed note")
    if found[1][:1] != _ED25519:
        raise NoteError("this is no Ed25519 key")
    return name, found[0], found[1][1:]


@dataclass(frozen=True, slots=True)
class Verifier:
    """The public half of a key."""

    name: str
    public: bytes

    @classmethod
    def read(cls, text: str) -> Verifier:
        """Read a public key as it is printed.

        Raises:
            NoteError: it is none, or was altered.
        """
        name, number, public = _split(text)
        if number != _key_id(name, public):
            raise NoteError("this public key is not whole: its id does not fit")
        return cls(name, public)

    def __str__(self) -> str:
        """Write it as it is printed."""
        number = _key_id(self.name, self.public).hex()
        return f"{self.name}+{number}+{b64encode(_ED25519 + self.public).decode()}"

    def line_by(self, signature: bytes) -> str:
        """Write the line of a signature by this key."""
        signed = b64encode(_key_id(self.name, self.public) + signature).decode()
        return f"{_SIGNED}{self.name} {signed}\n"

    def signed(self, text: str, lines: list[str]) -> bool:
        """Whether one of the lines is this key's signature of a text."""
        own = [line for line in lines if line.startswith(f"{_SIGNED}{self.name} ")]
        return any(self._verifies(text, line.rpartition(" ")[2]) for line in own)

    def _verifies(self, text: str, encoded: str) -> bool:
        _, ed25519 = _cryptography()
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - only to verify

        try:
            raw = b64decode(encoded, validate=True)
            if raw[:4] != _key_id(self.name, self.public):
                return False
            ed25519.Ed25519PublicKey.from_public_bytes(self.public).verify(raw[4:], text.encode())
        except (ValueError, InvalidSignature):
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """A key that signs."""

    name: str
    private: bytes

    @classmethod
    def new(cls) -> Signer:
        """Make a key, with a name that nobody else has."""
        return cls(f"bedside/{secrets.token_hex(8)}", secrets.token_bytes(32))

    @classmethod
    def read(cls, text: str) -> Signer:
        """Read a private key as it is kept in a file.

        Raises:
            NoteError: it is none, or was altered.
        """
        if not text.startswith(_PRIVATE):
            raise NoteError("this is no private key of a signed note")
        name, number, private = _split(text.removeprefix(_PRIVATE))
        signer = cls(name, private)
        if number != _key_id(name, signer.verifier.public):
            raise NoteError("this private key is not whole: its id does not fit")
        return signer

    def __str__(self) -> str:
        """Write it as it is kept in a file."""
        number = _key_id(self.name, self.verifier.public).hex()
        return f"{_PRIVATE}{self.name}+{number}+{b64encode(_ED25519 + self.private).decode()}"

    def __repr__(self) -> str:
        """Write its name alone: a key belongs in no log."""
        return f"Signer({self.name!r})"

    @cached_property
    def verifier(self) -> Verifier:
        """Its public half."""
        encoding, ed25519 = _cryptography()
        key = ed25519.Ed25519PrivateKey.from_private_bytes(self.private)
        raw = encoding.Encoding.Raw, encoding.PublicFormat.Raw
        return Verifier(self.name, key.public_key().public_bytes(*raw))

    def sign(self, text: str) -> str:
        """Return a text, which ends with a line break, as a signed note."""
        _, ed25519 = _cryptography()
        key = ed25519.Ed25519PrivateKey.from_private_bytes(self.private)
        return f"{text}\n{self.verifier.line_by(key.sign(text.encode()))}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a log: how many entries it has, and the root over them."""

    origin: str
    size: int
    root: bytes

    def __str__(self) -> str:
        """Write the text that is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def opened(note: str) -> tuple[str, list[str]]:
    """Return text and signature lines of a note; what mail does to line ends is no harm.

    Raises:
        NoteError: it is no signed note.
    """
    plain = "\n".join(line.strip() for line in note.strip().splitlines()) + "\n"
    text, gap, signatures = plain.rpartition("\n\n")
    lines = signatures.splitlines()
    if not gap or not lines or not all(line.startswith(_SIGNED) for line in lines):
        raise NoteError("this is no signed note")
    return f"{text}\n", lines


def checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint; more lines than three are others' business.

    Raises:
        NoteError: it is none.
    """
    lines = text.splitlines()
    try:
        origin, size, root = lines[0], lines[1], b64decode(lines[2], validate=True)
    except (IndexError, ValueError):
        raise NoteError("this is no head of a log") from None
    if not origin or not re.fullmatch("0|[1-9][0-9]{0,17}", size) or len(root) != 32:  # noqa: PLR2004
        raise NoteError("this is no head of a log")
    return Checkpoint(origin, int(size), root)


def _cryptography() -> tuple[Any, Any]:
    """Return the two modules that are needed, once that is so."""
    try:
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415 - few commands
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 - as above
    except ImportError:
        raise MissingCryptographyError from None
    return serialization, ed25519
