"""An empty store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def store() -> Iterator[Store]:
    """A new store, in memory."""
    with Store.open("sqlite://") as opened:
        yield opened
