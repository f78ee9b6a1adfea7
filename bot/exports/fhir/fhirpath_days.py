"""FHIRPath for days: texts as FHIR writes them, and numbers of days to count with.

A text is a day, a month or a year (2026-03-31, 2026-03, 2026); what is empty stays empty.
"""

from __future__ import annotations

_YEAR, _MONTH, _DAY = (
    f"substring({start}, {length}).toInteger()" for start, length in ((0, 4), (5, 2), (8, 2))
)
_LEAP = f"{_YEAR} mod 4 = 0 and ({_YEAR} mod 100 != 0 or {_YEAR} mod 400 = 0)"
_LAST = (
    f"iif({_MONTH} = 2, iif({_LEAP}, '-29', '-28'), "
    f"iif({_MONTH} in (4 | 6 | 9 | 11), '-30', '-31'))"
)
_BEFORE = (
    "$this div 12 * 365 + $this div 48 - $this div 1200 + $this div 4800"
    " + ($this mod 12 * 153 + 2) div 5"
)
"""The days before a month that is numbered from March of the year 0 on."""


def first(text: str) -> str:
    """Return the first day of a day, month or year."""
    return f"{text}.select(($this & '-01-01').substring(0, 10))"


def last(text: str) -> str:
    """Return the last day of a day, month or year."""
    return (
        f"{text}.select(iif(length() = 10, $this, "
        f"iif(length() = 4, $this & '-12-31', $this & {_LAST})))"
    )


def number(day: str) -> str:
    """Return the number of a day; the next day has the next one."""
    return f"{day}.select({_before_month()} + {_DAY}).first()"


def later(day: str, count: int, unit: str) -> str:
    """Return the number of the day that is so many days, weeks, months or years later.

    Where the month is too short for it, it is the month's last day.
    """
    if unit in ("days", "weeks"):
        return f"({number(day)} + {count * (7 if unit == 'weeks' else 1)})"
    months = count * (12 if unit == "years" else 1)
    same, end = f"{_before_month(months)} + {_DAY}", _before_month(months + 1)
    return f"{day}.select(iif({same} < {end}, {same}, {end})).first()"


def _before_month(later_by: int = 0) -> str:
    """Return the days before the month of the text, or before one so many months later."""
    from_march = later_by - 3
    sign = "+" if from_march >= 0 else "-"
    return f"({_YEAR} * 12 + {_MONTH} {sign} {abs(from_march)}).select({_BEFORE}).first()"
