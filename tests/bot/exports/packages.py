"""Node and the packages that a folder's package-lock.json names, by their hashes."""

from __future__ import annotations

import fcntl
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
    with (folder / "package-lock.json").open() as locked:
        # Tests run side by side, and `npm ci` begins with deleting what another one installed.
        fcntl.flock(locked, fcntl.LOCK_EX)
        if _is_installed(folder, package):
            return ""
        return "npm is not installed" if npm is None else _install(folder, npm)


def _is_installed(folder: Path, package: str) -> bool:
    """Whether a package is there, and npm came to its end, at which it writes a list of all."""
    installed = folder / "node_modules"
    return (installed / package).is_dir() and (installed / ".package-lock.json").is_file()


def _install(folder: Path, npm: str) -> str:
    """Install what package-lock.json names; say what went wrong, if anything did."""
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
