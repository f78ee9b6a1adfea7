"""Find, read and check trials.

A trial is a folder ``<id>/<version>`` with ``protocol.toml``, one file of wording a language
(``en.toml``, ``sv.toml``) and ``cases.toml``. What the files may say stands in `trial`, how the
parts must fit together in `consistency`. A file that cannot be used raises :class:`TrialError`,
which names the file, the key, what was found there and what to write.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import Field

from criteria.known.frozen import Frozen
from criteria.trial.consistency import problems
from criteria.trial.defaults.common import worded
from criteria.trial.defaults.completing import completed
from criteria.trial.files import TrialError, validated
from criteria.trial.problems import PROTOCOL, Problem, listed, strangers, twice
from criteria.trial.protocol import Code, CriterionId, ItemId, Protocol
from criteria.trial.trial import Trial
from criteria.trial.wording import Words

__all__ = ["Case", "Release", "TrialError", "available", "cases", "load", "read_folder"]

_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
_SHOWN = 40


class Release(NamedTuple):
    """A version of a trial that is there, and whether it is released."""

    id: str
    version: str
    status: str
    dated: date


_Status = Literal["met", "not_met", "unknown", "not_applicable"]
_Outcome = Literal["eligible", "not_eligible", "pending"]


class Case(Frozen):
    """A worked case: answers as somebody would type them, and the verdict that must follow."""

    id: str
    about: str
    reference_date: date
    answers: dict[ItemId, str]
    expected: dict[CriterionId, _Status]
    overall: _Outcome
    at_odds: tuple[Code, ...]
    """The entries of answers that do not go together which the case shows, and no others."""


class _WrittenCase(Frozen):
    """A case as cases.toml has it, perhaps only in what sets it apart from another one."""

    id: str
    about: str
    like: str | None = None
    """A case above this one: its answers and statuses hold but for what is given here."""
    reference_date: date | None = None
    answers: dict[ItemId, str] = {}
    expected: dict[CriterionId, _Status] = {}
    overall: _Outcome
    at_odds: tuple[Code, ...] | None = None


class _Written(Frozen):
    """cases.toml."""

    reference_date: date
    cases: tuple[_WrittenCase, ...] = Field(min_length=1)


def trials_folder() -> Path:
    """Return the folder of the trials that come with the package."""
    return Path(__file__).parents[1] / "trials"


def available(root: Path | None = None) -> list[Release]:
    """List every version of every trial, by trial and from the oldest to the newest.

    Raises:
        TrialError: a protocol file cannot be read.
    """
    top = trials_folder() if root is None else root
    found = [_release(file.parent) for file in top.glob(f"*/*/{PROTOCOL}")]
    return sorted(found, key=lambda release: (release.id, release.dated, release.version))


def load(trial: str = "start-net", version: str | None = None, root: Path | None = None) -> Trial:
    """Read a trial, once: the version asked for, or the newest released one.

    Raises:
        TrialError: there is no such trial or version, or its files cannot be used.
    """
    top = trials_folder() if root is None else root
    for name in (trial, version):
        if name is not None and not _FOLDER.fullmatch(name):
            raise TrialError(_absent(top, trial, version))
    chosen = _newest_released(top, trial) if version is None else version
    if not (top / trial / chosen / PROTOCOL).is_file():
        raise TrialError(_absent(top, trial, chosen))
    return _read_once((top / trial / chosen).resolve())


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
    trial = Trial(protocol=protocol, words=words)
    misfits = [*_misnamed(path, trial), *problems(trial)]
    if misfits:
        raise TrialError(*misfits)
    return trial


_read_once = cache(read_folder)


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


def _newest_released(top: Path, trial: str) -> str:
    """Return the newest released version by its date."""
    versions = [_release(file.parent) for file in (top / trial).glob(f"*/{PROTOCOL}")]
    released = [release for release in versions if release.status == "released"]
    if not released:
        raise TrialError(_absent(top, trial, None))
    return max(released, key=lambda release: (release.dated, release.version)).version


def _release(folder: Path) -> Release:
    """Read only what a list of versions needs."""
    protocol = validated(folder / PROTOCOL, Protocol, completed)
    return Release(folder.parent.name, folder.name, protocol.status, protocol.dated)


class _Absent(Problem):
    """A trial or version that is not there, said without the place where it was looked for."""

    def __str__(self) -> str:
        """Say it in one line."""
        return f"There is no trial {self.found}: write {self.write}."


def _absent(top: Path, trial: str, version: str | None) -> Problem:
    """Say that a trial or version is not there, and which ones are."""
    there: dict[str, list[str]] = {}
    for file in sorted(top.glob(f"*/*/{PROTOCOL}")):
        there.setdefault(file.parts[-3], []).append(file.parts[-2])
    names = [f"{name} ({', '.join(versions)})" for name, versions in there.items()]
    name = f"“{trial[:_SHOWN]}”"
    if version is not None:
        name = f"“{trial[:_SHOWN]} {version[:_SHOWN]}”"
    elif trial in there:
        name += " with a released version"
    return _Absent(str(top), "(trial and version)", name, f"one of {listed(names)}")


def _misnamed(path: Path, trial: Trial) -> list[Problem]:
    """Compare the names of folders and files with what stands inside."""
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


def cases(folder: Path) -> tuple[Case, ...]:
    """Read the worked cases that stand beside a version's files.

    Raises:
        TrialError: the cases cannot be used, or name what the protocol does not have.
    """
    protocol = validated(folder / PROTOCOL, Protocol, completed)
    written = validated(folder / "cases.toml", _Written)
    items = {item.id for item in protocol.items}
    criteria = {criterion.id for criterion in protocol.criteria}
    entries = {entry.id for entry in protocol.at_odds}
    found = list(twice("cases.toml", "cases", (case.id for case in written.cases)))
    whole: dict[str, Case] = {}
    for case in written.cases:
        key = f"cases[{case.id}]"
        found += strangers("cases.toml", f"{key}.answers", case.answers, items)
        found += strangers("cases.toml", f"{key}.expected", case.expected, criteria)
        found += strangers("cases.toml", f"{key}.at_odds", case.at_odds or (), entries)
        found += strangers("cases.toml", f"{key}.like", (case.like,) if case.like else (), whole)
        whole[case.id] = _completed(case, whole.get(case.like or ""), written.reference_date)
    if found:
        raise TrialError(*found)
    return tuple(whole.values())


def _completed(case: _WrittenCase, like: Case | None, reference_date: date) -> Case:
    """Add to a case what it shares with another one."""
    answers = {} if like is None else like.answers
    expected = {} if like is None else like.expected
    at_odds = () if like is None else like.at_odds
    return Case(
        id=case.id,
        about=case.about,
        reference_date=case.reference_date or reference_date,
        answers={**answers, **case.answers},
        expected={**expected, **case.expected},
        overall=case.overall,
        at_odds=at_odds if case.at_odds is None else case.at_odds,
    )
