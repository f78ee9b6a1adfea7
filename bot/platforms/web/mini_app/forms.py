"""The forms of a chat: what its screening asks as one, and what is filled in.

What is filled in goes the way of everything that is written in the chat: the same router, and the
reply in the chat's outbox. Nothing is kept of the Mini App itself.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.dialogs.phases import Phase
from bot.dialogs.prompts import Checklist, Panel, prompt
from bot.platforms.chat.access import owner_of
from bot.platforms.chat.commands.router import Router
from bot.platforms.chat.incoming import Incoming, Kind
from bot.platforms.chat.outbox import as_data
from bot.platforms.web.conversation import Bubble, bubbles_of
from bot.platforms.web.panel import Understood, read_rows, rows_of, text_of
from bot.screenings.service import Service
from bot.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.dialogs.prompts import Prompt
    from bot.platforms.chat.outbox import OutboxMessage
    from bot.platforms.web.panel import PanelRow
    from bot.presentation.messages import Message
    from bot.screenings.service import Reply
    from bot.store import Chat, Posted, Stored, UnitOfWork

_LOOKED_THROUGH = 50


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is shown; without bubbles there is none to fill in."""

    language: str
    token: str = ""
    at: str = ""
    """Changes with whatever the screening asks."""
    bubbles: Sequence[Bubble] = ()
    panel: Sequence[PanelRow] = ()
    is_checklist: bool = False


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a chat's screening asks."""

    chat: Chat
    stored: Stored
    reply: Reply
    asked: Prompt | None

    @property
    def panel(self) -> Sequence[PanelRow]:
        """The rows of a panel; none of anything else."""
        texts = texts_in(self.chat.language)
        script = self.reply.renderer.script
        return rows_of(self.asked, script, texts) if isinstance(self.asked, Panel) else ()


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of every chat."""

    router: Router
    """The chat's own."""
    enqueue: Callable[[Posted], None]
    """Sends what waits in the outbox."""

    def form(self, unit: UnitOfWork, user: int, said: Mapping[str, Any] | None = None) -> Form:
        """Return the form that somebody's chat asks to be filled in.

        Args:
            unit: the transaction.
            user: whose chat it is.
            said: the screen that tells what came of the form before, where there is one.
        """
        found = self._asked(unit, user)
        if found is None:
            chat = unit.messaging.chat(user)
            return Form(self.router.environment.language if chat is None else chat.language)
        shown = as_data(found.reply.message)
        return Form(
            found.chat.language,
            found.reply.session.token,
            _at(found.stored.revision, shown),
            bubbles_of([said or shown], screen=True),
            found.panel,
            isinstance(found.asked, Checklist),
        )

    def understood(self, unit: UnitOfWork, user: int, fields: Mapping[str, str]) -> Understood:
        """Say what is read in the rows of the panel that is asked."""
        found = self._asked(unit, user)
        if found is None:
            return Understood({}, ())
        texts = texts_in(found.chat.language)
        session, script = found.reply.session, found.reply.renderer.script
        return read_rows(fields, found.panel, session, script, texts)

    def take(
        self, unit: UnitOfWork, user: int, fields: Mapping[str, str]
    ) -> tuple[Form, Posted | None]:
        """Take a form; the same one again, or one that is not asked any more, changes nothing."""
        before = self.form(unit, user)
        environment = self.router.environment
        if not unit.messaging.is_new(_number_of(user, fields), environment.now()):
            return before, None
        if not before.bubbles or fields.get("at") != before.at:
            return _told(before, environment.words(before.language).stale), None
        incoming = _incoming(user, fields, before)
        chosen = {data for one in before.bubbles for row in one.rows for _, data in row}
        if incoming.kind is Kind.PRESS and incoming.text not in chosen:
            return before, None
        drawn = environment.drawn
        self._await_nothing(unit, user)

        def both(message: Message) -> dict[str, Any]:
            return {**as_data(message), "sent": drawn(message)}

        outgoing = Router(replace(environment, drawn=both)).reply(incoming, unit)
        told = outgoing.get("screen") if incoming.kind is Kind.TEXT else None
        return self.form(unit, user, told), self._post(unit, user, incoming, outgoing)

    def _post(
        self, unit: UnitOfWork, user: int, incoming: Incoming, outgoing: OutboxMessage
    ) -> Posted | None:
        """Have the chat show what came of a form: in place where its buttons were pressed."""
        sent: OutboxMessage = {}
        if "say" in outgoing:
            sent["say"] = [one["sent"] for one in outgoing["say"]]
        if "screen" in outgoing:
            sent["screen"] = outgoing["screen"]["sent"]
            chat = unit.messaging.chat(user)
            waiting = unit.messaging.waiting_for(user, _LOOKED_THROUGH)
            new = any("screen" in one.message and "edit" not in one.message for one in waiting)
            if incoming.kind is Kind.PRESS and chat is not None and chat.screen and not new:
                sent["edit"] = chat.screen
        return unit.messaging.post(user, sent, self.router.environment.now()) if sent else None

    @staticmethod
    def _await_nothing(unit: UnitOfWork, user: int) -> None:
        """Have what is written in a form be an answer, whatever the chat asked for beside it."""
        chat = unit.messaging.chat(user)
        if chat is not None and chat.awaiting:
            unit.messaging.keep_chat(replace(chat, awaiting=None))

    def _asked(self, unit: UnitOfWork, user: int) -> _Asked | None:
        """Return what is asked that a form is for, or a yes to what was read of one."""
        chat = unit.messaging.chat(user)
        stored = None if chat is None or chat.token is None else unit.load(chat.token)
        if chat is None or stored is None or stored.owner != owner_of(user) or stored.purged:
            return None
        service = Service(unit, self.router.environment.now, self.router.environment.site)
        reply = service.screen(stored.owner, stored.session.token)
        session, script = reply.session, reply.renderer.script
        asked = prompt(session, script) if session.state is Phase.ASKING else None
        if session.state is not Phase.CONFIRM and not isinstance(asked, Panel | Checklist):
            return None
        return _Asked(chat, stored, reply, asked)


def _at(revision: int, shown: Mapping[str, Any]) -> str:
    text = json.dumps([revision, shown])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _told(form: Form, sentence: str) -> Form:
    """Put a sentence above a form."""
    return replace(form, bubbles=(Bubble([(sentence, False)]), *form.bubbles))


def _incoming(user: int, fields: Mapping[str, str], form: Form) -> Incoming:
    number = _number_of(user, fields)
    if "panel" in fields:
        text = text_of(fields, form.panel)
        return Incoming(number, Kind.TEXT, user, user, text=text)
    return Incoming(number, Kind.PRESS, user, user, text=fields.get("data", ""))


def _number_of(user: int, fields: Mapping[str, str]) -> int:
    """Return the number of an update: the same for the same form, filled in in the same way."""
    filled = "\x00".join(f"{name}\x01{value}" for name, value in sorted(fields.items()))
    digest = hashlib.sha256(f"app\x00{user}\x00{filled}".encode("utf-8", "surrogatepass")).digest()
    return -(int.from_bytes(digest[:8]) >> 2) - 1
