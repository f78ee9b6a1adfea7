"""The eligibility summary, as plain text: what a screening ends with, and what is filed.

The first line is the outcome, in words that claim no more than is known; the last line is for
machines: ``#eligible``, ``#not_eligible`` or ``#pending``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.presentation.failures import why_failed
from bot.presentation.sentences import Speaker, shortened
from bot.presentation.summary.advisories import advisories
from bot.presentation.summary.assumptions import assumptions, uses_site
from bot.presentation.summary.headline import headline
from criteria.known.values import NotKnown
from criteria.verdict.findings import findings
from criteria.verdict.judgements import provisional
from criteria.verdict.notes import notes
from criteria.verdict.openness import Openness, by_openness, is_awaited
from criteria.verdict.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.dialogs.session import Confirmation
    from bot.texts.words import Texts
    from criteria.verdict.findings import Finding
    from criteria.verdict.notes import Note
    from criteria.verdict.verdict import Verdict

LONGEST = 3600
"""Room is left for what is above a summary in a message of 4,096 characters."""


class _Fold(NamedTuple):
    """How much of a summary is shown: all, or less where the whole would be too long."""

    findings: int | None
    """So many of a criterion."""
    explained: bool
    """With what is needed or could change."""
    notes: int | None
    """So many of what should be checked."""


_FOLDS = (
    _Fold(None, explained=True, notes=None),
    _Fold(None, explained=False, notes=None),
    _Fold(3, explained=False, notes=6),
    _Fold(1, explained=False, notes=3),
)


class Summary:
    """The summary of one verdict in one language."""

    def __init__(
        self,
        verdict: Verdict,
        texts: Texts,
        identity: str = "",
        *,
        today: bool = False,
        speaker: Speaker | None = None,
        confirmations: Mapping[str, Confirmation] | None = None,
    ) -> None:
        """Prepare the summary of a verdict.

        Args:
            verdict: what is summed up.
            texts: the bot's words in the screener's language.
            identity: the screening number, or the id of an entry of a file.
            today: the reference date is today's because none was given.
            speaker: the one of the trial and the texts, where there is one already.
            confirmations: item -> the investigator's confirmation of its answer.
        """
        self.verdict = verdict
        self.texts = texts
        self.identity = identity
        self.today = today
        self.speaker = speaker or Speaker(verdict.facts.trial, texts)
        self.words = self.speaker.words
        self.notes = notes(verdict)
        self.confirmations = confirmations or {}

    def text(self) -> str:
        """Return the whole summary, under 4,096 characters: long lists fold."""
        for fold in _FOLDS:
            text = "\n".join(self._lines(fold))
            if len(text) < LONGEST:
                return text
        ending = self._ending()
        body = text[: LONGEST - 3 - sum(len(line) + 1 for line in ending)]
        return "\n".join([body.rsplit("\n", 1)[0], "…", *ending])

    def outcome(self) -> str:
        """Return the outcome in one line."""
        return headline(self.verdict, self.speaker, self.confirmations)

    def _lines(self, fold: _Fold) -> Iterator[str]:
        say = self.texts.summary
        yield self.outcome()
        todo = [note for note in self.notes if note.code == "todo"]
        yield from self._section(say.todo, "!", self._notes(todo))
        inclusions, exclusions = self._parted(self.verdict.failing)
        yield from self._criteria(say.failing, "✗", inclusions, fold)
        yield from self._criteria(say.present, "✗", exclusions, fold)
        how = by_openness(self.verdict)
        yield from self._criteria(say.pending, "?", how[Openness.NOT_KNOWN], fold)
        yield from self._criteria(say.awaited, "…", how[Openness.AWAITED], fold)
        yield from self._listed(say.not_asked, how[Openness.NOT_ASKED])
        yield from self._section(say.notes, "!", self._folded(self._checks(), fold.notes))
        told = list(advisories(self.verdict, self.speaker))
        yield from self._section(say.advisories, "i", told)
        assumed = list(assumptions(self.verdict, self.speaker, today=self.today))
        yield from self._section(say.assumptions, "~", assumed)
        inclusions, exclusions = self._parted(self._with(Status.MET))
        yield from self._listed(say.met, inclusions)
        yield from self._listed(say.absent, exclusions)
        yield from self._judged()
        yield from self._listed(say.not_applicable, self._with(Status.NOT_APPLICABLE))
        yield from self._ending()

    def _notes(self, chosen: list[Note]) -> list[str]:
        return [self.speaker.note(note, self.verdict) for note in chosen]

    def _checks(self) -> list[str]:
        """Return what should be checked; old results share one line."""
        old = [note for note in self.notes if note.code == "old_result"]
        others = [note for note in self.notes if note.code not in ("todo", "old_result")]
        if len(old) < 2:  # noqa: PLR2004 - one is told by itself
            return self._notes(others + old)
        items = (f"{self.speaker.label(n.item)} ({self.speaker.dates(n.value)})" for n in old)
        return [*self._notes(others), self.texts.summary.say("old_results", items=", ".join(items))]

    def _folded(self, lines: list[str], shown: int | None) -> list[str]:
        """Return the first lines, and say how many more there are."""
        if shown is None or len(lines) <= shown:
            return lines
        return [*lines[:shown], self.texts.summary.say("more", count=len(lines) - shown)]

    def _section(self, title: str, mark: str, lines: list[str]) -> Iterator[str]:
        if lines:
            yield ""
            yield title
            yield from (f"{mark} {line}" for line in lines)

    def _criteria(
        self, title: str, mark: str, criteria: tuple[str, ...], fold: _Fold
    ) -> Iterator[str]:
        if not criteria:
            return
        yield ""
        yield title
        for name in criteria:
            yield f"{mark} {name} {self.words.criteria[name].label}"
            lines = list(dict.fromkeys(self._why(name, explained=fold.explained)))
            yield from (f"   {line}" for line in self._folded(lines, fold.findings))

    def _why(self, criterion: str, *, explained: bool) -> Iterator[str]:
        """Return the findings of a criterion, with what would change or settle each."""
        if self.verdict.statuses[criterion] is Status.NOT_MET:
            yield from why_failed(criterion, self.verdict, self.speaker, explained=explained)
            return
        awaited = [one for one in findings(self.verdict, criterion) if _has_not_come(one)]
        if len(awaited) > 1:
            labels = ", ".join(self.speaker.label(one.item) for one in awaited)
            yield self.texts.findings.say("awaited", item=labels)
        for found in findings(self.verdict, criterion):
            if len(awaited) > 1 and found in awaited:
                continue  # said above, in one line
            told = self.speaker.finding(found)
            if not explained or is_awaited(found):
                yield told
            else:
                yield f"{told} → {self.words.items[found.item].needed}"
                yield from self._remark(found)

    def _remark(self, found: Finding) -> Iterator[str]:
        """Return what is to be said of the choice that was answered."""
        remark = self.words.items[found.item].remarks.get(found.code)
        if remark:
            yield remark

    def _parted(self, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the inclusions among some criteria, and the exclusions."""
        criteria = self.verdict.facts.trial.criteria
        exclusions = tuple(name for name in names if criteria[name].is_exclusion)
        return tuple(name for name in names if name not in exclusions), exclusions

    def _with(self, status: Status) -> tuple[str, ...]:
        return tuple(name for name, found in self.verdict.statuses.items() if found is status)

    def _judged(self) -> Iterator[str]:
        """Say which judgements an investigator has confirmed, and which are provisional."""
        say, items = self.texts.summary, self.verdict.facts.trial.items
        told = [
            f"{items[item].criterion} ({one.by}, {one.day})"
            for item, one in self.confirmations.items()
        ]
        yield from self._listed(say.confirmed, tuple(told))
        yield from self._listed(say.provisional, provisional(self.verdict, self.confirmations))

    def _listed(self, title: str, names: tuple[str, ...]) -> Iterator[str]:
        if names:
            yield ""
            yield f"{title}: {', '.join(names)}"

    def _ending(self) -> list[str]:
        protocol = self.verdict.facts.trial.protocol
        say = self.texts.summary
        date = self.verdict.facts.reference_date
        footer = say.say("footer", acronym=protocol.acronym, version=protocol.version, date=date)
        lines = ["", footer]
        if uses_site(self.verdict):
            lines.append(say.say("site", code=self.verdict.facts.site.code))
        if self.identity:
            lines.append(say.say("candidate", id=shortened(self.identity)))
        if protocol.status == "draft":
            lines.append(say.draft)
        return [*lines, say.decides, f"#{self.verdict.outcome.value}"]


def _has_not_come(found: Finding) -> bool:
    """Whether a result was ordered and has not come; those of a criterion share a line."""
    return isinstance(found.value, NotKnown) and found.value.awaited
