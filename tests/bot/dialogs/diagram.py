"""Draws the conversation's phases as a diagram, from the table of moves and the handlers.

``python tests/bot/dialogs/diagram.py`` writes `docs/conversation.md` anew (``make diagram``).

A handler says with a trigger where it leads: as the last part of the step that it returns, or by
handing over to `move`, which chooses by the answers. Both are read from the source, one phase at a
time, so that no jump is missing. `test_model` sees that none is made that is not drawn.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard, TypeVar, get_args

from bot.dialogs import events, steps
from bot.dialogs.handlers.table import HANDLERS
from bot.dialogs.machine import next_phase
from bot.dialogs.phases import Phase, Trigger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.dialogs.handlers.table import Handler

DOCUMENT = Path(__file__).parents[3] / "docs" / "conversation.md"
EventType: TypeAlias = type[Any]
Member = TypeVar("Member", bound=Enum)
EVENTS: tuple[EventType, ...] = get_args(events.Event)

_HEAD = """\
# The conversation

<!-- Generated from bot/dialogs by `make diagram`; a test sees to it that it is up to date. -->

A screening is always in one of these phases. An arrow says which events can lead from one to the
next; which of them an event takes is decided by the answers (`bot/dialogs/handlers/`), and only
moves of the table in `bot/dialogs/machine.py` are possible. What is asked in *asking* is derived
from the answers and is no phase of its own.
"""
_TABLE = """\

## What each event can do in each phase

· means that the event does not fit: nothing changes, and the screener is told so.
"""


@cache
def triggers_of(handler: Handler, phase: Phase) -> frozenset[Trigger]:
    """Return every trigger that a handler can name in a phase."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(handler)))
    function = tree.body[0]
    assert isinstance(function, ast.FunctionDef)
    called = {node.func.id for node in ast.walk(function) if _is_call(node)}
    found, _ = _Reading(phase, frozenset(called), ast.unparse(function)).block(function.body)
    return frozenset(found)


def _is_call(node: ast.AST) -> TypeGuard[_Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name)


class _Call(ast.Call):
    """A call by name."""

    func: ast.Name


@dataclass(frozen=True)
class _Reading:
    """Reads a handler for one phase: what it says about other phases is left out."""

    phase: Phase
    called: frozenset[str]
    source: str

    def block(self, statements: Sequence[ast.stmt]) -> tuple[set[Trigger], bool]:
        """Return the triggers that statements can name, and whether what follows is reached."""
        found: set[Trigger] = set()
        for statement in statements:
            if isinstance(statement, ast.If):
                more, goes_on = self.choice(statement)
            elif isinstance(statement, ast.For):
                more, goes_on = self.block(statement.body)[0], True
            else:
                more, goes_on = self.expression(statement), not isinstance(statement, ast.Return)
            found |= more
            if not goes_on:
                return found, False
        return found, True

    def choice(self, statement: ast.If) -> tuple[set[Trigger], bool]:
        """Read an if: only one side where the phase decides it."""
        truth = self.truth(statement.test)
        sides = []
        if truth is not False:
            sides.append(self.block(statement.body))
        if truth is not True:
            sides.append(self.block(statement.orelse))
        return set().union(*(found for found, _ in sides)), any(goes_on for _, goes_on in sides)

    def expression(self, node: ast.AST) -> set[Trigger]:
        """Read whatever is no if."""
        if isinstance(node, ast.IfExp):
            truth = self.truth(node.test)
            first = set() if truth is False else self.expression(node.body)
            return first | (set() if truth is True else self.expression(node.orelse))
        found = _named(node)
        if _is_call(node) and node.func.id == "moved":
            found |= self.chosen()
        return found.union(*map(self.expression, ast.iter_child_nodes(node)))

    def chosen(self) -> set[Trigger]:
        """Return the triggers that `move` can choose here."""
        body = ast.parse(textwrap.dedent(inspect.getsource(steps.move))).body[0]
        returned = [node.value for node in ast.walk(body) if isinstance(node, ast.Return)]
        names = set().union(*(_named(node) for node in returned if node is not None))
        proposed = self.proposed()
        if proposed is not None:
            names = {Trigger.CONFIRM} if proposed else names - {Trigger.CONFIRM}
        if self.called & {"typed", "keep"}:
            # what would change another reported answer before a reason is given
            names |= {Trigger.LIST}
        return names - {Trigger.FAIL} if "went_on=True" in self.source else names

    def proposed(self) -> bool | None:
        """Whether something waits for a yes when `move` looks; None if either can be."""
        if (
            self.called & {"typed", "without_values", "takes_ticks_back"}
            or "proposed=proposed" in self.source
        ):
            return None  # what is read, or what takes the place of values, may be asked back
        dropped = self.phase is Phase.CONFIRM and "but(proposed={}" in self.source
        if "keep" in self.called or dropped:
            return False  # what is kept waits no longer, nor what is dropped
        return self.waits()

    def waits(self) -> bool | None:
        """Whether something waits for a yes in the phase; behind a list or a break it may."""
        behind = (Phase.CHANGING, Phase.PAUSED)
        return None if self.phase in behind else self.phase is Phase.CONFIRM

    def truth(self, test: ast.expr) -> bool | None:
        """Whether a test holds in the phase; None if the phase does not say."""
        match ast.unparse(test):
            case "session.proposed":
                return self.waits()
            case "session.alone":
                able = (Phase.ASKING, Phase.CONFIRM, Phase.PAUSED)
                return None if self.phase in able else False
        match test:
            case ast.Compare(left=left, ops=[ast.Is() | ast.In()], comparators=[right]):
                if ast.unparse(left).endswith("session.state"):
                    return self.phase in _members(right, Phase)
        return None


def _named(node: ast.AST) -> set[Trigger]:
    """Return the trigger that an expression names; not those inside it."""
    return set(_members(node, Trigger)) if isinstance(node, ast.Attribute) else set()


def _members(node: ast.expr | ast.Attribute, kind: type[Member]) -> list[Member]:
    """Return the members of an enumeration that an expression names, such as ``Phase.ASKING``."""
    names = (one for one in ast.walk(node) if isinstance(one, ast.Attribute))
    return [kind[one.attr] for one in names if ast.unparse(one.value) == kind.__name__]


def handler_of(phase: Phase, event: EventType) -> Handler | None:
    """Return the handler of a type of event."""
    return HANDLERS[phase].get(event)


def destinations(phase: Phase, event: EventType) -> tuple[Phase, ...]:
    """Return the phases that an event can lead to, the phase it meets among them."""
    handler = handler_of(phase, event)
    if handler is None:
        return (phase,)
    found = {next_phase(phase, trigger) for trigger in triggers_of(handler, phase)}
    return tuple(known for known in Phase if known in found or known is phase)


def _arrows() -> Iterator[str]:
    for phase in Phase:
        for other in Phase:
            names = [one.__name__ for one in EVENTS if other in destinations(phase, one)]
            if names and other != phase:
                yield f"    {phase} --> {other}: {', '.join(names)}"


def _rows() -> Iterator[str]:
    yield f"| event | {' | '.join(Phase)} |"
    yield "|---" * (len(Phase) + 1) + "|"
    for event in EVENTS:
        cells = [
            "·" if handler_of(phase, event) is None else ", ".join(destinations(phase, event))
            for phase in Phase
        ]
        yield f"| {event.__name__}: {_what(event)} | {' | '.join(cells)} |"


def _what(event: EventType) -> str:
    text = (event.__doc__ or "").strip().rstrip(".")
    return text[:1].lower() + text[1:]


def document() -> str:
    """Write the whole page."""
    first = next(iter(Phase))
    diagram = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first}", *_arrows(), "```"]
    return "\n".join([_HEAD, *diagram, _TABLE, *_rows()]) + "\n"


def main() -> None:
    """Write the page to where it belongs."""
    DOCUMENT.write_text(document(), "utf-8")


if __name__ == "__main__":
    main()
