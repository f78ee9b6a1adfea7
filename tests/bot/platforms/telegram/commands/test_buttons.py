"""No message of the bot has more than ten buttons; what there is more of is a page further."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.exports.registry import BY_KEY
from bot.presentation.fitting import MOST
from bot.texts import languages
from tests.bot.platforms.telegram.conftest import Bot, quiet, say

if TYPE_CHECKING:
    from tests.botapi.phone import Phone

OPEN = 7
COMMANDS = ("/start", "/pending", "/log", "/members", "/outcome S0001", "/language", "/confirm")


def buttons(phone: Phone) -> list[list[str]]:
    """The data of the buttons of each message that has some."""
    rows = ([data for row in one.buttons for _, data in row] for one in phone.messages)
    return [found for found in rows if found]


@pytest.mark.parametrize("language", languages())
async def test_no_message_has_more_than_ten(bot: Bot, owner: Phone, language: str) -> None:
    await say(owner, f"/language {language}")
    for _ in range(OPEN):
        await say(owner, "/screen")
        await say(owner, "62 f")
    for command in COMMANDS:
        await say(owner, command)
    await quiet(bot)
    assert max(map(len, buttons(owner))) == MOST
    told = next(one.text for one in reversed(owner.messages) if "S0007" in one.text)
    assert str(OPEN - MOST // 2) in told


async def test_every_file_of_the_log_is_on_one_of_its_pages(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "62 f")
    await say(owner, "/log 2026-03-01 2026-03-31")
    await quiet(bot)
    wanted = {one.key for one in BY_KEY.values() if not one.single and one.extension != "svg"}
    keys: set[str] = set()
    following = -1
    while following:
        *files, turn = buttons(owner)[-1]
        keys |= {data.split(":")[1] for data in files}
        following = int(turn.removeprefix("v:+").partition(":")[0])
        assert turn.endswith(":2026-03-01:2026-03-31")
        await owner.press(turn)
        await quiet(bot)
    assert keys == wanted
