"""Three-valued comparison of exact or censored numbers with a limit, and the progression window.

Results: "S" satisfied, "V" violated, "U" undetermined.
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

Verdict: TypeAlias = Literal["S", "V", "U"]
Number: TypeAlias = tuple[str, Fraction | Decimal | int]
Span: TypeAlias = tuple[date, date]
Comparison: TypeAlias = Callable[[Number, Fraction], Verdict]

SPELLINGS = {"<=": "≤", ">=": "≥"}


def parts(number: Number) -> tuple[str, Fraction]:
    """Split into comparator, one of = < ≤ > ≥, and figure."""
    comparator, figure = number
    comparator = SPELLINGS.get(comparator, comparator)
    if comparator not in ("=", "<", "≤", ">", "≥"):
        raise ValueError(f"no such comparator: {comparator!r}")
    return comparator, Fraction(figure)


def above(number: Number, limit: Fraction) -> Verdict:
    """Criterion '> limit': middle column of table 3.2."""
    comparator, x = parts(number)
    if comparator == "=":
        return "S" if x > limit else "V"
    if comparator == "<":
        return "V" if x <= limit else "U"
    if comparator == "≤":
        return "V" if x <= limit else "U"
    if comparator == ">":
        return "S" if x >= limit else "U"
    return "S" if x > limit else "U"


def below(number: Number, limit: Fraction) -> Verdict:
    """Criterion '< limit': right column of table 3.2."""
    comparator, x = parts(number)
    if comparator == "=":
        return "S" if x < limit else "V"
    if comparator == "<":
        return "S" if x <= limit else "U"
    if comparator == "≤":
        return "S" if x < limit else "U"
    if comparator == ">":
        return "V" if x >= limit else "U"
    return "V" if x >= limit else "U"


def at_least(number: Number, limit: Fraction) -> Verdict:
    """Criterion '≥ limit': not in table 3.2, the same interval logic (age, sizes)."""
    comparator, x = parts(number)
    if comparator == "=":
        return "S" if x >= limit else "V"
    if comparator == "<":
        return "V" if x <= limit else "U"
    if comparator == "≤":
        return "V" if x < limit else "U"
    return "S" if x >= limit else "U"


def add_months(day: date, months: int) -> date:
    """Calendar months forward; a missing day becomes the last day of its month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def window(scan: date, reference: date) -> Verdict:
    """Section 2.7 for one day: in the window S, too old V, too recent (or in the future) U."""
    if reference > add_months(scan, 24):
        return "V"
    if reference < add_months(scan, 1):
        return "U"
    return "S"


def span_window(span: Span, reference: date) -> Verdict:
    """Section 2.7 for a month or a year: decided only if every day of it agrees.

    Days run from too old through the window to too recent, so both ends tell of all between.
    """
    first, last = span
    if first > last:
        raise ValueError(f"span ends before it begins: {first} to {last}")
    early, late = window(first, reference), window(last, reference)
    return early if early == late else "U"
