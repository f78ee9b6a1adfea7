"""Invitations, members and reminders where something is unusual about them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.platforms.telegram.outbound.files import Files
from tests.bot.platforms.telegram.conftest import (
    OWNER,
    SCREENER,
    STRANGER,
    Bot,
    eventually,
    quiet,
    say,
)
from tests.bot.platforms.telegram.test_access import invited

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store import UnitOfWork
    from tests.botapi.phone import Phone
    from tests.botapi.server import Server


async def test_an_owner_can_invite_another_owner(bot: Bot, owner: Phone) -> None:
    other = await invited(bot, owner, "owner", SCREENER)
    third = await invited(bot, other, "screener", STRANGER)
    assert "S0001" in await say(third, "/screen")
    assert "Bo · screener · 9" in await say(other, "/members")


async def test_a_claim_code_counts_only_while_nobody_owns_the_bot(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Bot(server, f"sqlite:///{tmp_path}/bedside.db", owners="")
    await made.start()
    await say(made.phone(5), "hello")
    await eventually(lambda: server.called("setMyDescription"))
    code = capsys.readouterr().out.partition("first, does: ")[2].split()[0]
    made.owners = str(OWNER)
    await made.restart()
    assert "not valid" in await say(made.phone(5), f"/claim {code}")
    await made.stop()


async def test_a_member_can_claim_a_bot_that_lost_its_owner(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Bot(server, f"sqlite:///{tmp_path}/bedside.db")
    await made.start()
    member = await invited(made, made.phone(OWNER), "screener", SCREENER)
    made.owners = ""
    capsys.readouterr()
    await made.restart()
    await say(member, "/help")
    assert "not valid" in await say(member, "/claim guessed")
    code = capsys.readouterr().out.partition("first, does: ")[2].split()[0]
    assert "registered as owner" in await say(member, f"/claim {code}")
    assert "Bo · owner" in await say(member, "/members")
    await made.stop()


async def test_many_members_are_all_listed_and_can_all_be_taken_off(bot: Bot, owner: Phone) -> None:
    def join(unit: UnitOfWork) -> None:
        for user in range(1000, 1130):
            unit.members.join(user, "screener", f"<{'N' * 58}>", bot.now)

    bot.store.within(join)
    await owner.command("/members")
    await quiet(bot)
    said = [one for one in owner.messages if one.sender.is_bot]
    buttons = {data for one in said for row in one.buttons for _, data in row}
    assert buttons == {f"k:{user}" for user in range(1000, 1130)}
    text = "\n".join(one.text for one in said)
    assert all(f" · {user} · " in text for user in range(1000, 1130))


async def test_invitations_work_although_telegram_was_away_at_the_start(
    server: Server, tmp_path: Path
) -> None:
    server.fault("500", "getMe")
    made = Bot(server, f"sqlite:///{tmp_path}/bedside.db")
    await made.start()
    await eventually(lambda: server.called("setMyDescription"))
    link = await say(made.phone(OWNER), "/invite screener")
    assert "https://t.me/bedside_test_bot?start=s-" in link
    await made.stop()


async def test_whoever_may_no_longer_use_the_bot_is_not_reminded(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "62")
    assert "2026-04-01" in await say(owner, "/remind GFR tomorrow")
    bot.owners = str(SCREENER)
    await bot.restart(days=2)
    await eventually(lambda: not bot.store.within(lambda one: one.members.reminders_for("S0001")))
    await quiet(bot)
    assert not any("wanted to be reminded" in one.text for one in owner.messages)


async def test_a_strangers_photo_and_identity_number_are_deleted(bot: Bot) -> None:
    stranger = bot.phone(STRANGER)
    sent = [await stranger.send("191212121212"), await stranger.send_photo()]
    await eventually(lambda: all(one.deleted for one in sent))
    assert bot.server.called("getFile") == []


async def test_help_stands_above_the_question(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    for _ in range(3):
        await owner.command("/help")
        await owner.screen()
        await quiet(bot)
        told, asked = owner.messages[-2:]
        assert "/screen begins a screening" in told.text
        assert asked is owner.shown


async def test_an_owner_of_the_settings_who_tries_a_link_uses_nothing_up(
    bot: Bot, owner: Phone
) -> None:
    code = (await say(owner, "/invite screener")).rpartition("start=")[2]
    assert "registered as owner" in await say(owner, f"/start {code}")
    assert bot.store.within(lambda unit: unit.members.all()) == []
    guest = bot.phone(8)
    assert "registered as screener" in await say(guest, f"/start {code}")


async def test_a_stranger_who_never_stops_is_answered_once_at_a_time(bot: Bot) -> None:
    stranger = bot.phone(9)
    bot.server.fault("slow", "sendMessage", 9, seconds=1.0)
    for _ in range(40):
        await stranger.send("hello")
    await stranger.screen()
    await quiet(bot)
    assert len([one for one in stranger.messages if one.sender.is_bot]) <= 3


@pytest.mark.parametrize("wanted", [{"key": "log.csv"}, {"key": "audit.csv", "token": "S0001"}])
async def test_a_file_that_waits_is_not_sent_to_whoever_was_removed_meanwhile(
    bot: Bot, owner: Phone, wanted: dict[str, str]
) -> None:
    coordinator = await invited(bot, owner, "coordinator", SCREENER)
    await say(coordinator, "/screen")
    files = Files(bot.store, bot.serving.router.environment)
    asked = {**wanted, "language": "en"}
    assert len(await files.calls(SCREENER, asked)) == 1
    bot.store.within(lambda unit: unit.members.leave(SCREENER))
    assert await files.calls(SCREENER, asked) == []


async def test_what_keeps_the_service_up_does_not_fail_in_silence(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_environment: object) -> None:
        raise LookupError("a trial is gone")

    monkeypatch.setattr("bot.platforms.telegram.service.serving.make_ready", broken)
    made = Bot(server, f"sqlite:///{tmp_path}/broken.db")
    await made.start()
    await eventually(made.serving.stop.is_set)
    assert made.serving.failed


async def test_links_lead_to_the_page_where_it_is_served(bot: Bot, owner: Phone) -> None:
    assert "not served here" in await say(owner, "/link")
    router = bot.serving.router
    router.environment = replace(router.environment, page="https://bedside.example.org")
    assert "https://bedside.example.org/in/" in await say(owner, "/link")
    told = await say(owner, "/invite screener")
    assert "https://t.me/" in told
    assert "https://bedside.example.org/join/s-" in told
