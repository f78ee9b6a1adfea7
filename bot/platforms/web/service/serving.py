"""The page alone, from the first request to a clean stop."""

from __future__ import annotations

import asyncio
import signal
import sys
import webbrowser
from typing import TYPE_CHECKING

import uvloop

from bot.logs import log, where
from bot.platforms.chat.log_heads import DailyHead
from bot.platforms.chat.upkeep import tend
from bot.platforms.trial_reload import Renewing
from bot.platforms.web.service.server import NotListeningError, Server
from bot.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from bot.config.settings import Settings
    from bot.platforms.chat.environment import Environment
    from bot.store import Store

LEFT, FAILED, UNUSABLE = 0, 1, 2
_UPKEEP = 5.0
_NOT_LISTENING = (
    "Bedside cannot listen on {listen} ({why}). Stop what listens there, or set BEDSIDE_LISTEN."
)
_OWNED_BY_NOBODY = (
    "Nobody owns this page yet. Whoever opens this link first, within a day, does:\n"
    "{url}/join/{code}\n"
)
_OPEN = "Anybody may screen here: demonstrations only.\n"


def serve(
    settings: Settings,
    store: Store,
    environment: Environment,
    folders: Callable[[], Iterable[Path]] | None = None,
    *,
    browser: bool = False,
) -> int:
    """Serve the page until told to stop; gives the exit status.

    Args:
        settings: what is in force.
        store: where screenings are kept.
        environment: as the page needs it.
        folders: returns the folders of a site's own trials when they are to be read again;
            those of the settings if None.
        browser: open the page in this machine's browser.
    """
    try:
        server = Server(settings, store, environment)
        folders = folders or (lambda: settings.trials)
        return uvloop.run(_serve(server, folders, browser=browser))
    except NotListeningError as error:
        sys.stderr.write(f"{_NOT_LISTENING.format(listen=settings.listen, why=error.strerror)}\n")
        return UNUSABLE


async def _serve(server: Server, folders: Callable[[], Iterable[Path]], *, browser: bool) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    renewing = Renewing(folders, server.parts.environment.site, stop)
    renewal = asyncio.create_task(renewing.run())
    await server.start()
    try:
        await _announce(server)
        if browser:
            await asyncio.to_thread(webbrowser.open, server.parts.place.url)
        await _keep_up(server, stop)
    finally:
        renewal.cancel()
        await server.stop()
    log().info("stopped")
    return LEFT


async def _announce(server: Server) -> None:
    """Say where the page is, and print the link of its first owner while there is none."""
    parts = server.parts
    log().info("listening", listen=str(server.settings.listen), page=parts.place.url)
    sys.stdout.write(f"Bedside is at {parts.place.url}\n{_OPEN if parts.everybody else ''}")
    if not parts.everybody:
        code = await parts.store.awaitable(
            lambda unit: parts.environment.access.claim_code(unit, parts.environment.now())
        )
        if code is not None:  # not into the log: whoever reads this becomes the owner
            sys.stdout.write(_OWNED_BY_NOBODY.format(url=parts.place.url, code=code))
    sys.stdout.flush()


async def _keep_up(server: Server, stop: asyncio.Event) -> None:
    """Do what is due, every few seconds, until it is time to stop."""
    parts = server.parts
    daily = DailyHead(parts.store, parts.environment)
    while not stop.is_set():
        try:
            await parts.store.awaitable(lambda unit: tend(unit, parts.environment))
            await asyncio.to_thread(daily.tell)
        except StoreError as error:
            log().error("upkeep failed", error=str(error))
        except Exception as error:  # noqa: BLE001 - one reminder must not end all the others
            log().error("upkeep failed", error=where(error))
        try:
            async with asyncio.timeout(_UPKEEP):
                await stop.wait()
        except TimeoutError:
            continue
