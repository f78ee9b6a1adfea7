"""One value of all the answers that an item was given: nothing that is known is overwritten."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from criteria.known.values import (
    Choice,
    DateSpan,
    Doubt,
    NotApplicable,
    NotKnown,
    Quantity,
    Several,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


def combine(values: Sequence[Value]) -> Value:
    """Make one value of all the answers that one item was given, at least one.

    Nothing that is known is overwritten. What was never known gives way to what is; a doubt, or
    an item that is said not to apply beside a result, stays in doubt.
    """
    distinct = tuple({_meaning(value): value for value in values}.values())
    known = tuple(value for value in distinct if not isinstance(value, NotKnown)) or distinct
    if len(known) == 1:
        return known[0]
    results = tuple(dict.fromkeys(result for value in known for result in _results(value)))
    text = "; ".join(dict.fromkeys(value.text for value in known))
    doubt = next((value for value in known if isinstance(value, Doubt)), None)
    if doubt is not None:
        return Doubt(doubt.code, results, text)
    if any(isinstance(value, NotApplicable) for value in known):
        return Doubt("contradiction", results, text)
    return Several(results, text)


def _meaning(value: Value) -> Value:
    return replace(value, text="")


def _results(value: Value) -> tuple[Quantity | DateSpan | Choice, ...]:
    match value:
        case Doubt():
            return value.candidates
        case Several():
            return value.results
        case Quantity() | DateSpan() | Choice():
            return (value,)
        case NotKnown() | NotApplicable():
            return ()
        case _:
            assert_never(value)
