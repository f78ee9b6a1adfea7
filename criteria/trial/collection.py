"""The trials of several folders: which there are, each version read once, and what is left out.

The shipped ones stand first and are read when they are needed. A site's own are read at once, so
that a folder that cannot be used is named before anybody is screened; the others go on without it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from criteria.trial.files import TrialError
from criteria.trial.problems import PROTOCOL, Problem, listed
from criteria.trial.version import Release, fingerprint, read_folder, release_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from criteria.trial.trial import Trial

Key: TypeAlias = "tuple[str, str]"
"""A trial's id and a version."""

_SHOWN = 40
_DEPTHS = (PROTOCOL, f"*/{PROTOCOL}", f"*/*/{PROTOCOL}")
"""A folder of trials, the folder of one trial, or that of one version."""
_CHANGED = (
    "it was changed after it was read, and a released version never changes: it goes on as it "
    "was. Put what is new into a version of its own"
)
_GONE = (
    "it is not there any more: nobody is screened for it from now on, and screenings that were "
    "begun with it go on until the end of this process"
)


@dataclass(frozen=True, slots=True)
class Refused:
    """A folder that is not taken as it is, and why."""

    folder: Path
    why: str

    def __str__(self) -> str:
        """Say it: in a line, or with each of several problems on its own."""
        apart = "\n  " if "\n" in self.why else " "
        return f"{self.folder}:{apart}{self.why.replace(chr(10), apart)}"


@dataclass(frozen=True, slots=True)
class _Read:
    """A version that was read, and what its files were then."""

    folder: Path
    trial: Trial
    files: str


def _anything(_trial: Trial) -> None:
    """Have nothing against a trial."""


class Collection:
    """The trials of the shipped folder and of a site's own folders."""

    def __init__(
        self,
        top: Path,
        folders: Iterable[Path] = (),
        before: Collection | None = None,
        fits: Callable[[Trial], None] = _anything,
    ) -> None:
        """Look through folders; a site's own versions are read and checked.

        Args:
            top: the trials that come with Bedside; read when they are needed.
            folders: a site's own.
            before: what was in force; its released versions stay as they were read.
            fits: raises TrialError where a trial cannot be used at this site.
        """
        self.top = top
        self.own = tuple(dict.fromkeys(folders))
        self._before = before
        self._fits = fits
        self._folders = {_key(folder): folder for folder in _versions(top)}
        self._shipped = frozenset(self._folders)
        self._trials: dict[Key, Trial] = {}
        self._releases: dict[Key, Release] = {}
        self._read: dict[Key, _Read] = {}
        self._refused: list[Refused] = []
        self._named: set[str] = set()
        for folder in self.own:
            self._take(folder.expanduser())
        self._retired = dict(self._left_behind())

    @property
    def refused(self) -> tuple[Refused, ...]:
        """The folders that were not taken as they are, each with the reason."""
        return tuple(self._refused)

    @property
    def own_trials(self) -> frozenset[str]:
        """The trials in a site's own folders, a shipped one too where its folder was named."""
        return frozenset(self._named)

    def is_shipped(self, trial: str, version: str) -> bool:
        """Whether a version comes with Bedside."""
        return (trial, version) in self._shipped

    def with_folders(
        self,
        folders: Iterable[Path],
        *,
        afresh: bool,
        fits: Callable[[Trial], None] = _anything,
    ) -> Collection:
        """Return the same shipped trials with other folders of a site.

        Args:
            folders: the site's own.
            afresh: nobody is being screened: what was read of a site's own is forgotten.
            fits: raises TrialError where a trial cannot be used at this site.
        """
        found = Collection(self.top, folders, None if afresh else self, fits)
        for key in self._shipped:
            if key in self._trials:
                found.keep(key, self._trials[key])
        return found

    def keep(self, key: Key, trial: Trial) -> None:
        """Take a version as it was read already."""
        self._trials.setdefault(key, trial)

    def folder(self, trial: str, version: str) -> Path:
        """Return the folder of a version that is there."""
        return self._folders[trial, version]

    def available(self) -> list[Release]:
        """List every version of every trial, by trial and from the oldest to the newest.

        Raises:
            TrialError: a protocol file cannot be read.
        """
        found = map(self._release, self._folders)
        return sorted(found, key=lambda release: (release.id, release.dated, release.version))

    def released(self) -> list[str]:
        """Return the trials that somebody can be screened for.

        Raises:
            TrialError: a protocol file cannot be read.
        """
        names = (found.id for found in self.available() if found.status == "released")
        return list(dict.fromkeys(names))

    def is_released(self, trial: str) -> bool:
        """Whether somebody can be screened for a trial; no other one is read.

        Raises:
            TrialError: a protocol file of it cannot be read.
        """
        versions = (self._release(key) for key in self._folders if key[0] == trial)
        return any(found.status == "released" for found in versions)

    def load(self, trial: str, version: str | None = None) -> Trial:
        """Read a version, once: the one asked for, or the newest released one.

        Raises:
            TrialError: there is no such trial or version, or its files cannot be used.
        """
        key = (trial, self._newest_released(trial) if version is None else version)
        found = self._trials.get(key) or self._retired.get(key)
        if found is not None:
            return found
        if key not in self._folders:
            raise TrialError(self._absent(*key))
        return self._trials.setdefault(key, read_folder(self._folders[key]))

    def _take(self, top: Path) -> None:
        """Take the versions in a site's folder, and note what is left out of it."""
        found = list(_versions(top))
        for folder in _without_protocol(top):
            self._refuse(folder, f"there is no {PROTOCOL} in it")
        if not found:
            self._refuse(top, _nothing_in(top))
        for trial in dict.fromkeys(folder.parent for folder in found):
            versions = [folder for folder in found if folder.parent == trial]
            there = next((f for key, f in self._folders.items() if key[0] == trial.name), None)
            if there is not None and there.parent == trial:
                versions = [folder for folder in versions if _key(folder) not in self._folders]
                self._named.add(trial.name)
            elif there is not None:
                self._refuse(trial, _same_id(trial.name, there.parent))
                continue
            for folder in versions:
                self._take_version(folder)

    def _take_version(self, folder: Path) -> None:
        key = _key(folder)
        try:
            read = self._kept(key, folder) or self._read_now(folder)
        except (TrialError, OSError) as error:
            self._refuse(folder, str(error))
            return
        self._folders[key] = folder
        self._read[key] = read
        self._trials[key] = read.trial
        self._named.add(folder.parent.name)
        self._releases[key] = Release(*key, read.trial.protocol.status, read.trial.protocol.dated)

    def _read_now(self, folder: Path) -> _Read:
        files = fingerprint(folder)
        trial = read_folder(folder)
        self._fits(trial)
        return _Read(folder, trial, files)

    def _kept(self, key: Key, folder: Path) -> _Read | None:
        """Return a released version as it was read before; None where it was not."""
        was = None if self._before is None else self._before.was_read(key)
        if was is None or was.folder != folder or was.trial.protocol.status != "released":
            return None
        if was.files != fingerprint(folder):
            self._refuse(folder, _CHANGED)
        return was

    def was_read(self, key: Key) -> _Read | None:
        """Return a version of a site's own as it was read."""
        return self._read.get(key)

    def _left_behind(self) -> Iterator[tuple[Key, Trial]]:
        """Return what was in force and is not there any more: screenings may be under way."""
        if self._before is None:
            return
        yield from self._before.retired().items()
        for key, was in self._before.every_read().items():
            if key not in self._folders and was.trial.protocol.status == "released":
                if not any(one.folder == was.folder for one in self._refused):
                    self._refuse(was.folder, _GONE)
                yield key, was.trial

    def every_read(self) -> dict[Key, _Read]:
        """Return a site's own versions as they were read."""
        return dict(self._read)

    def retired(self) -> dict[Key, Trial]:
        """Return the versions that were in force and are not there any more."""
        return {key: trial for key, trial in self._retired.items() if key not in self._folders}

    def _refuse(self, folder: Path, why: str) -> None:
        one = Refused(folder, why)
        if one not in self._refused:
            self._refused.append(one)

    def _release(self, key: Key) -> Release:
        found = self._releases.get(key)
        return found or self._releases.setdefault(key, release_of(self._folders[key]))

    def _newest_released(self, trial: str) -> str:
        """Return the newest released version by its date."""
        versions = [self._release(key) for key in self._folders if key[0] == trial]
        released = [release for release in versions if release.status == "released"]
        if not released:
            raise TrialError(self._unreleased(trial, versions))
        return max(released, key=lambda release: (release.dated, release.version)).version

    def _unreleased(self, trial: str, versions: list[Release]) -> Problem:
        """Say of a trial of which there are only drafts how one is tried and how released."""
        if not versions:
            return self._absent(trial, None)
        draft = max(versions, key=lambda release: (release.dated, release.version))
        folder = self._folders[trial, draft.version]
        return _Unreleased(str(folder), "status", f"“{trial[:_SHOWN]} {draft.version}”", "")

    def _absent(self, trial: str, version: str | None) -> Problem:
        """Say that a trial or version is not there, and which ones are."""
        there: dict[str, list[str]] = {}
        for known, one in sorted(self._folders):
            there.setdefault(known, []).append(one)
        names = [f"{name} ({', '.join(versions)})" for name, versions in there.items()]
        name = f"“{trial[:_SHOWN]}”"
        if version is not None:
            name = f"“{trial[:_SHOWN]} {version[:_SHOWN]}”"
        return _Absent(str(self.top), "(trial and version)", name, f"one of {listed(names)}")


class _Absent(Problem):
    """A trial or version that is not there, said without the place where it was looked for."""

    def __str__(self) -> str:
        """Say it in one line."""
        return (
            f"There is no trial {self.found}: write {self.write}. "
            "A folder with others is named with --trials or BEDSIDE_TRIALS."
        )


class _Unreleased(Problem):
    """A trial that is there, and only as a draft."""

    def __str__(self) -> str:
        """Say it in two sentences."""
        return (
            f"{self.found} is a draft, and no version is released. To try it: bedside trials "
            f"preview {self.file}. To screen with it: see that bedside trials check {self.file} "
            f'has no complaint, then write status = "released" in its {PROTOCOL}.'
        )


def _versions(top: Path) -> Iterator[Path]:
    """Return the version folders in a folder, which may itself be one, or that of one trial."""
    found = {file.parent.resolve() for depth in _DEPTHS for file in top.glob(depth)}
    yield from sorted(found)


def _without_protocol(top: Path) -> Iterator[Path]:
    """Return the folders that have a version's other files and lack its first."""
    found = {
        file.parent.resolve() for depth in ("*", "*/*") for file in top.glob(f"{depth}/??.toml")
    }
    for folder in sorted(found):
        has_versions = any(folder.glob(f"*/{PROTOCOL}"))
        if not (folder / PROTOCOL).exists() and not has_versions:
            yield folder


def _nothing_in(top: Path) -> str:
    if not top.is_dir():
        return "there is no such folder"
    if not os.access(top, os.R_OK | os.X_OK):
        return "the folder cannot be read"
    return f"there is no trial in it: a trial is TRIAL/VERSION/{PROTOCOL}, with the files beside it"


def _same_id(name: str, there: Path) -> str:
    return (
        f"there are two trials with the id {name}: this one and {there}, which is kept. Rename "
        "this one, in its folder's name and in its files, or keep all its versions in one folder"
    )


def _key(folder: Path) -> Key:
    return folder.parent.name, folder.name
