"""``bedside serve``: it imports nothing that only other commands need.

A service that died has to be back soon.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.cli.config_options import ConfigOption, OwnTrialsOption

app = typer.Typer()
WebOption = Annotated[
    bool,
    typer.Option("--web", help="Serve Bedside's own page: alone, or beside the bot with a token."),
]


@app.command(epilog="Example: BEDSIDE_TOKEN=123456:ABC... bedside serve")
def serve(
    config: ConfigOption = None,
    trials: OwnTrialsOption = None,
    web: WebOption = False,
    browser: Annotated[bool, typer.Option("--browser", help="Open the page here.")] = False,
) -> None:
    """Run the Telegram bot, by polling or with BEDSIDE_WEBHOOK by webhook; and the page."""
    from bot.cli import wiring as parts  # noqa: PLC0415 - the help needs none of it
    from bot.config.settings import Settings, SettingsError  # noqa: PLC0415 - as above

    def settings() -> Settings:
        return Settings.load(config).with_trials(trials)

    try:
        status = parts.serve(settings(), lambda: settings().trials, web=web, browser=browser)
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        status = 2
    raise typer.Exit(status)
