"""The environment of the bot: what is the same for every update."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.config.site import SiteFile
    from bot.platforms.telegram.access import Access


@dataclass(frozen=True, slots=True)
class Environment:
    """Who may use the bot, its clock, its language, its site and its name."""

    access: Access
    now: Callable[[], datetime]
    language: str = "en"
    """For people whose own language is not spoken here."""
    site: SiteFile | None = None
    username: str = ""
    """The bot's own, for links."""
