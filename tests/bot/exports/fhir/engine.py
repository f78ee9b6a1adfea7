"""FHIRPath engines that are not ours, where they can be had; else the test skips aloud.

HL7's engine for JavaScript (npm `fhirpath`), `@atomic-ehr/fhirpath`, and fhirpathpy, which has an
environment of its own: `.venv-engines`, or the Python that `BEDSIDE_TEST_FHIRPATHPY` names.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.bot.exports.packages import missing, node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PROJECT = Path(__file__).parents[4]
ROOT = PROJECT / "tests" / "node"
HL7, ATOMIC, PYTHON = "npm fhirpath", "npm @atomic-ehr/fhirpath", "PyPI fhirpathpy"


def python() -> Path:
    """Return the Python that has fhirpathpy."""
    named = os.environ.get("BEDSIDE_TEST_FHIRPATHPY")
    return Path(named) if named else PROJECT / ".venv-engines" / "bin" / "python"


def command(engine: str) -> list[str]:
    """Return the command of an engine; skips the test where the engine is not there."""
    if engine == PYTHON:
        if not python().exists():
            pytest.skip("NOT COMPARED with fhirpathpy: it is not installed; see `make engines`")
        return [str(python()), str(Path(__file__).with_name("evaluate.py"))]
    package = engine.removeprefix("npm ")
    why = missing(ROOT, package)
    if why:
        pytest.skip(f"NOT COMPARED with the FHIRPath engine {package}: {why}; see `make node`")
    return [node(), "evaluate.cjs", package]


def evaluate(
    expressions: Mapping[str, str], resources: Iterable[Mapping[str, Any]], engine: str = HL7
) -> list[dict[str, Any]]:
    """Return what each expression is for each resource: a list, or {"error": …}."""
    lines = [{"expressions": expressions}, *resources]
    done = subprocess.run(  # noqa: S603 - a script of ours
        command(engine),
        cwd=ROOT,
        input="\n".join(map(json.dumps, lines)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
