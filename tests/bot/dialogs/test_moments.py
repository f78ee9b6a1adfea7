"""More moments at which somebody doubted what had come of what was written or pressed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.dialogs.effects import Show
from bot.dialogs.events import Back, Chosen, Confirmed, Rejected, Resume, SetDate, Typed
from bot.dialogs.session import event_to_store, from_data, to_data
from bot.platforms.callbacks import event_of
from bot.presentation.render import Renderer
from bot.texts import texts_in
from tests.bot.dialogs.test_doubts import told
from tests.bot.dialogs.test_machine import SCRIPT, after
from tests.making import TODAY

if TYPE_CHECKING:
    from bot.dialogs.events import Event
    from bot.dialogs.session import Session

FAR = {"en": ("after today", "before today"), "sv": ("efter i dag", "före i dag")}


def at(item: str) -> Session:
    """A screening of a man, at a question."""
    return after(Typed("62 m")).but(at=item)


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize(
    ("day", "warned"),
    [
        *(("2027-05-01", 0), ("2026-05-02", 0), ("2026-04-30", None)),
        *(("2025-04-01", None), ("2025-03-01", 1)),
    ],
)
def test_a_reference_date_names_its_screening_and_warns_of_a_far_day(
    language: str, day: str, warned: int | None
) -> None:
    _, text = told(after(Typed("62 m")), SetDate(day), language)
    assert "S0001" in text.split("\n")[0]
    assert day in text.split("\n")[0]
    for which, words in enumerate(FAR[language]):
        assert (f"{words}, {TODAY}" in text) == (which == warned)


REPORT = "Hb 121 g/L, neutrophils 3.9, bilirubin 8"


def shown(session: Session, language: str = "en") -> str:
    return told(session, Resume(), language)[1]


@pytest.mark.parametrize(
    ("language", "said"), [("en", "The unit of 3.9 is missing"), ("sv", "Enheten till 3,9 saknas")]
)
def test_a_unit_that_a_report_lacks_is_asked_once_the_rest_is_confirmed(
    language: str, said: str
) -> None:
    waiting, text = told(at("I3.ecog"), Typed(REPORT), language)
    assert [*waiting.proposed] == ["I10.hb"]
    assert "8)" in text.split("\n")[-1]
    asked, text = told(waiting, Confirmed(), language)
    assert said in text
    further, text = told(asked, Typed("10^9"), language)
    assert further.answers["I10.anc"].text == "3.9 10^9/L"
    last, _ = told(further, Typed("umol"), language)
    assert last.answers["I10.bili"].text == "8 µmol/L"
    assert not last.unclear
    assert last.at is None


@pytest.mark.parametrize(
    ("unit", "kept"),
    [
        ("x10^9 /L", "3.9 10^9/L"),
        ("x10^9", "3.9 10^9/L"),
        ("10*9/L", "3.9 10^9/L"),
        ("/µL", "3.9 /µL"),
        ("10", None),
        ("g/L", None),
        ("109", None),
        ("yes", None),
    ],
)
def test_a_unit_alone_completes_what_was_read(unit: str, kept: str | None) -> None:
    asked, _ = told(at("I10.anc").but(alone=True), Typed("3,9"))
    found, _ = told(asked, Typed(unit))
    given = {**found.answers, **found.proposed}.get("I10.anc")
    assert (given and given.text) == kept


def test_a_unit_that_is_not_possible_is_refused_with_its_reason() -> None:
    asked, _ = told(at("I10.hb").but(alone=True), Typed("9"))
    found, text = told(asked, Typed("g/L"))
    assert "I10.hb" not in found.answers
    assert "between" in text


def test_a_unit_written_before_the_yes_joins_what_waits() -> None:
    waiting, _ = told(at("I3.ecog"), Typed(REPORT))
    joined, text = told(waiting, Typed("µmol/L"))
    assert [*joined.proposed] == ["I10.hb", "I10.bili"]
    assert "8 µmol/L" in text
    kept, _ = told(joined, Confirmed())
    assert kept.at == "I10.anc"


def test_every_way_to_read_a_number_has_a_button() -> None:
    asked, _ = told(at("I10.bili").but(alone=True), Typed("8"))
    rows = Renderer(asked, SCRIPT, texts_in("en")).message((Show(),)).rows
    first, second = rows[0][0], rows[1][0]
    assert (first.label, second.label) == ("8 µmol/L", "8 mg/dL")
    found = event_of(second.data)
    assert found is not None
    assert told(asked, found[1])[0].answers["I10.bili"].text == "8 mg/dL"
    assert told(asked, Chosen("I10.bili", "read3"))[0] == asked
    assert told(at("I10.bili"), Chosen("I10.bili", "read1"))[0].answers.keys() == {
        "I1.age",
        "CTX.sex",
    }


@pytest.mark.parametrize("event", [Rejected(), Back()])
def test_a_no_drops_what_was_set_aside_too(event: Event) -> None:
    waiting, _ = told(at("I3.ecog"), Typed(REPORT))
    assert not told(waiting, event)[0].unclear


def test_of_a_text_that_was_only_set_aside_nothing_else_is_stored() -> None:
    before = at("I3.ecog")
    typed = Typed("the patient of room four, bilirubin 8")
    found, _ = told(before, typed)
    stored = event_to_store(typed, found, before)
    assert "room" not in repr(stored)
    assert told(before, stored)[0] == found
    assert from_data(json.loads(json.dumps(to_data(found)))) == found


def panel() -> Session:
    """A screening of a man, at the laboratory values."""
    return after(Typed("62 m")).but(at="I10.hb")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Hb 121 g/L\nBilirubin: väntar", {"I10.hb": "121 g/L", "I10.bili": "awaited"}),
        ("Bilirubin: väntar µmol/L (<26)", {"I10.bili": "awaited"}),
        ("Hb: pending", {"I10.hb": "awaited"}),
        ("ALBUMIN: pending\nPLT to follow", {"I10.alb": "awaited", "I10.plt": "awaited"}),
        ("Hb 121 g/L, alb inväntar svar", {"I10.hb": "121 g/L", "I10.alb": "awaited"}),
        ("Hb 121 g/L\nalb: cancelled", {"I10.hb": "121 g/L"}),
        ("Hb 121 g/L\nalb: not pending", {"I10.hb": "121 g/L"}),
    ],
)
def test_what_a_report_says_has_not_come_yet_is_awaited(text: str, read: dict[str, str]) -> None:
    found, _ = told(panel(), Typed(text))
    said = {item: SCRIPT.value(item, kept, TODAY) for item, kept in found.proposed.items()}
    told_so = {
        item: "awaited" if getattr(value, "awaited", False) else f"{value.number} {value.unit}"  # type: ignore[union-attr]
        for item, value in said.items()
    }
    assert told_so == read


def test_a_result_that_has_not_come_yet_takes_no_place_of_one_that_has() -> None:
    known, _ = told(told(panel(), Typed("Hb 121 g/L, alb 39 g/L"))[0], Confirmed())
    found, text = told(known.but(at="I3.ecog"), Typed("alb: pending, plt 150 x10^9/L"))
    assert [*found.proposed] == ["I10.plt"]
    assert "Albumin" in text


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
        ("I4.advanced", "no mets in liver", "no"),
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


@pytest.mark.parametrize("language", ["en", "sv"])
def test_half_years_are_not_about_units(language: str) -> None:
    text = told(after(), Typed("17 and a half"), language)[1].split("\n")[0]
    assert not {"unit", "enhet"} & {*text.casefold().replace("enheten", "enhet").split()}


@pytest.mark.parametrize(("language", "said"), [("en", "= 25.9 g/L"), ("sv", "= 25,9 g/L")])
def test_a_number_taken_without_its_unit_shows_what_it_counts_as(language: str, said: str) -> None:
    assert said in told(panel(), Typed("Hb 121 g/L, alb 390"), language)[1]
    assert "= " not in told(panel(), Typed("Hb 121 g/L, alb 390 µmol/L"), language)[1]


def test_the_example_of_an_upper_limit_is_in_the_unit_of_its_value() -> None:
    known, _ = told(panel(), Typed("ALAT 160 U/L"))
    known, _ = told(known, Confirmed()) if known.proposed else (known, "")
    asked = known.but(at="I10.alt_uln", alone=True)
    assert "U/L" in shown(asked)
    assert "µkat/L" in shown(panel().but(at="I10.alt_uln", alone=True))


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_question_without_room_for_its_help_button_says_how_to_get_it(language: str) -> None:
    assert "/help" in shown(at("I9.method").but(alone=True), language)
    assert "/help" not in shown(at("I2.consent").but(alone=True), language)


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
        ("I4.type", "NET pancreas?", {}, ""),
        ("I4.type", "G2 (Ki67 4%)", {"I4.type": "net", "I4.ki67": "4"}, ""),
        ("I4.ki67", "G2 (Ki67 4%)", {"I4.ki67": "4"}, ""),
        ("I7.measurable", "measurable, largest 31mm", {"I7.measurable": "yes"}, "“largest 31mm”"),
        ("I7.measurable", "measurable, not really", {}, ""),
        ("I7.measurable", "31 mm", {}, "several"),
        ("I3.ecog", "not breastfeeding", {"E1.lactating": "no"}, "Breast-feeding"),
        ("I3.ecog", "inte gravid", {"E1.pregnant": "no"}, "Pregnant"),
        ("I3.ecog", "no liver", {}, ""),
        ("I1.age", "68 y/o lady", {"I1.age": "68", "CTX.sex": "female"}, ""),
        ("I1.age", "man född 1950", {"CTX.sex": "male"}, "“född …”"),
        ("I1.age", "not a man born 1950", {}, ""),
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
