"""What a screener can do, whatever the platform. Frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.prefill.reported import Record


@dataclass(frozen=True, slots=True)
class Typed:
    """Wrote something."""

    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """Pasted something: what was read from it. The text itself is never kept."""

    answers: tuple[tuple[Any, ...], ...]
    """Item, then the fields of `Kept` in their order; those that are empty at the end may lack."""
    because: str = ""
    """Why it is asked back."""
    unclear: tuple[tuple[str, ...], ...] = ()
    """Item, then every way that what was read of it can be meant."""

    def __post_init__(self) -> None:
        """Take lists as well, which is what comes from a store."""
        object.__setattr__(self, "answers", tuple(tuple(answer) for answer in self.answers))
        object.__setattr__(self, "unclear", tuple(tuple(ways) for ways in self.unclear))


@dataclass(frozen=True, slots=True)
class Brought:
    """Gave a file of a record. Of it only what was read is kept, as `Prefilled`."""

    record: Record


@dataclass(frozen=True, slots=True)
class Prefilled:
    """Gave a file of a record: the answers that were read from it and wait for a yes."""

    answers: tuple[tuple[Any, ...], ...]
    """As those of `Read`."""
    because: str = ""
    unclear: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        """Take lists as well, which is what comes from a store."""
        object.__setattr__(self, "answers", tuple(tuple(answer) for answer in self.answers))
        object.__setattr__(self, "unclear", tuple(tuple(ways) for ways in self.unclear))


@dataclass(frozen=True, slots=True)
class Chosen:
    """Tapped an answer of an item; the code ``unknown`` is one of every item."""

    item: str
    code: str


@dataclass(frozen=True, slots=True)
class Toggled:
    """Tapped a line of a checklist: from no to yes to unknown to no."""

    item: str


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """Said that nothing on the checklist is present."""

    first: str


@dataclass(frozen=True, slots=True)
class ChecklistDone:
    """Is done with the checklist as it is ticked."""

    first: str


@dataclass(frozen=True, slots=True)
class OneByOne:
    """Wants to give a panel's values one by one."""

    first: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Said yes to what was asked back."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """Said no to what was asked back."""


@dataclass(frozen=True, slots=True)
class Back:
    """Wants the question before."""


@dataclass(frozen=True, slots=True)
class StopHere:
    """Wants to stop after a failure."""


@dataclass(frozen=True, slots=True)
class GoOn:
    """Wants to go on after a failure."""


@dataclass(frozen=True, slots=True)
class ChangeAnswer:
    """Wants to change an earlier answer: show them, or those that are named."""

    named: str = ""


@dataclass(frozen=True, slots=True)
class TurnPage:
    """Wants another page of a list, or of a question's many answers, by its number from 0."""

    page: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Wants to change this one."""

    item: str


@dataclass(frozen=True, slots=True)
class Explained:
    """Said why a reported answer was changed: a code of `REASONS`, or in other words."""

    text: str


@dataclass(frozen=True, slots=True)
class NameSources:
    """Wrote which document says it, of which day, and who judged: a criterion a line."""

    text: str


@dataclass(frozen=True, slots=True)
class Sourced:
    """Named sources as they are kept: criterion, document, day and initials of each."""

    sources: tuple[tuple[str, str, str, str], ...]

    def __post_init__(self) -> None:
        """Take lists as well, which is what comes from a store."""
        object.__setattr__(self, "sources", tuple(tuple(source) for source in self.sources))


@dataclass(frozen=True, slots=True)
class ConfirmJudgements:
    """Confirms, as an investigator, answers that only an investigator may judge."""

    answers: tuple[tuple[str, str], ...]
    """Item, and the answer that it has as it is kept; if it has another, nothing is confirmed."""
    by: str
    """Initials, or the platform's user."""

    def __post_init__(self) -> None:
        """Take lists as well, which is what comes from a store."""
        object.__setattr__(self, "answers", tuple(tuple(answer) for answer in self.answers))


@dataclass(frozen=True, slots=True)
class Asked:
    """Is to be asked this item now, because it comes first among several screenings."""

    item: str
    turn: int
    """The number of the question among all that are asked in them."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Was answered in a screening of the same candidate that is asked together with this one."""

    answers: tuple[tuple[Any, ...], ...]
    """Item, then the first fields of `Kept`; an empty text is an answer that says nothing here."""

    def __post_init__(self) -> None:
        """Take lists as well, which is what comes from a store."""
        object.__setattr__(self, "answers", tuple(tuple(answer) for answer in self.answers))


@dataclass(frozen=True, slots=True)
class Overview:
    """Wants to see how all trials stand that somebody is screened for together."""


@dataclass(frozen=True, slots=True)
class Help:
    """Wants help with what is asked."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Leaves for now."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Comes back, or wants to see the screen again."""


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Wants another language."""

    language: str


@dataclass(frozen=True, slots=True)
class SetDate:
    """States the reference date."""

    text: str


Event = (
    Typed
    | Read
    | Brought
    | Prefilled
    | Chosen
    | Toggled
    | NoneOfThese
    | ChecklistDone
    | OneByOne
    | Confirmed
    | Rejected
    | Back
    | StopHere
    | GoOn
    | ChangeAnswer
    | TurnPage
    | Edit
    | Explained
    | NameSources
    | Sourced
    | ConfirmJudgements
    | Asked
    | Shared
    | Overview
    | Help
    | Pause
    | Resume
    | SetLanguage
    | SetDate
)
