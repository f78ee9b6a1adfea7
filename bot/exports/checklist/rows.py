"""What the eligibility checklist says, as plain texts in their places; nothing is laid out here.

Each criterion is word for word as the registry has it, or retold where its trial says so, with what
was answered, the day of it, where it comes from and what is required; below that the document
behind it and who judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.dialogs.events import ConfirmJudgements
from bot.dialogs.session import Source
from bot.exports.checklist.limits import limits_of
from bot.exports.checklist.lines import Line, Lines
from bot.presentation.sentences import Speaker
from bot.presentation.summary.assumptions import assumptions
from bot.presentation.summary.headline import provisional_said
from criteria.verdict.findings import UNANSWERED, findings
from criteria.verdict.judgements import provisional
from criteria.verdict.notes import notes
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from bot.exports.context import ExportContext
    from bot.screenings.records import Screened
    from bot.texts.files import ChecklistWords

_IN_TEMPLATE = (
    *("outcome", "criterion", "status", "item", "value", "date", "source", "required"),
    *("sources", "limits", "limit", "origin", "signatures", "name", "signature", "day"),
    *("screener", "investigator", "page", "document", "document_day", "judged_by", "confirmed_by"),
)
"""The words that the template asks for by their names."""


_TO_FILL_IN = "_" * 12


@dataclass(frozen=True, slots=True)
class Origin:
    """The document behind a criterion; what is empty is left to be written by hand."""

    document: str
    day: str
    judge: str
    confirmed: str | None
    """Which investigator confirmed it and when; None where no investigator has to."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion with its status."""

    id: str
    text: str
    language: str
    """The text's."""
    status: str
    grave: bool
    """Not met or open: it is emphasised."""
    lines: list[Line]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Section:
    """The inclusions or the exclusions."""

    title: str
    criteria: list[Judged]


@dataclass(frozen=True, slots=True)
class Part:
    """A list below the criteria."""

    title: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole checklist."""

    language: str
    number: str
    title: str
    words: dict[str, str]
    facts: list[tuple[str, str]]
    outcome: str
    sections: list[Section]
    limits: list[tuple[str, str, str, str]]
    lists: list[Part]
    foot: str
    key: str
    """The public key that the log's heads are signed with; empty where there is none."""


def sheet_of(screened: Screened, context: ExportContext) -> Sheet:
    """Return the checklist of a screening."""
    return _Writer(screened, context).sheet()


class _Writer:
    """Writes one screening's checklist in one language."""

    def __init__(self, screened: Screened, context: ExportContext) -> None:
        self.screened = screened
        self.context = context
        self.verdict = screened.verdict
        self.speaker = Speaker(screened.trial, context.texts)
        self.words: ChecklistWords = context.texts.checklist
        self.lines = Lines(screened, self.speaker)

    def sheet(self) -> Sheet:
        """Write it."""
        words = self.words
        return Sheet(
            language=self.context.texts.language,
            number=self.screened.token,
            title=words.title,
            words={name: getattr(words, name) for name in _IN_TEMPLATE} | self._retold_head(),
            facts=list(self._facts()),
            outcome=self._outcome(),
            sections=[
                self._section(words.inclusion, exclusions=False),
                self._section(words.exclusion, exclusions=True),
            ],
            limits=limits_of(self.verdict, self.speaker),
            lists=[part for part in self._lists() if part.lines],
            foot=" ".join(self._foot()),
            key=self._key(),
        )

    def _retold_head(self) -> dict[str, str]:
        """Return what the column of the criteria is called where they are in Bedside's words."""
        retold = self.screened.trial.protocol.retold
        return {"criterion": self.words.criterion_retold} if retold else {}

    def _foot(self) -> Iterator[str]:
        protocol = self.screened.trial.protocol
        yield self.words.say("foot", made=_minute(self.context.made))
        if protocol.retold:
            yield self.context.texts.registry.say("retold", id=protocol.registry.id)

    def _key(self) -> str:
        head, texts = self.context.head, self.context.texts
        return "" if head is None else texts.proof.say("key_on_checklist", key=head.public_key)

    def _facts(self) -> Iterator[tuple[str, str]]:
        words, one, protocol = self.words, self.screened, self.screened.trial.protocol
        yield words.trial, f"{protocol.acronym}, {protocol.registry.id}"
        yield words.version, f"{protocol.version} ({protocol.dated})"
        yield words.reference_date, one.reference_date.isoformat()
        yield words.answered_by, ", ".join(self._who())
        yield words.begun, _minute(one.started)
        yield words.ended, words.not_ended if one.ended is None else _minute(one.ended)
        sex = protocol.roles.get("sex")
        if sex is not None:
            value = one.values.get(sex)
            told = "" if value is None else self.speaker.value(sex, value)
            yield words.sex, told or words.not_known
        yield words.site, one.site or _TO_FILL_IN
        yield words.subject_id, _TO_FILL_IN

    def _who(self) -> list[str]:
        """Return everybody who answered something, the screener first."""
        others = (
            happened.who
            for happened in self.screened.happened()
            if not isinstance(happened.event, ConfirmJudgements)
        )
        return list(dict.fromkeys([self.screened.screener, *others]))

    def _outcome(self) -> str:
        """Say the outcome, and whose confirmation it still needs."""
        confirmed = self.screened.session.confirmations
        return ". ".join(
            (self._answered(), *provisional_said(self.verdict, self.speaker, confirmed))
        )

    def _answered(self) -> str:
        verdict, words = self.verdict, self.words
        if verdict.outcome is Outcome.NOT_ELIGIBLE:
            return words.say("outcome_not_eligible", criteria=", ".join(verdict.failing))
        if verdict.outcome is Outcome.PENDING:
            return words.say("outcome_pending", criteria=", ".join(verdict.pending))
        return words.outcome_eligible

    def _section(self, title: str, *, exclusions: bool) -> Section:
        criteria = self.screened.trial.criteria.values()
        chosen = [one.id for one in criteria if one.is_exclusion is exclusions]
        return Section(title, [self._judged(name) for name in chosen])

    def _judged(self, name: str) -> Judged:
        status = self.verdict.statuses[name]
        text, language = self.screened.trial.said(name, self.context.texts.language)
        return Judged(
            id=name,
            text=text,
            language=language,
            status=self._status(name, status),
            grave=status in (Status.NOT_MET, Status.UNKNOWN),
            lines=self.lines.of(name),
            origin=self._origin(name),
        )

    def _origin(self, name: str) -> Origin:
        """Return where the answers to a criterion come from, as far as somebody has said so."""
        session, trial = self.screened.session, self.screened.trial
        source = session.sources.get(name, Source(""))
        own = [item for item in trial.investigators if trial.items[item].criterion == name]
        given = (session.confirmations.get(item) for item in own)
        confirmed = ", ".join(f"{one.by} {one.day}" for one in given if one is not None)
        return Origin(source.document, source.day, source.judge, confirmed if own else None)

    def _status(self, name: str, status: Status) -> str:
        """Say a status as people do: an exclusion is absent or present."""
        words = self.words
        said = self._said(name, status)
        waits = name in provisional(self.verdict, self.screened.session.confirmations)
        return words.say("provisional", status=said) if waits else said

    def _said(self, name: str, status: Status) -> str:
        words, exclusion = self.words, self.screened.trial.criteria[name].is_exclusion
        match status:
            case Status.MET:
                return words.absent if exclusion else words.met
            case Status.NOT_MET:
                return words.present if exclusion else words.not_met
            case Status.UNKNOWN:
                return words.open
            case _:
                return words.not_applicable

    def _lists(self) -> Iterator[Part]:
        words, verdict, speaker = self.words, self.verdict, self.speaker
        yield Part(words.waiting, [line for name in verdict.pending for line in self._needed(name)])
        assumed = list(assumptions(verdict, speaker)) or [words.nothing_assumed]
        yield Part(words.assumptions, assumed)
        yield Part(words.notes, self._checks())
        told = speaker.words.advisories
        yield Part(words.advisories, [f"{name}: {told[name]}" for name in verdict.advisories])
        if self.screened.trial.protocol.status == "draft":
            yield Part(words.version, [self.context.texts.summary.draft])

    def _checks(self) -> list[str]:
        """Return what should be looked at again; old results share one line."""
        found, speaker = notes(self.verdict), self.speaker
        lines = [speaker.note(one, self.verdict) for one in found if one.code != "old_result"]
        old = [
            f"{speaker.label(one.item)} ({speaker.dates(one.value)})"
            for one in found
            if one.code == "old_result"
        ]
        if old:
            lines.append(self.context.texts.summary.say("old_results", items=", ".join(old)))
        return lines

    def _needed(self, name: str) -> Iterator[str]:
        """Say what an open criterion waits for; what nobody was asked shares one line."""
        words = self.speaker.words
        missing = []
        for found in findings(self.verdict, name):
            needed = words.items[found.item].needed
            if found.reason in UNANSWERED:
                missing.append(needed)
            else:
                yield f"{name} {self.speaker.finding(found)} → {needed}"
        if missing:
            yield f"{name} {words.criteria[name].label}: {'; '.join(dict.fromkeys(missing))}"


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
