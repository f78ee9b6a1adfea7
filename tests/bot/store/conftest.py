"""An open store, and where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store import Store
from tests import postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The database's file."""
    return tmp_path / "bedside.db"


@pytest.fixture
def url(path: Path) -> str:
    """The database's address."""
    return f"sqlite:///{path}"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A new store."""
    with Store.open(url) as opened:
        yield opened


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind."""
    if request.param == "SQLite":
        yield f"sqlite:///{tmp_path}/bedside.db"
    elif postgresql.missing():
        pytest.skip(postgresql.missing())
    else:
        with postgresql.database() as url:
            yield url
