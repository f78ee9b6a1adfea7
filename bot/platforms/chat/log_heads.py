"""The signed head of the log, once a day: to those who keep the log, and to a folder elsewhere.

A head that somebody else holds is what convicts whoever rewrites the database later. No head goes
out of what nobody has stored yet: it is told in the transaction that signs it, and its file is
written after that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.logs import log
from bot.platforms.chat.access import page_of
from bot.platforms.chat.outbox import as_data
from bot.platforms.chat.roles import Role
from bot.presentation.messages import Line, Message
from bot.proof.keyfile import KeyFileError
from bot.screenings.heads import Heads, keep_elsewhere
from bot.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.platforms.chat.environment import Environment
    from bot.proof.notes import Signer
    from bot.store import Head, Posted, Store, UnitOfWork

_TOLD = (Role.COORDINATOR, Role.OWNER)


class DailyHead:
    """Signs the log once a day, and says so."""

    def __init__(self, store: Store, environment: Environment) -> None:
        """Sign the log of one store."""
        self._store = store
        self._environment = environment
        self._day: date | None = None

    def tell(self) -> list[Posted]:
        """Sign the log if today nobody has yet; return the messages that wait to be sent.

        The key is made at the first start. Whatever is wrong with it is logged once a day.

        Raises:
            StoreError: the database can't be written.
        """
        environment, today = self._environment, self._environment.now().date()
        if environment.key is None or self._day == today:
            return []
        try:
            work = Heads(self._store, environment.key).signed(self._told)
        except KeyFileError as error:
            log().error("log not signed", error=str(error))
            self._day = today
            return []
        head, posted = work
        self._keep(head)
        self._day = today
        return posted

    def _told(self, unit: UnitOfWork, signer: Signer) -> tuple[Head, list[Posted]]:
        now = self._environment.now()
        head = unit.log.sign(signer, now)
        if not unit.log.is_to_be_told(now.date()):
            return head, []
        return head, list(self._messages(unit, head))

    def _keep(self, head: Head) -> None:
        folder = self._environment.heads
        try:
            if folder is not None:
                keep_elsewhere(head, folder)
        except OSError as error:
            log().error("head not kept elsewhere", folder=str(folder), error=error.strerror)

    def _messages(self, unit: UnitOfWork, head: Head) -> Iterator[Posted]:
        """Post the head to everybody who keeps the log and has a chat, or show it on the page."""
        environment, now = self._environment, self._environment.now()
        for user in self._people(unit):
            own = (user,) if user > 0 and not environment.only_page else ()
            chats = filter(None, map(unit.messaging.chat, (*own, page_of(user))))
            chat = next(chats, None)
            if chat is None:
                continue
            words = texts_in(chat.language).proof
            first = words.say("daily", day=now.date(), size=head.size)
            lines = [first, "", *head.note.splitlines()]
            message = Message(tuple(map(Line, lines)), ())
            if chat.chat_id < 0:
                reply = unit.web.reply(chat.chat_id) or {}
                said = [*reply.get("say", ()), as_data(message)]
                unit.web.keep_reply(chat.chat_id, {**reply, "say": said})
            else:
                said = [environment.drawn(message)]
                yield unit.messaging.post(chat.chat_id, {"say": said}, now)

    def _people(self, unit: UnitOfWork) -> list[int]:
        members = [one.user_id for one in unit.members.all() if Role(one.role) in _TOLD]
        return list(dict.fromkeys([*self._environment.access.owners, *members]))
