"""A search on a FHIR server on the page: confirmed in one go, and the patient's id is nowhere."""

from __future__ import annotations

import asyncio
import logging
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, text

from bot.platforms.chat.roles import Role
from bot.platforms.web import records
from bot.platforms.web.limits import Limit
from tests.bot.platforms.web.conftest import Page
from tests.bot.platforms.web.test_sign_in import joined
from tests.bot.prefill.bundles import NAME, observation, patient
from tests.bot.prefill.server.emulator import Fhir

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from tests.bot.platforms.web.browser import Browser, Shown

ID = "pat-77120"


@pytest.fixture
def server() -> Iterator[Fhir]:
    """A FHIR server that knows one patient."""
    person = {**patient(), "id": ID}
    result = {**observation(), "subject": {"reference": f"Patient/{ID}"}}
    with Fhir({ID: person}, [result]) as one:
        yield one


@pytest.fixture
async def searching(tmp_path: Path, server: Fhir) -> AsyncIterator[Page]:
    """The page of a site with that server, for invited people."""
    made = Page(f"sqlite:///{tmp_path}/bedside.db", {"fhir": server.base})
    await made.start()
    async with made.stack:
        yield made
    await made.stop()


async def a_screener(page: Page) -> Browser:
    browser = await joined(page, Role.SCREENER, "Kim")
    await browser.write("/screen")
    return browser


async def search(browser: Browser, patient_id: str, **other: str) -> Shown:
    form = browser.page.form_with("patient")
    assert form.action == "/record/search"
    return await browser.send({**form.fields, "patient": patient_id, **other}, form.action)


async def test_what_is_found_is_confirmed_in_one_go(searching: Page) -> None:
    browser = await a_screener(searching)
    shown = await search(browser, f" {ID} ")
    assert "Hb: 105 g/L (2026-03-01)" in shown.text
    await browser.press("y:S0001")
    stored = searching.store.load("S0001")
    assert stored is not None
    assert set(stored.session.answers) == {"CTX.sex", "I1.age", "I10.hb"}


@pytest.mark.parametrize("wanted", [ID, "nobody-9"])
async def test_the_id_is_in_no_address_page_log_or_table(
    searching: Page, server: Fhir, wanted: str, caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    browser = await a_screener(searching)
    shown = await search(browser, wanted)
    assert wanted in "".join(server.asked)
    await browser.open()
    for page in (shown, browser.page):
        assert wanted not in f"{page.html}{page.url}{page.headers}"
        assert NAME not in page.html
    written = "".join((caplog.text, *capfd.readouterr()))
    assert wanted not in written
    assert wanted not in everything(searching)


def everything(page: Page) -> str:
    """Return whatever is in the database, as text."""
    engine = create_engine(page.database)
    with engine.connect() as one, closing(one):
        names = one.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars()
        rows = [one.execute(text(f'SELECT * FROM "{name}"')).all() for name in [*names]]  # noqa: S608
    engine.dispose()
    return str(rows)


async def test_who_searched_is_in_the_trail(searching: Page) -> None:
    browser = await a_screener(searching)
    await search(browser, ID)
    assert "'searched', 'S0001'" in everything(searching)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nobody", "knows no patient of this id"),
        ("Anna Testsson", "no id of a patient"),
        ("", "no id of a patient"),
    ],
)
async def test_what_cannot_be_searched_is_said(searching: Page, given: str, said: str) -> None:
    browser = await a_screener(searching)
    shown = await search(browser, given)
    assert said in shown.text
    assert "I1 · 1 of" in shown.text
    assert "Testsson" not in shown.html


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ({"ignores": "patient"}, "did not search by “patient”"),
        ({"fails": {"/fhir/Observation": [(429, {"Retry-After": "46"})]}}, "asks to be left alone"),
        ({"fails": {"/fhir/Observation": [(500, {})]}}, "refuses the search (500)"),
        ({"stray": observation()}, "somebody else's results"),
    ],
)
async def test_a_fault_of_the_server_is_said_and_nothing_is_used(
    searching: Page, server: Fhir, fault: dict[str, object], said: str
) -> None:
    for name, value in fault.items():
        setattr(server, name, value)
    browser = await a_screener(searching)
    shown = await search(browser, ID)
    assert said in shown.text
    assert "Hb: 105" not in shown.text


async def test_a_server_that_is_silent_keeps_nobody_else_waiting(
    searching: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = asyncio.Event()

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened.set()
        await _reader.read()
        writer.close()

    monkeypatch.setattr(records, "PATIENCE", 0.7)
    browser = await a_screener(searching)
    form = browser.page.form_with("patient")
    async with await asyncio.start_server(silent, "127.0.0.1") as stuck:
        port = stuck.sockets[0].getsockname()[1]
        place = searching.server.parts.fhir
        object.__setattr__(place, "base", f"http://127.0.0.1:{port}/fhir")
        waiting = asyncio.create_task(browser.send({**form.fields, "patient": ID}, form.action))
        await opened.wait()
        other = await searching.browser()
        assert other.page.status == 200
        assert not waiting.done()
        assert "does not answer in time" in (await waiting).text


async def test_a_screening_that_another_one_took_the_place_of_gets_nothing(
    searching: Page,
) -> None:
    browser = await a_screener(searching)
    form = browser.page.form_with("patient")
    await browser.write("/screen")
    shown = await browser.send({**form.fields, "patient": ID}, form.action)
    assert shown.status == 403
    assert "Hb: 105" not in (await browser.open()).text


async def test_a_form_from_elsewhere_is_refused(searching: Page, server: Fhir) -> None:
    browser = await a_screener(searching)
    assert (await search(browser, ID, token="another")).status == 403  # noqa: S106 - a form's
    assert server.asked == []


async def test_nobody_searches_without_end(searching: Page) -> None:
    browser = await a_screener(searching)
    object.__setattr__(searching.server.parts, "searches", Limit(1, 60.0, lambda: 0.0))
    form = browser.page.form_with("patient")
    await search(browser, ID)
    shown = await browser.send({**form.fields, "patient": ID}, form.action)
    assert shown.status == 429


async def test_where_anybody_may_screen_nobody_searches(tmp_path: Path, server: Fhir) -> None:
    made = Page(f"sqlite:///{tmp_path}/bedside.db", {"fhir": server.base, "open": "1"})
    await made.start()
    async with made.stack:
        browser = await made.browser()
        await browser.write("/screen")
        fields = browser.page.form_with("record").fields
        assert "/record/search" not in browser.page.html
        shown = await browser.send({**fields, "patient": ID, "of": "S0001"}, "/record/search")
        assert shown.status == 404
    await made.stop()
    assert server.asked == []


async def test_without_a_server_there_is_no_such_form(page: Page) -> None:
    browser = await a_screener(page)
    assert "/record/search" not in browser.page.html
