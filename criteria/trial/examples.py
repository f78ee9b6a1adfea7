"""A number to show how an answer is written: usual, and one that passes the item's rule."""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING

from criteria.rules.rules import Above, AtLeast, BelowUpperLimit
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from criteria.trial.trial import Trial

_TWO_DIGITS = Context(prec=2)


def passing(item: NumberItem, trial: Trial) -> Decimal:
    """Return a number in the canonical unit, to two digits, that the item's rule passes.

    The middle of what is usual, or if that does not pass, of what is usual and passes.
    """
    usual = item.soft or item.hard
    low, high = usual.low, usual.high
    if isinstance(item.rule, Above | AtLeast):
        low = max(low, item.rule.limit)
    elif isinstance(item.rule, BelowUpperLimit):
        limit = trial.items[item.rule.upper_limit]
        if isinstance(limit, NumberItem):
            high = min(high, (limit.soft or limit.hard).low * item.rule.times)
    middle = _middle(usual.low, usual.high)
    return middle if low < middle < high else _middle(low, high)


def _middle(low: Decimal, high: Decimal) -> Decimal:
    """Return the geometric middle; the plain one of a range that begins at 0."""
    return _TWO_DIGITS.plus((low * high).sqrt() if low > 0 else (low + high) / 2)
