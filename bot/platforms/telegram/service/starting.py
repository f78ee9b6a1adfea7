"""The first moments of the service: Telegram is asked for updates before the rest is even imported.

A service that died asks again sooner so. What Telegram answers meanwhile waits until the database
is open, and nothing of it is acknowledged before it is stored.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import signal
import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import uvloop
from telegram.error import InvalidToken

from bot.logs import configure, log, where
from bot.platforms.telegram.api import Api, NoCertificatesError
from bot.platforms.telegram.inbound.polling import Poller

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Self, TypeAlias

    from bot.config.settings import Settings

    Load: TypeAlias = "Callable[[TelegramClient, ExitStack], Callable[[], Awaitable[int]]]"

LEFT, FAILED, UNUSABLE = 0, 1, 2
_REFUSED = (
    "Telegram does not know this bot: see that BEDSIDE_TOKEN is the token that BotFather gave, "
    "whole and current."
)
_NOT_LISTENING = (
    "Bedside cannot listen on {listen} ({why}). Stop what listens there, or set BEDSIDE_LISTEN."
)


class NotListeningError(Exception):
    """The address for the webhook can't be listened on; the text says why."""


def secret_of(token: str) -> str:
    """Return what Telegram has to send with each update: the same in every process of the bot."""
    return hmac.new(token.encode(), b"bedside webhook", hashlib.sha256).hexdigest()


class TelegramClient:
    """The Bot API of this process, its first poll, and the event that stops the service."""

    def __init__(self, settings: Settings) -> None:
        """Prepare; nothing is asked before the client is entered."""
        self.token = "" if settings.token is None else settings.token.get_secret_value()
        self.api = Api(settings.telegram_api, self.token, settings.telegram_files)
        self.stop = asyncio.Event()
        self.poller = None if settings.webhook else Poller(self.api, self.stop)

    async def __aenter__(self) -> Self:
        await self.api.__aenter__()
        if self.poller is not None:
            self.poller.ask()
            await asyncio.sleep(0)  # so that the poll is under way before anything else is done
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.poller is not None:
            self.poller.abandon()
        await self.api.__aexit__()


def serve(settings: Settings, load: Load) -> int:
    """Serve until told to stop; gives the exit status.

    Args:
        settings: with a token.
        load: imports the rest and opens the database, during the first poll, and returns what
            serves until its end; what it opens is closed by the stack.
    """
    client = TelegramClient(settings)
    configure([client.token, client.token.partition(":")[2], secret_of(client.token)])
    try:
        with ExitStack() as stack:
            return uvloop.run(_serve(client, load, stack))
    except InvalidToken:
        sys.stderr.write(f"{_REFUSED}\n")
        return UNUSABLE
    except NotListeningError as error:
        sys.stderr.write(f"{_NOT_LISTENING.format(listen=settings.listen, why=error)}\n")
        return UNUSABLE
    except NoCertificatesError as error:
        sys.stderr.write(f"{error.message}\n")
        return UNUSABLE
    except Exception as error:  # noqa: BLE001 - whatever it is, it ends in a line
        from bot.config.site import SiteError  # noqa: PLC0415 - they are imported by now, if at all
        from bot.store import StoreError  # noqa: PLC0415 - as above

        if isinstance(error, SiteError | StoreError):
            sys.stderr.write(f"{error}\n")
            return UNUSABLE
        log().error("failed", error=where(error))  # a traceback would quote its text
        return FAILED


async def _serve(client: TelegramClient, load: Load, stack: ExitStack) -> int:
    # Until the service can stop by itself, a signal ends it at once: nothing was acknowledged yet.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # To read the trials again there is no need before they were read once.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    async with client:
        run = await asyncio.to_thread(load, client, stack)
        return await run()
