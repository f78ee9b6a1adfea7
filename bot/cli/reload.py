"""``bedside trials reload``: tells the running service to read a site's own trials again."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.config_options import ConfigOption
from bot.cli.console import put, stop, warn
from bot.cli.option_values import texts_of
from bot.cli.options import LanguageOption
from bot.texts.words import Texts
from criteria.trial import catalog

app = typer.Typer()

NONE_RUNS = 1
"""Exit status where no service could be told."""


@app.command(epilog="Example: bedside trials reload --config bedside.env")
def reload(
    config: ConfigOption = None,
    database: Annotated[
        str | None,
        typer.Option("--database", help="The service's; if not given that of the settings."),
    ] = None,
    language: LanguageOption = "en",
) -> None:
    """Tell the service that runs here to read its folders of trials again."""
    from bot.config.settings import Settings, SettingsError  # noqa: PLC0415 - only needed here
    from bot.store import Service, StoreError, service_of  # noqa: PLC0415 - as above

    texts = texts_of(language)
    try:
        settings = Settings.load(config)
        found = service_of(database or settings.database_url)
    except (SettingsError, StoreError) as error:
        stop(str(error))
    if not isinstance(found, Service):
        stop(texts.reload.say(found), NONE_RUNS)
    _signal(found.process, found.place, texts)
    _look(settings.trials, texts)


def _signal(process: int, place: str, texts: Texts) -> None:
    try:
        os.kill(process, signal.SIGHUP)
    except ProcessLookupError:
        stop(texts.reload.say("elsewhere", place=place), NONE_RUNS)
    except PermissionError:
        stop(texts.reload.say("not_allowed", process=process), NONE_RUNS)
    put(texts.reload.say("told", process=process))


def _look(folders: Iterable[Path], texts: Texts) -> None:
    """Say what the service finds in the folders of these settings, which may not be its own."""
    collection = catalog.use(folders)
    for refused in collection.refused:
        warn(texts.reload.say("left_out", folder=refused))
    trials = ", ".join(f"{one.id} {one.version}" for one in collection.available())
    put(texts.reload.say("found", trials=trials))
