"""Tagged text, JSON and fields in lines as one line a record."""

import pytest

from criteria.reading.reports.records import rewritten


def lines(text: str) -> list[str]:
    return [line for line in rewritten(text).split("\n") if line]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"name": "Hb", "value": 105.0, "unit": "g/L"}', ["Hb\t105.0\tg/L"]),
        ('[{"value": 1, "name": "A"}, {"value": 2, "name": "B"}]', ["A\t1", "B\t2"]),
        ('{"a": {"b": [{"test": "A", "result": "1", "low": "0", "high": "9"}]}}', ["A\t1\t(0-9)"]),
        ('{"name": "A", "value": "1", "high": "9"}', ["A\t1\t(<9)"]),
        ('{"name": "A", "value": "1", "low": "9"}', ["A\t1\t(>9)"]),
        ('{"name": "A", "value": "1", "status": "cancelled"}', ["A\tpending"]),
        ('{"name": "A", "value": "1", "specimen": "urine"}', ["Urine:", "A\t1", "Blood:"]),
        ('{"name": "A", "value": "1"}\n{"name": "B", "value": "2"}', ["A\t1", "B\t2"]),
        ('{"name": "A", "value": "1"},\n{"name": "B", "value": "2"},', ["A\t1", "B\t2"]),
        ('[[{"name": "A", "value": "1"}], [{"name": "B", "value": "2"}]]', ["A\t1", "B\t2"]),
        (
            '{"specimen": "urine", "all": [{"name": "A", "value": "1"}]}',
            ["Urine:", "A\t1", "Blood:"],
        ),
        ('{"name": "A", "note": {"text": "late"}, "value": "1"}', ["A\t1"]),
        ('{"note": {"text": "late"}, "name": "A", "value": "1"}', ["A\t1"]),
        ('{"name": "A", "value": "1", "flag": "U"}', ["A\t1"]),
        ('{"name": "A  b", "value": "1"}', ["A b\t1"]),
        ('{"name": "A", "value": ["1"]}', ["A\t1"]),
        ('{"code": {"text": "A"}, "status": "final", "valueQuantity": {"value": 1}}', ["A\t1"]),
        (
            (
                '{"code": {"coding": [{"display": "A"}, {"display": "B"}], "text": "C"},'
                ' "valueQuantity": {"value": 1, "unit": "g/L"},'
                ' "referenceRange": [{"low": {"value": 3, "unit": "g/L"}, "high": {"value": 5}}]}'
            ),
            ["A\t1\tg/L\t(3-5)"],
        ),
        ("<name>A</name><value>1</value><resultStatus>cancelled</resultStatus>", ["A\tpending"]),
        ("<name>A</name>\n<value>1</value>\n<unit>g/L</unit>", ["A\t1\tg/L"]),
        (
            "<r><value>1</value><name>A</name></r><r><value>2</value><name>B</name></r>",
            ["A\t1", "B\t2"],
        ),
        ('<lab name="A" value="1"/><lab name="B" value="2"/>', ["A\t1", "B\t2"]),
        ("Test: A\nResult: 1\nTest: B\nResult: 2", ["A\t1", "B\t2"]),
        ("Result: 1\nTest: A\nResult: 2\nTest: B", ["A\t1", "B\t2"]),
        ("Prov: A\nDatum: 2026-03-12\nSvar: 1", ["A\t1 (2026-03-12)"]),
    ],
)
def test_a_record_is_a_line(text: str, wanted: list[str]) -> None:
    assert lines(text) == wanted


@pytest.mark.parametrize(("before", "behind"), [('{"a": ', "}"), ("[", "]")])
def test_a_record_is_found_twelve_levels_down_and_no_deeper(before: str, behind: str) -> None:
    record = '{"name": "A", "value": "1"}'
    assert lines(before * 12 + record + behind * 12) == ["A\t1"]
    value = '{"name": "A", "result": '
    assert lines(value + '{"x": ' * 10 + '{"value": "1"}' + "}" * 11) == ["A\t1"]
    assert lines(value + "[" * 10 + '{"value": "1"}' + "]" * 10 + "}") == ["A\t1"]
    beyond = value + '{"x": ' * 11 + '{"value": "1"}' + "}" * 12
    assert rewritten(beyond) == beyond
    deeper = before * 13 + record + behind * 13
    assert rewritten(deeper) == deeper


@pytest.mark.parametrize(
    "text",
    [
        "<value>1</value><name>A</name><name>B</name><value>2</value><name>C</name>",
        "Result: 1\nTest: A\nTest: B\nResult: 2\nTest: C",
    ],
)
def test_where_the_fields_have_no_order_no_name_has_a_value(text: str) -> None:
    assert lines(text) == ["A\t-", "B\t-", "C\t-"]


@pytest.mark.parametrize(
    "text",
    [
        "Hb 105 g/L",
        "Hb: 105 g/L\nTPK: 143",
        '{"Hb": 105}',
        '{"name": "Hb", "value": 105',
        '{"name": "Hb", "value": [105, 98]}',
        '{"name": "Hb", "value": null}',
        "<b>Hb</b> 105 <i>g/L</i>",
        "Test: Hb",
        "[" * 5000,
        '{"a":' * 5000,
    ],
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert rewritten(text) == text
