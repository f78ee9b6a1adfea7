"""Each kind of error has its sentence, whoever raises it."""

from __future__ import annotations

import errno
import re
import sqlite3

import pytest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from bot.store.errors import explained


class OperationalError(Exception):
    """What a server's driver raises; with a code, if the server could give one."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__("the driver's own words")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "sentence"),
    [
        ("53100", "is full"),
        ("53300", "can't be reached"),
        ("57P01", "can't be reached"),
        ("57014", "is in use"),
        ("40001", "is in use"),
        ("25006", "can't be written to"),
        ("28P01", "refused this user"),
        ("P0001", r"gave an error \(P0001\)"),
        (None, "can't be reached"),
    ],
)
def test_what_a_server_says_in_a_plain_sentence(sqlstate: str | None, sentence: str) -> None:
    error = DBAPIError("INSERT", None, OperationalError(sqlstate))
    assert re.search(f"host/name {sentence}|holds the .*{sentence}", explained(error, "host/name"))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.ENOSPC, "x"), "is full"),
        (OSError(errno.EROFS, "x"), "can't be written to"),
        (OSError(errno.ENOTDIR, "x"), "can't be opened"),
        (NoConnection("x"), "is in use"),
        (DBAPIError("SELECT", None, sqlite3.OperationalError("x")), "gave an error. Start"),
    ],
)
def test_what_the_system_says_in_a_plain_sentence(error: Exception, sentence: str) -> None:
    assert sentence in explained(error, "bedside.db")
