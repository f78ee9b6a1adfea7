"""The audit trail as files: complete, in order, and chained; what was altered is found."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.dialogs.events import ChangeAnswer, Edit, Explained, NameSources, StopHere, Typed
from bot.exports.context import ExportContext, Unsuitable
from bot.exports.registry import BY_KEY
from bot.screenings.records import Records
from bot.screenings.service import Service
from bot.store import Noted, Store
from bot.texts import texts_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
DID = (
    Typed("17"),  # too young, stopped, then corrected with a reason
    StopHere(),
    ChangeAnswer(),
    Edit("I1.age"),
    Typed("71"),
    Explained("typing_error"),
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with one screening, S0001, in which a reported answer was changed."""
    with Store.open(f"sqlite:///{tmp_path}/bedside.db") as opened:
        service = Service(opened, lambda: NOW)
        token = service.begin("telegram:7", "start-net", "en").session.token
        for event in DID:
            service.handle("telegram:7", token, event)
        yield opened


def export(store: Store, key: str) -> str:
    out = io.BytesIO()
    context = ExportContext(texts_in("en"), NOW, store)
    screened = Records(store, zone=UTC).of("S0001")
    assert screened is not None
    assert BY_KEY[key].write([screened], out, context) == 1
    return out.getvalue().decode()


def test_every_event_stands_in_order_with_the_answers_it_changed(store: Store) -> None:
    rows = list(csv.DictReader(io.StringIO(export(store, "audit.csv"))))
    told = [
        (row["revision"], row["action"], row["item"], row["before"], row["after"]) for row in rows
    ]
    assert told[0] == ("0", "begun", "", "", "")
    assert ("1", "typed", "", "", "") in told
    assert ("1", "answer", "I1.age", "", "17") in told
    assert any(one[1:] == ("answer", "I1.age", "17", "71") for one in told)
    assert [row["revision"] for row in rows] == sorted(row["revision"] for row in rows)
    assert "typing_error" in {row["reason"] for row in rows}
    assert {row["who"] for row in rows} == {"telegram:7"}
    hashes = [row["hash"] for row in rows if row["action"] not in ("begun", "answer")]
    assert len(set(hashes)) == len(hashes) == len(store.events("S0001"))


def test_sources_and_confirmations_stand_below_their_events(store: Store) -> None:
    service = Service(store, lambda: NOW)
    service.handle("telegram:7", "S0001", NameSources("I1 referral 2026-03-01 AB"))
    rows = list(csv.DictReader(io.StringIO(export(store, "audit.csv"))))
    event, source = rows[-2:]
    assert event["action"] == "sourced"
    told = [source[name] for name in ("action", "item", "question", "before", "after")]
    assert told == ["source", "I1", "Age", "", "referral · 2026-03-01 · AB"]


def test_what_became_of_it_stands_at_the_end(store: Store) -> None:
    store.note("S0001", [Noted("outcome", "other", "moved")], NOW, "telegram:7")
    store.note("S0001", [Noted("outcome", "enrolled")], NOW, "telegram:8")
    rows = list(csv.DictReader(io.StringIO(export(store, "audit.csv"))))
    names = ("revision", "position", "who", "action", "item", "before", "after")
    assert [[row[name] for name in names] for row in rows[-2:]] == [
        ["", "1", "telegram:7", "follow-up", "outcome", "", "other: moved"],
        ["", "2", "telegram:8", "follow-up", "outcome", "other: moved", "enrolled"],
    ]
    assert rows[-1]["question"] == "Outcome after referral"
    assert rows[-1]["hash"]


def test_json_lines_say_the_same_as_csv(store: Store) -> None:
    lines = [json.loads(line) for line in export(store, "audit.jsonl").splitlines()]
    rows = list(csv.DictReader(io.StringIO(export(store, "audit.csv"))))
    as_text = [
        {key: "" if value is None else str(value) for key, value in one.items() if key != "proof"}
        for one in lines
    ]
    assert as_text == rows


def test_a_deleted_trail_is_not_made_up(store: Store) -> None:
    stored = store.load("S0001")
    assert stored is not None
    store.within(lambda unit: unit.purge(stored, {"outcome": "pending"}, NOW))
    with pytest.raises(Unsuitable, match="deleted"):
        export(store, "audit.csv")
    assert store.flaws() == []


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        ("UPDATE audit SET after = '72' WHERE after = '71' AND reason IS NULL", "was altered"),
        ("UPDATE events SET who = 'telegram:8' WHERE revision = 2", "event 2"),
        ("DELETE FROM audit WHERE revision = 1", "event 1"),
        ("DELETE FROM events WHERE revision = (SELECT max(revision) FROM events)", "is missing"),
    ],
)
@pytest.mark.usefixtures("store")
def test_what_somebody_alters_or_removes_is_found(tmp_path: Path, harm: str, found: str) -> None:
    url = f"sqlite:///{tmp_path}/bedside.db"
    said = CliRunner().invoke(app, ["log", "verify", "--database", url])
    assert said.exit_code == 0, said.output
    with sqlite3.connect(tmp_path / "bedside.db") as other:
        for table in ("events", "audit"):
            other.execute(f"DROP TRIGGER {table}_no_update")
            other.execute(f"DROP TRIGGER {table}_no_delete")
        other.execute(harm)
    other.close()
    said = CliRunner().invoke(app, ["log", "verify", "s0001", "--database", url])
    assert said.exit_code == 1
    assert found in said.output
