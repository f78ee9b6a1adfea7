"""The server: Telegram's Bot API over HTTP, as strict as Telegram and as broken as a test wants.

``http://host:port/bot<TOKEN>/<method>``, with parameters in the query, as a form, as JSON or in
parts.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote

from aiohttp import web

from tests.botapi.calls import Calls
from tests.botapi.changes import PATIENCE, Changes
from tests.botapi.control import Control
from tests.botapi.delivery import Delivery
from tests.botapi.faults import Fault, Faults, Kind
from tests.botapi.methods import BY_LOWER_CASE
from tests.botapi.parameters import checked, converted
from tests.botapi.refusals import Refusal, too_many
from tests.botapi.updates import Update, Updates
from tests.botapi.wire import bad_gateway, done, dropped, given_in, refused
from tests.botapi.world import Chat, User, World

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from tests.botapi.limits import Limits

TOKEN = "123456:AAF-test-token-that-opens-nothing"  # noqa: S105 - of no real bot
_PATH = re.compile(r"/bot([^/]+)/(\w+)")


@dataclass(frozen=True, slots=True)
class Call:
    """A call that came in, and what became of it."""

    method: str
    params: dict[str, Any]
    time: float
    """By the monotonic clock."""
    ok: bool
    error: str = ""
    fault: str = ""


class Server:
    """A Bot API server with one bot."""

    def __init__(
        self,
        token: str = TOKEN,
        *,
        strict: bool = True,
        first_update: int = 700_000_001,
        backoff: float = 0.05,
        controlled: bool = False,
    ) -> None:
        """Prepare a server.

        Args:
            token: the bot's token.
            strict: refuse what Telegram refuses; False leaves out what checking costs.
            first_update: the id of the first update.
            backoff: seconds until a webhook that failed is tried again.
            controlled: let phones be used over HTTP as well, see ``control``.
        """
        self.token = token
        self.strict = strict
        bot = User(int(token.partition(":")[0]), "Bedside", None, "bedside_test_bot", is_bot=True)
        self.world = World(bot)
        self.changes = Changes()
        """Tells of calls, faults, and updates that were read or confirmed."""
        self.updates = Updates(first_update, lambda: self.now, self.changes.tell)
        self.faults = Faults()
        self.limits: Limits | None = None
        """How much may be sent; without them, as much as one likes."""
        self.calls: list[Call] = []
        self.fetched: list[str] = []
        """The files that were."""
        self.files: dict[str, bytes] = {}
        """The files that can be fetched, by their ids, which are their paths as well."""
        self._table = Calls(self.world, strict=strict).table
        self._delivery = Delivery(self.updates, backoff)
        self._control = Control(self) if controlled else None
        self._runner: web.ServerRunner | None = None
        self.port = 0

    # ---- life ----

    async def start(self, port: int = 0) -> None:
        """Listen on this machine alone."""
        self._runner = web.ServerRunner(
            web.Server(self._handle, access_log=None), shutdown_timeout=0.1
        )
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening and delivering."""
        await self._delivery.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.stop()

    @property
    def base_url(self) -> str:
        """What python-telegram-bot and BEDSIDE_TELEGRAM_API want; the token comes behind it."""
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def file_url(self) -> str:
        """The address for files; only those that a phone sent with their content can be had."""
        return f"http://127.0.0.1:{self.port}/file/bot"

    # ---- what a test turns ----

    @property
    def posted_to(self) -> list[str]:
        """Where updates are posted instead of the webhook's own address; each gets its turn."""
        return self._delivery.posted_to

    @property
    def now(self) -> float:
        """The server's time in seconds: ``server.now += 200`` makes a press too old."""
        return self.world.now

    @now.setter
    def now(self, value: float) -> None:
        self.world.shift = value - time.time()

    def fault(
        self,
        kind: Kind,
        method: str | None = None,
        chat_id: int | None = None,
        *,
        times: int = 1,
        retry_after: int = 1,
        seconds: float = 1.0,
    ) -> Fault:
        """Let the next calls go wrong, or (duplicate) the next updates come twice."""
        planned = Fault(kind, method, chat_id, times, retry_after, seconds)
        return self.faults.add(planned)

    def group(self, chat_id: int, title: str, *, administrator: bool = False) -> Chat:
        """Make a group with the bot in it."""
        chat = Chat(chat_id, "supergroup", title, administrator=administrator)
        return self.world.chats.setdefault(chat_id, chat)

    def happened(self, kind: str, body: dict[str, Any], chat_id: int) -> Update:
        """Tell the bot of something."""
        return self.updates.add(kind, body, chat_id, twice=self.faults.twice(chat_id))

    async def until(self, condition: Callable[[], object], patience: float = PATIENCE) -> None:
        """Wait until something holds that the server can tell of."""
        await self.changes.until(condition, patience)

    async def taken(self, patience: float = PATIENCE) -> None:
        """Wait until every update was taken."""
        await self.until(lambda: not any(True for _ in self.updates.waiting()), patience)

    def called(self, method: str) -> list[Call]:
        """Return the calls of a method."""
        return [call for call in self.calls if call.method == method]

    # ---- a call ----

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if self._control is not None:
            controlled = await self._control.handle(request)
            if controlled is not None:
                return controlled
        asked = unquote(request.path).removeprefix(f"/file/bot{self.token}/")
        if asked in self.files:
            self.fetched.append(asked)
            return web.Response(body=self.files[asked])
        try:
            method = self._method(request)
            given = await given_in(request)
        except Refusal as refusal:
            return refused(refusal)
        came = time.monotonic()
        fault = self.faults.take(method, given)
        try:
            return await self._answer(request, method, given, came, fault)
        finally:
            self.changes.tell()

    async def _answer(
        self,
        request: web.BaseRequest,
        method: str,
        given: dict[str, Any],
        came: float,
        fault: Fault | None,
    ) -> web.StreamResponse:
        named = "" if fault is None else fault.kind
        early = await self._early(fault, request)
        if early is not None:
            self.calls.append(Call(method, given, came, ok=False, fault=named))
            return early
        try:
            answer = await self._do(method, given)
        except Refusal as refusal:
            told = refusal.description
            self.calls.append(Call(method, given, came, ok=False, error=told, fault=named))
            return refused(refusal)
        self.calls.append(Call(method, given, came, ok=True, fault=named))
        if named == "drop_after":
            return dropped(request)
        return done(answer)

    def _method(self, request: web.BaseRequest) -> str:
        found = _PATH.fullmatch(unquote(request.path))
        if found is None:
            raise Refusal(404, "Not Found")
        if found[1] != self.token:
            raise Refusal(401, "Unauthorized")
        method = BY_LOWER_CASE.get(found[2].lower())
        if method is None:
            raise Refusal(404, "Not Found: method not found")
        return method

    async def _early(
        self, fault: Fault | None, request: web.BaseRequest
    ) -> web.StreamResponse | None:
        """Do what goes wrong before a call is applied."""
        match None if fault is None else fault.kind:
            case "429":
                assert fault is not None
                return refused(too_many(fault.retry_after))
            case "500":
                return refused(Refusal(500, "Internal Server Error"))
            case "502":
                return bad_gateway()
            case "drop_before":
                return dropped(request)
            case "slow":
                assert fault is not None
                self.changes.tell()
                await fault.delay()
        return None

    async def _do(self, method: str, given: dict[str, Any]) -> object:
        if self.limits is not None:
            self.limits.check(method, given)
        params = checked(method, given) if self.strict else converted(method, given)
        if method == "getFile":
            named = params["file_id"]
            if named not in self.files:
                raise Refusal(400, "Bad Request: invalid file_id")
            return {"file_id": named, "file_unique_id": named, "file_path": named}
        if method in self._delivery.table:
            return await self._delivery.table[method](params)
        return self._table[method](params)
