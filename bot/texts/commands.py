"""What the command line says: the shape of `commands.toml`."""

from __future__ import annotations

from bot.texts.base import Counted, Words


class InputWords(Words):
    """Files of entries: why one can't be used, and what to write instead."""

    not_an_entry: str
    not_json: str
    not_json_at: str
    more_than_one: str
    no_answers: str
    twice: str
    misspelt: str
    identity_form: str
    identity_person: str
    date_form: str
    date_range: str
    two_dates: str
    not_utf8: str
    line_too_long: str
    line: str
    file_too_long: str
    text_too_long: str
    lines_dropped: str
    text_identifier: str
    unknown_key: str
    worker_ended: str


class SystemWords(Words):
    """Why the machine refused a file or a folder."""

    not_there: str
    there_already: str
    a_folder: str
    no_folder: str
    not_allowed: str
    read_only: str
    no_room: str
    other: str


class RecordServerWords(Words):
    """A search on a FHIR server: why it gave nothing, and what to do."""

    bad_key: str
    busy: str
    elsewhere: str
    endless: str
    ignored: str
    no_answer: str
    no_bundle: str
    no_patient: str
    no_sign_in: str
    not_allowed: str
    not_an_id: str
    other_patient: str
    refused: str
    repeats: str
    slow: str
    no_server: str
    which_patient: str


class Remarks(Words):
    """What to know of a result in the table of `bedside read`, by its flag."""

    confirm_unit: str
    ambiguous_unit: str
    ambiguous_number: str
    ambiguous_value: str
    confirm_analyte: str
    confirm_value: str
    confirm_limit: str
    derived: str
    absolute: str
    aggregates: str
    haemolysis: str
    method: str
    method_not_accepted: str


class CommandWords(Words):
    """The command line."""

    registry: str
    registry_too: str
    registry_status: str
    nothing_read: str
    read: str
    not_read: str
    not_read_name: str
    column_item: str
    column_value: str
    column_canonical: str
    column_date: str
    column_remarks: str


class ReloadWords(Words):
    """What `bedside trials reload` says."""

    told: str
    found: str
    left_out: str
    none: str
    on_a_server: str
    elsewhere: str
    not_allowed: str


class WorkbookWords(Words):
    """What `bedside trials to-xlsx` and `from-xlsx` say."""

    written: str
    check_it: str
    there_already: str
    no_workbook: str


class LogCommandWords(Words):
    """What `bedside log` says."""

    no_format: str
    number_needed: str
    no_picture: str
    no_picture_kind: str
    no_database: str
    no_screening: str
    no_screenings: str
    period_reversed: str
    not_written: str
    no_folder: str
    written: Counted
    invented: Counted
    whole: str
