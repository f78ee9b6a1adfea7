"""Verdicts on items: choices, numbers against a limit or an upper limit of normal, dates."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from .intervals import Comparison, Number, Span, Verdict, above, below, span_window

Typed: TypeAlias = str | Number | date | Span
Answers: TypeAlias = Mapping[str, Typed]

ULN_RANGE = {  # P4, reading B6
    "I10.ast_uln": (Fraction("0.4"), Fraction("1.0")),
    "I10.alt_uln": (Fraction("0.4"), Fraction("1.3")),
    "I10.bili_uln": (Fraction(17), Fraction(30)),
}


def together(*verdicts: Verdict) -> Verdict:
    """Section 2.1: V if any item is V, else U if any is U, else S."""
    if "V" in verdicts:
        return "V"
    return "U" if "U" in verdicts else "S"


def choice(a: Answers, item: str, good: Collection[str], bad: Collection[str]) -> Verdict:
    """Verdict on a choice; whatever is neither good nor bad is undetermined."""
    answer = a.get(item)
    if answer in good:
        return "S"
    return "V" if answer in bad else "U"


def absent(a: Answers, item: str) -> Verdict:
    """V yes; S no; U otherwise."""
    return choice(a, item, ["no"], ["yes"])


def number(a: Answers, item: str) -> Number | None:
    """Return the number answered, if one was."""
    answer = a.get(item)
    if not isinstance(answer, tuple):
        return None
    comparator, figure = answer
    if isinstance(comparator, str) and isinstance(figure, (Fraction, Decimal, int)):
        return comparator, figure
    raise TypeError(f"{item}: not a number: {answer!r}")


def compare(a: Answers, item: str, test: Comparison, limit: str) -> Verdict:
    """Verdict on a number against a fixed limit."""
    value = number(a, item)
    return "U" if value is None else test(value, Fraction(limit))


def against_uln(a: Answers, item: str, times: int) -> Verdict:
    """Verdict on '< times x ULN', with the printed ULN or every one in the range of P4."""
    value, uln = number(a, item), number(a, item + "_uln")
    if value is None:
        return "U"
    if uln is not None:
        return below(value, times * Fraction(uln[1]))  # reading B7
    low, high = ULN_RANGE[item + "_uln"]
    at_low, at_high = below(value, times * low), below(value, times * high)
    return at_low if at_low == at_high else "U"


def scan_date(a: Answers, reference: date) -> Verdict:
    """Verdict on the item I6.scan_date, a day or a span."""
    answer = a.get("I6.scan_date")
    if isinstance(answer, date):
        return span_window((answer, answer), reference)
    if not isinstance(answer, tuple):
        return "U"
    first, last = answer
    if isinstance(first, date) and isinstance(last, date):
        return span_window((first, last), reference)
    raise TypeError(f"I6.scan_date: not a date: {answer!r}")


def counts(a: Answers) -> Verdict:
    """Verdict on the three blood counts of I10, which E4.marrow borrows."""
    return together(
        compare(a, "I10.plt", above, "100"),
        compare(a, "I10.wbc", above, "3.0"),
        compare(a, "I10.anc", above, "1.5"),
    )
