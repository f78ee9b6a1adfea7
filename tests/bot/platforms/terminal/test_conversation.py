"""What lines and choices do in a terminal, whatever it looks like."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.dialogs.phases import Phase
from bot.platforms.terminal.conversation import OWNER, Conversation, Setup
from bot.platforms.terminal.words import words_in
from bot.screenings.service import NoSuchScreeningError
from bot.store import Conflict, StoreError
from bot.texts import languages, texts_in
from criteria.trial.catalog import TrialError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.screenings.service import Service

SETUP = Setup("start-net", "R1", "en")


def labels(conversation: Conversation) -> list[str]:
    return [option.label for option in conversation.view.choices.options]


def answers(conversation: Conversation) -> dict[str, str]:
    assert conversation.session is not None
    return {item: kept.text for item, kept in conversation.session.answers.items()}


def test_a_first_time_user_meets_the_greeting_and_the_first_question(
    conversation: Conversation,
) -> None:
    assert "START-NET" in conversation.view.message.lines[0].text
    assert any(line.strong for line in conversation.view.message.lines)
    assert conversation.view.writing


def test_unfinished_screenings_are_offered_the_last_touched_first(service: Service) -> None:
    for line in ("61 m", "62 m"):
        other = Conversation(service, SETUP)
        other.open(offer=False)
        other.take(line)
    Conversation(service, SETUP).open(offer=False)  # nothing answered: not worth an offer
    conversation = Conversation(service, SETUP)
    conversation.open()
    offered = labels(conversation)
    assert [label[:5] for label in offered[:-2]] == ["S0002", "S0001"]
    assert offered[-2:] == ["New screening", "Leave"]
    conversation.take("2")
    assert answers(conversation)["I1.age"] == "61"


def test_a_decided_screening_is_not_offered(service: Service) -> None:
    for line in ("17 m", "62 m"):
        other = Conversation(service, SETUP)
        other.open(offer=False)
        other.take(line)
    conversation = Conversation(service, SETUP)
    conversation.open()
    assert [label[:5] for label in labels(conversation)[:-2]] == ["S0002"]


def test_a_script_is_not_asked_which_screening(service: Service) -> None:
    other = Conversation(service, SETUP)
    other.open()
    other.take("61 m")
    conversation = Conversation(service, SETUP)
    conversation.open(offer=False)
    assert conversation.session is not None
    assert not conversation.session.answers


def test_in_a_menu_nothing_can_be_written_and_back_leads_out_of_it(
    conversation: Conversation,
) -> None:
    conversation.take("62 f")
    conversation.take("/screen")
    conversation.take("/resume")
    assert "S0001" in labels(conversation)[0]
    assert conversation.take("62 m").message.lines[0].text == words_in("en").no_choice
    assert not answers(conversation)
    assert conversation.take("/back").writing


def test_the_screening_at_hand_can_be_resumed_too(conversation: Conversation) -> None:
    conversation.take("62 f")
    conversation.take("/screen")
    view = conversation.take("/resume")
    assert [label[:5] for label in labels(conversation)[:2]] == ["S0001", "S0002"]
    assert view.menu
    conversation.take("2")
    assert conversation.session is not None
    assert conversation.session.token.endswith("2")


def test_stop_keeps_everything_and_offers_ways_on(conversation: Conversation) -> None:
    conversation.take("62 f")
    conversation.take("/stop")
    assert "S0001" in conversation.view.message.text
    assert labels(conversation) == ["Continue", "New screening", "Leave"]
    assert conversation.take("1").writing


def test_the_screening_that_is_left_in_the_middle_is_named_by_the_next(
    conversation: Conversation,
) -> None:
    conversation.take("62 f")
    assert "/resume S0001 goes on with that one" in conversation.take("/screen").message.text
    assert "goes on with that one" not in conversation.take("/quick").message.text


def test_after_the_summary_there_are_ways_on(conversation: Conversation) -> None:
    for line in ("62 f", "net", "well", "yes", "8", "yes", "Stop here"):
        conversation.take(line)
    assert conversation.view.message.text.endswith("#not_eligible")
    assert labels(conversation) == ["Change an answer", "Go on", "New screening", "Leave"]
    assert "finished" in conversation.good_bye("chat --resume {token}")
    conversation.take("New screening")
    assert conversation.session is not None
    assert not conversation.session.answers
    assert conversation.take("/quit").over


def test_the_language_changes_every_sentence(conversation: Conversation) -> None:
    view = conversation.take("/language sv")
    assert view.words is words_in("sv")
    assert conversation.session is not None
    assert conversation.session.language == "sv"
    conversation.take("/screen")
    assert conversation.session.language == "sv"
    assert "/language en" in conversation.take("/language").message.text
    assert "/language en" in conversation.take("/language xx").message.text


def test_the_reference_date_can_be_set(conversation: Conversation) -> None:
    conversation.take("/date 2026-03-01")
    assert conversation.session is not None
    assert conversation.session.reference_date.isoformat() == "2026-03-01"
    assert "/date 2026-03-31" in conversation.take("/date").message.text


def test_a_slash_is_never_an_answer(conversation: Conversation) -> None:
    view = conversation.take("/62")
    assert view.message.lines[0].text.startswith("There is no such command")
    assert view.writing
    assert "62" not in view.message.text
    assert not answers(conversation)


@pytest.mark.parametrize("token", ["S9999", "19121212-1212", "nothing"])
def test_a_screening_that_does_not_exist(
    service: Service, conversation: Conversation, token: str
) -> None:
    with pytest.raises(NoSuchScreeningError):
        Conversation(service, SETUP).open(token)
    view = conversation.take(f"/resume {token}")
    assert view.message.text == words_in("en").no_screening
    assert view.writing


def test_somebody_elses_screening_does_not_exist(
    service: Service, conversation: Conversation
) -> None:
    reply = service.begin("telegram:1", "start-net", "en")
    assert (
        conversation.take(f"/resume {reply.session.token}").message.text
        == conversation.words.no_screening
    )


def test_a_store_that_fails_is_said_in_a_sentence_and_nothing_is_lost(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation.take("62 f")
    before = conversation.service.store.load("S0001")

    def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(conversation.service.store, "save", full)
        view = conversation.take("net")
    assert view.message.text == "The disk is full."
    assert view.choices.options
    assert conversation.service.store.load("S0001") == before
    assert "NET" in conversation.take("net").message.text


def test_a_failure_begins_in_the_screener_s_language(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation.take("/language sv")

    def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(conversation.service.store, "save", full)
    assert (
        conversation.take("62 f").message.text == "Databasen kan inte användas: The disk is full."
    )
    said = conversation.take("/screen no-such-trial").message.text
    assert said.startswith("Studien kan inte användas: There is no trial “no-such-trial”")


def test_a_screening_that_is_always_changed_elsewhere_is_given_up(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def conflict(*_: object) -> None:
        tries.append(1)
        raise Conflict("S0001")

    monkeypatch.setattr(conversation.service.store, "save", conflict)
    assert "is not stored" in conversation.take("62 f").message.text
    assert 1 < len(tries) <= 20


def test_a_trial_that_does_not_exist(service: Service, conversation: Conversation) -> None:
    with pytest.raises(TrialError):
        Conversation(service, Setup("no-such-trial", None, "en")).open()
    assert "no-such-trial" in conversation.take("/screen no-such-trial").message.text
    conversation.take("/screen")
    assert conversation.session is not None
    assert conversation.session.trial == "start-net"


def test_good_bye_says_how_to_come_back(conversation: Conversation) -> None:
    assert "Nothing was answered" in conversation.good_bye("{token}")
    conversation.take("62 f")
    assert "bedside chat --resume S0001" in conversation.good_bye("bedside chat --resume {token}")


def test_screenings_are_the_terminals(conversation: Conversation) -> None:
    assert [stored.owner for stored in conversation.service.screenings(OWNER)] == [OWNER]


def test_every_language_has_the_terminals_words() -> None:
    assert len({words_in(code).leave for code in languages()}) == len(languages())
    assert words_in("sv-SE") is words_in("sv")
    assert words_in("xx") is words_in("en")


def changed_after_the_summary(conversation: Conversation) -> None:
    for line in ("17 m", "Stop here", "Change an answer", "Age: 17 years", "16"):
        conversation.take(line)


def test_why_a_reported_answer_was_changed_can_be_chosen(conversation: Conversation) -> None:
    changed_after_the_summary(conversation)
    assert labels(conversation)[:3] == ["Typing error", "New result", "Question misunderstood"]
    assert conversation.view.writing
    conversation.take("2")
    assert "Reason: New result" in conversation.view.message.text
    assert not conversation.view.writing


def test_or_written(conversation: Conversation) -> None:
    changed_after_the_summary(conversation)
    conversation.take("The laboratory has called")
    assert "Reason: The laboratory has called" in conversation.view.message.text


def test_a_reason_that_is_due_is_something_to_go_on_with(
    conversation: Conversation, service: Service
) -> None:
    changed_after_the_summary(conversation)
    conversation.take("Stop here")
    assert conversation.session is not None
    assert conversation.session.state is Phase.SUMMARY
    other = Conversation(service, SETUP)
    assert "S0001" in [option.label[:5] for option in other.open().choices.options]
    conversation.take("New result")
    other.open()
    assert not other.view.menu  # nothing is left to offer: another one was begun


def test_what_if_says_what_would_change_and_keeps_nothing(conversation: Conversation) -> None:
    conversation.take("62 m")
    before = answers(conversation)
    view = conversation.take("/whatif age 17")
    assert "I1 Age: met → not met" in view.message.text
    assert view.writing
    assert answers(conversation) == before
    conversation.take("/language sv")
    assert conversation.take("/whatif 19121212-1212").message.text.startswith("Det ser ut som")


def test_the_list_of_answers_has_pages_and_can_be_narrowed(conversation: Conversation) -> None:
    conversation.take("62 m")
    session = conversation.session
    assert session is not None
    while session.state is Phase.ASKING and len(session.answers) < 30:
        conversation.take("unknown")
        session = conversation.session
        assert session is not None
    view = conversation.take("/change")
    assert sum(one.kind == "e" for one in view.choices.options) == 7
    assert "(1 of 5)" in view.message.text
    view = conversation.take("Next")
    assert "(2 of 5)" in view.message.text
    assert [one.label for one in view.choices.options if one.kind == "q"] == [
        "Previous",
        "Next",
    ]
    view = conversation.take("/change I4")
    assert {one.data.split(":")[2][:3] for one in view.choices.options} == {"I4."}
    assert conversation.take("/change platelets").writing
    assert conversation.session is not None
    assert conversation.session.at == "I10.plt"
    view = conversation.take("/change zebra")
    assert view.message.text.startswith("No answer goes by that name.")
    assert sum(one.kind == "e" for one in view.choices.options) == 7


def test_a_quick_check_says_how_far_it_came_and_the_rest_is_a_choice_away(
    service: Service,
) -> None:
    conversation = Conversation(service, Setup("start-net", "R1.1", "en"))
    view = conversation.take("/quick")
    assert "Any earlier PRRT" in view.message.text
    assert "1 of 9" in view.message.text
    for _ in range(30):
        if conversation.session is None or conversation.session.state is not Phase.ASKING:
            break
        view = conversation.take("unknown")
    assert "Quick check: nothing against it in 0 of 18." in view.message.text
    assert "#pending" in view.message.text
    (go_on,) = (one for one in view.choices.options if one.kind == "g")
    assert conversation.take(go_on).writing


def test_sources_and_what_became_of_it_are_noted_beside_the_question(
    conversation: Conversation, service: Service
) -> None:
    conversation.take("62 f")
    asked = conversation.view.message.lines[-1]
    view = conversation.take("/source I1 referral 2026-03-01 AB")
    assert view.message.lines[0].text == "✓ Source of I1: referral · 2026-03-01 · AB"
    assert view.message.lines[-1] == asked
    view = conversation.take("/outcome referred to Lund 2026-03-01")
    assert view.message.text.startswith("✓ S0001 · Referred to: Lund")
    assert view.writing
    conversation.take("/outcome s0001 declined\nlanguage")
    facts = [(one.field, one.value, one.words) for one in service.store.follow_up("S0001")]
    assert facts == [
        ("referred_to", None, "Lund"),
        ("referred_on", "2026-03-01", None),
        ("outcome", "declined", None),
        ("not_approached", "language", None),
    ]
    assert "no such screening" in conversation.take("/outcome S0099 declined").message.text


def test_nobody_is_an_investigator_in_a_terminal(conversation: Conversation) -> None:
    assert "There is no such command" in conversation.take("/confirm S0001").message.text


@pytest.mark.usefixtures("own_trials")
def test_several_trials_are_asked_together(service: Service) -> None:
    conversation = Conversation(service, Setup("sova rena", None, "en"))
    conversation.open(offer=False)
    for line in ("52", "1.5 mg/dL", "no", "31", "2026-01-12", "nej"):
        conversation.take(line)
    lines = conversation.view.message.text.splitlines()
    assert lines[-2:] == ["sova: #eligible", "rena: #eligible"]
    assert labels(conversation)[:3] == ["Summary of SOVA", "Summary of RENA", "Change an answer"]
    conversation.take("Summary of RENA")
    assert conversation.view.message.text.splitlines()[-1] == "#eligible"
    conversation.take("All trials")
    assert conversation.view.message.text.splitlines()[-1] == "rena: #eligible"


@pytest.mark.usefixtures("own_trials")
def test_all_trials_are_offered_together_but_not_for_a_quick_check(service: Service) -> None:
    conversation = Conversation(service, Setup(None, None, "en"))
    conversation.open(offer=False)
    assert labels(conversation) == ["RENA", "SOVA", "START-NET", "All of them, asked together"]
    conversation.take("/quick")
    assert labels(conversation) == ["RENA", "SOVA", "START-NET"]
    conversation.take("/screen all")
    assert "prescreening for 3 trials together" in conversation.view.message.text


def test_the_language_that_was_asked_for_is_that_of_an_earlier_screening_too(
    service: Service,
) -> None:
    Conversation(service, SETUP).open(offer=False)
    asked = Conversation(service, Setup("start-net", "R1", "sv", asked=True))
    assert "Ålder" in asked.open("S0001").message.text
    assert asked.session is not None
    assert asked.session.language == "sv"
    again = Conversation(service, SETUP)
    assert "Ålder" in again.open("S0001").message.text  # nobody asked for another one


def test_it_is_said_where_a_trial_has_no_words_in_the_language_asked_for(
    service: Service,
) -> None:
    Conversation(service, Setup("cagrisema", None, "en")).open(offer=False)
    asked = Conversation(service, Setup(None, None, "sv", asked=True))
    view = asked.open("S0001")
    assert view.message.lines[0].text == texts_in("en").dialog.no_language
    assert asked.setup.language == "en"


def test_help_explains_the_question_and_lists_every_command(conversation: Conversation) -> None:
    view = conversation.take("/help")
    told = [line.text for line in view.message.lines]
    assert [line for line in told if line.startswith("/")] == [*words_in("en").listed("en")]
    assert view.writing
    swedish = conversation.take("/language sv") and conversation.take("/hjälp")
    assert "/change, /ändra: ändra ett svar" in swedish.message.text


def test_a_command_that_there_is_not_gets_one_line(conversation: Conversation) -> None:
    for given, near in (("/chagne", "/change"), ("/xyzzy", "/help")):
        lines = conversation.take(given).message.lines
        assert len(lines) == 1
        assert near in lines[0].text
        assert "xyzzy" not in lines[0].text


def test_what_is_open_is_listed_with_what_it_waits_for(conversation: Conversation) -> None:
    assert conversation.take("/pending").message.text == words_in("en").pending_none
    conversation.take("62 f")
    view = conversation.take("/pending")
    assert "S0001 · START-NET · waits for: Tumour type, " in view.message.text
    assert labels(conversation)[0].startswith("S0001")
    assert conversation.take("1").writing


def test_what_a_screening_waits_for_is_told_as_far_as_its_trial_is_there(
    conversation: Conversation, service: Service
) -> None:
    conversation.take("62 f")
    lost = replace(service.store.of(OWNER)[0].session, token="S0009", version="R0")  # noqa: S106 - a number
    service.store.add(lost, OWNER, service.now())
    assert "S0009" not in conversation.take("/pending").message.text


def test_files_of_a_screening_are_written_into_the_folder_at_hand(
    conversation: Conversation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for line in ("62 f", "net", "well", "yes", "8", "no", "1", "yes", "2025-11-10", "yes"):
        conversation.take(line)
    told = conversation.take("/calendar").message.text
    assert told == f"Written: {tmp_path / 'S0001-calendar.ics'}"
    assert (tmp_path / "S0001-calendar.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert conversation.take("/calendar s0001").message.text == told
    assert [one.name for one in tmp_path.iterdir()] == ["S0001-calendar.ics"]
    assert conversation.take("/checklist S0099").message.text == words_in("en").no_screening


def test_a_file_that_cannot_be_made_or_written_is_said(
    conversation: Conversation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    conversation.take("62 f")
    assert "no day ahead" in conversation.take("/calendar").message.text
    (tmp_path / "S0001-checklist.pdf").mkdir()
    pytest.importorskip("typst")
    assert "could not be written" in conversation.take("/checklist").message.text
    assert conversation.take("net").writing
