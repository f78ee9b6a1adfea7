"""Calls to the Bot API: where they go, how many at once, and what is told of one that failed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from telegram.error import BadRequest, TimedOut

from bot.platforms.telegram import api as transport
from bot.platforms.telegram.api import Api, NoCertificatesError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.botapi.server import Server

NOWHERE = "http://127.0.0.1:1"


async def test_no_proxy_ever_sees_the_token(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, NOWHERE)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    async with Api(server.base_url, server.token) as api:
        assert (await api.call("getMe"))["is_bot"] is True


async def test_without_certificates_a_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    with pytest.raises(NoCertificatesError, match="ca-certificates"):
        await Api(NOWHERE, "1:abc").__aenter__()


async def test_what_can_not_be_written_is_not_quoted(server: Server) -> None:
    async with Api(server.base_url, server.token) as api:
        with pytest.raises(BadRequest) as caught:
            await api.call("sendMessage", {"chat_id": 1, "text": "Anna Andersson \ud800"})
    assert "Anna" not in str(caught.value)


async def test_a_call_that_is_given_up_before_its_turn_is_never_made(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "_AT_ONCE", 1)
    fault = server.fault("slow", "getMe", times=1, seconds=60)
    async with Api(server.base_url, server.token) as api:
        first = asyncio.create_task(api.call("getMe"))
        await server.until(lambda: fault.happened)
        with pytest.raises(TimedOut):
            await api.call("getWebhookInfo", seconds=0.2)
        fault.release()
        assert (await first)["is_bot"] is True
        await api.call("getMe")
    assert server.called("getWebhookInfo") == []
