"""`python -m benchmarks [--quick] [name ...]`: run all benches, or those named; quick: a minute.

A bench is a function that is given an empty folder, and whether to be quick, and gives back a
report; it is added to BENCHES. The targets of all of them stand in one table at the end. The exit
status is 0 also where one was missed: a slow or busy machine is no error.
"""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import (
    checking,
    hops,
    instructions,
    page,
    pasting,
    processes,
    serving,
    sizes,
    starting,
    together,
)
from benchmarks.measuring import table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from benchmarks.measuring import Report, Target

    class Bench(Protocol):
        """What measures something."""

        def __call__(self, folder: Path, *, quick: bool) -> Report:
            """Measure it."""


BENCHES: dict[str, Bench] = {
    "serving": serving.bench,
    "starting": starting.bench,
    "sizes": sizes.bench,
    "processes": processes.bench,
    "checking": checking.bench,
    "pasting": pasting.bench,
    "hops": hops.bench,
    "together": together.bench,
    "instructions": instructions.bench,
    "page": page.bench,
}
_QUICK = ("serving", "starting", "sizes", "pasting", "hops")
"""What fits into a minute."""


def main(arguments: Sequence[str]) -> int:
    """Run the benches; give the exit status."""
    quick = "--quick" in arguments
    names = [name for name in arguments if name != "--quick"]
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"No bench {', '.join(unknown)}: write {', '.join(BENCHES)}.", file=sys.stderr)
        return 2
    targets: list[Target] = []
    print(_machine(), flush=True)
    for name in names or (_QUICK if quick else BENCHES):
        with TemporaryDirectory(prefix="bedside-") as folder:
            report = BENCHES[name](Path(folder), quick=quick)
        print(f"\n{report.tables}", flush=True)
        targets += report.targets
    if targets:
        rows = [target.row() for target in targets]
        print("\n" + table("Targets", ("", "figure", "target", ""), rows))
    return 0


def _machine() -> str:
    """Name what it is measured on; other work on the machine makes every figure worse."""
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    system = f"{platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {system}, Python {platform.python_version()}{load}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
