"""How answers are taken: what is stored reads back as the same, and a report is read as one."""

from __future__ import annotations

import pytest

from bot.dialogs.answers.keeping import kept_as
from bot.dialogs.answers.written import typed
from bot.dialogs.effects import Refused, Unclear
from bot.dialogs.events import Chosen, Confirmed, Rejected, Typed
from bot.dialogs.machine import step
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.phases import Phase
from bot.dialogs.prompts import AWAITED, Panel, Question, prompt
from bot.dialogs.session import Kept, Script, Session, event_to_store
from bot.dialogs.steps import Step
from bot.presentation.render import Renderer
from bot.texts import languages, texts_in
from criteria.examination.specimens import specimens
from criteria.known.truth import Truth
from criteria.known.values import DateSpan, Doubt, NotKnown, Quantity, Refusal
from criteria.reading.reports.report import read_laboratory
from criteria.verdict.findings import findings
from tests.bot.dialogs.showing import at
from tests.making import MAN, TODAY, TRIAL
from tests.small import as_written

SCRIPT = Script(TRIAL)
BEFORE = {name: Kept(text) for name, text in MAN.items() if not name.startswith("I10")}
ADVANCED = ("I4.advanced", "I4.inoperable")
AT_PANEL = Session("S0001", "start-net", "R1", TODAY, answers=BEFORE, trail=tuple(BEFORE))
REPORT = """\
Hb 105 g/L
TPK 230 x10^9/L
ASAT 0,45 µkat/L (<0,76)
Bilirubin 12 µmol/L (<26) 2026-03-30
"""


def panel() -> Panel:
    asked = prompt(AT_PANEL, SCRIPT)
    assert isinstance(asked, Panel)
    return asked


@pytest.mark.parametrize("item", [one for one in TRIAL.items if one != "I1.age"])  # half a year
def test_whatever_is_written_without_doubt_reads_back_as_the_same(item: str) -> None:
    known = (one for one in specimens(item, TRIAL, TODAY) if not isinstance(one, NotKnown))
    for value in known:
        kept = kept_as(item, value, AT_PANEL, SCRIPT)
        found = SCRIPT.value(item, kept, TODAY)
        assert not isinstance(found, Refusal | Doubt)
        write = SCRIPT.reader.write
        assert write(item, found, TODAY).text == write(item, value, TODAY).text


def test_a_result_is_stored_in_the_words_of_the_report() -> None:
    proposed = typed(AT_PANEL, panel(), REPORT, SCRIPT).session.proposed
    results = read_laboratory(REPORT, TRIAL).results
    assert {one.item: proposed[one.item] for one in results} == {
        one.item: Kept(one.value.text) for one in results
    }
    for one in results:
        assert SCRIPT.value(one.item, proposed[one.item], TODAY) == one.value


def test_a_result_that_would_read_as_a_doubt_is_stored_as_confirmed() -> None:
    proposed = typed(AT_PANEL, panel(), "Hb 250 g/L\nTPK 230 x10^9/L", SCRIPT).session.proposed
    assert {item for item, kept in proposed.items() if kept.confirmed} == {"I10.hb"}


def test_a_day_is_stored_as_it_is_read_however_it_was_written() -> None:
    day = DateSpan(TODAY, TODAY, "the last of March")
    assert kept_as("I6.scan_date", day, AT_PANEL, SCRIPT) == Kept(TODAY.isoformat())


@pytest.mark.parametrize("words", ["vet ej", "not done", "?"])
def test_a_word_for_not_known_answers_the_whole_panel(words: str) -> None:
    step = typed(AT_PANEL, panel(), words, SCRIPT)
    assert {step.session.answers[item] for item in panel().items} == {Kept(words)}
    assert not step.session.proposed


HEAD = "Namn: Anna Testsson\nPersonnr 19121212-1212\n"


def test_of_a_printout_the_lines_that_identify_are_dropped_and_that_is_said() -> None:
    step = typed(AT_PANEL, panel(), f"{HEAD}Hb 105 g/L\nTPK 230 x10^9/L", SCRIPT)
    without = typed(AT_PANEL, panel(), "Hb 105 g/L\nTPK 230 x10^9/L", SCRIPT)
    assert step.session == without.session
    assert step.effects == (Notice(NoticeCode.LINES_DROPPED, panel().item), *without.effects)


@pytest.mark.parametrize("text", ["19121212-1212", HEAD, f"{HEAD}no values at hand yet 12"])
def test_what_does_nothing_but_identify_is_refused(text: str) -> None:
    step = typed(AT_PANEL, panel(), text, SCRIPT)
    assert step.session == AT_PANEL
    assert step.effects == (Notice(NoticeCode.IDENTIFIER, panel().item),)


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("no, says Dr John Smith", Kept("no", remark="says Dr")),
        ("nej, säger dr Svensson", Kept("no", remark="säger dr")),
        ("maybe, ask Anna Svensson", Kept("unknown", remark="maybe")),
    ],
)
def test_a_name_is_no_part_of_a_remark_and_that_is_said(text: str, proposed: Kept) -> None:
    session = at("I6.progression")
    found = typed(session, prompt(session, SCRIPT), text, SCRIPT)
    assert found.session.proposed == {"I6.progression": proposed}
    assert found.effects[0] == Notice(NoticeCode.NAMES_DROPPED, "I6.progression")


@pytest.mark.parametrize("text", ["yes (Anna Svensson told me)", "yes, says Anna"])
def test_a_name_is_not_stored_with_what_was_written(text: str) -> None:
    session = at("I6.progression")
    after, _ = step(session, Typed(text), SCRIPT, TODAY)
    assert event_to_store(Typed(text), after, session) == Typed("yes")


@pytest.mark.parametrize("text", ["Anna Svensson told me", "Name: John Smith", "DOB 1964"])
def test_who_somebody_is_alone_is_refused(text: str) -> None:
    session = at("I6.progression")
    found = typed(session, prompt(session, SCRIPT), text, SCRIPT)
    assert found == Step(session, (Notice(NoticeCode.IDENTIFIER, "I6.progression"),))


def test_two_results_of_which_one_was_not_done_are_two_results() -> None:
    step = typed(AT_PANEL, panel(), "Hb ej gjort\nTPK 230 x10^9/L\nALAT 0,6 µkat/L", SCRIPT)
    assert step.session.answers == AT_PANEL.answers
    assert {"I10.plt", "I10.alt"} <= {*step.session.proposed}


@pytest.mark.parametrize(
    ("text", "age", "sex"),
    [("62 m", "62", "m"), ("man 62", "62", "man"), ("62M", "62M", "M"), ("62", "62", None)],
)
def test_an_age_with_the_sex_beside_it_answers_both(text: str, age: str, sex: str | None) -> None:
    begun = Session("S0001", "start-net", "R1", TODAY)
    asked = prompt(begun, SCRIPT)
    assert asked is not None
    answers = typed(begun, asked, text, SCRIPT).session.answers
    assert answers["I1.age"] == Kept(age)
    assert answers.get("CTX.sex") == (None if sex is None else Kept(sex))


def test_a_sex_that_is_known_is_not_answered_again() -> None:
    begun = Session("S0001", "start-net", "R1", TODAY, answers={"CTX.sex": Kept("male")})
    asked = prompt(begun, SCRIPT)
    assert asked is not None
    answers = typed(begun, asked, "62 m", SCRIPT).session.answers
    assert answers == {"CTX.sex": Kept("male"), "I1.age": Kept("62 m")}


def test_names_that_are_not_known_are_said_in_one_notice() -> None:
    text = "Hb 105 g/L\nTPK 230 x10^9/L\nZonulin 12 g/L\nCalprotex 3 g/L"
    step = typed(AT_PANEL, panel(), text, SCRIPT)
    names = Notice(NoticeCode.LEFT_OUT_NAMES, detail="Zonulin, Calprotex")
    assert [each for each in step.effects if isinstance(each, Notice)] == [names]


def test_days_that_are_not_certain_are_said_in_one_notice() -> None:
    step = typed(AT_PANEL, panel(), "Hb 105 g/L (12/3)\nTPK 230 x10^9/L (2/2)", SCRIPT)
    days = Notice(NoticeCode.LEFT_OUT_DAYS, detail="12/3, 2/2")
    assert [each for each in step.effects if isinstance(each, Notice)] == [days]


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize("item", ["I9.gfr", "I6.scan_date", "I3.ecog", "I6.mdt", "I4.ki67"])
def test_what_bedside_calls_not_known_and_awaited_can_be_written(item: str, language: str) -> None:
    said = texts_in(language).findings
    for word in (said.no_value_not_known, texts_in(language).dialog.unknown_word):
        assert SCRIPT.reader.read(item, word, TODAY) == NotKnown(word)
    awaited = said.no_value_awaited
    assert SCRIPT.reader.read(item, awaited, TODAY) == NotKnown(awaited, awaited=True)


def test_no_results_yet_is_said_of_what_a_panel_has_no_value_of() -> None:
    given = {"I10.hb": Kept("105 g/L"), "I10.plt": Kept("unknown")}
    session = AT_PANEL.but(answers={**BEFORE, **given}, at="I10.hb")
    asked = prompt(session, SCRIPT)
    assert isinstance(asked, Panel)
    after, _ = step(session, Chosen(asked.item, AWAITED), SCRIPT, TODAY)
    values = SCRIPT.values(after)
    assert after.answers["I10.hb"] == Kept("105 g/L")
    waiting = [values[item] for item in asked.items if item != "I10.hb"]
    assert all(isinstance(one, NotKnown) and one.awaited for one in waiting)


def test_a_value_is_not_given_up_for_no_results_without_a_question() -> None:
    answers = {**BEFORE, **{name: Kept(text) for name, text in MAN.items()}}
    session = AT_PANEL.but(answers=answers, at="I10.hb")
    after, _ = step(session, Typed("awaited"), SCRIPT, TODAY)
    assert after.state is Phase.CONFIRM
    assert dict(after.answers) == answers


def test_an_estimate_keeps_its_method_though_its_unit_is_missing() -> None:
    answers = {item: kept for item, kept in BEFORE.items() if item != "I9.method"}
    session = AT_PANEL.but(answers=answers)
    proposed = typed(session, panel(), "Hb 105 g/L\neGFR 71", SCRIPT).session.proposed
    assert proposed["I9.method"] == Kept("eGFR_creatinine")


def test_each_part_of_a_list_answers_what_is_asked_with_it_and_the_rest_is_named() -> None:
    before = {name: Kept(text) for name, text in MAN.items() if name not in ADVANCED}
    session = Session("S0001", "start-net", "R1", TODAY, answers=before, trail=tuple(before))
    asked = prompt(session, SCRIPT)
    assert isinstance(asked, Question)
    found = typed(session, asked, "metastatic, inoperable, elderly", SCRIPT)
    kept = {item: SCRIPT.value(item, one, TODAY) for item, one in found.session.proposed.items()}
    assert {item: getattr(value, "code", "") for item, value in kept.items()} == dict.fromkeys(
        ADVANCED, "yes"
    )
    assert [one.detail for one in found.effects if isinstance(one, Notice)] == ["elderly"]
    alone = typed(session, asked, "metastatic, elderly", SCRIPT)
    assert set(alone.session.proposed) == {"I4.advanced"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("62 yrs femail", "62 yrs"),
        ("62 femail", "62"),
        ("kvina 62", "62"),
        ("62 år kvina", "62 år"),
        ("62 wommen", "62"),
    ],
)
def test_a_slip_beside_a_number_is_said_and_no_guess(text: str, number: str) -> None:
    session = Session("S0001", "start-net", "R1.1", TODAY)
    after, effects = step(session, Typed(text), SCRIPT, TODAY)
    assert after.proposed == {"I1.age": Kept(number)}
    slip = next(word for word in text.split() if word in {"femail", "kvina", "wommen"})
    assert Notice(NoticeCode.NOT_READ, "I1.age", slip) in effects


AT_TYPE = Session("S0001", "start-net", "R1.1", TODAY).but(
    answers={item: Kept(MAN[item]) for item in ("I1.age", "CTX.sex")}
)


@pytest.mark.parametrize(
    ("text", "item", "kept"),
    [
        ("about 60 male", "I1.age", "~60 years"),
        ("man ca 60", "I1.age", "~60 years"),
        ("ca 60 kvina", "I1.age", "~60 years"),
        ("NET G3 well differentiated ki 67 about 95%", "I4.ki67", "~95 %"),
        ("NET, väl diff, Ki-67 ca 12 %", "I4.ki67", "~12 %"),
    ],
)
def test_about_stays_with_its_number_beside_other_answers(text: str, item: str, kept: str) -> None:
    session = AT_TYPE if item == "I4.ki67" else Session("S0001", "start-net", "R1.1", TODAY)
    after, _ = step(session, Typed(text), SCRIPT, TODAY)
    assert after.proposed[item].text == kept
    assert "approximate" in after.proposed[item].doubts


@pytest.mark.parametrize(
    ("text", "item", "code"),
    [
        ("Hb 11.8 g/L", "I10.hb", "out_of_range"),
        ("alb 3,8 g/L", "I10.alb", "out_of_range"),
        ("TPK 198 g/L", "I10.plt", "unit_not_known"),
        ("Hb -118 g/L", "I10.hb", "negative"),
    ],
)
def test_a_result_in_the_panel_that_cannot_be_is_refused_with_its_reason(
    text: str, item: str, code: str
) -> None:
    step = typed(AT_PANEL, panel(), text, SCRIPT)
    assert step.session == AT_PANEL
    assert [(e.item, e.refusal.code) for e in step.effects if isinstance(e, Refused)] == [
        (item, code)
    ]


def test_of_results_in_the_panel_that_cannot_be_each_is_named() -> None:
    step = typed(AT_PANEL, panel(), "Hb 1180 g/L, alb 3,8 g/L", SCRIPT)
    assert step.session == AT_PANEL
    assert [one.item for one in step.effects if isinstance(one, Notice)] == [
        *("I10.hb", "I10.alb"),
        panel().item,
    ]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("NET G2 small bowel, well diff, Ki67 abut 12%", "small bowel, Ki67 abut 12%"),
        ("NET something 67 well diff", "something 67"),
    ],
)
def test_a_number_behind_a_word_that_is_not_read_is_left_and_said(text: str, left: str) -> None:
    after, effects = step(AT_TYPE, Typed(text), SCRIPT, TODAY)
    assert after.proposed.keys() == {"I4.type", "I4.differentiation"}
    assert Notice(NoticeCode.NOT_TAKEN, "I4.type", left) in effects


@pytest.mark.parametrize(
    "text", ["well diff NET, histology yes, ki67 12", "NET högt diff, histologi ja, ki67 12 %"]
)
def test_a_result_among_other_answers_does_not_push_them_aside(text: str) -> None:
    after, _ = step(AT_TYPE, Typed(text), SCRIPT, TODAY)
    items = {"I4.type", "I4.differentiation", "I4.histology", "I4.ki67"}
    assert {**after.answers, **after.proposed}.keys() >= items


def test_what_stands_beside_a_result_and_is_not_taken_is_said() -> None:
    new = Session("S0001", "start-net", "R1.1", TODAY)
    after, effects = step(new, Typed("something else, ki67 ca 8%"), SCRIPT, TODAY)
    assert after.proposed.keys() == {"I4.ki67"}
    assert Notice(NoticeCode.NOT_TAKEN, detail="something else") in effects


def test_a_result_without_its_unit_is_told_of_at_any_question() -> None:
    after, effects = step(AT_TYPE, Typed("Hb is 9"), SCRIPT, TODAY)
    assert not after.proposed
    assert [one.item for one in effects if isinstance(one, Unclear)] == ["I10.hb"]
    assert not [one for one in effects if isinstance(one, Refused)]


@pytest.mark.parametrize("text", ["62 months", "62 mnths", "18 yrs tomorrow", "62 or 63 femail"])
def test_what_may_be_a_unit_or_change_the_number_is_refused(text: str) -> None:
    after, _ = step(Session("S0001", "start-net", "R1.1", TODAY), Typed(text), SCRIPT, TODAY)
    assert not after.proposed
    assert not after.answers


def test_words_beside_a_result_with_its_unit_are_kept_as_a_remark() -> None:
    others = {item: Kept(text) for item, text in MAN.items() if item != "I9.gfr"}
    session = Session("S0001", "start-net", "R1.1", TODAY, answers=others, trail=tuple(others))
    unit = "mL/min/1.73m2"
    after, _ = step(session, Typed(f"72 {unit} after contrast"), SCRIPT, TODAY)
    assert after.proposed == {"I9.gfr": Kept(f"72 {unit}", remark="after contrast")}
    for text in ("72 afetr contrast", f"72 {unit} previous", f"not 72 {unit}"):
        assert not step(session, Typed(text), SCRIPT, TODAY)[0].proposed


@pytest.mark.parametrize(
    ("item", "text", "kept", "remark"),
    [
        ("I4.ki67", "20 % hot spot", "20 %", "hot spot"),
        ("I4.ki67", "12% (hot spot)", "12%", "hot spot"),
        ("I10.plt", "88 (sjunkande)", "88 10^9/L", "sjunkande"),
        ("I10.alb", "29, sväller", "29 g/L", "sväller"),
        ("I10.ast_uln", "45 per lab sheet", "45 U/L", "per lab sheet"),
        ("I10.bili", "0.8 mg/dL yesterday", "0.8 mg/dL", "yesterday"),
        ("I9.gfr", "58 normaliserad", "58 mL/min/1.73m2", ""),
        ("I9.gfr", "EDTA-clearance 62", "62 mL/min/1.73m2", ""),
        ("I10.wbc", "5 komma 2", "5.2 10^9/L", ""),
        ("I10.alt_uln", "gräns 70 U/L", "70 U/L", "gräns"),
        ("I10.hb", "105 (mmol)", "", ""),
        ("I10.hb", "105 (not sure)", "", ""),
        ("I10.hb", "105 (98)", "", ""),
        ("I10.alb", "29, urine", "", ""),
        ("I10.alb", "29 g/L i ascites", "", ""),
        ("I10.hb", "105, bror", "", ""),
        ("I10.hb", "98 (target)", "", ""),
        ("I10.hb", "90 g/L (gräns)", "", ""),
        ("I10.hb", "98, nästa vecka", "", ""),
        ("I9.gfr", "63 (planned)", "", ""),
        ("I4.ki67", "12 (mitoses)", "", ""),
    ],
)
def test_words_set_apart_from_a_number_are_its_remark(
    item: str, text: str, kept: str, remark: str
) -> None:
    others = {one: Kept(said) for one, said in MAN.items() if one != item}
    session = Session("S0001", "start-net", "R1.1", TODAY, answers=others, at=item, alone=True)
    after, _ = step(session, Typed(text), SCRIPT, TODAY)
    found = {one: (said.text, said.remark) for one, said in after.proposed.items()}
    assert found == ({item: (kept, remark)} if kept else {})


@pytest.mark.parametrize(
    "text", ["lpk 5.6 neutr 60 %", "LPK 5,6, neutrofila 60 %", "wbc 5.6\nneutrophils 60%"]
)
def test_a_percentage_counts_with_the_count_that_it_is_a_share_of(text: str) -> None:
    """What is doubtful is the count's unit; once it is confirmed the share is a count too."""
    after, _ = step(AT_PANEL, Typed(text), SCRIPT, TODAY)
    assert after.proposed["I10.wbc"].doubts == "unit_missing"
    assert after.proposed["I10.anc"].doubts == ""
    kept, _ = step(after, Confirmed(), SCRIPT, TODAY)
    facts = SCRIPT.verdict(kept).facts
    assert facts.item_truth("I10.anc") is Truth.YES  # 3.36, above 1.5
    few, _ = step(after, Rejected(), SCRIPT, TODAY)
    assert few.answers == AT_PANEL.answers


def test_a_percentage_alone_stays_open_and_that_is_said() -> None:
    after, _ = step(AT_PANEL, Typed("neutrofila 60 %"), SCRIPT, TODAY)
    kept, effects = step(after, Confirmed(), SCRIPT, TODAY)
    found = {one.item: one for one in findings(SCRIPT.verdict(kept), "I10")}
    assert found["I10.anc"].reason == "unconverted"
    said = Renderer(kept, SCRIPT, texts_in("en")).message(effects).lines[0].text
    assert said.startswith("⚠ Neutrophils: 60 % needs another result")


@pytest.mark.parametrize("text", ["net, väl diff, pad ja", "net, well diff, biopsy yes"])
def test_the_way_of_reading_a_list_counts_that_takes_most_of_it(text: str) -> None:
    asked = {"I1.age": Kept("62"), "CTX.sex": Kept("female")}
    session = Session("S0001", "start-net", "R1.1", TODAY, answers=asked, trail=tuple(asked))
    after, _ = step(session, Typed(text), SCRIPT, TODAY)
    found = {item: SCRIPT.value(item, kept, TODAY) for item, kept in after.proposed.items()}
    codes = {item: getattr(value, "code", "") for item, value in found.items()}
    assert codes == {"I4.type": "net", "I4.differentiation": "well", "I4.histology": "yes"}


def test_a_pair_of_pressures_answers_both() -> None:
    pressures = [
        {"id": "I1.sbp", "analyte": "systolic", "rule": {"kind": "at_most", "limit": "170"}},
        {"id": "I1.dbp", "analyte": "diastolic", "rule": {"kind": "at_most", "limit": "110"}},
    ]
    trial = as_written({"id": "I1", "text": "Pressures"}, pressures)
    begun = Session("S0001", trial.protocol.id, trial.protocol.version, TODAY)
    after, _ = step(begun, Typed("142/91"), Script(trial), TODAY)
    found = Script(trial).values(after).items()
    numbers = {item: str(value.number) for item, value in found if isinstance(value, Quantity)}
    assert numbers == {"I1.sbp": "142", "I1.dbp": "91"}


@pytest.mark.parametrize(
    ("text", "answer"), [("no brivudine", "no"), ("brivudin vet ej", "unknown")]
)
def test_of_one_line_only_that_is_offered_and_the_others_are_asked_again(
    text: str, answer: str
) -> None:
    session = at("E4.hypersens")
    after, _ = step(session, Typed(text), SCRIPT, TODAY)
    assert after.proposed == {"E4.brivudine": Kept(answer)}
    kept, _ = step(after, Confirmed(), SCRIPT, TODAY)
    assert "E4.brivudine" not in SCRIPT.to_ask(kept)
    assert "E4.liver" in SCRIPT.to_ask(kept)


@pytest.mark.parametrize("text", ["not that I know of", "inte vad jag vet"])
def test_a_doubted_no_to_a_list_is_offered_as_not_known_with_the_words(text: str) -> None:
    after, _ = step(at("E4.hypersens"), Typed(text), SCRIPT, TODAY)
    assert {kept.text for kept in after.proposed.values()} == {"unknown"}
    assert after.proposed["E4.hypersens"].remark == text
    assert after.because == "no_answer"


def not_taken(found: Step) -> list[Notice]:
    notices = [one for one in found.effects if isinstance(one, Notice)]
    return [one for one in notices if one.code is NoticeCode.NOT_TAKEN]


@pytest.mark.parametrize(
    ("item", "text", "left"),
    [
        ("I4.type", "NET, PAD 12/11 2025", "12/11 2025"),
        ("I4.type", "NET, G2, PAD mars 2025", "mars 2025"),
        ("I4.type", "NET G2 PAD 2025", "2025"),
        ("I9.method", "eGFR 55", "55"),
        ("I9.method", "eGFR 55 ml/min/1.73", "55 ml/min/1.73"),
    ],
)
def test_a_day_or_a_number_that_is_not_taken_is_named(item: str, text: str, left: str) -> None:
    session = at(item)
    found = typed(session, prompt(session, SCRIPT), text, SCRIPT)
    assert [one.detail for one in not_taken(found)] == [left]
    assert not any(left in (kept.text, kept.remark) for kept in found.session.proposed.values())


@pytest.mark.parametrize("text", ["NET, path 12 Nov 2025", "NET 12/11 2025", "NET PAD 2025-11-12"])
def test_a_day_that_is_kept_or_named_already_is_not_named_again(text: str) -> None:
    session = at("I4.type")
    found = typed(session, prompt(session, SCRIPT), text, SCRIPT)
    assert len(not_taken(found)) == (1 if "PAD" in text else 0)


@pytest.mark.parametrize(
    ("text", "method", "value"),
    [
        ("iohexol 72 ml/min/1.73", "iohexol", "72 mL/min/1.73m2"),
        ("Cr-EDTA 80 ml/min", "51Cr-EDTA", "80 mL/min"),
        ("DTPA 55 ml/min", "99mTc-DTPA", "55 mL/min"),
    ],
)
def test_a_value_beside_its_method_is_offered_as_what_it_is(
    text: str, method: str, value: str
) -> None:
    session = at("I9.method")
    found = typed(session, prompt(session, SCRIPT), text, SCRIPT).session.proposed
    assert found["I9.method"] == Kept(method)
    read = SCRIPT.value("I9.gfr", found["I9.gfr"], TODAY)
    assert isinstance(read, Quantity)
    assert f"{read.number} {read.unit}" == value


@pytest.mark.parametrize(
    ("item", "text"),
    [
        *(("I3.ecog", text) for text in ("awaits MDT on Thursday", "awaiting MDT", "MDT pending")),
        *(("I9.method", text) for text in ("väntar på MDT på torsdag", "väntar på MDK")),
    ],
)
def test_what_waits_is_the_question_that_is_named_and_not_the_one_that_is_asked(
    item: str, text: str
) -> None:
    session = at(item)
    found = typed(session, prompt(session, SCRIPT), text, SCRIPT).session
    assert found.proposed.keys() == {"I6.mdt"}
    assert SCRIPT.value("I6.mdt", found.proposed["I6.mdt"], TODAY) == NotKnown(
        found.proposed["I6.mdt"].text, awaited=True
    )
    assert item not in found.answers


@pytest.mark.parametrize("text", ["0-1", "0 - 1", "1–2"])
def test_two_digits_that_fit_another_question_as_well_are_offered_to_none(text: str) -> None:
    session = at("I4.type")
    found = typed(session, prompt(session, SCRIPT), text, SCRIPT)
    several = Notice(NoticeCode.SEVERAL_FIT, "I4.ki67", "I3.ecog")
    assert found == Step(session, (several,))
    answered = session.but(answers={**session.answers, "I3.ecog": Kept("1")})
    offered = typed(answered, prompt(answered, SCRIPT), text, SCRIPT)
    assert offered.session.proposed == {"I4.ki67": Kept(text)}


@pytest.mark.parametrize(("text", "sex"), [("62M", "M"), ("man 62", "man"), ("62 K", "K")])
def test_an_age_with_the_sex_is_offered_where_another_choice_is_asked(text: str, sex: str) -> None:
    session = Session("S0001", "start-net", "R1", TODAY, at="E2.prior_prrt", alone=True)
    found = typed(session, prompt(session, SCRIPT), text, SCRIPT)
    assert found.session.proposed == {"I1.age": Kept(text), "CTX.sex": Kept(sex)}
    assert found.effects == (Notice(NoticeCode.ELSEWHERE, "I1.age", "CTX.sex"),)


def test_an_age_is_not_read_where_a_number_is_asked_nor_once_it_is_known() -> None:
    begun = Session("S0001", "start-net", "R1", TODAY)
    for session in (begun.but(at="I7.lesion_mm", alone=True), at("E2.prior_prrt")):
        assert not typed(session, prompt(session, SCRIPT), "62M", SCRIPT).session.proposed
