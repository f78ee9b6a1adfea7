"""What exports are made of: every screening once, in order, with the days that count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from sqlalchemy import select

from bot.config.site import SiteFile, read_site
from bot.dialogs import events
from bot.dialogs.machine import step
from bot.dialogs.phases import Phase
from bot.dialogs.session import Kept, Script, Source
from bot.exports.demo.demo import SCREENER, fill
from bot.screenings.records import Records
from bot.store.schema import screenings
from criteria.trial import catalog
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome
from tests.bot.exports.inventing import NOW, answered, many, played
from tests.making import MAN

if TYPE_CHECKING:
    from pathlib import Path

    from bot.dialogs.events import Event
    from bot.store import Store

SUMMER = timezone(timedelta(hours=2))
WHEN = datetime(2026, 3, 31, 0, 30, tzinfo=SUMMER)


def go_on(store: Store, token: str, *happening: Event) -> None:
    """Let these events happen to a screening, a minute apart."""
    script = Script(catalog.load("start-net", "R1"))
    for event in happening:
        stored = store.load(token)
        assert stored is not None
        after, _ = step(stored.session, event, script, WHEN.date())
        when = WHEN + timedelta(minutes=stored.revision + 1)
        store.save(after, stored.revision, [], event, when)


def test_every_screening_comes_once_in_the_order_of_its_number(store: Store) -> None:
    many(store, 1203)
    tokens = [one.token for one in Records(store).between()]
    assert tokens == [f"S{number:04d}" for number in range(1, 1204)]


def test_numbers_of_five_digits_come_after_those_of_four(store: Store) -> None:
    for number in (10000, 9999, 2):
        store.add(answered(number=number), "nurse", NOW)
    assert [one.token for one in Records(store).between()] == ["S0002", "S9999", "S10000"]


def test_an_empty_store_gives_nothing(store: Store) -> None:
    assert list(Records(store).between()) == []
    assert Records(store).of("S0001") is None


def test_days_are_those_of_the_zone_and_both_included(store: Store) -> None:
    store.add(answered(), "nurse", WHEN)
    local, utc = Records(store, zone=SUMMER), Records(store, zone=UTC)
    day, before = date(2026, 3, 31), date(2026, 3, 30)
    assert [one.started.date() for one in local.between(day, day)] == [day]
    assert list(utc.between(day, day)) == []
    assert [one.started.date() for one in utc.between(before, before)] == [before]
    assert len(list(local.between(date.min, date.max))) == 1


def site_file(folder: Path, text: str) -> SiteFile:
    """A site's file."""
    file = folder / "site.toml"
    file.write_text(f'time_zone = "Europe/Stockholm"\n{text}', "utf-8")
    return read_site(file)


def test_what_it_tells_of_a_screening(store: Store, tmp_path: Path) -> None:
    store.add(answered(), "nurse", WHEN)
    one = Records(store, site_file(tmp_path, 'code = "UPP"')).of("S0001")
    assert one is not None
    told = (one.token, one.version, one.screener, one.site, one.language, one.state)
    assert told == ("S0001", "R1.1", "nurse", "UPP", "en", "summary")
    assert (one.trial.protocol.id, one.reference_date) == ("start-net", date(2026, 3, 31))
    assert one.verdict.outcome is Outcome.ELIGIBLE
    assert one.values.keys() == MAN.keys()


def test_the_site_s_limits_and_days_count(store: Store, tmp_path: Path) -> None:
    answers = {**MAN, "I10.ast": "1.5", "I10.ast_uln": "unknown"}
    store.add(answered(answers), "nurse", WHEN)
    limits = '[upper_limits]\n"I10.ast" = { unit = "µkat/L", male = 0.76, female = 0.60 }'
    site = site_file(tmp_path, f'code = "UPP"\n{limits}')
    found = [Records(store, where).of("S0001") for where in (None, site)]
    statuses = [one.verdict.statuses["I10"] for one in found if one is not None]
    assert statuses == [Status.UNKNOWN, Status.MET]
    day = date(2026, 3, 31)
    assert len(list(Records(store, site, UTC).between(day, day))) == 1


def test_it_ended_when_it_came_to_its_summary(store: Store) -> None:
    few = {item: text for item, text in MAN.items() if item != "I2.consent"}
    store.add(answered(few).but(state=Phase.ASKING), "nurse", WHEN)
    records = Records(store, zone=SUMMER)

    def ended() -> datetime | None:
        one = records.of("S0001")
        assert one is not None
        return one.ended

    assert ended() is None
    go_on(store, "S0001", events.Chosen("I2.consent", "signed"), events.Pause())
    assert ended() == WHEN + timedelta(minutes=1)


def test_of_a_purged_screening_the_result_is_known(store: Store) -> None:
    store.add(answered({**MAN, "I3.ecog": "2"}), "nurse", WHEN)
    stored = store.load("S0001")
    assert stored is not None
    result = {"outcome": "not_eligible", "failing": ["I3"], "pending": ["I2"]}
    store.within(lambda unit: unit.purge(stored, result, WHEN))
    one = Records(store).of("S0001")
    assert one is not None
    assert one.purged
    assert one.result == (Outcome.NOT_ELIGIBLE, ("I3",), ("I2",))


def test_nothing_that_was_answered_is_left_of_a_purged_screening(store: Store) -> None:
    whole = answered({**MAN, "I10.hb": "9"}).but(
        proposed={"I10.plt": Kept("secret")},
        unclear={"I10.hb": ("secret g/dL", "secret mmol/L")},
        ticks={"E4.dpd": "secret"},
        trail=("secret",),
        unexplained={"I3.ecog": "secret"},
        sources={"I3": Source("secret")},
        listed=("secret",),
        single=("secret",),
        because="secret",
        at="secret",
    )
    store.add(whole, "nurse", WHEN)
    stored = store.load("S0001")
    assert stored is not None
    store.within(lambda unit: unit.purge(stored, {"outcome": "pending"}, WHEN))
    with store.database.engine.connect() as connection:
        (row,) = connection.execute(select(screenings)).mappings()
    assert "secret" not in str(dict(row))
    found = store.load("S0001")
    assert found is not None
    assert not found.session.answers


def test_invented_screenings_are_marked_and_the_same_each_time(store: Store) -> None:
    assert list(fill(store, 8, NOW)) == [f"S000{number}" for number in range(1, 9)]
    found = list(store.everything())
    assert found == played()
    assert {one.owner for one in found} == {SCREENER}
    assert all(one.revision == len(store.events(one.session.token)) for one in found)
    outcomes = {one.verdict.outcome for one in Records(store).between()}
    assert len(outcomes) > 1
