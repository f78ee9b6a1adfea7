"""Screenings of one candidate that are asked together, from the store and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dialogs.effects import Filed, Recorded
from bot.dialogs.session import event_to_store
from bot.dialogs.together.machine import Group
from bot.dialogs.together.next_question import Candidate
from bot.store import Entry, Saving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from bot.dialogs.effects import Effect
    from bot.dialogs.session import Script
    from bot.dialogs.together.machine import Together
    from bot.store import Stored


def entries_of(effects: Sequence[Effect]) -> list[Entry]:
    """Return what the audit trail is told of an event's effects."""
    recorded = (one for one in effects if isinstance(one, Recorded))
    filed = (one for one in effects if isinstance(one, Filed))
    return [
        *(Entry(one.item, one.before, one.after, one.reason) for one in recorded),
        *(Entry(one.subject, one.before, one.after) for one in filed),
    ]


def group_of(
    found: Iterable[Stored], script: Callable[[str, str], Script]
) -> tuple[Group, dict[str, int]]:
    """Return stored screenings as a group in the order of their numbers, and their revisions.

    Args:
        found: the screenings.
        script: returns a trial in a version, made ready.
    """
    ordered = sorted(found, key=lambda one: (len(one.session.token), one.session.token))
    members = tuple(
        Candidate(one.session, script(one.session.trial, one.session.version)) for one in ordered
    )
    return Group(members), {one.session.token: one.revision for one in ordered}


def savings(together: Together, revisions: Mapping[str, int]) -> Iterator[Saving]:
    """Return what is to be stored of a step: every event that changed the screening it met."""
    at = {**revisions}
    for taken in together.taken:
        if taken.before == taken.after:
            continue
        token = taken.after.token
        entries = tuple(entries_of(taken.effects))
        event = event_to_store(taken.event, taken.after, taken.before)
        yield Saving(taken.after, at[token], entries, event)
        at[token] += 1
