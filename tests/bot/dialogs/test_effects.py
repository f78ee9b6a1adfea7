"""What can be said by its code: each has a sentence in each language, and nothing else can be."""

from __future__ import annotations

import pytest

from bot.dialogs.effects import Show
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.session import Script, Session
from bot.presentation.render import Renderer
from bot.texts import languages, texts_in
from tests.making import TODAY, TRIAL

START = Session("S0001", "start-net", "R1", TODAY)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("code", NoticeCode)
def test_every_notice_has_a_sentence(code: NoticeCode, language: str) -> None:
    renderer = Renderer(START, Script(TRIAL), texts_in(language))
    first = renderer.message((Notice(code, "I1.age", "no_value"), Show())).lines[0].text
    assert first.strip()
    assert first != renderer.message().lines[0].text


@pytest.mark.parametrize("misspelt", ["", "no_now", "greeting", "STALE"])
def test_no_notice_can_be_made_of_an_unknown_code(misspelt: str) -> None:
    with pytest.raises(ValueError, match="NoticeCode"):
        Notice(misspelt)  # type: ignore[arg-type] # this is what a type checker finds
