"""The one place where the parts are put together: store, clock, service and platform."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.platforms import terminal
from bot.service import Service
from bot.store import Store, StoreError

if TYPE_CHECKING:
    from bot.site import SiteFile


def chat(
    database: str,
    trial: str,
    version: str | None,
    language: str,
    token: str | None,
    site: SiteFile | None = None,
) -> int:
    """Hold a conversation in this terminal; gives the exit status.

    Raises:
        StoreError: the database cannot be used; the message says what to do.
    """
    with Store.open(database) as store:
        service = Service(store, _now, site)
        return terminal.chat(service, trial=trial, version=version, language=language, token=token)


def _now() -> datetime:
    """Give the time with this machine's time zone."""
    return datetime.now().astimezone()


__all__ = ["StoreError", "chat"]
