"""A screening with a version folder while it is edited: what could be read last counts.

Nobody is screened with it, so drafts are allowed. What the folder says may change under a
screening: its answers go on where they still mean the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs import events
from bot.dialogs.machine import next_phase
from bot.dialogs.session import Script
from bot.dialogs.steps import move
from bot.screenings.recheck import carried
from bot.screenings.service import Service
from criteria.examination.examination import examine_folder
from criteria.trial.catalog import TrialError, read_folder
from criteria.trial.version import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from bot.dialogs.session import Session
    from bot.screenings.service import Keeping
    from criteria.trial.trial import Trial


class Draft:
    """A version folder: the trial as it could be read last, and what is wrong with it now."""

    def __init__(self, folder: Path) -> None:
        """Read the folder.

        Raises:
            TrialError: it cannot be used yet, so that there is nothing to try.
        """
        self.folder = folder
        self._seen = fingerprint(folder)
        self.script = Script(read_folder(folder))
        self.wrong: tuple[str, ...] = ()
        """Why the folder cannot be used as it is now, a line each; the script is older then."""

    def has_changed(self) -> bool:
        """Whether a file says something else than when it was read."""
        try:
            return fingerprint(self.folder) != self._seen
        except OSError:  # an editor is just putting another file in its place
            return False

    def read_again(self) -> None:
        """Take what the folder says now, or keep what it said and say what is wrong."""
        self._seen = fingerprint(self.folder)
        try:
            self.script, self.wrong = Script(read_folder(self.folder)), ()
        except TrialError as error:
            self.wrong = tuple(str(error).splitlines())

    def complaints(self, now: datetime) -> tuple[str, ...]:
        """Return what an examination of the folder finds, a line each."""
        try:
            flaws = [
                f"{flaw.where}: {flaw.what}" for flaw in examine_folder(self.folder, now.date())
            ]
        except TrialError as error:
            return tuple(str(error).splitlines())
        return tuple(flaws)


class PreviewService(Service):
    """Runs screenings with one version folder, whatever its status."""

    def __init__(self, store: Keeping, now: Callable[[], datetime], draft: Draft) -> None:
        """Run the screenings of a store that nobody keeps.

        Args:
            store: where they are while they last.
            now: the clock.
            draft: the folder.
        """
        super().__init__(store, now)
        self.draft = draft

    def script(self, trial: str, version: str | None = None) -> Script:
        """Return the trial of the folder, whichever is named."""
        del trial, version
        return self.draft.script

    def admit(self, trial: Trial, language: str) -> None:
        """Have nothing against a draft."""

    def take_over(self, owner: str, token: str, before: Script) -> tuple[str, ...]:
        """Put a screening on what the folder says now; return the items whose answers are gone.

        Args:
            owner: whose screening it is.
            token: the screening.
            before: the trial as it was when the answers were given.
        """
        stored = self._load(owner, token)
        session = stored.session
        after = moved_over(session, before, self.draft.script)
        if after != session:
            self.store.save(after, stored.revision, (), events.Resume(), self.now())
        return tuple(item for item in session.answers if item not in after.answers)


def moved_over(session: Session, before: Script, now: Script) -> Session:
    """Return a screening as it goes on with another state of its trial.

    Answers that still mean the same are kept; what waited for a yes or a tick is asked again.
    """
    answers = carried(session, before, session, now)
    kept = session.but(
        answers=answers,
        at=session.at if session.at in now.trial.items else None,
        proposed={},
        unclear={},
        because="",
        ticks={},
        single=(),
        listed=(),
        unexplained={},
        trail=tuple(item for item in session.trail if item in answers),
        sources={name: one for name, one in session.sources.items() if name in now.trial.criteria},
        confirmations={item: one for item, one in session.confirmations.items() if item in answers},
    )
    phase = next_phase(kept.state, move(kept, now))
    return kept.but(state=phase or kept.state)
