"""No screen has more than ten buttons, in any language, of any trial that comes with Bedside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.dialogs.events import ChangeAnswer, Edit, Explained, GoOn, TurnPage, Typed
from bot.dialogs.machine import step
from bot.dialogs.phases import Phase
from bot.dialogs.session import Kept, Script, Session
from bot.presentation.fitting import MOST, page_of, with_ways_out
from bot.presentation.messages import Button
from bot.presentation.render import Renderer
from bot.texts import languages, texts_in
from criteria.trial import catalog
from tests.making import MAN, TODAY, TRIAL

if TYPE_CHECKING:
    from bot.dialogs.events import Event
    from bot.presentation.messages import Message

TRIALS = ("start-net", "emperor-reduced", "cagrisema", "alta-1l")
SCRIPTS = {name: Script(catalog.load(name)) for name in TRIALS}


def shown(session: Session, script: Script) -> Message:
    return Renderer(session, script, texts_in(session.language)).message()


def data(message: Message) -> list[str]:
    return [button.data for row in message.rows for button in row]


def answering(name: str, language: str, item: str, *, alone: bool, known: bool) -> Session:
    """A session that asks an item, perhaps again."""
    trial = SCRIPTS[name].trial.protocol
    answers = {item: Kept("unknown")} if known else {}
    return Session(
        *("S0001", name, trial.version, TODAY, language),
        answers=answers,
        trail=("x",),
        at=item,
        alone=alone,
    )


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", TRIALS)
def test_no_question_has_more_than_ten(name: str, language: str) -> None:
    for item in SCRIPTS[name].trial.order:
        for alone in (False, True):
            for known in (False, True):
                session = answering(name, language, item, alone=alone, known=known)
                count = len(data(shown(session, SCRIPTS[name])))
                assert 0 < count <= MOST, (item, alone, known)


@pytest.mark.parametrize("language", languages())
def test_no_other_screen_has_more_than_ten(language: str) -> None:
    """The list of answers, what is read, a failure with its reasons, the summary."""
    script = Script(TRIAL)
    answers = {item: Kept(text) for item, text in MAN.items()}
    session = Session("S0001", "start-net", "R1.1", TODAY, language, answers=answers)
    session = session.but(state=Phase.SUMMARY, reported=True, trail=tuple(answers))
    events: list[Event] = [
        *(ChangeAnswer(), TurnPage("1"), TurnPage("5"), Edit("I3.ecog"), Typed("3")),
        *(GoOn(), ChangeAnswer("I10"), Explained("typing_error"), ChangeAnswer()),
        *(Edit("I10.hb"), Typed("250 g/L"), Typed("9.1")),
    ]
    seen = {session.state}
    for event in events:
        session, _ = step(session, event, script, TODAY)
        seen.add(session.state)
        assert len(data(shown(session, script))) <= MOST, event
    assert seen >= {Phase.SUMMARY, Phase.CHANGING, Phase.FAILED, Phase.ASKING, Phase.CONFIRM}


def test_an_answer_of_many_is_found_on_one_of_the_pages() -> None:
    script = SCRIPTS["alta-1l"]
    item = "E2.tki"
    session = answering("alta-1l", "en", item, alone=False, known=False)
    codes = set()
    for page in range(3):
        turned, _ = step(session, TurnPage(str(page)), script, TODAY)
        codes |= {one.rpartition(":")[2] for one in data(shown(turned, script)) if one[0] == "a"}
    assert codes == {*script.trial.items[item].choices, "unknown"}  # type: ignore[union-attr] # it has


def test_the_next_question_begins_on_its_first_page() -> None:
    session = answering("start-net", "en", "I4.type", alone=False, known=False).but(page=3)
    answered, _ = step(session, Typed("net"), SCRIPTS["start-net"], TODAY)
    assert answered.page == 0
    listed = session.but(state=Phase.CHANGING, answers={"I3.ecog": Kept("1")})
    assert step(listed, Edit("I3.ecog"), SCRIPTS["start-net"], TODAY)[0].page == 0


@pytest.mark.parametrize(
    ("count", "page", "shows", "of"),
    [(9, 5, 9, 1), (10, 0, 7, 2), (10, 1, 3, 2), (10, 2, 7, 2), (0, 0, 0, 1)],
)
def test_many_things_are_shown_by_pages(count: int, page: int, shows: int, of: int) -> None:
    things, _, pages = page_of(range(count), page, 9)
    assert (len(things), pages) == (shows, of)


def test_the_ways_out_give_way_the_last_first() -> None:
    rows = [(Button("x", "a:1"),)] * 8
    keep, back, asking = Button("keep", "y"), Button("back", "b"), Button("help", "h")
    fitted = with_ways_out(rows, [(keep,), (back, asking)])
    assert fitted[8:] == ((keep,), (back,))
    assert with_ways_out(rows * 2, [(keep,)]) == (*rows, *rows)
