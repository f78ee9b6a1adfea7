"""What the file of cases holds, and its JSON Schema."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

_DRAFT = "https://json-schema.org/draft/2020-12/schema"

Status = Literal["met", "not_met", "unknown", "not_applicable"]
Outcome = Literal["eligible", "not_eligible", "pending"]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
Number = Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")]


_KINDS = ("code", "number", "first", "unknown", "not_applicable", "several")
"""The keys of which an answer in plain form has one: they say what kind it is."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Kinds(_Part):
    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [key]} for key in _KINDS]})


class Span(_Part):
    """The days that a date can be, as far as it is known."""

    first: Day = Field(description="The first day that it can be.")
    last: Day = Field(description="The last one; the same where the day is known.")


class Limits(_Part):
    """What the laboratory printed beside a result as its reference interval, in its unit."""

    low: Number | None = None
    high: Number | None = None


class Plain(_Kinds):
    """What an answer was understood as; exactly one of the first six keys says which kind."""

    code: str | None = Field(None, description="A choice: its code.")
    number: Number | None = Field(None, description="A number, as it was printed.")
    first: Day | None = Field(None, description="A date: the first day that it can be.")
    unknown: Literal[True] | None = Field(None, description="Asked, and not known for certain.")
    not_applicable: Literal[True] | None = Field(
        None, description="Answered as not applying to this candidate."
    )
    several: tuple[Plain, ...] | None = Field(None, description="More than one result.")
    comparator: Literal["<", "≤", ">", "≥"] | None = Field(
        None, description="Of a number that is a bound; without it the number is exact."
    )
    to: Number | None = Field(None, description="The other end of a range such as 30-35.")
    unit: str | None = Field(None, description="The unit of a number, in its standard name.")
    last: Day | None = Field(None, description="A date: the last day that it can be.")
    day: Span | None = Field(None, description="When a result or a choice is of, where it says so.")
    limits: Limits | None = Field(None, description="The reference interval printed beside it.")
    method: str | None = Field(None, description="The method that the text names, as a code.")
    doubt: str | None = Field(
        None, description="Why it counts as unknown, where something was read but not for certain."
    )


class Answer(Plain):
    """One answer: the text as somebody types it, and what it was understood as."""

    text: str = Field(description="As it was typed.")


class CaseOf(_Part):
    """A case.

    One that is like another has the other's reference date, answers and statuses, but for what is
    given here; null says that the other's answer does not hold. The rest is always its own.
    """

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["like"]}, {"required": ["reference_date"]}]}
    )

    id: str
    about: str | None = Field(None, description="Of a case worked by hand: what it shows.")
    tries: str | None = Field(
        None, description="Of a case made by machine: the item or contradiction that it tries."
    )
    like: str | None = Field(None, description="A case above this one.")
    reference_date: Day | None = Field(
        None, description="The day that ages and windows are counted from."
    )
    answers: dict[str, Answer | None] = Field(
        description="Item to answer; an item that was never asked is not there."
    )
    statuses: dict[str, Status] = Field(description="Criterion to status.")
    overall: Outcome
    at_odds: tuple[str, ...] = Field(
        (), description="The entries of answers that do not go together which occur."
    )
    findings: dict[str, tuple[tuple[str, str], ...]] = Field(
        {}, description="Criterion that is not met or open to its items, each with the reason."
    )


class TrialCases(_Part):
    """The cases of one version of a trial."""

    trial: str
    version: str
    protocol_sha256: str = Field(description="Of protocol.toml, by which the cases are judged.")
    criteria: tuple[str, ...] = Field(description="The criteria, in their order.")
    cases: tuple[CaseOf, ...]


class Suite(_Part):
    """Worked cases of trials, to hold an engine to."""

    format: Literal[1] = 1
    trials: tuple[TrialCases, ...]


def schema_text() -> str:
    """Return the JSON Schema of the file."""
    made = {"$schema": _DRAFT, **_tidy(Suite.model_json_schema())}
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _tidy(part: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Take away titles that were made, and null where a key is left out instead."""
    if isinstance(part, list):
        return [_tidy(each) for each in part]
    if not isinstance(part, dict):
        return part
    made = {key: _tidy(each) for key, each in part.items() if not _idle(key, each)}
    if "properties" in made:
        made["properties"] = {key: _given(each) for key, each in made["properties"].items()}
    return made


def _given(part: dict[str, Any]) -> dict[str, Any]:
    """Return a key's schema without null."""
    kinds = [each for each in part.get("anyOf", ()) if each != {"type": "null"}]
    if len(kinds) != 1:
        return part
    return {**{key: each for key, each in part.items() if key != "anyOf"}, **kinds[0]}


def _idle(key: str, value: object) -> bool:
    return key == "title" or (key == "default" and not value)
