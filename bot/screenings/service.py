"""One event, from the store and back: load, step, commit, render. The same for every platform."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from typing import Protocol as Shape

from bot.dialogs import events
from bot.dialogs.effects import Show
from bot.dialogs.machine import step
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.session import Session, event_to_store
from bot.dialogs.supposing import suppose
from bot.dialogs.together.machine import Together, begin, lead_of, take
from bot.dialogs.typed_buttons import as_pressed
from bot.identity import without_identifiers, without_told_names
from bot.presentation.render import Renderer
from bot.presentation.supposed import supposed_lines
from bot.presentation.together.reply import Reply as Drawn
from bot.screenings.outcomes import follow_up
from bot.screenings.recheck import taken_over
from bot.screenings.scripts import script_of
from bot.screenings.several import entries_of, group_of, savings
from bot.screenings.status import is_unfinished
from bot.store import Conflict, StoreError
from bot.texts import texts_in
from criteria.trial import catalog
from criteria.trial.catalog import TrialError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date, datetime

    from bot.config.site import SiteFile
    from bot.dialogs.effects import Effect
    from bot.dialogs.events import Event
    from bot.dialogs.session import Script
    from bot.dialogs.together.machine import Group
    from bot.presentation.messages import Message
    from bot.store import Entry, Fact, Noted, Saving, Stored
    from criteria.trial.protocol import Protocol
    from criteria.trial.trial import Trial


_TRIES = 20
_CROWDED = (
    "The screening {token} is being changed from somewhere else at the same time. "
    "What was entered last is not stored: wait a moment and give it again."
)


class Keeping(Shape):
    """Where screenings are kept: a store, or one transaction of it."""

    def next_token(self) -> str:
        """Return a new screening number."""

    def add(self, session: Session, owner: str, when: datetime) -> None:
        """Store a screening that begins."""

    def save(
        self,
        session: Session,
        revision: int,
        entries: Sequence[Entry],
        event: Event,
        when: datetime,
        who: str | None = None,
    ) -> None:
        """Store what an event changed."""

    def save_all(self, savings: Iterable[Saving], when: datetime, who: str | None = None) -> None:
        """Store what events changed in several screenings, or nothing."""

    def load(self, token: str) -> Stored | None:
        """Return a screening."""

    def of(self, owner: str) -> list[Stored]:
        """Return an owner's screenings."""

    def follow_up(self, token: str) -> tuple[Fact, ...]:
        """Return what became of a screening."""

    def note(self, token: str, noted: Sequence[Noted], when: datetime, who: str) -> None:
        """Keep what became of a screening."""


class NoSuchScreeningError(LookupError):
    """There is no such screening, or it is somebody else's."""


class DraftError(ValueError):
    """A version that nobody can be screened with; the text says so in the screener's language."""


class PurgedError(NoSuchScreeningError):
    """The answers of the screening were deleted."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What follows from an event: the session as it was committed, and what to show."""

    session: Session
    message: Message
    renderer: Renderer
    """What can say more of the session."""


def _take(token: str, event: Event, group: Group, today: date) -> Together:
    return take(group, token, event, today)


class Service:
    """Runs screenings kept in a store."""

    def __init__(
        self, store: Keeping, now: Callable[[], datetime], site: SiteFile | None = None
    ) -> None:
        """Run the screenings of a store.

        Args:
            store: where they are kept.
            now: the clock; an aware datetime.
            site: whose limits hold, and whose day it is; without one the day is the clock's.
        """
        self.store = store
        self.now = now
        self.site = site

    def today(self, now: datetime) -> date:
        """Return the day at a time, which is the site's where there is one."""
        return now.date() if self.site is None else self.site.today(now)

    def offered(self) -> list[str]:
        """Return the trials that a screener chooses among: the site's, or those of Bedside."""
        return catalog.offered(() if self.site is None else self.site.trials)

    def script(self, trial: str, version: str | None = None) -> Script:
        """Return a trial made ready for conversations at this site."""
        return script_of(trial, version, self.site)

    def begin(
        self,
        owner: str,
        trial: str,
        language: str,
        version: str | None = None,
        *,
        quick: bool = False,
        left: str | None = None,
    ) -> Reply:
        """Begin a screening under the next screening number.

        Args:
            owner: who screens: ``terminal``, or a platform's user.
            trial: the trial's id.
            language: the screener's language.
            version: the trial's version; the newest released one if None.
            quick: ask only the few screens that decide most; the rest after a tap.
            left: the screening at hand until now; the reply says if questions of it are open.

        Raises:
            DraftError: the version is a draft.
        """
        session = self._begun(owner, trial, language, version, quick=quick)
        script = self.script(trial, session.version)
        told: list[Effect] = [*self._left_open(owner, left), Show()]
        return self._reply(session, script, told, greet=True)

    def begin_together(
        self, owner: str, trials: Sequence[str], language: str, *, left: str | None = None
    ) -> Reply:
        """Begin a screening for each of several trials, to be asked together.

        Args:
            owner: as for `begin`.
            trials: the trials' ids, at least two.
            language: the screener's language.
            left: as for `begin`.

        Raises:
            DraftError: a trial has no released version.
        """
        told = [*self._left_open(owner, left)]
        for trial in trials:  # nothing is begun where one cannot be
            self._released(trial, None, language)
        tokens = [self.store.next_token() for _ in trials]
        for trial, token in zip(trials, tokens, strict=True):
            beside = tuple(one for one in tokens if one != token)
            self._begun(owner, trial, language, None, token=token, beside=beside)
        result = self._taken(owner, tokens[0], begin)
        return self._drawn(result, greet=True, first=told)

    def _left_open(self, owner: str, token: str | None) -> Iterator[Notice]:
        """Say of a screening that is left in the middle how to go on with it."""
        stored = self.store.load(token) if token else None
        if stored is None or stored.owner != owner:
            return
        try:
            script = self.script(stored.session.trial, stored.session.version)
        except TrialError:  # nobody can go on with it
            return
        if is_unfinished(stored, script):
            yield Notice(NoticeCode.LEFT_OPEN, detail=stored.session.token)

    def rescreen(self, owner: str, token: str, version: str | None = None) -> Reply:
        """Begin another screening with the answers of an earlier one that still mean the same.

        It has a number and a reference date of its own, and asks only what is new, was not known,
        has grown old, or failed and can change; the earlier one stays as it is. What is taken over
        is in the new one's audit trail.

        Args:
            owner: whose screening it is.
            token: the earlier screening.
            version: the trial's version; the newest released one if None.

        Raises:
            NoSuchScreeningError: as for ``handle``.
            PurgedError: the earlier one's answers were deleted.
            DraftError: the version is a draft.
        """
        earlier = self._load(owner, token).session
        begun = self._begun(owner, earlier.trial, earlier.language, version, after=token)
        script = self.script(begun.trial, begun.version)
        answers = taken_over(earlier, self.script(earlier.trial, earlier.version), begun, script)
        session = begun
        if answers:
            read = tuple((item, kept.text, kept.confirmed) for item, kept in answers.items())
            self.handle(owner, begun.token, events.Read(read))
            session = self.handle(owner, begun.token, events.Confirmed()).session
        told = (Notice(NoticeCode.FOLLOWS, detail=token), Show())
        return self._reply(session, script, told, greet=True)

    def handle(self, owner: str, token: str, event: Event, who: str | None = None) -> Reply:
        """Take one event of a screening and keep what follows before anything is shown.

        Args:
            owner: whose screening it is.
            token: the screening.
            event: what was done.
            who: who did it; the owner if None.

        Raises:
            NoSuchScreeningError: there is none of that token, or not of that owner.
            PurgedError: its answers were deleted.
            StoreError: somebody else changes the screening all the time.
        """
        for _ in range(_TRIES):
            stored = self._load(owner, token)
            session = stored.session
            if session.beside:
                result = self._taken(owner, token, partial(_take, token, event), who)
                return self._drawn(result, own=isinstance(event, events.Resume))
            script = self.script(session.trial, session.version)
            now = self.now()
            event = as_pressed(event, session)
            after, effects = step(session, event, script, self.today(now))
            try:
                self._keep(stored, after, effects, event, now, who)
            except Conflict:
                continue
            return self._reply(after, script, effects)
        raise StoreError(_CROWDED.format(token=token))

    def screen(self, owner: str, token: str) -> Reply:
        """Draw the screen that a screening is at, without changing anything.

        Raises:
            NoSuchScreeningError: as for ``handle``.
        """
        session = self._load(owner, token).session
        if session.beside:
            group, _ = self._group(owner, token)
            return self._drawn(Together(group, (), lead_of(group, token), token))
        script = self.script(session.trial, session.version)
        return self._reply(session, script, (Show(),))

    def what_if(self, owner: str, token: str, text: str, language: str) -> str:
        """Say what the answers in a text would change in a screening; nothing of it is kept.

        Raises:
            NoSuchScreeningError: as for ``handle``.
        """
        session = self._load(owner, token).session
        texts = texts_in(language)
        if without_identifiers(text).dropped:
            return texts.dialog.identifier
        script = self.script(session.trial, session.version)
        supposed = suppose(session, without_told_names(text), script)
        return "\n".join(supposed_lines(supposed, texts))

    def outcome(self, owner: str, token: str, text: str, language: str) -> str:
        """Note what became of a screening, as somebody writes it, and say what is noted.

        Raises:
            NoSuchScreeningError: there is none of that token, or not of that owner.
        """
        stored = self.store.load(token)
        if stored is None or stored.owner != owner:
            raise NoSuchScreeningError(token)
        texts, now = texts_in(language), self.now()
        lines = follow_up.read_lines(text, self.today(now))
        read = follow_up.allowed(lines, purged=stored.purged is not None)
        noted = follow_up.kept(read)
        if noted:
            self.store.note(token, noted, now, owner)
        facts = self.store.follow_up(token)
        return "\n".join(follow_up.read_again(token, read, facts, texts))

    def screenings(self, owner: str) -> list[Stored]:
        """List an owner's screenings, the last touched first."""
        return self.store.of(owner)

    def admit(self, trial: Trial, language: str) -> None:
        """See that somebody can be screened with a version.

        Raises:
            DraftError: it is a draft.
        """
        protocol = trial.protocol
        if protocol.status == "draft":
            details = {"acronym": protocol.acronym, "version": protocol.version}
            raise DraftError(texts_in(language).recheck.say("draft_refused", **details))

    def _begun(
        self,
        owner: str,
        trial: str,
        language: str,
        version: str | None,
        *,
        token: str | None = None,
        **more: Any,  # noqa: ANN401 - fields of the session
    ) -> Session:
        """Store a screening that begins, under the next number, if its version is released."""
        protocol = self._released(trial, version, language)
        now = self.now()
        session = Session(
            token=token or self.store.next_token(),
            trial=protocol.id,
            version=protocol.version,
            reference_date=self.today(now),
            language=language,
            **more,
        )
        self.store.add(session, owner, now)
        return session

    def _released(self, trial: str, version: str | None, language: str) -> Protocol:
        """Return the protocol of a version that somebody can be screened with."""
        chosen = self.script(trial, version).trial
        self.admit(chosen, language)
        return chosen.protocol

    def _group(self, owner: str, token: str) -> tuple[Group, dict[str, int]]:
        """Return the screenings that are asked together with one, and the revision of each."""
        first = self._load(owner, token)
        beside = (self.store.load(one) for one in first.session.beside)
        there = [one for one in beside if one and one.owner == owner and one.purged is None]
        return group_of([first, *there], self.script)

    def _taken(
        self,
        owner: str,
        token: str,
        move: Callable[[Group, date], Together],
        who: str | None = None,
    ) -> Together:
        """Take a step in all screenings of a candidate, and keep what follows before it is shown.

        Raises:
            StoreError: somebody else changes them all the time.
        """
        for _ in range(_TRIES):
            group, revisions = self._group(owner, token)
            now = self.now()
            result = move(group, self.today(now))
            try:
                self.store.save_all(savings(result, revisions), now, who)
            except Conflict:
                continue
            return result
        raise StoreError(_CROWDED.format(token=token))

    @staticmethod
    def _drawn(
        result: Together, *, greet: bool = False, own: bool = False, first: Sequence[Effect] = ()
    ) -> Reply:
        lead = result.group[result.lead]
        texts = texts_in(lead.session.language)
        message = Drawn(result, texts).message(greet=greet, own=own, first=first)
        return Reply(lead.session, message, Renderer(lead.session, lead.script, texts))

    def _load(self, owner: str, token: str) -> Stored:
        stored = self.store.load(token)
        if stored is None or stored.owner != owner:
            raise NoSuchScreeningError(token)
        if stored.purged is not None:
            raise PurgedError(token)
        return stored

    def _keep(
        self,
        stored: Stored,
        after: Session,
        effects: Sequence[Effect],
        event: Event,
        now: datetime,
        who: str | None,
    ) -> None:
        """Keep what changed; an event that changed nothing leaves no trace."""
        if after == stored.session:
            return
        event = event_to_store(event, after, stored.session)
        self.store.save(after, stored.revision, entries_of(effects), event, now, who)

    @staticmethod
    def _reply(
        session: Session, script: Script, effects: Sequence[Effect], *, greet: bool = False
    ) -> Reply:
        renderer = Renderer(session, script, texts_in(session.language))
        return Reply(session, renderer.message(effects, greet=greet), renderer)
