"""The audit trail of a screening: everything that changed it, in order, as CSV and JSON Lines.

A row is an event, or an answer, a source or a confirmation that an event changed; docs/exports.md
lists the columns. Each event carries the hash that chains it to the one before, and in JSON Lines
what proves it against the signed head of the log.
"""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC
from typing import TYPE_CHECKING, Any, BinaryIO

from bot.exports.context import Unsuitable
from bot.exports.log.csv_file import written
from bot.exports.proof.proofs import Proofs
from bot.presentation.sentences import Speaker
from bot.screenings.outcomes.follow_up_fields import field_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from bot.exports.context import ExportContext
    from bot.screenings.records import Screened
    from bot.store import Audited, Happened
    from bot.texts.words import Texts

COLUMNS = (
    "screening_number",
    "revision",
    "position",
    "at_utc",
    "at_local",
    "who",
    "action",
    "item",
    "question",
    "before",
    "after",
    "reason",
    "hash",
)

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")

_LOGGED_AS = {"begun": "begun", "follow-up": "fact"}

Row = dict[str, "str | int | None"]


def write_csv(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write the trail of each screening as CSV; return how many screenings they were."""
    text = io.TextIOWrapper(target, "utf-8", newline="", write_through=True)
    out = csv.writer(text, lineterminator="\r\n")
    out.writerow(COLUMNS)
    count = 0
    for screened in context.counted(screenings):
        for row in rows(screened, context):
            out.writerow(written(row[name]) for name in COLUMNS)
        count += 1
    text.detach()
    return count


def write_jsonl(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write the trail of each screening as JSON Lines; return how many they were."""
    count = 0
    for screened in context.counted(screenings):
        lines = (json.dumps(row, ensure_ascii=False) for row in proven(screened, context))
        target.writelines(line.encode() + b"\n" for line in lines)
        count += 1
    return count


def proven(screened: Screened, context: ExportContext) -> Iterator[dict[str, Any]]:
    """Return a screening's trail, each row of the log with what proves it against the head.

    Raises:
        Unsuitable: see `rows`.
    """
    proofs = None
    for row in rows(screened, context):
        if proofs is None and context.store is not None:
            proofs = Proofs(context.store, screened.token, context.head)
        kind = _LOGGED_AS.get(str(row["action"]), "event")
        number = row["position"] if kind == "fact" else row["revision"]
        logged = kind == "fact" or row["position"] is None
        proof = proofs.proof(kind, int(number or 0)) if proofs is not None and logged else None
        yield {**row, "proof": proof}


def rows(screened: Screened, context: ExportContext) -> Iterator[Row]:
    """Return a screening's trail: each event, and below it the answers that it changed.

    Raises:
        Unsuitable: the trail was deleted, or the database is not at hand.
    """
    if screened.purged or context.store is None:
        raise Unsuitable("trail_deleted", screened.token)
    speaker = Speaker(screened.trial, context.texts)
    changed: dict[int, list[Audited]] = {}
    for audited in context.store.audit(screened.token):
        changed.setdefault(audited.revision, []).append(audited)
    yield _row(screened.token, 0, _moments(screened), action="begun", who=screened.screener)
    for happened in screened.happened():
        yield _event(screened.token, happened)
        for position, audited in enumerate(changed.get(happened.revision, ())):
            yield _answer(screened.token, position, audited, speaker)
    yield from _follow_up(screened, context.texts)


def _follow_up(screened: Screened, texts: Texts) -> Iterator[Row]:
    """Return what was noted of what became of it, each fact with the one that it replaced."""
    before: dict[str, str] = {}
    for number, fact in enumerate(screened.stored.follow_up, 1):
        after = ": ".join(filter(None, (fact.value, fact.words)))
        row = _row(
            screened.token,
            None,
            _both(fact.when, fact.when),
            position=number,
            who=fact.who,
            action="follow-up",
            item=fact.field,
            question=field_label(fact.field, texts),
            before=before.get(fact.field) or None,
            after=after or None,
            hash=fact.hash,
        )
        before[fact.field] = after
        yield row


def _moments(screened: Screened) -> tuple[str, str]:
    return _both(screened.stored.started, screened.started)


def _both(moment: datetime, local: datetime) -> tuple[str, str]:
    """Write a moment to the second, in UTC and as the site's clock shows it."""
    utc = moment.astimezone(UTC)
    return utc.isoformat(timespec="seconds"), local.isoformat(timespec="seconds")


def _words(name: str) -> str:
    """Write an event's name as words: NoneOfThese as none of these."""
    return _CAPITAL.sub(" ", name).lower()


def _event(token: str, happened: Happened) -> Row:
    when = _both(happened.when, happened.when)
    action = _words(type(happened.event).__name__)
    return _row(token, happened.revision, when, action=action, who=happened.who, hash=happened.hash)


def _answer(token: str, position: int, audited: Audited, speaker: Speaker) -> Row:
    entry = audited.entry
    when = _both(audited.when, audited.when)
    kind, _, subject = entry.item.rpartition("/")
    criterion = subject in speaker.trial.criteria
    return _row(
        token,
        audited.revision,
        when,
        position=position,
        who=audited.who,
        action=kind or "answer",
        item=subject,
        question=speaker.criterion(subject) if criterion else speaker.label(subject),
        before=entry.before,
        after=entry.after,
        reason=entry.reason,
    )


def _row(token: str, revision: int | None, when: tuple[str, str], **more: str | int | None) -> Row:
    known: Row = dict.fromkeys(COLUMNS)
    at = {"at_utc": when[0], "at_local": when[1]}
    return {**known, "screening_number": token, "revision": revision, **at, **more}
