"""A number to show how an answer is written: usual, and one that passes the item's rule."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from criteria.rules.rules import Between, Limit, OfNormal, Single, plain

if TYPE_CHECKING:
    from criteria.trial.protocol import NumberItem
    from criteria.trial.trial import Trial

_TWO_DIGITS = Context(prec=2)


def passing(item: NumberItem, trial: Trial) -> Decimal:
    """Return a number in the canonical unit, to two digits, that the item's rule passes.

    The middle of what is usual, or if that does not pass, of what is usual and passes. Of a rule
    that depends on other answers the first case counts.
    """
    usual = item.soft or item.hard
    low, high = _passed(item, trial)
    middle = _middle(usual.low, usual.high)
    if low < middle < high or low >= high:
        return middle
    return _middle(low, high)


def shown(item: NumberItem, trial: Trial) -> tuple[Decimal, str]:
    """Return that number with its unit: the one that the limit is stated in.

    The canonical unit where the limit names none, or where two digits of the other do not pass.
    """
    number = passing(item, trial)
    named = [end.unit for end in _ends(item) if isinstance(end, Limit) and end.unit]
    if not named:
        return number, item.canonical
    exact = item.printed(Fraction(number), named[0])
    printed = _TWO_DIGITS.divide(exact.numerator, exact.denominator)
    low, high = _passed(item, trial)
    if low < item.in_canonical(printed, named[0]) < high:
        return printed, named[0]
    return number, item.canonical


def shown_in(unit: str, item: NumberItem, trial: Trial) -> tuple[Decimal, str]:
    """Return such a number in one of the item's units."""
    number, own = shown(item, trial)
    if unit == own:
        return number, own
    exact = item.printed(item.in_canonical(number, own), unit)
    return Decimal(f"{_TWO_DIGITS.divide(exact.numerator, exact.denominator):f}"), unit


def _passed(item: NumberItem, trial: Trial) -> tuple[Decimal, Decimal]:
    """Return the ends of what is usual and passes."""
    usual = item.soft or item.hard
    low, high = usual.low, usual.high
    for end in _ends(item):
        limit = limit_at(end, item, trial)
        if limit is not None and end.sign in _UPWARDS:
            low = max(low, limit)
        elif limit is not None:
            high = min(high, limit)
    return low, high


def _ends(item: NumberItem) -> tuple[Single, ...]:
    """Return the limits of the rule that comes first."""
    rule = next(iter(plain(item.rule)), None)
    return rule.ends if isinstance(rule, Single | Between) else ()


_UPWARDS = (">", "≥")


def limit_at(end: Single, item: NumberItem, trial: Trial) -> Decimal | None:
    """Return a limit in the canonical unit; of a limit of normal, its usual end that is safe."""
    if isinstance(end, Limit):
        exact = item.in_canonical(end.limit, end.unit or item.canonical)
        return Decimal(exact.numerator) / exact.denominator
    known = trial.limits(end.side).get(item.id) if isinstance(end, OfNormal) else None
    if known is None or not isinstance(end, OfNormal):
        return None
    usual = known.soft or known.hard
    return (usual.high if end.sign in _UPWARDS else usual.low) * end.times


def _middle(low: Decimal, high: Decimal) -> Decimal:
    """Return the geometric middle; the plain one of a range that begins at 0."""
    return _TWO_DIGITS.plus((low * high).sqrt() if low > 0 else (low + high) / 2)
