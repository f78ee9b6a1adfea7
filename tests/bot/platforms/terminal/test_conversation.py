"""What lines and choices do in a terminal, whatever it looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.platforms.terminal.conversation import OWNER, Setup, Talk
from bot.platforms.terminal.words import words_in
from bot.screenings.service import NoSuchScreeningError
from bot.store import Conflict, StoreError
from bot.texts import languages
from criteria.trial.catalog import TrialError

if TYPE_CHECKING:
    from bot.screenings.service import Service

SETUP = Setup("start-net", "R1", "en")


def labels(talk: Talk) -> list[str]:
    return [option.label for option in talk.turn.choices.options]


def answers(talk: Talk) -> dict[str, str]:
    assert talk.session is not None
    return {item: kept.text for item, kept in talk.session.answers.items()}


def test_a_first_time_user_meets_the_greeting_and_the_first_question(talk: Talk) -> None:
    assert "START-NET" in talk.turn.message.lines[0].text
    assert any(line.strong for line in talk.turn.message.lines)
    assert talk.turn.writing


def test_unfinished_screenings_are_offered_the_last_touched_first(service: Service) -> None:
    for line in ("61 m", "62 m"):
        other = Talk(service, SETUP)
        other.open(offer=False)
        other.take(line)
    Talk(service, SETUP).open(offer=False)  # nothing answered: not worth an offer
    talk = Talk(service, SETUP)
    talk.open()
    offered = labels(talk)
    assert [label[:5] for label in offered[:-2]] == ["S0002", "S0001"]
    assert offered[-2:] == ["New screening", "Leave"]
    talk.take("2")
    assert answers(talk)["I1.age"] == "61"


def test_a_decided_screening_is_not_offered(service: Service) -> None:
    for line in ("17 m", "62 m"):
        other = Talk(service, SETUP)
        other.open(offer=False)
        other.take(line)
    talk = Talk(service, SETUP)
    talk.open()
    assert [label[:5] for label in labels(talk)[:-2]] == ["S0002"]


def test_a_script_is_not_asked_which_screening(service: Service) -> None:
    other = Talk(service, SETUP)
    other.open()
    other.take("61 m")
    talk = Talk(service, SETUP)
    talk.open(offer=False)
    assert talk.session is not None
    assert not talk.session.answers


def test_in_a_menu_nothing_can_be_written_and_back_leads_out_of_it(talk: Talk) -> None:
    talk.take("62 f")
    talk.take("/screen")
    talk.take("/resume")
    assert "S0001" in labels(talk)[0]
    assert talk.take("62 m").message.lines[0].text == words_in("en").no_choice
    assert not answers(talk)
    assert talk.take("/back").writing


def test_stop_keeps_everything_and_offers_ways_on(talk: Talk) -> None:
    talk.take("62 f")
    talk.take("/stop")
    assert "S0001" in talk.turn.message.text
    assert labels(talk) == ["Continue", "New screening", "Leave"]
    assert talk.take("1").writing


def test_after_the_summary_there_are_ways_on(talk: Talk) -> None:
    for line in ("62 f", "net", "well", "yes", "8", "yes", "Stop here"):
        talk.take(line)
    assert talk.turn.message.text.endswith("#not_eligible")
    assert labels(talk) == ["Change an answer", "Go on", "New screening", "Leave"]
    assert "finished" in talk.good_bye("chat --resume {token}")
    talk.take("New screening")
    assert talk.session is not None
    assert not talk.session.answers
    assert talk.take("/quit").over


def test_the_language_changes_every_sentence(talk: Talk) -> None:
    turn = talk.take("/language sv")
    assert turn.words is words_in("sv")
    assert talk.session is not None
    assert talk.session.language == "sv"
    talk.take("/screen")
    assert talk.session.language == "sv"
    assert "/language en" in talk.take("/language").message.text
    assert "/language en" in talk.take("/language xx").message.text


def test_the_reference_date_can_be_set(talk: Talk) -> None:
    talk.take("/date 2026-03-01")
    assert talk.session is not None
    assert talk.session.reference_date.isoformat() == "2026-03-01"
    assert "/date 2026-03-31" in talk.take("/date").message.text


def test_a_slash_is_never_an_answer(talk: Talk) -> None:
    turn = talk.take("/62")
    assert turn.message.lines[0].text.startswith("There is no such command")
    assert turn.writing
    assert "62" not in turn.message.text
    assert not answers(talk)


@pytest.mark.parametrize("token", ["S9999", "19121212-1212", "nothing"])
def test_a_screening_that_does_not_exist(service: Service, talk: Talk, token: str) -> None:
    with pytest.raises(NoSuchScreeningError):
        Talk(service, SETUP).open(token)
    turn = talk.take(f"/resume {token}")
    assert turn.message.text == words_in("en").no_screening
    assert turn.writing


def test_somebody_elses_screening_does_not_exist(service: Service, talk: Talk) -> None:
    reply = service.begin("telegram:1", "start-net", "en")
    assert talk.take(f"/resume {reply.session.token}").message.text == talk.words.no_screening


def test_a_store_that_fails_is_said_in_a_sentence_and_nothing_is_lost(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.take("62 f")
    before = talk.service.store.load("S0001")

    def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(talk.service.store, "save", full)
        turn = talk.take("net")
    assert turn.message.text == "The disk is full."
    assert turn.choices.options
    assert talk.service.store.load("S0001") == before
    assert "NET" in talk.take("net").message.text


def test_a_failure_begins_in_the_screener_s_language(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.take("/language sv")

    def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(talk.service.store, "save", full)
    assert talk.take("62 f").message.text == "Databasen kan inte användas: The disk is full."
    said = talk.take("/screen no-such-trial").message.text
    assert said.startswith("Studien kan inte användas: There is no trial “no-such-trial”")


def test_a_screening_that_is_always_changed_elsewhere_is_given_up(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def conflict(*_: object) -> None:
        tries.append(1)
        raise Conflict("S0001")

    monkeypatch.setattr(talk.service.store, "save", conflict)
    assert "is not stored" in talk.take("62 f").message.text
    assert 1 < len(tries) <= 20


def test_a_trial_that_does_not_exist(service: Service, talk: Talk) -> None:
    with pytest.raises(TrialError):
        Talk(service, Setup("no-such-trial", None, "en")).open()
    assert "no-such-trial" in talk.take("/screen no-such-trial").message.text
    talk.take("/screen")
    assert talk.session is not None
    assert talk.session.trial == "start-net"


def test_good_bye_says_how_to_come_back(talk: Talk) -> None:
    assert "Nothing was answered" in talk.good_bye("{token}")
    talk.take("62 f")
    assert "bedside chat --resume S0001" in talk.good_bye("bedside chat --resume {token}")


def test_screenings_are_the_terminals(talk: Talk) -> None:
    assert [stored.owner for stored in talk.service.screenings(OWNER)] == [OWNER]


def test_every_language_has_the_terminals_words() -> None:
    assert len({words_in(code).leave for code in languages()}) == len(languages())
    assert words_in("sv-SE") is words_in("sv")
    assert words_in("xx") is words_in("en")


def changed_after_the_summary(talk: Talk) -> None:
    for line in ("17 m", "Stop here", "Change an answer", "Age: 17 years", "16"):
        talk.take(line)


def test_why_a_reported_answer_was_changed_can_be_chosen(talk: Talk) -> None:
    changed_after_the_summary(talk)
    assert labels(talk)[:3] == ["Typing error", "New result", "Question misunderstood"]
    assert talk.turn.writing
    talk.take("2")
    assert "Reason: New result" in talk.turn.message.text
    assert not talk.turn.writing


def test_or_written(talk: Talk) -> None:
    changed_after_the_summary(talk)
    talk.take("The laboratory has called")
    assert "Reason: The laboratory has called" in talk.turn.message.text


def test_a_reason_that_is_due_is_something_to_go_on_with(talk: Talk, service: Service) -> None:
    changed_after_the_summary(talk)
    talk.take("Stop here")
    assert talk.session is not None
    assert talk.session.state == "summary"
    other = Talk(service, SETUP)
    assert "S0001" in [option.label[:5] for option in other.open().choices.options]
    talk.take("New result")
    other.open()
    assert not other.turn.menu  # nothing is left to offer: another one was begun
