"""Derived quantities as docs/rules.md names them, written anew from their publications.

Each takes numbers in the unit that the formula is stated in. A part that is known only in part is
tried at both of its ends: each formula rises or falls with each of its parts.
"""

from collections.abc import Callable, Mapping
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from itertools import product
from typing import Any

from .library import FORMULAS

Number = Fraction | Decimal
Ends = tuple[Fraction, Fraction]
Part = str | Ends

ENDLESS = Fraction(10**30)
DIGITS = 60


def decimal(number: Fraction) -> Decimal:
    """Return a fraction to many digits."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def power(number: Fraction, exponent: str | Decimal) -> Decimal:
    """Raise to a power; of 0 and of what has no end, near enough."""
    return decimal(max(number, 1 / ENDLESS)) ** Decimal(exponent)


def third_root(number: Fraction) -> Decimal:
    """Return the cube root, exactly where it is 1."""
    return decimal(number) ** (Decimal(1) / 3)


def ckd_epi(year: str, age: Fraction, sex: str, creatinine: Fraction) -> Decimal:
    """Return eGFR by CKD-EPI, creatinine in mg/dL."""
    female = sex == "female"
    kappa = Fraction("0.7") if female else Fraction("0.9")
    factor, below, above, yearly, woman = {
        "2009": (141, "-0.329" if female else "-0.411", "-1.209", "0.993", "1.018"),
        "2021": (142, "-0.241" if female else "-0.302", "-1.200", "0.9938", "1.012"),
    }[year]
    low = power(min(creatinine / kappa, Fraction(1)), below)
    high = power(max(creatinine / kappa, Fraction(1)), above)
    years = Decimal(yearly) ** decimal(age)
    return factor * low * high * years * (Decimal(woman) if female else 1)


def cockcroft_gault(age: Fraction, weight: Fraction, sex: str, creatinine: Fraction) -> Fraction:
    """Return clearance, creatinine in mg/dL."""
    share = Fraction("0.85") if sex == "female" else 1
    return (140 - age) * weight * share / (72 * max(creatinine, 1 / ENDLESS))


MADE: dict[str, Callable[..., Number]] = {
    "bmi": lambda weight, height: weight / (height / 100) ** 2,
    "cockcroft_gault": cockcroft_gault,
    "ckd_epi_2009": lambda age, sex, creatinine: ckd_epi("2009", age, sex, creatinine),
    "ckd_epi_2021": lambda age, sex, creatinine: ckd_epi("2021", age, sex, creatinine),
    "qtcf": lambda qt, pulse: decimal(qt) / third_root(60 / pulse),
    "qtcb": lambda qt, pulse: decimal(qt) / decimal(60 / pulse).sqrt(),
    "absolute_count": lambda share, count: share / 100 * count,
    "dose_per_weight": lambda dose, weight: dose / weight,
}
"""Those of the list that this evaluator knows."""


def holds(given: Part, known: Mapping[str, Any]) -> bool:
    """Whether the formula is for all that a part may be."""
    if isinstance(given, str):
        return given in known["codes"]
    low, high = known.get("low"), known.get("high")
    return (low is None or given[0] >= Fraction(low)) and (
        high is None or given[1] <= Fraction(high)
    )


def worked_out(name: str, given: Mapping[str, Part]) -> Ends | None:
    """Return the least and the greatest result; None where the formula is not for a part."""
    formula = FORMULAS[name]
    if not all(holds(given[part], known) for part, known in formula["inputs"].items()):
        return None
    ways = [(part,) if isinstance(part, str) else dict.fromkeys(part) for part in given.values()]
    with localcontext(Context(prec=DIGITS)):
        results = [
            Fraction(MADE[name](**dict(zip(given, way, strict=True)))) for way in product(*ways)
        ]
    least, most = Fraction(formula["least"]), Fraction(formula["most"])
    return max(min(results), least), min(max(results), most)
