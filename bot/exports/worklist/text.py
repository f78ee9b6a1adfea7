"""The worklist as lines for people, and as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO

from bot.exports.log.csv_file import written
from bot.exports.worklist.expiry import together
from bot.exports.worklist.worklist import worklist
from bot.presentation.sentences import Speaker
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from bot.exports.context import ExportContext
    from bot.exports.log.rows import Cell
    from bot.exports.worklist.expiry import Expiry
    from bot.exports.worklist.worklist import OpenScreening
    from bot.screenings.records import Screened
    from bot.screenings.status import Waiting
    from bot.texts.words import Texts

SOON = 30
"""From so many days on what runs out is marked."""
_SHOWN = 4
"""So many items are named where there may be many."""

_OVER = {"window": "window_over", "site": "site_over", "usual": "usual_over"}
"""The sentences for what has run out already."""

COLUMNS = (
    "screening_number",
    "trial",
    "version",
    "outcome",
    "screener",
    "unchanged_since",
    "waits_for",
    "not_asked",
    "runs_out_on",
    "runs_out_by",
    "runs_out",
)


def lines(rows: Sequence[OpenScreening], texts: Texts, today: date) -> list[str]:
    """Write a worklist as lines: a title, then a few lines for each screening.

    Args:
        rows: the worklist, as `worklist` gives it.
        texts: the words of its language.
        today: the day that it is made for.
    """
    say = texts.worklist
    if not rows:
        return [say.say("nothing", today=today)]
    found = [say.say("title", today=today, count=len(rows))]
    for row in rows:
        found += ["", *_of(row, texts, today)]
    return found


def _of(row: OpenScreening, texts: Texts, today: date) -> Iterator[str]:
    say, speaker = texts.worklist, Speaker(row.trial, texts)
    protocol = row.trial.protocol
    yield say.say(
        "eligible" if row.outcome is Outcome.ELIGIBLE else "open",
        token=row.token,
        acronym=protocol.acronym,
        version=protocol.version,
        since=row.since,
        days=(today - row.since).days,
    )
    for same in sorted(together(row.expiries), key=lambda found: not found[0].decides):
        one = same[0]
        mark = "!" if one.decides and (one.day - today).days <= SOON else "·"
        yield f"  {mark} {_runs_out(same, speaker, today)}"
    for day in sorted({*row.awaited.values()}):
        items = [speaker.label(item) for item, since in row.awaited.items() if since == day]
        yield f"  … {say.say('awaited_since', since=day, items=', '.join(items))}"
    waits = [one for one in row.waits if one.item not in row.awaited]
    for mark, name, awaited in (("…", "awaited", True), ("?", "waits", False)):
        items = [_waiting(one, speaker) for one in waits if one.awaited is awaited]
        if items:
            yield f"  {mark} {say.say(name, items=', '.join(items))}"
    if row.unasked:
        yield f"  · {say.say('unasked', items=labels(row.unasked, speaker))}"


def labels(items: Sequence[str], speaker: Speaker) -> str:
    """Write some labels, and how many more there are."""
    shown = [speaker.label(item) for item in items[:_SHOWN]]
    rest = len(items) - len(shown)
    return ", ".join(shown + ([speaker.texts.summary.say("more", count=rest)] if rest else []))


def _runs_out(same: Sequence[Expiry], speaker: Speaker, today: date) -> str:
    """Write when something runs out, or that it has."""
    say, one = speaker.texts.worklist, same[0]
    left = (one.day - today).days
    length = say.say("months" if one.in_months else "days", count=one.length)
    text = say.say(
        _OVER[one.kind] if left < 0 else one.kind,
        items=labels([other.item for other in same], speaker),
        dated=one.dated,
        length=length,
        day=one.day,
    )
    if left < 0:
        return text
    return f"{text}, {say.say('days_left', count=left) if left else say.last_day}"


def _waiting(one: Waiting, speaker: Speaker) -> str:
    label = speaker.label(one.item)
    if one.ready is None:
        return label
    return speaker.texts.worklist.say("ready", item=label, day=one.ready)


def write_text(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write the worklist as text; return how many screenings are open."""
    today = context.made.date()
    rows = worklist(context.counted(screenings), today)
    text = "\n".join(lines(rows, context.texts, today))
    target.write(f"{text}\n".encode())
    return len(rows)


def write_csv(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write the worklist as CSV, a row each; return how many screenings are open."""
    today = context.made.date()
    rows = worklist(context.counted(screenings), today)
    text = io.TextIOWrapper(target, "utf-8", newline="", write_through=True)
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(COLUMNS)
    out.writerows(map(written, _cells(row, today)) for row in rows)
    text.detach()
    return len(rows)


def _cells(row: OpenScreening, today: date) -> tuple[Cell, ...]:
    """Return the cells of a row; of what runs out, what is first and not only called old."""
    ahead = [one for one in row.expiries if one.decides or one.day >= today]
    first = next(together(ahead), [])
    protocol = row.trial.protocol
    return (
        row.token,
        protocol.id,
        protocol.version,
        row.outcome.value,
        row.screener,
        row.since,
        " ".join(one.item for one in row.waits),
        " ".join(row.unasked),
        first[0].day if first else None,
        first[0].kind if first else None,
        " ".join(one.item for one in first),
    )
