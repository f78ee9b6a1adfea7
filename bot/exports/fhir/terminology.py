"""What things are called in FHIR: addresses, link ids, codings, units; the same in every resource.

Addresses are names, not places: nothing has to be found there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from criteria.analytes.analytes import ucum

if TYPE_CHECKING:
    from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem
    from criteria.trial.trial import Trial

Json: TypeAlias = dict[str, Any]
"""An object of a FHIR resource, to be written as JSON."""

BASE = "https://bedside.example/fhir"
"""What the names of this project's own resources and codes begin with."""

LANGUAGE = "en"
"""The language of the resources; the others are its translations."""

UNIT_SYSTEM = "http://unitsofmeasure.org"
ABSENT_SYSTEM = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"

UCUM = ucum()
"""Standard name of a unit -> its code in UCUM."""

DATE, METHOD, REFERENCE, LOW, HIGH, HELP = "date", "method", "reference", "low", "high", "help"
"""The parts that an answer can have: the last part of the link id."""

REFERENCE_DATE = "reference_date"
"""The link id of the reference date where no item of the trial asks for it."""


def questionnaire_url(trial: Trial) -> str:
    """Return the name of a trial's questionnaire, the same in every version."""
    return f"{BASE}/Questionnaire/{trial.protocol.id}"


def canonical(trial: Trial) -> str:
    """Return the name of the questionnaire in the version of the trial."""
    return f"{questionnaire_url(trial)}|{trial.protocol.version}"


def choice_system(trial: Trial) -> str:
    """Return the system of a trial's choice codes."""
    return f"{BASE}/CodeSystem/{trial.protocol.id}-choices"


def beneath(item: str, part: str) -> str:
    """Return the link id of a part under an item's answer; item ids have one full stop."""
    return f"{item}.{part}"


def group_id(screen: str) -> str:
    """Return the link id of a screen's group; no item id has a colon."""
    return f"screen:{screen}"


def groups(trial: Trial) -> list[tuple[str, tuple[str, ...]]]:
    """Return every item once, by screen; what no screen asks for comes first, with no screen."""
    screens = [(screen.id, screen.items) for screen in trial.protocol.screens]
    asked = set(trial.order)
    loose = tuple(item for item in trial.items if item not in asked)
    return [("", loose), *screens] if loose else screens


def codes(item: ChoiceItem) -> tuple[str, ...]:
    """Return the codes that can be answered, "unknown" too."""
    return item.choices if "unknown" in item.choices else (*item.choices, "unknown")


def coding(trial: Trial, item: str, code: str) -> Json:
    """Return the coding of a choice."""
    words = trial.words_in(LANGUAGE)
    return {"system": choice_system(trial), "code": code, "display": words.choice(item, code)}


def unit(name: str) -> Json:
    """Return a unit as the parts of a quantity."""
    code = UCUM.get(name)
    return {"unit": name} if code is None else {"unit": name, "system": UNIT_SYSTEM, "code": code}


def kind(item: ChoiceItem | NumberItem | DateItem) -> str:
    """Return the type of an item in FHIR."""
    return {"choice": "choice", "number": "quantity", "date": "date"}[item.kind]
