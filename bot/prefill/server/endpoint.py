"""Where a FHIR server is, and what Bedside is known by there. Data only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SCOPE = "system/Observation.rs system/Patient.rs"


@dataclass(frozen=True, slots=True)
class Place:
    """A server, and what Bedside is known by there; without a client nobody signs in."""

    base: str
    client: str = ""
    key: Path | None = None
    key_id: str = ""
    token_url: str = ""
    """Where tokens are had; asked of the server if empty."""
    scope: str = SCOPE
