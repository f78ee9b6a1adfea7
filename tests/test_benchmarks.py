from __future__ import annotations

import asyncio
import json
import math
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import hops, instructions
from benchmarks.measuring import Target, middle, spread
from benchmarks.running import Speed, server, speed_of, start_of
from benchmarks.serving import median_of
from benchmarks.taps import Wire, World, next_tap, read_body

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def _shown(*buttons: str, text: str = "Question?") -> dict[str, str]:
    rows = [[{"text": data, "callback_data": data}] for data in buttons]
    return {"chat_id": "1000", "text": text, "reply_markup": json.dumps({"inline_keyboard": rows})}


@pytest.mark.parametrize(
    ("shown", "data"),
    [
        (_shown("a:yes", "a:unknown", "n:1"), "n:1"),
        (_shown("a:yes", "a:unknown"), "a:unknown"),
        (_shown("g:1", "y:1"), "y:1"),
        (_shown("a:unknown", text="Done\n#S0001"), None),
        ({"text": "Hello"}, None),
    ],
)
def test_what_is_shown_decides_the_next_tap(shown: dict[str, str], data: str | None) -> None:
    assert next_tap(shown) == data


async def test_only_what_is_acknowledged_is_counted() -> None:
    world = World(2, "/start")
    assert len(await world.updates({})) == 2
    assert len(await world.updates({"offset": "2"})) == 1
    assert world.counts["confirmed"] == 1


async def test_each_person_has_one_update_in_flight() -> None:
    world = World(1, "/start")
    await world.updates({})
    world.shown(_shown("a:unknown"))
    (tap,) = await world.updates({"offset": "2"})
    assert tap["callback_query"]["data"] == "a:unknown"


def test_a_form_of_either_kind_is_read() -> None:
    assert read_body(b"application/x-www-form-urlencoded", b"a=1&b=x+y") == {"a": "1", "b": "x y"}
    parts = b'--Z\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--Z--\r\n'
    assert read_body(b" multipart/form-data; boundary=z", parts) == {"a": "1"}


async def test_the_largest_answer_holds_a_hundred_updates_and_what_it_leaves_comes_next() -> None:
    world = World(130, "/start")
    assert len(await world.updates({"limit": "500"})) == 100
    rest = await world.updates({"offset": "101"})
    assert [rest[0]["update_id"], len(rest)] == [101, 30]


async def test_a_long_poll_ends_when_somebody_taps_or_its_time_is_over() -> None:
    world = World(1, "/start")
    assert await world.updates({"offset": "2", "timeout": "0.01"}) == []
    waiting = asyncio.ensure_future(world.updates({"offset": "2", "timeout": "5"}))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    world.shown(_shown("a:unknown"))
    async with asyncio.timeout(1):
        assert len(await waiting) == 1


async def test_a_person_goes_through_a_screening_and_begins_the_next() -> None:
    world = World(1, "/screen")
    shown = [
        _shown("a:T:I1.age:unknown"),
        _shown("t:T:E6.other", "n:T:E6.other"),
        _shown("c:T", text="Demonstration\n\n#pending"),
        _shown("a:U:I1.age:unknown"),
    ]
    written = []
    for number, screen in enumerate(shown, start=1):
        (update,) = await world.updates({"offset": str(number)})
        tap = update.get("callback_query")
        written.append(tap["data"] if tap else update["message"]["text"])
        world.shown(screen)
    assert written == ["/screen", "a:T:I1.age:unknown", "n:T:E6.other", "/screen"]


@asynccontextmanager
async def _connected(world: World) -> AsyncIterator[tuple[asyncio.StreamReader, Any]]:
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(lambda: Wire(world), "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    yield reader, writer
    writer.close()
    await writer.wait_closed()
    listening.close()


async def _reply(reader: asyncio.StreamReader) -> Any:  # noqa: ANN401 - any JSON
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    length = int(head.partition("Content-Length: ")[2].partition("\r")[0])
    return json.loads(await reader.readexactly(length))["result"]


async def test_one_connection_takes_calls_one_after_the_other_and_in_pieces() -> None:
    call = b"POST /bot1:abc/%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
    body = b"offset=2&limit=10"
    calls = call % (b"getMe", 0, b"") + call % (b"getUpdates", len(body), body)
    async with asyncio.timeout(2), _connected(World(3, "/start")) as (reader, writer):
        writer.write(calls[:-5])
        assert (await _reply(reader))["is_bot"]
        writer.write(calls[-5:])
        assert [update["update_id"] for update in await _reply(reader)] == [2, 3]
        writer.write(b"GET /count HTTP/1.1\r\n\r\n")
        assert (await _reply(reader))["confirmed"] == 1


def test_a_bot_that_fails_is_told_and_hinders_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with server("/start") as port:
        broken = [sys.executable, "-c", "raise SystemExit('no such thing')"]
        assert math.isnan(speed_of(broken, port, {}, 0, 0).updates)
        assert math.isnan(start_of(["/nowhere/python"], port, {}))
    told = capsys.readouterr().err
    assert "status 1: no such thing" in told
    assert "/nowhere/python" in told


def test_the_round_in_the_middle_counts_of_those_that_could_be_measured() -> None:
    rounds = [Speed(updates) for updates in (300.0, math.nan, 100.0, 200.0)]
    assert median_of(rounds).updates == 200
    assert math.isnan(median_of([Speed()]).updates)
    assert middle([3.0, math.nan, 1.0]) == 2
    assert math.isnan(middle([math.nan]))
    assert spread([3.0, math.nan, 1.0], 1) == "1.0-3.0"
    assert spread([3.0, math.nan], 1) == ""


@pytest.mark.parametrize(
    ("target", "reached"),
    [
        (Target("", 3.0, 3, at_least=True), True),
        (Target("", 2.9, 3, at_least=True), False),
        (Target("", 1.1, 1.1), True),
        (Target("", 1.2, 1.1), False),
        (Target("", math.nan, 1.1), False),
        (Target("", math.nan, 3, at_least=True), False),
    ],
)
def test_a_target_is_reached_by_a_figure_only(target: Target, reached: bool) -> None:  # noqa: FBT001 - a case
    assert target.reached is reached


def test_a_tap_and_a_paste_work_everything_out_once() -> None:
    """What is asked is derived before and after the step, a text is read once."""
    tap, paste, yes = hops.measured().values()
    for found in (tap, paste, yes):
        assert found.functions["bot.dialogs.prompts:prompt"] <= 2
        assert found.functions["bot.presentation.sentences:Speaker.__init__"] == 1
    read = "criteria.reading.answers.answers:AnswerReader.read"
    assert paste.functions[read] <= 7  # each result as it will be stored, unless read before
    assert yes.functions[read] == 0
    assert paste.functions["criteria.reading.reports.report:read_laboratory"] == 1


def test_what_is_counted_is_the_way_from_the_service_to_the_message() -> None:
    for found in hops.measured().values():
        assert found.functions["bot.screenings.service:Service.handle"] == 1
        assert found.functions["bot.presentation.render:Renderer.message"] == 1
        assert found.crossings["bot.screenings", "bot.presentation"] > 0
        assert found.calls == found.functions.total()


def test_no_operation_takes_more_instructions_than_its_budget() -> None:
    """Where one has become dearer on purpose: `python -m benchmarks.instructions --write`."""
    budget = instructions.budget()
    why = instructions.missing() or ("" if budget else f"no budget for {instructions.machine()}")
    if why:
        pytest.skip(f"instructions are not counted: {why}")
    assert instructions.overspent(instructions.counted(), budget) == []


def test_an_operation_may_be_a_tenth_dearer_than_its_budget() -> None:
    assert instructions.overspent({"tap": 10.9}, {"tap": 10.0}) == []
    assert instructions.overspent({"tap": 11.1}, {"tap": 10.0}) != []
    assert instructions.overspent({"new": 0.1}, {"tap": 10.0}) != []
