"""A file of a record that was sent with a form, as what somebody did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.platforms.chat.incoming import Kind
from bot.platforms.web.conversation import Done
from bot.prefill.reported import UnusableRecord

if TYPE_CHECKING:
    from collections.abc import Mapping


def read_upload(fields: Mapping[str, str], raw: bytes) -> Done:
    """Return what somebody did who sent a file: what was read of it, or why nothing was."""
    from bot.prefill.reading import read_record  # noqa: PLC0415 - few visits ever need FHIR

    key = fields.get("key", "")
    try:
        return Done(Kind.RECORD, "", key, 0, record=read_record(raw))
    except UnusableRecord as error:
        return Done(Kind.RECORD, "", key, 0, problem=error.code, line=error.line)
