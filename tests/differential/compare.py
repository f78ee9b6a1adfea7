"""Does a change of the reading read anything differently? Two versions on the same random texts.

    PYTHONPATH=. .venv/bin/python tests/differential/compare.py [--against COMMIT]
        [--reports 100000] [--seed 1] [--shown 20]

The other version is that of a commit (by default the last one before the working copy's), checked
out into a folder of its own for as long as it takes. Each report is read as a report, and an
answer beside it as one that was typed. What differs is written out; the exit status is 1 then.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from argparse import ArgumentParser
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import IO, TYPE_CHECKING

from criteria.trial.catalog import load
from tests.differential.reports import Reports

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[2]
_READER = Path(__file__).with_name("reader.py")

Asked = str | tuple[str, str]


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """A folder with the files of a commit."""
    with TemporaryDirectory(prefix="bedside-differential-") as folder:
        git = ("git", "-C", str(ROOT), "worktree")
        subprocess.run((*git, "add", "--quiet", "--detach", folder, commit), check=True)
        try:
            yield Path(folder)
        finally:
            subprocess.run((*git, "remove", "--force", folder), check=True)


class Reading:
    """A version of the reading in a process of its own."""

    def __init__(self, folder: Path) -> None:
        """Start it, and make sure that it is this version that reads."""
        self.process = subprocess.Popen(
            (sys.executable, str(_READER)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(folder)},
            cwd=folder,
            text=True,
            encoding="utf-8",
        )
        package = json.loads(_pipe(self.process.stdout).readline())
        if not Path(package).is_relative_to(folder.resolve()):
            raise RuntimeError(f"{package} was to be read with, of {folder}")

    def answers(self, asked: Sequence[Asked]) -> Iterator[list[str]]:
        """What is read, text by text."""
        feeding = Thread(target=self._feed, args=(asked,), daemon=True)
        feeding.start()
        for line in _pipe(self.process.stdout):
            yield json.loads(line)
        feeding.join()
        self.process.wait()

    def _feed(self, asked: Sequence[Asked]) -> None:
        with _pipe(self.process.stdin) as stream:
            stream.writelines(json.dumps(one) + "\n" for one in asked)


def _pipe(stream: IO[str] | None) -> IO[str]:
    if stream is None:
        raise RuntimeError("the process has no pipe")
    return stream


def main() -> int:
    """Compare; the exit status says whether anything differs."""
    parser = ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--against", default="HEAD~1", metavar="COMMIT")
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shown", type=int, default=20)
    options = parser.parse_args()
    reports = Reports(load("start-net", "R1"), options.seed)
    asked: list[Asked] = [reports.report(number) for number in range(options.reports)]
    asked += [reports.answer(number) for number in range(options.reports)]
    different = results = 0
    with checked_out(options.against) as folder:
        pairs = zip(
            asked, Reading(folder).answers(asked), Reading(ROOT).answers(asked), strict=True
        )
        for text, before, after in pairs:
            results += sum(not one.startswith(("Refusal", "Unread")) for one in before)
            if before != after:
                different += 1
                if different <= options.shown:
                    sys.stdout.write(_shown(text, before, after))
                    sys.stdout.flush()
    sys.stdout.write(
        f"{options.reports} reports and as many answers, {results} values and doubts read, seed"
        f" {options.seed}, against {options.against}: {different} read differently\n"
    )
    return 1 if different else 0


def _shown(text: Asked, before: list[str], after: list[str]) -> str:
    lines = [f"{text!r}", *(f"  - {one}" for one in before if one not in after)]
    return "\n".join((*lines, *(f"  + {one}" for one in after if one not in before), "", ""))


if __name__ == "__main__":
    sys.exit(main())
