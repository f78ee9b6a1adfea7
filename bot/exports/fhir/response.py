"""One screening as a FHIR R4 QuestionnaireResponse.

The candidate is named by the screening number alone, and no text goes along as it was typed: an
answer is what was understood of it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.exports.fhir.terminology import (
    ABSENT,
    BASE,
    DATE,
    HIGH,
    LANGUAGE,
    LOW,
    METHOD,
    REFERENCE,
    REFERENCE_DATE,
    Json,
    beneath,
    canonical,
    coding,
    group_id,
    groups,
    kind,
    unit,
)
from bot.texts import texts_in
from criteria.known.values import (
    Choice,
    Comparator,
    DateSpan,
    Doubt,
    Interval,
    NotApplicable,
    Quantity,
    Several,
    Value,
)
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from criteria.trial.trial import Trial

SUBJECT_SYSTEM = f"{BASE}/screening-number"
_DIGITS = 9
"""Digits behind the point where an exact number has no end (1/60, 1.73 / body surface)."""
_COMPARATORS = {
    Comparator.LESS: "<",
    Comparator.AT_MOST: "<=",
    Comparator.MORE: ">",
    Comparator.AT_LEAST: ">=",
}


def response(
    trial: Trial,
    answers: Mapping[str, Value],
    number: str,
    reference_date: date,
    *,
    completed: bool = True,
    authored: datetime | None = None,
) -> Json:
    """Return the response of one screening.

    Args:
        trial: the trial in the version of the screening.
        answers: item id -> value; an item that was never asked is absent.
        number: the screening number.
        reference_date: the day that ages and windows are counted from; it is always answered.
        completed: whether the screening has come to its summary.
        authored: when it was answered last.
    """
    dated = trial.protocol.roles.get("reference_date")
    known = dict(answers)
    if dated is not None:
        known[dated] = DateSpan(reference_date, reference_date)
    made: Json = {
        "resourceType": "QuestionnaireResponse",
        "language": trial.words_in(LANGUAGE).language,
        "identifier": {"system": SUBJECT_SYSTEM, "value": number},
        "questionnaire": canonical(trial),
        "status": "completed" if completed else "in-progress",
        "subject": {"type": "Patient", "identifier": {"system": SUBJECT_SYSTEM, "value": number}},
    }
    if authored is not None:
        made["authored"] = authored.isoformat(timespec="seconds")
    made["item"] = [*_beside(trial, reference_date), *_groups(trial, known)]
    return made


def _beside(trial: Trial, reference_date: date) -> list[Json]:
    """Return the reference date where no item of the trial asks for it."""
    if "reference_date" in trial.protocol.roles:
        return []
    text = texts_in(trial.words_in(LANGUAGE).language, LANGUAGE).questionnaire.reference_date
    answer = {"valueDate": reference_date.isoformat()}
    return [{"linkId": REFERENCE_DATE, "text": text, "answer": [answer]}]


def _groups(trial: Trial, answers: Mapping[str, Value]) -> list[Json]:
    found = []
    for screen, items in groups(trial):
        inside = [_item(trial, item, answers[item]) for item in items if item in answers]
        if inside:
            found.append({"linkId": group_id(screen), "item": inside})
    return found


def _item(trial: Trial, item: str, value: Value) -> Json:
    results = value.results if isinstance(value, Several) else (value,)
    text = trial.words_in(LANGUAGE).items[item].question
    answers = [_answer(trial, item, result) for result in results]
    return {"linkId": item, "text": text, "answer": answers}


def _answer(trial: Trial, item: str, value: Value) -> Json:
    match value:
        case Choice():
            made: Json = {"valueCoding": coding(trial, item, value.code)}
        case DateSpan():
            made = _date(value)
        case Quantity():
            made = {"valueQuantity": _quantity(value)}
        case _:
            return _absent(trial, item, value)
    under = list(_beneath(trial, item, value))
    return {**made, "item": under} if under else made


def _absent(trial: Trial, item: str, value: Value) -> Json:
    """Say why there is no value; a choice keeps the code that was answered for it."""
    code, reason = "unknown", "asked-unknown"
    if isinstance(value, NotApplicable):
        code = reason = "not-applicable"
    elif isinstance(value, Doubt):
        reason = "temp-unknown"
    why = {"extension": [{"url": ABSENT, "valueCode": reason}]}
    known = trial.items[item]
    match kind(known):
        case "choice":
            return {"valueCoding": {**why, **coding(trial, item, code.replace("-", "_"))}}
        case "date":
            return {"_valueDate": why}
        case _:
            return {"valueQuantity": why}


def _date(span: DateSpan) -> Json:
    """Return a day, or the month or year around the days; unknown where they lie in two years."""
    why = {"extension": [{"url": ABSENT, "valueCode": "temp-unknown"}]}
    return {"valueDate": span.partial} if span.partial else {"_valueDate": why}


def _quantity(value: Quantity) -> Json:
    made: Json = {"value": _number(value.number)}
    if value.comparator in _COMPARATORS:
        made["comparator"] = _COMPARATORS[value.comparator]
    return {**made, **unit(value.unit)}


def _number(number: Decimal | Fraction) -> int | float:
    """Return a number for JSON: the shortest that reads back as the same decimal."""
    if isinstance(number, Fraction):
        number = round(number, _DIGITS)
    return int(number) if number == int(number) else float(number)


def _beneath(trial: Trial, item: str, value: Choice | DateSpan | Quantity) -> list[Json]:
    """Return what came with a result: its day, its method, the upper limit printed beside it."""
    if isinstance(value, DateSpan):
        return []
    found: list[tuple[str, Json]] = []
    if value.date is not None:
        found.append((DATE, _date(value.date)))
    known = trial.items[item]
    if isinstance(value, Quantity) and isinstance(known, NumberItem):
        found += _around(trial, known, value)
    return [{"linkId": beneath(item, part), "answer": [made]} for part, made in found]


def _around(trial: Trial, item: NumberItem, value: Quantity) -> list[tuple[str, Json]]:
    found: list[tuple[str, Json]] = []
    if value.method is not None and item.method is not None:
        found.append((METHOD, {"valueCoding": coding(trial, item.method, value.method)}))
    limit = value.reference
    if limit is not None and limit.high is not None and limit.upper is not None:
        printed = {"value": _number(limit.high), **unit(value.unit)}
        found.append((REFERENCE, {"valueQuantity": printed}))
    factor = item.units.get(value.unit)
    plain = factor and Interval.reported(value.comparator, Fraction(value.number) * factor)
    if value.interval is not None and value.interval != plain:
        found.append((LOW, _end(item, value.interval.low)))
        if value.interval.high is not None:
            found.append((HIGH, _end(item, value.interval.high)))
    return found


def _end(item: NumberItem, number: Fraction) -> Json:
    """Return an end of what a result may mean, in the canonical unit."""
    return {"valueQuantity": {"value": _number(number), **unit(item.canonical)}}
