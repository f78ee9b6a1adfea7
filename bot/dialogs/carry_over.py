"""An answer of one screening as it can be kept in another one with the same meaning."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from criteria.known.values import (
    Choice,
    DateSpan,
    Doubt,
    NotApplicable,
    NotKnown,
    Quantity,
    Refusal,
    Several,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.dialogs.session import Kept, Script, Session
    from criteria.known.values import Value

    Meaning: TypeAlias = Callable[[Value], Value]

Result: TypeAlias = "Quantity | Choice | DateSpan"


def same_there(item: str, kept: Kept, value: Value, there: Session, other: Script) -> Kept | None:
    """Return an answer as it can be kept elsewhere with the same meaning; None if it cannot.

    A word that was read as a choice may be unknown there: then the choice's code is written.

    Args:
        item: the item as it is called there.
        kept: the answer.
        value: what it means where it was given.
        there: the session that it is to go into.
        other: the trial in that session's version.
    """
    return _kept(item, kept, value, (there, other), bare)


def printed_there(
    item: str, kept: Kept, value: Value, there: Session, other: Script
) -> Kept | None:
    """Return the same for an item of another trial, which may have another canonical unit.

    What is compared is the number with its unit and whatever was printed beside it. What is only
    unlikely there is returned as well: whoever takes it has to ask back.
    """
    return _kept(item, kept, value, (there, other), _printed)


def _kept(
    item: str, kept: Kept, value: Value, into: tuple[Session, Script], meaning: Meaning
) -> Kept | None:
    there, other = into
    plain = other.reader.write(item, value, there.reference_date).text
    for one in (kept, replace(kept, text=plain)):
        found = other.value(item, one, there.reference_date)
        if isinstance(found, Doubt) and meaning is _printed and len(found.candidates) == 1:
            found = found.candidates[0]
        if not isinstance(found, Refusal) and meaning(found) == meaning(value):
            return one
    return None


def bare(value: Value) -> Value:
    """Return a value without the text that it was read from."""
    if isinstance(value, Several):
        return Several(tuple(_bare_one(one) for one in value.results))
    if isinstance(value, Quantity | Choice | DateSpan):
        return _bare_one(value)
    return replace(value, text="")


def _bare_one(value: Result) -> Result:
    if isinstance(value, DateSpan) or value.date is None:
        return replace(value, text="")
    return replace(value, text="", date=replace(value.date, text=""))


def _printed(value: Value) -> Value:
    """Return a value as it was printed, without what an item makes of it."""
    match bare(value):
        case Several(results=results):
            return Several(tuple(map(_printed_one, results)))
        case Quantity() | Choice() | DateSpan() as one:
            return _printed_one(one)
        case NotApplicable() | NotKnown() | Doubt() as other:
            return other


def _printed_one(value: Result) -> Result:
    if not isinstance(value, Quantity):
        return value
    beside = value.reference and replace(value.reference, upper=None)
    return replace(value, interval=None, method=None, flags=(), reference=beside)
