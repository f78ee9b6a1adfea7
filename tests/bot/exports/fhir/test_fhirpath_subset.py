"""Expressions are written of what every engine knows, and name the engines that agree."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.exports.fhir.fhirpath import criteria, shown
from bot.exports.fhir.fhirpath_subset import ELEMENTS, ENGINES, FUNCTIONS, OPERATORS, VARIABLES
from criteria.trial import catalog
from tests.bot.exports.fhir.engine import ATOMIC, HL7, PYTHON
from tests.bot.exports.fhir.test_fhirpath_rules import HF
from tests.bot.exports.fhir.test_fhirpath_rules import TRIAL as RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.trial.trial import Trial

PROJECT = Path(__file__).parents[4]
TOKEN = re.compile(
    r"(?P<comment>//.*)|(?P<text>'[^']*')|(?P<number>\d+(\.\d+)?)|(?P<called>\w+)(?=\()"
    r"|(?P<variable>[%$@]\w+)|(?P<word>[A-Za-z_]\w*)|(?P<sign>[<>!]=|[^\s\w(),.{}])|[\s(),.{}]"
)


def tokens(expression: str) -> Iterator[tuple[str, str]]:
    """Return each part of an expression that has a meaning, with its kind."""
    end = 0
    for found in TOKEN.finditer(expression):
        assert found.start() == end, expression[end : found.start()]
        end = found.end()
        if found.lastgroup is not None:
            yield found.lastgroup, found[0]
    assert end == len(expression)


def strangers(expression: str) -> set[str]:
    """Return what an expression has that is not of the subset."""
    found = set()
    for kind, text in tokens(expression):
        known = {
            "called": FUNCTIONS | OPERATORS,
            "variable": VARIABLES,
            "word": ELEMENTS | OPERATORS | {"true", "false"},
            "sign": OPERATORS,
        }.get(kind, {text})
        found |= {text} - known
    return found


VERSIONS = [catalog.load(*each[:2]) for each in catalog.available()]


def named(trial: Trial) -> str:
    return f"{trial.protocol.id} {trial.protocol.version}"


@pytest.mark.parametrize("trial", [*VERSIONS, HF, RULES], ids=named)
def test_expressions_use_nothing_else(trial: Trial) -> None:
    asked = [item.asked for item in trial.items.values() if item.asked is not None]
    expressions = [*criteria(trial).values(), *(shown(trial, each) for each in asked)]
    assert [found for found in map(strangers, expressions) if found] == []


def test_a_stranger_is_found() -> None:
    assert strangers("%resource.item.lowBoundary() ~ @2026-03-31") == {"lowBoundary", "~", "@2026"}
    assert strangers("defineVariable('a', 1).select(%a and $index)") == {
        "defineVariable", "%a", "$index"
    }  # fmt: skip


def test_the_functions_are_all_needed() -> None:
    used = {
        text
        for trial in [*VERSIONS, RULES]
        for expression in criteria(trial).values()
        for kind, text in tokens(expression)
        if kind == "called"
    }
    assert used - OPERATORS == FUNCTIONS


def test_what_is_said_names_the_engines_and_what_is_not_says_why() -> None:
    for expression in criteria(HF).values():
        _, remark = expression.split(" // ")
        if expression.startswith("'unknown'"):
            assert remark.startswith("not said in FHIRPath: ")
        else:
            assert all(f"{name} {version}" in remark for name, version in ENGINES.items())


def test_the_engines_that_are_named_are_those_of_the_tests() -> None:
    lock = json.loads((PROJECT / "tests" / "node" / "package-lock.json").read_text("utf-8"))
    pinned = (PROJECT / "requirements" / "engines.txt").read_text("utf-8")
    packages = lock["packages"]
    assert set(ENGINES) == {HL7, ATOMIC, PYTHON}
    for engine, version in ENGINES.items():
        host, package = engine.split()
        if host == "npm":
            assert packages[f"node_modules/{package}"]["version"] == version
        else:
            assert f"\n{package}=={version} " in pinned


@pytest.mark.parametrize("trial", VERSIONS, ids=named)
def test_no_version_takes_more_than_a_file_of_sensible_size(trial: Trial) -> None:
    assert sum(map(len, criteria(trial).values())) < 160_000
