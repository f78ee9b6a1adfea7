"""What a rule may ask about the rest of a screening."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from fractions import Fraction

    from criteria.known.truth import Truth
    from criteria.known.values import Interval, Quantity, Value


class Codes(Protocol):
    """Which choices were answered."""

    def code(self, item: str) -> str | None:
        """Return the choice code that was answered; None if none was."""


class Judging(Protocol):
    """A rule on one value."""

    def truth(self, value: Value | None, item: str, around: RuleContext) -> Truth:
        """Judge the value of an item."""


class RuleContext(Codes, Protocol):
    """What a rule may ask about the rest of the screening."""

    @property
    def reference_date(self) -> date:
        """The day that ages and windows are counted from."""

    def measured(self, item: str, quantity: Quantity) -> Interval | None:
        """Return a result in the item's canonical unit; None if it cannot be had."""

    def canonical(self, item: str, number: Decimal, unit: str) -> Fraction:
        """Return a number of the protocol in the item's canonical unit."""

    def upper_limit(self, item: str, quantity: Quantity) -> Interval:
        """Return the upper limit of normal for a result, as far as it is known."""

    def lower_limit(self, item: str, quantity: Quantity) -> Interval:
        """Return the lower limit of normal for a result, as far as it is known."""

    def value(self, item: str) -> Value | None:
        """Return what counts as another item's answer."""

    def test(self, item: str, rule: Judging) -> Truth:
        """Judge another item's value by a rule."""
