"""Makes the files that a site keeps of its screenings, for those who may have them.

A file is made just before it is sent, outside the writer's thread, and is kept nowhere.
"""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.exports.context import ExportContext
from bot.exports.registry import BY_KEY
from bot.logs import log
from bot.platforms.chat.access import owner_of
from bot.platforms.chat.roles import Right, may, may_read
from bot.proof.keyfile import KeyFileError
from bot.screenings.heads import Heads
from bot.screenings.records import Records
from bot.texts import texts_in

if TYPE_CHECKING:
    from pathlib import Path

    from bot.exports.registry import Export
    from bot.platforms.chat.environment import Environment
    from bot.store import Head, Store, UnitOfWork


class Made(NamedTuple):
    """A file that was made."""

    name: str
    content: bytes
    head: Head | None
    """The signed head of the log that goes with it."""


class FileMaker:
    """Makes files of one store, for one site."""

    def __init__(self, store: Store, environment: Environment) -> None:
        """Read from a store."""
        self._store = store
        self._environment = environment

    def may_have(self, user: int, wanted: dict[str, Any]) -> bool:
        """Whether somebody may still have a file: meanwhile the person may have been removed.

        Raises:
            StoreError: nobody knows.
        """
        token = wanted.get("token")

        def look(unit: UnitOfWork) -> bool:
            role = self._environment.access.role(user, unit)
            if token is None:
                return may(role, Right.LOG)
            stored = unit.load(token)
            if stored is None or not may(role, Right.SCREEN):
                return False
            return may_read(role, owner_of(user), stored)

        return self._store.within(look)

    def _head(self) -> Head | None:
        """Sign the log as it is, for whatever goes out; None where that can't be."""
        place = self._environment.key
        try:
            return None if place is None else self._sign(place)
        except KeyFileError as error:
            log().error("log not signed", error=str(error))
            return None

    def _sign(self, place: Path) -> Head:
        return Heads(self._store, place).present(self._environment.now())

    def made(self, wanted: dict[str, Any]) -> Made:
        """Make a file.

        Raises:
            MissingPartError, Unsuitable, StoreError, TrialError: it can't be made.
        """
        export = BY_KEY[wanted["key"]]
        environment, zone = self._environment, self._environment.now().tzinfo
        since, until = _day(wanted.get("since", "")), _day(wanted.get("until", ""))
        records = Records(self._store, environment.site, zone)
        setting = ExportContext(
            texts_in(wanted["language"]),
            environment.now(),
            self._store,
            "" if environment.site is None else environment.site.code,
            since,
            until,
            head=self._head(),
        )
        token = wanted.get("token")
        found = (
            records.between(since, until) if token is None else filter(None, [records.of(token)])
        )
        out = BytesIO()
        export.write(found, out, setting)
        return Made(_name(export, token, environment), out.getvalue(), setting.head)


def _name(export: Export, token: str | None, environment: Environment) -> str:
    return f"{token or environment.now().date()}-{export.name}.{export.extension}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
