"""FHIRPath for what the answers of a screening amount to: which results count, and their numbers.

Every expression is over the QuestionnaireResponse that `response` writes, given as %resource; what
is said of an answer is said inside a `select` or `where` over answers. Numbers are compared in the
canonical unit, or in whole parts of it (`scale`), so that 1/60 needs no digits without end.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import lcm
from typing import TYPE_CHECKING

from bot.exports.fhir.fhirpath_subset import exact
from bot.exports.fhir.terminology import (
    DATE,
    HIGH,
    LOW,
    METHOD,
    REFERENCE,
    REFERENCE_DATE,
    UCUM,
    beneath,
    group_id,
    groups,
)
from criteria.trial.protocol import DateItem, NumberItem

if TYPE_CHECKING:
    from fractions import Fraction

    from criteria.trial.trial import Trial


@dataclass(frozen=True, slots=True)
class Ends:
    """An interval of numbers as four expressions; an end that is empty is not there."""

    low: str
    high: str
    low_open: str = "false"
    high_open: str = "false"


class Paths:
    """The paths of a trial's answers in a response, and what the answers amount to."""

    def __init__(self, trial: Trial) -> None:
        """Note where each item stands, and which items have numbers."""
        self.trial = trial
        self._groups = {item: group_id(screen) for screen, items in groups(trial) for item in items}
        self._numbers = {
            item.id: item for item in trial.items.values() if isinstance(item, NumberItem)
        }

    def answers(self, item: str) -> str:
        """Return all answers of an item."""
        group = f"item.where(linkId = '{self._groups[item]}')"
        return f"%resource.{group}.item.where(linkId = '{item}').answer"

    def today(self) -> str:
        """Return the reference date: of the item that asks for it, or beside the items."""
        item = self.trial.protocol.roles.get("reference_date")
        beside = f"%resource.item.where(linkId = '{REFERENCE_DATE}').answer"
        return f"{self.answers(item) if item else beside}.value.toString()"

    @staticmethod
    def under(item: str, part: str) -> str:
        """Return a part under an answer."""
        return f"item.where(linkId = '{beneath(item, part)}').answer.value"

    def group(self, item: str) -> str:
        """Return the link id of the group that an item is in."""
        return self._groups[item]

    def results(self, item: str, *, near: bool = False) -> str:
        """The answers that count: of the right method, and none that is known to be older.

        Args:
            item: the item.
            near: whether the path begins in the item's group.
        """
        everything = self._fitting(item, self.answers(item))
        if isinstance(self.trial.items[item], DateItem):
            return everything
        days = f"{self.under(item, DATE)}.select(toString()).where(length() = 10 and $this"
        today = self.today()
        newest = f"{everything}.{days} <= {today}).aggregate(iif($total > $this, $total, $this))"
        older = f"{days} < {newest})"
        if not near:
            return f"{everything}.where({older}.empty())"
        found = self._fitting(item, f"item.where(linkId = '{item}').answer")
        return f"iif({found}.count() = 1, {found}, {found}.where({older}.empty()))"

    def _fitting(self, item: str, answers: str) -> str:
        """Return the answers that are of the method that is asked for, if it is known."""
        known = self._numbers.get(item)
        if known is None or known.method is None:
            return answers
        asked = f"{self._code(known.method)}.where($this != 'unknown')"
        other = f"$this != {asked}.where($this != 'not_applicable')"
        return f"{answers}.where({self.under(item, METHOD)}.code.where({other}).empty())"

    def single(self, item: str) -> str:
        """Return the answer that counts where there is only one."""
        found = self.results(item)
        return f"iif({found}.count() = 1, {found}, {{}})"

    def code(self, item: str) -> tuple[str, str]:
        """Return the code that was answered, or the method that a result names, and its group."""
        number = self.trial.methods.get(item)
        if number is None:
            return self._code(item, near=True), self.group(item)
        result = self.answers(number)
        method = f"iif({result}.count() = 1, {result}.{self.under(number, METHOD)}.code, {{}})"
        return f"iif({self.answers(item)}.exists(), {self._code(item)}, {method})", ""

    def _code(self, item: str, *, near: bool = False) -> str:
        """Return the code that was answered; of several, unknown."""
        codes = f"{self.results(item, near=near)}.value.code"
        return f"{codes}.aggregate(iif($total.empty(), $this, 'unknown'))"

    def only_code(self, item: str) -> str:
        """Return the code that was answered; of several, none of a choice; near."""
        codes = f"{self.results(item, near=True)}.value.code"
        return f"{codes}.aggregate(iif($total.empty(), $this, ' '))"

    def date(self, item: str) -> str:
        """Return the date that an answer is, or that came with it, as text."""
        if isinstance(self.trial.items[item], DateItem):
            days = f"{self.results(item)}.value.select(toString()).where(length() <= 10)"
            return f"{days}.aggregate(iif($total.empty(), $this, ' ')).where($this != ' ')"
        return f"{self.single(item)}.{self._day(item)}"

    def scale(self, item: str) -> int:
        """Return the whole parts that the units of an item and its relatives are made of."""
        limit = self.trial.upper_limits.get(item)
        family = {item, self._numbers[item].percent_of, limit.id if limit else None}
        units = (self._numbers[each].units.values() for each in family if each is not None)
        denominators = [factor.denominator for factors in units for factor in factors]
        return _without_tens(lcm(*denominators))

    def literal(self, number: Fraction, scale: int) -> str:
        """Write a number of the protocol, in the canonical unit, scaled."""
        scaled = number * scale
        return f"{(Decimal(scaled.numerator) / scaled.denominator).normalize():f}"

    def _scaled(self, item: str, quantity: str, scale: int) -> str:
        """Return a quantity's number, scaled; empty for a unit that is not the item's."""
        found = "{}"
        for name, factor in self._numbers[item].units.items():
            unit = f"code = '{UCUM[name]}'" if name in UCUM else f"unit = '{name}'"
            found = f"iif({quantity}.{unit}, {self.literal(factor, scale)}, {found})"
        return exact(f"{quantity}.value * {found}")

    def number(self, item: str, scale: int) -> str:
        """Return the number of an answer, whatever its comparator."""
        return self._scaled(item, "value", scale)

    def stated(self, item: str, scale: int) -> tuple[str, Ends]:
        """Return whether the ends of what it means stand under an answer, and the ends."""
        low, high = (f"{self.under(item, part)}.value" for part in (LOW, HIGH))
        if scale != 1:
            return f"{low}.exists()", Ends(exact(f"{low} * {scale}"), exact(f"{high} * {scale}"))
        return f"{low}.exists()", Ends(low, high)

    def measured(self, item: str, scale: int) -> Ends:
        """Return the interval behind an answer: of its number, or the ends given under it."""
        is_stated, stated = self.stated(item, scale)
        ends = reported(self.number(item, scale))
        return Ends(
            f"iif({is_stated}, {stated.low}, {ends.low})",
            f"iif({is_stated}, {stated.high}, {ends.high})",
            ends.low_open,
            ends.high_open,
        )

    def given(self, item: str, scale: int, *, near: bool = False) -> Ends:
        """Return the interval behind the only answer of an item; it has to be the only one."""
        answer, ends = self.results(item, near=near), self.measured(item, scale)
        return Ends(
            f"{answer}.select({ends.low})",
            f"{answer}.select({ends.high})",
            f"({answer}.value.comparator = '>')",
            f"({answer}.value.comparator = '<')",
        )

    def share(self, item: str, whole: str, scale: int) -> Ends:
        """Take a percentage of another item's only result, unless they are of different days."""
        of, own = self.given(whole, scale), self._day(item)
        other = f"{self.results(whole)}.{self._day(whole)}"
        share = reported(f"iif({own} != {other}, {{}}, value.value / 100)")
        return Ends(
            exact(f"{share.low} * {of.low}"),
            exact(f"{share.high} * {of.high}"),
            f"({share.low_open} or {of.low_open})",
            f"({share.high_open} or {of.high_open})",
        )

    def _day(self, item: str) -> str:
        return f"{self.under(item, DATE)}.select(toString())"

    def printed(self, item: str, scale: int) -> str:
        """Return the upper limit that is printed beside an answer, if it is a possible one."""
        limit = self.trial.upper_limits[item]
        low, high = (self.literal(end, scale) for end in (limit.hard.lowest, limit.hard.highest))
        number = self._scaled(limit.id, self.under(item, REFERENCE), scale)
        return f"{number}.where($this >= {low} and $this <= {high})"

    def usual(self, item: str, scale: int) -> Ends:
        """Return the range that an upper limit usually lies in."""
        limit = self.trial.upper_limits[item]
        soft = limit.soft or limit.hard
        return Ends(self.literal(soft.lowest, scale), self.literal(soft.highest, scale))


def reported(number: str) -> Ends:
    """Return the interval behind an answer's number and its comparator."""
    sign = "value.comparator"
    return Ends(
        f"({number} * iif({sign}.substring(0, 1) = '<', 0, 1))",
        f"iif({sign}.substring(0, 1) = '>', {{}}, {number})",
        f"({sign} = '>')",
        f"({sign} = '<')",
    )


def _without_tens(number: int) -> int:
    """Return a number without its factors 2 and 5, by which decimals can be divided."""
    for prime in (2, 5):
        while number % prime == 0:
            number //= prime
    return number
