"""The one place where the parts are put together: store, clock, service and platform."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator
    from contextlib import ExitStack
    from pathlib import Path

    from bot.config.check import Check
    from bot.config.settings import Settings
    from bot.config.site import SiteFile
    from bot.platforms.chat.environment import Environment
    from bot.platforms.telegram.service.starting import TelegramClient
    from bot.store import Store

_GARBAGE = 20_000
"""New objects after which a service looks for garbage: an update makes thousands that soon go."""

_HOW_TO_BEGIN = """\
Bedside has no bot token. To get one, write /newbot to @BotFather in Telegram, answer its two
questions, and start again with the token that it gives:

  BEDSIDE_TOKEN=123456:ABC... bedside serve

or keep it in a file that only you can read: bedside serve --config bedside.env

Without a messenger: bedside serve --web serves Bedside's own page."""


def chat(  # noqa: PLR0913, PLR0917 - the options of one command
    database: str,
    trial: str | None,
    version: str | None,
    language: str,
    token: str | None,
    site: SiteFile | None = None,
    given: str = "",
    *,
    asked: bool = False,
) -> int:
    """Hold a conversation in this terminal; return the exit status.

    Args:
        database: where screenings are kept.
        trial: the trial that new screenings are for; None to ask where there are several.
        version: its version; the newest released one if None.
        language: the language to begin in.
        token: a screening to go on with.
        site: whose limits hold.
        given: options that whoever goes on later has to give again.
        asked: somebody asked for the language, so that it is an earlier screening's too.

    Raises:
        StoreError: the database cannot be used; the message says what to do.
    """
    from bot.platforms.terminal import terminal  # noqa: PLC0415 - the service needs none of it
    from bot.screenings.service import Service  # noqa: PLC0415 - as above
    from bot.store import Store  # noqa: PLC0415 - as above

    with Store.open(database) as store:
        service = Service(store, _now, site)
        return terminal.chat(
            service,
            trial=trial,
            version=version,
            language=language,
            token=token,
            given=given,
            place=store.database.place,
            asked=asked,
        )


def preview(folder: Path, language: str) -> int:
    """Hold a conversation with a version folder that is edited; return the exit status.

    Raises:
        TrialError: the folder cannot be used yet.
    """
    from bot.platforms.terminal import preview as terminal  # noqa: PLC0415 - as above
    from bot.screenings.preview import Draft, PreviewService  # noqa: PLC0415 - as above
    from bot.store import Store  # noqa: PLC0415 - as above

    draft = Draft(folder)
    with Store.open("sqlite://") as store:
        return terminal.preview(PreviewService(store, _now, draft), language)


def serve(
    settings: Settings,
    folders: Callable[[], Iterable[Path]] | None = None,
    *,
    web: bool = False,
    browser: bool = False,
) -> int:
    """Run the Telegram bot, the page, or both, until told to stop; return the exit status.

    Args:
        settings: what is in force.
        folders: returns the folders of a site's own trials when they are to be read again.
        web: serve the page too, or alone where there is no token.
        browser: open the page in this machine's browser.
    """
    if settings.token is None and web:
        return _serve_page(settings, folders, browser=browser)
    if settings.token is None:
        sys.stderr.write(f"{_HOW_TO_BEGIN}\n")
        return 2
    from bot.platforms.telegram.service.starting import serve as run  # noqa: PLC0415 - chat needs none of it

    return run(settings, lambda client, stack: _serving(settings, folders, client, stack, web=web))


def _serve_page(
    settings: Settings, folders: Callable[[], Iterable[Path]] | None, *, browser: bool
) -> int:
    """Serve the page alone; open it in this machine's browser, if that is wanted."""
    import signal  # noqa: PLC0415 - as above
    from contextlib import ExitStack  # noqa: PLC0415 - as above

    from bot.config.site import SiteError  # noqa: PLC0415 - as above
    from bot.logs import configure  # noqa: PLC0415 - as above
    from bot.platforms.trial_reload import take  # noqa: PLC0415 - as above
    from bot.platforms.web.service.serving import UNUSABLE  # noqa: PLC0415 - as above
    from bot.platforms.web.service.serving import serve as run  # noqa: PLC0415 - as above
    from bot.store import StoreError  # noqa: PLC0415 - as above

    configure()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # until the trials were read once
    take(settings.trials)
    try:
        with ExitStack() as stack:
            store = _store(settings, stack)
            environment = page_environment(settings, _environment(settings))
            return run(settings, store, environment, folders, browser=browser)
    except (SiteError, StoreError) as error:
        sys.stderr.write(f"{error}\n")
        return UNUSABLE


def _serving(
    settings: Settings,
    folders: Callable[[], Iterable[Path]] | None,
    client: TelegramClient,
    stack: ExitStack,
    *,
    web: bool,
) -> Callable[[], Awaitable[int]]:
    """Import the service and open what it needs, which the stack closes; return what runs it."""
    from bot.platforms.telegram.service.serving import Serving  # noqa: PLC0415 - as above
    from bot.platforms.trial_reload import take  # noqa: PLC0415 - as above

    take(settings.trials)
    store = _store(settings, stack)
    environment = _environment(settings)
    page = None
    if web:
        from bot.platforms.web.address import Place  # noqa: PLC0415 - as above
        from bot.platforms.web.service.server import Server  # noqa: PLC0415 - as above

        page = Server(settings, store, page_environment(settings, environment, alone=False))
        place = Place.of(settings)
        environment = replace(environment, page=place.url, forms=place.forms)
    # What was imported stays: who looks for garbage need not go through it again and again.
    gc.freeze()
    gc.set_threshold(_GARBAGE)
    return Serving(settings, store, environment, client, folders, page).run


def _store(settings: Settings, stack: ExitStack) -> Store:
    """Open the database for a service."""
    from bot.store import Store  # noqa: PLC0415 - as above

    store = stack.enter_context(Store.open(settings.database_url))
    stack.enter_context(store.exclusive())
    return store


def _environment(settings: Settings) -> Environment:
    """Return the environment of a chat's commands."""
    from bot.config.site import read_site  # noqa: PLC0415 - as above
    from bot.platforms.chat.access import Access  # noqa: PLC0415 - the first poll needs none
    from bot.platforms.chat.environment import Environment  # noqa: PLC0415 - as above
    from bot.store import key_place_of  # noqa: PLC0415 - as above

    site = None if settings.site is None else read_site(settings.site)
    zone = None if site is None else site.zone
    return Environment(
        Access(settings.owners, settings.open),
        lambda: datetime.now(zone).astimezone(zone),
        settings.language,
        site,
        key=settings.key or key_place_of(settings.database_url),
        heads=settings.heads,
    )


def page_environment(
    settings: Settings, environment: Environment, *, alone: bool = True
) -> Environment:
    """Return the environment as the page needs it."""
    from bot.platforms.web.address import Place  # noqa: PLC0415 - as above
    from bot.platforms.web.words import chat_words  # noqa: PLC0415 - as above

    url = Place.of(settings).url
    return replace(
        environment, page=url, only_page=alone, recap=False, marked=False, words=chat_words
    )


def checks(settings: Settings) -> Iterator[Callable[[], Check]]:
    """Return what doctor looks at in Telegram, of the page and of the FHIR server."""
    from bot.cli.prefill import doctor_checks as of_records  # noqa: PLC0415 - as above
    from bot.platforms.telegram.service import doctor_checks  # noqa: PLC0415 - chat needs none of it
    from bot.platforms.web.service import doctor_checks as of_page  # noqa: PLC0415 - as above

    yield from doctor_checks.checks(settings)
    yield from of_page.checks(settings)
    yield from of_records.checks(settings)


def served(settings: Settings) -> str:
    """Return the ``Date`` header of Telegram's server.

    Raises:
        OSError: it can't be had.
    """
    from bot.platforms.telegram.service import doctor_checks  # noqa: PLC0415 - as above

    return doctor_checks.served(settings)


def _now() -> datetime:
    """Return the time with this machine's time zone."""
    return datetime.now().astimezone()
