"""The key's file: made once, for its user alone, and never written over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.proof.keyfile import KeyFileError, make, read
from bot.proof.notes import Signer

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_made_once_and_for_its_user_alone(tmp_path: Path) -> None:
    place = tmp_path / "bedside.db-key"
    assert read(place) is None
    first = make(place)
    assert place.stat().st_mode & 0o777 == 0o600
    assert make(place) == make(place, Signer.new()) == read(place) == first
    assert [one.name for one in tmp_path.iterdir()] == [place.name]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"PRIVATE+KEY+a+00000000+AAAA"])
def test_what_is_no_key_is_not_replaced(tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "key"
    place.write_bytes(content)
    with pytest.raises(KeyFileError, match="BEDSIDE_KEY"):
        read(place)
    with pytest.raises(KeyFileError, match="BEDSIDE_KEY"):
        make(place)
    assert place.read_bytes() == content


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="can't be written"):
        make(tmp_path / "nowhere" / "key")
