"""The data manager's formats as files: what the modules of each format give, written as it comes.

A screening whose answers were deleted is in those files only that need its result alone.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, BinaryIO

from bot.exports.context import Unsuitable
from bot.exports.fhir import fhirpath
from bot.exports.fhir.questionnaire import questionnaire
from bot.exports.fhir.response import response
from bot.exports.fhir.subject import subject
from bot.exports.redcap import dictionary as redcap
from bot.exports.redcap import records as redcap_records
from bot.exports.sdtm import tables as sdtm
from criteria.trial import catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.exports.context import ExportContext
    from bot.screenings.records import Screened
    from criteria.trial.trial import Trial


def write_questionnaires(
    screenings: Iterable[Screened], target: BinaryIO, context: ExportContext
) -> int:
    """Write a FHIR Questionnaire a line for each version that was screened with."""
    trials, count = _versions(screenings, context)
    for trial in trials:
        _line(target, questionnaire(trial))
    return count


def write_responses(
    screenings: Iterable[Screened], target: BinaryIO, context: ExportContext
) -> int:
    """Write a FHIR QuestionnaireResponse a line for each screening that has its answers."""
    count = 0
    for one in context.counted(screenings):
        if one.purged:
            continue
        done = one.ended is not None
        day, when = one.reference_date, one.ended or one.touched
        made = response(one.trial, one.values, one.token, day, completed=done, authored=when)
        _line(target, made)
        count += 1
    return count


def write_subjects(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write a FHIR ResearchSubject a line for each screening."""
    count = 0
    for one in context.counted(screenings):
        _line(target, subject(one.trial, one.token, one.stage, one.follow_up))
        count += 1
    return count


def write_rules(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write each criterion's rule as FHIRPath, for each version that was screened with.

    Where they are versions of several trials, each is named with its trial.
    """
    trials, count = _versions(screenings, context)
    several = len({trial.protocol.id for trial in trials}) > 1
    found = {
        f"{trial.protocol.id}/{trial.protocol.version}" if several else trial.protocol.version: (
            fhirpath.criteria(trial)
        )
        for trial in trials
    }
    _write(target, found)
    return count


def write_failing(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write SDTM's IE: what failed in the screenings that came to their summary."""
    rows: list[list[str | int | None]] = []
    count = 0
    for one in context.counted(screenings):
        if one.ended is not None:
            failing, day = one.result.failing, one.reference_date
            rows += sdtm.failing_rows(one.trial, one.token, failing, day, one.site)
        count += 1
    _write(target, sdtm.failing_table(rows, context.made))
    return count


def write_criteria(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write SDTM's TI: the criteria of each version that was screened with."""
    trials, count = _versions(screenings, context)
    rows = [row for trial in trials for row in sdtm.criteria_rows(trial)]
    _write(target, sdtm.criteria_table(rows, context.made))
    return count


def write_dictionary(
    screenings: Iterable[Screened], target: BinaryIO, context: ExportContext
) -> int:
    """Write the data dictionary of a REDCap project for a trial in all its versions."""
    trials, count = _versions(screenings, context)
    language = context.texts.language
    trials = trials if count else [catalog.load(context.trial)]
    target.write(redcap.dictionary(_project(trials), language).encode())
    return count


def write_records(screenings: Iterable[Screened], target: BinaryIO, context: ExportContext) -> int:
    """Write the screenings for import into that project."""
    text = io.TextIOWrapper(target, "utf-8", newline="", write_through=True)
    out, count, trial = None, 0, ""
    for one in context.counted(screenings):
        if out is None:
            trial = one.trial.protocol.id
            out = _table(text, [one.trial])
        if one.trial.protocol.id != trial:
            raise Unsuitable("several_trials")
        out.writerow(_record(one))
        count += 1
    if out is None:
        _table(text, [catalog.load(context.trial)])
    text.detach()
    return count


def _record(one: Screened) -> dict[str, str]:
    if one.purged:
        return redcap_records.result(one.token, one.version, one.result.outcome.value)
    return redcap_records.record(one.verdict, one.token)


def _table(text: io.TextIOWrapper, trials: Sequence[Trial]) -> csv.DictWriter[str]:
    names = [field.name for field in redcap.fields(_project(trials))]
    out = csv.DictWriter(text, names, restval="", lineterminator="\r\n")
    out.writeheader()
    return out


def _project(trials: Sequence[Trial]) -> list[Trial]:
    """Return every version of the trial, so that the project's fields stay the same.

    Raises:
        Unsuitable: they are of more than one trial.
    """
    names = {trial.protocol.id for trial in trials}
    if len(names) > 1:
        raise Unsuitable("several_trials")
    (name,) = names
    return [catalog.load(*each[:2]) for each in catalog.available() if each.id == name]


def _versions(screenings: Iterable[Screened], context: ExportContext) -> tuple[list[Trial], int]:
    """Return each version that was screened with, or the newest of each trial where none was."""
    found: dict[tuple[str, str], Trial] = {}
    count = 0
    for one in context.counted(screenings):
        found.setdefault((one.trial.protocol.id, one.version), one.trial)
        count += 1
    names = catalog.offered() if context.trial is None else [context.trial]
    return [found[key] for key in sorted(found)] or list(map(catalog.load, names)), count


def _write(target: BinaryIO, data: object) -> None:
    target.write(json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n")


def _line(target: BinaryIO, data: object) -> None:
    target.write(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
