"""How criteria are open, and what can settle a screening soonest."""

from __future__ import annotations

from criteria.known.values import NotKnown
from criteria.verdict.openness import Openness, by_openness, counts, openness, shortest_way
from criteria.verdict.verdict import Verdict, verdict
from tests import small
from tests.making import MAN, TODAY, TRIAL, Written, given


def judged(**changes: Written) -> Verdict:
    """The verdict on a man with some answers changed; underscores stand for the dots."""
    names = {name.replace("_", ".", 1): text for name, text in changes.items()}
    return verdict(TRIAL, given({**MAN, **names}), TODAY)


def test_every_open_criterion_is_open_in_one_way() -> None:
    found = judged(
        I2_consent=None, I6_scan_date="2026-03-20", I9_gfr=NotKnown("pending", awaited=True),
        I8_prrt_choice="not_yet", I4_inoperable=None,
    )  # fmt: skip
    assert by_openness(found) == {
        Openness.NOT_ASKED: ("I2",),
        Openness.AWAITED: ("I6", "I9"),
        Openness.NOT_KNOWN: ("I4", "I8"),
    }
    assert {name for names in by_openness(found).values() for name in names} == {*found.pending}


def test_what_is_awaited_beside_something_not_known_is_not_only_awaited() -> None:
    awaited = NotKnown("pending", awaited=True)
    assert openness(judged(I10_hb=awaited), "I10") is Openness.AWAITED
    assert openness(judged(I10_hb=awaited, I10_alb="unknown"), "I10") is Openness.NOT_KNOWN


def test_what_is_only_asked_once_an_awaited_answer_has_come_is_awaited_too() -> None:
    awaited = NotKnown("pending", awaited=True)
    gfr = judged(I9_method=awaited, I9_gfr=None)
    assert openness(gfr, "I9") is Openness.AWAITED
    scan = judged(I5_tracer=awaited, I5_uptake=awaited, E5_ct_mri=None, E5_fdg=None)
    assert [openness(scan, name) for name in scan.pending] == [Openness.AWAITED] * 2
    known = judged(I5_tracer="not_done", I5_uptake=None, E5_ct_mri=None, E5_fdg=None)
    assert [openness(known, name) for name in known.pending] == [
        Openness.NOT_KNOWN,
        Openness.NOT_ASKED,
    ]
    asked = judged(I9_method="iohexol", I9_gfr=None)
    assert openness(asked, "I9") is Openness.NOT_KNOWN


def test_answers_to_other_criteria_do_not_count_as_asked() -> None:
    """Impaired marrow function is judged by blood counts too, which belong to I10."""
    own = {name: None for name in TRIAL.items if TRIAL.items[name].criterion == "E4"}
    assert openness(verdict(TRIAL, given({**MAN, **own}), TODAY), "E4") is Openness.NOT_ASKED


def test_a_criterion_without_items_of_its_own_goes_by_those_that_it_names() -> None:
    part = small.choice("CTX.part", {"kind": "choice", "yes": ["yes"], "no": ["no"]})
    trial = small.trial(part)
    assert openness(verdict(trial, {}, TODAY), "I1") is Openness.NOT_ASKED
    assert openness(verdict(trial, {"CTX.part": NotKnown()}, TODAY), "I1") is Openness.NOT_KNOWN


def test_counts_leave_out_what_does_not_apply() -> None:
    found = counts(judged(I1_age="17", I2_consent=None))
    assert (found.clear, found.failed, found.open, found.total) == (14, 1, 1, 16)


def test_the_shortest_way_is_what_the_fewest_screens_settle() -> None:
    nothing = verdict(TRIAL, given({"I1.age": "62", "CTX.sex": "male"}), TODAY)
    assert shortest_way(nothing) == ("E2", "I3")
    assert shortest_way(judged(I2_consent=None)) == ("I2",)
    assert shortest_way(judged(I2_consent="unknown")) == ()


def test_of_ways_as_short_the_one_that_is_asked_first_comes_first() -> None:
    open_ones = judged(I3_ecog=None, I8_prrt_choice=None, I2_consent=None)
    assert shortest_way(open_ones) == ("I3", "I8")
    assert shortest_way(open_ones, ("I2.consent", "I8.prrt_choice")) == ("I2", "I8")


def test_what_stands_on_one_screen_is_one_step() -> None:
    scan = {"I6_progression": None, "I6_scan_date": None, "I6_mdt": None}
    assert shortest_way(judged(E3_systemic=None, I2_consent=None, **scan)) == ("I6", "E3")
