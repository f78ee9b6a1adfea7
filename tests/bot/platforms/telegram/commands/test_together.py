"""Several trials at once over real HTTP, as a phone sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bot.platforms.telegram.conftest import say, settle

if TYPE_CHECKING:
    from tests.bot.platforms.telegram.conftest import Bot
    from tests.botapi.phone import Phone

pytestmark = pytest.mark.usefixtures("own_trials")


async def press(phone: Phone, data: str) -> str:
    await phone.press(data)
    return (await phone.screen()).text


async def test_two_trials_are_asked_together_to_the_table(owner: Phone) -> None:
    first = await say(owner, "/screen sova rena")
    assert "SOVA 1 (S0001), RENA 1 (S0002)" in first
    assert "For SOVA, RENA" in first
    await say(owner, "52")
    asked = await say(owner, "1.5 mg/dL")
    assert "Is the candidate on dialysis?" in asked
    assert "RENA: everything is asked, eligible." in await press(owner, "a:S0002:CARE.dialysis:no")
    await say(owner, "31")
    await say(owner, "2026-01-12")
    table = await press(owner, "a:S0001:CARE.device:no")
    assert table.splitlines()[-2:] == ["sova: #eligible", "rena: #eligible"]
    assert (await press(owner, "r:S0002")).splitlines()[-1] == "#eligible"
    assert table.endswith(await press(owner, "z:S0002"))


async def test_each_trial_has_a_screening_of_its_own(bot: Bot, owner: Phone) -> None:
    await say(owner, "/screen all")
    await say(owner, "39")
    stored = {one.session.trial: one for one in bot.store.of("telegram:7")}
    assert {*stored} == {"rena", "sova", "start-net"}
    assert all("39" in [k.text for k in one.session.answers.values()] for one in stored.values())
    assert not bot.store.flaws()


async def test_the_trials_are_offered_one_by_one_and_all_together(owner: Phone) -> None:
    await owner.command("/screen")
    await settle(owner, "Which trial?")
    assert owner.keyboard[-1] == [("All of them, asked together", "m:screen:all")]
    await owner.press("m:screen:all")
    await settle(owner, "prescreening for 3 trials together")


async def test_a_trial_that_there_is_not_begins_nothing(bot: Bot, owner: Phone) -> None:
    await owner.command("/screen sova nowhere")
    await settle(owner, "Which trial?")
    assert bot.store.of("telegram:7") == []


async def test_one_whose_answers_are_deleted_leaves_the_others(owner: Phone) -> None:
    await say(owner, "/screen sova rena")
    await say(owner, "52")
    await owner.command("/forget S0001")
    await settle(owner, "Delete all answers of S0001")
    await owner.press("f:S0001")
    await settle(owner, "deleted")
    again = await say(owner, "/resume S0002")
    assert "Creatinine in serum?" in again
