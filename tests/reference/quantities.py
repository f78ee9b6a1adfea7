"""Random laboratory values: an exact canonical number, and its printed text.

A value is a whole number of steps of its unit's last decimal, so that text and number agree
exactly. Its canonical figure stays inside the item's soft range and many lie at a limit.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from random import Random

ONE = Fraction(1)
GROUPED = 1000  # from here on with a space between thousands, where units make figures large


@dataclass(frozen=True)
class Unit:
    """One way to print a quantity: spellings, factor to canonical, steps in one unit."""

    names: tuple[str, ...]
    factor: Fraction = ONE
    grain: int = 1

    def canonical(self, steps: int) -> Fraction:
        """Convert steps of the last decimal to the canonical unit, exactly."""
        return Fraction(steps, self.grain) * self.factor

    def steps(self, canonical: Fraction) -> Fraction:
        """Convert a canonical figure to (fractional) steps."""
        return canonical / self.factor * self.grain


@dataclass(frozen=True)
class Quantity:
    """A numeric item: soft range, limit and the side of it that passes, units."""

    item: str
    low: Fraction
    high: Fraction
    limit: Fraction | None
    passes: str
    units: tuple[Unit, ...]


@dataclass(frozen=True)
class Reading:
    """A value drawn: comparator, steps and unit."""

    comparator: str
    steps: int
    unit: Unit

    @property
    def canonical(self) -> Fraction:
        """Return the figure in the canonical unit."""
        return self.unit.canonical(self.steps)

    @property
    def typed(self) -> tuple[str, Fraction]:
        """Return comparator and canonical figure."""
        return self.comparator, self.canonical

    def text(self, mark: str) -> str:
        """Write the bare figure with all decimals of its unit."""
        whole, rest = divmod(self.steps, self.unit.grain)
        if self.unit.grain == 1:
            return str(whole)
        return f"{whole}{mark}{rest:0{len(str(self.unit.grain)) - 1}d}"


COUNT = (
    Unit(("10^9/L", "x10^9/L", "×10^9/L", "x 10^9/L", "10E9/L"), grain=10),
    Unit(("K/uL", "K/µL"), grain=10),
    Unit(("/µL", "/uL", "/\u03bcL"), Fraction(1, 1000)),
)
PLATELET = (Unit(COUNT[0].names), Unit(COUNT[1].names), COUNT[2])
MASS = (
    Unit(("g/L", "g/l")),
    Unit(("g/L",), grain=10),
    Unit(("g/dL", "g/dl"), Fraction(10), 10),
)
ENZYME = (
    Unit(("µkat/L", "\u03bckat/L", "ukat/L", "mikrokat/L"), grain=100),
    Unit(("U/L", "IU/L"), Fraction(1, 60)),
    Unit(("nkat/L",), Fraction(1, 1000)),
)
BILIRUBIN = (
    Unit(("µmol/L", "\u03bcmol/L", "umol/L", "mikromol/L")),
    Unit(("mg/dL", "mg/dl"), Fraction("17.104"), 10),
)
HAEMOGLOBIN = (*MASS, Unit(("mmol/L",), Fraction("16.114"), 10))
ALBUMIN = (*MASS, Unit(("µmol/L",), Fraction("0.0665")))
GFR = (
    Unit(("mL/min/1.73m2", "mL/min/1.73 m²", "ml/min/1,73m2")),
    Unit(("mL/min/1.73m2",), grain=10),
    Unit(("mL/s/1.73m2",), Fraction(60), 100),
)


def quantity(item: str, soft: str, limit: str, passes: str, units: tuple[Unit, ...]) -> Quantity:
    """Build a quantity from the texts of the item table."""
    low, high = (Fraction(figure) for figure in soft.split("-"))
    return Quantity(item, low, high, Fraction(limit) if limit else None, passes, units)


QUANTITIES = {
    q.item: q
    for q in (
        quantity("I1.age", "18-95", "18", "from", (Unit(("", " years", " år")),)),
        quantity("I4.ki67", "0-70", "", "any", (Unit((" %", "%")),)),
        quantity("I7.lesion_mm", "5-300", "10", "from", (Unit(("mm",), grain=10), Unit(("mm",)))),
        quantity("I7.node_mm", "5-100", "15", "from", (Unit(("mm",), grain=10), Unit(("mm",)))),
        quantity("I9.gfr", "10-160", "50", "above", GFR),
        quantity("I10.hb", "60-190", "90", "above", HAEMOGLOBIN),
        quantity("I10.plt", "20-1000", "100", "above", PLATELET),
        quantity("I10.wbc", "1-50", "3", "above", COUNT),
        quantity("I10.anc", "0.5-30", "1.5", "above", COUNT),
        quantity("I10.ast", "0.10-20", "", "below", ENZYME),
        quantity("I10.alt", "0.10-20", "", "below", ENZYME),
        quantity("I10.bili", "2-400", "", "below", BILIRUBIN),
        quantity("I10.alb", "10-60", "25", "above", ALBUMIN),
        quantity("I10.ast_uln", "0.4-1.0", "", "any", ENZYME),
        # The narrower of the two soft ranges in the table: 24-75 U/L is 0.4-1.25 µkat/L.
        quantity("I10.alt_uln", "0.4-1.25", "", "any", ENZYME),
        quantity("I10.bili_uln", "17-30", "", "any", BILIRUBIN),
    )
}


def ok(passes: str, figure: Fraction, limit: Fraction) -> bool:
    """Tell whether an exact figure lies on the passing side."""
    if passes == "above":
        return figure > limit
    return figure < limit if passes == "below" else figure >= limit


def draw(
    rng: Random, q: Quantity, limits: tuple[Fraction, ...], unit: Unit | None, *, good: bool
) -> Reading:
    """Draw a value, often within two steps of a limit; a good one passes every limit."""
    unit = unit or rng.choice(q.units)
    low, high = ceil(unit.steps(q.low)), floor(unit.steps(q.high))
    while True:
        steps = rng.randint(low, high)
        if limits and rng.random() < 0.6:
            limit = rng.choice(limits)
            steps = round(unit.steps(limit)) + rng.choice((-2, -1, -1, 0, 0, 0, 1, 1, 2))
        figure = unit.canonical(steps)
        if low <= steps <= high and (not good or all(ok(q.passes, figure, x) for x in limits)):
            return Reading(comparator(rng, q, good=good), steps, unit)


def comparator(rng: Random, q: Quantity, *, good: bool) -> str:
    """Draw a comparator; a good value is censored only away from its limit."""
    if q.item == "I1.age" or q.item.endswith("_uln") or rng.random() < 0.75:
        return "="
    if good and q.passes in ("above", "from"):
        return rng.choice(">≥")
    if good and q.passes == "below":
        return rng.choice("<≤")
    return rng.choice("<≤>≥")


def write(rng: Random, reading: Reading, mark: str) -> str:
    """Write a value with its comparator, its unit and perhaps grouped thousands."""
    sign = "" if reading.comparator == "=" else reading.comparator + rng.choice(("", " "))
    figure = reading.text(mark)
    if reading.steps >= GROUPED and reading.unit.factor < 1:
        figure = f"{reading.steps:,}".replace(",", rng.choice(("", " ", "\u00a0")))
    elif figure.endswith(mark + "0") and rng.random() < 0.3:
        figure = figure[:-2]
    name = rng.choice(reading.unit.names)
    gap = "" if not name or name[0] in " %" else " "
    if name.startswith("/"):
        gap = rng.choice(("", " "))
    return sign + figure + gap + name
