"""A database with a few screenings, on each kind of server, and its key and head."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from bot.cli.main import app
from bot.dialogs.events import Typed
from bot.proof import keyfile
from bot.screenings.service import Service
from bot.store import Noted, Store
from tests import postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.proof.notes import Signer

NOW = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Place:
    """A database, and the folder where its head is kept."""

    url: str
    folder: Path

    @property
    def key(self) -> Path:
        """The file of the log's key."""
        return self.folder / "key"

    @property
    def head(self) -> Path:
        """A head that was signed and kept."""
        return self.folder / "kept.head"

    @property
    def signer(self) -> Signer:
        """The log's key itself: whoever owns the machine has it."""
        found = keyfile.read(self.key)
        assert found is not None
        return found

    def run(self, *arguments: str | Path) -> Result:
        """Run a command on the database."""
        given = [*map(str, arguments), "--database", self.url]
        return CliRunner().invoke(app, given, env={"BEDSIDE_KEY": str(self.key)})

    def screen(self, *answers: str) -> str:
        """Screen somebody more; return the screening's number."""
        with Store.open(self.url) as store:
            service = Service(store, lambda: NOW)
            token = service.begin("telegram:7", "start-net", "en").session.token
            for answer in answers:
                service.handle("telegram:7", token, Typed(answer))
            store.note(token, [Noted("outcome", "other", "moved away")], NOW, "telegram:8")
        return token


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A database with three screenings and a head that was kept."""
    server = request.param == "PostgreSQL"
    if server and postgresql.missing():
        pytest.skip(postgresql.missing())
    made = postgresql.database() if server else nullcontext(f"sqlite:///{tmp_path}/bedside.db")
    with made as url:
        here = Place(url, tmp_path)
        for age in ("62", "17", "71"):
            here.screen(age, "male")
        assert here.run("log", "head", "-o", here.head).exit_code == 0
        yield here
