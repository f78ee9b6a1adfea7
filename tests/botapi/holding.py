"""Holds a whole screening: looks which item the keyboard asks for, and answers it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.botapi.phone import Phone
    from tests.botapi.world import Message

OUTCOMES = ("#eligible", "#not_eligible", "#pending")
_PRESSES = {"no": 0, "yes": 1, "unknown": 2}
_ENOUGH = 6
"""An item that is asked more often than this is one whose answer is not taken."""


async def answer_by_items(
    phone: Phone,
    answers: Mapping[str, str],
    *,
    missing: str = "unknown",
    stop: bool = False,
    timeout: float = 10.0,  # noqa: ASYNC109 - a person's patience
    most: int = 200,
) -> Message:
    """Answer what is asked until the summary is there; the summary.

    ``answers`` says what to answer to an item: a choice's code is tapped, anything else typed;
    ``missing`` is for the items that do not stand there. ``stop`` ends at the first failure.
    """
    screener = Screener(phone, answers, missing, stop=stop)
    return await screener.hold(timeout, most)


def outcome(message: Message) -> str | None:
    """Return the outcome that a message ends with."""
    last = message.text.rstrip().rpartition("\n")[2].strip()
    return last if last in OUTCOMES else None


def kinds(message: Message) -> dict[str, list[str]]:
    """Return a message's callback data by their letters, in order."""
    found: dict[str, list[str]] = {}
    for row in message.buttons:
        for _, data in row:
            found.setdefault(data.partition(":")[0], []).append(data)
    return found


class Screener:
    """Somebody who answers."""

    def __init__(
        self, phone: Phone, answers: Mapping[str, str], missing: str, *, stop: bool
    ) -> None:
        """Know the answers."""
        self.phone = phone
        self.answers = answers
        self.missing = missing
        self.stop = stop
        self.begun = phone.mark
        self.seen = phone.mark
        self.asked: Counter[str] = Counter()

    async def hold(self, timeout: float, most: int) -> Message:  # noqa: ASYNC109 - a person's patience
        """Answer until the summary is there."""
        for _ in range(most):
            await self.phone.until(self._ready, timeout)
            end = self._summary()
            if end is not None:
                return end
            await self._act(timeout)
        raise AssertionError(f"no summary after {most} answers; {self.phone.told()}")

    def _ready(self) -> bool:
        return self._summary() is not None or self._question() is not None

    def _summary(self) -> Message | None:
        message = self.phone.newest(self.seen)
        return message if message is not None and outcome(message) else None

    def _question(self) -> Message | None:
        """Return the newest keyboard, if it is new and asks something."""
        shown = self.phone.shown
        if shown is None or shown.changed <= self.seen:
            return None
        return shown if kinds(shown).keys() & set("aotgsx") else None

    async def _act(self, timeout: float) -> None:  # noqa: ASYNC109 - a person's patience
        shown = self._question()
        assert shown is not None
        self.seen = shown.changed
        found = kinds(shown)
        if "x" in found:
            await self.phone.press(found["y"][0], shown)
        elif "t" in found:
            await self._tick(shown, timeout)
        elif "o" in found:
            await self.phone.press(found["o"][0], shown)
        elif "a" in found:
            await self._answer(shown, found["a"])
        else:
            await self.phone.press(found["s" if self.stop and "s" in found else "g"][0], shown)

    async def _answer(self, shown: Message, choices: list[str]) -> None:
        item = choices[0].split(":")[2]
        self.asked[item] += 1
        assert self.asked[item] <= _ENOUGH, f"{item} asked again and again: {shown.text}"
        wanted = self.answers.get(item, self.missing)
        fitting = [data for data in choices if data.split(":")[2:] == [item, wanted]]
        if fitting:
            await self.phone.press(fitting[0], shown)
        else:
            await self.phone.send(wanted)

    async def _tick(self, shown: Message, timeout: float) -> None:  # noqa: ASYNC109 - a person's patience
        """Go through a checklist, which begins with no everywhere."""
        found = kinds(shown)
        wanted = list(self._wanted(found["t"]))
        for data in wanted:
            await self.phone.press(data, shown)
            # It is edited in place, or comes anew from a bot that was started again.
            await self.phone.until(lambda: self._question() is not None, timeout)
            shown = self._question() or shown
            self.seen = shown.changed
        await self.phone.press(found["d" if wanted else "n"][0], shown)

    def _wanted(self, lines: list[str]) -> Iterator[str]:
        for data in lines:
            wanted = self.answers.get(data.split(":")[2], self.missing)
            yield from [data] * _PRESSES[wanted]
