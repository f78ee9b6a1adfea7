"""Plain reference for single rules: one exact answer is judged by the letter of docs/rules.md.

What is known only in part is judged by trying every exact answer that it may be: the truth that
all of them have, else "U". Nothing of the product's arithmetic is used.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from .intervals import Verdict

Rule = dict[str, Any]
HOLDS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    "above": lambda number, limit: number > limit,
    "at_least": lambda number, limit: number >= limit,
    "below": lambda number, limit: number < limit,
    "at_most": lambda number, limit: number <= limit,
}


def number_holds(rule: Rule, number: Fraction, uln: Fraction, lln: Fraction) -> bool:
    """Judge an exact number against a rule on a number."""
    if rule["kind"] == "between":
        return all(HOLDS[end](number, Fraction(rule[end])) for end in HOLDS if end in rule)
    for side, normal in (("_upper_limit", uln), ("_lower_limit", lln)):
        if rule["kind"].endswith(side):
            limit = normal * Fraction(rule.get("times", "1"))
            return HOLDS[rule["kind"].removesuffix(side)](number, limit)
    return HOLDS[rule["kind"]](number, Fraction(rule["limit"]))


def later(day: date, rule: Rule) -> date:
    """Return the day that lies as far behind another one as a window is long."""
    if "days" in rule or "weeks" in rule:
        return day + timedelta(days=rule.get("days", 0) + 7 * rule.get("weeks", 0))
    months = day.month - 1 + rule.get("months", 0) + 12 * rule.get("years", 0)
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def day_holds(rule: Rule, day: date, anchor: date) -> bool | None:
    """Judge an exact day against a window; None on the wrong side of where it is counted from."""
    side = rule.get("side", "before")
    if (side == "before" and day > anchor) or (side == "after" and day < anchor):
        return None
    edge = later(min(day, anchor), rule)
    end = max(day, anchor)
    return {
        "within": end <= edge,
        "less_than_ago": end < edge,
        "at_least_ago": end >= edge,
        "stable_for": end >= edge,
        "longer_ago_than": end > edge,
    }[rule["kind"]]


def agreed(outcomes: Iterable[bool | None]) -> Verdict:
    """Return what every possible answer comes to; those that cannot be are left out."""
    found = {outcome for outcome in outcomes if outcome is not None}
    if len(found) != 1:
        return "U"
    return "S" if found.pop() else "V"


def case_holds(cases: list[tuple[list[bool], Rule]]) -> Rule | None:
    """Return the rule of the first case whose conditions all hold."""
    return next((rule for conditions, rule in cases if all(conditions)), None)
