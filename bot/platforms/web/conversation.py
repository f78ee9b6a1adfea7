"""The conversation on the page: what somebody does, and what the page shows then.

Nothing here knows of HTTP. The reply to what was done last is kept, so that the page can be asked
for again; everything above it is derived from the answers.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.dialogs.phases import Phase
from bot.dialogs.prompts import Checklist, Panel, prompt
from bot.dialogs.session import Session
from bot.platforms.chat.access import owner_of, page_of
from bot.platforms.chat.incoming import Incoming, Kind
from bot.platforms.chat.outbox import as_data
from bot.platforms.chat.roles import Role
from bot.platforms.web.panel import PanelRow, Understood, read_rows, rows_of, text_of
from bot.presentation.history import Exchange, exchanges
from bot.presentation.render import Renderer
from bot.screenings.named import ALL
from bot.screenings.scripts import script_of
from bot.screenings.service import Service
from bot.store import Chat
from bot.texts import languages, texts_in
from criteria.trial import catalog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.platforms.chat.commands.router import Router
    from bot.platforms.chat.environment import Environment
    from bot.prefill.reported import Record
    from bot.store import Stored, UnitOfWork
    from criteria.trial.trial import Trial

NOT_BEGUN = "new"
"""Stands for the number of a screening that the first answer begins."""
_DIGITS = 15
_PRESSED = "page"
"""What a press on the page is answered by: the page itself."""


@dataclass(frozen=True, slots=True)
class Done:
    """What somebody did on the page."""

    kind: Kind
    text: str
    key: str
    """Of the form that was sent: the same form is taken once."""
    screen: int
    """The number of the page that the form was on."""
    record: Record | None = None
    """What was read of a record's file, or found on a FHIR server."""
    problem: str = ""
    line: int = 0
    server_problem: str = ""
    """Why a search on a FHIR server gave nothing."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message of the conversation."""

    lines: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[tuple[str, str]]] = ()
    is_screen: bool = False
    """It shows what the screening is at."""


@dataclass(frozen=True, slots=True)
class View:
    """What the conversation shows."""

    language: str
    number: int = 0
    token: str | None = None
    tag: str = ""
    """Changes with whatever is shown."""
    history: Sequence[Exchange] = ()
    bubbles: Sequence[Bubble] = ()
    panel: Sequence[PanelRow] = ()
    is_checklist: bool = False
    is_summary: bool = False
    document: dict[str, Any] | None = None
    begins: bool = False
    """The first answer begins the screening."""
    awaiting: bool = False
    """What is written next is no answer, but what was asked for beside the screening."""
    is_new: bool = False
    """Nothing was ever done in it."""
    waits: bool = False
    """What was read waits for a yes."""


@dataclass(slots=True)
class Conversation:
    """Everybody's conversations on the page."""

    router: Router
    environment: Environment

    def take(self, unit: UnitOfWork, user: int, done: Done, language: str, name: str = "") -> None:
        """Do what somebody wants, and keep the reply; the same form again changes nothing.

        Args:
            unit: the transaction.
            user: who did it.
            done: what was done.
            language: the browser's.
            name: the person's, if it is known.
        """
        now, place = self.environment.now(), page_of(user)
        number = _number_of(user, done)
        if not unit.messaging.is_new(number, now):
            return
        press = done.kind is Kind.PRESS
        known = unit.messaging.chat(place)
        at = 0 if known is None else known.screen or 0
        incoming = Incoming(
            number,
            done.kind,
            place,
            user,
            name,
            language,
            text=done.text,
            message=min(done.screen, at) if press else 0,
            query=_PRESSED if press else "",
            record=done.record,
            problem=done.problem,
            line=done.line,
            server_problem=done.server_problem,
            detail=done.detail,
        )
        outgoing = dict(self.router.reply(incoming, unit))
        popped = outgoing.get("answer", {}).get("text")  # type: ignore[attr-defined] # a press's
        said = list(outgoing.get("say", ()))  # type: ignore[call-overload] # messages
        if popped:
            said.insert(0, {"lines": [[popped, False]], "rows": []})
        reply = {"say": said, "screen": outgoing.get("screen")}
        if "document" in outgoing:
            reply["document"] = outgoing["document"]
        chat = unit.messaging.chat(place)
        if chat is None:
            return
        unit.messaging.shown(place, at + 1)
        if chat.token is not None:
            stored = unit.load(chat.token)
            reply["at"] = None if stored is None else [*_state(unit, stored), chat.language]
        unit.web.keep_reply(place, reply)

    def read(
        self, unit: UnitOfWork, user: int, fields: Mapping[str, str], language: str
    ) -> Iterator[Done]:
        """Read what somebody did from the fields of a form; the first answer begins a screening."""
        done = _done(fields)
        if fields.get("panel"):
            rows = self.view(unit, user, language).panel
            done = replace(done, kind=Kind.TEXT, text=text_of(fields, rows))
        if not fields.get("begin") or done.text.startswith("/"):
            yield done
            return
        kind, token, rest = [*done.text.split(":", 2), "", ""][:3]
        if done.kind is Kind.PRESS and token != NOT_BEGUN:
            yield done
            return
        yield Done(Kind.TEXT, "/screen", f"{done.key} begin", done.screen)
        chat = unit.messaging.chat(page_of(user))
        begun = "" if chat is None else chat.token or ""
        if done.kind is Kind.PRESS:
            done = replace(done, text=":".join(filter(None, (kind, begun, rest))))
        yield replace(done, screen=0 if chat is None else chat.screen or 0)

    def understood(self, unit: UnitOfWork, user: int, fields: Mapping[str, str]) -> Understood:
        """Say what is read in the rows of the panel that is asked."""
        view = self.view(unit, user, "")
        stored = None if view.token is None else unit.load(view.token)
        if stored is None:
            return Understood({}, ())
        session = stored.session
        script = script_of(session.trial, session.version, self.environment.site)
        return read_rows(fields, view.panel, session, script, texts_in(view.language))

    def at_hand(self, unit: UnitOfWork, user: int) -> Session | None:
        """Return the screening that somebody's conversation is at; of several the one that asks."""
        token = self.view(unit, user, "").token
        stored = None if token is None else unit.load(token)
        return None if stored is None else stored.session

    def trial_of(self, session: Session) -> Trial:
        """Return the trial of a screening."""
        return script_of(session.trial, session.version, self.environment.site).trial

    def first(self, language: str) -> View:
        """Return what somebody sees who has not begun: the first question, or which trial.

        Nothing is stored before it is answered.
        """
        spoken, site = self.spoken(language), self.environment.site
        trials = catalog.offered(() if site is None else site.trials)
        if len(trials) != 1:
            asked = ((self.environment.words(spoken).which_trial, True),)
            names = {name: catalog.load(name).protocol.acronym for name in trials}
            rows = [[(acronym, f"m:screen:{name}")] for name, acronym in names.items()]
            rows.append([(texts_in(spoken).together.all_at_once, f"m:screen:{ALL}")])
            return View(spoken, tag="first", bubbles=[Bubble(asked, rows)])
        script = script_of(trials[0], None, self.environment.site)
        protocol = script.trial.protocol
        today = self.environment.now().date()
        session = Session(NOT_BEGUN, protocol.id, protocol.version, today, spoken)
        message = Renderer(session, script, texts_in(spoken)).message()
        shown = bubbles_of([as_data(message)], screen=True)
        return View(spoken, tag="first", bubbles=shown, begins=True)

    def view(self, unit: UnitOfWork, user: int, language: str) -> View:
        """Return what somebody's conversation shows."""
        place = page_of(user)
        known = unit.messaging.chat(place)
        chat = known or Chat(place, self.spoken(language))
        reply = unit.web.reply(place) or {}
        stored = None if chat.token is None else unit.load(chat.token)
        if stored is not None and (stored.owner != owner_of(user) or stored.purged is not None):
            stored = None
        if stored is None:
            shown = [
                *bubbles_of([reply.get("screen")]),
                *bubbles_of(reply.get("say")),
            ]
            tag = f"{chat.screen}.{len(shown)}"
            return View(
                chat.language,
                chat.screen or 0,
                tag=tag,
                bubbles=shown,
                document=reply.get("document"),
                awaiting=bool(chat.awaiting),
                is_new=known is None,
            )
        return self._of_screening(unit, chat, stored, reply)

    def spoken(self, language: str) -> str:
        """Return the language to speak with somebody whose browser names one."""
        own = language.partition("-")[0].lower()
        return own if own in languages() else self.environment.language

    def is_stranger(self, unit: UnitOfWork, user: int) -> bool:
        """Whether somebody may do nothing here."""
        return self.environment.access.role(user, unit) is Role.STRANGER

    def _service(self, unit: UnitOfWork) -> Service:
        return Service(unit, self.environment.now, self.environment.site)

    def _of_screening(
        self, unit: UnitOfWork, chat: Chat, stored: Stored, reply: dict[str, Any]
    ) -> View:
        session, service, state = stored.session, self._service(unit), _state(unit, stored)
        script = script_of(session.trial, session.version, self.environment.site)
        if session.beside:  # of several trials another one may ask now
            lead = service.screen(stored.owner, session.token)
            session, script = lead.session, lead.renderer.script
        fits = reply.get("at") == [*state, stored.session.language]
        screen = reply.get("screen") if fits else None
        said = list(bubbles_of(reply.get("say"))) if fits or not reply.get("at") else []
        if screen is None:
            screen = as_data(service.screen(stored.owner, session.token).message)
            shown = [*bubbles_of([screen], screen=True), *said]
        else:
            shown = [*said, *bubbles_of([screen], screen=True)]
        asked = prompt(session, script) if session.state is Phase.ASKING else None
        at_summary = session.state is Phase.SUMMARY or (
            asked is None and session.state is Phase.ASKING
        )
        texts = texts_in(chat.language)
        return View(
            chat.language,
            chat.screen or 0,
            session.token,
            ".".join(map(str, (chat.screen, *state, len(shown)))),
            exchanges(session, script, texts),
            shown,
            rows_of(asked, script, texts) if isinstance(asked, Panel) else (),
            isinstance(asked, Checklist),
            at_summary,
            reply.get("document") if fits else None,
            bool(chat.awaiting),
            waits=session.state is Phase.CONFIRM,
        )


def _state(unit: UnitOfWork, stored: Stored) -> list[Any]:
    """Return what changes with a screening, or with those of the same candidate beside it."""
    others = [unit.load(token) for token in stored.session.beside]
    return [stored.session.token, stored.revision, *(one.revision for one in others if one)]


def _done(fields: Mapping[str, str]) -> Done:
    number = fields.get("screen", "")
    digits = number.isascii() and number.isdigit() and len(number) < _DIGITS
    screen, key = int(number) if digits else 0, fields.get("key", "")
    if "data" in fields:
        return Done(Kind.PRESS, fields["data"], key, screen)
    return Done(Kind.TEXT, fields.get("command") or fields.get("text", ""), key, screen)


def bubbles_of(messages: Sequence[Any] | None, *, screen: bool = False) -> list[Bubble]:
    """Return messages of a reply as bubbles; those that show a screening say so."""
    return [
        Bubble(
            [(text, strong) for text, strong in one["lines"]],
            [[(label, data) for label, data in row] for row in one["rows"]],
            screen,
        )
        for one in messages or ()
        if one is not None
    ]


def _number_of(user: int, done: Done) -> int:
    """Return the number of an update: the same for the same form, filled in in the same way.

    It is negative, as Telegram's are not.
    """
    parts = (str(user), done.key, done.kind.value, done.text)
    digest = hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).digest()
    return -(int.from_bytes(digest[:8]) >> 2) - 1
