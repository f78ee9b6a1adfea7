"""Taps: twice, late, on older messages, with data that nobody drew; none of them does harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.platforms.telegram.outbound import sender
from bot.platforms.telegram.outbound.pacing import Pace
from tests.bot.platforms.telegram.conftest import OWNER, Bot, eventually, quiet, say

if TYPE_CHECKING:
    from tests.botapi.phone import Phone

STRANGER = 99
GARBAGE = (
    *("", ":", "::::", "a", "a:", "a:S0001", "a:S0001:", "a:S0001:CTX.sex", "a:S0001:CTX.sex:"),
    *("a:S0001:CTX.sex:neither", "a:S0001:I99.none:yes", "a:S9999:CTX.sex:male"),
    *("a::CTX.sex:male", "a:S0001:CTX.sex:male:male", "b:S0001:extra", "e:S0001"),
    *("e:S0001:nothing", "f:", "f:S9999", "f:S0001:x", "k:", "k:x", "k:99999999999999999999"),
    *("l:xx", "m:", "m:screen:no-such-trial", "o:S0001:1", "p:", "p:S9999", "s:S0001"),
    *("t:S0001:I1.age", "v:", "v:../../etc/passwd", "v:S9999-checklist.pdf", "w:S0001:because"),
    *("x:S0001", "y:S0001", "z:S0001", "å:ö", "\x00:\x00", "' OR 1=1; --", "{token}%s"),
    *("a:" + "9" * 62, "k:-1", "k:0", "m:m:m", "l:", "p:S0001:x"),
)


def answered(bot: Bot) -> bool:
    """Whether every press got its answer."""
    return all(press.answers for press in bot.server.world.presses.values())


def events(bot: Bot, number: str = "S0001") -> int:
    """Count what a screening went through."""
    return len(bot.store.events(number))


async def test_a_double_tap_answers_once(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "62")
    shown, before = owner.shown, events(bot)
    await owner.press("a:S0001:CTX.sex:male", shown)
    await owner.press("a:S0001:CTX.sex:male", shown, forged=True)
    await quiet(bot)
    assert events(bot) == before + 1
    assert "✓ Sex: male" in owner.messages[-1].text
    assert "earlier question" not in owner.messages[-1].text
    assert answered(bot)


async def test_a_double_tap_on_the_answer_that_fails_says_only_the_failure(
    bot: Bot, owner: Phone
) -> None:
    await say(owner, "/screen")
    await say(owner, "62 m")
    await owner.press("a:S0001:I4.type:nec", owner.shown)
    await owner.screen()
    shown = owner.shown
    for _ in range(2):
        await owner.press("a:S0001:I4.differentiation:poorly", shown, forged=True)
    await quiet(bot)
    text = owner.messages[-1].text
    assert "Not met: I4" in text
    assert "changed nothing" not in text
    assert answered(bot)


async def test_a_stale_tap_shows_where_one_is(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "62")
    old = owner.shown
    await owner.press("a:S0001:CTX.sex:male", old)
    await owner.screen()
    await say(owner, "/back")
    await quiet(bot)
    assert owner.shown is not old
    before = events(bot)
    await owner.press("b:S0001", old, forged=True)
    fresh = await owner.screen()
    await quiet(bot)
    assert fresh.text.startswith("That button belonged to an earlier question. You are here:")
    assert fresh.buttons
    assert events(bot) == before
    assert answered(bot)


async def test_data_that_nobody_drew_does_no_harm(
    bot: Bot, owner: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "pace_of", lambda _chat: Pace(1000, 0.001))
    await say(owner, "/screen")
    await say(owner, "62")
    await quiet(bot)
    answers = bot.store.load("S0001")
    assert answers is not None
    for data in GARBAGE:
        await owner.press(data, owner.messages[-1], forged=True)
    await eventually(lambda: answered(bot), 20)
    after = bot.store.load("S0001")
    assert after is not None
    assert after.session.answers == answers.session.answers
    assert after.purged is None
    assert bot.store.within(lambda one: one.messaging.set_aside_count()) == 0
    shown = [one.text for one in owner.messages] + owner.alerts
    assert not [text for text in shown if "no-such-trial" in text or "/etc" in text]
    errors = [call.error for call in bot.server.calls if not call.ok]
    assert not [error for error in errors if "message is not modified" not in error]


@pytest.mark.parametrize("data", ["a:S0001:CTX.sex:male", "f:S0001", "e:S0001:I1.age"])
async def test_a_strangers_forged_tap_reaches_nothing(bot: Bot, owner: Phone, data: str) -> None:
    await say(owner, "/screen")
    await say(owner, "62")
    before = events(bot)
    stranger = bot.phone(STRANGER)
    await say(stranger, "hello")
    await stranger.press(data, stranger.messages[-1], forged=True)
    await eventually(lambda: answered(bot))
    await quiet(bot)
    assert events(bot) == before > 0


async def test_a_tap_that_is_too_old_to_answer_still_counts(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "62")
    await quiet(bot)
    await bot.stop()
    await owner.press("a:S0001:CTX.sex:male")
    bot.server.now += 151
    await bot.start()
    assert "✓ Sex: male" in (await owner.screen()).text
    await quiet(bot)
    refusals = [call.error for call in bot.server.called("answerCallbackQuery") if call.error]
    assert len(refusals) == 1
    assert "query is too old" in refusals[0]


async def test_a_screen_that_was_deleted_comes_anew(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "62")
    shown = owner.shown
    assert shown is not None
    shown.deleted = True
    await owner.press("a:S0001:CTX.sex:male", shown)
    fresh = await owner.screen()
    assert fresh is not shown
    assert "✓ Sex: male" in fresh.text
    await quiet(bot)
    assert answered(bot)


async def test_a_screen_that_nobody_had_noted_is_known_by_its_press(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "62")
    await quiet(bot)
    shown = owner.shown
    assert shown is not None
    bot.store.within(
        lambda unit: unit.messaging.shown(OWNER, shown.id - 1)
    )  # as before it was sent
    await owner.press("a:S0001:CTX.sex:male", shown)
    await quiet(bot)
    chat = bot.store.within(lambda unit: unit.messaging.chat(OWNER))
    assert chat is not None
    assert chat.screen == shown.id
    assert "✓ Sex: male" in shown.text


async def test_yes_never_confirms_what_nobody_was_shown(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    assert "96" in await say(owner, "96")  # unusual: is it right?
    await quiet(bot)
    shown = owner.shown
    fault = bot.server.fault("500", "sendMessage", OWNER, times=1000)
    await owner.send("97")  # what is asked now is on its way
    await eventually(lambda: fault.happened)
    await owner.press("y:S0001", shown)
    await eventually(lambda: not any(True for _ in bot.server.updates.waiting()))
    bot.server.faults.plan.remove(fault)
    await quiet(bot)
    stored = bot.store.load("S0001")
    assert stored is not None
    assert "I1.age" not in stored.session.answers
    assert stored.session.proposed["I1.age"].text.startswith("97")
    await owner.press("y:S0001")  # this time what is shown is what is meant
    await quiet(bot)
    stored = bot.store.load("S0001")
    assert stored is not None
    assert stored.session.answers["I1.age"].text.startswith("97")
