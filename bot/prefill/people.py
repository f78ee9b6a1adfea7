"""Sex and age, as a record has them. The day of birth is counted with and then forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.prefill.choosing import LeftOut, Offered
from criteria.known.values import Choice, Comparator, Refusal
from criteria.reading.results.judging import judge
from criteria.reading.results.lexemes import Number
from criteria.reading.results.printed import Printed
from criteria.reading.spelling.numbers import candidates
from criteria.trial.protocol import ChoiceItem, NumberItem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.prefill.reported import Person, Source
    from criteria.trial.trial import Trial

_SEXES = {"female": "female", "male": "male", "f": "female", "m": "male"}
"""FHIR's and HL7's codes; of any other one it is not said which limits go by it."""
AGE = "age"


def of_person(
    person: Person, source: Source, trial: Trial, today: date
) -> Iterator[Offered | LeftOut]:
    """Yield the sex and the age at a day, for the items that ask for them."""
    yield from _sex(person, source, trial)
    if person.born is not None:
        yield from _age(person.born, source, trial, today)


def _sex(person: Person, source: Source, trial: Trial) -> Iterator[Offered | LeftOut]:
    item = trial.items.get(trial.protocol.roles.get("sex", ""))
    if not isinstance(item, ChoiceItem) or not person.sex:
        return
    code = _SEXES.get(person.sex.casefold())
    if code in item.choices and code is not None:
        yield Offered(item.id, Choice(code, code), "printed", source)
    else:
        yield LeftOut("not_understood", item.id, source)


def _age(born: date, source: Source, trial: Trial, today: date) -> Iterator[Offered | LeftOut]:
    item = trial.items.get(trial.concepts.get(AGE, ""))
    if not isinstance(item, NumberItem):
        return
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    text = str(years)
    printed = Printed(Number(text, candidates(text)), Comparator.EQUAL, 0, unit=item.canonical)
    value = judge(printed, item, trial, f"{text} {item.canonical}") if years >= 0 else None
    if value is None or isinstance(value, Refusal):
        yield LeftOut("out_of_range", item.id, source)
    else:
        yield Offered(item.id, value, "derived", source)
