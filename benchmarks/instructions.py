"""Machine instructions of typical operations, counted by valgrind and held to `budget.toml`.

They are the same whatever else the machine is doing, so that an operation that has become dearer
shows at once. `python -m benchmarks.instructions` prints them; with ``--write`` they become the
budget. They are of one version of Python on one kind of processor: others have none.
"""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.measuring import Report, table

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOM = 0.10
"""How much dearer than its budget an operation may be."""
_BUDGET = Path(__file__).with_name("budget.toml")
_TOTAL = re.compile(r"^totals: (\d+)$", re.MULTILINE)
_HEAD = """\
# Millions of machine instructions of each typical operation: see `instructions`.
# Written by `python -m benchmarks.instructions --write`.
"""


def machine() -> str:
    """Return what the counts are of: the implementation and version of Python, the processor."""
    version = "".join(platform.python_version_tuple()[:2])
    return f"{platform.python_implementation().lower()}{version}-{platform.machine().lower()}"


def missing() -> str:
    """Say why nothing can be counted here; empty where it can."""
    if sys.platform != "linux":
        return "instructions are counted on Linux only"
    return "" if shutil.which("valgrind") else "valgrind is not installed"


def counted() -> dict[str, float]:
    """Return the millions of instructions of each operation.

    Raises:
        CalledProcessError: the operations failed.
    """
    with TemporaryDirectory(prefix="bedside-") as folder:
        # The counts are written out, and begin anew, whenever the process asks for its parent's
        # number: `operations` does so before and after each operation.
        command = [
            *("valgrind", "--tool=callgrind", "--instr-atstart=no", "--dump-before=getppid"),
            *(f"--callgrind-out-file={folder}/out", sys.executable),
            *("-m", "benchmarks.operations", "--count"),
        ]
        # No shell and no text from outside.
        done = subprocess.run(  # noqa: S603
            command,
            check=True,
            capture_output=True,
            text=True,
            env={"PYTHONHASHSEED": "0", "PYTHONPATH": ".", "PATH": "/usr/bin:/bin"},
        )
        names = json.loads(done.stdout)
        return {
            name: round(_total(Path(folder, f"out.{2 * number}")) / 1e6, 2)
            for number, name in enumerate(names, 1)
        }


def _total(dump: Path) -> int:
    found = _TOTAL.search(dump.read_text(encoding="utf-8"))
    if found is None:
        raise RuntimeError(f"{dump.name} has no total")
    return int(found[1])


def budget() -> Mapping[str, float]:
    """Return the budget for this machine; empty where there is none."""
    held: Mapping[str, float] = tomllib.loads(_BUDGET.read_text(encoding="utf-8")).get(
        machine(), {}
    )
    return held


def overspent(found: Mapping[str, float], held: Mapping[str, float]) -> list[str]:
    """Say which operations are dearer than their budget allows, or have none."""
    return [
        f"{name}: {count} million instructions, budget {held.get(name, 0)}"
        for name, count in found.items()
        if count > held.get(name, 0) * (1 + ROOM)
    ]


def bench(folder: Path, *, quick: bool) -> Report:  # noqa: ARG001 - it is the same always
    """Count, beside the budget."""
    if missing():
        return Report(f"Instructions: not counted, {missing()}.")
    return Report(_told(counted(), budget()))


def _told(found: Mapping[str, float], held: Mapping[str, float]) -> str:
    rows = [
        (name, f"{count:.2f}", f"{held[name]:.2f}" if name in held else "")
        for name, count in found.items()
    ]
    title = f"Millions of machine instructions, {machine()}"
    return table(title, ("operation", "counted", "budget"), rows)


def main() -> None:
    """Print the counts; with ``--write``, make them the budget."""
    found = counted()
    print(_told(found, budget()))
    if "--write" in sys.argv[1:]:
        every = {**tomllib.loads(_BUDGET.read_text(encoding="utf-8")), machine(): found}
        text = [_HEAD]
        for kind, counts in every.items():
            text.append(f"\n[{kind}]\n")
            text += [f"{name} = {count}\n" for name, count in counts.items()]
        _BUDGET.write_text("".join(text), encoding="utf-8")


if __name__ == "__main__":
    main()
