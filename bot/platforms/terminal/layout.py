"""Where lines wrap, so that nothing is cut and words stay whole, on a terminal of any width."""

from __future__ import annotations

import re
import textwrap

WIDEST = 96
"""Columns: longer lines are hard to read."""
NARROWEST = 20

_MARGIN = re.compile(r"\s*(?:[-–•✓✗?!~i]\s+)?")


def columns_for(terminal: int) -> int:
    """Return the width to write in, on a terminal of so many columns; the last one stays free."""
    return max(NARROWEST, min(terminal - 1, WIDEST))


def wrapped(text: str, width: int, indent: str | None = None) -> list[str]:
    """Wrap a line; what follows the first row hangs below its text.

    Args:
        text: one line, or several.
        width: how many columns there are.
        indent: what comes before the rows that follow; if None, as wide as the line's bullet.
    """
    rows = []
    for line in text.split("\n"):
        margin = _MARGIN.match(line)
        hanging = " " * margin.end() if margin and indent is None else indent or ""
        rows += textwrap.wrap(
            line,
            width,
            subsequent_indent=hanging if len(hanging) < width // 2 else "",
            break_on_hyphens=False,
            drop_whitespace=True,
            replace_whitespace=False,
        ) or [""]
    return rows
