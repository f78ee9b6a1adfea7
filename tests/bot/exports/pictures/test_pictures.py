"""The pictures: what they say, that all of it can be read, and that the same is the same file."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.exports.context import MissingPartError
from bot.exports.pictures.canvas import own_style, width_of, wrapped
from bot.exports.pictures.catalogue import PICTURES, picture, writer
from bot.exports.pictures.counts import Afterwards, counts
from bot.exports.pictures.observations import Scope
from bot.screenings.records import Records
from bot.texts import texts_in
from tests.bot.exports.counted import BEGUN, LOW_GFR, UNFIT, count, screened
from tests.bot.exports.inventing import context, some
from tests.bot.exports.pictures.drawing import (
    EVERY_REASON,
    MIXED,
    crowd,
    flaws,
    long_words,
    written,
)

if TYPE_CHECKING:
    from bot.store import Store

ROOT = Path(__file__).parents[4]
NOBODY = counts([], Scope(date(2026, 3, 1), date(2026, 3, 31), "UPP"))
ONE = count(LOW_GFR)
EVERYTHING = count(*([EVERY_REASON] * 3))
SHAPES = {
    "nobody": NOBODY,
    "one": ONE,
    "mixed": MIXED,
    "every reason": EVERYTHING,
    "longest labels": long_words(EVERYTHING),
    "a crowd": crowd(10_000),
}


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("shape", SHAPES)
def test_everything_on_it_can_be_read(shape: str, name: str, language: str) -> None:
    assert list(flaws(name, SHAPES[shape], language)) == []


@pytest.mark.parametrize("name", PICTURES)
def test_it_says_what_it_is_about(name: str) -> None:
    lines = written(name, MIXED)
    assert lines[1:3] == [
        "START-NET R1.1 · 2026-03-31 · site UPP",
        "Prescreening; the investigator decides.",
    ]
    assert written(name, MIXED, "sv")[2] == "Prescreening; prövaren beslutar."


@pytest.mark.parametrize("name", PICTURES)
def test_with_nobody_it_says_so(name: str) -> None:
    lines = written(name, NOBODY)
    assert "No screenings in this period." in lines
    assert lines[1] == "2026-03-01 to 2026-03-31 · site UPP"


def test_where_nobody_failed_or_came_near_it_says_so() -> None:
    assert "Nobody was not eligible in this period." in written("reasons", count({}))
    assert "No value failed a limit or came within 10 % of it." in written("near-misses", count({}))


def test_a_period_may_have_one_end() -> None:
    assert written("flow", counts([], Scope(first=date(2026, 3, 1))))[1] == "from 2026-03-01"
    assert written("flow", counts([], Scope(last=date(2026, 3, 1))))[1] == "until 2026-03-01"


@pytest.mark.parametrize("name", PICTURES)
def test_a_phone_s_width_of_pixels(name: str) -> None:
    png = picture(name, MIXED, texts_in("en"), "png")
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">I", png[16:20]) == (1080,)


@pytest.mark.parametrize("kind", ["png", "svg"])
@pytest.mark.parametrize("name", PICTURES)
def test_the_same_numbers_are_the_same_file(name: str, kind: str) -> None:
    made = io.BytesIO(), io.BytesIO()
    for file in made:
        found = [screened(UNFIT), screened(LOW_GFR, number=2)]
        assert writer(name, "png" if kind == "png" else "svg")(found, file, context()) == 2
    assert made[0].getvalue() == made[1].getvalue()
    assert not any(word in made[0].getvalue() for word in (b"dc:date", b"Matplotlib v"))


@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("name", PICTURES)
def test_what_stands_on_it(name: str, language: str) -> None:
    """To write them anew: delete the file, run the test twice, and look at what changed."""
    golden = Path(__file__).parent / "golden" / f"{name}.{language}.txt"
    text = "\n".join(written(name, MIXED, language)) + "\n"
    if not golden.exists():
        golden.write_text(text, "utf-8")
        pytest.fail(f"{golden.name} was not there: it has been written")
    assert text == golden.read_text("utf-8")


def test_another_machine_s_settings_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib as mpl  # noqa: PLC0415 - only here

    before = picture("time", MIXED, texts_in("en"), "svg")
    monkeypatch.setitem(mpl.rcParams, "font.size", 30)
    monkeypatch.setitem(mpl.rcParams, "axes.facecolor", "red")
    assert picture("time", MIXED, texts_in("en"), "svg") == before
    assert mpl.rcParams["font.size"] == 30


def test_other_trials_are_left_out_and_mentioned() -> None:
    counted = counts([screened(), screened(BEGUN)], Scope())
    assert not any("another trial" in line for line in written("flow", counted))
    assert "Not counted here: 2 for another trial." in written("flow", replace(counted, others=2))


def test_what_is_invented_says_so(store: Store) -> None:
    some(store, 2)
    counted = counts([*Records(store).between(), screened(number=3)], Scope())
    note = "Screenings invented for a demonstration: 2 of 3."
    assert all(note in written(name, counted) for name in PICTURES)
    assert not any("invented" in line for line in written("flow", ONE))


def test_two_limits_of_two_versions_are_both_told() -> None:
    (near,) = ONE.near
    two = replace(ONE, near=(near, replace(near, limit=near.limit + 10)))
    assert any(line.startswith("GFR > 50–60 mL") for line in written("near-misses", two))


def test_long_words_are_cut_where_they_may_be() -> None:
    with own_style():
        lines = wrapped("E1 Pregnancy/breast-feeding", 1.0, 9)
        assert lines == ["E1", "Pregnancy/", "breast-feeding"]
        assert all(width_of(line, 9) <= 1.0 for line in lines)
        cut = wrapped("x" * 60, 1.0, 9)
    assert "".join(cut) == "x" * 60
    assert wrapped("", 1.0, 9) == []


def test_a_dollar_is_no_formula() -> None:
    site = "$x^2$ <&>"
    lines = written("flow", counts([screened()], Scope(site=site)))
    assert lines[1].endswith(site)


def test_nothing_is_imported_until_a_picture_is_drawn() -> None:
    code = "import sys, bot.exports.registry; sys.exit('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)  # noqa: S603 - ours
    assert done.returncode == 0


def test_without_the_library_it_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from bot.exports.pictures.catalogue import *\n"
        "from bot.exports.context import MissingPartError\n"
        "from bot.exports.pictures.canvas import own_style\n"
        "try:\n    with own_style(): pass\n"
        "except MissingPartError as error: sys.exit(error.library)"
    )
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stderr == "matplotlib\n"
    told = MissingPartError("matplotlib").said(texts_in("sv"))
    assert told.endswith('pip install "bedside-screener[exports]"')


def test_the_flow_shows_how_far_candidates_came() -> None:
    after = Afterwards(4, 1, 1, 3, 2, 1, 1, 1)
    counted = replace(ONE, flow=replace(ONE.flow, afterwards=after))
    lines = written("flow", counted)
    for said in (
        "Approached (n = 4)",
        "declined (n = 1)",
        "Enrolled (n = 2)",
        "Randomised (n = 1)",
    ):
        assert said in [line.replace("\xa0", " ") for line in lines], lines
    assert not any("Enrolled" in line for line in written("flow", ONE))
    for language in ("en", "sv"):
        assert list(flaws("flow", counted, language)) == []
