"""Listens for browsers, and ends without keeping any of them waiting."""

from __future__ import annotations

import ssl
from dataclasses import replace
from typing import TYPE_CHECKING

from aiohttp import web

from bot.config.fhir_server import place_of
from bot.platforms.connection_deadlines import Site
from bot.platforms.web.address import Place
from bot.platforms.web.dependencies import Parts, Telegram
from bot.platforms.web.mini_app.forms import Forms
from bot.platforms.web.mini_app.init_data import secret_of
from bot.platforms.web.service.app import application

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.config.settings import Settings
    from bot.platforms.chat.commands.router import Router
    from bot.platforms.chat.environment import Environment
    from bot.store import Posted, Store

_LAST = 2.0
"""Seconds for requests that are being answered when it is time to stop, and for the rest of those
that were refused."""


class NotListeningError(OSError):
    """The address can't be listened on; the text says why."""


class Server:
    """The page, as it is served."""

    def __init__(self, settings: Settings, store: Store, environment: Environment) -> None:
        """Prepare; nothing is listened on yet."""
        self.settings = settings
        fhir = place_of(settings) if settings.fhir else None
        self.parts = Parts(store, environment, Place.of(settings), fhir=fhir)
        self._runner: web.AppRunner | None = None

    def join(self, router: Router, enqueue: Callable[[Posted], None]) -> None:
        """Open the forms of the bot's chats as well, before it is listened.

        Args:
            router: the bot's.
            enqueue: sends what waits in the outbox.
        """
        token = self.settings.token
        if token is not None and router.environment.forms:
            secret = secret_of(token.get_secret_value())
            self.parts = replace(self.parts, telegram=Telegram(secret, Forms(router, enqueue)))

    async def start(self, beside: Sequence[web.RouteDef] = ()) -> None:
        """Listen.

        Args:
            beside: what else is served at the same address.

        Raises:
            NotListeningError: it can't be.
        """
        app, deadlines = application(self.parts, beside)
        self._runner = web.AppRunner(
            app, access_log=None, shutdown_timeout=_LAST, lingering_time=_LAST
        )
        await self._runner.setup()
        try:
            host, port = self.settings.listen
            await Site(self._runner, host, port, deadlines, self._certificate()).start()
        except OSError as error:
            await self.stop()
            why = error.strerror or str(error)
            raise NotListeningError(error.errno, why) from None

    def _certificate(self) -> ssl.SSLContext | None:
        if self.settings.certificate is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.load_cert_chain(self.settings.certificate, self.settings.certificate_key)
        return context

    async def stop(self) -> None:
        """Send every browser that listens an end, and stop."""
        self.parts.listeners.end()
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()
