"""The files at the root: what is installed, from where, and what runs before a commit."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.conftest import LONGEST
from tests.coverage_report import FILE

ROOT = Path(__file__).parents[1]
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda file: file.stem)
def test_requirements_are_pinned_with_hashes_and_name_no_index(file: Path) -> None:
    text = file.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^--?\w", text, re.MULTILINE)
    pinned = re.split(r"^(?=[\w.-]+(?:\[\w+\])?==)", text, flags=re.MULTILINE)[1:]
    assert pinned
    assert all("--hash=sha256:" in one for one in pinned)
    assert len(pinned) == len(re.findall(r"^\w", text, re.MULTILINE))


@pytest.mark.parametrize("folder", ["lforms", "node"])
def test_packages_of_node_are_pinned_with_hashes_and_name_no_registry(folder: str) -> None:
    text = (ROOT / "tests" / folder / "package-lock.json").read_text("utf-8")
    assert '"resolved"' not in text
    assert text.count('"node_modules/') == text.count('"integrity": "sha512-')


def test_the_makefile_installs_every_file_of_requirements() -> None:
    locked = set(re.findall(r"-o requirements/(\w+)\.txt", MAKEFILE))
    assert locked == {file.stem for file in REQUIREMENTS}


def test_hooks_run_the_tools_of_make_test_and_download_nothing() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert re.findall(r"repo: (\S+)", hooks) == ["local"]
    assert set(re.findall(r"language: (\S+)", hooks)) == {"system"}
    tools = set(re.findall(r"entry: \.venv/bin/(\S+)", hooks))
    assert tools == {"ruff", "mypy", "lint-imports"}
    assert all(f"$(BIN)/{tool}" in MAKEFILE for tool in tools)


def test_coverage_is_measured_of_both_packages() -> None:
    measured = PROJECT["tool"]["slipcover"]
    assert measured["source"] == PROJECT["tool"]["importlinter"]["root_packages"]
    assert ROOT / measured["out"] == FILE


def test_the_version_is_written_once() -> None:
    assert "version" not in PROJECT["project"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "bot/__init__.py"


def test_the_files_of_tests_that_begin_first_are_there() -> None:
    assert [name for name in LONGEST if not (ROOT / name).is_file()] == []
