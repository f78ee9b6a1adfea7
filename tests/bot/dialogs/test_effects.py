"""What can be said by its code: each has a sentence in each language, and nothing else can be."""

from __future__ import annotations

import pytest

from bot.dialogs.effects import Show
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.session import Kept, Script, Session
from bot.presentation.render import Renderer
from bot.texts import languages, texts_in
from tests.making import TODAY, TRIAL

START = Session("S0001", "start-net", "R1", TODAY)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("code", [code for code in NoticeCode if code != "also_fails"])
def test_every_notice_has_a_sentence(code: NoticeCode, language: str) -> None:
    renderer = Renderer(START, Script(TRIAL), texts_in(language))
    first = renderer.message((Notice(code, "I1.age", "no_value"), Show())).lines[0].text
    assert first.strip()
    assert first != renderer.message().lines[0].text


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(("ecog", "said"), [("2", True), ("1", False)])
def test_what_fails_too_is_said_while_it_does(ecog: str, language: str, *, said: bool) -> None:
    session = START.but(answers={"I3.ecog": Kept(ecog)})
    renderer = Renderer(session, Script(TRIAL), texts_in(language))
    lines = renderer.message((Notice(NoticeCode.ALSO_FAILS, detail="I3"), Show())).lines
    assert (len(lines) > len(renderer.message().lines)) is said


@pytest.mark.parametrize("misspelt", ["", "no_now", "greeting", "STALE"])
def test_no_notice_can_be_made_of_an_unknown_code(misspelt: str) -> None:
    with pytest.raises(ValueError, match="NoticeCode"):
        Notice(misspelt)  # type: ignore[arg-type] # this is what a type checker finds
