"""What somebody may try: each is answered plainly, and changes nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from yarl import URL

from bot.logs import configure
from bot.platforms.chat.roles import Role
from bot.platforms.web import cookies, visit
from bot.platforms.web.conversation import Conversation
from tests.bot.platforms.web.test_sign_in import joined

if TYPE_CHECKING:
    from tests.bot.platforms.web.browser import Browser
    from tests.bot.platforms.web.conftest import Page

FORMS = ("/", "/read", "/file", "/join", "/in", "/account", "/desk/screening", "/desk/people")
FORGED = (
    *("a:S0001:I1.age", "a:S0001:I1.age:62:63", "a::I1.age:62", "a:S9999:I1.age:62", "zz:1", ""),
    *("a:S0001:NO.SUCH:yes", "a:S0001:CTX.sex:robot", "t:S0001:I1.age", "y:S0001", "x:S0001"),
    *("e:S0001:__proto__", "q:S0001:-1", "q:S0001:99999999999999999999", "w:S0001:because"),
    *("a:S0001:CTX.sex:" + "x" * 100, "k:-1:yes", "j:S0001:I8.prrt_choice:yes"),
    *("u:S0001:outcome:died", "v:log.csv", "i:S0001", "m:screen:../../etc/passwd", "l:xx\x00"),
)


@pytest.mark.parametrize("path", FORMS)
async def test_a_form_of_another_page_is_refused(page: Page, path: str) -> None:
    browser = await joined(page, Role.OWNER, "Kim")
    right = cookies.form_token(browser.cookie)
    fields = {"text": "/screen", "key": "1", "invite": "owner", "do": "everywhere", "open": "S0001"}
    for token in ("", "x", right[:-1], cookies.form_token("A" * 43)):
        assert (await browser.send({**fields, "token": token}, path)).status == 403
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        shown = await browser.send({**fields, "token": right}, path, **headers)
        assert shown.status == 403
        assert "This page was too old" in shown.text
    assert list(page.store.everything()) == []
    assert len(page.store.within(lambda unit: unit.members.all())) == 1
    assert "New screening" in (await browser.open()).text


async def test_forged_buttons_change_nothing_that_they_should_not(open_page: Page) -> None:
    owner, other = await open_page.browser(), await open_page.browser()
    await owner.write("/screen")
    await owner.write("62")
    before = open_page.store.load("S0001")
    page = await other.write("/screen")
    fields = page.form_with("text").fields
    for number, data in enumerate((*FORGED, "f:S0001", "r:S0001", "e:S0001:I1.age")):
        shown = await other.send({**fields, "key": str(number), "data": data})
        assert shown.status == 200, data
    assert open_page.store.load("S0001") == before
    await owner.open()
    for number, data in enumerate(FORGED):
        form = owner.page.form_with("text")
        shown = await owner.send({**form.fields, "key": f"o{number}", "data": data})
        assert shown.status == 200, data
    after = open_page.store.load("S0001")
    assert after is not None
    assert {item: one.text for item, one in after.session.answers.items()} == {"I1.age": "62"}


async def test_another_persons_screening_is_neither_shown_nor_changed(open_page: Page) -> None:
    owner, other = await open_page.browser(), await open_page.browser()
    await owner.write("/screen")
    await owner.write("62")
    await other.write("/screen")
    for text in (
        *("/resume S0001", "/forget S0001", "/checklist S0001", "/again S0001"),
        *("/outcome S0001 died", "/remind S0001 tomorrow", "/calendar S0001"),
    ):
        shown = await other.write(text)
        assert "62 years" not in shown.text
        assert shown.status == 200
    stored = open_page.store.load("S0001")
    assert stored is not None
    assert stored.purged is None
    assert open_page.store.follow_up("S0001") == ()


@pytest.mark.parametrize(
    "path",
    [
        *("/static/../bedside.db", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/"),
        *("/static/%00", "/../../etc/passwd", "/desk/picture/..%2f..%2fapp", "/bedside.db"),
    ],
)
async def test_no_path_leads_out_of_what_is_served(open_page: Page, path: str) -> None:
    browser = await open_page.browser()
    url = URL(open_page.url + path, encoded=True)
    async with browser.session.get(url) as response:
        assert response.status in (400, 403, 404)
        text = await response.text()
    assert "root:" not in text
    assert "import" not in text


async def raw(page: Page, request: bytes) -> bytes:
    """Send bytes, and return what is answered until the connection ends or is quiet."""
    host, port = page.listen.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    await writer.drain()
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    return answer


async def test_no_line_break_becomes_a_header(open_page: Page) -> None:
    for path in (b"/?x=%0d%0aSet-Cookie:%20a=b", b"/join/%0d%0aSet-Cookie:%20a=b"):
        request = b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        head = (await raw(open_page, request)).partition(b"\r\n\r\n")[0]
        assert head.startswith(b"HTTP/1.1")
        assert b"a=b" not in head


async def test_a_request_for_another_host_is_refused(open_page: Page) -> None:
    request = b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    assert (await raw(open_page, request)).startswith(b"HTTP/1.1 421")
    request = b"GET / HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n"
    assert (await raw(open_page, request)).startswith(b"HTTP/1.1 4")


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/x-www-form-urlencoded", b"text=" + b"x" * (visit.LARGEST + 1), 413),
        ("application/x-www-form-urlencoded", b"&".join([b"a=1"] * 1000), 400),
        ("application/x-www-form-urlencoded", b"text=\xff\xfe", 400),
        ("application/x-www-form-urlencoded", b"text=%ff%fe", 400),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("application/json", b"{}", 415),
        ("text/plain", b"text=62", 415),
    ],
    ids=["large", "many-fields", "no-utf-8", "no-utf-8-escaped", "multipart", "json", "plain"],
)
async def test_what_is_no_form_is_refused_in_a_sentence(
    open_page: Page, kind: str, body: bytes, status: int
) -> None:
    browser = await open_page.browser()
    async with browser.session.post(
        open_page.url, data=body, headers={"Content-Type": kind}
    ) as response:
        assert response.status == status
        assert "Nothing was taken" in await response.text() or status == 413


async def test_who_sends_too_slowly_is_not_waited_for(
    open_page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visit, "PATIENCE", 0.2)
    head = (
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\nConnection: close\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\ntext="
    )
    host, port = open_page.listen.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(head)
    answer = await asyncio.wait_for(reader.read(), 10)
    writer.close()
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"took too long" in answer


async def test_a_connection_on_which_nothing_comes_is_closed(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.web.service.app.PATIENCE", 0.2)
    await page.restart()
    host, port = page.listen.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET / HTTP/1.1\r\nHost: loc")
    assert await asyncio.wait_for(reader.read(), 10) == b""
    writer.close()


async def test_every_answer_tells_browsers_to_keep_it_to_themselves(page: Page) -> None:
    browser = await joined(page, Role.OWNER, "Kim")
    for path in ("/", "/sign-in", "/account", "/desk", "/desk/people", "/nothing", "/health"):
        headers = (await browser.open(path)).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert "Server" not in headers


async def test_titles_and_addresses_hold_nothing_of_a_screening(open_page: Page) -> None:
    browser = await open_page.browser()
    await browser.write("/screen")
    page = await browser.write("62")
    assert "<title>Bedside</title>" in page.html
    assert URL(page.url).path_qs == "/"
    assert all("S0001" not in link for link in page.links)


async def test_nothing_that_was_written_is_in_the_log(
    open_page: Page, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure()  # to the standard error that is looked at here
    browser = await open_page.browser()
    await browser.write("/screen")
    await browser.write("Kalle Kula 62")
    await fail(browser)

    def read(*given: object) -> None:
        raise ValueError(given)

    monkeypatch.setattr(Conversation, "read", read)
    assert (
        await browser.send({**browser.page.form_with("text").fields, "text": "Kula"})
    ).status == 500
    out, err = capfd.readouterr()
    assert "request failed" in err
    assert "Kula" not in out + err


async def fail(browser: Browser) -> None:
    """Have the page fail while it handles a text."""
    page = browser.page.form_with("text")
    store = page.fields
    await browser.send({**store, "text": "Kalle Kula", "screen": "9" * 400})
    await browser.send({**store, "text": "\ud800 Kalle Kula".encode("utf-8", "replace").decode()})
