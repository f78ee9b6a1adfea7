"""A whole draft: the tables of protocol.toml and of the wording, out of a registry entry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.drafting.building import Made, named
from bot.drafting.entry import UnusableEntryError
from bot.drafting.fields import compared
from bot.drafting.implied import written_items, written_words
from bot.drafting.proposing.criterion import criterion
from bot.drafting.splitting import split

if TYPE_CHECKING:
    from datetime import date

    from bot.drafting.entry import Entry
    from bot.drafting.splitting import LeftOut, Split

Table = dict[str, Any]
_MOST = 99


@dataclass(frozen=True, slots=True)
class Draft:
    """What is written of a draft, and what is said about it."""

    trial: str
    version: str
    protocol: Table
    words: Table
    inclusion: int
    exclusion: int
    from_fields: int
    left_out: tuple[LeftOut, ...]
    doubts: tuple[str, ...]

    @property
    def proposed(self) -> int:
        """How many criteria have a rule that was read from the text."""
        return sum(not self._open(one["id"]) for one in self.protocol["criteria"])

    def _open(self, name: str) -> bool:
        own = [item for item in self.protocol["items"] if item["id"].startswith(f"{name}.")]
        return any(item.get("to_word") for item in own)


def draft(entry: Entry, today: date) -> Draft:
    """Make a draft of an entry.

    Raises:
        UnusableEntryError: there is no criterion in it, or there are more than can be numbered.
    """
    found = split(entry.text)
    fields = compared(entry, found.criteria)
    inclusion = (*found.of("inclusion"), *fields.criteria)
    exclusion = found.of("exclusion")
    if not found.criteria:
        raise UnusableEntryError("No criterion was found in the entry: take one with criteria.")
    if max(len(inclusion), len(exclusion)) > _MOST:
        raise UnusableEntryError(
            f"There are more than {_MOST} criteria on one side: split the entry."
        )
    made = Made()
    criteria = [
        criterion(made, f"{letter}{number}", one)
        for letter, side in (("I", inclusion), ("E", exclusion))
        for number, one in enumerate(side, 1)
    ]
    doubts = (*found.doubts, *fields.doubts)
    protocol = _protocol(entry, today, criteria, made, found, doubts)
    return Draft(
        entry.trial,
        entry.version,
        protocol,
        _words(entry, made, criteria),
        len(inclusion),
        len(exclusion),
        len(fields.criteria),
        found.left_out,
        doubts,
    )


def _protocol(
    entry: Entry,
    today: date,
    criteria: list[Table],
    made: Made,
    found: Split,
    doubts: tuple[str, ...],
) -> Table:
    drafting: Table = {"sides_confirmed": False}
    if doubts:
        drafting["doubts"] = list(doubts)
    if found.left_out:
        drafting["left_out"] = [{"text": line.text, "why": line.why} for line in found.left_out]
    return {
        "id": entry.trial,
        "version": entry.version,
        "acronym": entry.acronym or entry.id or entry.trial,
        "status": "draft",
        "dated": today,
        "registry": {
            "id": entry.id or "not named in the file",
            **({"other_ids": list(entry.other_ids)} if entry.other_ids else {}),
            "text_from": entry.source,
            "status": entry.status or "not named in the file",
            "status_as_of": entry.updated or "not named in the file",
        },
        "sources": {"ENTRY": f"registry entry {entry.id}".strip() + f" ({entry.source})"},
        "drafting": drafting,
        "criteria": criteria,
        "items": written_items(made),
    }


def _words(entry: Entry, made: Made, criteria: list[Table]) -> Table:
    title = entry.title or entry.acronym or entry.id or entry.trial
    sponsor = f" Sponsor: {entry.sponsor}." if entry.sponsor else ""
    words: Table = {
        "language": "en",
        "language_name": "English",
        "title": title,
        "about": f"A draft made of a registry entry; nothing of it has been reviewed.{sponsor}",
        "provenance": f"The criteria are those of {entry.id or 'the entry'} in {entry.source}, "
        f"word for word. Rules and questions were proposed from their words.",
    }
    labels = {one["id"]: {"label": name} for one in criteria if (name := _label(one, made))}
    if labels:
        words["criteria"] = labels
    words["items"] = written_words(made, criteria)
    return words


def _label(one: Table, made: Made) -> str | None:
    """Return a short name for a criterion of several items; one item's own is the criterion's."""
    own = [item for item in made.items if item.startswith(f"{one['id']}.")]
    if own and f"{own[0]}_date" in own:
        return str(made.words[own[0]]["label"])
    return None if len(own) == 1 else named(one["text"], 40)
