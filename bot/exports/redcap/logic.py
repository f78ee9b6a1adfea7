"""Names and codes as REDCap takes them, and when an item is shown, as its branching logic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criteria.rules.leaves import AnsweredAmong, Test
from criteria.rules.rules import Chosen, Limit
from criteria.rules.tree import All, Any_, Not

if TYPE_CHECKING:
    from collections.abc import Iterable

    from criteria.rules.tree import Expression
    from criteria.trial.trial import Trial


def variable(item: str) -> str:
    """Return an item's name in REDCap."""
    return item.lower().replace(".", "_")


def code(choice: str) -> str:
    """Return a choice code as REDCap takes it."""
    return re.sub(r"[^a-z0-9]+", "_", choice.lower()).strip("_")


def shown_when(trial: Trial, item: str) -> str:
    """Return the branching logic of an item; empty where it is always shown.

    What REDCap's logic cannot say counts as true: the item is shown rather than hidden.
    """
    asked = trial.items[item].asked
    return "" if asked is None else _possible(asked, wanted=True) or ""


def _possible(part: Expression, *, wanted: bool) -> str | None:
    """Return logic that holds unless it is known that the part is not as wanted; None: always."""
    match part:
        case Not():
            return _possible(part.not_, wanted=not wanted)
        case All():
            return _joined(part.all, "and" if wanted else "or", wanted=wanted)
        case Any_():
            return _joined(part.any, "or" if wanted else "and", wanted=wanted)
        case AnsweredAmong() | Chosen():
            return _answered(part, wanted=wanted)
        case Test(test=Limit(unit="") as rule):
            name = variable(part.item)
            sign = _SIGNS[rule.sign][0 if wanted else 1]
            return f"([{name}] = '' or [{name}] {sign} {rule.limit})"
        case _:
            return None


def _joined(parts: Iterable[Expression], word: str, *, wanted: bool) -> str | None:
    found = [_possible(part, wanted=wanted) for part in parts]
    if word == "or" and None in found:
        return None
    said = [each for each in found if each is not None]
    return f"({f' {word} '.join(said)})" if said else None


_SIGNS = {">": (">", "<="), "≥": (">=", "<"), "<": ("<", ">="), "≤": ("<=", ">")}
"""A sign and its opposite, as REDCap writes them."""


def _answered(leaf: AnsweredAmong | Chosen, *, wanted: bool) -> str:
    sign, word = ("=", " or ") if wanted else ("<>", " and ")
    asks = isinstance(leaf, AnsweredAmong)
    name = variable(leaf.answered if isinstance(leaf, AnsweredAmong) else leaf.chosen)
    tests = [f"[{name}] {sign} '{code(each)}'" for each in leaf.among]
    found = tests[0] if len(tests) == 1 else f"({word.join(tests)})"
    return found if asks or not wanted else f"([{name}] = '' or {found})"
