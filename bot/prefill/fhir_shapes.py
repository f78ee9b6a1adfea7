"""The parts of FHIR R4 and R5 resources that are read; names and addresses are not among them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

if TYPE_CHECKING:
    from bot.prefill.reported import LeftOutCode

_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")


def _as_decimal(value: object) -> Decimal:
    """Take a number, and a text that is nothing but one, as some servers write it."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return Decimal(value)
    raise ValueError("a number is needed")


Number = Annotated[Decimal, BeforeValidator(_as_decimal)]


class Part(BaseModel):
    """A part of a resource: what it holds beside these fields is passed over."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class Coding(Part):
    """A code of a system."""

    system: str = ""
    code: str = ""
    display: str = ""


class Concept(Part):
    """Codes for one thing, and a text."""

    coding: list[Coding] = []
    text: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every text that names it."""
        return tuple(filter(None, (self.text, *(one.display for one in self.coding))))


class Quantity(Part):
    """A number with its sign and its unit."""

    value: Number | None = None
    comparator: str = ""
    unit: str = ""
    system: str = ""
    code: str = ""


class Interval(Part):
    """One reference interval of a result."""

    low: Quantity | None = None
    high: Quantity | None = None
    type: Concept | None = None
    applies_to: list[Concept] = Field(default=[], alias="appliesTo")
    age: dict[str, Any] | None = None
    text: str = ""


class Reference(Part):
    """Another resource; of what it displays nothing is read."""

    reference: str = ""
    identifier: dict[str, Any] | None = None
    type: str = ""


class Period(Part):
    """From when until when."""

    start: str = ""
    end: str = ""


class Reading(Part):
    """What an observation and each of its components have."""

    code: Concept
    quantity: Quantity | None = Field(default=None, alias="valueQuantity")
    integer: Number | None = Field(default=None, alias="valueInteger")
    text: str | None = Field(default=None, alias="valueString")
    absent: Concept | None = Field(default=None, alias="dataAbsentReason")
    ranges: list[Interval] = Field(default=[], alias="referenceRange")
    modified: list[Any] = Field(default=[], alias="modifierExtension")
    coded: Any = Field(default=None, alias="valueCodeableConcept")
    spread: Any = Field(default=None, alias="valueRange")
    ratio: Any = Field(default=None, alias="valueRatio")

    @property
    def other(self) -> LeftOutCode | None:
        """Return why a value that is no single number cannot be used; None where there is none."""
        if self.spread is not None or self.ratio is not None:
            return "range_not_value"
        return None if self.coded is None else "kind"


class Observation(Reading):
    """An observation."""

    status: str = ""
    subject: Reference | None = None
    focus: list[Reference] = []
    method: Concept | None = None
    specimen: Reference | None = None
    at: str = Field(default="", alias="effectiveDateTime")
    period: Period | None = Field(default=None, alias="effectivePeriod")
    instant: str = Field(default="", alias="effectiveInstant")
    issued: str = ""
    components: list[Reading] = Field(default=[], alias="component")
    contained: list[dict[str, Any]] = []
    rules: str = Field(default="", alias="implicitRules")


class Patient(Part):
    """A patient: how results refer to them, their sex and their day of birth."""

    id: str = ""
    gender: str = ""
    born: str = Field(default="", alias="birthDate")
    identifier: list[dict[str, Any]] = []


class Specimen(Part):
    """A specimen."""

    id: str = ""
    type: Concept | None = None


class Link(Part):
    """A link of a bundle, such as that to its next page."""

    relation: str = ""
    url: str = ""


class Entry(Part):
    """An entry of a bundle."""

    full_url: str = Field(default="", alias="fullUrl")
    resource: dict[str, Any] | None = None


class Bundle(Part):
    """A bundle."""

    type: str = ""
    link: list[Link] = []
    entry: list[Entry] = []
