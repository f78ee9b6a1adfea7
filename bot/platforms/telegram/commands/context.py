"""One update being handled: who did it, where, and the parcel that grows for the chat."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.platforms.telegram.access import Right, Role, may
from bot.platforms.telegram.commands.recap import with_recap
from bot.platforms.telegram.outbox import Parcel, drawn
from bot.platforms.telegram.words import words_in
from bot.presentation.messages import Line, Message
from bot.screenings.service import Service
from bot.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.config.site import SiteFile
    from bot.platforms.telegram.access import Access
    from bot.platforms.telegram.update import Incoming
    from bot.platforms.telegram.words import TelegramWords
    from bot.presentation.messages import Button
    from bot.screenings.service import Reply
    from bot.store import Chat, Unit
    from bot.texts.words import Texts


@dataclass(frozen=True, slots=True)
class House:
    """What is the same for every update: whose bot it is, and by which rules."""

    access: Access
    now: Callable[[], datetime]
    language: str = "en"
    """For people whose own language is not spoken here."""
    site: SiteFile | None = None
    username: str = ""
    """The bot's own, for links."""


class Turn:
    """One update and what follows from it, inside one transaction."""

    def __init__(self, house: House, incoming: Incoming, unit: Unit, chat: Chat) -> None:
        """Begin with an empty parcel."""
        self.house = house
        self.incoming = incoming
        self.unit = unit
        self.chat = chat
        self.role = house.access.role(incoming.user, unit)
        self.service = Service(unit, house.now, house.site)
        self.parcel: Parcel = {}
        if incoming.query:
            self.parcel["answer"] = {"query": incoming.query, "text": ""}

    @property
    def owner(self) -> str:
        """Whose screenings these are."""
        return f"telegram:{self.incoming.user}"

    @property
    def words(self) -> TelegramWords:
        """Telegram's own sentences in the chat's language."""
        return words_in(self.chat.language)

    @property
    def texts(self) -> Texts:
        """Bedside's sentences in the chat's language."""
        return texts_in(self.chat.language)

    def change(self, **changes: object) -> None:
        """Change what is known of the chat; stored when the update is handled."""
        self.chat = replace(self.chat, **changes)  # type: ignore[arg-type] # the fields of Chat

    def say(self, text: str, rows: Sequence[Sequence[Button]] = ()) -> None:
        """Say something beside the screening, as a message of its own."""
        message = Message(tuple(Line(line) for line in text.split("\n")), tuple(map(tuple, rows)))
        self.parcel.setdefault("say", []).append(drawn(self._marked(message)))

    def say_once(self, text: str) -> None:
        """Say what need not be said again while the chat has not even heard the last thing."""
        if "answer" in self.parcel or not self.unit.mail.waiting_for(self.incoming.chat, 1):
            self.pop_up(text)

    def pop_up(self, text: str) -> None:
        """Say something in answer to a press; of anything else, as a message."""
        if "answer" in self.parcel:
            self.parcel["answer"]["text"] = text
        else:
            self.say(text)

    def show(self, reply: Reply, *first: str) -> None:
        """Show a screening's screen: in place where its own button was pressed, else below.

        Args:
            reply: the screening and its message.
            first: sentences to say above it.
        """
        message = with_recap(reply, self.texts)
        if first:
            said = (*map(Line, first), Line(""))
            message = Message((*said, *message.lines), message.rows)
        self.parcel["screen"] = drawn(self._marked(message))
        if self.chat.token != reply.session.token:
            self.change(token=reply.session.token)
        screen, pressed = self.chat.screen, self._pressed
        if pressed and (screen is None or pressed >= screen):
            self.parcel["edit"] = pressed
            if pressed != screen:  # whoever pressed has it, though nobody has noted so yet
                self.unit.mail.shown(self.incoming.chat, pressed)

    @property
    def _pressed(self) -> int:
        """The message whose button was pressed; 0 where none was."""
        return self.incoming.message if self.incoming.query else 0

    @property
    def pressed_below(self) -> bool:
        """Whether a button was pressed that belongs to an older message than the screen."""
        return bool(self._pressed) and self._pressed < (self.chat.screen or 0)

    def _marked(self, message: Message) -> Message:
        """Say in every reply of a demonstration that it is one."""
        if not self.house.access.everybody:
            return message
        return Message((Line(self.words.demonstration), *message.lines), message.rows)

    def may(self, right: Right) -> bool:
        """Whether the person's role has a right."""
        return may(self.role, right)

    @property
    def is_stranger(self) -> bool:
        """Whether nobody knows who this is."""
        return self.role is Role.STRANGER
