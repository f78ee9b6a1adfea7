"""The web server of the page: its routes, what every answer carries, and who is refused at once."""

from __future__ import annotations

import asyncio
from importlib import resources
from typing import TYPE_CHECKING

from aiohttp import web

from bot.logs import log, where
from bot.platforms.connection_deadlines import Deadlines
from bot.platforms.web import in_telegram, sign_in, talking
from bot.platforms.web.dependencies import PARTS
from bot.platforms.web.desk import pages as desk
from bot.platforms.web.desk.enrolled import enrolled
from bot.platforms.web.desk.overview import OVERVIEW, known_of
from bot.platforms.web.visit import LARGEST, PATIENCE, RefusedError, Visit
from bot.screenings.overview import Overview
from bot.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp.typedefs import Handler

    from bot.platforms.web.dependencies import Parts

_POLICY = "; ".join(
    (
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "connect", "manifest")),
        *("form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"),
        *("require-trusted-types-for 'script'", "trusted-types bedside"),
    )
)
_IN_TELEGRAM = _POLICY.replace("frame-ancestors 'none'", "frame-ancestors https://web.telegram.org")
"""Of the Mini App's frame alone: in a browser Telegram shows it inside its own page."""
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_PRIVATE = {"Cache-Control": "no-store"}
_TYPES = {
    "css": "text/css",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "png": "image/png",
    "webmanifest": "application/manifest+json",
}
_YEAR = "max-age=31536000"
_BOUNCE = '<!doctype html><meta http-equiv="refresh" content="0"><title>Bedside</title>'
"""Asks for the same page again: then the request is the page's own, with the cookie."""
_SENTENCES = {404: "not_there", 405: "not_there", 413: "too_large"}


def application(
    parts: Parts, beside: Sequence[web.RouteDef] = ()
) -> tuple[web.Application, Deadlines]:
    """Return the page as an application, and the deadlines of its connections.

    Args:
        parts: what requests are answered with.
        beside: what else is served at the same address.
    """
    deadlines = Deadlines(PATIENCE)
    app = web.Application(client_max_size=LARGEST, middlewares=[deadlines.middleware, _guard])
    app[PARTS] = parts
    app[OVERVIEW] = overview = Overview(known_of)
    app.on_cleanup.append(lambda _: asyncio.to_thread(overview.stop))
    app[_BESIDE] = frozenset(one.path for one in beside)
    app.on_response_prepare.append(_headers)
    app.add_routes(
        [
            web.get("/", talking.show),
            web.post("/", talking.take),
            web.post("/read", talking.read),
            web.post("/file", talking.file),
            web.post("/record", talking.record),
            web.post("/record/search", talking.search),
            web.get("/events", talking.listen),
            web.get("/sign-in", sign_in.sign_in),
            web.get("/join/{code}", sign_in.invited),
            web.post("/join", sign_in.join),
            web.get("/in/{code}", sign_in.linked),
            web.post("/in", sign_in.come_in),
            web.get("/account", sign_in.account),
            web.post("/account", sign_in.change_account),
            web.post("/passkey/new", sign_in.options_to_make),
            web.post("/passkey/keep", sign_in.keep_key),
            web.post("/passkey/known", sign_in.options_to_use),
            web.post("/passkey/sign-in", sign_in.sign_in_by_key),
            *in_telegram.ROUTES,
            web.get("/desk", desk.log),
            web.post("/desk/screening", desk.screening),
            web.get("/desk/enrolled", enrolled),
            web.post("/desk/enrolled", enrolled),
            web.get("/desk/worklist", desk.waiting),
            web.get("/desk/pictures", desk.pictures),
            web.get("/desk/picture/{name}", desk.picture),
            web.post("/desk/file", desk.file),
            web.get("/desk/people", desk.people),
            web.post("/desk/people", desk.people),
            web.get("/health", _health),
            web.get("/static/{name}", _static),
            *beside,
        ]
    )
    return app, deadlines


_BESIDE = web.AppKey("beside", frozenset[str])
_FILES = {
    one.name: one.read_bytes()
    for one in resources.files("bot.platforms.web").joinpath("static").iterdir()
    if one.name.rpartition(".")[2] in _TYPES
}
"""What browsers are given beside pages: read once, so that no path of a request is ever opened."""


async def _static(request: web.Request) -> web.Response:
    name = request.match_info["name"]
    if name not in _FILES:
        raise RefusedError(404, "not_there")
    kind = _TYPES[name.rpartition(".")[2]]
    headers = {"Cache-Control": "no-cache"}
    response = web.Response(body=_FILES[name], content_type=kind, headers=headers)
    if kind.startswith("text/"):
        response.charset = "utf-8"
    return response


async def _health(request: web.Request) -> web.Response:
    try:
        store = request.app[PARTS].store
        await store.awaitable(lambda unit: unit.messaging.waiting(1))
    except StoreError:
        return web.json_response({"status": "the database can't be used"}, status=503)
    return web.json_response({"status": "ok"})


async def _headers(request: web.Request, response: web.StreamResponse) -> None:
    """Have every answer carry what keeps a browser from doing more than it should."""
    response.headers.update(_HEADERS)
    if request.path == in_telegram.PATH:
        response.headers["Content-Security-Policy"] = _IN_TELEGRAM
        response.headers.popall("X-Frame-Options")
    if "Cache-Control" not in response.headers:
        response.headers.update(_PRIVATE)
    if request.app[PARTS].place.is_secure:
        response.headers["Strict-Transport-Security"] = _YEAR
    response.headers.popall("Server", None)


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what is not meant for this page; answer whatever fails with a sentence."""
    if request.path in request.app[_BESIDE]:
        return await handler(request)
    if not request.app[PARTS].place.answers_to(request.headers.get("Host", "")):
        return Visit(request).say(421, "not_there")
    if _comes_from_elsewhere(request) and request.path != in_telegram.PATH:
        return web.Response(text=_BOUNCE, content_type="text/html")
    try:
        return await handler(request)
    except ConnectionError:
        raise
    except RefusedError as error:
        visit = Visit(request)
        visit.refused(error)
        return visit.say(error.status, error.sentence)
    except Exception as error:  # noqa: BLE001 - whatever it is, the rest goes on
        return Visit(request).say(*_refusal(error))


def _refusal(error: Exception) -> tuple[int, str]:
    """Return the status of an error and the sentence that says it."""
    if isinstance(error, web.HTTPException):
        return error.status, _SENTENCES.get(error.status, "not_understood")
    if isinstance(error, StoreError):
        log().error("not stored", error=str(error))
        return 503, "store_failed"
    log().error("request failed", error=where(error))
    return 500, "broken"


def _comes_from_elsewhere(request: web.Request) -> bool:
    """Whether somebody follows a link of another site: then no browser sends the cookie along.

    Without it the page would take the browser for a new one.
    """
    elsewhere = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    opens = request.headers.get("Sec-Fetch-Mode") == "navigate"
    return request.method == "GET" and elsewhere and opens and "Cookie" not in request.headers
