"""The days ahead as an iCalendar file (RFC 5545), for any calendar program.

An event holds the screening number, the trial's acronym and the names of what the day is about:
no answer, no date of a result, nobody's name. A calendar often lies with others.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO
from uuid import NAMESPACE_URL, uuid5

from bot.exports.context import MissingPartError, Unsuitable
from bot.exports.worklist.days import ahead
from bot.exports.worklist.text import labels
from bot.presentation.sentences import Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from icalendar import Calendar, Component, Event

    from bot.exports.context import ExportContext
    from bot.exports.worklist.days import Ahead
    from bot.screenings.records import Screened
    from bot.store import Reminder, Store

_ALL_DAY = timedelta(days=1)
_BEFORE = timedelta(hours=-16)
"""When the alarm goes off: at eight in the morning of the day before."""
_LATEST, _MOST = datetime(9000, 1, 1, tzinfo=UTC), 2**31 - 1
"""A moment after every reminder, and more than there are."""


def write(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write the days ahead of all screenings given; return how many of them have one.

    Raises:
        MissingPartError: icalendar is not installed.
        Unsuitable: there is no day to write.
    """
    made = _empty(context)
    today, zone = context.made.date(), context.made.tzinfo
    reminders = _reminders(context.store)
    count, seen = 0, list[tuple[str, bool]]()
    for one in context.counted(screenings):
        found = ahead(one, reminders.get(one.token, ()), today, zone)
        for day in found:
            made.add_component(_event(one, day, context))
        count += bool(found)
        seen = [*seen[:1], (one.token, one.purged)]
    if not count:
        raise _nothing(seen)
    target.write(made.to_ical())
    return count


def _nothing(seen: Sequence[tuple[str, bool]]) -> Unsuitable:
    """Return why there is no file; of a single screening what is so of it."""
    if len(seen) != 1:
        return Unsuitable("no_days_at_all")
    (token, purged), *_ = seen
    return Unsuitable("answers_deleted" if purged else "no_days", token)


def _reminders(store: Store | None) -> Mapping[str, Sequence[Reminder]]:
    """Return the reminders that are set, by their screenings."""
    found: dict[str, list[Reminder]] = {}
    if store is not None:
        for one in store.within(lambda unit: unit.members.due(_LATEST, _MOST)):
            found.setdefault(one.token, []).append(one)
    return found


def _empty(context: ExportContext) -> Calendar:
    try:
        from icalendar import Calendar  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingPartError("icalendar") from None
    say, made = context.texts.calendar, Calendar()
    _add(
        made,
        prodid=f"-//Bedside//Screening calendar//{context.texts.language.upper()}",
        version="2.0",
    )
    made.add("x-wr-calname", say.title)
    return made


def _event(one: Screened, day: Ahead, context: ExportContext) -> Event:
    from icalendar import Alarm, Event  # noqa: PLC0415 - an extra

    say, speaker = context.texts.calendar, Speaker(one.trial, context.texts)
    acronym = one.trial.protocol.acronym
    items = labels(day.items, speaker) if day.items else say.open
    summary = say.say(day.reason, token=one.token, acronym=acronym, items=items)
    event, alarm = Event(), Alarm()
    _add(alarm, action="DISPLAY", description=summary, trigger=_BEFORE)
    _add(
        event,
        uid=_uid(one, day, context.site),
        dtstamp=context.made.astimezone(UTC).replace(microsecond=0),
        dtstart=day.day,
        dtend=day.day + _ALL_DAY,
        summary=summary,
        description=say.say("about", token=one.token),
        transp="TRANSPARENT",
    )
    event.add("class", "PRIVATE")
    event.add_component(alarm)
    return event


def _uid(one: Screened, day: Ahead, site: str) -> str:
    """Return what names an event: the same in every file, so that it moves instead of doubling.

    Two sites number their screenings alike; the moment at which one began tells them apart.
    """
    began = one.stored.started.astimezone(UTC).isoformat()
    parts = (site, one.trial.protocol.id, one.token, began, day.reason, day.key)
    return str(uuid5(NAMESPACE_URL, "bedside:" + "/".join(parts)))


def _add(to: Component, **properties: object) -> None:
    for name, value in properties.items():
        to.add(name, value)
