"""The layouts in which results come, each rewritten as lines that name every result.

A layout is a module with one function, from a text to the same text with its results as lines of a
name, a value, a unit, limits and a day. What it does not know it leaves as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from criteria.reading.reports import day_heads, headings, hl7, records, tables
from criteria.reading.reports.names import plainly_named

if TYPE_CHECKING:
    from criteria.reading.reports.names import Names


def as_lines(text: str, names: Names) -> str:
    """The text with every layout that is known as lines."""
    text = hl7.rewritten(text, names)
    text = records.rewritten(text)
    text = day_heads.rewritten(plainly_named(text))
    text = headings.rewritten(text, names)
    return tables.rewritten(text, names.is_name)
