"""The map of the packages is the one that is checked, and the rooms stay small."""

from __future__ import annotations

from tests.architecture import DOCUMENT, document


def test_the_map_is_up_to_date() -> None:
    message = "docs/architecture.md differs from the code: run `make diagram`"
    assert DOCUMENT.read_text("utf-8") == document(), message
