"""Keys on a terminal: arrows, numbers, pasting, leaving; and what the window then holds."""

from __future__ import annotations

import re
from contextlib import contextmanager
from io import StringIO
from threading import Timer
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.output.plain_text import PlainTextOutput
from prompt_toolkit.output.vt100 import Vt100_Output

from bot.platforms.terminal import live
from bot.platforms.terminal.application import application, rows_of
from bot.platforms.terminal.composer import Composer
from bot.platforms.terminal.hints import hint_of
from bot.platforms.terminal.live import Live
from bot.platforms.terminal.terminal import converse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prompt_toolkit.input import PipeInput
    from prompt_toolkit.output import Output

    from bot.platforms.terminal.choices import Option
    from bot.platforms.terminal.conversation import Conversation, View

UP, DOWN, ENTER, ESC, TAB, F1 = "\x1b[A", "\x1b[B", "\r", "\x1b", "\t", "\x1bOP"
CTRL_C, CTRL_D = "\x03", "\x04"
PAUSE = "\0"
TO_ECOG = ("62 f", "net", "well", "yes", "8", "no")
TO_PANEL = (
    *(*TO_ECOG, "1", "yes", "2026-01-15", "yes", "yes", "yes", "ssa"),
    *("68Ga-DOTATOC", "above_all", "concordant", "concordant"),
)
LABS = "Hb 105 g/L\nTPK 230 x10^9/L\nLPK 5,8 x10^9/L"


class Plainly(PlainTextOutput):
    """A window whose size is known."""

    def __init__(self, page: StringIO, rows: int, columns: int) -> None:
        super().__init__(page)
        self.size = Size(rows, columns)

    def get_size(self) -> Size:
        return self.size


class Typist(Live):
    """Types the next keys whenever it is asked, and leaves at the end."""

    def __init__(self, pipe: PipeInput, keys: tuple[str, ...]) -> None:
        super().__init__()
        self.pipe = pipe
        self.keys = iter(keys)
        self.later: list[str] = []

    def ask(self, view: View) -> str | Option:
        now, *self.later = next(self.keys, CTRL_C).split(PAUSE)
        self.pipe.send_text(now)
        timer = Timer(60, self.pipe.send_text, [CTRL_C])  # no test waits for ever
        timer.start()
        try:
            with patch.object(live, "ask", self.typed):
                return super().ask(view)
        finally:
            timer.cancel()

    def typed(self, composer: Composer) -> str | Option:
        """Ask; what comes after a pause is typed once a choice is selected or the line emptied."""
        written: list[str] = []

        def rendered(_: object) -> None:
            emptied = any(written) and not composer.buffer.text
            if self.later and (composer.at is not None or emptied):
                self.pipe.send_text(self.later.pop(0))

        composer.buffer.on_text_changed += lambda buffer: written.append(buffer.text)
        running = application(composer)
        running.after_render += rendered
        return running.run()


@contextmanager
def window(output: Output) -> Iterator[PipeInput]:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=output):
        yield pipe


def held(conversation: Conversation, *keys: str, rows: int = 24, columns: int = 80) -> str:
    page = StringIO()
    with window(Plainly(page, rows, columns)) as pipe:
        converse(conversation, Typist(pipe, keys))
    return page.getvalue()


def at(conversation: Conversation, *lines: str) -> Conversation:
    for line in lines:
        conversation.take(line)
    return conversation


def answer(conversation: Conversation, item: str) -> str | None:
    assert conversation.session is not None
    kept = conversation.session.answers.get(item)
    return kept.text if kept else None


def test_an_answer_is_written_and_echoed(conversation: Conversation) -> None:
    shown = held(conversation, "62 m\r")
    assert answer(conversation, "I1.age") == "62"
    assert "> 62 m" in shown
    assert shown.rstrip().endswith("bedside chat --resume S0001")


def test_arrows_choose(conversation: Conversation) -> None:
    held(at(conversation, "62 f"), DOWN + DOWN + ENTER)
    assert answer(conversation, "I4.type") == "nec"


def test_arrows_go_round_the_ends(conversation: Conversation) -> None:
    held(at(conversation, "62 f"), UP + DOWN + DOWN + UP + UP + ENTER)
    assert answer(conversation, "I4.type") == "unknown"


def test_tab_goes_down_as_well(conversation: Conversation) -> None:
    held(at(conversation, "62 f"), TAB + ENTER)
    assert answer(conversation, "I4.type") == "net"


def test_a_number_and_enter_choose(conversation: Conversation) -> None:
    held(at(conversation, "62 f"), "3\r")
    assert answer(conversation, "I4.type") == "minen"


def test_an_empty_line_never_answers(conversation: Conversation) -> None:
    held(at(conversation, "62 f"), ENTER + ENTER + "1\r")
    assert answer(conversation, "I4.type") == "net"
    assert answer(conversation, "I4.differentiation") is None


def test_what_is_written_counts_and_not_the_line_that_was_stood_on(
    conversation: Conversation,
) -> None:
    held(at(conversation, "62 f"), DOWN + "2" + ENTER)
    assert answer(conversation, "I4.type") == "nec"


def test_ecog_takes_its_own_numbers_and_arrows(conversation: Conversation) -> None:
    held(at(conversation, *TO_ECOG), "1\r", "/back\r", DOWN + ENTER)
    assert answer(conversation, "I3.ecog") == "0"


def test_escape_empties_the_line_and_then_goes_back(conversation: Conversation) -> None:
    held(at(conversation, "62 f"), "net\r", "half an answ" + ESC + PAUSE + ESC, "nec\r")
    assert answer(conversation, "I4.type") == "nec"
    assert answer(conversation, "I4.differentiation") is None


def test_alt_and_a_key_is_no_escape(conversation: Conversation) -> None:
    held(at(conversation, "62 f"), "ne\x1bbt\x1bf" + "\x7f" * 3 + "net\r")
    assert answer(conversation, "I4.type") == "net"


def test_help_by_key(conversation: Conversation) -> None:
    assert "Karnofsky" in held(at(conversation, *TO_ECOG), F1)


def test_a_marked_paste_of_many_lines_is_one_answer(conversation: Conversation) -> None:
    shown = held(at(conversation, *TO_PANEL), f"\x1b[200~{LABS}\x1b[201~\r", "y\r")
    assert "> 3 lines" in shown
    assert answer(conversation, "I10.hb") == "Hb 105 g/L"
    assert answer(conversation, "I10.wbc")


def test_so_is_one_that_the_terminal_does_not_mark(conversation: Conversation) -> None:
    unmarked = LABS.replace("\n", "\r")
    held(at(conversation, *TO_PANEL), f"{unmarked}\r", "y\r")
    assert answer(conversation, "I10.hb") == "Hb 105 g/L"
    assert answer(conversation, "I10.wbc")


def test_a_command_is_completed(conversation: Conversation) -> None:
    held(conversation, "/la\tsv\r")
    assert conversation.session is not None
    assert conversation.session.language == "sv"


@pytest.mark.parametrize("key", [CTRL_C, CTRL_D])
def test_leaving_is_polite_and_keeps_everything(conversation: Conversation, key: str) -> None:
    shown = held(at(conversation, "62 f"), key)
    assert "Everything is saved as S0001" in shown
    stored = conversation.service.store.load("S0001")
    assert stored is not None
    assert stored.session.answers["I1.age"].text == "62"


def test_an_identifier_does_not_stay_in_the_window(conversation: Conversation) -> None:
    page = StringIO()
    keys = ("19121212-1212\r", "/date 19121212-1212\r")
    with window(Plainly(page, 24, 80)) as pipe:
        converse(conversation, Typist(pipe, keys))
    assert page.getvalue().count("(not shown)") == 2


def test_of_a_printout_the_head_does_not_stay_in_the_window(conversation: Conversation) -> None:
    head = "Namn: Anna Testsson\nPersonnr 19121212-1212"
    shown = held(at(conversation, *TO_PANEL), f"\x1b[200~{head}\n{LABS}\x1b[201~\r", "y\r")
    assert "Lines that say who somebody is were dropped" in shown
    assert answer(conversation, "I10.hb") == "Hb 105 g/L"
    asked = shown.rpartition("Is this right?")[2]
    assert not any(part in asked for part in ("Testsson", "19121212"))


def test_a_checklist_that_is_only_ticked_is_not_written_again(conversation: Conversation) -> None:
    at(conversation, *TO_PANEL, "Hb 132 g/L, TPK 214, LPK 5,8, neutro 3,4", "yes")
    while not any(option.kind == "t" for option in conversation.view.choices.options):
        conversation.take("unknown")
    title = next(line.text for line in conversation.view.message.lines if line.strong)
    shown = held(conversation, DOWN + DOWN + " ", DOWN + " ", " ")
    assert shown.count(title) == 1
    assert conversation.session is not None
    assert [*conversation.session.ticks.values()].count("yes") == 1
    assert [*conversation.session.ticks.values()].count("unknown") == 1


@pytest.mark.parametrize("columns", [40, 80])
def test_printed_rows_fit_the_window(conversation: Conversation, columns: int) -> None:
    page = StringIO()
    with window(Plainly(page, 24, columns)) as pipe:
        display = Typist(pipe, ())
        for line in TO_PANEL:
            display.show(conversation.take(line))
    assert all(len(row) < columns for row in page.getvalue().splitlines())


@pytest.mark.parametrize("columns", [40, 80])
def test_choices_and_hints_fit_the_window(conversation: Conversation, columns: int) -> None:
    with window(Plainly(StringIO(), 24, columns)):
        for line in (*TO_PANEL, "/change"):
            composer = Composer(conversation.take(line), room=5)
            rows = [row for option in composer.options for row in rows_of(composer, option)]
            assert all(len(row) < columns for row in rows)
            assert "".join(hint_of(composer).split())


def test_an_outcome_that_scrolled_away_is_repeated_above_the_choices(
    conversation: Conversation,
) -> None:
    for line in ("62 f", "net", "well", "yes", "8", "yes"):
        conversation.take(line)
    view = conversation.take("Stop here")
    with window(Plainly(StringIO(), 24, 80)):
        display = Live()
        display.show(view)
        assert " ".join(display.pinned).startswith("Not eligible")
    with window(Plainly(StringIO(), 300, 80)):
        display.show(view)
        assert not display.pinned


def test_the_hint_follows_what_is_typed(conversation: Conversation) -> None:
    with window(Plainly(StringIO(), 24, 80)):
        composer = Composer(conversation.view, room=5)
        for text, part in [
            ("", "/1"),
            ("/re", "/resume"),
            ("/x", "no such command"),
            ("62 m", "Enter sends"),
            ("Hb 1\nTPK 2", "2 lines"),
        ]:
            composer.buffer.text = text
            assert part in hint_of(composer)


def test_the_hint_names_numbers_where_they_can_be_typed(conversation: Conversation) -> None:
    lines = [("62 f", "number"), ("/change sex", "number"), ("/change age", "/1"), ("101", "y/n")]
    with window(Plainly(StringIO(), 24, 80)):
        for line, part in lines:
            composer = Composer(conversation.take(line), room=5)
            assert part in hint_of(composer).split("\n")[0]


def test_without_colours_the_choice_that_is_stood_on_still_shows(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    page = StringIO()
    depth = ColorDepth.from_env()
    output = Vt100_Output(page, lambda: Size(24, 80), default_color_depth=depth, enable_cpr=False)
    with window(output) as pipe:
        converse(conversation, Typist(pipe, ("62 f\r", DOWN + PAUSE + ENTER)))
    assert "►" in page.getvalue()
    assert not re.search(r"\x1b\[[0-9;]*\b(3[0-8]|9[0-7])[;m]", page.getvalue())
