"""The screens of a conversation: a question, a panel, a checklist, what to confirm, the end.

Each is derived from the session; nothing is decided here. Button data is public interface, see
`docs/interface.md`.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, assert_never

from bot.dialogs.answers.asking_back import code_of
from bot.dialogs.phases import Phase
from bot.dialogs.prompts import AWAITED, Checklist, Panel, Prompt, Question, prompt, ticks
from bot.dialogs.reasons import REASONS
from bot.dialogs.session import Kept
from bot.presentation.answer_list import answer_list, turns
from bot.presentation.failures import why_failed
from bot.presentation.fitting import MOST, page_of, with_ways_out
from bot.presentation.hints import dated_hint, hints_of, read_so_far
from bot.presentation.messages import Button, Line, Message
from bot.presentation.progress import progress
from bot.presentation.sentences import Speaker, shortened
from bot.presentation.summary.headline import provisional_said, running
from bot.presentation.summary.summary import Summary
from criteria.known.values import DateSpan, Refusal
from criteria.trial.protocol import ChoiceItem
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.dialogs.session import Script, Session
    from bot.texts.words import Texts
    from criteria.known.values import Value
    from criteria.verdict.verdict import Verdict

_IN_A_ROW = 3
_SHORT_LABEL = 14
_BESIDE_A_LIST = 3
"""Buttons of a checklist that are no lines: none of these, done, don't know."""
_NOT_OFFERED = frozenset(("unknown", "not_applicable"))
_NOT_DONE = frozenset(("not_done", "not_tested"))


def kind_of(button: Button) -> str:
    """Return the letter that says what a button is for."""
    return button.data.partition(":")[0]


def reason_said(reason: str, texts: Texts) -> str:
    """Say a reason: the sentence of its code, or what somebody wrote."""
    return texts.reasons.say(reason) if reason in REASONS else reason


def _reason(code: str, value: Value | None) -> str:
    """Name the sentence that says why something is asked back: several days are no exact one."""
    exact = isinstance(value, DateSpan) and value.first == value.last
    if code == "date_relative" and not exact:
        return "because_date_inexact"
    return f"because_{code}"


class Screens:
    """Draws the screen of one session in its language."""

    def __init__(self, session: Session, script: Script, texts: Texts) -> None:
        """Prepare to draw a session."""
        self.session = session
        self.script = script
        self.texts = texts
        self.say = texts.dialog
        self.speaker = Speaker(script.trial, texts)
        self.words = self.speaker.words
        self.narrowed: Mapping[str, frozenset[str]] = {}
        """Item -> the only answers to offer: those that what was written can mean."""

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict on the session's answers."""
        return self.script.verdict(self.session)

    @cached_property
    def asked(self) -> Prompt | None:
        """What is asked; None where nothing is left to ask."""
        return prompt(self.session, self.script)

    @cached_property
    def progress(self) -> tuple[int, int]:
        """The number of the screen at hand, and how many there are."""
        return progress(self.asked, self.script, quick=self.session.quick)

    def screen(self) -> Message:
        """Return the screen that the session is at."""
        match self.session.state:
            case Phase.CONFIRM:
                return self._confirmation()
            case Phase.FAILED:
                return self._failure()
            case Phase.SUMMARY:
                return self._summary()
            case Phase.CHANGING:
                return self._answers()
            case Phase.PAUSED:
                return self._paused()
            case Phase.ASKING:
                asked = self.asked
                return self._summary() if asked is None else self._prompt(asked)
            case _:
                assert_never(self.session.state)

    def _why(self) -> tuple[tuple[Line, ...], tuple[tuple[Button, ...], ...]]:
        """Ask why reported answers were changed: what to say first, and the reasons to tap."""
        changes = list(self._changes())
        if not changes:
            return (), ()
        if len(changes) == 1:
            text = self.say.say("why_changed", **changes[0])
        else:
            listed = ", ".join(self.say.say("was_changed", **change) for change in changes)
            text = self.say.say("why_changed_many", changes=listed)
        asked = Line(text, strong=True)
        rows = [(self._button(reason_said(r, self.texts), "w", r),) for r in REASONS]
        return (asked, Line("")), tuple(rows)

    def _changes(self) -> Iterator[dict[str, str]]:
        """Return what nobody has explained: the item, what was reported, what it is now."""
        for item, before in self.session.unexplained.items():
            kept = (Kept(before, confirmed=True), self.session.answers[item])
            read = (self.script.value(item, one, self.session.reference_date) for one in kept)
            was, now = ("" if isinstance(v, Refusal) else self.speaker.value(item, v) for v in read)
            yield {"item": self.speaker.label(item), "before": was, "after": now}

    def _button(self, label: str, kind: str, *parts: str) -> Button:
        return Button(label, ":".join((kind, self.session.token, *parts)))

    def _prompt(self, asked: Prompt) -> Message:
        if isinstance(asked, Panel):
            return self._panel(asked)
        if isinstance(asked, Checklist):
            return self._checklist(asked)
        return self._question(asked)

    def _head(self, item: str) -> Iterator[Line]:
        place, count = self.progress
        known = self.script.trial.items[item]
        criteria = self.script.trial.criteria
        name = known.criterion if known.criterion in criteria else self.speaker.label(item)
        yield Line(self.say.say("progress", criterion=name, place=place, count=count))
        if self.session.answers:
            yield Line(running(self.verdict, self.speaker, self.script.to_ask(self.session)))

    def _question(self, asked: Question) -> Message:
        lines = [*self._head(asked.item)]
        lines.append(Line(self.words.items[asked.item].question, strong=True))
        hints = hints_of(asked, self.session, self.script, self.speaker)
        lines += [Line(text) for text in hints]
        lines += self._answered_before((asked.item,))
        read = [*self._read_in_several_ways(asked.item)]
        beside = [i for i in asked.beside if self.script.screen_of[i].style == "together"]
        rows = [*read, *self._choices(asked.item, alone=not beside)]
        for item in beside:
            rows += self._choices(item, unknown=False)
        shown = with_ways_out(rows, self._ways_out())
        if not any(kind_of(button) == "h" for row in shown for button in row):
            lines.append(Line(self.say.help_written))
        return Message(tuple(lines), shown)

    def _read_in_several_ways(self, item: str) -> Iterator[tuple[Button, ...]]:
        """Return a button for every way in which a result that was set aside can be meant."""
        for place, way in enumerate(self.session.unclear.get(item, ())):
            value = self.script.value(item, Kept(way, confirmed=True), self.session.reference_date)
            if not isinstance(value, Refusal):
                label = self.speaker.value(item, value)
                yield (self._button(label, "a", item, code_of(place)),)

    def _choices(
        self, item: str, *, unknown: bool = True, alone: bool = True
    ) -> Iterator[tuple[Button, ...]]:
        """Return the buttons of an item, short ones side by side; don't know is the last."""
        known = self.script.trial.items[item]
        codes = known.choices if isinstance(known, ChoiceItem) else ()
        offered = self.narrowed.get(item, frozenset(codes) - _NOT_OFFERED)
        buttons = [
            self._button(self.words.choice(item, code), "a", item, code)
            for code in codes
            if code in offered
        ]
        shown, page, pages = page_of(buttons, self.session.page, MOST - 1 - self._keeps)
        buttons = [*shown]
        if all(len(button.label) <= _SHORT_LABEL for button in buttons):
            yield from (
                tuple(buttons[i : i + _IN_A_ROW]) for i in range(0, len(buttons), _IN_A_ROW)
            )
        else:
            yield from ((button,) for button in buttons)
        yield from self._turns(page, pages)
        if unknown:
            yield (self._unknown(item, codes, alone=alone),)

    def _turns(self, page: int, pages: int) -> Iterator[tuple[Button, ...]]:
        """Return the row with the pages before and after one, where there are several."""
        if pages > 1:
            yield tuple(turns(page, pages, self.session.token, self.speaker))

    def _unknown(self, item: str, codes: tuple[str, ...] = (), *, alone: bool = True) -> Button:
        """Return the button for not known: of which item, where the screen has answers of others.

        Where not done is an answer of its own, it is not among what is not known.
        """
        label = self.say.unknown_only if _NOT_DONE.intersection(codes) else self.say.unknown
        if not alone:
            label = self.say.say("unknown_of", unknown=label, item=self.speaker.label(item))
        return self._button(label, "a", item, "unknown")

    def _answered_before(self, items: tuple[str, ...]) -> Iterator[Line]:
        """Say what was answered before, where somebody went back to change it."""
        if self.session.at is None:
            return
        values = self.script.values(self.session)
        yield from self._standing(item for item in items if item in values)

    def _other_before(self) -> Iterator[Line]:
        """Say what was answered before where something else was read now."""
        before, day = self.script.values(self.session), self.session.reference_date
        now = {i: self.script.value(i, k, day) for i, k in self.session.proposed.items()}
        say = self.speaker.value
        yield from self._standing(
            item
            for item, value in now.items()
            if item in before
            and not isinstance(value, Refusal)
            and say(item, value) != say(item, before[item])
        )

    def _standing(self, items: Iterable[str]) -> Iterator[Line]:
        """Say what is kept as the answers of some items, if there are any."""
        values = self.script.values(self.session)
        told = [f"{self.speaker.label(i)}: {self.speaker.value(i, values[i])}" for i in items]
        if told:
            yield Line(self.say.say("standing", answers="; ".join(told)))

    @property
    def _keeps(self) -> bool:
        """Whether the answer that an item has can be kept as it is."""
        return self.session.at in self.session.answers

    def _ways_out(self) -> Iterator[tuple[Button, ...]]:
        """Return the rows that answer nothing, the first needed most."""
        if self._keeps:
            yield (self._button(self.say.keep, "y"),)
        row = (self._button(self.say.back, "b"), self._button(self.say.help_button, "h"))
        yield row if self.session.trail else row[1:]

    def _panel(self, asked: Panel) -> Message:
        names = ", ".join(self.speaker.label(item) for item in asked.items)
        lines = (
            *self._head(asked.item),
            Line(self.words.screens[self.script.screen_of[asked.item].id], strong=True),
            Line(self.say.say("panel", items=names)),
            *map(Line, dated_hint(asked.items, self.script, self.speaker)),
            *self._answered_before(asked.items),
        )
        rows = (
            (self._button(self.say.one_by_one, "o", asked.item),),
            (self._unknown(asked.item, alone=False),),
            (self._button(self.say.no_results, "a", asked.item, AWAITED),),
        )
        return Message(lines, with_ways_out(rows, self._ways_out()))

    def _checklist(self, asked: Checklist) -> Message:
        lines = (
            *self._head(asked.item),
            Line(self.words.screens[self.script.screen_of[asked.item].id], strong=True),
            Line(self.say.checklist),
        )
        marks = {"no": self.say.tick_no, "yes": self.say.tick_yes, "unknown": self.say.tick_unknown}
        now = ticks(self.session, asked, self.script)
        boxes = [
            (self._button(f"{marks[now[item]]} {self.speaker.label(item)}", "t", item),)
            for item in asked.items
        ]
        most = MOST - _BESIDE_A_LIST - self._keeps
        shown, page, pages = page_of(boxes, self.session.page, most)
        rows = (
            (self._button(self.say.none_of_these, "n", asked.item),),
            *shown,
            *self._turns(page, pages),
            (self._button(self.say.done, "d", asked.item),),
            (self._unknown(asked.item, alone=False),),
        )
        return Message(lines, with_ways_out(rows, self._ways_out()))

    def _confirmation(self) -> Message:
        lines, values, marked = [], [], False
        for item, kept in self.session.proposed.items():
            value = self.script.value(item, kept, self.session.reference_date)
            if not isinstance(value, Refusal):
                values.append(value)
                line = f"{self.speaker.label(item)}: {self.speaker.value(item, value)}"
                if "unit_missing" in f"{kept.doubts} {self.session.because}".split():
                    line += self.speaker.counts_as(item, value)
                unexplained = kept.confirmed and not (kept.doubts or self.session.because)
                marked |= unexplained
                if kept.doubts:
                    why = " ".join(self._because(kept.doubts, kept.remark, value))
                    line = self.say.say("check_because", line=line, why=why)
                lines.append(Line(self.say.say("check", line=line) if unexplained else line))
        remarks = ", ".join(kept.remark for kept in self.session.proposed.values() if kept.remark)
        one = len(values) == 1
        read = values[0] if one else None
        lines += map(Line, self._because(self.session.because, remarks, read))
        lines += self._other_before()
        if marked:
            lines.append(Line(self.say.check_why))
        lines += map(Line, self._asked_after())
        title = self.say.confirm if one else self.say.confirm_many
        row = (self._button(self.say.yes, "y"), self._button(self.say.no, "x"))
        return Message((Line(title, strong=True), *lines), (row, (self._back(),)))

    def _asked_after(self) -> Iterator[str]:
        """Say which results were set aside, and are asked once what waits is settled."""
        unclear = [item for item in self.session.unclear if item not in self.session.proposed]
        said = [read_so_far(item, self.session, self.script, self.speaker) for item in unclear]
        if said:
            yield self.say.say("asked_after", items=", ".join(said))

    def _because(self, codes: str, remark: str, value: Value | None = None) -> list[str]:
        """Say why it is asked back, a sentence a code; none twice."""
        reasons = (_reason(code, value) for code in codes.split())
        said = (self.say.say(reason, remark=shortened(remark)) for reason in reasons)
        return list(dict.fromkeys(said))

    def _back(self) -> Button:
        return self._button(self.say.back, "b")

    def failing(self, name: str) -> tuple[str, ...]:
        """Say that a criterion is not met, and below it why."""
        label = f"{name} {self.speaker.criterion(name)}"
        exclusion = self.script.trial.criteria[name].is_exclusion
        title = self.say.say("present" if exclusion else "failed", criterion=label)
        return (title, *why_failed(name, self.verdict, self.speaker, explained=False))

    def _failure(self) -> Message:
        verdict = self.verdict
        asked, reasons = self._why()
        lines = [*asked]
        for name in verdict.failing:
            title, *why = self.failing(name)
            lines.append(Line(title, strong=True))
            lines += map(Line, why)
        confirmed = self.session.confirmations
        lines += map(Line, provisional_said(verdict, self.speaker, confirmed))
        left = self.script.still_open(self.session)
        lines.append(Line(self.say.failed_ask if left else self.say.failed_last))
        rows = (
            *reasons,
            (self._button(self.say.stop_here, "s"), self._button(self.say.go_on, "g")),
            (self._back(), self._button(self.say.change, "c")),
        )
        return Message(tuple(lines), rows)

    def _summary(self) -> Message:
        verdict = self.verdict
        text = Summary(
            verdict,
            self.texts,
            self.session.token,
            speaker=self.speaker,
            confirmations=self.session.confirmations,
        ).text()
        first, *rest = text.split("\n")
        why, reasons = self._why()
        lines = (*why, *self._quick(verdict), Line(first, strong=True), *map(Line, rest))
        row = [self._button(self.say.change, "c")]
        if self.script.still_open(self.session):
            row.append(self._button(self.say.go_on, "g"))
        return Message(lines, (*reasons, tuple(row)))

    def _quick(self, verdict: Verdict) -> Iterator[Line]:
        """Say how far a quick check came, where it found nothing against."""
        if not self.session.quick or verdict.outcome is not Outcome.PENDING:
            return
        count = len(verdict.statuses)
        clear = count - len(verdict.pending)
        yield Line(self.say.say("quick_clear", clear=clear, count=count), strong=True)
        yield Line("")

    def _answers(self) -> Message:
        why, reasons = self._why()
        if why:
            return Message(why[:1], (*reasons, (self._back(),)))
        listed = answer_list(self.session, self.script, self.speaker)
        return Message(listed.lines, (*listed.rows, (self._back(),)))

    def _paused(self) -> Message:
        row = (self._button(self.say.resume, "r"),)
        return Message((Line(self.say.say("paused", token=self.session.token)),), (row,))
