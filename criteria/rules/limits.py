"""Rules on a number: against a limit of the protocol, between two, or against a limit of normal."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from criteria.known.frozen import Frozen
from criteria.known.truth import Truth, all_of
from criteria.known.values import Interval, Quantity, exactly

if TYPE_CHECKING:
    from criteria.known.values import Value
    from criteria.rules.context import RuleContext

Sign = Literal[">", "≥", "<", "≤"]
Side = Literal["upper", "lower"]


def against(sign: Sign, measured: Interval, limit: Interval) -> Truth:
    """Whether every number here lies so to every number of the limit; no if none does."""
    match sign:
        case ">":
            return limit.less_than(measured)
        case "≥":
            return ~measured.less_than(limit)
        case "<":
            return measured.less_than(limit)
        case "≤":
            return ~limit.less_than(measured)


class Numeric(Frozen):
    """A rule on a number in the item's canonical unit."""

    def truth(self, value: Value | None, item: str, around: RuleContext) -> Truth:
        """Judge a quantity; anything else is unknown."""
        if not isinstance(value, Quantity):
            return Truth.UNKNOWN
        measured = value.interval or around.measured(item, value)
        if measured is None:
            return Truth.UNKNOWN
        return self.judged(measured, value, item, around)

    def judged(self, measured: Interval, value: Quantity, item: str, around: RuleContext) -> Truth:
        """Judge a result in the canonical unit."""
        raise NotImplementedError


class Single(Numeric):
    """A rule with one limit."""

    kind: str

    @cached_property
    def sign(self) -> Sign:
        """How the number must lie to the limit."""
        return _SIGNS[self.kind.removesuffix("_upper_limit").removesuffix("_lower_limit")]

    @property
    def ends(self) -> tuple[Single, ...]:
        """The limits that it consists of: itself."""
        return (self,)

    def judged(self, measured: Interval, value: Quantity, item: str, around: RuleContext) -> Truth:
        """Compare the result with every limit that is possible."""
        return self.compare(measured, self.limits(value, item, around))

    def limits(self, value: Quantity, item: str, around: RuleContext) -> Interval:
        """Return the limit that the result is compared with, as far as it is known."""
        raise NotImplementedError

    def compare(self, measured: Interval, limit: Interval) -> Truth:
        """Compare a result with its limit, both in the canonical unit."""
        return against(self.sign, measured, limit)


_SIGNS: dict[str, Sign] = {"above": ">", "at_least": "≥", "below": "<", "at_most": "≤"}


class Limit(Single):
    """A limit that is a number of the protocol."""

    kind: Literal["above", "at_least", "below", "at_most"]
    limit: Decimal
    unit: str = ""
    """One of the item's units; without it, the canonical one."""

    @cached_property
    def _limit(self) -> Interval:
        return exactly(Fraction(self.limit))

    def limits(self, _value: Quantity, item: str, around: RuleContext) -> Interval:
        """Return the protocol's limit."""
        if not self.unit:
            return self._limit
        return exactly(around.canonical(item, self.limit, self.unit))


class Between(Numeric):
    """Two limits of the protocol, each end open or closed."""

    kind: Literal["between"]
    above: Decimal | None = None
    at_least: Decimal | None = None
    below: Decimal | None = None
    at_most: Decimal | None = None
    unit: str = ""

    @model_validator(mode="after")
    def _two_ends(self) -> Self:
        if (self.above is None) == (self.at_least is None):
            raise ValueError("write a lower end: either above or at_least")
        if (self.below is None) == (self.at_most is None):
            raise ValueError("write an upper end: either below or at_most")
        low, high = (end.limit for end in self.ends)
        if low >= high:
            raise ValueError("write a lower end below the upper one")
        return self

    @cached_property
    def ends(self) -> tuple[Limit, Limit]:
        """The lower limit and the upper one."""
        low, high = (
            Limit(kind=name, limit=limit, unit=self.unit)
            for name in ("above", "at_least", "below", "at_most")
            if (limit := getattr(self, name)) is not None
        )
        return low, high

    def judged(self, measured: Interval, value: Quantity, item: str, around: RuleContext) -> Truth:
        """Compare the result with both ends."""
        return all_of(end.judged(measured, value, item, around) for end in self.ends)


class OfNormal(Single):
    """A limit that is a multiple of the laboratory's upper or lower limit of normal."""

    kind: Literal[
        "above_upper_limit",
        "at_least_upper_limit",
        "below_upper_limit",
        "at_most_upper_limit",
        "above_lower_limit",
        "at_least_lower_limit",
        "below_lower_limit",
        "at_most_lower_limit",
    ]
    times: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    upper_limit: str | None = None
    """The item that holds the laboratory's upper limit."""
    lower_limit: str | None = None

    @property
    def side(self) -> Side:
        """Whose multiple it is: of the upper or of the lower limit."""
        return "upper" if self.kind.endswith("_upper_limit") else "lower"

    @property
    def named(self) -> str | None:
        """The item that holds the limit, where the rule names it."""
        return self.upper_limit if self.side == "upper" else self.lower_limit

    @cached_property
    def factor(self) -> Fraction:
        """The multiple, exactly."""
        return Fraction(self.times)

    def limits(self, value: Quantity, item: str, around: RuleContext) -> Interval:
        """Return the multiple of every limit of normal that is possible."""
        upper = self.side == "upper"
        found = around.upper_limit(item, value) if upper else around.lower_limit(item, value)
        return found.scaled(self.factor)
