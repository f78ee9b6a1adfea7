"""What can go wrong with a store, in sentences that say what to do next.

The sentences name the database's place and never a password, an answer, or the failed statement.
"""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_KEPT = "What was entered last is not stored: give it again afterwards."

_FULL = "The disk that holds the database {place} is full. Free some space on it."
_IN_USE = (
    "The database {place} is in use by another program. "
    "Wait a moment and try again, or close the other program."
)
_DAMAGED = (
    "The database {place} is damaged, or is no database at all. "
    "Move it away and put the last back-up in its place; without one, Bedside begins a new one."
)
_READ_ONLY = (
    "The database {place} can't be written to. "
    "Give this user the right to write to it and to its folder, or name another place."
)
_CANT_OPEN = (
    "The database {place} can't be opened. "
    "See that its folder exists and that this user may read and write there."
)
_DISK = (
    "The disk that holds the database {place} gave an error. "
    "See that the disk is connected, healthy and not full."
)
_NO_ACCESS = "The database {place} refused this user. Check the user name and the password."
_NO_SERVER = (
    "The database {place} can't be reached. "
    "See that its server is running and that name, user and password are right, and try again."
)
_OTHER = (
    "The database {place} gave an error{code}. "
    "Start Bedside again; if it stays, send this sentence to whoever looks after it."
)

# The beginning of SQLite's name for an error.
_SQLITE: Mapping[str, str] = {
    "SQLITE_FULL": _FULL,
    "SQLITE_BUSY": _IN_USE,
    "SQLITE_LOCKED": _IN_USE,
    "SQLITE_PROTOCOL": _IN_USE,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_AUTH": _READ_ONLY,
    "SQLITE_CANTOPEN": _CANT_OPEN,
    "SQLITE_IOERR": _DISK,
}
# The beginning of an SQLSTATE, PostgreSQL's code for an error.
_SQLSTATE: Mapping[str, str] = {
    "53100": _FULL,
    "55P03": _IN_USE,
    "57014": _IN_USE,
    "40": _IN_USE,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "28": _NO_ACCESS,
    "3D": _CANT_OPEN,
    "58": _DISK,
    "53": _NO_SERVER,
    "57P": _NO_SERVER,
    "08": _NO_SERVER,
}
_ERRNO: Mapping[int, str] = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EIO: _DISK,
}

FAILURES = (DBAPIError, OSError, NoConnection)
"""What a database's driver, the pool of connections and the system raise."""


class StoreError(Exception):
    """The store can't do what was asked; the text says why and what to do, in plain English.

    Nothing of the call was stored. One exception: when the connection to a database server breaks
    during the commit itself, nobody can know; `Store.load` tells by the revision.
    """


class UnstorableError(StoreError):
    """The database is well, and can't hold what it was given: trying again will not help."""


class Conflict(Exception):  # noqa: N818 - an expected outcome: load again and repeat the step
    """The screening was changed by somebody else since it was loaded. Nothing was stored."""


def explained(error: Exception, place: str) -> str:
    """Say in plain words what one of `FAILURES` means and what to do.

    Args:
        error: what the database's driver or the system raised.
        place: the database's name for people.
    """
    if isinstance(error, DBAPIError):
        return _from_driver(error.orig, place)
    if isinstance(error, OSError):
        return _ERRNO.get(error.errno or 0, _CANT_OPEN).format(place=place)
    return _IN_USE.format(place=place)  # no connection became free in time


def _from_driver(error: BaseException | None, place: str) -> str:
    if isinstance(error, sqlite3.Error):
        return _sentence(_SQLITE, getattr(error, "sqlite_errorname", ""), place)
    state: str | None = getattr(error, "sqlstate", None)
    if state is None and type(error).__name__ == "OperationalError":
        return _NO_SERVER.format(place=place)  # the server didn't get to give a code
    return _sentence(_SQLSTATE, state or "", place)


def _sentence(sentences: Mapping[str, str], code: str, place: str) -> str:
    for beginning, sentence in sentences.items():
        if code.startswith(beginning):
            return sentence.format(place=place)
    return _OTHER.format(place=place, code=f" ({code})" if code else "")
