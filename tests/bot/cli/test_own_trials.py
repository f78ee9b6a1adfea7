"""A site's own trials from every command: the real program, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from criteria.trial import catalog
from tests import own

ROOT = Path(__file__).parents[3]
ENTRY = json.dumps(
    {
        "reference_date": "2026-03-31",
        "answers": {**own.GOOD, "AHI.day": "2026-01-12"},
    }
)
ALSO = ("--trials", str(own.FOLDER))


def run(
    *arguments: str, given: str = "", where: Path = ROOT, **settings: str
) -> subprocess.CompletedProcess[str]:
    bare = {name: value for name, value in os.environ.items() if "BEDSIDE" not in name}
    return subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-m", "bot", *arguments],
        input=given,
        capture_output=True,
        text=True,
        env={**bare, "PYTHONPATH": str(ROOT), **settings},
        cwd=where,
        check=False,
    )


def said(*arguments: str, given: str = "", where: Path = ROOT, **settings: str) -> str:
    ran = run(*arguments, given=given, where=where, **settings)
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout


def test_listed_with_their_folder() -> None:
    listed = said("trials", "list", *ALSO).splitlines()
    assert listed[0] == f"sova  1  released  2026-02-01  {own.SOVA}"
    assert [line.split()[0] for line in listed[1:]] == [
        *["start-net"] * 3, "alta-1l", "cagrisema", "emperor-reduced"
    ]  # fmt: skip
    assert said("trials", "list", BEDSIDE_TRIALS=str(own.FOLDER)).splitlines() == listed
    assert len(said("trials", "list").splitlines()) == 6


def test_several_folders_by_option_and_in_the_environment(tmp_path: Path) -> None:
    own.copied(tmp_path, "vila")
    names = ["sova", "start-net", "start-net", "start-net", "vila"]
    for listed in (
        said("trials", "list", *ALSO, "--trials", str(tmp_path)),
        said("trials", "list", BEDSIDE_TRIALS=f"{own.FOLDER}:{tmp_path}"),
    ):
        assert [line.split()[0] for line in listed.splitlines()][:5] == names
    only = said("trials", "list", *ALSO, BEDSIDE_TRIALS=str(tmp_path))
    assert "vila" not in only  # the option is put in place of the environment


@pytest.mark.soak
def test_the_commands_that_take_a_trial(tmp_path: Path) -> None:
    found = json.loads(said("check", "--json", "--trial", "sova", "-", *ALSO, given=ENTRY))
    assert (found["trial"], found["version"], found["overall"]) == ("sova", "1", "eligible")
    shown = said("trials", "show", "sova", "--language", "sv", *ALSO)
    assert shown.startswith("SOVA: en prövning som inte finns\nsova 1 (released)")
    read = json.loads(said("read", "--json", "--trial", "sova", "Krea 240 µmol/L", *ALSO))
    assert [row["item"] for row in read] == ["LAB.crea"]
    assert "1" in said("trials", "order", "--trial", "sova", *ALSO)
    own.copied(tmp_path, "sova", "2")
    own.renamed(tmp_path / "sova" / "2", 'limit = "18"', 'limit = "21"')
    own.copied(tmp_path, "sova", "1")
    both = ("--trials", str(tmp_path))
    assert "21" in said("trials", "diff", "1", "2", "--trial", "sova", *both)
    assert said("trials", "check", str(own.SOVA), *ALSO).endswith("no complaint.\n")


def test_without_a_name_the_shipped_default_is_meant() -> None:
    given = '{"answers": {}}'
    assert json.loads(said("check", "--json", "-", given=given))["trial"] == "start-net"
    assert json.loads(said("check", "--json", "-", *ALSO, given=given))["trial"] == "start-net"


@pytest.mark.soak
def test_a_conversation_asks_for_which_trial_only_where_there_are_several(tmp_path: Path) -> None:
    database = ("--database", f"sqlite:///{tmp_path}/b.db")
    alone = said("chat", *database, given="62\n")
    assert "Which trial?" not in alone
    assert "START-NET" in alone
    both = said("chat", *database, *ALSO, given="/1\n52\n/quit\n")
    assert "Which trial?\n    /1  SOVA\n    /2  START-NET" in both
    assert "SOVA" in both.partition("Which trial?")[2]
    assert "✓ Ålder: 52" in both
    named = said("chat", "--trial", "sova", *database, *ALSO, given="52\n")
    assert "Which trial?" not in named
    assert f"--trials {own.FOLDER}" in named  # for whoever goes on with it
    quick = said("chat", *database, *ALSO, given="/1\n/quick start-net\n/screen\n/2\n")
    assert quick.count("START-NET") > 2
    assert quick.count("Which trial?") == 2


@pytest.mark.soak
def test_the_log_has_every_trial_or_one(tmp_path: Path) -> None:
    made = said("log", "demo", "files", "--count", "12", *ALSO, where=tmp_path)
    assert "sova-redcap-records.csv" in made
    database = ("--database", "sqlite:///files/demo.db", *ALSO)

    def screened(*more: str) -> str:
        return said("log", "list", *database, *more, where=tmp_path)

    every = [line.split()[0] for line in screened().splitlines()[1:]]
    parts = [screened("--trial", name).splitlines()[1:] for name in ("sova", "start-net")]
    assert all("SOVA 1" in line for line in parts[0])
    assert all("START-NET R1.1" in line for line in parts[1])
    assert sorted(every) == sorted(line.split()[0] for part in parts for line in part)
    assert all(parts)
    ran = run("log", "export", "redcap-records.csv", "-o", "-", *database, where=tmp_path)
    assert ran.returncode == 2
    assert "--trial" in ran.stderr
    records = said(
        "log", "export", "redcap-records.csv", "-o", "-", "--trial", "sova", *database,
        where=tmp_path,
    )  # fmt: skip
    assert len(records.splitlines()) == 1 + len(parts[0])
    assert said("log", "worklist", "--trial", "sova", *database, where=tmp_path)
    ran = run("log", "list", "--trial", "vila", *database, where=tmp_path)
    assert ran.returncode == 2
    assert "There is no trial “vila”" in ran.stderr
    whole = said("log", "recheck", "--trial", "sova", "--version", "1", *database, where=tmp_path)
    assert "SOVA" in whole


@pytest.fixture
def spoiled(tmp_path: Path) -> Path:
    """A folder with a good trial, a bad one, and one that has the shipped trial's id."""
    own.copied(tmp_path)
    own.renamed(own.copied(tmp_path, "vila"), 'kind = "number"', 'kind = "nombre"')
    own.copied(tmp_path, "start-net", "R9")
    return tmp_path


def test_a_bad_folder_is_left_out_by_name_and_the_others_go_on(spoiled: Path) -> None:
    for command in (("trials", "list"), ("check", "--json", "--trial", "sova", "-")):
        ran = run(*command, "--trials", str(spoiled), "--trials", "nowhere", given=ENTRY)
        assert ran.returncode == 0
        assert "sova" in ran.stdout
        assert f"Left out: {spoiled / 'vila' / '1'}: " in ran.stderr
        assert "nombre" in ran.stderr
        assert f"Left out: {spoiled / 'start-net'}: there are two trials" in ran.stderr
        assert "Left out: nowhere: there is no such folder" in ran.stderr
    ran = run("check", "--trial", "vila", "-", "--trials", str(spoiled), given=ENTRY)
    assert ran.returncode == 2
    assert "There is no trial “vila”" in ran.stderr


@pytest.mark.soak
def test_doctor_looks_at_them_too(spoiled: Path) -> None:
    config = spoiled / "bedside.env"
    config.write_text(f"BEDSIDE_TRIALS={spoiled}:{own.FOLDER}\n", "utf-8")
    ran = run("doctor", "--config", str(config), where=spoiled)
    assert ran.returncode == 1
    assert f"BEDSIDE_TRIALS={spoiled}:{own.FOLDER}" in ran.stdout
    assert "✓ trial sova 1: worked cases that hold: 2; no SHA256SUMS" in ran.stdout
    assert f"✗ trial folder {spoiled / 'vila' / '1'}: left out" in ran.stdout
    good = run("doctor", *ALSO, where=spoiled)
    assert good.returncode == 0
    assert "✓ texts: complete in en, sv" in good.stdout


@pytest.mark.soak
def test_doctor_compares_checksums_that_a_site_keeps(tmp_path: Path) -> None:
    folder = own.copied(tmp_path)
    sums = subprocess.run(  # noqa: S603 - of coreutils
        ["sha256sum", *(f"sova/1/{file.name}" for file in sorted(folder.iterdir()))],  # noqa: S607
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    (tmp_path / "SHA256SUMS").write_text(sums.stdout, "utf-8")
    assert (
        "as they were released" in run("doctor", "--trials", str(tmp_path)).stdout.split("sova")[1]
    )
    own.renamed(folder, 'limit = "18"', 'limit = "17"')
    ran = run("doctor", "--trials", str(tmp_path))
    assert ran.returncode == 1
    assert "was changed after its release: put the released file back" in ran.stdout


def test_a_conversation_for_several_trials_at_once(tmp_path: Path) -> None:
    both = ("--trial", "sova", "--trial", "rena", "--trials", str(own.BESIDE), *ALSO)
    told = said("chat", *both, "--database", f"sqlite:///{tmp_path / 'b.db'}", given="52\n")
    assert "SOVA 1 (S0001), RENA 1 (S0002)" in told
    assert "For SOVA, RENA" in told
    ran = run("chat", *both, "--version", "1")
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "A version belongs to one trial" in ran.stderr


@pytest.mark.soak
def test_a_shipped_trial_that_is_not_offered_is_had_by_its_name_or_its_folder(
    tmp_path: Path,
) -> None:
    database = ("--database", f"sqlite:///{tmp_path}/b.db")
    alone = said("chat", *database, given="/screen cagrisema\n/quit\n")
    assert "Which trial?" not in alone
    assert alone.index("prescreening for START-NET") < alone.index("prescreening for CagriSema")
    named = said("chat", "--trial", "alta-1l", *database, given="/quit\n")
    assert "prescreening for ALTA-1L" in named
    folder = str(catalog.trials_folder() / "emperor-reduced")
    both = said("chat", *database, "--trials", folder, given="/quit\n")
    assert "Which trial?\n    /1  EMPEROR-Reduced\n    /2  START-NET" in both
    site = tmp_path / "site.toml"
    site.write_text('code = "A"\ntime_zone = "Europe/Stockholm"\ntrials = ["cagrisema"]\n', "utf-8")
    theirs = said("chat", *database, "--site", str(site), given="/quit\n")
    assert "prescreening for CagriSema" in theirs
    assert "START-NET" not in theirs.partition("prescreening")[2]


def test_a_trial_whose_criteria_are_retold_says_that_the_entry_decides() -> None:
    assert (
        "The criteria are in Bedside's words; registry entry NCT05813925 decides."
        in said("trials", "show", "cagrisema")
    )  # fmt: skip
    shown = said("trials", "show", "emperor-reduced", "--language", "sv")
    assert "registerposten NCT03057977 avgör" in shown
    assert "I1 Ålder: Vid screening minst 18 år" in shown
    assert "Bedside's words" not in said("trials", "show")
