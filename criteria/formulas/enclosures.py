"""Arithmetic on all the numbers that something may be: what comes out holds every result.

Fractions are exact. Logarithms and powers are enclosed between two decimals that differ in the
34th digit. Ends are closed; an end of infinity means that there is none.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from math import inf, isinf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

End = Fraction | float
"""An exact number, or infinity."""

_DOWN = Context(prec=34, rounding=ROUND_FLOOR, Emin=-9999, Emax=9999)
_UP = Context(prec=34, rounding=ROUND_CEILING, Emin=-9999, Emax=9999)


@dataclass(frozen=True, slots=True)
class Enclosure:
    """Every number from one end to the other."""

    low: End
    high: End

    @classmethod
    def exactly(cls, number: End) -> Enclosure:
        """Return the enclosure of one number."""
        return cls(number, number)

    @property
    def exact(self) -> bool:
        """Whether it holds one number only."""
        return self.low == self.high

    def __add__(self, other: Enclosure) -> Enclosure:
        """Return every sum."""
        return Enclosure(self.low + other.low, self.high + other.high)

    def __neg__(self) -> Enclosure:
        """Return every number with the other sign."""
        return Enclosure(-self.high, -self.low)

    def __sub__(self, other: Enclosure) -> Enclosure:
        """Return every difference."""
        return self + -other

    def __mul__(self, other: Enclosure) -> Enclosure:
        """Return every product."""
        ends = (self.low, self.high)
        products = [_product(one, two) for one in ends for two in (other.low, other.high)]
        return Enclosure(min(products), max(products))

    def __truediv__(self, other: Enclosure) -> Enclosure:
        """Return every quotient; what may be divided by 0 may be anything."""
        return self * other.reciprocal()

    def reciprocal(self) -> Enclosure:
        """Return 1 through every number."""
        if self.low < 0 < self.high or self.low == self.high == 0:
            return Enclosure(-inf, inf)
        low = -inf if self.high == 0 else _inverse(self.high)
        high = inf if self.low == 0 else _inverse(self.low)
        return Enclosure(low, high)

    def least(self, other: Enclosure) -> Enclosure:
        """Return the smaller of two numbers."""
        return Enclosure(min(self.low, other.low), min(self.high, other.high))

    def most(self, other: Enclosure) -> Enclosure:
        """Return the greater of two numbers."""
        return Enclosure(max(self.low, other.low), max(self.high, other.high))

    def power(self, exponent: Enclosure) -> Enclosure:
        """Return every power of numbers that are not negative."""
        whole = exponent.low
        if exponent.exact and isinstance(whole, Fraction) and whole.denominator == 1:
            return self._whole_power(int(whole))
        return (exponent * self.logarithm()).exponential()

    def _whole_power(self, exponent: int) -> Enclosure:
        if exponent < 0:
            return self._whole_power(-exponent).reciprocal()
        return Enclosure(self.low**exponent, self.high**exponent)

    def logarithm(self) -> Enclosure:
        """Return every natural logarithm of numbers that are not negative."""
        return Enclosure(_logarithm(self.low, _DOWN), _logarithm(self.high, _UP))

    def exponential(self) -> Enclosure:
        """Return e to the power of every number."""
        return Enclosure(_exponential(self.low, _DOWN), _exponential(self.high, _UP))

    def root(self, degree: int) -> Enclosure:
        """Return every root, exactly where it is a fraction."""
        return Enclosure(_root(self.low, degree, _DOWN), _root(self.high, degree, _UP))

    def rising(self, step: Callable[[End], End]) -> Enclosure:
        """Apply a function that never falls."""
        return Enclosure(step(self.low), step(self.high))


def hull(enclosures: Iterable[Enclosure]) -> Enclosure:
    """Return the smallest enclosure around some."""
    found = list(enclosures)
    return Enclosure(min(one.low for one in found), max(one.high for one in found))


def _product(one: End, other: End) -> End:
    """Multiply; 0 times what has no end is 0, for every number there has one."""
    return Fraction(0) if one == 0 or other == 0 else one * other


def _inverse(number: End) -> End:
    return Fraction(0) if isinf(number) else 1 / number


def _decimal(number: Fraction, towards: Context) -> Decimal:
    return towards.divide(Decimal(number.numerator), Decimal(number.denominator))


def _one_further(number: Decimal, towards: Context) -> Fraction:
    """Return the next decimal outwards: a function of the decimal module is that exact."""
    further = towards.next_minus(number) if towards is _DOWN else towards.next_plus(number)
    return Fraction(further)


def _logarithm(number: End, towards: Context) -> End:
    if not isinstance(number, Fraction):
        return number
    if number <= 0:
        return -inf
    if number == 1:
        return Fraction(0)
    return _one_further(towards.ln(_decimal(number, towards)), towards)


def _exponential(number: End, towards: Context) -> End:
    if not isinstance(number, Fraction):
        return Fraction(0) if number < 0 else number
    if number == 0:
        return Fraction(1)
    return _one_further(towards.exp(_decimal(number, towards)), towards)


def _root(number: End, degree: int, towards: Context) -> End:
    if not isinstance(number, Fraction) or number <= 0:
        return max(number, Fraction(0))
    exact = [_whole_root(part, degree) for part in (number.numerator, number.denominator)]
    if exact[0] is not None and exact[1] is not None:
        return Fraction(exact[0], exact[1])
    logarithm = _logarithm(number, towards)
    return _exponential(logarithm / degree, towards)


def _whole_root(number: int, degree: int) -> int | None:
    """Return the root if it is a whole number."""
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if middle**degree < number else (low, middle)
    return low if low**degree == number else None
