"""The part of FHIRPath that every engine gives the same answer to, and its engines.

Expressions are written of FUNCTIONS, OPERATORS, VARIABLES and ELEMENTS alone. Where engines differ:

- A date is compared and counted as text or as a number, never as a date.
- A number that comes of a calculation is rounded (`exact`): some engines count in binary fractions.
- Only a date is made text, never a truth.
- What is calculated is one thing for certain: what `select` gives has `first()` behind it.
- Nothing that may be empty precedes `in`.
- In a comparison $this comes first, and what a function takes names the resource or $this.
- A path begins with the group: engines are slow to search all items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ENGINES = {
    "npm fhirpath": "5.2.2",
    "PyPI fhirpathpy": "2.2.4",
    "npm @atomic-ehr/fhirpath": "0.1.4",
}
"""The engines that give Bedside's verdicts in the tests, and their versions."""

FUNCTIONS = frozenset(
    {"aggregate", "count", "empty", "exists", "first", "iif", "length", "not", "round", "select"}
    | {"substring", "toInteger", "toString", "where"}
)
OPERATORS = frozenset(
    {"and", "or", "in", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "&", "|"}
)
VARIABLES = frozenset({"%resource", "$this", "$total"})
ELEMENTS = frozenset({"answer", "code", "comparator", "item", "linkId", "unit", "value"})

DIGITS = 9
"""The digits behind the point that numbers are compared to, as many as an answer has."""


def remark() -> str:
    """Return the comment that names the engines."""
    return f" // agrees in {', '.join(f'{name} {version}' for name, version in ENGINES.items())}"


def either(yes: str, no: str) -> str:
    """Return true where one holds, false where the other does, else empty."""
    return f"iif({yes}, true, iif({no}, false, {{}}))"


def among(codes: Iterable[str]) -> str:
    """Return whether $this is one of the codes."""
    listed = " | ".join(f"'{code}'" for code in codes)
    return f"$this in ({listed})" if listed else "false"


def exact(number: str) -> str:
    """Return what was calculated, without the errors of binary fractions."""
    return f"({number}).round({DIGITS})"
