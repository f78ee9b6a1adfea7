"""FHIR files: a Bundle, one resource, or a resource a line (NDJSON), to what they report."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar

from pydantic import ValidationError

from bot.prefill import fhir_shapes as shapes
from bot.prefill.fhir_results import results_of
from bot.prefill.reported import Person, Record, Remark, UnusableRecord
from bot.prefill.subjects import Subjects
from bot.prefill.times import whole_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.prefill.reported import Place, Reported

_NOT_RESULTS = ("Bundle", "Patient", "Specimen", "Observation")
_Shape = TypeVar("_Shape", bound=shapes.Part)


class Resource(NamedTuple):
    """A resource with its place in the file."""

    at: int
    url: str
    """Its address in the bundle; empty where it has none."""
    body: dict[str, Any]
    is_line: bool = False

    @property
    def kind(self) -> str:
        """Return the type of the resource."""
        kind = self.body.get("resourceType")
        return kind if isinstance(kind, str) else ""


def read_fhir(raw: bytes) -> Record:
    """Read a file of FHIR resources in JSON.

    Raises:
        UnusableRecord: it is none, or is about several people.
    """
    remarks: list[Remark] = []
    resources = list(_resources(_text(raw), remarks))
    if not resources:
        raise UnusableRecord("no_results")
    return record_of(resources, "line" if resources[0].is_line else "entry", remarks)


def record_of(resources: list[Resource], place: Place, remarks: list[Remark]) -> Record:
    """Return what resources report.

    Args:
        resources: the resources.
        place: what the parts are called that they were found in.
        remarks: what is to be said besides.

    Raises:
        UnusableRecord: they are about several people.
    """
    resources = _newest_versions(resources)
    subjects = Subjects()
    patients = [(one, _shape(shapes.Patient, one, remarks)) for one in _of("Patient", resources)]
    for one, patient in patients:
        if patient is not None:
            subjects.add(patient, one.url, one.at)
    results = list(_results(resources, place, subjects, remarks))
    remarks += _in_reports(resources)
    if subjects.several or len(patients) > 1:
        raise UnusableRecord("several_patients")
    person = next((_person(one.at, patient) for one, patient in patients if patient), None)
    return Record("fhir", place, tuple(results), tuple(remarks), person)


def _of(kind: str, resources: list[Resource]) -> list[Resource]:
    return [one for one in resources if one.kind == kind]


def _text(raw: bytes) -> str:
    try:
        return raw.decode(json.detect_encoding(raw)).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise UnusableRecord("encoding") from None


def _resources(text: str, remarks: list[Remark]) -> Iterator[Resource]:
    """Yield every resource of a file: of a bundle its entries, else a line each."""
    try:
        whole = json_of(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data" and "\n" not in text.strip():
            raise UnusableRecord("not_json", error.lineno) from None
        yield from _lines(text, remarks)
        return
    if not isinstance(whole, dict) or "resourceType" not in whole:
        raise UnusableRecord("not_a_record")
    yield from _entries(Resource(1, "", whole), remarks)


def _lines(text: str, remarks: list[Remark]) -> Iterator[Resource]:
    """Yield a resource of each line; a line that is cut off or none is said.

    Raises:
        UnusableRecord: not even the first line is a resource.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = json_of(line)
        except json.JSONDecodeError:
            if number == 1:
                raise UnusableRecord("not_json", number) from None
            remarks.append(Remark("cut_off", number))
            continue
        if isinstance(found, dict) and isinstance(found.get("resourceType"), str):
            yield Resource(number, "", found, is_line=True)
        else:
            remarks.append(Remark("not_understood", number))


def _entries(whole: Resource, remarks: list[Remark]) -> Iterator[Resource]:
    if whole.kind != "Bundle":
        yield whole
        return
    bundle = _shape(shapes.Bundle, whole, [])
    if bundle is None:
        raise UnusableRecord("not_a_record")
    remarks += [Remark("more_pages") for link in bundle.link if link.relation == "next"]
    for at, entry in enumerate(bundle.entry, start=1):
        if entry.resource is not None:
            yield Resource(at, entry.full_url, entry.resource)


def json_of(text: str) -> Any:  # noqa: ANN401 - any JSON
    """Return JSON with its numbers as they are written.

    Raises:
        json.JSONDecodeError: it is none.
        UnusableRecord: it is nested too deeply.
    """
    try:
        return json.loads(
            text,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=_no_number,
            object_pairs_hook=_members,
        )
    except RecursionError:
        raise UnusableRecord("too_deep") from None


def _no_number(name: str) -> NoReturn:
    raise json.JSONDecodeError("no number", name, 0)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; one that gives a key twice does not say which holds."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise json.JSONDecodeError("a key stands twice", "", 0)
    return members


def _shape(shape: type[_Shape], resource: Resource, remarks: list[Remark]) -> _Shape | None:
    """Return a resource in its shape; one that has another is said."""
    try:
        return shape.model_validate(resource.body)
    except ValidationError:
        remarks.append(Remark("not_understood", resource.at))
        return None


def _results(
    resources: list[Resource], place: Place, subjects: Subjects, remarks: list[Remark]
) -> Iterator[Reported]:
    """Yield every result; where some name whom they are about, one that does not is unclear."""
    specimens = dict(_specimens(resources))
    found: list[tuple[Reported, bool]] = []
    for one in _of("Observation", resources):
        observation = _shape(shapes.Observation, one, remarks)
        if observation is not None:
            named = subjects.see(observation.subject, observation.contained) is not None
            own = {f"#{name}": kind for name, kind in _contained(observation)}
            results = results_of(observation, place, one.at, {**specimens, **own})
            found += [(result, named) for result in results]
    some = any(named for _, named in found)
    for result, named in found:
        unclear = some and not named and not isinstance(result.value, str)
        yield replace(result, value="person_unclear") if unclear else result


def _in_reports(resources: list[Resource]) -> Iterator[Remark]:
    """Say of each report whose results are written inside it that they are not read."""
    for one in _of("DiagnosticReport", resources):
        inside = one.body.get("contained")
        kinds = [each.get("resourceType") for each in inside or () if isinstance(each, dict)]
        if "Observation" in kinds:
            yield Remark("in_report", one.at, kinds.count("Observation"))


def _specimens(resources: list[Resource]) -> Iterator[tuple[str, str]]:
    """Yield how each specimen is referred to, and what it is."""
    for one in _of("Specimen", resources):
        specimen = _shape(shapes.Specimen, one, [])
        if specimen is not None and specimen.type is not None:
            kind = " ".join(specimen.type.names)
            yield f"Specimen/{specimen.id}", kind
            yield one.url, kind


def _contained(observation: shapes.Observation) -> Iterator[tuple[str, str]]:
    for body in observation.contained:
        specimen = _shape(shapes.Specimen, Resource(0, "", body), [])
        if specimen is not None and specimen.type is not None:
            yield specimen.id, " ".join(specimen.type.names)


def _newest_versions(resources: list[Resource]) -> list[Resource]:
    """Return each resource once: of several versions of one the last that was updated."""
    newest: dict[object, Resource] = {}
    for one in resources:
        name = (one.kind, one.body["id"]) if isinstance(one.body.get("id"), str) else (one.at,)
        other = newest.get(name)
        if other is None or _updated(one) >= _updated(other):
            newest[name] = one
    return sorted(newest.values(), key=lambda one: one.at)


def _updated(resource: Resource) -> str:
    meta = resource.body.get("meta")
    updated = meta.get("lastUpdated") if isinstance(meta, dict) else None
    return updated if isinstance(updated, str) else ""


def _person(at: int, patient: shapes.Patient) -> Person:
    return Person(patient.gender, whole_day(patient.born), at)
