"""Identity numbers without a birth date in front, by their check digits or a shape of their own.

The check digits are python-stdnum's where it has them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from stdnum.be import nn
from stdnum.ch import ssn as ahv
from stdnum.cz import rc
from stdnum.de import idnr
from stdnum.ee import ik
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.nl import bsn
from stdnum.no import fodselsnummer
from stdnum.pl import pesel

from bot.identity.birth_numbers import checks

if TYPE_CHECKING:
    from collections.abc import Callable

_NOT_BEFORE = r"(?<![0-9A-Z])(?<![0-9][.,:])(?<![0-9A-Z]-)"
_NOT_BEHIND = r"(?![0-9A-Z])(?!-[0-9A-Z])(?![.,:][0-9])"
_UNIT = r"(?![ ]?(?:%|/|[XÂµ]|10\^|[MUNPKIG]{0,2}(?:OL|MOL|G|L|U)/))"
"""No unit follows: what has one is a result."""
_ALONE = r"(?<![0-9])(?<![0-9][ \t.,])"
_AT_THE_END = r"(?![0-9])(?![ \t.,:][0-9])"


class Shape(NamedTuple):
    """How a number is written, and what makes it somebody's."""

    pattern: re.Pattern[str]
    """In upper case."""
    is_persons: Callable[[str], bool]
    """Of its signs without what separates them."""
    plain: bool = False
    """Whether it is written as no sample or order is, so that no word before it says more."""


def _shape(expression: str, check: Callable[[str], bool], *, plain: bool = False) -> Shape:
    return Shape(re.compile(expression), check, plain)


def _any_of(*each: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda number: any(check(number) for check in each)


def _always(_number: str) -> bool:
    return True


def is_kvnr(number: str) -> bool:
    """Whether it is the number of somebody insured in Germany: a letter and nine digits."""
    letter = f"{ord(number[0]) - ord('A') + 1:02}"
    digits = [int(digit) * (1 + place % 2) for place, digit in enumerate(letter + number[1:9])]
    return sum(digit // 10 + digit % 10 for digit in digits) % 10 == int(number[9])


def is_social_security(number: str) -> bool:
    """Whether it can be a number of the United States, or of their tax office for foreigners."""
    return number[:3] not in ("000", "666") and number[3:5] != "00" and number[5:] != "0000"


def _is_spread(number: str) -> bool:
    """Whether digits that were written one by one are somebody's number."""
    return checks(number) or _ELEVEN(number) or nhs.is_valid(number) or nir.is_valid(number)


_TEN = _any_of(checks, nhs.is_valid)
_ELEVEN = _any_of(fodselsnummer.is_valid, pesel.is_valid, idnr.is_valid, nn.is_valid, ik.is_valid)
_PAIR = "[0-9]{2}"
_INSURED_BRITISH = "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
_LETTER = "[AC-HJKMNP-RT-Y]"
_INSURED_AMERICAN = (
    f"[1-9]{_LETTER}[0-9AC-HJKMNP-RT-Y][0-9]-?{_LETTER}[0-9AC-HJKMNP-RT-Y][0-9]-?"
    f"{_LETTER}{{2}}[0-9]{{2}}"
)
"""Medicare's number, on its card or in files: no letter that could be taken for a digit."""
_CODE = "[A-Z]{3}[ ]?[A-Z]{3}[ ]?[0-9L-V]{2}[A-EHLMPRST][0-9L-V]{2}[ ]?[A-Z][0-9L-V]{3}[A-Z]"
_INSURED = (
    "[12378][ ]?[0-9]{2}[ ]?(?:0[1-9]|1[0-2]|[2-9][0-9])[ ]?[0-9][0-9AB][ ]?[0-9]{3}[ ]?[0-9]{3}"
)

SHAPES = (
    _shape(rf"{_NOT_BEFORE}[0-9]{{9}}{_NOT_BEHIND}{_UNIT}", bsn.is_valid),
    _shape(rf"{_NOT_BEFORE}[0-9]{{10}}{_NOT_BEHIND}{_UNIT}", nhs.is_valid),
    _shape(rf"(?<![0-9])(?<![0-9][.,:])[0-9]{{11}}(?![0-9]){_UNIT}", _ELEVEN),
    _shape(rf"{_NOT_BEFORE}[0-9]{{13}}(?:[0-9]{{2}})?{_NOT_BEHIND}", nir.is_valid),
    # in groups
    _shape(rf"{_ALONE}[0-9]{{3}}([ -])[0-9]{{3}}\1[0-9]{{4}}{_AT_THE_END}{_UNIT}", _TEN),
    _shape(
        rf"{_ALONE}[0-9]{{4}}[ ][0-9]{{2}}[ ]?[0-9]{{2}}[ ]?[0-9]{{2}}{_AT_THE_END}{_UNIT}", checks
    ),
    _shape(rf"{_ALONE}[0-9]{{2}} [0-9]{{3}} [0-9]{{3}} [0-9]{{3}}{_AT_THE_END}", idnr.is_valid),
    _shape(rf"{_ALONE}[0-9]{{6}}[ -][0-9]{{5}}{_AT_THE_END}{_UNIT}", _ELEVEN),
    _shape(
        rf"{_ALONE}{_PAIR}([. ]?){_PAIR}\1{_PAIR}[- ][0-9]{{3}}[. ]{_PAIR}{_AT_THE_END}",
        _ELEVEN,
    ),
    _shape(rf"{_ALONE}[0-9](?:[ ./-]{{1,3}}[0-9]){{9,14}}{_AT_THE_END}", _is_spread),
    # with a shape of their own
    _shape(rf"{_ALONE}[0-9]{{6}}/[0-9]{{4}}{_AT_THE_END}{_UNIT}", rc.is_valid),
    _shape(
        rf"{_ALONE}(?<![0-9A-Z]-)[0-9]{{3}}-[0-9]{{2}}-[0-9]{{4}}(?![0-9])",
        is_social_security,
    ),
    _shape(r"(?m:^)[ \t]{0,4}[0-9]{3} [0-9]{2} [0-9]{4}[ \t]{0,4}(?m:$)", is_social_security),
    _shape(rf"{_ALONE}756[. ]?[0-9]{{4}}[. ]?[0-9]{{4}}[. ]?[0-9]{{2}}(?![0-9])", ahv.is_valid),
    _shape(rf"{_ALONE}{_INSURED}[ ]?[0-9]{{2}}{_AT_THE_END}", nir.is_valid),
    _shape(
        rf"{_ALONE}{_INSURED.replace(']?', ']')}(?:[ ][0-9]{{2}})?{_AT_THE_END}",
        _always,
        plain=True,
    ),
    _shape(
        rf"(?<![0-9A-Z]){_INSURED_BRITISH}(?:[ -]?{_PAIR}){{3}}[ -]?[A-D](?![0-9A-Z])",
        _always,
    ),
    _shape(rf"(?<![0-9A-Z]){_CODE}(?![0-9A-Z])", _always, plain=True),
    _shape(rf"{_NOT_BEFORE}[A-Z][0-9]{{9}}{_NOT_BEHIND}", is_kvnr),
    _shape(
        rf"{_NOT_BEFORE}[0-9]{{2}}\.?[0-9]{{3}}\.?[0-9]{{3}}[-. ]?[A-HJ-NP-TV-Z](?![0-9A-Z])",
        dni.is_valid,
    ),
    _shape(rf"{_NOT_BEFORE}[XYZ][-. ]?[0-9]{{7}}[-. ]?[A-Z](?![0-9A-Z])", nie.is_valid),
    _shape(rf"{_NOT_BEFORE}{_INSURED_AMERICAN}(?![0-9A-Z])", _always, plain=True),
    _shape(rf"{_NOT_BEFORE}[0-9]{{2}} [0-9]{{6}} [A-Z] [0-9]{{3}}(?![0-9A-Z])", _always),
)
"""Every other number that is recognised; the last is of Germany's pension insurance."""
