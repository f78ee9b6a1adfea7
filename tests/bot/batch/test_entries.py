"""JSON with the line of every member: what is read, and where mistakes are."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.batch.check import Checker, Unusable
from bot.batch.entries import AsWritten, Object, parse
from bot.texts import texts_in
from tests.making import TODAY, TRIAL

CHECKER = Checker(TRIAL, texts_in("en"), TODAY)


def lines(found: Object) -> list[tuple[str, int]]:
    return [(member.key, member.line) for member in found.members]


def test_every_member_has_the_line_of_its_value() -> None:
    found = parse('{\n"id": "I9.gfr", "answers":\n\n{\r\n"I9.gfr":\n "abc"},\n "x": 1 }\n')
    assert lines(found) == [("id", 2), ("answers", 4), ("x", 7)]
    assert lines(found["answers"]) == [("I9.gfr", 6)]


def test_a_key_that_stands_twice_has_both_values() -> None:
    found = parse('{"a": "1",\n"b": "2",\n"a": "3"}')
    assert dict(found) == {"a": "3", "b": "2"}
    assert [(one.value, one.line) for one in found.of("a")] == [("1", 1), ("3", 3)]


def test_a_new_line_inside_a_text_is_written_out_and_counts_for_nothing() -> None:
    assert lines(parse('{"a": "x\\ny",\n"b": "z"}')) == [("a", 1), ("b", 2)]


def test_a_number_stays_as_it_was_written() -> None:
    found = parse('{"a": 8.1000, "b": -1e5, "c": [1.0], "d": true, "e": null}')
    assert [found[name] for name in "abc"] == ["8.1000", "-1e5", ["1.0"]]
    assert isinstance(found["a"], AsWritten)
    assert (found["d"], found["e"]) == (True, None)


JSON = st.recursive(
    st.none() | st.booleans() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON, st.sampled_from([None, 0, 2]), st.sampled_from(["", "\n"]))
def test_it_reads_what_json_reads(value: Any, indent: int | None, end: str) -> None:  # noqa: ANN401 - any
    text = json.dumps(value, indent=indent)
    assert parse(f" {text}{end}") == value


@given(st.text(alphabet='{}[]:,"a1 \n\\-.e', max_size=12).map(lambda text: f"{text}\n"))
def test_it_refuses_what_json_refuses(text: str) -> None:
    def outcome(read: Any) -> Any:  # noqa: ANN401 - any
        try:
            return read(text)
        except json.JSONDecodeError as error:
            return error.msg == "Extra data"

    plain = json.JSONDecoder(parse_int=str, parse_float=str).decode
    assert outcome(parse) == outcome(plain)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ("  {", 1, 4),
        ('{"a" 1}', 1, 6),
        ('{"a": 1 "b": 2}', 1, 9),
        ('{"a": 1,\n b: 2}', 2, 2),
        ('{"a":\n}', 2, 1),
        ('{"a": {"b":\n\n 01}}', 3, 3),
        ('{"a": 1}\n{"a": 1}', 2, 1),
    ],
)
def test_where_a_mistake_is(text: str, line: int, column: int) -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        parse(text)
    assert (caught.value.lineno, caught.value.colno) == (line, column)


@pytest.mark.parametrize("start", ["[", '{"a":', '{"a":['])
@pytest.mark.parametrize("end", ["", "\n"])
def test_what_is_nested_too_deeply_is_said(start: str, end: str) -> None:
    with pytest.raises(RecursionError):
        parse(start * 100_000 + end)


# ---- the line of an answer that is refused ----


def line_of(text: str, first: int = 1) -> tuple[str | None, int | None]:
    with pytest.raises(Unusable) as caught:
        CHECKER.check(text, first)
    return caught.value.item, caught.value.line


@pytest.mark.parametrize(
    ("text", "item", "line"),
    [
        ('{\n"id": "I9.gfr",\n"answers": {\n"I1.age": "62",\n"I9.gfr": "abc"}}', "I9.gfr", 5),
        ('{"note": {"I9.gfr":\n"72"},\n"answers": {\n"I9.gfr": "abc"}}', "I9.gfr", 4),
        ('{"answers": {\n"I9.gfr": "72",\n"I9.gfr": "abc",\n"I9.gfr": "73"}}', "I9.gfr", 3),
        ('{"answers": {\n"I9.gfr": "abc",\n"I9.gfr": "72"}}', "I9.gfr", 2),
        ('{"answers": {\n"I9\\u002egfr": "abc"}}', "I9.gfr", 2),
        ('{"answers": {\n"I9.gfr": ["72"]}}', "I9.gfr", 2),
        ('{"answers": {\n"I9.gfx": "72"}}', "I9.gfx", 2),
        ('{"answers": {},\n\n"reference_date": "31/3 2026"}', "CTX.ref_date", 3),
        (
            '{"reference_date": "2026-03-31",\n"answers": {\n"CTX.ref_date": "2026-03-01"}}',
            "CTX.ref_date",
            3,
        ),
        (
            '{"answers": {\n"I10.anc": "9 x10^9/L",\n"I10.wbc": "5 x10^9/L",\n"I1.age": "62"}}',
            "I10.anc",
            2,
        ),
        ('{"answers": {},\n"id": 1.5}', None, 2),
        ('{"id": "a",\n"answers": {},\n"id": "b"}', None, 3),
    ],
)
def test_the_line_of_what_is_refused(text: str, item: str | None, line: int) -> None:
    assert line_of(text) == (item, line)


def test_in_json_lines_it_is_the_line_of_the_file() -> None:
    assert line_of('{"id": "I9.gfr", "answers": {"I9.gfr": "abc"}}', 17) == ("I9.gfr", 17)
