"""What the desk shows of screenings: the log's rows, filtered and sorted, and one as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bot.exports.context import ExportContext, Unsuitable
from bot.exports.log.audit import rows as trail_rows
from bot.presentation.sentences import Speaker
from bot.presentation.statuses import outcome_said, status_said
from bot.presentation.summary.summary import Summary
from bot.screenings.outcomes.follow_up_fields import FIELDS, Kind, field_label, label, said
from bot.screenings.overview import SORTS, Choice
from criteria.verdict.findings import findings
from criteria.verdict.judgements import to_confirm
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.screenings.overview import Found, Line
    from bot.screenings.records import Screened
    from bot.texts.words import Texts

A_PAGE = 50
"""Rows on one page."""
_OUTCOMES = ("eligible", "not_eligible", "pending")
_LOOKS = {Outcome.ELIGIBLE: "met", Outcome.NOT_ELIGIBLE: "not_met"}


@dataclass(frozen=True, slots=True)
class Filter(Choice):
    """Which screenings are shown, in which order, and which page of them."""

    page: int = 1

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Filter:
        """Read a filter from an address; what can't be read is not filtered by."""
        sort = query.get("sort", "-number")
        return cls(
            query.get("outcome", "") if query.get("outcome") in _OUTCOMES else "",
            query.get("trial", "")[:60],
            query.get("criterion", "")[:20],
            _day(query.get("since", "")),
            _day(query.get("until", "")),
            next((one for one in SORTS if one == sort.removeprefix("-")), "number"),
            sort.startswith("-"),
            page_of(query),
        )

    def query(self, **changes: object) -> str:
        """Write the filter as the end of an address, with changes."""
        mark = "-" if self.backwards else ""
        parts = {
            "outcome": self.outcome,
            "trial": self.trial,
            "criterion": self.criterion,
            "since": self.since or "",
            "until": self.until or "",
            "sort": f"{mark}{self.sort}",
            **changes,
        }
        return urlencode({name: value for name, value in parts.items() if value})

    def by(self, sort: str) -> str:
        """Write the filter in another order; in the same one the other way round."""
        mark = "" if sort != self.sort or self.backwards else "-"
        return self.query(sort=f"{mark}{sort}")


def page_of(query: Mapping[str, str]) -> int:
    """Read which page is wanted; the first where that can't be read."""
    number = query.get("page", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1  # noqa: PLR2004


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class LogRow:
    """A screening in the log."""

    number: str
    day: date
    trial: str
    outcome: str
    look: str
    """How the outcome is coloured."""
    failing: str
    open: str
    followed: str
    begun: str
    touched: str


def log_rows(found: Found, texts: Texts, purged: str) -> list[LogRow]:
    """Return a page of the log as it is shown."""
    return [_row(one, line, texts, purged) for one, line in found.shown]


def _row(one: Screened, line: Line, texts: Texts, purged: str) -> LogRow:
    result = line.result
    outcome = outcome_said(result.outcome, texts)
    return LogRow(
        line.token,
        line.day,
        f"{one.trial.protocol.acronym} {line.version}",
        f"{outcome} ({purged})" if one.purged else outcome,
        _LOOKS.get(result.outcome, ""),
        ", ".join(result.failing),
        ", ".join(result.pending),
        "; ".join(said(fact, texts) for fact in one.follow_up.values() if said(fact, texts)),
        f"{line.started:%Y-%m-%d %H:%M}",
        f"{line.touched:%Y-%m-%d %H:%M}",
    )


def outcome_of(one: Screened, texts: Texts) -> tuple[str, str]:
    """Return how a screening's outcome is coloured, and the outcome in words."""
    outcome = one.result.outcome
    return _LOOKS.get(outcome, ""), outcome_said(outcome, texts)


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion of a screening."""

    name: str
    label: str
    status: str
    code: str
    why: Sequence[str]


def criteria_of(one: Screened, texts: Texts) -> list[CriterionRow]:
    """Return every criterion with its status and why."""
    speaker, verdict = Speaker(one.trial, texts), one.verdict
    return [
        CriterionRow(
            name,
            speaker.criterion(name),
            status_said(one.trial.criteria[name], status, texts),
            status.value,
            tuple(dict.fromkeys(speaker.finding(found) for found in findings(verdict, name))),
        )
        for name, status in verdict.statuses.items()
    ]


def summary_of(one: Screened, texts: Texts) -> str:
    """Return a screening's summary."""
    confirmed = one.session.confirmations
    return Summary(one.verdict, texts, one.token, confirmations=confirmed).text()


def trail_of(one: Screened, context: ExportContext) -> list[Mapping[str, object]]:
    """Return a screening's trail; nothing where it was deleted."""
    try:
        return [dict(row) for row in trail_rows(one, context)]
    except Unsuitable:
        return []


def judgements_of(one: Screened, texts: Texts) -> list[tuple[str, str]]:
    """Return what waits for an investigator: the button's data, and the answer as it is shown."""
    speaker, verdict = Speaker(one.trial, texts), one.verdict
    return [
        (
            f"j:{one.token}:{item}:{verdict.facts.code(item)}",
            " ".join((one.trial.items[item].criterion, told_of(item, one, speaker))),
        )
        for item in to_confirm(verdict, one.session.confirmations)
    ]


def told_of(item: str, one: Screened, speaker: Speaker) -> str:
    """Return an answer with its name."""
    return f"{speaker.label(item)}: {speaker.value(item, one.values[item])}"


@dataclass(frozen=True, slots=True)
class FollowUpField:
    """A field of what became of a screening, as a form has it."""

    name: str
    label: str
    now: str
    kind: str
    codes: Sequence[tuple[str, str]]


def follow_up_of(one: Screened, texts: Texts) -> list[FollowUpField]:
    """Return what is noted of what became of a screening, field by field."""
    facts = one.follow_up
    return [
        FollowUpField(
            name,
            field_label(name, texts),
            said(facts[name], texts) if name in facts else "",
            "date" if known.kind is Kind.DAY else known.kind.value,
            [(code, label(name, code, texts)) for code in known.codes],
        )
        for name, known in FIELDS.items()
    ]


def outcome_command(token: str, fields: Mapping[str, str]) -> str:
    """Write what was entered as the command that notes it; empty where nothing was."""
    lines = []
    for name in FIELDS:
        value = " ".join(fields.get(f"fact.{name}", "").replace(";", ",").split())
        words = " ".join(fields.get(f"words.{name}", "").replace(";", ",").split())
        if value:
            lines.append(f"{name}: {value}: {words}" if words else f"{name}: {value}")
    return f"/outcome {token} {'; '.join(lines)}" if lines else ""
