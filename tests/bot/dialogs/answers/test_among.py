"""Answers among words that are none: what may turn one round is not offered, the rest is named."""

from __future__ import annotations

import pytest

from bot.dialogs.answers.beginnings import without_taken_back
from bot.dialogs.events import Typed
from bot.dialogs.machine import step
from bot.dialogs.session import Script, Session
from criteria.known.values import Choice, NotKnown
from criteria.trial import catalog
from tests.bot.dialogs.showing import told
from tests.bot.dialogs.test_machine import SCRIPT, after
from tests.making import TODAY

ASKED = {
    "type": after(Typed("62 m")).but(at="I4.type"),
    "progression": after(Typed("62 m")).but(at="I6.progression"),
    "advanced": after(Typed("62 m")).but(at="I4.advanced"),
    "scan": after(Typed("62 m")).but(at="I5.tracer"),
    "fertile": after(Typed("34 f")).but(at="I11.wocbp"),
    "pregnant": after(Typed("34 f")).but(at="E1.pregnant"),
    "mdt": after(Typed("34 f")).but(at="I6.mdt"),
}
SOME = {"I5.uptake": "some_not_above"}
WELL = {"I4.type": "net", "I4.differentiation": "well"}
EXTENT = {"I4.advanced": "yes", "I4.inoperable": "yes"}
OPERABLE = {"I4.advanced": "yes", "I4.inoperable": "no"}
CONFIRMED = {"I6.progression": "yes", "I6.mdt": "yes"}
SCANNED = {"I6.scan_date": "2025-11-12"}
SEEN = {"I6.progression": "yes", "I6.scan_date": "2025-11-12"}


def offered(asked: str, text: str) -> tuple[dict[str, str], str]:
    """What a text is taken for, item by item, nothing of it kept yet; and what is shown."""
    before = ASKED[asked]
    found, shown = told(before, Typed(text))
    assert found.answers == before.answers
    values = {one: SCRIPT.value(one, kept, TODAY) for one, kept in found.proposed.items()}
    return {one: _said(value) for one, value in values.items()}, shown


def _said(value: object) -> str:
    if isinstance(value, Choice):
        return value.code
    if isinstance(value, NotKnown):
        return "awaited" if value.awaited else "unknown"
    return str(getattr(value, "number", value))


@pytest.mark.parametrize(
    ("asked", "text", "read"),
    [
        ("advanced", "yes, not operable", EXTENT),
        ("advanced", "ja, icke operabel", EXTENT),
        ("advanced", "ja inte operabel", {}),
        ("advanced", "yes, no surgery", {}),
        ("advanced", "advanced: yes, inoperable: no", OPERABLE),
        ("advanced", "inoperable: no, advanced: yes", OPERABLE),
        ("advanced", "inoperabel nej, avancerad ja", OPERABLE),
        ("advanced", "inoperable no", {"I4.inoperable": "no"}),
        ("type", "NET, not well differentiated, ki67 8 %", {"I4.type": "net", "I4.ki67": "8"}),
        ("type", "NET, ej högt differentierad, ki67 8 %", {"I4.type": "net", "I4.ki67": "8"}),
        ("type", "NET not well differentiated", {}),
        (
            *("type", "probably NET, well differentiated, 8%"),
            {"I4.differentiation": "well", "I4.ki67": "8"},
        ),
        ("type", "histology no, NET, well", {**WELL, "I4.histology": "no"}),
        (
            *("type", "NET well, ki67 not done, histology yes"),
            {**WELL, "I4.ki67": "unknown", "I4.histology": "yes"},
        ),
        ("scan", "DOTATOC 2026-02-10 uptake not above liver in all", SOME),
        ("scan", "TOC, all above, 1 lesion below", {"I5.tracer": "68Ga-DOTATOC"}),
        ("progression", "MDT no, progression yes, 2025-11-12", {**SEEN, "I6.mdt": "no"}),
        ("progression", "MDK nej, progress ja", {"I6.progression": "yes", "I6.mdt": "no"}),
        (
            *("progression", "yes on CT, not discussed at MDT"),
            {"I6.progression": "yes", "I6.mdt": "not_yet"},
        ),
        ("progression", "ja på DT 2025-11-12, ej tagen på MDK", {**SEEN, "I6.mdt": "not_yet"}),
        ("progression", "ej tagen på MDK", {"I6.mdt": "not_yet"}),
        (
            *("progression", "CT unknown, progression yes, MDT yes"),
            {"I6.progression": "yes", "I6.scan_date": "unknown", "I6.mdt": "yes"},
        ),
        (
            *("fertile", "breastfeeding no, fertile yes"),
            {"I11.wocbp": "yes", "E1.lactating": "no"},
        ),
        ("fertile", "fertile yes", {"I11.wocbp": "yes"}),
        ("fertile", "gravid nej", {"E1.pregnant": "no"}),
        ("fertile", "no pregnant", {"E1.pregnant": "no"}),
        ("pregnant", "Kan bli gravid: nej, Ammar: ja", {"I11.wocbp": "no", "E1.lactating": "yes"}),
        ("progression", "Confirmed at MDT no", {"I6.mdt": "no"}),
        (
            *("progression", "planned; Progression No"),
            {"I6.mdt": "not_yet", "I6.progression": "no"},
        ),
        ("mdt", "progress nej", {"I6.progression": "no"}),
        ("advanced", "Inoperable = no", {"I4.inoperable": "no"}),
        (
            *("scan", "uptake against liver = nothing, DOTATOC"),
            {"I5.uptake": "none", "I5.tracer": "68Ga-DOTATOC"},
        ),
        ("progression", "nej vänta, NEC", {"I4.type": "nec"}),
        ("type", "NET, mother had NEC", {"I4.type": "net"}),
        ("type", "mother had NET, well differentiated", {"I4.differentiation": "well"}),
        ("fertile", "wife pregnant yes", {}),
        ("fertile", "syster gravid ja", {}),
        ("progression", "no sorry, ECOG 1", {"I3.ecog": "1"}),
        # A number with the unit of something else; an article, which is no number beside one.
        ("type", "NET, well differentiated, 8 mm", WELL),
        ("type", "NET, well differentiated, 20 g", WELL),
        ("type", "NET well ki67 8 % 2 kg", {**WELL, "I4.ki67": "8"}),
        ("type", "en NET högt differentierad, 8 %", {**WELL, "I4.ki67": "8"}),
        ("type", "NET well one lesion, ki67 8 %", {**WELL, "I4.ki67": "8"}),
        ("type", "NET well differentiated, according to the chart", WELL),
        # The day of what another question is called.
        ("progression", "progression, MDT 2026-03-01 yes", {"I6.progression": "yes"}),
        ("progression", "progression, MDK ja 2026-03-01", CONFIRMED),
        ("progression", "progression, MDT yes on 2026-03-01", CONFIRMED),
        ("progression", "yes, tumour board on 2026-03-01", {"I6.progression": "yes"}),
        ("progression", "ja, MDK-beslut den 1 mars 2026", {"I6.progression": "yes"}),
        ("progression", "MDT yes, CT 2025-11-12, progression", {"I6.mdt": "yes", **SCANNED}),
        # Of two values of a number neither is offered.
        ("type", "NET, well, 8 % in 2019, now 18 %", WELL),
        ("type", "NET well ki67 8% then, 18% now", WELL),
        # A no in front of another question's name is that question's.
        (
            *("fertile", "yes could become pregnant, breastfeeding no"),
            {"I11.wocbp": "yes", "E1.lactating": "no"},
        ),
        ("pregnant", "no wife pregnant", {}),
        ("mdt", "no Progression yes", {}),
    ],
)
def test_nothing_is_offered_that_was_not_said(asked: str, text: str, read: dict[str, str]) -> None:
    found, _ = offered(asked, text)
    assert found == read


@pytest.mark.parametrize(
    ("asked", "text", "left"),
    [
        ("type", "NET G2, well diff, Ki-67 8%, histology yes", None),
        ("progression", "progression: yes, CT 2025-11-12, MDT: no", None),
        ("progression", "progression yes, CT 2025-11-12, MDT confirmed 3 Dec", "“3 Dec”"),
        ("type", "NET, not well differentiated, ki67 8 %", "“not well differentiated”"),
    ],
)
def test_only_what_says_more_than_the_names_of_the_questions_is_named(
    asked: str, text: str, left: str | None
) -> None:
    _, shown = offered(asked, text)
    assert ("Not taken" in shown) == bool(left)
    assert left is None or left in shown


def test_what_stands_behind_a_name_of_another_question_is_its_remark() -> None:
    _, shown = offered("type", "MDT confirmed 3 Dec, progression yes")
    assert "Kept as a remark: “3 Dec”" in shown
    assert "“”" not in shown


def test_what_stands_beside_a_choice_that_can_mean_several_is_not_lost() -> None:
    read, shown = offered("scan", "DOTATATE 2026-02-10, above liver in all")
    assert read == {"I5.uptake": "above_all"}
    assert "Not taken: “DOTATATE 2026-02-10”" in shown


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("no wait, NEC", "NEC"),
        ("nej vänta NEC", "NEC"),
        ("oops: 63", "63"),
        ("Förlåt, jag menar 63", "jag menar 63"),
        ("no, waiting for the result", "no, waiting for the result"),
        ("wait for the result", "wait for the result"),
        ("nej, vänta på svar", "nej, vänta på svar"),
        ("wait", "wait"),
        ("nowait, NEC", "nowait, NEC"),
        ("NEC, sorry", "NEC, sorry"),
        ("yes wait no", "no"),
        ("ja, förlåt, inte än", "inte än"),
        ("no, sorry, not yet", "no, sorry, not yet"),
        ("yes, wait for the scan", "yes, wait for the scan"),
        ("61 no wait 62", "62"),
        ("NET, sorry, NEC", "NEC"),
        ("12 % nej vänta 21 %", "21 %"),
        ("signed, I mean not signed", "not signed"),
        ("she wants to wait 2 weeks", "she wants to wait 2 weeks"),
    ],
)
def test_what_is_taken_back_in_front_is_no_answer(text: str, left: str) -> None:
    assert without_taken_back(text) == left


@pytest.mark.parametrize("text", ["NEC no", "type: NEC no", "PGL nej"])
def test_a_no_behind_a_choice_answers_no_other_question(text: str) -> None:
    assert offered("type", text)[0] == {}


@pytest.mark.parametrize(
    ("trial", "item", "text"),
    [
        ("emperor-reduced", "I2.nyha", "2, was 3"),
        ("emperor-reduced", "I3.therapy", "being titrated until March, done now"),
        ("emperor-reduced", "I2.hosp", "admitted for covid last month"),
        ("alta-1l", "I10.test", "covid test positive"),
        ("alta-1l", "I10.test", "negative attitude"),
        ("alta-1l", "E2.tki", "crizotinib planned"),
    ],
)
def test_what_was_or_is_of_another_test_is_not_offered(trial: str, item: str, text: str) -> None:
    script = Script(catalog.load(trial))
    asked = Session("S0001", trial, script.trial.protocol.version, TODAY).but(at=item)
    found, _ = step(asked, Typed(text), script, TODAY)
    assert (found.proposed, found.answers) == ({}, asked.answers)
