"""The reply to an event, as one message: what to say of its effects first, then the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs.effects import Effect, Notice, NoticeCode, Recorded, Refused, Show, Unclear
from bot.presentation.messages import Line, Message
from bot.presentation.screens import Screens, reason_said
from criteria.known.values import Doubt, Refusal
from criteria.verdict.notes import Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.dialogs.session import Script, Session
    from bot.texts.words import Texts

_FEW = 3


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

    def message(self, effects: Sequence[Effect] = (Show(),), *, greet: bool = False) -> Message:
        """Return the message that follows from an event: what to say first, then the screen."""
        lines = [*self._greeting()] if greet else []
        lines += [Line(text) for text in self._said(effects) if text]
        screen = self.screens.screen()
        gap = [Line("")] if lines else []
        return Message((*lines, *gap, *screen.lines), screen.rows)

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

    def _said(self, effects: Sequence[Effect]) -> Iterator[str]:
        every = [effect for effect in effects if isinstance(effect, Recorded)]
        recorded = [effect for effect in every if effect.reason is None]
        reasons = dict.fromkeys(effect.reason for effect in every if effect.reason is not None)
        yield from (
            self.say.say("reason_noted", reason=reason_said(r, self.texts)) for r in reasons
        )
        if len(recorded) > _FEW:
            yield self.say.say("noted_many", count=len(recorded))
        else:
            yield from map(self._noted, recorded)
        for effect in effects:
            if isinstance(effect, Refused):
                yield self._refused(effect)
            elif isinstance(effect, Unclear):
                yield self._unclear(effect)
            elif isinstance(effect, Notice):
                yield self._notice(effect)

    def _noted(self, effect: Recorded) -> str:
        kept = self.session.answers.get(effect.item)
        if kept is None:
            return ""
        value = self.script.value(effect.item, kept, self.session.reference_date)
        shown = "" if isinstance(value, Refusal) else self.speaker.value(effect.item, value)
        return self.say.say("noted", item=self.speaker.label(effect.item), value=shown)

    def _refused(self, effect: Refused) -> str:
        """Say why a text is no answer; of which item, where it is not the one that is asked."""
        sentence = self.speaker.refusal(effect.item, effect.refusal)
        asked = self.screens.asked
        if effect.item not in self.words.items or (asked and effect.item in asked.items):
            return sentence
        return f"{self.speaker.label(effect.item)}: {sentence}"

    def _unclear(self, effect: Unclear) -> str:
        code = effect.value.code if isinstance(effect.value, Doubt) else "contradiction"
        note = Note(effect.item, code, effect.value)
        return self.speaker.note(note, self.script.verdict(self.session))

    def _notice(self, notice: Notice) -> str:
        item = self.speaker.label(notice.item) if notice.item else ""
        match notice.code:
            case NoticeCode.HELP if notice.item:
                return self.say.say("help", help=self.words.items[notice.item].help)
            case NoticeCode.HELP:
                return self.say.help_nothing
            case NoticeCode.LEFT_OUT:
                reason = self.texts.unread.say(notice.detail)
                return self.say.say("left_out", item=item, reason=reason)
            case _:
                return self.say.say(notice.code.value, item=item, detail=notice.detail)
