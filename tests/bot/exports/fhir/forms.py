"""LHC-Forms of the NLM in Chromium without a window; where one is missing, a test skips aloud."""

from __future__ import annotations

import json
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from tests.bot.exports.packages import missing, node

if TYPE_CHECKING:
    from collections.abc import Iterator

Json: TypeAlias = dict[str, Any]

ROOT = Path(__file__).parents[3] / "lforms"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Form:
    """A browser with one form at a time; fields have the link ids of the questionnaire."""

    def __init__(self, running: subprocess.Popen[str]) -> None:
        """Tell a running show.cjs what to do."""
        self.running = running

    def _told(self, *command: object) -> Any:  # noqa: ANN401 - whatever the command gives
        assert self.running.stdin is not None
        assert self.running.stdout is not None
        self.running.stdin.write(json.dumps(command) + "\n")
        self.running.stdin.flush()
        line = self.running.stdout.readline()
        assert line, f"show.cjs ended at {command[:3]}"
        told: Json = json.loads(line)
        assert "error" not in told, told["error"]
        return told["result"]

    def show(self, questionnaire: Json, response: Json | None = None) -> None:
        """Show a questionnaire, empty or with the answers of a response."""
        self._told("show", questionnaire, response)

    def seen(self) -> dict[str, str]:
        """Return what is on the page, in its order: link id -> prefix and text."""
        found: dict[str, str] = self._told("seen")
        return found

    def choose(self, item: str, option: str) -> None:
        """Click an option of an item's list."""
        self._told("choose", item, option)

    def measure(self, item: str, number: str, unit: str | None = None) -> None:
        """Type a number and click its unit, if there are several."""
        self._told("type", item, number)
        if unit is not None:
            self._told("choose", f"unit_{item}", unit)

    def options(self, item: str) -> list[str]:
        """Return an item's list."""
        found: list[str] = self._told("options", item)
        return found

    def value(self, item: str) -> str:
        """Return what stands in the field of an item."""
        found: str = self._told("value", item)
        return found

    def help(self, item: str) -> str:
        """Return what opens at an item's question mark."""
        found: str = self._told("help", item)
        return found

    def data(self, kind: str) -> Json:
        """Return the Questionnaire or the QuestionnaireResponse that the form makes of itself."""
        found: Json = self._told("data", kind)
        return found

    def problems(self) -> list[str]:
        """Return errors of the page since it was shown, and what it could not load."""
        found: list[str] = self._told("problems")
        return found


@contextmanager
def browser() -> Iterator[Form]:
    """Start a browser for forms; it ends with the block."""
    found = [path for path in map(shutil.which, BROWSERS) if path]
    why = "" if found else "Chromium is not installed (on Debian: apt install chromium)"
    why = why or missing(ROOT, "lforms")
    if why:
        pytest.skip(f"NOT SHOWN in LHC-Forms: {why}; see `make node`")
    with subprocess.Popen(  # noqa: S603 - a script of ours
        [node(), "show.cjs"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as running:
        assert running.stdin is not None
        running.stdin.write(json.dumps({"browser": found[0]}) + "\n")
        try:
            yield Form(running)
        finally:
            running.stdin.close()
            try:
                running.wait(timeout=30)
            except subprocess.TimeoutExpired:
                running.kill()
