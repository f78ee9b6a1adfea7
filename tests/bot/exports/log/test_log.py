"""The screening log: as CSV against a golden file, as a workbook read back with openpyxl."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from bot.dialogs.events import ConfirmJudgements
from bot.exports.log import csv_file as log_csv
from bot.exports.log import xlsx as log_xlsx
from bot.exports.log.csv_file import written
from bot.exports.log.rows import COLUMNS
from bot.screenings.records import Records
from bot.screenings.service import Service
from bot.store import Noted, Store, UnitOfWork
from tests.bot.exports.inventing import NOW, answered, context, many
from tests.making import MAN

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from bot.exports.context import ExportContext

HERE = Path(__file__).parent
GOLDEN = HERE / "screening-log.csv"
DOCS = HERE.parents[3] / "docs" / "exports.md"
ROWS: tuple[dict[str, str], ...] = (
    MAN,
    {**MAN, "I10.hb": "90 g/L 2026-03-02", "E2.prior_prrt": "yes"},
    {**MAN, "I2.consent": "unknown"},
    {},
)


@pytest.fixture
def log(store: Store) -> Records:
    """Four screenings of one nurse, whose name looks like a formula."""
    for number, answers in enumerate(ROWS, 1):
        store.add(answered(answers, number=number), "=HYPERLINK(1)", NOW)
    return Records(store, zone=UTC)


def csv_of(records: Records, how: ExportContext | None = None) -> str:
    target = io.BytesIO()
    log_csv.write(records.between(), target, how or context())
    return target.getvalue().decode("utf-8")


def workbook_of(records: Records, how: ExportContext | None = None) -> Workbook:
    target = io.BytesIO()
    log_xlsx.write(records.between(), target, how or context())
    return load_workbook(target)


def test_the_csv_is_the_golden_one(log: Records) -> None:
    made = csv_of(log)
    assert made.count("\r\n") == made.count("\n") == 5
    assert made.replace("\r\n", "\n") == GOLDEN.read_text("utf-8")


def test_every_column_is_documented() -> None:
    rows = [
        line.split("|")[1].strip()
        for line in DOCS.read_text("utf-8").splitlines()
        if line.startswith("| `")
    ]
    documented = [name.strip("`") for name in rows if name.strip("`") in COLUMNS]
    assert documented == list(COLUMNS)


def test_an_empty_log_has_its_head_alone(store: Store) -> None:
    empty = Records(store)
    assert csv_of(empty) == ",".join(COLUMNS) + "\r\n"
    sheet, about = workbook_of(empty).worksheets
    assert sheet.max_row == 1
    assert (about["A4"].value, about["B4"].value) == ("Screenings", 0)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+46", "'+46"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("a=1", "a=1"),
        (3, "3"),
        (None, ""),
        (date(2026, 3, 31), "2026-03-31"),
        (datetime(2026, 3, 31, 9, 5, tzinfo=UTC), "2026-03-31T09:05:00+00:00"),
    ],
)
def test_cells_are_plain_and_never_a_formula(cell: object, expected: str) -> None:
    assert written(cell) == expected  # type: ignore[arg-type] # each is a cell


def test_the_workbook_can_be_filtered_and_holds_real_days_and_numbers(log: Records) -> None:
    sheet = workbook_of(log).worksheets[0]
    head, *rows = sheet.iter_rows()
    assert [cell.value for cell in head][:2] == ["Screening number", "Subject ID (site)"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:AH5")
    assert head[0].font.b
    found = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    second = found[1]
    assert second["reference_date"].value == datetime(2026, 3, 31)  # noqa: DTZ001 - Excel's
    assert second["reference_date"].number_format == "yyyy-mm-dd"
    assert second["started"].value == NOW.replace(tzinfo=None)
    assert (second["not_met_count"].value, second["not_met"].value) == (2, "I10 E2")
    assert [one["eligible"].value for one in found] == ["yes", "no", *["not decided yet"] * 2]
    assert second["reason"].value == (
        "I10 Blood tests: Hb: 90 g/L (2026-03-02) – must be > 90 g/L; the limit itself fails"
        " | E2 Earlier PRRT: Earlier PRRT: yes – must be no"
    )


def test_a_text_in_the_workbook_is_no_formula(log: Records) -> None:
    sheet = workbook_of(log).worksheets[0]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert cells[COLUMNS.index("screener")].value == "=HYPERLINK(1)"


_NOTED = ("consent_date", "consent_version", *COLUMNS[COLUMNS.index("referred_to") :])


def test_columns_that_only_the_site_can_fill_are_blank(log: Records) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_of(log))))
    assert {row[name] for row in rows for name in ("subject_id", *_NOTED)} == {""}


def noted(store: Store, log: Records) -> list[tuple[str, str]]:
    """What two screenings' columns say of what was noted, in the CSV."""
    store.note(
        "S0001",
        [
            *(Noted("consent_date", "2026-03-01"), Noted("consent_version", None, "v3")),
            *(Noted("referred_to", None, "=Lund"), Noted("referred_on", "2026-03-02")),
            Noted("outcome", "screen_failure"),
        ],
        NOW,
        "nurse",
    )
    further = (Noted("randomised_on", "2026-03-09"), Noted("undone", "noted_in_error"))
    store.note("S0002", [Noted("not_approached", "other", "moved"), *further], NOW, "nurse")
    rows = list(csv.DictReader(io.StringIO(csv_of(log))))
    return [(name, row[name]) for row in rows for name in _NOTED if row[name]]


def test_what_was_noted_stands_in_the_columns_for_it(store: Store, log: Records) -> None:
    assert noted(store, log) == [
        ("consent_date", "2026-03-01"),
        ("consent_version", "v3"),
        ("referred_to", "'=Lund"),
        ("referred_on", "2026-03-02"),
        ("outcome_after_referral", "screen_failure"),
        ("not_approached", "other: moved"),
        ("randomised_on", "2026-03-09"),
        ("undone", "noted_in_error"),
    ]


def test_the_workbook_says_in_words_what_was_noted(store: Store, log: Records) -> None:
    noted(store, log)
    head, *rows = workbook_of(log, context("sv")).worksheets[0].iter_rows()
    assert [cell.value for cell in head][-11:] == [
        *("Remitterad till", "Remitterad den", "Utfall efter remiss", "Inte tillfrågad, orsak"),
        *("Tillfrågad den", "Informerad den", "Inkluderad den", "Randomiserad den"),
        *("Tackade nej, orsak", "Inkluderad mot svaren, orsak", "Inklusion återtagen, orsak"),
    ]
    first, second = (dict(zip(COLUMNS, row, strict=True)) for row in rows[:2])
    assert first["consent_date"].value == datetime(2026, 3, 1)  # noqa: DTZ001 - Excel's
    assert first["outcome_after_referral"].value == "föll bort vid screening på centret"
    assert first["referred_to"].value == "=Lund"
    assert second["not_approached"].value == "annat: moved"
    assert second["referred_to"].fill.fgColor.rgb == "FFEEEEEE"


def test_of_a_purged_screening_days_and_codes_remain(store: Store, log: Records) -> None:
    noted(store, log)
    for stored in list(store.everything()):
        store.within(partial(UnitOfWork.purge, stored=stored, result={}, when=NOW))
    rows = list(csv.DictReader(io.StringIO(csv_of(log))))
    assert [row[name] for row in rows for name in _NOTED if row[name]] == [
        *("2026-03-01", "2026-03-02", "screen_failure", "other", "2026-03-09", "noted_in_error")
    ]


def test_what_an_investigator_has_to_confirm_stands_in_the_log(store: Store, log: Records) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_of(log))))
    assert [row["provisional"] for row in rows] == ["I8 E6", "I8 E6", "I8 E6", ""]
    service = Service(store, lambda: NOW)
    event = ConfirmJudgements((("I8.prrt_choice", "yes"),), "AB")
    service.handle("=HYPERLINK(1)", "S0001", event)
    row = next(csv.DictReader(io.StringIO(csv_of(log))))
    assert row["provisional"] == "E6"


def test_columns_keep_their_order_and_new_ones_come_last() -> None:
    assert COLUMNS[:5] == (
        *("screening_number", "subject_id", "consent_date", "consent_version", "date_screened"),
    )
    assert COLUMNS.index("follows") == 21


def test_the_log_speaks_swedish(log: Records) -> None:
    sheet, about = workbook_of(log, context("sv")).worksheets
    assert (sheet.title, about.title) == ("Screeninglogg", "Om loggen")
    assert [sheet.cell(number, 6).value for number in (1, 2, 3)] == ["Lämplig", "ja", "nej"]
    assert "Hb: 90 g/L (2026-03-02) – ska vara > 90 g/L" in csv_of(log, context("sv"))


def test_the_sheet_about_it_counts(log: Records) -> None:
    about = workbook_of(log).worksheets[1]
    told = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert told["Screenings"] == 4
    assert told["of them not finished"] == 1
    assert told["Eligible: yes"] == told["Eligible: no"] == 1
    assert told["Screenings begun"] == "from the beginning – until now"


def test_of_purged_answers_the_outcome_remains(store: Store, log: Records) -> None:
    stored = store.load("S0002")
    assert stored is not None
    result = {"outcome": "not_eligible", "failing": ["I10", "E2"], "pending": []}
    store.within(lambda unit: unit.purge(stored, result, NOW))
    row = list(csv.DictReader(io.StringIO(csv_of(log))))[1]
    told = [row[name] for name in ("eligible", "not_met", "reason", "outcome")]
    assert told == ["no", "I10 E2", "", "not_eligible"]


def test_progress_is_told_for_each(log: Records) -> None:
    told: list[int] = []
    how = context()
    log_csv.write(log.between(), io.BytesIO(), type(how)(how.texts, NOW, progress=told.append))
    assert told == [1, 2, 3, 4]


_MEASURED = """
import resource, sys
from pathlib import Path
import xlsxwriter
from bot.exports.log import xlsx as log_xlsx
from bot.screenings.records import Records
from bot.store import Store
from tests.bot.exports.inventing import context
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with Store.open(sys.argv[1]) as store, Path(sys.argv[2]).open("wb") as target:
    next(iter(Records(store).between())).verdict
    idle = peak()
    count = log_xlsx.write(Records(store).between(), target, context())
    print(count, peak() - idle)
"""


@pytest.mark.soak
def test_ten_thousand_screenings_take_seconds_and_little_memory(tmp_path: Path) -> None:
    url, target = f"sqlite:///{tmp_path / 'many.db'}", tmp_path / "log.xlsx"
    with Store.open(url) as store:
        many(store, 10_000)
    began = time.monotonic()
    ran = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", _MEASURED, url, str(target)],
        capture_output=True,
        text=True,
        check=True,
        cwd=HERE.parents[3],
    )
    took = time.monotonic() - began
    count, more = map(int, ran.stdout.split())
    mebibytes = more / (1024 if sys.platform == "linux" else 1024**2)
    assert (count, load_workbook(target).worksheets[0].max_row) == (10_000, 10_001)
    assert took < 20
    assert mebibytes < 100
