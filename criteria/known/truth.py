"""Three-valued truth (Kleene): yes, no, unknown. Unknown never passes and never fails anybody.

Nothing else lives here. A truth refuses to be a bool, so that ``if truth:`` cannot take
unknown for no; compare with ``is`` instead.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable


class Truth(Enum):
    """A statement's truth as far as it is known."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        """Refuse: unknown is neither true nor false.

        Raises:
            TypeError: always; write ``truth is Truth.YES``.
        """
        raise TypeError("a Truth is not a bool: compare it with `is Truth.YES`")

    def __invert__(self) -> Truth:
        """Kleene's not: unknown stays unknown."""
        if self is Truth.UNKNOWN:
            return self
        return Truth.NO if self is Truth.YES else Truth.YES

    def __and__(self, other: Truth) -> Truth:
        """Kleene's and."""
        return all_of((self, other))

    def __or__(self, other: Truth) -> Truth:
        """Kleene's or."""
        return any_of((self, other))


def all_of(truths: Iterable[Truth]) -> Truth:
    """Kleene's and over many: one no is no, else one unknown is unknown, else yes."""
    result = Truth.YES
    for truth in truths:
        if truth is Truth.NO:
            return truth
        if truth is Truth.UNKNOWN:
            result = truth
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    """Kleene's or over many: one yes is yes, else one unknown is unknown, else no."""
    result = Truth.NO
    for truth in truths:
        if truth is Truth.YES:
            return truth
        if truth is Truth.UNKNOWN:
            result = truth
    return result


def certain(statement: bool) -> Truth:  # noqa: FBT001 - the one door from bool into Truth
    """Turn what is known for certain into a truth: never unknown."""
    return Truth.YES if statement else Truth.NO
