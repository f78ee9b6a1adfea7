"""Recognise personal identity numbers, so that none is taken in, stored, logged or echoed.

The numbers' own check digits are python-stdnum's; a number in the Nordic shape with its hyphen
is refused even if a digit is mistyped, because it still points at a person.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stdnum.be import nn
from stdnum.de import idnr
from stdnum.dk import cpr
from stdnum.ee import ik
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.is_ import kennitala
from stdnum.it import codicefiscale
from stdnum.nl import bsn
from stdnum.no import fodselsnummer
from stdnum.pl import pesel
from stdnum.se import personnummer

from criteria.reading.spelling.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NORDIC = re.compile(r"(?<![0-9])(?:1[89]|20)?([0-9]{2})([0-9]{2})([0-9]{2})[-+][0-9A-Z]{4}\b")
"""Birth date, hyphen, four signs: Sweden, Denmark, Finland, Iceland."""
_TOKEN = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]+(?:[-.+][0-9A-Za-z]+)*(?![0-9A-Za-z])")
_SPACED = re.compile(r"(?<![0-9])([0-9]{6}(?:[0-9]{2})?) ?[-/ ] ?([0-9]{4,5})(?![0-9])")
_APART = re.compile(r"(?<![0-9])((?:[0-9] ?){5,7}[0-9]) ?[-+/] ?([0-9]{4})(?![0-9])")
_GROUPED = re.compile(r"(?<![0-9])([0-9]{3}) ([0-9]{3}) ([0-9]{4})(?! ?[0-9])")
"""As the United Kingdom writes its numbers."""
_SEPARATORS = re.compile(r"[-.+ ]")
_FEWEST_DIGITS = 7
_SIGNS = range(9, 21)
_MONTHS = 12
_DAYS = frozenset([*range(1, 32), *range(41, 72), *range(61, 92)])
"""Days of a birth date; Norway adds 40, Sweden 60 for people who are not registered."""

_CHECKED: tuple[Callable[[str], bool], ...] = (
    personnummer.is_valid,
    fodselsnummer.is_valid,
    cpr.is_valid,
    hetu.is_valid,
    kennitala.is_valid,
    codicefiscale.is_valid,
    dni.is_valid,
    nie.is_valid,
    ik.is_valid,
    pesel.is_valid,
    nn.is_valid,
    nir.is_valid,
    idnr.is_valid,
    nhs.is_valid,
    bsn.is_valid,
)


def holds_identifier(text: str) -> bool:
    """Whether a text holds what looks like somebody's personal identity number.

    Never raises. It errs on the side of yes: a laboratory number of nine digits or more may
    fit a country's check digits by chance.
    """
    if len(text) < _SIGNS.start or sum(map(str.isdigit, text)) < _FEWEST_DIGITS:
        return False
    plain = clean(text)  # a hyphen has many signs, and a digit several
    if any(_is_birth_date(found.groups()) for found in _NORDIC.finditer(plain.upper())):
        return True
    return any(check(token) for token in _tokens(plain) for check in _CHECKED)


def _is_birth_date(parts: tuple[str, ...]) -> bool:
    """Whether yymmdd or ddmmyy could be a birth date."""
    first, month, last = map(int, parts)
    return 1 <= month <= _MONTHS and (first in _DAYS or last in _DAYS)


def _tokens(text: str) -> Iterator[str]:
    """Return everything in a text that is long enough to be a number of somebody."""
    for found in _TOKEN.finditer(text):
        token = _SEPARATORS.sub("", found.group())
        if len(token) in _SIGNS and sum(map(str.isdigit, token)) >= _FEWEST_DIGITS:
            yield token
    for pattern in (_SPACED, _APART, _GROUPED):
        for found in pattern.finditer(text):
            yield _SEPARATORS.sub("", "".join(found.groups()))
