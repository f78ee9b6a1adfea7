"""The eligibility summary, as plain text: what a screening ends with, and what is filed.

The first line is the outcome, in words that claim no more than is known; the last line is for
machines: ``#eligible``, ``#not_eligible`` or ``#pending``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.presentation.assumptions import assumptions, uses_site
from bot.presentation.sentences import Speaker, shortened
from criteria.verdict.findings import UNANSWERED, findings
from criteria.verdict.notes import notes
from criteria.verdict.verdict import Outcome, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.texts.words import Texts
    from criteria.verdict.findings import Finding
    from criteria.verdict.notes import Note
    from criteria.verdict.verdict import Verdict

LONGEST = 3600
"""Room is left for what is above a summary in a message of 4,096 characters."""
_LABELS_SHOWN = 5


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
    ) -> None:
        """Prepare the summary of a verdict.

        Args:
            verdict: what is summed up.
            texts: the bot's words in the screener's language.
            identity: the screening number, or the id of an entry of a file.
            today: the reference date is today's because none was given.
            speaker: the one of the trial and the texts, where there is one already.
        """
        self.verdict = verdict
        self.texts = texts
        self.identity = identity
        self.today = today
        self.speaker = speaker or Speaker(verdict.facts.trial, texts)
        self.words = self.speaker.words
        self.notes = notes(verdict)

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
        verdict = self.verdict
        return self.words.outcomes[verdict.outcome.value].format(
            failing=self.labels(verdict.failing), pending=self.labels(verdict.pending)
        )

    def labels(self, criteria: tuple[str, ...]) -> str:
        """Write criteria with their labels, at most five and how many more there are."""
        shown = [f"{name} {self.words.criteria[name].label}" for name in criteria[:_LABELS_SHOWN]]
        rest = len(criteria) - len(shown)
        more = [self.texts.summary.say("more", count=rest)] if rest else []
        return ", ".join(shown + more)

    def _lines(self, fold: _Fold) -> Iterator[str]:
        say = self.texts.summary
        yield self.outcome()
        todo = [note for note in self.notes if note.code == "todo"]
        yield from self._section(say.todo, "!", self._notes(todo))
        yield from self._criteria(say.failing, "✗", self.verdict.failing, fold)
        unasked = self._unasked()
        waiting = tuple(name for name in self.verdict.pending if name not in unasked)
        yield from self._criteria(say.pending, "?", waiting, fold)
        yield from self._listed(say.not_asked, unasked)
        yield from self._section(say.notes, "!", self._folded(self._checks(), fold.notes))
        advisories = [f"{name}: {self.words.advisories[name]}" for name in self.verdict.advisories]
        yield from self._section(say.advisories, "i", advisories)
        assumed = list(assumptions(self.verdict, self.speaker, today=self.today))
        yield from self._section(say.assumptions, "~", assumed)
        yield from self._short(say.met, Status.MET)
        yield from self._short(say.not_applicable, Status.NOT_APPLICABLE)
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
            yield from self._why_failed(criterion, explained=explained)
            return
        for found in findings(self.verdict, criterion):
            words = self.words.items[found.item]
            if not explained:
                yield self.speaker.finding(found)
            elif found.reason in UNANSWERED:
                yield f"{words.label}: {words.needed}"
            else:
                yield f"{self.speaker.finding(found)}. → {words.needed}"
                yield from self._remark(found)

    def _remark(self, found: Finding) -> Iterator[str]:
        """Return what is to be said of the choice that was answered."""
        remark = self.words.items[found.item].remarks.get(found.code)
        if remark:
            yield remark

    def _why_failed(self, criterion: str, *, explained: bool) -> Iterator[str]:
        """Return what fails a criterion; what could change it once, if more than once the same."""
        changes = []
        for found in findings(self.verdict, criterion):
            yield self.speaker.finding(found)
            failed = self.words.why_failed(found.item, found.code)
            if explained and failed:
                yield failed
            change = self.verdict.facts.trial.items[found.item].change
            told = self.words.could_change(found.item, change, found.code)
            changes += [] if told is None else [told]
        yield from dict.fromkeys(changes)

    def _unasked(self) -> tuple[str, ...]:
        """Return the open criteria that nobody was asked for, where it is decided without them."""
        if self.verdict.outcome is not Outcome.NOT_ELIGIBLE:
            return ()
        answers = self.verdict.facts.answers
        return tuple(
            name
            for name in self.verdict.pending
            if all(found.item not in answers for found in findings(self.verdict, name))
        )

    def _short(self, title: str, status: Status) -> Iterator[str]:
        statuses = self.verdict.statuses.items()
        yield from self._listed(title, tuple(name for name, found in statuses if found is status))

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
