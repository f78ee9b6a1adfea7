"""What a criterion's text says of numbers: limits, ranges, limits of normal, grades and sexes.

A text is read as a whole or not at all: a word that is not understood may change everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from bot.drafting.lexicon import bare_unit, lexicon, unit_of, units
from bot.drafting.tokens import Token, cleaned, number, tokens
from criteria.analytes.analytes import analytes

if TYPE_CHECKING:
    from collections.abc import Iterator

Sign = Literal[">", "≥", "<", "≤"]
_SEXES = ("female", "male")
_UP = (">", "≥")
_TWO = 2


@dataclass(frozen=True, slots=True)
class End:
    """One end of a range."""

    sign: Sign
    limit: Decimal


@dataclass(frozen=True, slots=True)
class Numeric:
    """A number lies so: on one side of a limit, between two, or outside two."""

    key: str
    ends: tuple[End, ...]
    unit: str
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Normal:
    """A number lies so to a limit of normal."""

    key: str
    sign: Sign
    times: Decimal
    side: str
    others: tuple[Sign, Decimal] | None = None
    """How it must lie for a subgroup."""
    subgroup: str = ""
    """``liver_mets`` or ``gilbert``."""
    but_gilbert: bool = False
    """Not for those with Gilbert's syndrome."""


@dataclass(frozen=True, slots=True)
class BySex:
    """A limit for men and another one for women."""

    male: Numeric
    female: Numeric


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of a scale is one of these."""

    key: str
    grades: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sex:
    """The candidate is of this sex."""

    sex: str


Clause = Numeric | Normal | BySex | Grade | Sex


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says: clauses that hold together, or of which one holds."""

    clauses: tuple[Clause, ...]
    joined: frozenset[str]
    """What is between them: ``&``, ``|``, ``/``, a comma, or nothing.

    Behind an ``N`` it is what is between names that share a limit, behind an ``S`` on which
    side of a pair of limits it lies.
    """


SCALES = {"ecog": ("0", "1", "2", "3", "4"), "nyha": ("none", "1", "2", "3", "4")}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_AROUND_A_SCALE = {
    "class",
    "classes",
    "grade",
    "currently",
    "current",
    "cardiac",
    "disease",
    "diseases",
    "defined",
    "congestive",
    "heart",
    "failure",
    "symptoms",
    "functional",
    "classification",
    "criteria",
}
_YEARS_ALONE = re.compile(r"CDY|DYP|b?DY?[r&]DY|CDY?[|]CDY|CDY?&CDY")
_ADULT = 16
_SEPARATOR = re.compile(r",?[&|/]|,|")


def read(text: str) -> Reading | None:
    """Read a whole text; None unless every word of it is understood."""
    found = _adjusted(_bared(tokens(_with_scale_first(text))))
    if not found:
        return None
    return _Reader(found, cleaned(text)).reading()


_SCALE_LAST = re.compile(
    r"^(?:(?:patients?|subjects?|participants?|has|have|having|with|an?|the|must) )*"
    r"performance status(?: score| grade)? (?:of )?(?P<grades>[^a-z]*\d[^a-z]*(?:(?:or|to|and) \d)?"
    r"|(?:at most|less than or equal to|no more than|not more than) \d) "
    r"(?:on|by|per|using|according to|as (?:measured|assessed|defined) by|based on) (?:the )?"
    r"(?:eastern cooperative oncology group|ecog|who|zubrod)"
    r"(?:[\s()]|\b(?:ecog|performance|status|scale|score|ps)\b)*\.?$",
    re.IGNORECASE,
)


def _with_scale_first(text: str) -> str:
    """Return a text with its scale in front: “performance status of 0 or 1 on the ECOG scale”."""
    match = _SCALE_LAST.match(" ".join(text.split()))
    return f"ECOG {match['grades']}" if match else text


def _bared(found: list[Token]) -> list[Token]:
    """Return the signs of a text without the brackets around all of them."""
    kinds = "".join(token.kind for token in found)
    whole = kinds.startswith("(") and kinds.endswith(")") and not re.search(r"[()]", kinds[1:-1])
    return found[1:-1] if whole else found


def _adjusted(found: list[Token]) -> list[Token]:
    """Drop the word “class” beside a scale, and take Roman numerals as its grades."""
    scales = [token for token in found if token.kind == "N" and token.value in SCALES]
    if not scales:
        return found
    kept = [token for token in found if token.kind != "?" or token.value not in _AROUND_A_SCALE]
    if kept and kept[-1] == scales[0] and len(scales) == 1:
        kept = [kept[-1], *kept[:-1]]
    return [_graded(token) for token in kept]


def _graded(token: Token) -> Token:
    return Token("D", str(_ROMAN[token.value])) if token.kind == "G" else token


class _Reader:
    """Reads the clauses of a text one after the other."""

    def __init__(self, found: list[Token], text: str) -> None:
        self._found = found
        self._kinds = "".join(token.kind for token in found)
        self._text = text

    def reading(self) -> Reading | None:
        """Return all clauses with what is between them."""
        place, clauses, joints = 0, list[Clause](), set[str]()
        while place < len(self._kinds):
            step = self._clause(place)
            if step is None:
                return None
            made, end = step
            if "S" in self._kinds[place:end]:
                joints.add("S" + ("<" if _first_sign(made) not in _UP else ">"))
            elif len(made) > 1:
                joints.add("N" + _between_names(self._kinds[place:end]))
            clauses += made
            place = end
            if place < len(self._kinds):
                joint = _SEPARATOR.match(self._kinds, place)
                joints.add(joint[0][-1:] if joint else "")
                place = joint.end() if joint else place
                if place == len(self._kinds):
                    return None
        if not _one_group(clauses):
            return None
        named = {clause.sex for clause in clauses if isinstance(clause, Sex)}
        if len(named) == len(_SEXES):
            clauses = [clause for clause in clauses if not isinstance(clause, Sex)]
        return Reading(tuple(clauses), frozenset(joints)) if clauses else None

    def _clause(self, place: int) -> tuple[tuple[Clause, ...], int] | None:
        for pattern, make in _PATTERNS:
            match = pattern.match(self._kinds, place)
            if match:
                made = make(self, self._found[match.start() : match.end()])
                if made is not None:
                    return made, match.end()
        return None

    # ---- what each pattern makes ----

    def sex(self, part: list[Token]) -> tuple[Clause, ...] | None:
        """“Female patients”."""
        return (Sex("male" if part[0].kind == "M" else "female"),)

    def limited(self, part: list[Token]) -> tuple[Clause, ...] | None:
        """“Haemoglobin ≥ 9 g/dL”, “18 years or older”, “AST and ALT below 40 U/L”."""
        keys = self._keys(part)
        sign = _sign(part, keys)
        value = next(token for token in part if token.kind == "D")
        if keys is None or sign is None:
            return None
        if keys[0] in SCALES:
            return self._graded(keys[0], sign, int(number(value)))
        made = [self._numeric(key, part, (End(sign, number(value)),)) for key in keys]
        return None if None in made else tuple(each for each in made if each)

    def ranged(self, part: list[Token]) -> tuple[Clause, ...] | None:
        """“Age 18 to 65 years”."""
        keys = self._keys(part)
        low, high = (number(token) for token in _outside_brackets(part) if token.kind == "D")
        if keys is None or len(keys) > 1 or low >= high:
            return None
        if keys[0] in SCALES:
            return (Grade(keys[0], tuple(str(grade) for grade in range(int(low), int(high) + 1))),)
        made = self._numeric(keys[0], part, (End("≥", low), End("≤", high)))
        return None if made is None else (made,)

    def half_open(self, part: list[Token]) -> tuple[Clause, ...] | None:
        """“eGFR 30 to < 60 mL/min/1.73 m2”."""
        keys = self._keys(part)
        low, high = (number(token) for token in part if token.kind == "D")
        sign = next(token.value for token in part if token.kind == "C")
        if keys is None or len(keys) > 1 or keys[0] in SCALES or low >= high or sign in _UP:
            return None
        made = self._numeric(keys[0], part, (End("≥", low), End(_as_sign(sign), high)))
        return None if made is None else (made,)

    def infants(self, part: list[Token]) -> tuple[Clause, ...] | None:
        """“Age 6 months to < 12 years”: in completed months, where a year is over at its end."""
        if self._keys(part) != ["age"]:
            return None
        low, high = (number(token) for token in part if token.kind == "D")
        signs = {
            "mY".index(part[place + 2].kind): token.value
            for place, token in enumerate(part)
            if token.kind == "C"
        }
        first, last = signs.get(0, "≥"), signs.get(1, "≤")
        end = (high + (last == "≤")) * _MONTHS
        if first not in _UP or last in _UP or not low < end < _OLDEST["months"]:
            return None
        return (Numeric("age", (End(_as_sign(first), low), End("<", end)), "months"),)

    def doubled(self, part: list[Token]) -> tuple[Clause, ...] | None:
        """“HbA1c ≥ 7 % and < 11 %”, “BMI below 20 or above 50”."""
        keys = self._keys(part)
        signs = [token.value for token in part if token.kind in "CP"]
        numbers = [number(token) for token in part if token.kind == "D"]
        if len(signs) != _TWO or not set(signs) <= set(_SIGNS):
            return None
        if keys is None or len(keys) > 1 or keys[0] in SCALES:
            return None
        pairs = sorted(zip(numbers, signs, strict=True))
        ends = tuple(End(_as_sign(sign), limit) for limit, sign in pairs)
        inside = ends[0].sign in _UP and ends[1].sign not in _UP
        outside = ends[0].sign not in _UP and ends[1].sign in _UP
        alternative = any(token.kind == "|" for token in part)
        if not (inside and not alternative) and not (outside and alternative):
            return None
        made = self._numeric(keys[0], part, ends)
        return None if made is None else (replace(made, outside=outside),)

    def beyond(self, part: list[Token]) -> tuple[Clause, ...] | None:
        """“Systolic pressure outside the range of 90 to 140 mmHg”."""
        keys = self._keys(part)
        low, high = (number(token) for token in part if token.kind == "D")
        if keys is None or len(keys) > 1 or keys[0] in SCALES or low >= high:
            return None
        made = self._numeric(keys[0], part, (End("<", low), End(">", high)))
        return None if made is None else (replace(made, outside=True),)

    def listed(self, part: list[Token]) -> tuple[Clause, ...] | None:
        """“ECOG 0, 1 or 2”, “NYHA class III or IV”."""
        key = part[0].value
        grades = tuple(str(int(number(token))) for token in part if token.kind == "D")
        if key not in SCALES or not set(grades) <= set(SCALES[key]):
            return None
        return (Grade(key, grades),)

    def normal(self, part: list[Token]) -> tuple[Clause, ...] | None:
        """“ALT ≤ 2.5 x ULN (≤ 5 x ULN where there are liver metastases)”."""
        keys, signs = self._keys(part), [token.value for token in part if token.kind == "C"]
        if keys is None or not signs or len({sign in _UP for sign in signs}) > 1:
            return None
        sides = {token.value for token in part if token.kind in "Ll"}
        numbers = [number(token) for token in part if token.kind == "D"]
        kinds = [token.kind for token in part]
        subgroup = self._subgroup(kinds)
        other = (_as_sign(signs[-1]), numbers[-1]) if subgroup else None
        if len(signs) != len(numbers) or len(signs) != (1 if other is None else 2):
            return None if numbers or len(signs) > 1 else self._at_normal(keys, signs[0], sides)
        if len(sides) > 1 or any(not _has_limit(key, min(sides)) for key in keys):
            return None
        return tuple(
            Normal(
                key,
                _as_sign(signs[0]),
                numbers[0],
                min(sides),
                other,
                subgroup,
                but_gilbert="g" in kinds and not subgroup,
            )
            for key in keys
        )

    def normal_range(self, part: list[Token]) -> tuple[Clause, ...] | None:
        """“ALT > ULN and ≤ 10 x ULN”."""
        place = next(i for i, token in enumerate(part) if token.kind in "Ll") + 1
        name = [token for token in part if token.kind == "N"]
        low, high = self.normal(part[:place]), self.normal([*name, *part[place + 1 :]])
        made = (*(low or ()), *(high or ()))
        signs = [each.sign in _UP for each in made if isinstance(each, Normal)]
        return made if signs == [True, False] else None

    def _subgroup(self, kinds: list[str]) -> str:
        """Return for whom the second of two limits of normal is."""
        if "V" in kinds:
            return "liver_mets"
        return "gilbert" if "B" in kinds or ("g" in kinds and kinds.count("C") == _TWO) else ""

    def _at_normal(self, keys: list[str], sign: str, sides: set[str]) -> tuple[Clause, ...] | None:
        """Return the clauses for the limit of normal itself."""
        if len(sides) > 1 or any(not _has_limit(key, min(sides)) for key in keys):
            return None
        return tuple(Normal(key, _as_sign(sign), Decimal(1), min(sides)) for key in keys)

    def by_sex(self, part: list[Token]) -> tuple[Clause, ...] | None:
        """“QTc ≤ 450 ms in men and ≤ 470 ms in women”."""
        keys = self._keys(part)
        if keys is None or len(keys) > 1:
            return None
        found = {sex: self._of_sex(keys, held) for sex, held in _by_sex(_signed(part))}
        male, female = found.get("M"), found.get("F")
        if male is None or female is None:
            return None
        if (male.ends[0].sign in _UP) != (female.ends[0].sign in _UP):
            return None
        return (BySex(male, female),)

    def _of_sex(self, keys: list[str], held: list[Token]) -> Numeric | None:
        sign = _sign(held, keys)
        value = [each for each in held if each.kind == "D"]
        if sign is None or len(value) != 1:
            return None
        return self._numeric(keys[0], held, (End(sign, number(value[0])),))

    def paired(self, part: list[Token]) -> tuple[Clause, ...] | None:
        """“Blood pressure > 150/100 mmHg”."""
        if part[0].value != "pressure" or part[1].value not in _SIGNS:
            return None
        upper, lower = (number(token) for token in part if token.kind == "D")
        sign = _as_sign(part[1].value)
        pair = [("systolic", upper), ("diastolic", lower)]
        made = [self._numeric(key, part, (End(sign, limit),)) for key, limit in pair]
        return tuple(each for each in made if each) if all(made) and upper > lower else None

    def pressures(self, part: list[Token]) -> tuple[Clause, ...] | None:
        """“BP > 150 mmHg systolic or > 90 mmHg diastolic”."""
        named = [token.value for token in part if token.kind == "N"]
        signs = [token.value for token in part if token.kind == "C"]
        limits = [number(token) for token in part if token.kind == "D"]
        if named[-2:] != list(_PRESSURES) or named[:-2] not in ([], ["pressure"]):
            return None
        if not set(signs) <= set(_SIGNS) or len({sign in _UP for sign in signs}) > 1:
            return None
        ends = [End(_as_sign(sign), limit) for sign, limit in zip(signs, limits, strict=True)]
        made = [self._numeric(key, part, (end,)) for key, end in zip(_PRESSURES, ends, strict=True)]
        return None if None in made else tuple(each for each in made if each)

    # ---- parts ----

    def _keys(self, part: list[Token]) -> list[str] | None:
        """Return what the clause is about; an age may go without its name."""
        named = list(dict.fromkeys(token.value for token in part if token.kind == "N"))
        aged = [token.value for token in part if token.kind in "Ym"]
        if not named and aged:
            said = any(re.search(r"of age|old|yo|y\.o|y/o", word) for word in aged)
            whom = r"\b(?:adults?|males?|females?|men|women|aged?|older|younger)\b"
            if said or re.search(whom, self._text) or self._bare_years():
                return ["age"]
            return None
        if not named or (aged and named != ["age"]):
            return None
        gault = re.search(r"cockc?roft", self._text) is not None
        return ["crcl" if key == "egfr" and gault else key for key in named]

    def _bare_years(self) -> bool:
        """Whether a text is nothing but years that an adult has: “≥ 18 years”."""
        numbers = [number(token) for token in self._found if token.kind == "D"]
        return bool(_YEARS_ALONE.fullmatch(self._kinds)) and min(numbers) >= _ADULT

    def _numeric(self, key: str, part: list[Token], ends: tuple[End, ...]) -> Numeric | None:
        """Return the clause where every unit is one of the item's, and always the same."""
        written = {
            token.value for token in part if token.kind in "UYm" and not _in_brackets(token, part)
        }
        if key == "age":
            return _aged(part, ends)
        if written == {"%", *self._of_predicted(written)}:
            written.discard("%")
        if not written and key in _PRESSURES:
            written = {token.value for token in self._found if token.kind == "U"}
        found = {unit_of(key, unit) for unit in written} or {bare_unit(key)}
        if len(found) != 1 or None in found:
            return None
        unit = found.pop()
        made = Numeric(key, ends, str(unit))
        return made if _same_in_brackets(made, part) and _possible(made) else None

    def _of_predicted(self, written: set[str]) -> set[str]:
        """Return the units that say of what the percentages are: “≥ 30 % and < 80 % predicted”."""
        return {unit for unit in written if unit.startswith("%") and "predicted" in unit} or {""}

    def _graded(self, key: str, sign: Sign, grade: int) -> tuple[Clause, ...] | None:
        known = [int(each) for each in SCALES[key] if each.isdigit()]
        grades = tuple(str(each) for each in known if _holds(each, sign, grade))
        if not grades or len(grades) == len(known):
            return None
        return (Grade(key, grades),)


def _one_group(clauses: list[Clause]) -> bool:
    """Whether a text is about everybody it names: not one limit for men and one for women."""
    places = [place for place, clause in enumerate(clauses) if isinstance(clause, Sex)]
    if not places:
        return True
    together = places[-1] - places[0] == len(places) - 1
    both = len({clause.sex for clause in clauses if isinstance(clause, Sex)}) == len(_SEXES)
    others = [clause for clause in clauses if not isinstance(clause, Sex)]
    bodily = all(isinstance(each, Numeric) and each.key in _BODILY for each in others)
    return together and (bodily or (both and places[0] == 0))


_BODILY = ("age", "weight", "height", "bmi")
"""What may be asked of one sex without a different limit for the other one."""


def _aged(part: list[Token], ends: tuple[End, ...]) -> Numeric | None:
    """Return a clause on the age, in years unless months are written, and not in both."""
    kinds = {token.kind for token in part if token.kind in "UYm"}
    unit = {"": "years", "Y": "years", "m": "months"}.get("".join(kinds))
    if unit is None or not all(0 < end.limit < _OLDEST[unit] for end in ends):
        return None
    return Numeric("age", ends, unit)


_PRESSURES = ("systolic", "diastolic")
"""What shares its unit with the other one of a pair: “SBP > 160 or DBP > 100 mmHg”."""
_MONTHS = 12
_OLDEST = {"years": 122, "months": 1464}


def _holds(grade: int, sign: Sign, limit: int) -> bool:
    return {">": grade > limit, "≥": grade >= limit, "<": grade < limit, "≤": grade <= limit}[sign]


_SIGNS: dict[str, Sign] = {">": ">", "≥": "≥", "<": "<", "≤": "≤"}


def _as_sign(written: str) -> Sign:
    return _SIGNS[written]


_MEANT: dict[str, dict[str, Sign]] = {
    "ecog": {"better": "≤", "worse": "≥"},
    "nyha": {"better": "≤", "worse": "≥"},
    "kps": {"better": "≥", "worse": "≤"},
}
"""What is better on a scale."""


def _sign(part: list[Token], keys: list[str] | None) -> Sign | None:
    """Return the one comparison of a clause; one in front and another one behind leave it open."""
    meant = _MEANT.get(keys[0], {}) if keys else {}
    signs = {meant.get(token.value, token.value) for token in part if token.kind in "CP"}
    return _SIGNS.get(signs.pop()) if len(signs) == 1 else None


def _has_limit(key: str, side: str) -> bool:
    known = analytes().get(key)
    return known is not None and getattr(known, side) is not None


def _in_brackets(token: Token, part: list[Token]) -> bool:
    """Whether a unit is in brackets: there a limit is repeated in another one."""
    place = next(i for i, each in enumerate(part) if each is token)
    kinds = [each.kind for each in part[:place]]
    return kinds.count("(") > kinds.count(")")


def _outside_brackets(part: list[Token]) -> list[Token]:
    """Return what precedes the brackets of a clause."""
    kinds = [token.kind for token in part]
    return part[: kinds.index("(", 1)] if "(" in kinds[1:] else part


def _same_in_brackets(made: Numeric, part: list[Token]) -> bool:
    """Whether what is repeated in brackets, in another unit, is the same but for rounding."""
    kinds = [token.kind for token in part]
    if "(" not in kinds:
        return True
    inner = part[kinds.index("(") + 1 :]
    numbers = [number(token) for token in inner if token.kind == "D"]
    unit = [unit_of(made.key, token.value) for token in inner if token.kind == "U"]
    known = analytes().get(made.key)
    if known is None or not unit or unit[0] is None or len(numbers) != len(made.ends):
        return False
    first = sorted(canonical(made.key, end.limit, made.unit) for end in made.ends)
    second = sorted(canonical(made.key, limit, unit[0]) for limit in numbers)
    return all(
        abs(one - two) <= abs(one) * Fraction(3, 100)
        for one, two in zip(first, second, strict=True)
    )


def canonical(key: str, limit: Decimal, unit: str) -> Fraction:
    """Return a limit in the canonical unit of its quantity."""
    known = analytes()[key]
    return Fraction(limit) * known.units[unit] + known.offsets.get(unit, Fraction(0))


def _possible(made: Numeric) -> bool:
    """Whether answers on both sides of each limit can be given; else a unit or a digit was lost."""
    if made.key in lexicon()["measures"]:
        hard = lexicon()["measures"][made.key]["hard"]
        return all(Decimal(hard["low"]) < end.limit < Decimal(hard["high"]) for end in made.ends)
    known = analytes().get(made.key)
    if known is None or made.unit not in units(made.key):
        return False
    limits = [canonical(made.key, end.limit, made.unit) for end in made.ends]
    return all(known.hard.lowest < limit < known.hard.highest for limit in limits)


def _signed(part: list[Token]) -> list[Token]:
    """Return a clause whose one comparison is repeated: “≥ 45 kg for women and 50 kg for men”."""
    signs = [token for token in part if token.kind == "C"]
    places = [place for place, token in enumerate(part) if token.kind == "D"]
    if len(signs) != 1 or len(places) != _TWO or part[places[0] - 1] is not signs[0]:
        return part
    return [*part[: places[1]], signs[0], *part[places[1] :]]


def _by_sex(part: list[Token]) -> Iterator[tuple[str, list[Token]]]:
    """Return the limit of each sex; the sex is in front of both, or behind both."""
    plain = [token for token in part if token.kind not in "()"]
    places = [place for place, token in enumerate(plain) if token.kind in "MF"]
    cuts = [*places, len(plain)] if places[0] == 0 else [0, *(place + 1 for place in places)]
    for place, (start, end) in zip(places, pairwise(cuts), strict=True):
        yield plain[place].kind, plain[start:end]


def _first_sign(made: tuple[Clause, ...]) -> Sign:
    return next(clause.ends[0].sign for clause in made if isinstance(clause, Numeric))


def _between_names(kinds: str) -> str:
    """Return what is between the names of a clause: the last of several; one has two limits."""
    if kinds.count("N") == 1:
        return "&"
    between = re.sub(r"[^&|/,]", "", kinds[: kinds.rindex("N")])
    return between[-1:]


def _patterns() -> Iterator[tuple[str, str]]:
    names, u, one = r"N(?:,?[&|/]?N)*", "[UYm]?", r"(?:\(C?DU?\))?"
    yield "by_sex", rf"N\(?CD{u}\(?[MF]\)?,?[&|/]?C?D{u}\(?[MF]\)?\)?"
    yield "by_sex", rf"[MF]NCD{u},?[&|]?[MF]N?CD{u}"
    yield "paired", r"NCDSDU"
    yield "pressures", r"N?CDU?N,?[|&]CDU?N"
    yield "beyond", rf"NoD{u}[r&]D{u}"
    yield "infants", r"N?b?C?Dm[r&]C?DY"
    yield "doubled", rf"N?CD{u},?[&|r]?CD{u}"
    yield "doubled", rf"N?D{u}P&CD{u}|N?CD{u}&D{u}P"
    yield "half_open", rf"NbD{u}[r&]CD{u}|ND{u}rCD{u}"
    yield "ranged", rf"NbD{u}[r&]D{u}(?:\(DrDU\))?|ND{u}rD{u}(?:\(DrDU\))?|b?D[Ym]?[r&]D[Ym]"
    yield "normal_range", r"NCD?[Ll],?&CD?[Ll](?!\(?C)"
    yield "normal", rf"\(?{names}CD?[Ll](?:\(?,?[|&]?CDL[VB]\)?|g(?:,?N?CDL)?)?\)?"
    yield "listed", r"NDr?(?:,?[|&,/]D)+|ND(?![UYmPrbD])"
    yield "limited", rf"\(?{names}CD{u}{one}\)?"
    yield "limited", rf"{names}D{u}P"
    yield "limited", r"CD[Ym]|D[Ym]P|\((?:CD[Ym]|D[Ym]P)\)"
    yield "sex", r"[MF]"


_PATTERNS = tuple((re.compile(pattern), getattr(_Reader, name)) for name, pattern in _patterns())
