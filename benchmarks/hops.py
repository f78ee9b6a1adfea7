"""`python -m benchmarks.hops [--all]`: how far a tap and a pasted report travel through the code.

Every call of one of our own functions is counted while `Service.handle` takes an event, from the
store and back. A crossing is a call from one package into another (``bot.dialogs`` to
``criteria.reading``, say): the fewer there are, the easier the path is to follow. What is worked
out once per process (imports, texts, a trial's words) was worked out before, in another screening.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from benchmarks.measuring import Report, table
from bot.dialogs.events import Typed
from bot.platforms.callbacks import event_of
from bot.screenings.service import Service
from bot.store import Store
from criteria.trial import catalog

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

    from bot.dialogs.events import Event
    from bot.screenings.service import Reply

REPORT = (
    "Hb {hb} g/L\nNeutrofila {neutrophils} x10^9/L\nTPK {platelets} x10^9/L\n"
    "ASAT {ast} µkat/L (<0,76)\nALAT {alt} µkat/L (<1,10)\nBilirubin {bilirubin} µmol/L (<26)\n"
    "eGFR {gfr} mL/min/1,73m2\nKreatinin {creatinine} µmol/L (<90)"
)
WARM = REPORT.format(
    hb=121, neutrophils="3,1", platelets=241, ast="0,41", alt="0,51", bilirubin=9, gfr=71,
    creatinine=81,
)  # fmt: skip
PASTED = REPORT.format(
    hb=105, neutrophils="2,4", platelets=230, ast="0,45", alt="0,60", bilirubin=12, gfr=78,
    creatinine=77,
)  # fmt: skip
_OURS = ("bot.", "criteria.")
_PREFERRED = ("n:", "y:", "g:")


@dataclass
class Hops:
    """What was counted while one event was taken."""

    calls: int = 0
    modules: set[str] = field(default_factory=set)
    crossings: Counter[tuple[str, str]] = field(default_factory=Counter)
    functions: Counter[str] = field(default_factory=Counter)

    def row(self, name: str) -> tuple[str, ...]:
        """Return the counts as a row of the table."""
        return (name, *map(str, (self.calls, len(self.modules), self.crossings.total())))


def counted(service: Service, owner: str, token: str, event: Event) -> tuple[Hops, Reply]:
    """Take an event and count what is called for it."""
    hops = Hops()

    def see(frame: FrameType, what: str, _argument: object) -> None:
        module = str(frame.f_globals.get("__name__", ""))
        name = frame.f_code.co_name
        if what != "call" or not module.startswith(_OURS) or name.startswith("<"):
            return
        hops.calls += 1
        hops.modules.add(module)
        hops.functions[f"{module}:{frame.f_code.co_qualname}"] += 1
        caller = _caller(frame)
        if caller and _package(caller) != _package(module):
            hops.crossings[_package(caller), _package(module)] += 1

    sys.setprofile(see)
    try:
        reply = service.handle(owner, token, event)
    finally:
        sys.setprofile(None)
    return hops, reply


def _caller(frame: FrameType) -> str:
    """Return the module of ours that called, whatever library lies between."""
    above = frame.f_back
    while above is not None:
        module = str(above.f_globals.get("__name__", ""))
        if module.startswith(_OURS):
            return module
        above = above.f_back
    return ""


def _package(module: str) -> str:
    return ".".join(module.split(".")[:2])


def _data(reply: Reply) -> list[str]:
    return [button.data for row in reply.message.rows for button in row]


def _event(data: str) -> Event:
    found = event_of(data)
    if found is None:
        raise ValueError(f"no button: {data}")
    return found[1]


def screened(service: Service, first: str, pasted: str) -> dict[str, Hops]:
    """Screen somebody as far as the laboratory panel; count one tap and the paste."""
    reply = service.begin("bench", catalog.default_trial(), "en")
    token = reply.session.token
    reply = service.handle("bench", token, Typed(first))
    tapped, reply = counted(service, "bench", token, _event(_data(reply)[0]))
    while not any(data.startswith("o:") for data in _data(reply)):
        data = _data(reply)
        ways = [*(d for p in _PREFERRED for d in data if d.startswith(p)), *data]
        unknown = [d for d in data if d.endswith(":unknown")]
        reply = service.handle("bench", token, _event((unknown or ways)[0]))
    paste, reply = counted(service, "bench", token, Typed(pasted))
    yes = next(data for data in _data(reply) if data.startswith("y:"))
    confirmed, _ = counted(service, "bench", token, _event(yes))
    return {"a tap": tapped, "a pasted report of 8": paste, "its confirmation": confirmed}


def measured() -> dict[str, Hops]:
    """Count in a screening that is not the first of the process."""
    when = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
    with Store.open("sqlite://") as store:
        service = Service(store, lambda: when)
        screened(service, "63 m", WARM)
        return screened(service, "62 m", PASTED)


def counts(found: dict[str, Hops]) -> str:
    """Return the counts as a table."""
    rows = [hops.row(name) for name, hops in found.items()]
    return table("Hops", ("", "calls", "modules", "crossings"), rows)


def bench(folder: Path, *, quick: bool) -> Report:  # noqa: ARG001 - it is quick always
    """Count; what is counted is the same on any machine, so there is no target of speed."""
    return Report(counts(measured()))


def main() -> None:
    """Print the counts; with ``--all``, the functions that are called most and the crossings."""
    found = measured()
    print(counts(found))
    if "--all" in sys.argv[1:]:
        for name, hops in found.items():
            most = [(what, str(count)) for what, count in hops.functions.most_common(40)]
            print("\n" + table(f"Called most: {name}", ("function", "calls"), most))
            ways = [(a, b, str(count)) for (a, b), count in hops.crossings.most_common()]
            print("\n" + table(f"Crossings: {name}", ("from", "to", "calls"), ways))


if __name__ == "__main__":
    main()
