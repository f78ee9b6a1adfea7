"""What exports are made of: screenings as they are stored, each with its trial, one at a time.

A verdict is worked out when it is asked for. Nothing is kept from one screening to the next but
the trials, so that ten thousand take no more memory than one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING

from bot.dialogs.session import Script
from bot.screenings.retention import Result, remaining, result_of
from bot.screenings.status import Stage, can_wait, stage_of
from criteria.trial import catalog
from criteria.trial.site import NO_SITE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import tzinfo

    from bot.config.site import SiteFile
    from bot.dialogs.phases import Phase
    from bot.dialogs.session import Kept, Session
    from bot.store import Audited, Fact, Happened, Store, Stored
    from criteria.known.values import Value
    from criteria.trial.trial import Trial
    from criteria.verdict.verdict import Verdict

_EARLIEST, _LATEST = date(1900, 1, 1), date(9000, 1, 1)
"""Days that every time zone has; nothing was screened before or will be after."""


@dataclass(frozen=True)
class Screened:
    """One screening with its trial, its values and its verdict."""

    stored: Stored
    script: Script
    """Its trial in its version, made ready, with the site's limits."""
    zone: tzinfo | None
    """Whose days count; None for this machine's."""
    happened: Callable[[], list[Happened]]
    """Returns the events that changed it, in order."""
    audited: Callable[[], list[Audited]] = list
    """Returns the answers that changed, in order."""

    @property
    def session(self) -> Session:
        """The screening as the conversation left it."""
        return self.stored.session

    @property
    def token(self) -> str:
        """The screening number."""
        return self.session.token

    @property
    def trial(self) -> Trial:
        """The trial, in the version that it was begun with."""
        return self.script.trial

    @property
    def version(self) -> str:
        """The version of the trial."""
        return self.session.version

    @property
    def site(self) -> str:
        """The site's code; empty where none is configured."""
        return self.script.site.code

    @property
    def screener(self) -> str:
        """Who answered."""
        return self.stored.owner

    @property
    def language(self) -> str:
        """The language of the conversation."""
        return self.session.language

    @property
    def reference_date(self) -> date:
        """The day that ages and windows are counted from."""
        return self.session.reference_date

    @property
    def state(self) -> Phase:
        """The phase that the conversation is in."""
        return self.session.state

    @property
    def answers(self) -> Mapping[str, Kept]:
        """Item -> the answer as it is kept."""
        return self.session.answers

    @property
    def started(self) -> datetime:
        """When it was begun, in the zone whose days count."""
        return self.stored.started.astimezone(self.zone)

    @property
    def touched(self) -> datetime:
        """When it was changed last."""
        return self.stored.touched.astimezone(self.zone)

    @property
    def ended(self) -> datetime | None:
        """When it came to its summary last; None where it never did."""
        ended = self.stored.ended
        return None if ended is None else ended.astimezone(self.zone)

    @property
    def purged(self) -> bool:
        """Whether its answers were deleted: then only the result is known."""
        return self.stored.purged is not None

    @cached_property
    def follow_up(self) -> Mapping[str, Fact]:
        """Field -> what is noted of what became of it outside of Bedside."""
        from bot.store import latest  # noqa: PLC0415 - the commands that read none need no database

        return latest(self.stored.follow_up)

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """Item -> the answer as it is understood."""
        return {**self.script.values(self.session)}

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict on the answers."""
        return self.script.verdict(self.session)

    @cached_property
    def result(self) -> Result:
        """The outcome with the criteria behind it; also known of a screening that was purged."""
        return remaining(self.stored) if self.purged else result_of(self.verdict)

    @cached_property
    def stage(self) -> Stage:
        """How far it is; nothing more is asked of one that was purged."""
        return Stage(self.result.outcome.value) if self.purged else stage_of(self.verdict)

    def answered_on(self, item: str) -> date:
        """Return the day from which an answer stands as it is; of one taken over, the first."""
        return self._changed.get(item, self.stored.started).astimezone(self.zone).date()

    @cached_property
    def _changed(self) -> Mapping[str, datetime]:
        """Item -> when its answer was changed last."""
        return {one.entry.item: one.when for one in self.audited()}

    @property
    def is_open(self) -> bool:
        """Whether it waits for answers."""
        return can_wait(self.stored) and not self.stage.decided


class Records:
    """Reads the screenings of a store, for one site."""

    def __init__(
        self, store: Store, site: SiteFile | None = None, zone: tzinfo | None = None
    ) -> None:
        """Read from a store.

        Args:
            store: where the screenings are kept.
            site: the site's own limits, which count in the verdicts, and its time zone.
            zone: whose days count where no site says so; this machine's if None.
        """
        self.store = store
        self.site = site
        self.zone = zone if site is None else site.zone
        self._scripts: dict[tuple[str, str], Script] = {}

    @property
    def basis(self) -> tuple[object, ...]:
        """What is said of screenings rests on beside their answers: days, limits, trials."""
        return self.zone, self.site, catalog.in_force()

    def of(self, token: str) -> Screened | None:
        """Return one screening; None if there is none of that number."""
        stored = self.store.load(token)
        if stored is None:
            return None
        return self._screened(replace(stored, follow_up=self.store.follow_up(token)))

    def between(
        self, since: date | None = None, until: date | None = None, trial: str | None = None
    ) -> Iterator[Screened]:
        """Return the screenings that were begun on these days, both included, by their numbers.

        Args:
            since: the first day; None for no beginning.
            until: the last day; None for no end.
            trial: the only trial; None for all.

        Raises:
            catalog.TrialError: the trial of a screening is not there any more, or the site's
                limits do not fit it.
            StoreError: the database can't be read.
        """
        found = self.store.everything(*self.period(since, until))
        return (self._screened(one) for one in found if trial in {None, one.session.trial})

    def some(self, tokens: Sequence[str]) -> list[Screened]:
        """Return the screenings of these numbers, in this order; those there are.

        Raises:
            catalog.TrialError, StoreError: see `between`.
        """
        found = {one.session.token: one for one in self.store.some(tokens)}
        return [self._screened(found[token]) for token in tokens if token in found]

    def period(
        self, since: date | None, until: date | None
    ) -> tuple[datetime | None, datetime | None]:
        """Return from which moment until before which other these days last, both included."""
        beginning = None if since is None else self._midnight(since)
        end = None if until is None else self._midnight(min(until, _LATEST) + timedelta(days=1))
        return beginning, end

    def _midnight(self, day: date) -> datetime:
        """Return the moment at which a day begins."""
        begins = datetime.combine(min(max(day, _EARLIEST), _LATEST), time.min)
        return begins.astimezone() if self.zone is None else begins.replace(tzinfo=self.zone)

    def _screened(self, stored: Stored) -> Screened:
        session = stored.session
        key = (session.trial, session.version)
        script = self._scripts.get(key)
        if script is None:
            trial = catalog.load(*key)
            limits = NO_SITE if self.site is None else self.site.for_trial(trial)
            script = self._scripts[key] = Script(trial, limits)
        token = session.token
        happened, audited = partial(self.store.events, token), partial(self.store.audit, token)
        return Screened(stored, script, self.zone, happened, audited)
