"""The terminal's own sentences: `terminal.toml` in each language's folder in `bot/texts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import model_validator

from bot.platforms.terminal.commands import NAMES
from bot.texts import command_name, file_in
from bot.texts.base import Counted, Words

if TYPE_CHECKING:
    from typing import Self


class TerminalWords(Words):
    """Sentences by name: all must be there, and none more."""

    hint_choice: str
    hint_number: str
    hint_paste: str
    hint_checklist: str
    hint_confirm: str
    hint_menu: str
    hint_lines: Counted
    hint_nothing: str
    hint_text: str
    key_back: str
    key_others: str
    plain_hint: str
    commands: str
    no_command: str
    no_command_near: str
    command: str
    file_written: str
    pending: str
    pending_none: str
    pending_more: str
    open_line: str
    open_more: str
    open_nothing: str
    no_choice: str
    no_file: str
    argument_date: str
    argument_file: str
    argument_language: str
    lines: Counted
    not_shown: str
    unfinished: str
    all_screenings: str
    offer: str
    offer_done: str
    no_screenings: str
    no_screening: str
    nothing_to_resume: str
    store_failed: str
    trial_failed: str
    which_trial: str
    new_screening: str
    other_screening: str
    leave: str
    bye: str
    bye_saved: str
    bye_done: str
    preview_mark: str
    preview_read: str
    preview_dropped: str
    preview_broken: str
    preview_found: Counted
    preview_more: Counted
    preview_none: str
    preview_bye: str
    meanings: dict[str, str]
    """What each command does, in a few words."""

    @model_validator(mode="after")
    def _all_commands(self) -> Self:
        if set(self.meanings) != set(NAMES):
            raise ValueError("describe each command once")
        return self

    def listed(self, language: str) -> tuple[str, ...]:
        """Every command, by its names in a language, with what it does: a line each."""
        names = {name: (name, command_name(name, language)) for name in NAMES}
        told = {name: ", ".join(f"/{one}" for one in both if one) for name, both in names.items()}
        return tuple(
            self.command.format(command=told[name], meaning=self.meanings[name]) for name in NAMES
        )


def words_in(language: str) -> TerminalWords:
    """Return the words in a language ("sv", "sv-SE"), else in English."""
    return file_in(language, "terminal", TerminalWords)
