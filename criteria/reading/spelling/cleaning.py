"""Make pasted text plain before it is read: entities, tags, odd spaces, superscripts.

Nothing here may change which number is meant: a superscript keeps a mark of its own, and a
character that merely contains a digit (①, ½) becomes one that nothing understands.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

STRANGE = "\ufffd"
"""Stands for what must not be read."""

_SUPER = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
_FIXED = {
    **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u2028\u2029\u0085", " "),
    **dict.fromkeys("\v\f\r", "\n"),
    **dict.fromkeys("\u2212\u2010\u2011\u2012\u2013\u2014\u2015\u2043\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2019\u2018\u02bc`\u00b4\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("⩽≦", "≤"),
    **dict.fromkeys("⩾≧", "≥"),
    **dict.fromkeys("\u223c\u2053\u301c\u02dc", "~"),
    "\u02c6": "^",
    "\u00ad": "",
    "\ufe0f": "",
    "μ": "µ",
    "µ": "µ",
    "㎡": "m2",
    "㎣": "mm3",
}
_DIGITS = frozenset("0123456789" + "".join(map(chr, range(0xFF10, 0xFF1A))))
_CHUNK = 1000
_CELL = re.compile(r"</?(?:td|th)(?:\s[^<>]{0,200})?>", re.IGNORECASE)
_BLOCK = re.compile(r"<(?:/?(?:tr|p|div|li|ul|table|tbody|thead)|br ?/?)>", re.IGNORECASE)
_RAISED = re.compile(r"<sup>|<sub>", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:sup|sub|b|i|strong|em|span|u)>", re.IGNORECASE)
_SPECIMEN = re.compile(r"(?<=(?<![^\W_])[BPSU])_(?=[^\W\d_])")
"""Between a specimen and a name, as Czech laboratories write it: S_ALT is S-ALT."""
_LEADERS = re.compile(r"(?:\.[ ]?){4,}")
"""The dots that lead from a name to its value in another column."""
_MOJIBAKE = re.compile("Â(?=[µ°²³· \u00a0])")


@lru_cache(maxsize=65536)
def _plain(char: str) -> str:
    """The plain text for one character."""
    if char in _FIXED:
        return _FIXED[char]
    if char in _SUPER:
        return f"^{_SUPER[char]}"
    folded = unicodedata.normalize("NFKC", char)
    if any(part.isdigit() for part in folded) and char not in _DIGITS:
        return STRANGE
    if unicodedata.category(char) in ("Cf", "Cc", "Cs", "Co", "Cn") and char not in "\t\n":
        return STRANGE
    return char


def _compose(text: str) -> str:
    """Normalise in pieces, because long runs of accents are slow to sort."""
    pieces = (text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK))
    return "".join(unicodedata.normalize("NFKC", piece) for piece in pieces)


def _without_markup(text: str) -> str:
    if "<" in text and ">" in text:
        for pattern, plain in ((_CELL, "\t"), (_BLOCK, "\n"), (_RAISED, "^"), (_INLINE, "")):
            text = pattern.sub(plain, text)
    return text


def clean(text: str) -> str:
    """The text in plain characters; lines end with a line feed."""
    if "&" in text:
        text = html.unescape(text)
    text = _without_markup(text.replace("\r\n", "\n"))
    if not text.isascii() or "`" in text or "\r" in text or "\v" in text or "\f" in text:
        text = _MOJIBAKE.sub("", text)
        text = _compose(text.translate({ord(char): _plain(char) for char in set(text)}))
        text = text.replace("μ", "µ")
    if "...." in text or ". . ." in text:
        text = _LEADERS.sub("\t", text)
    return _SPECIMEN.sub("-", text) if "_" in text else text
