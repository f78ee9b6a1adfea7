"""Where a text says who somebody is: numbers, dates of birth, telephone numbers, addresses."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

from bot.identity import birth_numbers, contacts
from bot.identity.folding import folded, lowered, uppered
from bot.identity.introductions import Introduction, introductions
from bot.identity.numbers import SHAPES
from bot.identity.results import names_analyte

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Span: TypeAlias = "tuple[int, int]"

_FEWEST_SIGNS = 8
_FEWEST_DIGITS = 4
_NUMBER = re.compile(
    r"(?:[A-Z]{1,6}[ \-]?)?[0-9](?:[ \t./+\-]{0,3}[0-9]|[A-Z](?![A-Za-z])){3,20}"
    r"|[A-Z]{6}[0-9]{2}[A-Z0-9]{8}"
)
"""What follows the name of a number."""
_RECORD = re.compile(r"(?:[A-Z]{1,3}-?)?[0-9]{5,12}(?![0-9A-Z.,/])")
_NEAR = 4
"""Signs from a short word to its date."""
_MONTH = r"[^\W\d_]{3,10}"
_BIRTH = re.compile(
    r"(?:[0-9]{4}[./\- ]{1,2}[0-9]{1,2}[./\- ]{1,2}[0-9]{1,2}"
    r"|[0-9]{1,2}[./\- ]{1,2}[0-9]{1,2}[./\- ]{1,2}(?:[0-9]{4}|[0-9]{2})"
    r"|[0-9]{8}|[0-9]{6}"
    r"|[0-9]{1,2}[^\W\d_]{0,2}\.?[ \-]?(?:de |of |di )?"
    rf"{_MONTH}\.?,?[ \-]?(?:de |del )?(?:[0-9]{{4}}|[0-9]{{2}})"
    rf"|{_MONTH}\.? [0-9]{{1,2}}(?:st|nd|rd|th)?,? [0-9]{{4}})(?![0-9])"
)
_YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")
_YEAR_ALONE = re.compile(r"(?P<year>[0-9]{4})[ \t.)\"']{0,3}(?:\n|\Z)")
"""All that a line has behind its label."""
_MARGIN = " \t*•\"'->"
_DAY_MONTH_YEAR = 6
"""Digits of a day, a month and a year, two each."""
_DIGITS = re.compile(r"[0-9]+")
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A day alone says nothing of anybody, and is the commonest answer with many digits."""
_FIGURE = r"(?:0|[1-9][0-9]{0,3})(?:[.,][0-9]{1,2})?"
_SIGNED_UNIT = (
    r"(?:(?:[x×*] ?10[\^E*]?|(?<= )10[\^E*])(?:9|12)/[Ll]|%|(?:[A-Za-zµμ]{1,9})?/[A-Za-zµμ]{1,5})"
)
_UNIT = rf"(?:{_SIGNED_UNIT}|[A-Za-zµμ%]{{1,9}})"
_RESULT = re.compile(
    rf"[<>≤≥]? ?(?:{_FIGURE}(?: ?{_UNIT}(?:/1[.,]73 ?m(?:2|²))?)?"
    rf"|(?:[1-9][0-9]{{0,2}}[ \u00a0\u2009\u202f][0-9]{{3}}|[1-9][0-9]{{4,5}}) ?{_SIGNED_UNIT})"
    rf"(?: ?\((?:<|{_FIGURE}-){_FIGURE}\))?"
)
"""Nor does one short number with its unit and its reference interval, as most results are."""
_AT_SIGNS = ("\uff20", "\ufe6b")
"""Other forms of the sign in an address; folding makes them that sign."""
_OLD = range(1880, 2015)
_FARTHEST = 40
"""Signs in front of a word in which its number is looked for."""
_PLAIN = 5
"""Letters of a word that may follow its number with nothing but a space between."""
_CLOSED = re.compile(r"[ .]?[ \t]{0,3}(?:[)\]|;,\t\n]|\Z)(?![ \t|\n]{0,4}[0-9])")
"""The end of a field, and no number behind it that the word may belong to."""
_LAST_WORD = re.compile(r"([^\W\d_]{2,40})[ \t:=|]{0,4}\Z")
_RUN = re.compile(r"(?:[A-Za-z]{1,5}-?)?[0-9]+(?:[\-./:+][0-9A-Za-z]+)*")
_MORE = re.compile(r"[ \t][0-9]{1,6}(?![0-9.,:/\-])")
_ENOUGH = 8
"""Digits of one number of a sample; what follows them is another number."""


def holds_identifier(text: str) -> bool:
    """Whether a text says who somebody is, by a number, a date of birth or an address.

    Never raises. Names are not looked for; see ``without_identifiers``.
    """
    if len(text) < _FEWEST_SIGNS or not _can_identify(text):
        return False
    if _ISO_DAY.fullmatch(text) or _RESULT.fullmatch(text):
        return False
    return next(spans(folded(text)), None) is not None


def _can_identify(text: str) -> bool:
    if sum(map(str.isdigit, text)) >= _FEWEST_DIGITS:
        return True
    return any(sign in text for sign in (*contacts.MAIL_SIGNS, *_AT_SIGNS))


def spans(plain: str) -> Iterator[Span]:
    """Return where a folded text identifies somebody, in no order; spans may overlap."""
    lower = lowered(plain)
    known = list(introductions(lower))
    for one in known:
        if end := _introduced(one, plain):
            yield one.start, end
        elif span := _labelled_behind(one, plain):
            yield span
    upper = uppered(plain)
    harmless = [(one.end, _protected(one.end, plain)) for one in known if one.kind == "harmless"]
    dates = list(birth_numbers.DATED.finditer(upper))
    for found in dates:
        if birth_numbers.is_person(found) and (
            not _is_inside(found, harmless) or _is_certain(found)
        ):
            yield found.span()
    times = [found.span() for found in dates if birth_numbers.is_sampled(found)]
    yield from _shaped(upper, sorted(harmless + times))
    harmless.sort()
    broken = birth_numbers.broken(upper)
    yield from ((start, end) for start, end in broken if not _starts_inside(start, harmless))
    yield from (found.span() for found in contacts.STREET.finditer(plain))
    if contacts.has_street(lower):
        yield from (found.span() for found in contacts.STREET_BEFORE.finditer(plain))
    if any(sign in plain for sign in contacts.MAIL_SIGNS):
        yield from (found.span() for found in contacts.MAIL.finditer(plain))


def _shaped(upper: str, left_alone: list[Span]) -> Iterator[Span]:
    """Return the numbers with a check digit or a shape of their own, outside some spans."""
    for shape in SHAPES:
        for found in shape.pattern.finditer(upper):
            if not shape.plain and _is_inside(found, left_alone):
                continue
            if shape.is_persons(birth_numbers.compact(found.group())):
                yield found.span()
    for found in contacts.TELEPHONE.finditer(upper):
        if contacts.is_telephone(found) and not _is_inside(found, left_alone):
            yield found.span()


def _introduced(one: Introduction, plain: str) -> int:
    """Return where what an introduction names ends; 0 where it names nobody."""
    pattern, names_somebody = _FOLLOWS.get(one.kind, (None, None))
    if one.kind == "birth" and (year := _YEAR_ALONE.match(plain, one.end)):
        alone = not plain[plain.rfind("\n", 0, one.start) + 1 : one.start].strip(_MARGIN)
        return year.end() if alone and int(year["year"]) in _OLD else 0
    found = pattern.match(plain, one.end) if pattern else None
    if found is None or names_somebody is None or not names_somebody(found.group()):
        return 0
    if one.kind == "birth_short" and not _names_birth(one, plain):
        return 0
    return found.end()


def _labelled_behind(one: Introduction, plain: str) -> Span | None:
    """Return where a number is that has its word behind it, with that; None where there is none."""
    pattern, names_somebody = _PRECEDES.get(one.kind, (None, None))
    end = one.start + len(one.word)
    if pattern is None or names_somebody is None or not _CLOSED.match(plain, end):
        return None
    line = plain.rfind("\n", 0, one.start) + 1
    found = pattern.search(plain, max(line, one.start - _FARTHEST), one.start)
    if found is None or not names_somebody(found["number"]):
        return None
    word = _LAST_WORD.search(
        plain, max(line, found.start("number") - _FARTHEST), found.start("number")
    )
    if word and names_analyte(word[1]):
        return None
    telling = one.kind in _TELLING or len(one.word) >= _PLAIN or plain[one.start : end].isupper()
    plainly = found["mark"] or telling
    return (found.start("number"), end) if plainly else None


def _is_long(text: str) -> bool:
    return _is_undated(text) and sum(map(str.isdigit, text)) >= _ENOUGH


def _names_birth(one: Introduction, plain: str) -> bool:
    """Whether a short word is near its date, and no unit between a number and an interval."""
    behind_number = plain[: one.start].rstrip()[-1:].isdigit()
    return one.end - one.start <= _NEAR and not (behind_number and plain[one.end - 1] == "(")


def _is_number(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= _FEWEST_DIGITS and not contacts.is_dated(text)


def _is_undated(text: str) -> bool:
    return not contacts.is_dated(text)


def _always(_text: str) -> bool:
    return True


def _is_old(date: str) -> bool:
    """Whether a date is of a year in which adults were born, and in which no sample was taken."""
    year = _YEAR.search(date)
    if year is not None:
        return int(year.group()) in _OLD
    digits = "".join(part.zfill(2) for part in _DIGITS.findall(date))
    return (
        len(digits) == _DAY_MONTH_YEAR
        and birth_numbers.is_birth_date(digits)
        and not birth_numbers.is_recent(digits)
    )


_FOLLOWS: dict[str, tuple[re.Pattern[str], Callable[[str], bool]]] = {
    "number": (_NUMBER, _is_number),
    "record": (_NUMBER, _is_number),
    "record_short": (_RECORD, _is_undated),
    "birth": (_BIRTH, _always),
    "birth_short": (_BIRTH, _is_old),
    "telephone": (contacts.AFTER_ITS_WORD, _is_undated),
}
"""Kind of an introduction -> what follows it, and what makes it somebody's."""


def _in_front(number: str) -> re.Pattern[str]:
    """Return the pattern of what ends directly in front of its word, with a mark between."""
    return re.compile(
        rf"(?<![^\s|;,(\[])(?P<number>{number})[ \t]{{0,3}}(?P<mark>[|,;:=(\t\-]?)[ \t(]{{0,3}}\Z"
    )


_ID_IN_FRONT = _in_front(r"(?:[A-Z]{1,3}-?)?[0-9][0-9./+\-]{3,20}[0-9]")
_PRECEDES: dict[str, tuple[re.Pattern[str], Callable[[str], bool]]] = {
    "number": (_ID_IN_FRONT, _is_number),
    "record": (_ID_IN_FRONT, _is_number),
    "birth": (_in_front(_BIRTH.pattern), _is_old),
    "telephone": (_in_front(contacts.AFTER_ITS_WORD.pattern), _is_long),
}
"""Kind of an introduction -> what its word may stand behind, and what makes that somebody's."""
_TELLING = ("birth", "telephone")
"""Kinds whose numbers are told by their shape: nothing has to be between them and their word."""


def _protected(start: int, plain: str) -> int:
    """Return where the number of a sample, an order or a time ends."""
    found = _RUN.match(plain, start)
    if found is None:
        return start
    end = found.end()
    while sum(map(str.isdigit, plain[start:end])) < _ENOUGH and (more := _MORE.match(plain, end)):
        end = more.end()
    return end


def _is_certain(found: re.Match[str]) -> bool:
    """Whether a number is somebody's even where a word says that it is a sample's."""
    if found["mixed"]:
        return birth_numbers.checks(birth_numbers.compact(found.group()))
    date = birth_numbers.compact(found["date"])
    if birth_numbers.is_recent(date) or not (found["between"] or len(date) == len("yyyymmdd")):
        return False
    return birth_numbers.checks(date + birth_numbers.compact(found["tail"]))


def _is_inside(found: re.Match[str], ordered: list[Span]) -> bool:
    """Whether a number begins inside one of some spans that are in order."""
    return _starts_inside(found.start(), ordered)


def _starts_inside(start: int, ordered: list[Span]) -> bool:
    at = bisect_right(ordered, start, key=itemgetter(0)) - 1
    return at >= 0 and start < ordered[at][1]
