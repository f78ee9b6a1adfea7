"""Items and rules out of what was read: one item a quantity, asked once for all criteria."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bot.drafting.clauses import SCALES, BySex, Grade, Normal, Numeric, Sex, canonical
from bot.drafting.lexicon import lexicon
from criteria.analytes.analytes import analytes
from criteria.trial.defaults.implied import SEX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.drafting.clauses import Clause, Reading
    from bot.drafting.headings import Side

Table = dict[str, Any]
Expression = str | Table

_HOLDS = {">": "above", "≥": "at_least", "<": "below", "≤": "at_most"}
_ABSENT = {">": "at_most", "≥": "below", "<": "at_least", "≤": "above"}
_YES_NO = ("yes", "no")
_SHORTEST = 3
CHILD_BEARING = "CTX.wocbp"
LONGEST = {"label": 32, "question": 160, "help": 700}


@dataclass(slots=True)
class Made:
    """What was made so far: items and their words by id, in order."""

    items: dict[str, Table] = field(default_factory=dict)
    words: dict[str, Table] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    """Quantity -> the item that it is asked by."""

    def kept(self) -> tuple[dict[str, Table], dict[str, Table], dict[str, str]]:
        """Return what was made so far, to go back to."""
        return dict(self.items), dict(self.words), dict(self.shared)

    def back(self, kept: tuple[dict[str, Table], dict[str, Table], dict[str, str]]) -> None:
        """Go back to what was made before."""
        self.items, self.words, self.shared = kept

    def add(self, name: str, table: Table, **words: str) -> str:
        """Add an item under a name that is free, and return its id."""
        home, _, short = name.partition(".")
        free, number = f"{home}.{short[:16]}", 2
        while free in self.items:
            free, number = f"{home}.{short[:13]}_{number}", number + 1
        self.items[free] = {"id": free, **table}
        said = {key: _fitted(key, text) for key, text in words.items() if text}
        if said:
            self.words[free] = said
        return free

    def meaning(self, concept: str) -> Table:
        """Return the concept for an item; nothing where another one carries it already."""
        taken = any(item.get("concept") == concept for item in self.items.values())
        return {} if taken else {"concept": concept}

    def sex(self) -> str:
        """Return the item for the sex."""
        if SEX not in self.items:
            self.add(
                SEX,
                {"name": "Sex", "choices": ["female", "male"], "scored": False},
                label="Sex",
                question="Sex?",
                help="As it is recorded; some criteria are for one sex only.",
            )
        return SEX

    def child_bearing(self) -> str:
        """Return the item for whether the candidate could become pregnant."""
        if CHILD_BEARING not in self.items:
            asked = {"chosen": self.sex(), "among": ["female"]}
            self.add(
                CHILD_BEARING,
                {"name": "Could become pregnant", "scored": False, "rule": "none", "asked": asked},
                label="Could become pregnant",
                question="Could the candidate become pregnant?",
                help="Not where menopause, an operation or another cause rules "
                "it out, as the protocol defines it.",
            )
        return CHILD_BEARING

    def whom(self, sex: str, *, child_bearing: bool = False) -> Table:
        """Return the condition that a criterion is for one sex."""
        of = {"chosen": self.sex(), "among": [sex]}
        if not child_bearing:
            return of
        return {"all": [of, {"chosen": self.child_bearing(), "among": ["yes"]}]}


def shortened(text: str, longest: int) -> str:
    """Return a text of at most so many characters, cut between words."""
    plain = " ".join(text.split()) if longest < LONGEST["help"] else text.strip()
    plain = plain if len(plain) >= _SHORTEST else f"“{plain}”"
    if len(plain) <= longest:
        return plain
    cut = plain[: longest - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > longest // 2 else cut).rstrip(" ,;:(") + "…"


def named(text: str, longest: int) -> str:
    """Return a text as a name: without the words for whom it is about, cut between words."""
    plain = _WHOM.sub("", text.strip()).rstrip(" .;:")
    plain = plain if len(plain) >= _SHORTEST else text.strip()
    return shortened(plain[:1].upper() + plain[1:], longest)


_WHOM = re.compile(
    r"^(?:other )?(?:patients?|subjects?|participants?|individuals?) (?:with|having|"
    r"who (?:are|is|have|has)) (?:an? |the )?",
    re.IGNORECASE,
)


def _fitted(key: str, text: str) -> str:
    longest = LONGEST.get(key, 700)
    return named(text, longest) if key == "label" else shortened(text, longest)


def limits(
    made: Made, criterion: str, reading: Reading, side: Side, words: str
) -> Expression | None:
    """Return the rule for what was read of limits; None where it is not clear how it is joined."""
    joined = _joined(reading, side)
    if joined is None:
        return None
    if any(not _can_share(made, clause) for clause in reading.clauses):
        return None
    parts = [_clause(made, criterion, clause, side, words) for clause in reading.clauses]
    return parts[0] if len(parts) == 1 else {joined: parts}


def _joined(reading: Reading, side: Side) -> str | None:
    """Say how the rules of several clauses go together; None where the text leaves it open."""
    joints = reading.joined
    if len(reading.clauses) == 1:
        return "all"
    if side == "inclusion":
        if joints <= {"&", "", ",", "/", "N&", "N/", "S<"}:
            return "all"
        return "any" if joints == {"|"} else None
    joints = joints - {"S<", "S>"}
    return "all" if joints <= {"|", "/", "N|", "N/"} or joints == {"|", ","} else None


def _can_share(made: Made, clause: Clause) -> bool:
    """Whether a quantity can be asked by the item that there is; not an age in months."""
    if not isinstance(clause, Numeric) or clause.key != "age" or "age" not in made.shared:
        return True
    return clause.unit in made.items[made.shared["age"]].get("units", {"years": "1"})


def _clause(made: Made, criterion: str, clause: Clause, side: Side, words: str) -> Expression:
    if isinstance(clause, Sex):
        other = {"female": "male", "male": "female"}
        sex = clause.sex if side == "inclusion" else other[clause.sex]
        return {"chosen": made.sex(), "among": [sex]}
    if isinstance(clause, Grade):
        return _graded(made, criterion, clause, side, words)
    if isinstance(clause, Normal):
        return _measured(
            made, criterion, clause.key, _of_normal(made, criterion, clause, side, words), words
        )
    if isinstance(clause, BySex):
        cases: list[Table] = [
            {"when": [{"chosen": made.sex(), "among": ["male"]}], "rule": _rule(clause.male, side)},
            {"rule": _rule(clause.female, side)},
        ]
        return _measured(
            made, criterion, clause.male.key, {"kind": "depends", "cases": cases}, words
        )
    if clause.outside == (side == "inclusion") and len(clause.ends) > 1:
        return _either(made, criterion, clause, side, words)
    found = _measured(made, criterion, clause.key, _rule(clause, side), words, clause.unit)
    _widen(made.items[made.shared[clause.key]], clause)
    return found


def _either(made: Made, criterion: str, clause: Numeric, side: Side, words: str) -> Expression:
    """Return the rule for what lies outside a range."""
    apart = [Numeric(clause.key, (end,), clause.unit) for end in clause.ends]
    rules = [_rule(one, side) for one in apart]
    item = _item(made, criterion, clause.key, None, words, clause.unit)
    _widen(made.items[item], clause)
    return {"any": [{"test": rule, "item": item} for rule in rules]}


def _widen(item: Table, clause: Numeric) -> None:
    """See that answers on both sides of a limit are taken without being asked back."""
    known = analytes().get(clause.key)
    if known is None or "units" in item:
        return
    written = item.get("soft", {})
    low = Fraction(written.get("low", known.soft.low))
    high = Fraction(written.get("high", known.soft.high))
    for end in clause.ends:
        limit = canonical(clause.key, end.limit, clause.unit)
        low = min(low, max(known.hard.lowest, _rounded(limit * _NEAR, math.floor)))
        high = max(high, min(known.hard.highest, _rounded(limit / _NEAR, math.ceil)))
    if (low, high) != (known.soft.lowest, known.soft.highest):
        item["soft"] = {"low": _decimal(low), "high": _decimal(high), "source": _WIDER}


_NEAR = Fraction(4, 5)
_WIDER = "proposed: what is usual, and on both sides of the criteria's limits"


def _rounded(number: Fraction, to: Callable[[Fraction], int]) -> Fraction:
    """Return a number to one decimal."""
    return Fraction(to(number * 10), 10)


def _decimal(number: Fraction) -> str:
    return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"


def _rule(clause: Numeric, side: Side) -> Table:
    """Return the rule of an item: that the criterion holds, or that the exclusion is absent."""
    kinds = _HOLDS if side == "inclusion" else _ABSENT
    unit = {} if clause.key == "age" else {"unit": clause.unit}
    if clause.key == "age" and clause.unit == "years":
        unit = {}
    if len(clause.ends) == 1:
        end = clause.ends[0]
        return {"kind": kinds[end.sign], "limit": str(end.limit), **unit}
    return {"kind": "between", **{kinds[end.sign]: str(end.limit) for end in clause.ends}, **unit}


def _of_normal(made: Made, criterion: str, clause: Normal, side: Side, words: str) -> Table:
    """Return the rule for a multiple of a limit of normal, by subgroup where there are two."""
    kind = (_HOLDS if side == "inclusion" else _ABSENT)[clause.sign] + f"_{clause.side}_limit"
    plain = {"kind": kind, "times": str(clause.times)}
    if clause.others is not None:
        item = _yes_no(made, criterion, clause.subgroup, *_SUBGROUPS[clause.subgroup], words)
        sign, times = clause.others
        other_kind = (_HOLDS if side == "inclusion" else _ABSENT)[sign] + f"_{clause.side}_limit"
        other = {"kind": other_kind, "times": str(times)}
        cases = [
            {"when": [{"chosen": item, "among": ["yes"]}], "rule": other},
            {"rule": plain},
        ]
        return {"kind": "depends", "cases": cases}
    if clause.but_gilbert:
        item = _yes_no(made, criterion, "gilbert", *_SUBGROUPS["gilbert"], words)
        when = [{"chosen": item, "among": ["no"]}]
        return {"kind": "depends", "cases": [{"when": when, "rule": plain}], "otherwise": True}
    return plain


def by_subgroup(
    made: Made,
    criterion: str,
    limits_of: tuple[Reading, Reading],
    whom: str,
    side: Side,
    words: str,
) -> Expression | None:
    """Return the rule for a limit and a wider one for those whom the text names."""
    first, second = (_single(reading) for reading in limits_of)
    if first is None or second is None or first.key != second.key:
        return None
    if not _is_wider(first, second, side) or first.key in made.shared:
        return None
    cases = [
        {"when": [_belongs(made, criterion, whom)], "rule": _of_one(second, side)},
        {"rule": _of_one(first, side)},
    ]
    unit = first.unit if isinstance(first, Numeric) else ""
    rule = {"kind": "depends", "cases": cases}
    found = _item(made, criterion, first.key, rule, words, unit)
    for one in (first, second):
        if isinstance(one, Numeric):
            _widen(made.items[found], one)
    return found


def _belongs(made: Made, criterion: str, whom: str) -> Table:
    """Return the condition that the candidate is one of those whom a text names."""
    key = f"whom {whom.lower()}"
    if key not in made.shared:
        table = {"name": shortened(whom, 120), "rule": "none", "scored": False, "proposed": whom}
        made.shared[key] = made.add(
            f"{criterion}.{slug(whom)}", table, label=whom, question=f"Is this so: {whom}?"
        )
    return {"chosen": made.shared[key], "among": ["yes"]}


def _single(reading: Reading) -> Numeric | Normal | None:
    """Return the one limit of a reading."""
    (clause,) = reading.clauses if len(reading.clauses) == 1 else (None,)
    if isinstance(clause, Numeric) and len(clause.ends) == 1:
        return clause
    plain = isinstance(clause, Normal) and clause.others is None and not clause.but_gilbert
    return clause if isinstance(clause, Normal) and plain else None


def _of_one(clause: Numeric | Normal, side: Side) -> Table:
    if isinstance(clause, Numeric):
        return _rule(clause, side)
    kind = (_HOLDS if side == "inclusion" else _ABSENT)[clause.sign] + f"_{clause.side}_limit"
    return {"kind": kind, "times": str(clause.times)}


def _is_wider(first: Numeric | Normal, second: Numeric | Normal, side: Side) -> bool:
    """Whether the second limit lets more pass than the first, and is of the same kind."""
    if isinstance(first, Normal) and isinstance(second, Normal):
        same, pair = first.side == second.side, (first.times, second.times)
        signs = (first.sign, second.sign)
    elif isinstance(first, Numeric) and isinstance(second, Numeric):
        ends = (first.ends[0], second.ends[0])
        same, pair = first.unit == second.unit, (ends[0].limit, ends[1].limit)
        signs = (ends[0].sign, ends[1].sign)
    else:
        return False
    upward = [sign in (">", "≥") for sign in signs]
    lower = upward[0] == (side == "inclusion")
    return same and upward[0] == upward[1] and (pair[1] < pair[0] if lower else pair[1] > pair[0])


_SUBGROUPS = {
    "liver_mets": ("Liver metastases", "Are there liver metastases?"),
    "gilbert": ("Gilbert's syndrome", "Is Gilbert's syndrome documented?"),
}


def _yes_no(made: Made, criterion: str, name: str, label: str, question: str, words: str) -> str:
    """Return an item that only steers others."""
    if name not in made.shared:
        table = {"name": label, "rule": "none", "scored": False, "proposed": words}
        made.shared[name] = made.add(f"{criterion}.{name}", table, label=label, question=question)
    return made.shared[name]


def _measured(
    made: Made, criterion: str, key: str, rule: Table, words: str, unit: str = ""
) -> Expression:
    """Return an item under its own rule, or one that another criterion asks for under this one."""
    if key in made.shared:
        return {"test": rule, "item": made.shared[key]}
    return _item(made, criterion, key, rule, words, unit)


def _item(
    made: Made, criterion: str, key: str, rule: Table | None, words: str, unit: str = ""
) -> str:
    if key in made.shared:
        return made.shared[key]
    measure = lexicon()["measures"].get(key)
    table: Table = {"kind": "number", **measure} if measure else {"analyte": key}
    if key == "age" and unit == "months":
        table |= {
            "units": {"months": "1", "years": "12"},
            "soft": _AGE | {"high": "1200"},
            "hard": _AGE | {"high": "1464"},
        }
        table["name"] = "Age in completed months"
    if rule is not None:
        table["rule"] = rule
    table["proposed"] = words
    said = {"label": measure["name"]} if measure else {}
    made.shared[key] = made.add(f"{criterion}.{key[:12]}", table, **said)
    return made.shared[key]


_AGE = {"low": "0", "source": "proposed: ages in months"}
_SCALE_NAMES = {
    "ecog": ("ECOG performance status", "ECOG", "ECOG performance status, 0 to 4?"),
    "nyha": ("NYHA class", "NYHA class", "NYHA class of heart failure?"),
}


def _graded(made: Made, criterion: str, clause: Grade, side: Side, words: str) -> Expression:
    """Return the rule for grades: which satisfy, and which fail."""
    every = SCALES[clause.key]
    others = [grade for grade in every if grade not in clause.grades]
    if side == "inclusion":
        good, bad = list(clause.grades), [grade for grade in others if grade != "none"]
    else:
        good, bad = others, list(clause.grades)
    if clause.key in made.shared:
        return {"chosen": made.shared[clause.key], "among": good}
    name, label, question = _SCALE_NAMES[clause.key]
    rule = {"kind": "choice", "yes": good, "no": bad}
    table = {"name": name, **made.meaning(clause.key), "choices": list(every), "rule": rule}
    table["proposed"] = words
    made.shared[clause.key] = made.add(
        f"{criterion}.{clause.key}", table, label=label, question=question
    )
    return made.shared[clause.key]


def together(parts: Iterable[Expression | None], joined: str = "all") -> Expression | None:
    """Return the parts of a rule as one."""
    found = [part for part in parts if part is not None]
    if not found:
        return None
    return found[0] if len(found) == 1 else {joined: found}


def slug(text: str) -> str:
    """Return a word that an item can be called by."""
    words = re.findall(r"[a-z]{4,}", text.lower())
    plain = [word for word in words if word not in _DULL]
    return (plain[0] if plain else "asked")[:14]


_DULL = {
    "subject",
    "subjects",
    "patient",
    "patients",
    "participant",
    "participants",
    "with",
    "have",
    "must",
    "history",
    "known",
    "that",
    "current",
    "prior",
    "previous",
    "presence",
    "evidence",
    "diagnosis",
    "been",
    "female",
    "male",
    "active",
    "other",
    "willing",
    "able",
    "severe",
    "received",
    "currently",
    "treatment",
    "from",
    "this",
    "will",
    "documented",
    "significant",
    "women",
    "which",
    "into",
    "their",
    "type",
    "meet",
    "taking",
    "receiving",
    "planned",
    "preplanned",
}
