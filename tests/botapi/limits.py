"""How much a bot may send: more than that is refused with 429, as Telegram refuses it."""

from __future__ import annotations

import math
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.botapi.refusals import too_many

if TYPE_CHECKING:
    from collections.abc import Callable

_COUNTED = ("send", "edit")
_NOT_COUNTED = ("sendChatAction",)


@dataclass(frozen=True, slots=True)
class Window:
    """So many calls within so many seconds."""

    calls: int
    seconds: float


@dataclass(slots=True)
class Limits:
    """What may be sent in all, to a person, and to a group; sending and editing count alike."""

    overall: Window = Window(30, 1)
    person: Window = Window(20, 20)
    group: Window = Window(20, 60)
    now: Callable[[], float] = time.monotonic
    _sent: dict[object, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, method: str, params: dict[str, Any]) -> None:
        """Refuse a call that is one too many; count it otherwise."""
        if not method.startswith(_COUNTED) or method in _NOT_COUNTED:
            return
        now, chat = self.now(), str(params.get("chat_id"))
        windows = ((None, self.overall), (chat, self.group if chat[:1] == "-" else self.person))
        for key, window in windows:
            sent = self._sent[key]
            while sent and sent[0] <= now - window.seconds:
                sent.popleft()
            if len(sent) >= window.calls:
                raise too_many(max(1, math.ceil(sent[0] + window.seconds - now)))
        for key, _ in windows:
            self._sent[key].append(now)
