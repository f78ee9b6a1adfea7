"""What a message is, on any platform: lines of text and rows of buttons."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a message; a strong one is what the eye should meet first."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it says, and its callback data of at most 64 bytes."""

    label: str
    data: str
    opens: str = ""
    """The address of a form that it opens in place of sending data, where a messenger can."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message, for any platform."""

    lines: tuple[Line, ...]
    rows: tuple[tuple[Button, ...], ...] = ()

    @property
    def text(self) -> str:
        """The message as plain text."""
        return "\n".join(line.text for line in self.lines)
