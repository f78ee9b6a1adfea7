"""Lets a test wait until something holds, without asking again and again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 20.0
"""Seconds after which a test gives up."""


class Changes:
    """Wakes whoever waits whenever something has changed."""

    def __init__(self) -> None:
        """Begin with nobody who waits."""
        self._waiting: list[asyncio.Future[None]] = []

    def tell(self) -> None:
        """Tell that something has changed."""
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if not one.done():
                one.set_result(None)

    async def until(
        self,
        condition: Callable[[], object],
        patience: float = PATIENCE,
        told: Callable[[], str] = str,
    ) -> None:
        """Wait until a condition holds.

        Args:
            condition: looked at again after each change.
            patience: the seconds after which it is given up.
            told: what to add to the message then.

        Raises:
            AssertionError: it does not hold within the time.
        """
        try:
            async with asyncio.timeout(patience):
                while not condition():
                    change = asyncio.get_running_loop().create_future()
                    self._waiting.append(change)
                    await change
        except TimeoutError:
            raise AssertionError(f"nothing new within {patience} s; {told()}") from None
