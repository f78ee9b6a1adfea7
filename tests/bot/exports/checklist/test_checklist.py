"""The eligibility checklist, read back with another library than it was made with."""

from __future__ import annotations

import builtins
import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from bot.config.site import read_site
from bot.dialogs.events import ConfirmJudgements
from bot.dialogs.session import Confirmation, Source
from bot.exports.checklist import pdf as checklist
from bot.exports.checklist.pdf import typeset
from bot.exports.checklist.rows import Origin, Sheet, sheet_of
from bot.exports.context import MissingPartError, Unsuitable
from bot.exports.glyphs import BLOCKS, displayable
from bot.screenings.records import Records
from bot.screenings.service import Service
from bot.store import Store
from criteria.trial.protocol import ChoiceItem
from tests.bot.exports.inventing import NOW, answered, context
from tests.making import MAN, TRIAL, WOMAN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.config.site import SiteFile
    from bot.dialogs.session import Session
    from bot.screenings.records import Screened

UNUSUAL = {
    **MAN,
    "I10.hb": "90 g/L 2026-03-02",
    "I10.anc": "50 % 2026-03-02",
    "I10.ast": "149 U/L (<50) 2026-03-02",
    "I10.ast_uln": "unknown",
    "I10.alt_uln": "unknown",
    "I7.measurable": "unknown",
    "I7.lesion_mm": "14 mm",
    "I2.consent": "not_yet",
}


def screened(
    session: Session, screener: str = "terminal", site: SiteFile | None = None
) -> Screened:
    """A stored screening."""
    with Store.open("sqlite://") as store:
        store.add(session, screener, NOW)
        found = Records(store, site).of(session.token)
    assert found is not None
    return replace(found, happened=list)


def sheet(
    answers: Mapping[str, str], language: str = "en", site: SiteFile | None = None, **more: str
) -> Sheet:
    """What stands on the checklist of a screening."""
    one = screened(answered(answers, language=language), site=site, **more)
    return sheet_of(one, context(language))


def lines(made: Sheet) -> dict[str, tuple[str, str, str, str]]:
    """Label -> value, date, source, requirement."""
    criteria = [one for section in made.sections for one in section.criteria]
    told = [line for one in criteria for line in one.lines]
    return {one.item: (one.value, one.date, one.source, one.required) for one in told}


def statuses(made: Sheet) -> dict[str, str]:
    """Criterion -> status in words."""
    return {one.id: one.status for section in made.sections for one in section.criteria}


def pdf(session: Session, screener: str = "terminal") -> PdfReader:
    """The checklist, opened."""
    target = io.BytesIO()
    count = checklist.write([screened(session, screener)], target, context(session.language))
    assert count == 1
    return PdfReader(target)


def bare(text: str) -> str:
    """A text without white space and hyphens: a line may end anywhere in a long word."""
    return re.sub(r"[\s\u00ad-]", "", text)


def text_of(opened: PdfReader) -> str:
    """All that can be selected."""
    return bare("".join(page.extract_text() for page in opened.pages))


def longest() -> dict[str, str]:
    """For each choice the code whose label is longest; every number unusual, with a day."""
    words = TRIAL.words["sv"]
    return UNUSUAL | {
        item: max(known.choices, key=lambda code: len(words.choice(item, code)))
        for item, known in TRIAL.items.items()
        if isinstance(known, ChoiceItem)
    }


CASES: dict[str, Mapping[str, str]] = {
    "man": MAN,
    "woman": WOMAN,
    "unusual": UNUSUAL,
    "longest": longest(),
    "nobody knows": dict.fromkeys(TRIAL.items, "unknown"),
    "nothing": {},
}


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("case", CASES)
def test_every_criterion_stands_there_word_for_word_on_two_pages_at_most(
    case: str, language: str
) -> None:
    opened = pdf(answered(CASES[case], language=language))
    assert len(opened.pages) <= 2
    assert {
        (float(page.mediabox.width) // 1, float(page.mediabox.height) // 1) for page in opened.pages
    } == {(595, 841)}
    text = text_of(opened)
    for criterion in TRIAL.protocol.criteria:
        assert bare(f"{criterion.id} {criterion.text}") in text
    pages = {"en": "Page {} of {}", "sv": "Sida {} av {}"}[language]
    for number in range(1, len(opened.pages) + 1):
        assert bare(pages.format(number, len(opened.pages))) in text


def test_letters_of_sweden_and_signs_of_laboratories_can_be_selected() -> None:
    text = text_of(pdf(answered(UNUSUAL, language="sv")))
    for told in ("Ålder", "Övre gräns", "Prövare", "µkat/L", "1,73 m²", "×10⁹/L", "≥ 18 år"):
        assert bare(told) in text, told


def test_it_is_tagged_to_be_archived_and_brings_its_letters() -> None:
    opened = pdf(answered())
    root: Any = opened.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("en")
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2<" in metadata
    assert "<pdfuaid:part>1<" in metadata
    resources: list[Any] = [page["/Resources"] for page in opened.pages]
    fonts = [font.get_object() for one in resources for font in one["/Font"].values()]
    names = {font["/BaseFont"].partition("+")[2].split("-")[0] for font in fonts}
    assert names == {"LibertinusSerif"}
    inner = [one["/DescendantFonts"][0]["/FontDescriptor"] for one in fonts]
    assert all("/FontFile3" in one for one in inner)


def test_the_same_screening_gives_the_same_bytes() -> None:
    made = [typeset(sheet(MAN), NOW) for _ in range(2)]
    assert made[0] == made[1]


def test_what_people_wrote_is_text_and_never_markup() -> None:
    nasty = r'#panic("x") $a$ *b* <c> \ [d] "e" ' + "張\U0001f600\x1b\u202e"
    text = text_of(pdf(answered(), screener=nasty))
    assert bare(r'#panic("x") $a$ *b* <c> \ [d] "e" ????') in text


def test_every_sign_that_is_let_through_can_be_shown() -> None:
    signs = "".join(chr(number) for block in BLOCKS for number in block)
    kept = displayable(signs)
    assert len(kept) == len(signs)
    many = replace(sheet(MAN), outcome=" ".join(kept.replace("?", "")))
    assert typeset(many, NOW).startswith(b"%PDF")


def test_statuses_are_in_words_and_exclusions_absent_or_present() -> None:
    found = statuses(
        sheet({**MAN, "E2.prior_prrt": "yes", "I3.ecog": "2", "I8.prrt_choice": "not_yet"})
    )
    assert [found[name] for name in ("I1", "I3", "I8", "I11", "E2", "E3")] == [
        *("met", "NOT MET", "OPEN", "not applicable", "PRESENT", "absent")
    ]


def test_values_stand_with_day_source_and_requirement() -> None:
    found = lines(sheet(UNUSUAL))
    assert found["Hb"] == ("90 g/L", "2026-03-02", "T", "> 90 g/L")
    assert found["Neutrophils"][:3] == ("50 % = 2.9 ×10⁹/L", "2026-03-02", "D")
    assert found["ASAT"] == ("149 U/L", "2026-03-02", "T", "< 150 U/L (3 × upper limit 50)")
    assert found["Measurable disease"][:3] == ("follows from Largest lesion", "", "D")
    assert found["Age"] == ("62 years", "", "T", "≥ 18 years")
    assert found["Date of CT/MRI"][3] == "1 to 24 months before 2026-03-31"


@pytest.mark.parametrize(("language", "told"), [("en", "no (“stable”)"), ("sv", "nej (”stable”)")])
def test_a_remark_is_printed_beside_its_answer(language: str, told: str) -> None:
    session = answered({"I6.progression": "no"}, language=language)
    remarked = {item: replace(kept, remark="stable") for item, kept in session.answers.items()}
    made = sheet_of(screened(session.but(answers=remarked)), context(language))
    assert told in [value for value, *_ in lines(made).values()]


def test_methods_that_count_are_required_and_what_says_that_a_criterion_applies_is_not() -> None:
    found = lines(sheet(WOMAN, "en"))
    assert found["GFR method"][3] == "Iohexol clearance or 51Cr-EDTA clearance"
    assert found["Could become pregnant"] == ("yes", "", "T", "")


def test_blood_tests_that_pass_stand_in_for_what_was_not_asked() -> None:
    answers = {name: text for name, text in MAN.items() if name not in ("E4.marrow", "E4.renal")}
    found = lines(sheet(answers))
    assert found["Severe cytopenia"][0] == "follows from Leukocytes, Neutrophils, Platelets"
    assert found["Creatinine clearance <30"][0] == "follows from I9"


def test_the_site_s_own_lines_and_why_a_criterion_does_not_apply() -> None:
    made = sheet(MAN)
    facts = dict(made.facts)
    assert {facts["Site"], facts["Subject ID"]} == {"_" * 12}
    (pregnancy,) = (one for section in made.sections for one in section.criteria if one.id == "E1")
    assert ("Sex", "male") in {(line.item, line.value) for line in pregnancy.lines}


def test_upper_limits_stand_with_their_origin_and_day(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    limits = '{ unit = "µkat/L", any = 1.1, dated = 2025-01-01 }'
    file.write_text(
        f'code = "UPP"\ntime_zone = "Europe/Stockholm"\n[upper_limits]\n"I10.alt" = {limits}',
        "utf-8",
    )
    made = sheet(UNUSUAL, site=read_site(file))
    assert made.limits == [
        ("ASAT", "50 U/L", "printed beside the result", "2026-03-02"),
        ("ALAT", "1.1 µkat/L", "the site's own", "2025-01-01"),
        ("Bilirubin", "25 µmol/L", "given by the screener", ""),
    ]
    assert sheet(UNUSUAL).limits[1] == ("ALAT", "0.4–1.3 µkat/L", "assumed: not given", "")
    assert ("Site", "UPP") in made.facts


def test_what_is_open_assumed_and_to_check_stands_below() -> None:
    parts = {part.title: part.lines for part in sheet(UNUSUAL).lists}
    (open_,) = parts["Open: what is needed"]
    assert open_.startswith(
        "I2 Written consent: not yet – must be signed → written consent, signed"
    )
    assert "ALAT: upper limit not given, taken to lie within 0.4–1.3 µkat/L" in parts["Assumed"]
    assert any("old results" in line for line in parts["To check"])


def test_who_answered_and_when() -> None:
    session = answered(MAN)
    facts = dict(sheet(MAN, screener="nurse").facts)
    assert facts["Answered by"] == "nurse"
    assert facts["Reference date"] == session.reference_date.isoformat()
    assert facts["Sex"] == "male"
    assert re.fullmatch(r"2026-11-26 \d\d:\d\d", facts["Begun"])
    assert facts["Ended"] == "not finished"


def test_the_outcome_names_the_criteria_behind_it() -> None:
    waits = (
        "Provisional until an investigator has confirmed I8 PRRT of choice, E6 Serious condition."
    )
    assert sheet(MAN).outcome == f"ELIGIBLE on these answers. {waits}"
    assert sheet(UNUSUAL).outcome == "NOT ELIGIBLE on these answers: I10"
    pending = sheet({**MAN, "I2.consent": "unknown"}, "sv").outcome
    assert pending.startswith("INTE AVGJORT ÄNNU, öppet: I2. Preliminärt tills en prövare har")


def test_the_document_behind_a_criterion_and_who_judged_stand_below_it() -> None:
    sources = {"I6": Source("CT report", "2026-02-10", "AB"), "I10": Source("list of results")}
    confirmations = {"I8.prrt_choice": Confirmation("CD", "2026-03-31")}
    session = answered().but(sources=sources, confirmations=confirmations)
    made = sheet_of(screened(session), context())
    found = {one.id: one.origin for section in made.sections for one in section.criteria}
    assert found["I6"] == Origin("CT report", "2026-02-10", "AB", None)
    assert found["I10"] == Origin("list of results", "", "", None)
    assert found["I8"] == Origin("", "", "", "CD 2026-03-31")
    assert found["E6"] == Origin("", "", "", "")
    assert {found[name].confirmed for name in found if name not in ("I8", "E6")} == {None}
    text = text_of(pdf(session))
    assert bare("Document CT report of 2026-02-10 Judged by AB") in text
    assert bare("Confirmed by an investigator (who, when) CD 2026-03-31") in text
    assert text.count(bare("Judged by")) == len(TRIAL.criteria)


def test_a_status_is_provisional_until_it_is_confirmed() -> None:
    assert (statuses(sheet(MAN))["I8"], statuses(sheet(MAN))["E6"]) == (
        "met, provisional",
        "absent, provisional",
    )
    confirmations = dict.fromkeys(TRIAL.investigators, Confirmation("CD", "2026-03-31"))
    made = sheet_of(screened(answered().but(confirmations=confirmations)), context())
    assert (statuses(made)["I8"], statuses(made)["E6"]) == ("met", "absent")
    assert made.outcome == "ELIGIBLE on these answers"


def test_whoever_only_confirmed_did_not_answer() -> None:
    with Store.open("sqlite://") as store:
        service = Service(store, lambda: NOW)
        store.add(answered(), "nurse", NOW)
        event = ConfirmJudgements((("I8.prrt_choice", "yes"),), "CD")
        service.handle("nurse", "S0001", event, "telegram:9")
        found = Records(store).of("S0001")
        assert found is not None
        facts = dict(sheet_of(found, context()).facts)
    assert facts["Answered by"] == "nurse"


def test_of_a_purged_screening_there_is_no_checklist() -> None:
    one = screened(answered())
    purged = replace(one, stored=replace(one.stored, purged=NOW))
    with pytest.raises(Unsuitable, match="S0001"):
        checklist.write([purged], io.BytesIO(), context())


def test_without_the_typesetter_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    original = builtins.__import__

    def without(name: str, *args: Any, **more: Any) -> Any:  # noqa: ANN401 - as import has it
        if name == "typst":
            raise ImportError(name)
        return original(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingPartError, match="typst"):
        typeset(sheet(MAN), NOW)
