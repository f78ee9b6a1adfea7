"""The ways in and out: invitations, links that sign somebody in, passkeys, signing out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from aiohttp import web
from markupsafe import Markup

from bot.platforms.chat.access import page_of
from bot.platforms.chat.invitations import SIGN_IN_LASTS, digest, sign_in_code
from bot.platforms.chat.outbox import as_data
from bot.platforms.chat.words import words_in as chat_words_in
from bot.platforms.web import passkeys
from bot.platforms.web.visit import Person, RefusedError, Visit
from bot.platforms.web.words import words_in
from bot.presentation.messages import Line, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.store import Passkey, UnitOfWork

LONGEST_NAME = 60
_LONGEST_CODE = 100


async def sign_in(request: web.Request) -> web.Response:
    """Show how to sign in."""
    visit = Visit(request)
    return visit.show("sign_in", contact=visit.contact)


async def invited(request: web.Request) -> web.Response:
    """Show an invitation; it is used only when somebody joins by it."""
    visit = Visit(request)
    code = request.match_info["code"][:_LONGEST_CODE]

    def look(unit: UnitOfWork) -> tuple[str | None, Person | None]:
        return unit.members.offered(digest(code), visit.parts.environment.now()), visit.person(unit)

    role, person = await visit.within(look)
    if role is None:
        return visit.say(410, "link_spent")
    text = visit.words.invited.format(role=chat_words_in(visit.language).roles[role])
    asks = person is None or not person.name
    return visit.show("join", text=text, code=code, asks=asks, action="/join")


async def join(request: web.Request) -> web.Response:
    """Make somebody a member by an invitation, and sign that person in."""
    visit = Visit(request)
    fields = await visit.form()
    visit.attempt()
    code, name = fields.get("code", "")[:_LONGEST_CODE], _name_of(fields.get("name", ""))
    cookie = visit.renew()

    def work(unit: UnitOfWork) -> int | None:
        environment, now = visit.parts.environment, visit.parts.environment.now()
        if unit.members.offered(digest(code), now) is None:
            return None
        person = visit.person(unit)
        user = unit.web.new_person() if person is None else person.user
        known = name or ("" if person is None else person.name) or visit.words.person
        if environment.access.accept(unit, code, user, known, now) is None:
            return None
        visit.sign_in(unit, cookie, user)
        return user

    return await _let_in(visit, work, "invitation")


async def _let_in(visit: Visit, work: Callable[[UnitOfWork], int | None], by: str) -> web.Response:
    """Sign somebody in by a code, or say that it is spent."""
    user = await visit.within(work)
    visit.signed_in(user, by)
    if user is None:
        visit.keep_cookie()
        raise RefusedError(410, "link_spent")
    return visit.go("/account")


def _name_of(text: str) -> str:
    """Return a name as it is kept: one line, without what does not print."""
    return " ".join("".join(sign for sign in text if sign.isprintable()).split())[:LONGEST_NAME]


async def linked(request: web.Request) -> web.Response:
    """Show a link that signs somebody in; it is used only when the button is pressed."""
    visit = Visit(request)
    code = request.match_info["code"][:_LONGEST_CODE]
    return visit.show("join", text=visit.words.signing_in, code=code, asks=False, action="/in")


async def come_in(request: web.Request) -> web.Response:
    """Sign somebody in by a link."""
    visit = Visit(request)
    fields = await visit.form()
    visit.attempt()
    code = fields.get("code", "")[:_LONGEST_CODE]
    cookie = visit.renew()

    def work(unit: UnitOfWork) -> int | None:
        user = unit.web.take_link(digest(code), visit.parts.environment.now())
        if user is None or visit.is_stranger(unit, user):
            return None
        visit.sign_in(unit, cookie, user)
        _tell(visit, unit, user, "told_of_link")
        return user

    return await _let_in(visit, work, "link")


def _tell(visit: Visit, unit: UnitOfWork, user: int, sentence: str) -> None:
    """Say in somebody's conversation what has changed in how the person comes in."""
    place, now = page_of(user), visit.parts.environment.now()
    chat = unit.messaging.chat(place)
    words = words_in(visit.language if chat is None else chat.language)
    text = getattr(words, sentence).format(when=f"{now:%Y-%m-%d %H:%M}")
    reply = unit.web.reply(place) or {}
    said = [*reply.get("say", ()), as_data(Message((Line(text),)))]
    unit.web.keep_reply(place, {**reply, "say": said})


async def account(request: web.Request) -> web.Response:
    """Show who is signed in, the person's passkeys, and the ways out."""
    visit = Visit(request)
    person, keys = await visit.within(lambda unit: _account(visit, unit))
    if person is None:
        return visit.go("/")
    return _account_page(visit, person, keys)


def _account(visit: Visit, unit: UnitOfWork) -> tuple[Person | None, Sequence[Passkey]]:
    person = visit.person(unit)
    return person, () if person is None else unit.web.keys_of(person.user)


def _account_page(
    visit: Visit, person: Person, keys: Sequence[Passkey], link: str = ""
) -> web.Response:
    words, zone = visit.words, visit.parts.environment.now().tzinfo
    told = [
        words.key_line.format(made=one.made.astimezone(zone).date())
        if one.used is None
        else words.key_line_used.format(
            made=one.made.astimezone(zone).date(), used=one.used.astimezone(zone).date()
        )
        for one in keys
    ]
    role = chat_words_in(visit.language).roles[person.role.value]
    return visit.show(
        "account",
        text=words.signed_in_as.format(name=person.name or words.you, role=role),
        keys=told,
        link=link,
        link_text=link and _link_text(visit, person.name or words.you),
        qr=link and qr_of(link),
    )


def _link_text(visit: Visit, name: str) -> str:
    until = (visit.parts.environment.now() + SIGN_IN_LASTS).strftime("%Y-%m-%d %H:%M")
    return visit.words.link_made.format(name=name, until=until)


def qr_of(link: str) -> Markup:
    """Return a link as a QR code, to be put into a page."""
    code = segno.make(link, error="m")
    return Markup(code.svg_inline(scale=4, border=2, omitsize=True, light="#fff"))  # noqa: S704 - segno's own


async def change_account(request: web.Request) -> web.Response:
    """Sign out here or everywhere, or make a link for another device."""
    visit = Visit(request)
    fields = await visit.form()
    what = fields.get("do")

    def work(unit: UnitOfWork) -> tuple[Person | None, Sequence[Passkey], str]:
        person, keys = _account(visit, unit)
        if person is None:
            return None, (), ""
        if what == "out":
            unit.web.sign_out(digest(visit.cookie))
        elif what == "everywhere":
            unit.web.sign_out_everywhere(person.user)
        elif what == "link":
            code = sign_in_code(unit, person.user, visit.parts.environment.now())
            return person, keys, f"{visit.parts.place.url}/in/{code}"
        return person, keys, ""

    person, keys, link = await visit.within(work)
    if person is not None:
        visit.parts.listeners.tell(person.user)
    if person is None or what != "link":
        return visit.go("/")
    return _account_page(visit, person, keys, link)


async def options_to_make(request: web.Request) -> web.Response:
    """Return what the browser of somebody who is signed in needs to make a passkey."""
    visit = Visit(request)
    await visit.form()
    person, keys = await visit.within(lambda unit: _account(visit, unit))
    if person is None:
        raise RefusedError(403, "expired")
    options, challenge = passkeys.options_to_make(visit.parts.place, person.user, person.name, keys)
    visit.parts.challenges.keep(digest(visit.cookie), challenge)
    return visit.answer(web.Response(text=options, content_type="application/json"))


async def keep_key(request: web.Request) -> web.Response:
    """Keep the passkey that a browser made."""
    visit = Visit(request)
    fields = await visit.form()
    challenge = visit.parts.challenges.take(digest(visit.cookie))

    def work(unit: UnitOfWork) -> bool:
        person = visit.person(unit)
        if person is None or challenge is None:
            return False
        now = visit.parts.environment.now()
        key = passkeys.made(
            visit.parts.place, fields.get("answer", ""), challenge, person.user, now
        )
        if key is None or unit.web.key(key.credential) is not None:
            return False
        unit.web.add_key(key)
        _tell(visit, unit, person.user, "told_of_key")
        return True

    if not await visit.within(work):
        raise RefusedError(403, "key_failed")
    return visit.go("/account")


async def options_to_use(request: web.Request) -> web.Response:
    """Return what a browser needs to sign in with a passkey."""
    visit = Visit(request)
    await visit.form()
    options, challenge = passkeys.options_to_use(visit.parts.place)
    visit.parts.challenges.keep(digest(visit.cookie), challenge)
    return visit.answer(web.Response(text=options, content_type="application/json"))


async def sign_in_by_key(request: web.Request) -> web.Response:
    """Sign somebody in by a passkey."""
    visit = Visit(request)
    fields = await visit.form()
    visit.attempt()
    challenge = visit.parts.challenges.take(digest(visit.cookie))
    answer = fields.get("answer", "")
    named = passkeys.named_in(answer)
    cookie = visit.renew()

    def work(unit: UnitOfWork) -> int | None:
        key = None if named is None else unit.web.key(named)
        if key is None or challenge is None or visit.is_stranger(unit, key.user_id):
            return None
        count = passkeys.count_of(visit.parts.place, answer, challenge, key)
        if count is None:
            return None
        unit.web.used_key(key.credential, count, visit.parts.environment.now())
        visit.sign_in(unit, cookie, key.user_id)
        return key.user_id

    user = await visit.within(work)
    visit.signed_in(user, "passkey")
    if user is None:
        visit.keep_cookie()
        raise RefusedError(403, "key_failed")
    return visit.go("/")
