"""What the server says no with, in Telegram's own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(eq=False)
class Refusal(Exception):  # noqa: N818 - it is an answer, nothing went wrong here
    """A call that is refused: status code, description, and what to do about it."""

    code: int
    description: str
    parameters: dict[str, Any] | None = None

    def body(self) -> dict[str, Any]:
        """Return the answer as Telegram writes it."""
        told = {"ok": False, "error_code": self.code, "description": self.description}
        return {**told, "parameters": self.parameters} if self.parameters else told


def bad(text: str) -> Refusal:
    """Return the refusal of a call that is wrong in itself."""
    return Refusal(400, f"Bad Request: {text}")


def conflict(text: str) -> Refusal:
    """Return the refusal of a second reader."""
    return Refusal(409, f"Conflict: {text}")


def forbidden(text: str) -> Refusal:
    """Return the refusal of somebody who does not want the bot."""
    return Refusal(403, f"Forbidden: {text}")


def too_many(seconds: int) -> Refusal:
    """Return the refusal of a call that comes too soon."""
    told = f"Too Many Requests: retry after {seconds}"
    return Refusal(429, told, {"retry_after": seconds})
