"""The service: store, router, sender and intake together, from the first poll to a clean stop."""

from __future__ import annotations

import asyncio
import signal
import sys
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from telegram.error import InvalidToken, TelegramError

from bot.logs import log, where
from bot.platforms.chat.commands.router import Router
from bot.platforms.chat.roles import Role
from bot.platforms.telegram.inbound.intake import Intake
from bot.platforms.telegram.outbound.delivery import Delivery
from bot.platforms.telegram.outbound.pacing import Window
from bot.platforms.telegram.outbound.sender import Sender
from bot.platforms.telegram.outbox import drawn
from bot.platforms.telegram.retry import Backoff, retry
from bot.platforms.telegram.service.registration import commands_of, register_all
from bot.platforms.telegram.service.starting import FAILED, LEFT, NotListeningError, secret_of
from bot.platforms.telegram.service.upkeep import keep_up
from bot.platforms.trial_reload import Renewing, make_ready
from bot.store import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Sequence
    from pathlib import Path

    from bot.config.settings import Settings
    from bot.platforms.chat.environment import Environment
    from bot.platforms.chat.outbox import OutboxMessage
    from bot.platforms.telegram.api import Api
    from bot.platforms.telegram.inbound.polling import Poller
    from bot.platforms.telegram.outbox import Call
    from bot.platforms.telegram.service.starting import TelegramClient
    from bot.store import Posted, Store, UnitOfWork

_DRAIN = 4.0
"""Seconds for what is still to be sent when it is time to stop; the rest stays in the outbox."""
_LAST_UPDATES = 2.0
"""Seconds for the updates that are being taken when it is time to stop."""


class Beside(Protocol):
    """What is served beside the bot, in the same process."""

    def join(self, router: Router, enqueue: Callable[[Posted], None]) -> None:
        """Learn what handles what is done in a chat, and what sends the replies."""

    async def start(self, beside: Sequence[Any] = ()) -> None:
        """Listen, and serve these routes as well."""

    async def stop(self) -> None:
        """Stop without keeping anybody waiting."""


class Serving:
    """One run of the service."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        environment: Environment,
        client: TelegramClient,
        folders: Callable[[], Iterable[Path]] | None = None,
        page: Beside | None = None,
    ) -> None:
        """Prepare to serve with a client that will be open.

        Args:
            settings: what is in force.
            store: where screenings are kept.
            environment: what is the same for every update.
            client: the Bot API.
            folders: returns the folders of a site's own trials when they are to be read again;
                those of the settings if None.
            page: a page that is served beside the bot.
        """
        self.page = page
        self.settings = settings
        self.store = store
        self.router = Router(replace(environment, drawn=drawn))
        self.client = client
        self.stop = client.stop
        self.failed = False
        self._folders = folders or (lambda: settings.trials)
        self._database = Backoff(
            "the database can't be used", on=(StoreError,), longest=1.0, stop=self.stop
        )

    async def run(self) -> int:
        """Serve until it is time to stop; gives the exit status."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop.set)
        renewing = Renewing(self._folders, self.router.environment.site, self.stop)
        api = self.client.api
        delivery = Delivery(api, Window(self.settings.messages_per_second), self._extra)
        sender = Sender(self.store, delivery)
        intake = Intake(self.store, self.router, sender, api)
        if self.page is not None:
            self.page.join(self.router, sender.enqueue)
        renewal = asyncio.create_task(renewing.run())
        background = asyncio.create_task(self._begin(api, sender))
        background.add_done_callback(self._end_with)
        try:
            await self._receive(api, intake)
        finally:
            self.stop.set()
            if self.page is not None:
                await self.page.stop()
            await sender.drain(_DRAIN)
            background.cancel()
            renewal.cancel()
            await asyncio.gather(background, renewal, return_exceptions=True)
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
        if self.client.poller is not None:
            if self.page is not None:
                await self._listen(self.page)
                log().info("listening", listen=str(self.settings.listen))
            log().info("polling")
            await self._poll(self.client.poller, intake)
            return
        # Only here: the web server takes longer to import than all of the rest that polls.
        from bot.platforms.telegram.inbound.webhook import Webhook  # noqa: PLC0415

        secret = secret_of(self.client.token)
        webhook = Webhook(self.settings.webhook, secret, intake, lambda: is_well(self.store))
        runner = None
        if self.page is not None:
            await self._listen(self.page, webhook.routes())
        else:
            try:
                runner = await webhook.start(self.settings.listen)
            except OSError as error:
                raise NotListeningError(error.strerror) from None
        log().info("listening", listen=str(self.settings.listen))
        try:
            await self._until_stop(webhook.register(api, self.stop))
            await self.stop.wait()
        finally:
            if runner is not None:
                await runner.cleanup()

    @staticmethod
    async def _listen(page: Beside, routes: Sequence[Any] = ()) -> None:
        try:
            await page.start(routes)
        except OSError as error:
            raise NotListeningError(error.strerror) from None

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
        """Do what the first poll need not wait for, then the periodic work."""
        await retry(sender.refill, self._database)
        await self._introduce(api)
        await asyncio.to_thread(make_ready, self.router.environment.site)
        environment = self.router.environment
        everybody = Role.SCREENER if environment.access.everybody else Role.STRANGER
        owners = environment.access.owners
        async with asyncio.TaskGroup() as group:
            group.create_task(register_all(api, everybody, owners, environment.language))
            group.create_task(keep_up(self.store, environment, sender, self.stop))

    async def _introduce(self, api: Api) -> None:
        """Learn the bot's own name, and print the claim code where there is no owner."""
        try:
            await self._learn_name(api)
        except InvalidToken:
            return  # whoever receives updates meets it as well, and ends the service
        await retry(self._claim, self._database)

    async def _learn_name(self, api: Api) -> None:
        """Ask Telegram for the bot's own name, until it answers: invitations need it.

        Raises:
            InvalidToken: Telegram does not know the bot.
        """
        backoff = Backoff(
            "no connection to Telegram", on=(TelegramError,), unless=(InvalidToken,), stop=self.stop
        )
        me = await retry(partial(api.call, "getMe"), backoff)
        if me is not None:
            name = me.get("username", "")
            self.router.environment = replace(self.router.environment, username=name)

    async def _claim(self) -> None:
        """Print the code that makes whoever writes it the owner, while there is none."""
        environment = self.router.environment

        def work(unit: UnitOfWork) -> str | None:
            return environment.access.claim_code(unit, environment.now())

        if environment.access.everybody:
            return
        code = await self.store.awaitable(work)
        if code is not None:
            # Not into the log: whoever reads this becomes the owner.
            sys.stdout.write(
                f"Nobody owns this bot yet. Whoever sends it this claim code first, does: {code}\n"
                f"Within a day write /claim {code} to it, "
                f"or open https://t.me/{environment.username}?start={code}\n"
                + (f"or {environment.page}/join/{code}\n" if environment.page else "")
            )
            sys.stdout.flush()

    async def _extra(self, chat: int, message: OutboxMessage) -> list[Call]:
        """Return the calls that take more than an outbox message's data."""
        calls: list[Call] = []
        setup: Any = message.get("setup")
        if setup is not None:
            role, language = Role(setup["role"]), self.router.environment.language
            calls += commands_of(role, setup["chat"], language)
        document: Any = message.get("document")
        if document is not None:
            from bot.platforms.telegram.outbound.files import Files  # noqa: PLC0415 - rarely needed, and large

            calls += await Files(self.store, self.router.environment).calls(chat, document)
        return calls


def is_well(store: Store) -> bool:
    """Whether the database can be written to."""
    try:
        store.within(lambda unit: unit.messaging.waiting(1))
    except StoreError:
        return False
    return True
