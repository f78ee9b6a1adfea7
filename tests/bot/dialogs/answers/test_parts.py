"""Messages that are understood in part, or in other words: asked back, and the rest is named."""

from __future__ import annotations

import pytest

from bot.dialogs.events import (
    Typed,
)
from tests.bot.dialogs.showing import at, told
from tests.bot.dialogs.test_machine import SCRIPT, after
from tests.making import TODAY


@pytest.mark.parametrize(
    ("item", "text", "read", "said"),
    [
        ("I4.type", "NET G1", {"I4.type": "net", "I4.differentiation": "well"}, ""),
        ("I4.type", "NET G2", {"I4.type": "net", "I4.differentiation": "well"}, ""),
        (
            *("I4.type", "NET small bowel, not resectable per MDT", {"I4.type": "net"}),
            "“small bowel, not resectable per MDT”",
        ),
        ("I4.type", "NET pankreas", {"I4.type": "net"}, "“pankreas”"),
        ("I4.type", "NET or NEC pancreas", {}, ""),
        ("I4.type", "not NET pancreas", {}, ""),
        # What the words beside it may undo is not offered.
        ("I5.tracer", "toc pet booked", {}, ""),
        ("I5.tracer", "dotatoc failed, to be repeated", {}, ""),
        ("I4.differentiation", "poor appetite", {}, ""),
        ("I4.differentiation", "well hydrated", {}, ""),
        ("I4.histology", "liver biopsy booked", {}, ""),
        ("I4.inoperable", "inoperable in 2020, downstaged since", {}, ""),
        ("I2.consent", "changed her mind, now wants to join", {}, ""),
        ("I2.consent", "had declined, then signed today", {}, ""),
        ("I2.consent", "signed the wrong form", {}, ""),
        ("I2.consent", "signed, but for the sister study", {}, ""),
        ("I6.mdt", "confirmed last year, new mdt needed", {}, ""),
        ("E4.dpd", "normal uracil, genotype pending", {}, ""),
        ("E5.fdg", "fdg negative in 2020, repeat booked", {}, ""),
        ("I4.type", "NET pancreas?", {}, ""),
        ("I4.type", "G2 (Ki67 4%)", {"I4.type": "net", "I4.ki67": "4"}, ""),
        ("I4.ki67", "G2 (Ki67 4%)", {"I4.ki67": "4"}, ""),
        ("I7.measurable", "measurable, largest 31mm", {"I7.measurable": "yes"}, "“largest 31mm”"),
        ("I7.measurable", "measurable, not really", {}, ""),
        ("I7.measurable", "mätbar, störst 31 mm", {"I7.measurable": "yes"}, "“störst 31 mm”"),
        ("I7.measurable", "ej mätbar, ca 8 mm", {"I7.measurable": "no"}, "“ca 8 mm”"),
        ("I7.measurable", "measurable by RECIST 1.1", {"I7.measurable": "yes"}, ""),
        ("I7.measurable", "target lesion 31 mm, liver", {"I7.lesion_mm": "31"}, "“target lesion"),
        ("I7.measurable", "lymfkörtel 22 mm kort axel", {"I7.node_mm": "22"}, "kort axel”"),
        ("I7.measurable", "31 mm in the liver", {}, "several"),
        ("I7.measurable", "no lesion 31 mm", {"I7.measurable": "no"}, "“lesion 31 mm”"),
        ("I7.measurable", "lesion 31 mm or 22 mm", {}, ""),
        ("I7.measurable", "lesion 31 mm?", {}, ""),
        ("I7.measurable", "31 mm", {}, "several"),
        ("I3.ecog", "not breastfeeding", {"E1.lactating": "no"}, "Breast-feeding"),
        ("E1.pregnant", "not pregnant obviously", {"E1.pregnant": "no"}, ""),
        ("E1.pregnant", "självklart inte gravid", {"E1.pregnant": "no"}, ""),
        ("I3.ecog", "inte gravid", {"E1.pregnant": "no"}, "Pregnant"),
        ("I3.ecog", "no liver", {}, ""),
        ("I3.ecog", "en pigg dam", {}, ""),
        ("I3.ecog", "1 March", {}, ""),
        ("I7.lesion_mm", "31 mm i seg 6", {"I7.lesion_mm": "31"}, "seg 6"),
        ("I1.age", "67 yr old gentleman", {"I1.age": "67", "CTX.sex": "male"}, ""),
        ("I1.age", "68 y/o lady", {"I1.age": "68", "CTX.sex": "female"}, ""),
        ("I1.age", "17 and a half, girl", {"I1.age": "17", "CTX.sex": "female"}, ""),
        ("I1.age", "drygt 62 karl", {"I1.age": "62", "CTX.sex": "male"}, ""),
        ("I1.age", "nyss fyllda 18, tjej", {"I1.age": "18", "CTX.sex": "female"}, ""),
        ("I1.age", "man, fyller 18 nästa vecka", {"I1.age": "17", "CTX.sex": "male"}, ""),
        ("I1.age", "17 years 11 months old boy", {"I1.age": "17", "CTX.sex": "male"}, ""),
        ("I1.age", "man född 1950", {"CTX.sex": "male"}, "“född …”"),
        ("I1.age", "not a man born 1950", {}, ""),
        ("I1.age", "f. 1950", {}, ""),
        ("I1.age", "Anna Svensson 67 år", {}, "Names are not written here"),
    ],
)
def test_what_is_understood_in_part_is_asked_back_and_the_rest_named(
    item: str, text: str, read: dict[str, str], said: str
) -> None:
    asked = after() if item == "I1.age" else at(item)
    found, lines = told(asked, Typed(text))
    values = {one: SCRIPT.value(one, kept, TODAY) for one, kept in found.proposed.items()}
    assert {
        one: str(getattr(value, "number", "") or getattr(value, "code", ""))
        for one, value in values.items()
    } == read
    assert said in lines
    assert found.answers == asked.answers
    assert "1950" not in lines


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        ("I5.uptake", "all lesions clearly above liver", "above_all"),
        ("I5.uptake", "Krenning 4 alla", "above_all"),
        ("I5.uptake", "Krenning 3 in all", "above_all"),
        ("I5.uptake", "not all lesions clearly above liver", None),
        ("I2.consent", "gave consent", "signed"),
        ("I2.consent", "has given consent", "signed"),
        ("I2.consent", "har gett samtycke", "signed"),
        ("I2.consent", "har inte gett samtycke", None),
        ("I4.inoperable", "not operable", "yes"),
        ("I4.inoperable", "går ej att operera", "yes"),
        ("I4.inoperable", "cannot be operated", "yes"),
        ("I4.inoperable", "perhaps not operable", None),
        ("I4.inoperable", "inte inoperabel", "no"),
        ("I4.advanced", "mets in liver", "yes"),
        ("I4.advanced", "no mets in liver", None),
        ("I6.progression", "stable in liver, growing in bone", None),
        ("E6.condition", "stable copd, unstable angina", None),
        ("I5.tracer", "dotatoc next week", None),
        ("I4.advanced", "maybe mets in liver", None),
    ],
)
def test_what_is_said_in_other_words_is_asked_back(item: str, text: str, code: str | None) -> None:
    found, _ = told(at(item).but(alone=True), Typed(text))
    kept = found.proposed.get(item)
    value = kept and SCRIPT.value(item, kept, TODAY)
    assert getattr(value, "code", None) == code
    assert item not in found.answers


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("scan was in March", "2026-03-01", "2026-03-31"),
        ("CT i mars", "2026-03-01", "2026-03-31"),
        ("röntgen gjordes 2026-02-03", "2026-02-03", "2026-02-03"),
        ("CT planned in March", None, None),
        ("no CT in March", None, None),
        ("CT", None, None),
    ],
)
def test_a_day_beside_words_for_what_was_done_is_asked_back(
    text: str, first: str | None, last: str | None
) -> None:
    found, _ = told(at("I6.scan_date").but(alone=True), Typed(text))
    kept = found.proposed.get("I6.scan_date")
    value = kept and SCRIPT.value("I6.scan_date", kept, TODAY)
    assert (value and str(value.first)) == first  # type: ignore[union-attr]
    assert (value and str(value.last)) == last  # type: ignore[union-attr]
    assert "I6.scan_date" not in found.answers


@pytest.mark.parametrize(
    ("item", "text", "answered", "left"),
    [
        ("I6.mdt", "mdt not yet, thursday", {"I6.mdt": "not_yet"}, "thursday"),
        ("I6.mdt", "MDT: not yet", {"I6.mdt": "not_yet"}, ""),
        ("E4.dpd", "DPD ej testat", {"E4.dpd": "not_tested"}, ""),
        ("E4.dpd", "DPD not tested", {"E4.dpd": "not_tested"}, ""),
        ("E5.ct_mri", "fdg ej utförd", {"E5.fdg": "not_done"}, ""),
    ],
)
def test_an_answer_behind_the_name_of_its_own_question_is_asked_back(
    item: str, text: str, answered: dict[str, str], left: str
) -> None:
    found, shown = told(after(Typed("62 m")).but(at=item), Typed(text))
    values = {one: SCRIPT.value(one, kept, TODAY) for one, kept in found.proposed.items()}
    assert {one: getattr(value, "code", None) for one, value in values.items()} == answered
    assert left in shown


@pytest.mark.parametrize(
    "text", ["en man på 71 år", "a 71 year old man", "a man, 71 years", "man på 71 år"]
)
def test_an_article_is_no_age(text: str) -> None:
    found, _ = told(after(), Typed(text))
    said = {**found.proposed, **found.answers}
    assert str(SCRIPT.value("I1.age", said["I1.age"], TODAY).number) == "71"  # type: ignore[union-attr]
    assert SCRIPT.value("CTX.sex", said["CTX.sex"], TODAY).code == "male"  # type: ignore[union-attr]


def test_a_number_in_words_beside_one_in_digits_is_no_age() -> None:
    found, _ = told(after(), Typed("one of 2 twins, a boy"))
    assert "I1.age" not in {**found.proposed, **found.answers}


@pytest.mark.parametrize("dash", ["-", "–", "—"])
def test_a_dash_between_words_does_not_say_that_something_is_not_known(dash: str) -> None:
    asked = after(Typed("62 m")).but(at="I6.progression")
    found, _ = told(asked, Typed(f"yes {dash} PD on CT 3 weeks ago"))
    assert "I6.scan_date" not in {**found.proposed, **found.answers}
