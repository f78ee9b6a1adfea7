"""A search on a FHIR server: asked narrowly, held against what was asked, and firm in faults."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from bot.prefill.offering import offer
from bot.prefill.server.endpoint import Place
from bot.prefill.server.problems import ServerError
from bot.prefill.server.searching import search
from tests.bot.prefill.bundles import ALT, BILI, PLT, Json, observation, patient, shown
from tests.bot.prefill.server.emulator import Fhir
from tests.making import TODAY, TRIAL

if TYPE_CHECKING:
    from pathlib import Path

    from bot.prefill.reported import Record

LABS = [
    observation(id="a"),
    observation(id="b", code=PLT, value=230, unit="10*9/L"),
    observation(id="c", code=ALT, value=30, unit="U/L"),
    observation(id="d", code=BILI, value=9, unit="umol/L"),
    observation(id="e", status="preliminary", value=80),
    observation(id="f", subject={"reference": "Patient/2"}, value=70),
    observation(id="g", code="4548-4", value=5, unit="%"),
]
ALL = {
    "CTX.sex": "female",
    "I1.age": "65 years",
    "I10.hb": "105 g/L",
    "I10.plt": "230 10^9/L",
    "I10.alt": "30 U/L",
    "I10.bili": "9 µmol/L",
}


def fhir(**more: object) -> Fhir:
    given = {"patients": {"1": patient()}, "observations": LABS, **more}
    return Fhir(**given)  # type: ignore[arg-type] # its own fields


def found(server: Fhir, name: str = "1", place: Place | None = None, **more: object) -> Record:
    waited: list[float] = []
    given = {"sleep": waited.append, **more}
    return search(place or Place(server.base), name, TRIAL, **given)  # type: ignore[arg-type]


def answers(record: Record) -> dict[str, str]:
    return shown(offer(record, TRIAL, TODAY))


def problem(server: Fhir, name: str = "1", place: Place | None = None) -> tuple[str, str]:
    with pytest.raises(ServerError) as failed:
        found(server, name, place)
    return failed.value.problem, failed.value.detail


def test_every_page_is_read_of_the_one_patient() -> None:
    with fhir() as server:
        assert answers(found(server)) == ALL
        assert server.prefer == {"handling=strict"}


def test_it_is_asked_narrowly() -> None:
    with fhir() as server:
        found(server)
        (first, *_) = (parse_qs(urlsplit(one).query) for one in server.asked if "?" in one)
    assert set(first) == {"patient", "code", "status", "_count"}
    assert first["status"] == ["final,amended,corrected"]
    codes = first["code"][0].split(",")
    assert "http://loinc.org|718-7" in codes
    assert "NPU28309" in codes
    assert not any("4548-4" in code for code in codes)


@pytest.mark.parametrize("ignored", ["patient", "code", "status"])
def test_a_parameter_that_is_ignored_is_found_out(ignored: str) -> None:
    with fhir(ignores=ignored) as server:
        assert problem(server) == ("ignored", ignored)


@pytest.mark.parametrize(
    "stray",
    [
        observation(subject={"reference": "Patient/2"}),
        observation(subject={"reference": "https://elsewhere.example/Patient/1"}),
        observation(subject={"display": "somebody"}),
        observation(subject=None),
    ],
)
def test_a_result_of_somebody_else_spoils_all(stray: Json) -> None:
    with fhir(stray=stray) as server:
        assert problem(server) == ("other_patient", "")


def test_another_patient_than_was_asked_for_is_found_out() -> None:
    with fhir(patients={"1": patient(id="2")}) as server:
        assert problem(server) == ("other_patient", "")


def test_pages_that_repeat_are_found_out() -> None:
    with fhir(repeats=True) as server:
        assert problem(server) == ("repeats", "")


def test_a_page_elsewhere_is_not_asked_for() -> None:
    with fhir(next_at="http://localhost:1/fhir/Observation") as server:
        assert problem(server) == ("elsewhere", "")


def test_a_server_that_is_busy_is_asked_again_after_the_time_that_it_says() -> None:
    waited: list[float] = []
    busy = {"/fhir/Observation": [(429, {"Retry-After": "7"}), (503, {})]}
    with fhir(fails=busy) as server:
        assert answers(found(server, sleep=waited.append)) == ALL
    assert waited == [7.0, 2.0]


@pytest.mark.parametrize(
    "busy", [[(429, {"Retry-After": "3600"})], [(429, {"Retry-After": "1"})] * 9]
)
def test_a_server_that_stays_busy_is_given_up(busy: list[tuple[int, dict[str, str]]]) -> None:
    with fhir(fails={"/fhir/Observation": [*busy]}) as server:
        assert problem(server) == ("busy", "")


@pytest.mark.parametrize("status", [400, 403, 500, 302])
def test_a_refusal_is_said_with_its_status(status: int) -> None:
    with fhir(fails={"/fhir/Observation": [(status, {})]}) as server:
        assert problem(server) == ("refused", str(status))


def test_without_the_right_to_read_the_patient_the_results_are_had() -> None:
    with fhir(fails={"/fhir/Patient/1": [(403, {})]}) as server:
        assert "I1.age" not in answers(found(server))


def test_a_patient_that_is_not_there() -> None:
    with fhir() as server:
        assert problem(server, "9") == ("no_patient", "")


@pytest.mark.parametrize("name", ["", "19121212-1212 Anna", "../x", "a" * 65, "1&patient=2"])
def test_what_is_no_id_is_not_asked_for(name: str) -> None:
    with fhir() as server:
        assert problem(server, name) == ("not_an_id", "")
        assert server.asked == []


def test_a_server_that_is_not_there() -> None:
    with fhir() as server:
        gone = Place(server.base)
    assert problem(server, place=gone) == ("no_answer", "")


@pytest.fixture(params=["RS384", "ES384"])
def key(request: pytest.FixtureRequest) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
    if request.param == "RS384":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP384R1())


def kept(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, folder: Path) -> Path:
    file = folder / "key.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return file


def test_bedside_signs_in_with_its_own_key(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, tmp_path: Path
) -> None:
    with fhir(client="bedside", key=key.public_key()) as server:
        place = Place(server.base, "bedside", kept(key, tmp_path), "k1")
        assert answers(found(server, place=place)) == ALL
        assert len(server.seen) == 1


def test_a_token_that_ends_between_two_pages_is_renewed(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    with fhir(client="bedside", key=key.public_key(), ends=2) as server:
        place = Place(server.base, "bedside", kept(key, tmp_path))
        assert answers(found(server, place=place)) == ALL
        assert len(server.seen) == 2


def test_a_token_is_renewed_before_it_ends(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    begun = time.time()
    clock = iter([begun, begun, begun + 280, begun + 280, *[begun + 281] * 20])
    with fhir(client="bedside", key=key.public_key()) as server:
        place = Place(server.base, "bedside", kept(key, tmp_path))
        assert answers(found(server, place=place, now=lambda: next(clock))) == ALL
        assert len(server.seen) == 2


def test_a_key_that_the_server_does_not_know_gives_no_access(tmp_path: Path) -> None:
    other = ec.generate_private_key(ec.SECP384R1())
    with fhir(client="bedside", key=other.public_key()) as server:
        mine = kept(ec.generate_private_key(ec.SECP384R1()), tmp_path)
        assert problem(server, place=Place(server.base, "bedside", mine)) == ("no_sign_in", "401")


@pytest.mark.parametrize("content", [b"", b"no key", None])
def test_a_key_that_cannot_be_used_is_said(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "key.pem"
    if content is not None:
        file.write_bytes(content)
    with fhir(client="bedside") as server:
        assert problem(server, place=Place(server.base, "bedside", file)) == ("bad_key", "")


def test_without_signing_in_a_closed_server_lets_nobody_read() -> None:
    with fhir(client="bedside") as server:
        assert problem(server) == ("not_allowed", "")
