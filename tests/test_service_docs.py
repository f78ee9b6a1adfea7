"""What the documents say of the service is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.config.settings import Settings, as_lines
from bot.platforms.chat.commands.table import PRESSES
from bot.platforms.chat.roles import RIGHTS, Right, Role, may
from bot.platforms.chat.words import words_in
from bot.store.schema import metadata

ROOT = Path(__file__).parents[1]
_UNSET = {
    "": ("none", "none: `serve` says how to get one", "empty", "empty: a claim code is printed")
}


def rows(page: str, name: str) -> list[list[str]]:
    """Return the rows of a marked table, their cells each."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    block = text.split(f"<!-- {name} -->\n")[1].split("<!-- end -->")[0]
    lines = block.strip().splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_setting_stands_with_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(f"BEDSIDE_{field.upper()}", raising=False)
    defaults = [line.removesuffix("  (default)").split("=", 1) for line in as_lines(Settings())]
    found = rows("operations.md", "settings")
    assert [row[0].strip("`") for row in found] == [name for name, _ in defaults]
    for (name, _, said), (_, default) in zip(found, defaults, strict=True):
        assert said.strip("`") in _UNSET.get(default, (default,)), name


def test_every_table_is_described() -> None:
    described = [row[0].strip("`") for row in rows("security.md", "tables")]
    assert described == list(metadata.tables)


def test_the_roles_are_those_that_are_checked() -> None:
    found = rows("security.md", "roles")
    assert [row[0].split("`")[1] for row in found] == [right.value for right in Right]
    for row, right in zip(found, Right, strict=True):
        assert row[1:] == ["yes" if may(role, right) else "no" for role in Role]


def test_every_command_stands_with_its_words_and_its_role() -> None:
    words = words_in("en").commands
    least = {right: next(role.value for role in Role if may(role, right)) for right in Right}
    expected = [
        [f"`/{name}`", words[name], "everybody" if right is None else least[right]]
        for name, right in RIGHTS.items()
    ]
    assert rows("telegram.md", "commands") == expected


def test_every_button_beside_screenings_is_described() -> None:
    described = [row[0].strip("`")[0] for row in rows("telegram.md", "presses")]
    assert described == list(PRESSES)


def test_the_container_copies_what_is_there_and_let_in() -> None:
    lines = (ROOT / "deploy" / "Dockerfile").read_text("utf-8").splitlines()
    copies = [line.split()[1:-1] for line in lines if line.startswith("COPY ")]
    paths = [path for copy in copies if not copy[0].startswith("--") for path in copy]
    assert [path for path in paths if not (ROOT / path).exists()] == []
    allowed = (ROOT / ".dockerignore").read_text("utf-8")
    assert {path.split("/")[0] for path in paths} == set(
        re.findall(r"^!(\S+)", allowed, re.MULTILINE)
    )
    assert "STOPSIGNAL SIGTERM" in lines
    assert "USER bedside" in lines


def test_the_unit_gives_time_to_stop_and_little_else() -> None:
    unit = (ROOT / "deploy" / "bedside.service").read_text("utf-8")
    for line in ("TimeoutStopSec=15", "Restart=on-failure", "ProtectSystem=strict"):
        assert f"\n{line}\n" in unit
    named = set(re.findall(r"BEDSIDE_([A-Z_]+)", unit))
    assert named <= {field.upper() for field in Settings.model_fields}


@pytest.mark.parametrize("language", ["en", "sv"])
def test_every_command_has_words_that_telegram_takes(language: str) -> None:
    words = words_in(language)
    assert set(words.commands) == set(RIGHTS)
    assert all(1 <= len(said) <= 256 for said in words.commands.values())
    assert len(words.described) <= 512
    assert len(words.described_briefly) <= 120
