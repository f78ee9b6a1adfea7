"""The formulas there are: what goes in, in which unit and range, what comes out, worked values."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, model_validator

from criteria.formulas.enclosures import Enclosure
from criteria.formulas.expressions import names, worked_out
from criteria.known.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from criteria.formulas.expressions import Given


class Input(Frozen):
    """What goes into a formula."""

    kind: Literal["number", "choice", "date"] = "number"
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    """Outside this range the formula is not for the value; the ends belong to it."""
    codes: tuple[str, ...] = ()
    """Of a choice: the codes that the formula knows."""
    optional: bool = False
    """Where it is not named, the reference date stands in."""

    def holds(self, given: Given) -> bool:
        """Whether the formula is for everything that this may be."""
        if isinstance(given, str):
            return given in self.codes
        above = self.low is None or given.low >= Fraction(self.low)
        return above and (self.high is None or given.high <= Fraction(self.high))


class Worked(Frozen):
    """A published or hand-worked value."""

    given: dict[str, str]
    result: Decimal
    """Rounded as it is printed."""
    source: str


class Formula(Frozen):
    """One derived quantity."""

    name: Annotated[str, Field(min_length=3)]
    label: dict[str, str]
    """Its short name, by language."""
    unit: str
    expression: str
    written: dict[str, str]
    """The formula as people read it, by language."""
    inputs: dict[str, Input] = Field(min_length=1)
    least: Decimal
    most: Decimal
    """What comes out is cut to this range."""
    places: Annotated[int, Field(ge=0, le=3)]
    """The decimals that it is shown with; nothing is rounded before it is judged."""
    sources: tuple[str, ...] = Field(min_length=1)
    worked: tuple[Worked, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _goes_by_its_inputs(self) -> Self:
        if names(self.expression) != set(self.inputs):
            raise ValueError("write an expression of exactly the inputs")
        return self

    @cached_property
    def _range(self) -> Enclosure:
        return Enclosure(Fraction(self.least), Fraction(self.most))

    def value(self, given: Mapping[str, Given]) -> Enclosure | None:
        """Return what comes out; None where the formula is not for what goes in."""
        if not all(known.holds(given[name]) for name, known in self.inputs.items()):
            return None
        found, range_ = worked_out(self.expression, given), self._range
        low, high = Enclosure.exactly(range_.low), Enclosure.exactly(range_.high)
        return found.most(low).least(high)


@cache
def formulas() -> dict[str, Formula]:
    """Read the closed list of formulas, by name."""
    text = files("criteria.formulas").joinpath("formulas.toml").read_text("utf-8")
    data = tomllib.loads(text, parse_float=Decimal)
    return {
        name: Formula.model_validate_json(json.dumps(entry, default=str), strict=True)
        for name, entry in data.items()
    }
