"""The forms of a chat, filled in where Telegram opens them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.platforms.chat.roles import Role
from bot.platforms.web import cookies
from tests.bot.platforms.telegram.conftest import OWNER, SCREENER, STRANGER, quiet, say, settle
from tests.bot.platforms.web.mini_app.conftest import PUBLIC, App

if TYPE_CHECKING:
    from tests.bot.platforms.web.mini_app.conftest import Both
    from tests.botapi.phone import Phone


RESULTS = {
    "hb": "105 g/L",
    "plt": "230 10^9/L",
    "wbc": "5.1 10^9/L",
    "anc": "3.2 10^9/L",
    "ast": "0,45 µkat/L (<0,76)",
    "alt": "0,38 µkat/L (<1,1)",
    "bili": "9 µmol/L (<26)",
    "alb": "37 g/L",
}


async def until_asked(phone: Phone, kind: str) -> None:
    """Answer *not known* until a button of a kind is there."""
    await say(phone, "/screen")
    while not [data for data in buttons(phone) if data.startswith(kind)]:
        await phone.press(next(one for one in buttons(phone) if one.endswith(":unknown")))
        await phone.screen()


def buttons(phone: Phone) -> list[str]:
    return [data for row in phone.keyboard for _, data in row]


def opened(phone: Phone) -> list[str]:
    """Return the addresses that buttons of the newest question open."""
    assert phone.shown is not None
    found = [
        one["web_app"]["url"] for row in phone.shown.keyboard for one in row if "web_app" in one
    ]
    return [str(one) for one in found]


def answers(both: Both, token: str = "S0001") -> dict[str, str]:  # noqa: S107 - a screening
    stored = both.store.load(token)
    assert stored is not None
    return {item: kept.text for item, kept in stored.session.answers.items()}


async def test_the_panel_is_filled_in_and_the_chat_goes_on(both: Both, phone: Phone) -> None:
    await until_asked(phone, "o:")
    assert opened(phone) == [f"{PUBLIC}/app"]
    app = await both.app()
    await app.open()
    shown = await app.fill(**RESULTS)
    assert "105 g/L" in shown.text
    await settle(phone, "105 g/L")
    shown = await app.press("y:S0001")
    assert "nothing to fill in" in shown.text
    assert shown.forms == []
    assert answers(both)["I10.hb"] == "Hb: 105 g/L"
    await phone.until(lambda: any(one.startswith("a:S0001:I9") for one in buttons(phone)))
    assert opened(phone) == []
    assert phone.alerts == []


async def test_what_is_typed_into_the_panel_is_read_without_being_kept(
    both: Both, phone: Phone
) -> None:
    await until_asked(phone, "o:")
    app = await both.app()
    form = (await app.open()).form_with("panel", "1")
    read = await app.send({**form.fields, "value.I10.hb": "105 g/L"}, "/app/read")
    assert read.html == '{"items": {"I10.hb": "105 g/L"}, "lines": []}'
    assert "I10.hb" not in answers(both)


async def test_a_checklist_is_ticked_and_the_chat_shows_it_in_place(
    both: Both, phone: Phone
) -> None:
    await until_asked(phone, "t:")
    before, number = len(phone.messages), phone.shown and phone.shown.id
    app = await both.app()
    await app.open()
    lines = [one for one in app.shown.data if one.startswith("t:")]
    for data in lines:
        await app.press(data)
    await quiet(both)
    assert len(phone.messages) == before
    assert phone.shown is not None
    assert phone.shown.id == number
    done = [one for one in app.shown.data if one.startswith("d:")]
    await app.press(done[0])
    assert {answers(both)[one.split(":")[2]] for one in lines} == {"yes"}
    assert opened(phone) or not [one for one in buttons(phone) if one[:2] == "t:"]


async def test_the_same_form_is_taken_once(both: Both, phone: Phone) -> None:
    await until_asked(phone, "t:")
    app = await both.app()
    form = await app.open()
    data = next(one for one in form.data if one.startswith("t:"))
    fields = {**form.form_with("data", data).fields, "data": data}
    for _ in range(3):
        await app.send(fields)
    stored = both.store.load("S0001")
    assert stored is not None
    assert [one for one, tick in stored.session.ticks.items() if tick == "yes"] == [data[8:]]


async def test_a_form_that_is_not_asked_any_more_says_so_and_changes_nothing(
    both: Both, phone: Phone
) -> None:
    await until_asked(phone, "o:")
    app = await both.app()
    await app.open()
    await say(phone, "/date 2026-03-01")
    before = both.store.load("S0001")
    shown = await app.fill(hb="105 g/L")
    assert "earlier question" in shown.text
    assert both.store.load("S0001") == before
    await app.open()
    assert "105 g/L" in (await app.fill(hb="105 g/L")).text


async def test_a_button_that_is_not_on_the_form_does_nothing(both: Both, phone: Phone) -> None:
    await until_asked(phone, "o:")
    before = both.store.load("S0001")
    app = await both.app()
    form = await app.open()
    fields = form.form_with("panel", "1").fields
    for number, data in enumerate(("f:S0001", "v:log.csv", "k:8:yes", "e:S0001:I1.age", "zz", "")):
        assert (await app.send({**fields, "key": str(number), "data": data})).status == 200
    assert both.store.load("S0001") == before


async def test_an_identity_is_dropped_as_in_the_chat(both: Both, phone: Phone) -> None:
    await until_asked(phone, "o:")
    app = await both.app()
    await app.open()
    shown = await app.fill(hb="19121212-1212")
    assert "1212" not in shown.text
    await quiet(both)
    assert all("1212" not in one.text for one in phone.messages)


async def test_what_is_filled_in_is_an_answer_whatever_the_chat_waits_for(
    both: Both, phone: Phone
) -> None:
    await until_asked(phone, "o:")
    await say(phone, "/outcome S0001")
    chat = both.store.within(lambda unit: unit.messaging.chat(OWNER))
    app = await both.app()
    await app.open()
    await app.fill(hb="105 g/L")
    assert chat is not None
    assert "105 g/L" in app.shown.text


async def test_what_telegram_did_not_say_lets_nobody_in(both: Both) -> None:
    app = await both.app(STRANGER)
    assert app.status == 403
    assert await app.enter(both.data(OWNER, both.now - timedelta(hours=2))) == 403
    assert await app.enter(both.data(OWNER).replace("Kim", "Ken")) == 403
    assert await app.enter(both.data(OWNER), Origin="https://evil.example") == 403
    assert await app.enter(both.data(OWNER)) == 200
    assert await app.enter(both.data(OWNER)) == 403
    assert await app.enter(both.data(OWNER, query_id="another")) == 200


async def test_whoever_is_revoked_is_out_at_once(both: Both, phone: Phone) -> None:
    await say(phone, "/start")
    both.store.within(lambda unit: unit.members.join(SCREENER, Role.SCREENER.value, "S", both.now))
    app = await both.app(SCREENER)
    assert (await app.open()).status == 200
    both.store.within(lambda unit: unit.members.leave(SCREENER))
    assert (await app.open()).status == 403


async def test_a_token_counts_for_an_hour(both: Both) -> None:
    app = await both.app()
    assert (await app.open()).status == 200
    both.now += timedelta(minutes=61)
    assert (await app.open()).status == 403


async def test_a_token_is_no_cookie_and_a_cookie_is_no_token(both: Both) -> None:
    app = await both.app()
    secure = {"Cookie": f"{cookies.SECURE_NAME}={app.token}"}
    for path in ("/", "/desk", "/account"):
        for headers in (secure, app.headers):
            async with app.session.get(both.address + path, headers=headers) as answer:
                text = await answer.text()
            assert "Sign in" in text or "There is no such page" in text
    other = App(both.address, app.session, token="A" * 43)
    assert (await other.open()).status == 403
    fields = {"token": cookies.form_token(app.token), "data": "x"}
    async with app.session.post(f"{both.address}/app/form", data=fields) as answer:
        assert answer.status == 403


async def test_only_telegram_may_show_it_inside_another_page(both: Both) -> None:
    app = await both.app()
    for path in ("/app", "/app/form", "/", "/sign-in"):
        async with app.session.get(both.address + path, headers=app.headers) as answer:
            framed = answer.headers["Content-Security-Policy"].split("frame-ancestors ")[1]
            own = path == "/app"
            assert framed.split(";")[0] == ("https://web.telegram.org" if own else "'none'")
            assert ("X-Frame-Options" in answer.headers) is not own
            assert answer.headers["Cache-Control"] == "no-store"
            assert "Set-Cookie" not in answer.headers or not path.startswith("/app")


@pytest.mark.parametrize("web", ["", "http://localhost:8080", "https://localhost"])
async def test_without_a_public_address_the_chat_has_no_such_button(
    both: Both, phone: Phone, web: str
) -> None:
    await both.stop()
    both.more = {"listen": both.listen, **({"web": web} if web else {})}
    await both.start()
    await until_asked(phone, "o:")
    assert opened(phone) == []
    app = App(both.address, (await both.app()).session)
    async with app.session.get(f"{both.address}/app") as answer:
        assert answer.status == 404
