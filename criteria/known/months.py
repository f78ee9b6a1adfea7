"""Calendar months, counted forward, a missing day clamped to the month's last day.

The month rule of the Swedish Act 1930:173 section 1. Nothing else lives here.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def add_months(day: date, months: int) -> date:
    """Return the same day of the month ``months`` later, or that month's last day.

    Raises:
        OverflowError, ValueError: beyond the calendar (year 9999).
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
