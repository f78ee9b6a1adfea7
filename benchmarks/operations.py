"""Typical operations, one after the other: what `instructions` counts, in a process of its own.

Each is done three times. The first times read what a process reads once (texts, words, statements);
the last is what a screener waits for, with other values where what was read would be remembered.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from benchmarks.checking import as_drawn, at_one_laboratory
from benchmarks.hops import PASTED, REPORT, WARM
from benchmarks.taps import next_tap
from bot.batch.check import Checker
from bot.batch.match import Matcher
from bot.platforms.chat.access import Access
from bot.platforms.chat.commands.router import Router
from bot.platforms.chat.environment import Environment
from bot.platforms.chat.incoming import Incoming, Kind
from bot.platforms.telegram.outbox import drawn
from bot.store import Store
from bot.texts import texts_in
from criteria.trial import catalog
from tests.reference.patients import patients

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bot.batch.stream import Replier

_WAYS = {"as_one_laboratory_writes": at_one_laboratory, "in_every_way": as_drawn}
_MATCHED = "as_one_laboratory_writes"
_CHECKED = 20
_WARM = 2
_MOST_TAPS = 60
_SEED = 7
NOW = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
LONG = "\n".join(
    (
        *("Laboratory results 2026-03-28", "P-Natrium {sodium} mmol/L (137-145)"),
        *("P-Kalium 4,1 mmol/L (3,5-4,4)", "Hb {hb} g/L (134-170)", "EVF 0,37 (0,39-0,50)"),
        *("MCV 91 fL (82-98)", "MCH 30 pg (27-33)", "LPK 5,6 x10^9/L (3,5-8,8)"),
        *("Neutrofila {neutrophils} x10^9/L (1,6-5,9)", "Lymfocyter 1,4 x10^9/L (0,9-4,8)"),
        *("Monocyter 0,5 x10^9/L (0,2-0,9)", "Eosinofila 0,1 x10^9/L (0,0-0,5)"),
        *("Basofila 0,0 x10^9/L (0,0-0,1)", "TPK {platelets} x10^9/L (145-348)"),
        *("CRP 4 mg/L (<5)", "ASAT 0,45 µkat/L (<0,76)", "ALAT {alt} µkat/L (<1,10)"),
        *("ALP 1,4 µkat/L (0,7-1,9)", "GT 0,9 µkat/L (<1,3)", "Bilirubin 12 µmol/L (<26)"),
        *("LD 3,1 µkat/L (1,8-3,4)", "Amylas 0,8 µkat/L (0,15-1,1)", "Albumin 41 g/L (36-48)"),
        *("Kalcium 2,35 mmol/L (2,15-2,50)", "Fosfat 1,0 mmol/L (0,7-1,6)"),
        *("Magnesium 0,85 mmol/L (0,70-0,95)", "Urea 5,4 mmol/L (3,2-8,1)"),
        *("Kreatinin {creatinine} µmol/L (<105)", "eGFR {gfr} mL/min/1,73m2"),
        *("Urat 320 µmol/L (230-480)", "Glukos 5,6 mmol/L (4,2-6,0)", "HbA1c 38 mmol/mol (31-46)"),
        *("Kolesterol 4,9 mmol/L (3,9-7,8)", "LDL 2,9 mmol/L (2,0-5,3)", "TSH 1,9 mE/L (0,4-4,0)"),
        *("Fritt T4 15 pmol/L (12-22)", "Ferritin 120 µg/L (34-275)", "INR 1,0 (0,9-1,2)"),
        *("APTT 29 s (26-33)", "Kromogranin A 210 µg/L (<102)"),
    )
)
WRITTEN = (
    {"hb": 112, "neutrophils": "2,6", "platelets": 251, "alt": "0,44", "creatinine": 81, "gfr": 73},
    {"hb": 119, "neutrophils": "2,9", "platelets": 244, "alt": "0,52", "creatinine": 79, "gfr": 76},
    {"hb": 108, "neutrophils": "2,2", "platelets": 218, "alt": "0,63", "creatinine": 74, "gfr": 81},
)
_OTHER = REPORT.format(**WRITTEN[0], ast="0,39", bilirubin=8)


class Chat:
    """One person's chat with the bot, without a messenger."""

    def __init__(self, store: Store, router: Router, user: int) -> None:
        """Begin with nothing said."""
        self._store = store
        self._router = router
        self._user = user
        self._updates = user * 1000
        self.screen: dict[str, Any] = {}

    def write(self, text: str) -> None:
        """Send a text."""
        self._take(Kind.TEXT, text, "")

    def tap(self, begins: str = "") -> None:
        """Press the first button whose data begin so, else the one that is usual."""
        markup = self.screen["reply_markup"]["inline_keyboard"]
        found = [one["callback_data"] for row in markup for one in row]
        named = next((data for data in found if begins and data.startswith(begins)), None)
        self._take(Kind.PRESS, named or self.usual() or "", "1")

    def usual(self) -> str | None:
        """Return the data of the button that somebody in a hurry presses; None at the end."""
        shown = {**self.screen, "reply_markup": json.dumps(self.screen.get("reply_markup", {}))}
        return next_tap(shown)

    def finish(self) -> None:
        """Tap on until the summary is shown.

        Raises:
            RuntimeError: it never is.
        """
        for _ in range(_MOST_TAPS):
            if self.screen["text"].rpartition("\n")[2].startswith("#"):
                return
            self.tap()
        raise RuntimeError("the screening does not end")

    def _take(self, kind: Kind, text: str, query: str) -> None:
        self._updates += 1
        incoming = Incoming(
            self._updates, kind, self._user, self._user, "A", "en", text=text, query=query
        )
        posted = self._store.within(partial(self._router.handle, incoming))
        if posted is None:
            raise RuntimeError("there is no reply")
        self.screen = posted.message["screen"]
        self._store.within(lambda unit: unit.messaging.delivered([posted.id]))


def operations(
    store: Store, router: Router, files: Mapping[str, list[list[str]]], turn: int
) -> Iterator[tuple[str, Callable[[], object]]]:
    """Return each operation by its name, as one person does them in turn."""
    chat = Chat(store, router, 100 + turn)
    written = WRITTEN[turn]
    yield "begin", partial(chat.write, "/screen")
    yield "typed_age_and_sex", partial(chat.write, f"{62 - turn} m")
    yield "tap", chat.tap
    yield "report_of_8", partial(chat.write, (_OTHER, WARM, PASTED)[turn])
    yield "confirm", partial(chat.tap, "y:")
    chat.write("/screen")
    yield "report_of_40", partial(chat.write, LONG.format(**written, sodium=138 + turn))
    chat.tap("y:")
    chat.finish()
    yield "summary_again", partial(chat.write, f"/resume S000{2 + 2 * turn}")
    checker = Checker(catalog.load(), texts_in("en"), NOW.date())
    for way, lines in files.items():
        yield f"check_{_CHECKED}_{way}", partial(_check, checker, lines[turn])
    entries = [_for_every_trial(line) for line in files[_MATCHED][turn]]
    yield f"match_{_CHECKED}_with_every_trial", partial(_check, _matcher(), entries)


def _files() -> dict[str, list[list[str]]]:
    """Return complete patients, written in two ways, as the lines of a file for each turn."""
    drawn_ones = list(patients((1 + _WARM) * _CHECKED, _SEED, complete=True))
    return {
        way: [
            [_line(answers, one) for one in drawn_ones[begin : begin + _CHECKED]]
            for begin in range(0, len(drawn_ones), _CHECKED)
        ]
        for way, answers in _WAYS.items()
    }


def _line(answers: Callable[[dict[str, Any]], dict[str, str]], one: Mapping[str, Any]) -> str:
    return json.dumps({"reference_date": one["reference_date"], "answers": answers(dict(one))})


@cache
def _matcher() -> Matcher:
    names = catalog.released()
    return Matcher([Checker(catalog.load(one), texts_in("en"), NOW.date()) for one in names])


def _for_every_trial(line: str) -> str:
    """Return the entry of a patient of the first trial, with its answers under their concepts."""
    trial, entry = catalog.load(), json.loads(line)
    concepts = {item: concept for concept, item in trial.concepts.items()}
    own = trial.protocol.id
    answers = {concepts.get(one, f"{own}/{one}"): text for one, text in entry["answers"].items()}
    return json.dumps({**entry, "answers": answers})


def _check(checker: Replier, lines: list[str]) -> None:
    if any("error" in checker.reply_to(line) for line in lines):
        raise RuntimeError("a patient is refused: nothing to count")


def _begin_counting() -> None:
    """Let valgrind count from now on: what came before took a tenth of the time without."""
    command = ["callgrind_control", "-i", "on", str(os.getpid())]
    asked = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - no shell
    while asked.poll() is None:  # valgrind listens while the process does something
        pass
    if asked.returncode:
        raise RuntimeError("valgrind does not count")


def main() -> None:
    """Do everything to warm up; then again, with a mark before and after each operation."""
    files = _files()
    with Store.open("sqlite://") as store:
        router = Router(Environment(Access(everybody=True), lambda: NOW, drawn=drawn))
        for turn in range(_WARM):
            for _, work in operations(store, router, files, turn):
                work()
        gc.collect()
        gc.disable()
        if "--count" in sys.argv[1:]:
            _begin_counting()
        names = []
        for name, work in operations(store, router, files, _WARM):
            os.getppid()
            work()
            os.getppid()
            names.append(name)
    print(json.dumps(names))


if __name__ == "__main__":
    main()
