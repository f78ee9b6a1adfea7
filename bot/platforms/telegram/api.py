"""python-telegram-bot's connection on pyreqwest, whose thread works outside Python's lock.

The library names what went wrong (`telegram.error`); how bytes come and go is done here.
"""

from __future__ import annotations

import asyncio
import json
import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pyreqwest.client import ClientBuilder
from pyreqwest.exceptions import PyreqwestError, RequestTimeoutError
from pyreqwest.multipart import FormBuilder, PartBuilder
from telegram import InputFile
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Self

    from pyreqwest.client import Client
    from pyreqwest.request import RequestBuilder

# Asked for in advance, or the library warns whenever Telegram asks to be left alone for a while.
os.environ.setdefault("PTB_TIMEDELTA", "1")

SECONDS = 30.0
"""How long a call may take."""
_CONNECT = timedelta(seconds=10)
_AT_ONCE = 100
_LAST = 0.1
"""Seconds for pyreqwest's thread to let go of what it held. Where Python ends before it has, the
process is aborted: without this 2 of 100 were, with it none of 300."""

_NO_CERTIFICATES = (
    "The system has no certificates to know Telegram by. Install them (on Debian: "
    "apt install ca-certificates), or name a file of them in SSL_CERT_FILE."
)


class NoCertificatesError(TelegramError):
    """No encrypted connection can be made; the message says what to do."""


class Connection(BaseRequest):
    """HTTP for python-telegram-bot, on one client of pyreqwest's."""

    def __init__(self) -> None:
        """Prepare; the client is made by `initialize`."""
        self._client: Client | None = None
        # Here and not in pyreqwest, which makes a call that waits though nobody wants it any more.
        self._places = asyncio.Semaphore(_AT_ONCE)

    @property
    def read_timeout(self) -> float | None:
        """How long a call may take, in seconds."""
        return SECONDS

    async def initialize(self) -> None:
        """Make the client.

        Raises:
            NoCertificatesError: the system has none to know Telegram by.
        """
        if self._client is None:
            # Never elsewhere, neither sent on nor by a proxy: the address holds the token.
            builder = ClientBuilder().follow_redirects(enable=False).no_proxy()
            try:
                self._client = builder.connect_timeout(_CONNECT).build()
            except PyreqwestError:
                raise NoCertificatesError(_NO_CERTIFICATES) from None

    async def shutdown(self) -> None:
        """Close the client. Calls that are under way may still reach Telegram."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()
            await asyncio.sleep(_LAST)

    async def do_request(  # noqa: PLR0913, PLR0917 - the library's own signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401 - as the library has it
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ANN401, ARG002
    ) -> tuple[int, bytes]:
        """Make a call and give status and body.

        Raises:
            TimedOut, NetworkError: no answer came; whether it was applied nobody knows.
            BadRequest: a parameter can't be written, so that nothing was asked.
        """
        client = self._client
        if client is None:
            raise NetworkError("the connection is closed")
        seconds = read_timeout if isinstance(read_timeout, int | float) else SECONDS
        await self._take_place(seconds)
        try:
            request = _filled(client.request(method, url), request_data)
            answer = await request.timeout(timedelta(seconds=seconds)).build().send()
            return answer.status, bytes(await answer.bytes())
        except RequestTimeoutError:
            raise TimedOut from None
        # No error's own text: it may name the address, which holds the token, or quote somebody.
        except PyreqwestError as error:
            raise NetworkError(f"no connection ({type(error).__name__})") from None
        except ValueError:
            raise BadRequest("a parameter can't be written") from None
        finally:
            self._places.release()

    async def _take_place(self, seconds: float) -> None:
        """Wait until fewer calls are under way; nearly always they are.

        Raises:
            TimedOut: they were not for so long.
        """
        if not self._places.locked():
            await self._places.acquire()
            return
        try:
            async with asyncio.timeout(seconds):
                await self._places.acquire()
        except TimeoutError:
            raise TimedOut from None


def _filled(request: RequestBuilder, data: RequestData | None) -> RequestBuilder:
    """Write the parameters as python-telegram-bot's own request class does: as a form."""
    if data is None:
        return request
    if not data.contains_files:
        return request.form(data.json_parameters)
    form = FormBuilder()
    for name, value in data.json_parameters.items():
        form = form.text(name, value)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        held = content if isinstance(content, bytes) else content.read()
        form = form.part(name, PartBuilder.from_bytes(held).file_name(filename).mime(kind))
    return request.multipart(form)


class Api:
    """The Bot API of one bot."""

    def __init__(self, base_url: str, token: str, files: str = "") -> None:
        """Prepare.

        Args:
            base_url: as python-telegram-bot's: the token is appended to it.
            token: the bot's.
            files: the same for files.
        """
        self._url = f"{base_url}{token}"
        self._files = f"{files}{token}"
        self._request = Connection()

    async def __aenter__(self) -> Self:
        await self._request.initialize()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._request.shutdown()

    async def call(
        self, method: str, params: Mapping[str, Any] | None = None, seconds: float = SECONDS
    ) -> Any:  # noqa: ANN401 - each method has its own result
        """Call a method and give its result.

        Raises:
            telegram.error.TelegramError: it failed, or nobody knows whether it did.
        """
        data = RequestData([_parameter(*pair) for pair in (params or {}).items()])
        return await self._request.post(f"{self._url}/{method}", data, read_timeout=seconds)

    async def file(self, path: str, seconds: float = SECONDS) -> bytes:
        """Fetch a file by the path that `getFile` gave.

        Raises:
            telegram.error.TelegramError: it can't be had.
        """
        return await self._request.retrieve(f"{self._files}/{path}", read_timeout=seconds)


def _parameter(name: str, value: Any) -> RequestParameter:  # noqa: ANN401 - each has its own type
    """Write a parameter out, once: the library would for each look at it."""
    if isinstance(value, InputFile):
        return RequestParameter.from_input(name, value)
    return RequestParameter(name, value if isinstance(value, str) else json.dumps(value), None)
