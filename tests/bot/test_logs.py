"""What may never stand in a log, whoever writes it."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
from typing import Any

import pytest

from bot import logs

SECRET = "AAF-opens-nothing"  # noqa: S105 - of no real bot
NUMBER = "19121212-1212"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 - a function
    said = io.StringIO()
    monkeypatch.setattr("sys.stderr", said)
    logs.configure([f"1:{SECRET}", SECRET])
    return lambda: [json.loads(line) for line in said.getvalue().splitlines()]


def test_a_secret_is_masked_in_every_value(written: Any) -> None:  # noqa: ANN401
    logs.log().warning("no answer", address=f"https://api.telegram.org/bot1:{SECRET}/getMe")
    (line,) = written()
    assert line["address"] == "https://api.telegram.org/bot********/getMe"


def test_half_a_token_is_masked_too(written: Any) -> None:  # noqa: ANN401
    logs.log().warning("no answer", address=f"/bot1%3A{SECRET}/getMe")
    assert SECRET not in str(written())


def test_what_a_library_fills_in_is_left_out(written: Any) -> None:  # noqa: ANN401
    logging.getLogger("psycopg").warning("error ignored: %s", NUMBER)
    (line,) = written()
    assert line["said"] == "error ignored: %s"


def test_an_error_that_nobody_waited_for_is_not_quoted(written: Any) -> None:  # noqa: ANN401
    async def fails() -> None:
        raise ValueError(NUMBER)

    async def main() -> None:
        task = asyncio.create_task(fails())
        await asyncio.wait([task])
        del task
        gc.collect()

    asyncio.run(main())
    (line,) = written()
    assert line["said"] == "Task exception was never retrieved"
    assert line["error"] == "ValueError"
    assert NUMBER not in str(line)


def test_where_an_error_came_from_is_told_without_its_text() -> None:
    with pytest.raises(ValueError, match=NUMBER) as caught:
        raise ValueError(NUMBER)
    told = logs.where(caught.value)
    assert told.startswith("ValueError in test_where_an_error_came_from_is_told_without_its_text")
    assert NUMBER not in told
