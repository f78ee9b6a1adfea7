"""The number of a screen never depends on what was answered."""

from __future__ import annotations

from bot.dialogs.prompts import Question
from bot.dialogs.session import Script
from bot.presentation.progress import progress
from tests.making import TRIAL


def test_the_total_is_that_of_the_trial() -> None:
    script, screens = Script(TRIAL), TRIAL.protocol.screens
    for number, screen in enumerate(screens, 1):
        assert progress(Question(screen.items[0]), script) == (number, len(screens))
    assert progress(None, script) == (len(screens), len(screens))
