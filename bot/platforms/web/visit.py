"""One request: its cookie, its form, and the page or the redirection that answers it."""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from bot.logs import log
from bot.platforms.chat.access import owner_of
from bot.platforms.chat.invitations import digest
from bot.platforms.chat.roles import Role
from bot.platforms.chat.upkeep import LOGIN_IDLE, LOGIN_LASTS
from bot.platforms.web import cookies
from bot.platforms.web.dependencies import PARTS, Parts
from bot.platforms.web.rendering import page
from bot.platforms.web.words import words_in
from bot.prefill.reported import LONGEST
from bot.texts import languages, texts_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.platforms.web.panel import Understood
    from bot.platforms.web.words import WebWords
    from bot.store import Login, UnitOfWork

LARGEST = 256 * 1024
"""Bytes of a form: a pasted report has some thousands."""
PATIENCE = 20.0
"""Seconds that a form may take to arrive."""
_FIELDS = 200
FORBIDDEN = 403
_SEEN_EVERY = 60.0
"""Seconds after which it is kept again that a browser was used."""
UPLOAD_PATIENCE = 60.0
"""Seconds that a file may take to arrive."""
_LONGEST_FIELD = 1000
_FIELDS_BEFORE = 20
"""Fields that may precede a file, each of another name."""
_UPLOAD = "multipart/form-data"
_FORM = "application/x-www-form-urlencoded"

T = TypeVar("T")


_LOGGED_AS_FAILED = ("key_failed", "app_failed")
"""Refusals that are in the log already, as a sign-in that failed."""


class RefusedError(Exception):
    """A request that is answered with a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        """Name the status, and the sentence among the page's words."""
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Page:
    """What the forms of a page hold beside what somebody enters."""

    form_token: str
    number: int = 0
    begins: bool = False
    """The first answer begins the screening."""
    at: str = ""
    """What the form of a Mini App is for."""

    @property
    def key(self) -> str:
        """A key that no other form has."""
        return secrets.token_urlsafe(12)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The languages there are, and what they call themselves."""
        return [(code, texts_in(code).name) for code in languages()]


@dataclass(frozen=True, slots=True)
class Person:
    """Who is signed in, and as what."""

    user: int
    role: Role
    name: str = ""


class Visit:
    """A request, from its cookie to its answer."""

    lasts, idle = LOGIN_LASTS, LOGIN_IDLE
    """How long a login counts, and how long without use."""

    def __init__(self, request: web.Request) -> None:
        """Read the cookie; a browser without one gets one."""
        self.request = request
        self.parts: Parts = request.app[PARTS]
        given = request.cookies.get(self._cookie_name, "")
        self.had_cookie = cookies.is_one(given)
        self.cookie = given if self.had_cookie else cookies.new()
        self._next = "" if self.had_cookie else self.cookie
        self.language = self._spoken(request.headers.get("Accept-Language", ""))

    @property
    def _cookie_name(self) -> str:
        return cookies.SECURE_NAME if self.parts.place.is_secure else cookies.NAME

    @property
    def words(self) -> WebWords:
        """The page's sentences in the visitor's language."""
        return words_in(self.language)

    @property
    def address(self) -> str:
        """Where the request comes from: by a proxy on this machine, what that one says."""
        peer = self.request.remote or ""
        forwarded = self.request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return forwarded if forwarded and _is_loopback(peer) else peer

    def _spoken(self, accepted: str) -> str:
        for part in accepted.split(","):
            code = part.partition(";")[0].strip().partition("-")[0].lower()
            if code in languages():
                return code
        return self.parts.environment.language

    async def within(self, work: Callable[[UnitOfWork], T], key: int | None = None) -> T:
        """Do work in one transaction; what it stored is on disk then."""
        return await self.parts.store.awaitable(work, key)

    def person(self, unit: UnitOfWork, *, in_use: bool = True) -> Person | None:
        """Return who is signed in here; None if nobody is, or not any more.

        Args:
            unit: the transaction.
            in_use: somebody uses the browser; it does not ask by itself.
        """
        login = unit.web.login(digest(self.cookie)) if self.had_cookie else None
        if login is None or self._is_over(login):
            return None
        role = self.parts.environment.access.role(login.user_id, unit)
        if role is Role.STRANGER:
            return None
        now = self.parts.environment.now()
        if in_use and (now - login.seen).total_seconds() > _SEEN_EVERY:
            unit.web.saw(login.digest, now)
        member = unit.members.member(login.user_id)
        return Person(login.user_id, role, "" if member is None else member.name)

    def _is_over(self, login: Login) -> bool:
        now = self.parts.environment.now()
        return login.made < now - self.lasts or login.seen < now - self.idle

    def renew(self, cookie: str = "") -> str:
        """Prepare another cookie: whoever knew the one before knows nothing of this one."""
        self._next = cookie or cookies.new()
        return digest(self._next)

    def keep_cookie(self) -> None:
        """Stay with the cookie that there is."""
        self._next = ""

    def sign_in(self, unit: UnitOfWork, cookie: str, user: int) -> None:
        """Sign somebody in with a renewed cookie; the one before is worth nothing any more."""
        self.parts.attempts.forgive(self.address)
        unit.web.sign_out(digest(self.cookie))
        unit.web.sign_in(cookie, user, self.parts.environment.now())

    def is_stranger(self, unit: UnitOfWork, user: int) -> bool:
        """Whether somebody may do nothing here."""
        return self.parts.environment.access.role(user, unit) is Role.STRANGER

    def attempt(self) -> None:
        """Count an attempt to sign in.

        Raises:
            RefusedError: there were too many.
        """
        if not self.parts.attempts.allows(self.address):
            log().warning("too many attempts to sign in", address=self.address)
            raise RefusedError(429, "too_many")

    def signed_in(self, user: int | None, by: str) -> None:
        """Log that somebody came in, or tried to."""
        if user is None:
            log().warning("sign-in failed", by=by, address=self.address)
        else:
            log().info("signed in", by=by, who=owner_of(user), address=self.address)

    def refused(self, error: RefusedError) -> None:
        """Log that somebody was refused; of one address a few times a minute."""
        known = error.status != FORBIDDEN or error.sentence in _LOGGED_AS_FAILED
        if not known and self.parts.refusals.allows(self.address):
            resource = self.request.match_info.route.resource
            where = "" if resource is None else resource.canonical  # an address may hold a code
            log().warning("refused", method=self.request.method, where=where, address=self.address)

    @property
    def contact(self) -> str:
        """Whom to ask for an invitation."""
        site = self.parts.environment.site
        return (site.contact if site else "") or self.words.whoever

    async def form(self) -> Mapping[str, str]:
        """Return the fields of the form that was sent.

        Raises:
            RefusedError: it is none, is too large or too slow, or comes from elsewhere.
        """
        fields = await self.fields()
        self._see_own(fields)
        return fields

    async def fields(self) -> Mapping[str, str]:
        """Return the fields of a form, whoever sent it.

        Raises:
            RefusedError: it is none, is too large or too slow.
        """
        request = self.request
        if request.content_type != _FORM:
            raise RefusedError(415, "not_understood")
        try:
            async with asyncio.timeout(PATIENCE):
                body = await request.read()
            pairs = parse_qsl(
                body.decode("utf-8"),
                keep_blank_values=True,
                errors="strict",
                max_num_fields=_FIELDS,
            )
        except TimeoutError:
            raise RefusedError(408, "too_slow") from None
        except ValueError:
            raise RefusedError(400, "not_understood") from None
        return dict(reversed(pairs))

    async def upload(self) -> tuple[Mapping[str, str], bytes]:
        """Return the fields of a form and the file that was sent with it, behind them.

        Raises:
            RefusedError: it is none, is too large or too slow, or comes from elsewhere.
        """
        if self.request.content_type != _UPLOAD:
            raise RefusedError(415, "not_understood")
        fields: dict[str, str] = {}
        try:
            async with asyncio.timeout(UPLOAD_PATIENCE):
                async for part in await self.request.multipart():
                    if not isinstance(part, BodyPartReader) or len(fields) >= _FIELDS_BEFORE:
                        break
                    if part.filename is not None:
                        self._see_own(fields)
                        return fields, await _at_most(part, LONGEST)
                    text = (await _at_most(part, _LONGEST_FIELD)).decode()
                    if part.name in fields:
                        break
                    fields[part.name or ""] = text
        except TimeoutError:
            raise RefusedError(408, "too_slow") from None
        except ValueError:
            raise RefusedError(400, "not_understood") from None
        raise RefusedError(400, "not_understood")

    def _see_own(self, fields: Mapping[str, str]) -> None:
        """See that a form is this page's own.

        Raises:
            RefusedError: it is not.
        """
        self.see_from_here()
        if not self._is_own_form(fields):
            raise RefusedError(403, "expired")

    def see_from_here(self) -> None:
        """See that no browser says that another page sent a form.

        Raises:
            RefusedError: one does.
        """
        if not self._is_from_here():
            raise RefusedError(403, "expired")

    def _is_own_form(self, fields: Mapping[str, str]) -> bool:
        return self.had_cookie and cookies.is_form_token(self.cookie, fields.get("token", ""))

    def _is_from_here(self) -> bool:
        """Whether the browser says that a page of this one sent the form, if it says so at all."""
        headers = self.request.headers
        origin, site = headers.get("Origin"), headers.get("Sec-Fetch-Site")
        own = origin is None or self.parts.place.is_own(origin, headers.get("Host", ""))
        return own and site in (None, "same-origin", "none")

    def page(self, number: int = 0, *, begins: bool = False) -> Page:
        """Return what the forms of the page hold."""
        return Page(cookies.form_token(self.cookie), number, begins)

    def show(self, name: str, status: int = 200, **details: object) -> web.Response:
        """Return a page."""
        everybody = self.parts.everybody
        shown = {"page": self.page(), "words": self.words, "language": self.language, **details}
        text = page(name, everybody=everybody, **shown)
        return self.answer(web.Response(text=text, status=status, content_type="text/html"))

    def say(self, status: int, sentence: str) -> web.Response:
        """Return a page that holds one sentence."""
        return self.show("message", status, text=getattr(self.words, sentence))

    def read(self, found: Understood | None) -> web.Response:
        """Return what was understood of a panel, if it is known whose that is.

        Raises:
            RefusedError: it is not.
        """
        if found is None:
            raise RefusedError(403, "expired")
        return self.answer(web.json_response({"items": found.items, "lines": found.lines}))

    def go(self, where: str) -> web.Response:
        """Send the browser to another page."""
        return self.answer(web.Response(status=303, headers={"Location": where}))

    def answer(self, response: web.Response) -> web.Response:
        """Send the cookie along, where it is a new one."""
        if self._next:
            response.set_cookie(
                self._cookie_name,
                self._next,
                httponly=True,
                secure=self.parts.place.is_secure,
                samesite="Strict",
                max_age=int(LOGIN_LASTS.total_seconds()),
                path="/",
            )
        return response


async def _at_most(part: BodyPartReader, longest: int) -> bytes:
    """Return a part of a form.

    Raises:
        RefusedError: it is longer.
    """
    found = bytearray()
    while chunk := await part.read_chunk():
        found += chunk
        if len(found) > longest:
            raise RefusedError(413, "too_large")
    return bytes(found)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
