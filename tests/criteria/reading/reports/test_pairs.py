"""Both blood pressures written as one: read where a trial asks for both, else left alone."""

from __future__ import annotations

import pytest

from criteria.known.values import Quantity
from criteria.reading.reports.pairs import rewritten, spelled_out
from criteria.reading.reports.report import read_laboratory
from tests.small import as_written

PRESSURES = [{"id": "I1.sbp", "analyte": "systolic"}, {"id": "I1.dbp", "analyte": "diastolic"}]
BOTH = as_written(
    {"id": "I1", "text": "Pressures", "rule": {"all": ["I1.sbp", "I1.dbp"]}},
    [{**item, "rule": {"kind": "at_most", "limit": "170"}} for item in PRESSURES],
)
ONE = as_written(
    {"id": "I1", "text": "Pressure"},
    [{**PRESSURES[0], "rule": {"kind": "at_most", "limit": "170"}}],
)


@pytest.mark.parametrize(
    ("text", "high", "low", "unit"),
    [
        ("142/91", "142", "91", "mmHg"),
        ("142 / 91 mmHg", "142", "91", "mmHg"),
        ("BP 142/91, pulse 70", "142", "91", "mmHg"),
        ("BT: 142/91 mm Hg", "142", "91", "mmHg"),
        ("RR 142/91", "142", "91", "mmHg"),
        ("Blodtryck 18,9/12,1 kPa", "18.9", "12.1", "kPa"),
    ],
)
def test_a_pair_is_both_results(text: str, high: str, low: str, unit: str) -> None:
    values = {result.item: result.value for result in read_laboratory(text, BOTH).results}
    for item, number in (("I1.sbp", high), ("I1.dbp", low)):
        value = values[item]
        assert isinstance(value, Quantity)
        assert (str(value.number), value.unit) == (number, unit)


@pytest.mark.parametrize(
    "text",
    ["91/142", "120/80/60", "12/03", "BP 31/12", "12/2026", "142/91 at rest", "Ratio 142/91"],
)
def test_what_may_be_something_else_stays_as_it_is(text: str) -> None:
    assert spelled_out(text, BOTH) == rewritten(text, BOTH) == text


def test_the_upper_pressure_is_the_higher_one() -> None:
    for text in ("BP 91/91", "BP 91/142"):
        assert rewritten(text, BOTH) == text
    assert rewritten("BP 92/91", BOTH) != "BP 92/91"


def test_a_trial_that_asks_for_one_of_them_gets_none() -> None:
    assert spelled_out("142/91", ONE) == "142/91"
    assert read_laboratory("BP 142/91", ONE).results == ()


def test_only_one_that_is_named_for_both_is_found_beside_other_results() -> None:
    assert rewritten("Hb 105 g/L 03/02, BP 142/91", BOTH) == (
        "Hb 105 g/L 03/02, Systolic 142, Diastolic 91"
    )
