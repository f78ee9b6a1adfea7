"""Plain reference evaluator for START-NET: one function per criterion, straight from the tables.

Input is already read: item id -> choice code, number ("=" "<" "≤" ">" "≥", exact figure in the
canonical unit), date, (first, last) span of dates, "unknown" or "not_applicable"; an item that is
not there was not asked. Section numbers and P1-P25 are those of the clinical content pack.

Readings chosen
---------------
A1  An absent item and an item answered "unknown" weigh the same.
    Alternative: derive E4.marrow, E4.renal and I7 only where the item is absent.
A2  "Asked when" says what to ask, not what to count: an answer given all the same counts.
    Alternative: drop answers to items whose condition is not fulfilled.
A3  "not_applicable" where no rule names it is undetermined (I11.contraception in somebody for whom
    the criterion applies); of E1's items it says no (P24).
A4  I11.wocbp "not_applicable" is as "no" in a man, and unknown in everybody else (P23 b).
A5  The reference date handed over is R; CTX.ref_date among the answers is not looked at.
    Alternative: CTX.ref_date wins.
B1  Gates I5.tracer, I9.method: a gate not answered is "every other answer": unknown, never failed.
    Alternative: none that is safe; a low value without a method could be called not met.
B2  I6: a scan that is too old, or mdt "no", fails I6 also while I6.progression is unknown ("V if
    any item is V"). Alternative: unknown, as no progression has been established.
B3  A month or year that reaches beyond R is not cut at R (no status depends on it), and a scan
    after R ("reject") is as not answered. Alternative: refuse the whole input.
B4  I7: with measurable not answered, sizes can only support ("supports I7", "if failed: n/a"):
    both too small is unknown. Alternative: not met, "derive from sizes".
B5  Censored sizes and ages against '≥': the logic of table 3.2 carried over, on real numbers.
B6  P4: the unprinted ULN lies in the closed soft range in canonical units (ALAT 0.4-1.3 µkat/L,
    bilirubin 17-30 µmol/L). Alternative: the range printed for the value's own unit, which is
    another one (ALAT 24-75 U/L is 0.4-1.25; bilirubin 1.0-1.8 mg/dL is 17.1-30.8).
B7  A ULN written '<26' or '≤26' is the limit 26. Alternative: an interval (P5).
B8  Nothing is inferred across counts (ANC 3.5 does not show that WBC > 3.0).
C1  P9: sex male without wocbp "yes" is not applicable for E1 even if E1.lactating says yes, and for
    wocbp "unknown" and "not_applicable"; with E1.pregnant "yes" it is P23 c, for all of these.
C2  P23 c, and E1.lactating "yes": E1 applies, and breast-feeding fails it by itself.
C3  wocbp "no" and E1.lactating not answered: not applicable, at any age.
    Alternative: unknown below 60, as the question is then asked ("age < 60").
C4  wocbp unknown, pregnant "no" and lactating "no": E1 met, by the rules of its two items; a yes
    fails. Alternative, by the letter of P10 ("unknown keeps I11/E1 pending"): unknown.
C5  wocbp unknown and contraception "not_highly_effective": I11 unknown. Alternative: not met.
C6  Sex male with wocbp "yes": E1 needs both its items, though "asked when" of E1.lactating says
    "CTX.sex != male". Alternative: E1.pregnant alone decides.
C7  Sex absent, "unknown" or "unspecified": as a woman's.
D1  E4.marrow, E4.renal: a no wins over what I10 or I9 would settle. A yes against counts or a
    clearance that pass is P23 e or f: that part is then unknown, and nothing stands in for it.
D2  E4.renal is derived from I9 met only; a measured GFR of 31-50 leaves it unknown.
D3  P23 d with censored sizes: a contradiction only where the size lies on one side for certain.
D4  Age 17 is not met. Alternative: outside the soft range 18-95, hence unconfirmed and unknown.
"""

from datetime import date
from typing import Literal, TypeAlias, TypedDict

from .intervals import Verdict, above, at_least
from .items import Answers, absent, against_uln, choice, compare, counts, scan_date, together

Mark: TypeAlias = Verdict | Literal["N"]


class Result(TypedDict):
    """Statuses, and what follows from them, under the names of the command line's reply."""

    criteria: dict[str, str]
    overall: str
    failing: list[str]
    pending: list[str]


STATUS: dict[Mark, str] = {"S": "met", "V": "not_met", "U": "unknown", "N": "not_applicable"}
GALLIUM = ("68Ga-DOTATOC", "68Ga-DOTATATE", "68Ga-DOTANOC")


def i1(a: Answers) -> Mark:
    """Age."""
    return compare(a, "I1.age", at_least, "18")


def i2(a: Answers) -> Mark:
    """Consent."""
    return choice(a, "I2.consent", ["signed"], ["declined", "cannot_consent"])


def i3(a: Answers) -> Mark:
    """ECOG."""
    return choice(a, "I3.ecog", ["0", "1"], ["2", "3", "4"])


def i4(a: Answers) -> Mark:
    """Tumour type and stage; Ki-67 is not scored."""
    kind = choice(a, "I4.type", ["net"], ["nec", "pheochromocytoma", "paraganglioma"])
    grade = choice(a, "I4.differentiation", ["well"], ["poorly"])
    if a.get("I4.type") == "nec" and a.get("I4.differentiation") == "well":  # P23 a
        kind = grade = "U"
    return together(
        choice(a, "I4.histology", ["yes"], ["no"]),
        kind,
        grade,
        choice(a, "I4.advanced", ["yes"], ["no"]),
        choice(a, "I4.inoperable", ["yes"], ["no"]),
    )


def i5(a: Answers) -> Mark:
    """SSTR uptake, behind the tracer gate."""
    if a.get("I5.tracer") not in GALLIUM:
        return "U"
    return choice(a, "I5.uptake", ["above_all"], ["equal", "below", "none"])


def i6(a: Answers, reference: date) -> Mark:
    """Progression: seen, in the window, confirmed."""
    return together(
        choice(a, "I6.progression", ["yes"], ["no"]),
        scan_date(a, reference),
        choice(a, "I6.mdt", ["yes"], ["no"]),
    )


def i7(a: Answers) -> Mark:
    """Measurable disease: yes or no wins unless the sizes contradict it (P23 d), else the sizes."""
    lesion = compare(a, "I7.lesion_mm", at_least, "10")
    node = compare(a, "I7.node_mm", at_least, "15")
    if a.get("I7.measurable") == "yes":
        return "U" if (lesion, node) == ("V", "V") else "S"
    if a.get("I7.measurable") == "no":
        return "U" if "S" in (lesion, node) else "V"
    return "S" if "S" in (lesion, node) else "U"  # reading B4


def i8(a: Answers) -> Mark:
    """PRRT is the treatment of choice."""
    return choice(a, "I8.prrt_choice", ["yes"], ["no"])


def i9(a: Answers) -> Mark:
    """GFR, behind the method gate (P3)."""
    if a.get("I9.method") not in ("iohexol", "51Cr-EDTA"):
        return "U"
    return compare(a, "I9.gfr", above, "50")


def i10(a: Answers) -> Mark:
    """Blood tests: all eight values; both transaminases (P13)."""
    return together(
        compare(a, "I10.hb", above, "90"),
        counts(a),
        against_uln(a, "I10.ast", 3),
        against_uln(a, "I10.alt", 3),
        against_uln(a, "I10.bili", 2),
        compare(a, "I10.alb", above, "25"),
    )


def capacity(a: Answers) -> str:
    """P9, P10, P23: can this person become pregnant: yes, no, unknown, or male and not asked."""
    able, male = a.get("I11.wocbp"), a.get("CTX.sex") == "male"
    if able == "yes":
        return "yes"
    if a.get("E1.pregnant") == "yes" and (able == "no" or male):  # P23 c
        return "unknown"
    if male:
        return "male"
    return "no" if able == "no" else "unknown"  # reading A4


def i11(a: Answers) -> Mark:
    """Contraception: applicability first."""
    able = capacity(a)
    if able in ("male", "no"):
        return "N"
    used = choice(a, "I11.contraception", ["highly_effective"], ["not_highly_effective"])
    if able == "yes":
        return used
    return "S" if used == "S" else "U"  # reading C5


def e1(a: Answers) -> Mark:
    """Pregnancy or lactation: applicability first."""
    able = capacity(a)
    if able == "male":
        return "N"  # reading C1
    if able == "no":
        return "V" if a.get("E1.lactating") == "yes" else "N"  # reading C3
    pregnant = choice(a, "E1.pregnant", ["no", "not_applicable"], ["yes"])  # P24
    impossible = a.get("I11.wocbp") == "no" or a.get("CTX.sex") == "male"
    if pregnant == "V" and impossible and a.get("I11.wocbp") != "yes":  # P23 c
        pregnant = "U"
    lactating = choice(a, "E1.lactating", ["no", "not_applicable"], ["yes"])
    return together(pregnant, lactating)  # readings C2, C4, C6


def e2(a: Answers) -> Mark:
    """Earlier PRRT."""
    return absent(a, "E2.prior_prrt")


def e3(a: Answers) -> Mark:
    """Other systemic treatment."""
    return choice(a, "E3.systemic", ["none", "ssa_only", "other_completed"], ["other_ongoing"])


def e4(a: Answers) -> Mark:
    """Capecitabine contraindication (P7, P8), marrow and renal derived where not answered."""
    marrow, renal = absent(a, "E4.marrow"), absent(a, "E4.renal")
    if counts(a) == "S":
        marrow = "U" if marrow == "V" else "S"  # P23 e
    if i9(a) == "S":
        renal = "U" if renal == "V" else "S"  # P23 f
    return together(
        absent(a, "E4.hypersens"),
        absent(a, "E4.severe_reaction"),
        choice(a, "E4.dpd", ["normal", "partial", "not_tested"], ["complete_deficiency"]),
        marrow,
        absent(a, "E4.liver"),
        renal,
        absent(a, "E4.brivudine"),
    )


def e5(a: Answers) -> Mark:
    """Imaging discordance (P19), behind the tracer gate (P22)."""
    if a.get("I5.tracer") not in GALLIUM:
        return "U"
    return together(
        choice(a, "E5.ct_mri", ["concordant"], ["discordant"]),
        choice(a, "E5.fdg", ["concordant"], ["discordant"]),
    )


def e6(a: Answers) -> Mark:
    """Serious uncontrolled condition."""
    return absent(a, "E6.condition")


def e7(a: Answers) -> Mark:
    """Willing and able."""
    return choice(a, "E7.participation", ["able_and_willing"], ["unwilling", "unable"])


def evaluate(a: Answers, reference: date) -> Result:
    """Statuses of all criteria in registry order, and the overall one."""
    first = [i1(a), i2(a), i3(a), i4(a), i5(a), i6(a, reference), i7(a), i8(a), i9(a), i10(a)]
    second = [i11(a), e1(a), e2(a), e3(a), e4(a), e5(a), e6(a), e7(a)]
    names = [f"I{n}" for n in range(1, 12)] + [f"E{n}" for n in range(1, 8)]
    criteria = {name: STATUS[m] for name, m in zip(names, first + second, strict=True)}
    failing = [name for name, status in criteria.items() if status == "not_met"]
    pending = [name for name, status in criteria.items() if status == "unknown"]
    overall = "not_eligible" if failing else "pending" if pending else "eligible"
    return {"criteria": criteria, "overall": overall, "failing": failing, "pending": pending}
