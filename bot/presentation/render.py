"""The reply to an event, as one message: what to say of its effects first, then the screen."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.dialogs.effects import Effect, NotUsed, Recorded, Refused, Show, Unclear
from bot.dialogs.notices import Notice, NoticeCode
from bot.presentation.left_out import said_briefly
from bot.presentation.messages import Line, Message
from bot.presentation.screens import Screens, reason_said
from bot.presentation.sentences import shortened
from criteria.known.truth import Truth
from criteria.known.values import Choice, Doubt, NotKnown
from criteria.verdict.findings import finding
from criteria.verdict.notes import Note, notes
from criteria.verdict.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.dialogs.session import Script, Session
    from bot.texts.words import Texts
    from criteria.known.values import Value
    from criteria.verdict.findings import Finding

_FEW = 3
_SAID_AT_ONCE = (
    *("absolute", "too_recent", "unconverted", "method_differs", "set_aside"),
    *("at_odds", "unusual_together"),
)
"""Notes on an answer that was taken and does not count, not yet, or not beside another one."""
_LEFT_OPEN = ("undecided", "window", "gate", "not_applicable")
"""Findings on an answer that counts and decides nothing, whatever else is answered."""
_WHICH = ("choice_ambiguous", "suggested")
"""Doubts about which of the answers was meant."""
_NO_ANSWER_AT_ALL = ("not_a_choice", "not_a_number", "not_a_date", "other_analyte")
"""Where a yes or a no is awaited, the answers to the question are not listed beside it."""


class Renderer:
    """Renders one session in its language."""

    def __init__(self, session: Session, script: Script, texts: Texts) -> None:
        """Prepare to render a session."""
        self.screens = Screens(session, script, texts)
        self.session = session
        self.script = script
        self.texts = texts
        self.say = texts.dialog
        self.speaker = self.screens.speaker
        self.words = self.speaker.words
        self._recalled: dict[str, str] = {}

    @cached_property
    def _values(self) -> Mapping[str, Value]:
        return self.script.values(self.session)

    def message(self, effects: Sequence[Effect] = (Show(),), *, greet: bool = False) -> Message:
        """Return the message that follows from an event: what to say first, then the screen."""
        lines = [*self._greeting()] if greet else []
        lines += [Line(text) for text in self.said(effects) if text]
        self.offer_only(effects)
        screen = self.screens.screen()
        gap = [Line("")] if lines else []
        return Message((*lines, *gap, *screen.lines), screen.rows)

    def offer_only(self, effects: Iterable[Effect]) -> None:
        """Offer only what was meant, where it is asked which of several answers it was."""
        self.screens.narrowed = dict(_narrowed(effects))

    def left_out(self, effects: Sequence[Effect]) -> list[str]:
        """Say only what of a text was not taken, and why."""
        refused = [one for one in effects if not isinstance(one, Recorded | Show)]
        refused = [one for one in refused if getattr(one, "code", "") != NoticeCode.ALSO_FAILS]
        return [text for text in self.said(refused) if text]

    def _greeting(self) -> Iterator[Line]:
        protocol = self.script.trial.protocol
        yield Line(
            self.say.say(
                "greeting",
                acronym=protocol.acronym,
                version=protocol.version,
                count=self.screens.progress[1],
            )
        )
        yield Line(self.say.say("greeting_limits", token=self.session.token))

    def said(self, effects: Sequence[Effect]) -> Iterator[str]:
        """Say what an event's effects are, a sentence at a time."""
        every = [effect for effect in effects if isinstance(effect, Recorded)]
        recorded = [effect for effect in every if effect.reason is None]
        reasons = dict.fromkeys(effect.reason for effect in every if effect.reason is not None)
        yield from (
            self.say.say("reason_noted", reason=reason_said(r, self.texts)) for r in reasons
        )
        yield from self._recorded(recorded)
        for effect in effects:
            if isinstance(effect, Refused):
                yield self._refused(effect)
            elif isinstance(effect, Unclear):
                yield self._unclear(effect)
            elif isinstance(effect, NotUsed):
                yield from said_briefly(effect.left_out, self.speaker)
            elif isinstance(effect, Notice):
                yield from self._noticed(effect)

    def _recorded(self, recorded: Sequence[Recorded]) -> Iterator[str]:
        """Say what was kept, many by their number, and which of it leaves a criterion open."""
        values = self._values
        kept = [one.item for one in recorded if one.item in values]
        if len(kept) <= _FEW:
            yield from dict.fromkeys(map(self.noted, kept))
            return
        awaited = [i for i in kept if isinstance(v := values[i], NotKnown) and v.awaited]
        missing = [i for i in kept if isinstance(values[i], NotKnown) and i not in awaited]
        known = len(kept) - len(awaited) - len(missing)
        for name, count in (
            ("noted_many", known),
            ("noted_many_missing", len(missing)),
            ("noted_many_awaited", len(awaited)),
        ):
            if count:
                yield self.say.say(name, count=count)
        reasons = dict.fromkeys(why for item in kept for why in self._but(item))
        yield from (self.say.say("noted_but", why=why) for why in reasons)

    def noted(self, item: str) -> str:
        """Say what was kept of an item; a tick is only before what is known and counts."""
        why = " ".join(self._but(item))
        return self.say.say("noted_but", why=why) if why else self.recalled(item)

    def recalled(self, item: str) -> str:
        """Say in one short line what is kept of an item, with the mark that it has in `noted`."""
        if item not in self._recalled:
            self._recalled[item] = self._recall(item, self._values[item])
        return self._recalled[item]

    def _recall(self, item: str, value: Value) -> str:
        details = {"item": self.speaker.label(item), "value": self.speaker.value(item, value)}
        if isinstance(value, NotKnown):
            return self.say.say("noted_awaited" if value.awaited else "noted_missing", **details)
        return self.say.say("recalled_but" if any(self._but(item)) else "noted", **details)

    def _but(self, item: str) -> Iterator[str]:
        """Say why an answer that was kept leaves its criterion open, or what contradicts it."""
        if isinstance(self._values[item], NotKnown):
            return
        said = [note for note in self._open_notes if item in (note.item, *note.items)]
        for note in said:
            yield self.speaker.note(note, self.screens.verdict)
        found = None if said else self._open_by(item)
        if found is not None:
            yield self.speaker.finding(found)

    def _open_by(self, item: str) -> Finding | None:
        """Return why an answer leaves its criterion open whatever else is answered, if it does."""
        verdict, known = self.screens.verdict, self.script.trial.items[item]
        if not known.scored or verdict.statuses.get(known.criterion) is not Status.UNKNOWN:
            return None
        if verdict.facts.item_truth(item) is not Truth.UNKNOWN:
            return None
        found = finding(item, verdict.facts)
        accepted = not found.accepted or found.code in (*found.accepted, "not_done")
        if found.reason not in _LEFT_OPEN or (found.reason == "gate" and accepted):
            return None
        return found

    @cached_property
    def _open_notes(self) -> list[Note]:
        found = notes(self.screens.verdict)
        return [note for note in found if note.code in _SAID_AT_ONCE]

    def _refused(self, effect: Refused) -> str:
        """Say why a text is no answer; of which item, where it is not the one that is asked."""
        proposed = self.session.proposed
        if proposed and (effect.item not in proposed or effect.refusal.code in _NO_ANSWER_AT_ALL):
            return self.say.say("neither", item=self.speaker.label(effect.item))
        sentence = self.speaker.refusal(effect.item, effect.refusal)
        if effect.item not in self.words.items:
            return sentence
        asked = self.screens.asked
        label = self.speaker.label(effect.item)
        named = sentence.startswith(label) or (asked and effect.item in asked.items)
        return sentence if named else f"{label}: {sentence}"

    def _unclear(self, effect: Unclear) -> str:
        if isinstance(effect.value, Doubt) and effect.value.code in _WHICH:
            return self.say.say(
                "which_one",
                item=self.speaker.label(effect.item),
                text=shortened(effect.value.text),
                candidates=self.speaker.candidates(effect.item, effect.value),
            )
        code = effect.value.code if isinstance(effect.value, Doubt) else "contradiction"
        note = Note(effect.item, code, effect.value)
        return self.speaker.note(note, self.screens.verdict)

    def _noticed(self, notice: Notice) -> Iterator[str]:
        """Say a notice; of a criterion that fails now also why, unless it is corrected already."""
        if notice.code is not NoticeCode.ALSO_FAILS:
            yield self._notice(notice)
        elif notice.detail in self.screens.verdict.failing:
            yield from self.screens.failing(notice.detail)

    def _notice(self, notice: Notice) -> str:
        item = self.speaker.label(notice.item) if notice.item else ""
        match notice.code:
            case NoticeCode.HELP if notice.item:
                return self.say.say("help", help=self.words.items[notice.item].help)
            case NoticeCode.HELP:
                return self.say.help_nothing
            case (
                NoticeCode.ELSEWHERE
                | NoticeCode.GIVEN_UP
                | NoticeCode.TICKED
                | NoticeCode.SEVERAL_FIT
            ):
                others = [
                    self.speaker.label(i) for i in notice.detail.split() if i in self.words.items
                ]
                return self.say.say(notice.code.value, items=", ".join((item, *others)))
            case NoticeCode.LEFT_OUT:
                reason = self.texts.unread.say(notice.detail)
                return self.say.say("left_out", item=item, reason=reason)
            case _:
                return self.say.say(
                    notice.code.value, item=item, detail=notice.detail, token=self.session.token
                )


def _narrowed(effects: Iterable[Effect]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each choice of which it is asked which of several was meant, with those."""
    for effect in effects:
        if isinstance(effect, Unclear) and isinstance(effect.value, Doubt):
            ways = effect.value.candidates
            if effect.value.code in _WHICH and all(isinstance(way, Choice) for way in ways):
                codes = (way.code for way in ways if isinstance(way, Choice))
                yield effect.item, frozenset(codes)
