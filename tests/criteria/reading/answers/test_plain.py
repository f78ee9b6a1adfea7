"""The short way gives what the long way gives, or nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.known.values import DateSpan, Quantity
from criteria.reading.answers.plain import read_plain, read_plain_date
from criteria.reading.answers.quantities import read_quantity
from criteria.reading.spelling.dates import read_date
from criteria.trial import catalog
from criteria.trial.protocol import DateItem, NumberItem

TRIAL = catalog.load("start-net", "R1")
NUMBERS = [item for item in TRIAL.protocol.items if isinstance(item, NumberItem)]
SCAN = TRIAL.items["I6.scan_date"]
TODAY = date(2026, 3, 31)
SPELLINGS = (
    *("", "g/L", "g/dL", "mmol/L", "10^9/L", "x10^9/L", "×10⁹/L", "10E9/L", "x109/L", "/µL"),
    *("K/uL", "/mm3", "µkat/L", "ukat/L", "U/L", "IU/L", "nkat/L", "mikrokat/L", "µmol/L"),
    *("umol/l", "mg/dL", "mL/min/1.73m2", "ml/min/1,73m2", "mm", "years", "år", "%", "H", "L"),
)

number = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "", "", "<", "≤ ", "> ", "≥"]),
    st.integers(0, 1999),
    st.sampled_from(["", "", " 000", "\u00a0512"]),
    st.sampled_from(["", "", ".5", ",25", ".125", ",0625"]),
)
reference = st.sampled_from(["", "", " (<50)", " (10-42)", "(<0,75)", " (5-3)", " (0.4-1,1)", " H"])


@given(st.sampled_from(NUMBERS), number, st.sampled_from(["", " "]), st.data())
def test_a_plain_number_is_read_as_the_long_way_reads_it(
    item: NumberItem, written: str, gap: str, data: st.DataObject
) -> None:
    unit = data.draw(st.sampled_from(SPELLINGS) | st.sampled_from(list(item.units)))
    text = f"{written}{gap}{unit}{data.draw(reference)}".strip()
    short = read_plain(text, item, TRIAL)
    assert short is None or short == read_quantity(text, item, TRIAL)


@given(st.integers(-2000, 60))
def test_a_plain_day_is_read_as_the_long_way_reads_it(days: int) -> None:
    assert isinstance(SCAN, DateItem)
    text = (TODAY + timedelta(days)).isoformat()
    short = read_plain_date(text, SCAN, TODAY)
    assert short is None or short == read_date(text, SCAN, TODAY)


def test_the_short_way_is_taken() -> None:
    hb = TRIAL.items["I10.hb"]
    assert isinstance(hb, NumberItem)
    assert isinstance(SCAN, DateItem)
    assert isinstance(read_plain("105 g/L", hb, TRIAL), Quantity)
    assert isinstance(read_plain_date("2025-11-10", SCAN, TODAY), DateSpan)
    assert read_plain("9.0", hb, TRIAL) is None
    assert read_plain_date("2026-04-01", SCAN, TODAY) is None
    assert read_plain_date("2025-02-30", SCAN, TODAY) is None


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("I10.hb", "105 g/L"),
        ("I10.hb", "10,5 g/dL"),
        ("I10.hb", "6.5 mmol/L"),
        ("I10.hb", "60 g/L"),
        ("I10.hb", "190 g/L"),
        ("I10.hb", "≥ 90 g/L"),
        ("I10.hb", "105g/L"),
        ("I10.plt", "250 000 /µL"),
        ("I10.plt", "88 x10^9/L"),
        ("I10.plt", "88 10E9/L"),
        ("I10.ast", "<30 U/L"),
        ("I10.ast", "450 nkat/L"),
        ("I10.ast", "0.45 µkat/L (0.25-0.60)"),
        ("I10.ast", "30 U/L (10-50)"),
        ("I10.ast", "30 U/L (<50)"),
        ("I10.ast", "1.0625 µkat/L"),
        ("I10.ast_uln", "50 U/L"),
        ("I10.ast_uln", "0,8 µkat/L"),
        ("I9.gfr", "72 ml/min/1,73 m2"),
        ("I9.gfr", "1.2 mL/s/1.73m2"),
        ("I1.age", "0"),
        ("I1.age", "62"),
        ("I1.age", "62 years"),
        ("I1.age", "62.0"),
        ("I1.age", "62 år"),
        ("I4.ki67", "5"),
        ("I7.lesion_mm", "2,5 cm"),
    ],
)
def test_a_plain_result_is_read_the_short_way(item: str, text: str) -> None:
    known = TRIAL.items[item]
    assert isinstance(known, NumberItem)
    short = read_plain(text, known, TRIAL)
    assert short is not None
    assert short == read_quantity(text, known, TRIAL)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("I10.hb", ""),
        ("I10.hb", "105"),
        ("I10.hb", "105 mg/L"),
        ("I10.hb", "105 g/L H"),
        ("I10.hb", "105 g/L 2026-03-12"),
        ("I10.hb", "59 g/L"),
        ("I10.hb", "191 g/L"),
        ("I10.hb", "5.9 g/dL"),
        ("I10.hb", "19.1 g/dL"),
        ("I10.hb", "9000 g/L"),
        ("I10.hb", "1.125 g/L"),
        ("I10.hb", "105 g/L (117-153)"),
        ("I10.ast", "5 U/L"),
        ("I10.ast", "0.45 µkat/L (0.60-0.25)"),
        ("I10.ast", "0.45 µkat/L (0.60-0.60)"),
        ("I10.ast", "0.45 µkat/L (<5)"),
        ("I10.ast", "0.45 µkat/L (<0.3)"),
        ("I10.ast", "0.45 µkat/L (<0)"),
        ("I10.ast", "30 U/L (<61)"),
        ("I10.ast", "30 U/L (<50"),
        ("I10.ast_uln", "<50 U/L"),
        ("I10.ast_uln", "50 U/L (10-50)"),
        ("I10.ast_uln", "61 U/L"),
        ("I1.age", "62.5"),
        ("I1.age", "96"),
    ],
)
def test_what_needs_a_closer_look_is_left_to_the_long_way(item: str, text: str) -> None:
    known = TRIAL.items[item]
    assert isinstance(known, NumberItem)
    assert read_plain(text, known, TRIAL) is None


def test_without_soft_limits_all_that_is_possible_is_usual() -> None:
    hb = TRIAL.items["I10.hb"]
    assert isinstance(hb, NumberItem)
    wide = hb.model_copy(update={"soft": None})
    for text in ("20 g/L", "250 g/L"):
        assert read_plain(text, wide, TRIAL) == read_quantity(text, wide, TRIAL)
        assert read_plain(text, wide, TRIAL) is not None
    for text in ("19 g/L", "251 g/L"):
        assert read_plain(text, wide, TRIAL) is None


def date_item(**changes: object) -> DateItem:
    assert isinstance(SCAN, DateItem)
    return SCAN.model_copy(update=changes)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("2026-03-31", {}),
        ("2026-03-01", {"soft_months": 1}),
        ("2020-01-01", {"soft_months": None}),
        ("2020-01-01", {"soft_months": None, "earliest": date(2020, 1, 1)}),
        ("2026-03-30", {"latest": date(2026, 3, 30)}),
        ("2026-04-01", {"past": False}),
    ],
)
def test_a_plain_day_is_read_the_short_way(text: str, changes: dict[str, object]) -> None:
    item = date_item(**changes)
    short = read_plain_date(text, item, TODAY)
    assert short == DateSpan(date.fromisoformat(text), date.fromisoformat(text))
    assert short is not None
    assert short.text == text
    assert short == read_date(text, item, TODAY)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("2026-04-01", {}),
        ("2026-02-28", {"soft_months": 1}),
        ("2019-12-31", {"soft_months": None, "earliest": date(2020, 1, 1)}),
        ("2026-03-31", {"latest": date(2026, 3, 30)}),
        ("2026-02-30", {}),
        ("12 mars 2026", {}),
        ("2026-03-12 08:15", {}),
        ("9999-12-31", {"past": False, "soft_months": 1}),
    ],
)
def test_a_day_that_needs_a_closer_look_is_left_to_the_long_way(
    text: str, changes: dict[str, object]
) -> None:
    assert read_plain_date(text, date_item(**changes), TODAY) is None
