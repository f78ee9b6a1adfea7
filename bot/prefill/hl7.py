"""HL7 v2 result messages (ORU^R01) to what they report: typed OBX segments under their OBR."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.prefill import numbers
from bot.prefill.fhir_results import standard_of
from bot.prefill.hl7_segments import LOST, Segment, looks_like_hl7, messages
from bot.prefill.reported import (
    Coding,
    Measured,
    Person,
    Record,
    Remark,
    Reported,
    Source,
    UnusableRecord,
    is_harmless,
    shown_code,
)
from bot.prefill.times import When, hl7_time, whole_day
from criteria.known.values import Comparator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.prefill.reported import LeftOutCode

__all__ = ["looks_like_hl7", "read_hl7"]

_MESSAGE = 9
_RESULTS = ("ORU", "OUL", "")
"""Messages that report results."""
_FINAL = ("F", "C", "A", "U", "V")
"""Table 0085: final, corrected, amended, made final without change, verified."""
_STATUSES = re.compile(r"[A-Z]")
_TEXTS = ("ST", "TX", "FT", "")
_DELETED = '""'
_TORN = re.compile(r"(?:x ?)?10")
_POWER = re.compile(r"[369]/.*")
_NAME, _KIND, _ID, _VALUE, _UNIT, _LIMITS, _STATUS, _TIME, _METHOD = 3, 2, 1, 5, 6, 7, 11, 14, 17
_OBR_TIME, _OBR_SPECIMEN, _SPM_KIND = 7, 15, 4
_PID_OLD, _PID_LIST, _PID_BORN, _PID_SEX = 2, 3, 7, 8


def read_hl7(raw: bytes) -> Record:
    """Read a file of one or more messages.

    Raises:
        UnusableRecord: it is none, or its messages are about several people.
    """
    results: list[Reported] = []
    remarks: list[Remark] = []
    people = People()
    found = 0
    for segments in messages(raw):
        found += segments[0].name == "MSH"
        for one in segments:
            if one.name == "PID":
                people.see(one)
        if segments[0].name == "MSH" and segments[0].text(_MESSAGE)[:3] not in _RESULTS:
            remarks.append(Remark("other_message", segments[0].at))
            continue
        results += _results(segments, remarks)
        remarks += _counted(segments, found)
    if not found:
        raise UnusableRecord("not_a_record")
    if people.several:
        raise UnusableRecord("several_patients")
    remarks += _ending(raw)
    return Record("hl7v2", "segment", tuple(results), tuple(remarks), people.person)


class People:
    """The people that PID segments are about; who they are is compared and never kept."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._known: set[str] = set()
        self.several = False
        self.person: Person | None = None

    def see(self, pid: Segment) -> None:
        """Take a segment: of the same person if it shares an identifier with those before."""
        listed = (pid.field(_PID_LIST) or pid.field(_PID_OLD)).split(pid.signs.repetition)
        identifiers = {one.partition(pid.signs.component)[0].strip() for one in listed} - {""}
        own = identifiers or {pid.signs.field.join(pid.fields[2:9])}
        self.several = self.several or bool(self._known and not self._known & own)
        self._known |= own
        born = whole_day(pid.text(_PID_BORN)[:8])
        self.person = self.person or Person(pid.text(_PID_SEX), born, pid.at)


def _results(segments: list[Segment], remarks: list[Remark]) -> Iterator[Reported]:
    """Yield the results of a message; each order's day and specimen count for its own."""
    kind = " ".join(one.text(_SPM_KIND) for one in segments if one.name == "SPM")
    for order, observations in _orders(segments):
        if order is not None and not observations:
            remarks.append(Remark("no_results", order.at))
        remarks += _missing(observations)
        for obx in observations:
            yield _result(obx, order, kind)
    remarks += _missing([one for one in segments if one.name == "OBR"])


def _orders(segments: list[Segment]) -> list[tuple[Segment | None, list[Segment]]]:
    """Return every order with the observations under it."""
    orders: list[tuple[Segment | None, list[Segment]]] = [(None, [])]
    for one in segments:
        if one.name == "OBR":
            orders.append((one, []))
        elif one.name == "OBX":
            orders[-1][1].append(one)
    return orders


def _missing(numbered: list[Segment]) -> Iterator[Remark]:
    """Say where the numbers of segments leave some out: they are counted from the first."""
    for before, one in pairwise(numbered):
        told, last = one.text(_ID), before.text(_ID)
        if told.isdecimal() and last.isdecimal() and int(told) > int(last) + 1:
            yield Remark("gap", one.at, int(told) - int(last) - 1)


def _result(obx: Segment, order: Segment | None, specimen: str) -> Reported:
    codings = _codings(obx)
    status = obx.text(_STATUS)
    when = hl7_time(obx.text(_TIME))
    if when.day is None or not (obx.whole or when.day.exact):
        when = hl7_time(order.text(_OBR_TIME)) if order else When()
    first = codings[0] if codings else None
    source = Source(
        "hl7v2",
        "segment",
        obx.at,
        shown_code(first),
        first.system if first else None,
        status if _STATUSES.fullmatch(status) else "",
        _method(obx),
    )
    sampled = f"{specimen} {' '.join(order.parts(_OBR_SPECIMEN)) if order else ''}".strip()
    value = _unfit(obx, status) or _value(obx)
    methods = tuple(filter(None, obx.parts(_METHOD)))
    return Reported(source, codings, value, _names(obx), sampled, *when, methods)


def _unfit(obx: Segment, status: str) -> LeftOutCode | None:
    if not obx.whole and not status:
        return "cut_off"
    if not status:
        return "status_missing"
    return None if status in _FINAL else "not_final"


def _method(obx: Segment) -> str:
    code, *rest = obx.parts(_METHOD)
    text = rest[0] if rest else code
    return text if text and len(rest) > 1 and is_harmless(text) else ""


def _codings(obx: Segment) -> tuple[Coding, ...]:
    """Return the code and the other code of OBX-3, each with its name; standard ones first."""
    parts = [*obx.parts(_NAME), *("",) * 6]
    found = [
        Coding(standard_of(system, code.strip()), code.strip(), (name,) if name.strip() else ())
        for code, name, system in (parts[0:3], parts[3:6])
        if code.strip()
    ]
    return tuple(sorted(found, key=lambda coding: coding.system == "local"))


def _names(obx: Segment) -> tuple[str, ...]:
    parts = obx.parts(_NAME)
    return () if parts[0].strip() else tuple(filter(None, parts[1:2]))


def _value(obx: Segment) -> Measured | LeftOutCode:
    field = obx.field(_VALUE)
    if field.strip() in ("", _DELETED):
        return "absent" if field.strip() else "no_value"
    if obx.signs.repetition in field:
        return "several_values"
    read = _number(obx)
    if not isinstance(read, numbers.Written):
        return read
    units = _units(obx)
    if any(LOST in unit for unit in units):
        return "signs"
    own = (*units, read.unit) if read.unit else units
    limits = numbers.limits(obx.text(_LIMITS)) if obx.field(_LIMITS) else None
    return Measured(read.number, read.comparator, tuple(dict.fromkeys(own)), limits)


def _number(obx: Segment) -> numbers.Written | LeftOutCode:
    kind = obx.text(_KIND)
    parts = obx.parts(_VALUE)
    if kind == "SN":
        return _structured(parts)
    if kind == "NM":
        number = numbers.decimal(parts[0])
        if number is not None and len(parts) == 1:
            return numbers.Written(Comparator.EQUAL, number)
    elif kind not in _TEXTS:
        return "kind"
    return numbers.written(parts[0]) if len(parts) == 1 else "not_a_number"


def _structured(parts: list[str]) -> numbers.Written | LeftOutCode:
    """Read a structured number: sign, number, and nothing that makes it a range or a ratio."""
    sign, digits, *rest = (*(part.strip() for part in parts), "")
    if any(rest):
        return "range_not_value"
    if sign not in numbers.COMPARATORS:
        return "comparator"
    number = numbers.decimal(digits)
    return "not_a_number" if number is None else numbers.Written(numbers.COMPARATORS[sign], number)


def _units(obx: Segment) -> tuple[str, ...]:
    """Return the unit; a power of ten that is not escaped is put together again."""
    parts = [part.strip() for part in obx.parts(_UNIT)]
    if len(parts) > 1 and _TORN.fullmatch(parts[0]) and _POWER.fullmatch(parts[1]):
        return (f"10^{parts[1]}",)
    return (parts[0],) if parts[0] else tuple(filter(None, parts[1:2]))


def _counted(segments: list[Segment], found: int) -> Iterator[Remark]:
    """Say where a batch counts other messages than are there."""
    for one in segments:
        told = one.text(1) if one.name == "BTS" else ""
        if told.isdecimal() and int(told) != found:
            yield Remark("gap", one.at, abs(int(told) - found))


def _ending(raw: bytes) -> Iterator[Remark]:
    """Say where a file ends before its last segment, message or batch does."""
    body = raw.rstrip(b" \t\x00\x1a")
    framed = body.lstrip(b" \t\r\n").startswith(b"\x0b") and b"\x1c" not in body[-3:]
    batch = b"BTS" not in raw and raw.lstrip(b"\xef\xbb\xbf\x0b \r\n").startswith((b"BHS", b"FHS"))
    if framed or batch or not body.endswith((b"\r", b"\n", b"\x1c")):
        yield Remark("cut_off")
