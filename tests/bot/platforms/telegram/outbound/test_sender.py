"""The outbox is emptied in the right order, by fair shares, whatever ends in between."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.platforms.telegram.outbound.delivery import Delivery
from bot.platforms.telegram.outbound.pacing import Window, pace_of
from bot.platforms.telegram.outbound.sender import MOST_HELD, Sender
from bot.store import Chat, Store
from tests.bot.platforms.telegram.conftest import eventually
from tests.bot.store.keeping import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

NURSE, FLOODER = 7, 666


class Api:
    """What Telegram answers, and what it was asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        self.times: list[float] = []
        self.fails: dict[str, Exception] = {}

    async def call(self, method: str, params: Mapping[str, Any], _seconds: float) -> Any:  # noqa: ANN401 - as the real one
        await asyncio.sleep(0)
        self.calls.append((method, params))
        self.times.append(asyncio.get_running_loop().time())
        if method in self.fails:
            raise self.fails[method]
        return {"message_id": 100 + len(self.calls)}

    def texts(self, chat: int) -> list[str]:
        """Return the texts that a chat was sent."""
        return [str(params["text"]) for _, params in self.calls if params.get("chat_id") == chat]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path}/b.db") as opened:
        opened.within(lambda unit: unit.messaging.keep_chat(Chat(NURSE, "en", "S0001")))
        yield opened


@pytest.fixture
def api() -> Api:
    return Api()


@pytest.fixture
def sender(store: Store, api: Api) -> Sender:
    return Sender(store, Delivery(api, Window(0)))  # type: ignore[arg-type] # all that it uses


def post(store: Store, chat: int, *screens: str, **more: object) -> None:
    for text in screens:
        screen = {**more, "screen": {"text": text}}
        store.within(lambda unit, screen=screen: unit.messaging.post(chat, screen, NOW))  # type: ignore[misc] # bound at once
    if not screens:
        store.within(lambda unit: unit.messaging.post(chat, more, NOW))


def waiting(store: Store) -> int:
    return len(store.within(lambda unit: unit.messaging.waiting(10_000)))


async def test_what_waited_before_a_start_never_comes_after_what_is_new(
    store: Store, api: Api, sender: Sender
) -> None:
    post(store, NURSE, "old")
    new = store.within(lambda unit: unit.messaging.post(NURSE, {"screen": {"text": "new"}}, NOW))
    sender.enqueue(new)  # before anybody has looked into the outbox
    await sender.refill()
    await eventually(lambda: waiting(store) == 0)
    assert api.texts(NURSE)[-1] == "new"


async def test_a_screen_that_was_replaced_is_not_the_newest_after_another_start(
    store: Store, api: Api, sender: Sender
) -> None:
    post(store, NURSE, "first", "second", "third")
    api.fails["sendMessage"] = NetworkError("away")
    await sender.refill()
    kept = store.within(lambda unit: unit.messaging.waiting_for(NURSE, 10))
    assert [one.message.get("screen", {}).get("text") for one in kept] == [None, None, "third"]
    await sender.drain(0)


async def test_one_chat_that_floods_does_not_hold_up_the_others(
    store: Store, api: Api, sender: Sender
) -> None:
    await sender.refill()
    said = {"say": [{"text": "no"}]}
    flood = store.within(
        lambda unit: [unit.messaging.post(FLOODER, said, NOW) for _ in range(MOST_HELD + 500)]
    )
    for posted in flood:
        sender.enqueue(posted)
    post(store, NURSE, "question")
    sender.enqueue(store.within(lambda unit: unit.messaging.waiting_for(NURSE, 1))[0])
    await eventually(lambda: api.texts(NURSE) == ["question"])
    assert sender.held < 100
    await sender.drain(0)


async def test_all_of_a_chat_comes_though_there_was_no_room_for_all(
    store: Store, api: Api, sender: Sender
) -> None:
    await sender.refill()
    texts = [f"said {number}" for number in range(28)]
    for text in texts:
        said = {"say": [{"text": text}]}
        sender.enqueue(store.within(lambda unit, said=said: unit.messaging.post(NURSE, said, NOW)))  # type: ignore[misc] # bound at once
    await eventually(lambda: waiting(store) == 0)
    assert api.texts(NURSE) == texts


async def test_an_edit_that_was_made_before_leaves_the_screen_where_it_is(
    store: Store, api: Api, sender: Sender
) -> None:
    post(store, NURSE, "again", edit=55)
    store.within(lambda unit: unit.messaging.shown(NURSE, 55))
    api.fails["editMessageText"] = BadRequest("message is not modified: same")
    await sender.refill()
    await eventually(lambda: waiting(store) == 0)
    assert [method for method, _ in api.calls] == ["editMessageText"]
    chat = store.within(lambda unit: unit.messaging.chat(NURSE))
    assert chat is not None
    assert chat.screen == 55


async def test_what_a_late_answer_to_a_press_says_is_said_all_the_same(
    store: Store, api: Api, sender: Sender
) -> None:
    post(store, NURSE, answer={"query": "1", "text": "There is no such screening of yours."})
    api.fails["answerCallbackQuery"] = BadRequest("query is too old")
    await sender.refill()
    await eventually(lambda: waiting(store) == 0)
    assert api.calls[-1][0] == "sendMessage"
    assert "no such screening" in api.texts(NURSE)[-1]


async def test_a_chat_that_telegram_holds_back_is_left_alone_by_everything(api: Api) -> None:
    pace, delivery = pace_of(NURSE), Delivery(api, Window(0))  # type: ignore[arg-type] # as above
    api.fails["editMessageText"] = RetryAfter(1)
    message: Any = {"screen": {"text": "a"}, "edit": 5, "delete": [1]}
    delivering = asyncio.create_task(delivery.deliver(NURSE, message, pace))
    await eventually(lambda: any(method == "editMessageText" for method, _ in api.calls))
    refused = next(i for i, (method, _) in enumerate(api.calls) if method == "editMessageText")
    until = pace.blocked_until
    assert until >= api.times[refused] + 1
    del api.fails["editMessageText"]
    await delivering
    later = api.times[refused + 2 :]  # one was already on its way
    assert later
    assert all(when > until - 0.01 for when in later)  # as exactly as the loop's clock
