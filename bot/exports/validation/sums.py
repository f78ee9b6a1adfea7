"""Whether the files of released trials are as they were released, by their checksums."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUMS = "SHA256SUMS"
ANEW, BACK = "install Bedside anew", "put the released file back"


def sums_of(top: Path) -> dict[str, str]:
    """Read the checksums of the released files: file -> SHA-256."""
    try:
        lines = (top / SUMS).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    pairs = (line.split(maxsplit=1) for line in lines if line.strip())
    return {file: total for total, file in pairs}


def altered(top: Path, folder: Path, sums: dict[str, str], remedy: str = ANEW) -> Iterator[str]:
    """Name the files of a released version that are not as they were released."""
    inside = folder.relative_to(top).as_posix() + "/"
    there = {file.relative_to(top).as_posix() for file in folder.iterdir() if file.is_file()}
    for file in sorted(there | {name for name in sums if name.startswith(inside)}):
        if file not in there:
            yield f"{file} is missing: {remedy}"
        elif file not in sums:
            yield f"{file} is not listed in {SUMS}"
        elif hashlib.sha256((top / file).read_bytes()).hexdigest() != sums[file]:
            yield f"{file} was changed after its release: {remedy}"
