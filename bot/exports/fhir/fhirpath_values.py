"""FHIRPath for what the answers of a screening amount to: which results count, and their numbers.

Every expression is over the QuestionnaireResponse that ``fhir_response`` writes, given as
%resource. Numbers are compared in whole parts of the canonical unit (`scale`), so that 1/60 needs
no digits without end.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import lcm
from typing import TYPE_CHECKING

from bot.exports.fhir.fhirpath_variables import Variables
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
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from fractions import Fraction

    from criteria.trial.trial import Trial


@dataclass(frozen=True, slots=True)
class Ends:
    """An interval of scaled numbers as four expressions; an end that is empty is not there."""

    low: str
    high: str
    low_open: str = "false"
    high_open: str = "false"


class Paths:
    """The paths of a trial's answers in a response, and what the answers amount to."""

    def __init__(self, trial: Trial) -> None:
        """Work out the scale of the trial: the whole parts that all its units are made of."""
        self.trial = trial
        self.variables = Variables()
        self._groups = {item: group_id(screen) for screen, items in groups(trial) for item in items}
        self._numbers = {
            item.id: item for item in trial.items.values() if isinstance(item, NumberItem)
        }
        factors = [factor for item in self._numbers.values() for factor in item.units.values()]
        self.scale = lcm(*(factor.denominator for factor in factors))

    def answers(self, item: str) -> str:
        """Return all answers of an item."""
        group = f"item.where(linkId = '{self._groups[item]}')"
        path = f"%resource.{group}.item.where(linkId = '{item}').answer"
        return self.variables.called(item.replace(".", "_"), path)

    def today(self) -> str:
        """Return the reference date: of the item that asks for it, or beside the items."""
        item = self.trial.protocol.roles.get("reference_date")
        beside = f"%resource.item.where(linkId = '{REFERENCE_DATE}').answer"
        return self.variables.called("today", f"{self.answers(item) if item else beside}.value")

    @staticmethod
    def under(answer: str, item: str, part: str) -> str:
        """Return the path of a part under an answer."""
        return f"{answer}.item.where(linkId = '{beneath(item, part)}').answer.value"

    def results(self, item: str) -> str:
        """The answers that count: of the right method, and none that is known to be older."""
        found = self.answers(item)
        known = self._numbers.get(item)
        if known is not None and known.method is not None:
            method = self.under("$this", item, METHOD)
            asked = f"{self.single(known.method)}.value.code"
            free = f"{asked}.empty() or {asked} in ('unknown' | 'not_applicable')"
            found += f".where({method}.empty() or {free} or {method}.code = {asked})"
        fitting, day = self.variables.new(found), self._day(item)
        newest = f"{fitting}.select({day})"
        newest = f"{newest}.aggregate(iif($total.empty() or $this > $total, $this, $total))"
        newest = self.variables.called(f"newest_{item.replace('.', '_')}", newest)
        kept = f"{fitting}.where({day}.empty() or {day} = {newest})"
        return self.variables.called(f"counting_{item.replace('.', '_')}", kept)

    def _day(self, item: str) -> str:
        """Return the day of a result if it is one, and not one still to come."""
        when = self.under("$this", item, DATE)
        return f"{when}.where($this.toString().length() = 10 and $this <= {self.today()})"

    def single(self, item: str) -> str:
        """Return the answer that counts where there is only one."""
        found = self.results(item)
        return self.variables.called(
            f"only_{item.replace('.', '_')}", f"iif({found}.count() = 1, {found}, {{}})"
        )

    def code(self, item: str) -> str:
        """Return the code that was answered, or the method that a result names."""
        found = self.results(item)
        chosen = f"iif({found}.count() = 1, {found}.value.code, 'unknown')"
        number, method = self.trial.methods.get(item), "{}"
        if number is not None:
            result = self.answers(number)
            named = self.under(result, number, METHOD)
            method = f"iif({result}.count() = 1, {named}.code, {{}})"
        code = f"iif({self.answers(item)}.exists(), {chosen}, {method})"
        return self.variables.called(f"code_{item.replace('.', '_')}", code)

    def literal(self, number: Fraction) -> str:
        """Write a number of the protocol, in the canonical unit, scaled."""
        scaled = number * self.scale
        return f"{(Decimal(scaled.numerator) / scaled.denominator).normalize():f}"

    def _scaled(self, item: str, quantity: str) -> str:
        """Return a quantity's number, scaled; empty for a unit that is not the item's."""
        found = "{}"
        for name, factor in self._numbers[item].units.items():
            unit = f"code = '{UCUM[name]}'" if name in UCUM else f"unit = '{name}'"
            found = f"iif({quantity}.{unit}, {self.literal(factor)}, {found})"
        return f"({quantity}.value * {found})"

    def measured(self, item: str, answer: str = "$this") -> Ends:
        """Return the interval behind an answer: of its number, or the ends given under it."""
        ends = self._reported(f"{answer}.value", self._scaled(item, f"{answer}.value"))
        whole = self._numbers[item].percent_of
        if whole is not None:
            ends = self._share(item, whole, answer, ends)
        low, high = self.under(answer, item, LOW), self.under(answer, item, HIGH)
        stated = self.variables.new(f"{low}.exists()")
        return Ends(
            self.variables.new(f"iif({stated}, {low}.value * {self.scale}, {ends.low})"),
            self.variables.new(f"iif({stated}, {high}.value * {self.scale}, {ends.high})"),
            ends.low_open,
            ends.high_open,
        )

    def _reported(self, quantity: str, number: str) -> Ends:
        """Return the interval behind a number and its comparator."""
        sign, number = f"{quantity}.comparator", self.variables.new(number)
        return Ends(
            f"({number} * iif({sign} in ('<' | '<='), 0, 1))",
            f"iif({sign} in ('>' | '>='), {{}}, {number})",
            f"({sign} = '>')",
            f"({sign} = '<')",
        )

    def _share(self, item: str, whole: str, answer: str, own: Ends) -> Ends:
        """Take a percentage of another item's result, unless they are of different days."""
        counted = self.single(whole)
        of = self.measured(whole, counted)
        days = [
            f"{self.under(path, name, DATE)}.toString()"
            for path, name in ((answer, item), (counted, whole))
        ]
        value = f"{answer}.value"
        number = f"iif({days[0]} != {days[1]}, {{}}, {value}.value / 100)"
        share = self._reported(value, number)
        percent = self.variables.new(f"{value}.code = '%'")
        return Ends(
            f"iif({percent}, {share.low} * {of.low}, {own.low})",
            f"iif({percent}, {share.high} * {of.high}, {own.high})",
            f"iif({percent}, {share.low_open} or {of.low_open}, {own.low_open})",
            f"iif({percent}, {share.high_open} or {of.high_open}, {own.high_open})",
        )

    def upper_limit(self, item: str) -> Ends:
        """Return the upper limit for the result $this: printed, given, both, or what is usual."""
        limit = self.trial.upper_limits[item]
        beside = self.under("$this", item, REFERENCE)
        low, high = self.literal(limit.hard.lowest), self.literal(limit.hard.highest)
        possible = f"where($this >= {low} and $this <= {high})"
        printed = self.variables.new(f"{self._scaled(limit.id, beside)}.{possible}")
        given = self.measured(limit.id, self.single(limit.id))
        soft = limit.soft or limit.hard
        usual = Ends(self.literal(soft.lowest), self.literal(soft.highest))
        return Ends(
            self.variables.new(self._either(printed, given, given.low, usual.low, "<")),
            self.variables.new(self._either(printed, given, given.high, usual.high, ">")),
            f"iif({printed}.exists(), false, {given.low_open})",
            f"iif({printed}.exists(), false, {given.high_open})",
        )

    @staticmethod
    def _either(printed: str, given: Ends, end: str, usual: str, beyond: str) -> str:
        """Return an end of the upper limit; where two differ, of the range between them."""
        both = f"iif({printed} {beyond} {end}, {printed}, {end})"
        known = f"iif({given.low}.exists(), {end}, {usual})"
        return f"iif({printed}.exists(), iif({given.low}.exists(), {both}, {printed}), {known})"
