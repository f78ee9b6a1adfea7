"""The first line of a summary tells states apart and claims no more than is known."""

from __future__ import annotations

import pytest

from bot.presentation.sentences import Speaker
from bot.presentation.summary.headline import headline, running
from bot.texts import texts_in
from criteria.known.values import NotKnown
from criteria.verdict.verdict import Verdict, verdict
from tests.making import MAN, TODAY, TRIAL, Written, given

AWAITED = NotKnown("pending", awaited=True)
DATED = {
    item: f"{text} @ 2026-03-20" if TRIAL.items[item].age_warning else text
    for item, text in MAN.items()
}


def judged(changes: dict[str, Written]) -> Verdict:
    return verdict(TRIAL, given({**DATED, **changes}), TODAY)


def said(changes: dict[str, Written], language: str = "en") -> str:
    return headline(judged(changes), Speaker(TRIAL, texts_in(language)))


CASES: list[tuple[dict[str, Written], str, str]] = [
    ({}, "Eligible on these answers: ", "Lämplig enligt svaren: "),
    (
        {"I2.consent": "not_yet"},
        "Not decided yet: nothing fails, and only I2 Consent is open.",
        "Inte avgjort ännu: inget hinder finns, och bara I2 Samtycke är öppet.",
    ),
    (
        {"I9.gfr": AWAITED, "I6.scan_date": "2026-03-20"},
        "Not decided yet: nothing fails, and all that is missing is awaited: I6 Progression,",
        "Inte avgjort ännu: inget hinder finns, och det som saknas inväntas: I6 Progress, I9 GFR.",
    ),
    (
        {"I8.prrt_choice": "not_yet", "E6.condition": "not_assessed"},
        "Not decided yet: nothing fails, and only a clinician's judgement is missing: ",
        "Inte avgjort ännu: inget hinder finns, och bara en klinisk bedömning saknas: ",
    ),
    (
        dict.fromkeys(DATED),
        "Not decided yet: little is known; open criteria: 18 of 18. The shortest way",
        "Inte avgjort ännu: lite är känt; öppna kriterier: 18 av 18. Kortaste vägen",
    ),
    (
        {"I2.consent": "unknown", "I9.gfr": "unknown"},
        "Not decided yet: nothing fails so far. Open: I2 Consent, I9 GFR.",
        "Inte avgjort ännu: inget hinder hittills. Öppet: I2 Samtycke, I9 GFR.",
    ),
    (
        {"E2.prior_prrt": "yes"},
        "Not eligible on these answers: E2 Earlier PRRT. The investigator decides.",
        "Inte lämplig enligt svaren: E2 Tidigare PRRT. Prövaren beslutar.",
    ),
    (
        {"I3.ecog": "2"},
        "Not eligible on these answers: I3 ECOG. That can change; the investigator decides.",
        "Inte lämplig enligt svaren: I3 ECOG. Det kan ändras; prövaren beslutar.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "english", "swedish"), CASES)
def test_states_are_told_apart(changes: dict[str, Written], english: str, swedish: str) -> None:
    assert said(changes).startswith(english)
    assert said(changes, "sv").startswith(swedish)


PROVISIONAL = (
    "Provisional until an investigator has confirmed I8 PRRT of choice, E6 Serious condition."
)


def test_an_outcome_is_provisional_until_an_investigator_has_confirmed_what_it_rests_on() -> None:
    assert said({}).endswith(PROVISIONAL)
    assert said({"I2.consent": "not_yet"}).endswith(f"only I2 Consent is open. {PROVISIONAL}")
    assert said({}, "sv").endswith(
        "Preliminärt tills en prövare har bekräftat I8 PRRT förstahandsval, E6 Allvarlig sjukdom."
    )
    verdict, speaker = judged({}), Speaker(TRIAL, texts_in("en"))
    half = headline(verdict, speaker, {"I8.prrt_choice"})
    assert half.endswith("until an investigator has confirmed E6 Serious condition.")
    assert "rovisional" not in headline(verdict, speaker, {"I8.prrt_choice", "E6.condition"})


def test_what_is_known_without_an_investigator_is_not_provisional() -> None:
    assert "rovisional" not in said({"E2.prior_prrt": "yes"})
    assert "rovisional" not in said({"E2.prior_prrt": "yes", "I8.prrt_choice": "no"})
    assert "rovisional" not in said({"I8.prrt_choice": "not_yet", "E6.condition": "not_assessed"})
    assert said({"I8.prrt_choice": "no"}).endswith("confirmed I8 PRRT of choice.")


def test_what_claims_nothing_is_not_provisional() -> None:
    assert "rovisional" not in said({"I2.consent": "unknown", "I9.gfr": "unknown"})


def test_it_says_that_it_rests_on_old_or_undated_results() -> None:
    old = said({"I5.tracer": "68Ga-DOTATOC @ 2024-01-20", "I2.consent": "not_yet"})
    assert old.endswith("It rests on old results: SSTR scan (2024-01-20).")
    assert said({"I10.hb": "132"}).endswith("It rests on 1 result without a date.")
    assert "rests" not in said({})


def test_what_does_not_decide_is_not_said_to_be_rested_on() -> None:
    assert "rests" not in said({"E2.prior_prrt": "yes", "I10.hb": "132"})
    assert said({"I10.hb": "80"}).endswith("It rests on 1 result without a date.")


def test_the_running_line() -> None:
    speaker = Speaker(TRIAL, texts_in("en"))
    open_ = judged({"I2.consent": None, "E6.condition": None})
    assert running(open_, speaker) == (
        "16 of 18 criteria in order, 0 failed, 2 open; "
        "the shortest way to a decision: Serious condition, Consent"
    )
    failed = judged({"I2.consent": None, "E2.prior_prrt": "yes"})
    assert running(failed, speaker) == ("16 of 18 criteria in order, 1 failed, 1 open")
    swedish = Speaker(TRIAL, texts_in("sv"))  # whose words would follow the numbers
    assert running(failed, swedish) == ("16 av 18 kriterier utan hinder, 1 med hinder, öppna: 1")
