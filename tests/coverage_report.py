"""Says how much of the code the tests reach, from the file that slipcover has written.

``python tests/coverage_report.py`` prints the modules that are reached least and the total, and
ends with status 1 if the total is below the floor (``make unit``).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

FILE = Path(__file__).parents[1] / ".coverage.json"
FLOOR = 95.0
"""A little below what is measured, in per cent. Raise it when the figure has risen."""
SHOWN = 10


def reached(summary: Json) -> float:
    """Return how many of the lines and branches are reached, in per cent."""
    covered = summary["covered_lines"] + summary.get("covered_branches", 0)
    missing = summary["missing_lines"] + summary.get("missing_branches", 0)
    return 100.0 * covered / (covered + missing) if covered + missing else 100.0


def least(measured: Json, count: int = SHOWN) -> list[tuple[float, str]]:
    """Return the modules that are reached least, the lowest first."""
    modules = ((reached(each["summary"]), name) for name, each in measured["files"].items())
    return sorted(modules)[:count]


def report(measured: Json) -> list[str]:
    """Return the lines to print."""
    total = reached(measured["summary"])
    return [
        "Least of what the tests reach, in per cent of lines and branches:",
        *(f"{share:7.1f}  {name}" for share, name in least(measured)),
        f"{total:7.1f}  all of bot and criteria; the floor is {FLOOR}",
    ]


def main() -> int:
    """Print the report; return the exit status."""
    measured = json.loads(FILE.read_text("utf-8"))
    print("\n".join(report(measured)))  # noqa: T201 - what the command is for
    return int(reached(measured["summary"]) < FLOOR)


if __name__ == "__main__":
    sys.exit(main())
