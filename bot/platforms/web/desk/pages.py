"""The desk: the log, a screening with its trail, the worklist, pictures, files, people."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from bot.exports.context import ExportContext, MissingPartError, Unsuitable
from bot.exports.pictures.catalogue import PICTURES
from bot.exports.registry import BY_KEY
from bot.exports.worklist.text import lines as worklist_lines
from bot.platforms.chat.access import owner_of, page_of
from bot.platforms.chat.incoming import Kind
from bot.platforms.chat.invitations import INVITATION_LASTS, SIGN_IN_LASTS, invitation, sign_in_code
from bot.platforms.chat.roles import Right, Role, may
from bot.platforms.chat.words import words_in as chat_words_in
from bot.platforms.web.conversation import Done
from bot.platforms.web.desk import view
from bot.platforms.web.desk.overview import OVERVIEW, Work, drawn, work
from bot.platforms.web.sign_in import qr_of
from bot.platforms.web.talking import made
from bot.platforms.web.visit import Person, RefusedError, Visit
from bot.screenings.records import Records
from bot.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.platforms.web.desk.overview import Known
    from bot.screenings.overview import Found, Overview
    from bot.store import UnitOfWork
    from bot.texts.words import Texts

_TOKEN = re.compile(r"S[0-9]{4,12}")
_INVITED = (Role.SCREENER, Role.COORDINATOR, Role.INVESTIGATOR, Role.OWNER)


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody at the desk."""

    visit: Visit
    person: Person

    @property
    def texts(self) -> Texts:
        """Bedside's sentences in the person's language."""
        return texts_in(self.visit.language)

    @property
    def records(self) -> Records:
        """Everybody's screenings."""
        environment = self.visit.parts.environment
        return Records(self.visit.parts.store, environment.site, environment.now().tzinfo)

    def setting(self, chosen: view.Filter | None = None) -> ExportContext:
        """Return what a file is made with."""
        environment, site = self.visit.parts.environment, self.visit.parts.environment.site
        since, until = (None, None) if chosen is None else (chosen.since, chosen.until)
        return ExportContext(
            self.texts,
            environment.now(),
            self.visit.parts.store,
            "" if site is None else site.code,
            since,
            until,
        )

    @property
    def overview(self) -> Overview[Known]:
        """What is known of everybody's screenings."""
        return self.visit.request.app[OVERVIEW]

    def show(self, name: str, **details: object) -> web.Response:
        """Return a page of the desk."""
        people = may(self.person.role, Right.PEOPLE)
        return self.visit.show(name, 200, people=people, at=name, **details)


async def at_desk(visit: Visit, right: Right = Right.LOG) -> Desk:
    """Return the desk of whoever asks.

    Raises:
        RefusedError: nobody is signed in, or it is not part of the person's role.
    """

    def look(unit: UnitOfWork) -> tuple[Person | None, str]:
        person = visit.person(unit)
        chat = None if person is None else unit.messaging.chat(page_of(person.user))
        return person, visit.language if chat is None else chat.language

    person, visit.language = await visit.within(look)
    if person is None or not may(person.role, right):
        raise RefusedError(403, "not_there")
    return Desk(visit, person)


async def log(request: web.Request) -> web.Response:
    """Show the log as a table, filtered and sorted."""
    desk = await at_desk(Visit(request))
    chosen = view.Filter.of(request.query)
    purged = chat_words_in(desk.visit.language).outcomes["purged"]

    def look() -> tuple[Found, list[view.LogRow]]:
        found = desk.overview.page(desk.records, chosen, chosen.page, view.A_PAGE)
        return found, view.log_rows(found, desk.texts, purged)

    found, rows = await asyncio.to_thread(look)
    count = desk.visit.words.count.format(count=found.count)
    files = [key for key, one in BY_KEY.items() if not one.single]
    return desk.show(
        "desk",
        found=found,
        rows=rows,
        chosen=chosen,
        count=count,
        files=files,
        outcomes=_outcomes(desk),
    )


def _outcomes(desk: Desk) -> list[tuple[str, str]]:
    words = chat_words_in(desk.visit.language).outcomes
    return [(code, words[code]) for code in ("eligible", "not_eligible", "pending")]


async def screening(request: web.Request) -> web.Response:
    """Show one screening; or do something with it, and show it then."""
    visit = Visit(request)
    fields = await visit.form()
    desk = await at_desk(visit)
    token = fields.get("open", "")
    if not _TOKEN.fullmatch(token):
        raise RefusedError(404, "not_there")
    told = await _do(desk, token, fields)
    found = await asyncio.to_thread(_shown, desk, token)
    if found is None:
        raise RefusedError(404, "not_there")
    return desk.show("screening", told=told, **found)


async def _do(desk: Desk, token: str, fields: Mapping[str, str]) -> list[str]:
    """Confirm a judgement or note what became of a screening, as in the chat; what is said then."""
    pressed = fields.get("data", "")
    if pressed.startswith(f"j:{token}:"):
        done = Done(Kind.PRESS, pressed, fields.get("key", ""), 0)
    else:
        command = view.outcome_command(token, fields)
        if not command:
            return []
        done = Done(Kind.TEXT, command, fields.get("key", ""), 0)
    person, talk = desk.person, desk.visit.parts.conversation

    def say(unit: UnitOfWork) -> list[str]:
        talk.take(unit, person.user, done, desk.visit.language, person.name)
        reply = unit.web.reply(page_of(person.user)) or {}
        return [text for one in reply.get("say", ()) for text, _ in one["lines"][:1]]

    told = await desk.visit.within(say)
    desk.visit.parts.listeners.tell(person.user)
    return told


def _shown(desk: Desk, token: str) -> dict[str, object] | None:
    one = desk.records.of(token)
    if one is None:
        return None
    texts, gone = desk.texts, one.purged
    confirms = may(desk.person.role, Right.CONFIRM)
    singles = [key for key, export in BY_KEY.items() if export.single or key == "calendar.ics"]
    return {
        "one": one,
        "outcome": view.outcome_of(one, texts),
        "own": one.screener == owner_of(desk.person.user),
        "summary": "" if gone else view.summary_of(one, texts),
        "criteria": [] if gone else view.criteria_of(one, texts),
        "trail": view.trail_of(one, desk.setting()),
        "waits": [] if gone else view.judgements_of(one, texts),
        "confirms": confirms,
        "followed": view.follow_up_of(one, texts),
        "files": [] if gone else singles,
    }


async def waiting(request: web.Request) -> web.Response:
    """Show what is open, the most urgent first, and the reminders."""
    desk = await at_desk(Visit(request))
    today = desk.visit.parts.environment.now().date()

    def look() -> tuple[Work, list[tuple[str, str]]]:
        page = view.page_of(request.query)
        found = work(desk.overview, desk.records, today, page, view.A_PAGE)
        return found, [
            (row.token, "\n".join(worklist_lines((row,), desk.texts, today)[2:]))
            for row in found.rows
        ]

    found, rows = await asyncio.to_thread(look)
    reminders = await desk.visit.within(
        lambda unit: {token: unit.members.reminders_for(token) for token, _ in rows}
    )
    due = {token: [one.due.date() for one in found] for token, found in reminders.items()}
    count = desk.visit.words.count.format(count=found.count)
    return desk.show("worklist", found=found, rows=rows, due=due, count=count)


async def pictures(request: web.Request) -> web.Response:
    """Show the pictures of the screenings that a filter takes."""
    desk = await at_desk(Visit(request))
    chosen = view.Filter.of(request.query)
    every = await asyncio.to_thread(desk.overview.all, desk.records)
    found = sorted({one.line.trial for one in every})
    return desk.show(
        "pictures",
        chosen=chosen,
        trials=found,
        names=[(name, getattr(desk.visit.words, _PICTURE_WORDS[name])) for name in PICTURES],
        outcomes=_outcomes(desk),
    )


_PICTURE_WORDS = {
    "flow": "picture_flow",
    "reasons": "picture_reasons",
    "time": "picture_time",
    "near-misses": "picture_near_misses",
}


async def picture(request: web.Request) -> web.Response:
    """Return a picture of the screenings that a filter takes."""
    desk = await at_desk(Visit(request))
    name = request.match_info["name"]
    if name not in PICTURES:
        raise RefusedError(404, "not_there")
    chosen = view.Filter.of(request.query)

    def draw() -> bytes:
        return drawn(name, desk.overview, desk.records, chosen, desk.setting(chosen))

    try:
        body = await asyncio.to_thread(draw)
    except MissingPartError:
        raise RefusedError(501, "file_failed") from None
    except Unsuitable:
        raise RefusedError(409, "file_unsuitable") from None
    return desk.visit.answer(web.Response(body=body, content_type="image/png"))


async def file(request: web.Request) -> web.Response:
    """Hand out a file: of the days that are named, or of one screening."""
    visit = Visit(request)
    fields = await visit.form()
    desk = await at_desk(visit)
    names = ("key", "since", "until", "token_of")
    wanted = {name: fields[name] for name in names if fields.get(name)}
    token = wanted.pop("token_of", None)
    wanted["language"] = visit.language
    if token is not None:
        wanted["token"] = token
    known = BY_KEY.get(wanted.get("key", ""))
    if known is None or (known.single and token is None):
        raise RefusedError(404, "not_there")
    subject = f"{wanted['key']} {token or ''}".strip()
    await visit.within(
        lambda unit: unit.members.did(
            owner_of(desk.person.user), "file", subject, visit.parts.environment.now()
        )
    )
    return await made(visit, desk.person, wanted)


async def people(request: web.Request) -> web.Response:
    """Show the members; make an invitation or a link that signs a member in; revoke access."""
    visit = Visit(request)
    fields = await visit.form() if request.method == "POST" else {}
    desk = await at_desk(visit, Right.PEOPLE)
    now = visit.parts.environment.now()
    roles = chat_words_in(visit.language).roles

    def change(unit: UnitOfWork) -> dict[str, object]:
        shown = _changed(desk, unit, fields)
        zone = now.tzinfo
        members = [
            (one.user_id, one.name, roles[one.role], one.since.astimezone(zone).date())
            for one in unit.members.all()
        ]
        return {**shown, "members": members}

    shown = await visit.within(change)
    link = str(shown.get("link", ""))
    return desk.show(
        "people",
        roles=[(role.value, roles[role.value]) for role in _INVITED],
        owners=visit.parts.environment.access.owners,
        me=desk.person.user,
        members=shown["members"],
        link=link,
        qr=link and qr_of(link),
        text=shown.get("text", ""),
        settled=visit.words.owner_in_settings,
        ask=shown.get("ask"),
    )


def _changed(desk: Desk, unit: UnitOfWork, fields: Mapping[str, str]) -> dict[str, object]:
    """Do what an owner wants with members, and return what is to be shown of it."""
    environment, words = desk.visit.parts.environment, desk.visit.words
    now, url = environment.now(), desk.visit.parts.place.url
    roles = chat_words_in(desk.visit.language).roles
    who = owner_of(desk.person.user)
    role = next((one for one in _INVITED if one.value == fields.get("invite")), None)
    if role is not None:
        code = invitation(unit, role, now)
        unit.members.did(who, "invited", role.value, now)
        until = (now + INVITATION_LASTS).strftime("%Y-%m-%d %H:%M")
        text = words.invitation_made.format(role=roles[role.value], until=until)
        return {"link": f"{url}/join/{code}", "text": text}
    named = fields.get("link") or fields.get("revoke") or ""
    digits = named.removeprefix("-")
    member = unit.members.member(int(named)) if digits.isdecimal() and len(digits) < 19 else None  # noqa: PLR2004
    if member is None or member.user_id == desk.person.user:
        return {}
    if "link" in fields:
        code = sign_in_code(unit, member.user_id, now)
        until = (now + SIGN_IN_LASTS).strftime("%Y-%m-%d %H:%M")
        text = words.link_made.format(name=member.name, until=until)
        return {"link": f"{url}/in/{code}", "text": text}
    if fields.get("certain") == named:
        unit.members.leave(member.user_id)
        unit.web.sign_out_everywhere(member.user_id)
        unit.web.forget_keys(member.user_id)
        unit.members.did(who, "revoked", str(member.user_id), now)
        return {"text": chat_words_in(desk.visit.language).say("revoked", name=member.name)}
    return {"text": words.revoke_certain.format(name=member.name), "ask": member.user_id}
