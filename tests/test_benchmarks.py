from __future__ import annotations

import json

import pytest

from benchmarks.taps import World, next_tap, read_body


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
