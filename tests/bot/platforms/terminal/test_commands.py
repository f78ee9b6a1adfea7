"""Lines that begin with a slash."""

from __future__ import annotations

import pytest

from bot.dialogs import events
from bot.platforms.terminal.commands import (
    NAMES,
    Command,
    command_of,
    completed,
    is_command,
    matching,
    near,
)


@pytest.mark.parametrize("text", ["/back", " /BACK ", "/Back"])
def test_a_command_is_read_whatever_its_case(text: str) -> None:
    assert is_command(text)
    assert command_of(text) == Command("back")


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("/back", events.Back()),
        ("/help", events.Help()),
        ("/change", events.ChangeAnswer()),
        ("/cancel", events.Pause()),
        ("/stop", events.Pause()),
        ("/avbryt", events.Pause()),
        ("/andra I10", events.ChangeAnswer("I10")),
        ("/date  2026-03-31 ", events.SetDate("2026-03-31")),
        ("/date", None),
        ("/language sv", None),
        ("/quit", None),
        ("/source I6 CT report", events.NameSources("I6 CT report")),
        ("/källa I6 DT-svar", events.NameSources("I6 DT-svar")),
        ("/source I6 CT report\nI9 iohexol", events.NameSources("I6 CT report\nI9 iohexol")),
    ],
)
def test_commands_that_are_events(text: str, event: events.Event | None) -> None:
    command = command_of(text)
    assert command is not None
    assert command.event == event


@pytest.mark.parametrize("text", ["/", "/nothing", "/backwards", "/1", "//back"])
def test_no_command_of_that_name(text: str) -> None:
    assert command_of(text) is None


def test_pasted_lines_are_never_a_command() -> None:
    assert not is_command("/back\nHb 105 g/L")


def test_a_command_of_several_lines_may_be_pasted() -> None:
    assert is_command("/source I6 CT report 2026-02-10 AB\nI9 iohexol report 2026-02-12 CD")
    assert is_command("/utfall S0007 tackade nej\nspråk")
    assert is_command("/källa\nI6 DT-svar 2026-02-10 AB")


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("/b", "/back"),
        ("/la", "/language "),
        ("/s", "/s"),
        ("/ca", "/ca"),
        ("/can", "/cancel"),
        ("/språk", "/language "),
        ("/da", "/date "),
        ("/x", "/x"),
        ("/", "/"),
        ("/date 20", "/date 20"),
    ],
)
def test_tab_writes_on_as_far_as_there_is_one_way(text: str, whole: str) -> None:
    assert completed(text) == whole


def test_a_slash_shows_every_command() -> None:
    assert matching("/") == NAMES
    assert matching("/s") == ("screen", "source")
    assert matching("/stop") == ("cancel",)
    assert matching("/language s") == ("language",)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/helpp", "help"),
        ("/chang I10", "change"),
        ("/ändrra", "ändra"),
        ("/calender", "calendar"),
        ("/påmin", ""),  # there is nobody in a terminal to remind
        ("/xyzzy", ""),
        ("/", ""),
    ],
)
def test_a_slip_is_near_the_command_that_was_meant(text: str, command: str) -> None:
    assert near(text) == command
