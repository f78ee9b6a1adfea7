"""The golden conversations: they read as written, and what they say is what the core says.

They run through the same service, store and rendering as the terminal and Telegram.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.batch.check import Checker
from bot.dialogs.machine import step
from bot.dialogs.phases import Phase
from bot.presentation.render import Renderer
from bot.screenings.scripts import script_of
from bot.texts import languages, texts_in
from tests.conversations.player import Player, begun, conversations, screener_lines, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.dialogs.session import Script, Session
    from criteria.verdict.statuses import Status


_IDENTIFYING = ("identifier-refused", "printout-with-a-head", "sources")


@dataclass
class Played:
    """A conversation after it was played, with its store still open."""

    file: Path
    text: str
    after: str
    player: Player

    @property
    def session(self) -> Session:
        return self.player.reply.session

    @property
    def script(self) -> Script:
        return script_of(self.session.trial, self.session.version)


@pytest.fixture(scope="module", params=conversations(), ids=lambda file: file.stem)
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Played]:
    """A golden conversation, played through a store on disk."""
    file: Path = request.param
    text = file.read_text("utf-8")
    player = begun(text, tmp_path_factory.mktemp("store") / "bedside.db")
    yield Played(file, text, written(text, player), player)
    player.close()


def test_it_reads_as_written(played: Played) -> None:
    message = f"{played.file.name} reads otherwise now: run `make golden` and review the difference"
    assert played.after == played.text, message


def test_its_verdict_is_that_of_check(played: Played) -> None:
    session, script = played.session, played.script
    confirmed = {script.trial.items[i].criterion for i, k in session.answers.items() if k.confirmed}
    in_chat = script.verdict(session).statuses
    in_check = checked(session, script)
    assert {name: in_check[name] for name in in_check if name not in confirmed} == {
        name: in_chat[name] for name in in_chat if name not in confirmed
    }
    for name in confirmed & {*in_check}:  # there is nobody to confirm it there
        assert in_check[name].value in ("unknown", in_chat[name].value)


def checked(session: Session, script: Script) -> dict[str, Status]:
    """Check a session's answers without a conversation."""
    entry = {
        "reference_date": session.reference_date.isoformat(),
        "answers": {item: kept.text for item, kept in session.answers.items()},
    }
    checker = Checker(script.trial, texts_in("en"), session.reference_date)
    return checker.check(json.dumps(entry)).verdict.statuses


def test_its_last_summary_says_the_outcome(played: Played) -> None:
    if played.session.state is not Phase.SUMMARY:
        return
    outcome = played.script.verdict(played.session).outcome.value
    last = played.player.reply.message.text.splitlines()[-1]
    assert last in {f"#{outcome}", f"{played.session.trial}: #{outcome}"}


def test_its_events_played_again_give_the_session_that_is_stored(played: Played) -> None:
    store, token = played.player.store, played.session.token
    again = store.beginning(token)
    assert again is not None
    for happened in store.events(token):
        again, _ = step(again, happened.event, played.script, happened.when.date())
    stored = store.load(token)
    assert stored is not None
    assert again == stored.session == played.session


def test_the_screenings_beside_it_play_again_too_each_by_itself(played: Played) -> None:
    store = played.player.store
    for token in played.session.beside:
        again, stored = store.beginning(token), store.load(token)
        assert again is not None
        assert stored is not None
        script = script_of(again.trial, again.version)
        for happened in store.events(token):
            again, _ = step(again, happened.event, script, happened.when.date())
        assert again == stored.session
        assert not store.flaws(token)


def test_the_audit_trail_leads_to_the_answers(played: Played) -> None:
    store, token = played.player.store, played.session.token
    found: dict[str, str | None] = {}
    answers = (one for one in store.audit(token) if "/" not in one.entry.item)
    for audited in answers:
        if audited.entry.reason is not None:  # it explains what stands already
            assert found[audited.entry.item] == audited.entry.after
            continue
        assert found.get(audited.entry.item) == audited.entry.before
        found[audited.entry.item] = audited.entry.after
    assert found == {item: kept.text for item, kept in played.session.answers.items()}


def test_the_audit_trail_leads_to_the_sources(played: Played) -> None:
    store, token = played.player.store, played.session.token
    found: dict[str, str | None] = {}
    for audited in store.audit(token):
        kind, _, criterion = audited.entry.item.partition("/")
        if kind == "source":
            assert found.get(criterion) == audited.entry.before
            found[criterion] = audited.entry.after
    kept = {name: str(source) for name, source in played.session.sources.items()}
    assert {name: text for name, text in found.items() if text is not None} == kept


def test_it_can_be_told_in_every_language(played: Played) -> None:
    for language in languages():
        session = played.session.but(language=language)
        assert Renderer(session, played.script, texts_in(language)).message().text


def test_a_refused_number_is_nowhere_in_what_is_stored(played: Played) -> None:
    refused = [line for line in screener_lines(played.text) if "121212" in line]
    assert bool(refused) == (played.file.stem in _IDENTIFYING)
    files = played.player.database.parent.iterdir()
    kept = b"".join(file.read_bytes() for file in files)
    assert not any(part in kept for part in (b"121212", b"Testsson", b"Storgatan", b"514 50"))


def test_there_is_a_conversation_for_each_thing_that_happens_at_a_bedside() -> None:
    assert {file.stem for file in conversations()} >= {
        *("eligible-man", "eligible-woman", "stops-at-first-failure", "goes-on-after-failure"),
        *("everything-pending", "labs-with-missing-unit", "censored-values", "changed-answer"),
        *("back-across-checklist", "month-only-scan-date", "identifier-refused", "swedish"),
        *("resumed-after-restart", "unlikely-value", "date-command", "language-changed"),
        *("answers-refused", "printout-with-a-head", "together-one-falls-away"),
        *("together-creatinine-in-two-units", "together-changed-answer"),
    }
