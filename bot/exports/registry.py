"""The exports there are: one line each.

Whatever a module here needs from outside the standard library and this project it imports inside
its functions; the database it never imports at all, but is given. So the list costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, TypeAlias

from bot.exports import data_files
from bot.exports.checklist import pdf as checklist
from bot.exports.log import audit, enrolled
from bot.exports.log import csv_file as log_csv
from bot.exports.log import xlsx as log_xlsx
from bot.exports.pictures import catalogue as pictures
from bot.exports.proof import files as proof
from bot.exports.worklist import calendar_file
from bot.exports.worklist import text as worklist_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.exports.context import ExportContext
    from bot.screenings.records import Screened

    Write: TypeAlias = Callable[[Iterable[Screened], BinaryIO, ExportContext], int]


@dataclass(frozen=True, slots=True)
class Export:
    """A kind of file."""

    name: str
    extension: str
    write: Write
    """Writes the screenings given and says how many they were."""
    single: bool = False
    """Takes exactly one screening."""
    one_trial: bool = False
    """Takes screenings of one trial only."""

    @property
    def key(self) -> str:
        """What it is called on the command line: log.xlsx."""
        return f"{self.name}.{self.extension}"


EXPORTS = (
    Export("log", "xlsx", log_xlsx.write),
    Export("log", "csv", log_csv.write),
    Export("enrolled", "csv", enrolled.write_csv),
    Export("checklist", "pdf", checklist.write, single=True),
    Export("audit", "csv", audit.write_csv, single=True),
    Export("audit", "jsonl", audit.write_jsonl, single=True),
    Export("log-entries", "jsonl", proof.write_entries),
    Export("log", "head", proof.write_head),
    Export("verify_head", "py", proof.write_verifier),
    Export("worklist", "txt", worklist_text.write_text),
    Export("worklist", "csv", worklist_text.write_csv),
    Export("calendar", "ics", calendar_file.write),
    *(
        Export(name, kind, pictures.writer(name, kind))
        for name in pictures.PICTURES
        for kind in pictures.KINDS
    ),
    Export("fhir-questionnaires", "ndjson", data_files.write_questionnaires),
    Export("fhir-responses", "ndjson", data_files.write_responses),
    Export("fhir-subjects", "ndjson", data_files.write_subjects),
    Export("fhirpath", "json", data_files.write_rules),
    Export("sdtm-ie", "json", data_files.write_failing),
    Export("sdtm-ti", "json", data_files.write_criteria),
    Export("redcap-dictionary", "csv", data_files.write_dictionary, one_trial=True),
    Export("redcap-records", "csv", data_files.write_records, one_trial=True),
)

BY_KEY = {export.key: export for export in EXPORTS}
