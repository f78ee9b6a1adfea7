"""Files of settings: how values are written, and what is said of a line that is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.config.envfile import SettingsError, settings_in

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = ("BEDSIDE_TOKEN", "BEDSIDE_OPEN", "BEDSIDE_DATABASE", "BEDSIDE_SITE")


def read(folder: Path, text: str) -> dict[str, str]:
    file = folder / "bedside.env"
    file.write_bytes(text.encode())
    return settings_in(file, "BEDSIDE_", KNOWN)


def refused(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        read(folder, text)
    start = f"{folder / 'bedside.env'}, "
    assert all(sentence.startswith(start) for sentence in caught.value.sentences)
    return tuple(sentence.removeprefix(start) for sentence in caught.value.sentences)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("site.toml", "site.toml"),
        ("  site.toml  ", "site.toml"),
        ('"site one.toml"', "site one.toml"),
        ("'site one.toml'", "site one.toml"),
        ("site one.toml", "site one.toml"),
        ("site.toml # where it is", "site.toml"),
        ("site#1.toml", "site#1.toml"),
        ("'site.toml' # where it is", "site.toml"),
        ("'site #1.toml'", "site #1.toml"),
        ("a=b", "a=b"),
        ("$HOME/site.toml", "$HOME/site.toml"),
        ("${HOME}/site.toml", "${HOME}/site.toml"),
        (r'"a \"b\".toml"', 'a "b".toml'),
        (r"C:\site.toml", r"C:\site.toml"),
        ("malmö.toml", "malmö.toml"),
    ],
)
def test_how_a_value_is_written(tmp_path: Path, written: str, value: str) -> None:
    assert read(tmp_path, f"BEDSIDE_SITE={written}\n") == {"BEDSIDE_SITE": value}


@pytest.mark.parametrize("written", ["", " ", '""', "''", " # none"])
def test_what_is_empty_is_not_set(tmp_path: Path, written: str) -> None:
    assert read(tmp_path, f"BEDSIDE_SITE={written}") == {}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_else_may_be_in_the_file(tmp_path: Path, end: str) -> None:
    lines = ("# a remark", "", "export BEDSIDE_OPEN = 1", "PATH=/bin:$PATH", "PATH=/usr/bin")
    assert read(tmp_path, end.join(lines)) == {"BEDSIDE_OPEN": "1"}


@pytest.mark.parametrize(
    ("text", "number", "problem"),
    [
        ("hunter2", 1, "this is no setting: write NAME=value, or #"),
        ("\n\n# a remark\n\nhunter2", 5, "this is no setting"),
        ("\r\n\r\nBEDSIDE_OPEN\r\n", 3, "this is no setting"),
        ("BEDSIDE_OPEN=1\nBEDSIDE_TOKEN='hunter2\nBEDSIDE_SITE=a", 2, "this cannot be read"),
        ("BEDSIDE_OPEN=1\n\nBEDSIDE_TOKEN='hunter'2\n", 3, "this cannot be read"),
        ("BEDSIDE TOKEN=hunter2", 1, "this cannot be read"),
        ("=hunter2", 1, "this cannot be read"),
        ("BEDSIDE_OPEN=1\n\nBEDSIDE_OPEN=0", 3, "BEDSIDE_OPEN is set twice: write it once."),
        ("BEDSIDE_OPEN=\nBEDSIDE_OPEN=0", 2, "BEDSIDE_OPEN is set twice: write it once."),
        ("BEDSIDE_TOKN=hunter2", 1, "there is no setting BEDSIDE_TOKN: write BEDSIDE_TOKEN."),
    ],
)
def test_a_line_that_is_no_setting(tmp_path: Path, text: str, number: int, problem: str) -> None:
    (sentence,) = refused(tmp_path, text)
    assert sentence.startswith(f"line {number}: {problem}")
    assert "hunter" not in sentence


def test_every_problem_is_said_at_once(tmp_path: Path) -> None:
    found = refused(tmp_path, "hunter2\nBEDSIDE_OPN=1\n\nBEDSIDE_SITE='a\n")
    assert [sentence.split(":")[0] for sentence in found] == ["line 1", "line 2", "line 4"]
