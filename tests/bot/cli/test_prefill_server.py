"""``bedside prefill --server``: the id comes from standard input and goes nowhere."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from bot.cli import main as cli
from bot.cli.prefill.doctor_checks import checks
from bot.config.settings import Settings
from tests.bot.prefill.bundles import observation, patient
from tests.bot.prefill.server.emulator import Fhir


def test_what_the_server_has_of_one_patient() -> None:
    with Fhir({"1": patient()}, [observation()]) as server:
        given = ["prefill", "--server", "--json", "--date", "2026-03-31"]
        done = CliRunner().invoke(cli.app, given, input="1\n", env={"BEDSIDE_FHIR": server.base})
    assert (done.exit_code, done.stderr) == (0, "")
    assert [row["item"] for row in json.loads(done.stdout)] == ["CTX.sex", "I1.age", "I10.hb"]


@pytest.mark.parametrize(
    ("options", "given", "said"),
    [
        (["--server"], "7\n", "knows no patient of this id"),
        (["--server"], "Anna Testsson\n", "no id of a patient"),
        (["--server", "a.json"], "1\n", "No server is set"),
        ([], "", "or name a file"),
    ],
)
def test_what_cannot_be_searched_is_said_without_the_id(
    options: list[str], given: str, said: str
) -> None:
    with Fhir({"1": patient()}) as server:
        setting = {"BEDSIDE_FHIR": server.base}
        done = CliRunner().invoke(cli.app, ["prefill", *options], input=given, env=setting)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in done.stderr
    assert not given.strip() or given.strip() not in done.stderr


def test_without_a_server_it_is_said_what_to_set() -> None:
    done = CliRunner().invoke(
        cli.app, ["prefill", "--server"], input="1\n", env={"BEDSIDE_FHIR": ""}
    )
    assert (done.exit_code, done.stdout) == (2, "")
    assert "set `BEDSIDE_FHIR`" in done.stderr


def test_doctor_asks_the_server() -> None:
    with Fhir({"metadata": {"resourceType": "CapabilityStatement"}}) as server:
        (check,) = checks(Settings(fhir=server.base))
        assert check().ok is True
    assert check().ok is False
    assert [*checks(Settings())] == []
