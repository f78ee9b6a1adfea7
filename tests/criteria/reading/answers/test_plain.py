"""The short way gives what the long way gives, or nothing."""

from datetime import date, timedelta

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
