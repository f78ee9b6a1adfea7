"""Takes updates from Telegram's own calls: 200 only when they are on disk."""

from __future__ import annotations

import asyncio
import hmac
import json
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import InvalidToken, TelegramError

from bot.platforms.connection_deadlines import Deadlines, Site
from bot.platforms.telegram.retry import Backoff, retry
from bot.platforms.telegram.update import ALLOWED

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.config.settings import Address
    from bot.platforms.telegram.api import Api
    from bot.platforms.telegram.inbound.intake import Intake

_LAST = 2.0
"""Seconds for calls of Telegram's that are being answered when it is time to stop."""
_PATIENCE = 20.0
"""Seconds that a call may take to arrive: its headers, and then its body."""
_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_LARGEST = 1024 * 1024
MOST_AT_ONCE = 100
"""Updates being taken at the same time; further ones are told to come again."""


class Webhook:
    """The server that Telegram calls."""

    def __init__(self, url: str, secret: str, intake: Intake, is_well: Callable[[], bool]) -> None:
        """Prepare.

        Args:
            url: the public address, whose path is served.
            secret: what has to come with each update.
            intake: takes the updates.
            is_well: whether the database can be used, for the health check.
        """
        self._url = url
        self._secret = secret.encode()
        self._intake = intake
        self._is_well = is_well
        self._under_way = 0

    async def register(self, api: Api, stop: asyncio.Event) -> None:
        """Tell Telegram where to send updates, as often as it takes.

        Raises:
            InvalidToken: Telegram does not know the bot.
        """
        params = {
            "url": self._url,
            "secret_token": self._secret.decode(),
            "allowed_updates": ALLOWED,
            "max_connections": MOST_AT_ONCE,
        }
        backoff = Backoff("webhook not set", (TelegramError,), unless=(InvalidToken,), stop=stop)
        await retry(partial(api.call, "setWebhook", params), backoff)

    def routes(self) -> list[web.RouteDef]:
        """Return what Telegram calls, to be served by whichever server there is."""
        return [web.post(urlsplit(self._url).path or "/", self._receive)]

    async def start(self, listen: Address) -> web.AppRunner:
        """Listen; give what is to be cleaned up in the end.

        Raises:
            OSError: the address is in use.
        """
        deadlines = Deadlines(_PATIENCE)
        app = web.Application(client_max_size=_LARGEST, middlewares=[deadlines.middleware])
        app.add_routes(self.routes())
        app.router.add_get("/health", self._health)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=_LAST)
        await runner.setup()
        await Site(runner, listen.host, listen.port, deadlines).start()
        return runner

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(_HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=403)
        try:
            async with asyncio.timeout(_PATIENCE):
                update = json.loads(await request.read())
        except TimeoutError:
            return web.Response(status=408)
        except (ValueError, RecursionError):  # no JSON, or nested too deep to be an update
            return web.Response(status=400)
        if not isinstance(update, dict):
            return web.Response(status=400)
        if self._under_way >= MOST_AT_ONCE:
            return web.Response(status=503)
        self._under_way += 1
        try:
            taken = await self._intake.take([update])
        finally:
            self._under_way -= 1
        return web.Response(status=200 if taken else 503)

    async def _health(self, _request: web.Request) -> web.Response:
        well = await asyncio.to_thread(self._is_well)
        status = {"status": "ok" if well else "the database can't be used"}
        return web.json_response(status, status=200 if well else 503)
