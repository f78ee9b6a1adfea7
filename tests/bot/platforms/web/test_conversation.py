"""The conversation by plain forms, over real HTTP: every worked case, both languages, resuming."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from yarl import URL

from criteria.trial import catalog
from tests.bot.platforms.web.browser import screened

if TYPE_CHECKING:
    from tests.bot.platforms.web.browser import Browser, Shown
    from tests.bot.platforms.web.conftest import Page

CASES = catalog.cases(catalog.trials_folder() / "start-net" / "R1")
REPORT = """B-Hemoglobin 105 g/L
B-Trombocyter 210 10^9/L
P-ALAT 0,45 µkat/L (<0,76)"""


@pytest.mark.parametrize("language", ["en", "sv"])
async def test_every_worked_case_ends_as_it_should(open_page: Page, language: str) -> None:
    browsers = [await open_page.browser(language) for _ in CASES]
    for browser in browsers:
        await browser.write("/screen")
    ends = await asyncio.gather(
        *[screened(browser, case.answers) for browser, case in zip(browsers, CASES, strict=True)]
    )
    found = {case.id: end.outcome for case, end in zip(CASES, ends, strict=True)}
    assert found == {case.id: f"#{case.overall}" for case in CASES}
    for end in ends:
        assert "START-NET" in end.text


async def test_the_first_question_is_there_at_once_and_nothing_is_stored_for_it(
    open_page: Page,
) -> None:
    browser = await open_page.browser()
    assert browser.page.kinds()["a"][0] == "a:new:I1.age:unknown"
    assert list(open_page.store.everything()) == []
    page = await browser.press("a:new:CTX.sex:male")
    assert "✓ Sex: male" in page.text
    assert page.kinds()["a"][0] == "a:S0001:I1.age:unknown"
    assert page.url.endswith("/")


async def test_of_several_trials_the_page_asks_which(
    open_page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = ["start-net", "alta-1l"]
    monkeypatch.setattr(catalog, "offered", lambda _named=(): both)
    browser = await open_page.browser()
    offered = [f"m:screen:{one}" for one in (*both, "all")]
    assert browser.page.kinds()["m"][-3:] == offered
    assert "START-NET" in browser.page.text
    page = await browser.press("m:screen:alta-1l")
    assert "S0001" in page.text
    assert "a" in page.kinds()


async def test_an_answer_that_is_typed_first_begins_a_screening(open_page: Page) -> None:
    browser = await open_page.browser("sv")
    page = await browser.write("62")
    assert "S0001" in page.text
    assert kept(open_page, "S0001") == {"I1.age": "62"}


def kept(page: Page, token: str) -> dict[str, str]:
    """Return the answers of a screening as they are stored."""
    stored = page.store.load(token)
    assert stored is not None
    return {item: one.text for item, one in stored.session.answers.items()}


async def test_the_same_form_is_taken_once(open_page: Page) -> None:
    browser = await open_page.browser()
    first = await browser.write("/screen")
    await browser.write("62", first)
    page = await browser.write("62", first)
    assert page.kinds()["a"][0] == "a:S0001:CTX.sex:female"
    assert len(open_page.store.events("S0001")) == 1
    await browser.write("/screen", page)
    await browser.write("/screen", page)
    assert len(list(open_page.store.everything())) == 2


async def test_a_stale_page_says_so_and_goes_on(open_page: Page) -> None:
    browser = await open_page.browser()
    old = await browser.write("/screen")
    old = await browser.write("62", old)
    await browser.press("a:S0001:CTX.sex:male", page=old)
    page = await browser.press("b:S0001", page=old)
    assert "That page had gone stale" in page.text
    assert page.kinds()["a"][0].startswith("a:S0001:I4.type")


async def test_a_pasted_report_is_read_and_confirmed(open_page: Page) -> None:
    browser = await open_page.browser()
    page = await to_the_panel(browser)
    page = await browser.write(REPORT)
    assert "B-Hemoglobin" not in page.text
    assert "105 g/L" in page.text
    await browser.press("y:S0001")
    assert kept(open_page, "S0001")["I10.hb"].endswith("105 g/L")


async def to_the_panel(browser: Browser) -> Shown:
    """Answer until the laboratory panel is asked."""
    page = await browser.write("/screen")
    while "o" not in page.kinds():
        page = await browser.press(unknown(page))
    return page


def unknown(page: Shown) -> str:
    """Return the button of not knowing."""
    return next(one for one in page.data if one.startswith("a:") and one.endswith(":unknown"))


async def test_the_panel_is_a_form_whose_rows_are_read_as_a_report(open_page: Page) -> None:
    browser = await open_page.browser("sv")
    page = await to_the_panel(browser)
    form = page.form_with("panel", "1")
    assert "value.I10.ast_uln" not in form.fields
    filled = {
        "value.I10.hb": "105",
        "unit.I10.hb": "g/L",
        "value.I10.alt": "0,45",
        "unit.I10.alt": "µkat/L",
        "limit.I10.alt": "0,76",
        "value.I10.alb": "38 g/L",
    }
    page = await browser.send({**form.fields, **filled, "panel": "1"}, form.action)
    assert "105 g/L" in page.text
    await browser.press("y:S0001")
    found = kept(open_page, "S0001")
    assert (found["I10.hb"], found["I10.alb"]) == ("Hb: 105 g/L", "Albumin: 38 g/L")
    assert found["I10.alt"] == "ALAT: 0,45 µkat/L (<0,76)"


async def test_what_is_typed_into_the_panel_is_read_without_being_kept(open_page: Page) -> None:
    browser = await open_page.browser()
    page = await to_the_panel(browser)
    before = kept(open_page, "S0001")
    form = page.form_with("panel", "1")
    filled = {"value.I10.hb": "10,5", "unit.I10.hb": "g/dL", "value.I10.plt": "many"}
    page = await browser.send({**form.fields, **filled}, "/read")
    assert "10.5 g/dL" in page.html
    assert kept(open_page, "S0001") == before


async def test_rows_of_which_nothing_is_taken_come_back_as_they_were_entered(
    open_page: Page,
) -> None:
    browser = await open_page.browser()
    page = await to_the_panel(browser)
    form = page.form_with("panel", "1")
    wrong = {"value.I10.hb": "900", "unit.I10.hb": "g/L", "value.I10.alb": "19121212-1212"}
    page = await browser.send({**form.fields, **wrong, "panel": "1"}, form.action)
    again = page.form_with("panel", "1").fields
    assert (again["value.I10.hb"], again["unit.I10.hb"]) == ("900", "g/L")
    assert "19121212" not in page.html
    form = page.form_with("panel", "1")
    page = await browser.send({**form.fields, **WRONG_AND_RIGHT, "panel": "1"}, form.action)
    page = await browser.press(page.kinds()["y"][0])
    assert kept(open_page, "S0001")["I10.plt"].endswith("214 10^9/L")
    again = page.form_with("panel", "1").fields
    assert again["value.I10.hb"] == "900 g/L"
    assert "value.I10.plt" not in again
    assert (await browser.open()).form_with("panel", "1").fields["value.I10.hb"] == ""


WRONG_AND_RIGHT = {"value.I10.hb": "900 g/L", "unit.I10.hb": "", "value.I10.plt": "214 10^9/L"}
"""Haemoglobin that cannot be, and platelets."""


async def test_several_screenings_and_resuming_after_a_restart(open_page: Page) -> None:
    browser = await open_page.browser()
    await browser.write("/screen")
    await browser.write("62")
    await browser.write("/screen")
    await browser.write("71")
    await open_page.restart()
    page = await browser.open()
    assert "S0002" in page.text
    page = await browser.write("/resume S0001")
    assert page.kinds()["a"][0].startswith("a:S0001:CTX.sex")
    page = await browser.press("m:pending")
    assert {"r:S0001", "r:S0002"} <= set(page.data)
    assert kept(open_page, "S0002") == {"I1.age": "71"}


async def test_commands_work_as_in_a_chat(open_page: Page) -> None:
    browser = await open_page.browser()
    await browser.write("/screen")
    assert "2026-03-01" in (await browser.write("/date 2026-03-01")).text
    await browser.write("62")
    assert "Platelets" in (await browser.write("/whatif Hb 91, platelets 80")).text
    page = await browser.write("/back")
    assert page.kinds()["a"][0] == "a:S0001:I1.age:unknown"
    assert "/whatif" in (await browser.press("/help", "command")).text
    assert "cookie" in (await browser.press("/privacy", "command")).text
    page = await browser.press("l:sv")
    assert 'lang="sv"' in page.html
    assert "Ålder" in page.text
    await browser.write("/quick")
    assert "S0002" in browser.page.text


async def test_an_answer_above_can_be_changed(open_page: Page) -> None:
    browser = await open_page.browser()
    await browser.write("/screen")
    await browser.write("62")
    await browser.press("/change I1.age", "command")
    await browser.write("63")
    assert kept(open_page, "S0001")["I1.age"] == "63"


async def test_an_identity_number_is_refused_and_shown_nowhere(open_page: Page) -> None:
    browser = await open_page.browser()
    await browser.write("/screen")
    page = await browser.write("19121212-1212")
    assert "personal identity number" in page.text
    assert "1212" not in page.text


async def test_answers_that_were_deleted_are_shown_nowhere(open_page: Page) -> None:
    browser = await open_page.browser()
    await browser.write("/screen")
    await browser.write("62")
    page = await browser.write("/forget S0001")
    page = await browser.press("f:S0001")
    assert "deleted" in page.text
    assert "62" not in page.text
    assert "62" not in (await browser.open()).text


async def test_the_very_first_form_is_taken_once_too(open_page: Page) -> None:
    browser = await open_page.browser()
    form, before = browser.page.form_with("text"), browser.cookie
    for _ in range(2):  # the answer to the first was lost: the browser has its cookie of before
        browser.session.cookie_jar.clear()
        browser.session.cookie_jar.update_cookies({"bedside": before}, URL(open_page.url))
        page = await browser.send({**form.fields, "text": "62"})
    assert len(list(open_page.store.everything())) == 1
    assert page.kinds()["a"][0].startswith("a:S0001")
    assert browser.cookie != before
