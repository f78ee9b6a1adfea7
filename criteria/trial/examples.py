"""A number to show how an answer is written: usual, and one that passes the item's rule."""

from __future__ import annotations

from decimal import Context, Decimal
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
    low, high = usual.low, usual.high
    rule = next(iter(plain(item.rule)), None)
    for end in rule.ends if isinstance(rule, Single | Between) else ():
        limit = limit_at(end, item, trial)
        if limit is not None and end.sign in _UPWARDS:
            low = max(low, limit)
        elif limit is not None:
            high = min(high, limit)
    middle = _middle(usual.low, usual.high)
    if low < middle < high or low >= high:
        return middle
    return _middle(low, high)


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
