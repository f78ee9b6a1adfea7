"""Pasted laboratory text as the list that the contract names, and as a table for a person."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.table import Table

from bot.identity import without_identifiers
from bot.presentation.sentences import Speaker, decimal_text
from criteria.known.values import ABOUT, Comparator, Doubt, Quantity
from criteria.reading.reports.report import read_laboratory
from criteria.trial.protocol import NumberItem
from criteria.verdict.facts import Facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.texts.words import Texts
    from criteria.reading.reports.report import LaboratoryReading, Result
    from criteria.trial.trial import Trial

LONGEST = 100_000
_SIGNS = {Comparator.AT_LEAST: ">=", Comparator.AT_MOST: "<="}
_DOUBTS = {
    "unit_missing": "confirm_unit",
    "unit_ambiguous": "ambiguous_unit",
    "number_ambiguous": "ambiguous_number",
    "value_ambiguous": "ambiguous_value",
    "analyte_unsure": "confirm_analyte",
    "unlikely": "confirm_value",
    "approximate": "confirm_value",
    "upper_limit_unlikely": "confirm_limit",
}
"""Flag of each doubt in the list."""
_CERTAIN_UNIT = (
    "unit_missing",
    "analyte_unsure",
    "unlikely",
    "approximate",
    "upper_limit_unlikely",
)
"""Doubts whose one candidate can be shown; of the others nothing is certain but the text."""


class Pasted(NamedTuple):
    """What was read from pasted text."""

    reading: LaboratoryReading
    dropped: int
    """Lines that were not read, because they say who somebody is."""


def read(text: str, trial: Trial, texts: Texts) -> Pasted:
    """Read laboratory text of at most 100,000 characters, without the lines that identify.

    Raises:
        ValueError: the text is longer, or does nothing but identify; the message says what to do.
    """
    if len(text) > LONGEST:
        raise ValueError(texts.input.say("text_too_long", longest=LONGEST))
    kept = without_identifiers(text)
    if kept.dropped and not kept.text.strip():
        raise ValueError(texts.input.text_identifier)
    return Pasted(read_laboratory(kept.text, trial), kept.dropped)


def as_rows(reading: LaboratoryReading, trial: Trial, today: date) -> list[dict[str, Any]]:
    """Return what was read, one object a value, in the order of the text."""
    return [_row(result, reading, trial, today) for result in reading.results]


def _row(result: Result, reading: LaboratoryReading, trial: Trial, today: date) -> dict[str, Any]:
    value = result.value
    shown = value.candidates[0] if isinstance(value, Doubt) and value.candidates else value
    quantity = shown if isinstance(shown, Quantity) else None
    certain = not isinstance(value, Doubt) or value.code in _CERTAIN_UNIT
    row: dict[str, Any] = {
        "item": result.item,
        "value": None if quantity is None else f"{quantity.number:f}",
        "comparator": None if quantity is None else _sign(quantity.comparator),
        "unit": quantity.unit if quantity and certain else None,
        "unit_source": result.unit_source if certain else None,
        "canonical": _canonical(result, reading, trial, today) if certain else None,
        "date": str(quantity.date) if quantity and quantity.date else None,
        "flags": _flags(result, quantity, trial),
    }
    if isinstance(value, Doubt):
        row["choices"] = [
            f"{one.number:f} {one.unit}".strip()
            for one in value.candidates
            if isinstance(one, Quantity)
        ]
    high = None if quantity is None or not quantity.reference else quantity.reference.high
    if quantity is not None and high is not None and result.item in trial.upper_limits:
        row["uln"] = f"{high:f}"
        row["uln_unit"] = quantity.unit
    return row


def _sign(comparator: Comparator) -> str:
    return _SIGNS.get(comparator, comparator.value)


def _canonical(result: Result, reading: LaboratoryReading, trial: Trial, today: date) -> str | None:
    """Return the number that counts, in the canonical unit; derived ones from the same text."""
    value = result.value.candidates[0] if isinstance(result.value, Doubt) else result.value
    if not isinstance(value, Quantity):
        return None
    others = {other.item: other.value for other in reading.results}
    found = Facts(trial, others, today).measured(result.item, value)
    if found is None:
        return None
    end = found.low if value.comparator in (Comparator.MORE, Comparator.AT_LEAST) else found.high
    return None if end is None else decimal_text(end, digits=10)


def _flags(result: Result, quantity: Quantity | None, trial: Trial) -> list[str]:
    doubts = result.value.codes if isinstance(result.value, Doubt) else ()
    flags = list(dict.fromkeys(_DOUBTS[code] for code in doubts))
    if quantity is None:
        return flags
    flags += (flag for flag in quantity.flags if flag != ABOUT)
    item = trial.items[result.item]
    if quantity.method and isinstance(item, NumberItem) and item.method:
        flags.append(f"method={quantity.method}")
        if quantity.method not in trial.gates.get(item.method, ()):
            flags.append("method_not_accepted")
    return flags


def as_table(rows: list[dict[str, Any]], trial: Trial, texts: Texts) -> Table:
    """Return what was read as a table for a person."""
    speaker, say = Speaker(trial, texts), texts.command
    table = Table(title=say.read, title_justify="left")
    for heading in (say.column_item, say.column_value, say.column_canonical, say.column_date):
        table.add_column(heading, overflow="fold")
    table.add_column(say.column_remarks, overflow="fold")
    for row in rows:
        table.add_row(
            speaker.label(row["item"]),
            _shown(row, speaker),
            _counts(row, trial, speaker),
            row["date"] or "",
            "; ".join(_remarks(row, trial, speaker)),
        )
    return table


def as_lines(reading: LaboratoryReading, trial: Trial, texts: Texts) -> list[str]:
    """Return what was named but not read, a line each with the reason, for a person."""
    speaker = Speaker(trial, texts)
    return [
        texts.command.say(
            "not_read" if unread.item else "not_read_name",
            item=speaker.label(unread.item) if unread.item else "",
            reason=texts.unread.say(unread.code),
            text=unread.text,
        )
        for unread in reading.unread
    ]


def _remarks(row: dict[str, Any], trial: Trial, speaker: Speaker) -> Iterator[str]:
    """Return what to know of a row in words."""
    item = trial.items[row["item"]]
    holder = item.method if isinstance(item, NumberItem) else None
    meant = [choice.partition(" ") for choice in row.get("choices", ())]
    choices = speaker.listed(speaker.amount(Decimal(number), unit) for number, _, unit in meant)
    for flag in row["flags"]:
        name, _, code = flag.partition("=")
        method = speaker.words.choice(holder, code) if holder and code else ""
        yield speaker.texts.remarks.say(name, choices=choices, method=method)


def _shown(row: dict[str, Any], speaker: Speaker) -> str:
    if row["value"] is None:
        return ""
    sign = "" if row["comparator"] == "=" else f"{row['comparator']} "
    return f"{sign}{speaker.amount(Decimal(row['value']), row['unit'] or '')}"


def _counts(row: dict[str, Any], trial: Trial, speaker: Speaker) -> str:
    """Return the number that counts; what must be confirmed does not count yet."""
    item = trial.items[row["item"]]
    if row["canonical"] is None or "choices" in row or not isinstance(item, NumberItem):
        return ""
    sign = "" if row["comparator"] == "=" else f"{row['comparator']} "
    return sign + speaker.amount(Fraction(row["canonical"]), item.canonical)
