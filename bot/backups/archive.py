"""What a back-up consists of: the database, the log's key, and what is said of both."""

from __future__ import annotations

import json
import tarfile
import zlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FORM = 1
MANIFEST, DATABASE, KEY = "manifest.json", "database", "log-key"


class ArchiveError(Exception):
    """It is no back-up, or of a later form; it names why by a sentence's name."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is said of a back-up."""

    bedside: str
    """The version that made it."""
    kind: str
    """``sqlite`` or ``postgresql``."""
    made: str
    """When: ISO, in UTC."""
    head: str
    """The signed head of the log just before; empty where it can't be signed."""
    form: int = FORM


def pack(archive: Path, manifest: Manifest, database: Path, key: Path | None) -> None:
    """Put a back-up together in a new file."""
    said = database.with_name(MANIFEST)
    said.write_text(json.dumps(asdict(manifest), indent=1), "utf-8")
    with tarfile.open(archive, "x:gz", compresslevel=6) as tar:
        tar.add(said, MANIFEST, filter=_plain)
        tar.add(database, DATABASE, filter=_plain)
        if key is not None:
            tar.add(key, KEY, filter=_plain)


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    """Say nothing of who made it and on which machine."""
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info


def unpack(archive: Path, folder: Path) -> Manifest:
    """Take a back-up apart into a folder; what else is in it is left out.

    Raises:
        ArchiveError: it is no back-up.
    """
    try:
        with tarfile.open(archive, "r:gz") as tar:
            wanted = [one for one in tar if one.name in (MANIFEST, DATABASE, KEY) and one.isreg()]
            tar.extractall(folder, wanted, filter="data")
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
        if said.get("form") != FORM:
            raise ArchiveError("later_form")
        manifest = Manifest(**said)
    except (tarfile.TarError, zlib.error, OSError, EOFError, ValueError, TypeError, AttributeError):
        raise ArchiveError("no_backup") from None
    if manifest.kind not in ("sqlite", "postgresql") or not (folder / DATABASE).is_file():
        raise ArchiveError("no_backup")
    return manifest
