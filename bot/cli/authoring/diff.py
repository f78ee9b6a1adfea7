"""``bedside trials diff``: what changed from one version of a trial to another."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.amendments.amendments import diff
from bot.cli.commands import Commands
from bot.cli.console import printable, put
from bot.cli.option_values import texts_of, trial_of
from bot.cli.options import LANGUAGE, LanguageOption, TrialOption

app = Commands()


@app.command("diff", epilog="Example: bedside trials diff R1 R2 --language sv")
def diff_trials(
    old: Annotated[str, typer.Argument(help="The version before.")],
    new: Annotated[str, typer.Argument(help="The version after.")],
    trial: TrialOption = None,
    language: LanguageOption = LANGUAGE,
) -> None:
    """What changed from one version of a trial to another, criterion by criterion."""
    versions = (trial_of(trial, old), trial_of(trial, new))
    put(printable("\n".join(diff(*versions, texts_of(language)))))
