"""A REDCap project of a trial: its data dictionary, and screenings to import into it, as CSV.

Numbers are in the canonical unit, beside what was printed. Checked at entry is what is possible,
never a threshold of the protocol. Codes keep to what REDCap takes: letters, digits, underscores.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.exports.redcap.logic import code, shown_when, variable
from criteria.trial.protocol import ChoiceItem, NumberItem
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from criteria.trial.trial import Trial

COLUMNS = (
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
)
"""REDCap's columns, in its words and its order."""

RECORD = "record_id"
FORM = "prescreening"
COMPARATORS = {"eq": "=", "lt": "<", "le": "≤", "gt": ">", "ge": "≥"}
ABSENT = {
    "unknown": "Not known",
    "to_confirm": "Read, not confirmed",
    "not_applicable": "Not applicable",
    "several": "Several results that count",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A row of the dictionary."""

    name: str
    label: str
    kind: str = "text"
    section: str = ""
    choices: Mapping[str, str] | None = None
    note: str = ""
    validation: str = ""
    lowest: str = ""
    highest: str = ""
    shown: str = ""
    annotation: str = ""

    def cells(self) -> list[str]:
        """Return the cells in the order of the columns."""
        choices = (self.choices or {}).items()
        listed = " | ".join(f"{code}, {label.replace('|', '/')}" for code, label in choices)
        valid = (self.validation, self.lowest, self.highest)
        start = [self.name, FORM, self.section, self.kind, self.label, listed, self.note, *valid]
        return [*start, "", self.shown, *[""] * 5, self.annotation]


def fields(trials: Sequence[Trial], language: str = "en") -> list[Field]:
    """Return the fields that the screenings of these versions need.

    Where versions differ, the last one's words count, and the choices of all.
    """
    found: dict[str, Field] = {}
    for trial in trials:
        for field in _of_version(trial, language):
            before = found.get(field.name)
            if before is not None and before.choices and field.choices:
                merged = {**before.choices, **field.choices}
                found[field.name] = replace(field, choices=merged)
            else:
                found[field.name] = field
    return list(found.values())


def dictionary(trials: Sequence[Trial], language: str = "en") -> str:
    """Return the data dictionary as CSV."""
    return table([COLUMNS, *(field.cells() for field in fields(trials, language))])


def table(rows: Iterable[Sequence[str]]) -> str:
    """Write rows as CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _of_version(trial: Trial, language: str) -> Iterator[Field]:
    words = trial.words_in(language)
    yield Field(RECORD, "Screening number")
    yield Field("trial_version", "Version of the criteria")
    yield Field("reference_date", "Reference date", validation="date_ymd")
    asked = set(trial.order)
    screens = [("About the screening", [item for item in trial.items if item not in asked])]
    screens += [(words.screens[each.id], list(each.items)) for each in trial.protocol.screens]
    for title, items in screens:
        section = title
        for item in items:
            if item == trial.protocol.roles.get("reference_date"):
                continue
            for field in _of_item(trial, item, language):
                yield replace(field, section=section)
                section = ""
    statuses = {status.value: status.value for status in Status}
    section = "Result"
    for name in trial.criteria:
        label = f"{name} {words.criteria[name].label}"
        yield Field(f"status_{name.lower()}", label, "dropdown", section, statuses)
        section = ""
    yield Field(
        "outcome", "Outcome", "dropdown", choices={each.value: each.value for each in Outcome}
    )


def _of_item(trial: Trial, item: str, language: str) -> Iterator[Field]:
    """Return the fields of an item: the answer first, then what goes with it."""
    known, words = trial.items[item], trial.words_in(language)
    name, shown = variable(item), shown_when(trial, item)
    label = words.items[item].question
    if isinstance(known, ChoiceItem):
        extra = [each for each in ("not_applicable", "unknown") if each not in known.choices]
        choices = {code(each): words.choice(item, each) for each in (*known.choices, *extra)}
        yield Field(name, label, "radio", choices=choices, shown=shown, annotation=item)
        return
    if not isinstance(known, NumberItem):
        yield Field(name, label, note=_DAYS, shown=shown, annotation=item)
        yield _absent(name, words.items[item].label, shown)
        return
    yield Field(
        name,
        label,
        note=_unit(known),
        validation="integer" if known.whole else "number",
        lowest=f"{known.hard.low:f}",
        highest=f"{known.hard.high:f}",
        shown=shown,
        annotation=item,
    )
    short = words.items[item].label
    yield Field(
        f"{name}_cmp", f"{short}: reported as", "dropdown", choices=COMPARATORS, shown=shown
    )
    yield Field(f"{name}_printed", f"{short}: as printed", shown=shown)
    yield Field(f"{name}_date", f"{short}: date", note=_DAYS, shown=shown)
    for end in PRINTED_LIMITS if keeps_limits(known) else ():
        text = f"{short}: {end} limit printed beside it"
        yield Field(f"{name}_{end}", text, note=_unit(known), validation="number", shown=shown)
    yield _absent(name, short, shown)


PRINTED_LIMITS = ("lower", "upper")
"""The ends of a reference interval, and the endings of their fields."""


def keeps_limits(item: NumberItem) -> bool:
    """Whether a laboratory can print its limits beside a number."""
    return item.limit_of is None and not item.whole


def _unit(item: NumberItem) -> str:
    """Return the canonical unit as a note; a per cent sign says itself."""
    return "" if item.canonical == "%" else item.canonical


_DAYS = "YYYY-MM-DD, or YYYY-MM or YYYY where no more is known"


def _absent(name: str, label: str, shown: str) -> Field:
    text = f"{label}: why there is no value"
    return Field(f"{name}_absent", text, "dropdown", choices=ABSENT, shown=shown)
