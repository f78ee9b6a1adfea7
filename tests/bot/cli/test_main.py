"""The command as people run it: real processes, good input, clumsy input and hostile input."""

import json
import os
import random
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot import __version__
from bot.cli import console
from bot.cli import main as cli
from criteria.trial import catalog
from tests.reference.evaluator import evaluate
from tests.reference.patients import patients

BEDSIDE = Path(sys.executable).with_name("bedside")
EXAMPLE = (
    '{"id": "V04", "reference_date": "2026-03-31", "answers":'
    ' {"I1.age": "62", "I10.hb": "90 g/L", "I3.ecog": "1", "I2.consent": "unknown"}}'
)
PERSON = "19121212-1212"
MILLION = 1_000_000

Ran = subprocess.CompletedProcess[str]


def bedside(*args: str | Path, given: str | bytes = "", **settings: str) -> Ran:
    """Run the command; whatever happens, no traceback."""
    raw = given.encode("utf-8", "surrogatepass") if isinstance(given, str) else given
    ran = subprocess.run(  # noqa: S603 - our own command
        [BEDSIDE, *args], input=raw, capture_output=True, env=os.environ | settings, check=False
    )
    out, err = ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8")
    assert "Traceback" not in err, err
    return Ran(ran.args, ran.returncode, out, err)


def entry(answers: object, **more: object) -> str:
    return json.dumps({"reference_date": "2026-03-31", "answers": answers, **more})


# ---- what the contract promises ----


def test_example_in_json() -> None:
    ran = bedside("check", "--json", "-", given=EXAMPLE)
    assert (ran.returncode, ran.stderr) == (0, "")
    reply = json.loads(ran.stdout)
    assert list(reply) == [
        *("id", "trial", "version", "reference_date", "overall"),
        *("criteria", "failing", "pending", "notes", "advisories"),
    ]
    assert reply["id"] == "V04"
    assert reply["trial"] == "start-net"
    assert reply["reference_date"] == "2026-03-31"
    assert reply["overall"] == "not_eligible"
    assert list(reply["criteria"]) == [f"I{n}" for n in range(1, 12)] + [
        f"E{n}" for n in range(1, 8)
    ]
    assert reply["criteria"]["I1"] == reply["criteria"]["I3"] == "met"
    assert reply["failing"] == ["I10"]
    assert reply["pending"][0] == "I2"


@pytest.mark.parametrize(
    ("language", "first", "comma"),
    [("en", "Not eligible", "must be > 90 g/L"), ("sv", "Inte lämplig", "ska vara > 90 g/L")],
)
def test_example_as_a_summary(tmp_path: Path, language: str, first: str, comma: str) -> None:
    file = tmp_path / "patient.json"
    file.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.replace(", ", ",\r\n").encode())
    ran = bedside("check", "--language", language, file)
    assert (ran.returncode, ran.stderr) == (0, "")
    lines = ran.stdout.splitlines()
    assert lines[0].startswith(first)
    assert lines[-1] == "#not_eligible"
    assert comma in ran.stdout


def test_an_exact_trial_and_version_may_be_named(tmp_path: Path) -> None:
    file = tmp_path / "patients.jsonl"
    file.write_text(f"{EXAMPLE}\n{EXAMPLE}\n", encoding="utf-8")
    ran = bedside("check", "--trial", "start-net", "--version", "R1", "--jsonl", file)
    assert [json.loads(line)["overall"] for line in ran.stdout.splitlines()] == ["not_eligible"] * 2


def test_lines_agree_with_the_reference(tmp_path: Path) -> None:
    people = list(patients(200, 21))
    file = tmp_path / "patients.jsonl"
    keys = ("id", "reference_date", "answers")
    lines = [json.dumps({key: person[key] for key in keys}) for person in people]  # type: ignore[literal-required] # all are keys
    file.write_text("\n".join(lines), encoding="utf-8")
    ran = bedside("check", "--jsonl", file)
    assert ran.returncode == 0
    for person, line in zip(people, ran.stdout.splitlines(), strict=True):
        reply = json.loads(line)
        expected = evaluate(person["typed"], date.fromisoformat(person["reference_date"]))
        assert reply["id"] == person["id"]
        assert {key: reply[key] for key in expected} == expected


def test_a_caller_can_wait_for_each_reply() -> None:
    command = (BEDSIDE, "check", "--jsonl", "-")
    with subprocess.Popen(  # noqa: S603 - our own command
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for name in ("a", "b"):
            running.stdin.write(entry({"I1.age": "62"}, id=name) + "\n")
            running.stdin.flush()
            # Without the flush this would wait for ever.
            ready, _, _ = select.select([running.stdout], [], [], 30)
            assert ready
            assert json.loads(running.stdout.readline())["id"] == name
        running.stdin.close()
        assert running.wait(30) == 0


@pytest.mark.parametrize("option", [["--json"], []])
def test_the_head_of_a_printout_is_not_read_and_that_is_said(option: list[str]) -> None:
    printout = f"Namn: Anna Testsson\nPersonnr {PERSON}\nHb 105 g/L"
    ran = CliRunner().invoke(cli.app, ["read", *option, printout])
    assert ran.exit_code == 0
    assert "105" in ran.stdout
    assert ran.stderr == "Lines that say who somebody is were dropped and not read.\n"
    assert not any(part in ran.output for part in (PERSON, "Testsson"))


def test_what_is_read_from_laboratory_text() -> None:
    ran = bedside("read", "--json", "Hb 105 g/L, TPK 230 x10^9/L")
    assert json.loads(ran.stdout)[0] == {
        "item": "I10.hb",
        "value": "105",
        "comparator": "=",
        "unit": "g/L",
        "unit_source": "printed",
        "canonical": "105",
        "date": None,
        "flags": [],
    }
    windows = bedside("read", "--json", "-", given="\ufeffHb 105 g/L\r\nTPK 230 x10^9/L\r\n")
    assert windows.stdout == ran.stdout


def test_which_bedside_it_is() -> None:
    ran = CliRunner().invoke(cli.app, ["--version"])
    assert (ran.exit_code, ran.stdout) == (0, f"bedside {__version__}\n")


def test_trials_are_listed_and_shown() -> None:
    assert bedside("trials", "list").stdout.startswith("start-net  R1  released")
    shown = bedside("trials", "show", "--language", "sv").stdout
    assert "I10.hb" in shown
    assert "Hemoglobin" in shown


# ---- lines that can't be used: an error in their place, and the rest goes on ----

UNUSABLE: list[tuple[str, object, str | None]] = [
    ('{"id": "a", "answers": {', None, None),
    (EXAMPLE + EXAMPLE, None, None),
    ("[" * 50_000, None, None),
    ('{"a":' * 50_000, None, None),
    ("null", None, None),
    ("[]", None, None),
    ('"text"', None, None),
    ("\ud800", None, None),
    ("\x00\x01\x02", None, None),
    ("x" * (MILLION + 1), None, None),
    ('{"id": "a"}', "a", None),
    (entry(None, id="a"), "a", None),
    (entry([], id="a"), "a", None),
    (entry({"I1.age": None}, id="a"), "a", "I1.age"),
    (entry({"I1.age": True}, id="a"), "a", "I1.age"),
    (entry({"I1.age": ["62"]}, id="a"), "a", "I1.age"),
    (entry({"I1.age": {"value": "62"}}, id="a"), "a", "I1.age"),
    (entry({"I1.age": float("nan")}, id="a"), "a", "I1.age"),
    (entry({"I1.age": float("inf")}, id="a"), "a", "I1.age"),
    (entry({"I1.age": int("9" * 4000)}, id="a"), "a", "I1.age"),
    (entry({"I1.age": "-1"}, id="a"), "a", "I1.age"),
    (entry({"I1.age": "1e999999999"}, id="a"), "a", "I1.age"),
    (entry({"I1.age": "9" * 1999}, id="a"), "a", "I1.age"),
    (entry({"I10.hb": "\ud800"}, id="a"), "a", "I10.hb"),
    (entry({"I10.hb": "105 furlongs"}, id="a"), "a", "I10.hb"),
    (entry({"I10.hb": ""}, id="a"), "a", "I10.hb"),
    (entry({"I10.wbc": "3.1 10^9/L", "I10.anc": "9 10^9/L"}, id="a"), "a", "I10.anc"),
    (entry({"I4.type": "perhaps"}, id="a"), "a", "I4.type"),
    (entry({"I6.scan_date": "2026-02-30"}, id="a"), "a", "I6.scan_date"),
    (entry({"I99.x": "1"}, id="a"), "a", "I99.x"),
    (entry({"i1.age": "62"}, id="a"), "a", "i1.age"),
    (entry({"I3.ecog": PERSON}, id="a"), "a", "I3.ecog"),
    (entry({PERSON: "1"}, id="a"), "a", None),
    (entry({"x" * 5000: "1"}, id="a"), "a", None),
    (entry({}, id=PERSON), None, None),
    (entry({}, id="x" * 201), None, None),
    (entry({}, id=[1]), None, None),
    (entry({}, id=1.5), None, None),
    (entry({}, id="a", reference_date="2026-03"), "a", "CTX.ref_date"),
    (entry({}, id="a", reference_date="20260331"), "a", "CTX.ref_date"),
    (entry({}, id="a", reference_date="2026-W13-2"), "a", "CTX.ref_date"),
    (entry({}, id="a", reference_date="1926-03-31"), "a", "CTX.ref_date"),
    (entry({}, id="a", reference_date="9999-12-31"), "a", "CTX.ref_date"),
    (entry({}, id="a", reference_date=20260331), "a", "CTX.ref_date"),
    (entry({}, id="a", reference_date=["2026-03-31"]), "a", "CTX.ref_date"),
    (entry({"CTX.ref_date": "2026-03-30"}, id="a"), "a", "CTX.ref_date"),
    (entry({"CTX.ref_date": "2026-03"}, id="a"), "a", "CTX.ref_date"),
    ('{"id": "a", "answers": {"I1.age": "62"}, "answers": {}}', None, None),
    ('{"id": "a", "referenceDate": "2026-03-31", "answers": {}}', "a", None),
]


@pytest.mark.parametrize("language", ["en", "sv"])
def test_bad_lines(language: str) -> None:
    lines = [line for bad, _, _ in UNUSABLE for line in (bad, EXAMPLE)]
    ran = bedside("check", "--jsonl", "--language", language, "-", given="\n".join(lines))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert PERSON not in ran.stdout
    replies = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(replies) == len(lines)
    for reply in replies[1::2]:
        assert (reply["id"], reply["overall"]) == ("V04", "not_eligible")
    for (bad, identity, item), reply in zip(UNUSABLE, replies[::2], strict=True):
        assert list(reply) == ["id", "error"], bad[:200]
        assert reply["id"] == identity, bad[:200]
        assert reply["error"]["item"] == item, bad[:200]
        assert 15 < len(reply["error"]["text"]) < 600, bad[:200]


def test_kinds_of_line_ends() -> None:
    given = f"\ufeff{EXAMPLE}\r\n\r\n   \n{EXAMPLE}\n\n{EXAMPLE}"
    ran = bedside("check", "--jsonl", "-", given=given)
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == ["V04"] * 3


def test_ids_come_back_as_they_were_given() -> None:
    given: list[Any] = ["", "ä", 7, -3, 10**30, None, "\ud800", "a\nb", "\x1b[31m"]
    ran = bedside("check", "--jsonl", "-", given="\n".join(entry({}, id=each) for each in given))
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == given


# ---- one entry that can't be used: status 2, and a message with the line and the item ----


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "line 1, character 1"),
        ('{"answers":\n {"I1.age" 62}}', "line 2, character 12"),
        (f"{EXAMPLE}\n{EXAMPLE}", "--jsonl"),
        (
            '{"answers": {\n"I3.ecog": "1",\n"I10.hb": "105 furlongs"}}',
            "line 3, I10.hb: That unit is not known",
        ),
        (
            '{\n"id": "I9.gfr",\n"answers": {\n"I1.age": "62",\n"I9.gfr": "abc"}}',
            "line 5, I9.gfr: ",
        ),
        ('{"answers": {\n"I1.age": "62"},\n"id": "19121212-1212"}', "line 3: “id” looks like"),
        ('{"answers": {"I1.age": "\x1b[31m"}}', "This is not JSON"),
        ('{"answers": {"\\u001b[31m": "62"}}', "There is no item “?[31m”"),
        (b"\xff\xfe{\x00}\x00", "save it as UTF-8"),
        (random.Random(5).randbytes(100_000), "save it as UTF-8"),  # noqa: S311 - noise
        (b" " * 10_000_001, "--jsonl"),
    ],
    ids=lambda given: repr(given[:25]),
)
def test_bad_entry(given: str | bytes, said: str) -> None:
    ran = CliRunner().invoke(cli.app, ["check", "-"], input=given)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert said in ran.stderr
    assert "\x1b" not in ran.stderr
    assert len(ran.stderr) < 400


def test_bad_entry_in_json_and_in_swedish() -> None:
    given = entry({"I10.hb": "105 furlongs"}, id="a")
    ran = bedside("check", "--json", "--language", "sv", "-", given=given)
    assert ran.returncode == 2
    error = json.loads(ran.stdout)
    assert (error["id"], error["error"]["item"]) == ("a", "I10.hb")
    assert error["error"]["text"].startswith("Enheten är okänd här")
    assert ran.stderr == f"I10.hb: {error['error']['text']}\n"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("check", "no-such-file"), "Name a file"),
        (("check", "--jsonl", "no-such-file"), "Name a file"),
        (("check", "/"), "Name a file"),
        (("check", "--jsonl", "/"), "Name a file"),
        (("check", "--version", "R9", "-"), "start-net (R1, R1.1, R2)"),
        (("check", "--trial", "other", "-"), "start-net (R1, R1.1, R2)"),
        (("check", "--trial", "../x", "-"), "start-net (R1, R1.1, R2)"),
        (("check", "--language", "xx", "-"), "en or sv"),
        (("read", "--json", f"Personnr {PERSON}"), "remove it"),
        (
            ("trials", "show", "other"),
            "There is no trial “other”: write one of alta-1l (1), cagrisema (1)",
        ),
        (("trials", "check", "no-such-folder"), "protocol.toml"),
        (("check",), "Missing argument"),
        (("nonsense",), "No such command"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_arguments(args: tuple[str, ...], said: str) -> None:
    runner = CliRunner()
    ran = runner.invoke(cli.app, args)
    assert ran.exit_code == 2, ran.output
    assert ran.stdout == ""
    assert said in ran.stderr
    assert PERSON not in ran.stderr


# ---- the machine around it ----


def test_a_reader_that_goes_away_is_no_error() -> None:
    lines = f"{EXAMPLE}\n" * 400
    for args in (["check", "--jsonl", "-"], ["trials", "show"]):
        with subprocess.Popen(  # noqa: S603 - our own command
            [BEDSIDE, *args], stdin=-1, stdout=-1, stderr=-1, text=True
        ) as process:
            assert process.stdout
            process.stdout.close()
            process.stdout = None
            _, err = process.communicate(lines if "-" in args else "")
        assert (process.returncode, err) == (0, "")


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        ("{} check - <&-", 2, "Standard input is closed"),
        ("{} check - >&-", 1, "Standard output is closed"),
        ("{} check --jsonl - >/dev/full", 1, "No space left"),
    ],
)
def test_closed_and_full(command: str, status: int, said: str) -> None:
    if "/dev/full" in command and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    ran = subprocess.run(  # noqa: S602 - our own command
        command.format(BEDSIDE), shell=True, input=EXAMPLE, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ran.returncode == status
    assert ran.stderr.startswith(said) or said in ran.stderr.splitlines()[0]
    assert len(ran.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "settings",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
    ids=["ASCII", "Latin-1"],
)
def test_swedish_in_any_locale(settings: dict[str, str]) -> None:
    ran = bedside("read", "--language", "sv", "ALAT 0,4 µkat/L, Hb 105 g/L", **settings)
    assert ran.returncode == 0
    assert "0,4 µkat/L" in ran.stdout
    ran = bedside("check", "--language", "sv", "-", given=entry({"I1.age": "å"}), **settings)
    assert "Det kan inte läsas som ett tal" in ran.stderr


def test_ten_megabytes_of_noise() -> None:
    """At most a second per 10 kB is asked for; all of it is refused in a few."""
    noise = random.Random(3).randbytes(5 * MILLION).hex()  # noqa: S311 - noise
    start = time.perf_counter()
    assert bedside("read", "-", given=noise).returncode == 2
    ran = bedside("check", "-", given=entry({"I10.hb": noise[: 9 * MILLION]}))
    assert (ran.returncode, ran.stderr[:30]) == (2, "I10.hb: That is too long for an"[:30])
    ran = bedside("check", "--jsonl", "-", given=f"{noise}\n{EXAMPLE}")
    assert ["error" in json.loads(line) for line in ran.stdout.splitlines()] == [True, False]
    assert time.perf_counter() - start < 60


# ---- trial folders ----

R1 = catalog.trials_folder() / "start-net" / "R1"


def rewrite(file: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        path.write_text(change(text), encoding="utf-8")
        assert path.read_text(encoding="utf-8") != text

    return edit


def binary(folder: Path) -> None:
    (folder / "en.toml").write_bytes(b"\xff\xfe\x00")


def without_words(folder: Path) -> None:
    for file in folder.glob("??.toml"):
        file.unlink()


def directory_for_file(folder: Path) -> None:
    (folder / "sv.toml").unlink()
    (folder / "sv.toml").mkdir()


BROKEN: dict[str, tuple[Callable[[Path], None], str]] = {
    "no protocol": (
        lambda folder: (folder / "protocol.toml").unlink(),
        "found a folder without protocol.toml; write the folder of one version",
    ),
    "no folder": (shutil.rmtree, "(folder): found no such folder"),
    "an id that is none": (
        rewrite("cases.toml", lambda text: text.replace('"I1.age"', '"age"', 1)),
        '.age: found "',
    ),
    "no cases": (lambda folder: (folder / "cases.toml").unlink(), "cases.toml"),
    "no words": (without_words, "en.toml"),
    "a directory for a file": (directory_for_file, "sv.toml"),
    "binary": (binary, "en.toml: byte 0"),
    "empty": (rewrite("protocol.toml", lambda _: ""), "protocol.toml: version: found nothing"),
    "breaks off": (rewrite("cases.toml", lambda text: text + "\nx = ["), "cases.toml"),
    "a key twice": (rewrite("protocol.toml", lambda text: 'id = "x"\n' + text), "each key once"),
    "nested too deep": (
        rewrite("cases.toml", lambda text: text + "\nx=" + "[" * 9999),
        "cases.toml: (end of file)",
    ),
    "dotted too deep": (
        rewrite("cases.toml", lambda _: ".".join("a" * 3000) + "=1"),
        "cases.toml: (file): found tables within tables",
    ),
    "an unknown key": (
        rewrite("protocol.toml", lambda text: text.replace("acronym", "acronyms", 1)),
        "acronyms: found",
    ),
    "not a number": (
        rewrite("protocol.toml", lambda text: text.replace('high = "95"', 'high = "NaN"', 1)),
        "soft.high: found",
    ),
    "a case that does not hold": (
        rewrite("cases.toml", lambda text: text.replace('"eligible"', '"pending"', 1)),
        "overall: is eligible, not pending",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_trial_folder(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "start-net" / "R1"
    shutil.copytree(R1, folder)
    spoil, said = BROKEN[kind]
    spoil(folder)
    ran = CliRunner().invoke(cli.app, ["trials", "check", str(folder)])
    assert ran.exit_code == (1 if "does not hold" in kind else 2), ran.output
    assert ran.stdout == ""
    assert said in ran.stderr


def test_whole_trial_folder() -> None:
    ran = bedside("trials", "check", R1)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize(
    "command",
    [[], ["check"], ["read"], ["log"], ["trials"], ["trials", "show"], ["trials", "check"]],
)
def test_help(command: list[str]) -> None:
    ran = CliRunner().invoke(cli.app, [*command, "--help"])
    assert ran.exit_code == 0
    assert "bedside" in ran.stdout or "Usage" in ran.stdout
    assert "Example" in ran.stdout


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Registry: NCT05387603; text from", "Also known as: EudraCT", "Status in the"]),
        ("sv", ["Register: NCT05387603; text från", "Kallas även: EudraCT", "Status i registret"]),
    ],
)
def test_a_trial_is_shown_with_its_origin(language: str, said: list[str]) -> None:
    shown = CliRunner().invoke(cli.app, ["trials", "show", "--language", language]).stdout
    lines = zip(shown.splitlines()[2:5], said, strict=True)
    assert all(line.startswith(start) for line, start in lines)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "one report at a time"), ("sv", "ett labbsvar i taget")]
)
def test_a_long_report_is_no_file_of_entries(language: str, said: str) -> None:
    command = ["read", "--language", language, "-"]
    ran = CliRunner().invoke(cli.app, command, input=b"x" * (console.LONGEST_FILE + 1))
    assert ran.exit_code == 2
    assert said in ran.stderr
    assert "jsonl" not in ran.stderr


NEEDLESS = {
    ("--version",): ("pydantic", "criteria", "bot.texts"),
    ("serve", "--help"): ("criteria", "bot.texts"),
    ("check", "-"): (
        *("sqlalchemy", "concurrent", "bot.exports", "bot.proof", "bot.screenings"),
        *("bot.cli.log", "bot.cli.trials", "bot.cli.authoring", "bot.cli.proof"),
        *("bot.amendments", "criteria.examination"),
    ),
    ("read", "Hb 105 g/L"): ("sqlalchemy", "bot.exports", "bot.screenings", "criteria.examination"),
    ("trials", "list"): ("sqlalchemy", "rich", "bot.amendments", "criteria.examination"),
    ("log", "list", "--database", "sqlite:///not-there.db"): (
        "bot.exports.registry",
        "bot.exports.checklist",
        "criteria.examination",
    ),
}
"""What a command never waits for."""


@pytest.mark.parametrize("command", NEEDLESS, ids=" ".join)
def test_a_command_imports_nothing_that_only_others_need(command: tuple[str, ...]) -> None:
    code = "import sys; from bot.cli.main import app\n"
    code += f"try: app({command})\nfinally: print(*sys.modules, file=sys.stderr)"
    ran = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", code], input=EXAMPLE, capture_output=True, text=True, check=False
    )
    imported = ran.stderr.split()
    assert "bot.cli.main" in imported
    assert [name for name in NEEDLESS[command] if name in imported] == []
