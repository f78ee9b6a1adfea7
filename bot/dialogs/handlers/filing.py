"""What is filed beside the answers: documents behind them, and an investigator's confirmations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs.effects import Filed
from bot.dialogs.notices import Notice, NoticeCode
from bot.dialogs.session import Confirmation, Source
from bot.dialogs.sources import Misread, Named, read_sources
from bot.dialogs.steps import Context, Step
from bot.identity import identifies
from criteria.verdict.judgements import to_confirm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.dialogs import events
    from bot.dialogs.effects import Effect
    from bot.dialogs.session import Session
    from criteria.trial.trial import Trial

SOURCE, CONFIRMATION = "source", "confirmation"
"""What stands in the audit trail before the criterion or the item that it is about."""
_WRONG = {
    "which": NoticeCode.SOURCE_WHICH,
    "document": NoticeCode.SOURCE_DOCUMENT,
    "day": NoticeCode.SOURCE_DAY,
    "judge": NoticeCode.SOURCE_JUDGE,
    "length": NoticeCode.SOURCE_LENGTH,
}


def on_sources_named(context: Context[events.NameSources]) -> Step:
    """Keep the documents that were named; what was not understood of them is said line by line."""
    text, session, trial = context.event.text.strip(), context.session, context.script.trial
    if not text:
        told = [Notice(NoticeCode.SOURCE_HOW)]
        told += [_noted(name, source) for name, source in session.sources.items()]
        return Step(session, tuple(told))
    read = read_sources(text, trial, _just_answered(session, trial), context.today)
    documents = (one.source.document for one in read if isinstance(one, Named) and one.source)
    if any(map(identifies, (text, *documents))):
        return context.unchanged(NoticeCode.IDENTIFIER)
    named = {name: one for one in read if isinstance(one, Named) for name in one.criteria}
    sources = {name: one.source or Source("") for name, one in named.items()}
    step = _filed(session, {**session.sources, **sources})
    told = [_noted(name, source) for name, source in sources.items()]
    told += [Notice(_WRONG[one.wrong], detail=one.line) for one in read if isinstance(one, Misread)]
    return Step(step.session, (*step.effects, *told))


def _just_answered(session: Session, trial: Trial) -> str:
    """Return the criterion that was answered last; empty where none was."""
    answered = (trial.items[item].criterion for item in reversed(session.trail))
    return next((name for name in answered if name in trial.criteria), "")


def on_sourced(context: Context[events.Sourced]) -> Step:
    """Keep sources as they were kept before."""
    read = {name: Source(*parts) for name, *parts in context.event.sources}
    return _filed(context.session, read)


def _filed(session: Session, sources: Mapping[str, Source]) -> Step:
    """Keep sources in place of those before; one without a document is none."""
    kept = {name: source for name, source in sources.items() if source.document}
    before = session.sources
    changed = [
        name for name in dict.fromkeys((*before, *kept)) if before.get(name) != kept.get(name)
    ]
    effects: tuple[Effect, ...] = tuple(
        Filed(f"{SOURCE}/{name}", _text(before.get(name)), _text(kept.get(name)))
        for name in changed
    )
    return Step(session.but(sources=kept), effects)


def _text(thing: Source | Confirmation | None) -> str | None:
    return None if thing is None else str(thing)


def _noted(name: str, source: Source) -> Notice:
    code = NoticeCode.SOURCE_NOTED if source.document else NoticeCode.SOURCE_GONE
    return Notice(code, detail=f"{name}: {source}" if source.document else name)


def on_confirmed_by_investigator(context: Context[events.ConfirmJudgements]) -> Step:
    """Keep that an investigator confirmed answers; only those that settle something."""
    session, event = context.session, context.event
    verdict = context.script.verdict(session)
    waiting = to_confirm(verdict, session.confirmations)
    seen = [item for item, text in event.answers if _is_answer(item, text, session)]
    items = [item for item in seen if item in waiting]
    if not items:
        return context.unchanged(NoticeCode.NOTHING_TO_CONFIRM)
    given = Confirmation(event.by, context.today.isoformat())
    effects = tuple(
        Filed(f"{CONFIRMATION}/{item}", None, f"{session.answers[item].text} · {given}")
        for item in items
    )
    confirmations = {**session.confirmations, **dict.fromkeys(items, given)}
    return Step(session.but(confirmations=confirmations), effects)


def _is_answer(item: str, text: str, session: Session) -> bool:
    kept = session.answers.get(item)
    return kept is not None and kept.text == text


def without_changed(before: Session, after: Session) -> tuple[Session, tuple[Effect, ...]]:
    """Take back the confirmations of answers that changed, and file that."""
    changed = [
        item for item in before.confirmations if before.answers.get(item) != after.answers.get(item)
    ]
    if not changed:
        return after, ()
    kept = {item: one for item, one in after.confirmations.items() if item not in changed}
    effects = tuple(
        Filed(
            f"{CONFIRMATION}/{item}",
            f"{before.answers[item].text} · {before.confirmations[item]}",
            None,
        )
        for item in changed
    )
    return after.but(confirmations=kept), effects
