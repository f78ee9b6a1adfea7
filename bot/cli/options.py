"""The options that several commands have in common, each declared once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.texts import languages

TrialOption = Annotated[
    str | None, typer.Option("--trial", help="Which trial; see bedside trials list.")
]
ChatTrialsOption = Annotated[
    list[str] | None,
    typer.Option(
        "--trial", help="Which trial; repeat it, or write all, to ask for several together."
    ),
]
OnlyTrialOption = Annotated[
    str | None, typer.Option("--trial", help="Only screenings for this trial.")
]
TrialsOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--trials",
        metavar="DIR",
        envvar="BEDSIDE_TRIALS",
        help="A folder of own trials beside those shipped; repeatable.",
    ),
]
VersionOption = Annotated[
    str | None, typer.Option("--version", help="Which version; if not given the newest released.")
]
LanguageOption = Annotated[
    str, typer.Option("--language", envvar="BEDSIDE_LANGUAGE", help=f"{' or '.join(languages())}.")
]
DatabaseOption = Annotated[
    str, typer.Option("--database", envvar="BEDSIDE_DATABASE", help="Where screenings are kept.")
]
SiteOption = Annotated[
    Path | None,
    typer.Option("--site", envvar="BEDSIDE_SITE", help="The site's file: its limits and its day."),
]
SinceOption = Annotated[
    datetime | None,
    typer.Option("--since", formats=["%Y-%m-%d"], help="Only those begun on this day or later."),
]
UntilOption = Annotated[
    datetime | None,
    typer.Option("--until", formats=["%Y-%m-%d"], help="Only those begun on this day or before."),
]
OutputOption = Annotated[
    str, typer.Option("--output", "-o", help="The file to write, or - for standard output.")
]
JobsOption = Annotated[
    int | None,
    typer.Option(
        "--jobs", min=1, max=256, help="How many processes; if not given as many as it has cores."
    ),
]
FileOfRecord = Annotated[
    str | None,
    typer.Argument(help="A FHIR Bundle, NDJSON or HL7 v2 ORU message; - for standard input."),
]
ReferenceDateOption = Annotated[
    datetime | None,
    typer.Option("--date", formats=["%Y-%m-%d"], help="The reference date; if not given today."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Reply in JSON.")]

DATABASE = "sqlite:///bedside.db"
LANGUAGE = "en"
