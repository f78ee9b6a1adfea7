"""Random partial patients for START-NET: raw texts as typed by a screener, and what they mean.

Patient k of a seed is the same on every machine and whatever the number of patients.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import TypedDict

from .intervals import add_months, span_window
from .items import ULN_RANGE, Typed
from .quantities import QUANTITIES, Reading, draw, write

# Item -> (codes that pass, other codes of the item but for "unknown").
CHOICES: dict[str, tuple[str, str]] = {
    "CTX.sex": ("female male male unspecified", ""),
    "I2.consent": ("signed", "not_yet declined cannot_consent"),
    "I3.ecog": ("0 1", "2 3 4"),
    "I4.histology": ("yes", "no"),
    "I4.type": ("net", "nec minen pheochromocytoma paraganglioma other"),
    "I4.differentiation": ("well", "poorly"),
    "I4.advanced": ("yes", "no"),
    "I4.inoperable": ("yes", "no"),
    "I5.tracer": (
        "68Ga-DOTATOC 68Ga-DOTATATE 68Ga-DOTANOC",
        "64Cu-DOTATATE 18F-SSTR 99mTc/111In-scintigraphy not_done",
    ),
    "I5.uptake": ("above_all", "some_not_above equal below none"),
    "I6.progression": ("yes", "no"),
    "I6.mdt": ("yes", "no not_yet"),
    "I7.measurable": ("yes", "no"),
    "I8.prrt_choice": ("yes", "no not_yet"),
    "I9.method": (
        "iohexol 51Cr-EDTA",
        "LMR18+CAPA eGFR_creatinine eGFR_cystatinC 99mTc-DTPA other not_done",
    ),
    "I11.wocbp": ("yes no not_applicable", ""),
    "I11.contraception": (
        "highly_effective",
        "will_start not_highly_effective not_applicable",
    ),
    "E1.pregnant": ("no", "yes not_applicable"),
    "E1.lactating": ("no", "yes not_applicable"),
    "E2.prior_prrt": ("no", "yes"),
    "E3.systemic": ("none ssa_only other_completed", "other_ongoing other_stopping"),
    "E4.hypersens": ("no", "yes"),
    "E4.severe_reaction": ("no", "yes"),
    "E4.dpd": ("normal partial not_tested", "complete_deficiency"),
    "E4.marrow": ("no", "yes"),
    "E4.liver": ("no", "yes"),
    "E4.renal": ("no", "yes"),
    "E4.brivudine": ("no", "yes"),
    "E5.ct_mri": ("concordant", "discordant"),
    "E5.fdg": ("concordant", "discordant not_done"),
    "E6.condition": ("no", "yes not_assessed"),
    "E7.participation": ("able_and_willing", "unsure unwilling unable"),
}
PLAIN = (
    "I1.age",
    "I4.ki67",
    "I7.lesion_mm",
    "I7.node_mm",
    "I9.gfr",
    "I10.hb",
    "I10.plt",
    "I10.alb",
)
CONTRADICTIONS: tuple[tuple[tuple[str, str], ...], ...] = (
    (("I4.type", "nec"), ("I4.differentiation", "well")),
    (("CTX.sex", "female"), ("I11.wocbp", "not_applicable")),
    (("CTX.sex", "unspecified"), ("I11.wocbp", "not_applicable")),
    (("I11.wocbp", "no"), ("E1.pregnant", "yes")),
    (("CTX.sex", "male"), ("I11.wocbp", "unknown"), ("E1.pregnant", "yes")),
    (("CTX.sex", "male"), ("I11.wocbp", "not_applicable"), ("E1.pregnant", "yes")),
    (("I7.measurable", "no"),),
    (("I7.measurable", "yes"),),
    (("E4.marrow", "yes"),),
    (("E4.renal", "yes"),),
    (("I5.tracer", "not_done"), ("E5.fdg", "discordant")),
    (("I11.wocbp", "yes"), ("E1.lactating", "not_applicable")),
)
"""Answers that contradict each other, or may contradict what was drawn besides (P22 to P24)."""
DERIVED = ("I7.measurable", "E4.marrow", "E4.renal")  # left open more often
ENZYMES = {"I10.ast": 3, "I10.alt": 3, "I10.bili": 2}
SWEDISH = {
    "yes": "Ja",
    "no": "Nej",
    "unknown": "Vet ej",
    "signed": "Underskrivet",
    "not_yet": "Inte ännu",
    "female": "Kvinna",
    "male": "Man",
}
MONTHS = (
    "January February March April May June July August September October November December",
    "januari februari mars april maj juni juli augusti september oktober november december",
)
SPECIAL_DATES = ("2024-02-28", "2024-02-29", "2025-02-28", "2024-03-31", "2025-03-01", "2026-03-31")


class Patient(TypedDict):
    """One patient: the raw answers and the same answers read; absent items are in neither.

    An upper limit that is printed as interval beside its value is among the typed ones only.
    """

    id: str
    reference_date: str
    answers: dict[str, str]
    typed: dict[str, Typed]


class Maker:
    """Makes one patient, item by item."""

    def __init__(self, rng: Random, reference: date, *, complete: bool) -> None:
        """Draw how healthy and how well documented the patient is."""
        self.rng = rng
        self.reference = reference
        self.complete = complete
        self.health = rng.choice((1.0, 0.97, 0.9, 0.6, 0.3))
        self.mark = rng.choice(".,")
        self.gaps = 0.0 if complete else rng.choice((0.0, 0.05, 0.2, 0.6))
        self.answers: dict[str, str] = {}
        self.typed: dict[str, Typed] = {}

    def good(self) -> bool:
        """Draw whether the next answer should pass."""
        return self.rng.random() < self.health

    def asked(self, item: str) -> bool:
        """Draw a gap: leave the item out or answer that it is not known."""
        derived = item in DERIVED and not self.complete
        if self.rng.random() >= (max(self.gaps, 0.3) if derived else self.gaps):
            return True
        if self.rng.random() < 0.5:
            self.choose(item, "unknown")
        return False

    def choose(self, item: str, code: str) -> None:
        """Answer with a code, now and then by its Swedish label or with a capital."""
        spellings = [code] * 8 + [SWEDISH.get(code, code)]
        spellings.append(code.capitalize() if code in SWEDISH else code)
        self.answers[item] = self.rng.choice(spellings)
        self.typed[item] = code

    def put(self, item: str, reading: Reading) -> None:
        """Answer with a number."""
        self.answers[item] = write(self.rng, reading, self.mark)
        self.typed[item] = reading.typed

    def plain(self, item: str) -> None:
        """Draw a number with a fixed limit, or none."""
        q = QUANTITIES[item]
        limits = () if q.limit is None else (q.limit,)
        good = self.rng.random() < 0.3 if item.startswith("I7.") else self.good()
        self.put(item, draw(self.rng, q, limits, None, good=good))

    def white_cells(self) -> None:
        """Draw leukocytes and neutrophils, the second never above the first."""
        readings = {}
        good = self.good()
        while True:
            for item in ("I10.wbc", "I10.anc"):
                q = QUANTITIES[item]
                readings[item] = draw(self.rng, q, (q.limit or Fraction(0),), None, good=good)
            white, neutrophils = readings["I10.wbc"], readings["I10.anc"]
            if neutrophils.canonical < white.canonical:
                break
        for item, reading in readings.items():
            if self.asked(item):
                self.put(item, reading)

    def enzyme(self, item: str) -> None:
        """Draw a value and its upper limit in one unit; the limit may stand beside the value."""
        rng, q, top = self.rng, QUANTITIES[item], QUANTITIES[item + "_uln"]
        unit = rng.choice(q.units)
        uln = draw(rng, top, (), unit, good=False)
        known = self.asked(top.item)
        limits = (uln.canonical,) if known else ULN_RANGE[top.item]
        edges = tuple(ENZYMES[item] * limit for limit in limits)
        value = draw(rng, q, edges, unit, good=self.good())
        if self.asked(item):
            self.put(item, value)
        if not known:
            return
        self.put(top.item, uln)
        if self.typed.get(item) == value.typed and value.comparator == "=" and rng.random() < 0.2:
            del self.answers[top.item]
            low = Reading("=", uln.steps // 4, unit).text(self.mark)
            high = uln.text(self.mark)
            self.answers[item] += rng.choice((f" (<{high})", f" ({low}-{high})"))

    def scan(self) -> None:
        """Draw the scan's day, month or year: not after the reference date, within 36 months."""
        rng, reference, good = self.rng, self.reference, self.good()
        while True:
            edge = add_months(reference, rng.choice((-24, -24, -1)))
            day = edge + timedelta(days=rng.randint(-3, 3))
            if rng.random() < 0.5:
                day = reference - timedelta(days=rng.randint(0, 1060))
            first, last, text = self.written(day)
            allowed = last <= reference <= add_months(first, 35)
            if allowed and (not good or span_window((first, last), reference) == "S"):
                break
        self.answers["I6.scan_date"] = text
        self.typed["I6.scan_date"] = first if first == last else (first, last)

    def written(self, day: date) -> tuple[date, date, str]:
        """Write a date more or less precisely: first and last day meant, and the text."""
        precision = self.rng.random()
        if precision < 0.7:
            return day, day, day.isoformat()
        if precision < 0.9:
            first = day.replace(day=1)
            last = add_months(first, 1) - timedelta(days=1)
            spelled = self.rng.choice(MONTHS).split()[day.month - 1]
            text = self.rng.choice((f"{day:%Y-%m}", f"{day:%Y-%m}", f"{spelled} {day.year}"))
            return first, last, text
        return date(day.year, 1, 1), date(day.year, 12, 31), str(day.year)

    def run(self) -> None:
        """Answer every item, but for the gaps, and contradict something in every second patient."""
        for item, (passing, others) in CHOICES.items():
            if self.asked(item):
                codes = passing if self.good() else f"{passing} {others}"
                self.choose(item, self.rng.choice(codes.split()))
        for item in PLAIN:
            if self.asked(item):
                self.plain(item)
        self.white_cells()
        for item in ENZYMES:
            self.enzyme(item)
        if self.asked("I6.scan_date"):
            self.scan()
        if self.rng.random() < 0.5:
            for item, code in self.rng.choice(CONTRADICTIONS):
                self.choose(item, "no" if self.complete and code == "unknown" else code)


def patients(
    n: int, seed: int, *, complete: bool = False, reference: date | None = None
) -> Iterator[Patient]:
    """Make n patients; complete ones leave no item out and answer none with "unknown".

    The reference date, unless given, lies between 2023 and March 2026, often at a month's end;
    it stands beside the answers, never among them.
    """
    for k in range(n):
        rng = Random(f"{seed}:{k}")  # noqa: S311
        day = date(2023, 1, 1) + timedelta(days=rng.randint(0, 1180))
        if rng.random() < 0.3:
            day = date.fromisoformat(rng.choice(SPECIAL_DATES))
        maker = Maker(rng, reference or day, complete=complete)
        maker.run()
        name = f"R{seed}-{k:05d}"
        stamp = maker.reference.isoformat()
        yield {"id": name, "reference_date": stamp, "answers": maker.answers, "typed": maker.typed}
