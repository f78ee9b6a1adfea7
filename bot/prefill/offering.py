"""What a record offers a screening, and what of it is left out, with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from bot.prefill.choosing import Candidate, LeftOut, Offered, chosen
from bot.prefill.judging import Judged, judged
from bot.prefill.matching import Match, Matcher
from bot.prefill.people import of_person
from bot.prefill.reported import Source
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from bot.prefill.reported import Record, Reported
    from criteria.trial.trial import Trial


class Offer(NamedTuple):
    """What a record would answer, in the order of the trial, and what is left out."""

    values: tuple[Offered, ...]
    left_out: tuple[LeftOut, ...]


def offer(record: Record, trial: Trial, today: date) -> Offer:
    """Return what a record would answer.

    Args:
        record: what was read.
        trial: whose items are looked for.
        today: the reference date, which the age is counted at; no result may be later.
    """
    found = list(_everything(record, trial, today))
    values = [one for one in found if isinstance(one, Offered)]
    order = {name: at for at, name in enumerate(trial.items)}
    values.sort(key=lambda one: order[one.item])
    return Offer(tuple(values), _counted(one for one in found if isinstance(one, LeftOut)))


def _everything(record: Record, trial: Trial, today: date) -> Iterator[Offered | LeftOut]:
    for remark in record.remarks:
        yield LeftOut(remark.code, source=_place(record, remark.at), count=remark.count)
    if record.person is not None:
        yield from of_person(record.person, _place(record, record.person.at), trial, today)
    matcher = Matcher(trial)
    candidates: dict[str, list[Candidate]] = {}
    for reported in record.results:
        found = _candidate(reported, matcher, trial, today)
        if isinstance(found, LeftOut):
            yield found
        else:
            candidates.setdefault(found.item.id, []).append(found)
    for several in candidates.values():
        yield from chosen(several)


def _place(record: Record, at: int) -> Source:
    return Source(record.form, record.place, at)


def _candidate(
    reported: Reported, matcher: Matcher, trial: Trial, today: date
) -> Candidate | LeftOut:
    match = matcher.match(reported)
    if not isinstance(match, Match):
        return LeftOut(match, None, reported.source, reported.day)
    item = trial.items[match.item]
    if not isinstance(item, NumberItem):
        raise TypeError("only numbers are matched")
    found = judged(reported, match, item, trial)
    if not isinstance(found, Judged):
        return LeftOut(found, item.id, reported.source, reported.day)
    if reported.day is not None and reported.day.first > today:
        return LeftOut("future", item.id, reported.source, reported.day)
    return Candidate(item, found, reported)


def _counted(left: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    """Return what is not asked for once for each code, with how often it is there."""
    kept: list[LeftOut] = []
    places: dict[object, int] = {}
    for one in left:
        source = one.source
        key = (one.code, source.system, source.code) if source and source.code else None
        if one.item is not None or key is None:
            kept.append(one)
        elif key in places:
            first = kept[places[key]]
            kept[places[key]] = replace(first, count=first.count + one.count, day=None)
        else:
            places[key] = len(kept)
            kept.append(one)
    return tuple(kept)
