"""Plays a golden conversation through the service and a real store, and writes it down.

``python tests/conversations/player.py`` writes every conversation anew (``make golden``).
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.dialogs import events
from bot.platforms.callbacks import event_of
from bot.platforms.terminal.commands import command_of
from bot.presentation.messages import Line, Message
from bot.screenings.service import Reply, Service
from bot.store import Store
from criteria.trial import catalog
from tests.own import BESIDE, FOLDER

HERE = Path(__file__).parent
OWNER = "nurse"
_ONE = r"trial (?P<trial>\S+) (?P<version>\S+)"
_SEVERAL = r"trials (?P<trials>\S+( \S+)+)"
_HEADER = re.compile(rf"# ({_ONE}|{_SEVERAL}) · (?P<day>\S+) · (?P<language>\S+)")


class Player:
    """One conversation under way."""

    def __init__(self, header: re.Match[str], database: Path) -> None:
        self.header = header
        self.database = database
        self.url = f"sqlite:///{database}"
        self.today = datetime.fromisoformat(header["day"]).replace(hour=9, tzinfo=UTC)
        self.service = self._service()
        self.reply = self._begun()
        self.taken = 0

    def _begun(self) -> Reply:
        """Begin for one trial, or for several together, the tests' own among them."""
        header = self.header
        if header["trials"] is None:
            return self.service.begin(OWNER, header["trial"], header["language"], header["version"])
        catalog.use([FOLDER, BESIDE])
        return self.service.begin_together(OWNER, header["trials"].split(), header["language"])

    def _service(self) -> Service:
        self.store = Store.open(self.url)
        return Service(self.store, lambda: self.today)

    def do(self, line: str) -> Reply:
        """Do what a screener's line says."""
        if line == "/restart":
            self.store.close()
            self.service = self._service()
            self.reply = self.service.screen(OWNER, self.reply.session.token)
            return self.reply
        if line.startswith(("/outcome", "/utfall")):
            return self._noted(line)
        self.taken += 1
        token, event = self._event(line)
        self.reply = self.service.handle(OWNER, token, event)
        return self.reply

    def _noted(self, line: str) -> Reply:
        """Note what became of the screening; its own screen stays where it is."""
        command = command_of(line)
        assert command is not None, line
        session = self.reply.session
        told = self.service.outcome(OWNER, session.token, command.argument, session.language)
        message = Message(tuple(map(Line, told.split("\n"))))
        return replace(self.reply, message=message)

    def _event(self, line: str) -> tuple[str, events.Event]:
        if line.startswith("["):
            return self._pressed(line.strip("[]"))
        return self.reply.session.token, self._written(line)

    @staticmethod
    def _written(line: str) -> events.Event:
        if line.startswith("/"):
            command = command_of(line)
            assert command is not None, line
            if command.name == "language":
                return events.SetLanguage(command.argument)
            assert command.event is not None, line
            return command.event
        return events.Typed(line)

    def _pressed(self, label: str) -> tuple[str, events.Event]:
        found = [b for row in self.reply.message.rows for b in row if b.label == label]
        assert len(found) == 1, f"[{label}] is not on the screen: {self.reply.message.rows}"
        parsed = event_of(found[0].data)
        assert parsed is not None, found[0].data
        return parsed

    def close(self) -> None:
        self.store.close()
        if self.header["trials"] is not None:
            catalog.use()


def shown(message: Message) -> Iterator[str]:
    """Write down what a message shows."""
    for line in message.lines:
        yield f"< {line.text}".rstrip()
    for row in message.rows:
        yield "< " + " ".join(f"[{button.label}]" for button in row)


def screener_lines(text: str) -> Iterator[str]:
    """Return what the screener does, one string each."""
    doing: list[str] = []
    for line in text.splitlines():
        if line.startswith(">> "):
            doing.append(line[3:])
        elif line.startswith("> "):
            if doing:
                yield "\n".join(doing)
            doing = [line[2:]]
    if doing:
        yield "\n".join(doing)


def begun(text: str, database: Path) -> Player:
    """Begin a conversation as its second line says, in a new store."""
    header_line = text.splitlines()[1]
    header = _HEADER.fullmatch(header_line)
    assert header is not None, f"write a second line like: {_HEADER.pattern}"
    return Player(header, database)


def written(text: str, player: Player) -> str:
    """Play what the screener does and write the whole conversation as it should read."""
    title, header_line = text.splitlines()[:2]
    lines = [title, header_line, "", *shown(player.reply.message)]
    for line in screener_lines(text):
        first, *rest = line.split("\n")
        lines += ["", f"> {first}", *(f">> {more}" for more in rest), ""]
        lines += shown(player.do(line).message)
    return "\n".join(lines) + "\n"


def play(text: str) -> str:
    """Play a conversation: the whole file as it should read."""
    with TemporaryDirectory() as folder:
        player = begun(text, Path(folder) / "bedside.db")
        try:
            return written(text, player)
        finally:
            player.close()


def conversations() -> list[Path]:
    """Every golden conversation."""
    return sorted(HERE.glob("*.txt"))


def main() -> None:
    for file in conversations():
        before = file.read_text("utf-8")
        after = play(before)
        if after != before:
            file.write_text(after, "utf-8")
            sys.stdout.write(f"{file.name}: written anew\n")


if __name__ == "__main__":
    main()
