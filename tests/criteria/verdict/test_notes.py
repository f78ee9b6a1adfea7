"""What should be looked at again; a note never changes a status."""

from __future__ import annotations

from dataclasses import replace

import pytest

from criteria.known.values import Choice, Doubt, Several
from criteria.trial.site import Site
from criteria.verdict.notes import Note, notes
from tests.making import MAN, WOMAN, Written, judge, quantity, value


def noted(changes: dict[str, Written], start: dict[str, str] = MAN) -> list[tuple[str, str]]:
    return [(note.item, note.code) for note in notes(judge(start, changes))]


NOTES: list[tuple[dict[str, Written], list[tuple[str, str]]]] = [
    ({}, []),
    # Results that are old: more than 28 days for blood tests, 3 months for the rest.
    ({"I10.hb": "132 @ 2026-03-03"}, []),
    ({"I10.hb": "132 @ 2026-03-02"}, [("I10.hb", "old_result")]),
    ({"I9.gfr": "72 @ 2025-12-31"}, []),
    ({"I9.gfr": "72 @ 2025-12-30"}, [("I9.gfr", "old_result")]),
    ({"I5.tracer": "68Ga-DOTATOC @ 2025-12-30"}, [("I5.tracer", "old_result")]),
    ({"E5.fdg": "concordant @ 2025-12-30"}, [("E5.fdg", "old_result")]),
    ({"I3.ecog": "1 @ 2020-01-01"}, []),
    # Scans that are less than a month old.
    ({"I6.scan_date": "2026-03-20"}, [("I6.scan_date", "too_recent")]),
    ({"I6.scan_date": "2024-03-01"}, []),
    # Things to do.
    ({"E4.dpd": "not_tested"}, [("E4.dpd", "todo")]),
    # Close to the limit.
    ({"I10.hb": "5.6 mmol/L"}, [("I10.hb", "near_limit")]),
    # What cannot be converted.
    ({"I10.anc": "60 %"}, []),
    ({"I10.anc": "60 %", "I10.wbc": None}, [("I10.anc", "unconverted")]),
    # Answers that do not count though they would fail somebody else.
    ({"E1.lactating": "yes"}, [("E1.lactating", "not_counted")]),
    ({"E1.pregnant": "no"}, []),
    # Answers that do not go together.
    ({"E1.pregnant": "yes"}, [("E1.pregnant", "at_odds")]),
    ({"I7.lesion_mm": "9"}, [("I7.measurable", "unusual_together")]),
    ({"I11.contraception": "not_highly_effective"}, [("I11.contraception", "not_counted")]),
    # Upper limits.
    ({"I10.ast": "0.52 µkat/L (0.70)", "I10.ast_uln": None}, []),
    ({"I10.ast": "0.52 µkat/L (0.75)"}, []),
    ({"I10.ast": "0.52 µkat/L (0.70)"}, [("I10.ast", "upper_limits_differ")]),
    ({"I10.ast": "0.52 µkat/L (2.5)"}, [("I10.ast", "upper_limit_unlikely")]),
    ({"I10.ast": "0.52 µkat/L (0.1)"}, [("I10.ast", "upper_limit_unlikely")]),
    ({"I10.hb": "132 g/L (170)"}, []),
]


@pytest.mark.parametrize(("changes", "expected"), NOTES)
def test_what_is_noted(changes: dict[str, Written], expected: list[tuple[str, str]]) -> None:
    assert noted(changes) == expected


def test_a_contradiction_comes_first_and_names_the_entry_and_its_answers() -> None:
    odd, old = notes(judge(MAN, {"E4.renal": "yes", "I10.hb": "132 @ 2026-01-01"}))
    assert (odd.item, odd.code, odd.entry) == ("E4.renal", "at_odds", "renal_clearance")
    assert odd.value == Choice("yes", "yes")
    assert odd.items == ("E4.renal", "I9.method", "I9.gfr")
    assert (old.item, old.code, old.entry, old.items) == ("I10.hb", "old_result", "", ())


def test_what_was_not_answered_or_is_not_known_is_not_named() -> None:
    (odd,) = notes(
        judge(MAN, {"I7.measurable": "no", "I7.lesion_mm": "30", "I7.node_mm": "unknown"})
    )
    assert odd.items == ("I7.measurable", "I7.lesion_mm")


def test_a_doubt_is_noted_by_its_own_code() -> None:
    doubt = Doubt("unit_missing", (quantity("I10.hb", "9.0 g/dL"),), "9,0")
    assert notes(judge(MAN, {"I10.hb": doubt})) == (Note("I10.hb", "unit_missing", doubt),)


def test_a_contradiction_is_noted_until_dates_resolve_it() -> None:
    old, new = quantity("I10.hb", "130 @ 2026-03-10"), quantity("I10.hb", "132 @ 2026-03-20")
    undated = quantity("I10.hb", "80")
    assert noted({"I10.hb": Several((old, undated))}) == [("I10.hb", "contradiction")]
    assert noted({"I10.hb": Several((old, new))}) == []
    choices = Several((Choice("yes"), Choice("no")))
    assert noted({"E2.prior_prrt": choices}) == [("E2.prior_prrt", "contradiction")]


def test_only_the_result_that_counts_is_called_old() -> None:
    old, new = quantity("I10.hb", "80 @ 2025-01-01"), quantity("I10.hb", "132 @ 2026-03-20")
    assert noted({"I10.hb": Several((old, new))}) == []
    assert noted({"I10.hb": Several((old, replace(old)))}) == [("I10.hb", "old_result")]


def test_a_result_from_the_future_is_noted() -> None:
    slip = quantity("I10.hb", "105 @ 2062-03-20")
    assert noted({"I10.hb": slip}) == [("I10.hb", "future_result")]
    beside = Several((slip, quantity("I10.hb", "106 @ 2026-03-20")))
    assert noted({"I10.hb": beside}) == [("I10.hb", "future_result")]
    assert noted({"I10.hb": "132 @ 2026-03-31"}) == []


def test_what_a_sites_maximum_age_sets_aside_is_noted() -> None:
    site = Site(maximum_age_days={"I10.hb": 28, "I5.tracer": 90, "I10.plt": 28})
    found = notes(
        judge(MAN, {"I10.hb": "132 @ 2026-03-20", "I10.alb": "38 @ 2020-01-01"}, site=site)
    )
    assert [(note.item, note.code) for note in found] == [
        ("I5.tracer", "set_aside"),
        ("I10.plt", "set_aside"),
        ("I10.alb", "old_result"),
    ]


def test_a_result_by_another_method_is_noted() -> None:
    estimate = replace(quantity("I9.gfr", "72"), method="eGFR_creatinine")
    assert noted({"I9.gfr": estimate}) == [("I9.gfr", "method_differs")]


def test_an_absolute_clearance_is_noted() -> None:
    absolute = replace(quantity("I9.gfr", "80 mL/min"), flags=("absolute",))
    assert noted({"I9.gfr": absolute}) == [("I9.gfr", "absolute")]


def test_what_a_woman_answers_counts_and_is_not_noted() -> None:
    assert noted({"E1.pregnant": "yes"}, WOMAN) == []


def test_notes_stand_in_the_order_of_the_items_whatever_the_order_of_answers() -> None:
    changes: dict[str, Written] = {"E4.dpd": "not_tested", "I10.hb": "132 @ 2026-01-01"}
    expected = [("I10.hb", "old_result"), ("E4.dpd", "todo")]
    assert noted(changes) == expected
    assert noted(dict(reversed(changes.items()))) == expected


def test_several_notes_on_one_result() -> None:
    both = "5.6 mmol/L @ 2026-01-01"
    assert noted({"I10.hb": both}) == [("I10.hb", "near_limit"), ("I10.hb", "old_result")]


def test_a_note_carries_the_answer() -> None:
    (note,) = notes(judge(MAN, {"E4.dpd": "not_tested"}))
    assert note.value == value("E4.dpd", "not_tested")
