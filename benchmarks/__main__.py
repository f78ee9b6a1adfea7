"""`python -m benchmarks [--quick] [name ...]`: run all benches, or those named; quick: a minute.

A bench is a function that is given an empty folder and gives back a table; it is added to BENCHES.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks import checking, serving, sizes

if TYPE_CHECKING:
    from collections.abc import Callable

BENCHES: dict[str, Callable[[Path], str]] = {
    "serving": serving.bench,
    "sizes": sizes.bench,
    "checking": checking.bench,
}


def main(names: list[str]) -> int:
    """Run the benches; give the exit status."""
    names = [name for name in names if name != "--quick"]
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"No bench {', '.join(unknown)}: write {', '.join(BENCHES)}.", file=sys.stderr)
        return 2
    for name in names or (["serving"] if "--quick" in sys.argv else BENCHES):
        with TemporaryDirectory(prefix="bedside-") as folder:
            print(BENCHES[name](Path(folder)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
