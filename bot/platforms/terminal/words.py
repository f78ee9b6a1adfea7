"""The terminal's own sentences, one file a language beside this one, checked when read.

What Bedside says on every platform stands in `bot/texts`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict


class TerminalWords(BaseModel):
    """Sentences by name: all must be there, and none more."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    language: str
    hint_choice: str
    hint_number: str
    hint_paste: str
    hint_checklist: str
    hint_confirm: str
    hint_menu: str
    hint_lines: str
    hint_nothing: str
    hint_text: str
    key_back: str
    key_others: str
    plain_hint: str
    commands: str
    no_command: str
    no_choice: str
    argument_date: str
    argument_language: str
    lines: str
    not_shown: str
    unfinished: str
    all_screenings: str
    offer: str
    offer_done: str
    no_screenings: str
    no_screening: str
    store_failed: str
    trial_failed: str
    which_trial: str
    new_screening: str
    other_screening: str
    leave: str
    bye: str
    bye_saved: str
    bye_done: str


@cache
def _all() -> dict[str, TerminalWords]:
    files = (file for file in resources.files(__package__).iterdir() if file.name.endswith(".toml"))
    found = [TerminalWords.model_validate(tomllib.loads(file.read_text("utf-8"))) for file in files]
    return {words.language: words for words in found}


def words_in(language: str, fallback: str = "en") -> TerminalWords:
    """Return the words in a language ("sv", "sv-SE"), else in the fallback."""
    known = _all()
    return known.get(language.partition("-")[0].lower()) or known[fallback]
