"""Windows of time, a day at a time, as docs/rules.md has them."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.reference.rules import day_holds, later

from .library import Table

Days = tuple[date, date]


def days_of(answer: Mapping[str, Any] | None) -> Days | None:
    """Return the days that an answer is, or is of."""
    found = None if answer is None else answer if "first" in answer else answer.get("day")
    if not found:
        return None
    return date.fromisoformat(found["first"]), date.fromisoformat(found["last"])


def each(days: Days) -> list[date]:
    """Return every day of a span."""
    return [days[0] + timedelta(days=n) for n in range((days[1] - days[0]).days + 1)]


def near_or_far(rule: Table, day: date, anchor: date) -> object:
    """Judge a day; "open" where only waiting cures it and that is wanted."""
    truth = beside(rule, day, anchor)
    if truth is None:
        return "cannot be"
    far = rule["kind"] in FAR
    return "open" if rule.get("wait") and far and not truth else truth


FAR = ("at_least_ago", "longer_ago_than", "stable_for")
UNITS = {"days", "weeks", "months", "years"}
AT_HALF_LIVES: dict[str, Callable[[int, Fraction], bool]] = {
    "within": lambda days, length: days <= length,
    "less_than_ago": lambda days, length: days < length,
    "at_least_ago": lambda days, length: days >= length,
    "stable_for": lambda days, length: days >= length,
    "longer_ago_than": lambda days, length: days > length,
}


def with_half_lives(rule: Table, day: date, anchor: date) -> bool | None:
    """Judge a day by a span and by so many half-lives: by the longer one, or the shorter."""
    plain = {key: each for key, each in rule.items() if key != "lasts"}
    distance = abs((anchor - day).days)
    truths = [AT_HALF_LIVES[rule["kind"]](distance, rule["lasts"])]
    if UNITS & set(rule):
        spanned = day_holds(plain, day, anchor)
        if spanned is None:
            return None
        truths.append(spanned)
    longer = rule.get("whichever", "longer") == "longer"
    return all(truths) if longer == (rule["kind"] in FAR) else any(truths)


def beside(rule: Table, day: date, anchor: date) -> bool | None:
    """Judge a day on the side that the rule looks to, or on either one."""
    side = rule.get("side", "before")
    if side == "around":
        side = "before" if day <= anchor else "after"
    if (day > anchor) if side == "before" else (day < anchor):
        return None
    sided = {**rule, "side": side}
    return with_half_lives(sided, day, anchor) if "lasts" in rule else day_holds(sided, day, anchor)


def months_before(rule: Table, day: date, anchor: date) -> object:
    """Judge a day between two numbers of months back; too recent stays open."""
    if day > anchor:
        return "cannot be"
    if later(day, {"months": rule["at_most"]}) < anchor:
        return False
    return True if later(day, {"months": rule["at_least"]}) <= anchor else "open"


def older_than(rule: Table, day: date, anchor: date) -> object:
    """Whether a day lies more than so far back."""
    return later(day, rule) < anchor


WINDOWS: dict[str, Callable[[Table, date, date], object]] = {
    **dict.fromkeys(
        ("within", "less_than_ago", "at_least_ago", "longer_ago_than", "stable_for"), near_or_far
    ),
    "months_before": months_before,
    "older_than": older_than,
}
