"""What is filed beside the answers, and when a confirmation ends."""

from __future__ import annotations

from bot.dialogs import events
from bot.dialogs.effects import Filed, Show
from bot.dialogs.machine import step
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.phases import Phase
from bot.dialogs.session import Confirmation, Script, Session, Source, event_to_store
from criteria.verdict.judgements import provisional, to_confirm
from tests.bot.exports.inventing import answered
from tests.making import MAN, TODAY, TRIAL

SCRIPT = Script(TRIAL)
BOTH = ("I8.prrt_choice", "E6.condition")


def done(session: Session, event: events.Event) -> tuple[Session, list[Filed]]:
    """The session after an event, and what was filed by it."""
    after, effects = step(session, event, SCRIPT, TODAY)
    return after, [one for one in effects if isinstance(one, Filed)]


def confirmed(*items: str) -> tuple[Session, list[Filed]]:
    answers = tuple((item, answered().answers[item].text) for item in items)
    return done(answered(), events.ConfirmJudgements(answers, "AB"))


def test_a_trial_knows_what_only_the_investigator_judges() -> None:
    assert TRIAL.investigators == BOTH


def test_a_source_is_kept_replaced_and_taken_back() -> None:
    session, filed = done(answered(), events.NameSources("I6 CT report 2026-02-10 AB"))
    assert session.sources == {"I6": Source("CT report", "2026-02-10", "AB")}
    assert filed == [Filed("source/I6", None, "CT report · 2026-02-10 · AB")]
    session, filed = done(session, events.NameSources("I6 MRI report"))
    assert filed == [Filed("source/I6", "CT report · 2026-02-10 · AB", "MRI report")]
    session, filed = done(session, events.NameSources("I6 -"))
    assert session.sources == {}
    assert filed == [Filed("source/I6", "MRI report", None)]


def test_the_criterion_answered_last_is_meant_where_none_is_named() -> None:
    session = answered().but(trail=("I3.ecog", "I6.mdt", "CTX.sex"))
    assert [*done(session, events.NameSources("MDT note"))[0].sources] == ["I6"]


def test_what_identifies_is_refused_whole() -> None:
    for text in ("I6 CT 19121212-1212 2026-02-10", "I6 chart\nI7 patient: Anna Testsson"):
        session, effects = step(answered(), events.NameSources(text), SCRIPT, TODAY)
        assert session == answered()
        assert effects == (Notice(NoticeCode.IDENTIFIER), Show())


def test_what_is_stored_of_the_text_is_what_was_read() -> None:
    event = events.NameSources("I6 CT report 2026-02-10 AB\nthe chart of somebody")
    session, _ = done(answered(), event)
    stored = event_to_store(event, session)
    assert stored == events.Sourced((("I6", "CT report", "2026-02-10", "AB"),))
    assert done(answered(), stored)[0] == session


def test_a_phase_stays_whatever_is_filed() -> None:
    for phase in Phase:
        session, _ = done(answered().but(state=phase), events.NameSources("I6 CT report"))
        assert session.state is phase


def test_an_investigators_confirmation_is_kept_with_who_and_when() -> None:
    session, filed = confirmed(*BOTH)
    assert session.confirmations == dict.fromkeys(BOTH, Confirmation("AB", "2026-03-31"))
    assert filed[0] == Filed("confirmation/I8.prrt_choice", None, "yes · AB · 2026-03-31")
    assert to_confirm(SCRIPT.verdict(session), session.confirmations) == ()


def test_only_a_judgement_that_settles_something_can_be_confirmed() -> None:
    unknown = answered({**MAN, "I8.prrt_choice": "not_yet"})
    for session, answer in (
        (unknown, ("I8.prrt_choice", "not_yet")),
        (answered(), ("I8.prrt_choice", "no")),  # it is another one by now
        (answered(), ("I10.hb", "132 g/L")),
        (answered(), ("X", "yes")),
    ):
        after, effects = step(session, events.ConfirmJudgements((answer,), "AB"), SCRIPT, TODAY)
        assert after == session
        assert effects[0] == Notice(NoticeCode.NOTHING_TO_CONFIRM)


def test_a_confirmed_answer_that_changes_is_provisional_again_even_if_it_changes_back() -> None:
    session, _ = confirmed(*BOTH)
    for code in ("no", "yes"):
        asked, _ = done(session, events.ChangeAnswer("I8"))
        session, filed = done(asked, events.Chosen("I8.prrt_choice", code))
        session = session.but(unexplained={})
        if code == "no":
            before = "yes · AB · 2026-03-31"
            assert filed == [Filed("confirmation/I8.prrt_choice", before, None)]
    assert [*session.confirmations] == ["E6.condition"]
    assert provisional(SCRIPT.verdict(session), session.confirmations) == ("I8",)


def test_another_answer_leaves_a_confirmation_alone() -> None:
    session, _ = confirmed(*BOTH)
    asked, _ = done(session, events.ChangeAnswer("I3"))
    after, filed = done(asked, events.Chosen("I3.ecog", "0"))
    assert after.answers["I3.ecog"].text == "0"
    assert (after.confirmations, filed) == (session.confirmations, [])
