"""The desk's enrolment lists: handed in there, and held against the log."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.platforms.chat.access import owner_of
from bot.platforms.web.desk.pages import at_desk
from bot.platforms.web.visit import RefusedError, Visit
from bot.screenings.outcomes.enrolment import ListError, compared, read_list, refused, told
from criteria.trial import catalog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import web

    from bot.platforms.web.desk.pages import Desk


async def enrolled(request: web.Request) -> web.Response:
    """Show who was enrolled without a row; or take a list, and show it then."""
    visit = Visit(request)
    fields = await visit.form() if request.method == "POST" else {}
    desk = await at_desk(visit)
    said = await _take(desk, fields) if fields else ""
    texts = desk.texts

    def look() -> list[list[str]]:
        found = compared(visit.parts.store, visit.parts.environment.now().tzinfo)
        return [list(told(one, _names().get(one.trial, one.trial), texts)) for one in found]

    trials = sorted(_names().items(), key=lambda one: one[0] not in _offered(desk))
    return desk.show("enrolled", said=said, lists=await asyncio.to_thread(look), trials=trials)


async def _take(desk: Desk, fields: Mapping[str, str]) -> str:
    """Take what was handed in, or delete a list; return what is said then."""
    trial, say = fields.get("trial", ""), desk.texts.enrolment.say
    name = _names().get(trial)
    if name is None:
        raise RefusedError(404, "not_there")
    now, who = desk.visit.parts.environment.now(), owner_of(desk.person.user)
    try:
        listed = () if "clear" in fields else read_list(fields.get("list", ""), now.date())
    except ListError as error:
        return refused(error, desk.texts)
    await desk.visit.within(lambda unit: unit.enrolled.take(trial, listed, now, who))
    return say("taken", trial=name, count=len(listed)) if listed else say("cleared", trial=name)


def _names() -> dict[str, str]:
    """Return what each trial is called."""
    return {one: catalog.load(one).protocol.acronym for one in catalog.released()}


def _offered(desk: Desk) -> tuple[str, ...]:
    site = desk.visit.parts.environment.site
    return tuple(catalog.offered(() if site is None else site.trials))
