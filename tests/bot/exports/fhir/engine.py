"""HL7's FHIRPath engine for JavaScript, where Node is installed; else the test skips aloud."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.bot.exports.packages import missing, node

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOT = Path(__file__).parents[3] / "node"


def evaluate(
    expressions: Mapping[str, str], resources: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return what each expression is for each resource: a list, or {"error": …}."""
    why = missing(ROOT, "fhirpath")
    if why:
        pytest.skip(f"NOT COMPARED with HL7's FHIRPath engine: {why}; see `make node`")
    lines = [{"expressions": expressions}, *resources]
    done = subprocess.run(  # noqa: S603 - a script of ours
        [node(), "evaluate.cjs"],
        cwd=ROOT,
        input="\n".join(map(json.dumps, lines)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
