"""What is made to go wrong, and when."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal["429", "500", "502", "drop_before", "drop_after", "slow", "duplicate"]


@dataclass(slots=True)
class Fault:
    """What goes wrong with the next calls of a method (any) in a chat (any)."""

    kind: Kind
    method: str | None = None
    chat_id: int | None = None
    times: int = 1
    retry_after: int = 1
    seconds: float = 1.0
    happened: int = 0
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    async def delay(self) -> None:
        """Delay an answer for the fault's seconds, or until it is released."""
        try:
            await asyncio.wait_for(self._released.wait(), self.seconds)
        except TimeoutError:
            return

    def release(self) -> None:
        """Let what is delayed go on at once."""
        self._released.set()

    def fits(self, method: str, params: dict[str, Any]) -> bool:
        """Whether it is this call that goes wrong."""
        return (
            self.happened < self.times
            and self.method in (None, method)
            and (self.chat_id is None or str(params.get("chat_id")) == str(self.chat_id))
        )


class Faults:
    """The plan of everything that shall go wrong."""

    def __init__(self) -> None:
        """Begin with a server that works."""
        self.plan: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Plan one more."""
        self.plan.append(fault)
        return fault

    def take(self, method: str, params: dict[str, Any]) -> Fault | None:
        """Return what goes wrong with this call, once."""
        for fault in self.plan:
            if fault.kind != "duplicate" and fault.fits(method, params):
                return self._happens(fault)
        return None

    def twice(self, chat_id: int) -> bool:
        """Whether an update of a chat shall come twice."""
        for fault in self.plan:
            if fault.kind == "duplicate" and fault.chat_id in (None, chat_id):
                return self._happens(fault) is not None
        return False

    def _happens(self, fault: Fault) -> Fault:
        fault.happened += 1
        if fault.happened >= fault.times:
            self.plan.remove(fault)
        return fault
