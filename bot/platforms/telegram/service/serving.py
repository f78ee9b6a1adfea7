"""The service: store, desk, sender and intake put together, from the first poll to a clean stop."""

from __future__ import annotations

import asyncio
import signal
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from telegram.error import InvalidToken, TelegramError

from bot.logs import log, where
from bot.platforms.telegram.access import Role
from bot.platforms.telegram.api import pause
from bot.platforms.telegram.commands.router import Desk
from bot.platforms.telegram.inbound.intake import Intake
from bot.platforms.telegram.outbound.delivery import Delivery
from bot.platforms.telegram.outbound.pacing import Window
from bot.platforms.telegram.outbound.sender import Sender
from bot.platforms.telegram.service.registration import commands_of, register_all
from bot.platforms.telegram.service.starting import FAILED, LEFT, NotListeningError, secret_of
from bot.platforms.telegram.service.upkeep import keep_up
from bot.screenings.service import script_of
from bot.store import StoreError
from criteria.trial import catalog

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from bot.config.settings import Settings
    from bot.platforms.telegram.api import Api
    from bot.platforms.telegram.commands.context import House
    from bot.platforms.telegram.inbound.polling import Poller
    from bot.platforms.telegram.outbox import Call, Parcel
    from bot.platforms.telegram.service.starting import Line
    from bot.store import Store, Unit

_DRAIN = 4.0
"""Seconds for what is still to be sent when it is time to stop; the rest stays in the outbox."""
_AGAIN = 1.0
"""Seconds until a database that can't be used is tried again."""
_LAST_UPDATES = 2.0
"""Seconds for the updates that are being taken when it is time to stop."""


class Serving:
    """One run of the service."""

    def __init__(self, settings: Settings, store: Store, house: House, line: Line) -> None:
        """Prepare to serve on a line that will be open."""
        self.settings = settings
        self.store = store
        self.desk = Desk(house)
        self.line = line
        self.stop = line.stop
        self.failed = False

    async def run(self) -> int:
        """Serve until it is time to stop; gives the exit status."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop.set)
        api = self.line.api
        delivery = Delivery(api, Window(self.settings.messages_per_second), self._extra)
        sender = Sender(self.store, delivery)
        intake = Intake(self.store, self.desk, sender, api)
        background = asyncio.create_task(self._begin(api, sender))
        background.add_done_callback(self._end_with)
        try:
            await self._receive(api, intake)
        finally:
            self.stop.set()
            await sender.drain(_DRAIN)
            background.cancel()
            await asyncio.gather(background, return_exceptions=True)
        log().info("stopped")
        return FAILED if self.failed else LEFT

    def _end_with(self, background: asyncio.Task[None]) -> None:
        """End the service if what keeps it up has failed: half a service is found out too late."""
        error = None if background.cancelled() else background.exception()
        if not isinstance(error, Exception) or isinstance(error, InvalidToken):
            return  # whoever receives updates meets a token that is not known as well
        log().error("failed", error=where(error))
        self.failed = True
        self.stop.set()

    async def _receive(self, api: Api, intake: Intake) -> None:
        """Take updates until it is time to stop."""
        if self.line.poller is not None:
            log().info("polling")
            await self._poll(self.line.poller, intake)
            return
        # Only here: the web server takes longer to import than all of the rest that polls.
        from bot.platforms.telegram.inbound.webhook import Webhook  # noqa: PLC0415

        secret = secret_of(self.line.token)
        webhook = Webhook(self.settings.webhook, secret, intake, lambda: is_well(self.store))
        try:
            runner = await webhook.start(self.settings.listen)
        except OSError as error:
            raise NotListeningError(error.strerror) from None
        log().info("listening", listen=str(self.settings.listen))
        try:
            await self._until_stop(webhook.register(api, self.stop))
            await self.stop.wait()
        finally:
            await runner.cleanup()

    async def _poll(self, poller: Poller, intake: Intake) -> None:
        """Poll; what the database still waits for when it is time to stop will come again."""
        await self._until_stop(poller.run(intake), _LAST_UPDATES)

    async def _until_stop(self, work: Coroutine[Any, Any, None], seconds: float = 0.0) -> None:
        """Work until that is done or it is time to stop, and then for so many seconds at most."""
        working = asyncio.create_task(work)
        stopping = asyncio.create_task(self.stop.wait())
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        await asyncio.wait([working], timeout=seconds)
        if working.done():
            working.result()
        else:
            working.cancel()

    async def _begin(self, api: Api, sender: Sender) -> None:
        """Do what the first poll need not wait for, then keep up."""
        await self._until_stored(sender.refill)
        await self._introduce(api)
        await asyncio.to_thread(read_trials, self.desk.house)
        house = self.desk.house
        everybody = Role.SCREENER if house.access.everybody else Role.STRANGER
        owners = house.access.owners
        async with asyncio.TaskGroup() as group:
            group.create_task(register_all(api, everybody, owners, house.language))
            group.create_task(keep_up(self.store, house, sender, self.stop))

    async def _introduce(self, api: Api) -> None:
        """Ask Telegram for the bot's own name, and tell how to become its owner."""
        try:
            await self._learn_name(api)
        except InvalidToken:
            return  # whoever receives updates meets it as well, and ends the service
        await self._until_stored(self._claim)

    async def _learn_name(self, api: Api) -> None:
        """Ask Telegram for the bot's own name, until it answers: invitations need it.

        Raises:
            InvalidToken: Telegram does not know the bot.
        """
        while not self.stop.is_set():
            try:
                name = (await api.call("getMe")).get("username", "")
            except InvalidToken:
                raise
            except TelegramError as error:
                log().warning("no connection to Telegram", error=error.message)
                await pause(_AGAIN, self.stop)
            else:
                self.desk.house = replace(self.desk.house, username=name)
                return

    async def _until_stored(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do what needs the database, again until it could be used."""
        while not self.stop.is_set():
            try:
                await work()
            except StoreError as error:
                log().error("the database can't be used", error=str(error))
                await pause(_AGAIN, self.stop)
            else:
                return

    async def _claim(self) -> None:
        """Print the code that makes whoever writes it the owner, while there is none."""
        house = self.desk.house

        def work(unit: Unit) -> str | None:
            return house.access.claim_code(unit, house.now())

        if house.access.everybody:
            return
        code = await asyncio.wrap_future(self.store.submit(work))
        if code is not None:
            # Not into the log: whoever reads this becomes the owner.
            sys.stdout.write(
                f"Nobody owns this bot yet. Whoever sends it this claim code first, does: {code}\n"
                f"Within a day write /claim {code} to it, "
                f"or open https://t.me/{house.username}?start={code}\n"
            )
            sys.stdout.flush()

    async def _extra(self, chat: int, parcel: Parcel) -> list[Call]:
        """Return the calls that take more than a parcel's data."""
        calls: list[Call] = []
        setup: Any = parcel.get("setup")
        if setup is not None:
            role, language = Role(setup["role"]), self.desk.house.language
            calls += commands_of(role, setup["chat"], language)
        document: Any = parcel.get("document")
        if document is not None:
            from bot.platforms.telegram.commands.files import Files  # noqa: PLC0415 - rarely needed, and large

            calls += await Files(self.store, self.desk.house).calls(chat, document)
        return calls


def is_well(store: Store) -> bool:
    """Whether the database can be written to."""
    try:
        store.within(lambda unit: unit.mail.waiting(1))
    except StoreError:
        return False
    return True


def read_trials(house: House) -> None:
    """Read every released trial, so that the first screener does not wait for it."""
    for release in catalog.available():
        if release.status == "released":
            script_of(release.id, release.version, house.site)
            script_of(release.id, None, house.site)
