"""The one place where the parts are put together: store, clock, service and platform."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

from bot.site import SiteError, read_site
from bot.store import Store, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.check import Check
    from bot.settings import Settings
    from bot.site import SiteFile

_HOW_TO_BEGIN = """\
Bedside has no bot token. To get one, write /newbot to @BotFather in Telegram, answer its two
questions, and start again with the token that it gives:

  BEDSIDE_TOKEN=123456:ABC... bedside serve

or keep it in a file that only you can read: bedside serve --config bedside.env"""


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
    from bot.platforms import terminal  # noqa: PLC0415 - the service needs none of it
    from bot.service import Service  # noqa: PLC0415 - as above

    with Store.open(database) as store:
        service = Service(store, _now, site)
        return terminal.chat(service, trial=trial, version=version, language=language, token=token)


def serve(settings: Settings) -> int:
    """Run the Telegram bot until it is told to stop; gives the exit status.

    Raises:
        StoreError: the database cannot be used; the message says what to do.
        SiteError: the site's file cannot be used.
    """
    if settings.token is None:
        sys.stderr.write(f"{_HOW_TO_BEGIN}\n")
        return 2
    site = None if settings.site is None else read_site(settings.site)
    zone = None if site is None else site.zone
    from bot.platforms.telegram.serving import serve as run  # noqa: PLC0415 - chat needs none of it

    with Store.open(settings.database_url) as store, store.alone():
        return run(settings, store, lambda: datetime.now(zone).astimezone(zone), site)


def checks(settings: Settings) -> Iterator[Callable[[], Check]]:
    """Give what doctor looks at in Telegram."""
    from bot.platforms.telegram import checkup  # noqa: PLC0415 - chat needs none of it

    return checkup.checks(settings)


def served(settings: Settings) -> str:
    """Give the ``Date`` header of Telegram's server.

    Raises:
        OSError: it can't be had.
    """
    from bot.platforms.telegram import checkup  # noqa: PLC0415 - as above

    return checkup.served(settings)


def _now() -> datetime:
    """Give the time with this machine's time zone."""
    return datetime.now().astimezone()


__all__ = ["SiteError", "StoreError", "chat", "checks", "serve", "served"]
