"""The router: who may do what with the bot, and which handler an update goes to.

Everything happens inside one transaction: what was answered, and the reply in the outbox.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.identity import holds_identifier, without_identifiers, without_told_names
from bot.platforms.chat.bot_commands import Command, command_of, known_to
from bot.platforms.chat.commands import members, screening
from bot.platforms.chat.commands.context import Context
from bot.platforms.chat.commands.table import COMMANDS, PRESSES
from bot.platforms.chat.incoming import Incoming, Kind
from bot.screenings.service import NoSuchScreeningError, PurgedError
from bot.store import Chat
from bot.texts import command_near, languages
from criteria.trial.catalog import TrialError

if TYPE_CHECKING:
    from bot.platforms.chat.environment import Environment
    from bot.platforms.chat.outbox import OutboxMessage
    from bot.store import Posted, UnitOfWork

_CLAIM = "claim"
"""The command with the claim code of the first owner; it is in no list."""
_LOOKED_THROUGH = 50
"""Messages in the outbox of a chat that are searched for its screen."""


class Router:
    """Handles updates, one at a time, each inside a transaction of the caller's."""

    def __init__(self, environment: Environment) -> None:
        """Route for one bot."""
        self.environment = environment

    def handle(self, incoming: Incoming, unit: UnitOfWork) -> Posted | None:
        """Handle an update; return the reply that waits in the outbox, if there is one.

        An update that was handled before changes nothing and shows the same screen again.
        """
        now = self.environment.now()
        is_new = unit.messaging.is_new(incoming.update_id, now)
        if incoming.kind is Kind.NOTHING:
            return None
        reply = self.reply(incoming, unit, again=not is_new)
        return unit.messaging.post(incoming.chat, reply, now) if reply else None

    def reply(self, incoming: Incoming, unit: UnitOfWork, *, again: bool = False) -> OutboxMessage:
        """Do what somebody wants, and return the reply; empty where there is none.

        Args:
            incoming: what somebody did.
            unit: the transaction.
            again: it was done before: only show what there is.
        """
        known = unit.messaging.chat(incoming.chat)
        chat = known or Chat(incoming.chat, self._language(incoming))
        context = Context(self.environment, incoming, unit, chat)
        if again:
            self._show_again(context)
        else:
            self._dispatch(context)
        if context.chat != known and incoming.private:
            unit.messaging.keep_chat(context.chat)
        return context.outgoing

    def _language(self, incoming: Incoming) -> str:
        own = incoming.language.partition("-")[0].lower()
        return own if own in languages() else self.environment.language

    def _dispatch(self, context: Context) -> None:
        """Handle a new update; tell what is wrong with a screening that can't be used."""
        try:
            self._route(context)
        except PurgedError as error:
            context.change(token=None)
            context.pop_up(context.words.say("purged", token=error))
        except NoSuchScreeningError:
            context.pop_up(context.words.not_there)
        except TrialError as error:
            context.say(context.words.say("trial_failed", error=error))

    def _route(self, context: Context) -> None:
        """Refuse strangers and whatever may identify a candidate; route the rest."""
        incoming = context.incoming
        if not incoming.private:
            context.say_once(context.words.group)
            return
        command = command_of(incoming.text) if incoming.kind is Kind.TEXT else None
        if command is not None and self._is_for_another(command):
            return
        if context.is_stranger:
            self._stranger(context, command)
        elif incoming.kind is Kind.PRESS:
            self._press(context)
        elif incoming.kind is Kind.RECORD:
            context.change(awaiting=None)
            context.outgoing["delete"] = [incoming.message]
            screening.handle_record(context)
        elif self._refuse(context, command):
            return
        elif command is not None:
            self._command(context, command)
        else:
            screening.handle_text(context)

    def _is_for_another(self, command: Command) -> bool:
        """Whether a command names another bot than this one."""
        own = self.environment.username.lower()
        return bool(own and command.bot) and command.bot.lower() != own

    def _stranger(self, context: Context, command: Command | None) -> None:
        """Tell a stranger their own id and whom to ask, unless they were invited."""
        if command is not None and command.name in ("start", _CLAIM) and command.argument:
            members.arrive(context, command.argument)
            return
        members.turn_away(context)
        incoming = context.incoming
        identified = incoming.kind is not Kind.PRESS and holds_identifier(incoming.text)
        if identified or incoming.kind in (Kind.ATTACHMENT, Kind.RECORD):
            context.outgoing["delete"] = [incoming.message]

    def _refuse(self, context: Context, command: Command | None) -> bool:
        """Refuse what may identify a candidate, and edits; tell whether it was refused.

        Of a printout the conversation takes what is left without the lines that identify.
        """
        incoming, words = context.incoming, context.words
        kept = without_identifiers(incoming.text)
        attached, identified = incoming.kind is Kind.ATTACHMENT, kept.dropped > 0
        if attached or identified:
            context.outgoing["delete"] = [incoming.message]
            answers = incoming.kind is Kind.TEXT and command is None and not context.chat.awaiting
            if answers and context.chat.token and kept.text.strip():
                return False
        elif incoming.kind not in (Kind.EDITED, Kind.UNREAD):
            if command is None and without_told_names(incoming.text) != incoming.text:
                context.outgoing["delete"] = [incoming.message]
            return False
        reason = words.edited if incoming.kind is Kind.EDITED else words.unread
        reason = words.attachment if attached else words.identifier if identified else reason
        context.change(awaiting=None)
        if not screening.show_again(context, reason):
            context.say(reason)
        return True

    def _command(self, context: Context, command: Command) -> None:
        context.change(awaiting=None)
        found = COMMANDS.get(command.name)
        if command.name == _CLAIM:
            members.arrive(context, command.argument)
            return
        if found is None:
            context.say(_no_command(command.name, context))
            return
        right, handler = found
        if right is not None and not context.may(right):
            context.say(context.words.not_allowed)
            return
        handler(context, command.argument)

    def _press(self, context: Context) -> None:
        kind, _, rest = context.incoming.text.partition(":")
        found = PRESSES.get(kind)
        if found is None:
            screening.handle_press(context)
            return
        right, handler = found
        if right is not None and not context.may(right):
            context.pop_up(context.words.not_allowed)
            return
        handler(context, rest)

    def _show_again(self, context: Context) -> None:
        """Show the screen again: the update was handled, but its reply may not have arrived."""
        if not context.incoming.private or context.is_stranger:
            return
        waiting = context.unit.messaging.waiting_for(context.incoming.chat, _LOOKED_THROUGH)
        if any("screen" in one.message for one in waiting):
            return  # it is on its way, and which message it becomes is not known yet
        screening.show_again(context)


def _no_command(name: str, context: Context) -> str:
    """Say that there is no such command, and which one it may be a slip for."""
    words, near = context.words, command_near(name, known_to(context.role))
    return words.say("no_command_near", near=near) if near else words.no_command
