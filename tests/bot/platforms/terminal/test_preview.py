"""A conversation with a folder that is edited meanwhile: it goes on, and says what is wrong."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.plain_text import PlainTextOutput

from bot.platforms.terminal.plain import Plain
from bot.platforms.terminal.preview import Preview, Watching, converse
from bot.screenings.preview import Draft, PreviewService
from bot.store import Store
from tests.bot.platforms.conftest import NOW
from tests.own import copied, renamed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.platforms.terminal.conversation import View

MARK = "DRAFT · SOVA 1: to try it, not for screening. Nothing is kept."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The trial SOVA as a draft."""
    made = copied(tmp_path)
    renamed(made, 'status = "released"', 'status = "draft"')
    return made


@pytest.fixture
def preview(folder: Path) -> Iterator[Preview]:
    """A preview of it that has just begun."""
    with Store.open("sqlite://") as store:
        begun = Preview(PreviewService(store, lambda: NOW, Draft(folder)), "en")
        begun.open(offer=False)
        yield begun


def lines(view: View) -> list[str]:
    return [line.text for line in view.message.lines]


def answers(preview: Preview) -> dict[str, str]:
    assert preview.session is not None
    return {item: kept.text for item, kept in preview.session.answers.items()}


@pytest.mark.parametrize("given", ["52", "/help", "/language sv", "/change", "/nothing", "/stop"])
def test_every_view_says_that_it_is_a_draft(preview: Preview, given: str) -> None:
    assert lines(preview.view)[0] == MARK
    first = lines(preview.take(given))[0]
    assert first.startswith("UTKAST · SOVA 1" if given == "/language sv" else MARK)


def test_what_is_saved_counts_at_once_and_answers_are_kept(preview: Preview, folder: Path) -> None:
    preview.take("52")
    renamed(folder, 'limit = "15"', 'limit = "20"')
    view = preview.take("17")
    assert "The files were read again." in lines(view)
    assert answers(preview) == {"PERSON.years": "52", "AHI.index": "17"}
    assert any("must be ≥ 20 /h" in line for line in lines(view))


def test_what_checking_finds_is_said(preview: Preview, folder: Path) -> None:
    renamed(folder, 'limit = "15"', 'limit = "20"')
    renamed(folder, 'yes = ["never"], no = ["now"]', 'no = ["never", "now"]')
    view = preview.renew()
    assert any(line.startswith("Checking finds ") for line in lines(view))
    assert "- CARE.cpap: no possible answer satisfies its rule" in lines(view)


def test_a_broken_file_is_named_and_the_screening_goes_on(preview: Preview, folder: Path) -> None:
    preview.take("52")
    renamed(folder, "[registry]", "[registry")
    view = preview.take("40")
    assert lines(view)[1].startswith("The files cannot be used as they are now.")
    assert lines(view)[2].startswith("- protocol.toml: line 10, column 10: found `[registry`")
    assert answers(preview) == {"PERSON.years": "52", "AHI.index": "40"}
    renamed(folder, "[registry", "[registry]")
    mended = lines(preview.take("/help"))
    assert "The files were read again." in mended
    assert not any("cannot be used" in line for line in mended)
    assert answers(preview) == {"PERSON.years": "52", "AHI.index": "40"}


def test_an_answer_that_means_something_else_is_asked_again(preview: Preview, folder: Path) -> None:
    preview.take("52")
    renamed(folder, 'low = "0", high = "120"', 'low = "0", high = "50"')
    renamed(folder, 'low = "18", high = "90"', 'low = "18", high = "50"')
    view = preview.renew()
    assert "These answers do not count any more: Ålder" in lines(view)
    assert answers(preview) == {}
    assert any("Ålder" in line for line in lines(view)[1:])


def test_a_choice_is_that_of_the_view_that_was_shown(preview: Preview, folder: Path) -> None:
    for line in ("52", "40", "2026-01-12", "80 µmol/L", "yes"):
        preview.take(line)
    now = next(one for one in preview.view.choices.options if one.data.endswith(":now"))
    renamed(folder, 'choices = ["now", "before", "never"]', 'choices = ["never", "before", "now"]')
    preview.take(f"/{now.number}")
    assert answers(preview)["CARE.cpap"] == "now"


def test_the_good_bye_says_that_nothing_was_kept(preview: Preview) -> None:
    page = StringIO()
    converse(preview, Plain(StringIO("52\n"), page))
    assert page.getvalue().splitlines()[-1] == "Good-bye. Nothing was kept."


class _Edited(Watching):
    """Watches a folder that is edited as soon as something is asked; then somebody leaves."""

    def __init__(self, changed: Callable[[], bool], edit: Callable[[], None]) -> None:
        super().__init__(changed)
        self.edit = edit
        self.asked = 0

    def ask(self, view: View) -> str:
        self.asked += 1
        if self.asked > 1:
            raise EOFError
        self.edit()
        return str(super().ask(view))


def test_a_save_is_noticed_while_an_answer_is_awaited(preview: Preview, folder: Path) -> None:
    page = StringIO()
    changed = preview.service.draft.has_changed
    watching = _Edited(changed, lambda: renamed(folder, 'limit = "18"', 'limit = "21"'))
    with (
        create_pipe_input() as pipe,
        create_app_session(input=pipe, output=PlainTextOutput(page)),
    ):
        converse(preview, watching)
    assert watching.asked == 2
    assert "≥ 21" in page.getvalue()
