"""What is due is told on the page as in Telegram: reminders, and answers that are purged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.platforms.chat.access import page_of, person_of
from bot.platforms.chat.roles import Role
from bot.platforms.chat.upkeep import tend
from tests.bot.platforms.web.test_sign_in import joined

if TYPE_CHECKING:
    from tests.bot.platforms.web.conftest import Page


async def test_a_reminder_is_shown_on_its_day(page: Page) -> None:
    browser = await joined(page, Role.SCREENER, "Sam")
    await browser.write("/screen")
    assert "2026-04-02" in (await browser.write("/remind GFR on Thursday")).text
    await page.restart(hours=7)
    await browser.open()
    environment = page.server.parts.environment
    assert page.store.within(lambda unit: tend(unit, environment)) == []
    assert "You wanted to be reminded" not in (await browser.open()).text
    page.now = page.now.replace(month=4, day=2, hour=8, minute=30)
    page.store.within(lambda unit: unit.members.remind(-1, "S0001", None, page.now))
    page.store.within(lambda unit: tend(unit, environment))
    reply = page.store.within(lambda unit: unit.web.reply(-1)) or {}
    told = [line for one in reply["say"] for line, _ in one["lines"]]
    assert [line for line in told if "You wanted to be reminded" in line] == [
        "⏰ S0001: GFR. You wanted to be reminded today.",
        "⏰ S0001: what is open. You wanted to be reminded today.",
    ]


async def test_whoever_was_revoked_is_not_reminded(page: Page) -> None:
    browser = await joined(page, Role.SCREENER, "Sam")
    await browser.write("/screen")
    page.store.within(lambda unit: unit.members.remind(-1, "S0001", None, page.now))
    page.store.within(lambda unit: unit.members.leave(-1))
    page.store.within(lambda unit: unit.members.remind(-1, "S0001", None, page.now))
    page.store.within(lambda unit: tend(unit, page.server.parts.environment))
    reply = page.store.within(lambda unit: unit.web.reply(-1)) or {}
    assert reply["say"] == []


def test_a_person_of_telegram_has_a_conversation_of_their_own_on_the_page() -> None:
    for user in (1, 7_000_000_000, 2**52, -1, -400):
        assert page_of(user) < 0
        assert person_of(page_of(user)) == user
    assert len({page_of(user) for user in (1, 2, -1, -2)}) == 4
