"""Node and the packages that a folder's package-lock.json names, by their hashes."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def node() -> str:
    """Return the path of Node, which missing() has found."""
    return shutil.which("node") or "node"


@cache
def missing(folder: Path, package: str) -> str:
    """Say what is missing to run scripts with a package; installs the packages if it can."""
    npm = shutil.which("npm")
    if shutil.which("node") is None:
        return "Node is not installed"
    if (folder / "node_modules" / package).is_dir():
        return ""
    if npm is None:
        return "npm is not installed"
    try:
        subprocess.run(  # noqa: S603 - what package-lock.json names, by its hashes
            [npm, "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"],
            cwd=folder,
            capture_output=True,
            check=True,
            timeout=120,
        )
    except (subprocess.SubprocessError, OSError) as problem:
        return f"npm ci did not succeed ({problem})"
    return ""
