"""What doctor says of Telegram, with a Bot API server that listens on this machine."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest

from bot.config.settings import Settings
from bot.platforms.telegram.api import Api
from bot.platforms.telegram.service import doctor_checks
from bot.store import Store
from tests.botapi.server import TOKEN, Server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.config.check import Check

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)


async def _end(server: Server) -> None:
    """Stop a server, and what it still does for somebody who did not wait."""
    await server.stop()
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


@contextmanager
def serving() -> Iterator[Server]:
    """Let a server run in a thread, as doctor asks from outside any event loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = Server()
    asyncio.run_coroutine_threadsafe(server.start(), loop).result()
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(f"BEDSIDE_{field.upper()}", raising=False)


def settings(server: Server, **more: object) -> Settings:
    return Settings(**{"telegram_api": server.base_url, "token": TOKEN, **more})  # type: ignore[arg-type]


def call(server: Server, method: str, **params: str) -> None:
    """Call the server as somebody else with the token would."""

    async def once() -> None:
        async with Api(server.base_url, TOKEN) as api:
            await api.call(method, params)

    asyncio.run(once())


def of_store(folder: Path, **more: object) -> dict[str, Check]:
    """Make the checks that need no network."""
    url = f"sqlite:///{folder / 'bedside.db'}"
    found = doctor_checks.checks(Settings(database=url, **more))  # type: ignore[arg-type]
    return {check.name: check for check in (one() for one in found)}


def test_the_bot_is_named(server: Server) -> None:
    found = doctor_checks.token(settings(server))
    assert (found.ok, found.text) == (True, "Telegram knows it: the bot is @bedside_test_bot")


def test_a_wrong_token_is_a_sentence_without_it(server: Server) -> None:
    found = doctor_checks.token(settings(server, token="123456:nobody"))  # noqa: S106 - of no bot
    assert found.ok is False
    assert "BotFather" in found.text
    assert "nobody" not in found.text


def test_no_network_is_a_sentence_without_the_address() -> None:
    found = doctor_checks.token(Settings(telegram_api="http://127.0.0.1:1/bot", token=TOKEN))  # type: ignore[arg-type]
    assert found.ok is False
    assert "cannot be reached" in found.text
    assert TOKEN not in found.text


def test_a_slow_answer_is_a_sentence(server: Server) -> None:
    server.fault("slow", "getMe", seconds=60)
    found = doctor_checks.token(settings(server), seconds=0.2)
    assert found.ok is False
    assert "no answer within" in found.text


def test_the_server_tells_the_time_without_the_token(server: Server) -> None:
    before = datetime.now(UTC).replace(microsecond=0)  # the header has whole seconds
    told = parsedate_to_datetime(doctor_checks.served(settings(server)))
    assert before <= told <= datetime.now(UTC)
    with pytest.raises(OSError, match="refused"):
        doctor_checks.served(Settings(telegram_api="http://127.0.0.1:1/bot"))


def test_no_webhook_where_polling_is_configured(server: Server) -> None:
    found = doctor_checks.webhook(settings(server))
    assert found.ok is True
    assert found.text == "none, as polling wants it\n0 updates wait at Telegram"


def test_a_webhook_that_is_not_set_yet(server: Server) -> None:
    found = doctor_checks.webhook(settings(server, webhook="https://example.org/hook"))
    assert found.ok is False
    assert "none is set" in found.text


@pytest.mark.parametrize(
    ("there", "wanted", "says"),
    [
        ("https://example.org/hook", "", "Bedside is to poll"),
        ("https://example.org/a", "https://example.org/b", "not to https://example.org/b"),
        ("https://example.org/a", "https://example.org/a", "as configured"),
        ("https://me:hidden@example.org/a", "", "********"),
    ],
)
def test_a_webhook_against_the_settings(there: str, wanted: str, says: str) -> None:
    told = doctor_checks.compared(there, wanted)
    assert says in told
    assert "hidden" not in told


def test_without_a_token_the_rest_is_looked_at(tmp_path: Path) -> None:
    found = of_store(tmp_path)
    assert list(found) == ["telegram", "set aside", "outbox", "members"]
    assert found["telegram"].ok is None
    assert {check.text for name, check in found.items() if name != "telegram"} == {
        "there is no database yet"
    }
    assert list(tmp_path.iterdir()) == []


def test_what_waits_and_what_was_set_aside_is_counted(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'bedside.db'}") as store:
        empty = of_store(tmp_path)
        store.within(lambda unit: unit.messaging.set_aside(1, "KeyError in x", "{}", NOW))
        store.within(lambda unit: unit.messaging.post(5, {}, NOW))
        full = of_store(tmp_path)
    assert empty["set aside"].ok is empty["outbox"].ok is True
    assert full["set aside"].text.endswith("the newest 2026-03-31 12:00 UTC: KeyError in x")
    assert full["outbox"].text.startswith("messages to be sent: 1, the oldest since 2026-03-31")


def test_who_owns_the_bot(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'bedside.db'}") as store:
        assert "claim code" in of_store(tmp_path)["members"].text
        assert of_store(tmp_path, owners=(5,))["members"].ok is True
        store.within(lambda unit: unit.members.join(5, "owner", "Kim", NOW))
        found = of_store(tmp_path)["members"]
    assert found.ok is True
    assert "Kim" not in found.text


def test_a_webhook_that_is_set_though_bedside_polls(server: Server) -> None:
    url = "https://example.org/hook"
    call(server, "setWebhook", url=url)
    found = doctor_checks.webhook(settings(server))
    same = doctor_checks.webhook(settings(server, webhook=url))
    call(server, "deleteWebhook")
    assert doctor_checks.webhook(settings(server)).ok is True
    assert found.ok is False
    assert "Bedside is to poll" in found.text
    assert same.ok is True
