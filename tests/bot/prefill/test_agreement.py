"""A value of a record ends where the same value ends that is typed; wherever bundles come from."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from fhir.resources.bundle import Bundle
from hypothesis import given
from hypothesis import strategies as st

from bot.batch.prefill import as_rows
from bot.prefill.offering import offer
from bot.prefill.reading import read_record
from bot.texts import texts_in
from criteria.analytes.analytes import ucum
from criteria.known.values import Choice, Doubt, Quantity, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.reading.spelling.numbers import candidates
from criteria.trial import catalog
from criteria.trial.protocol import NumberItem
from tests.bot.prefill.bundles import bundle, file_of, message, observation, offered_by, patient
from tests.making import TODAY, TRIAL

if TYPE_CHECKING:
    from criteria.known.values import Value

READER = AnswerReader(TRIAL)
CODED = [item for item in TRIAL.items.values() if isinstance(item, NumberItem) and item.codes]
SIGNS = {"": "", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
GENERATED = 200


def meaning(value: Value | Refusal) -> object:
    """What two values have in common that mean the same."""
    if isinstance(value, Doubt):
        return (value.codes, tuple(map(meaning, value.candidates)))
    if not isinstance(value, Quantity):
        return "refused"
    return (
        value.number + 0,
        value.comparator,
        value.unit,
        value.interval,
        value.date,
        value.reference,
    )


@st.composite
def results(draw: st.DrawFn) -> tuple[NumberItem, str, str, Decimal]:
    item = draw(st.sampled_from(CODED))
    unit = draw(st.sampled_from(list(item.units)))
    canonical = draw(st.fractions(Fraction(item.hard.low), Fraction(item.hard.high)))
    number = round(float(item.printed(canonical, unit)), draw(st.integers(0, 4)))
    return item, unit, draw(st.sampled_from(list(SIGNS))), Decimal(str(number))


def as_typed(item: NumberItem, unit: str, sign: str, number: Decimal) -> Value | Refusal:
    """Read the result as a person writes it: 1.125 as 1.1250, so that it is no thousand."""
    digits = f"{number:f}"
    digits += "0" if len(candidates(digits)) > 1 else ""
    return READER.read(item.id, f"{SIGNS[sign]}{digits} {unit} 2026-03-01", TODAY)


@given(results())
def test_a_result_of_fhir_means_what_the_same_typed_means(
    result: tuple[NumberItem, str, str, Decimal],
) -> None:
    item, unit, sign, number = result
    code = next(code for code in item.codes if not code.startswith("NPU"))
    quantity: dict[str, Any] = {
        "value": "NUMBER", "unit": unit, "code": ucum()[unit],
        "system": "http://unitsofmeasure.org",
    }  # fmt: skip
    if sign:
        quantity["comparator"] = sign
    made = observation(code=code, valueQuantity=quantity)
    raw = file_of(bundle(made)).replace(b'"NUMBER"', f"{number:f}".encode())
    typed = as_typed(item, unit, sign, number)
    found = offered_by(raw)
    assert meaning(found.values[0].value if found.values else Refusal("empty")) == meaning(typed)


@given(results())
def test_a_result_of_hl7_means_what_the_same_typed_means(
    result: tuple[NumberItem, str, str, Decimal],
) -> None:
    item, unit, sign, number = result
    escaped = unit.replace("^", r"\S\\"[:-1])
    for code in item.codes:
        system = "NPU" if code.startswith("NPU") else "LN"
        obx = f"OBX|1|SN|{code}^x^{system}||{sign}^{number:f}|{escaped}|||||F|||20260301"
        found = offered_by(message(obx))
        typed = as_typed(item, unit, sign, number)
        value = found.values[0].value if found.values else Refusal("empty")
        assert not isinstance(value, Choice)
        assert meaning(value) == meaning(typed)


def test_the_bundles_of_these_tests_are_fhir() -> None:
    Bundle.model_validate_json(file_of(bundle(patient(), observation())))


AMERICAN = {
    "718-7": ("haemoglobin", Fraction(10)),
    "777-3": ("platelets", Fraction(1)),
    "6690-2": ("leukocytes", Fraction(1)),
    "1920-8": ("asat", Fraction(1, 60)),
    "1742-6": ("alat", Fraction(1, 60)),
    "1975-2": ("bilirubin", Fraction("17.104")),
    "1751-7": ("albumin", Fraction(10)),
    "2160-0": ("creatinine", Fraction("88.4")),
    "98979-8": ("egfr", Fraction(1)),
    "8480-6": ("systolic", Fraction(1)),
    "29463-7": ("weight", Fraction(1)),
    "8302-2": ("height", Fraction(1)),
    "39156-5": ("bmi", Fraction(1)),
    "8867-4": ("pulse", Fraction(1)),
}
"""What these codes are in the units of the United States -> the concept, and the exact factor."""


def newest_by_code(resources: list[dict[str, Any]]) -> dict[str, tuple[str, Decimal]]:
    """Return the newest number of each code, read as simply as can be."""
    found: dict[str, tuple[str, Decimal]] = {}
    for resource in resources:
        for part in (resource, *resource.get("component", ())):
            code = part["code"]["coding"][0]["code"]
            number = part.get("valueQuantity", {}).get("value")
            day = resource.get("effectiveDateTime", "")
            final = resource.get("status") in ("final", "amended", "corrected")
            if number is not None and final and day >= found.get(code, ("",))[0]:
                found[code] = (day, Decimal(str(number)))
    return found


def test_two_hundred_generated_bundles_in_american_units() -> None:
    generate = pytest.importorskip(
        "carebundle", reason="carebundle is not installed"
    ).generate_bundle
    trials = [
        catalog.load(name, None)
        for name in ("start-net", "emperor-reduced", "cagrisema", "alta-1l")
    ]
    texts = texts_in("en")
    compared = 0
    for seed in range(GENERATED):
        made = generate(profile="type2_diabetes", seed=seed)
        body = made if isinstance(made, dict) else made.model_dump(mode="json", exclude_none=True)
        observations = [
            e["resource"] for e in body["entry"] if e["resource"]["resourceType"] == "Observation"
        ]
        newest = newest_by_code(observations)
        record = read_record(json.dumps(body).encode())
        for trial in trials:
            items = {trial.concepts[concept]: (newest.get(code), factor)
                     for code, (concept, factor) in AMERICAN.items()
                     if concept in trial.concepts}  # fmt: skip
            for row in as_rows(offer(record, trial, TODAY), trial, TODAY, texts):
                if row["item"] in items and "choices" not in row:
                    told, factor = items[row["item"]]
                    assert told is not None
                    assert Fraction(row["canonical"]) == pytest.approx(
                        Fraction(told[1]) * factor, rel=1e-8
                    )
                    assert row["date"] == told[0][:10]
                    compared += 1
    assert compared > GENERATED
