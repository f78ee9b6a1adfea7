"""Points in time of FHIR and HL7 v2 as the day that they were written with, and as an instant."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from criteria.known.values import DateSpan

_FHIR = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})"
    r"(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?"
)
_HL7 = re.compile(
    r"([0-9]{4})(?:([0-9]{2})(?:([0-9]{2})"
    r"(?:([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(?:\.[0-9]{1,4})?)?)?)?)?)?([+-][0-9]{4})?"
)
_EARLIEST = 1900


class When(NamedTuple):
    """When something was measured."""

    day: DateSpan | None = None
    instant: datetime | None = None


def fhir_time(text: str) -> When:
    """Return a FHIR date or time; nothing where it is none."""
    return _when(_FHIR.fullmatch(text.strip()))


def hl7_time(text: str) -> When:
    """Return a time of HL7 v2; nothing where it is none."""
    return _when(_HL7.fullmatch(text.strip()))


def whole_day(text: str) -> date | None:
    """Return the day that either writes in full."""
    for when in (fhir_time(text), hl7_time(text)):
        if when.day is not None and when.day.exact:
            return when.day.first
    return None


def _when(match: re.Match[str] | None) -> When:
    """The day is the one that was written, in whatever zone: nobody's calendar has another."""
    if match is None or int(match[1]) < _EARLIEST:
        return When()
    numbers = [int(part) if part else None for part in match.groups()[:3]]
    try:
        day = DateSpan.of(numbers[0] or 0, *numbers[1:])
        return When(day, _instant(match, day))
    except ValueError:
        return When()


def _instant(match: re.Match[str], day: DateSpan) -> datetime | None:
    hour, minute, second, zone = match.groups()[3:]
    if hour is None or minute is None or zone is None:
        return None
    return datetime(
        day.first.year, day.first.month, day.first.day, int(hour), int(minute), int(second or 0),
        tzinfo=_zone(zone),
    )  # fmt: skip


def _zone(text: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)
