"""Laboratory reports at random: names, values, units, intervals, days, flags, layouts and noise.

Every report is made from its number and a seed alone. Most of it looks like what a laboratory
prints or a clinician types, in five languages; some of it is cut, doubled or scrambled.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from criteria.known.unit_spellings import _SPELLINGS, standard_unit
from criteria.reading.languages.wordlists import words
from criteria.reading.results.vocabulary import COMPARATORS, SENSES
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from criteria.trial.trial import Trial

_DATA = Path(__file__).parents[1] / "data" / "laboratory.toml"
_SPECIMENS = ("", "", "", "B-", "P-", "S-", "fP-", "Pt-", "U-", "Csv-")
_COMPARATORS = ("<", ">", "≤", "≥", "<=", ">=", "=<", "< ", "> ")
_ARROWS = (" -> ", " → ", " > ", " => ", ">")
_JOINTS = (" ", " ", " ", ": ", ":", " = ", "\t", "  ", " | ", ";", ", ", "", "\n", "\t\t", " - ")
_ENDS = ("\n", "\n", "\n", ", ", "; ", ". ", "\n\n", " ", " / ", "\t")
_FLAGS = ("", "", "", "", " H", " L", " *", " ↑", " ↓↓", " (H)", "*", " !", " HH", " +")
_NUMBERED = ("", "", "", "1. ", "- ", "* ", "• ")
_HEADS = (
    ("Analys", "Resultat", "Enhet", "Referensintervall"),
    ("Test", "Result", "Units", "Reference range"),
    ("Untersuchung", "Wert", "Einheit", "Referenzbereich"),
    ("Analyse", "Svar", "Enhed", "Ref."),
    ("Analys", "Resultat", "Enhet", "Nedre", "Övre"),
    ("Component", "Previous", "Result", "UnitOfWork", "Range"),
    ("Prov", "Datum", "Resultat", "Enhet", "Flagga"),
)
_BORDERS = ("\t", ";", " | ", "   ")
_NOISE = "0123456789.,;:-/()[]<>=+*' \t\n\"|abHgLµ%→↑²⁹ \u00a0"


class Reports:
    """Makes the reports of one seed."""

    def __init__(self, trial: Trial, seed: int) -> None:
        """Collect what reports are made of."""
        self.seed = seed
        numbers = [item for item in trial.items.values() if isinstance(item, NumberItem)]
        self.asked = numbers
        self.items = [item for item in numbers if _names(item)]
        self.names = {item.id: _names(item) or [""] for item in numbers}
        self.others = _others()
        self.units = {item.id: _units(item) for item in numbers}
        self.words = [word for one in SENSES for word in words("report", one.name.lower())]
        self.signs = [
            word for one in COMPARATORS for word in words("comparators", one.name.lower())
        ]
        self.cases = [case["text"] for case in tomllib.loads(_DATA.read_text("utf-8"))["case"]]

    def report(self, number: int) -> str:
        """The report of this number."""
        random = Random(f"report {self.seed} {number}")
        make = random.choices(
            (self._lines, self._table, self._days, self._list, self._spliced), (6, 2, 1, 1, 2)
        )[0]
        text = make(random)
        for _ in range(random.choice((0, 0, 0, 1, 2, 6))):
            text = _scrambled(text, random)
        return text

    def answer(self, number: int) -> tuple[str, str]:
        """An item, and what somebody typed where its value was asked."""
        random = Random(f"answer {self.seed} {number}")
        item = random.choice(self.asked)
        named = f"{self._name(item, random)} " if random.random() < 0.2 else ""
        text = named + self._result(item, random)
        if random.random() < 0.15:
            text += random.choice(("; ", "\n", ", ")) + self._result(item, random)
        return item.id, _scrambled(text, random) if random.random() < 0.2 else text

    def _lines(self, random: Random) -> str:
        parts = [self._head(random)] if random.random() < 0.4 else []
        for _ in range(random.randint(1, 9)):
            item = random.choice(self.items)
            other = random.random() < 0.15
            name = random.choice(self.others) if other else self._name(item, random)
            joint = random.choice(_JOINTS)
            before = self._filler(random) if random.random() < 0.2 else ""
            parts.append(
                f"{random.choice(_NUMBERED)}{name}{joint}{before}{self._result(item, random)}"
                f"{random.choice(_ENDS)}"
            )
        return "".join(parts)

    def _head(self, random: Random) -> str:
        heads = (
            "Lab {}\n", "Provtagning: {}\n", "Collected {}\n\n", "Utskrift {}\n", "Blod\n",
            "{}: ", "Krav:\n", "Tidigare resultat {}\n", "Ascites: ", "Urin\n",
        )  # fmt: skip
        return random.choice(heads).format(_day(random))

    def _name(self, item: NumberItem, random: Random) -> str:
        specimen = random.choice(_SPECIMENS) if random.random() < 0.4 else ""
        return specimen + random.choice(self.names[item.id])

    def _result(self, item: NumberItem, random: Random) -> str:
        """A value with what may stand around it, mostly in the usual order."""
        unit = random.choice(self.units[item.id])
        parts = [self._value(item, random, unit)]
        if random.random() < 0.8:
            parts.append(random.choice((" ", " ", "", "  ", "\t", " [")) + unit)
        parts.append(random.choice(_FLAGS))
        extras = [
            random.choice((" ({})", " {}", " [{}]", "\t{}", " ({}", " ref {}", " ref. {}")).format(
                self._limits(item, random, unit)
            ),
            random.choice((" {}", " ({})", ", {}", " taget {}")).format(_day(random)),
            f" {self._filler(random)}",
            f" ({self._filler(random)}{self._value(item, random)})",
            random.choice(_ARROWS) + self._value(item, random, unit),
            f", {self._filler(random)}{self._value(item, random, unit)} {unit}",
            f" {random.choice(self.units[random.choice(self.items).id])}",
            f", BSA {random.randint(14, 25) / 10} m2",
        ]
        parts += random.sample(extras, random.choice((0, 0, 1, 1, 2, 3)))
        if random.random() < 0.15:
            random.shuffle(parts)
        return "".join(parts)

    def _value(self, item: NumberItem, random: Random, unit: str = "") -> str:
        sign = random.choice(_COMPARATORS) if random.random() < 0.12 else ""
        sign = f"{random.choice(self.signs)} " if random.random() < 0.02 else sign
        number = _number(item, random, unit)
        upto = f"-{_number(item, random, unit)}" if random.random() < 0.03 else ""
        return sign + number + upto

    def _limits(self, item: NumberItem, random: Random, unit: str = "") -> str:
        low, high = _number(item, random, unit), _number(item, random, unit)
        unit = f" {random.choice(self.units[item.id])}" if random.random() < 0.2 else ""
        forms = ("{}-{}{}", "{} - {}{}", "<{1}{2}", "< {1}{2}", ">{0}{2}", "{}–{}{}", "{} to {}{}")
        return random.choice(forms).format(low, high, unit)

    def _filler(self, random: Random) -> str:
        words = self.words if random.random() < 0.9 else ["foo", "patienten", "x", "Dr.", "2 st"]
        return f"{random.choice(words)} "

    def _table(self, random: Random) -> str:
        """A table with a head, some cells empty."""
        head, border = random.choice(_HEADS), random.choice(_BORDERS)
        rows: list[Sequence[str]] = [head]
        for item in random.sample(self.items, random.randint(1, len(self.items))):
            cells = (self._cell(title, item, random) for title in head[1:])
            rows.append((self._name(item, random), *cells))
        lines = [border.join(row) for row in rows]
        if border == " | " and random.random() < 0.5:
            lines = [f"| {line} |" for line in lines]
        return "\n".join(lines[random.random() < 0.15 :])

    def _cell(self, title: str, item: NumberItem, random: Random) -> str:
        if random.random() < 0.1:
            return ""
        if title in ("Enhet", "Units", "UnitOfWork", "Einheit", "Enhed"):
            return random.choice(self.units[item.id])
        if title in ("Datum", "Flagga"):
            return _day(random) if title == "Datum" else random.choice(_FLAGS).strip()
        if title.startswith(("Ref", "Range")):
            return self._limits(item, random)
        return self._value(item, random)

    def _days(self, random: Random) -> str:
        """A table with a column for each day, or a row for each day."""
        days = [_day(random) for _ in range(random.randint(1, 4))]
        border = random.choice(_BORDERS)
        items = random.sample(self.items, random.randint(1, 5))
        if random.random() < 0.5:
            rows = [("Analys", *days)]
            rows += [
                (self._name(item, random), *(self._value(item, random) for _ in days))
                for item in items
            ]
        else:
            rows = [("Datum", *(self._name(item, random) for item in items))]
            rows += [(day, *(self._value(item, random) for item in items)) for day in days]
        return "\n".join(border.join(row) for row in rows)

    def _list(self, random: Random) -> str:
        """Names joined by slashes, and their numbers."""
        items = random.sample(self.items, random.randint(2, 4))
        names = "/".join(self._name(item, random) for item in items)
        numbers = "/".join(_number(item, random) for item in items)
        return f"{names} {numbers} {random.choice(self.units[items[0].id])}"

    def _spliced(self, random: Random) -> str:
        """Lines of one or two collected reports, with a line of another kind between them."""
        lines = [line for text in random.sample(self.cases, 2) for line in text.split("\n")]
        place = random.randrange(len(lines) + 1)
        if random.random() < 0.5:
            lines.insert(place, self._lines(random))
        return "\n".join(lines[: place + random.randint(1, 12)])


def _names(item: NumberItem) -> list[str]:
    named = [name for names in item.method_names.values() for name in names]
    summed = [name for names in item.summed_names for name in names]
    return [*item.names, *item.names, *item.codes, *named, *item.names_to_confirm, *summed]


def _others() -> list[str]:
    text = files("criteria.reading.reports").joinpath("other_analytes.txt").read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _units(item: NumberItem) -> list[str]:
    """The item's units, mostly by their name, and in other spellings."""
    units = [
        *item.units,
        *item.units,
        *([item.body_surface_unit] if item.body_surface_unit else []),
    ]
    units += ["%"] if item.percent_of else []
    return [unit for unit in units if unit] * 6 + [
        spelling for unit in item.units for spelling in _SPELLINGS.get(unit, "").split()
    ] or [""]


def _number(item: NumberItem, random: Random, unit: str = "") -> str:
    """A number such as the item has in this unit, else in any of its units; sometimes another."""
    name = standard_unit(unit, item.units) if random.random() < 0.9 else None
    factor = item.units[name] if name else random.choice(list(item.units.values()) or [1])
    soft = item.soft or item.hard
    low, high = float(soft.low), float(soft.high)
    canonical = random.uniform(low, low + (high - low) * random.choice((0.2, 1)))
    number = canonical / float(factor)
    written = f"{number:.{random.choice((0, 0, 1, 1, 2, 3))}f}"
    if random.random() < 0.05:
        written = random.choice(("0", "1 234", "12.345", "1,234", "10^9", "1O5", "105.", "200 300"))
    return written.replace(".", ",") if random.random() < 0.5 else written


def _day(random: Random) -> str:
    year, month, day = (
        random.choice((2024, 2025, 2026)),
        random.randint(1, 12),
        random.randint(1, 28),
    )
    forms = (
        f"{year}-{month:02}-{day:02}", f"{year}-{month:02}-{day:02}", f"{day}/{month} {year}",
        f"{day:02}.{month:02}.{year}", f"{year}{month:02}{day:02}", f"{day}/{month}",
        f"{year}-{month:02}-{day:02} 08:15", f"{day:02}/{month:02}/{year}", f"mars {year}",
        f"{year % 100}{month:02}{day:02}",
    )  # fmt: skip
    return random.choice(forms)


def _scrambled(text: str, random: Random) -> str:
    """The text with one place cut, doubled, changed or broken."""
    start = random.randrange(len(text) + 1)
    end = min(len(text), start + random.choice((1, 1, 2, 5)))
    changes: Sequence[str] = (
        "", text[start:end] * 2, random.choice(_NOISE), f"\n{text[start:end]}",
        text[start:end] + random.choice(_NOISE), re.sub(r"\s", "", text[start:end]),
    )  # fmt: skip
    return text[:start] + random.choice(changes) + text[end:]
