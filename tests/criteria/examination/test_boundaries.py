"""Cases made by machine: what is tried, beside which answers, and that no two are the same."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from criteria.examination.boundaries import Boundaries, Boundary
from criteria.examination.edges import edges
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.verdict.facts import Facts
from tests.making import TODAY, TRIAL, given

if TYPE_CHECKING:
    from criteria.trial.trial import Trial


def made(trial: Trial) -> list[Boundary]:
    """Make the cases of a shipped trial."""
    folder = catalog.trials_folder() / trial.protocol.id / trial.protocol.version
    return list(Boundaries(trial, catalog.cases(folder)).made())


START_NET = made(TRIAL)
HEART = made(catalog.load("emperor-reduced", "1"))


def texts(cases: list[Boundary], item: str) -> set[str]:
    """Return what is tried of an item."""
    return {case.changes[item] for case in cases if case.tries == item and item in case.changes}


def test_a_limit_is_tried_on_both_sides_as_a_bound_and_in_other_units() -> None:
    tried = texts(START_NET, "I10.hb")
    assert {"89.9 g/L", "90 g/L", "90.1 g/L", "<90 g/L", "≤90 g/L", ">90 g/L", "≥90 g/L"} <= tried
    assert {"8.99 g/dL", "9 g/dL", "9.01 g/dL"} & tried
    assert {"5.58 mmol/L", "5.59 mmol/L"} <= tried, "90 g/L lies between them"


def test_a_limit_of_normal_is_tried_printed_beside_and_unprinted() -> None:
    cases = [case for case in START_NET if case.tries == "I10.ast"]
    beside = {case.changes["I10.ast"] for case in cases if case.changes.get("I10.ast_uln")}
    assert {"2.24 µkat/L", "2.25 µkat/L", "2.26 µkat/L"} <= texts(START_NET, "I10.ast")
    assert "2.25 µkat/L (<0.75)" in beside
    assert any("(" not in text for text in beside)


def test_a_window_is_tried_on_the_days_beside_its_ends() -> None:
    cases = [case for case in START_NET if case.tries == "I6.scan_date"]
    turning = {case.changes["I6.scan_date"] for case in cases if case.day == date(2026, 3, 28)}
    assert {"2024-03-27", "2024-03-28", "2026-02-27", "2026-02-28", "2026-03-01"} <= turning


def test_a_code_is_tried_where_it_makes_a_difference() -> None:
    renal = [case.changes for case in START_NET if case.changes.get("E4.renal") == "yes"]
    assert any("I9.gfr" in changes or "I9.method" in changes for changes in renal)


def test_each_case_of_a_table_is_tried() -> None:
    limits = {"599.9", "600", "999.9", "1000", "1199.9", "1200", "1999.9", "2000", "2499.9", "5000"}
    assert {f"{limit} ng/L" for limit in limits} <= texts(HEART, "I2.nt_probnp")


def test_a_contradiction_is_tried_with_and_without_each_of_its_answers() -> None:
    cases = [case.changes for case in START_NET if case.tries == "pregnant_cannot"]
    assert {"I11.wocbp": "no", "E1.pregnant": "yes"} in cases
    assert {"I11.wocbp": "no"} in cases or {"E1.pregnant": "yes"} in cases


@pytest.mark.parametrize("cases", [START_NET, HEART], ids=["start-net", "emperor-reduced"])
def test_no_two_cases_are_the_same(cases: list[Boundary]) -> None:
    seen = [(case.like, case.day, frozenset(case.changes.items())) for case in cases]
    assert len(seen) == len(set(seen))


def test_each_answer_can_be_typed() -> None:
    reader = AnswerReader(TRIAL)
    for case in START_NET:
        read = [reader.read(item, text, case.day) for item, text in case.changes.items()]
        assert not [one for one in read if type(one).__name__ in ("Refusal", "Doubt")], case


def test_the_edges_of_a_limit_of_normal_go_by_what_was_printed() -> None:
    rule = TRIAL.items["I10.alt"].rule
    assert rule is not None
    facts = Facts(TRIAL, given({"I10.alt_uln": "1.1"}), TODAY)
    [edge] = edges(rule, TRIAL.items["I10.alt"], facts)
    assert edge.texts == ("3.29 µkat/L", "3.3 µkat/L", "3.31 µkat/L")
    unprinted = edges(rule, TRIAL.items["I10.alt"], Facts(TRIAL, {}, TODAY))
    assert [edge.texts[1] for edge in unprinted] == ["1.2 µkat/L", "3.9 µkat/L"]


def test_without_a_case_of_somebody_eligible_there_is_none() -> None:
    folder = catalog.trials_folder() / "start-net" / "R1.1"
    others = tuple(case for case in catalog.cases(folder) if case.overall != "eligible")
    assert list(Boundaries(TRIAL, others).made()) == []
