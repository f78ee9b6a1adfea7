"""Stored answers under another version: which of them still mean the same, and what they give."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.dialogs.carry_over import same_there
from bot.presentation.sentences import Speaker
from bot.presentation.statuses import outcome_said, status_said
from criteria.known.values import Doubt, NotKnown
from criteria.verdict.crosschecks import impossible
from criteria.verdict.findings import findings
from criteria.verdict.notes import notes
from criteria.verdict.openness import asked_after
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import open_items, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.dialogs.session import Kept, Script, Session
    from bot.texts.words import Texts
    from criteria.trial.trial import Trial
    from criteria.verdict.verdict import Verdict

_STALE = ("old_result", "set_aside")
_REPEATED = ("treatable", "new_data")
"""What could change a failure, where it is a new answer that does."""

Moved = tuple[str, Status | None, Status | None]
"""A criterion, its status before and now; None where the version has no such criterion."""


@dataclass(frozen=True, slots=True)
class Recheck:
    """A screening under its own version and under another one."""

    token: str
    before: Verdict
    after: Verdict
    needed: tuple[str, ...]
    """Questions of the other version that its own did not leave open: they need an answer."""
    dropped: tuple[str, ...]
    """Answers that do not mean the same there, so that they do not count."""

    @property
    def outcome_changes(self) -> bool:
        """Whether the verdict as a whole is another one."""
        return self.before.outcome is not self.after.outcome

    @property
    def affected(self) -> bool:
        """Whether anything at all changes for this screening."""
        return bool(self.outcome_changes or self.moved or self.needed or self.dropped)

    @property
    def moved(self) -> tuple[Moved, ...]:
        """The criteria whose status differs, in the other version's order; those gone last."""
        old, new = self.before.statuses, self.after.statuses
        names = [*new, *(name for name in old if name not in new)]
        both = [(name, old.get(name), new.get(name)) for name in names]
        return tuple(one for one in both if one[1] is not one[2])


def recheck(session: Session, own: Script, other: Script) -> Recheck:
    """Judge a screening's answers under another version, on the screening's reference date.

    Args:
        session: the screening as it is stored; it is not changed.
        own: its trial in its own version.
        other: the trial in the version to look at.
    """
    there = session.but(version=other.trial.protocol.version)
    answers = carried(session, own, there, other)
    before = own.verdict(session)
    values = other.values(there.but(answers=answers))
    after = verdict(other.trial, values, session.reference_date, other.site)
    open_before = set(open_items(before.facts))
    needed = tuple(item for item in open_items(after.facts) if item not in open_before)
    dropped = tuple(item for item in session.answers if item not in answers)
    return Recheck(session.token, before, after, needed, dropped)


def carried(session: Session, own: Script, there: Session, other: Script) -> dict[str, Kept]:
    """Return the answers that mean the same in another version, or on another day, as kept there.

    That is: the version has the question, and the answer reads back there, without a refusal or a
    doubt, as the very value that it has in its own screening. An answer that was never certain,
    and one that contradicts the others there, is left out.

    Args:
        session: the screening that the answers come from.
        own: its trial in its own version.
        there: the session that they are to go into; its reference date counts.
        other: the trial in that session's version.
    """
    found: dict[str, Kept] = {}
    values = {**own.values(session)}
    if session.reference_date != there.reference_date:
        values.pop(own.trial.protocol.roles.get("reference_date", ""), None)
    for item, value in values.items():
        if item in other.trial.items and not isinstance(value, Doubt):
            kept = same_there(item, session.answers[item], value, there, other)
            if kept is not None:
                found[item] = kept
    while True:
        beside = other.values(there.but(answers=found))
        barred = {item for item, _ in impossible(other.trial, beside)} & set(found)
        if not barred:
            return found
        found = {item: kept for item, kept in found.items() if item not in barred}


def taken_over(session: Session, own: Script, there: Session, other: Script) -> dict[str, Kept]:
    """Return what a screening that follows another begins with: what is settled and not too old.

    What left its criterion open, results older on the new day than the trial warns from, and what
    failed and can be found anew are asked again, with what depends on such an answer.
    """
    answers = carried(session, own, there, other)
    begun = other.verdict(there.but(answers=answers))
    stale = {note.item for note in notes(begun) if note.code in _STALE}
    unknown = {item for item, value in begun.facts.answers.items() if isinstance(value, NotKnown)}
    asked = stale | unknown | _unsettled(begun) | _to_repeat(own.verdict(session))
    return {
        item: kept
        for item, kept in answers.items()
        if item not in asked and asked.isdisjoint(_behind(item, other.trial))
    }


def _unsettled(begun: Verdict) -> set[str]:
    """Return the items that leave a criterion open; not those that only a day will settle."""
    found = (one for name in begun.pending for one in findings(begun, name))
    return {one.item for one in found if one.reason != "too_recent"}


def _behind(item: str, trial: Trial) -> set[str]:
    """Return the items after whose answers another one is asked, but for those with a role."""
    return {*asked_after(item, trial)} - {*trial.protocol.roles.values()}


def _to_repeat(verdict: Verdict) -> set[str]:
    """Return the items by which a screening failed and that are worth asking anew, not only later.

    The day alone may settle what time changes.
    """
    found = (one.item for name in verdict.failing for one in findings(verdict, name))
    items = verdict.facts.trial.items
    return {item for item in found if items[item].change in _REPEATED}


def recheck_lines(results: Iterable[Recheck], other: Trial, texts: Texts) -> Iterator[str]:
    """Say whose verdict would change, and which new answers it would need; a count at the end.

    Args:
        results: one for each screening, in the order to tell them; taken one by one.
        other: the trial in the version that they were looked at under.
        texts: the bot's words, in the language to say it in.
    """
    say = texts.recheck
    speaker = Speaker(other, texts)
    protocol = other.protocol
    yield say.say("heading", acronym=protocol.acronym, version=protocol.version)
    if protocol.status == "draft":
        yield f"{protocol.version}: {texts.summary.draft}"
    count = changed = asking = 0
    for result in results:
        count += 1
        changed += result.outcome_changes
        asking += bool(result.needed)
        if result.affected:
            yield ""
            yield from _told(result, speaker)
    yield ""
    yield say.say("counted", count=count, changed=changed, asking=asking) if count else say.none


def _told(result: Recheck, speaker: Speaker) -> Iterator[str]:
    """Return the lines of one screening: outcome, criteria that change, answers needed."""
    say = speaker.texts.recheck
    before, after = (
        outcome_said(one.outcome, speaker.texts) for one in (result.before, result.after)
    )
    old = Speaker(result.before.facts.trial, speaker.texts)
    details = {"token": result.token, "version": old.trial.protocol.version}
    name = "outcome" if result.outcome_changes else "outcome_same"
    yield say.say(name, **details, before=before, after=after)
    for name, was, now in result.moved:
        known = old if now is None else speaker
        criterion = known.trial.criteria[name]
        statuses = {
            "before": status_said(criterion, was, speaker.texts),
            "after": status_said(criterion, now, speaker.texts),
        }
        label = known.words.criteria[name].label
        yield f"  {say.say('criterion', criterion=name, label=label, **statuses)}"
    for name, items, tells in (
        ("needed", result.needed, speaker),
        ("dropped", result.dropped, old),
    ):
        if items:
            listed = ", ".join(f"{tells.label(item)} ({item})" for item in items)
            yield f"  {say.say(name, items=listed)}"
