"""``bedside log`` as people run it: real processes, a real database, files that are opened."""

from __future__ import annotations

import csv
import io
import time
from typing import TYPE_CHECKING

import pytest
from icalendar import Calendar
from openpyxl import load_workbook
from pypdf import PdfReader
from typer.testing import CliRunner

from bot.cli.main import app
from bot.exports.registry import EXPORTS
from bot.store import Store
from tests.bot.exports.inventing import NOW, answered
from tests.making import MAN

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with three screenings."""
    url = f"sqlite:///{tmp_path / 'site.db'}"
    with Store.open(url) as store:
        given = (MAN, {**MAN, "E2.prior_prrt": "yes"}, {"I1.age": "62"})
        for number, answers in enumerate(given, 1):
            store.add(answered(answers, number=number), "terminal", NOW)
    return url


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder of its own, without anybody's settings, in Greenwich."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE", "LANGUAGE", "SITE"):
        monkeypatch.delenv(f"BEDSIDE_{name}", raising=False)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def log(*args: str | Path, url: str = "") -> Result:
    """Run the command; whatever happens, no traceback."""
    database = ["--database", url] if url else []
    ran = CliRunner().invoke(app, ["log", *map(str, args), *database])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran


def rows_of(ran: Result) -> list[dict[str, str]]:
    """Read a CSV on standard output."""
    return list(csv.DictReader(io.StringIO(ran.stdout)))


def test_the_list_has_a_line_each(url: str) -> None:
    head, first, second, third, *_ = log("list", url=url).stdout.splitlines()
    assert head.split()[:3] == ["No.", "Begun", "Ended"]
    assert first.split() == ["S0001", "2026-11-26", "R1.1", "yes"]
    assert second.split()[-2:] == ["no", "E2"]
    assert third.split()[-6:] == ["not", "decided", "yet", "17", "not", "asked"]


def test_a_period_is_chosen_by_days(url: str) -> None:
    export = ("export", "log.csv", "-o", "-", "--since")
    assert len(rows_of(log(*export, "2026-11-26", "--until", "2026-11-26", url=url))) == 3
    assert rows_of(log(*export, "2026-11-27", url=url)) == []


def test_an_empty_period_is_said(url: str) -> None:
    ran = log("list", "--until", "2020-01-01", "--language", "sv", url=url)
    assert ran.stdout == "Ingen screening påbörjades under perioden.\n"


def test_a_file_is_written_and_only_its_owner_can_read_it(url: str, tmp_path: Path) -> None:
    target = tmp_path / "log.xlsx"
    ran = log("export", "log.xlsx", "-o", target, "--language", "sv", url=url)
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert ran.stderr == f"{target}: 3 screeningar.\n"
    assert load_workbook(target).worksheets[0].max_row == 4
    assert target.stat().st_mode & 0o777 == 0o600
    assert {file.name for file in tmp_path.iterdir()} == {
        "log.xlsx", "log.xlsx.head", "site.db", "site.db-key",
    }  # fmt: skip
    beside = (tmp_path / "log.xlsx.head").read_text("utf-8")
    assert log("head", url=url).stdout == beside
    about = load_workbook(target).worksheets[1]
    keys = [str(row[1].value) for row in about.iter_rows() if "+" in str(row[1].value)]
    assert [key.partition("+")[0] for key in keys] == [beside.partition("\n")[0]]


def test_one_row_where_one_screening_is_named(url: str) -> None:
    rows = rows_of(log("export", "log.csv", "s0002", "-o", "-", url=url))
    assert [row["screening_number"] for row in rows] == ["S0002"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "I3, I9 awaited, 12 not asked"),
        ("sv", "I3, I9 inväntas, 12 inte frågat"),
    ],
)
def test_the_list_tells_what_is_not_known_awaited_and_never_asked_apart(
    url: str, language: str, said: str
) -> None:
    given = {"CTX.sex": "male", "I1.age": "62", "I3.ecog": "unknown", "E2.prior_prrt": "no"}
    with Store.open(url) as store:
        answers = {**given, "I9.method": "awaited"}
        store.add(answered(answers, number=4), "terminal", NOW)
    (line,) = [
        one
        for one in log("list", "--language", language, url=url).stdout.splitlines()
        if one.startswith("S0004")
    ]
    assert line.rstrip().endswith(said)


def test_the_checklist_is_written_in_the_language(url: str) -> None:
    ran = log("checklist", "S0001", "-o", "-", "--language", "sv", url=url)
    opened = PdfReader(io.BytesIO(ran.stdout_bytes))
    assert "Checklista" in opened.pages[0].extract_text()


def test_the_calendar_of_one_and_of_all(url: str, tmp_path: Path) -> None:
    one = log("calendar", "s0001", "-o", tmp_path / "one.ics", "--language", "sv", url=url)
    assert (one.exit_code, one.stderr) == (0, f"{tmp_path / 'one.ics'}: 1 screening.\n")
    (event,) = Calendar.from_ical((tmp_path / "one.ics").read_bytes()).walk("VEVENT")
    assert str(event["summary"]).startswith("S0001 START-NET: sista dagen i protokollets fönster")
    every = log("export", "calendar.ics", "-o", "-", url=url)
    (same,) = Calendar.from_ical(every.stdout_bytes).walk("VEVENT")
    assert same["uid"] == event["uid"]


def test_a_calendar_of_nothing_is_a_sentence_and_no_file(url: str, tmp_path: Path) -> None:
    ran = log("calendar", "S0002", "-o", tmp_path / "two.ics", url=url)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr.startswith("S0002 has no day ahead for a calendar")
    assert not (tmp_path / "two.ics").exists()


def test_a_site_s_file_names_it_and_gives_its_day(url: str, tmp_path: Path) -> None:
    site = tmp_path / "site.toml"
    site.write_text('code = "UPP"\ntime_zone = "Pacific/Auckland"\n', "utf-8")
    ran = log("export", "log.csv", "-o", "-", "--site", site, "--since", "2026-11-27", url=url)
    rows = rows_of(ran)
    assert [row["site"] for row in rows] == ["UPP"] * 3
    assert rows[0]["started"] == "2026-11-27T01:00:00+13:00"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("export", "log.doc", "-o", "x"), "There is no such format: write one of log.xlsx"),
        (("export", "checklist.pdf", "-o", "x"), "checklist.pdf is about one screening"),
        (("checklist", "S0099", "-o", "x"), "There is no screening S0099"),
        (("export", "log.csv", "-o", "no/x"), "no/x could not be written"),
        (("list", "--since", "2026-03-02", "--until", "2026-03-01"), "The period ends before"),
        (("list", "--database", "sqlite:///none.db"), "There is no database none.db"),
        (("list", "--database", "mysql://x"), "SQLite or PostgreSQL only"),
        (("list", "--language", "de"), "write --language en or sv"),
        (("picture", "flow", "-o", "p.jpg"), "p.jpg: a picture is a PNG or an SVG"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(
    args: tuple[str, ...], told: str, url: str, tmp_path: Path
) -> None:
    ran = log(*args, url="" if "--database" in args else url)
    assert ran.exit_code != 0
    assert told in ran.stderr
    assert {file.name for file in tmp_path.iterdir()} - {"site.db-key"} == {"site.db"}


SWEDISH = [
    (("export", "log.doc", "-o", "x"), "Det finns inget sådant format: skriv ett av log.xlsx"),
    (("export", "checklist.pdf", "-o", "x"), "checklist.pdf gäller en enda screening"),
    (("checklist", "S0099", "-o", "x"), "Det finns ingen screening S0099"),
    (("verify", "S0099"), "Det finns ingen screening S0099"),
    (("picture", "moon", "-o", "x"), "Det finns ingen sådan bild: skriv en av flow"),
    (("export", "log.csv", "-o", "no/x"), "no/x kunde inte skrivas"),
    (("list", "--since", "2026-03-02", "--until", "2026-03-01"), "Perioden slutar innan"),
    (("worklist", "--database", "sqlite:///none.db"), "Det finns ingen databas none.db"),
]


@pytest.mark.parametrize("by", ["option", "variable"])
@pytest.mark.parametrize(("args", "told"), SWEDISH)
def test_what_cannot_be_used_is_said_in_the_language_that_was_asked_for(
    args: tuple[str, ...], told: str, by: str, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if by == "variable":
        monkeypatch.setenv("BEDSIDE_LANGUAGE", "sv")
    language = () if by == "variable" else ("--language", "sv")
    ran = log(*args, *language, url="" if "--database" in args else url)
    assert ran.exit_code != 0
    assert told in ran.stderr


def test_what_was_done_is_said_in_the_language_that_was_asked_for(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEDSIDE_LANGUAGE", "sv")
    head, _, second, *_ = log("list", url=url).stdout.splitlines()
    assert head.split() == ["Nr", "Påbörjad", "Avslutad", "Version", "Lämplig", "Hinder", "Öppet"]
    assert second.split()[-2:] == ["nej", "E2"]
    assert log("verify", url=url).stdout.startswith("Ändringsloggen är hel")
    one = ("export", "log.csv", "-o", "one.csv", "--since", "2026-11-26", "S0001")
    assert log(*one, url=url).stderr == "one.csv: 1 screening.\n"
    assert "demo.db: 1 påhittad screening\n" in log("demo", "shown", "--count", "1").stdout


def test_a_screening_whose_answers_are_deleted_has_no_checklist(url: str) -> None:
    with Store.open(url) as store:
        stored = store.load("S0001")
        assert stored is not None
        store.within(lambda unit: unit.purge(stored, {"outcome": "eligible"}, NOW))
    for language, told in (("en", "of them only the outcome is kept"), ("sv", "bara utfallet")):
        ran = log("checklist", "S0001", "-o", "x.pdf", "--language", language, url=url)
        assert ran.exit_code != 0
        assert told in ran.stderr


def test_every_command_helps_with_an_example() -> None:
    for command in ("list", "export", "checklist", "picture", "worklist", "demo"):
        assert f"Example: bedside log {command}" in log(command, "--help").stdout


def test_the_demonstration_fills_a_folder_with_every_file(tmp_path: Path) -> None:
    ran = log("demo", "shown", "--count", "6")
    assert ran.exit_code == 0
    files = {file.name for file in (tmp_path / "shown").iterdir()}
    assert {export.key for export in EXPORTS if not export.single} < files
    for export in EXPORTS:
        assert any(name.endswith(export.key) for name in files), export.key
    with (tmp_path / "shown" / "log.csv").open(encoding="utf-8", newline="") as file:
        assert [row["screener"] for row in csv.DictReader(file)] == ["invented"] * 6
    assert "Name a folder that is not there yet" in log("demo", "shown").stderr


@pytest.mark.parametrize(("file", "begins"), [("a.png", b"\x89PNG"), ("a.SVG", b"<?xml")])
def test_a_picture_is_what_its_file_is_called(
    url: str, tmp_path: Path, file: str, begins: bytes
) -> None:
    ran = log("picture", "flow", "-o", tmp_path / file, "--language", "sv", url=url)
    assert ran.exit_code == 0
    assert (tmp_path / file).read_bytes().startswith(begins)


def test_there_is_no_such_picture(url: str) -> None:
    ran = log("picture", "pie", "-o", "pie.png", url=url)
    assert ran.exit_code == 2
    assert "flow, reasons, time, near-misses" in ran.stderr


def test_the_worklist_has_what_is_open(url: str) -> None:
    lines = log("worklist", url=url).stdout.splitlines()
    assert lines[0].endswith(": 1 open")
    assert lines[2].startswith("S0003 · START-NET R1.1 · unchanged since 2026-11-26")
    empty = log("worklist", "--until", "2020-01-01", "--language", "sv", url=url).stdout
    assert empty.endswith(": inget är öppet.\n")


def test_what_became_of_a_screening_is_noted_and_shown(url: str) -> None:
    ran = log(
        *("outcome", "s0001", "--referred-to", "Lund", "--on", "1 mars 2026"),
        *("--outcome", "randomised", "--consent-date", "2026-02-27", "--consent-version", "v3"),
        url=url,
    )
    assert ran.exit_code == 0
    assert ran.stdout.splitlines() == [
        "S0001: what became of it",
        *("Approached on: –", "Information given on: –"),
        "Consent signed on: 2026-02-27",
        "Version of the consent form: v3",
        "Referred to: Lund",
        "Referred on: 2026-03-01",
        "Outcome after referral: randomised",
        *("Enrolled on: –", "Randomised on: –", "Study number: –", "Not approached because: –"),
        *("Declined because: –", "Enrolled against the answers because: –"),
        "Enrolment undone because: –",
    ]
    ran = log("outcome", "S0001", "--outcome", "-", "--language", "sv", url=url)
    assert "Utfall efter remiss: –" in ran.stdout
    assert "Remitterad till: Lund" in log("outcome", "S0001", "--language", "sv", url=url).stdout
    row = rows_of(log("export", "log.csv", "-o", "-", url=url))[0]
    assert (row["consent_date"], row["referred_on"], row["referred_to"]) == (
        *("2026-02-27", "2026-03-01", "Lund"),
    )
    assert log("verify", url=url).exit_code == 0


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("S0099",), "There is no screening S0099"),
        (("S0001", "--outcome", "cured"), "Outcome after referral: write one of these: enrolled"),
        (("S0001", "--on", "2030-01-01"), "Referred on: write a day up to today"),
        (("S0001", "--on", "03/02/2026"), "which day is it: 2026-02-03, 2026-03-02?"),
        (("S0001", "--referred-to", "19121212-1212"), "shows who somebody is"),
        (("S0001", "--not-approached", "other"), "in your own words"),
    ],
)
def test_what_cannot_be_noted_is_said_and_nothing_is(
    args: tuple[str, ...], told: str, url: str
) -> None:
    ran = log("outcome", *args, "--consent-version", "v3", url=url)
    assert ran.exit_code == 2
    assert told in ran.stderr
    with Store.open(url) as store:
        assert store.follow_up("S0001") == ()
