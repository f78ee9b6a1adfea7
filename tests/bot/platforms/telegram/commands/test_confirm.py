"""Sources in a chat, and who may confirm what only an investigator may judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.platforms.chat.roles import Right, Role, may
from tests.bot.exports.inventing import answered
from tests.bot.platforms.telegram.conftest import (
    SCREENER,
    STRANGER,
    Bot,
    eventually,
    quiet,
    say,
    settle,
)
from tests.bot.platforms.telegram.test_access import invited

if TYPE_CHECKING:
    from bot.dialogs.session import Session
    from tests.botapi.phone import Phone

INVESTIGATOR = STRANGER


def screened(bot: Bot) -> None:
    """Put an eligible screening of the screener's into the store."""
    bot.store.next_token()  # which is then taken
    bot.store.add(answered(), f"telegram:{SCREENER}", bot.now)


def session(bot: Bot) -> Session:
    stored = bot.store.load("S0001")
    assert stored is not None
    return stored.session


async def pressed(phone: Phone, data: str) -> str:
    """Press a button on the newest message that has it; the newest text then."""
    message = next(one for one in reversed(phone.messages) if _has(one, data))
    await phone.press(data, message)
    return (await phone.screen()).text


def _has(message: object, data: str) -> bool:
    rows = getattr(message, "buttons", ())
    return any(data == one for row in rows for _, one in row)


async def test_an_investigator_confirms_by_buttons(bot: Bot, owner: Phone) -> None:
    screened(bot)
    investigator = await invited(bot, owner, "investigator", INVESTIGATOR)
    told = await say(investigator, "/confirm")
    assert "S0001 · I8 PRRT of choice: yes · E6" in told
    await pressed(investigator, "j:S0001")
    await settle(investigator, "do you confirm this as an investigator?")
    await pressed(investigator, "j:S0001:I8.prrt_choice:yes")
    await settle(investigator, "✓ S0001, confirmed by telegram:9: I8 PRRT of choice: yes")
    await quiet(bot)
    assert [*session(bot).confirmations] == ["I8.prrt_choice"]
    await pressed(investigator, "j:S0001:E6.condition:no")
    await settle(investigator, "confirmed by telegram:9: E6")
    assert "Nothing waits" in await say(investigator, "/confirm")
    summary = await say(investigator, "/resume S0001")
    assert "Provisional" not in summary
    assert "Confirmed by an investigator: I8 (telegram:9, 2026-03-31), E6 (" in summary
    assert summary.endswith("#eligible")


async def test_an_investigator_confirms_in_writing_with_initials(bot: Bot, owner: Phone) -> None:
    screened(bot)
    investigator = await invited(bot, owner, "investigator", INVESTIGATOR)
    told = await say(investigator, "/bekräfta S0001 I8, E6 ab")
    assert "✓ S0001, confirmed by AB: I8 PRRT of choice: yes · E6 Serious condition: no" in told
    audit = [one for one in bot.store.audit("S0001") if "/" in one.entry.item]
    assert [(one.who, one.entry.item, one.entry.after) for one in audit] == [
        ("telegram:9", "confirmation/I8.prrt_choice", "yes · AB · 2026-03-31"),
        ("telegram:9", "confirmation/E6.condition", "no · AB · 2026-03-31"),
    ]
    assert bot.store.flaws() == []


@pytest.mark.parametrize("text", ["/confirm S0001 I8 Anna", "/confirm S0001 Berg AB"])
async def test_a_name_is_no_initials(bot: Bot, owner: Phone, text: str) -> None:
    screened(bot)
    investigator = await invited(bot, owner, "investigator", INVESTIGATOR)
    told = await say(investigator, text)
    assert "your initials" in told
    assert session(bot).confirmations == {}


@pytest.mark.parametrize("role", ["screener", "coordinator", "owner"])
async def test_nobody_else_confirms(bot: Bot, owner: Phone, role: str) -> None:
    screened(bot)
    other = await invited(bot, owner, role, INVESTIGATOR)
    for text in ("/confirm", "/confirm S0001", "/confirm S0001 I8 AB"):
        assert "not part of your role" in await say(other, text)
    await say(other, "/pending")
    press = await other.press("j:S0001:I8.prrt_choice:yes", other.messages[-1], forged=True)
    await eventually(lambda: press.answers)
    assert "not part of your role" in press.answers[0]["text"]
    assert session(bot).confirmations == {}


async def test_an_answer_that_changed_is_not_confirmed_by_an_older_button(
    bot: Bot, owner: Phone
) -> None:
    screened(bot)
    investigator = await invited(bot, owner, "investigator", INVESTIGATOR)
    screener = await invited(bot, owner, "screener", SCREENER)
    await say(investigator, "/confirm S0001")
    await say(screener, "/resume S0001")
    await say(screener, "/change I8")
    await pressed(screener, "a:S0001:I8.prrt_choice:no")
    await quiet(bot)
    await pressed(investigator, "j:S0001:I8.prrt_choice:yes")
    await settle(investigator, "That answer is another one by now")
    await quiet(bot)
    assert session(bot).confirmations == {}
    assert _has(investigator.messages[-1], "j:S0001:I8.prrt_choice:no")


async def test_a_confirmed_answer_that_changes_is_provisional_again(bot: Bot, owner: Phone) -> None:
    screened(bot)
    investigator = await invited(bot, owner, "investigator", INVESTIGATOR)
    screener = await invited(bot, owner, "screener", SCREENER)
    await say(investigator, "/confirm S0001 I8 E6 AB")
    assert "Provisional" not in await say(screener, "/resume S0001")
    await say(screener, "/change I8")
    told = await pressed(screener, "a:S0001:I8.prrt_choice:no")
    assert "Provisional until an investigator has confirmed I8 PRRT of choice." in told
    assert [*session(bot).confirmations] == ["E6.condition"]


async def test_sources_are_named_in_one_go(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "62 m")
    told = await say(owner, "/källa\nI1 referral 2026-03-01 AB\nI6 CT report 10 feb 2026 CD")
    assert "✓ Source of I1: referral · 2026-03-01 · AB" in told
    assert "✓ Source of I6: CT report · 2026-02-10 · CD" in told
    assert {*session(bot).sources} == {"I1", "I6"}


async def test_a_source_that_identifies_is_deleted_and_not_kept(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    sent = await owner.command("/source I6 CT of 19121212-1212 2026-02-10 AB")
    await eventually(lambda: sent.deleted)
    await quiet(bot)
    assert session(bot).sources == {}


def test_only_an_investigator_has_the_right() -> None:
    assert [role for role in Role if may(role, Right.CONFIRM)] == [Role.INVESTIGATOR]
