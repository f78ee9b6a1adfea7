"""Who the results of a file are about: one person, as far as references tell. Never kept."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.prefill.fhir_shapes import Patient, Reference

_KIND = "Patient"


@dataclass
class Subjects:
    """Collects references to people; two that may not be the same person make several."""

    _aliases: dict[str, str] = field(default_factory=dict, repr=False)
    """Address or identifier of a patient in the file -> how results are compared."""
    _bases: dict[str, set[str]] = field(default_factory=dict, repr=False)
    """Patient -> the servers that references to it name."""
    _seen: set[str] = field(default_factory=set, repr=False)

    def add(self, patient: Patient, url: str, at: int) -> None:
        """Take a patient of the file, by all that results can refer to it with."""
        key = f"{_KIND}/{patient.id}" if patient.id else url or f"{at}"
        known = [key, url, *map(_identifier, patient.identifier)]
        self._aliases |= {alias: key for alias in known if alias}
        self._seen.add(key)

    def key(
        self, reference: Reference | None, contained: list[dict[str, Any]] | None = None
    ) -> str | None:
        """Return what tells people apart; None where nobody is named."""
        written = "" if reference is None else reference.reference.partition("/_history")[0]
        if written.startswith("#"):
            return _inside(written[1:], contained or [])
        if not written:
            return _identifier(reference.identifier) if reference else None
        _, query, value = written.partition("?identifier=")
        if query:
            return value or None
        if written.startswith("urn:"):
            return written
        *base, kind, name = ("", "", *written.split("/"))
        key = f"{kind}/{name}"
        if any(base):
            self._bases.setdefault(key, set()).add("/".join(base).strip("/"))
        return key

    def see(
        self, reference: Reference | None, contained: list[dict[str, Any]] | None = None
    ) -> str | None:
        """Count who a result is about; return who that is."""
        key = self.key(reference, contained)
        if key is None:
            return None
        key = self._aliases.get(key, key)
        self._seen.add(key)
        return key

    @property
    def several(self) -> bool:
        """Whether results or patients of more than one person are there."""
        return len(self._seen) > 1 or any(len(bases) > 1 for bases in self._bases.values())


def is_patient(reference: Reference) -> bool:
    """Whether a reference can be to a patient: not to a group, a device or a place."""
    kind = reference.type
    parts = reference.reference.partition("?")[0].partition("/_history")[0].split("/")
    if not kind and len(parts) > 1 and not reference.reference.startswith("urn:"):
        kind = parts[-2]
    return kind in ("", _KIND)


def _inside(name: str, contained: list[dict[str, Any]]) -> str:
    """Return what tells a patient apart that is written inside a result: all that is said of it."""
    found = next((one for one in contained if one.get("id") == name), {})
    return json.dumps(found, sort_keys=True, default=str)


def _identifier(identifier: dict[str, Any] | None) -> str | None:
    value = (identifier or {}).get("value")
    if not isinstance(value, str) or not value:
        return None
    return f"{(identifier or {}).get('system', '')}|{value}"
