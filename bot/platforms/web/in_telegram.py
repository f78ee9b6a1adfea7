"""The Mini App's requests: opened, let in by what Telegram says, the form shown and taken.

A browser inside another page sends no cookie along. Who somebody is, stands in a header that only
the page's own script can send: so no other page can send a form in somebody's name.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from aiohttp import web

from bot.platforms.chat.invitations import digest
from bot.platforms.web.mini_app.init_data import LASTS, read_init_data
from bot.platforms.web.panel import filled_in
from bot.platforms.web.visit import RefusedError, Visit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.platforms.web.dependencies import Telegram
    from bot.platforms.web.mini_app.forms import Form
    from bot.platforms.web.panel import Understood
    from bot.store import Posted, UnitOfWork

PATH = "/app"
HEADER = "Bedside-App"
_TOKEN = re.compile(r"app\.[A-Za-z0-9_-]{43}")
"""It is none of the page's cookies, and none of them is one."""


class AppVisit(Visit):
    """A request of the Mini App: who somebody is, stands in a header."""

    lasts, idle = LASTS, LASTS

    def __init__(self, request: web.Request) -> None:
        """Read the header; the page's cookie counts for nothing here."""
        super().__init__(request)
        given = request.headers.get(HEADER, "")
        self.had_cookie = _TOKEN.fullmatch(given) is not None
        self.cookie = given if self.had_cookie else ""
        self.keep_cookie()

    @property
    def telegram(self) -> Telegram:
        """The bot.

        Raises:
            RefusedError: there is none that could open this.
        """
        if self.parts.telegram is None:
            raise RefusedError(404, "not_there")
        return self.parts.telegram


async def show(request: web.Request) -> web.Response:
    """Return the frame that a form is put into, once it is known for whom."""
    visit = AppVisit(request)
    if visit.parts.telegram is None:
        raise RefusedError(404, "not_there")
    return visit.show("app", form=None, filled={})


async def enter(request: web.Request) -> web.Response:
    """Exchange what Telegram says, once, for a token that counts for an hour."""
    visit = AppVisit(request)
    telegram, now = visit.telegram, visit.parts.environment.now()
    fields = await visit.fields()
    visit.see_from_here()
    visit.attempt()
    found = read_init_data(fields.get("data", ""), telegram.secret, now)
    token = f"app.{secrets.token_urlsafe(32)}"

    def work(unit: UnitOfWork) -> bool:
        if found is None or visit.is_stranger(unit, found.user):
            return False
        if not unit.messaging.is_new(_number_of(found.hash), now):
            return False
        unit.web.sign_in(digest(token), found.user, now)
        return True

    is_in = await visit.within(work)
    visit.signed_in(found.user if found is not None and is_in else None, "Telegram")
    if not is_in:
        raise RefusedError(403, "app_failed")
    visit.parts.attempts.forgive(visit.address)
    return visit.answer(web.json_response({"token": token}))


async def form(request: web.Request) -> web.Response:
    """Show the form that the chat asks to be filled in."""
    visit = AppVisit(request)
    forms = visit.telegram.forms

    def look(unit: UnitOfWork) -> Form | None:
        person = visit.person(unit)
        return None if person is None else forms.form(unit, person.user)

    return _shown(visit, await visit.within(look))


async def take(request: web.Request) -> web.Response:
    """Take a form; when this is answered, it is on disk, and so is the chat's reply."""
    visit = AppVisit(request)
    forms, fields = visit.telegram.forms, await visit.form()
    person = await visit.within(visit.person)
    if person is None:
        raise RefusedError(403, "app_failed")

    def work(unit: UnitOfWork) -> tuple[Form | None, Posted | None]:
        person = visit.person(unit)
        return (None, None) if person is None else forms.take(unit, person.user, fields)

    after, posted = await visit.within(work, person.user)
    if posted is not None:
        forms.enqueue(posted)
    visit.parts.listeners.tell(person.user)
    return _shown(visit, after, filled_in(fields))


async def read(request: web.Request) -> web.Response:
    """Say what is understood of the values of a panel, as they are being typed; keep nothing."""
    visit = AppVisit(request)
    forms, fields = visit.telegram.forms, await visit.form()

    def look(unit: UnitOfWork) -> Understood | None:
        person = visit.person(unit)
        return None if person is None else forms.understood(unit, person.user, fields)

    return visit.read(await visit.within(look))


def _shown(
    visit: AppVisit, found: Form | None, filled: Mapping[str, str] = MappingProxyType({})
) -> web.Response:
    if found is None:
        raise RefusedError(403, "app_failed")
    visit.language = found.language
    page = replace(visit.page(), at=found.at)
    return visit.show("app", form=found, page=page, filled=filled)


def _number_of(hash_: str) -> int:
    """Return the number of an update that stands for data of Telegram's: it is taken once."""
    found = hashlib.sha256(f"app\x00{hash_}".encode()).digest()
    return -(int.from_bytes(found[:8]) >> 2) - 1


ROUTES = (
    web.get(PATH, show),
    web.post(f"{PATH}/in", enter),
    web.get(f"{PATH}/form", form),
    web.post(f"{PATH}/form", take),
    web.post(f"{PATH}/read", read),
)
