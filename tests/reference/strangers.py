"""Random patients of any trial, as values: from its limits, blurred, and put together anyhow.

Patient k of a seed is the same on every machine and whatever the number of patients.
"""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random

from criteria.examination.specimens import specimens
from criteria.examination.walks import eligible_answers
from criteria.known.values import (
    Choice,
    Comparator,
    DateSpan,
    Doubt,
    Interval,
    NotApplicable,
    Quantity,
    Reference,
    Several,
    Value,
)
from criteria.trial.protocol import NumberItem
from criteria.trial.trial import Trial

FIRST = date(2023, 1, 1)
DAYS = 1180
Answers = dict[str, Value]


class Stranger:
    """Makes one patient of a trial."""

    def __init__(self, trial: Trial, chance: Random) -> None:
        """Draw the day, and how much is known."""
        self.trial, self.chance = trial, chance
        self.day = FIRST + timedelta(days=chance.randint(0, DAYS))
        self.known = chance.choice((0.5, 0.9, 1.0))
        self.strange = chance.choice((0.05, 0.3, 1.0))

    def answers(self) -> Answers:
        """Begin with somebody eligible, and give some items another answer or none."""
        answers = dict(eligible_answers(self.trial, self.day))
        for item in self.trial.items:
            if self.likely(self.strange):
                answers[item] = self.blurred(item, self.drawn(item))
            if item in answers and not self.likely(self.known):
                del answers[item]
        return answers

    def likely(self, share: float) -> bool:
        """Draw whether something is so."""
        return self.chance.random() < share

    def drawn(self, item: str) -> Value:
        """Draw one of the answers on every side of what is asked."""
        return self.chance.choice(specimens(item, self.trial, self.day))

    def blurred(self, item: str, value: Value) -> Value:
        """Make an answer less certain, or say more with it."""
        if self.likely(0.03):
            return NotApplicable()
        if self.likely(0.03):
            return Doubt("unlikely", ())
        if isinstance(value, DateSpan):
            return self.date(value)
        if isinstance(value, Quantity):
            return self.number(item, value)
        if isinstance(value, Choice) and self.likely(0.1):
            return replace(value, date=self.date(self.some_day()))
        return value

    def some_day(self) -> DateSpan:
        """Draw a day, perhaps one to come."""
        day = self.day - timedelta(days=self.chance.randint(-10, 400))
        return DateSpan(day, day)

    def date(self, value: DateSpan) -> DateSpan:
        """Know a date perhaps only to its month or year, or move it by a day or two."""
        day = value.first + timedelta(days=self.chance.choice((0, 0, 0, -2, -1, 1, 2)))
        if self.likely(0.2):
            last = monthrange(day.year, day.month)[1]
            return DateSpan(day.replace(day=1), day.replace(day=last))
        if self.likely(0.1):
            return DateSpan(date(day.year, 1, 1), date(day.year, 12, 31))
        return DateSpan(day, day)

    def number(self, item: str, value: Quantity) -> Value:
        """Report a number as a bound or a range, dated, with its limits, twice."""
        known = self.trial.items[item]
        assert isinstance(known, NumberItem)
        if value.interval is None:
            return value
        made = self.reported(value, known)
        if self.likely(0.1):
            made = replace(made, date=self.date(self.some_day()))
        if known.method_names and self.likely(0.2):
            made = replace(made, method=self.chance.choice(sorted(known.method_names)))
        if self.likely(0.15):
            made = self.with_limits(item, made)
        if self.likely(0.1):
            other = self.drawn(item)
            if isinstance(other, Quantity):
                when = self.date(self.some_day()) if self.likely(0.7) else None
                return Several((made, replace(other, date=when)))
        return made

    def reported(self, value: Quantity, known: NumberItem) -> Quantity:
        """Report a number in one of its units, perhaps as a bound or as a range."""
        assert value.interval is not None
        sign = self.chance.choice([Comparator.EQUAL] * 6 + [*Comparator])
        unit = self.chance.choice(list(known.units))
        number = round(known.printed(value.interval.low, unit), 0 if known.whole else 3)
        exact = known.in_canonical(number, unit)
        interval = Interval.reported(sign, exact)
        if known.whole and sign is Comparator.EQUAL and self.likely(0.2):
            interval = Interval(exact, exact + 5 * known.units[unit])
        return replace(
            value, number=_decimal(number), comparator=sign, unit=unit, interval=interval
        )

    def with_limits(self, item: str, value: Quantity) -> Quantity:
        """Print the laboratory's limits beside a result."""
        known, limit = self.trial.items[item], self.trial.limits("upper").get(item)
        low = _decimal(Fraction(self.chance.randint(1, 99), 10))
        if limit is None or not isinstance(known, NumberItem):
            return replace(value, reference=Reference(low, None))
        usual = limit.soft or limit.hard
        share = Fraction(self.chance.randint(-40, 140), 100)
        drawn = usual.lowest + (usual.highest - usual.lowest) * share
        high = round(known.printed(drawn, value.unit), 3)
        upper = known.in_canonical(high, value.unit)
        return replace(value, reference=Reference(low, _decimal(high), upper))


def _decimal(number: Fraction) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator)


def stranger(trial: Trial, seed: int, k: int) -> tuple[Answers, date]:
    """Return the answers of one random patient, and the reference date."""
    made = Stranger(trial, Random(f"{seed}:{trial.protocol.id}:{k}"))  # noqa: S311
    return made.answers(), made.day
