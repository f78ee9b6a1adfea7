"""What became of a screening, noted in a chat with buttons and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store import latest
from tests.bot.platforms.telegram.commands.test_confirm import pressed, screened
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
    from tests.botapi.phone import Phone


def known(bot: Bot) -> dict[str, tuple[str | None, str | None]]:
    facts = latest(bot.store.follow_up("S0001"))
    return {name: (one.value, one.words) for name, one in facts.items()}


async def test_it_is_noted_with_buttons(bot: Bot, owner: Phone) -> None:
    screened(bot)
    screener = await invited(bot, owner, "screener", SCREENER)
    told = await say(screener, "/outcome S0001")
    assert "S0001: what became of it" in told
    assert "Outcome after referral: –" in told
    await pressed(screener, "u:S0001:outcome")
    await settle(screener, "S0001 · Outcome after referral")
    await pressed(screener, "u:S0001:outcome:randomised")
    await settle(screener, "✓ S0001 · Outcome after referral: randomised")
    await pressed(screener, "u:S0001:consent_date")
    await settle(screener, "Consent signed on: write the day")
    await pressed(screener, "u:S0001:consent_date:2026-03-31")
    await settle(screener, "Consent signed on: 2026-03-31")
    await quiet(bot)
    assert known(bot) == {"outcome": ("randomised", None), "consent_date": ("2026-03-31", None)}
    assert {one.who for one in bot.store.follow_up("S0001")} == {f"telegram:{SCREENER}"}
    await pressed(screener, "u:S0001:outcome")
    await settled_button(screener, "u:S0001:outcome:-")
    assert bot.store.flaws() == []


async def settled_button(phone: Phone, data: str) -> None:
    """Wait for a button."""
    await phone.until(
        lambda: any(data == one for m in phone.messages for r in m.buttons for _, one in r)
    )


async def test_what_is_asked_for_in_words_waits_for_them(bot: Bot, owner: Phone) -> None:
    screened(bot)
    screener = await invited(bot, owner, "screener", SCREENER)
    await say(screener, "/outcome S0001")
    await pressed(screener, "u:S0001:+1")
    await settled_button(screener, "u:S0001:not_approached")
    await pressed(screener, "u:S0001:not_approached")
    await settled_button(screener, "u:S0001:not_approached:other")
    await pressed(screener, "u:S0001:not_approached:other")
    await settle(screener, "Not approached because: write it in a few words")
    assert "because: other: lives abroad" in await say(screener, "lives abroad")
    await pressed(screener, "u:S0001:referred_on")
    await settle(screener, "Referred on: write the day")
    assert "write a day up to today" in await say(screener, "2026-04-01")
    assert "which day is it: 2026-02-03, 2026-03-02?" in await say(screener, "03/02/2026")
    await pressed(screener, "u:S0001:referred_on:2026-02-03")
    await settle(screener, "✓ S0001 · Referred on: 2026-02-03")
    assert known(bot) == {
        "not_approached": ("other", "lives abroad"),
        "referred_on": ("2026-02-03", None),
    }


async def test_a_choice_can_be_written_and_answers_no_question(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "62 m")
    await say(owner, "/outcome S0001")
    await pressed(owner, "u:S0001:outcome")
    await settle(owner, "S0001 · Outcome after referral")
    assert "write one of these: enrolled" in await say(owner, "don't know")
    assert "✓ S0001 · Outcome after referral: enrolled" in await say(owner, "Enrolled.")
    stored = bot.store.load("S0001")
    assert stored is not None
    assert set(stored.session.answers) == {"I1.age", "CTX.sex"}


async def test_of_several_nothing_is_noted_where_one_cannot_be(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "62 m")
    told = await say(owner, "/outcome referred to Lund 2026-03-01; outcome fine")
    assert told.startswith("Nothing of it was noted:\nOutcome after referral: write one of these")
    assert known(bot) == {}


async def test_it_is_noted_in_writing_of_the_screening_at_hand(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "62 m")
    told = await say(owner, "/utfall remitterad till Lund 2026-03-01; enrolled")
    assert "✓ S0001 · Referred to: Lund" in told
    assert known(bot)["outcome"] == ("enrolled", None)
    assert "Write first what to note" in await say(owner, "/outcome S0001 hello")


async def test_words_that_identify_are_deleted_and_not_kept(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "/outcome S0001")
    await pressed(owner, "u:S0001:referred_to")
    await settle(owner, "Referred to: write it in a few words")
    sent = await owner.send("Lund, 19121212-1212")
    await eventually(lambda: sent.deleted)
    await say(owner, "/outcome S0001 referred to Name: Anna Testsson")
    await quiet(bot)
    assert known(bot) == {}


async def test_a_coordinator_notes_for_the_log_and_a_screener_only_ones_own(
    bot: Bot, owner: Phone
) -> None:
    screened(bot)
    coordinator = await invited(bot, owner, "coordinator", STRANGER)
    assert "✓" in await say(coordinator, "/outcome S0001 declined")
    other = await invited(bot, owner, "screener", 10)
    assert "no such screening" in await say(other, "/outcome S0001 enrolled")
    press = await other.press("u:S0001:outcome:enrolled", other.messages[-1], forged=True)
    await eventually(lambda: press.answers)
    assert "no such screening" in press.answers[0]["text"]
    assert known(bot) == {"outcome": ("declined", None)}


async def test_forgetting_takes_the_words_and_leaves_days_and_codes(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "62 m")
    await say(owner, "/outcome referred to Lund 2026-03-01; outcome other: moved")
    await say(owner, "/forget S0001")
    await pressed(owner, "f:S0001")
    await settle(owner, "deleted")
    await quiet(bot)
    assert known(bot) == {"referred_on": ("2026-03-01", None), "outcome": ("other", None)}
    assert "✓ S0001 · Outcome after referral: enrolled" in await say(
        owner, "/outcome S0001 enrolled"
    )
    assert bot.store.flaws() == []
    assert "no words are kept of it" in await say(owner, "/outcome S0001 referred to Lund")
    assert "referred_to" not in known(bot)
