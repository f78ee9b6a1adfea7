"""The reply to an event where one candidate is screened for several trials at once.

A question looks as it does in its own screening, below a line that says for which trials it is
asked. The end is a table of all trials; its last lines are for machines: ``start-net: #eligible``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.dialogs.effects import Recorded, Refused, Unclear
from bot.dialogs.events import Shared
from bot.dialogs.phases import Phase
from bot.dialogs.together.machine import OVER
from bot.presentation.failures import why_failed
from bot.presentation.fitting import with_ways_out
from bot.presentation.messages import Button, Line, Message
from bot.presentation.render import Renderer
from bot.presentation.sentences import Speaker
from bot.presentation.statuses import outcome_said
from bot.presentation.summary.headline import labels
from bot.presentation.together.table import acronym_of, outcome_of, table_of
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.dialogs.effects import Effect
    from bot.dialogs.session import Session
    from bot.dialogs.together.machine import Taken, Together
    from bot.dialogs.together.next_question import Candidate
    from bot.texts.conversation import TogetherWords
    from bot.texts.words import Texts


@dataclass(frozen=True)
class Reply:
    """Draws what followed from an event in all screenings of a candidate."""

    together: Together
    texts: Texts

    @property
    def say(self) -> TogetherWords:
        """The sentences about several trials."""
        return self.texts.together

    @cached_property
    def lead(self) -> Candidate:
        """The screening whose screen is shown."""
        return self.together.group[self.together.lead]

    @cached_property
    def renderer(self) -> Renderer:
        """What draws that screen."""
        return Renderer(self.lead.session, self.lead.script, self.texts)

    @property
    def is_over(self) -> bool:
        """Whether the table is what is to be shown."""
        return self.together.group.is_over and not self.lead.session.unexplained

    def message(
        self, *, greet: bool = False, own: bool = False, first: Sequence[Effect] = ()
    ) -> Message:
        """Return the message: what to say first, then the screen.

        Args:
            greet: say what is begun.
            own: show the one screening's own summary where the table was shown before.
            first: what else is to be said above it.
        """
        lines = [*self._greeting()] if greet else []
        lines += map(Line, self.renderer.said(first))
        lines += [Line(text) for text in self._said() if text]
        lines += self._news()
        own = own and not any(taken.before != taken.after for taken in self.together.taken)
        taken = [one for one in self.together.taken if one.after.token == self.together.lead]
        self.renderer.offer_only(effect for one in taken for effect in one.effects)
        screen = self._table() if self.is_over and not own else self._screen()
        gap = [Line("")] if lines else []
        return Message((*lines, *gap, *screen.lines), screen.rows)

    def _table(self) -> Message:
        return table_of(self.together.group, self.lead, self.texts)

    def _greeting(self) -> Iterator[Line]:
        members = self.together.group.members
        trials = ", ".join(
            f"{acronym_of(one)} {one.session.version} ({one.session.token})" for one in members
        )
        yield Line(self.say.say("begun", trials=trials, count=len(members)))
        yield Line(self.say.begun_limits)

    def _said(self) -> Iterator[str]:
        """Say what followed where the event was taken, and what another trial did not take."""
        for taken in self.together.taken:
            renderer = self._renderer(taken)
            if taken.after.token == self.together.addressed and not isinstance(taken.event, Shared):
                yield from renderer.said(taken.effects)
            else:
                beside = [one for one in taken.effects if isinstance(one, Refused | Unclear)]
                acronym = acronym_of(self.together.group[taken.after.token])
                for text in renderer.said(beside):
                    yield self.say.say("elsewhere", acronym=acronym, text=text)

    def _renderer(self, taken: Taken) -> Renderer:
        script = self.together.group[taken.after.token].script
        return Renderer(taken.after, script, self.texts)

    def _news(self) -> Iterator[Line]:
        """Say which trials have fallen away, are settled, or are open again."""
        before: dict[str, Session] = {}
        for taken in self.together.taken:
            before.setdefault(taken.before.token, taken.before)
        if self.together.group.is_over:
            return  # the table tells it
        for token, was in before.items():
            one = self.together.group[token]
            if was.state not in OVER and one.session.state in OVER:
                yield from self._settled(one)
            elif was.state in OVER and one.session.state not in OVER and _recorded(self.together):
                yield Line(self.say.say("open_again", acronym=acronym_of(one)))

    def _settled(self, one: Candidate) -> Iterator[Line]:
        verdict = one.script.verdict(one.session)
        speaker = Speaker(one.script.trial, self.texts)
        if verdict.outcome is not Outcome.NOT_ELIGIBLE:
            outcome = outcome_said(verdict.outcome, self.texts)
            yield Line(self.say.say("settled", acronym=acronym_of(one), outcome=outcome))
            return
        failing = labels(verdict.failing, speaker)
        yield Line(self.say.say("out", acronym=acronym_of(one), failing=failing), strong=True)
        for name in verdict.failing:
            yield from map(Line, why_failed(name, verdict, speaker, explained=False))

    def _screen(self) -> Message:
        """Return the screen of one screening, with what leads to the others."""
        screen = self.renderer.screens.screen()
        session = self.lead.session
        rows = screen.rows
        if session.state is Phase.SUMMARY:
            rows = (*rows, (Button(self.say.all_trials, f"z:{session.token}"),))
        elif session.state is Phase.CHANGING and not session.unexplained:
            rows = with_ways_out(rows, self._other_lists())
        head = self._head() if session.state not in (Phase.PAUSED, Phase.SUMMARY) else ()
        return Message((*head, *screen.lines), rows)

    def _head(self) -> Iterator[Line]:
        """Say for which trials something is asked, and which are out."""
        asked, chosen = self.renderer.screens.asked, [self.lead]
        if self.lead.session.state is Phase.ASKING and asked is not None:
            chosen += self._sharing(asked.items)
        trials = ", ".join(map(acronym_of, chosen))
        members = self.together.group.members
        gone = (one for one in members if outcome_of(one) is Outcome.NOT_ELIGIBLE)
        out = ", ".join(acronym_of(one) for one in gone if one is not self.lead)
        yield Line(self.say.say("asked_for_out" if out else "asked_for", trials=trials, out=out))

    def _sharing(self, items: Sequence[str]) -> Iterator[Candidate]:
        """Return the other screenings that ask for one of some items of this one."""
        concepts = {self.lead.script.concept_of.get(item) for item in items} - {None}
        for one in self.together.group.members:
            if one is not self.lead and one.session.state not in OVER:
                known = (*one.session.answers, *one.script.to_ask(one.session))
                if any(one.script.concept_of.get(item) in concepts for item in known):
                    yield one

    def _other_lists(self) -> Iterator[tuple[Button, ...]]:
        for one in self.together.group.members:
            if one is not self.lead and one.session.answers:
                label = self.say.say("answers_of", acronym=acronym_of(one))
                yield (Button(label, f"c:{one.session.token}"),)


def _recorded(together: Together) -> bool:
    """Whether an answer changed, so that what is open again is no news of going on."""
    return any(isinstance(one, Recorded) for taken in together.taken for one in taken.effects)
