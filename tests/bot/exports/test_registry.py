"""The list of exports: each is named once, and none costs anything until it is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.exports.registry import BY_KEY, EXPORTS

ROOT = Path(__file__).parents[3]
HEAVY = ("icalendar", "matplotlib", "typst", "xlsxwriter", "sqlalchemy")


def test_each_export_has_a_key_of_its_own() -> None:
    assert [export.key for export in EXPORTS] == list(BY_KEY)
    assert {"log.xlsx", "log.csv", "checklist.pdf"} <= set(BY_KEY)


def test_the_list_is_read_without_the_libraries_behind_it() -> None:
    code = f"import sys, bot.exports.registry; print([n for n in {HEAVY} if n in sys.modules])"
    ran = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert ran.stdout.strip() == "[]"


def test_each_export_stands_in_its_document() -> None:
    told = (ROOT / "docs" / "exports.md").read_text("utf-8")
    assert [key for key in BY_KEY if f"| `{key}` |" not in told] == []
