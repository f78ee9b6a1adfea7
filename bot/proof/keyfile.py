"""The file of the key that signs a log's heads: made once, readable by its user alone."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from bot.proof.notes import NoteError, Signer


class KeyFileError(Exception):
    """The key can't be had; the text says what to do."""


def read(place: Path) -> Signer | None:
    """Return the key in a file; None if there is no such file.

    Raises:
        KeyFileError: it can't be read, or is no key.
    """
    try:
        return Signer.read(place.read_text("utf-8").strip())
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise KeyFileError(f"The key file {place} can't be read ({why}). {_REMEDY}") from None
    except NoteError as error:
        raise KeyFileError(f"The key file {place} holds no key: {error}. {_REMEDY}") from None


_REMEDY = "Put the right file there, or name another with BEDSIDE_KEY."


def make(place: Path, signer: Signer | None = None) -> Signer:
    """Keep a key, a new one if none is given; where another process was faster, return its key.

    Raises:
        KeyFileError: the file can't be written.
    """
    text = f"{signer or Signer.new()}\n"
    try:
        descriptor, name = mkstemp(dir=place.parent, prefix=".bedside-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                place.hardlink_to(name)  # in whole, and never over one that is there
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise KeyFileError(
            f"The key file {place} can't be written ({error.strerror}). See that its folder can be "
            "written to, or name another place with BEDSIDE_KEY."
        ) from None
    found = read(place)
    if found is None:
        raise KeyFileError(f"The key file {place} is gone as soon as it is written. {_REMEDY}")
    return found
