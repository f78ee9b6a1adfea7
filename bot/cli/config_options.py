"""The options of commands that read settings; serving waits for no other module of options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ConfigOption = Annotated[Path | None, typer.Option("--config", help="A file of NAME=value lines.")]
OwnTrialsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--trials",
        metavar="DIR",
        help="A folder of own trials beside those shipped; repeatable. [env var: BEDSIDE_TRIALS]",
    ),
]
