"""Which handler an event has in each phase."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from bot.dialogs import events
from bot.dialogs.handlers.answering import (
    on_brought,
    on_chosen,
    on_confirmed,
    on_left_as_it_is,
    on_read,
    on_rejected,
    on_typed,
    on_typed_afterwards,
)
from bot.dialogs.handlers.beside import on_asked, on_overview, on_shared, on_shared_afterwards
from bot.dialogs.handlers.details import on_date, on_explained, on_explained_first, on_language
from bot.dialogs.handlers.filing import (
    on_confirmed_by_investigator,
    on_sourced,
    on_sources_named,
)
from bot.dialogs.handlers.navigation import (
    on_back,
    on_change,
    on_edit,
    on_go_on,
    on_help,
    on_page,
    on_pause,
    on_resume,
    on_stop_here,
    on_typed_at_the_list,
)
from bot.dialogs.handlers.screens import (
    on_checklist_done,
    on_none_of_these,
    on_one_by_one,
    on_toggled,
)
from bot.dialogs.phases import Phase
from bot.dialogs.steps import Context, Step

Handler: TypeAlias = Callable[[Context[Any]], Step]

_IN_EVERY_PHASE: dict[type[events.Event], Handler] = {
    events.Explained: on_explained,
    events.NameSources: on_sources_named,
    events.Sourced: on_sourced,
    events.ConfirmJudgements: on_confirmed_by_investigator,
    events.Overview: on_overview,
    events.Help: on_help,
    events.Pause: on_pause,
    events.Resume: on_resume,
    events.SetLanguage: on_language,
    events.SetDate: on_date,
}
_IN_PHASE: dict[Phase, dict[type[events.Event], Handler]] = {
    Phase.ASKING: {
        events.Shared: on_shared,
        events.Asked: on_asked,
        events.Typed: on_typed,
        events.Read: on_read,
        events.Brought: on_brought,
        events.Prefilled: on_read,
        events.Chosen: on_chosen,
        events.Toggled: on_toggled,
        events.NoneOfThese: on_none_of_these,
        events.ChecklistDone: on_checklist_done,
        events.OneByOne: on_one_by_one,
        events.TurnPage: on_page,
        events.Confirmed: on_left_as_it_is,
        events.Back: on_back,
        events.ChangeAnswer: on_change,
    },
    Phase.CONFIRM: {
        events.Shared: on_shared,
        events.Typed: on_typed,
        events.Read: on_read,
        events.Brought: on_brought,
        events.Prefilled: on_read,
        events.Chosen: on_chosen,
        events.Confirmed: on_confirmed,
        events.Rejected: on_rejected,
        events.Back: on_back,
    },
    Phase.FAILED: {
        events.Shared: on_shared_afterwards,
        events.Asked: on_asked,
        events.Typed: on_typed_afterwards,
        events.Read: on_read,
        events.Prefilled: on_read,
        events.StopHere: on_stop_here,
        events.GoOn: on_go_on,
        events.ChangeAnswer: on_change,
        events.Back: on_back,
    },
    Phase.SUMMARY: {
        events.Shared: on_shared_afterwards,
        events.Asked: on_asked,
        events.Typed: on_typed_afterwards,
        events.Read: on_read,
        events.Prefilled: on_read,
        events.ChangeAnswer: on_change,
        events.Edit: on_edit,
        events.Back: on_back,
        events.GoOn: on_go_on,
    },
    Phase.CHANGING: {
        events.Shared: on_shared,
        events.Asked: on_asked,
        events.Typed: on_typed_at_the_list,
        events.Explained: on_explained_first,
        events.ChangeAnswer: on_change,
        events.TurnPage: on_page,
        events.Edit: on_edit,
        events.Back: on_back,
    },
    Phase.PAUSED: {},
}

HANDLERS: dict[Phase, dict[type[events.Event], Handler]] = {
    phase: {**_IN_EVERY_PHASE, **own} for phase, own in _IN_PHASE.items()
}
"""What each event does in each phase; an event that is not there does not fit."""
