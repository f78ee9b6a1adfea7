"""A screening at a question, and what is shown of it once something has happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs.effects import Show
from bot.dialogs.events import Resume, Typed
from bot.dialogs.machine import step
from bot.presentation.render import Renderer
from bot.texts import texts_in
from tests.bot.dialogs.test_machine import SCRIPT, after
from tests.making import TODAY

if TYPE_CHECKING:
    from bot.dialogs.events import Event
    from bot.dialogs.session import Session


def at(item: str) -> Session:
    """A screening of a man, at a question."""
    return after(Typed("62 m")).but(at=item)


def told(session: Session, event: Event, language: str = "en") -> tuple[Session, str]:
    """Take an event; the session then, and what is shown."""
    found, effects = step(session.but(language=language), event, SCRIPT, TODAY)
    return found, Renderer(found, SCRIPT, texts_in(language)).message((*effects, Show())).text


def shown(session: Session, language: str = "en") -> str:
    return told(session, Resume(), language)[1]
