"""The validation file: every worked case as it comes out here, to be signed and filed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from bot import __version__
from bot.cli.main import app
from criteria.trial import catalog

if TYPE_CHECKING:
    from typer.testing import Result

    from tests.bot.cli.proof.conftest import Place

NAME = f"bedside-{__version__}-validation"
SHIPPED = Path(catalog.__file__).parents[1] / "trials"


class Filed(NamedTuple):
    """What was written in a language."""

    language: str
    folder: Path
    said: dict[str, Any]
    text: str
    """Of the paper."""


def validate(folder: Path, *more: str) -> Result:
    given = ["validate", "--into", str(folder / "filed"), *more]
    if "--database" not in more:
        given += ["--database", f"sqlite:///{folder}/none.db"]
    return CliRunner().invoke(app, given)


@pytest.fixture(scope="module", params=["en", "sv"])
def filed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Filed:
    """The files in a language, of a folder without a database."""
    folder = tmp_path_factory.mktemp(request.param)
    ran = validate(folder, "--language", request.param)
    assert ran.exit_code == 0, ran.output
    said = json.loads((folder / "filed" / f"{NAME}.json").read_text("utf-8"))
    pages = PdfReader(folder / "filed" / f"{NAME}.pdf").pages
    text = " ".join("\n".join(page.extract_text() for page in pages).split())
    return Filed(request.param, folder, said, text)


def test_every_case_of_every_version_is_in_it_with_what_was_found(filed: Filed) -> None:
    said = filed.said
    assert (said["bedside"], said["holds"], said["head"]) == (__version__, True, "")
    versions = {(one["id"], one["version"]): one for one in said["trials"]}
    assert versions.keys() == {(one.id, one.version) for one in catalog.in_force().available()}
    for (trial, version), one in versions.items():
        cases = catalog.cases(SHIPPED / trial / version)
        assert [case["id"] for case in one["cases"]] == [case.id for case in cases]
        assert all(case["expected"].items() <= case["found"].items() for case in one["cases"])
    lines = (SHIPPED / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {file: total for total, file in map(str.split, lines)}
    files = versions["start-net", "R1.1"]["files"]
    assert files["protocol.toml"] == sums["start-net/R1.1/protocol.toml"]
    assert said["packages"]["pydantic"]
    assert not (filed.folder / "none.db").exists()


TOLD = {
    "en": ("Validation file for Bedside", "What this file does not prove", "21 CFR 11.10(e)"),
    "sv": ("Valideringsfil för Bedside", "Vad denna fil inte bevisar", "21 CFR 11.10(e)"),
}


def test_the_paper_says_the_same(filed: Filed) -> None:
    assert all(part in filed.text for part in TOLD[filed.language])
    cases = [case["id"] for one in filed.said["trials"] for case in one["cases"]]
    assert all(case.split("-")[0] in filed.text for case in cases)


@pytest.mark.parametrize("place", ["SQLite"], indirect=True)
def test_the_head_of_the_log_is_in_it(place: Place) -> None:
    ran = place.run("validate", "--into", place.folder / "filed")
    assert ran.exit_code == 0, ran.output
    said = json.loads((place.folder / "filed" / f"{NAME}.json").read_text("utf-8"))
    assert said["head"] == place.head.read_text("utf-8")
    assert said["public_key"] == str(place.signer.verifier)
    pages = PdfReader(place.folder / "filed" / f"{NAME}.pdf").pages
    text = "".join(page.extract_text() for page in pages)
    assert said["head"].splitlines()[2] in text


@pytest.mark.soak
def test_a_case_that_does_not_hold_is_said_and_stands_in_the_file(tmp_path: Path) -> None:
    own = tmp_path / "own" / "mine" / "V1"
    shutil.copytree(SHIPPED / "start-net" / "R1.1", own)
    for name in ("protocol.toml", "en.toml", "sv.toml"):
        text = (own / name).read_text("utf-8")
        text = text.replace('id = "start-net"', 'id = "mine"').replace('"R1.1"', '"V1"')
        (own / name).write_text(text, "utf-8")
    shutil.copy(SHIPPED / "start-net" / "concepts.toml", own.parent)
    cases = own / "cases.toml"
    text = cases.read_text("utf-8").replace('overall = "eligible"', 'overall = "pending"', 1)
    cases.write_text(text, "utf-8")
    ran = validate(tmp_path, "--trials", str(tmp_path / "own"))
    assert ran.exit_code == 1, ran.output
    assert "NOT all hold" in ran.output
    said = json.loads((tmp_path / "filed" / f"{NAME}.json").read_text("utf-8"))
    (mine,) = [one for one in said["trials"] if one["id"] == "mine"]
    first = mine["cases"][0]
    assert (first["expected_overall"], first["found_overall"]) == ("pending", "eligible")
    assert "overall: is eligible, not pending" in mine["flaws"][0]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "filed").write_text("in the way", "utf-8")
    ran = validate(tmp_path)
    assert ran.exit_code == 1
    assert "could not be written" in ran.output
