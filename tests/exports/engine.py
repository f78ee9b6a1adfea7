"""HL7's FHIRPath engine for JavaScript, where Node is installed; else the test skips aloud."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOT = Path(__file__).parents[1] / "node"


def evaluate(
    expressions: Mapping[str, str], resources: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Give what each expression is for each resource: a list, or {"error": …}."""
    why = missing()
    if why:
        pytest.skip(why)
    lines = [{"expressions": expressions}, *resources]
    done = subprocess.run(  # noqa: S603 - a script of ours
        [shutil.which("node") or "node", "evaluate.cjs"],
        cwd=ROOT,
        input="\n".join(map(json.dumps, lines)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@cache
def missing() -> str:
    """Say what is missing to run it; installs what package-lock.json names if it can."""
    npm = shutil.which("npm")
    if shutil.which("node") is None:
        return "NOT COMPARED with HL7's FHIRPath engine: Node is not installed"
    if (ROOT / "node_modules" / "fhirpath").is_dir():
        return ""
    if npm is None:
        return "NOT COMPARED with HL7's FHIRPath engine: npm is not installed"
    try:
        subprocess.run(  # noqa: S603 - what package-lock.json names, by its hashes
            [npm, "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"],
            cwd=ROOT,
            capture_output=True,
            check=True,
            timeout=120,
        )
    except (subprocess.SubprocessError, OSError) as problem:
        return f"NOT COMPARED with HL7's FHIRPath engine: npm ci did not succeed ({problem})"
    return ""
