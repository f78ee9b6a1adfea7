"""Which of several results of one item are offered, as the trial's verdict would choose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from criteria.known.values import Choice, Doubt, Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from bot.prefill.judging import Judged
    from bot.prefill.reported import LeftOutCode, Reported, Source
    from criteria.known.values import DateSpan
    from criteria.reading.reports.combining import Source as UnitSource
    from criteria.trial.protocol import NumberItem


@dataclass(frozen=True, slots=True)
class Offered:
    """One value for one item."""

    item: str
    value: Quantity | Doubt | Choice
    unit_source: UnitSource
    source: Source


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One result, or something of the file, that is not used, and why."""

    code: LeftOutCode
    item: str | None = None
    source: Source | None = None
    day: DateSpan | None = None
    count: int = 1


class Candidate(NamedTuple):
    """A result of an item that could be offered."""

    item: NumberItem
    found: Judged
    reported: Reported

    def left_out(self, code: LeftOutCode) -> LeftOut:
        """Return the result as one that is left out."""
        return LeftOut(code, self.item.id, self.reported.source, self.reported.day)

    @property
    def whole_day(self) -> date | None:
        """Return the day where it is known."""
        day = self.reported.day
        return day.first if day is not None and day.exact else None


def chosen(several: list[Candidate]) -> Iterator[Offered | LeftOut]:
    """Yield what counts of one item's results, and what is left out of them.

    Where the trial goes by the newest it is that one; a result without a whole day may be newer
    and is kept beside it. Results of one day whose order is not told are one doubt with all of
    them. Where the trial goes by the highest, the lowest or the mean all are kept.
    """
    left: list[LeftOut] = []
    distinct = list(_distinct(several, left))
    if several[0].item.repeated == "newest":
        distinct = list(_newest(distinct, left))
        yield from map(_agreed, _by_day(distinct))
    else:
        yield from (_agreed([one]) for one in distinct)
    yield from left


def _distinct(several: list[Candidate], left: list[LeftOut]) -> Iterator[Candidate]:
    """Yield every result once; where the same one comes again, that is left out."""
    seen: set[object] = set()
    for one in several:
        meaning = (*_meaning(one.found.value), one.reported.day, one.reported.instant)
        if meaning in seen:
            left.append(one.left_out("identical"))
        else:
            seen.add(meaning)
            yield one


def _meaning(value: Quantity | Doubt) -> tuple[object, ...]:
    if isinstance(value, Doubt):
        return (value.codes, tuple(replace(one, text="") for one in value.candidates))
    return ("", replace(value, text=""))


def _newest(several: list[Candidate], left: list[LeftOut]) -> Iterator[Candidate]:
    """Yield the newest results; of the last day only the last, if all of its times are told."""
    last = max(filter(None, (one.whole_day for one in several)), default=None)
    instants = [one.reported.instant for one in several if last and one.whole_day == last]
    told = [instant for instant in instants if instant is not None]
    latest = max(told) if told and len(told) == len(instants) else None
    for one in several:
        day = one.reported.day
        earlier = last is not None and day is not None and day.last < last
        before = latest is not None and one.whole_day == last and one.reported.instant != latest
        if earlier or before:
            left.append(one.left_out("older"))
        else:
            yield one


def _by_day(several: Iterable[Candidate]) -> Iterable[list[Candidate]]:
    days: dict[DateSpan | None, list[Candidate]] = {}
    for one in several:
        days.setdefault(one.reported.day, []).append(one)
    return days.values()


def _agreed(same: list[Candidate]) -> Offered:
    """Make one offer of the results of one day: what they agree in, or a doubt with all."""
    first = same[0]
    value = first.found.value
    if len({_meaning(one.found.value) for one in same}) > 1:
        candidates = tuple(each for one in same for each in _candidates(one.found.value))
        value = Doubt("value_ambiguous", candidates, value.text)
    return Offered(first.item.id, value, first.found.unit_source, first.reported.source)


def _candidates(value: Quantity | Doubt) -> tuple[Quantity, ...]:
    every = value.candidates if isinstance(value, Doubt) else (value,)
    return tuple(one for one in every if isinstance(one, Quantity))
