"""The server: Telegram's Bot API over HTTP, as strict as Telegram and as broken as a test wants.

``http://host:port/bot<TOKEN>/<method>``, with parameters in the query, as a form, as JSON or in
parts.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qsl, unquote

from aiohttp import BodyPartReader, web

from tests.botapi.calls import Calls
from tests.botapi.faults import Fault, Faults, Kind
from tests.botapi.hooks import Hook, Target
from tests.botapi.methods import BY_LOWER_CASE, MOST_CONNECTIONS
from tests.botapi.parameters import Upload, checked, converted
from tests.botapi.refusals import Refusal, bad, conflict, too_many
from tests.botapi.updates import Update, Updates
from tests.botapi.world import Chat, User, World

if TYPE_CHECKING:
    from types import TracebackType

TOKEN = "123456:AAF-test-token-that-opens-nothing"  # noqa: S105 - of no real bot
_PATH = re.compile(r"/bot([^/]+)/(\w+)")
_LOCAL = re.compile(r"http://(?:127\.0\.0\.1|localhost)[:/]")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_GATEWAY = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n</html>\r\n"


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
    ) -> None:
        """Prepare a server; ``strict=False`` leaves out what checking costs."""
        self.token = token
        self.strict = strict
        self.backoff = backoff
        bot = User(int(token.partition(":")[0]), "Bedside", None, "bedside_test_bot", is_bot=True)
        self.world = World(bot)
        self.updates = Updates(first_update, lambda: self.now)
        self.faults = Faults()
        self.calls: list[Call] = []
        self.extra_urls: tuple[str, ...] = ()
        """More addresses for the webhook: updates go to each in turn."""
        self._table = Calls(self.world, strict=strict).table
        self._waits = {
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
        }
        self._hook: Hook | None = None
        self._hook_options: dict[str, Any] = {}
        self._runner: web.ServerRunner | None = None
        self.port = 0

    # ---- life ----

    async def start(self, port: int = 0) -> None:
        """Listen on this machine alone."""
        self._runner = web.ServerRunner(web.Server(self._handle, access_log=None))
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port, shutdown_timeout=0.1).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening and delivering."""
        await self._unhook()
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
        """The address for files; nothing can be had there."""
        return f"http://127.0.0.1:{self.port}/file/bot"

    # ---- what a test turns ----

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

    def called(self, method: str) -> list[Call]:
        """Give the calls of a method."""
        return [call for call in self.calls if call.method == method]

    # ---- a call ----

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        try:
            method = self._method(request)
            given = await _given(request)
        except Refusal as refusal:
            return _answer(refusal)
        came = time.monotonic()
        fault = self.faults.take(method, given)
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
            return _answer(refusal)
        self.calls.append(Call(method, given, came, ok=True, fault=named))
        if named == "drop_after":
            return _drop(request)
        return web.Response(
            body=json.dumps({"ok": True, "result": answer}), content_type="application/json"
        )

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
                return _answer(too_many(fault.retry_after))
            case "500":
                return _answer(Refusal(500, "Internal Server Error"))
            case "502":
                return web.Response(status=502, text=_GATEWAY, content_type="text/html")
            case "drop_before":
                return _drop(request)
            case "slow":
                assert fault is not None
                await asyncio.sleep(fault.seconds)
        return None

    async def _do(self, method: str, given: dict[str, Any]) -> object:
        params = checked(method, given) if self.strict else converted(method, given)
        if method in self._waits:
            return await self._waits[method](params)
        return self._table[method](params)

    # ---- updates ----

    async def _get_updates(self, params: dict[str, Any]) -> object:
        if self._hook is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        return await self.updates.read(**params)

    async def _set_webhook(self, params: dict[str, Any]) -> bool:
        if not params["url"]:
            return await self._delete_webhook(params)
        self._check_webhook(params)
        await self._unhook()
        if params.get("drop_pending_updates"):
            self.updates.clear()
        self.updates.allowed = params.get("allowed_updates", self.updates.allowed)
        self._hook_options = params
        urls = (params["url"], *self.extra_urls)
        connections = params.get("max_connections", 40)
        target = Target(urls, params.get("secret_token", ""), connections, self.backoff)
        self._hook = Hook(target, self.updates)
        self._hook.start()
        return True

    def _check_webhook(self, params: dict[str, Any]) -> None:
        if not params["url"].startswith("https://") and not _LOCAL.match(params["url"]):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if "secret_token" in params and not _SECRET.fullmatch(params["secret_token"]):
            raise bad("secret token contains unallowed characters")
        if not 1 <= params.get("max_connections", 1) <= MOST_CONNECTIONS:
            raise bad("max_connections is out of range")

    async def _delete_webhook(self, params: dict[str, Any]) -> bool:
        await self._unhook()
        if params.get("drop_pending_updates"):
            self.updates.clear()
        return True

    async def _unhook(self) -> None:
        hook, self._hook = self._hook, None
        if hook is not None:
            await hook.stop()

    async def _webhook_info(self, _: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = {
            "url": "",
            "has_custom_certificate": False,
            "pending_update_count": sum(1 for _ in self.updates.waiting()),
        }
        if self._hook is not None:
            told |= {"url": self._hook_options["url"], **self._hook.last_error}
            told["max_connections"] = self._hook.target.connections
        if self.updates.allowed:
            told["allowed_updates"] = self.updates.allowed
        return told


async def _given(request: web.BaseRequest) -> dict[str, Any]:
    """Read the parameters, however they were sent."""
    given: dict[str, Any] = dict(request.query) if request.query_string else {}
    if not request.body_exists:
        return given
    kind = request.content_type
    if kind == "multipart/form-data":
        return given | await _parts(request)
    text = (await request.read()).decode()
    if kind == "application/json":
        return given | _json(text)
    return given | dict(parse_qsl(text, keep_blank_values=True))


def _json(text: str) -> dict[str, Any]:
    try:
        read = json.loads(text or "{}")
    except ValueError as error:
        raise bad("can't parse JSON object in the request") from error
    if not isinstance(read, dict):
        raise bad("object expected in the request")
    return read


async def _parts(request: web.BaseRequest) -> dict[str, Any]:
    """Read a form in parts; ``attach://name`` is replaced with the file of that name."""
    given: dict[str, Any] = {}
    files: dict[str, Upload] = {}
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise bad("can't read the parts of the request")
        content = bytes(await part.read())
        if part.filename is None:
            given[part.name] = content.decode()
        else:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, kind, content)
    used = {}
    for name, value in given.items():
        if isinstance(value, str) and value.startswith("attach://"):
            used[name] = files.pop(value.removeprefix("attach://"), value)
    return {**given, **files, **used}


def _answer(refusal: Refusal) -> web.Response:
    body = json.dumps(refusal.body())
    return web.Response(status=refusal.code, text=body, content_type="application/json")


def _drop(request: web.BaseRequest) -> web.Response:
    """Close the connection without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
