"""What all tests share."""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import structlog
from hypothesis import settings

from bot import logs
from criteria.known import unit_spellings as units
from criteria.rules import windows
from criteria.trial import catalog
from tests.making import MAN, TRIAL, given

if TYPE_CHECKING:
    from collections.abc import Iterator

    from criteria.known.values import Value
    from criteria.trial.trial import Trial

# No deadlines: speed is measured elsewhere. In CI the same examples come every time.
settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "local")


LONGEST = (
    "tests/test_docs.py",
    "tests/bot/cli/test_main.py",
    "tests/bot/platforms/telegram/service/test_kills.py",
    "tests/bot/platforms/web/test_in_a_browser.py",
    "tests/bot/exports/checklist/test_checklist.py",
    "tests/bot/exports/fhir/test_lhc_forms.py",
    "tests/test_benchmarks.py",
    "tests/bot/platforms/telegram/service/test_trial_reload.py",
    "tests/bot/platforms/telegram/service/test_process.py",
    "tests/criteria/examination/test_examination.py",
    "tests/bot/platforms/web/test_desk.py",
)
"""Files that take longest: they begin first, so that no worker waits for another at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(autouse=True, scope="session")
def _nothing_remembered() -> None:
    """Begin without what was worked out before: mutants run in a process that has run tests."""
    for remembers in (windows._reached, units._key, units._standard_unit):  # noqa: SLF001
        remembers.cache_clear()


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    """Leave logging as it was: it would write to the output of a test that is over."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logs._STREAM.clear()  # noqa: SLF001 - a process begins to log once, the tests again and again
    structlog.reset_defaults()


@contextmanager
def _the_trials_kept() -> Iterator[None]:
    """Put back what is held, whatever `in_force` was patched to say meanwhile."""
    held = catalog._HELD  # noqa: SLF001 - a collection is put back with what it has read
    before = held.collection
    yield
    held.collection = before


@pytest.fixture(autouse=True, scope="module")
def _trials_as_before_the_file() -> Iterator[None]:
    """Leave in force the trials that were before what a file's tests share was made."""
    with _the_trials_kept():
        yield


@pytest.fixture(autouse=True)
def _trials_as_before() -> Iterator[None]:
    """Leave in force the trials that were: those of a folder that is gone would be asked for."""
    with _the_trials_kept():
        yield


@pytest.fixture(scope="session")
def trial() -> Trial:
    """START-NET."""
    return TRIAL


@pytest.fixture
def base() -> dict[str, Value]:
    """Everything answered for a man who meets every criterion."""
    return given(MAN)
