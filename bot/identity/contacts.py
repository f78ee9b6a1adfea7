"""Telephone numbers and electronic addresses, by how they are written."""

from __future__ import annotations

import re

from bot.identity.birth_numbers import is_recent
from bot.identity.introductions import words

MAIL = re.compile(
    r"[\w.+\-]{1,64}[ ]?(?:@|[\[(](?:at|AT)[\])])[ ]?[\w\-]{1,63}"
    r"(?:(?:\.|[ ]?[\[(]dot[\])][ ]?)[\w\-]{2,63}){1,4}"
    r"|[\w.+\-]{1,64} at [\w\-]{1,63}(?: dot [\w\-]{2,63}){1,4}"
)
MAIL_SIGNS = ("@", "(at)", "[at]", "(AT)", "[AT]", " dot ")
_STANDS_ALONE = r"(?<![\w+.,:/^<>=\-])(?<![0-9][ \t])"
TELEPHONE = re.compile(
    rf"{_STANDS_ALONE}(?:"
    r"(?P<abroad>\+[ ]?[1-9](?:[ ()./\-]{0,3}[0-9]){6,14}|00[1-9][0-9]"
    r"[ ][0-9]{1,4}(?:[ ][0-9]{2,4}){2,4})"
    r"|(?P<home>\(?0[1-9][0-9]{0,3}\)?(?:[ \-/]{1,3}[0-9]{2,8}){1,4})"
    r"|(?P<pairs>0[1-9](?:\.[0-9]{2}){4})"
    r"|(?P<mobile>0[67][0-9]{8,9}|01[5-7][0-9]{8,9}|00[1-9][0-9]{8,12})"
    r"|(?P<american>(?:1[-. ])?(?:\([2-9][0-9]{2}\)[ ]?|[2-9][0-9]{2}([-.]))[0-9]{3}[-.][0-9]{4})"
    r")(?![0-9])(?![.,:][0-9])"
)
_NUMBERED = r"[ ][0-9]{1,4}[ ]?[A-Za-z]?[ ]{0,2}(?:,|\n)[ ]{0,3}"
STREET = re.compile(
    rf"(?<![^\W_])[^\W\d_]{{1,30}}(?:{'|'.join(sorted(words('street_ending')))}){_NUMBERED}"
    r"(?:[A-Z]{1,2}-)?(?:[0-9]{5}|[0-9]{3}[ ][0-9]{2}|[0-9]{4})[ ]{1,2}[^\W\d_a-z][^\W\d_]+"
)
"""A street with its number, then a postal code and a town."""
_POSTAL = (
    r"(?:[0-9]{5}|[0-9]{2}-[0-9]{3}|[0-9]{4}-[0-9]{3}|[A-Z]{1,2}[0-9]{1,2}[A-Z]? [0-9][A-Z]{2})"
)
_TOWN = r"[^\W\d_a-z][^\W\d_]+"
_KINDS_BEFORE = "|".join(map(re.escape, sorted(words("street_before"), reverse=True)))
_KINDS_BEHIND = "|".join(word.capitalize() for word in sorted(words("street_behind"), reverse=True))
STREET_BEFORE = re.compile(
    r"(?<![^\W_])(?:[0-9]{1,4}[ ]?(?:bis|ter)?,?[ ])?"
    rf"(?i:{_KINDS_BEFORE})[ ][^\n,;]{{2,40}},?[ ]{{1,3}}{_POSTAL}[ ]{{1,2}}{_TOWN}"
    r"|(?<![\w.,/])[0-9]{1,4}[A-Za-z]?[ ](?:[^\W\d_a-z][^\W\d_]+[ ]){1,3}"
    rf"(?:{_KINDS_BEHIND})\.?,[ ][^\n;]{{2,40}}?[ ]{_POSTAL}(?![^\W_])"
)
"""The same where the kind of street precedes its name, or the number both."""
_STREET_WORDS = (
    *(f"{word} " for word in words("street_before")),
    *(f" {word}" for word in words("street_behind")),
)
"""One of them is in each such address."""
AFTER_ITS_WORD = re.compile(r"[+(]{0,2}[0-9](?:[ ()./\-]{0,3}[0-9]){5,14}(?![0-9])")
_DATE = re.compile(
    r"([0-9]{2}[-/. ][0-9]{2}[-/. ](?:20)?[0-9]{2}|20[0-9]{2}[-/. ][0-9]{2}[-/. ][0-9]{2})"
    r"(?:[ \-/]+[0-2][0-9][ :.]?[0-5][0-9])?"
)
_FEWEST, _MOST = 9, 12


def has_street(lower: str) -> bool:
    """Whether a text in small letters may hold an address as ``STREET_BEFORE`` finds them."""
    return any(word in lower for word in _STREET_WORDS)


def is_telephone(found: re.Match[str]) -> bool:
    """Whether what has the shape of a telephone number is one."""
    digits = sum(map(str.isdigit, found.group()))
    if found["home"]:
        return _FEWEST <= digits <= _MOST and not is_dated(found.group())
    return True


def is_dated(text: str) -> bool:
    """Whether digits are a recent date, perhaps with a time."""
    found = _DATE.fullmatch(text.strip())
    return found is not None and is_recent("".join(filter(str.isdigit, found[1])))
