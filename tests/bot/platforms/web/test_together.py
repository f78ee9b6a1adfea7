"""One candidate for several trials at once, on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.dialogs import events
from bot.screenings.service import Service

if TYPE_CHECKING:
    from tests.bot.platforms.web.conftest import Page

pytestmark = pytest.mark.usefixtures("own_trials")


async def test_two_trials_are_asked_together_to_the_table(open_page: Page) -> None:
    browser = await open_page.browser()
    page = await browser.write("/screen sova rena")
    assert "SOVA 1 (S0001), RENA 1 (S0002)" in page.text
    assert "For SOVA, RENA" in page.text
    await browser.write("52")
    page = await browser.write("1.5 mg/dL")
    assert "Is the candidate on dialysis?" in page.text
    page = await browser.press("a:S0002:CARE.dialysis:no")
    assert "RENA: everything is asked, eligible." in page.text
    await browser.write("31")
    await browser.write("2026-01-12")
    page = await browser.press("a:S0001:CARE.device:no")
    assert "sova: #eligible\nrena: #eligible" in page.text
    assert (await browser.press("r:S0002")).outcome == "#eligible"
    assert "sova: #eligible\nrena: #eligible" in (await browser.press("z:S0002")).text


async def test_what_was_answered_elsewhere_shows_whichever_trial_asks_then(
    open_page: Page,
) -> None:
    browser = await open_page.browser()
    await browser.write("/screen sova rena")
    await browser.write("52")
    service = Service(open_page.store, lambda: open_page.now)
    asked = service.handle("web:1", "S0001", events.Typed("1.5 mg/dL"))
    page = await browser.open()
    wanted = [one.data for row in asked.message.rows for one in row]
    assert [data for data in page.data if data in wanted] == wanted
    await browser.open()
    service.handle("web:1", "S0002", events.Chosen("CARE.dialysis", "no"))
    page = await browser.open()
    assert "a:S0002:CARE.dialysis:no" not in page.data
    assert page.data[-3:] != wanted


async def test_all_trials_can_be_begun_by_a_button(open_page: Page) -> None:
    browser = await open_page.browser()
    page = await browser.press("m:screen:all")
    assert len(list(open_page.store.everything())) == 3
    assert "For " in page.text
