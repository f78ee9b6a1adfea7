"""What may be shown of a record, and the reasons that its document lists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from bot.prefill.reported import LeftOutCode, is_harmless

PAGE = Path(__file__).parents[3] / "docs" / "prefill.md"


def test_every_reason_stands_in_the_document_once() -> None:
    listed = PAGE.read_text("utf-8").partition("## What is left out")[2]
    rows = [line.split("|")[1] for line in listed.splitlines() if line.startswith("| `")]
    named = re.findall(r"`([a-z_]+)`", " ".join(rows))
    assert sorted(named) == sorted(get_args(LeftOutCode))


@pytest.mark.parametrize("text", ["718-7", "NPU28309", "B-Hb", "Jaffe, kinetic"])
def test_codes_and_methods_may_be_shown(text: str) -> None:
    assert is_harmless(text)


@pytest.mark.parametrize("text", ["19121212-1212", "121212-1212", "x" * 61, "a\x1b[2J", "123456"])
def test_what_may_be_a_persons_number_or_steers_a_terminal_may_not(text: str) -> None:
    assert not is_harmless(text)
