"""Whole screenings over real HTTP, as a phone sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar

from bot.exports.worklist.worklist import worklist
from bot.platforms.chat.words import words_in
from bot.screenings.records import Records
from criteria.trial import catalog
from criteria.trial.protocol import NumberItem
from tests.bot.platforms.telegram.conftest import (
    OWNER,
    SCREENER,
    Bot,
    eventually,
    quiet,
    say,
    settle,
)
from tests.botapi.holding import answer_by_items, kinds
from tests.making import MAN, TRIAL, WOMAN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.botapi.parameters import Upload
    from tests.botapi.phone import Phone


def written(answers: Mapping[str, str]) -> dict[str, str]:
    """Write numbers with their units, as a person asked back would."""
    return {
        item: f"{text} {known.canonical}"
        if isinstance(known := TRIAL.items[item], NumberItem) and known.canonical != "years"
        else text
        for item, text in answers.items()
    }


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        (MAN, "#eligible"),
        (WOMAN, "#eligible"),
        ({**MAN, "I1.age": "17"}, "#not_eligible"),
        ({**MAN, "I9.gfr": "50"}, "#not_eligible"),
        ({**MAN, "E4.liver": "unknown"}, "#pending"),
        ({}, "#pending"),
    ],
    ids=["man", "woman", "too young", "at the limit", "one unknown", "nothing known"],
)
async def test_a_whole_screening_ends_with_its_verdict(
    owner: Phone, answers: dict[str, str], outcome: str
) -> None:
    await owner.command("/screen")
    summary = await answer_by_items(owner, written(answers))
    assert summary.text.splitlines()[-1] == outcome
    assert "START-NET R1" in summary.text
    assert [call.error for call in owner.server.calls if not call.ok] == []


async def test_another_shipped_trial_is_had_by_its_name(owner: Phone) -> None:
    assert "START-NET" in await say(owner, "/screen")
    assert "CagriSema" in await say(owner, "/screen CagriSema")
    assert "Which trial?" in await say(owner, "/screen nowhere")


async def test_a_tap_takes_two_calls_and_changes_the_question_in_place(
    bot: Bot, owner: Phone
) -> None:
    await say(owner, "/screen")
    await say(owner, "62")
    before, shown = len(bot.server.calls), owner.shown
    await owner.press("a:S0001:CTX.sex:male")
    after = await owner.screen()
    await quiet(bot)
    # Beside these the bot tells Telegram its commands in the background.
    to_chats = ("answerCallbackQuery", "deleteMessage", "editMessage", "send")
    made = [one.method for one in bot.server.calls[before:] if one.method.startswith(to_chats)]
    assert sorted(made) == ["answerCallbackQuery", "editMessageText"]
    assert after is shown
    assert "✓ Age: 62 years\n✓ Sex: male" in after.text  # what was answered stays readable


async def test_the_answers_above_a_question_are_ticked_only_where_they_are_known(
    owner: Phone,
) -> None:
    await say(owner, "/screen")
    await say(owner, "unknown")
    await owner.press("a:S0001:CTX.sex:female")
    await settle(owner, "✓ Sex: female")
    after = await say(owner, "awaited")
    assert after.startswith("✓ Sex: female\n… Tumour type: awaited\n\nI4")
    after = await say(owner, "well")
    assert after.startswith("… Tumour type: awaited\n✓ Diff")  # no more: a phone is small


async def test_an_answer_above_a_question_that_does_not_count_yet_has_no_tick(owner: Phone) -> None:
    await say(owner, "/screen")
    await answered_until(owner, "I6.progression")
    after = await say(owner, "yes 2026-03-20")
    assert after.count("2026-03-20") == after.count("⚠ Date of CT/MRI: 2026-03-20") == 1
    assert "⚠ Date of CT/MRI: 2026-03-20\n" not in after  # said in full just now
    assert (await say(owner, "awaited")).startswith("⚠ Date of CT/MRI: 2026-03-20\n")


async def answered_until(owner: Phone, item: str) -> None:
    """Answer as not known until an item is asked."""
    while item not in (shown := await owner.screen()).buttons[0][0][1]:
        unknown = next(data for data in kinds(shown)["a"] if data.endswith(":unknown"))
        await owner.press(unknown, shown)


async def test_what_was_typed_is_answered_below_and_the_question_stays_readable(
    bot: Bot, owner: Phone
) -> None:
    await say(owner, "/screen")
    first = owner.shown
    assert first is not None
    await say(owner, "62")
    await quiet(bot)
    assert owner.shown is not first
    assert first.text.startswith("Bedside: prescreening for START-NET")


async def test_every_question_can_be_answered_by_unknown(owner: Phone) -> None:
    await owner.command("/screen")
    asked = []
    for _ in range(60):
        shown = await owner.screen()
        if shown.text.endswith("#pending"):
            break
        found = kinds(shown)
        assert len([data for data in found["a"] if data.endswith(":unknown")]) == 1
        assert all(len(row) <= 3 for row in shown.buttons)
        unknown = next(data for data in found["a"] if data.endswith(":unknown"))
        asked.append(unknown)
        await owner.press(unknown, shown)
    else:
        pytest.fail("no end")
    assert len(asked) == len(set(asked)) > 30


async def test_a_pasted_report_is_asked_back_and_confirmed(owner: Phone) -> None:
    await owner.command("/screen")
    known = {k: v for k, v in written(MAN).items() if not k.startswith("I10.")}
    panel = (
        "Hb 132 g/L, TPK 214 x10^9/L, LPK 5,8 x10^9/L, neutrofila 3,4 x10^9/L, "
        "ASAT 0,52 µkat/L, ALAT 0,61 µkat/L, bil 11 µmol/L, alb 38 g/L"
    )
    shown = await owner.screen()
    while "o" not in kinds(shown):
        item = kinds(shown)["a"][0].split(":")[2]
        choice = f"a:S0001:{item}:{known.get(item, '')}"
        if "n" in kinds(shown):
            await owner.press(kinds(shown)["n"][0])
        elif choice in kinds(shown)["a"]:
            await owner.press(choice)
        else:
            await owner.send(known[item])
        shown = await owner.screen()
    assert "Hb 132 g/L" not in shown.text
    assert "Is this right?" in await say(owner, panel)
    await owner.press("Yes")
    assert "8 answers noted" in (await owner.screen()).text


async def test_failure_stop_change_and_reason(owner: Phone) -> None:
    await say(owner, "/screen")
    assert "Not met: I1" in await say(owner, "17")
    await owner.press("Stop here")
    assert (await owner.screen()).text.endswith("#not_eligible")
    await owner.press("Change an answer")
    await owner.screen()
    await owner.press("e:S0001:I1.age")
    await owner.screen()
    assert "Age" in await say(owner, "71")
    await owner.command("/change")
    shown = await owner.screen()
    assert "w:S0001:typing_error" in kinds(shown)["w"]  # the reason comes first
    await owner.press("w:S0001:typing_error", shown)
    await owner.screen()


async def test_what_if_stands_beside_the_question_and_keeps_nothing(bot: Bot, owner: Phone) -> None:
    assert "no screening at hand" in await say(owner, "/whatif Hb 91")
    await say(owner, "/screen")
    await say(owner, "62 m")
    await quiet(bot)
    before = bot.store.load("S0001")
    assert "I1 Age: met → not met" in await say(owner, "/whatif age 17")
    assert bot.store.load("S0001") == before
    assert "Nothing of this is kept." in owner.messages[-1].text
    assert "Age: 62 years" in await say(owner, "/change age")


async def test_a_quick_check_begins_with_what_decides_most(owner: Phone) -> None:
    assert "E2 · 1 of 9" in await say(owner, "/quick")
    assert "E2 Earlier PRRT" in await say(owner, "yes")


async def test_several_screenings_date_language_pause_and_resume(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "62")
    assert "S0002" in await say(owner, "/screen")
    assert "2026-03-01" in await say(owner, "/date 2026-03-01")
    assert "Sex used" not in owner.messages[-1].text
    assert "kept" in await say(owner, "/cancel")
    assert "✓ Age: 62" in await say(owner, "/resume S0001")
    assert "Kön" in await say(owner, "/language sv")
    await bot.restart()
    assert "Ålder: 62" in await say(owner, "/resume S0001")
    assert "S0001" in await say(owner, "/pending")


async def test_a_screening_that_is_left_in_the_middle_is_named_by_the_next(owner: Phone) -> None:
    assert "without answers" not in await say(owner, "/screen")
    assert "without answers" not in await say(owner, "/screen")  # nothing was answered
    await say(owner, "62 m")
    assert "S0002 is kept as it is; /resume S0002 goes on" in await say(owner, "/quick")
    assert (await say(owner, "/resume S0002")).startswith("S0002\n\n✓ Age: 62 years")


async def test_screening_again_shows_nothing_above_its_greeting(owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "62 m")
    again = await say(owner, "/again S0001")
    assert again.startswith("Bedside: prescreening")
    assert again.count("Age") == 0


async def test_screening_again_asks_only_what_is_new(owner: Phone) -> None:
    await owner.command("/screen")
    await answer_by_items(owner, written(MAN))
    again = await say(owner, "/again S0001")
    assert "S0002" in again
    assert "follows S0001" in again
    assert again.endswith("#eligible")


async def test_reminders_survive_a_restart_and_keep_only_item_and_day(
    bot: Bot, owner: Phone
) -> None:
    await say(owner, "/screen")
    await say(owner, "62")
    said = await say(owner, "/remind GFR on Thursday, call Anna Svensson")
    assert "Thursday 2026-04-02" in said
    assert "GFR" in said
    await owner.command("/pending")
    await settle(owner, "reminder on 2026-04-02: GFR")
    await bot.restart(days=1)
    await say(owner, "/help")
    assert not any("wanted to be reminded" in one.text for one in owner.messages)
    await bot.restart(days=1)
    await settle(owner, "⏰ S0001: GFR. You wanted to be reminded today.")
    await bot.restart(days=1)
    await say(owner, "/privacy")
    told = [one for one in owner.messages if "wanted to be reminded" in one.text]
    assert len(told) == 1
    kept = bot.store.within(lambda one: one.members.reminders_for("S0001"))
    assert kept == []


async def test_what_is_decided_is_not_pending_though_questions_are_left(
    bot: Bot, owner: Phone
) -> None:
    await say(owner, "/screen")
    await say(owner, "17")
    await owner.command("/pending")
    await settle(owner, words_in("en").pending_none.split(".")[0])
    assert worklist(Records(bot.store).between(), bot.now.date()) == ()
    await say(owner, "/screen")
    await say(owner, "62")
    await owner.command("/pending")
    await settle(owner, "Open screenings")
    told = next(one.text for one in owner.messages if "Open screenings" in one.text)
    assert "S0002" in told
    assert "S0001" not in told
    rows = worklist(Records(bot.store).between(), bot.now.date())
    assert [row.token for row in rows] == ["S0002"]


async def test_the_day_of_a_reminder_is_asked_for(owner: Phone) -> None:
    await say(owner, "/screen")
    await say(owner, "62")
    await owner.command("/pending")
    await settle(owner, "Open screenings")
    await owner.press("p:S0001")
    await settle(owner, "When shall I remind you")
    assert "no day" in await say(owner, "soon")
    assert "not in the future" in await say(owner, "2020-01-01")
    assert "2026-04-01" in await say(owner, "tomorrow")
    assert "That is not read" not in owner.messages[-1].text


async def test_forgetting_deletes_the_answers_and_leaves_the_outcome(
    bot: Bot, owner: Phone
) -> None:
    await say(owner, "/screen")
    await say(owner, "17")
    await say(owner, "/forget S0001")
    await owner.press("f:S0001")
    await settle(owner, "are deleted")
    stored = bot.store.load("S0001")
    assert stored is not None
    assert (stored.session.answers, stored.purged) == ({}, bot.now)
    assert bot.store.events("S0001") == []
    assert bot.store.audit("S0001") == []
    assert '"not_eligible"' in (stored.result or "")
    assert "deleted" in await say(owner, "/resume S0001")
    assert "answers deleted" in await say(owner, "/log")


@pytest.mark.parametrize(
    ("data", "kept"),
    [("f:S0001", "other"), ("f:S0001:request", "request"), ("f:S0001:mistake", "mistake")],
)
async def test_forgetting_keeps_who_when_and_why(
    bot: Bot, owner: Phone, data: str, kept: str
) -> None:
    await say(owner, "/screen")
    await say(owner, "17")
    asked = await say(owner, "/forget S0001")
    assert "Why?" in asked
    assert data in [pressed for row in owner.keyboard for _, pressed in row]
    await owner.press(data)
    await settle(owner, "are deleted")
    bot.store.within(lambda unit: unit.log.append(100))
    *_, last = bot.store.entries()
    assert (last.kind, last.subject) == ("action", f"forgot S0001 {kept}")
    assert last.who == f"telegram:{owner.user.id}"
    assert bot.store.findings().flaws == []


async def test_retention_deletes_what_ended_long_ago(
    bot: Bot, owner: Phone, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from bot.config.site import read_site  # noqa: PLC0415 - this test alone

    file = tmp_path_factory.mktemp("site") / "site.toml"
    file.write_text('code = "SE-01"\ntime_zone = "Europe/Stockholm"\nretention_days = 30\n')
    await say(owner, "/screen")
    await say(owner, "17")
    await owner.press("Stop here")
    await owner.screen()
    await bot.stop()
    bot.site = read_site(file)
    await bot.restart(days=29)
    await say(owner, "/privacy")
    stored = bot.store.load("S0001")
    assert stored is not None
    assert stored.purged is None
    await bot.restart(days=2)

    def is_purged() -> bool:
        found = bot.store.load("S0001")
        return found is not None and found.purged is not None

    await eventually(is_purged, 15)


async def test_files_are_made_and_sent(bot: Bot, owner: Phone) -> None:
    await owner.command("/screen")
    await answer_by_items(owner, written(MAN))
    await owner.command("/checklist S0001")
    await eventually(lambda: any(one.upload for one in owner.messages), 30)
    pdf = next(one.upload for one in owner.messages if one.upload)
    assert pdf.name == "S0001-checklist.pdf"
    assert pdf.content.startswith(b"%PDF")
    await say(owner, "/log")
    await owner.press("v:log.csv")
    await eventually(lambda: sum(1 for one in owner.messages if one.upload) == 2, 30)
    assert [call for call in bot.server.calls if not call.ok] == []


async def test_the_calendar_is_sent_by_command_alias_and_button(owner: Phone) -> None:
    await owner.command("/screen")
    await answer_by_items(owner, written(MAN))
    await owner.command("/calendar S0001")
    await eventually(lambda: len(uploads(owner)) == 1, 30)
    await say(owner, "/remind S0001 GFR 2026-04-09")
    await owner.press("i:S0001")
    await eventually(lambda: len(uploads(owner)) == 2, 30)
    await owner.command("/kalender")
    await eventually(lambda: len(uploads(owner)) == 3, 30)
    first, second, third = uploads(owner)
    assert {one.name for one in (first, second, third)} == {"S0001-calendar.ics"}
    days = [len(Calendar.from_ical(one.content).walk("VEVENT")) for one in (first, second)]
    assert days[1] == days[0] + 1
    assert third.content == second.content


async def test_a_calendar_of_nothing_is_a_sentence(owner: Phone) -> None:
    await say(owner, "/screen")
    await owner.command("/calendar")
    await settle(owner, "S0001 has no day ahead for a calendar")
    await owner.command("/kalender S0099")
    await settle(owner, "You have no such screening.")
    await say(owner, "/forget S0001")
    await owner.press("f:S0001")
    await owner.command("/calendar S0001")
    await settle(owner, "of them only the outcome is kept")
    assert uploads(owner) == []


def uploads(phone: Phone) -> list[Upload]:
    """Return the files that a phone was sent, in order."""
    return [one.upload for one in phone.messages if one.upload]


async def test_commands_are_listed_by_role_and_language(bot: Bot, owner: Phone) -> None:
    await say(owner, "/start")
    await quiet(bot)
    await eventually(lambda: len(bot.server.called("setMyCommands")) >= 6)
    calls = [call.params for call in bot.server.called("setMyCommands")]
    own = [one for one in calls if f'"chat_id": {OWNER}' in str(one["scope"]).replace("'", '"')]
    everybody = [one for one in calls if one not in own]
    assert all("invite" in str(one["commands"]) for one in own)
    assert not any("invite" in str(one["commands"]) for one in everybody)
    assert {one.get("language_code", "") for one in own} == {"", "en", "sv"}
    assert SCREENER != OWNER


def test_there_is_something_to_screen_for() -> None:
    assert any(release.status == "released" for release in catalog.available())


@pytest.mark.parametrize(("language", "label"), [("en", "Continue"), ("sv", "Fortsätt")])
async def test_resume_goes_on_with_the_screening_at_hand_though_a_criterion_fails(
    bot: Bot, language: str, label: str
) -> None:
    phone = bot.phone(OWNER, language_code=language)
    await say(phone, "/screen")
    await say(phone, "17 m")
    await phone.press("g:S0001")
    await phone.screen()
    await say(phone, "/resume")
    assert (f"{label} S0001", "r:S0001") in [button for row in phone.keyboard for button in row]
    await phone.press("r:S0001")
    assert "I4 · 2" in (await phone.screen()).text
