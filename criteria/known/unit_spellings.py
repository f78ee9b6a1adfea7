"""Units as people and laboratories write them, matched to the names a trial file uses.

Only spelling lives here. What a unit is worth is in the trial file, as an exact factor.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 40
"""More characters than any spelling of a unit has."""

_SPELLINGS: dict[str, str] = {
    "10^9/L": (
        "109/l e9/l 10e9/l e09/l k giga/l gpt/l mia/l mia./l mrd/l mrd./l bil/l miljarder/l "
        "103/ul e3/ul k/ul th/ul thou/ul thousand/ul thousands/ul tsd/ul tsd./ul tys/ul "
        "tus/ul tusen/ul 103/mm3 k/mm3 thousand/mm3 thou/mm3 106/ml "
        "/nl cells/nl zellen/nl 109cells/l 109celler/l 103cells/ul "
        "1000/ul 1000/mm3 103/cumm 103/cmm 1000/cumm 1000/cmm k/cumm thou/cumm thousand/cumm "
        "tsd/mm3 tsd./mm3 tys/mm3 tys./ul tys./mm3 mil/mm3 mil/ul miles/mm3 miles/ul mille/mm3 "
        "duizend/ul 109/ltr"
    ),
    "/µL": (
        "/ul 106/l e6/l 10e6/l cells/ul cell/ul celler/ul zellen/ul /mm3 cells/mm3 cell/mm3 "
        "celler/mm3 zellen/mm3 /cumm cells/cumm cell/cumm /cmm cells/cmm cell/cmm "
        "/cu.mm /cu.mm. /c.mm cells/cu.mm cells/cu.mm. cells/c.mm cel/ul cel/mm3 komorek/ul"
    ),
    "lakh/µL": (
        "lakh/ul lakhs/ul lakh/mm3 lakhs/mm3 lakh/cumm lakhs/cumm lakh/cmm lakhs/cmm lac/cumm "
        "lacs/cumm lac/cmm lacs/cmm lac/ul lacs/ul lakh/cu.mm lakhs/cu.mm lakhs/cu.mm. "
        "lacs/cu.mm lakh lakhs lac lacs"
    ),
    "U/L": (
        "u/l mu/ml miu/ml iu/l ie/l e/l int.unit/l units/l unit/l enheter/l enhet/l ui/l j/l jm/l "
        "u/ltr"
    ),
    "µkat/L": "ukat/l ukatal/l umol/ls umol/l.s umol/sl umol/s.l umol/s/l umol/l/s",
    "nkat/L": "nkat/l nanokat/l",
    "µmol/L": "umol/l",
    "mmol/L": "mmol/l millimol/l mmol(fe)/l mmolfe/l",
    "g/L": "g/l gram/l gm/l gms/l gr/l g/ltr",
    "g/dL": (
        "g/dl gm/dl gms/dl gm% gms% gm.% gms.% g% grams% gram% gram/dl grams/dl g/100ml gm/100ml "
        "gr/dl gr%"
    ),
    "mg/L": "mg/l mgs/l mg/ltr milligram/l",
    "mg/dL": "mg/dl mgs/dl mg% mgs% mg.% mgm% mg/100ml mgm/dl milligram/dl",
    "%": "% percent procent prozent prosent pct",
    "mL/min/1.73m2": (
        "ml/min/1.73m2 ml/min/1.73 ml/min1.73m2 ml/min.1.73m2 ml/minx1.73m2 "
        "ml/m/1.73m2 ml/min/1.73sqm ml/min/1.73kvm ml/min/1.73qm"
    ),
    "mL/min": "ml/min",
    "mL/s/1.73m2": "ml/s/1.73m2 ml/s/1.73 ml/s1.73m2 ml/sx1.73m2",
    "mm": "mm millimeter millimetre millimeters millimetres",
    "cm": "cm centimeter centimetre centimeters centimetres",
    "m2": "m2 kvm sqm qm",
    "kg": "kg kilo kilos kilogram kilograms kilogramm",
    "lb": "lb lbs pound pounds",
    "in": "in inch inches tum",
    "m": "m meter metre metres",
    "/min": "/min bpm beats/min slag/min slag/minut",
    "ms": "ms msek msec millisekunder milliseconds",
    "regimens": "regimen regimens line lines linje linjer regim regimer",
    "drugs": "drug drugs läkemedel preparat",
    "years": (
        "years year yrs yr y yo y/o y.o y.o. yearsold yearold yrsold yrold år års åring årig "
        "årgammal årgamla årgammel jahre jahrealt "
        "j ans anni años anos jaar v vuotta vuotias lat let"
    ),
}

MULTIPLES: dict[str, tuple[str, Fraction]] = {
    "lakh/µL": ("/µL", Fraction(100_000)),
    "mg/L": ("mg/dL", Fraction(1, 10)),
}
"""A unit that no trial file need name -> the unit that it is a multiple of, and how many of those.

A lakh is 100,000, as the laboratories of the Indian subcontinent count platelets. French ones print
bilirubin in mg/L.
"""

_DIGITS = frozenset("0123456789")
_IN_NUMBERS = _DIGITS | frozenset(".,")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")

_STEPS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\s+"), " "),
    (re.compile(r"lit(?:er|re)s?(?![a-zåäö])"), "l"),
    (re.compile(r"min(?:ut(?:e|er)?)(?![a-zåäö])"), "min"),
    (re.compile(r"(?:sekund|second|sek|sec)(?![a-zåäö])"), "s"),
    (re.compile(r"(?:mikro|micro|μ|µ|mc(?=kat|mol|g|l))(?=[a-z])"), "u"),
    (re.compile(r"(?<=[a-zåäö0-9. ])(?: per | pro )"), "/"),
    (re.compile(r"^(?:per|pro) "), "/"),
    (re.compile(r"[ ·]*(?<![a-z/])(d?l|min)\^?[-−]\^?1\b"), r"/\1"),
    (re.compile(r"\s"), ""),
    (re.compile(r","), "."),
    (re.compile(r"(?<=10)(?:e\+?|exp)0?(?=[369]/)"), ""),
    (re.compile(r"[\^*()\[\]·×\u02c6]"), ""),
    (re.compile(r"^x(?=10|e?\+?0?[369]/)"), ""),
    (re.compile(r"^e\+0?(?=[369]/)"), "e"),
    (re.compile(r"/(?=/)"), ""),
)


@lru_cache(maxsize=8192)
def _key(text: str) -> str:
    """Reduce a spelling to what tells units apart: no case, spaces, signs or superscripts."""
    key = unicodedata.normalize("NFKC", text.translate(_SUPERSCRIPTS)).casefold().strip()
    for pattern, replacement in _STEPS:
        key = pattern.sub(replacement, key)
    return key


_NAME_OF = {
    _key(spelling): name for name, spellings in _SPELLINGS.items() for spelling in spellings.split()
}


@lru_cache(maxsize=8192)
def _meanings(text: str) -> frozenset[str]:
    """Return the keys that a spelling may stand for; `G/L` is giga, `g/L` is gram."""
    key = _key(text)
    meanings = {key, _key(_NAME_OF.get(key, key))}
    if key == "g/l" and text.strip().startswith("G"):
        meanings.add(_key("10^9/L"))
    return frozenset(meanings)


@lru_cache(maxsize=8192)
def _standard_unit(text: str, units: tuple[str, ...]) -> str | None:
    exact = [unit for unit in units if _key(unit) == _key(text)]
    if exact:
        return exact[0]
    meanings = _meanings(text)
    found = [unit for unit in units if meanings & _meanings(unit)]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=256)
def _digits_in_front(units: tuple[str, ...]) -> frozenset[str]:
    """Return the first sign, and the first two, of the keys of units that begin with a digit."""
    keys = {*_NAME_OF, *(key for unit in units for key in _meanings(unit))}
    return frozenset(key[:length] for key in keys for length in (1, 2) if key[:1].isdigit())


def may_be_unit(start: str, units: tuple[str, ...]) -> bool:
    """Tell from its first two signs whether a text can be one of these units: 4.1 mmol/L cannot.

    A digit in front stays in front of the key; so does a digit or a decimal mark behind it.
    """
    if start[:1] not in _DIGITS:
        return True
    known = start[:2].replace(",", ".") if start[1:2] in _IN_NUMBERS else start[:1]
    return known in _digits_in_front(units)


def standard_unit(text: str, units: Iterable[str]) -> str | None:
    """Say which of these standard names the written unit means; None if none of them.

    Case, spaces, lost superscripts and the many ways to write µ and 10⁹ do not matter. A
    standard name that this module does not know still matches its own spelling.
    """
    if not text.strip() or len(text) > LONGEST:
        return None
    return _standard_unit(text, tuple(units))
