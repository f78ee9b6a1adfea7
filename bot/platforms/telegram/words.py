"""Telegram's own sentences, one file a language beside this one, checked when read.

What Bedside says on every platform stands in `bot/texts`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, model_validator

from bot.platforms.telegram.bot_commands import RIGHTS

if TYPE_CHECKING:
    from typing import Self


class TelegramWords(BaseModel):
    """Sentences by name: all must be there, and none more."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    language: str
    commands: dict[str, str]
    roles: dict[str, str]
    outcomes: dict[str, str]
    weekdays: list[str]
    tomorrow: str
    described: str
    described_briefly: str
    demonstration: str
    stranger: str
    whoever: str
    group: str
    attachment: str
    identifier: str
    edited: str
    no_command: str
    not_allowed: str
    no_screening: str
    not_there: str
    purged: str
    stale: str
    store_failed: str
    trial_failed: str
    broken: str
    menu: str
    new_screening: str
    continue_screening: str
    all_pending: str
    which_trial: str
    which_language: str
    language_set: str
    argument_date: str
    help: str
    privacy: str
    retention_on: str
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
    reminder: str
    log_none: str
    log: str
    log_line: str
    log_failing: str
    log_pending: str
    log_files: str
    again_which: str
    file_too_large: str
    forget_which: str
    forget_ask: str
    forget_yes: str
    forget_no: str
    forgotten: str
    not_forgotten: str
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

    @model_validator(mode="after")
    def _all_commands(self) -> Self:
        """Every command has its line, and every weekday its name."""
        if set(self.commands) != set(RIGHTS) or len(self.weekdays) != 7:  # noqa: PLR2004 - a week
            msg = "describe each command once, and name seven weekdays"
            raise ValueError(msg)
        return self

    def say(self, name: str, /, **details: object) -> str:
        """Return the sentence of that name with its details filled in."""
        return str(getattr(self, name)).format(**details)


@cache
def _all() -> dict[str, TelegramWords]:
    files = (file for file in resources.files(__package__).iterdir() if file.name.endswith(".toml"))
    found = [TelegramWords.model_validate(tomllib.loads(file.read_text("utf-8"))) for file in files]
    return {words.language: words for words in found}


def words_in(language: str, fallback: str = "en") -> TelegramWords:
    """Return the words in a language ("sv", "sv-SE"), else in the fallback."""
    known = _all()
    return known.get(language.partition("-")[0].lower()) or known[fallback]
