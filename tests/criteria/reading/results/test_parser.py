"""The parser: what is read from the text behind a name, and that its table leaves no gap."""

import pytest

from criteria.reading.results.lexemes import Number
from criteria.reading.results.parser import READ_AS, STEPS, Expected, State, parse
from criteria.reading.results.printed import Limits, Printed
from criteria.reading.results.scanner import Scanner
from criteria.reading.results.tokens import Kind

UNITS = ("g/L", "g/dL", "m2")


def read(text: str) -> str:
    """What is read from a text, in short: values, each with what belongs to it, then the rest."""
    parsed = parse(Scanner(text, UNITS).lexemes())
    if parsed.problem is not None:
        return f"{parsed.problem} at {text[parsed.at :]}"
    said = [written(value) for value in parsed.values] or [f"-{ends(parsed.limits)}"]
    more = ("missing", "loose", "extra", "rest")
    return "; ".join((*said, *(name for name in more if getattr(parsed, name))))


def written(value: Printed) -> str:
    sign = "" if value.comparator.value == "=" else value.comparator.value
    parts = [
        f"{'~' if value.about else ''}{sign}{value.number.text}{upto(value.upto)}",
        value.unit,
        f"@{value.date}" if value.date else None,
        *value.flags,
        f"bsa {value.surface.text}" if value.surface else None,
        "aside" if value.bracketed else None,
    ]
    return " ".join(part for part in parts if part) + ends(value.limits)


def upto(number: Number | None) -> str:
    return f"..{number.text}" if number else ""


def ends(limits: Limits | None) -> str:
    if limits is None:
        return ""
    low, high = (end.text if end else "" for end in (limits.low, limits.high))
    return f" ref {low}-{high}" + (f" {limits.unit}" if limits.unit else "")


VALUE = {
    "105": "105",
    "105 g/L": "105 g/L",
    "10,5 g/dL": "10,5 g/dL",
    "<5 g/L": "<5 g/L",
    "≥ 5 g/L": "≥5 g/L",
    "less than 5 g/L": "<5 g/L",
    "10-15 g/L": "10..15 g/L",
    "ca 105 g/L": "~105 g/L",
    "ca 105, 98": "~105; 98",
    "105 ca 98": "unit_not_known at ca 98",
    "105 g/L ca 98": "105 g/L; loose; extra",
    "g/L 105": "105 g/L",
    "(g/L) 105": "105 g/L",
    "(g/L): 105": "105 g/L",
}
"""A value with its unit and comparator."""

GAP = {
    "g/L <105": "range_not_value at 105",
    "g/L: <105": "<105 g/L",
    "(g/L) <105": "range_not_value at 105",
    "\t\t<105": "range_not_value at 105",
    "\t<105": "<105",
    ",,<105": "range_not_value at 105",
    ";;<105": "range_not_value at 105",
    ", ;<105": "<105",
    "\t\t:<105": "<105",
    "\t\t> 105": "range_not_value at 105",
    "\t\t105 g/L": "105 g/L",
    "13/13 2026 \t\t<105": "range_not_value at 105",
    "13/13 2026 \t\t:<105 g/L": "<105 g/L; loose",
    "13/13 2026 g/L <105": "range_not_value at 105",
    "13/13 2026 g/L:<105": "<105 g/L; loose",
    "\t\t13/13 2026 <105": "range_not_value at 105",
    "\t\t13/13 2026 105": "105; loose",
    "13/13 2026 105": "105; loose",
    "13/13 2026 (g/L) 105": "105 g/L; loose",
    "13/13 2026 105 g/L, 98": "105 g/L; loose; extra",
    "13/13 2026 <105 g/L": "<105 g/L; loose",
}
"""A gap or an uncertain day in front."""

UNIT_ORDER = {
    "g/L g/dL 105": "two_units at g/dL 105",
    "g/L g/L 105": "105 g/L",
    "g/L 105 g/dL": "two_units at g/dL",
    "g/L 105 g/L": "105 g/L",
    "(g/L) (g/dL) 105": "two_units at (g/dL) 105",
    "mg/L 105": "unit_not_known at mg/L 105",
    "105 mg/L": "unit_not_known at mg/L",
    "105 g/L mg/L": "unit_not_known at mg/L",
    "105 g/L g/dL": "two_units at g/dL",
    "105 g/L g/L": "105 g/L",
    "105 g/L, mg/L": "unit_not_known at mg/L",
    "105 g/L foo mg/L": "two_units at mg/L",
    "105 g/L, foo, mg/L": "two_units at mg/L",
    "105, foo, mg/L": "105; loose",
    "105, foo mg/L": "105; loose",
    "105 < mg/L": "unit_not_known at mg/L",
    "105 g/L foo g/dL": "two_units at g/dL",
    "105 g/L foo g/L": "105 g/L; loose",
    "105, foo, g/L": "105 g/L; loose",
}
"""Units."""

STRANGE = {
    "105 foo": "unit_not_known at foo",
    "105 g/L foo": "105 g/L; loose",
    "g/L 105 foo": "105 g/L; loose",
    "105, foo": "105; loose",
    "105 (foo)": "105; loose",
    "105 g/L 1O5": "105 g/L; loose",
    "105 1O5": "not_a_number at 1O5",
    "105, 1O5": "not_a_number at 1O5",
    "105 (1O5)": "not_a_number at 1O5)",
    "g/L 105, 1O5": "105 g/L; loose",
    "105 -5": "not_a_number at 105 -5",
    "105 g/L -5": "negative at -5",
    "foo 105": "not_understood at foo 105",
    "1O5": "not_a_number at 1O5",
    "-5": "negative at -5",
    "1234567890123": "too_long at 1234567890123",
}
"""What is not understood."""

LIMITS = {
    "105 g/L (117-153)": "105 g/L ref 117-153",
    "105 g/L 117-153": "105 g/L ref 117-153",
    "105 (117-153) g/L": "105 g/L ref 117-153",
    "105 (117-153 g/L)": "105 ref 117-153 g/L",
    "105 g/L (117-153 g/L)": "105 g/L ref 117-153 g/L",
    "105 g/L (117-153 mg/L)": "105 g/L ref 117-153 ?",
    "105 g/L 117-153 mg/L": "105 g/L ref 117-153 ?",
    "105 (117-153 mg/L)": "105 ref 117-153 ?",
    "117-153 105 g/L": "105 g/L ref 117-153",
    "117-153 g/L 105 g/L": "105 g/L ref 117-153 g/L",
    "(117-153) 105 g/L": "105 g/L ref 117-153",
    "(117-153)": "- ref 117-153",
    "(117-153) g/L": "- ref 117-153",
    "g/L 117-153": "117..153 g/L",
    "117-153 g/L": "117..153 g/L",
    "105 g/L <153": "105 g/L ref -153",
    "105 g/L >117": "105 g/L ref 117-",
    "105 g/L (<153)": "105 g/L ref -153",
    "105 g/L (<153 g/L)": "105 g/L ref -153 g/L",
    "105 <153 g/L": "105 g/L ref -153",
    "105 g/L (>117)": "105 g/L ref 117-",
    "105 g/L (≤153)": "105 g/L ref -153",
    "105 g/L (≥117)": "105 g/L ref 117-",
    "105 g/L (117-153) (110-160)": "105 g/L",
    "105 g/L (<153) (<160)": "105 g/L",
    "105 g/L <153 <160 g/dL": "two_units at g/dL",
    "105 g/L (<153) (110-160 g/dL)": "105 g/L",
    "(<153) 105 g/L": "105 g/L ref -153",
    "(<153 g/L) 105 g/dL": "105 g/dL ref -153 g/L",
    "(<153) g/L": "not_understood at 153) g/L",
    "(<153)": "not_understood at 153)",
    "(153) 105 g/L": "not_understood at 153) 105 g/L",
}
"""Reference intervals."""

MORE = {
    "(105)": "not_understood at 105)",
    "(105) g/L": "not_understood at 105) g/L",
    "105 (98)": "105; 98 aside",
    "105 g/L (98 g/L)": "105 g/L; 98 g/L aside",
    "105 g/L (98)": "105 g/L; 98 g/L aside",
    "105 (98 g/L)": "105; 98 g/L aside",
    "105 [98]": "105; 98 aside",
    "105 ((98)) 97": "105; 98 aside; 97",
    "105 98": "105; 98",
    "105 98 g/L": "105 g/L; 98 g/L",
    "105 > 98 g/L": "105 g/L; 98 g/L",
    "105 g/L > 98 g/L": "105 g/L; 98 g/L",
    "105 g/L >98 g/L": "105 g/L ref 98- g/L",
    "105 g/L) > 98": "105 g/L ref 98-",
    "105 (> 98)": "105 ref 98-",
    "105 -> 98 g/L": "105 g/L; 98 g/L",
    "105 g/L → 98": "105 g/L; 98 g/L",
    "→ 105": "105",
    "g/L 5 > 98": "5 g/L; 98 g/L",
    "105 g/L <98": "105 g/L ref -98",
}
"""More than one number."""

REFERENCE = {
    "105 g/L ref 117-153": "105 g/L ref 117-153",
    "105 g/L ref <153": "105 g/L ref -153",
    "105 g/L ref >117": "105 g/L ref 117-",
    "105 g/L ref 153": "105 g/L ref -153",
    "105 g/L ref": "range_not_value at ref",
    "105 g/L ref foo": "range_not_value at ref foo",
    "105 g/L ref, 153": "105 g/L; 153 g/L",
    "105 g/L ref 117 foo 153": "105 g/L ref -117; loose; extra",
    "105 g/L ref. 153": "105 g/L; 153 g/L",
    "105 g/L ref: 117-153": "105 g/L ref 117-153",
    "ref 117-153 105 g/L": "105 g/L ref 117-153",
    "ref 153 105 g/L": "- ref -153 105 g/L",
    "ref, 153 105 g/L": "- ref -153 105 g/L",
    "ref. 117-153": "- ref 117-153",
    "ref 117-153": "- ref 117-153",
    "ref <153": "- ref -153",
    "ref >117 g/L": "- ref 117- g/L",
    "ref": "-",
    "uln 153 g/L": "- ref -153 g/L",
    "ref (153) 105 g/L": "105 g/L ref -153",
    "ref (<153) 105 g/L": "105 g/L ref -153",
}
"""Words for the reference interval."""

SURFACE = {
    "bsa 1.9 m2 105 g/L": "105 g/L bsa 1.9",
    "105 g/L bsa 1.9 m2": "105 g/L bsa 1.9",
    "105 g/L, bsa 1.9, 98": "105 g/L bsa 1.9; 98 g/L bsa 1.9",
    "105 g/L bsa, 98": "105 g/L; 98 g/L",
    "105 g/L bsa 1.9 98": "105 g/L bsa 1.9; 98 g/L bsa 1.9",
    "105 g/L bsa <1.9": "105 g/L bsa 1.9",
    "105 g/L bsa > 1.9": "105 g/L bsa 1.9",
    "105 g/L bsa (1.9)": "105 g/L bsa 1.9",
    "bsa (1.9) 105": "105 bsa 1.9",
    "bsa (<1.9) 105": "105 bsa 1.9",
    "bsa 1.7-1.9 105": "105 ref 1.7-1.9",
    "105 g/L bsa 1.7-1.9 98": "105 g/L ref 1.7-1.9; 98 g/L ref 1.7-1.9",
    "105 g/L bsa g/dL": "105 g/L",
    "1.9 m2": "1.9",
}
"""The body surface area."""

DAYS = {
    "105 g/L 2026-03-12": "105 g/L @2026-03-12",
    "2026-03-12 105 g/L": "105 g/L @2026-03-12",
    "2026-03-12 2026-03-13 105 g/L": "105 g/L",
    "2026-03-12 105 g/L 2026-03-13": "105 g/L @2026-03-12; loose",
    "105 g/L 2026-03-12 2026-03-13": "105 g/L @2026-03-12; loose",
    "105 g/L 2026-03-12 98 g/L 2026-03-13": "105 g/L @2026-03-12; 98 g/L @2026-03-13",
    "105 g/L, 2026-03-12": "105 g/L @2026-03-12",
    "2026-03-12 105 g/L, 2026-03-13 98": "105 g/L @2026-03-12; 98 g/L @2026-03-13",
    "2026-03-12: 105 g/L; 2026-03-13: 98; 2026-03-14: 97": (
        "105 g/L @2026-03-12; 98 g/L @2026-03-13; 97 g/L @2026-03-14"
    ),
    "2026-03-12 105 g/L, 2026-03-13: <98": "105 g/L @2026-03-12; <98 g/L @2026-03-13",
    "2026-03-12 105 g/L, 2026-03-13: 97-98": "105 g/L @2026-03-12; 97..98 g/L @2026-03-13",
    "2026-03-12 105 g/L, 2026-03-13 (117-153)": "105 g/L @2026-03-12 ref 117-153; loose",
    "2026-03-12 105 g/L, 2026-03-13": "105 g/L @2026-03-12; loose",
    "2026-03-12 105 g/L, 2026-03-13 2026-03-14 98": "105 g/L @2026-03-12; loose; extra",
    "2026-03-12 105 g/L, 98 g/L, 2026-03-13": "105 g/L; 98 g/L; loose",
    "from 2026-03-12: 105 g/L": "105 g/L @2026-03-12",
    "den 2026-03-12 105 g/L": "105 g/L @2026-03-12",
    "105 g/L (från 2026-03-12)": "105 g/L @2026-03-12",
    "105 g/L, 2026-03-12, 2026-03-13": "105 g/L @2026-03-12; loose",
    "2026-03-12 105 98": "105; 98",
    "105 g/L 13/13 2026": "105 g/L; loose",
    "105 g/L, 13/13 2026, 98": "105 g/L; loose; extra",
    "105 g/L (2026-03-12)": "105 g/L @2026-03-12",
    "13/13 2026 2026-03-12 105 g/L": "105 g/L @2026-03-12; loose",
    "comment 105 g/L 2026-03-12": "105 g/L; loose",
    "comment 2026-03-12 105 g/L": "105 g/L @2026-03-12",
    "105 g/L comment 2026-03-12": "105 g/L; loose",
    "105 g/L, comment: 2026-03-12": "105 g/L; loose",
    "105 g/L comment foo": "105 g/L; loose",
    "105 g/L mars 2026": "105 g/L @2026-03",
}
"""Days."""

FLAGS = {
    "105 g/L hemolys": "105 g/L haemolysis",
    "hemolys 105 g/L": "105 g/L haemolysis",
    "hemolys aggregat 105 g/L": "105 g/L haemolysis aggregates",
    "105 g/L hemolys aggregat": "105 g/L haemolysis aggregates",
    "hemolys 105 98": "105 haemolysis; 98",
    "105, 98 hemolys": "105 haemolysis; 98 haemolysis",
    "105 hemolys 98": "105 haemolysis; 98",
    "hemolys": "-; missing",
    "105 g/L ingen hemolys": "105 g/L",
    "pending": "-; missing",
    "-": "-; missing",
    "105 g/L pending": "not_understood at pending",
    "105 g/L, pending": "105 g/L; loose",
    "105 g/L (pending)": "105 g/L; loose",
    "105 pending": "not_understood at pending",
    "105 foo pending": "unit_not_known at foo pending",
    "105, foo pending": "105; loose",
    "g/L pending": "-; missing",
    "(pending)": "-; missing",
    "pending 105": "-; missing",
    "<153 pending": "not_understood at pending",
    "- 105": "105",
    "105 -": "105",
    "105\t-": "105",
    "\t-\t": "-; missing",
    '"-"': "-; missing",
    "105 g/L H": "105 g/L",
    "105 g/L * ↑": "105 g/L",
    "H 105 g/L": "105 g/L",
}
"""Flags and words for no result."""

EARLIER = {
    "105 g/L tidigare 98": "105 g/L; loose",
    "105 g/L (tidigare 98)": "105 g/L; loose",
    "105 (tidigare 98)": "105; loose",
    "105 g/L (tidigare 98) 97": "105 g/L; loose; extra",
    "105 g/L (tidigare 98), 97": "105 g/L; loose; extra",
    "105 g/L tidigare 98, 97": "105 g/L; loose; extra",
    "105 g/L tidigare 98. <97": "105 g/L ref -97; loose",
    "105 g/L (tidigare 98, 97) <153": "105 g/L ref -153; loose",
    "105 g/L (tidigare 98 (97) 96) 95": "105 g/L; loose; extra",
    "105 g/L tidigare 98 g/dL": "105 g/L; loose",
    "105 g/L tidigare 98 mg/L": "105 g/L; loose",
    "105 g/L tidigare 98 2026-03-12": "105 g/L; loose",
    "105 g/L tidigare <98": "105 g/L; loose",
    "105 g/L tidigare 90-98": "105 g/L; loose",
    "105 g/L tidigare > 98": "105 g/L; loose",
    "105 g/L tidigare ref 153": "105 g/L ref -153; loose",
    "105 g/L tidigare ref 117-153": "105 g/L; loose",
    "105 g/L tidigare bsa 1.9": "105 g/L bsa 1.9; loose",
    "105 tidigare foo": "unit_not_known at foo",
    "105, tidigare foo": "105; loose",
    "105 tidigare 98 foo": "unit_not_known at foo",
    "105 g/L tidigare -> 98": "105 g/L; loose; extra",
    "105 g/L tidigare 13/13 2026": "105 g/L; loose",
    "105 g/L tidigare\n98": "105 g/L; loose; extra",
    "tidigare 98": "previous at tidigare 98",
}
"""Earlier results."""

EXTRA = {
    "105 <": "105; loose",
    "105 g/L <": "105 g/L; loose",
    "105 g/L < foo": "105 g/L; loose",
    "<": "not_a_number at <",
    "< foo": "not_a_number at < foo",
    "< 10-20": "not_a_number at < 10-20",
    "< < 5": "not_a_number at < < 5",
    "105 g/L < 98 97": "105 g/L ref -98; 97 g/L ref -98",
    "105 g/L foo 98": "105 g/L; loose; extra",
    "105 g/L foo 98 g/dL": "105 g/L; loose; extra",
    "105 g/L foo 98 mg/L": "105 g/L; loose; extra",
    "105 g/L foo 98, mg/L": "105 g/L; loose; extra",
    "105 g/L foo 98, foo": "105 g/L; loose; extra",
    "105 g/L foo (98)": "105 g/L; loose; extra",
    "105 g/L foo > 98": "105 g/L ref 98-; loose",
    "105 < foo 98": "unit_not_known at foo 98",
    "105, foo 98 bar": "105; loose; extra",
    "105, foo, 98": "105; loose; extra",
    "105, foo, 98, bar": "105; loose; extra",
    "105, foo, 98 pending": "105; loose; extra",
    "105, foo, 98 g/L": "105; loose; extra",
    "105, foo <98": "105 ref -98; loose",
}
"""A number too many."""

LINES = {
    "105 g/L. Foo 98": "105 g/L; rest",
    "105 g/L. 98": "105 g/L; 98 g/L",
    "105 g/L. <98": "105 g/L ref -98",
    "105 g/L. ref 98": "105 g/L ref -98",
    "105 g/L.": "105 g/L",
    ". 105 g/L": "105 g/L",
    "105 g/L\n98": "105 g/L; 98 g/L",
    "105 g/L\nfoo": "105 g/L; rest",
    "105 g/L\n2026-03-12": "105 g/L; rest",
    "105 g/L\n2026-03-12 g/L": "105 g/L @2026-03-12",
    "105\ng/L": "105 g/L",
    "105 g/L\n1O5": "105 g/L; rest",
    "105 g/L\ncomment: foo": "105 g/L; loose",
    "105 g/L\ncomment: 98": "105 g/L; 98 g/L",
    "105 g/L\n\n98": "105 g/L; rest",
    "105 g/L\n": "105 g/L",
    "105 g/L\n\nfoo": "105 g/L; rest",
    "105 g/L\nfoo\n98": "105 g/L; rest",
    "105 g/L\n98\nfoo": "105 g/L; 98 g/L; rest",
    "105 g/L\n(foo)": "105 g/L; rest",
    "\n105 g/L": "105 g/L",
    "\n\n105 g/L": "-; rest",
    "\nfoo 105": "-; rest",
    "105 g/L 08:15": "105 g/L",
    "105 : 98": "105; 98",
    "105 = g/L": "105 g/L",
    "105 / 98": "105; 98",
    "105 g/L) 98": "105 g/L; 98 g/L",
    "105 g/L; 98 g/L": "105 g/L; 98 g/L",
    "105 98 97 g/L": "105 g/L; 98 g/L; 97 g/L",
    "105 g/L (98 g/dL) 97": "105 g/L; 98 g/dL aside; 97 g/L",
    "105 (98 g/L) 97 (96 g/dL)": "105; 98 g/L aside; 97; 96 g/dL aside",
    "105 g/L, ref <153": "105 g/L ref -153",
    "105 g/L, (<153)": "105 g/L ref -153",
    "105, <153": "105 ref -153",
    "105 g/L (ca 98)": "105 g/L; loose; extra",
    "105 \t\t 98": "105; 98",
    "105 g/L,, 98": "105 g/L; 98 g/L",
    "105 g/L foo,, 98": "105 g/L; loose; extra",
    "105 g/L (foo) 2026-03-12": "105 g/L; loose",
    "105 g/L foo 2026-03-12": "105 g/L; loose",
}
"""Sentences and lines."""

CASES = {
    **VALUE,
    **GAP,
    **UNIT_ORDER,
    **STRANGE,
    **LIMITS,
    **MORE,
    **REFERENCE,
    **SURFACE,
    **DAYS,
    **FLAGS,
    **EARLIER,
    **EXTRA,
    **LINES,
}


@pytest.mark.parametrize(("text", "said"), CASES.items())
def test_what_follows_a_name_is_read(text: str, said: str) -> None:
    assert read(text) == said


@pytest.mark.parametrize(
    ("text", "rest"),
    [("105 g/L", "105 g/L"), ("< 105 g/L", "105 g/L"), ("105  (98 g/L) 7-8", "98 g/L) 7-8")],
)
def test_a_value_knows_its_place(text: str, rest: str) -> None:
    last = parse(Scanner(text, UNITS).lexemes()).values[-1]
    assert text[last.start :] == rest


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_step_for_every_kind_of_token(state: State) -> None:
    assert set(STEPS[state]) == set(Kind)


def test_every_state_is_reached_from_the_start() -> None:
    reached = {State.START}
    for _ in State:
        steps = [step for state in reached for step in STEPS[state].values() if step]
        reached |= {state for step in steps for state in (step.to, step.otherwise) if state}
    assert reached == set(State)


def test_every_state_without_a_result_ends_the_reading() -> None:
    assert set(STEPS[State.MISSING].values()) == {None}


def test_what_is_expected_is_announced_by_a_word_and_ended_by_a_number() -> None:
    for state in set(State) - {State.MISSING}:
        for kind, expected in ((Kind.REFERENCE, Expected.LIMIT), (Kind.SURFACE, Expected.AREA)):
            announced = STEPS[state][kind]
            assert announced is not None
            assert announced.expects is expected
            step = STEPS[state][READ_AS[expected, Kind.NUMBER]]
            assert step is not None
            assert step.expects is Expected.VALUE
