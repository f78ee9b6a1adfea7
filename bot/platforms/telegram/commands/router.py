"""What an update does: who may, what it is, and which part of the bot takes it.

Everything happens inside one transaction: what was answered, and the parcel that says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.identity import holds_identifier
from bot.platforms.telegram.bot_commands import Command, command_of
from bot.platforms.telegram.commands import members as people
from bot.platforms.telegram.commands import screening
from bot.platforms.telegram.commands.context import House, Turn
from bot.platforms.telegram.commands.table import COMMANDS, PRESSES, refused
from bot.platforms.telegram.update import Incoming, Kind
from bot.screenings.service import NoSuchScreeningError, PurgedError
from bot.store import Chat
from bot.texts import languages
from criteria.trial.catalog import TrialError

if TYPE_CHECKING:
    from bot.store import Posted, Unit

_CLAIM = "claim"
"""The command behind which the code of the first owner stands; it is in no list."""
_LOOKED_THROUGH = 50
"""Parcels of a chat among which its screen is looked for."""


class Desk:
    """Handles updates, one at a time, each inside a transaction of the caller's."""

    def __init__(self, house: House) -> None:
        """Work for one bot."""
        self.house = house

    def handle(self, incoming: Incoming, unit: Unit) -> Posted | None:
        """Handle an update, whose parcel then waits in the outbox.

        An update that was handled before changes nothing and shows the same screen again.
        """
        now = self.house.now()
        is_new = unit.mail.is_new(incoming.update_id, now)
        if incoming.kind is Kind.NOTHING:
            return None
        known = unit.mail.chat(incoming.chat)
        chat = known or Chat(incoming.chat, self._language(incoming))
        turn = Turn(self.house, incoming, unit, chat)
        if is_new:
            self._take(turn)
        else:
            self._again(turn)
        if turn.chat != known and incoming.private:
            unit.mail.keep_chat(turn.chat)
        return unit.mail.post(incoming.chat, turn.parcel, now) if turn.parcel else None

    def _language(self, incoming: Incoming) -> str:
        own = incoming.language.partition("-")[0].lower()
        return own if own in languages() else self.house.language

    def _take(self, turn: Turn) -> None:
        """Take an update for the first time; what goes wrong with a screening is said."""
        try:
            self._admit(turn)
        except PurgedError as error:
            turn.change(token=None)
            turn.pop_up(turn.words.say("purged", token=error))
        except NoSuchScreeningError:
            turn.pop_up(turn.words.not_there)
        except TrialError as error:
            turn.say(turn.words.say("trial_failed", error=error))

    def _admit(self, turn: Turn) -> None:
        """Let in who belongs here, and nothing that may show who a candidate is."""
        incoming = turn.incoming
        if not incoming.private:
            turn.say_once(turn.words.group)
            return
        command = command_of(incoming.text) if incoming.kind is Kind.TEXT else None
        if turn.is_stranger:
            self._stranger(turn, command)
        elif incoming.kind is Kind.PRESS:
            self._press(turn)
        elif refused(turn, identified=holds_identifier(incoming.text)):
            return
        elif command is not None:
            self._command(turn, command)
        else:
            screening.write(turn)

    def _stranger(self, turn: Turn, command: Command | None) -> None:
        """Tell a stranger their own id and whom to ask, unless they were invited."""
        if command is not None and command.name in ("start", _CLAIM) and command.argument:
            people.arrive(turn, command.argument)
            return
        people.turn_away(turn)
        incoming = turn.incoming
        identified = incoming.kind is not Kind.PRESS and holds_identifier(incoming.text)
        if identified or incoming.kind is Kind.ATTACHMENT:
            turn.parcel["delete"] = [incoming.message]

    def _command(self, turn: Turn, command: Command) -> None:
        turn.change(awaiting=None)
        found = COMMANDS.get(command.name)
        if command.name == _CLAIM:
            people.arrive(turn, command.argument)
            return
        if found is None:
            turn.say(turn.words.no_command)
            return
        right, work = found
        if right is not None and not turn.may(right):
            turn.say(turn.words.not_allowed)
            return
        work(turn, command.argument)

    def _press(self, turn: Turn) -> None:
        kind, _, rest = turn.incoming.text.partition(":")
        found = PRESSES.get(kind)
        if found is None:
            screening.press(turn)
            return
        right, work = found
        if right is not None and not turn.may(right):
            turn.pop_up(turn.words.not_allowed)
            return
        work(turn, rest)

    def _again(self, turn: Turn) -> None:
        """Show what was shown: the update was handled, and perhaps nobody was told."""
        if not turn.incoming.private or turn.is_stranger:
            return
        waiting = turn.unit.mail.waiting_for(turn.incoming.chat, _LOOKED_THROUGH)
        if any("screen" in one.parcel for one in waiting):
            return  # it is on its way, and which message it becomes is not known yet
        screening.show_again(turn)
