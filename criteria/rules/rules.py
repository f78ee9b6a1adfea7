"""The closed list of rules: what an item's value must be, and the truth that follows.

A rule sees one value and may ask about the rest of the screening: a limit of normal, another
answer, the reference date. It never sees text. What this list cannot say is asked as the
investigator's judgement instead.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from criteria.known.frozen import Frozen
from criteria.known.truth import Truth, all_of, certain
from criteria.known.values import Choice, NotApplicable, Value
from criteria.rules.limits import Between, Limit, Numeric, OfNormal, Single
from criteria.rules.windows import MonthsBefore, OlderThan, Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.rules.context import Codes, RuleContext

__all__ = [
    "Between",
    "Case",
    "Chosen",
    "Depends",
    "Limit",
    "MonthsBefore",
    "Numeric",
    "OfNormal",
    "OlderThan",
    "OneOf",
    "Plain",
    "Rule",
    "Single",
    "Tested",
    "Window",
    "in_force",
    "plain",
    "reads",
]


class OneOf(Frozen):
    """A choice decides: some codes satisfy, some violate, every other leaves it open."""

    kind: Literal["choice"]
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()

    def truth(self, value: Value | None, _item: str, _around: RuleContext) -> Truth:
        """Judge a chosen code; "not applicable" is one where a rule names it (policy P24)."""
        if isinstance(value, Choice):
            code = value.code
        elif isinstance(value, NotApplicable):
            code = "not_applicable"
        else:
            return Truth.UNKNOWN
        return self._decided.get(code, Truth.UNKNOWN)

    @cached_property
    def _decided(self) -> dict[str, Truth]:
        return dict.fromkeys(self.no, Truth.NO) | dict.fromkeys(self.yes, Truth.YES)


Plain = Annotated[
    OneOf | Limit | Between | OfNormal | MonthsBefore | OlderThan | Window,
    Field(discriminator="kind"),
]
"""A rule that is the same for everybody."""


class Chosen(Frozen):
    """Whether one of these codes was answered; unknown while no code is known."""

    chosen: str
    among: tuple[str, ...] = Field(min_length=1)

    @property
    def item(self) -> str:
        """The item that is asked about."""
        return self.chosen

    def truth(self, around: Codes) -> Truth:
        """Judge the answer."""
        code = around.code(self.chosen)
        return Truth.UNKNOWN if code in (None, "unknown") else certain(code in self.among)

    def open_items(self, around: Codes) -> Iterator[str]:
        """Return the item if it is not decided."""
        if self.truth(around) is Truth.UNKNOWN:
            yield self.chosen


class Tested(Frozen):
    """Another item under a rule."""

    test: Plain
    item: str

    def truth(self, around: RuleContext) -> Truth:
        """Judge the item by the rule."""
        return around.test(self.item, self.test)


class Case(Frozen):
    """A rule for those of whom all conditions hold."""

    when: tuple[Chosen | Tested, ...] = ()
    rule: Plain

    def holds(self, around: RuleContext) -> Truth:
        """Whether the case is this candidate's."""
        return all_of(condition.truth(around) for condition in self.when)


class Depends(Frozen):
    """A table: the rule of the first case that holds."""

    kind: Literal["depends"]
    cases: tuple[Case, ...] = Field(min_length=1)
    otherwise: bool = False
    """Where no case holds, it is satisfied; else unknown."""

    def truth(self, value: Value | None, item: str, around: RuleContext) -> Truth:
        """Judge the value where all cases that are possible agree."""
        truths = {
            self._outside if case is None else case.rule.truth(value, item, around)
            for case in self.possible(around)
        }
        return truths.pop() if len(truths) == 1 else Truth.UNKNOWN

    @property
    def _outside(self) -> Truth:
        return Truth.YES if self.otherwise else Truth.UNKNOWN

    def possible(self, around: RuleContext) -> Iterator[Case | None]:
        """Return the cases that may be this candidate's; None stands for none of them."""
        for case in self.cases:
            holds = case.holds(around)
            if holds is not Truth.NO:
                yield case
            if holds is Truth.YES:
                return
        yield None


Rule = Annotated[
    OneOf | Limit | Between | OfNormal | MonthsBefore | OlderThan | Window | Depends,
    Field(discriminator="kind"),
]


def in_force(rule: Rule, around: RuleContext) -> Plain | None:
    """Return the rule that counts for this candidate; None where that is not known, or none."""
    if not isinstance(rule, Depends):
        return rule
    possible = list(rule.possible(around))
    return possible[0].rule if len(possible) == 1 and possible[0] is not None else None


def plain(rule: Rule | None) -> tuple[Plain, ...]:
    """Return the rules that a rule may come to: itself, or those of its cases."""
    if rule is None:
        return ()
    return tuple(case.rule for case in rule.cases) if isinstance(rule, Depends) else (rule,)


def reads(rule: Rule | None) -> Iterator[str]:
    """Return the other items that a rule goes by, but for limits of normal."""
    if isinstance(rule, Window):
        yield from filter(None, (rule.ever, rule.from_, rule.half_life))
    elif isinstance(rule, Depends):
        for case in rule.cases:
            for condition in case.when:
                yield condition.item
                yield from reads(getattr(condition, "test", None))
            yield from reads(case.rule)
