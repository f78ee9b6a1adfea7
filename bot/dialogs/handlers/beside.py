"""What reaches a screening from others of the same candidate that are asked together with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogs.answers.keeping import keep, kept_as
from bot.dialogs.effects import Effect, Refused, Unclear
from bot.dialogs.notices import NoticeCode
from bot.dialogs.phases import Trigger
from bot.dialogs.session import Kept
from bot.dialogs.steps import Context, Step, moved
from criteria.known.values import Doubt, Refusal

if TYPE_CHECKING:
    from bot.dialogs import events
    from bot.dialogs.session import Session


def on_asked(context: Context[events.Asked]) -> Step:
    """Ask an item now; one that was answered is asked again."""
    session, item = context.session, context.event.item
    if item not in context.script.trial.items:
        return context.unchanged(NoticeCode.STALE)
    if item in session.answers:
        return Step(session.but(at=item, alone=False, ticks={}), trigger=Trigger.ASK)
    turns = {**session.turns, item: context.event.turn}
    after = session.but(turns=turns, at=None, alone=False)
    if not context.script.to_ask(after):
        return context.unchanged(NoticeCode.STALE)
    return Step(after, trigger=Trigger.ASK)


def on_overview(context: Context[events.Overview]) -> Step:
    """Change nothing: whoever shows the screen shows all trials."""
    return Step(context.session)


def on_shared(context: Context[events.Shared]) -> Step:
    """Take answers that were given elsewhere, as if each had been given here.

    One that this trial refuses is left to be asked here, one that it doubts is asked back. An
    earlier answer that no longer is the candidate's is asked again.
    """
    session, script = context.session, context.script
    shared = _Shared(context)
    step = shared.kept(keep(session, shared.certain, script))
    if step.trigger is not None:  # a reason for an earlier change comes first
        return step
    proposed = {**step.session.proposed, **shared.likely()}
    because = shared.because or step.session.because
    after = shared.asked_again(step.session).but(proposed=proposed, because=because)
    return moved(replace(step, session=after, effects=shared.told(step)), script)


def on_shared_afterwards(context: Context[events.Shared]) -> Step:
    """Take them where nothing is asked any more: what is doubted is asked again in full."""
    session, script = context.session, context.script
    shared = _Shared(context)
    step = shared.kept(keep(session, shared.certain, script))
    if step.trigger is not None:
        return step
    after = shared.asked_again(step.session)
    return moved(replace(step, session=after, effects=shared.told(step)), script)


class _Shared:
    """Answers that were given elsewhere, as this screening reads them."""

    def __init__(self, context: Context[events.Shared]) -> None:
        self.session, self.script = context.session, context.script
        items = self.script.trial.items
        every = {item: Kept(*fields) for item, *fields in context.event.answers}
        self.given = {item: kept for item, kept in every.items() if item in items}
        day = self.session.reference_date
        self.read = {
            item: self.script.value(item, kept, day)
            for item, kept in self.given.items()
            if kept.text
        }

    @property
    def certain(self) -> dict[str, Kept]:
        """What is an answer here without asking back."""
        read = self.read.items()
        return {i: self.given[i] for i, found in read if not isinstance(found, Refusal | Doubt)}

    @property
    def doubts(self) -> dict[str, Doubt]:
        """What is likely here, with one way to mean it."""
        found = {i: one for i, one in self.read.items() if isinstance(one, Doubt)}
        return {i: one for i, one in found.items() if len(one.candidates) == 1}

    @property
    def because(self) -> str:
        """Why it is asked back: the codes of the doubts."""
        return " ".join(dict.fromkeys(code for one in self.doubts.values() for code in one.codes))

    def likely(self) -> dict[str, Kept]:
        """Return what is to be asked back."""
        return {
            item: kept_as(item, doubt.candidates[0], self.session, self.script)
            for item, doubt in self.doubts.items()
        }

    def kept(self, step: Step) -> Step:
        """Complete the step that keeps all of it: if that is refused, keep one after the other."""
        if len(self.certain) > 1 and any(isinstance(one, Refused) for one in step.effects):
            step = self._one_by_one()
        if step.trigger is not None:
            return step
        return replace(step, session=self._as_it_was(step.session))

    def _one_by_one(self) -> Step:
        step = Step(self.session)
        for item, kept in self.certain.items():
            one = keep(step.session, {item: kept}, self.script)
            reported = step.changes_reported or one.changes_reported
            step = replace(one, effects=(*step.effects, *one.effects), changes_reported=reported)
        return step

    def _as_it_was(self, after: Session) -> Session:
        """Let what was at hand here be at hand still, unless it is what was answered."""
        before, certain = self.session, self.certain
        waits = {item: kept for item, kept in before.proposed.items() if item not in certain}
        after = after.but(proposed=waits, because=before.because if waits else "")
        if before.at is None or before.at in certain:
            return after
        return after.but(at=before.at, alone=before.alone, ticks=before.ticks)

    def asked_again(self, after: Session) -> Session:
        """Ask again what has an answer, but another one than the candidate gave elsewhere."""
        outdated = (
            item
            for item, kept in self.given.items()
            if item in after.answers and after.answers[item].text != kept.text
        )
        again = next(outdated, None)
        return after if again is None else after.but(at=again, alone=True, ticks={})

    def told(self, step: Step) -> tuple[Effect, ...]:
        """Return the effects: what was kept, and what this trial does not take."""
        told = [*step.effects]
        for item, found in self.read.items():
            if isinstance(found, Refusal):
                told.append(Refused(item, found))
            elif isinstance(found, Doubt) and item not in self.doubts:
                told.append(Unclear(item, found))
        return tuple(told)
