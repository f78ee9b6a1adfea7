"""The age and the sex of an entry's fields: criteria too, and compared with what the text says."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from bot.drafting.clauses import End, Numeric, Reading, Sex, read
from bot.drafting.outline import Point
from bot.drafting.splitting import Found

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.drafting.entry import AgeBound, Entry
    from bot.drafting.headings import Side

_MONTHS = {"years": 12, "months": 1}
_BOTH = ("female", "male")


class Stated(NamedTuple):
    """A bound on the age, in months, that a text states."""

    sign: str
    months: Decimal


class Fields(NamedTuple):
    """What the fields add to the text, and where they contradict it."""

    criteria: tuple[Found, ...]
    doubts: tuple[str, ...]


_Readings = list[tuple[Found, Reading]]


def compared(entry: Entry, found: Iterable[Found]) -> Fields:
    """Return the criteria that only the fields have, and what does not agree with the text."""
    every = tuple(found)
    readings = [(one, reading) for one in every if (reading := _reading(one)) is not None]
    wanted = [
        *_bound(entry.youngest, "Minimum Age", every, readings),
        *_bound(entry.oldest, "Maximum Age", every, readings),
        *_sex(entry, every, readings),
        *_other_ages(entry, every, readings),
    ]
    return Fields(
        tuple(each for each in wanted if isinstance(each, Found)),
        tuple(each for each in wanted if isinstance(each, str)),
    )


def _reading(found: Found) -> Reading | None:
    return None if found.point.below else read(found.point.own)


def _bound(
    bound: AgeBound | None, label: str, found: tuple[Found, ...], readings: _Readings
) -> Iterator[Found | str]:
    """Return the criterion of an age field that the text lacks, or where they do not agree."""
    if bound is None:
        return
    lowest = label == "Minimum Age"
    signs = (">", "≥") if lowest else ("<", "≤")
    stated = [(one, end) for one, reading in readings for end in _ends(reading, one.side, signs)]
    if not stated and not _mentioned(bound, found):
        yield _as_criterion(f"{label}: {bound.written}")
    factor = _MONTHS.get(bound.unit, 0)
    agrees = Stated("≥" if lowest else "≤", Decimal(bound.number * factor))
    for one, end in _of_everybody(stated, factor, agrees):
        if _completed(end, factor) != agrees:
            yield _against(f"{label}: {bound.written}", one)


def _of_everybody(
    stated: list[tuple[Found, Stated]], step: int, agrees: Stated
) -> list[tuple[Found, Stated]]:
    """Leave away the ages of a cohort, where another one's are the field's, or everybody's are."""
    everybody = [(one, end) for one, end in stated if not one.for_a_group]
    met = any(_completed(end, step) == agrees for _, end in stated)
    return everybody if everybody or met else stated


def _completed(end: Stated, step: int) -> Stated:
    """Return a bound in completed years or months: below 12 is at most 11."""
    if end.sign in "≥≤":
        return end
    return Stated(
        "≥" if end.sign == ">" else "≤", end.months + (step if end.sign == ">" else -step)
    )


def _against(field: str, one: Found) -> str:
    return f"The entry's field says “{field}”, its text says “{one.point.own}”: the text was taken."


def _differs(field: str, one: Found) -> str:
    return f"The entry's field says “{field}”, its text says “{one.point.own}”: compare them."


def _mentioned(bound: AgeBound, found: tuple[Found, ...]) -> bool:
    """Whether a criterion that was not read as a whole states this age in words of its own."""
    number = (
        rf"(?<![\d.]){bound.number}\s*(?:-|–|to|and)?\s*(?:\d+\s*)?(?:{bound.unit[:-1]}s?"
        rf"|yrs?|yo|y/o)\b"
    )
    return any(
        re.search(number, one.text, re.IGNORECASE)
        and re.search(r"\b(?:aged?|old|older|adults?|years? of age)\b", one.text, re.IGNORECASE)
        for one in found
        if one.side == "inclusion"
    )


def _ends(reading: Reading, side: Side, signs: tuple[str, str]) -> Iterator[Stated]:
    """Return the bounds on the age that a criterion sets, on one side."""
    turned = {">": "≤", "≥": "<", "<": "≥", "≤": ">"}
    for clause in reading.clauses:
        if isinstance(clause, Numeric) and clause.key == "age":
            for end in clause.ends:
                sign = end.sign if side == "inclusion" else turned[end.sign]
                if sign in signs:
                    yield Stated(sign, end.limit * _MONTHS[clause.unit])


_AGE = re.compile(
    r"(?:\b(?:aged?|ages)(?: of)?:? (?:between |from )?)?"
    r"(?:(?:[≥>≤<]=?|at least|older than|younger than|over|under) ?)?"
    r"\d{1,3}(?: ?(?:-|–|to|and) ?\d{1,3})? ?(?:years?|yrs?)\b"
    r"(?: of age| old)?(?:,? (?:and|or) (?:older|above|over|younger))?",
    re.IGNORECASE,
)
"""An age, wherever it stands."""
_OF_AN_AGE = re.compile(r"\b(?:aged?|ages|old|older|younger)\b", re.IGNORECASE)
_ANOTHER_AGE = re.compile(
    r"\b(?:onset|diagnos\w+|if|when|before|prior|since|until|mothers?|partners?|parents?|"
    r"guardians?|caregivers?|assent|birth|only|for)\b",
    re.IGNORECASE,
)
"""What makes an age that of something else than of everybody at the beginning."""


def _other_ages(entry: Entry, found: tuple[Found, ...], readings: _Readings) -> Iterator[str]:
    """Name the ages that differ from the fields in criteria that were not read as a whole."""
    read_already = [one for one, _ in readings]
    for one in found:
        if one.side == "exclusion" or one in read_already or one.for_a_group:
            continue
        for label, bound, signs in (
            ("Minimum Age", entry.youngest, (">", "≥")),
            ("Maximum Age", entry.oldest, ("<", "≤")),
        ):
            said = [end.months for end in _ages_within(one, signs)]
            if bound and said and bound.number * _MONTHS.get(bound.unit, 0) not in said:
                yield _differs(f"{label}: {bound.written}", one)


def _ages_within(one: Found, signs: tuple[str, str]) -> Iterator[Stated]:
    """Return the bounds on the age that a part of a criterion sets."""
    for clause in re.split(r"[;\n]|(?<=[a-z])\. ", one.text):
        ages = [match[0] for match in _AGE.finditer(clause) if _OF_AN_AGE.search(match[0])]
        if len(ages) == 1 and not _ANOTHER_AGE.search(clause):
            reading = read(ages[0])
            yield from () if reading is None else _ends(reading, one.side, signs)


_PEOPLE = re.compile(
    r"^(?:(?:healthy|adult|young|elderly|eligible|ambulatory|obese|overweight|volunteers?|"
    r"non-?smoking|pre-?menopausal|post-?menopausal|nulliparous|pregnant|infertile|"
    r"participants?|patients?|subjects?|is|are|an?|who|must|be|all)[ ,]+)*"
    r"(?P<first>males?|m[ae]n|females?|wom[ae]n)\b"
    r"(?P<both> ?(?:and|or|and/or|/) ?(?:non-?pregnant )?(?:males?|m[ae]n|females?|wom[ae]n)\b)?",
    re.IGNORECASE,
)
_OF_SOME = re.compile(
    r"\b(?:must|should|shall|will|agree\w*|willing|if|potential|contracepti\w*|partners?|test|"
    r"require[sd]?|need|may|eligible|allowed|not|who are)\b|[<>≤≥](?! ?\d{2} ?(?:years|yrs))",
    re.IGNORECASE,
)
"""What makes a criterion one for those of that sex, and not one that the sex be this."""


def _sexes(one: Found) -> set[str]:
    """Return the sexes that a criterion takes, as far as its beginning says so."""
    match = _PEOPLE.match(one.text)
    if match is None or one.side == "exclusion" or one.for_a_group:
        return set()
    if match["both"]:
        return set(_BOTH)
    beyond = one.text[match.end() :]
    other = re.search(r"\b(?:males?|m[ae]n|females?|wom[ae]n)\b", beyond, re.IGNORECASE)
    if other or _OF_SOME.search(beyond):
        return set()
    return {"female" if match["first"].lower().startswith(("f", "w")) else "male"}


def _sex(entry: Entry, found: tuple[Found, ...], readings: _Readings) -> Iterator[Found | str]:
    """Return the criterion of the field for the sex, or where it does not agree with the text."""
    wanted = entry.sex.lower()
    stated = [
        (one, clause.sex)
        for one, reading in readings
        for clause in reading.clauses
        if isinstance(clause, Sex) and one.side == "inclusion"
    ]
    taken = [(one, sexes) for one in found if (sexes := _sexes(one))]
    both = next((one for one, sexes in taken if len(sexes) == len(_BOTH)), None)
    if wanted in _BOTH and not stated:
        yield (
            _as_criterion(f"Sex: {entry.sex}")
            if both is None
            else _against(f"Sex: {entry.sex}", both)
        )
    if both is None and wanted and not stated:
        for one, sexes in taken:
            if wanted not in sexes:
                yield _differs(f"Sex: {entry.sex}", one)
    for one, sex in stated:
        if wanted and sex != wanted:
            yield _against(f"Sex: {entry.sex}", one)


def _as_criterion(text: str) -> Found:
    return Found("inclusion", "", Point(0, 0, None, [text]))


def field_reading(text: str) -> Reading | None:
    """Read a criterion that was made of a field."""
    label, _, value = text.partition(": ")
    if label == "Sex":
        return Reading((Sex(value.lower()),), frozenset())
    number, _, unit = value.partition(" ")
    months = unit.lower().startswith("month")
    if not number.isdigit() or number == "0" or not unit.lower().startswith(("month", "year")):
        return None
    end = End("≥" if label == "Minimum Age" else "≤", Decimal(number))
    return Reading((Numeric("age", (end,), "months" if months else "years"),), frozenset())
