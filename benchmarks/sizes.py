"""What an update costs, and what the service holds in memory, with few and many open screenings."""

from __future__ import annotations

from datetime import UTC, datetime
from shutil import copytree
from typing import TYPE_CHECKING

from benchmarks.measuring import Report, Target, middle, spread, table
from benchmarks.running import SERVE, environment, server, speed_of
from benchmarks.serving import median_of
from bot.dialogs.session import Kept, Session
from bot.screenings.heads import Heads
from bot.store import Chat, Store, key_place_of
from criteria.trial import catalog

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.running import Speed
    from bot.store import UnitOfWork

FEW, MANY, QUICK = 100, 1_000_000, 5_000
_AT_ONCE = 5_000
_OTHERS = 1_000_000
"""The first of the people whose screenings lie there: none of them taps."""
_NOW = datetime(2026, 3, 31, 9, tzinfo=UTC)
_COST, _GROWTH = 1.2, 10.0
_TRIAL = catalog.load()
_ANSWERS = {_TRIAL.concepts[name]: Kept(text) for name, text in (("age", "62"), ("sex", "male"))}
_HEADINGS = (
    "open screenings",
    "updates/s",
    "of rounds",
    "CPU ms/update",
    "RSS MiB",
    "bytes a screening on disk",
)


def bench(folder: Path, *, quick: bool) -> Report:
    """Measure the service on a database with few and with many, in turn; quick: on fewer."""
    many = QUICK if quick else MANY
    rounds, warm, seconds = (1, 1.5, 2.5) if quick else (3, 3.0, 10.0)
    sizes = {}
    for count in (FEW, many):
        _fill(folder / str(count), count)
        sizes[count] = (folder / str(count) / "bench.db").stat().st_size // count
    found: dict[int, list[Speed]] = {FEW: [], many: []}
    for number in range(rounds):
        for count, speeds in found.items():
            # A copy each time: the people of one server know nothing of those of another.
            place = copytree(folder / str(count), folder / f"{count}-{number}")
            speeds.append(_measured(place, warm, seconds))
    return _report(found, sizes)


def _report(found: dict[int, list[Speed]], sizes: dict[int, int]) -> Report:
    rows = []
    for count, speeds in found.items():
        one, shown = median_of(speeds), spread((speed.updates for speed in speeds), 0)
        cost, memory = _cost(speeds), _memory(speeds)
        figures = (
            f"{one.updates:,.0f}",
            shown,
            f"{cost:.2f}",
            f"{memory:.1f}",
            f"{sizes[count]:,}",
        )
        rows.append((f"{count:,}", *figures))
    few, many = found.values()
    of = f"with {max(found):,} open screenings instead of {min(found):,}"
    targets = (
        Target(f"cost of an update {of}", _cost(many) / _cost(few), _COST),
        Target(f"MiB of memory more {of}", _memory(many) - _memory(few), _GROWTH),
    )
    return Report(table("Telegram service, by what its database holds", _HEADINGS, rows), targets)


def _cost(speeds: Sequence[Speed]) -> float:
    return middle(speed.cpu for speed in speeds)


def _memory(speeds: Sequence[Speed]) -> float:
    return middle(speed.memory for speed in speeds)


def _measured(place: Path, warm: float, seconds: float) -> Speed:
    with server("/screen") as port:
        return speed_of(SERVE, port, environment(place, port), warm, seconds)


def _fill(place: Path, count: int) -> None:
    """Make a database with the open screenings of so many people, and its log up to date.

    A service brings the log up to date each day; all at once it would take the time measured.
    """
    place.mkdir()
    url = environment(place, 0)["BEDSIDE_DATABASE"]
    with Store.open(url) as store:
        for first in range(0, count, _AT_ONCE):
            _add(store, range(first, min(first + _AT_ONCE, count)))
        key = key_place_of(url)
        if key is not None:
            Heads(store, key).present(_NOW)


def _add(store: Store, numbers: range) -> None:
    """Store screenings of other people, all in one transaction."""

    def work(unit: UnitOfWork) -> None:
        for number in numbers:
            user, token = _OTHERS + number, unit.next_token()
            session = Session(
                token, _TRIAL.protocol.id, _TRIAL.protocol.version, _NOW.date(), answers=_ANSWERS
            )
            unit.add(session, f"telegram:{user}", _NOW)
            unit.messaging.keep_chat(Chat(user, "en", token))

    store.within(work)
