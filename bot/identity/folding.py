"""Text in the plain signs that identifiers are looked for in, sign for sign where it can be."""

from __future__ import annotations

import html
import unicodedata

from criteria.reading.spelling.cleaning import clean


def folded(text: str) -> str:
    """Return the text with every script's digits as 0 to 9 and without signs that have no width."""
    text = html.unescape(text)
    if not text.isascii():
        text = text.translate({ord(sign): _folded(sign) for sign in set(text)})
    return clean(text)


def _folded(sign: str) -> str:
    if unicodedata.category(sign) == "Nd":
        return str(unicodedata.decimal(sign))
    return "" if unicodedata.category(sign) == "Cf" else sign


def lowered(text: str) -> str:
    """Return the text in lower case and of the same length."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(map(_lowered, text))


def _lowered(sign: str) -> str:
    lower = sign.lower()
    return lower if len(lower) == 1 else sign


def uppered(text: str) -> str:
    """Return the text with a to z in upper case."""
    return text.translate(_UPPER)


_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
