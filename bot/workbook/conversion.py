"""A version's folder as a workbook, and a workbook as a version's folder."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bot.workbook.putting_together import Assembly, Misfit, put_together
from bot.workbook.reading import read
from bot.workbook.taking_apart import taken_apart
from bot.workbook.toml_files import laid_out
from bot.workbook.writing import write
from criteria.trial.catalog import TrialError, WrittenCases, cases
from criteria.trial.defaults.completing import completed
from criteria.trial.files import tables, validated
from criteria.trial.problems import PROTOCOL
from criteria.trial.protocol import Protocol
from criteria.trial.schema import KINDS, named
from criteria.trial.version import CONCEPTS, read_folder

if TYPE_CHECKING:
    from typing import BinaryIO

    from criteria.trial.problems import Problem

_CASES = "cases.toml"
_NAMES = {
    "id": (re.compile(r"[a-z0-9][a-z0-9-]{0,31}"), "small letters, digits and “-”"),
    "version": (re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}"), "letters, digits, “.”, “_”, “-”"),
}
"""What a folder is called after, and what it may be made of."""


class UnfitError(ValueError):
    """A workbook that makes no trial: every cell that is wrong."""

    def __init__(self, misfits: list[Misfit]) -> None:
        """Keep them; the message has one line for each."""
        super().__init__("\n".join(map(str, misfits)))
        self.misfits = misfits


class ThereAlreadyError(ValueError):
    """The folder is there already, and nothing is overwritten."""


def to_workbook(folder: Path, target: BinaryIO) -> None:
    """Write a version's folder as a workbook; its parts need not fit together yet.

    Raises:
        TrialError: a file cannot be used.
        ImportError: xlsxwriter is not installed.
    """
    if not (folder / PROTOCOL).is_file():
        read_folder(folder)  # says what is missing
    validated(folder / PROTOCOL, Protocol, completed)
    files = {file.name: tables(file) for file in sorted(folder.glob("*.toml"))}
    concepts = folder.resolve().parent / CONCEPTS
    if concepts.is_file():
        files[CONCEPTS] = tables(concepts)
    write(taken_apart(files), target)


def from_workbook(file: Path, into: Path) -> Path:
    """Write a workbook as the folder of a version that is not there yet; return that folder.

    Args:
        file: the workbook.
        into: where the trial's folder is put.

    Raises:
        UnfitError: cells are wrong; nothing is written.
        ThereAlreadyError: there is such a folder.
        ImportError: openpyxl is not installed.
        NoWorkbookError: the file is no workbook.
        OSError: the file cannot be read, or the folder not be written.
    """
    made = put_together(read(file))
    name, version = (_named(made, key) for key in _NAMES)
    if made.misfits:
        raise UnfitError(made.misfits)
    folder = into / name / version
    if folder.exists():
        raise ThereAlreadyError(str(folder))
    into.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=into, prefix=".from-xlsx-") as place:
        draft = Path(place) / name / version
        _laid_out(made, draft, into / name / CONCEPTS)
        _checked(made, draft)
        folder.parent.mkdir(exist_ok=True)
        concepts = folder.parent / CONCEPTS
        if (draft.parent / CONCEPTS).exists() and not concepts.exists():
            shutil.copyfile(draft.parent / CONCEPTS, concepts)
        draft.rename(folder)
    return folder


def _named(made: Assembly, key: str) -> str:
    """Return what a folder is called after, once it is known to be a plain name."""
    pattern, written = _NAMES[key]
    found = str(made.files[PROTOCOL].get(key, ""))
    if not pattern.fullmatch(found):
        places = [one for one in made.places if one[1] == key and one[0] == PROTOCOL]
        cell = places[0][3] if places else "A1"
        made.misfits.append(Misfit("trial", cell, f'{key}: "{found[:60]}"', written))
    return found


def _laid_out(made: Assembly, folder: Path, concepts: Path) -> None:
    """Write the files; the trial's concepts only where it has none yet."""
    folder.mkdir(parents=True)
    for name, table in made.files.items():
        if name == CONCEPTS:
            continue
        kind = name.removesuffix(".toml")
        first = named(kind if kind in KINDS else "wording")
        (folder / name).write_text(laid_out(table, first), "utf-8", newline="\n")
    if concepts.is_file():
        shutil.copyfile(concepts, folder.parent / CONCEPTS)
    elif CONCEPTS in made.files:
        text = laid_out(made.files[CONCEPTS])
        (folder.parent / CONCEPTS).write_text(text, "utf-8", newline="\n")


def _checked(made: Assembly, folder: Path) -> None:
    """Read the folder as it would be read; what is wrong is said by cell, of all files at once."""
    found: list[Problem] = []
    try:
        read_folder(folder)
    except TrialError as error:
        found += error.problems
    if (folder / _CASES).exists():
        try:
            validated(folder / _CASES, WrittenCases) if found else cases(folder)
        except TrialError as error:
            found += error.problems
    if found:
        raise UnfitError([made.located(problem) for problem in found])
