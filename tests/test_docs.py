"""The documents: what they show is run, what they name is there.

In a ``console`` block a line that begins with ``$ `` is a command, ``> `` goes on with it, and the
rest is what it prints: white space does not count, and ``…`` stands for what is left out. The
commands of a document run one after the other in one folder, which holds the files of the
document: a block behind ``<!-- file: name -->`` is such a file. A block behind
``<!-- excerpt: file -->`` stands in that file, but for lines with ``…`` alone.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.batch.read import _DOUBTS
from bot.platforms.callbacks import _KINDS
from bot.platforms.terminal.commands import NAMES
from bot.texts.conversation import Notes, Refusals
from criteria.examination.examination import examine_folder
from criteria.trial import catalog
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem
from criteria.verdict.statuses import Status
from criteria.verdict.verdict import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.trial.protocol import Item

ROOT = Path(__file__).parents[1]
PAGES = {
    page.relative_to(ROOT).as_posix(): page.read_text("utf-8")
    for page in (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))
}
INTERFACE = PAGES["docs/interface.md"]
OWN = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/architecture.md",
    "docs/glossary.md",
    "docs/interface.md",
    "docs/new-trial.md",
    *(page for page in PAGES if page.startswith("docs/decisions/")),
)

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARKED = re.compile(
    r"^<!-- (file|excerpt): (\S+) -->\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
_LINK = re.compile(r"\]\(([^)\s]*)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_PATH = re.compile(
    r"`((?:bot|criteria|docs|tests)/[\w./-]+\.\w+|(?:bot|criteria|docs|tests)/[\w/-]+/)`"
)
_MAKE = re.compile(r"(?:`|^|\$ )make ([a-z]+)", re.MULTILINE)


def marked(page: str, kind: str) -> Iterator[tuple[str, str]]:
    """Return the name and the text of each marked block."""
    return ((name, text) for sort, name, text in _MARKED.findall(PAGES[page]) if sort == kind)


def lay_out(page: str, folder: Path) -> None:
    """Write a page's files into a folder."""
    for name, text in marked(page, "file"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def commands(page: str) -> Iterator[tuple[str, str]]:
    """Return each command of a page, and what it prints."""
    for kind, text in _BLOCK.findall(PAGES[page]):
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:] if kind == "console" else ():
            first, *rest = part.splitlines()
            more = [line[2:] for line in rest if line.startswith("> ")]
            yield "\n".join([first, *more]), "\n".join(rest[len(more) :])


def run(command: str, folder: Path) -> str:
    """Run a command as somebody would paste it; what it prints, on either stream."""
    place = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    kept = {name: text for name, text in os.environ.items() if not name.startswith("BEDSIDE_")}
    done = subprocess.run(  # noqa: S603 - the commands of our own documents
        ["/usr/bin/env", "bash", "-c", command],
        cwd=folder,
        env={**kept, "PATH": place, "PYTHONUTF8": "1", "COLUMNS": "80"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        timeout=60,
    )
    return done.stdout.decode()


def shown(text: str) -> re.Pattern[str]:
    """Return the pattern of what a page shows."""
    parts = ("".join(part.split()) for part in text.split("…"))
    return re.compile(".*".join(map(re.escape, parts)), re.DOTALL)


@pytest.mark.parametrize("page", [page for page in PAGES if any(commands(page))])
def test_commands_print_what_is_shown(page: str, tmp_path: Path) -> None:
    lay_out(page, tmp_path)
    for command, expected in commands(page):
        printed = run(command, tmp_path)
        assert shown(expected).fullmatch("".join(printed.split())), f"{command}\n{printed}"


def test_commands_are_found() -> None:
    found = {page: list(commands(page)) for page in PAGES}
    assert len(found["README.md"]) == 6
    assert ("bedside trials check iron-tablets/1", "iron-tablets/1: no complaint.") in found[
        "docs/new-trial.md"
    ]


def test_the_guides_trial_has_no_flaw(tmp_path: Path) -> None:
    lay_out("docs/new-trial.md", tmp_path)
    folder = tmp_path / "iron-tablets" / "1"
    assert {file.name for file in folder.iterdir()} == {"protocol.toml", "en.toml", "cases.toml"}
    assert list(examine_folder(folder, date(2026, 3, 31))) == []
    protocol = catalog.read_folder(folder).protocol
    assert (len(protocol.criteria), len(protocol.items)) == (2, 4)


@pytest.mark.parametrize(
    ("source", "text"), [found for page in PAGES for found in marked(page, "excerpt")]
)
def test_excerpts_stand_where_they_come_from(source: str, text: str) -> None:
    rest = (ROOT / source).read_text("utf-8")
    for part in re.split(r"^…\n", text, flags=re.MULTILINE):
        before, found, rest = rest.partition(part)
        assert found, f"{part}\nnot in {source} behind\n{before[:400]}"


def anchors(page: str) -> set[str]:
    """Return what a link can point to inside a page."""
    headings = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in _HEADING.findall(page))
    return {heading.replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    for link in _LINK.findall(PAGES[page]):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = (ROOT / page).parent / name if name else ROOT / page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target.read_text("utf-8")), link


@pytest.mark.parametrize("page", PAGES)
def test_files_and_make_targets_that_are_named_are_there(page: str) -> None:
    for path in _PATH.findall(PAGES[page]):
        assert (ROOT / path).exists(), path
    targets = set(
        re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    )
    assert set(_MAKE.findall(PAGES[page])) <= targets


@pytest.mark.parametrize("page", OWN)
def test_lines_are_not_too_long(page: str) -> None:
    lines = (line for line in PAGES[page].splitlines() if not line.startswith("|"))
    assert [line for line in lines if len(line) > 140] == []


def section(heading: str) -> str:
    """Return a section of the interface, with what stands below it."""
    marks = re.match(r"#+", heading)
    assert marks is not None
    _, found, rest = f"\n{INTERFACE}".partition(f"\n{heading}\n")
    assert found, heading
    return re.split(rf"^#{{1,{len(marks[0])}}} ", rest, flags=re.MULTILINE)[0]


def in_tables(heading: str) -> list[str]:
    """Return the codes in the first column of a section's tables."""
    first = re.findall(r"^\| (`[^|]+) \|", section(heading), re.MULTILINE)
    return [code for cell in first for code in re.findall(r"`([^`]+)`", cell)]


def test_every_note_and_refusal_stands_in_the_interface() -> None:
    assert sorted(in_tables("## Notes")) == sorted(Notes.model_fields)
    assert sorted(in_tables("## Refusals")) == sorted(Refusals.model_fields)


def test_every_flag_of_a_doubt_stands_in_the_interface() -> None:
    assert set(_DOUBTS.values()) <= set(in_tables("### `bedside read`"))


def test_every_button_stands_in_the_interface() -> None:
    documented = {data[0]: data.count("<") - 1 for data in in_tables("## Buttons")}
    assert documented == {letter: parts for letter, (_, parts) in _KINDS.items()}


def test_every_command_of_the_terminal_stands_in_the_interface() -> None:
    documented = [code.split()[0] for code in in_tables("## The terminal")]
    assert sorted(documented) == sorted(f"/{name}" for name in NAMES)


def test_every_status_and_outcome_stands_in_the_interface() -> None:
    text = section("## Items, criteria, codes")
    assert all(f"`{word.value}`" in text for word in (*Status, *Outcome))


def answer(item: Item) -> str:
    """Say what an item takes."""
    match item:
        case ChoiceItem():
            return ", ".join(f"`{code}`" for code in item.choices)
        case NumberItem():
            units = "a number: " + ", ".join(item.units)
            part = f"; % of `{item.percent_of}`" if item.percent_of else ""
            surface = f"; {item.body_surface_unit} with the BSA" if item.body_surface_unit else ""
            return units + part + surface
        case DateItem():
            return "a day" if item.whole_day else "a day, month or year"


def items_table() -> str:
    """Return the table of START-NET's items."""
    rows = (
        f"| `{item.id}` | {item.name} | {answer(item)} |"
        for item in catalog.load("start-net", "R1").protocol.items
    )
    return "\n".join(["| item | what | answers |", "|---|---|---|", *rows])


def test_every_item_with_its_codes_stands_in_the_interface() -> None:
    _, _, rest = INTERFACE.partition("<!-- items -->\n")
    assert rest.partition("\n<!-- end -->")[0] == items_table()


def test_every_concept_of_the_shipped_trial_is_named() -> None:
    block = PAGES["docs/interface.md"].split("<!-- concepts -->\n")[1].split("<!-- end -->")[0]
    named = re.findall(r"^\| `(\w+)` \| `([\w.]+)` \|$", block, re.MULTILINE)
    assert dict(named) == catalog.load("start-net").concepts
