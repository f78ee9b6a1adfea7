"""Answers that do not go together, as a trial states them: what does not fit is refused."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from criteria.trial import catalog
from criteria.trial.catalog import TrialError
from tests.making import TRIAL

if TYPE_CHECKING:
    from pathlib import Path

RELEASED = catalog.trials_folder() / "start-net" / TRIAL.protocol.version

MISFITS = [
    (
        'cost = 4\nfails = "0.10"\nsources = ["ORDER"]\n',
        "cost = 4\n",
        ["screens[dx].sources", "no source", "where the figures come from"],
    ),
    (
        'cost = 4\nfails = "0.10"\nsources = ["ORDER"]\n',
        'fails = "1.5"\nsources = ["ORDER"]\n',
        ["screens[dx].fails", "a number of at most 1"],
    ),
    (
        'cost = 4\nfails = "0.10"\nsources = ["ORDER"]\n',
        'cost = 4\nsources = ["RUMOUR"]\n',
        ["screens[dx].sources", "RUMOUR"],
    ),
    (
        'id = "nec_well"\ncriteria = ["I4"]',
        'id = "nec_well"\ncriteria = ["I44"]',
        ['"I44"', '"I4"'],
    ),
    ('id = "wocbp_above_60"', 'id = "nec_well"', ["at_odds", '"nec_well" twice']),
    (
        'unknown = ["I4.type", "I4.differentiation"]',
        'unknown = ["I4.type", "I4.diferentiation"]',
        ["at_odds[nec_well].unknown", "I4.diferentiation", "I4.differentiation"],
    ),
    (
        'unknown = ["I4.type", "I4.differentiation"]',
        'unknown = ["I4.type", "I3.ecog"]',
        ["at_odds[nec_well].unknown", '"I3.ecog"', "one of I4.histology"],
    ),
    (
        'unknown = ["E4.renal", "I9"]',
        'unknown = ["E4.renal", "I8"]',
        ["at_odds[renal_clearance].unknown", '"I8"'],
    ),
    (
        '{ answered = "I4.type", among = ["nec"] },\n    { answered = "I4.diff',
        '{ answered = "I4.type", among = ["nek"] },\n    { answered = "I4.diff',
        ["at_odds[nec_well].when", "nek", "nec"],
    ),
    (
        'when = { all = [{ answered = "E4.renal", among = ["yes"] }, { criterion = "I9" }] }',
        'when = { answered = "E4.renal", among = ["yes"] }',
        ["at_odds[renal_clearance].when", "one answer", "two answers"],
    ),
    ('id = "measurable_one_size"', 'id = "sizes"', ["at_odds.sizes", "its wording"]),
]


@pytest.mark.parametrize(("old", "new", "said"), MISFITS)
def test_what_does_not_fit_is_refused(tmp_path: Path, old: str, new: str, said: list[str]) -> None:
    folder = tmp_path / "start-net" / TRIAL.protocol.version
    shutil.copytree(RELEASED, folder)
    file = folder / "protocol.toml"
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(TrialError) as refused:
        catalog.read_folder(folder)
    assert any(all(part in str(one) for part in said) for one in refused.value.problems)
