"""A registry entry: JSON of ClinicalTrials.gov's API v2, or plain text with the two lists."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_LONGEST = 200_000
_TOO_LONG = "The criteria are longer than 200,000 characters: take one entry."
_NUMBER = re.compile(r"\bNCT\d{8}\b")
_LISTS = re.compile(r"\b(?:inclusion|exclusion)\b", re.IGNORECASE)
_AGE = re.compile(r"(\d{1,3}) (year|month|week|day)s?", re.IGNORECASE)


class UnusableEntryError(Exception):
    """A file that no draft can be made of; the text says what was found and what to take."""


@dataclass(frozen=True, slots=True)
class AgeBound:
    """An age of the entry's fields."""

    number: int
    unit: str
    """``years``, ``months``, ``weeks`` or ``days``."""
    written: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What a draft is made of."""

    source: str
    """The name of the file."""
    text: str
    """The criteria, as they were entered."""
    id: str = ""
    other_ids: tuple[str, ...] = ()
    title: str = ""
    acronym: str = ""
    sponsor: str = ""
    status: str = ""
    updated: str = ""
    """When the entry was last changed, as it says itself."""
    sex: str = ""
    youngest: AgeBound | None = None
    oldest: AgeBound | None = None

    @property
    def trial(self) -> str:
        """The name of the draft's folder."""
        name = self.acronym or self.id or self.source.rsplit(".", 1)[0]
        plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        return plain[:32].strip("-") or "trial"

    @property
    def version(self) -> str:
        """The name of the version's folder: the day of the entry where it is known."""
        return self.updated if re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", self.updated) else "1"


def read_entry(source: str, text: str) -> Entry:
    """Read an entry.

    Raises:
        UnusableEntryError: it is no entry, or one without criteria.
    """
    stripped = text.strip()
    if len(stripped) > _LONGEST and stripped[0] not in "{[":
        raise UnusableEntryError(_TOO_LONG)
    if not stripped:
        raise UnusableEntryError("The file is empty: take a registry entry.")
    if stripped[0] in "{[":
        return _from_json(source, stripped)
    if stripped[0] == "<":
        raise UnusableEntryError(
            "This is HTML or XML: take the entry as JSON, or its criteria as plain text."
        )
    if not _LISTS.search(text):
        raise UnusableEntryError(
            "The text has no heading “Inclusion Criteria” or “Exclusion Criteria”: "
            "take a registry entry, or its criteria with these headings."
        )
    number = _NUMBER.search(text)
    return Entry(source, text, id=number[0] if number else "")


def _from_json(source: str, text: str) -> Entry:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise UnusableEntryError(
            "This is no valid JSON: take the entry as the API gives it."
        ) from None
    if isinstance(data, dict) and isinstance(data.get("studies"), list):
        data = data["studies"]
    if isinstance(data, list):
        if len(data) != 1:
            raise UnusableEntryError(f"The file has {len(data)} entries: take a file with one.")
        data = data[0]
    if not isinstance(data, dict):
        raise UnusableEntryError(
            "This JSON is no registry entry: take one of ClinicalTrials.gov's API v2."
        )
    section = data.get("protocolSection", data)
    criteria = _text(section, "eligibilityModule", "eligibilityCriteria")
    if not criteria.strip():
        raise UnusableEntryError(
            "The entry has no text under protocolSection.eligibilityModule.eligibilityCriteria: "
            "take an entry of ClinicalTrials.gov's API v2."
        )
    if len(criteria) > _LONGEST:
        raise UnusableEntryError(_TOO_LONG)
    return _entry(source, criteria, section)


def _entry(source: str, criteria: str, section: dict[str, Any]) -> Entry:
    return Entry(
        source=source,
        text=criteria,
        id=_text(section, "identificationModule", "nctId"),
        other_ids=tuple(_other_ids(section)),
        title=_text(section, "identificationModule", "briefTitle"),
        acronym=_text(section, "identificationModule", "acronym"),
        sponsor=_text(section, "sponsorCollaboratorsModule", "leadSponsor", "name"),
        status=_text(section, "statusModule", "overallStatus"),
        updated=_text(section, "statusModule", "lastUpdatePostDateStruct", "date")
        or _text(section, "statusModule", "statusVerifiedDate"),
        sex=_text(section, "eligibilityModule", "sex").upper(),
        youngest=_age(_text(section, "eligibilityModule", "minimumAge")),
        oldest=_age(_text(section, "eligibilityModule", "maximumAge")),
    )


def _other_ids(section: dict[str, Any]) -> list[str]:
    own = _text(section, "identificationModule", "orgStudyIdInfo", "id")
    module = section.get("identificationModule")
    secondary = module.get("secondaryIdInfos") if isinstance(module, dict) else None
    listed = secondary if isinstance(secondary, list) else []
    return [text for text in (own, *(_text(info, "id") for info in listed)) if text]


def _text(data: object, *keys: str) -> str:
    """Return a text deep in JSON; empty where it is not there."""
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, str) else ""


def _age(written: str) -> AgeBound | None:
    match = _AGE.fullmatch(written.strip())
    return AgeBound(int(match[1]), match[2].lower() + "s", written.strip()) if match else None
