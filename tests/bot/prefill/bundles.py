"""Files of a record for tests: bundles of FHIR and messages of HL7 v2, made of a few words."""

from __future__ import annotations

import json
from typing import Any

from bot.prefill.offering import Offer, offer
from bot.prefill.reading import read_record
from tests.making import TODAY, TRIAL

Json = dict[str, Any]
LOINC = "http://loinc.org"
HB, PLT, ALT, BILI = "718-7", "777-3", "1742-6", "1975-2"
NAME, NUMBER, BORN = "Testsson", "19121212-1212", "1960-05-01"


def amount(value: object, unit: str = "g/L", **more: object) -> Json:
    """Make a quantity of FHIR, with a code in UCUM."""
    return {
        "value": value,
        "unit": unit,
        "system": "http://unitsofmeasure.org",
        "code": unit,
        **more,
    }


def observation(
    code: str | Json = HB, value: object = 105, unit: str = "g/L", **more: object
) -> Json:
    """Make an observation; of ``more`` what is None takes a member away."""
    made: Json = {
        "resourceType": "Observation",
        "status": "final",
        "code": code if isinstance(code, dict) else {"coding": [{"system": LOINC, "code": code}]},
        "subject": {"reference": "Patient/1"},
        "effectiveDateTime": "2026-03-01",
        "valueQuantity": amount(value, unit),
        **more,
    }
    return {key: member for key, member in made.items() if member is not None}


def patient(**more: object) -> Json:
    """Make a patient with all that must not get anywhere."""
    return {
        "resourceType": "Patient",
        "id": "1",
        "name": [{"family": NAME, "given": ["Anna"]}],
        "identifier": [{"system": "http://electronichealth.se/id", "value": NUMBER}],
        "gender": "female",
        "birthDate": BORN,
        **more,
    }


def bundle(*resources: Json, **more: object) -> Json:
    """Make a bundle."""
    entries = [{"resource": resource} for resource in resources]
    return {"resourceType": "Bundle", "type": "searchset", "entry": entries, **more}


def file_of(body: Json) -> bytes:
    """Write a resource as a file."""
    return json.dumps(body, ensure_ascii=False).encode()


def offered(*resources: Json, **more: object) -> Offer:
    """Return what a bundle of these offers START-NET."""
    return offered_by(file_of(bundle(*resources, **more)))


def offered_by(raw: bytes) -> Offer:
    """Return what a file offers START-NET."""
    return offer(read_record(raw), TRIAL, TODAY)


def shown(found: Offer) -> dict[str, str]:
    """Return the values by item, each as a short text."""
    return {
        one.item: one.value.text if not hasattr(one.value, "code") else one.value.code
        for one in found.values
    }


def reasons(found: Offer) -> list[tuple[str, str | None]]:
    """Return why things were left out, each with the item that it would have been for."""
    return [(one.code, one.item) for one in found.left_out]


HEAD = r"MSH|^~\&|LAB|X|Y|Z|20260331||ORU^R01|1|P|2.5||||||{characters}"
PID = f"PID|1||{NUMBER}^^^X||{NAME}^Anna||19600501|F"
OBR = "OBR|1|||CBC^Blood count|||20260301080000+0100"
OBX = "OBX|1|NM|718-7^Hemoglobin^LN||105|g/L|120-160|L|||F"


def message(*segments: str, characters: str = "UNICODE UTF-8", end: str = "\r") -> bytes:
    """Write a message; without segments one with a haemoglobin."""
    head = HEAD.format(characters=characters)
    own = segments or (PID, OBR, OBX)
    encoding = {"8859/1": "iso-8859-1"}.get(characters, "utf-8")
    return "".join(segment + end for segment in (head, *own)).encode(encoding)
