"""Closes connections on which no request arrives in time: aiohttp waits for headers for ever."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Callable
    from ssl import SSLContext

    from aiohttp.typedefs import Handler
    from aiohttp.web_protocol import RequestHandler


class Deadlines:
    """The deadline of each new connection, until the headers of its first request are there.

    Later requests on it are aiohttp's: it closes a connection that is kept alive in vain.
    """

    def __init__(self, seconds: float) -> None:
        """Prepare.

        Args:
            seconds: how long headers may take.
        """
        self._seconds = seconds
        self._waiting: dict[RequestHandler, asyncio.TimerHandle] = {}

    def watched(self, server: web.Server) -> Callable[[], RequestHandler]:
        """Return what makes a connection's protocol, as the server does, with a deadline."""
        loop = asyncio.get_running_loop()

        def accept() -> RequestHandler:
            connection = server()
            self._waiting[connection] = loop.call_later(self._seconds, self._end, connection)
            return connection

        return accept

    def _end(self, connection: RequestHandler) -> None:
        del self._waiting[connection]
        connection.force_close()
        if connection.transport is not None:
            connection.transport.abort()

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Take the deadline away: the headers are there."""
        timer = self._waiting.pop(request.protocol, None)
        if timer is not None:
            timer.cancel()
        return await handler(request)


class Site(web.BaseSite):
    """An address that is listened on, with deadlines."""

    def __init__(
        self,
        runner: web.AppRunner,
        host: str,
        port: int,
        deadlines: Deadlines,
        certificate: SSLContext | None = None,
    ) -> None:
        """Prepare; the runner is set up already."""
        super().__init__(runner, ssl_context=certificate)
        self._host = host
        self._port = port
        self._deadlines = deadlines

    @property
    def name(self) -> str:
        """The address."""
        scheme = "https" if self._ssl_context else "http"
        return f"{scheme}://{self._host}:{self._port}"

    async def start(self) -> None:
        """Listen.

        Raises:
            OSError: the address is in use.
        """
        await super().start()
        server = self._runner.server
        assert server is not None  # noqa: S101 - the runner is set up
        watched = self._deadlines.watched(server)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            watched, self._host, self._port, ssl=self._ssl_context
        )
