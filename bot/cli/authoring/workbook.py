"""``bedside trials to-xlsx`` and ``from-xlsx``: a trial as a workbook, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.authoring.schema import write_schemas
from bot.cli.console import UNWRITABLE, put, stop
from bot.cli.option_values import texts_of
from bot.cli.options import LANGUAGE, LanguageOption
from criteria.trial.catalog import TrialError
from criteria.trial.schema import FOLDER

app = typer.Typer()


@app.command("to-xlsx", epilog="Example: bedside trials to-xlsx my-trial/1 -o my-trial.xlsx")
def to_xlsx(
    folder: Annotated[Path, typer.Argument(help="A version folder with its TOML files.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The workbook to write.")],
    language: LanguageOption = LANGUAGE,
) -> None:
    """A version folder as a workbook: one row a criterion, an item, a rule, a case."""
    from bot.workbook.conversion import to_workbook  # noqa: PLC0415 - only needed here

    texts = texts_of(language)
    try:
        with output.open("xb") as target:
            to_workbook(folder, target)
    except FileExistsError:
        stop(texts.workbook.say("there_already", place=output))
    except OSError as error:
        stop(f"{output}: {error.strerror}.", UNWRITABLE)
    except TrialError as error:
        output.unlink()
        stop(str(error))
    except ImportError:
        output.unlink()
        stop(texts.export.say("missing_part", library="xlsxwriter"))
    put(texts.workbook.say("written", place=output))


@app.command("from-xlsx", epilog="Example: bedside trials from-xlsx my-trial.xlsx --into trials")
def from_xlsx(
    file: Annotated[Path, typer.Argument(help="A workbook as to-xlsx writes it.")],
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="The folder of trials.")],
    language: LanguageOption = LANGUAGE,
) -> None:
    """A workbook as a version folder DIR/TRIAL/VERSION, which must not be there yet."""
    from bot.workbook.conversion import (  # noqa: PLC0415 - only needed here
        ThereAlreadyError,
        UnfitError,
        from_workbook,
    )
    from bot.workbook.reading import NoWorkbookError  # noqa: PLC0415 - as above

    texts = texts_of(language)
    try:
        folder = from_workbook(file, into)
        if not (into / FOLDER).exists():
            write_schemas(into)
    except UnfitError as error:
        stop(str(error))
    except ThereAlreadyError as error:
        stop(texts.workbook.say("there_already", place=error))
    except NoWorkbookError:
        stop(texts.workbook.say("no_workbook", place=file))
    except OSError as error:
        stop(f"{error.filename or file}: {error.strerror}.")
    except ImportError:
        stop(texts.export.say("missing_part", library="openpyxl"))
    put(texts.workbook.say("written", place=folder))
    put(texts.workbook.say("check_it", place=folder))
