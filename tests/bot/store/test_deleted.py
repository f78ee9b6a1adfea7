"""What was deleted is no longer in the database's file either."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.store import Store

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
MARK = "a-text-that-stands-nowhere-else-"


def test_nothing_of_a_deleted_row_stays_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "bedside.db"
    with Store.open(f"sqlite:///{file}") as store:
        post = [
            store.within(lambda unit: unit.messaging.post(5, {"say": MARK * 400}, NOW)).id
            for _ in range(5)
        ]
    assert MARK.encode() in file.read_bytes()
    with Store.open(f"sqlite:///{file}") as store:
        store.within(lambda unit: unit.messaging.delivered(post))
    assert MARK.encode() not in file.read_bytes()
