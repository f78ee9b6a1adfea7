"""Names of items: ids, criteria, labels, and the names that reports use."""

from __future__ import annotations

import pytest

from bot.dialogs.naming import first_named, items_named
from criteria.trial import catalog
from tests.making import TRIAL


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("I10.hb", ("I10.hb",)),
        ("i3", ("I3.ecog",)),
        (" Platelets ", ("I10.plt",)),
        ("trombocyter", ("I10.plt",)),
        ("TPK", ("I10.plt",)),
        ("plate", ("I10.plt",)),
        ("ålder", ("I1.age",)),
        ("gfr", ("I9.gfr",)),
        ("ki", ()),
        ("", ()),
        ("zzz", ()),
    ],
)
def test_items_go_by_many_names(text: str, items: tuple[str, ...]) -> None:
    assert items_named(text, TRIAL) == items


def test_a_criterion_names_all_of_its_items_in_the_trials_order() -> None:
    own = tuple(item.id for item in TRIAL.items.values() if item.criterion == "I10")
    assert items_named("i10", TRIAL) == items_named("Blood tests", TRIAL) == own
    assert len(own) > 10


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Hb 91", ("I10.hb", "91")),
        ("hb: 91 g/L", ("I10.hb", "91 g/L")),
        ("I10.hb>91", ("I10.hb", ">91")),
        ("Ki-67 12 %", ("I4.ki67", "12 %")),
        ("Hbx 91", None),
        ("Blood tests 91", None),
    ],
)
def test_a_text_begins_with_the_name_of_one_item(text: str, named: tuple[str, str] | None) -> None:
    assert first_named(text, TRIAL) == named


def test_a_word_of_time_names_no_question() -> None:
    trial = catalog.load("emperor-reduced")
    assert first_named("last spring", trial) is None
    assert items_named("last of these", trial) == ("E1.last",)
