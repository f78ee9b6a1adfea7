"""A browser without JavaScript: it asks for pages, reads their forms, and sends them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Self

from aiohttp import ClientSession, CookieJar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

OUTCOMES = ("#eligible", "#not_eligible", "#pending")
_BLOCKS = frozenset(("p", "li", "h1", "h2", "div", "button", "tr", "th", "td", "summary", "pre"))


@dataclass
class Form:
    """A form: where it goes, what it holds already, and its buttons."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, value and label of each."""


class _Reader(HTMLParser):
    """Reads a page's forms and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.text: list[str] = []
        self._inside = False
        self._button: tuple[str, str] | None = None
        self._label = ""
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self.text.append("\n")
        if tag == "form":
            self._inside = True
            self.forms.append(Form(given.get("action", "")))
        elif tag in ("input", "textarea") and self._inside:
            self.forms[-1].fields[given["name"]] = given.get("value", "")
        elif tag == "select" and self._inside:
            self._select = given["name"]
            self.forms[-1].fields[self._select] = ""
        elif tag == "option" and "selected" in given and "value" in given:
            self.forms[-1].fields[self._select] = given["value"]
        elif tag == "button":
            self._button = (given.get("name", ""), given.get("value", ""))
            self._label = ""
        elif tag == "a":
            self.links.append(given["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.text.append("\n")
        if tag == "form":
            self._inside = False
        if tag == "button" and self._button is not None:
            if self._inside:
                self.forms[-1].buttons.append((*self._button, " ".join(self._label.split())))
            self._button = None

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        self._label += data


@dataclass
class Shown:
    """A page as somebody sees it."""

    status: int
    url: str
    headers: Mapping[str, str]
    html: str

    def __post_init__(self) -> None:
        """Read it."""
        reader = _Reader()
        reader.feed(self.html)
        self.forms, self.links = reader.forms, reader.links
        lines = (" ".join(line.split()) for line in "".join(reader.text).split("\n"))
        self.text = "\n".join(line for line in lines if line)

    @property
    def data(self) -> list[str]:
        """The callback data of every button, in order."""
        return [value for form in self.forms for name, value, _ in form.buttons if name == "data"]

    def kinds(self) -> dict[str, list[str]]:
        """The callback data by their letters."""
        found: dict[str, list[str]] = {}
        for data in self.data:
            found.setdefault(data.partition(":")[0], []).append(data)
        return found

    @property
    def outcome(self) -> str | None:
        """The outcome that a summary ends with."""
        return next((line for line in self.text.split("\n") if line in OUTCOMES), None)

    def form_with(self, name: str, value: str | None = None) -> Form:
        """Return the form that has a field, or a button of that value."""
        for form in self.forms:
            pressed = any(one[:2] == (name, value) for one in form.buttons)
            if pressed or (value is None and name in form.fields):
                return form
        raise AssertionError(f"no {name}={value} on the page:\n{self.text}")


class Browser:
    """One person's browser."""

    def __init__(self, url: str, language: str = "en") -> None:
        self.url = url
        self.session = ClientSession(
            cookie_jar=CookieJar(unsafe=True), headers={"Accept-Language": language}
        )
        self.page = Shown(0, "", {}, "")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        await self.session.close()

    @property
    def cookie(self) -> str:
        """The cookie that says who this is."""
        return next(one.value for one in self.session.cookie_jar if one.key == "bedside")

    async def open(self, path: str = "/") -> Shown:
        """Ask for a page."""
        async with self.session.get(self.url + path) as response:
            html = await response.text()
            self.page = Shown(response.status, str(response.url), response.headers, html)
        return self.page

    async def send(self, fields: Mapping[str, str], action: str = "/", **headers: str) -> Shown:
        """Send a form."""
        async with self.session.post(self.url + action, data=fields, headers=headers) as response:
            html = await response.text()
            self.page = Shown(response.status, str(response.url), response.headers, html)
        return self.page

    async def press(self, value: str, name: str = "data", page: Shown | None = None) -> Shown:
        """Press a button of the page, or of another page that is still open."""
        form = (page or self.page).form_with(name, value)
        return await self.send({**form.fields, name: value}, form.action)

    async def write(self, text: str, page: Shown | None = None) -> Shown:
        """Write a text and send it."""
        form = (page or self.page).form_with("text")
        return await self.send({**form.fields, "text": text}, form.action)


_PRESSES = {"no": 0, "yes": 1, "unknown": 2}
_TRIES = 2


async def screened(browser: Browser, answers: Mapping[str, str], most: int = 200) -> Shown:
    """Answer what is asked until the summary is there; the summary."""
    asked: dict[str, int] = {}
    page = browser.page
    for _ in range(most):
        if page.outcome is not None:
            return page
        found = page.kinds()
        if "x" in found:
            page = await browser.press(found["y"][0])
        elif "t" in found:
            page = await _tick(browser, answers)
        elif "o" in found:
            page = await browser.press(found["o"][0])
        elif "a" in found:
            item = found["a"][0].split(":")[2]
            asked[item] = asked.get(item, 0) + 1
            wanted = answers.get(item, "unknown") if asked[item] <= _TRIES else "unknown"
            fitting = [one for one in found["a"] if one.split(":")[2:] == [item, wanted]]
            page = await (browser.press(fitting[0]) if fitting else browser.write(wanted))
        else:
            page = await browser.press(found["g"][0])
    raise AssertionError(f"no summary after {most} answers:\n{page.text}")


async def _tick(browser: Browser, answers: Mapping[str, str]) -> Shown:
    """Go through a checklist, which begins with no everywhere."""
    lines = [one.split(":")[2] for one in browser.page.kinds()["t"]]
    ticked = False
    for item in lines:
        for _ in range(_PRESSES[answers.get(item, "unknown")]):
            data = next(
                one for one in browser.page.data if one.endswith(f":{item}") and one[0] == "t"
            )
            await browser.press(data)
            ticked = True
    return await browser.press(browser.page.kinds()["d" if ticked else "n"][0])
