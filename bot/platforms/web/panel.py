"""The laboratory panel as a form: a row for each value, and the text that the rows stand for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.dialogs.events import Typed
from bot.dialogs.machine import step
from bot.identity import without_identifiers
from bot.presentation.render import Renderer
from bot.presentation.sentences import Speaker
from criteria.known.values import Refusal
from criteria.trial.protocol import NumberItem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.dialogs.effects import Effect
    from bot.dialogs.prompts import Panel
    from bot.dialogs.session import Script, Session
    from bot.texts.words import Texts

VALUE, UNIT, LIMIT = "value.", "unit.", "limit."
"""What the names of a row's fields begin with; the item's name is behind it."""
_ROW = (VALUE, UNIT, LIMIT)


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A value of the panel."""

    item: str
    label: str
    units: tuple[tuple[str, str], ...]
    """Each unit, and how it is written."""
    has_limit: bool
    """Its criterion looks at the upper limit that is printed beside a result."""


def rows_of(asked: Panel, script: Script, texts: Texts) -> tuple[PanelRow, ...]:
    """Return the rows of a panel that is asked; an upper limit is in the row of its value."""
    speaker = Speaker(script.trial, texts)
    limits = {limit.id for item, limit in script.trial.upper_limits.items() if item in asked.items}
    return tuple(_row(item, script, speaker) for item in asked.items if item not in limits)


def _row(item: str, script: Script, speaker: Speaker) -> PanelRow:
    known = script.trial.items[item]
    units = known.units if isinstance(known, NumberItem) else {}
    return PanelRow(
        item,
        speaker.label(item),
        tuple((unit, speaker.unit(unit)) for unit in units if unit),
        item in script.trial.upper_limits,
    )


def filled_in(form: Mapping[str, str]) -> dict[str, str]:
    """Return what was entered in the rows, to be shown again; never what identifies somebody."""
    rows = {name: text for name, text in form.items() if name.startswith(_ROW) and text.strip()}
    return {name: text for name, text in rows.items() if not without_identifiers(text).dropped}


def text_of(form: Mapping[str, str], rows: Sequence[PanelRow]) -> str:
    """Write what was entered in the rows as a report has it, a line each; empty rows are none."""
    return "\n".join(line for row in rows if (line := _line(form, row)))


def _line(form: Mapping[str, str], row: PanelRow) -> str:
    value = " ".join(form.get(VALUE + row.item, "").split())
    if not value:
        return ""
    unit = form.get(UNIT + row.item, "")
    unit = unit if unit in dict(row.units) else ""
    limit = " ".join(form.get(LIMIT + row.item, "").split())
    limit = f"(<{limit})" if limit and limit[0].isdigit() else f"({limit})" if limit else ""
    return " ".join(filter(None, (f"{row.label}:", value, unit, limit)))


def read_rows(
    form: Mapping[str, str],
    rows: Sequence[PanelRow],
    session: Session,
    script: Script,
    texts: Texts,
) -> Understood:
    """Say what the rows of a panel would be read as, by the step that they would lead to."""
    text = text_of(form, rows)
    if not text:
        return Understood({}, ())
    after, effects = step(session, Typed(text), script, session.reference_date)
    return understood(session, after, effects, script, texts)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a text was read as."""

    items: Mapping[str, str]
    """Each item that would be kept or asked back, and its value."""
    lines: Sequence[str]
    """What was not taken of it, and why."""


def understood(
    before: Session, after: Session, effects: Sequence[Effect], script: Script, texts: Texts
) -> Understood:
    """Say what a text was read as, by the step that it would lead to."""
    speaker = Speaker(script.trial, texts)
    changed = {
        item: kept for item, kept in after.answers.items() if before.answers.get(item) != kept
    }
    read = {**changed, **after.proposed}
    values = {item: script.value(item, kept, after.reference_date) for item, kept in read.items()}
    told = {
        item: speaker.value(item, value)
        for item, value in values.items()
        if not isinstance(value, Refusal)
    }
    return Understood(told, Renderer(after, script, texts).left_out(effects))
