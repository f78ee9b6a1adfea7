"""What a record says of one result, before anything is decided about it. Data only.

Nothing here can hold a name, a birth date or an identifier of a person.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date, datetime

    from criteria.known.values import Comparator, DateSpan
    from criteria.reading.results.lexemes import Number
    from criteria.reading.results.printed import Limits

Standard = Literal["loinc", "npu", "local"]
"""Whose code it is; a laboratory's own is local."""
Form = Literal["fhir", "hl7v2"]
Place = Literal["entry", "line", "segment"]
"""What the parts of a file are called: entries of a bundle, lines of NDJSON, segments of HL7 v2."""
LeftOutCode = Literal[
    "absent",
    "another_subject",
    "answered",
    "code_and_name_differ",
    "codes_differ",
    "comparator",
    "cut_off",
    "estimated",
    "future",
    "gap",
    "identical",
    "in_report",
    "kind",
    "method",
    "modified",
    "more_pages",
    "name_not_known",
    "no_code",
    "no_results",
    "no_value",
    "not_a_number",
    "not_asked",
    "not_final",
    "not_patient",
    "not_understood",
    "not_whole",
    "older",
    "other_fluid",
    "other_message",
    "out_of_range",
    "part_only",
    "person_unclear",
    "range_not_value",
    "several_values",
    "signs",
    "status_missing",
    "two_units",
    "unit_not_known",
]
"""Why something of a file is not used; the bot's texts hold the sentences."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where in a file a result stands, and what is said of it there."""

    form: Form
    place: Place
    at: int
    """Counted from 1; 0 for the file as a whole."""
    code: str = ""
    system: Standard | None = None
    status: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """A code for what was measured, and the names beside it, which are for comparing only."""

    system: Standard
    code: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with its sign and its unit, as it was reported."""

    number: Number
    comparator: Comparator
    units: tuple[str, ...] = ()
    """Spellings of the unit; all of them have to mean the same one."""
    limits: Limits | None = None
    limit_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reported:
    """One result of a record: a number, or why it cannot be used whatever it is of."""

    source: Source
    codings: tuple[Coding, ...]
    value: Measured | LeftOutCode
    names: tuple[str, ...] = ()
    """Names without a code of their own."""
    specimen: str = ""
    day: DateSpan | None = None
    instant: datetime | None = None
    """The point in time, where the record gives it with its zone."""
    methods: tuple[str, ...] = ()
    """Names of the method, which are for comparing only."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the file as a whole that was not used or is not there."""

    code: LeftOutCode
    at: int = 0
    count: int = 1


@dataclass(frozen=True, slots=True)
class Person:
    """What is taken of the person: a sex, and a day of birth that only an age is made of."""

    sex: str = ""
    born: date | None = field(default=None, repr=False)
    at: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that is taken of a file."""

    form: Form
    place: Place
    results: tuple[Reported, ...]
    remarks: tuple[Remark, ...] = ()
    person: Person | None = None


_LONGEST_SHOWN = 60
_LONG_NUMBER = re.compile(r"[0-9]{6}")
"""What identity numbers, record numbers and dates of birth have, and few codes."""


def is_harmless(text: str) -> bool:
    """Whether a method or a code of a record may be shown: short, and not with a long number."""
    return len(text) <= _LONGEST_SHOWN and text.isprintable() and not _LONG_NUMBER.search(text)


def shown_code(coding: Coding | None) -> str:
    """Return a code as it is shown; one that looks like a person's number is not."""
    return coding.code if coding is not None and is_harmless(coding.code) else ""


LONGEST = 10_000_000
"""Bytes of a file: more is no record of one person."""
FileProblem = Literal[
    "cut_off",
    "encoding",
    "no_results",
    "not_a_record",
    "not_json",
    "several_patients",
    "too_deep",
    "too_long",
]
"""Why nothing of a file can be used."""


class UnusableRecord(Exception):  # noqa: N818 - it says what the file is
    """A file of which nothing can be used; the bot's texts hold the sentence for the code."""

    def __init__(self, code: FileProblem, line: int = 0) -> None:
        """Say why, and in which line where that is known; never anything of the file."""
        super().__init__(code)
        self.code = code
        self.line = line
