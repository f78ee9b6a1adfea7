"""The shape of protocol.toml: everything of a trial that decides, and no wording.

Frozen and strictly checked. How the parts must fit together is checked in `consistency`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from criteria.known.frozen import Frozen
from criteria.known.ranges import Factor, Offset, PrintedRanges, Range
from criteria.lists.lists import Entry
from criteria.rules.rules import OlderThan, Rule
from criteria.rules.tree import Expression

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_+/\-]{1,24}$")]
ItemId = Annotated[str, StringConstraints(pattern=r"^[A-Z]+[0-9]*\.[a-z0-9_]{1,16}$")]
CriterionId = Annotated[str, StringConstraints(pattern=r"^[IE][1-9][0-9]?$")]
Concept = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]

Change = Literal["fixed", "time", "treatable", "new_data"]
Judge = Literal["investigator"]
"""Who alone may judge: somebody else's answer is provisional until then."""


class _Item(Frozen):
    """What every question has."""

    id: ItemId
    criterion: str
    """The criterion it belongs to, or CTX for what is none."""
    name: str
    """The field's standard name."""
    concept: Concept | None = None
    """What it asks for in any trial that asks for it: age, creatinine."""
    asked: Expression | None = None
    """When it is asked; always if not given."""
    scored: bool = True
    volunteered: bool = False
    """Never asked by itself; taken when it is given."""
    judgement: bool = False
    """A clinical judgement, not a reading from a chart."""
    judge: Judge | None = None
    """Who alone may make that judgement; without one anybody who is asked."""
    change: Change | None = None
    """What could change a failure."""
    rule: Rule | None = None
    sources: tuple[str, ...] = Field(min_length=1)
    warn_older_than_days: int | None = None
    warn_older_than_months: int | None = None
    proposed: str | None = None
    """The words that a draft read it from; somebody compares them and takes the key away."""
    to_word: bool = False
    """A draft's question, still in the registry's words."""

    @property
    def carries(self) -> str | None:
        """The concept that it carries."""
        return self.concept

    @cached_property
    def age_warning(self) -> OlderThan | None:
        """The rule by which a result of this item is called old; None where there is none."""
        days, months = self.warn_older_than_days, self.warn_older_than_months
        if days is None and months is None:
            return None
        return OlderThan(kind="older_than", days=days, months=months)


class ChoiceItem(_Item):
    """A question with a closed list of answers; `unknown` is always one more."""

    kind: Literal["choice"]
    choices: tuple[Code, ...] = Field(min_length=2)
    list: str | None = None
    """The list that its choices were taken from."""
    todo: tuple[Code, ...] = ()
    """Answers that leave something to be done: their remark heads the summary."""


class NotAbove(Frozen):
    """A number that cannot exceed another one, but for rounding."""

    item: ItemId
    tolerance: Decimal


class Derived(Frozen):
    """Which formula a number is worked out by, and of which items."""

    by: str
    from_: dict[str, ItemId] = Field(default={}, alias="from")
    """Input of the formula -> item; a date that is not named is the reference date."""


class NumberItem(_Item):
    """A question for a number. The first unit is the canonical one."""

    kind: Literal["number"]
    analyte: str | None = None
    """The entry of the library that it was taken from."""
    derived: Derived | None = None
    """How it is worked out where it was not given."""
    whole: bool = False
    units: dict[str, Factor] = Field(min_length=1)
    """Standard name of each unit -> exact factor to the canonical unit."""
    offsets: dict[str, Offset] = {}
    """What is added after the factor, for units that do not begin at the same zero."""
    unit_in_question: bool = False
    """The question names the canonical unit, so that a bare number has it."""
    soft: Range | None = None
    """Outside it the answer is asked back."""
    hard: Range
    """Outside it the answer is refused: plausibility, never the protocol's threshold."""
    printed_ranges: dict[str, PrintedRanges] = {}
    """For a number printed in such a unit, instead of the canonical ranges converted."""
    names: tuple[str, ...] = ()
    """What laboratories call it, in any language."""
    names_to_confirm: tuple[str, ...] = ()
    """Names that usually mean it, but not always."""
    summed_names: tuple[tuple[str, ...], ...] = ()
    """Sets of names whose results add up to it."""
    codes: tuple[str, ...] = ()
    """NPU and LOINC codes."""
    percent_of: ItemId | None = None
    """A percentage of this other item is taken and converted."""
    body_surface_unit: str | None = None
    """A unit that becomes the canonical one by x 1.73 / body surface area in m²."""
    method: ItemId | None = None
    """The choice item that holds the method."""
    method_names: dict[Code, tuple[str, ...]] = {}
    """Names of the result that also tell its method."""
    upper_limit_of: ItemId | None = None
    """This is the laboratory's upper limit for that item, in the same units."""
    lower_limit_of: ItemId | None = None
    """The same for its lower limit."""
    repeated: Literal["newest", "highest", "lowest", "mean"] = "newest"
    """Which of several results counts."""
    not_above: NotAbove | None = None

    @model_validator(mode="after")
    def _units_of_ranges(self) -> Self:
        """Ranges may be stated in the item's other units only."""
        if set(self.printed_ranges) - set(list(self.units)[1:]):
            msg = "state printed_ranges in the item's other units only"
            raise ValueError(msg)
        return self

    @cached_property
    def canonical(self) -> str:
        """The canonical unit's standard name."""
        return next(iter(self.units))

    @property
    def carries(self) -> str | None:
        """The concept that it carries: the one that is named, or its analyte's."""
        return self.concept or self.analyte

    @property
    def takes_ranges(self) -> bool:
        """Whether 8-10 is one answer: of whole numbers, and where no criterion depends on it."""
        return (self.whole or not self.scored) and self.limit_of is None

    def in_canonical(self, number: Decimal | Fraction, unit: str) -> Fraction:
        """Return a number of one of the item's units in the canonical unit."""
        return Fraction(number) * self.units[unit] + self.offsets.get(unit, 0)

    def printed(self, canonical: Fraction, unit: str) -> Fraction:
        """Return a number of the canonical unit in one of the item's units."""
        return (canonical - self.offsets.get(unit, 0)) / self.units[unit]

    @property
    def limit_of(self) -> ItemId | None:
        """The item that this is a limit of normal of."""
        return self.upper_limit_of or self.lower_limit_of

    def possible(self, number: Fraction, unit: str, canonical: Fraction) -> bool:
        """Whether a number as printed, which is so much in the canonical unit, can be."""
        stated = self.printed_ranges.get(unit)
        return stated.hard.holds(number) if stated else self.hard.holds(canonical)

    def usual(self, number: Fraction, unit: str, canonical: Fraction) -> bool:
        """Whether a number as printed lies in the soft range; without one, all are usual."""
        stated = self.printed_ranges.get(unit)
        if stated and stated.soft:
            return stated.soft.holds(number)
        return self.soft is None or self.soft.holds(canonical)

    def below_usual(self, number: Fraction, unit: str, canonical: Fraction) -> bool:
        """Whether a number as printed lies below the soft range."""
        stated = self.printed_ranges.get(unit)
        if stated and stated.soft:
            return number < stated.soft.lowest
        return self.soft is not None and canonical < self.soft.lowest


class DateItem(_Item):
    """A question for a date, which may be known only to the month or year."""

    kind: Literal["date"]
    earliest: date
    latest: date | None = None
    past: bool = True
    """Not after the reference date."""
    soft_months: int | None = None
    """Asked back when it is further back than this."""
    whole_day: bool = False
    """The day itself must be given."""


Item = Annotated[ChoiceItem | NumberItem | DateItem, Field(discriminator="kind")]


class Criterion(Frozen):
    """One criterion of the registry entry: its text, when it applies, and its rule."""

    id: CriterionId
    text: str
    """Word for word from the registry entry, or retold: `Protocol.wording` says which."""
    rule: Expression
    applies: Expression | None = None
    """Where this is no, the criterion is not applicable."""
    heading: str = ""
    """The heading that it is under, where that says more than the side."""
    proposed: str | None = None
    """The words that a draft read its rule from; somebody compares them and takes the key away."""

    @property
    def is_exclusion(self) -> bool:
        """Whether it must not hold."""
        return self.id.startswith("E")


_Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=4, decimal_places=3)]


class Screen(Frozen):
    """Items asked together, in their order."""

    id: Code
    items: tuple[ItemId, ...] = Field(min_length=1)
    style: Literal["questions", "together", "panel", "checklist"] = "questions"
    cost: Annotated[int, Field(ge=1, le=100)] | None = None
    """How many prompts it usually takes; without one as many as it has items."""
    fails: _Share | None = None
    """How often somebody who is asked it fails by it."""
    sources: tuple[str, ...] = ()
    """Where these two figures come from."""


class Advisory(Frozen):
    """Something shown and never scored, with where it comes from."""

    id: Code
    when: Expression
    sources: tuple[str, ...] = Field(min_length=1)


class AtOdds(Frozen):
    """Answers that do not go together: they then count as unknown, or are only pointed out."""

    id: Code
    criteria: tuple[CriterionId, ...] = Field(min_length=1)
    """The criteria that it concerns; elsewhere the answers count as they were given."""
    when: Expression
    """What must be so for certain, of the answers as they were given."""
    unknown: tuple[ItemId | CriterionId, ...] = ()
    """What then counts as unknown: items, and criteria that others are derived from.

    Without any the verdict stays as it is.
    """
    sources: tuple[str, ...] = Field(min_length=1)


class Registry(Frozen):
    """Where the trial's text comes from."""

    id: str
    other_ids: tuple[str, ...] = ()
    text_from: str
    status: str
    status_as_of: str
    """When that status was true, as far as it is known."""


class LeftOut(Frozen):
    """A line of the registry entry that a draft took for no criterion, and why."""

    text: str
    why: str


class Drafting(Frozen):
    """What a draft that was made of a registry entry leaves to its author."""

    sides_confirmed: bool = False
    """Somebody has seen that each criterion stands on the right side."""
    doubts: tuple[str, ...] = ()
    """What is to be settled; an entry is taken away when it is."""
    left_out: tuple[LeftOut, ...] = ()


class Protocol(Frozen):
    """protocol.toml: everything that decides, and no wording."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
    version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]
    acronym: str
    status: Literal["released", "draft"]
    wording: Literal["registry", "ours"] = "registry"
    """Whether the criteria are the registry's word for word, or retold: then the entry decides."""
    dated: date
    """When this version of the files was made; the newest released one is the default."""
    registry: Registry
    sources: dict[str, str]
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    items: tuple[Item, ...] = Field(min_length=1)
    screens: tuple[Screen, ...] = Field(min_length=1)
    advisories: tuple[Advisory, ...] = ()
    at_odds: tuple[AtOdds, ...] = ()
    lists: dict[str, dict[Code, Entry]] = {}
    """The trial's own lists: entry -> what it is called."""
    roles: dict[Literal["reference_date", "sex", "child_bearing"], ItemId] = {}
    """Which items carry the reference date, the sex that upper limits go by, and whether the
    candidate could become pregnant."""
    drafting: Drafting | None = None
    """There while somebody still works on a draft that was made of a registry entry."""

    @property
    def retold(self) -> bool:
        """Whether the criteria are in Bedside's words, so that the registry entry decides."""
        return self.wording == "ours"
