"""``bedside serve``: what a service that died waits for before it is back."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_its_command_imports_nothing_else_of_the_program() -> None:
    code = "import sys, bot.cli.serve; print(*(n for n in sys.modules if n.startswith('bot')))"
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert sorted(done.stdout.split()) == ["bot", "bot.cli", "bot.cli.serve"]
