"""HTML as Telegram reads it: plain text and entities, or why it can't be parsed.

Follows Telegram's own parser step by step, so that it takes what that takes and refuses what that
refuses; only ``tg-emoji`` and ``tg-time``, which bots of this kind have no use for, are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from string import ascii_lowercase, ascii_uppercase
from typing import Any

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_SIGN = re.compile(r"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_LONGEST_NUMBER = 9
_LAST_CHARACTER = 0x10FFFF

_SPACE = r" \t\r\n\0\v"
_START = re.compile(rf"<([^{_SPACE}>]*)")
_END = re.compile(rf"</([^{_SPACE}>]*)[{_SPACE}]*")
_GAP = re.compile(rf"[{_SPACE}]*")
_NAME = re.compile(rf"([^{_SPACE}=>/'\"]*)[{_SPACE}]*")
_TOKEN = re.compile(r"[0-9A-Za-z.-]*")
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_MARK = re.compile("[&<]")
_INVALID = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)


class UnparsableError(ValueError):
    """The text can't be parsed; says where and why."""


@dataclass(slots=True)
class _Open:
    """A tag that waits for its end."""

    tag: str
    argument: str
    start: int
    text_start: int


def units(text: str) -> int:
    """Count UTF-16 code units, which is how Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse(html: str) -> tuple[str, list[dict[str, Any]]]:
    """Return the plain text of an HTML text, and its entities."""
    if "<" not in html and "&" not in html:
        return html, []
    return _Reader(html).read()


@dataclass(slots=True)
class _Reader:
    """Reads one text."""

    html: str
    text: str = ""
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def read(self) -> tuple[str, list[dict[str, Any]]]:
        at = 0
        while found := _MARK.search(self.html, at):
            self._add(self.html[at : found.start()])
            at = found.start()
            if found[0] == "&":
                sign, at = _sign(self.html, at)
                self._add(sign)
            elif self.html.startswith("/", at + 1):
                at = self._end(at)
            else:
                at = self._start(at)
        self._add(self.html[at:])
        if self.open:
            tag = self.open[-1].tag
            raise UnparsableError(f'Can\'t find end tag corresponding to start tag "{tag}"')
        if any("\ud800" <= char <= "\udfff" for char in self.text):
            raise UnparsableError(_INVALID)
        self.entities.sort(key=lambda one: (one["offset"], -one["length"]))
        return self.text, self.entities

    def _add(self, text: str) -> None:
        self.text += text
        self.length += units(text)

    def _place(self, at: int) -> str:
        return f"at byte offset {len(self.html[:at].encode('utf-8', 'surrogatepass'))}"

    def _start(self, begin: int) -> int:
        found = _START.match(self.html, begin)
        assert found is not None
        at = found.end()
        if at == len(self.html):
            raise UnparsableError(f"Unclosed start tag {self._place(begin)}")
        tag = found[1].translate(_LOWER)
        if tag not in _TYPES:
            raise UnparsableError(f'Unsupported start tag "{tag}" {self._place(begin)}')
        argument, at = self._attributes(begin, tag, at)
        if tag == "span" and argument != "spoiler":
            raise UnparsableError(f'Tag "span" must have class "tg-spoiler" {self._place(begin)}')
        self.open.append(_Open(tag, argument, self.length, len(self.text)))
        return at + 1

    def _attributes(self, begin: int, tag: str, at: int) -> tuple[str, int]:
        """Read a tag's attributes; what counts of them, and where the tag ends."""
        argument = ""
        while True:
            at = _skip(_GAP, self.html, at)
            if self.html.startswith(">", at):
                return argument, at
            found = _NAME.match(self.html, at)
            assert found is not None
            name, at = found[1], found.end()
            if not name:
                why = f'Empty attribute name in the tag "{tag}"'
                raise UnparsableError(f"{why} {self._place(begin)}")
            if at == len(self.html):
                raise UnparsableError(f'Unclosed start tag "{tag}" {self._place(begin)}')
            value = ""
            if self.html[at] == "=":
                at = _skip(_GAP, self.html, at + 1)
                if at == len(self.html):
                    raise UnparsableError(f'Unclosed start tag "{tag}" {self._place(begin)}')
                value, at = self._attribute(begin, at)
            argument = _argument(tag, name, value, argument)

    def _attribute(self, begin: int, at: int) -> tuple[str, int]:
        """Read an attribute's value; the value, and where it ends."""
        quote = self.html[at : at + 1]
        if quote and quote not in "'\"":
            end = _skip(_TOKEN, self.html, at)
            if end < len(self.html) and self.html[end] not in " \t\r\n\0\v>":
                raise UnparsableError(f"Unexpected end of name token {self._place(at)}")
            value = self.html[at:end].lower()
        else:
            value, end = self._quoted(quote, at + 1)
        if end >= len(self.html):
            raise UnparsableError(f"Unclosed start tag {self._place(begin)}")
        return value, end

    def _quoted(self, quote: str, at: int) -> tuple[str, int]:
        value = ""
        while at < len(self.html) and self.html[at] != quote:
            if self.html[at] == "&":
                sign, at = _sign(self.html, at)
                value += sign
            else:
                value += self.html[at]
                at += 1
        return value, at + 1

    def _end(self, begin: int) -> int:
        if not self.open:
            raise UnparsableError(f"Unexpected end tag {self._place(begin)}")
        found = _END.match(self.html, begin)
        assert found is not None
        if not self.html.startswith(">", found.end()):
            raise UnparsableError(f"Unclosed end tag {self._place(begin)}")
        opened, name = self.open.pop(), found[1].translate(_LOWER)
        if name not in ("", opened.tag):
            why = f'expected "</{opened.tag}>", found "</{name}>"'
            raise UnparsableError(f"Unmatched end tag {self._place(begin)}, {why}")
        if self.length > opened.start:
            self._entity(opened)
        return found.end() + 1

    def _entity(self, opened: _Open) -> None:
        """Keep what a tag that is now closed means."""
        kind, argument = _TYPES[opened.tag], opened.argument
        made: dict[str, Any] = {
            "type": kind,
            "offset": opened.start,
            "length": self.length - opened.start,
        }
        if kind == "text_link":
            made["url"] = argument or self.text[opened.text_start :]
            if not re.match(r"(?:https?|tg|tonsite|mailto|tel)?:?[^\s]+[.:/][^\s]", made["url"]):
                return
        if kind == "blockquote" and argument:
            made["type"] = "expandable_blockquote"
        if kind == "code" and argument and self.open and self.open[-1].tag == "pre":
            self.open[-1].argument = argument
            return
        if kind == "pre" and argument:
            made["language"] = argument
        self.entities.append(made)


def _argument(tag: str, name: str, value: str, before: str) -> str:
    """Return what a tag's attribute says, where the tag has a use for it."""
    match tag, name:
        case "a", "href":
            return value
        case "code", "class" if value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "blockquote", "expandable":
            return "1"
        case _:
            return before


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    assert found is not None
    return found.end()


def _sign(text: str, at: int) -> tuple[str, int]:
    """Read what begins with an ampersand; unknown signs stay as they are."""
    found = _SIGN.match(text, at)
    assert found is not None
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        return (_NAMED[name], found.end()) if name in _NAMED else ("&", at + 1)
    number = int(hexadecimal or "0", 16) if decimal is None else int(decimal or "0")
    long = len(found[0].rstrip(";")) > _LONGEST_NUMBER
    if number == 0 or number >= _LAST_CHARACTER or long:
        return "&", at + 1
    return chr(number), found.end()
