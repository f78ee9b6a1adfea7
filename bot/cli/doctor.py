"""``bedside doctor``: every check that can be made here, one after the other."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from itertools import chain

import typer

from bot.cli.config_options import ConfigOption, OwnTrialsOption
from bot.cli.console import printable, put, stop
from criteria.trial import catalog

app = typer.Typer()


@app.command(epilog="Example: bedside doctor --config bedside.env")
def doctor(
    config: ConfigOption = None,
    trials: OwnTrialsOption = None,
) -> None:
    """Check that everything is in order: settings, database, trials, disk, clock, Telegram."""
    from bot.cli import doctor_checks as checks  # noqa: PLC0415 - the help needs none of it
    from bot.cli import wiring  # noqa: PLC0415 - as above
    from bot.cli.proof import doctor_checks as of_proof  # noqa: PLC0415 - as above
    from bot.config.settings import Settings, SettingsError  # noqa: PLC0415 - as above

    try:
        settings = Settings.load(config).with_trials(trials)
    except SettingsError as error:
        stop(str(error))
    catalog.use(settings.trials)
    found = []
    served = None if settings.token is None else partial(wiring.served, settings)
    more = chain(of_proof.checks(settings), wiring.checks(settings))
    for check in checks.checks(settings, lambda: datetime.now().astimezone(), served, more):
        put(printable(checks.as_text(check)))
        found.append(check)
    raise typer.Exit(checks.exit_status(found))
