"""What was read without its unit, or in several ways: asked next, and completed by a unit alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.dialogs.effects import Show
from bot.dialogs.events import (
    Back,
    Chosen,
    Confirmed,
    Rejected,
    Typed,
)
from bot.dialogs.session import event_to_store, from_data, to_data
from bot.platforms.callbacks import event_of
from bot.presentation.render import Renderer
from bot.texts import texts_in
from tests.bot.dialogs.showing import at, told
from tests.bot.dialogs.test_machine import SCRIPT, after

if TYPE_CHECKING:
    from bot.dialogs.events import Event

REPORT = "Hb 121 g/L, neutrophils 3.9, bilirubin 8"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "The unit of 3.9 is missing"), ("sv", "Enheten till 3,9 saknas")]
)
def test_a_unit_that_a_report_lacks_is_asked_once_the_rest_is_confirmed(
    language: str, said: str
) -> None:
    waiting, text = told(at("I3.ecog"), Typed(REPORT), language)
    assert [*waiting.proposed] == ["I10.hb"]
    assert "8)" in text.split("\n")[-1]
    asked, text = told(waiting, Confirmed(), language)
    assert said in text
    further, text = told(asked, Typed("10^9"), language)
    assert further.answers["I10.anc"].text == "3.9 10^9/L"
    last, _ = told(further, Typed("umol"), language)
    assert last.answers["I10.bili"].text == "8 µmol/L"
    assert not last.unclear
    assert last.at is None


@pytest.mark.parametrize(
    ("unit", "kept"),
    [
        ("x10^9 /L", "3.9 10^9/L"),
        ("x10^9", "3.9 10^9/L"),
        ("10*9/L", "3.9 10^9/L"),
        ("/µL", "3.9 /µL"),
        ("10", None),
        ("g/L", None),
        ("109", None),
        ("yes", None),
    ],
)
def test_a_unit_alone_completes_what_was_read(unit: str, kept: str | None) -> None:
    asked, _ = told(at("I10.anc").but(alone=True), Typed("3,9"))
    found, _ = told(asked, Typed(unit))
    given = {**found.answers, **found.proposed}.get("I10.anc")
    assert (given and given.text) == kept


def test_a_unit_that_is_not_possible_is_refused_with_its_reason() -> None:
    asked, _ = told(at("I10.hb").but(alone=True), Typed("9"))
    found, text = told(asked, Typed("g/L"))
    assert "I10.hb" not in found.answers
    assert "between" in text


@pytest.mark.parametrize("unit", ["10^9/L", "µmol/L", "g/dL"])
def test_the_unit_of_another_test_is_refused_with_those_that_fit(unit: str) -> None:
    asked, _ = told(at("I10.ast").but(alone=True), Typed("28"))
    found, text = told(asked, Typed(unit))
    assert "I10.ast" not in found.answers
    assert "That unit is not known here: write the value with µkat/L, U/L or nkat/L." in text


def test_a_unit_written_before_the_yes_joins_what_waits() -> None:
    waiting, _ = told(at("I3.ecog"), Typed(REPORT))
    joined, text = told(waiting, Typed("µmol/L"))
    assert [*joined.proposed] == ["I10.hb", "I10.bili"]
    assert "8 µmol/L" in text
    kept, _ = told(joined, Confirmed())
    assert kept.at == "I10.anc"


def test_every_way_to_read_a_number_has_a_button() -> None:
    asked, _ = told(at("I10.bili").but(alone=True), Typed("8"))
    rows = Renderer(asked, SCRIPT, texts_in("en")).message((Show(),)).rows
    first, second = rows[0][0], rows[1][0]
    assert (first.label, second.label) == ("8 µmol/L", "8 mg/dL")
    found = event_of(second.data)
    assert found is not None
    assert told(asked, found[1])[0].answers["I10.bili"].text == "8 mg/dL"
    assert told(asked, Chosen("I10.bili", "read3"))[0] == asked
    assert told(at("I10.bili"), Chosen("I10.bili", "read1"))[0].answers.keys() == {
        "I1.age",
        "CTX.sex",
    }


@pytest.mark.parametrize("event", [Rejected(), Back()])
def test_a_no_drops_what_was_set_aside_too(event: Event) -> None:
    waiting, _ = told(at("I3.ecog"), Typed(REPORT))
    assert not told(waiting, event)[0].unclear


def test_of_a_text_that_was_only_set_aside_nothing_else_is_stored() -> None:
    before = at("I3.ecog")
    typed = Typed("the patient of room four, bilirubin 8")
    found, _ = told(before, typed)
    stored = event_to_store(typed, found, before)
    assert "room" not in repr(stored)
    assert told(before, stored)[0] == found
    assert from_data(json.loads(json.dumps(to_data(found)))) == found


@pytest.mark.parametrize("language", ["en", "sv"])
def test_half_years_are_not_about_units(language: str) -> None:
    text = told(after(), Typed("17 and a half"), language)[1].split("\n")[0]
    assert not {"unit", "enhet"} & {*text.casefold().replace("enheten", "enhet").split()}
