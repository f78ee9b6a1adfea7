"""Verdicts without a conversation: what is read, what is refused, and what the reply says."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.batch.check import Checker, Unusable, error_reply
from bot.batch.stream import LONGEST_LINE, check_lines, lines_of
from bot.presentation.summary.summary import Summary
from bot.texts import texts_in
from criteria.reading.answers.answers import LONGEST
from criteria.trial import catalog
from tests.making import TODAY, TRIAL

CHECKER = Checker(TRIAL, texts_in("en"), TODAY)
CASES = catalog.cases(catalog.trials_folder() / "start-net" / "R1")
PERSON = "19121212-1212"


def reply(answers: dict[str, Any], **more: object) -> dict[str, Any]:
    return CHECKER.reply(CHECKER.check(json.dumps({"answers": answers, **more})))


def refused(text: str) -> Unusable:
    with pytest.raises(Unusable) as caught:
        CHECKER.check(text)
    return caught.value


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_worked_cases(case: catalog.Case, language: str) -> None:
    checker = Checker(TRIAL, texts_in(language), TODAY)
    given = {"answers": case.answers, "reference_date": case.reference_date.isoformat()}
    found = checker.reply(checker.check(json.dumps(given)))
    assert found["overall"] == case.overall
    assert {name: found["criteria"][name] for name in case.expected} == case.expected


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        ("I10.hb", "9.0", "unit_ambiguous"),
        ("I10.plt", "230", "unit_missing"),
        ("I1.age", "99", "unlikely"),
        ("I6.scan_date", "03/04/2025", "date_ambiguous"),
    ],
)
def test_a_doubt_stays_unknown_and_is_noted(item: str, text: str, code: str) -> None:
    found = reply({item: text})
    criterion = item.partition(".")[0]
    assert found["criteria"][criterion] == "unknown"
    assert [(note["item"], note["code"]) for note in found["notes"]] == [(item, code)]
    assert "counts as unknown" in found["notes"][0]["text"]


@pytest.mark.parametrize("number", ["62", '"62"', "62.0"])
def test_a_number_is_read_as_the_same_text_would_be(number: str) -> None:
    entry = CHECKER.check(f'{{"answers": {{"I1.age": {number}}}}}')
    assert CHECKER.reply(entry)["criteria"]["I1"] == "met"


def test_numbers_keep_every_digit() -> None:
    text = '{"answers": {"I4.ki67": 8.1000}}'
    value = CHECKER.check(text).verdict.facts.answers["I4.ki67"]
    assert getattr(value, "text", "") == "8.1000"


def test_an_item_that_stands_twice_keeps_both_answers() -> None:
    entry = CHECKER.check('{"answers": {"I1.age": "62", "I1.age": "17"}}')
    found = CHECKER.reply(entry)
    assert found["criteria"]["I1"] == "unknown"
    assert [note["code"] for note in found["notes"]] == ["contradiction"]
    same = CHECKER.check('{"answers": {"I1.age": "62", "I1.age": "62 years"}}')
    assert CHECKER.reply(same)["criteria"]["I1"] == "met"


# ---- the reference date ----


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"answers": {}}', TODAY),
        ('{"reference_date": null, "answers": {}}', TODAY),
        ('{"answers": {"CTX.ref_date": "unknown"}}', TODAY),
        ('{"reference_date": "2025-01-31", "answers": {}}', date(2025, 1, 31)),
        ('{"answers": {"CTX.ref_date": "31/1 2025"}}', date(2025, 1, 31)),
        (
            '{"reference_date": "2025-01-31", "answers": {"CTX.ref_date": "2025-01-31"}}',
            date(2025, 1, 31),
        ),
        (
            '{"answers": {"CTX.ref_date": "2025-01-31", "CTX.ref_date": "31.1.2025"}}',
            date(2025, 1, 31),
        ),
    ],
)
def test_reference_date(text: str, expected: date) -> None:
    assert CHECKER.check(text).verdict.facts.reference_date == expected


@pytest.mark.parametrize(
    ("entry", "assumed"),
    [
        ({"answers": {}}, True),
        ({"answers": {"CTX.ref_date": "unknown"}}, True),
        ({"answers": {"CTX.ref_date": "2026-03-31"}}, False),
        ({"answers": {}, "reference_date": "2026-03-31"}, False),
    ],
)
def test_that_today_was_used_is_said_in_the_summary_only(
    entry: dict[str, Any], *, assumed: bool
) -> None:
    checked = CHECKER.check(json.dumps(entry))
    summary = Summary(checked.verdict, texts_in("en"), today=not checked.dated).text()
    assert ("reference date not given: today, 2026-03-31, was used" in summary) == assumed
    assert "not given: today" not in json.dumps(CHECKER.reply(checked))


@pytest.mark.parametrize(
    "text",
    [
        '{"reference_date": "2025-01-31", "answers": {"CTX.ref_date": "2025-01-30"}}',
        '{"answers": {"CTX.ref_date": "2025-01-31", "CTX.ref_date": "2025-01-30"}}',
    ],
)
def test_two_reference_dates(text: str) -> None:
    unusable = refused(text)
    assert unusable.item == "CTX.ref_date"
    assert "write one of them" in unusable.text


@pytest.mark.parametrize("key", ["id", "reference_date", "answers"])
def test_a_key_that_stands_twice(key: str) -> None:
    value = {"id": '"a"', "reference_date": '"2026-03-31"', "answers": "{}"}
    pairs = [f'"{name}": {text}' for name, text in value.items()]
    unusable = refused("{" + ", ".join([*pairs, f'"{key}": {value[key]}']) + "}")
    assert f"“{key}” stands twice" in unusable.text


@pytest.mark.parametrize("key", ["referencedate", "Reference_date", "reference date"])
def test_a_misspelt_reference_date_is_not_today(key: str) -> None:
    assert "Write “reference_date”" in refused(f'{{"{key}": "2026-03-31", "answers": {{}}}}').text


def test_other_keys_are_passed_over() -> None:
    assert reply({"I1.age": "62"}, title="x", expected={"I1": "not_met"})["criteria"]["I1"] == "met"


# ---- nothing that names a person comes back ----


@pytest.mark.parametrize(
    "entry",
    [
        {"id": PERSON, "answers": {}},
        {"id": "a", "answers": {"I1.age": PERSON}},
        {"id": "a", "answers": {"E6.condition": f"no, see {PERSON}"}},
        {"id": "a", "answers": {PERSON: "1"}},
        {"id": "a", "answers": {"I1.age": f"62 {PERSON}", PERSON: PERSON}},
        {"id": "a", "reference_date": PERSON, "answers": {}},
    ],
)
@pytest.mark.parametrize("language", ["en", "sv"])
def test_an_identity_number_is_refused_and_never_repeated(
    entry: dict[str, Any], language: str
) -> None:
    checker = Checker(TRIAL, texts_in(language), TODAY)
    with pytest.raises(Unusable) as caught:
        checker.check(json.dumps(entry))
    said = json.dumps(error_reply(caught.value)) + str(caught.value)
    assert PERSON not in said
    assert "1212" not in said


# ---- streaming ----


def test_the_line_of_a_mistake_is_that_of_the_file() -> None:
    (only,) = check_lines([b"\n", b"  \r\n", b"{\n"], CHECKER)
    assert "(line 3, character 2)" in json.loads(only)["error"]["text"]


def test_a_line_that_is_too_long_is_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "long.jsonl"
    file.write_bytes(b"x" * (3 * LONGEST_LINE) + b"\n{}\n" + b"y" * LONGEST_LINE)
    with file.open("rb") as source:
        assert [len(line) for line in lines_of(source)] == [LONGEST_LINE + 1, 3, LONGEST_LINE]


@pytest.mark.parametrize("length", [LONGEST + 1, 5_000_000])
def test_long_answers(length: int) -> None:
    assert "too long" in refused(json.dumps({"answers": {"I10.hb": "9" * length}})).text
