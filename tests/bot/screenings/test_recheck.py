"""Stored screenings under an amended version, and new ones that begin with their answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.dialogs import events
from bot.dialogs.phases import Phase
from bot.dialogs.prompts import prompt
from bot.dialogs.session import Kept, Script, Session, from_data, to_data
from bot.platforms.terminal.conversation import OWNER, Conversation, Setup
from bot.screenings.recheck import carried, recheck, recheck_lines, taken_over
from bot.screenings.service import DraftError, NoSuchScreeningError, Service
from bot.store import Store
from bot.texts import texts_in
from criteria.trial import catalog
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome
from tests.amending import lay_out
from tests.bot.exports.inventing import answered
from tests.making import TODAY, TRIAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

DAY = date(2026, 3, 31)
R1 = catalog.trials_folder() / "start-net" / "R1"
GOOD = {
    "E1.allergy": "no",
    "I2.swallows": "yes",
    "I1.hb": "118 g/L",
    "I1.hb_date": "2026-03-02",
    "I3.ferritin": "44 µg/L",
}
"""Meets every criterion of the first version."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("trials"))


@pytest.fixture(scope="module")
def scripts(root: Path) -> tuple[Script, Script]:
    """Both versions of the invented trial, made ready."""
    first, second = (Script(catalog.load("iron", version, root)) for version in ("1", "2"))
    return first, second


def session(answers: Mapping[str, str], number: str = "S0001") -> Session:
    kept = {item: Kept(text) for item, text in answers.items()}
    return Session(number, "iron", "1", DAY, answers=kept)


# ---- recheck: what the stored answers give under the other version ----

CHANGES = [
    # answers changed, outcome before and under the other version, what moves, new answers
    ({}, "eligible", "pending", {"I2": None, "E2": "unknown"}, ("E2.dialysis",)),
    ({"I1.hb": "105 g/L"}, "eligible", "not_eligible", {"I1": "not_met"}, ("E2.dialysis",)),
    ({"I1.hb": "10.5 g/dL"}, "eligible", "not_eligible", {"I1": "not_met"}, ("E2.dialysis",)),
    ({"I1.hb_date": "2025-12-15"}, "eligible", "not_eligible", {"I1": "not_met"}, ("E2.dialysis",)),
    ({"I2.swallows": "no"}, "not_eligible", "pending", {"I2": None}, ("E2.dialysis",)),
    ({"I1.hb": "95 g/L"}, "not_eligible", "not_eligible", {"I2": None}, ("E2.dialysis",)),
]


@pytest.mark.parametrize(("changed", "before", "after", "moved", "needed"), CHANGES)
def test_a_stored_screening_is_judged_under_another_version(
    scripts: tuple[Script, Script],
    changed: dict[str, str],
    before: str,
    after: str,
    moved: dict[str, str | None],
    needed: tuple[str, ...],
) -> None:
    found = recheck(session({**GOOD, **changed}), *scripts)
    assert (found.before.outcome, found.after.outcome) == (Outcome(before), Outcome(after))
    now = {name: status for name, _, status in found.moved}
    for name, status in moved.items():
        assert now[name] is (None if status is None else Status(status))
    assert found.needed == needed
    assert found.dropped == ()


def test_what_was_open_before_is_no_new_answer(scripts: tuple[Script, Script]) -> None:
    begun = session({"I2.swallows": "yes"})
    assert recheck(begun, *scripts).needed == ("E2.dialysis",)


def test_under_its_own_version_nothing_changes(scripts: tuple[Script, Script]) -> None:
    first, _ = scripts
    found = recheck(session(GOOD), first, first)
    assert not found.affected
    assert (found.needed, found.dropped, found.moved) == ((), (), ())


LOST = [
    ("I3.ferritin", "2000 µg/L", True),  # refused in the second version
    ("I3.ferritin", "500 µg/L", False),  # usual in the first one, to be asked back in the second
    ("I1.hb", "118", False),  # without a unit it was never certain
]


@pytest.mark.parametrize(("item", "text", "confirmed"), LOST)
def test_an_answer_that_does_not_read_back_as_the_same_is_asked_again(
    scripts: tuple[Script, Script], item: str, text: str, *, confirmed: bool
) -> None:
    begun = session(GOOD)
    begun = begun.but(answers={**begun.answers, item: Kept(text, confirmed)})
    found = recheck(begun, *scripts)
    assert found.dropped == (item,)
    assert item not in found.after.facts.answers


def test_what_a_person_has_confirmed_stays_confirmed(scripts: tuple[Script, Script]) -> None:
    begun = session(GOOD)
    begun = begun.but(answers={**begun.answers, "I3.ferritin": Kept("500 µg/L", confirmed=True)})
    found = recheck(begun, *scripts)
    assert found.dropped == ()
    assert found.after.statuses["I3"] is Status.MET


def test_start_nets_later_text_needs_two_answers_more_of_a_man_who_meets_everything() -> None:
    first, second = Script(TRIAL), Script(catalog.load("start-net", "R2"))
    (case,) = (one for one in catalog.cases(R1) if one.id == "everything-met-man")
    kept = {item: Kept(text) for item, text in case.answers.items()}
    stored = Session("S0007", "start-net", "R1", DAY, answers=kept)
    found = recheck(stored, first, second)
    assert (found.before.outcome, found.after.outcome) == (Outcome.ELIGIBLE, Outcome.PENDING)
    assert found.needed == ("I6.earlier_scan", "I12.washout")
    assert found.dropped == ()


def test_a_recheck_changes_nothing(scripts: tuple[Script, Script]) -> None:
    stored = session(GOOD)
    before = to_data(stored)
    recheck(stored, *scripts)
    assert to_data(stored) == before


def test_recheck_in_words(scripts: tuple[Script, Script]) -> None:
    first, second = scripts
    stored = [
        session(GOOD),
        session({**GOOD, "I1.hb": "95 g/L", "I3.ferritin": "500 µg/L"}, "S0002"),
    ]
    found = [recheck(one, first, second) for one in stored]
    assert list(recheck_lines(found, second.trial, texts_in("en"))) == [
        "IRON: the screenings under 2",
        "",
        "S0001 (1): eligible → not decided yet",
        "  E2 Dialysis: no such criterion → open",
        "  I2 Tablets: met → no such criterion",
        "  New answers needed: On dialysis (E2.dialysis)",
        "",
        "S0002 (1): not eligible, unchanged",
        "  I3 Ferritin: met → open",
        "  E2 Dialysis: no such criterion → open",
        "  I2 Tablets: met → no such criterion",
        "  New answers needed: On dialysis (E2.dialysis), Ferritin (I3.ferritin)",
        "  Answers that do not carry over: Ferritin (I3.ferritin)",
        "",
        "2 looked at: another outcome for 1, new answers needed for 2.",
    ]
    swedish = list(recheck_lines(found, second.trial, texts_in("sv")))
    assert swedish[2] == "S0001 (1): lämplig → inte avgjort ännu"


def test_no_screening_and_none_that_changes(scripts: tuple[Script, Script]) -> None:
    first, _ = scripts
    texts = texts_in("en")
    assert list(recheck_lines([], first.trial, texts))[-1] == "No screening to look at."
    same = [recheck(session(GOOD), first, first)]
    lines = list(recheck_lines(same, first.trial, texts))
    assert lines[1:] == ["", "1 looked at: another outcome for 0, new answers needed for 0."]
    draft = catalog.load("start-net", "R2")
    assert "DRAFT" in list(recheck_lines([], draft, texts))[1]


# ---- answers as they are kept elsewhere ----


def test_a_word_that_the_other_version_does_not_know_is_written_as_its_code(
    scripts: tuple[Script, Script],
) -> None:
    first, second = scripts
    stored = session({**GOOD, "I2.swallows": "able to"})
    there = stored.but(version="2", reference_date=date(2026, 5, 4))
    found = carried(stored, first, there, second)
    assert found["I2.swallows"] == Kept("yes")
    assert found["I1.hb"] == stored.answers["I1.hb"]


def test_the_reference_date_is_not_carried_to_another_day(scripts: tuple[Script, Script]) -> None:
    stored = session({**GOOD, "CTX.ref_date": "2026-03-31"})
    assert "CTX.ref_date" in carried(stored, scripts[0], stored, scripts[1])
    later = stored.but(reference_date=date(2026, 5, 4))
    assert "CTX.ref_date" not in carried(stored, scripts[0], later, scripts[1])


# ---- screening again: a new number, the same answers, only what is new ----


class Clock:
    """A clock that tests can set."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(root: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """A service to which the invented trial is all there is."""
    collection = catalog.Collection(root)
    monkeypatch.setattr(catalog, "in_force", lambda: collection)
    with Store.open("sqlite://") as store:
        yield Service(store, clock)


def screened(service: Service, answers: Mapping[str, str], version: str = "1") -> Session:
    """Screen somebody by typing the answers to what is asked."""
    reply = service.begin(OWNER, "iron", "en", version)
    while reply.session.state in (Phase.ASKING, Phase.FAILED):
        event: events.Event = events.GoOn()
        if reply.session.state is Phase.ASKING:
            asked = prompt(reply.session, service.script("iron", version))
            assert asked is not None
            event = events.Typed(answers[asked.item])
        reply = service.handle(OWNER, reply.session.token, event)
    return reply.session


def test_a_running_screening_stays_on_its_version(service: Service) -> None:
    begun = service.begin(OWNER, "iron", "en", "1").session
    assert service.begin(OWNER, "iron", "en").session.version == "2"
    for text in ("no", "yes", "105 g/L", "2026-03-02", "44 µg/L"):
        reply = service.handle(OWNER, begun.token, events.Typed(text))
    assert (reply.session.version, reply.session.state) == ("1", "summary")
    assert "#eligible" in reply.message.text


def test_screening_again_asks_only_what_is_new(service: Service, clock: Clock) -> None:
    first = screened(service, GOOD)
    clock.now += timedelta(days=20)
    reply = service.rescreen(OWNER, first.token)
    again = reply.session
    assert (again.token, again.version, again.after) == ("S0002", "2", "S0001")
    assert again.reference_date == date(2026, 4, 20)
    assert {item: kept.text for item, kept in again.answers.items()} == GOOD
    assert "Is the candidate on dialysis?" in reply.message.text
    assert "It follows S0001" in reply.message.text
    done = service.handle(OWNER, again.token, events.Typed("no")).session
    assert (done.state, len(done.answers)) == ("summary", 6)


def test_the_earlier_screening_is_left_as_it_was(service: Service) -> None:
    first = screened(service, {**GOOD, "I1.hb": "105 g/L"})
    before = service.store.load(first.token)
    again = service.rescreen(OWNER, first.token).session
    assert again.state is Phase.FAILED  # 105 passed before and fails now
    service.handle(OWNER, again.token, events.GoOn())
    assert service.store.load(first.token) == before
    assert "#eligible" in service.screen(OWNER, first.token).message.text


def test_the_same_version_again_asks_nothing_that_was_answered(service: Service) -> None:
    first = screened(service, GOOD)
    again = service.rescreen(OWNER, first.token, "1").session
    assert (again.version, again.state, again.token) == ("1", "summary", "S0002")


def test_what_was_not_known_is_asked_again(service: Service) -> None:
    first = screened(service, {**GOOD, "I1.hb": "unknown"})
    again = service.rescreen(OWNER, first.token, "1").session
    assert again.state is Phase.ASKING
    assert set(again.answers) == set(GOOD) & set(first.answers) - {"I1.hb"}


def test_a_result_that_has_grown_old_is_asked_again() -> None:
    script = Script(TRIAL)
    old, late = "132 g/L 2026-03-25", TODAY + timedelta(days=365)
    kept = {**answered().answers, "I10.hb": Kept(old)}
    session = answered().but(version=TRIAL.protocol.version, answers=kept)
    later = session.but(token="S0002", reference_date=late, answers={})  # noqa: S106 - a number
    assert carried(session, script, later, script)["I10.hb"] == Kept(old)
    found = taken_over(session, script, later, script)
    assert "I10.hb" not in found
    assert found["I10.plt"] == kept["I10.plt"]
    soon = later.but(reference_date=TODAY + timedelta(days=1))
    assert taken_over(session, script, soon, script)["I10.hb"] == Kept(old)


@pytest.mark.parametrize(
    ("open_ones", "asked"),
    [
        ({"I2.consent": "not_yet"}, {"I2.consent"}),
        ({"I8.prrt_choice": "not_yet", "I6.mdt": "not_yet"}, {"I8.prrt_choice", "I6.mdt"}),
        # A clearance is worth nothing beside another method than the one that it was taken by.
        ({"I9.method": "eGFR_creatinine"}, {"I9.method", "I9.gfr"}),
        (
            {"I5.tracer": "64Cu-DOTATATE"},
            {"I5.tracer", "I5.uptake", "E5.ct_mri", "E5.fdg"},
        ),
        ({"I4.type": "nec"}, {"I4.type", "I4.differentiation"}),
        ({"I6.scan_date": "2026-03-20"}, set()),  # a day settles it
    ],
)
def test_what_left_a_criterion_open_is_asked_again(
    open_ones: dict[str, str], asked: set[str]
) -> None:
    script = Script(TRIAL)
    kept = {**answered().answers, **{item: Kept(text) for item, text in open_ones.items()}}
    session = answered().but(version=TRIAL.protocol.version, answers=kept)
    assert script.verdict(session).pending
    there = session.but(token="S0002", answers={})  # noqa: S106 - a number
    found = taken_over(session, script, there, script)
    assert carried(session, script, there, script).keys() - found.keys() == asked


@pytest.mark.parametrize(
    ("failed", "asked"),
    [
        ({"I10.hb": "85 g/L"}, {"I10.hb"}),
        ({"I10.hb": "85 g/L", "I3.ecog": "3"}, {"I10.hb", "I3.ecog"}),
        ({"E2.prior_prrt": "yes"}, set()),
        ({"I1.age": "17"}, set()),
    ],
)
def test_what_failed_and_can_change_is_asked_again(failed: dict[str, str], asked: set[str]) -> None:
    script = Script(TRIAL)
    kept = {**answered().answers, **{item: Kept(text) for item, text in failed.items()}}
    session = answered().but(version=TRIAL.protocol.version, answers=kept)
    assert script.verdict(session).failing
    there = session.but(token="S0002", answers={})  # noqa: S106 - a number
    found = taken_over(session, script, there, script)
    before = carried(session, script, there, script)
    assert before.keys() - found.keys() >= asked
    assert {*failed} - asked <= found.keys()


def test_what_was_taken_over_stands_in_the_audit_trail(service: Service) -> None:
    first = screened(service, GOOD)
    again = service.rescreen(OWNER, first.token).session
    store = service.store
    assert isinstance(store, Store)
    trail = {row.entry.item: row.entry for row in store.audit(again.token)}
    assert {item: entry.after for item, entry in trail.items()} == GOOD
    assert all(entry.before is None for entry in trail.values())
    began = store.beginning(again.token)
    assert began is not None
    assert (began.after, dict(began.answers)) == (first.token, {})


def test_nothing_to_take_over_begins_at_the_first_question(service: Service) -> None:
    empty = service.begin(OWNER, "iron", "sv", "1").session
    reply = service.rescreen(OWNER, empty.token)
    assert not reply.session.answers
    assert reply.session.language == "sv"
    assert "Den följer på S0001" in reply.message.text


def test_somebody_elses_screening_cannot_be_followed(service: Service) -> None:
    first = screened(service, GOOD)
    with pytest.raises(NoSuchScreeningError):
        service.rescreen("another", first.token)
    assert service.screenings("another") == []


def test_a_session_that_was_stored_before_there_was_a_follow_up_is_read() -> None:
    data = to_data(session(GOOD))
    del data["after"]
    assert from_data(data).after == ""


# ---- in the terminal ----


def conversation_of(
    service: Service, language: str = "en", version: str | None = "1"
) -> Conversation:
    return Conversation(service, Setup("iron", version, language))


def test_again_in_the_terminal(service: Service) -> None:
    first = screened(service, GOOD)
    conversation = conversation_of(service)
    conversation.open(offer=False)
    view = conversation.take(f"/again {first.token.lower()}")
    assert "Is the candidate on dialysis?" in view.message.text
    assert conversation.session is not None
    assert conversation.session.after == first.token


def test_again_without_a_number_follows_the_one_at_hand(service: Service) -> None:
    first = screened(service, GOOD)
    conversation = conversation_of(service)
    conversation.open(first.token)
    conversation.take("/again")
    assert conversation.session is not None
    assert conversation.session.after == first.token
    assert "There is no such screening" in conversation.take("/again S0999").message.text


# ---- a draft is for comparing, not for screening ----

DRAFT = [
    ("en", "START-NET R2 is a draft, incomplete: nobody can be screened with it."),
    ("sv", "START-NET R2 är ett ofullständigt utkast: ingen kan screenas enligt det."),
]


@pytest.mark.parametrize(("language", "said"), DRAFT)
def test_nobody_is_screened_with_a_draft(language: str, said: str) -> None:
    with Store.open("sqlite://") as store:
        own = Service(store, Clock())
        with pytest.raises(DraftError, match=said):
            own.begin(OWNER, "start-net", language, "R2")
        begun = own.begin(OWNER, "start-net", language, "R1").session
        with pytest.raises(DraftError, match=said):
            own.rescreen(OWNER, begun.token, "R2")
        assert [one.session.token for one in own.screenings(OWNER)] == [begun.token]
        assert store.next_token() == "S0002"  # no number was spent


def test_the_terminal_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    from bot.platforms.terminal import terminal  # noqa: PLC0415 - it asks standard input when it begins

    with Store.open("sqlite://") as store:
        status = terminal.chat(
            Service(store, Clock()), trial="start-net", version="R2", language="sv"
        )
    assert status == terminal.UNUSABLE
    assert "ofullständigt utkast" in capsys.readouterr().err
