"""A site's own trials for tests: an invented one of another shape than the one that is shipped."""

from __future__ import annotations

import shutil
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "own"
"""Holds the trial SOVA."""
SOVA = FOLDER / "sova" / "1"
BESIDE = Path(__file__).parent / "data" / "beside"
"""Holds the trial RENA, which shares questions with SOVA and START-NET."""

GOOD = {
    "PERSON.years": "52",
    "AHI.index": "31",
    "AHI.day": "2026-01-12",
    "LAB.crea": "80 µmol/L",
    "CARE.device": "yes",
    "CARE.cpap": "before",
    "CARE.ended": "2025-01",
}
"""Answers that meet every criterion of it, with every question asked."""


def copied(folder: Path, trial: str = "sova", version: str = "1") -> Path:
    """Put a copy of the trial into a folder, under another id or version; return its folder."""
    made = shutil.copytree(SOVA, folder / trial / version)
    renamed(made, 'id = "sova"', f'id = "{trial}"')
    renamed(made, 'version = "1"', f'version = "{version}"')
    return made


def renamed(folder: Path, old: str, new: str) -> None:
    """Write something else into a version's protocol."""
    file = folder / "protocol.toml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
