"""Answers about people whom nobody has met: likely ones for START-NET, drawn by chance.

Most would meet most criteria, as candidates do who come this far. The same numbers drawn give the
same person.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from random import Random


class _Test(NamedTuple):
    """A laboratory test: how a report names it, and what it usually shows."""

    item: str
    name: str
    unit: str
    usual: float
    spread: float
    lowest: float
    digits: int
    limit: str = ""
    """The reference interval printed beside it, where one matters."""


_TESTS = (
    _Test("I10.hb", "Hb", "g/L", 128, 16, 65, 0),
    _Test("I10.plt", "TPK", "x10^9/L", 235, 75, 25, 0),
    _Test("I10.wbc", "LPK", "x10^9/L", 6.3, 1.7, 2.2, 1),
    _Test("I10.anc", "Neutrofila", "x10^9/L", 3.4, 1.1, 0.8, 1),
    _Test("I10.ast", "ASAT", "µkat/L", 0.6, 0.35, 0.2, 2, "<0.76"),
    _Test("I10.alt", "ALAT", "µkat/L", 0.7, 0.5, 0.15, 2, "<1.10"),
    _Test("I10.bili", "Bilirubin", "µmol/L", 12, 7, 3, 0, "<26"),
    _Test("I10.alb", "Albumin", "g/L", 37, 5, 16, 0),
)

_CHOICES: dict[str, dict[str, int]] = {
    "CTX.sex": {"female": 48, "male": 52},
    "I2.consent": {"signed": 82, "not_yet": 16, "declined": 2},
    "I3.ecog": {"0": 46, "1": 48, "2": 5, "3": 1},
    "I4.histology": {"yes": 100},
    "I4.type": {"net": 98, "nec": 1, "minen": 1},
    "I4.differentiation": {"well": 98, "poorly": 1, "unknown": 1},
    "I4.advanced": {"yes": 99, "no": 1},
    "I4.inoperable": {"yes": 98, "no": 1, "unknown": 1},
    "I5.tracer": {"68Ga-DOTATOC": 70, "68Ga-DOTATATE": 24, "64Cu-DOTATATE": 2, "not_done": 1},
    "I5.uptake": {"above_all": 93, "some_not_above": 3, "equal": 3, "below": 1},
    "I6.progression": {"yes": 96, "no": 4},
    "I6.mdt": {"yes": 94, "not_yet": 6},
    "I7.measurable": {"yes": 97, "no": 2, "unknown": 1},
    "I8.prrt_choice": {"yes": 93, "not_yet": 5, "no": 2},
    "I9.method": {"iohexol": 85, "eGFR_creatinine": 8, "LMR18+CAPA": 3, "not_done": 4},
    "I11.wocbp": {"no": 75, "yes": 25},
    "I11.contraception": {"highly_effective": 90, "will_start": 10},
    "E1.pregnant": {"no": 100},
    "E1.lactating": {"no": 99, "yes": 1},
    "E2.prior_prrt": {"no": 93, "yes": 7},
    "E3.systemic": {"none": 28, "ssa_only": 65, "other_ongoing": 5, "other_stopping": 2},
    "E4.hypersens": {"no": 99, "yes": 1},
    "E4.severe_reaction": {"no": 99, "yes": 1},
    "E4.marrow": {"no": 100},
    "E4.liver": {"no": 99, "yes": 1},
    "E4.renal": {"no": 99, "yes": 1},
    "E4.brivudine": {"no": 100},
    "E4.dpd": {"normal": 75, "partial": 3, "not_tested": 22},
    "E5.ct_mri": {"concordant": 97, "discordant": 3},
    "E5.fdg": {"concordant": 88, "discordant": 2, "not_done": 10},
    "E6.condition": {"no": 96, "yes": 2, "not_assessed": 2},
    "E7.participation": {"able_and_willing": 95, "unsure": 3, "unwilling": 2},
}


def invent(chance: Random, today: date) -> dict[str, str]:
    """Return the answers about one invented candidate, item by item.

    Args:
        chance: where the numbers are drawn from.
        today: the day of the screening.
    """
    answers = {
        item: chance.choices(list(weights), list(weights.values()))[0]
        for item, weights in _CHOICES.items()
    }
    answers["I1.age"] = str(round(min(88.0, max(17.0, chance.gauss(63, 11)))))
    answers["I4.ki67"] = str(chance.choice([1, 2, 3, 5, 8, 10, 12, 15, 18, 20, 25, 30, 55]))
    answers["I9.gfr"] = f"{max(22.0, chance.gauss(74, 17)):.0f} mL/min/1.73m2"
    answers["I6.scan_date"] = str(today - timedelta(days=round(chance.triangular(15, 800, 60))))
    answers["I7.lesion_mm"] = f"{chance.randint(8, 60)} mm"
    answers["I7.node_mm"] = f"{chance.randint(8, 30)} mm"
    return {**answers, **_results(chance)}


def report(answers: dict[str, str], chance: Random, today: date) -> str:
    """Return the laboratory's part of the answers as a report that is pasted in one message."""
    drawn = today - timedelta(days=chance.choice([1, 2, 3, 5, 7, 10, 14, 21, 34]))
    lines = (f"{test.name} {answers[test.item]}" for test in _TESTS)
    return "\n".join([f"Provtagning {drawn}", *lines])


def _results(chance: Random) -> dict[str, str]:
    found = {}
    whole = 0.0
    for test in _TESTS:
        number = max(test.lowest, chance.gauss(test.usual, test.spread))
        if test.item == "I10.anc":
            number = min(number, whole)  # no more neutrophils than leukocytes
        whole = number
        limit = f" ({test.limit})" if test.limit else ""
        found[test.item] = f"{number:.{test.digits}f} {test.unit}{limit}"
    return found
