"""A trial folder under examination: what keeps its questions from deciding, cases that fail."""

from __future__ import annotations

import shutil
import time
import tomllib
from datetime import date
from pathlib import Path

import pytest

from criteria.examination.examination import Flaw, examine, examine_folder
from criteria.examination.examples import bad_examples
from criteria.examination.specimens import specimens
from criteria.examination.walks import eligible, never_asked
from criteria.known.values import Choice, DateSpan, NotKnown, Quantity
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem
from criteria.trial.trial import Trial
from tests import small
from tests.making import TODAY, TRIAL

START_NET = catalog.trials_folder() / "start-net" / TRIAL.protocol.version


def altered(folder: Path, file: str, old: str, new: str) -> Path:
    """Copy START-NET into a folder and change one place of one file."""
    copy = folder / "start-net" / TRIAL.protocol.version
    shutil.copytree(START_NET, copy)
    text = (copy / file).read_text("utf-8")
    assert old in text
    (copy / file).write_text(text.replace(old, new, 1), "utf-8")
    return copy


def flaws(folder: Path) -> list[str]:
    return [f"{flaw.where}: {flaw.what}" for flaw in examine_folder(folder, TODAY)]


def test_start_net_is_whole() -> None:
    assert flaws(START_NET) == []


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 12, 31)])
def test_start_net_is_whole_on_other_days(today: date) -> None:
    assert list(examine(TRIAL, today)) == []


# File, what stands there, what is written instead, what is then found.
FLAWED = [
    (
        "protocol.toml",
        'rule = { kind = "choice", yes = ["0", "1"], no = ["2", "3", "4"] }',
        'rule = { kind = "choice", no = ["2", "3", "4"] }',
        ["I3.ecog: no possible answer satisfies its rule"],
    ),
    (
        "protocol.toml",
        'rule = "I3.ecog"',
        'rule = { all = ["I3.ecog", { always = true }, "I2.consent", { not = "I2.consent" }] }',
        ["I3: no answers were found that make it met"],
    ),
    (
        "protocol.toml",
        'rule = "I8.prrt_choice"',
        'rule = { settles = "I8.prrt_choice" }',
        ["I8: no answers were found that make it not_met"],
    ),
    (
        "protocol.toml",
        'rule = "I8.prrt_choice"',
        'rule = { all = ["I8.prrt_choice", { not = "I3.ecog" }] }',
        ["outcome: no answers were found that make it eligible: I8 stays open or fails"],
    ),
    (
        "protocol.toml",
        'id = "I7.measurable"\n',
        'id = "I7.measurable"\nasked = { not = { always = true } }\n',
        ["I7.measurable: is never asked"],
    ),
    (
        "cases.toml",
        'overall = "eligible"',
        'overall = "pending"',
        ["overall: is eligible, not pending"],
    ),
    (
        "protocol.toml",
        '{ answered = "I4.type", among = ["nec"] },\n    { answered = "I4.diff',
        '{ answered = "I4.type", among = ["nec"] },\n    "I4.type",\n    { answered = "I4.diff',
        [
            "at_odds[nec_well]: no answers were found that do not go together by it",
            "carcinoma-well-differentiated: at_odds: is nothing, not nec_well",
        ],
    ),
    (
        "protocol.toml",
        '{ answered = "E4.renal", among = ["yes"] }, { criterion = "I9" }',
        '{ not = { answered = "E4.renal", among = ["no"] } }, { possible = { criterion = "I9" } }',
        ["at_odds[renal_clearance]: holds before anything was answered"],
    ),
    (
        "cases.toml",
        'at_odds = ["wocbp_above_60"]',
        "at_odds = []",
        [
            "could-become-pregnant-at-61: at_odds: is wocbp_above_60, not nothing",
            "at_odds[wocbp_above_60]: no worked case in cases.toml shows it",
        ],
    ),
    (
        "en.toml",
        'example = "60 mL/min/1.73 m²"',
        'example = "50 mL/min/1.73 m²"',
        ['I9.gfr".example: “50 mL/min/1.73 m²” does not pass its own rule'],
    ),
    (
        "sv.toml",
        'example = "125 g/L"',
        'example = "12,5"',
        ["“12,5” is not read as an answer (unit_ambiguous)"],
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "found"), FLAWED)
def test_a_flaw_is_found(tmp_path: Path, file: str, old: str, new: str, found: list[str]) -> None:
    said = flaws(altered(tmp_path, file, old, new))
    for flaw in found:
        assert any(line.endswith(flaw) for line in said), said


def test_the_walks_take_no_time() -> None:
    start = time.process_time()
    assert never_asked(TRIAL, TODAY) == eligible(TRIAL, TODAY) == ()
    assert time.process_time() - start < 2


def narrow(low: str, high: str) -> Trial:
    """A trial of a haemoglobin above 90 that can only be answered within narrower limits."""
    limits = {"low": low, "high": high, "source": "a test"}
    return small.trial(small.number("I1.hb", {"kind": "above", "limit": "90"}, hard=limits))


def test_a_limit_that_no_possible_answer_fails_is_found() -> None:
    found = list(examine(narrow("100", "200"), TODAY))
    assert Flaw("I1.hb", "no possible answer violates its rule") in found


def test_a_limit_that_no_possible_answer_passes_is_found() -> None:
    found = list(examine(narrow("20", "80"), TODAY))
    assert Flaw("I1.hb", "no possible answer satisfies its rule") in found
    assert Flaw("I1", "no answers were found that make it met") in found


def test_a_criterion_that_takes_everybody_need_not_fail() -> None:
    rule = {"kind": "choice", "yes": ["female", "male"]}
    anybody = small.trial(small.choice("I1.sex", rule, "female male"))
    assert [flaw.what for flaw in examine(anybody, TODAY)] == []


def test_a_case_with_an_answer_that_is_refused_is_found(tmp_path: Path) -> None:
    folder = altered(tmp_path, "cases.toml", '"I3.ecog" = "', '"I3.ecog" = "perhaps ')
    refused = [flaw for flaw in flaws(folder) if "is refused (not_a_choice)" in flaw]
    assert refused
    assert all(flaw.startswith("cases.toml: ") and ": I3.ecog: " in flaw for flaw in refused)


def test_a_case_that_expects_another_status_is_found(tmp_path: Path) -> None:
    folder = altered(tmp_path, "cases.toml", 'I1 = "met"', 'I1 = "unknown"')
    assert any(flaw.endswith(": I1: is met, not unknown") for flaw in flaws(folder))


@pytest.mark.parametrize("item", TRIAL.items)
def test_specimens_stand_on_every_side_and_end_with_not_known(item: str) -> None:
    known = TRIAL.items[item]
    *values, last = specimens(item, TRIAL, TODAY)
    assert last == NotKnown()
    if isinstance(known, ChoiceItem):
        assert [v.code for v in values if isinstance(v, Choice)] == list(known.choices)
    elif isinstance(known, NumberItem):
        intervals = [v.interval for v in values if isinstance(v, Quantity)]
        figures = [interval.low for interval in intervals if interval is not None]
        assert known.hard.lowest in figures
        assert known.hard.highest in figures
        assert all(known.hard.holds(figure) for figure in figures)
    else:
        assert isinstance(known, DateItem)
        days = [v.first for v in values if isinstance(v, DateSpan)]
        assert TODAY in days
        assert all(day <= TODAY for day in days)


def test_an_example_may_wait_for_the_answer_that_it_is_counted_from() -> None:
    rule = {"kind": "longer_ago_than", "days": 14, "from": "CTX.first"}
    counted = small.trial(small.day("I1.last", rule), small.day("CTX.first", past=False))
    words = counted.words["en"].items["I1.last"].model_copy(update={"example": "2024-06-01"})
    items = {**counted.words["en"].items, "I1.last": words}
    worded = counted.words["en"].model_copy(update={"items": items})
    shown = Trial(protocol=counted.protocol, words={"en": worded})
    assert list(bad_examples(shown, AnswerReader(shown), TODAY)) == []


def test_a_window_on_the_day_of_a_result_is_tried_with_days() -> None:
    window = {"test": {"kind": "longer_ago_than", "months": 6}, "item": "E1.lvef"}
    lvef = {"id": "E1.lvef", "analyte": "lvef", "rule": {"kind": "at_least", "limit": "45"}}
    trial = small.as_written(
        {"id": "E1", "text": "…", "rule": {"any": ["E1.lvef", window]}}, [lvef]
    )
    assert list(examine(trial, TODAY)) == []


def test_a_question_that_only_says_whether_another_one_is_asked_is_told_why() -> None:
    asked = {"not": {"answered": "I1.stable", "among": ["no"]}}
    items: list[small.Json] = [
        {"id": "I1.stable"},
        {
            "id": "I1.since",
            "kind": "date",
            "asked": asked,
            "rule": {"kind": "stable_for", "days": 90},
        },
    ]
    what = "is never asked: it says only whether I1.since is asked; name it in the rule of I1"
    trial = small.as_written({"id": "I1", "text": "…"}, items)
    assert [f"{one.where} {one.what}" for one in examine(trial, TODAY)] == [
        f"I1.stable {what} if it decides"
    ]
    both = {"id": "I1", "text": "…", "rule": {"all": ["I1.stable", "I1.since"]}}
    assert list(examine(small.as_written(both, items), TODAY)) == []


def test_the_patterns_of_the_guide_decide() -> None:
    page = (Path(__file__).parents[3] / "docs" / "new-trial.md").read_text("utf-8")
    (block,) = (one for one in page.split("```toml\n") if one.startswith('# "Stroke within'))
    written = tomllib.loads(block.partition("```")[0])
    tried = []
    for criterion in written["criteria"]:
        home = criterion["id"]
        items = [item for item in written["items"] if item["id"].startswith(f"{home}.")]
        if items:
            assert list(examine(small.as_written(criterion, items), TODAY)) == []
            tried.append(home)
    assert tried == ["E7", "E5", "E8", "I9"]
