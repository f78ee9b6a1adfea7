"""What registry texts call things: the names, units and fillers that limits are read with."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from criteria.analytes.analytes import analytes
from criteria.known.unit_spellings import standard_unit

_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "eighteen": 18,
}
_ALIASES = {
    "meq/l": "mmol/L",
    "meq/liter": "mmol/L",
    "bpm": "/min",
    "beats per minute": "/min",
    "beats/minute": "/min",
    "beats/min": "/min",
    "msec": "ms",
    "msecs": "ms",
    "milliseconds": "ms",
    "millisecond": "ms",
    "ms": "ms",
    "mm hg": "mmHg",
    "mmhg": "mmHg",
    "mg/g.cr": "mg/g",
    "mg/g.cr.": "mg/g",
    "mg/g creatinine": "mg/g",
    "kilograms": "kg",
    "kgs": "kg",
    "kg": "kg",
    "kg/m2": "kg/m2",
    "° c": "°C",
    "°c": "°C",
    "degrees celsius": "°C",
    "degree celsius": "°C",
    "percent": "%",
    "%": "%",
    "iu/l": "U/L",
    "seconds": "s",
    "sec": "s",
    "secs": "s",
    "% predicted": "% predicted",
    "% of predicted": "% predicted",
    "mm/h": "mm",
    "mm/hr": "mm",
    "mm/hour": "mm",
}
_GIGA = "10^9/L"
_COUNTS = {"platelets", "neutrophils", "leukocytes", "lymphocytes", "eosinophils", "monocytes"}
"""What is counted in giga per litre, which is written as grams would be."""
_MONOVALENT = {"sodium", "potassium", "chloride", "bicarbonate"}


@cache
def lexicon() -> dict[str, Any]:
    """Return the lexicon as its file has it."""
    return tomllib.loads(files("bot.drafting").joinpath("lexicon.toml").read_text("utf-8"))


@cache
def written_units() -> dict[str, str]:
    """Return how a unit is shown by how it may be written, of what no library of analytes knows."""
    return {way: shown for shown, ways in lexicon()["units"].items() for way in ways}


@cache
def names() -> tuple[tuple[str, str], ...]:
    """Return every name with what it means, the longest first."""
    pairs = [(name, key) for key, every in lexicon()["names"].items() for name in every]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def name_of(key: str) -> str:
    """Return a name of a thing."""
    return str(lexicon()["names"][key][0])


def beside(key: str) -> tuple[str, ...]:
    """Return the second names that may be beside the name of a thing, the longest first."""
    return tuple(sorted(lexicon()["beside"].get(key, ()), key=len, reverse=True))


def number_word(word: str) -> int | None:
    """Return the number that a word means."""
    return _NUMBERS.get(word.lower())


NUMBER_WORDS = "|".join(_NUMBERS)


def units(key: str) -> tuple[str, ...]:
    """Return the units of a thing, the canonical one first."""
    measure = lexicon()["measures"].get(key)
    if measure:
        return tuple(measure["units"])
    known = analytes().get(key)
    return tuple(known.units) if known else ()


def unit_of(key: str, written: str) -> str | None:
    """Return which of a thing's units was written; None if it is none of them."""
    text = re.sub(r"^\s*[x*]\s*(?=10)", "", written.strip())
    text = re.sub(r"^%.*predicted.*", "% predicted", text)
    if key in _COUNTS and text.lower() == "g/l":
        return _GIGA
    alias = _ALIASES.get(text.lower().rstrip("."))
    known = units(key)
    if text.lower().startswith("meq") and key not in _MONOVALENT:
        return None
    if alias in known:
        return alias
    return standard_unit(text, known)


def bare_unit(key: str) -> str | None:
    """Return the unit that goes without saying."""
    return units(key)[0] if key in ("inr", "bmi", "kps", "fev1_fvc") else None
