"""Whoever owns the database can rewrite all of it; a head that is kept elsewhere tells."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from bot.proof.notes import Signer
from bot.screenings.retention import purge
from bot.store import Store
from tests.administrator import harm, make_a_new_past
from tests.bot.cli.proof.conftest import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.cli.proof.conftest import Place

REWRITE = (
    "UPDATE audit SET after = '66' WHERE token = 'S0002' AND after = '17'",
    "UPDATE events SET event = replace(event, '17', '66') WHERE token = 'S0002'",
)


def test_what_nobody_touched_agrees_before_and_after_more_was_screened(place: Place) -> None:
    said = place.run("log", "verify", "--head", place.head)
    assert said.exit_code == 0, said.output
    assert "the log begins with exactly what this head was signed over" in said.output
    place.screen("44")
    said = place.run("log", "verify", "--head", place.head)
    assert said.exit_code == 0, said.output
    later = place.folder / "later.head"
    assert place.run("log", "head", "-o", later).exit_code == 0
    assert later.read_text("utf-8") != place.head.read_text("utf-8")
    said = place.run("log", "verify", "--head", later, "--head", place.head)
    assert said.exit_code == 0, said.output


@pytest.mark.parametrize(
    ("harms", "found"),
    [
        (REWRITE, "S0002: event 1 or one of its answers was altered"),
        (("UPDATE log SET who = 'telegram:9' WHERE subject = 'S0001' AND number = 1",),
         "they were rewritten"),
        (("DELETE FROM log WHERE position = 2",), "entry 2 is missing"),
        (("UPDATE log SET salt = NULL WHERE position = 2",), "is not what the log holds of it"),
        (("DELETE FROM heads",), "its heads were deleted"),
        (("UPDATE heads SET note = replace(note, 'bedside', 'elsewhere')",), "is not signed"),
        (("UPDATE screenings SET purged = started, head = NULL WHERE token = 'S0001'",
          "DELETE FROM audit WHERE token = 'S0001'", "DELETE FROM events WHERE token = 'S0001'"),
         "nobody is noted as having done so"),
        (("DELETE FROM audit WHERE token = 'S0003'", "DELETE FROM events WHERE token = 'S0003'",
          "DELETE FROM follow_up WHERE token = 'S0003'",
          "DELETE FROM screenings WHERE token = 'S0003'"), "the database knows nothing of it"),
    ],
)  # fmt: skip
def test_what_was_not_rewritten_everywhere_is_found_without_a_head(
    place: Place, harms: tuple[str, ...], found: str
) -> None:
    harm(place.url, *harms)
    said = place.run("log", "verify")
    assert said.exit_code == 1
    assert found in said.output


def test_everything_rewritten_and_signed_anew_with_the_same_key_is_found_by_a_head(
    place: Place,
) -> None:
    harm(place.url, *REWRITE)
    make_a_new_past(place.url, place.signer, NOW)
    assert place.run("log", "verify").exit_code == 0  # nothing here tells: it is another past
    said = place.run("log", "verify", "--head", place.head)
    assert said.exit_code == 1
    assert "or this is another history of the same log" in said.output


def test_everything_signed_anew_with_another_key_is_found_by_a_head(place: Place) -> None:
    harm(place.url, *REWRITE)
    before = place.signer.verifier
    make_a_new_past(place.url, Signer.new(), NOW)
    assert place.run("log", "verify").exit_code == 0
    said = place.run("log", "verify", "--head", place.head)
    assert said.exit_code == 1
    assert "the key was exchanged, or it is another log's head" in said.output
    said = place.run("log", "verify", "--head", place.head, "--key", str(before))
    assert "another history" in said.output


def test_a_tail_that_was_cut_off_is_found_by_a_head(place: Place) -> None:
    harm(
        place.url,
        *(f"DELETE FROM {table} WHERE token = 'S0003'" for table in ("audit", "events")),  # noqa: S608
        *(f"DELETE FROM {table} WHERE token = 'S0003'" for table in ("follow_up", "screenings")),  # noqa: S608
    )
    make_a_new_past(place.url, place.signer, NOW)
    assert place.run("log", "verify").exit_code == 0
    said = place.run("log", "verify", "--head", place.head)
    assert said.exit_code == 1
    assert "its end was cut off, or it was set back" in said.output


@pytest.mark.parametrize("place", ["SQLite"], indirect=True)
def test_a_log_that_was_set_back_or_went_another_way_is_found(place: Place, tmp_path: Path) -> None:
    database, earlier = tmp_path / "bedside.db", tmp_path / "earlier.db"
    shutil.copyfile(database, earlier)
    place.screen("55")
    later = place.folder / "later.head"
    assert place.run("log", "head", "-o", later).exit_code == 0
    shutil.copyfile(earlier, database)
    said = place.run("log", "verify", "--head", place.head, "--head", later)
    assert said.exit_code == 1
    assert f"{later} was signed over" in said.output
    assert "it was set back" in said.output
    place.screen("56", "male", "net", "unknown")
    assert place.run("log", "head").exit_code == 0
    said = place.run("log", "verify", "--head", place.head)
    assert said.exit_code == 0, said.output  # what both have in common
    said = place.run("log", "verify", "--heads", place.folder)
    assert said.exit_code == 1
    assert "another history" in said.output


def test_what_is_deleted_by_its_rules_leaves_the_log_whole(place: Place) -> None:
    with Store.open(place.url) as store:
        stored = store.load("S0002")
        assert stored is not None
        store.within(lambda unit: purge(unit, stored, None, NOW))
        store.within(lambda unit: unit.members.did("telegram:7", "forgot", "S0002 request", NOW))
    said = place.run("log", "verify", "--head", place.head)
    assert said.exit_code == 0, said.output
    assert place.run("log", "head", "-o", place.folder / "b.head").exit_code == 0
    said = place.run("log", "verify", "--heads", place.folder)
    assert said.exit_code == 0, said.output
    with Store.open(place.url) as store:
        texts = [entry.text() for entry in store.entries()]
    assert any("forgot S0002 request" in text and "telegram:7" in text for text in texts)
    assert sum('"event","S0002"' in text for text in texts) == 2
    harm(place.url, "DELETE FROM actions WHERE action = 'forgot'")
    said = place.run("log", "verify")
    assert "(forgot S0002 request) is in the log" in said.output
    assert "S0002: its answers were deleted, and nobody" in said.output


def test_what_opens_an_entry_goes_with_what_was_deleted(place: Place) -> None:
    with Store.open(place.url) as store:
        stored = store.load("S0002")
        assert stored is not None
        assert store.openings("S0002")["event", 1].salt
        store.within(lambda unit: purge(unit, stored, None, NOW))
        kinds = sorted(one.kind for one in store.entries() if one.subject == "S0002")
        assert kinds == ["begun", "event", "event", "fact"]
        left = store.openings("S0002")
        assert {(kind, one.salt) for (kind, _), one in left.items()} == {
            ("begun", ""),
            ("fact", ""),
        }


def test_a_key_that_is_lost_is_replaced_only_when_told_to(place: Place) -> None:
    place.key.rename(place.folder / "away")
    said = place.run("log", "head")
    assert said.exit_code == 2
    assert "--new-key" in said.output
    said = place.run("log", "head", "--new-key", "-o", place.folder / "new.head")
    assert said.exit_code == 0, said.output
    said = place.run("log", "verify", "--heads", place.folder)
    assert said.exit_code == 0, said.output
    said = place.run("log", "head", "--new-key")
    assert said.exit_code == 2
    (place.folder / "away").replace(place.key)
    said = place.run("log", "head")
    assert said.exit_code == 2
    assert "is not the one" in said.output


def test_what_is_no_head_and_what_is_not_there_is_a_sentence(place: Place) -> None:
    said = place.run("log", "verify", "--head", place.folder / "nowhere.head")
    assert (said.exit_code, "Name the head" in said.output) == (2, True)
    place.head.write_text("no head", "utf-8")
    said = place.run("log", "verify", "--head", place.head)
    assert (said.exit_code, "holds no signed head" in said.output) == (1, True)
    said = place.run("log", "verify", "--heads", place.folder / "nowhere")
    assert (said.exit_code, "Name the folder" in said.output) == (2, True)
    said = place.run("log", "verify", "--key", "bedside+1")
    assert (said.exit_code, "no public key" in said.output) == (2, True)
