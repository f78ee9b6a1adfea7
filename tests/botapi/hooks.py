"""Webhook: each update is posted until somebody takes it, in order within a chat."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector

if TYPE_CHECKING:
    from tests.botapi.updates import Update, Updates

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


@dataclass(frozen=True, slots=True)
class Target:
    """Where updates go, and how."""

    url: str
    secret: str = ""
    connections: int = 40
    backoff: float = 0.05
    patience: float = 60.0


@dataclass(slots=True)
class Hook:
    """Delivers updates; of several addresses each gets its turn."""

    target: Target
    updates: Updates
    posted_to: list[str]
    """Where to post instead of the target's address."""
    queues: dict[int, deque[Update]] = field(default_factory=dict)
    """What waits for each chat; a chat has a task while it stands here."""
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    next_url: int = 0
    last_error: dict[str, Any] = field(default_factory=dict)
    _room: asyncio.Semaphore = field(init=False)
    _session: ClientSession = field(init=False)

    def start(self) -> None:
        """Begin with what waits already."""
        self._room = asyncio.Semaphore(self.target.connections)
        self._session = ClientSession(
            connector=TCPConnector(limit=0), timeout=ClientTimeout(total=self.target.patience)
        )
        for update in self.updates.waiting():
            self.take(update)
        self.updates.listener = self.take

    async def stop(self) -> None:
        """Deliver no more; what was not taken keeps waiting."""
        self.updates.listener = None
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self._session.close()

    def take(self, update: Update) -> None:
        """Put an update into the queue of its chat."""
        if update.chat_id in self.queues:
            self.queues[update.chat_id].append(update)
            return
        self.queues[update.chat_id] = deque([update])
        task = asyncio.create_task(self._drain(update.chat_id))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _drain(self, chat_id: int) -> None:
        queue = self.queues[chat_id]
        while queue:
            update = queue[0]
            if not update.done:
                await self._deliver(update)
                if update.twice:
                    update.twice = False
                    continue
                update.done = True
                self.updates.tell()
            queue.popleft()
        del self.queues[chat_id]
        self.updates.waiting()

    async def _deliver(self, update: Update) -> None:
        """Post an update until it is taken."""
        content = json.dumps(update.full()).encode()
        while True:
            urls = self.posted_to or [self.target.url]
            for _ in urls:
                url = urls[self.next_url % len(urls)]
                self.next_url += 1
                async with self._room:
                    update.told += 1
                    if await self._post(url, content):
                        return
            await asyncio.sleep(self.target.backoff)

    async def _post(self, url: str, content: bytes) -> bool:
        headers = {"Content-Type": "application/json"}
        if self.target.secret:
            headers[SECRET] = self.target.secret
        told = "Connection failed"
        with contextlib.suppress(ClientError, OSError, TimeoutError):
            async with self._session.post(url, data=content, headers=headers) as answer:
                await answer.read()
                if answer.ok:
                    return True
                told = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        now = int(self.updates.now())
        self.last_error = {"last_error_date": now, "last_error_message": told}
        self.updates.tell()
        return False
