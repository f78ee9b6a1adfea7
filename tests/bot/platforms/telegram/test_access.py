"""Nobody in who does not belong, and nothing that may show who a candidate is."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.platforms.chat import bot_commands as commands
from bot.platforms.chat import invitations
from bot.platforms.chat.roles import Right, Role, may
from tests.bot.platforms.telegram.conftest import (
    OWNER,
    SCREENER,
    STRANGER,
    Bot,
    eventually,
    quiet,
    say,
    settle,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.botapi.phone import Phone
    from tests.botapi.server import Server

IDENTITY = "19121212-1212"


def everything_in(folder: Path) -> bytes:
    """Return the bytes of every file in a folder."""
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def invited(bot: Bot, owner: Phone, role: str, user: int) -> Phone:
    """Invite somebody, who comes in."""
    link = await say(owner, f"/invite {role}")
    code = link.rpartition("start=")[2]
    phone = bot.phone(user, first_name="Bo")
    await phone.command(f"/start {code}")
    await settle(phone, "Welcome")
    return phone


@pytest.mark.parametrize("deed", ["/start", "/screen", "/log", "/members", "hello", "62"])
async def test_a_stranger_learns_the_own_id_and_nothing_else(bot: Bot, deed: str) -> None:
    phone = bot.phone(STRANGER)
    said = await say(phone, deed)
    assert said == (
        "This bot is for invited people only. Your Telegram id is 9: give it to whoever runs this "
        "bot and ask for an invitation."
    )
    assert phone.keyboard == []
    assert bot.store.of("telegram:9") == []


async def test_a_strangers_photo_and_press_learn_no_more(bot: Bot, owner: Phone) -> None:
    phone = bot.phone(STRANGER)
    await phone.send_photo()
    assert "Your Telegram id is 9" in (await phone.screen()).text
    await say(owner, "/screen")
    shown = owner.shown
    press = await phone.press("a:S0001:I1.age:unknown", shown, forged=True)
    await eventually(lambda: press.answers)
    assert "Your Telegram id is 9" in press.answers[0]["text"]
    stored = bot.store.load("S0001")
    assert stored is not None
    assert stored.revision == 0


async def test_an_invitation_works_once_and_not_for_ever(bot: Bot, owner: Phone) -> None:
    link = await say(owner, "/invite screener")
    code = link.rpartition("start=")[2]
    bo = bot.phone(SCREENER)
    await bo.command(f"/start {code}")
    await settle(bo, "You are now registered as screener")
    other = bot.phone(STRANGER)
    assert "not valid" in await say(other, f"/start {code}")
    late = (await say(owner, "/invite coordinator")).rpartition("start=")[2]
    await bot.restart(days=4)
    assert "not valid" in await say(other, f"/start {late}")
    assert "S0001" in await say(bo, "/screen")


async def test_roles_and_what_they_may_see(bot: Bot, owner: Phone) -> None:
    screener = await invited(bot, owner, "screener", SCREENER)
    coordinator = await invited(bot, owner, "coordinator", STRANGER)
    await say(screener, "/screen")
    await say(screener, "17")
    assert "not part of your role" in await say(screener, "/log")
    assert "not part of your role" in await say(coordinator, "/invite screener")
    assert "S0001 · 2026-03-31 · START-NET R1.1 · " in await say(coordinator, "/log")
    assert (await say(coordinator, "/resume S0001")).endswith("#not_eligible")
    press = await coordinator.press("a:S0001:I1.age:unknown", screener.shown, forged=True)
    await eventually(lambda: press.answers)
    assert "no such screening" in press.answers[0]["text"]
    await say(coordinator, "/screen")
    assert "no such screening" in await say(screener, "/resume S0002")


async def test_a_revoked_member_is_out_at_once(bot: Bot, owner: Phone) -> None:
    screener = await invited(bot, owner, "screener", SCREENER)
    await say(screener, "/screen")
    await say(owner, "/members")
    await owner.press(f"k:{SCREENER}")
    await settle(owner, "Take Bo off?")
    await owner.press(f"k:{SCREENER}:yes")
    await settle(owner, "can't use the bot any more")
    assert "Your Telegram id is 8" in await say(screener, "62")
    await invited(bot, owner, "screener", SCREENER)
    assert "Take Bo off?" in await say(owner, f"/revoke {SCREENER}")
    await owner.press("k:-")
    await settle(owner, "Nobody was removed")
    assert "62 years" in await say(screener, "62")
    assert "no member" in await say(owner, "/revoke 12345")
    assert "settings" in await say(owner, f"/revoke {OWNER}")


async def test_the_claim_code_is_printed_and_makes_one_owner(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Bot(server, f"sqlite:///{tmp_path}/bedside.db", owners="")
    await made.start()
    phone = made.phone(5)
    await say(phone, "hello")
    await eventually(lambda: server.called("setMyDescription"))
    printed = capsys.readouterr()
    found = re.search(r"/claim (\S+)", printed.out)
    assert found is not None
    assert found[1] not in printed.err
    assert "not valid" in await say(phone, "/claim o-guessed")
    assert "registered as owner" in await say(phone, f"/claim {found[1]}")
    assert "not valid" in await say(made.phone(6), f"/claim {found[1]}")
    await made.restart()
    await say(phone, "/members")
    assert "/claim" not in capsys.readouterr().out
    await made.stop()


@pytest.fixture
async def demonstration(server: Server, tmp_path: Path) -> AsyncIterator[Bot]:
    made = Bot(server, f"sqlite:///{tmp_path}/open.db", owners="", more={"open": "1"})
    await made.start()
    yield made
    await made.stop()


async def test_an_open_bot_says_so_in_every_reply(demonstration: Bot) -> None:
    phone = demonstration.phone(STRANGER)
    for deed in ("/start", "/screen", "62", "/pending", "/privacy", "/help"):
        await say(phone, deed)
    await quiet(demonstration)
    mine = [one for one in phone.messages if one.sender.is_bot]
    assert len(mine) >= 6
    assert all(one.text.startswith("DEMONSTRATION") for one in mine)
    assert "not part of your role" in await say(phone, "/log")


async def test_in_a_group_nothing_about_candidates_is_taken(bot: Bot, owner: Phone) -> None:
    await say(owner, "/start")
    group = bot.server.group(-100, "Ward", administrator=True)
    there = bot.phone(OWNER, group=group)
    for deed in ("/screen", "62"):
        await (there.command(deed) if deed[0] == "/" else there.send(deed))
        assert "Write to me in a private chat" in (await there.screen()).text
        await quiet(bot)  # while one refusal is on its way, there is no other
    assert bot.store.of("telegram:7") == []


@pytest.mark.parametrize("deed", ["photo", "voice", "document", "contact", "location"])
async def test_what_can_show_a_person_is_refused_unread_and_deleted(
    bot: Bot, owner: Phone, deed: str
) -> None:
    await say(owner, "/screen")
    sent = await getattr(owner, f"send_{deed}")()
    said = (await owner.screen()).text
    assert said.startswith("I take no photographs")
    assert "I1 · 1 of" in said  # where the screening is
    await eventually(lambda: sent.deleted)
    assert bot.server.called("getFile") == []


@pytest.mark.parametrize("text", [IDENTITY, f"Hb 132 g/L {IDENTITY}", f"/date {IDENTITY}"])
async def test_an_identity_number_is_deleted_and_kept_nowhere(
    bot: Bot, owner: Phone, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    await say(owner, "/screen")
    sent = await (owner.command(text) if text[0] == "/" else owner.send(text))
    assert "personal identity number" in (await owner.screen()).text
    await eventually(lambda: sent.deleted)
    caption = await owner.send_photo(caption=IDENTITY)
    await eventually(lambda: caption.deleted)
    await quiet(bot)
    await bot.stop()
    kept = everything_in(tmp_path)
    assert IDENTITY.encode() not in kept
    assert bot.server.token.encode() not in kept
    printed = capsys.readouterr()
    assert IDENTITY not in printed.out + printed.err
    assert bot.server.token not in printed.out + printed.err
    replies = [one.raw for one in owner.messages if one.sender.is_bot]
    assert not any(IDENTITY in reply for reply in replies)


async def test_of_a_printout_the_results_are_kept_and_its_head_nowhere(
    bot: Bot, owner: Phone, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = f"Namn: Anna Testsson\nPersonnr {IDENTITY}\nAdress: Storgatan 1, 751 05 Uppsala"
    await owner.command("/screen")
    shown = await owner.screen()
    while "Blood tests" not in shown.text:
        unknown = (data for row in shown.buttons for _, data in row if data.endswith(":unknown"))
        await owner.press(next(unknown))
        shown = await owner.screen()
    sent = await owner.send(f"{head}\nHb 132 g/L\nTPK 214 x10^9/L")
    said = (await owner.screen()).text
    assert said.startswith("Lines that say who somebody is were dropped")
    assert "Hb: 132 g/L" in said
    await eventually(lambda: sent.deleted)
    await quiet(bot)
    await bot.stop()
    printed = capsys.readouterr()
    replies = "".join(str(one.raw) for one in owner.messages if one.sender.is_bot)
    for part in (IDENTITY, "Testsson", "Storgatan"):
        assert part.encode() not in everything_in(tmp_path)
        assert part not in printed.out + printed.err + replies


async def test_of_an_answer_the_name_beside_it_is_kept_nowhere(
    bot: Bot, owner: Phone, tmp_path: Path
) -> None:
    await owner.command("/screen")
    shown = await owner.screen()
    while "yes" not in "".join(data for row in shown.buttons for _, data in row):
        unknown = (data for row in shown.buttons for _, data in row if data.endswith(":unknown"))
        await owner.press(next(unknown))
        shown = await owner.screen()
    sent = await owner.send("no, says Dr Anna Testsson")
    assert (await owner.screen()).text.startswith("Who said it is left out")
    await eventually(lambda: sent.deleted)
    await quiet(bot)
    await bot.stop()
    replies = "".join(str(one.raw) for one in owner.messages if one.sender.is_bot)
    assert "Testsson" not in replies
    assert b"Testsson" not in everything_in(tmp_path)


async def test_a_message_that_is_changed_later_is_not_read_again(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    sent = await owner.send("62")
    await owner.screen()
    await owner.edit(sent, "63")
    assert "not read again" in (await owner.screen()).text
    stored = bot.store.load("S0001")
    assert stored is not None
    assert stored.session.answers["I1.age"].text == "62"


def test_every_role_has_the_rights_below_it() -> None:
    ranks = [role for role in Role if role is not Role.INVESTIGATOR]
    rights = [{right for right in Right if may(role, right)} for role in ranks]
    assert rights == sorted(rights, key=len)
    assert rights[0] == set()
    assert all(low <= high for low, high in itertools.pairwise(rights))
    assert "invite" not in commands.known_to(Role.COORDINATOR)
    assert {*commands.known_to(Role.INVESTIGATOR)} == {
        *commands.known_to(Role.COORDINATOR),
        "confirm",
    }


def test_codes_are_long_and_kept_as_digests_only() -> None:
    assert len(invitations.digest("s-x")) == 64
    source = Path(invitations.__file__).read_text("utf-8")
    assert "secrets.token_urlsafe(18)" in source
