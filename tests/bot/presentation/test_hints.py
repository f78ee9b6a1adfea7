"""What is said under a question: the day that shows how a date is written is one that passes."""

from datetime import date

import pytest

from bot.dialogs.prompts import Question
from bot.dialogs.session import Kept, Script, Session
from bot.presentation.hints import hints_of
from bot.presentation.sentences import Speaker
from bot.texts import texts_in
from criteria.known.truth import Truth
from tests.making import TRIAL

SCRIPT = Script(TRIAL)


@pytest.mark.parametrize(
    ("item", "today", "said"),
    [
        ("I6.scan_date", date(2026, 3, 31), "Write the date, such as 2026-01-30 or 2026-01."),
        ("I6.scan_date", date(2028, 2, 29), "Write the date, such as 2028-01-30 or 2028-01."),
        ("CTX.ref_date", date(2026, 3, 31), "Write the date, such as 2026-03-31 or 2026-03."),
    ],
)
def test_a_date_is_shown_that_passes_and_whose_month_does(
    item: str, today: date, said: str
) -> None:
    session = Session("S0001", "start-net", "R1.1", today)
    speaker = Speaker(TRIAL, texts_in("en"))
    assert said in list(hints_of(Question(item), session, SCRIPT, speaker))
    window = SCRIPT.verdict(session).facts.in_force(item)
    for written in said.removesuffix(".").partition(" such as ")[2].split(" or "):
        answered = session.but(answers={item: Kept(written)})
        passes = SCRIPT.verdict(answered).facts.item_truth(item) is Truth.YES
        assert window is None or passes, written
