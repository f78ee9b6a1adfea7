"""The verifier that needs no Bedside: it says what Bedside says, of files that went out."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.dialogs.events import ChangeAnswer, Edit, Explained, NameSources, StopHere, Typed
from bot.exports import proof
from bot.proof import keyfile
from bot.screenings.retention import purge
from bot.screenings.service import Service
from bot.store import Noted, Store
from tests.administrator import harm, make_a_new_past

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
PROGRAM = Path(proof.__file__).with_name("verify_head.py")
WITHOUT_BEDSIDE = """
import runpy, sys
sys.modules["bot"] = sys.modules["criteria"] = None  # whatever is installed here
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""
DID = (
    Typed("17"), StopHere(), ChangeAnswer(), Edit("I1.age"), Typed("71"), Explained("typing_error"),
    NameSources("I1 referral 2026-03-01 AB"),
)  # fmt: skip


@dataclass(frozen=True)
class Site:
    """A database, and the files that went out of it."""

    folder: Path

    @property
    def url(self) -> str:
        """The database's address."""
        return f"sqlite:///{self.folder}/bedside.db"

    @property
    def key(self) -> str:
        """The public key, as a checklist shows it."""
        signer = keyfile.read(self.folder / "bedside.db-key")
        assert signer is not None
        return str(signer.verifier)

    def export(self, *what: str, name: str) -> Path:
        """Have a file made; its head lies beside."""
        target = self.folder / name
        given = ["log", "export", *what, "-o", str(target), "--database", self.url]
        ran = CliRunner().invoke(app, given)
        assert ran.exit_code == 0, ran.output
        return target

    def verify(self, *files: Path, heads: tuple[Path, ...], key: str = "") -> tuple[int, str]:
        """Run the verifier, where Bedside can't be imported."""
        given = [part for head in heads for part in ("--head", str(head))]
        ran = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-I", "-c", WITHOUT_BEDSIDE, str(PROGRAM), "--key", key or self.key,
             *given, *map(str, files)],
            capture_output=True, text=True, check=False, cwd=self.folder,
        )  # fmt: skip
        assert not ran.stderr, ran.stderr
        return ran.returncode, ran.stdout


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """Two screenings; in the first a reported answer was changed and a source was named."""
    here = Site(tmp_path)
    with Store.open(here.url) as store:
        service = Service(store, lambda: NOW)
        for token in ("S0001", "S0002"):
            service.begin("telegram:7", "start-net", "sv")
            for event in DID:
                service.handle("telegram:7", token, event)
            store.note(token, [Noted("outcome", "other", "flyttade till Ö")], NOW, "telegram:8")
            store.note(token, [Noted("outcome", None)], NOW, "telegram:8")
    return here


def head_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.head")


def test_it_is_short_and_needs_one_package() -> None:
    lines = PROGRAM.read_text("utf-8").splitlines()
    assert len(lines) <= 150
    taken = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import", "from"))}
    assert taken - set(sys.stdlib_module_names) == {"cryptography"}


def test_what_went_out_agrees_with_the_head_beside_it(site: Site) -> None:
    trail = site.export("audit.jsonl", "S0001", name="S0001.jsonl")
    whole = site.export("log-entries.jsonl", name="log.jsonl")
    heads = head_of(trail), head_of(whole)
    assert site.verify(trail, whole, heads=heads) == (0, "Everything agrees.\n")
    assert site.export("verify_head.py", name="v.py").read_bytes() == PROGRAM.read_bytes()
    head = site.export("log.head", name="now.head")
    assert site.verify(whole, heads=(head,))[0] == 0


HARMS: list[tuple[str, Callable[[list[dict[str, Any]]], object]]] = [
    ("an answer", lambda rows: next(r for r in rows if r["after"] == "71").update(after="17")),
    ("a reason", lambda rows: next(r for r in rows if r["reason"]).update(reason="other")),
    ("a source", lambda rows: next(r for r in rows if r["action"] == "source").update(item="I2")),
    ("a fact", lambda rows: rows[-2].update(after="other: flyttade till Å")),
    ("who did it", lambda rows: rows[3].update(who="telegram:9")),
    ("when", lambda rows: rows[1].update(at_utc="2026-03-30T09:30:00+00:00")),
    ("a row less", lambda rows: rows.pop(1)),
    ("an answer less", lambda rows: rows.remove(next(r for r in rows if r["after"] == "71"))),
    ("an answer more", lambda rows: rows.append({**rows[2], "revision": 99})),
    ("no beginning", lambda rows: rows.pop(0)),
    ("a proof", lambda rows: rows[1]["proof"]["path"].reverse()),
    ("another place", lambda rows: rows[1]["proof"].update(position=0)),
    ("what is stored", lambda rows: rows[1]["proof"]["stored"].update(event="{}")),
]  # fmt: skip


@pytest.mark.parametrize(("what", "change"), HARMS, ids=[what for what, _ in HARMS])
def test_what_was_altered_in_a_file_is_found(
    site: Site, what: str, change: Callable[[list[dict[str, Any]]], object]
) -> None:
    del what
    trail = site.export("audit.jsonl", "S0001", name="S0001.jsonl")
    rows = [json.loads(line) for line in trail.read_text("utf-8").splitlines()]
    change(rows)
    trail.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    status, said = site.verify(trail, heads=(head_of(trail),))
    assert status == 1, said
    assert "S0001" in said or "the trail has no beginning" in said


def test_a_new_past_is_found_by_the_head_that_was_kept(site: Site) -> None:
    kept = head_of(site.export("log-entries.jsonl", name="before.jsonl"))
    harm(site.url, "UPDATE audit SET after = '66' WHERE token = 'S0002' AND after = '71'")
    signer = keyfile.read(site.folder / "bedside.db-key")
    assert signer is not None
    make_a_new_past(site.url, signer, NOW)
    whole = site.export("log-entries.jsonl", name="after.jsonl")
    assert site.verify(whole, heads=(head_of(whole),))[0] == 0
    status, said = site.verify(whole, heads=(head_of(whole), kept))
    assert (status, "are not those that" in said) == (1, True)


def test_a_tail_that_was_cut_off_and_another_key_are_found(site: Site) -> None:
    whole = site.export("log-entries.jsonl", name="log.jsonl")
    lines = whole.read_text("utf-8").splitlines(keepends=True)
    whole.write_text("".join(lines[:-1]), "utf-8")
    status, said = site.verify(whole, heads=(head_of(whole),))
    assert (status, f"the log has {len(lines) - 1}" in said) == (1, True)
    other = keyfile.make(site.folder / "other").verifier
    status, said = site.verify(whole, heads=(head_of(whole),), key=str(other))
    assert (status, "is not signed with this key" in said) == (1, True)


def test_what_was_deleted_leaves_a_log_that_agrees(site: Site) -> None:
    kept = head_of(site.export("log-entries.jsonl", name="before.jsonl"))
    with Store.open(site.url) as store:
        stored = store.load("S0001")
        assert stored is not None
        store.within(lambda unit: purge(unit, stored, None, NOW))
        store.within(lambda unit: unit.members.did("telegram:7", "forgot", "S0001 request", NOW))
    whole = site.export("log-entries.jsonl", name="after.jsonl")
    assert site.verify(whole, heads=(head_of(whole), kept)) == (0, "Everything agrees.\n")
    assert '"forgot S0001 request"' in whole.read_text("utf-8")
    assert "flyttade" not in whole.read_text("utf-8")


def test_what_is_no_such_file_is_a_sentence(site: Site) -> None:
    whole = site.export("log-entries.jsonl", name="log.jsonl")
    for wrong in (site.folder / "nowhere", site.folder / "bedside.db-key"):
        status, said = site.verify(whole, heads=(wrong,))
        assert (status, "can't be read" in said) == (2, True)
