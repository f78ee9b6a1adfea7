"""What a notice says: its code, which is the name of a sentence in the texts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class NoticeCode(StrEnum):
    """What a notice says: the name of a sentence of the conversation in the texts."""

    ALSO_FAILS = "also_fails"
    DATE_AHEAD = "date_ahead"
    DATE_BEHIND = "date_behind"
    DATE_SET = "date_set"
    DROPPED = "dropped"
    ELSEWHERE = "elsewhere"
    EXPLAIN_FIRST = "explain_first"
    FIRST = "first"
    FOLLOWS = "follows"
    GIVEN_UP = "given_up"
    HELP = "help"
    IDENTIFIER = "identifier"
    LEFT_OUT = "left_out"
    LEFT_OPEN = "left_open"
    LEFT_OUT_NAMES = "left_out_names"
    LEFT_OUT_DAYS = "left_out_days"
    LINES_DROPPED = "lines_dropped"
    NAMES_DROPPED = "names_dropped"
    NO_LANGUAGE = "no_language"
    NO_NAMES = "no_names"
    NO_SUCH_LINE = "no_such_line"
    NOT_NAMED = "not_named"
    NOT_NOW = "not_now"
    NOT_READ = "not_read"
    NOT_TAKEN = "not_taken"
    NOTHING_ANSWERED = "nothing_answered"
    NOTHING_ASKED = "nothing_asked"
    NOTHING_READ = "nothing_read"
    NOTHING_TO_CONFIRM = "nothing_to_confirm"
    NOTHING_OFFERED = "nothing_offered"
    REASON_LENGTH = "reason_length"
    REASON_NEEDED = "reason_needed"
    SEVERAL_FIT = "several_fit"
    SOURCE_DAY = "source_day"
    SOURCE_DOCUMENT = "source_document"
    SOURCE_GONE = "source_gone"
    SOURCE_HOW = "source_how"
    SOURCE_JUDGE = "source_judge"
    SOURCE_LENGTH = "source_length"
    SOURCE_NOTED = "source_noted"
    SOURCE_WHICH = "source_which"
    STALE = "stale"
    STOP_OR_GO_ON = "stop_or_go_on"
    TICKED = "ticked"
    WAITS = "waits"
    WHICH = "which"
    WHICH_ANSWER = "which_answer"
    YES_OR_NO_ALONE = "yes_or_no_alone"
    YES_OR_NO_FIRST = "yes_or_no_first"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be said by its code, about an item where one is named."""

    code: NoticeCode
    item: str = ""
    detail: str = ""

    def __post_init__(self) -> None:
        """Check the code where no type checker has.

        Raises:
            ValueError: there is no such code.
        """
        NoticeCode(self.code)


EXPLAIN_FIRST = Notice(NoticeCode.EXPLAIN_FIRST)
"""No other reported answer is changed before somebody has said why the last one was."""
