"""Two results that are written as one: a blood pressure of 142/91, which people write so."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from criteria.reading.languages.wordlists import words
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from criteria.trial.trial import Trial

HIGHER, _LOWER = "systolic", "diastolic"
_DIGITS = r"[0-9]{2,3}(?:[.,][0-9])?"
_PAIR = rf"(?P<high>{_DIGITS}) ?/ ?(?P<low>{_DIGITS})(?: ?(?P<unit>mm ?Hg|kPa)\b)?"
_LEAST = 40
"""In mmHg, which is meant where no unit is written: less may be a day."""
_ALONE = re.compile(rf"{_PAIR}\.?", re.IGNORECASE)


def pair_of(trial: Trial) -> tuple[str, str] | None:
    """Return the names that a trial has for both blood pressures; None where it asks for one."""
    found = [
        item
        for analyte in (HIGHER, _LOWER)
        for item in trial.items.values()
        if isinstance(item, NumberItem) and item.analyte == analyte and item.names
    ]
    if [item.analyte for item in found] != [HIGHER, _LOWER]:
        return None
    return found[0].names[0], found[1].names[0]


def spelled_out(text: str, trial: Trial) -> str:
    """Return an answer that is a pair and nothing else as two results; any other as it is."""
    names = pair_of(trial)
    match = (_ALONE.fullmatch(text.strip()) or _named().fullmatch(text.strip())) if names else None
    return text if match is None or names is None else _two(match, names)


def higher_alone(text: str) -> str | None:
    """Return the higher of a pair, for a trial that asks for it alone; None of any other text."""
    match = _ALONE.fullmatch(text.strip()) or _named().fullmatch(text.strip())
    if match is None:
        return None
    higher, lower = (Decimal(match[each].replace(",", ".")) for each in ("high", "low"))
    if higher <= lower or (not match["unit"] and higher < _LEAST):
        return None
    return f"{match['high']} {match['unit'] or 'mmHg'}"


def rewritten(text: str, trial: Trial) -> str:
    """Return a report with each pair behind its name as two results."""
    names = pair_of(trial)
    if names is None:
        return text
    return _named().sub(lambda match: _two(match, names), spelled_out(text, trial))


def _two(match: re.Match[str], names: tuple[str, str]) -> str:
    """Write both results; what can be none, such as a day of a month, is left as it is."""
    high, low = match["high"], match["low"]
    unit = f" {match['unit'].replace(' ', '')}" if match["unit"] else ""
    higher = Decimal(high.replace(",", "."))
    if higher <= Decimal(low.replace(",", ".")) or (not unit and higher < _LEAST):
        return match[0]
    return f"{names[0]} {high}{unit}, {names[1]} {low}{unit}"


@cache
def _named() -> re.Pattern[str]:
    """Return the pattern of a pair behind a name for both."""
    said = "|".join(map(re.escape, words("pairs", "blood_pressure")))
    return re.compile(rf"(?<![\w-])(?:{said})\W{{0,3}}{_PAIR}(?![0-9]|[/.,-][0-9])", re.IGNORECASE)
