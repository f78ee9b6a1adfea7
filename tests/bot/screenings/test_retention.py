"""What remains of answers that are deleted, and which are deleted when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.config.site import read_site
from bot.dialogs.events import ConfirmJudgements, NameSources, Pause
from bot.dialogs.phases import Phase
from bot.screenings.records import Records
from bot.screenings.retention import purge, purge_ended
from bot.screenings.service import Service
from bot.store import Store
from criteria.verdict.verdict import Outcome
from tests.bot.exports.inventing import answered
from tests.making import MAN

if TYPE_CHECKING:
    from pathlib import Path

    from bot.config.site import SiteFile
    from bot.screenings.records import Screened

WHEN = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)


def site_file(folder: Path, more: str = "") -> SiteFile:
    file = folder / "site.toml"
    file.write_text(f'code = "SE-01"\ntime_zone = "Europe/Stockholm"\n{more}', "utf-8")
    return read_site(file)


def begun(store: Store, **changes: str) -> Screened:
    """Store a screening with some answers changed."""
    answers = {name.replace("_", "."): text for name, text in changes.items()}
    store.add(answered({**MAN, **answers}), "nurse", WHEN)
    one = Records(store).of("S0001")
    assert one is not None
    return one


def test_the_result_remains_and_nothing_else(store: Store) -> None:
    before = begun(store, I3_ecog="2", I2_consent="unknown")
    store.within(lambda unit: unit.members.remind(1, "S0001", None, WHEN))
    assert store.within(lambda unit: purge(unit, before.stored, None, WHEN))
    after = Records(store).of("S0001")
    assert after is not None
    assert after.purged
    assert after.result == before.result == (Outcome.NOT_ELIGIBLE, ("I3",), ("I2",))
    assert not after.answers
    assert store.within(lambda unit: unit.members.reminders_for("S0001")) == []


def test_sources_and_words_about_what_became_of_it_are_in_no_file_any_more(tmp_path: Path) -> None:
    file = tmp_path / "bedside.db"
    with Store.open(f"sqlite:///{file}") as store:
        service = Service(store, lambda: WHEN)
        before = begun(store)
        service.handle("nurse", "S0001", NameSources("I6 report-of-the-scan 2026-02-10 AB"))
        service.handle("nurse", "S0001", ConfirmJudgements((("I8.prrt_choice", "yes"),), "ZQXV"))
        service.outcome("nurse", "S0001", "referred to place-of-referral 2026-03-02", "en")
        assert store.within(lambda unit: purge(unit, before.stored, None, WHEN))
        after = Records(store).of("S0001")
        assert after is not None
        assert not after.session.sources
        assert not after.session.confirmations
        assert [*after.follow_up] == ["referred_on"]
    left = file.read_bytes()
    assert not any(part in left for part in (b"report-of", b"ZQXV", b"place-of"))


def test_twice_changes_nothing(store: Store) -> None:
    stored = begun(store).stored
    assert store.within(lambda unit: purge(unit, stored, None, WHEN))
    assert not store.within(lambda unit: purge(unit, stored, None, WHEN + timedelta(1)))
    after = store.load("S0001")
    assert after is not None
    assert after.purged == WHEN


def test_a_site_keeps_answers_for_its_own_time(store: Store, tmp_path: Path) -> None:
    store.add(answered(MAN).but(state=Phase.ASKING), "nurse", WHEN)
    stored = store.load("S0001")
    assert stored is not None
    store.save(stored.session.but(state=Phase.SUMMARY), 0, [], Pause(), WHEN)
    site = site_file(tmp_path, "retention_days = 30")

    def purged(given: SiteFile | None, days: int) -> int:
        return store.within(lambda unit: purge_ended(unit, given, WHEN + timedelta(days), 10))

    assert purged(None, 400) == 0
    assert purged(site_file(tmp_path), 400) == 0
    assert purged(site, 29) == 0
    assert purged(site, 31) == 1
    assert purged(site, 32) == 0
