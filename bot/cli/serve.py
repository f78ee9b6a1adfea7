"""``bedside serve`` alone: it imports nothing that only other commands need.

A service that died has to be back soon; the whole command line takes as long to import again as
the service itself.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(name="bedside", add_completion=False, pretty_exceptions_enable=False)
ConfigOption = Annotated[Path | None, typer.Option("--config", help="A file of NAME=value lines.")]
OwnTrialsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--trials",
        metavar="DIR",
        help="A folder of own trials beside those shipped; repeatable. [env var: BEDSIDE_TRIALS]",
    ),
]
WebOption = Annotated[
    bool,
    typer.Option("--web", help="Serve Bedside's own page: alone, or beside the bot with a token."),
]
EXAMPLE = "Example: BEDSIDE_TOKEN=123456:ABC... bedside serve"


@app.callback()
def _serve_is_a_command() -> None:
    """Prescreening for clinical trials. It never decides: the investigator does."""


@app.command(epilog=EXAMPLE)
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
