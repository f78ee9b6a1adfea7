"""A file of a record on the page: read, confirmed in one go, and refused where it has to be."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from aiohttp import FormData

from bot.prefill.reported import LONGEST
from tests.bot.platforms.web.browser import Shown
from tests.bot.prefill.bundles import NAME, NUMBER, bundle, file_of, message, observation, patient

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.bot.platforms.web.browser import Browser
    from tests.bot.platforms.web.conftest import Page

FILE = file_of(bundle(patient(), observation()))


async def give(browser: Browser, raw: bytes, **other: str) -> Shown:
    """Send a file with the page's own form, as a browser without JavaScript does."""
    form = browser.page.form_with("record")
    assert form.action == "/record"
    return await post(browser, {**form.fields, **other}, raw)


async def post(browser: Browser, fields: Mapping[str, str], raw: bytes) -> Shown:
    data = FormData()
    for name, value in fields.items():
        if name != "record":
            data.add_field(name, value)
    data.add_field("record", BytesIO(raw), filename=f"{NAME}.json", content_type="application/json")
    async with browser.session.post(f"{browser.url}/record", data=data) as response:
        html = await response.text()
        browser.page = Shown(response.status, str(response.url), response.headers, html)
    return browser.page


@pytest.mark.parametrize("raw", [FILE, message()])
async def test_a_file_is_read_and_confirmed_in_one_go(open_page: Page, raw: bytes) -> None:
    browser = await open_page.browser()
    await browser.write("/screen")
    shown = await give(browser, raw)
    assert "Hb: 105 g/L (2026-03-01)" in shown.text
    assert NAME not in shown.html
    assert NUMBER not in shown.html
    await browser.press("y:S0001")
    stored = open_page.store.load("S0001")
    assert stored is not None
    assert set(stored.session.answers) == {"CTX.sex", "I1.age", "I10.hb"}


async def test_an_answer_that_was_given_stays(open_page: Page) -> None:
    browser = await open_page.browser()
    await browser.write("/screen")
    await browser.write("62 male")
    shown = await give(browser, FILE)
    assert "Not used: Age (entry 1) – there is an answer already" in shown.text
    await browser.press("y:S0001")
    stored = open_page.store.load("S0001")
    assert stored is not None
    assert stored.session.answers["I1.age"].text.startswith("62")


async def test_what_is_no_record_is_said(open_page: Page) -> None:
    browser = await open_page.browser()
    await browser.write("/screen")
    shown = await give(browser, b"%PDF-1.7")
    assert "This is none of the files that are read" in shown.text
    assert "I1 · 1 of" in shown.text


async def test_the_same_form_is_taken_once(open_page: Page) -> None:
    browser = await open_page.browser()
    await browser.write("/screen")
    fields = browser.page.form_with("record").fields
    await post(browser, fields, FILE)
    await browser.press("x:S0001")
    await post(browser, fields, FILE)
    assert "Hb: 105 g/L" not in browser.page.text


async def test_a_form_from_elsewhere_is_refused(open_page: Page) -> None:
    browser = await open_page.browser()
    await browser.write("/screen")
    assert (await give(browser, FILE, token="another")).status == 403  # noqa: S106 - a form's


async def test_a_stranger_gives_no_file(page: Page) -> None:
    browser = await page.browser()
    assert (await post(browser, {"token": "x", "key": "y"}, FILE)).status == 403


async def test_a_file_that_is_too_large_is_refused(open_page: Page) -> None:
    browser = await open_page.browser()
    await browser.write("/screen")
    assert (await give(browser, b"{" + b" " * LONGEST)).status == 413


@pytest.mark.parametrize("names", [[f"n{number}" for number in range(30)], ["token"]])
async def test_fields_without_end_or_twice_are_not_read(open_page: Page, names: list[str]) -> None:
    browser = await open_page.browser()
    await browser.write("/screen")
    data = FormData()
    for name, value in [*browser.page.form_with("record").fields.items()]:
        if name != "record":
            data.add_field(name, value)
    for name in names:
        data.add_field(name, "x")
    data.add_field("record", BytesIO(FILE), filename="a.json", content_type="application/json")
    async with browser.session.post(f"{browser.url}/record", data=data) as response:
        assert response.status == 400
        assert "Nothing was taken" in await response.text()
