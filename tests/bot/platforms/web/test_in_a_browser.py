"""The page in Chromium: on a phone and a laptop, in both languages, with axe, and with passkeys."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bot.exports.demo.demo import fill
from bot.platforms.chat.roles import Role
from criteria.trial import catalog
from tests.bot.platforms.web.conftest import served
from tests.bot.platforms.web.test_conversation import kept
from tests.bot.platforms.web.test_sign_in import code_for

playwright = pytest.importorskip("playwright.async_api")

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from playwright.async_api import Browser as Chromium
    from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Response, ViewportSize
    from playwright.async_api import Page as Tab

    from tests.bot.platforms.web.conftest import Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.asyncio(loop_scope="module"),
]
AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
PHONE, LAPTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
CASES = {one.id: one for one in catalog.cases(catalog.trials_folder() / "start-net" / "R1")}
NOT_TOO_WIDE = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
WRITTEN = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>"


@dataclass
class Watched:
    """A tab, and all that its console says."""

    tab: Tab
    said: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """Keep what the console says."""
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    async def pressed(self, button: str | Locator) -> None:
        """Press a button and wait for the page that comes of it."""
        found = self.tab.locator(button).first if isinstance(button, str) else button
        async with self.tab.expect_response(_is_page):
            await found.click()
        await self.tab.locator("[aria-busy]").wait_for(state="detached")

    async def wrote(self, text: str) -> None:
        """Write a text and send it."""
        await self.tab.fill("#text", text)
        await self.pressed(".send")

    async def flaws(self) -> list[str]:
        """Return what axe finds wrong with the page."""
        found = await self.tab.evaluate(
            f"{AXE}; axe.run(document, {{resultTypes: ['violations']}})"
        )
        return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]


def _is_page(answer: Response) -> bool:
    """Whether an answer is a page: what is asked for, or what a form is answered by at once."""
    return answer.ok and not answer.url.endswith("/read")


@asynccontextmanager
async def launched() -> AsyncIterator[Chromium]:
    """Start Chromium."""
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Chromium]:
    """Chromium, started once: each test has a context of its own in it."""
    async with launched() as one:
        yield one


@pytest_asyncio.fixture(loop_scope="module")
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    """The page, closed, in the loop that the browser is in."""
    async for one in served(tmp_path, {}):
        yield one


@pytest_asyncio.fixture(loop_scope="module")
async def open_page(tmp_path: Path) -> AsyncIterator[Page]:
    """The page, where anybody may screen, in the loop that the browser is in."""
    async for one in served(tmp_path, {"open": "1"}):
        yield one


@asynccontextmanager
async def chromium(
    browser: Chromium,
    page: Page,
    **options: Any,  # noqa: ANN401 - Playwright's
) -> AsyncIterator[tuple[Watched, BrowserContext]]:
    """Open the page as if in a browser of its own; nothing may have gone wrong in its console.

    It has no movement unless a test wants it: Playwright waits for the end of each.
    """
    calm = {"viewport": PHONE, "locale": "en", "reduced_motion": "reduce"}
    context = await browser.new_context(**{**calm, **options})
    tab = await context.new_page()
    watched = Watched(tab)
    tab.on("console", watched.hear)
    tab.on("pageerror", lambda error: watched.said.append(str(error)))
    await tab.goto(url_of(page))
    yield watched, context
    assert watched.said == []
    await context.close()


def url_of(page: Page) -> str:
    """Return the address with the name that passkeys work under."""
    return page.server.parts.place.url


async def hold(watched: Watched, answers: Mapping[str, str]) -> None:
    """Answer what is asked until the summary is there."""
    tab, asked = watched.tab, dict[str, int]()
    for _ in range(100):
        if await tab.locator(".summary").count():
            return
        data = await tab.locator(".answers button[name=data]").evaluate_all(
            "all => all.map(one => one.value)"
        )
        kinds = {one[0]: one for one in reversed(data)}
        if "x" in kinds:
            await watched.pressed(f'button[value="{kinds["y"]}"]')
        elif "t" in kinds:
            await tick(watched, [one for one in data if one[0] == "t"], answers)
        elif "o" in kinds:
            asked["panel"] = asked.get("panel", 0) + 1
            await fill_in(watched, answers if asked["panel"] == 1 else {})
        elif "a" in kinds:
            item = kinds["a"].split(":")[2]
            asked[item] = asked.get(item, 0) + 1
            wanted = answers.get(item, "unknown") if asked[item] < 3 else "unknown"
            fitting = f'.answers button[value$=":{item}:{wanted}"]'
            if await tab.locator(fitting).count():
                await watched.pressed(fitting)
            else:
                await watched.wrote(wanted)
        else:
            await watched.pressed(f'button[value="{kinds["g"]}"]')
    raise AssertionError("no summary")


async def tick(watched: Watched, lines: list[str], answers: Mapping[str, str]) -> None:
    """Tick what applies, and be done."""
    for data in lines:
        times = {"no": 0, "yes": 1, "unknown": 2}[answers.get(data.split(":")[2], "unknown")]
        for _ in range(times):
            await watched.pressed(f'button[value="{data}"]')
    await watched.pressed("button.d-button")


async def fill_in(watched: Watched, answers: Mapping[str, str]) -> None:
    """Fill the panel in, as far as there are values; go on one by one for the rest."""
    tab = watched.tab
    for field_ in await tab.locator('.panel input[name^="value."]').all():
        name = await field_.get_attribute("name") or ""
        value = answers.get(name.removeprefix("value."), "unknown")
        if value != "unknown":
            await field_.fill(value)
    if await tab.locator(".panel input[name^='value.']").evaluate_all("a => a.some(o => o.value)"):
        await watched.pressed("button[name=panel]")
    else:
        await watched.pressed("button.o-button")


@pytest.mark.parametrize(
    ("size", "language", "scheme", "case"),
    [
        pytest.param(
            PHONE, "en", "light", "everything-met-man", id="phone-en-light", marks=pytest.mark.soak
        ),
        pytest.param(PHONE, "sv", "dark", "woman-with-hormone-ius", id="phone-sv-dark"),
        pytest.param(
            LAPTOP,
            "sv",
            "light",
            "alat-three-times-the-upper-limit",
            id="laptop-sv",
            marks=pytest.mark.soak,
        ),
        pytest.param(LAPTOP, "en", "dark", "haemoglobin-at-the-limit", id="laptop-en-dark"),
    ],
)
async def test_a_worked_patient_ends_as_in_check_on_accessible_pages(
    browser: Chromium, open_page: Page, size: dict[str, int], language: str, scheme: str, case: str
) -> None:
    options = {"viewport": size, "locale": language, "color_scheme": scheme}
    async with chromium(browser, open_page, **options) as (watched, _):
        assert await watched.flaws() == []
        await watched.wrote("/screen")
        assert await watched.flaws() == []
        await hold(watched, CASES[case].answers)
        assert await watched.flaws() == []
        text = await watched.tab.locator(".summary").inner_text()
        assert f"#{CASES[case].overall}" in text
        assert await watched.tab.evaluate(NOT_TOO_WIDE)
        await watched.tab.click(".menu summary")
        assert await watched.flaws() == []


async def test_the_panel_tells_beside_each_row_what_was_understood(
    browser: Chromium, open_page: Page
) -> None:
    async with chromium(browser, open_page) as (watched, _):
        await to_the_panel(watched)
        tab = watched.tab
        await tab.fill('[name="value.I10.hb"]', "10,5 g/dL")
        await tab.fill('[name="value.I10.alt"]', "0,45")
        await tab.select_option('[name="unit.I10.alt"]', "µkat/L")
        await tab.fill('[name="limit.I10.alt"]', "0,76")
        output = tab.locator('output[for="value.I10.hb"]')
        await playwright.expect(output).to_have_text("10.5 g/dL")
        alt = tab.locator('output[for="value.I10.alt"]')
        await playwright.expect(alt).to_contain_text("0.45 µkat/L")
        assert await watched.flaws() == []
        assert "I10.hb" not in kept(open_page, "S0001")


async def test_a_no_to_the_panel_leaves_what_was_typed(browser: Chromium, open_page: Page) -> None:
    async with chromium(browser, open_page) as (watched, _):
        await to_the_panel(watched)
        value = watched.tab.locator('.panel input[name="value.I10.hb"]')
        unit = watched.tab.locator('.panel select[name="unit.I10.hb"]')
        await value.fill("12,1")
        await unit.select_option("g/dL")
        await watched.tab.fill('.panel input[name="value.I10.alb"]', "39")
        await watched.pressed("button[name=panel]")
        await watched.pressed('button[value^="x:"]')
        assert await value.input_value() == "12,1"
        assert await unit.input_value() == "g/dL"
        await watched.pressed("button[name=panel]")
        await watched.pressed('button[value^="y:"]')
        assert not await watched.tab.locator('.panel input[name="value.I10.hb"]').count()


async def test_a_row_that_is_not_taken_keeps_what_was_typed(
    browser: Chromium, open_page: Page
) -> None:
    async with chromium(browser, open_page) as (watched, _):
        await to_the_panel(watched)
        value = watched.tab.locator('.panel input[name="value.I10.hb"]')
        await value.fill("900 g/L")
        await watched.pressed("button[name=panel]")
        assert await value.input_value() == "900 g/L"
        await watched.tab.fill('.panel input[name="value.I10.plt"]', "214 x10^9/L")
        await watched.pressed("button[name=panel]")
        await watched.pressed('button[value^="y:"]')
        assert await value.input_value() == "900 g/L"
        assert not await watched.tab.locator('.panel input[name="value.I10.plt"]').count()


async def to_the_panel(watched: Watched) -> None:
    """Answer until the panel is asked."""
    await watched.wrote("/screen")
    while not await watched.tab.locator("#panel").count():
        await watched.pressed('.answers button.a-button[value$=":unknown"]')


async def test_without_a_connection_what_was_typed_stays_and_is_sent_once(
    browser: Chromium, open_page: Page
) -> None:
    async with chromium(browser, open_page) as (watched, context):
        await watched.wrote("/screen")
        tab = watched.tab
        await context.set_offline(True)
        await tab.fill("#text", "62")
        await tab.click(".send")
        await tab.locator("#waiting:visible").wait_for()
        assert await tab.input_value("#text") == "62"
        assert kept(open_page, "S0001") == {}
        await context.set_offline(False)
        await tab.locator("li >> text=Sex used for lab").wait_for()
        assert await tab.input_value("#text") == ""
        assert len(open_page.store.events("S0001")) == 1
        watched.said.clear()  # Chromium tells of the requests that failed


async def test_an_answer_whose_reply_was_lost_is_taken_once(
    browser: Chromium, open_page: Page
) -> None:
    async with chromium(browser, open_page) as (watched, _):
        await watched.wrote("/screen")
        lost: list[Any] = []

        async def lose(route: Any) -> None:  # noqa: ANN401 - Playwright's
            if lost or route.request.method != "POST":
                await route.continue_()
                return
            lost.append(await route.fetch())
            await route.abort()

        await watched.tab.route(
            "**/",
            lambda route: lose(route) if route.request.method == "POST" else route.continue_(),
        )
        await watched.tab.fill("#text", "62")
        await watched.tab.click(".send")
        await watched.tab.locator("li >> text=Sex used for lab").wait_for()
        assert len(lost) == 1
        assert len(open_page.store.events("S0001")) == 1
        watched.said.clear()


async def test_what_happens_on_another_device_is_shown(browser: Chromium, open_page: Page) -> None:
    async with chromium(browser, open_page) as (watched, context):
        await watched.wrote("/screen")
        other = await context.new_page()
        await other.goto(url_of(open_page))
        await other.fill("#text", "62")
        await other.click(".send")
        await watched.tab.locator("li >> text=Sex used for lab").wait_for()


@pytest.mark.soak
async def test_the_summary_can_be_copied(browser: Chromium, open_page: Page) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    async with chromium(browser, open_page, permissions=permissions) as (watched, _):
        await watched.wrote("/screen")
        await hold(watched, {})
        await watched.tab.click("[data-copy]")
        await watched.tab.locator("text=Copied").wait_for()
        copied = await watched.tab.evaluate("navigator.clipboard.readText()")
        assert copied.rstrip().endswith("#pending")


async def test_it_works_by_keyboard_alone(browser: Chromium, open_page: Page) -> None:
    async with chromium(browser, open_page, viewport=LAPTOP) as (watched, _):
        tab = watched.tab
        await tab.focus("#text")
        await tab.keyboard.type("62")
        await tab.keyboard.press("Enter")
        await tab.locator("li >> text=Sex used for lab").wait_for()
        await tab.focus('button[value$=":CTX.sex:male"]')
        await tab.keyboard.press("Enter")
        await tab.locator("li >> text=✓ Sex: male").wait_for()
        assert "✓ Sex: male" in await tab.locator("#said").inner_text()
        assert await tab.evaluate("document.activeElement.id") == "text"


@pytest.mark.soak
async def test_text_twice_as_large_still_fits(browser: Chromium, open_page: Page) -> None:
    async with chromium(browser, open_page) as (watched, _):
        await to_the_panel(watched)
        await watched.tab.evaluate("document.documentElement.style.fontSize = '200%'")
        assert await watched.tab.locator(".send").is_visible()
        assert await watched.tab.evaluate(NOT_TOO_WIDE)
        assert await watched.flaws() == []


async def test_javascript_off_a_screening_goes_from_first_to_last(
    browser: Chromium, open_page: Page
) -> None:
    async with chromium(browser, open_page, java_script_enabled=False) as (watched, _):
        tab = watched.tab
        await tab.fill("#text", "62")
        await tab.click(".send")
        await tab.click('button[value="a:S0001:CTX.sex:male"]')
        for _ in range(60):
            if await tab.locator(".summary").count():
                break
            button = tab.locator(".answers button.g-button, .answers button.n-button")
            unknown = tab.locator('.answers button[value$=":unknown"]')
            await (button.first if await button.count() else unknown.first).click()
        assert "#pending" in await tab.locator(".summary").inner_text()
        assert await tab.locator("[data-copy]").is_hidden()


async def test_what_somebody_writes_is_text_and_nothing_else(browser: Chromium, page: Page) -> None:
    async with chromium(browser, page) as (watched, _):
        tab = watched.tab
        await tab.goto(f"{url_of(page)}/join/{code_for(page, Role.OWNER)}")
        await tab.fill("#name", WRITTEN)
        await tab.click("button.main")
        assert WRITTEN in await tab.locator("main").inner_text()
        await tab.goto(url_of(page))
        for text in ("/screen", WRITTEN, f"/date {WRITTEN}", f"/whatif {WRITTEN}", "62 " + WRITTEN):
            await watched.wrote(text)
        await watched.wrote(f"/source I1 {WRITTEN}")
        await watched.wrote(f"/outcome S0001 referred to {WRITTEN}")
        for path in ("/desk", "/desk/people", "/desk/worklist"):
            await tab.goto(f"{url_of(page)}{path}")
        await tab.goto(f"{url_of(page)}/desk?criterion={WRITTEN}&outcome={WRITTEN}")
        await tab.goto(f"{url_of(page)}/desk")
        await tab.click('button[value="S0001"]')
        assert await tab.locator("img[onerror]").count() == 0


async def plug_in_authenticator(context: BrowserContext, tab: Tab) -> None:
    """Give the browser a virtual authenticator, which says that the person is verified."""
    client = await context.new_cdp_session(tab)
    await client.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    await client.send("WebAuthn.addVirtualAuthenticator", {"options": device})


async def test_a_passkey_is_made_and_signs_in(browser: Chromium, page: Page) -> None:
    async with chromium(browser, page) as (watched, context):
        tab = watched.tab
        await plug_in_authenticator(context, tab)
        await tab.goto(f"{url_of(page)}/join/{code_for(page, Role.SCREENER)}")
        assert await watched.flaws() == []
        await tab.fill("#name", "Sam")
        await tab.click("button.main")
        assert await watched.flaws() == []
        await tab.click("#passkey button")
        await tab.locator("text=Passkey made").wait_for()
        await tab.click("button[value=out]")
        await tab.locator("text=invited people only").wait_for()
        assert await watched.flaws() == []
        await tab.click("#passkey button")
        await tab.locator("text=A passkey for you was made on this page").wait_for()
        await tab.locator("text=New screening").first.wait_for(state="attached")
        await tab.goto(f"{url_of(page)}/account")
        assert "Signed in as Sam, screener." in await tab.locator("main").inner_text()
        assert "last used" in await tab.locator("main").inner_text()


async def test_a_passkey_that_was_revoked_opens_nothing(browser: Chromium, page: Page) -> None:
    async with chromium(browser, page) as (watched, context):
        tab = watched.tab
        await plug_in_authenticator(context, tab)
        await tab.goto(f"{url_of(page)}/join/{code_for(page, Role.SCREENER)}")
        await tab.fill("#name", "Sam")
        await tab.click("button.main")
        await tab.click("#passkey button")
        await tab.locator("text=Passkey made").wait_for()
        page.store.within(lambda unit: unit.members.leave(-1))
        await tab.goto(url_of(page))
        await tab.click("#passkey button")
        await tab.locator("text=could not be used").wait_for()
        watched.said.clear()  # Chromium tells of the answer that was refused


async def test_the_desk_is_accessible_by_keyboard_and_axe(browser: Chromium, page: Page) -> None:
    list(fill(page.store, 8, page.now))
    async with chromium(browser, page, viewport=LAPTOP) as (watched, _):
        tab = watched.tab
        await tab.goto(f"{url_of(page)}/join/{code_for(page, Role.OWNER)}")
        await tab.fill("#name", "Kim")
        await tab.click("button.main")
        for path in ("/desk", "/desk/worklist", "/desk/people", "/account"):
            await tab.set_viewport_size(size_of(LAPTOP))
            await tab.goto(f"{url_of(page)}{path}")
            assert await watched.flaws() == []
            assert await fits_a_phone(tab), path
        await tab.set_viewport_size(size_of(LAPTOP))
        await tab.goto(f"{url_of(page)}/desk")
        await tab.focus("thead a")
        await tab.keyboard.press("Enter")
        await tab.wait_for_url("**/desk?sort=number")
        await tab.focus('button[value="S0001"]')
        await tab.keyboard.press("Enter")
        await tab.locator("h1:has-text('S0001')").wait_for()
        assert await watched.flaws() == []
        assert await fits_a_phone(tab)
        assert await watched.flaws() == []


def size_of(screen: dict[str, int]) -> ViewportSize:
    """Return a screen's size as Playwright wants it."""
    return {"width": screen["width"], "height": screen["height"]}


async def fits_a_phone(tab: Tab) -> bool:
    """Whether a page is no wider than a phone, also with text twice as large."""
    await tab.set_viewport_size(size_of(PHONE))
    fits: bool = await tab.evaluate(NOT_TOO_WIDE)
    await tab.evaluate("document.documentElement.style.fontSize = '200%'")
    large: bool = await tab.evaluate(NOT_TOO_WIDE)
    await tab.evaluate("document.documentElement.style.fontSize = ''")
    return fits and large


async def test_it_can_be_installed(browser: Chromium, open_page: Page) -> None:
    async with chromium(browser, open_page) as (watched, _):
        client = await watched.tab.context.new_cdp_session(watched.tab)
        found = await client.send("Page.getAppManifest")
        assert found["errors"] == []
        assert '"standalone"' in found["data"]
