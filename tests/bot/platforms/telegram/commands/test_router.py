"""Where an update goes that is no answer: to another bot, to nobody, or to a short sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs.session import Session
from bot.exports.checklist import pdf
from bot.exports.context import MissingPartError
from tests.bot.platforms.telegram.conftest import Bot, quiet, say, settle

if TYPE_CHECKING:
    from datetime import datetime

    import pytest

    from tests.botapi.phone import Phone


async def test_a_command_for_another_bot_does_nothing(bot: Bot, owner: Phone) -> None:
    await say(owner, "/start")
    await quiet(bot)
    seen = len(owner.messages)
    await owner.command("/screen@other_bot")
    await quiet(bot)
    assert len(owner.messages) == seen + 1
    assert bot.store.load("S0001") is None
    name = bot.serving.router.environment.username
    assert "S0001" in await say(owner, f"/screen@{name.upper()}")


async def test_a_sticker_is_no_photograph_and_a_pinned_message_nothing(
    bot: Bot, owner: Phone
) -> None:
    await say(owner, "/screen")
    await owner.send_sticker()
    shown = (await owner.screen()).text
    assert shown.startswith("Only text and buttons are read.")
    assert "photograph" not in shown
    await quiet(bot)
    seen = len(owner.messages)
    await owner.pin(owner.messages[0])
    await quiet(bot)
    assert len(owner.messages) == seen + 1


async def test_a_number_that_is_shown_is_one_s_own(bot: Bot, owner: Phone) -> None:
    assert "no screening yet" in await say(owner, "/forget")
    bot.store.add(*_others(bot))
    await say(owner, "/screen")
    assert await say(owner, "/forget") == "Write the screening number as well: /forget S0002"


def _others(bot: Bot) -> tuple[Session, str, datetime]:
    """A screening of somebody else's, S0001."""
    day = bot.now.date()
    return Session(bot.store.next_token(), "start-net", "R1", day), "telegram:1", bot.now


async def test_what_is_missing_on_the_server_is_no_business_of_a_nurse_s(
    owner: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> bytes:
        raise MissingPartError("typst")

    monkeypatch.setattr(pdf, "typeset", missing)
    await say(owner, "/language sv")
    await say(owner, "/screen")
    await owner.command("/checklist")
    await settle(owner, "Säg till den som sköter boten")
    assert not any("pip" in one.text for one in owner.messages)
