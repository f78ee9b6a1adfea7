"""Telegram's own sentences: `telegram.toml` in each language's folder in `bot/texts`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import field_validator, model_validator

from bot.platforms.chat.roles import RIGHTS
from bot.texts import file_in
from bot.texts.base import Counted, Words

if TYPE_CHECKING:
    from typing import Self


_WEEK = 7


class DayWords(Words):
    """How days are written in a reminder."""

    weekdays: list[str]
    """Monday to Sunday."""
    tomorrow: list[str]
    ahead: list[str]
    """What comes before a number of days or weeks."""
    day: list[str]
    week: list[str]

    @field_validator("weekdays")
    @classmethod
    def _week(cls, weekdays: list[str]) -> list[str]:
        if len(weekdays) != _WEEK:
            raise ValueError("name seven weekdays, Monday first")
        return weekdays


class TelegramWords(Words):
    """Sentences by name: all must be there, and none more."""

    commands: dict[str, str]
    roles: dict[str, str]
    outcomes: dict[str, str]
    days: DayWords
    described: str
    described_briefly: str
    demonstration: str
    stranger: str
    whoever: str
    group: str
    attachment: str
    unread: str
    identifier: str
    edited: str
    no_command: str
    no_command_near: str
    not_allowed: str
    no_screening: str
    not_there: str
    purged: str
    stale: str
    store_failed: str
    trial_failed: str
    broken: str
    menu: str
    open_form: str
    new_screening: str
    continue_screening: str
    all_pending: str
    which_trial: str
    which_language: str
    language_set: str
    argument_date: str
    help: str
    privacy: str
    retention_on: Counted
    retention_off: str
    pending_none: str
    pending: str
    pending_more: str
    open_line: str
    open_nothing: str
    open_more: str
    open_count: str
    reminder_line: str
    remind: str
    remind_when: str
    remind_unread: str
    remind_past: str
    remind_set: str
    remind_item: str
    calendar_file: str
    reminder: str
    log_none: str
    log: Counted
    log_line: str
    log_failing: str
    log_pending: str
    log_awaited: str
    log_not_asked: str
    log_files: str
    log_more: str
    which_more: str
    again_which: str
    file_too_large: str
    file_cannot_be_made: str
    none_of_yours: str
    outcome_which: str
    forget_which: str
    forget_ask: str
    forget_yes: str
    forget_why: dict[str, str]
    """Why answers are deleted, by its code."""
    forget_no: str
    forgotten: str
    not_forgotten: str
    confirm_none: str
    confirm_list: str
    confirm_line: str
    confirm_ask: str
    confirm_yes: str
    confirm_how: str
    confirm_changed: str
    confirm_nothing: str
    confirmed: str
    invite_whom: str
    invited: str
    joined: str
    no_invitation: str
    members: str
    member: str
    revoke: str
    revoke_ask: str
    revoke_no: str
    not_revoked: str
    revoked: str
    no_member: str
    settled_owner: str
    link: str
    no_page: str

    @model_validator(mode="after")
    def _all_commands(self) -> Self:
        """Every command has its line."""
        if set(self.commands) != set(RIGHTS):
            raise ValueError("describe each command once")
        return self


def words_in(language: str) -> TelegramWords:
    """Return the words in a language ("sv", "sv-SE"), else in English."""
    return file_in(language, "telegram", TelegramWords)
