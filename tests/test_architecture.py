"""The map of the packages is the one that is checked, and the rooms stay small."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.architecture import DOCUMENT, ROOT, document, layered, rooms, sentence

if TYPE_CHECKING:
    from pathlib import Path

_FUNCTION = re.compile(r"`((?:bot|criteria)/[\w/]+\.py):(\w+(?:\.\w+)*)`")
MOST_LAYERS = 12
MOST_MODULES = 16


def test_the_map_is_up_to_date() -> None:
    message = "docs/architecture.md differs from the code: run `make diagram`"
    assert DOCUMENT.read_text("utf-8") == document(), message


def test_few_layers_say_who_may_import_whom() -> None:
    assert {name: len(layers) for name, layers in layered() if len(layers) > MOST_LAYERS} == {}


@pytest.mark.parametrize("room", rooms(), ids=lambda room: str(room.relative_to(ROOT)))
def test_a_room_is_small_and_its_modules_say_what_they_are_for(room: Path) -> None:
    files = rooms()[room]
    assert len(files) <= MOST_MODULES + 1
    assert all(sentence(file) for file in files)


def named(body: list[ast.stmt], names: list[str]) -> bool:
    """Whether a class or function is there, and in it what the further names say."""
    for node in body:
        if getattr(node, "name", None) == names[0]:
            return len(names) == 1 or named(getattr(node, "body", []), names[1:])
    return False


def test_the_functions_that_the_walks_name_are_there() -> None:
    found = _FUNCTION.findall(DOCUMENT.read_text("utf-8"))
    assert len(found) > 30
    for path, names in found:
        body = ast.parse((ROOT / path).read_text("utf-8")).body
        assert named(body, names.split(".")), f"{path}:{names}"
