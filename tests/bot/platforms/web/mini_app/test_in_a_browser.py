"""The Mini App in Chromium, inside a page that stands for Telegram's."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.bot.platforms.telegram.conftest import quiet
from tests.bot.platforms.web.mini_app.conftest import PUBLIC
from tests.bot.platforms.web.mini_app.test_forms import RESULTS, answers, until_asked
from tests.bot.platforms.web.test_in_a_browser import AXE, CHROMIUM, LAPTOP, NOT_TOO_WIDE, PHONE

playwright = pytest.importorskip("playwright.async_api")

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Frame, Route
    from playwright.async_api import Page as Tab

    from tests.bot.platforms.web.mini_app.conftest import Both
    from tests.botapi.phone import Phone

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
TELEGRAM, ELSEWHERE = "https://web.telegram.org", "https://evil.example"
FRAME = """<!doctype html><html lang="en"><title>Telegram</title><style>body{margin:0}
iframe{border:0;width:100vw;height:100vh}</style><body><script>
window.heard = [];
addEventListener("message", (one) => heard.push([one.origin, JSON.parse(one.data).eventType]));
</script><iframe title="Mini App" src="%s"></iframe>"""


@asynccontextmanager
async def telegram(
    both: Both, data: str, *, where: str = TELEGRAM, size: dict[str, int] = PHONE, refused: str = ""
) -> AsyncIterator[tuple[Tab, Frame]]:
    """Open the Mini App inside another page; nothing else may be in the console."""
    fragment = urlencode({"tgWebAppData": data, "tgWebAppVersion": "9.0"})
    said: list[str] = []

    async def frame(route: Route) -> None:
        await route.fulfill(content_type="text/html", body=FRAME % f"{PUBLIC}/app#{fragment}")

    async def page(route: Route) -> None:
        url = route.request.url.replace(PUBLIC, both.address)
        await route.fulfill(response=await route.fetch(url=url, max_redirects=0))

    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        context = await browser.new_context(viewport=size, locale="en", has_touch=size is PHONE)
        await context.route(f"{where}/**", frame)
        await context.route(f"{PUBLIC}/**", page)
        tab = await context.new_page()
        tab.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
        tab.on("pageerror", lambda error: said.append(str(error)))
        await tab.goto(f"{where}/")
        yield tab, tab.frames[1]
        assert [one for one in said if not refused or refused not in one] == []
        await browser.close()


async def heard(tab: Tab, kind: str) -> None:
    """Wait until Telegram was told something."""
    await tab.wait_for_function(f"heard.some((one) => one[1] === {json.dumps(kind)})")


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
async def test_the_panel_is_filled_in_and_telegram_closes_it(
    both: Both, phone: Phone, size: dict[str, int]
) -> None:
    await until_asked(phone, "o:")
    async with telegram(both, both.data(), size=size) as (tab, app):
        await app.locator("#panel").wait_for()
        assert await app.evaluate("location.href") == f"{PUBLIC}/app"
        await heard(tab, "web_app_ready")
        await heard(tab, "web_app_expand")
        assert await app.evaluate(NOT_TOO_WIDE)
        flaws = f"{AXE}; axe.run(document, {{resultTypes: ['violations']}})"
        assert (await app.evaluate(flaws))["violations"] == []
        await app.fill('[name="value.I10.hb"]', RESULTS["hb"])
        await app.locator("output", has_text="105 g/L").wait_for()
        for name, value in RESULTS.items():
            await app.fill(f'[name="value.I10.{name}"]', value)
        await app.click('[name="panel"]')
        await app.click('[value="y:S0001"]')
        await heard(tab, "web_app_close")
        assert {one for one, _ in await tab.evaluate("heard")} == {PUBLIC}
    assert answers(both)["I10.alb"] == "Albumin: 37 g/L"
    await quiet(both)


async def test_the_checklist_is_ticked_by_touch(both: Both, phone: Phone) -> None:
    await until_asked(phone, "t:")
    async with telegram(both, both.data()) as (tab, app):
        first = app.locator(".t-button").first
        data = await first.get_attribute("value") or ""
        before = await first.text_content()
        await first.tap()
        await app.locator(f'[value="{data}"]', has_not_text=before or "").wait_for()
        assert await app.evaluate(NOT_TOO_WIDE)
        await app.locator(".d-button").tap()
        await heard(tab, "web_app_close")
    assert answers(both)[data.split(":")[2]] == "yes"
    await quiet(both)


async def test_whoever_is_not_let_in_is_told_what_to_do(both: Both) -> None:
    async with telegram(both, both.data().replace("Kim", "Ken"), refused="403") as (_, app):
        await app.locator("#told", has_text="can't be opened").wait_for()
        assert await app.evaluate("location.hash") == ""


async def test_another_page_cannot_show_it(both: Both, phone: Phone) -> None:
    await until_asked(phone, "o:")
    async with telegram(both, both.data(), where=ELSEWHERE, refused="frame") as (tab, app):
        await tab.wait_for_load_state("networkidle")
        assert not app.url.startswith(PUBLIC)
        assert await tab.evaluate("heard") == []
