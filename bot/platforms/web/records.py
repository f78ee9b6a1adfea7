"""What a form brings of a record, a file or a search on a FHIR server, as what somebody did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.platforms.chat.incoming import Kind
from bot.platforms.web.conversation import Done
from bot.prefill.reported import UnusableRecord

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.prefill.server.endpoint import Place
    from criteria.trial.trial import Trial

PATIENCE = 45.0
"""Seconds that a search may take: somebody waits, and proxies give up after a minute."""


def read_upload(fields: Mapping[str, str], raw: bytes) -> Done:
    """Return what somebody did who sent a file: what was read of it, or why nothing was."""
    from bot.prefill.reading import read_record  # noqa: PLC0415 - few visits ever need FHIR

    key = fields.get("key", "")
    try:
        return Done(Kind.RECORD, "", key, 0, record=read_record(raw))
    except UnusableRecord as error:
        return Done(Kind.RECORD, "", key, 0, problem=error.code, line=error.line)


def searched(fields: Mapping[str, str], place: Place, trial: Trial) -> Done:
    """Return what somebody did who searched for a patient: what was found, or why nothing was.

    The patient's id is in the form and in the calls to the server, and in nothing that is returned.
    """
    from bot.prefill.server.problems import ServerError  # noqa: PLC0415 - as above
    from bot.prefill.server.searching import search  # noqa: PLC0415 - as above

    key = fields.get("key", "")
    try:
        record = search(place, fields.get("patient", "").strip(), trial, patience=PATIENCE)
    except ServerError as error:
        return Done(Kind.RECORD, "", key, 0, server_problem=error.problem, detail=error.detail)
    except UnusableRecord as error:
        return Done(Kind.RECORD, "", key, 0, problem=error.code, line=error.line)
    return Done(Kind.RECORD, "", key, 0, record=record)
