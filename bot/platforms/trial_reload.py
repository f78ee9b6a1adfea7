"""A site's own trials in a running service: taken when it starts, and again when it is told to."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import TYPE_CHECKING

from bot.logs import log
from bot.screenings.scripts import script_of
from criteria.trial import catalog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from bot.config.site import SiteFile
    from criteria.trial.catalog import Collection
    from criteria.trial.trial import Trial


def take(folders: Iterable[Path]) -> None:
    """Take a site's folders as the service starts; what is left out is named in the log."""
    _told(catalog.use(folders))


def renew(folders: Iterable[Path], site: SiteFile | None) -> None:
    """Look through the folders again, and make ready what is new; the log says what is there."""

    def fits(trial: Trial) -> None:
        if site is not None:
            site.for_trial(trial)

    collection = catalog.renew(folders, fits)
    _told(collection)
    make_ready(site)
    released = [one for one in collection.available() if one.status == "released"]
    log().info("trials read", trials=[f"{one.id} {one.version}" for one in released])


def make_ready(site: SiteFile | None) -> None:
    """Read every released trial, so that the first screener does not wait for it."""
    for release in catalog.available():
        if release.status == "released":
            script_of(release.id, release.version, site)


def _told(collection: Collection) -> None:
    for refused in collection.refused:
        log().error("trial left out", folder=str(refused.folder), error=refused.why)


class Renewing:
    """Renews the trials each time the process is told to by SIGHUP, one renewal at a time."""

    def __init__(
        self,
        folders: Callable[[], Iterable[Path]],
        site: SiteFile | None,
        stop: asyncio.Event,
    ) -> None:
        """Listen for the signal from now on; a terminal that is closed still ends the service.

        Args:
            folders: returns a site's own, as they are set now; ValueError where that is unknown.
            site: the site's limits, which a new trial must fit.
            stop: ends the service.
        """
        self._folders = folders
        self._site = site
        self._stop = stop
        self._wanted = asyncio.Event()
        self._terminal = sys.stderr.isatty()
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._hung_up)

    async def run(self) -> None:
        """Renew whenever that is wanted, until cancelled."""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            try:
                await asyncio.to_thread(self._renew)
            except Exception as error:  # noqa: BLE001 - the trials that are there go on
                log().error("trials not read", error=str(error))

    def _renew(self) -> None:
        renew(self._folders(), self._site)

    def _hung_up(self) -> None:
        if self._terminal and not os.isatty(sys.stderr.fileno()):
            self._stop.set()
        else:
            self._wanted.set()
