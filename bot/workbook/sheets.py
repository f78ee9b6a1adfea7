"""The sheets of a workbook and their columns: which key of which file stands where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from bot.workbook.cells import COUNT, DAY, FLAG, LINES, NUMBER, PAIRS, TEXT, TOML
from criteria.rules.limits import Limit, OfNormal
from criteria.rules.windows import Window
from criteria.trial.protocol import Change, Judge

if TYPE_CHECKING:
    from bot.workbook.cells import Text

MORE = "more"
"""The column of what has none of its own, as an inline table of TOML."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, which is the key with dots, and what its cells hold."""

    key: str
    kind: Text
    wide: int = 14
    among: tuple[str, ...] | str = ()
    """What may be chosen: words, or a sheet whose first column has them."""

    @property
    def path(self) -> tuple[str, ...]:
        """The key, and the keys inside it."""
        return tuple(self.key.split("."))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with a row for each table."""

    name: str
    columns: tuple[Column, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The headings."""
        return tuple(column.key for column in self.columns)


_ID = Column("id", TEXT, 18)
_MORE = Column(MORE, TOML, 30)
_SOURCES = Column("sources", LINES, 12)
_YES = ("TRUE", "FALSE")
_LONG = 60


def _flags(*keys: str) -> tuple[Column, ...]:
    return tuple(Column(key, FLAG, 9, _YES) for key in keys)


def _texts(*keys: str, among: tuple[str, ...] | str = (), wide: int = 14) -> tuple[Column, ...]:
    return tuple(Column(key, TEXT, wide, among) for key in keys)


def _range(key: str) -> tuple[Column, ...]:
    ends = (Column(f"{key}.{end}", NUMBER, 9) for end in ("low", "high"))
    return (*ends, Column(f"{key}.source", TEXT, 30))


def _kinds(shape: type[Limit | OfNormal | Window]) -> tuple[str, ...]:
    return get_args(shape.model_fields["kind"].annotation)


_RULES = (
    *("choice", *_kinds(Limit), "between", *_kinds(OfNormal)),
    *("months_before", "older_than", *_kinds(Window), "depends", "none"),
)

TRIAL = Sheet(
    "trial",
    (
        *_texts("id", "version", "acronym"),
        Column("status", TEXT, among=("draft", "released")),
        Column("dated", DAY),
        Column("registry.id", TEXT),
        Column("registry.other_ids", LINES),
        *_texts("registry.text_from", "registry.status", "registry.status_as_of"),
        *_texts("roles.reference_date", "roles.sex", "roles.child_bearing", among="items"),
        Column("reference_date", DAY),
        _MORE,
    ),
)
"""Key and value side by side; `reference_date` is that of the cases."""
SOURCES = Sheet("sources", (_ID, Column("text", TEXT, 100)))
CRITERIA = Sheet(
    "criteria",
    (
        Column("id", TEXT, 8),
        Column("text", TEXT, _LONG),
        Column("rule", TOML, _LONG),
        Column("applies", TOML, 40),
        _MORE,
    ),
)
ITEMS = Sheet(
    "items",
    (
        _ID,
        Column("criterion", TEXT, 9, "criteria"),
        Column("kind", TEXT, 9, ("choice", "number", "date")),
        Column("name", TEXT, 40),
        Column("concept", TEXT),
        *_texts("analyte", "list"),
        Column("asked", TOML, 30),
        *_flags("scored", "volunteered", "judgement"),
        Column("judge", TEXT, 12, get_args(Judge)),
        Column("change", TEXT, 11, get_args(Change)),
        _SOURCES,
        *(Column(f"warn_older_than_{unit}", COUNT, 9) for unit in ("days", "months")),
        Column("todo", LINES),
        Column("units", PAIRS, 22),
        Column("offsets", PAIRS),
        *_flags("unit_in_question", "whole"),
        *(*_range("soft"), *_range("hard")),
        *(Column(key, LINES, 20) for key in ("names", "names_to_confirm", "codes")),
        *_texts("method", "upper_limit_of", "lower_limit_of", "percent_of", among="items"),
        Column("repeated", TEXT, 9, ("newest", "highest", "lowest", "mean")),
        Column("not_above.item", TEXT, 14, "items"),
        Column("not_above.tolerance", NUMBER, 9),
        Column("derived.by", TEXT),
        Column("derived.from", PAIRS, 22),
        *(Column(key, DAY, 12) for key in ("earliest", "latest")),
        *_flags("past", "whole_day"),
        Column("soft_months", COUNT, 9),
        _MORE,
    ),
)
RULES = Sheet(
    "rules",
    (
        Column("item", TEXT, 18, "items"),
        Column("kind", TEXT, 20, _RULES),
        *(Column(key, LINES, 20) for key in ("yes", "no")),
        *(Column(key, NUMBER, 9) for key in ("limit", "times", "above", "at_least", "below")),
        Column("at_most", NUMBER, 9),
        Column("unit", TEXT, 9),
        *_texts("upper_limit", "lower_limit", among="items"),
        *(Column(key, COUNT, 8) for key in ("days", "weeks", "months", "years")),
        Column("side", TEXT, 9, ("before", "after", "around")),
        Column("from", TEXT, 14, "items"),
        Column("half_lives", NUMBER, 9),
        Column("half_life", TEXT, 14, "items"),
        Column("whichever", TEXT, 9, ("longer", "shorter")),
        Column("ever", TEXT, 14, "items"),
        *_flags("wait"),
        Column("cases", TOML, _LONG),
        *_flags("otherwise"),
        _MORE,
    ),
)
SCREENS = Sheet(
    "screens",
    (
        _ID,
        Column("items", LINES, 22),
        Column("style", TEXT, 12, ("questions", "together", "panel", "checklist")),
        Column("cost", COUNT, 8),
        Column("fails", NUMBER, 8),
        _SOURCES,
        _MORE,
    ),
)
ADVISORIES = Sheet("advisories", (_ID, Column("when", TOML, _LONG), _SOURCES, _MORE))
AT_ODDS = Sheet(
    "at_odds",
    (
        _ID,
        Column("criteria", LINES, 10),
        Column("when", TOML, _LONG),
        Column("unknown", LINES, 18),
        _SOURCES,
        _MORE,
    ),
)
CASES = Sheet(
    "cases",
    (
        Column("id", TEXT, 26),
        Column("about", TEXT, 40),
        Column("like", TEXT, 18, "cases"),
        Column("reference_date", DAY, 12),
        Column("overall", TEXT, 12, ("eligible", "not_eligible", "pending")),
        Column("answers", PAIRS, 40),
        Column("expected", PAIRS, 20),
        Column("at_odds", LINES, 18),
        _MORE,
    ),
)
CONCEPTS = Sheet("concepts", (Column("id", TEXT, 24), Column("item", TEXT, 18, "items")))
JUDGES = Sheet(
    "judges", (Column("item", TEXT, 18, "items"), Column("judge", TEXT, 14, get_args(Judge)))
)

PARTS = (
    *("trial", "not_in_registry", "outcomes", "changes", "choices", "criteria"),
    *("screens", "advisories", "at_odds", "items", "hints", MORE),
)
"""What a row of a sheet of wording is about."""
WORDS = (
    Column("part", TEXT, 12, PARTS),
    Column("id", TEXT, 18),
    Column("label", TEXT, 26),
    Column("question", TEXT, 40),
    Column("help", TEXT, 50),
    Column("needed", TEXT, 26),
    Column("example", TEXT, 14),
    Column("failed", TEXT, 26),
    Column("advice", TEXT, 26),
    Column("text", TEXT, _LONG),
    _MORE,
)
"""A row has `text`, or for items and criteria what they are called and asked."""
PER_CHOICE = {
    "label": ("choices", TEXT),
    "other words": ("synonyms", LINES),
    "failed": ("failed_by", TEXT),
    "advice": ("advice_by", TEXT),
    "remark": ("remarks", TEXT),
}
"""What a language says of a choice: heading on the sheet of choices -> key, kind."""


def choices(languages: tuple[str, ...]) -> Sheet:
    """Return the sheet of choices, with the columns of each language."""
    said = (
        Column(f"{heading}::{language}", kind, 24)
        for language in languages
        for heading, (_, kind) in PER_CHOICE.items()
    )
    own = (Column("item", TEXT, 18, "items"), Column("code", TEXT, 16))
    return Sheet("choices", (*own, Column("offered", FLAG, 9, _YES), *said))


def wording(language: str) -> Sheet:
    """Return the sheet of a language."""
    return Sheet(language, WORDS)


PLAIN = {
    "criteria": CRITERIA,
    "screens": SCREENS,
    "advisories": ADVISORIES,
    "at_odds": AT_ODDS,
}
"""Lists of the protocol that are a sheet as they are."""
