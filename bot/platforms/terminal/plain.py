"""The terminal without arrow keys or colours: a line in, lines out. For pipes and scripts too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.platforms.terminal.layout import wrapped

if TYPE_CHECKING:
    from typing import TextIO

    from bot.platforms.terminal.conversation import View
    from bot.platforms.terminal.words import TerminalWords

_SEVERAL = re.compile(r"<<\s*(\w+)\s*")
_SAMPLE = "/1"


class Plain:
    """Asks and shows in plain text."""

    def __init__(
        self, source: TextIO, out: TextIO, *, columns: int | None = None, mark: str = ""
    ) -> None:
        """Conversation over two streams.

        Args:
            source: where lines come from.
            out: where text goes.
            columns: where to wrap; not at all if None, so that a script finds whole lines.
            mark: what comes before a line that is awaited; nothing where nobody types.
        """
        self.source = source
        self.out = out
        self.columns = columns
        self.mark = mark
        self._told: TerminalWords | None = None

    def show(self, view: View) -> None:
        """Write a view: its lines, then its choices by number."""
        self._tell_how(view)
        for line in view.message.lines:
            self._write(line.text)
        for option in view.choices.options:
            self._write(f"  {f'/{option.number}':>4}  {option.label}", " " * 8)
        self._write("")

    def ask(self, view: View) -> str:
        """Read an answer, skipping empty lines; the answer itself is not written out.

        Raises:
            EOFError: there are no more lines.
        """
        del view
        while True:
            text = self._line()
            several = _SEVERAL.fullmatch(text.strip())
            if several:
                text = self._until(several[1])
            if text.strip():
                return text

    def say(self, text: str) -> None:
        """Write a sentence, on a row of its own if somebody was to type there."""
        self._write(f"\n{text}" if self.mark else text)
        self.out.flush()

    def _tell_how(self, view: View) -> None:
        """Say once in each language how to answer."""
        if self._told is not view.words:
            self._told = view.words
            told = view.words.plain_hint.format(key=_SAMPLE)
            self._write(told)
            self._write("")

    def _write(self, text: str, indent: str | None = None) -> None:
        rows = [text] if self.columns is None else wrapped(text, self.columns, indent)
        for row in rows:
            self.out.write(f"{row}\n")

    def _line(self) -> str:
        self.out.write(self.mark)
        self.out.flush()
        line = self.source.readline()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")

    def _until(self, end: str) -> str:
        """Read the lines of one answer; the end of the input ends it as well."""
        lines = []
        while line := self.source.readline():
            if line.strip() == end:
                break
            lines.append(line.rstrip("\r\n"))
        return "\n".join(lines)
