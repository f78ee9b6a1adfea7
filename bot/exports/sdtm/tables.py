"""SDTM's tables of criteria (TI) and of criteria that were not met (IE), as Dataset-JSON 1.1.

A short name (IETESTCD) comes of the criterion's number, which keeps its meaning from version to
version; IE holds findings that fail, and nothing that is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from criteria.trial.protocol import Criterion
    from criteria.trial.trial import Trial

Json: TypeAlias = dict[str, Any]

LONGEST_TEST = 200
"""More characters than a criterion's text may have in SDTM; a longer one is cut at a word."""

_CUT = "..."


@dataclass(frozen=True, slots=True)
class Column:
    """A variable of a table."""

    name: str
    label: str
    key: bool = False
    kind: str = "string"


_STUDY = Column("STUDYID", "Study Identifier", key=True)
_DOMAIN = Column("DOMAIN", "Domain Abbreviation")
_TEST = Column("IETEST", "Inclusion/Exclusion Criterion")
_CATEGORY = Column("IECAT", "Inclusion/Exclusion Category")

TI = (
    _STUDY,
    _DOMAIN,
    Column("IETESTCD", "Incl/Excl Criterion Short Name", key=True),
    _TEST,
    _CATEGORY,
    Column("TIVERS", "Protocol Criteria Versions", key=True),
)
IE = (
    _STUDY,
    _DOMAIN,
    Column("USUBJID", "Unique Subject Identifier", key=True),
    Column("IESEQ", "Sequence Number", kind="integer"),
    Column("IETESTCD", "Inclusion/Exclusion Criterion Short Name", key=True),
    _TEST,
    _CATEGORY,
    Column("IEORRES", "I/E Criterion Original Result"),
    Column("IESTRESC", "I/E Criterion Result in Std Format"),
    Column("VISITNUM", "Visit Number", kind="integer"),
    Column("IEDTC", "Date/Time of Collection"),
)


def short_name(criterion: Criterion) -> str:
    """Return a criterion's short name: INCL01, EXCL07."""
    return f"{'EXCL' if criterion.is_exclusion else 'INCL'}{int(criterion.id[1:]):02d}"


def criteria_rows(trial: Trial) -> list[list[str]]:
    """Return the rows of TI for a version of a trial."""
    study, version = trial.protocol.acronym, trial.protocol.version
    return [[study, "TI", *_named(one), version] for one in trial.protocol.criteria]


def failing_rows(
    trial: Trial, number: str, failing: Iterable[str], screened: date, site: str = ""
) -> list[list[str | int | None]]:
    """Return the rows of IE for a screening.

    Args:
        trial: the trial in the version of the screening.
        number: the screening number.
        failing: the criteria that are not met.
        screened: the day that the answers are about.
        site: the site's code; empty where there is none.
    """
    study = trial.protocol.acronym
    subject = "-".join(part for part in (study, site, number) if part)
    rows: list[list[str | int | None]] = []
    for place, name in enumerate(failing, 1):
        criterion = trial.criteria[name]
        result = "Y" if criterion.is_exclusion else "N"
        day = screened.isoformat()
        named = _named(criterion)
        rows.append([study, "IE", subject, place, *named, result, result, None, day])
    return rows


def criteria_table(rows: Sequence[Sequence[object]], made: datetime) -> Json:
    """Return TI as Dataset-JSON."""
    return _dataset("TI", "Trial Inclusion/Exclusion Criteria", TI, rows, made)


def failing_table(rows: Sequence[Sequence[object]], made: datetime) -> Json:
    """Return IE as Dataset-JSON."""
    return _dataset("IE", "Inclusion/Exclusion Criteria Not Met", IE, rows, made)


def _named(criterion: Criterion) -> list[str]:
    category = "EXCLUSION" if criterion.is_exclusion else "INCLUSION"
    return [short_name(criterion), _cut(criterion.text), category]


def _cut(text: str) -> str:
    """Shorten a text to what fits, at a space."""
    if len(text) <= LONGEST_TEST:
        return text
    return text[: LONGEST_TEST - len(_CUT) + 1].rsplit(" ", 1)[0] + _CUT


def _dataset(
    name: str,
    label: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[object]],
    made: datetime,
) -> Json:
    keys = [column.name for column in columns if column.key]
    described = [
        _column(name, column, keys, [row[place] for row in rows])
        for place, column in enumerate(columns)
    ]
    return {
        "datasetJSONCreationDateTime": made.isoformat(timespec="seconds"),
        "datasetJSONVersion": "1.1.0",
        "originator": "Bedside",
        "itemGroupOID": f"IG.{name}",
        "records": len(rows),
        "name": name,
        "label": label,
        "columns": described,
        "rows": [list(row) for row in rows],
    }


def _column(table: str, column: Column, keys: list[str], values: list[object]) -> Json:
    made: Json = {
        "itemOID": f"IT.{table}.{column.name}",
        "name": column.name,
        "label": column.label,
        "dataType": column.kind,
    }
    if column.kind == "string":
        made["length"] = max((len(str(value)) for value in values), default=1) or 1
    if column.key:
        made["keySequence"] = keys.index(column.name) + 1
    return made
