"""What an update costs, and what the service holds in memory, with few and many open screenings."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from benchmarks.measuring import table
from benchmarks.serving import SERVE, environment, server, speed_of
from bot.dialogs.session import Kept, Session
from bot.store import Chat, Store

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.serving import Speed
    from bot.store import Unit

FEW, MANY = 100, 100_000
_AT_ONCE = 5_000
_OTHERS = 1_000_000
"""The first of the people whose screenings lie there: none of them taps."""
_COST, _GROWTH = 1.1, 10.0
_ANSWERS = {"I1.age": Kept("62"), "CTX.sex": Kept("male")}


def bench(folder: Path) -> str:
    """Measure the service on a database with few and with many screenings, and give the table."""
    warm, seconds = (2.0, 4.0) if "--quick" in sys.argv else (5.0, 20.0)
    few, many = (_measured(folder / str(count), count, warm, seconds) for count in (FEW, MANY))
    cost, growth = many.cpu / few.cpu, many.memory - few.memory
    rows = [
        (f"{count:,}", f"{one.updates:.0f}", f"{one.cpu:.2f}", f"{one.memory:.1f}", "")
        for count, one in ((FEW, few), (MANY, many))
    ]
    targets = f"<= {_COST:g}, < {_GROWTH:g}"
    reached = "reached" if cost <= _COST and growth < _GROWTH else "missed"
    rows.append(("ratio, growth", "", f"{cost:.2f}", f"{growth:+.1f}", f"{targets}: {reached}"))
    headings = ("screenings", "updates/s", "CPU ms/update", "RSS MiB", "target")
    return table("Telegram service with open screenings in its database", headings, rows)


def _measured(folder: Path, count: int, warm: float, seconds: float) -> Speed:
    folder.mkdir()
    with server("/screen") as port:
        settings = environment(folder, port)
        with Store.open(settings["BEDSIDE_DATABASE"]) as store:
            for first in range(0, count, _AT_ONCE):
                _fill(store, range(first, min(first + _AT_ONCE, count)))
        return speed_of(SERVE, port, settings, warm, seconds)


def _fill(store: Store, numbers: range) -> None:
    """Store screenings of other people, all in one transaction."""
    now = datetime(2026, 3, 31, 9, tzinfo=UTC)

    def work(unit: Unit) -> None:
        for number in numbers:
            user, token = _OTHERS + number, unit.next_token()
            session = Session(token, "start-net", "R1", date(2026, 3, 31), answers=_ANSWERS)
            unit.add(session, f"telegram:{user}", now)
            unit.mail.keep_chat(Chat(user, "en", token))

    store.within(work)
