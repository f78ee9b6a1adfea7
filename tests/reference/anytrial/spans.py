"""Truths (True, False, None for unknown) and the numbers that a result may be."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

Truth = bool | None


class Span(NamedTuple):
    """Every number that a result may be; an end that is open does not belong to it."""

    low: Fraction
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False


def both(truths: Iterable[Truth]) -> Truth:
    """Kleene's and."""
    found = list(truths)
    return False if False in found else None if None in found else True


def either(truths: Iterable[Truth]) -> Truth:
    """Kleene's or."""
    found = list(truths)
    return True if True in found else None if None in found else False


def opposite(truth: Truth) -> Truth:
    """Kleene's not."""
    return None if truth is None else not truth


def agreed(truths: Iterable[Truth]) -> Truth:
    """Return what all say."""
    found = set(truths)
    return found.pop() if len(found) == 1 else None


def below(one: Span, other: Span) -> Truth:
    """Whether every number of one lies below every number of the other; False where none does."""
    if one.high is not None:
        touches = one.high == other.low and (one.high_open or other.low_open)
        if one.high < other.low or touches:
            return True
    return False if other.high is not None and one.low >= other.high else None


def compared(kind: str, measured: Span, limit: Span) -> Truth:
    """Judge a result against a limit."""
    return {
        "above": lambda: below(limit, measured),
        "at_least": lambda: opposite(below(measured, limit)),
        "below": lambda: below(measured, limit),
        "at_most": lambda: opposite(below(limit, measured)),
    }[kind]()


def bound(comparator: str | None, number: Fraction, to: Fraction | None) -> Span:
    """Return the numbers behind a result as it was reported."""
    if comparator is None:
        return Span(number, number if to is None else to)
    if comparator in "<≤":
        return Span(min(Fraction(0), number), number, high_open=comparator == "<")
    return Span(number, None, low_open=comparator == ">")
