"""Groups of commands, each imported when it is asked for: whoever checks waits for no export."""

from __future__ import annotations

from collections import UserDict
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup
from typer.main import get_command
from typer.models import CommandInfo


class LazyGroup(TyperGroup):
    """A group that knows where its commands are; its help imports all of them."""

    modules: ClassVar[dict[str, str]]
    """The module of each command, in the order of the help; its ``app`` has the command."""

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - typer's own
        super().__init__(**given)
        self.commands = _Imported({**self.modules, **self.commands})


class _Imported(UserDict[str, Any]):
    """Commands by their names; one that is still the name of a module is imported now."""

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - typer keeps its class to itself
        if isinstance(self.data[name], str):
            self.data[name] = _command(name, import_module(self.data[name]).app)
        return self.data[name]


def _command(name: str, app: typer.Typer) -> Any:  # noqa: ANN401 - as above
    """Make one of the commands of a module."""
    alone = typer.Typer(add_completion=False, rich_markup_mode="rich")
    alone.registered_commands += [one for one in app.registered_commands if _name(one) == name]
    return get_command(alone)


def _name(command: CommandInfo) -> str:
    """Return what a command is called: as its function, if nothing else is said."""
    return command.name or str(getattr(command.callback, "__name__", ""))
