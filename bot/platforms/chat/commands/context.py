"""The context of one update: who sent it, the chat, the transaction, and the reply so far."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.dialogs.phases import Phase
from bot.dialogs.prompts import Checklist, Panel, prompt
from bot.platforms.chat.access import owner_of
from bot.platforms.chat.commands.recap import with_recap
from bot.platforms.chat.roles import Right, Role, may
from bot.presentation.messages import Button, Line, Message
from bot.screenings.scripts import script_of
from bot.screenings.service import Service
from bot.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.dialogs.session import Script, Session
    from bot.platforms.chat.environment import Environment
    from bot.platforms.chat.incoming import Incoming
    from bot.platforms.chat.outbox import OutboxMessage
    from bot.platforms.chat.words import TelegramWords
    from bot.screenings.service import Reply
    from bot.store import Chat, Stored, UnitOfWork
    from bot.texts.words import Texts
    from criteria.verdict.verdict import Verdict


class Context:
    """One update and the reply to it, inside one transaction."""

    def __init__(
        self, environment: Environment, incoming: Incoming, unit: UnitOfWork, chat: Chat
    ) -> None:
        """Begin with an empty reply."""
        self.environment = environment
        self.incoming = incoming
        self.unit = unit
        self.chat = chat
        self.role = environment.access.role(incoming.user, unit)
        self.service = Service(unit, environment.now, environment.site)
        self.outgoing: OutboxMessage = {}
        if incoming.query:
            self.outgoing["answer"] = {"query": incoming.query, "text": ""}

    @property
    def owner(self) -> str:
        """The owner of the screenings that are begun here."""
        return owner_of(self.incoming.user)

    @property
    def words(self) -> TelegramWords:
        """The chat's own sentences in its language."""
        return self.environment.words(self.chat.language)

    @property
    def texts(self) -> Texts:
        """Bedside's sentences in the chat's language."""
        return texts_in(self.chat.language)

    def script(self, known: Stored | Reply) -> Script:
        """Return the script of a screening's trial, with the site's limits."""
        session = known.session
        return script_of(session.trial, session.version, self.environment.site)

    def verdict(self, stored: Stored) -> Verdict:
        """Return the verdict on a screening as it is stored."""
        return self.script(stored).verdict(stored.session)

    def change(self, **changes: object) -> None:
        """Change what is known of the chat; stored when the update is handled."""
        if any(getattr(self.chat, name) != value for name, value in changes.items()):
            self.chat = replace(self.chat, **changes)  # type: ignore[arg-type] # its fields

    def say(self, text: str, rows: Sequence[Sequence[Button]] = ()) -> None:
        """Send a text as a message of its own, beside the screening."""
        message = Message(tuple(Line(line) for line in text.split("\n")), tuple(map(tuple, rows)))
        self.outgoing.setdefault("say", []).append(self.environment.drawn(self._marked(message)))

    def say_once(self, text: str) -> None:
        """Send a text, unless other messages still wait for this chat."""
        if "answer" in self.outgoing or not self.unit.messaging.waiting_for(self.incoming.chat, 1):
            self.pop_up(text)

    def pop_up(self, text: str) -> None:
        """Answer a press with a pop-up; send anything else as a message."""
        if "answer" in self.outgoing:
            self.outgoing["answer"]["text"] = text
        else:
            self.say(text)

    def show(self, reply: Reply, *first: str, recap: bool = True) -> None:
        """Show a screening's screen: in place where its own button was pressed, else below.

        Args:
            reply: the screening and its message.
            first: sentences to say above it.
            recap: put the last answers above its question.
        """
        recap = recap and self.environment.recap
        message = with_recap(reply) if recap else reply.message
        if first:
            said = (*map(Line, first), Line(""))
            message = Message((*said, *message.lines), message.rows)
        if self.environment.forms and asks_form(reply.session, reply.renderer.script):
            opening = Button(self.words.open_form, "", self.environment.forms)
            message = Message(message.lines, (*message.rows, (opening,)))
        self.outgoing["screen"] = self.environment.drawn(self._marked(message))
        if self.chat.token != reply.session.token:
            self.change(token=reply.session.token)
        screen, pressed = self.chat.screen, self._pressed
        if pressed and (screen is None or pressed >= screen):
            self.outgoing["edit"] = pressed
            if pressed != screen:  # whoever pressed has it, though nobody has noted so yet
                self.unit.messaging.shown(self.incoming.chat, pressed)

    @property
    def _pressed(self) -> int:
        """The message whose button was pressed; 0 where none was."""
        return self.incoming.message if self.incoming.query else 0

    @property
    def pressed_below(self) -> bool:
        """Whether a button was pressed that belongs to an older message than the screen."""
        return bool(self._pressed) and self._pressed < (self.chat.screen or 0)

    def _marked(self, message: Message) -> Message:
        """Mark every reply of a demonstration as one."""
        if not (self.environment.access.everybody and self.environment.marked):
            return message
        return Message((Line(self.words.demonstration), *message.lines), message.rows)

    def say_with_number(self, sentence: str) -> None:
        """Say a sentence that shows how a screening is named, by one of the person's own."""
        own = next((one for one in self.service.screenings(self.owner) if not one.purged), None)
        token = self.chat.token or (own.session.token if own else None)
        words = self.words
        self.say(words.say(sentence, token=token) if token else words.none_of_yours)

    def may(self, right: Right) -> bool:
        """Whether the person's role has a right."""
        return may(self.role, right)

    @property
    def is_stranger(self) -> bool:
        """Whether the person has no role."""
        return self.role is Role.STRANGER


def asks_form(session: Session, script: Script) -> bool:
    """Whether a screening asks for several values or lines at once, which a form is good for."""
    asked = prompt(session, script) if session.state is Phase.ASKING else None
    return isinstance(asked, Panel | Checklist)
