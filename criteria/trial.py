"""The shape of a trial: its protocol and its wording, frozen and strictly checked.

What a trial file may say stands here and nowhere else. How the parts must fit together is
checked in `consistency`; reading the files is `catalog`'s work.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, PlainValidator, StringConstraints

from criteria.logic import Expression, gates
from criteria.rules import Frozen, OlderThan, Rule


def _fraction(written: object) -> Fraction:
    """Read an exact factor: "10", "16.114" or "1/60"."""
    if isinstance(written, Fraction):
        return written
    if not isinstance(written, str):
        msg = 'write the factor as text, exactly: "10", "16.114" or "1/60"'
        raise ValueError(msg)  # noqa: TRY004 - pydantic turns only ValueError into a report
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9})?(/0*[1-9]\d{0,8})?", written):
        msg = 'write the factor with at most nine digits: "10", "16.114" or "1/60"'
        raise ValueError(msg)
    whole, _, part = written.partition("/")
    factor = Fraction(whole) / int(part or 1)
    if factor <= 0:
        msg = "write a factor above 0"
        raise ValueError(msg)
    return factor


Factor = Annotated[Fraction, PlainValidator(_fraction), PlainSerializer(str, return_type=str)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_+/\-]{1,24}$")]
ItemId = Annotated[str, StringConstraints(pattern=r"^[A-Z]+[0-9]*\.[a-z0-9_]{1,16}$")]
CriterionId = Annotated[str, StringConstraints(pattern=r"^[IE][1-9][0-9]?$")]


class Range(Frozen):
    """A closed range in the canonical unit, and where it comes from."""

    low: Decimal
    high: Decimal
    source: str

    @cached_property
    def lowest(self) -> Fraction:
        """The lower end, exactly."""
        return Fraction(self.low)

    @cached_property
    def highest(self) -> Fraction:
        """The upper end, exactly."""
        return Fraction(self.high)

    def holds(self, number: Fraction) -> bool:
        """Whether the number lies in the range."""
        return self.lowest <= number <= self.highest


Change = Literal["fixed", "time", "treatable", "new_data"]


class _Item(Frozen):
    """What every question has."""

    id: ItemId
    criterion: str
    """The criterion it belongs to, or CTX for what is none."""
    name: str
    """The field's standard name."""
    asked: Expression | None = None
    """When it is asked; always if not given."""
    scored: bool = True
    volunteered: bool = False
    """Never asked by itself; taken when it is given."""
    judgement: bool = False
    """A clinical judgement, not a reading from a chart."""
    change: Change | None = None
    """What could change a failure."""
    rule: Rule | None = None
    sources: tuple[str, ...] = Field(min_length=1)
    warn_older_than_days: int | None = None
    warn_older_than_months: int | None = None


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
    todo: tuple[Code, ...] = ()
    """Answers that leave something to be done: their remark heads the summary."""


class NotAbove(Frozen):
    """A number that cannot exceed another one, but for rounding."""

    item: ItemId
    tolerance: Decimal


class NumberItem(_Item):
    """A question for a number. The first unit is the canonical one."""

    kind: Literal["number"]
    whole: bool = False
    units: dict[str, Factor] = Field(min_length=1)
    """Standard name of each unit -> exact factor to the canonical unit."""
    unit_in_question: bool = False
    """The question names the canonical unit, so that a bare number has it."""
    soft: Range | None = None
    """Outside it the answer is asked back."""
    hard: Range
    """Outside it the answer is refused: plausibility, never the protocol's threshold."""
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
    not_above: NotAbove | None = None

    @cached_property
    def canonical(self) -> str:
        """The canonical unit's standard name."""
        return next(iter(self.units))


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
    """Word for word from the registry entry."""
    rule: Expression
    applies: Expression | None = None
    """Where this is no, the criterion is not applicable."""

    @property
    def exclusion(self) -> bool:
        """Whether it is an exclusion criterion: `met` then means absent."""
        return self.id.startswith("E")


class Screen(Frozen):
    """Items asked together, in their order."""

    id: Code
    items: tuple[ItemId, ...] = Field(min_length=1)
    style: Literal["questions", "together", "panel", "checklist"] = "questions"


class Advisory(Frozen):
    """Something shown and never scored, with where it comes from."""

    id: Code
    when: Expression
    sources: tuple[str, ...] = Field(min_length=1)


class Registry(Frozen):
    """Where the trial's text comes from."""

    id: str
    other_ids: tuple[str, ...] = ()
    text_from: str
    status: str
    status_as_of: str
    """When that status was true, as far as it is known."""


class Protocol(Frozen):
    """protocol.toml: everything that decides, and no wording."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
    version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]
    acronym: str
    status: Literal["released", "draft"]
    dated: date
    """When this version of the files was made; the newest released one is the default."""
    registry: Registry
    sources: dict[str, str]
    criteria: tuple[Criterion, ...] = Field(min_length=1)
    items: tuple[Item, ...] = Field(min_length=1)
    screens: tuple[Screen, ...] = Field(min_length=1)
    advisories: tuple[Advisory, ...] = ()
    roles: dict[Literal["reference_date", "sex", "child_bearing"], ItemId] = {}
    """Which items carry the reference date, the sex that upper limits go by, and whether the
    candidate could become pregnant."""


class ItemWords(Frozen):
    """How an item is asked in one language."""

    label: Annotated[str, StringConstraints(min_length=2, max_length=32)]
    """Its name in lists and summaries."""
    question: Annotated[str, StringConstraints(min_length=3, max_length=160)]
    help: str
    needed: str
    """What is needed while it is open."""
    choices: dict[Code, str] = {}
    """Labels that differ from the common ones."""
    synonyms: dict[Code, tuple[str, ...]] = {}
    """Other words for a choice."""
    hints: dict[str, tuple[Code, ...]] = {}
    """Words that suggest a choice and must be confirmed, or leave several open."""
    failed: str | None = None
    """Something to add when this item fails."""
    remarks: dict[Code, str] = {}
    """Something to add in the summary when this was answered."""


class CriterionWords(Frozen):
    """A criterion's short label, and its text in the language."""

    label: Annotated[str, StringConstraints(min_length=2, max_length=40)]
    text: str | None = None


class Words(Frozen):
    """One language's wording of a trial."""

    language: str
    language_name: str
    title: str
    about: str
    provenance: str
    not_in_registry: tuple[str, ...]
    outcomes: dict[Literal["eligible", "not_eligible", "pending"], str]
    changes: dict[Change, str]
    choices: dict[Code, str]
    criteria: dict[CriterionId, CriterionWords]
    items: dict[ItemId, ItemWords]
    screens: dict[Code, str]
    advisories: dict[Code, str]

    def choice(self, item: str, code: str) -> str:
        """Give the label of a choice of an item."""
        return self.items[item].choices.get(code) or self.choices[code]


class Trial(Frozen):
    """A trial's protocol with its wording in every language that it claims."""

    protocol: Protocol
    words: dict[str, Words]

    @cached_property
    def items(self) -> dict[str, ChoiceItem | NumberItem | DateItem]:
        """Every item by its id, in the file's order."""
        return {item.id: item for item in self.protocol.items}

    @cached_property
    def criteria(self) -> dict[str, Criterion]:
        """Every criterion by its id, in the registry's order."""
        return {criterion.id: criterion for criterion in self.protocol.criteria}

    @cached_property
    def upper_limits(self) -> dict[str, NumberItem]:
        """Item -> the item that holds its upper limit of normal."""
        return {
            item.upper_limit_of: item
            for item in self.protocol.items
            if isinstance(item, NumberItem) and item.upper_limit_of
        }

    @cached_property
    def bounded(self) -> dict[str, NotAbove]:
        """Item -> the other item that it cannot exceed."""
        return {
            item.id: item.not_above
            for item in self.protocol.items
            if isinstance(item, NumberItem) and item.not_above
        }

    @cached_property
    def methods(self) -> dict[str, str]:
        """Item that holds a method -> the number measured by it."""
        return {
            item.method: item.id
            for item in self.protocol.items
            if isinstance(item, NumberItem) and item.method
        }

    @cached_property
    def gates(self) -> dict[str, tuple[str, ...]]:
        """Item -> the codes that open the gate it holds (accepted methods and tracers)."""
        return {
            gate.answered: gate.among
            for criterion in self.protocol.criteria
            for gate in gates(criterion.rule)
        }

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Every item in the order of asking."""
        return tuple(item for screen in self.protocol.screens for item in screen.items)

    def words_in(self, language: str) -> Words:
        """Give the wording in a language, or the trial's first where it has none."""
        return self.words.get(language) or next(iter(self.words.values()))
