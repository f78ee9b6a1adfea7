"""The wheel: both packages with their data, and a command that runs where nothing else is."""

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot import __version__

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "criteria")


def run(*command: str | Path, folder: Path, given: str = "") -> str:
    ran = subprocess.run(  # noqa: S603 - our own commands
        command, cwd=folder, input=given, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as `make wheel` builds it, but into an empty folder."""
    folder = tmp_path_factory.mktemp("dist")
    command = ("-m", "build", "--no-isolation", "--wheel", "--outdir", folder)
    run(sys.executable, *command, folder=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; what it depends on is borrowed from this one."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    (site,) = folder.glob("lib/python*/site-packages")
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    target = ("--python", python, "install", "--no-deps", "--no-index", wheel)
    run(*pip, *target, folder=folder)
    # A path in a .pth file comes after the environment's own packages, and the .pth files found
    # there, the one of this checkout among them, are not followed.
    borrowed = sysconfig.get_path("purelib")
    (site / "borrowed.pth").write_text(f"{borrowed}\n", encoding="utf-8")
    return folder


def test_the_wheel_holds_every_file_of_both_packages(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith(PACKAGES)}
    there = {
        file.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for file in (ROOT / package).rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert packed == there
    suffixes = {os.path.splitext(name)[1] for name in packed}  # noqa: PTH122 - names, no files
    assert suffixes >= {".py", ".toml", ".txt"}
    assert "criteria/trials/start-net/R1/protocol.toml" in packed
    assert "bot/texts/sv/language.toml" in packed
    # Without these, type checkers take what is imported from a package for Any.
    assert {f"{package}/py.typed" for package in PACKAGES} <= packed


def test_the_wheel_has_the_version_that_the_code_names(wheel: Path) -> None:
    assert wheel.name.split("-")[1] == __version__


def test_the_wheel_brings_the_licence_and_no_tests(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = archive.namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    tops = {name.partition("/")[0] for name in names if ".dist-info" not in name}
    assert tops == set(PACKAGES)


def test_the_command_runs_from_the_wheel(elsewhere: Path) -> None:
    given = '{"reference_date": "2026-03-31", "answers": {"I10.hb": "90 g/L"}}'
    command = elsewhere / "bin" / "bedside"
    reply = json.loads(run(command, "check", "--json", "-", folder=elsewhere, given=given))
    assert reply["failing"] == ["I10"]
    python = elsewhere / "bin" / "python"
    where = "import bot, criteria; print(bot.__file__, criteria.__file__)"
    for file in run(python, "-c", where, folder=elsewhere).split():
        assert Path(file).is_relative_to(elsewhere)
    swedish = ("read", "--language", "sv", "Hb 105 g/L")
    assert "105 g/L" in run(python, "-m", "bot", *swedish, folder=elsewhere)
