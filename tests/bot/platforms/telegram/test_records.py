"""A file of a record in Telegram: read, deleted, confirmed, and kept nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.bot.platforms.telegram.conftest import OWNER, eventually
from tests.bot.prefill.bundles import (
    BORN,
    NAME,
    NUMBER,
    bundle,
    file_of,
    message,
    observation,
    patient,
)
from tests.botapi.phone import Phone

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bot.platforms.telegram.conftest import Bot

FILE = file_of(bundle(patient(), observation(), observation(code="777-3", status="preliminary")))


def everything_in(folder: Path) -> bytes:
    return b"".join(one.read_bytes() for one in folder.rglob("*") if one.is_file())


@pytest.mark.parametrize(("name", "content"), [("a.json", FILE), ("a.HL7", message())])
async def test_a_file_is_read_confirmed_and_deleted(
    bot: Bot, owner: Phone, tmp_path: Path, name: str, content: bytes
) -> None:
    await owner.command("/screen")
    await owner.screen()
    sent = await owner.send_document(name, caption=NAME, content=content)
    shown = (await owner.screen()).text
    assert "Hb: 105 g/L (2026-03-01)" in shown
    assert "Sex: female" in shown
    for secret in (NAME, NUMBER, BORN):
        assert secret not in shown
    await eventually(lambda: sent.deleted)
    await owner.press("y:S0001")
    assert "✓ Hb: 105 g/L" in (await owner.screen()).text
    (stored,) = bot.store.of(f"telegram:{OWNER}")
    assert stored.session.answers["I10.hb"].text.startswith("105 g/L")
    await bot.stop()
    kept = everything_in(tmp_path)
    for secret in (NAME, NUMBER, BORN, "19600501"):
        assert secret.encode() not in kept


async def test_what_is_not_used_is_said(bot: Bot, owner: Phone) -> None:
    await owner.command("/screen")
    await owner.screen()
    await owner.send_document("a.json", content=FILE)
    assert "Not used: Platelets (2026-03-01, entry 3) – not a final" in (await owner.screen()).text
    assert bot.server.fetched == ["file-0"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(FILE[:-9], "ask for it again"), (b"Hb 105", "give a FHIR Bundle"), (None, "send it again")],
)
async def test_a_file_that_cannot_be_used_is_said_and_deleted(
    bot: Bot, owner: Phone, content: bytes | None, said: str
) -> None:
    await owner.command("/screen")
    await owner.screen()
    sent = await owner.send_document("a.json", content=content)
    text = (await owner.screen()).text
    assert said in text
    assert "I1 · 1 of" in text
    await eventually(lambda: sent.deleted)
    (stored,) = bot.store.of(f"telegram:{OWNER}")
    assert not stored.session.answers


async def test_a_strangers_file_is_not_fetched(bot: Bot) -> None:
    stranger = Phone(bot.server, 99)
    sent = await stranger.send_document("a.json", content=FILE)
    await eventually(lambda: sent.deleted)
    assert (bot.server.fetched, bot.server.called("getFile")) == ([], [])
