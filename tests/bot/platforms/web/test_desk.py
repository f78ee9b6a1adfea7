"""The desk: the log, filtered and sorted, one screening, the worklist, files, people."""

from __future__ import annotations

import asyncio
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from bot.exports.demo.demo import fill
from bot.platforms.chat.roles import Role
from bot.store import Store
from tests.bot.exports.inventing import answered, many
from tests.bot.platforms.web.conftest import NOW, served
from tests.bot.platforms.web.test_sign_in import joined, link_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.bot.platforms.web.browser import Browser, Shown
    from tests.bot.platforms.web.conftest import Page

COUNT = 30


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with some invented screenings."""
    file = tmp_path_factory.mktemp("filled") / "bedside.db"
    with Store.open(f"sqlite:///{file}") as store:
        list(fill(store, COUNT, NOW))
    return file


@pytest.fixture
async def page(filled: Path, tmp_path: Path) -> AsyncIterator[Page]:
    """The page of a site with some invented screenings."""
    shutil.copy(filled, tmp_path)
    async for one in served(tmp_path, {}):
        yield one


@pytest.fixture
async def new_page(tmp_path: Path) -> AsyncIterator[Page]:
    """The page of a site without any screening."""
    async for one in served(tmp_path, {}):
        yield one


@pytest.fixture
async def coordinator(page: Page) -> Browser:
    """Somebody at the desk."""
    return await joined(page, Role.COORDINATOR, "Kim")


def numbers(page: Shown) -> list[str]:
    """Return the screenings of a table, in order."""
    return [value for form in page.forms for name, value, _ in form.buttons if name == "open"]


async def test_the_log_is_sorted_and_filtered(coordinator: Browser) -> None:
    every = numbers(await coordinator.open("/desk"))
    assert every == sorted(every, reverse=True)
    assert len(every) == COUNT
    assert numbers(await coordinator.open("/desk?sort=number")) == every[::-1]
    parts = {
        code: numbers(await coordinator.open(f"/desk?outcome={code}"))
        for code in ("eligible", "not_eligible", "pending")
    }
    assert sorted(one for part in parts.values() for one in part) == sorted(every)
    assert all(parts.values())
    assert numbers(await coordinator.open("/desk?until=1999-01-01")) == []
    assert "No screening fits." in coordinator.page.text
    failing = numbers(await coordinator.open("/desk?criterion=I10&outcome=not_eligible"))
    assert set(failing) < set(parts["not_eligible"])


async def test_what_an_address_holds_is_no_matter(coordinator: Browser) -> None:
    for query in (
        "sort=%00&page=-1",
        "page=99999999999",
        "since=x&criterion=<script>",
        "outcome=.",
    ):
        page = await coordinator.open(f"/desk?{query}")
        assert page.status == 200
        assert "<script>" not in page.html.replace(
            '<script src="/static/page.js" defer></script>', ""
        )


async def test_a_screening_is_shown_with_its_criteria_and_its_trail(coordinator: Browser) -> None:
    page = await coordinator.open("/desk")
    number = numbers(page)[0]
    page = await coordinator.press(number, "open")
    assert page.url.endswith("/desk/screening")
    for word in ("I10", "Trail", "begun", number):
        assert word in page.text
    assert number not in page.headers.get("Content-Location", "")


async def test_what_became_of_a_screening_is_noted_at_the_desk(
    page: Page, coordinator: Browser
) -> None:
    number = numbers(await coordinator.open("/desk"))[0]
    shown = await coordinator.press(number, "open")
    form = shown.form_with("fact.outcome")
    filled = {
        "fact.referred_to": "Lund",
        "fact.referred_on": "2026-03-01",
        "fact.outcome": "other",
        "words.outcome": "moved; away",
    }
    shown = await coordinator.send({**form.fields, **filled}, form.action)
    assert "Referred to: Lund" in shown.text
    noted = {one.field: (one.value, one.words) for one in page.store.follow_up(number)}
    assert noted == {
        "referred_to": (None, "Lund"),
        "referred_on": ("2026-03-01", None),
        "outcome": ("other", "moved, away"),
    }
    form = shown.form_with("fact.outcome")
    shown = await coordinator.send({**form.fields, "fact.referred_on": "2099-01-01"}, form.action)
    assert "write a day up to today" in shown.text


async def test_only_an_investigator_confirms_a_judgement(page: Page, coordinator: Browser) -> None:
    investigator = await joined(page, Role.INVESTIGATOR, "Ann")
    token, data = await a_judgement(investigator)
    form = (await coordinator.open("/desk")).form_with("open", token)
    shown = await coordinator.send({**form.fields, "open": token}, form.action)
    assert "Waits for an investigator" in shown.text
    assert data not in shown.data
    await coordinator.send({**form.fields, "open": token, "data": data, "key": "1"}, form.action)
    assert confirmed(page, token) == {}
    shown = await investigator.press(data)
    assert "confirmed by" in shown.text
    assert confirmed(page, token) == {data.split(":")[2]: "web:2"}


async def a_judgement(browser: Browser) -> tuple[str, str]:
    """Open the first screening with an answer to confirm; its number, and the button's data."""
    log = await browser.open("/desk")
    form = log.form_with("open", numbers(log)[0])
    for token in numbers(log):
        shown = await browser.send({**form.fields, "open": token}, form.action)
        data = [one for one in shown.data if one.startswith("j:")]
        if data:
            return token, data[0]
    raise AssertionError("nothing waits for an investigator")


def confirmed(page: Page, token: str) -> dict[str, str]:
    """Return what is confirmed of a screening, and by whom."""
    stored = page.store.load(token)
    assert stored is not None
    return {item: one.by for item, one in stored.session.confirmations.items()}


async def test_a_screener_has_no_desk(page: Page) -> None:
    browser = await joined(page, Role.SCREENER, "Sam")
    token = browser.page.form_with("text").fields["token"]
    for path in ("", "/worklist", "/pictures", "/people", "/picture/flow"):
        assert (await browser.open(f"/desk{path}")).status == 403
    for path in ("/screening", "/file", "/people"):
        fields = {"token": token, "open": "S0001", "key": "log.csv", "invite": "owner"}
        assert (await browser.send(fields, f"/desk{path}")).status == 403
    coordinator = await joined(page, Role.COORDINATOR, "Kim")
    token = coordinator.page.form_with("text").fields["token"]
    assert (
        await coordinator.send({"token": token, "invite": "owner"}, "/desk/people")
    ).status == 403


async def test_the_worklist_names_what_is_open(coordinator: Browser) -> None:
    page = await coordinator.open("/desk/worklist")
    found = numbers(page)
    assert 0 < len(found) < COUNT
    shown = await coordinator.press(found[0], "open")
    assert found[0] in shown.text


async def test_files_are_handed_out(coordinator: Browser) -> None:
    page = await coordinator.open("/desk?since=2025-01-01")
    form = page.form_with("key", "log.csv")
    async with coordinator.session.post(
        coordinator.url + form.action, data={**form.fields, "key": "log.csv"}
    ) as response:
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "log.csv" in response.headers["Content-Disposition"]
        assert len((await response.text()).splitlines()) == COUNT + 1
    shown = await coordinator.press(numbers(page)[0], "open")
    form = shown.form_with("key", "audit.csv")
    async with coordinator.session.post(
        coordinator.url + form.action, data={**form.fields, "key": "audit.csv"}
    ) as response:
        assert "screening_number" in await response.text()
    for wrong in ("../../etc/passwd", "checklist.pdf", ""):
        page = await coordinator.open("/desk")
        form = page.form_with("key", "log.csv")
        assert (await coordinator.send({**form.fields, "key": wrong}, form.action)).status == 404


async def test_pictures_follow_the_filter(coordinator: Browser) -> None:
    pytest.importorskip("matplotlib")
    page = await coordinator.open("/desk/pictures?outcome=eligible")
    assert page.status == 200
    images = re.findall(r'src="(/desk/picture/[^"]+)"', page.html)
    assert len(images) == 4

    async def bytes_of(path: str) -> bytes:
        async with coordinator.session.get(coordinator.url + path) as response:
            assert response.content_type == "image/png"
            return await response.read()

    some, every = await asyncio.gather(
        bytes_of("/desk/picture/flow?outcome=eligible"), bytes_of("/desk/picture/flow")
    )
    assert some.startswith(b"\x89PNG")
    assert some != every
    assert (await coordinator.open("/desk/picture/nothing")).status == 404


async def test_an_owner_keeps_the_members_at_the_desk(page: Page) -> None:
    owner = await joined(page, Role.OWNER, "Kim")
    await owner.open("/desk/people")
    shown = await owner.press("screener", "invite")
    assert "<svg" in shown.html
    guest = await page.browser()
    form = (await guest.open(link_in(shown, "join"))).form_with("name")
    await guest.send({**form.fields, "name": "<b>Sam</b>"}, form.action)
    shown = await owner.open("/desk/people")
    assert "&lt;b&gt;Sam&lt;/b&gt;" in shown.html
    shown = await owner.press("-2", "link")
    assert "/in/" in shown.text
    shown = await owner.press("-2", "revoke")
    assert "Take <b>Sam</b> off?" in shown.text
    assert (await guest.open()).text.count("Menu") == 1
    await owner.press("-2", "revoke")
    assert "invited people only" in (await guest.open()).text


async def test_an_enrolment_list_is_handed_in_at_the_desk(page: Page, coordinator: Browser) -> None:
    shown = await coordinator.open("/desk/enrolled")
    form = shown.form_with("list")
    filled = {**form.fields, "trial": "start-net", "list": "752-01,2026-03-01\n752-02"}
    shown = await coordinator.send(filled, form.action)
    assert "2 study numbers are on the list now" in shown.text
    assert "No row has these study numbers: 752-01, 752-02" in shown.text
    assert [one.study_number for one in page.store.enrolled()["start-net"].listed] == [
        "752-01",
        "752-02",
    ]
    assert "/desk/enrolled" in (await coordinator.open("/desk")).links
    shown = await coordinator.send({**filled, "list": "752-03\nAnna Testsson"}, form.action)
    assert "Line 2 does not begin with a study number" in shown.text
    assert "Testsson" not in shown.html
    shown = await coordinator.send({**filled, "clear": "1"}, form.action)
    assert "the enrolment list is deleted" in shown.text
    assert page.store.enrolled()["start-net"].listed == ()


async def test_a_screener_hands_no_list_in(page: Page, coordinator: Browser) -> None:
    fields = (await coordinator.open("/desk/enrolled")).form_with("list").fields
    screener = await joined(page, Role.SCREENER, "Sam")
    assert (await screener.open("/desk/enrolled")).status == 403
    shown = await screener.send({**fields, "trial": "start-net"}, "/desk/enrolled")
    assert shown.status == 403
    shown = await coordinator.send({**fields, "token": "x"}, "/desk/enrolled")
    assert shown.status == 403


async def test_the_log_and_the_worklist_come_by_pages(new_page: Page) -> None:
    many(new_page.store, 620)
    coordinator = await joined(new_page, Role.COORDINATOR, "Kim")
    first = await coordinator.open("/desk")
    assert "620 screenings · Page 1 of 13" in first.text
    assert "/desk?sort=-number&page=2" in first.links
    second = await coordinator.open("/desk?sort=-number&page=2")
    assert (len(numbers(first)), numbers(second)[0]) == (50, "S0570")
    assert numbers(await coordinator.open("/desk?page=9999"))[-1] == "S0001"
    for number in range(700, 760):
        new_page.store.add(answered({"I1.age": "62"}, number), "nurse", new_page.now)
    work = await coordinator.open("/desk/worklist?page=2")
    assert "60 screenings · Page 2 of 2" in work.text
    assert "/desk/worklist?page=1" in work.links
    assert not set(numbers(work)) & set(numbers(await coordinator.open("/desk/worklist")))
