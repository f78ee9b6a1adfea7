"""What has not come yet, in the words of nurses: of what, and until when, they may say."""

from __future__ import annotations

import pytest

from criteria.known.values import Choice, Doubt, NotKnown, Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.reading.answers.not_known import awaits_laboratory
from tests.making import TODAY, TRIAL

READER = AnswerReader(TRIAL)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("I4.histology", "path report not back"),
        ("I4.histology", "PAD-svar väntas nästa månad"),
        ("I4.histology", "PAD ej klart"),
        ("I6.progression", "MRI booked for Monday"),
        ("I6.progression", "DT ej besvarad"),
        ("I6.scan_date", "beställd till 20/4"),
        ("I5.tracer", "PET bokad v 17"),
        ("E4.dpd", "sent, no answer yet"),
        ("E4.dpd", "skickat, svar nästa vecka"),
        ("E4.dpd", "provet skickat, svar om 2 veckor"),
        ("E1.pregnant", "test pending"),
        ("E1.pregnant", "testet ej klart"),
        ("I9.gfr", "iohexol booked"),
        ("I9.gfr", "johexol ej klar"),
        ("I10.bili", "bloods sent this morning"),
        ("I10.plt", "bloods pending"),
        ("I10.alb", "proverna ej klara"),
        *(("I10.hb", text) for text in ("nothing back yet", "nothing yet", "inget än")),
        *(("I3.ecog", text) for text in ("to be confirmed", "ska bekräftas")),
        *(("E1.pregnant", text) for text in ("awaiting hCG", "hCG pending", "väntar på hCG")),
        *(("E1.pregnant", text) for text in ("awaiting pregnancy test", "väntar på gravtest")),
    ],
)
def test_what_has_not_come_is_awaited(item: str, text: str) -> None:
    assert READER.read(item, text, TODAY) == NotKnown(text, awaited=True)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        *(("E2.prior_prrt", "CT pending"), ("I3.ecog", "bloods pending"), ("I1.age", "GFR booked")),
        *(("I3.ecog", text) for text in ("awaiting hCG", "hCG pending", "väntar på gravtest")),
        *(("I10.hb", text) for text in ("awaiting hCG", "graviditetstest ej klart")),
        ("E1.pregnant", "DPD test pending"),
    ],
)
def test_what_another_question_waits_for_is_no_answer(item: str, text: str) -> None:
    assert not isinstance(READER.read(item, text, TODAY), NotKnown)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("I6.mdt", "MDT on Tuesday"),
        ("I6.mdt", "on the list for Tues"),
        ("I6.mdt", "MDK v 16"),
        ("I2.consent", "will sign on Monday"),
        ("I2.consent", "skriver på nästa vecka"),
        *(("I6.mdt", text) for text in ("no, next week", "nej, nästa vecka", "no, tomorrow")),
        ("I2.consent", "nej, nästa besök"),
    ],
)
def test_what_is_to_come_is_asked_back_as_not_yet(item: str, text: str) -> None:
    found = READER.read(item, text, TODAY)
    assert isinstance(found, Doubt)
    assert [one.code for one in found.candidates if isinstance(one, Choice)] == ["not_yet"]


@pytest.mark.parametrize("text", ["MDT 12/11", "mdk 3/3", "MDK 12 nov", "mdt on 12 November"])
def test_a_conference_on_a_day_may_have_been(text: str) -> None:
    assert isinstance(READER.read("I6.mdt", text, TODAY), Refusal)


@pytest.mark.parametrize("text", ["no, yesterday", "nej, igår", "yes, next week", "no, last week"])
def test_a_no_with_another_time_is_not_said_of_later(text: str) -> None:
    found = READER.read("I6.mdt", text, TODAY)
    candidates = found.candidates if isinstance(found, Doubt) else (found,)
    assert [getattr(one, "code", "") for one in candidates] != ["not_yet"]


def test_the_laboratory_s_results_are_awaited_without_their_names() -> None:
    assert awaits_laboratory("labs pending")
    assert awaits_laboratory("blodprover ej klara än")
    assert not awaits_laboratory("labs normal")
