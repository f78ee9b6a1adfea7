"""One version of a trial: its folder read and checked.

A trial is a folder ``<id>/<version>`` with ``protocol.toml``, one file of wording a language
(``en.toml``, ``sv.toml``) and ``cases.toml``; beside the versions there may be ``concepts.toml``.
"""

from __future__ import annotations

import hashlib
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from pydantic import Field

from criteria.known.frozen import Frozen
from criteria.trial.consistency import problems
from criteria.trial.defaults.common import worded
from criteria.trial.defaults.completing import completed
from criteria.trial.files import TrialError, validated
from criteria.trial.problems import PROTOCOL, Problem, listed
from criteria.trial.protocol import Concept, ItemId, Judge, Protocol
from criteria.trial.trial import Trial
from criteria.trial.wording import Words

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

CONCEPTS = "concepts.toml"


class Release(NamedTuple):
    """A version of a trial that is there, and whether it is released."""

    id: str
    version: str
    status: str
    dated: date


class _Concepts(Frozen):
    """concepts.toml: what is said of items of released versions, in each that has the item."""

    concepts: dict[Concept, ItemId] = Field(default_factory=dict)
    """Concept -> the item that carries it."""
    judges: dict[ItemId, Judge] = Field(default_factory=dict)
    """Item -> who alone may judge it."""


def read_folder(path: Path) -> Trial:
    """Read a trial's protocol and its wording in every language, and check that all fits.

    Raises:
        TrialError: with every problem found.
    """
    if not (path / PROTOCOL).exists():
        raise TrialError(_no_trial(path))
    protocol = validated(path / PROTOCOL, Protocol, completed)
    words = {
        file.stem: validated(file, Words, partial(worded, protocol=protocol))
        for file in sorted(path.glob("??.toml"))
    }
    if not words:
        wanted = 'a file of wording for at least one language, for example "en.toml"'
        raise TrialError(Problem(str(path), "(folder)", "no wording", wanted))
    own = _named(path, protocol)
    trial = Trial(
        protocol=_called(protocol, words),
        words=words,
        named_concepts=own.concepts,
        named_judges=own.judges,
    )
    misfits = [*_misnamed(path, trial), *problems(trial)]
    if misfits:
        raise TrialError(*misfits)
    return trial


def _called(protocol: Protocol, words: dict[str, Words]) -> Protocol:
    """Return a protocol whose items without a name are called as in English, if that is there."""
    said = words.get("en", next(iter(words.values()))).items
    items = tuple(
        item.model_copy(update={"name": said[item.id].label})
        if item.name == item.id and item.id in said
        else item
        for item in protocol.items
    )
    return protocol.model_copy(update={"items": items})


def _named(path: Path, protocol: Protocol) -> _Concepts:
    """Return what the trial's own file says of items of this version."""
    file = path.resolve().parent / CONCEPTS
    if not file.is_file():
        return _Concepts()
    items = {item.id for item in protocol.items}
    named = validated(file, _Concepts)
    return _Concepts(
        concepts={concept: item for concept, item in named.concepts.items() if item in items},
        judges={item: judge for item, judge in named.judges.items() if item in items},
    )


def strange_names(path: Path) -> dict[str, str]:
    """Return what concepts.toml says of items that no version of the trial has: entry -> item.

    Raises:
        TrialError: a version's protocol cannot be read.
    """
    folder = path.resolve().parent
    if not (folder / CONCEPTS).is_file():
        return {}
    files = sorted(folder.glob(f"*/{PROTOCOL}"))
    items = {item.id for file in files for item in validated(file, Protocol, completed).items}
    own = validated(folder / CONCEPTS, _Concepts)
    named = {**own.concepts, **{f"judges.{item}": item for item in own.judges}}
    return {entry: item for entry, item in named.items() if item not in items}


def release_of(folder: Path) -> Release:
    """Read only what a list of versions needs.

    Raises:
        TrialError: the protocol file cannot be read.
    """
    protocol = validated(folder / PROTOCOL, Protocol, completed)
    return Release(folder.parent.name, folder.name, protocol.status, protocol.dated)


def fingerprint(folder: Path) -> str:
    """Return a number that is another one when a file of a version says something else."""
    total = hashlib.sha256()
    for file in (*sorted(folder.glob("*.toml")), folder.resolve().parent / CONCEPTS):
        content = file.read_bytes() if file.is_file() else b""
        total.update(f"{file.name} {len(content)} ".encode() + content)
    return total.hexdigest()


def _no_trial(path: Path) -> Problem:
    """Say that a folder is no version of a trial, and which folders in it are."""
    inside = sorted(
        file.parent for pattern in ("*/", "*/*/") for file in path.glob(pattern + PROTOCOL)
    )
    found = "no such folder" if not path.is_dir() else f"a folder without {PROTOCOL}"
    wanted = f"the folder of one version, with {PROTOCOL} in it"
    return Problem(
        str(path), "(folder)", found, f"{wanted}: {listed(map(str, inside))}" if inside else wanted
    )


def _misnamed(path: Path, trial: Trial) -> list[Problem]:
    """Compare the names of folders and files with what is inside."""
    place = path.resolve()
    named = (place.parent.name, place.name)
    said = (trial.protocol.id, trial.protocol.version)
    found = [
        Problem(PROTOCOL, key, f'"{inside}"', f'"{folder}", as the folder is called')
        for key, inside, folder in zip(("id", "version"), said, named, strict=True)
        if inside != folder
    ]
    found += [
        Problem(f"{stem}.toml", "language", f'"{words.language}"', f'"{stem}", as the file')
        for stem, words in trial.words.items()
        if words.language != stem
    ]
    return found
