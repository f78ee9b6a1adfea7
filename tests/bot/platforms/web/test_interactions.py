"""How long a screening takes on the page, by the keystroke-level model, and on a form.

The model, its figures and the form are those of the chat's interactions. On the page the first
question is there at once; what is read are the new message, its buttons, and at the panel its rows.
The values are either pasted, as in the chat, or written by hand into the panel's rows: for each row
a mental step, a tap into the field and its keys, two taps on the unit, and the limit's field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from criteria.known.values import Quantity
from tests.bot.platforms.test_interactions import (
    KEY,
    MENTAL,
    TAP,
    cost,
    doing,
    form,
    tell,
    words,
)
from tests.conversations.player import HERE, screener_lines

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from bot.platforms.web.conversation import View
    from tests.bot.platforms.test_interactions import Cost
    from tests.bot.platforms.web.browser import Browser
    from tests.bot.platforms.web.conftest import Page

FILL = "the panel by hand"


def lines(*, by_hand: bool) -> list[str]:
    """Return what an eligible man's screener does; after a panel by hand GFR is asked apart."""
    text = (HERE / "eligible-man.txt").read_text("utf-8")
    text = text.replace("In agreement", "No lesion without uptake")  # in the words of R1.1
    found = list(screener_lines(text))
    if by_hand:
        pasted = next(number for number, line in enumerate(found) if "\n" in line)
        confirmed = pasted + 1
        found[pasted] = FILL
        found[confirmed + 1 : confirmed + 1] = ["[Iohexol clearance]", "72 mL/min/1,73m2"]
    return found


def shown(page: Page) -> View:
    """Return what the only person's conversation shows."""
    talk = page.server.parts.conversation
    return page.store.within(lambda unit: talk.view(unit, -1, "en"))


def reading(view: View) -> float:
    """Time to read what is new on the page."""
    said = [text for one in view.bubbles for text, _ in one.lines]
    labels = [label for one in view.bubbles for row in one.rows for label, _ in row]
    rows = [f"{row.label} {' '.join(unit for _, unit in row.units)}" for row in view.panel]
    return words(" ".join([*said, *labels, *rows]))


def filled(view: View, chat: Cost) -> tuple[dict[str, str], float]:
    """Return the panel's fields, and the time that it takes to fill them in."""
    fields, seconds = {"panel": "1"}, MENTAL + TAP
    for row in view.panel:
        kept = chat.session.answers[row.item]
        value: Any = chat.script.value(row.item, kept, chat.session.reference_date)
        assert isinstance(value, Quantity)
        fields |= {f"value.{row.item}": str(value.number), f"unit.{row.item}": value.unit}
        seconds += MENTAL + TAP + KEY * len(str(value.number)) + 2 * TAP
        if value.reference is not None:
            fields[f"limit.{row.item}"] = str(value.reference.high)
            seconds += MENTAL + TAP + KEY * len(str(value.reference.high))
    return fields, seconds


async def did(browser: Browser, view: View, line: str, chat: Cost) -> float:
    """Do what a line says; the seconds that this takes, apart from reading."""
    if line == FILL:
        fields, seconds = filled(view, chat)
        form_ = browser.page.form_with("panel", "1")
        await browser.send({**form_.fields, **fields}, form_.action)
        return seconds
    if line.startswith("["):
        rows = [row for one in view.bubbles for row in one.rows]
        offered = {label: data for row in rows for label, data in row}
        assert line[1:-1] in offered, f"no {line} below {view.bubbles}"
        await browser.press(offered[line[1:-1]])
    else:
        await browser.write(line)
    return MENTAL + doing(line)


async def screened(page: Page, chat: Cost, *, by_hand: bool) -> float:
    """Screen an eligible man on the page; the seconds that this takes."""
    browser = await page.browser()
    view = page.server.parts.conversation.first("en")
    seconds = reading(view) + words("Menu Answer, or paste a report Send")
    for line in lines(by_hand=by_hand):
        seconds += await did(browser, view, line, chat)
        view = shown(page)
        seconds += reading(view)
    assert browser.page.outcome == "#eligible"
    return seconds


async def test_the_page_takes_less_time_than_a_form(
    open_page: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chat = cost("eligible-man", tmp_path)
    pasted = await screened(open_page, chat, by_hand=False)
    tell(capsys, f"eligible man: {pasted:.0f} s on the page, {form(chat):.0f} s on a form")
    assert pasted < 0.85 * form(chat)


async def test_the_page_takes_less_time_than_a_form_with_the_values_by_hand(
    open_page: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chat = cost("eligible-man", tmp_path)
    by_hand = await screened(open_page, chat, by_hand=True)
    tell(capsys, f"eligible man, values by hand: {by_hand:.0f} s, {form(chat):.0f} s on a form")
    assert by_hand < form(chat)
