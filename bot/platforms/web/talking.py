"""The pages of the conversation: shown, answered, listened to; and the files it hands out."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from bot.exports.context import MissingPartError, Unsuitable
from bot.exports.registry import BY_KEY
from bot.logs import log
from bot.platforms.chat.access import owner_of, page_of
from bot.platforms.chat.roles import Right, Role, may
from bot.platforms.web import cookies
from bot.platforms.web.panel import filled_in
from bot.platforms.web.records import read_upload, searched
from bot.platforms.web.visit import Person, RefusedError, Visit
from bot.store import StoreError
from criteria.trial.catalog import TrialError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.dialogs.session import Session
    from bot.platforms.web.conversation import View
    from bot.platforms.web.panel import Understood
    from bot.store import UnitOfWork

_NOTHING: Mapping[str, str] = MappingProxyType({})
_LISTENERS = 8
"""Browsers of one person that may wait at the same time."""
_BEAT = 3.0
"""Seconds after which it is looked for changes that nobody told of, as Telegram's."""


async def show(request: web.Request) -> web.Response:
    """Show the conversation, or how to sign in."""
    visit = Visit(request)

    def look(unit: UnitOfWork) -> tuple[Person | None, View]:
        person = visit.person(unit)
        talk = visit.parts.conversation
        if person is None:
            return None, talk.first(visit.language)
        return person, talk.view(unit, person.user, visit.language)

    person, view = await visit.within(look)
    if person is None and not visit.parts.everybody:
        return visit.show("sign_in", contact=visit.contact)
    return _shown(visit, person, view)


def _shown(
    visit: Visit,
    person: Person | None,
    view: View,
    filled: Mapping[str, str] = MappingProxyType({}),
) -> web.Response:
    """Show a conversation; of a panel with what was entered in its rows and not taken."""
    visit.language = view.language
    return visit.show(
        "chat",
        view=view,
        filled=filled,
        page=visit.page(view.number, begins=view.begins),
        desk=person is not None and may(person.role, Right.LOG),
        known=person is not None and _is_member(person),
        searches=person is not None and visit.parts.records_from is not None,
    )


def _is_member(person: Person) -> bool:
    return bool(person.name) or person.role is not Role.SCREENER


async def take(request: web.Request) -> web.Response:
    """Take what somebody did; when this is answered it is on disk."""
    visit = Visit(request)
    fields = await visit.form()
    fresh = visit.parts.everybody and not await visit.within(
        lambda one: visit.person(one) is not None
    )
    if fresh and not visit.parts.arrivals.allows(visit.address):
        raise RefusedError(429, "too_many")
    after = cookies.after(visit.cookie, fields.get("key", ""))
    cookie = visit.renew(after) if fresh else ""

    def work(unit: UnitOfWork) -> int | None:
        person = _arrive(visit, unit, cookie) if fresh else visit.person(unit)
        if person is None:
            return None
        talk = visit.parts.conversation
        for done in talk.read(unit, person.user, fields, visit.language):
            talk.take(unit, person.user, done, visit.language, person.name)
        return person.user

    gone = await _answered(visit, work)
    filled = {} if fresh else filled_in(fields)
    return await _with_rows(visit, filled) or gone if filled else gone


async def _with_rows(visit: Visit, filled: Mapping[str, str]) -> web.Response | None:
    """Show again what was entered in a panel's rows, where they are asked or wait for a yes.

    It is kept nowhere but on the page; the form of this page is taken once, like any other.
    """

    def look(unit: UnitOfWork) -> tuple[Person | None, View | None]:
        person = visit.person(unit)
        if person is None:
            return None, None
        return person, visit.parts.conversation.view(unit, person.user, visit.language)

    person, view = await visit.within(look)
    if view is None or not (view.panel or view.waits):
        return None
    return _shown(visit, person, view, filled)


async def record(request: web.Request) -> web.Response:
    """Take a file of a record; nothing of it is kept but what it answers, once it is confirmed."""
    visit = Visit(request)
    if await visit.within(visit.person) is None:
        raise RefusedError(403, "expired")
    fields, raw = await visit.upload()
    done = await asyncio.to_thread(read_upload, fields, raw)

    def work(unit: UnitOfWork) -> int | None:
        person = visit.person(unit)
        if person is None:
            return None
        talk = visit.parts.conversation
        talk.take(unit, person.user, done, visit.language, person.name)
        return person.user

    return await _answered(visit, work)


async def search(request: web.Request) -> web.Response:
    """Search for one patient on the site's FHIR server; the patient's id is kept nowhere.

    The trail tells who searched when, and for which screening.
    """
    visit = Visit(request)
    fields = await visit.form()
    parts, talk = visit.parts, visit.parts.conversation
    place = parts.records_from
    if place is None:
        raise RefusedError(404, "not_there")
    known = await visit.within(visit.person)
    if known is None:
        raise RefusedError(403, "expired")
    user = known.user
    if parts.searching.locked() or not parts.searches.allows(str(user)):
        raise RefusedError(429, "too_many")

    def begin(unit: UnitOfWork) -> Session | None:
        session = talk.at_hand(unit, user)
        if session is None or session.token != fields.get("of"):
            return None
        unit.members.did(owner_of(user), "searched", session.token, parts.environment.now())
        return session

    async with parts.searching:
        session = await visit.within(begin)
        if session is None:
            raise RefusedError(403, "expired")
        trial = talk.trial_of(session)
        done = await asyncio.to_thread(searched, fields, place, trial)

    def work(unit: UnitOfWork) -> int | None:
        person, now = visit.person(unit), talk.at_hand(unit, user)
        # Whatever was found is this candidate's, and never the next one's.
        if person is None or now is None or now.token not in (session.token, *session.beside):
            return None
        talk.take(unit, user, done, visit.language, person.name)
        return user

    return await _answered(visit, work)


async def _answered(visit: Visit, work: Callable[[UnitOfWork], int | None]) -> web.Response:
    """Do what somebody sent, tell their other devices, and show the conversation again.

    Raises:
        RefusedError: nobody is signed in any more.
    """
    user = await visit.within(work)
    if user is None:
        raise RefusedError(403, "expired")
    visit.parts.listeners.tell(user)
    return visit.go("/#now")


def _arrive(visit: Visit, unit: UnitOfWork, cookie: str) -> Person:
    """Let somebody in whom nobody knows, where anybody may screen; by the same form only once."""
    known = unit.web.login(cookie)
    user = unit.web.new_person() if known is None else known.user_id
    if known is None:
        unit.web.sign_in(cookie, user, visit.parts.environment.now())
    return Person(user, visit.parts.environment.access.role(user, unit))


async def read(request: web.Request) -> web.Response:
    """Say what is understood of the values of a panel, as they are being typed; keep nothing."""
    visit = Visit(request)
    fields = await visit.form()

    def look(unit: UnitOfWork) -> Understood | None:
        person = visit.person(unit)
        if person is None:
            return None
        return visit.parts.conversation.understood(unit, person.user, fields)

    return visit.read(await visit.within(look))


async def listen(request: web.Request) -> web.StreamResponse:
    """Tell the browser, as long as it listens, when what it shows has changed."""
    visit = Visit(request)
    person = await visit.within(lambda one: visit.person(one, in_use=False))
    listeners = visit.parts.listeners
    if person is None or listeners.ended or listeners.count(person.user) >= _LISTENERS:
        return web.Response(status=204)  # which ends the browser's attempts
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    with listeners.listening(person.user) as changed, suppress(ConnectionError):
        tag = ""
        while not listeners.ended:
            now = await visit.within(lambda one: _tag(visit, one))
            if now is None:
                break
            if now != tag:
                await response.write(f"event: tag\ndata: {now}\n\n".encode())
                tag = now
            else:
                await response.write(b":\n\n")
            try:
                async with asyncio.timeout(_BEAT):
                    await changed.wait()
            except TimeoutError:
                continue
            changed.clear()
    return response


def _tag(visit: Visit, unit: UnitOfWork) -> str | None:
    person = visit.person(unit, in_use=False)
    if person is None:
        return None
    return visit.parts.conversation.view(unit, person.user, visit.language).tag


async def file(request: web.Request) -> web.Response:
    """Hand out the file that was asked for in the conversation."""
    visit = Visit(request)
    await visit.form()

    def look(unit: UnitOfWork) -> tuple[Person | None, dict[str, str] | None]:
        person = visit.person(unit)
        if person is None:
            return None, None
        return person, (unit.web.reply(page_of(person.user)) or {}).get("document")

    person, wanted = await visit.within(look)
    if person is None or wanted is None:
        raise RefusedError(403, "expired")
    return await made(visit, person, wanted)


async def made(visit: Visit, person: Person, wanted: Mapping[str, str]) -> web.Response:
    """Return a file, if the person may have it and it can be made."""
    if wanted.get("key") not in BY_KEY:
        raise RefusedError(404, "not_there")
    maker, asked = visit.parts.files, dict(wanted)
    try:
        if not await asyncio.to_thread(maker.may_have, person.user, asked):
            raise RefusedError(403, "not_there")
        name, content, _ = await asyncio.to_thread(maker.made, asked)
    except MissingPartError as error:
        log().error("file not made", key=wanted["key"], missing=error.library)
        raise RefusedError(501, "file_failed") from None
    except Unsuitable:
        raise RefusedError(409, "file_unsuitable") from None
    except (StoreError, TrialError):
        raise RefusedError(503, "store_failed") from None
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return visit.answer(web.Response(body=content, headers=headers))
