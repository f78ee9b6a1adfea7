"""Names and codes as REDCap takes them, and when an item is shown, as its branching logic."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from criteria.rules.leaves import AnsweredAmong, Test
from criteria.rules.rules import Above, AtLeast
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
        case AnsweredAmong():
            return _answered(part, wanted=wanted)
        case Test(test=Above() | AtLeast() as rule):
            name = variable(part.item)
            sign = {True: (">", "<="), False: (">=", "<")}[isinstance(rule, Above)]
            return f"([{name}] = '' or [{name}] {sign[0 if wanted else 1]} {rule.limit})"
        case _:
            return None


def _joined(parts: Iterable[Expression], word: str, *, wanted: bool) -> str | None:
    found = [_possible(part, wanted=wanted) for part in parts]
    if word == "or" and None in found:
        return None
    said = [each for each in found if each is not None]
    return f"({f' {word} '.join(said)})" if said else None


def _answered(leaf: AnsweredAmong, *, wanted: bool) -> str:
    sign, word = ("=", " or ") if wanted else ("<>", " and ")
    tests = [f"[{variable(leaf.answered)}] {sign} '{code(each)}'" for each in leaf.among]
    return tests[0] if len(tests) == 1 else f"({word.join(tests)})"
