"""Exact factors between units, and the ranges that say what is usual and what is possible."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator

from criteria.known.frozen import Frozen


def _fraction(written: object) -> Fraction:
    """Read an exact factor: "10", "16.114" or "1/60"."""
    if isinstance(written, Fraction):
        return written
    if not isinstance(written, str):
        msg = 'write the factor as text, exactly: "10", "16.114" or "1/60"'
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns only ValueError into a report
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9})?(/0*[1-9]\d{0,8})?", written):
        msg = 'write the factor with at most nine digits: "10", "16.114" or "1/60"'
        raise ValueError(msg)
    whole, _, part = written.partition("/")
    factor = Fraction(whole) / int(part or 1)
    if factor <= 0:
        msg = "write a factor above 0"
        raise ValueError(msg)
    return factor


Factor = Annotated[
    Fraction,
    PlainValidator(_fraction, json_schema_input_type=str),
    PlainSerializer(str, return_type=str),
]


def _offset(written: object) -> Fraction:
    """Read what is added after the factor: "-23.524" or "-160/9"."""
    if isinstance(written, Fraction):
        return written
    if not isinstance(written, str) or not re.fullmatch(
        r"-?\d{1,9}(\.\d{1,9})?(/[1-9]\d{0,8})?", written
    ):
        msg = 'write the offset as text, exactly: "-23.524" or "-160/9"'
        raise ValueError(msg)
    whole, _, part = written.partition("/")
    return Fraction(whole) / int(part or 1)


Offset = Annotated[
    Fraction,
    PlainValidator(_offset, json_schema_input_type=str),
    PlainSerializer(str, return_type=str),
]
"""What is added to a number after its factor."""


class Range(Frozen):
    """A closed range in the canonical unit, and where it comes from."""

    low: Decimal
    high: Decimal
    source: str

    @cached_property
    def lowest(self) -> Fraction:
        """The lower end, exactly."""
        return Fraction(self.low)

    @cached_property
    def highest(self) -> Fraction:
        """The upper end, exactly."""
        return Fraction(self.high)

    def holds(self, number: Fraction) -> bool:
        """Whether the number lies in the range."""
        return self.lowest <= number <= self.highest


class PrintedRanges(Frozen):
    """What is usual and what is possible, as stated in another unit than the canonical one."""

    soft: Range | None = None
    """Where it is not given, the canonical one counts, converted."""
    hard: Range
