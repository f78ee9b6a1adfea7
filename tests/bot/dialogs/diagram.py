"""Draws the conversation's phases as a diagram, from the table of moves and the handlers.

``python tests/bot/dialogs/diagram.py`` writes `docs/conversation.md` anew (``make diagram``).

A handler says with a trigger where it leads: as the last part of what it returns, or by handing
over to `move`, which chooses by the answers. Both are read from the source, one phase at a time,
so that no jump is missing. `test_model` sees that none is made that is not drawn.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard, get_args

from bot.dialogs import events, following, handling
from bot.dialogs.machine import MOVES, PHASES, next_phase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DOCUMENT = Path(__file__).parents[3] / "docs" / "conversation.md"
EventType: TypeAlias = type[Any]
EVENTS: tuple[EventType, ...] = get_args(events.Event)
TRIGGERS = tuple(dict.fromkeys(trigger for trigger, _, _ in MOVES))
_CHOOSERS = {"move", "moved"}

_HEAD = """\
# The conversation

<!-- Generated from bot/dialogs by `make diagram`; a test sees to it that it is up to date. -->

A screening is always in one of these phases. An arrow says which events can lead from one to the
next; which of them an event takes is decided by the answers (`bot/dialogs/handling.py`), and only
moves of the table in `bot/dialogs/machine.py` are possible. What is asked in *asking* is derived
from the answers and is no phase of its own.
"""
_TABLE = """\

## What each event can do in each phase

· means that the event does not fit: nothing changes, and the screener is told so.
"""


@cache
def triggers_of(handler: Callable[..., object], phase: str) -> frozenset[str]:
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

    phase: str
    called: frozenset[str]
    source: str

    def block(self, statements: Sequence[ast.stmt]) -> tuple[set[str], bool]:
        """Return the triggers that statements can name, and whether what follows is reached."""
        found: set[str] = set()
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

    def choice(self, statement: ast.If) -> tuple[set[str], bool]:
        """Read an if: only one side where the phase decides it."""
        truth = self.truth(statement.test)
        sides = []
        if truth is not False:
            sides.append(self.block(statement.body))
        if truth is not True:
            sides.append(self.block(statement.orelse))
        return set().union(*(found for found, _ in sides)), any(goes_on for _, goes_on in sides)

    def expression(self, node: ast.AST) -> set[str]:
        """Read whatever is no if."""
        if isinstance(node, ast.IfExp):
            truth = self.truth(node.test)
            first = set() if truth is False else self.expression(node.body)
            return first | (set() if truth is True else self.expression(node.orelse))
        found: set[str] = set()
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            last = node.value.elts[-1]
            if isinstance(last, ast.Constant) and isinstance(last.value, str):
                found.add(last.value)
        if _is_call(node) and node.func.id in _CHOOSERS:
            found |= self.chosen()
        return found.union(*map(self.expression, ast.iter_child_nodes(node)))

    def chosen(self) -> set[str]:
        """Return the triggers that `move` can choose here."""
        body = ast.parse(textwrap.dedent(inspect.getsource(following.move))).body[0]
        assert isinstance(body, ast.FunctionDef)
        returned = [node.value for node in ast.walk(body) if isinstance(node, ast.Return)]
        names = {str(node.value) for node in returned if isinstance(node, ast.Constant)}
        proposed = self.proposed()
        if proposed is not None:
            names = {"confirm"} if proposed else names - {"confirm"}
        if self.called & {"typed", "keep"}:
            names |= {"list"}  # what would change another reported answer before a reason is given
        return names - {"fail"} if "went_on=True" in self.source else names

    def proposed(self) -> bool | None:
        """Whether something waits for a yes when `move` looks; None if either can be."""
        if "typed" in self.called or "proposed=proposed" in self.source:
            return None  # what is read may have to be asked back
        if "keep" in self.called:
            return False  # what is kept waits no longer
        return None if self.phase == "paused" else self.phase == "confirm"

    def truth(self, test: ast.expr) -> bool | None:
        """Whether a test holds in the phase; None if the phase does not say."""
        match ast.unparse(test):
            case "session.proposed":
                return None if self.phase == "paused" else self.phase == "confirm"
            case "session.alone":
                return None if self.phase in ("asking", "confirm", "paused") else False
        match test:
            case ast.Compare(left=left, ops=[ast.Eq() | ast.In()], comparators=[right]):
                if ast.unparse(left) == "session.state":
                    return self.phase in ast.literal_eval(ast.unparse(right))
        return None


def handler_of(phase: str, event: EventType) -> Callable[..., object] | None:
    """Return the handler of a type of event; what the event says does not matter for that."""
    blank = event(**dict.fromkeys(event.__dataclass_fields__, ""))
    found: Callable[..., object] | None = handling.handler_of(phase, blank)
    return found


def destinations(phase: str, event: EventType) -> tuple[str, ...]:
    """Return the phases that an event can lead to, the phase it meets among them."""
    handler = handler_of(phase, event)
    if handler is None:
        return (phase,)
    found = {next_phase(phase, trigger) for trigger in triggers_of(handler, phase)}
    return tuple(known for known in PHASES if known in found or known == phase)


def _arrows() -> Iterator[str]:
    for phase in PHASES:
        for other in PHASES:
            names = [one.__name__ for one in EVENTS if other in destinations(phase, one)]
            if names and other != phase:
                yield f"    {phase} --> {other}: {', '.join(names)}"


def _rows() -> Iterator[str]:
    yield f"| event | {' | '.join(PHASES)} |"
    yield "|---" * (len(PHASES) + 1) + "|"
    for event in EVENTS:
        cells = [
            "·" if handler_of(phase, event) is None else ", ".join(destinations(phase, event))
            for phase in PHASES
        ]
        yield f"| {event.__name__}: {_what(event)} | {' | '.join(cells)} |"


def _what(event: EventType) -> str:
    text = (event.__doc__ or "").strip().rstrip(".")
    return text[:1].lower() + text[1:]


def document() -> str:
    """Write the whole page."""
    diagram = ["```mermaid", "stateDiagram-v2", f"    [*] --> {PHASES[0]}", *_arrows(), "```"]
    return "\n".join([_HEAD, *diagram, _TABLE, *_rows()]) + "\n"


def main() -> None:
    """Write the page to where it belongs."""
    DOCUMENT.write_text(document(), "utf-8")


if __name__ == "__main__":
    main()
