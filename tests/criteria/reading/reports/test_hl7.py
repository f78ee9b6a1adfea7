"""HL7 v2 segments as lines: which fields are used, and when none is."""

import pytest

from criteria.reading.reports.hl7 import rewritten
from criteria.reading.reports.names import names_of
from criteria.trial.catalog import load

NAMES = names_of(load("start-net", "R1"))


def lines(text: str) -> list[str]:
    return [line for line in rewritten(text, NAMES).split("\n") if line]


@pytest.mark.parametrize(
    ("segment", "line"),
    [
        ("OBX|1|NM|HGB^Hemoglobin^LN||9.2|mmol/L|8.3-10.5|N|||F", "HGB\t9.2\tmmol/L\t(8.3-10.5)"),
        ("OBX|1|NM|X^Hemoglobin||9.2|^g/dL^x||||||F", "Hemoglobin\t9.2\tg/dL"),
        ("OBX|1|NM|718-7^Blutbild 7^LN||9.2|g/dL|||||F", "718-7\t9.2\tg/dL"),
        ("OBX|1|NM|718-7^Urin^LN||9.2|g/dL|||||F", "Urin\t9.2\tg/dL"),
        ("OBX|1|NM|ALB^Microalbumin||9.2|g/L|||||F", "Microalbumin\t9.2\tg/L"),
        ("OBX|1|NM|Q^Foo||9.2|{cells}/uL|||||F", "Foo\t9.2\t/uL"),
        ("OBX|1|SN|Q^Foo||>=^100||||||F", "Foo\t>=100"),
        ("OBX|1|SN|Q^Foo||^10^-^20||||||F", "Foo\t10-20"),
        ("OBX|1|ST|Q^Foo||see note||||||F", "Foo\tsee note"),
        ("OBX|1|NM|Q^Foo||||||||F", "Foo\t-"),
        ("OBX|1|NM|Q^Foo||5|10^9/L|||||F|||20260328074200+0100", "Foo\t5 (2026-03-28)\t10E9/L"),
        ("OBX|1|NM|Q^Foo||5|g/L|||||P", "Foo\tpending"),
        ("OBX|1|NM|Q^Foo||5|g/L", "Foo\t5\tg/L"),
        ("OBX|1|NM|Foo bar||5|g/L", "Foo bar\t5\tg/L"),
        ("OBX|1|NM|Q^Foo^L^Z^Hemoglobin||9.2|g/dL", "Hemoglobin\t9.2\tg/dL"),
        ("OBX|1|SN|Q^Foo||^10^-||||||F", "Foo\t10-"),
        ("OBX~1~NM~Q*Foo~2~5~^g/L~1-2~~~N~F", "Foo\t5\tg/L\t(1-2)"),
        ("OBX*1*NM*Q^Foo**5*10*9/L*1-2***N*F", "Foo\t5\t10E9/L\t(1-2)"),
    ],
)
def test_a_segment_is_a_line(segment: str, line: str) -> None:
    assert lines(segment)[0].replace("HGB\t", "HGB\t") in (line, line.replace("HGB", "Hemoglobin"))


@pytest.mark.parametrize("status", "PSIXDWNOR")
def test_what_is_not_final_is_still_to_come(status: str) -> None:
    assert lines(f"OBX|1|NM|Q^Foo||5|g/L|||||{status}") == ["Foo\tpending"]


def test_what_was_sampled_is_said_in_front_of_its_results() -> None:
    text = "PID|1||x\nOBR|1|||Urin\nOBX|1|NM|Q^Foo||5\nOBR|2|||Blod|||20260301\nOBX|1|NM|Q^Foo||6"
    assert lines(text) == ["Urine:", "Foo\t5", "Blood:", "Foo\t6 (2026-03-01)"]


def test_the_specimen_may_stand_in_a_segment_of_its_own() -> None:
    text = "OBR|1|||Kem\nSPM|1|||Urin\nOBX|1|NM|Q^Foo||5"
    assert lines(text) == ["Urine:", "Foo\t5"]
    of_the_order = "OBR|1|||Kem|||||||||||Urin\nOBX|1|NM|Q^Foo||5"
    assert lines(of_the_order) == ["Urine:", "Foo\t5"]
    assert lines(of_the_order.replace("Urin", "Plasma")) == ["Blood:", "Foo\t5"]


@pytest.mark.parametrize("text", ["Hb 105 g/L", "OBX 1 NM", "MSH|^~\\&|LAB", "OBX|"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert rewritten(text, NAMES) == text
