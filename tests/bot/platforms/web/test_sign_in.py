"""Who comes in and how: the owner's link, invitations, links that sign in, ways out, limits."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from yarl import URL

from bot.logs import configure
from bot.platforms.chat.invitations import digest, invitation, sign_in_code
from bot.platforms.chat.roles import Role
from bot.platforms.web import cookies
from bot.store import Passkey

if TYPE_CHECKING:
    import pytest

    from bot.store import UnitOfWork
    from tests.bot.platforms.web.browser import Browser, Shown
    from tests.bot.platforms.web.conftest import Page


def code_for(page: Page, role: Role) -> str:
    """Return the code of a new invitation."""
    return page.store.within(lambda unit: invitation(unit, role, page.now))


async def joined(page: Page, role: Role, name: str) -> Browser:
    """Return the browser of somebody who has taken an invitation."""
    browser = await page.browser()
    await browser.open(f"/join/{code_for(page, role)}")
    form = browser.page.form_with("name")
    await browser.send({**form.fields, "name": name}, form.action)
    await browser.open()
    return browser


def link_in(page: Shown, path: str) -> str:
    """Return the path of the link that a page shows."""
    found = re.search(rf"/{path}/[A-Za-z0-9_-]+", page.text)
    assert found is not None, page.text
    return found[0]


async def test_a_stranger_is_told_whom_to_ask_and_can_do_nothing(page: Page) -> None:
    browser = await page.browser()
    assert "Ask whoever runs this page for an invitation." in browser.page.text
    token = cookies.form_token(browser.cookie)
    for fields in ({"text": "/screen"}, {"data": "m:screen"}, {"text": "62", "begin": "1"}):
        shown = await browser.send({"token": token, "key": "1", **fields})
        assert shown.status == 403
    assert list(page.store.everything()) == []
    assert (await browser.open("/account")).form_with("token").action != "/account"


async def test_the_first_to_open_the_link_owns_the_page(page: Page) -> None:
    access = page.server.parts.environment.access
    code = page.store.within(lambda unit: access.claim_code(unit, page.now))
    browser = await page.browser()
    shown = await browser.open(f"/join/{code}")
    assert "You are invited as owner." in shown.text
    form = shown.form_with("name")
    shown = await browser.send({**form.fields, "name": "Kim Berg"}, form.action)
    assert "Signed in as Kim Berg, owner." in shown.text
    other = await page.browser()
    assert (await other.open(f"/join/{code}")).status == 410


async def test_an_invitation_makes_one_member_of_its_role(page: Page) -> None:
    code = code_for(page, Role.COORDINATOR)
    first, second = await page.browser(), await page.browser("sv")
    await first.open(f"/join/{code}")
    await second.open(f"/join/{code}")
    form = first.page.form_with("name")
    await first.send({**form.fields, "name": "A"}, form.action)
    form = second.page.form_with("name")
    shown = await second.send({**form.fields, "name": "B"}, form.action)
    assert shown.status == 410
    assert "Länken är använd" in shown.text
    members = page.store.within(lambda unit: unit.members.all())
    assert [(one.name, one.role, one.user_id) for one in members] == [("A", "coordinator", -1)]


async def test_a_screener_screens_and_may_not_see_the_log(page: Page) -> None:
    browser = await joined(page, Role.SCREENER, "Sam")
    assert "S0001" in (await browser.write("/screen")).text
    assert "not part of your role" in (await browser.write("/log")).text
    assert "not part of your role" in (await browser.write("/invite owner")).text
    other = await joined(page, Role.SCREENER, "Ola")
    assert "no such screening" in (await other.write("/resume S0001")).text
    shown = await other.press("m:pending")
    form = shown.form_with("text")
    shown = await other.send({**form.fields, "data": "a:S0001:I1.age:unknown"})
    assert "no such screening" in shown.text
    assert page.store.events("S0001") == []


async def test_an_owner_invites_and_revokes_at_once(page: Page) -> None:
    owner = await joined(page, Role.OWNER, "Kim")
    shown = await owner.write("/invite screener")
    guest = await page.browser()
    form = (await guest.open(link_in(shown, "join"))).form_with("name")
    await guest.send({**form.fields, "name": "Sam"}, form.action)
    before = await guest.open()
    page.store.within(lambda unit: unit.web.add_key(Passkey("cred", -2, "key", 0, page.now)))
    assert "Sam" in (await owner.write("/members")).text
    await owner.press("k:-2")
    assert "Sam can't use the bot any more." in (await owner.press("k:-2:yes")).text
    assert (await guest.write("/screen", before)).status == 403
    assert "invited people only" in (await guest.open()).text
    assert page.store.within(lambda unit: unit.web.keys_of(-2)) == []


async def test_a_link_signs_in_once_and_only_when_it_is_pressed(page: Page) -> None:
    one = await joined(page, Role.SCREENER, "Sam")
    await one.open("/account")
    shown = await one.press("link", "do")
    assert "<svg" in shown.html
    link = link_in(shown, "in")
    phone = await page.browser()
    await phone.open(link)
    await phone.open(link)
    form = phone.page.form_with("code")
    assert "Signed in as Sam, screener." in (await phone.send(form.fields, form.action)).text
    again = await page.browser()
    form = (await again.open(link)).form_with("code")
    assert (await again.send(form.fields, form.action)).status == 410
    await one.write("/screen", await one.open())
    assert "S0001" in (await phone.open()).text


async def test_a_member_of_telegram_is_the_same_person_on_the_page(page: Page) -> None:
    def work(unit: UnitOfWork) -> str:
        unit.members.join(77, "screener", "Kim", page.now)
        return sign_in_code(unit, 77, page.now)

    code = page.store.within(work)
    browser = await page.browser()
    form = (await browser.open(f"/in/{code}")).form_with("code")
    await browser.send(form.fields, form.action)
    await browser.open()
    await browser.write("/screen")
    stored = page.store.load("S0001")
    assert stored is not None
    assert stored.owner == "telegram:77"


async def test_signing_out_everywhere_ends_every_login(page: Page) -> None:
    one = await joined(page, Role.SCREENER, "Sam")
    await one.open("/account")
    link = link_in(await one.press("link", "do"), "in")
    phone = await page.browser()
    form = (await phone.open(link)).form_with("code")
    await phone.send(form.fields, form.action)
    await phone.press("everywhere", "do")
    for browser in (one, phone):
        assert "invited people only" in (await browser.open()).text


async def test_who_was_away_for_long_signs_in_anew(page: Page) -> None:
    browser = await joined(page, Role.SCREENER, "Sam")
    await page.restart(hours=7)
    assert "New screening" in (await browser.open()).text
    await page.restart(hours=7)
    assert "New screening" in (await browser.open()).text
    await page.restart(hours=9)
    assert "invited people only" in (await browser.open()).text


async def test_a_page_that_only_listens_is_not_in_use(page: Page) -> None:
    browser = await joined(page, Role.SCREENER, "Sam")
    page.now += timedelta(hours=5)
    async with browser.session.get(f"{browser.url}/events") as response:
        assert (await response.content.readline()).startswith(b"event: tag")
    page.now += timedelta(hours=4)
    assert "invited people only" in (await browser.open()).text


async def test_people_are_told_that_a_link_signed_them_in(page: Page) -> None:
    one = await joined(page, Role.SCREENER, "Sam")
    await one.write("/screen")
    await one.open("/account")
    link = link_in(await one.press("link", "do"), "in")
    phone = await page.browser()
    form = (await phone.open(link)).form_with("code")
    await phone.send(form.fields, form.action)
    assert "Somebody signed in as you with a link, 2026-03-31 09:30." in (await one.open()).text
    assert "Somebody signed in" not in (await one.write("62")).text


async def test_the_log_tells_who_came_in_who_tried_and_who_was_refused(
    page: Page, capfd: pytest.CaptureFixture[str]
) -> None:
    configure()  # to the standard error that is looked at here
    code = code_for(page, Role.SCREENER)
    browser = await page.browser()
    form = (await browser.open(f"/join/{code}")).form_with("name")
    await browser.send({**form.fields, "name": "Sam"}, form.action)
    for _ in range(2):
        assert (await browser.send({**form.fields, "name": "Sam"}, form.action)).status == 403
    token = cookies.form_token(browser.cookie)
    for number in range(11):
        await browser.send({"token": token, "code": f"s-{number}"}, "/in")
    for _ in range(30):
        await browser.open("/desk")
    told = capfd.readouterr().err
    lines = [json.loads(line) for line in told.splitlines()]
    told_of = Counter((one["event"], one.get("by", ""), one.get("where", "")) for one in lines)
    assert told_of == {
        ("signed in", "invitation", ""): 1,
        ("sign-in failed", "link", ""): 10,
        ("too many attempts to sign in", "", ""): 1,
        ("refused", "", "/join"): 2,
        ("refused", "", "/desk"): 8,
    }
    assert lines[0]["who"] == "web:1"
    for secret in (code, "Sam", browser.cookie, digest(browser.cookie), "s-1"):
        assert secret not in told


async def test_signing_in_changes_the_cookie_and_none_is_taken_over(page: Page) -> None:
    browser = await page.browser()
    planted = browser.cookie
    code = code_for(page, Role.SCREENER)
    form = (await browser.open(f"/join/{code}")).form_with("name")
    await browser.send({**form.fields, "name": "Sam"}, form.action)
    assert browser.cookie != planted
    assert page.store.within(lambda unit: unit.web.login(digest(planted))) is None
    assert page.store.within(lambda unit: unit.web.login(digest(browser.cookie))) is not None


async def test_a_cookie_that_somebody_made_up_is_never_anybodys(open_page: Page) -> None:
    browser = await open_page.browser()
    made_up = "A" * 43
    token = cookies.form_token(made_up)
    fields = {"token": token, "key": "1", "text": "/screen"}
    browser.session.cookie_jar.clear()
    browser.session.cookie_jar.update_cookies({cookies.NAME: made_up}, URL(browser.url))
    assert "S0001" in (await browser.send(fields)).text
    assert browser.cookie != made_up


async def test_codes_cannot_be_tried_for_long(page: Page) -> None:
    browser = await page.browser()
    token = cookies.form_token(browser.cookie)
    found = [
        (await browser.send({"token": token, "code": f"s-{number}"}, "/in")).status
        for number in range(12)
    ]
    assert found == [410] * 10 + [429] * 2


async def test_cookies_are_for_this_page_alone(page: Page) -> None:
    page.more["web"] = "https://bedside.example.org"
    await page.restart()
    async with (await page.browser()).session.get(
        f"http://{page.listen}/", headers={"Host": "bedside.example.org"}
    ) as response:
        cookie = response.headers["Set-Cookie"]
        assert cookie.startswith("__Host-bedside=")
        for word in ("HttpOnly", "Secure", "SameSite=Strict", "Path=/"):
            assert word in cookie
        assert "Domain" not in cookie
        assert "max-age" in response.headers["Strict-Transport-Security"]


async def test_a_chat_gives_the_link_only_where_the_page_is_served(page: Page) -> None:
    browser = await joined(page, Role.SCREENER, "Sam")
    assert link_in(await browser.write("/link"), "in")
