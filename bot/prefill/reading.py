"""A file of a record, of whichever kind it is."""

from __future__ import annotations

from pathlib import Path

from bot.prefill.fhir import read_fhir
from bot.prefill.hl7 import looks_like_hl7, read_hl7
from bot.prefill.reported import LONGEST, Record, UnusableRecord

_JSON = (b"{", b"\xef\xbb\xbf{", b"\xff\xfe{", b"\xfe\xff\x00{", b"{\x00", b"\x00{")


def looks_like_record(raw: bytes) -> bool:
    """Whether a file begins like one that is read here; a pasted report does not."""
    return looks_like_hl7(raw) or (
        raw.lstrip().startswith(_JSON) and b"resourceType" in raw.replace(b"\x00", b"")
    )


def read_file(name: str) -> Record:
    """Read a file of this machine.

    Raises:
        OSError: it cannot be read.
        UnusableRecord: as for `read_record`.
    """
    with Path(name).expanduser().open("rb") as file:
        return read_record(file.read(LONGEST + 1))


def read_record(raw: bytes) -> Record:
    """Read a FHIR Bundle, NDJSON of FHIR resources, or messages of HL7 v2.

    Raises:
        UnusableRecord: it is none of these, is broken, or is about several people.
    """
    if len(raw) > LONGEST:
        raise UnusableRecord("too_long")
    if looks_like_hl7(raw):
        return read_hl7(raw)
    if raw.lstrip().startswith(_JSON):
        return read_fhir(raw)
    raise UnusableRecord("not_a_record")
