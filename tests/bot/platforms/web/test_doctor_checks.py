"""What doctor says of the page."""

from __future__ import annotations

import asyncio
import subprocess
from shutil import which
from typing import TYPE_CHECKING, Any

import pytest

from bot.config.settings import Settings, SettingsError
from bot.platforms.web.service.doctor_checks import address, answers, certificate, checks

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.platforms.web.conftest import Page


def settings(**given: Any) -> Settings:  # noqa: ANN401 - settings as they are written
    return Settings(**given)


@pytest.mark.parametrize(
    ("given", "ok", "said"),
    [
        ({}, None, "for this machine only"),
        ({"listen": "0.0.0.0:80"}, None, "set BEDSIDE_WEB"),
        ({"web": "https://bedside.example.org"}, True, "the reverse proxy's business"),
        ({"listen": "192.0.2.1:80"}, False, "not encrypted"),
        ({"listen": "192.0.2.1:80"}, False, "passkeys need a name"),
        ({"web": "http://localhost:8080"}, True, "http://localhost:8080"),
    ],
)
def test_the_address_is_told_with_what_does_not_work_there(
    given: dict[str, str], *, ok: bool | None, said: str
) -> None:
    found = address(settings(**given))
    assert found.ok is ok
    assert said in found.text


@pytest.mark.parametrize(
    ("web", "said"),
    [
        ("bedside.example.org", "is no address of a page"),
        ("https://bedside.example.org/path", "is no address of a page"),
        ("https://kim:secret@bedside.example.org", "is no address of a page"),
        ("http://bedside.example.org", "is not encrypted"),
    ],
)
def test_an_address_that_is_none_is_refused(
    web: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEDSIDE_WEB", web)
    with pytest.raises(SettingsError) as error:
        Settings.load()
    assert f"BEDSIDE_WEB {said}" in str(error.value)
    assert "secret" not in str(error.value)


def test_a_key_without_its_certificate_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEDSIDE_CERTIFICATE_KEY", "key.pem")
    with pytest.raises(SettingsError, match="needs BEDSIDE_CERTIFICATE"):
        Settings.load()


def test_a_certificate_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    none = settings(certificate=tmp_path / "none.pem")
    assert certificate(none).ok is False
    (tmp_path / "odd.pem").write_text("odd", "utf-8")
    odd = certificate(settings(certificate=tmp_path / "odd.pem"))
    assert odd.ok is False
    assert "no certificate with its key" in odd.text


@pytest.mark.skipif(which("openssl") is None, reason="openssl is not installed")
async def test_the_page_speaks_tls_with_a_certificate_of_its_own(
    page: Page, tmp_path: Path
) -> None:
    key, made = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(  # noqa: S603, ASYNC221 - it is over at once
        [
            *(which("openssl") or "", "req", "-x509", "-newkey", "rsa:2048", "-nodes"),
            *("-keyout", str(key), "-out", str(made), "-days", "1", "-subj", "/CN=localhost"),
        ],
        check=True,
        capture_output=True,
    )
    page.more |= {"certificate": str(made), "certificate_key": str(key)}
    await page.restart()
    given = page.server.settings
    assert certificate(given).ok is True
    assert (await asyncio.to_thread(answers, given)).ok is True
    assert page.server.parts.place.url.startswith("https://localhost:")


async def test_it_is_told_whether_the_page_answers(page: Page) -> None:
    assert (await asyncio.to_thread(answers, page.server.settings)).ok is True
    await page.server.stop()
    assert (await asyncio.to_thread(answers, page.server.settings)).ok is None
    assert len(list(checks(page.server.settings))) == 2
