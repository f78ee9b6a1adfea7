"""Screenings that are asked together, in a real store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.dialogs import events
from bot.screenings.named import trials_named
from bot.screenings.service import DraftError, Service
from bot.store import Conflict, Saving, Store, UnitOfWork
from criteria.trial import catalog
from tests.own import BESIDE, FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 3, 31, 9, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    catalog.use([FOLDER, BESIDE])
    with Store.open(f"sqlite:///{tmp_path / 'bedside.db'}") as opened:
        yield opened


@pytest.fixture
def service(store: Store) -> Service:
    return Service(store, lambda: NOW)


def answers(store: Store, token: str) -> dict[str, str]:
    stored = store.load(token)
    assert stored is not None
    return {item: kept.text for item, kept in stored.session.answers.items()}


@pytest.mark.parametrize(
    ("text", "trials"),
    [
        ("", ()),
        ("a", ("a",)),
        ("a b", ("a", "b")),
        ("a, b,a", ("a", "b")),
        ("all", ("a", "b", "c")),
        ("all a", ("all", "a")),
    ],
)
def test_trials_are_named_with_spaces_or_commas(text: str, trials: tuple[str, ...]) -> None:
    assert trials_named(text, ["a", "b", "c"]) == trials


def test_an_answer_is_on_disk_for_each_trial(service: Service, store: Store) -> None:
    begun = service.begin_together("n", ["sova", "rena"], "en")
    service.handle("n", begun.session.token, events.Typed("52"))
    assert answers(store, "S0001") == {"PERSON.years": "52"}
    assert answers(store, "S0002") == {"AGE.years": "52"}
    assert [one.entry.item for one in store.audit("S0002")] == ["AGE.years"]


def test_all_of_it_is_stored_or_nothing(service: Service, store: Store) -> None:
    service.begin_together("n", ["sova", "rena"], "en")
    found = [store.load("S0001"), store.load("S0002")]
    savings = [
        Saving(one.session.but(went_on=True), one.revision + late, (), events.GoOn())
        for one, late in zip(found, (0, 1), strict=True)
        if one
    ]
    with pytest.raises(Conflict):
        store.save_all(savings, NOW)
    with pytest.raises(Conflict):
        store.within(lambda unit: unit.save_all(savings, NOW))
    assert [store.load("S0001"), store.load("S0002")] == found


def test_one_conflict_leaves_the_rest_of_a_transaction(service: Service, store: Store) -> None:
    service.begin_together("n", ["sova", "rena"], "en")
    first = store.load("S0001")
    assert first is not None
    right = Saving(first.session.but(went_on=True), first.revision, (), events.GoOn())
    late = replace(right, revision=first.revision + 1)

    def work(unit: UnitOfWork) -> None:
        with pytest.raises(Conflict):
            unit.save_all([late], NOW)
        unit.save_all([right], NOW)

    store.within(work)
    after = store.load("S0001")
    assert after is not None
    assert after.session.went_on


def test_a_trial_without_a_released_version_begins_none(service: Service, store: Store) -> None:
    catalog.use([FOLDER, BESIDE, FOLDER.parent / "trials"])
    with pytest.raises((DraftError, catalog.TrialError)):
        service.begin_together("n", ["sova", "hf"], "en")
    assert store.of("n") == []


def test_each_is_screened_again_by_itself(service: Service) -> None:
    begun = service.begin_together("n", ["sova", "rena"], "en")
    service.handle("n", begun.session.token, events.Typed("52"))
    again = service.rescreen("n", "S0002")
    assert again.session.trial == "rena"
    assert again.session.beside == ()
    assert {*again.session.answers} == {"AGE.years"}


def test_where_one_of_several_was_meant_only_these_are_offered(service: Service) -> None:
    begun = service.begin_together("n", ["start-net", "alta-1l"], "en")
    service.handle("n", begun.session.token, events.Typed("62 m"))
    asked = service.handle("n", begun.session.token, events.Typed("ECOG 1-2"))
    offered = [one.data for row in asked.message.rows for one in row if one.data[:2] == "a:"]
    codes = [data.rpartition(":")[2] for data in offered]
    assert codes == ["1", "2", "unknown"]
