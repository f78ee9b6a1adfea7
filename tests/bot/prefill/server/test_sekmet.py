"""A FHIR server that is not ours: SEKMET, in an environment of its own, where it can be had.

That is ``.venv-sekmet``; ``BEDSIDE_TEST_SEKMET`` names the ``sekmet`` command of another one.
Its default is to listen on every address; here it is told to listen on this machine.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from bot.prefill.offering import offer
from bot.prefill.server.endpoint import Place
from bot.prefill.server.problems import ServerError
from bot.prefill.server.searching import search
from tests.bot.platforms.telegram.service.test_kills import free_port
from tests.bot.prefill.bundles import ALT, PLT, Json, observation, patient, shown
from tests.making import TODAY, TRIAL

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN = Path(__file__).parents[4] / ".venv-sekmet" / "bin" / "sekmet"
COMMAND = os.environ.get("BEDSIDE_TEST_SEKMET") or shutil.which("sekmet", path=OWN.parent)
pytestmark = pytest.mark.skipif(
    COMMAND is None, reason="NOT SEARCHED: SEKMET is not installed; see `make sekmet`"
)
_PATIENCE = 60
LOADER = "loader"
"""A static token that the tests fill the server with."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("sekmet")
    key = rsa.generate_private_key(65537, 2048)
    mine = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(mine)
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (folder / "public.pem").write_bytes(public)
    port = free_port()
    base = f"http://127.0.0.1:{port}/fhir"
    (folder / "settings.yaml").write_text(json.dumps(_settings(base, port, folder)))
    running = subprocess.Popen(  # noqa: S603 - the server of the tests
        [str(COMMAND), "serve", "--config", "settings.yaml"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{base}/metadata", running)
        yield Place(base, "bedside", folder / "key.pem")
    finally:
        running.terminate()
        running.wait(_PATIENCE)


def _settings(base: str, port: int, folder: Path) -> Json:
    client = {
        "client_id": "bedside",
        "public_key_path": str(folder / "public.pem"),
        "scopes": "system/Observation.rs system/Patient.rs",
    }
    return {
        "base_url": base,
        "host": "127.0.0.1",
        "port": port,
        "data_dir": str(folder),
        "simulator": {"enabled": False},
        "validation": {"inbound": "warn"},
        "server_auth": {
            "types": ["smart", "bearer"],
            "tokens": [LOADER],
            "smart_clients": [client],
        },
    }


def _wait_for(url: str, running: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and running.poll() is None:
        try:
            with urlopen(Request(url, headers=_bearer())):  # noqa: S310 - this machine
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("sekmet did not begin to answer")


def _bearer() -> dict[str, str]:
    return {"Authorization": f"Bearer {LOADER}", "Content-Type": "application/fhir+json"}


def put(place: Place, name: str, body: Json) -> None:
    """Put a resource onto the server under its id."""
    url = f"{place.base}/{body['resourceType']}/{name}"
    raw = json.dumps({**body, "id": name}).encode()
    with urlopen(Request(url, raw, _bearer(), method="PUT")) as answer:  # noqa: S310 - this machine
        assert answer.status in (200, 201)


def test_one_patients_results_are_had_with_a_signed_assertion(place: Place) -> None:
    put(place, "1", patient())
    put(place, "2", patient(gender="male"))
    put(place, "a", observation())
    put(place, "b", observation(code=PLT, value=230, unit="10*9/L"))
    put(place, "c", observation(code=ALT, value=30, unit="U/L", status="preliminary"))
    put(place, "d", observation(value=70, subject={"reference": "Patient/2"}))
    found = shown(offer(search(place, "1", TRIAL), TRIAL, TODAY))
    assert found == {
        "CTX.sex": "female",
        "I1.age": "65 years",
        "I10.hb": "105 g/L",
        "I10.plt": "230 10^9/L",
    }


def test_more_results_than_a_page_holds(place: Place) -> None:
    put(place, "3", patient(id="3"))
    for number in range(205):
        day = f"20{10 + number // 28:02}-02-{number % 28 + 1:02}"
        body = observation(
            value=100 + number / 10, effectiveDateTime=day, subject={"reference": "Patient/3"}
        )
        put(place, f"n{number}", body)
    found = offer(search(place, "3", TRIAL), TRIAL, TODAY)
    assert shown(found)["I10.hb"] == "120.4 g/L"
    assert [one.code for one in found.left_out] == ["older"] * 204


def test_a_key_that_is_not_known_there_gives_no_access(place: Place, tmp_path: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    file = tmp_path / "key.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(ServerError) as failed:
        search(Place(place.base, "bedside", file), "1", TRIAL)
    assert failed.value.problem == "no_sign_in"
