"""``bedside trials order``: the figures of a quick check, and what a site's log proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typer.testing import CliRunner

from bot.cli.main import app
from bot.store import Store
from criteria.trial.catalog import trials_folder
from tests.bot.exports.inventing import NOW, answered
from tests.making import MAN

if TYPE_CHECKING:
    from pathlib import Path

PROTOCOL = trials_folder() / "start-net" / "R1.1" / "protocol.toml"


def order(*args: str) -> list[str]:
    """Run the command; its lines."""
    ran = CliRunner().invoke(app, ["trials", "order", *args])
    assert ran.exit_code == 0, ran.output
    return ran.stdout.splitlines()


def test_the_order_its_figures_and_their_source() -> None:
    lines = order()
    assert lines[0].startswith("START-NET R1.1")
    assert lines[1] == "* 1 prrt: prompts 1, fails 0.10"
    assert sum(line.startswith("*") for line in lines) == 10
    assert lines[-1].startswith("Source ORDER: judged")


def test_a_sites_log_proposes_figures_and_changes_none(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'site.db'}"
    with Store.open(url) as store:
        store.add(answered({**MAN, "E2.prior_prrt": "yes"}), "terminal", NOW)
    before = PROTOCOL.read_bytes()
    lines = order("--database", url, "--language", "sv")
    assert lines[1] == "* 1 prrt: frågor 1, hinder 0,10; här 1 av 1, förslag 0,143"
    assert any(line.startswith("Inget har ändrats.") for line in lines)
    assert lines[-1].startswith("Ordning enligt förslaget: prrt, ")
    assert PROTOCOL.read_bytes() == before


def test_a_version_without_figures_says_so() -> None:
    (line,) = order("--version", "R1")
    assert line.startswith("Version R1 has no figures")
