"""The report of coverage: the modules with the least first, the total last, and the floor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests import coverage_report
from tests.coverage_report import FLOOR, least, main, reached, report

if TYPE_CHECKING:
    from pathlib import Path


def summary(*counts: int) -> dict[str, int]:
    names = ("covered_lines", "missing_lines", "covered_branches", "missing_branches")
    return dict(zip(names, counts, strict=True))


def measured(covered: int) -> dict[str, Any]:
    files = {
        "bot/whole.py": {"summary": summary(8, 0, 2, 0)},
        "bot/half.py": {"summary": summary(4, 4, 1, 1)},
        "bot/empty.py": {"summary": summary(0, 0, 0, 0)},
    }
    return {"files": files, "summary": summary(covered, 100 - covered, 0, 0)}


def test_branches_count_as_lines_do() -> None:
    assert reached(summary(3, 1, 0, 4)) == 37.5


def test_the_least_comes_first() -> None:
    found = [name for _, name in least(measured(100))]
    assert found == ["bot/half.py", "bot/empty.py", "bot/whole.py"]
    assert least(measured(100), 1) == [(50.0, "bot/half.py")]


def test_the_total_comes_last() -> None:
    *_, last = report(measured(97))
    assert last.split()[0] == "97.0"


@pytest.mark.parametrize(("covered", "status"), [(100, 0), (int(FLOOR) - 1, 1)])
def test_below_the_floor_the_run_fails(
    covered: int, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "coverage.json"
    file.write_text(json.dumps(measured(covered)), "utf-8")
    monkeypatch.setattr(coverage_report, "FILE", file)
    assert main() == status
