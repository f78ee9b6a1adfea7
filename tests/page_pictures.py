"""Draws the page on a phone and the desk on a laptop: the pictures in README.md.

``python tests/page_pictures.py`` draws them anew, in Chromium; the people are invented.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.exports.demo.demo import fill
from bot.platforms.chat.roles import Role
from tests.bot.platforms.web.conftest import Page
from tests.bot.platforms.web.test_in_a_browser import (
    CHROMIUM,
    LAPTOP,
    chromium,
    launched,
    to_the_panel,
    url_of,
)
from tests.bot.platforms.web.test_sign_in import code_for

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
PHONE, DESK = PICTURES / "page-phone.png", PICTURES / "page-desk.png"
_SHOWN = {"hb": ("105", "g/L"), "plt": ("210", "10^9/L"), "wbc": ("5,1", "10^9/L")}
_SCREENINGS = 40


async def main() -> None:
    """Draw both."""
    with TemporaryDirectory() as folder:
        page = Page(f"sqlite:///{folder}/bedside.db", {})
        await page.start()
        list(fill(page.store, _SCREENINGS, page.now))
        await _draw(page)
        await page.stop()


async def _draw(page: Page) -> None:
    options = {"has_touch": True, "device_scale_factor": 2}
    async with launched() as browser, chromium(browser, page, **options) as (watched, _):
        tab = watched.tab
        await tab.goto(f"{url_of(page)}/join/{code_for(page, Role.COORDINATOR)}")
        await tab.fill("#name", "Kim")
        await tab.click("button.main")
        await tab.goto(url_of(page))
        await to_the_panel(watched)
        for name, (value, unit) in _SHOWN.items():
            await tab.fill(f'[name="value.I10.{name}"]', value)
            await tab.select_option(f'[name="unit.I10.{name}"]', unit)
        await tab.locator('output[for="value.I10.wbc"]:not(:empty)').wait_for()
        await tab.locator("#panel").evaluate("one => one.scrollIntoView({block: 'end'})")
        await tab.screenshot(path=PHONE)
        await tab.set_viewport_size({"width": LAPTOP["width"], "height": LAPTOP["height"]})
        await tab.goto(f"{url_of(page)}/desk")
        await tab.screenshot(path=DESK)


if __name__ == "__main__":
    if CHROMIUM is None:
        sys.exit("Chromium is not installed: the pictures of the page stay as they are")
    asyncio.run(main())
