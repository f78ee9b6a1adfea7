"""One person's answers against every trial: each verdict is that of the trial alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.batch.check import Checker, Unusable
from bot.batch.match import Matcher
from bot.texts import texts_in
from criteria.trial import catalog
from criteria.trial.catalog import Collection
from criteria.trial.protocol import ChoiceItem, NumberItem
from tests import own
from tests.making import TODAY

if TYPE_CHECKING:
    from pathlib import Path

COLLECTION = Collection(catalog.trials_folder(), [own.FOLDER])
TRIALS = [COLLECTION.load(name) for name in ("sova", "start-net")]


def checker(number: int) -> Checker:
    return Checker(TRIALS[number], texts_in("en"), TODAY)


ALONE = [checker(number) for number in range(len(TRIALS))]
MATCHER = Matcher([checker(number) for number in range(len(TRIALS))])


def matched(answers: dict[str, Any], **more: object) -> dict[str, Any]:
    return MATCHER.reply_to(json.dumps({"answers": answers, **more}))


def refused(answers: dict[str, Any], **more: object) -> Unusable:
    with pytest.raises(Unusable) as caught:
        matched(answers, **more)
    return caught.value


def test_the_reply_has_what_the_interface_names() -> None:
    found = matched({"age": "62", "creatinine": "2.5 mg/dL"}, id="a", reference_date="2026-03-31")
    assert list(found) == ["id", "trials"]
    assert found["id"] == "a"
    assert list(found["trials"]) == ["sova", "start-net"]
    assert json.loads(json.dumps(found["trials"]["sova"])) == {
        "version": "1",
        "overall": "not_eligible",
        "criteria": {"I2": "met", "I7": "unknown", "E3": "not_met", "E9": "unknown"},
        "failing": ["E3"],
        "pending": ["I7", "E9"],
    }
    assert found["trials"]["start-net"]["criteria"]["I1"] == "met"


def test_an_answer_for_one_trial_leaves_the_other_alone() -> None:
    found = matched({"start-net/I1.age": "17"}, reference_date="2026-03-31")["trials"]
    assert found["start-net"]["failing"] == ("I1",)
    assert found["sova"]["criteria"]["I2"] == "unknown"


def test_two_answers_to_one_item_are_both_kept() -> None:
    found = matched({"age": "62", "sova/PERSON.years": "16"})["trials"]
    assert found["sova"]["criteria"]["I2"] == "unknown"
    assert found["start-net"]["criteria"]["I1"] == "met"


def test_a_day_among_the_answers_counts_in_every_trial() -> None:
    day = {"sova/AHI.index": "31", "sova/AHI.day": "2025-01-12"}
    for more in ({"reference_date": "2025-06-01"}, {}):
        answers = {**day, "reference_date": "2025-06-01"}
        found = matched(answers, **more)["trials"]
        assert found["sova"]["criteria"]["I7"] == "met"
    assert matched(day)["trials"]["sova"]["failing"] == ("I7",)
    told = refused({**day, "reference_date": "2025-06-01"}, reference_date="2025-06-02")
    assert "Two different reference dates" in told.text


@pytest.mark.parametrize("key", ["agee", "vila/AHI.index", "sova/AHI.indx", "sova/", "/", ""])
def test_a_key_that_no_trial_has(key: str) -> None:
    told = refused({key: "62"}, id="x")
    assert told.identity == "x"
    assert told.item == key
    assert "No trial here asks for" in told.text
    assert "sova, start-net" in told.text


def test_an_answer_that_no_trial_can_take_is_an_error_of_the_line() -> None:
    told = refused({"age": "old"})
    assert told.item == "age"
    assert refused({"creatinine": "yellow"}).item == "creatinine"
    assert refused({"sova/AHI.index": "many"}).item == "sova/AHI.index"


def test_an_answer_that_one_trial_cannot_take_is_an_error_of_that_trial(tmp_path: Path) -> None:
    folder = own.copied(tmp_path)
    own.renamed(
        folder, 'high = "120", source = "judgement: nobody', 'high = "190", source = "No: nobody'
    )
    wide = Checker(catalog.read_folder(folder), texts_in("en"), TODAY)
    found = Matcher([wide, checker(1)]).reply_to('{"answers": {"age": "150"}}')["trials"]
    assert found["sova"]["criteria"]["I2"] == "unknown"
    assert found["start-net"]["error"]["item"] == "age"
    assert "not possible" in found["start-net"]["error"]["text"]


def test_an_example_is_of_answers_as_they_are_given_here() -> None:
    with pytest.raises(Unusable, match=r'"answers": {"age": "40"}'):
        MATCHER.reply_to("[]")


def test_every_concept_of_the_shipped_trial_is_in_one_of_its_versions() -> None:
    listed = catalog.trials_folder() / "start-net" / "concepts.toml"
    assert listed.is_file()
    items = {
        item for version in ("R1", "R1.1") for item in COLLECTION.load("start-net", version).items
    }
    assert set(TRIALS[1].named_concepts.values()) <= items


# ---- the law ----


def texts_for(item: ChoiceItem | NumberItem | object) -> st.SearchStrategy[str]:
    """Answers to an item: of every kind, and some that nobody can take."""
    anything = st.sampled_from(["unknown", "nonsense", "", "not_applicable", "2026-02-30"])
    if isinstance(item, ChoiceItem):
        return anything | st.sampled_from(item.choices)
    if isinstance(item, NumberItem):
        whole = st.integers(int(item.hard.low), int(item.hard.high))
        return anything | whole.map(lambda number: f"{number} {item.canonical}") | whole.map(str)
    return anything | st.dates(TODAY.replace(year=2024), TODAY).map(str)


@st.composite
def people(draw: st.DrawFn) -> dict[str, str]:
    """Answers under concepts and under the trials' items, in any order."""
    keys = [
        (f"{trial.protocol.id}/{name}", item)
        for trial in TRIALS
        for name, item in trial.items.items()
    ]
    keys += [(name, trial.items[item]) for trial in TRIALS for name, item in trial.concepts.items()]
    chosen = draw(st.lists(st.sampled_from(keys), max_size=12, unique_by=lambda pair: pair[0]))
    return {key: draw(texts_for(item)) for key, item in chosen if key != "reference_date"}


def said(answers: dict[str, str], entry: dict[str, str]) -> dict[str, Any] | str:
    """What each trial says, or why the line can't be used."""
    try:
        return dict(matched(answers, **entry)["trials"])
    except Unusable as unusable:
        return unusable.text


@given(people(), st.sampled_from(["2026-03-31", "2025-07-01", None]))
def test_the_verdict_is_that_of_a_screening_of_the_trial_alone(
    answers: dict[str, str], day: str | None
) -> None:
    entry = {} if day is None else {"reference_date": day}
    expected = {}
    for one in ALONE:
        name, concepts = one.trial.protocol.id, one.trial.concepts
        members = []
        for key, text in answers.items():
            trial, slash, item = key.partition("/")
            found = (item if trial == name else None) if slash else concepts.get(key)
            if found is not None:
                members.append(f"{json.dumps(found)}: {json.dumps(text)}")
        head = json.dumps(entry)[1:-1]
        text = f'{{{head}{", " if head else ""}"answers": {{{", ".join(members)}}}}}'
        try:
            reply = one.reply_to(text)
            names = ("version", "overall", "criteria", "failing", "pending")
            expected[name] = {each: reply[each] for each in names}
        except Unusable as unusable:
            expected[name] = {"error": {"text": unusable.text}}
    got = said(answers, entry)
    if isinstance(got, str):
        assert {"error": {"text": got}} in expected.values()
        return
    for found in got.values():
        found.get("error", {}).pop("item", None)
    assert got == expected
