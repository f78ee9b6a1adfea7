"""Answers that contradict each other come to the same in a conversation as in a file (P22 to P25).

In the conversation somebody answers what is asked, and says in words what is known beside it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from bot.batch.check import Checker
from bot.dialogs.phases import Phase
from bot.dialogs.prompts import Checklist, Panel, prompt
from bot.platforms.chat.access import Access
from bot.platforms.chat.commands.router import Router
from bot.platforms.chat.environment import Environment
from bot.platforms.chat.incoming import Incoming, Kind
from bot.platforms.terminal import conversation as terminal
from bot.platforms.terminal.choices import Option
from bot.screenings.scripts import script_of
from bot.screenings.service import Service
from bot.store import Chat, Store
from bot.texts import texts_in
from criteria.trial.protocol import ChoiceItem, NumberItem
from tests.making import MAN, TODAY, TRIAL, WOMAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.dialogs.prompts import Prompt
    from bot.dialogs.session import Session

NOW = datetime(2026, 3, 31, 9, tzinfo=UTC)
USER, TOKEN = 8, "S0001"
PRESSES = {"no": 0, "yes": 1, "unknown": 2}


@dataclass
class Case:
    """Somebody's answers, and what becomes of them."""

    person: Mapping[str, str]
    changes: Mapping[str, str]
    overall: str
    pending: tuple[str, ...] = ()
    told: Mapping[str, str] | None = None
    """What is said in words, for it is not asked: item -> words."""

    @property
    def answers(self) -> dict[str, str]:
        """All of them, numbers with their units."""
        return {
            item: f"{text} {known.canonical}"
            if isinstance(known := TRIAL.items[item], NumberItem) and text.rpartition(" ")[0] == ""
            else text
            for item, text in {**self.person, **self.changes}.items()
        }


CASES = {
    "no DOTA-PET": Case(
        MAN,
        {"I5.tracer": "64Cu-DOTATATE", "E5.ct_mri": "discordant"},
        "pending",
        ("I5", "E5"),
        {"E5.ct_mri": "CT/MRI without uptake: discordant"},
    ),
    "carcinoma, well differentiated": Case(
        WOMAN, {"I4.type": "nec", "I1.age": "50"}, "pending", ("I4",)
    ),
    "not applicable to a woman": Case(
        WOMAN,
        {"I11.wocbp": "not_applicable", "E1.pregnant": "no", "I11.contraception": "unknown"},
        "pending",
        ("I11",),
    ),
    "pregnant, and cannot be": Case(
        WOMAN,
        {"I11.wocbp": "no", "E1.pregnant": "yes", "I11.contraception": "unknown"},
        "pending",
        ("I11", "E1"),
        {"E1.pregnant": "pregnant: yes"},
    ),
    "not measurable, node of 22 mm": Case(
        MAN, {"I7.measurable": "no", "I7.node_mm": "22 mm"}, "pending", ("I7",),
        {"I7.node_mm": "largest lymph node 22 mm"},
    ),
    "cytopenia, counts in order": Case(
        WOMAN, {"E4.marrow": "yes", "I10.plt": "150 10^9/L"}, "pending", ("E4",)
    ),
    "renal impairment, clearance in order": Case(
        MAN, {"E4.renal": "yes", "I9.gfr": "88 mL/min/1.73m2"}, "pending", ("E4",)
    ),
    "breast-feeding not applicable": Case(
        WOMAN, {"E1.lactating": "not_applicable"}, "eligible"
    ),
    "carcinoma, poorly differentiated": Case(
        MAN, {"I4.type": "nec", "I4.differentiation": "poorly"}, "not_eligible"
    ),
}  # fmt: skip


class Talk:
    """A screening under way on one platform."""

    def __init__(self, store: Store) -> None:
        """Begin it."""
        self.store = store
        Service(store, lambda: NOW).begin(self.owner, "start-net", "en", "R1.1")

    owner = terminal.OWNER

    @property
    def session(self) -> Session:
        """The session as it is stored."""
        stored = self.store.load(TOKEN)
        assert stored is not None
        return stored.session

    def say(self, given: str) -> None:
        """Type something, or press a button."""
        raise NotImplementedError


class InTerminal(Talk):
    """In the terminal."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        setup = terminal.Setup("start-net", "R1.1", "en")
        self.talk = terminal.Conversation(Service(store, lambda: NOW), setup)
        self.talk.open(TOKEN)

    def say(self, given: str) -> None:
        self.talk.take(Option(1, "1", given, given) if given[1] == ":" else given)


class InTelegram(Talk):
    """In Telegram."""

    owner = f"telegram:{USER}"

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.router = Router(Environment(Access((USER,)), lambda: NOW))
        self.count = 1000
        chat = Chat(USER, "en", TOKEN)
        store.within(lambda unit: unit.messaging.keep_chat(chat))

    def say(self, given: str) -> None:
        press = given[1] == ":"
        self.count += 1
        kind, query = (Kind.PRESS, "press") if press else (Kind.TEXT, "")
        incoming = Incoming(
            self.count, kind, USER, USER, text=given, message=self.count, query=query
        )
        posted = self.store.within(lambda unit: self.router.handle(incoming, unit))
        if posted is not None:
            self.store.within(lambda unit: unit.messaging.delivered([posted.id]))


def replies(asked: Prompt, answers: Mapping[str, str]) -> Iterator[str]:
    """Return what is pressed and typed to what is asked."""
    item = asked.item
    if isinstance(asked, Panel):
        yield f"o:{TOKEN}:{item}"
    elif isinstance(asked, Checklist):
        for line in asked.items:
            yield from [f"t:{TOKEN}:{line}"] * PRESSES[answers.get(line, "unknown")]
        yield f"d:{TOKEN}:{item}"
    elif isinstance(TRIAL.items[item], ChoiceItem):
        yield f"a:{TOKEN}:{item}:{answers.get(item, 'unknown')}"
    else:
        yield answers.get(item, "unknown")


def held(talk: Talk, case: Case) -> str:
    """Answer what is asked, then say what was not; what was said stays to be said no more."""
    told = list((case.told or {}).values())
    script = script_of("start-net", "R1.1")
    for _ in range(150):
        session = talk.session
        if session.state is Phase.CONFIRM:
            talk.say(f"y:{TOKEN}")
        elif session.state in (Phase.FAILED, Phase.SUMMARY) and told:
            talk.say(told.pop())
        elif session.state is Phase.FAILED:
            talk.say(f"g:{TOKEN}")
        elif session.state is Phase.SUMMARY:
            return script.verdict(session).outcome.value
        else:
            asked = prompt(session, script)
            assert asked is not None
            for given in replies(asked, case.answers):
                talk.say(given)
    raise AssertionError("no end")


@pytest.mark.parametrize("platform", [InTerminal, InTelegram])
@pytest.mark.parametrize("name", CASES)
def test_a_conversation_comes_to_what_a_file_comes_to(name: str, platform: type[Talk]) -> None:
    case = CASES[name]
    entry = json.dumps({"answers": case.answers, "reference_date": TODAY.isoformat()})
    reply = Checker(TRIAL, texts_in("en"), TODAY).reply_to(entry)
    assert (reply["overall"], tuple(reply["pending"])) == (case.overall, case.pending)
    with Store.open("sqlite://") as store:
        talk = platform(store)
        assert held(talk, case) == case.overall
        found = script_of("start-net", "R1.1").verdict(talk.session)
        assert {name: status.value for name, status in found.statuses.items()} == reply["criteria"]
