"""The worklist as it is read, and as CSV."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.exports.context import ExportContext
from bot.exports.worklist.text import COLUMNS, lines, write_csv, write_text
from bot.exports.worklist.worklist import worklist
from bot.texts import texts_in
from criteria.trial.site import NO_SITE, Site
from tests.bot.exports.counted import BEGUN, WAITS, screened
from tests.making import TODAY

OLD = {**WAITS, "I6.scan_date": "2024-04-12", "I10.hb": "132 g/L 2026-03-10"}
MADE = datetime(2026, 4, 1, 12, tzinfo=UTC)


def shown(
    changes: dict[str, str | None], language: str = "en", today: date = TODAY, site: Site = NO_SITE
) -> list[str]:
    rows = worklist([screened(changes, site=site)], today)
    return lines(rows, texts_in(language), today)


def test_it_says_what_is_open_and_what_for() -> None:
    assert shown(dict(OLD)) == [
        "Worklist 2026-03-31: 1 open",
        "",
        "S0001 · START-NET R1.1 · unchanged since 2026-03-31 (0 d)",
        (
            "  ! Date of CT/MRI (2024-04-12): counts until 2026-04-12 (window: 24 months),"
            " 12 days left"
        ),
        (
            "  · Hb (2026-03-10): older than 28 days after 2026-04-07, for which the registry sets"
            " no limit, 7 days left"
        ),
        "  ? Not settled: Written consent",
    ]


def test_in_swedish() -> None:
    assert shown(dict(OLD), "sv") == [
        "Att göra 2026-03-31: 1 öppen",
        "",
        "S0001 · START-NET R1.1 · oförändrad sedan 2026-03-31 (0 d)",
        (
            "  ! Datum för DT/MR (2024-04-12): gäller till och med 2026-04-12"
            " (fönster: 24 månader), 12 dagar kvar"
        ),
        (
            "  · Hb (2026-03-10): äldre än 28 dagar efter 2026-04-07; registret anger ingen gräns"
            ", 7 dagar kvar"
        ),
        "  ? Inte avgjort: Skriftligt samtycke",
    ]


@pytest.mark.parametrize(
    ("today", "ending"),
    [
        (date(2026, 4, 11), "counts until 2026-04-12 (window: 24 months), 1 day left"),
        (date(2026, 4, 12), "until 2026-04-12 (window: 24 months), today is the last day"),
        (date(2026, 4, 13), "counted until 2026-04-12 (window: 24 months), check again"),
    ],
)
def test_the_days_that_are_left(today: date, ending: str) -> None:
    (line,) = (line for line in shown(dict(OLD), today=today) if "CT/MRI" in line)
    assert line.startswith("  ! ")
    assert line.endswith(ending)


def test_what_runs_out_much_later_is_not_marked() -> None:
    assert shown(dict(WAITS))[3].startswith(
        "  · Date of CT/MRI (2025-11-10): counts until 2027-11-10"
    )


def test_a_site_s_maximum_age() -> None:
    site = Site("UPP", maximum_age_days={"I10.hb": 28})
    text = "\n".join(shown(dict(OLD), site=site))
    assert "! Hb (2026-03-10): counts until 2026-04-07 (the site takes at most 28 days)" in text


def test_results_of_one_day_stand_together_and_many_are_cut() -> None:
    names = ("hb", "plt", "wbc", "anc", "alb")
    units = ("g/L", "10^9/L", "10^9/L", "10^9/L", "g/L")
    numbers = ("132", "214", "5.8", "3.4", "38")
    results = {
        f"I10.{name}": f"{number} {unit} 2026-03-10"
        for name, number, unit in zip(names, numbers, units, strict=True)
    }
    line = next(one for one in shown({**WAITS, **results}) if "older than" in one)
    assert line.startswith("  · Hb, Platelets, Leukocytes, Neutrophils, + 1 more (2026-03-10): ")


def test_questions_that_are_left() -> None:
    assert shown(dict(BEGUN))[-1] == (
        "  · Not asked yet: Sex, Tumour type, Differentiation, Histology, + 34 more"
    )


def test_a_scan_that_waits_for_a_day() -> None:
    line = shown({"I6.scan_date": "2026-03-20"})[-1]
    assert line == "  … Awaited: Date of CT/MRI (settled by waiting, on 2026-04-20)"


def test_nothing_is_open() -> None:
    assert lines((), texts_in("en"), TODAY) == ["Worklist 2026-03-31: nothing is open."]
    assert lines((), texts_in("sv"), TODAY) == ["Att göra 2026-03-31: inget är öppet."]


def test_an_eligible_one_says_so() -> None:
    rows = worklist([screened()], TODAY, eligible=True)
    assert "eligible on the answers" in lines(rows, texts_in("en"), TODAY)[2]


def test_the_file_is_the_lines() -> None:
    file = io.BytesIO()
    assert write_text([screened(OLD)], file, ExportContext(texts_in("en"), MADE)) == 1
    rows = worklist([screened(OLD)], MADE.date())
    assert file.getvalue().decode().splitlines() == lines(rows, texts_in("en"), MADE.date())


def test_csv_has_a_row_each() -> None:
    file = io.BytesIO()
    done: list[int] = []
    context = ExportContext(texts_in("en"), MADE, progress=done.append)
    assert write_csv([screened(), screened(OLD, number=2)], file, context) == 1
    assert done == [1, 2]
    head, row = csv.reader(io.StringIO(file.getvalue().decode(), newline=""))
    assert tuple(head) == COLUMNS
    assert dict(zip(head, row, strict=True)) == {
        "screening_number": "S0002",
        "trial": "start-net",
        "version": "R1.1",
        "outcome": "pending",
        "screener": "nurse",
        "unchanged_since": "2026-03-31",
        "waits_for": "I2.consent",
        "not_asked": "",
        "runs_out_on": "2026-04-07",
        "runs_out_by": "usual",
        "runs_out": "I10.hb",
    }


def test_csv_of_nothing_is_its_head() -> None:
    file = io.BytesIO()
    assert write_csv([screened()], file, ExportContext(texts_in("en"), MADE)) == 0
    assert file.getvalue().decode() == ",".join(COLUMNS) + "\r\n"


def test_every_column_is_documented_in_its_order() -> None:
    told = (Path(__file__).parents[4] / "docs" / "exports.md").read_text("utf-8")
    _, _, section = told.partition("The columns of `worklist.csv`:")
    assert (
        tuple(re.findall(r"^- `(\w+)`: ", section.partition("\n## ")[0], re.MULTILINE)) == COLUMNS
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["  … Awaited since 2026-03-31: GFR, Hb", "  ? Not settled: Written consent"]),
        ("sv", ["  … Inväntas sedan 2026-03-31: GFR, Hb", "  ? Inte avgjort: Skriftligt samtycke"]),
    ],
)
def test_what_is_awaited_stands_with_the_day_since_when(language: str, said: list[str]) -> None:
    assert shown({**WAITS, "I9.gfr": "awaited", "I10.hb": "awaited"}, language)[-2:] == said
