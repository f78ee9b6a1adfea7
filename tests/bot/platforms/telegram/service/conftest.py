"""A service for many people at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.platforms.telegram.outbound import sender
from bot.platforms.telegram.outbound.pacing import Pace
from tests.bot.platforms.telegram.conftest import Bot
from tests.bot.platforms.telegram.service.test_kills import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.botapi.server import Server


@pytest.fixture(params=["polling", "webhook"])
async def busy_bot(
    request: pytest.FixtureRequest,
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Bot]:
    """A service that many people use faster than Telegram would let them."""
    monkeypatch.setattr(sender, "pace_of", lambda _chat: Pace(1000, 0.001))
    more = {"open": "1", "messages_per_second": "0"}
    if request.param == "webhook":
        address = f"127.0.0.1:{free_port()}"
        more |= {"webhook": f"https://{address}/hook", "listen": address}
        server.posted_to[:] = [f"http://{address}/hook"]
    made = Bot(server, f"sqlite:///{tmp_path}/bedside.db", owners="", more=more)
    await made.start()
    yield made
    await made.stop()
