"""Commands that know a site's own trials: each takes ``--trials`` and begins by reading them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import Any

import typer

from bot.cli.console import warn
from bot.cli.options import TrialsOption
from criteria.trial import catalog


class Commands(typer.Typer):
    """The commands of a module, each with the option ``--trials``."""

    def command(
        self,
        name: str | None = None,
        **options: Any,  # noqa: ANN401 - typer's own
    ) -> Callable[..., Any]:
        """Register a function as a command; the function itself stays as it is."""
        register = super().command(name, **options)

        def registered(function: Callable[..., Any]) -> Callable[..., Any]:
            register(_with_trials(function))
            return function

        return registered


def take_trials(folders: Iterable[Path]) -> None:
    """Take a site's folders of trials, and name on standard error what is left out of them."""
    for refused in catalog.use(folders).refused:
        warn(f"Left out: {refused}")


def _with_trials(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function with one more parameter, whose folders are read before it runs."""

    @wraps(function)
    def run(*args: object, trials: list[Path] | None = None, **given: object) -> object:
        take_trials(trials or ())
        return function(*args, **given)

    own = inspect.signature(function, eval_str=True)
    added = inspect.Parameter(
        "trials", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=TrialsOption
    )
    run.__signature__ = own.replace(parameters=[*own.parameters.values(), added])  # type: ignore[attr-defined]
    run.__annotations__ = {**function.__annotations__, "trials": TrialsOption}
    return run
