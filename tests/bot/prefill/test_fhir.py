"""FHIR files: what is offered of them, and what is left out with which reason."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from bot.prefill.reported import UnusableRecord
from criteria.known.values import Choice, Comparator, Doubt, Quantity
from tests.bot.prefill.bundles import (
    ALT,
    BILI,
    HB,
    LOINC,
    PLT,
    Json,
    amount,
    bundle,
    file_of,
    observation,
    offered,
    offered_by,
    patient,
    reasons,
    shown,
)


def only(**more: Any) -> Quantity:  # noqa: ANN401 - members of an observation
    found = offered(observation(**more))
    (one,) = found.values
    assert isinstance(one.value, Quantity), one
    return one.value


def left(**more: Any) -> str:  # noqa: ANN401 - as above
    found = offered(observation(**more))
    assert not found.values
    ((code, _),) = reasons(found)
    return code


def test_number_unit_day_and_interval_are_kept() -> None:
    found = only(value=10.5, unit="g/dL", referenceRange=[
        {"low": amount(12, "g/dL"), "high": amount(16, "g/dL")},
    ])  # fmt: skip
    assert (str(found.number), found.unit, str(found.date)) == ("10.5", "g/dL", "2026-03-01")
    assert found.interval is not None
    assert found.interval.low == found.interval.high == 105
    assert found.reference is not None
    assert (found.reference.low, found.reference.high) == (Decimal(12), Decimal(16))


def test_a_bound_stays_a_bound() -> None:
    found = only(code=BILI, valueQuantity=amount(0.5, "mg/dL", comparator="<"))
    assert found.comparator is Comparator.LESS
    assert found.interval is not None
    assert found.interval.high_open
    assert found.interval.high is not None
    assert float(found.interval.high) == pytest.approx(8.552)


@pytest.mark.parametrize("status", ["final", "amended", "corrected"])
def test_final_results_are_used(status: str) -> None:
    assert only(status=status).number == 105


@pytest.mark.parametrize(
    "status", ["registered", "preliminary", "cancelled", "entered-in-error", "unknown", "planned"]
)
def test_others_are_not(status: str) -> None:
    assert left(status=status) == "not_final"


LEFT: list[tuple[Json, str]] = [
    ({"status": None}, "status_missing"),
    ({"valueQuantity": None}, "no_value"),
    ({"valueQuantity": {"unit": "g/L"}}, "no_value"),
    ({"valueQuantity": None, "dataAbsentReason": {"text": "x"}}, "absent"),
    ({"valueQuantity": amount(105, comparator="ad")}, "comparator"),
    ({"valueQuantity": amount(-5)}, "out_of_range"),
    ({"valueQuantity": amount(1050)}, "out_of_range"),
    ({"valueQuantity": amount(105, "mg/L")}, "unit_not_known"),
    ({"valueQuantity": {**amount(10.5, "g/dL"), "unit": "g/L"}}, "two_units"),
    ({"valueQuantity": None, "valueString": "see comment"}, "not_a_number"),
    ({"valueQuantity": None, "valueString": "100-110"}, "range_not_value"),
    ({"valueQuantity": None, "valueCodeableConcept": {"text": "low"}}, "kind"),
    ({"valueQuantity": None, "valueRange": {"low": amount(1)}}, "range_not_value"),
    ({"modifierExtension": [{"url": "http://x", "valueBoolean": True}]}, "modified"),
    ({"implicitRules": "http://x"}, "modified"),
    ({"focus": [{"reference": "Patient/2"}]}, "another_subject"),
    ({"subject": {"reference": "Group/1"}}, "not_patient"),
    ({"subject": {"reference": "Device/1"}}, "not_patient"),
    ({"effectiveDateTime": "2026-04-01"}, "future"),
    ({"effectiveDateTime": "2026-13-40"}, "not_understood"),
    ({"code": {"coding": [{"system": LOINC, "code": "62238-1"}]}}, "estimated"),
    ({"code": {"coding": [{"system": LOINC, "code": "33914-3"}]}}, "estimated"),
    ({"code": {"text": "eGFR"}, "valueQuantity": amount(80, "mL/min/{1.73_m2}")}, "estimated"),
    ({"code": {"coding": [{"system": LOINC, "code": "4548-4"}]}}, "not_asked"),
    ({"code": {"text": "U-Albumin"}}, "other_fluid"),
    ({"code": {"text": "Frobnicate"}}, "name_not_known"),
    ({"code": {}}, "no_code"),
    ({"code": {"coding": [{"system": LOINC, "code": HB, "display": "Platelets"}]}},
     "code_and_name_differ"),
    ({"code": {"coding": [{"system": LOINC, "code": HB}, {"system": LOINC, "code": PLT}]}},
     "codes_differ"),
    ({"contained": [{"resourceType": "Specimen", "id": "s", "type": {"text": "Urine"}}],
      "specimen": {"reference": "#s"}}, "other_fluid"),
    ({"valueQuantity": amount("one hundred")}, "not_understood"),
    ({"valueQuantity": amount(value=True)}, "not_understood"),
]  # fmt: skip


@pytest.mark.parametrize(("members", "reason"), LEFT, ids=lambda one: str(one)[:60])
def test_what_cannot_be_used_is_left_out_with_the_reason(members: Json, reason: str) -> None:
    assert left(**members) == reason


@pytest.mark.parametrize(
    ("code", "unit", "text"),
    [
        (PLT, "10*3/uL", "230 10^9/L"),
        (PLT, "10*9/L", "230 10^9/L"),
        (PLT, "10*3{cells}/uL", "230 10^9/L"),
        (PLT, "10*9.L-1", "230 10^9/L"),
        (PLT, "K/uL", "230 10^9/L"),
        (ALT, "[IU]/L", "230 U/L"),
        (ALT, "U/L", "230 U/L"),
    ],
)
def test_units_are_read_in_ucum_and_as_laboratories_write_them(
    code: str, unit: str, text: str
) -> None:
    assert only(code=code, value=230, unit=unit).text == text


def test_a_code_in_ucum_decides_and_may_not_be_unknown() -> None:
    assert left(valueQuantity={**amount(105), "code": "mg/mL", "unit": "g/L"}) == "unit_not_known"


def test_a_text_is_read_as_a_bound_where_it_is_nothing_else() -> None:
    found = only(code=BILI, valueQuantity=None, valueString="<5 µmol/L")
    assert (found.comparator, found.number, found.unit) == (Comparator.LESS, Decimal(5), "µmol/L")


def test_a_text_without_a_unit_is_asked_back() -> None:
    (one,) = offered(observation(code=BILI, valueQuantity=None, valueString="<5")).values
    assert isinstance(one.value, Doubt)
    assert "unit" in one.value.code


def test_noise_of_a_machine_is_no_part_of_a_number() -> None:
    raw = file_of(bundle(observation(value=1))).replace(
        b'"value": 1,', b'"value": 13.600000000000001,'
    )
    (one,) = offered_by(raw.replace(b"g/L", b"g/dL")).values
    assert isinstance(one.value, Quantity)
    assert str(one.value.number).rstrip("0") == "13.6"


def test_npu_and_local_codes_and_names() -> None:
    found = offered(
        observation(
            code={"coding": [{"system": "urn:oid:1.2.208.176.2.1", "code": "NPU19654"}]},
            valueQuantity=amount(0.45, "ukat/L"),
        ),
        observation(
            code={"coding": [{"system": "urn:lab:own", "code": "ALAT"}], "text": "P-ALAT"},
            valueQuantity=amount(0.4, "ukat/L"),
        ),
    )
    assert shown(found) == {"I10.ast": "0.45 µkat/L", "I10.alt": "0.4 µkat/L"}


def test_a_clearance_brings_its_method() -> None:
    found = offered(
        observation(
            code={"text": "Pt-Iohexolclearance"}, valueQuantity=amount(72, "mL/min/{1.73_m2}")
        )
    )
    (one,) = found.values
    assert isinstance(one.value, Quantity)
    assert (one.item, one.value.method) == ("I9.gfr", "iohexol")


def test_sex_and_age_are_offered_and_nothing_else_of_the_person() -> None:
    found = offered(patient(), observation())
    assert [one.item for one in found.values] == ["CTX.sex", "I1.age", "I10.hb"]
    assert isinstance(found.values[0].value, Choice)
    assert shown(found) == {"CTX.sex": "female", "I1.age": "65 years", "I10.hb": "105 g/L"}


@pytest.mark.parametrize(
    ("born", "years"), [("1960-03-31", "66"), ("1960-04-01", "65"), ("2008-04-01", "17")]
)
def test_the_age_is_counted_in_completed_years(born: str, years: str) -> None:
    assert shown(offered(patient(birthDate=born)))["I1.age"] == f"{years} years"


@pytest.mark.parametrize("gender", ["other", "unknown"])
def test_another_gender_is_left_to_a_person(gender: str) -> None:
    found = offered(patient(gender=gender, birthDate="1960"))
    assert reasons(found) == [("not_understood", "CTX.sex")]
    assert not found.values


def test_the_newest_counts_and_older_ones_are_named() -> None:
    found = offered(
        observation(value=99, effectiveDateTime="2025-03-01"),
        observation(value=105),
        observation(value=88, effectiveDateTime="2024"),
    )
    assert shown(found) == {"I10.hb": "105 g/L"}
    assert reasons(found) == [("older", "I10.hb"), ("older", "I10.hb")]


def test_of_one_day_the_last_counts_if_the_times_are_told() -> None:
    found = offered(
        observation(value=99, effectiveDateTime="2026-03-01T23:30:00+01:00"),
        observation(value=105, effectiveDateTime="2026-03-01T08:00:00+01:00"),
    )
    assert shown(found) == {"I10.hb": "99 g/L"}


def test_of_one_day_without_times_it_is_asked_which() -> None:
    (one,) = offered(observation(value=99), observation(value=105)).values
    assert isinstance(one.value, Doubt)
    assert one.value.code == "value_ambiguous"


def test_a_result_without_a_day_is_kept_beside_the_newest() -> None:
    found = offered(observation(value=99, effectiveDateTime=None), observation(value=105))
    assert [str(one.value.text) for one in found.values] == ["99 g/L", "105 g/L"]


def test_the_same_result_again_is_said() -> None:
    assert reasons(offered(observation(), observation())) == [("identical", "I10.hb")]


def test_of_versions_of_one_observation_the_last_counts() -> None:
    found = offered(
        observation(
            id="a", value=99, meta={"lastUpdated": "2026-03-02T00:00:00Z"}, status="corrected"
        ),
        observation(id="a", value=105, meta={"lastUpdated": "2026-03-01T00:00:00Z"}),
    )
    assert shown(found) == {"I10.hb": "99 g/L"}
    assert not found.left_out


def test_components_have_the_day_of_the_whole() -> None:
    component = {"code": {"coding": [{"system": LOINC, "code": HB}]}, "valueQuantity": amount(105)}
    whole = observation(code="58410-2", valueQuantity=None, component=[component])
    (one,) = offered(whole).values
    assert isinstance(one.value, Quantity)
    assert str(one.value.date) == "2026-03-01"


@pytest.mark.parametrize(
    ("ranges", "kept"),
    [
        ([{"high": amount(50, "U/L")}], True),
        ([{"text": "<50"}], True),
        ([{"high": amount(50, "U/L"), "type": {"coding": [{"code": "normal"}]}},
          {"high": amount(500, "U/L"), "type": {"coding": [{"code": "treatment"}]}}], True),
        ([{"high": amount(50, "U/L")}, {"high": amount(35, "U/L")}], False),
        ([{"high": amount(0.8, "ukat/L")}], False),
        ([{"high": amount(50, "U/L", comparator="<")}], False),
    ],
)  # fmt: skip
def test_an_upper_limit_is_kept_where_it_is_certain(ranges: list[Json], *, kept: bool) -> None:
    found = only(code=ALT, value=30, unit="U/L", referenceRange=ranges)
    assert (found.reference is not None) is kept


OTHERS = [
    [patient(), patient(id="2")],
    [observation(), observation(subject={"reference": "Patient/2"})],
    [patient(), observation(subject={"reference": "Patient/2"})],
    [observation(subject={"reference": "https://a/Patient/1"}),
     observation(subject={"reference": "https://b/Patient/1"})],
    [observation(subject={"identifier": {"value": "a"}}),
     observation(subject={"identifier": {"value": "b"}})],
]  # fmt: skip


@pytest.mark.parametrize("resources", OTHERS)
def test_several_patients_are_refused(resources: list[Json]) -> None:
    with pytest.raises(UnusableRecord) as refused:
        offered(*resources)
    assert refused.value.code == "several_patients"


def inside(name: str) -> Json:
    who = {"resourceType": "Patient", "id": "p", "name": [{"family": name}]}
    return observation(subject={"reference": "#p"}, contained=[who])


def test_patients_inside_results_are_compared() -> None:
    assert shown(offered(inside("A"), inside("A"))) == {"I10.hb": "105 g/L"}
    with pytest.raises(UnusableRecord):
        offered(inside("A"), inside("B"))


def test_results_inside_a_report_are_said() -> None:
    report = {"resourceType": "DiagnosticReport", "contained": [observation(), observation()]}
    (left_out,) = offered(report).left_out
    assert (left_out.code, left_out.count) == ("in_report", 2)


SAME = [
    [patient(), observation(), observation(subject={"reference": "https://a/fhir/Patient/1"})],
    [patient(), observation(subject={"reference": "Patient/1/_history/2"})],
    [patient(), observation(subject={"identifier": {
        "system": "http://electronichealth.se/id", "value": "19121212-1212"}})],
    [observation(subject=None)],
]  # fmt: skip


@pytest.mark.parametrize("resources", SAME)
def test_one_patient_may_be_named_in_several_ways(resources: list[Json]) -> None:
    assert shown(offered(*resources))["I10.hb"] == "105 g/L"


def test_a_full_url_names_the_patient() -> None:
    one = "urn:uuid:96baad95-bc36-5844-bc19-86cb1d4022a3"
    made = bundle(observation(subject={"reference": one}))
    made["entry"].insert(0, {"fullUrl": one, "resource": patient()})
    assert "I10.hb" in shown(offered_by(file_of(made)))


def test_where_some_name_whom_they_are_about_the_others_are_left_out() -> None:
    found = offered(observation(), observation(code=PLT, value=230, unit="10*9/L", subject=None))
    assert reasons(found) == [("person_unclear", "I10.plt")]


def test_further_pages_are_said() -> None:
    found = offered(observation(), link=[{"relation": "next", "url": "http://x"}])
    assert reasons(found) == [("more_pages", None)]


def test_lines_are_read_one_by_one_and_a_cut_one_is_said() -> None:
    lines = [observation(), observation(code=PLT, value=230, unit="10*9/L")]
    raw = "\n".join(json.dumps(line) for line in lines).encode()
    assert shown(offered_by(raw)) == {"I10.hb": "105 g/L", "I10.plt": "230 10^9/L"}
    cut = offered_by(raw[:-10])
    assert shown(cut) == {"I10.hb": "105 g/L"}
    assert reasons(cut) == [("cut_off", None)]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (file_of(bundle(observation()))[:-10], "not_json"),
        (b'{"resourceType": "Bundle", "type": "a", "type": "b"}', "not_json"),
        (b'{"a": 1}', "not_a_record"),
        (b"Hb 105 g/L", "not_a_record"),
        (b"<Bundle xmlns='http://hl7.org/fhir'/>", "not_a_record"),
        (b"", "not_a_record"),
        (b'{"resourceType": "Bundle", "x": ' + b"[" * 100_000, "too_deep"),
        (b'{"resourceType": "Bundle", "type": "\xff"}', "encoding"),
        (b'{"resourceType": "Bundle", "type": "collection"}', "no_results"),
    ],
)
def test_what_is_no_record_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(UnusableRecord) as refused:
        offered_by(raw)
    assert refused.value.code == code
