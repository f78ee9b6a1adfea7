"""One FHIR observation as what it reports: itself, and each of its components."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.prefill import numbers
from bot.prefill.reported import Coding, Measured, Reported, Source, is_harmless, shown_code
from bot.prefill.subjects import is_patient
from bot.prefill.times import When, fhir_time
from criteria.known.values import Comparator, DateSpan
from criteria.reading.results.printed import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.prefill import fhir_shapes as shapes
    from bot.prefill.reported import LeftOutCode, Place, Standard
    from criteria.reading.results.lexemes import Number

FINAL = ("final", "amended", "corrected")
STATUSES = (*FINAL, "registered", "preliminary", "cancelled", "entered-in-error", "unknown")
UCUM = ("http://unitsofmeasure.org", "urn:oid:2.16.840.1.113883.6.8")
_LOINC = ("http://loinc.org", "https://loinc.org", "urn:oid:2.16.840.1.113883.6.1", "ln", "loinc")
_NPU = ("urn:oid:1.2.208.176.2.1", "urn:oid:1.2.752.108.1")
_NPU_CODE = re.compile(r"(?:NPU|SWE|DNK|NOR)[0-9]{5}")
_LOINC_CODE = re.compile(r"[0-9]{1,7}-[0-9]")
_NO_TYPE = ("", "normal")


def results_of(
    observation: shapes.Observation, place: Place, at: int, specimens: Mapping[str, str]
) -> Iterator[Reported]:
    """Return an observation's results, each with the same day, status and specimen.

    Args:
        observation: the observation.
        place: what the parts of the file are called.
        at: which of them it is.
        specimens: what the file's specimens are, by how they are referred to.
    """
    when = _when(observation)
    named = observation.specimen.reference if observation.specimen else ""
    methods = observation.method.names if observation.method else ()
    whole = _unfit(observation)
    for reading in _readings(observation):
        codings = codings_of(reading.code)
        first = codings[0] if codings else None
        yield Reported(
            Source(
                "fhir",
                place,
                at,
                shown_code(first),
                first.system if first else None,
                observation.status if observation.status in STATUSES else "",
                _method(observation.method),
            ),
            codings,
            whole or _value(reading),
            reading.code.names,
            specimens.get(named, ""),
            when.day,
            when.instant,
            methods,
        )


def _method(method: shapes.Concept | None) -> str:
    """Return how a method is called in a terminology; a text of anybody's own is not kept."""
    coded = [one.display for one in method.coding if one.system and one.display] if method else []
    return next((text for text in coded if is_harmless(text)), "")


def _readings(observation: shapes.Observation) -> list[shapes.Reading]:
    """The observation where it has a value or nothing below it, and its components."""
    bare = observation.quantity is None and observation.text is None and observation.integer is None
    own: list[shapes.Reading] = [] if bare and observation.components else [observation]
    return [*own, *observation.components]


def _unfit(observation: shapes.Observation) -> LeftOutCode | None:
    """Return why nothing of an observation can be used."""
    if not observation.status:
        return "status_missing"
    if observation.status not in FINAL:
        return "not_final"
    if observation.modified or observation.rules:
        return "modified"
    if observation.focus:
        return "another_subject"
    if observation.subject is not None and not is_patient(observation.subject):
        return "not_patient"
    return "not_understood" if observation.at and fhir_time(observation.at).day is None else None


def _when(observation: shapes.Observation) -> When:
    """Return when it was measured; when it was issued only where nothing else is said."""
    for text in (observation.at, observation.instant):
        if text:
            return fhir_time(text)
    if observation.period is not None:
        return _over(observation.period)
    return fhir_time(observation.issued) if observation.issued else When()


def _over(period: shapes.Period) -> When:
    """Return the days of a period that ended; an open one says no day."""
    start, end = fhir_time(period.start).day, fhir_time(period.end)
    if end.day is None or start is None:
        return end
    return When(DateSpan(start.first, end.day.last), end.instant)


def codings_of(concept: shapes.Concept) -> tuple[Coding, ...]:
    """Return the codes of a concept, those of LOINC and NPU first."""
    found = [
        Coding(standard_of(one.system, one.code), one.code, (one.display,) if one.display else ())
        for one in concept.coding
        if one.code
    ]
    return tuple(sorted(found, key=lambda coding: coding.system == "local"))


def standard_of(system: str, code: str) -> Standard:
    """Return whose code it is; one without a system by its shape."""
    name = system.casefold().rstrip("/")
    if name in _LOINC or (not name and _LOINC_CODE.fullmatch(code)):
        return "loinc"
    if (name in _NPU or "npu" in name or not name) and _NPU_CODE.fullmatch(code):
        return "npu"
    return "local"


def _value(reading: shapes.Reading) -> Measured | LeftOutCode:
    if reading.modified:
        return "modified"
    if reading.absent is not None:
        return "absent"
    limits, units = _limits(reading.ranges)
    if reading.quantity is not None:
        return _of_quantity(reading.quantity, limits, units)
    found = _written(reading)
    if not isinstance(found, numbers.Written):
        return found
    unit = (found.unit,) if found.unit else ()
    return Measured(found.number, found.comparator, unit, limits, units)


def _written(reading: shapes.Reading) -> numbers.Written | LeftOutCode:
    """Return a value that is a text or a whole number, both without a unit of their own."""
    if reading.text is not None:
        return numbers.written(reading.text)
    if reading.integer is None:
        return reading.other or "no_value"
    number = numbers.exact(reading.integer)
    return numbers.Written(Comparator.EQUAL, number) if number else "not_a_number"


def _of_quantity(
    quantity: shapes.Quantity, limits: Limits | None, limit_units: tuple[str, ...]
) -> Measured | LeftOutCode:
    if quantity.value is None:
        return "no_value"
    if quantity.comparator and quantity.comparator not in numbers.COMPARATORS:
        return "comparator"
    number = numbers.exact(quantity.value)
    if number is None:
        return "out_of_range" if quantity.value.is_finite() else "not_a_number"
    sign = numbers.COMPARATORS[quantity.comparator]
    return Measured(number, sign, _units(quantity), limits, limit_units)


def _units(quantity: shapes.Quantity) -> tuple[str, ...]:
    """Return the spellings of a unit; a code in UCUM comes first, and decides."""
    coded = quantity.system.rstrip("/") in UCUM
    order = (quantity.code, quantity.unit) if coded else (quantity.unit, quantity.code)
    return tuple(spelling for spelling in order if spelling.strip())


def _limits(ranges: list[shapes.Interval]) -> tuple[Limits | None, tuple[str, ...]]:
    """Return the one normal interval, and its unit; none of several."""
    normal = [one for one in ranges if _is_normal(one)]
    if len(normal) != 1:
        return None, ()
    (one,) = normal
    if one.low is None and one.high is None:
        return numbers.limits(one.text), ()
    ends = [end for end in (one.low, one.high) if end is not None]
    if any(end.value is None or end.comparator for end in ends):
        return None, ()
    low, high = (_end(end) for end in (one.low, one.high))
    units = {_units(end) for end in ends}
    return (Limits(low, high), units.pop()) if len(units) == 1 else (None, ())


def _end(end: shapes.Quantity | None) -> Number | None:
    return None if end is None else numbers.exact(end.value or Decimal(0))


def _is_normal(interval: shapes.Interval) -> bool:
    """Whether an interval is the usual one: not a critical or a therapeutic one."""
    codes = [one.code for one in interval.type.coding] if interval.type else [""]
    return all(code in _NO_TYPE for code in codes)
