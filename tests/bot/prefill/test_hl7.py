"""HL7 v2 messages: what is offered of them, and what is left out with which reason."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.prefill.reported import UnusableRecord
from criteria.known.values import Comparator, Quantity
from tests.bot.prefill.bundles import OBR, OBX, PID, message, offered_by, reasons, shown

KEPT = {"CTX.sex": "female", "I1.age": "65 years", "I10.hb": "105 g/L"}


def quantity(obx: str, **more: str) -> Quantity:
    (one,) = offered_by(message(OBR, obx, **more)).values
    assert isinstance(one.value, Quantity)
    return one.value


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_every_line_end_is_one(end: str) -> None:
    found = offered_by(message(end=end))
    assert shown(found) == KEPT
    assert not found.left_out


def test_a_framed_message_is_unpacked() -> None:
    found = offered_by(b"\x0b" + message() + b"\x1c\r")
    assert shown(found) == KEPT
    assert not found.left_out


def test_an_unfinished_frame_is_said() -> None:
    assert reasons(offered_by(b"\x0b" + message())) == [("cut_off", None)]


def test_day_and_interval_are_kept() -> None:
    found = quantity("OBX|1|NM|1742-6^ALT^LN||30|U/L|10-50||||F|||20260302")
    assert str(found.date) == "2026-03-02"
    assert found.reference is not None
    assert (found.reference.low, found.reference.high) == (Decimal(10), Decimal(50))
    assert str(quantity(OBX).date) == "2026-03-01"


@pytest.mark.parametrize("status", "FCAUV")
def test_final_results_are_used(status: str) -> None:
    assert quantity(OBX[:-1] + status).number == 105


@pytest.mark.parametrize("status", "PSIXDWNORB")
def test_others_are_not(status: str) -> None:
    assert reasons(offered_by(message(OBR, OBX[:-1] + status))) == [("not_final", "I10.hb")]


@pytest.mark.parametrize(
    ("kind", "value", "sign", "number"),
    [
        ("SN", "<^0.5", Comparator.LESS, "0.5"),
        ("SN", ">=^5", Comparator.AT_LEAST, "5"),
        ("SN", "^5", Comparator.EQUAL, "5"),
        ("SN", "=^5", Comparator.EQUAL, "5"),
        ("ST", "<0.5", Comparator.LESS, "0.5"),
        ("NM", "<0.5", Comparator.LESS, "0.5"),
        ("NM", "1.234", Comparator.EQUAL, "1.234"),
        ("NM", "0,5", Comparator.EQUAL, "0.5"),
    ],
)
def test_numbers_and_signs(kind: str, value: str, sign: Comparator, number: str) -> None:
    found = quantity(f"OBX|1|{kind}|1742-6^ALT^LN||{value}|ukat/L|||||F")
    assert (found.comparator, str(found.number)) == (sign, number)


@pytest.mark.parametrize(
    ("obx", "reason"),
    [
        ("OBX|1|SN|718-7^Hb^LN||^100^-^110|g/L|||||F", "range_not_value"),
        ("OBX|1|SN|718-7^Hb^LN||^1^:^8|g/L|||||F", "range_not_value"),
        ("OBX|1|SN|718-7^Hb^LN||<>^8|g/L|||||F", "comparator"),
        ("OBX|1|NM|718-7^Hb^LN||105~106|g/L|||||F", "several_values"),
        ('OBX|1|NM|718-7^Hb^LN||""|g/L|||||F', "absent"),
        ("OBX|1|NM|718-7^Hb^LN|||g/L|||||F", "no_value"),
        ("OBX|1|NM|718-7^Hb^LN||HAEMOLYSED|g/L|||||F", "not_a_number"),
        ("OBX|1|CE|718-7^Hb^LN||L^low|g/L|||||F", "kind"),
        ("OBX|1|NM|718-7^Hb^LN||105|mg/L|||||F", "unit_not_known"),
        ("OBX|1|NM|718-7^Hb^LN||105|g/L", "status_missing"),
        ("OBX|1|NM|718-7^Platelets^LN||105|g/L|||||F", "code_and_name_differ"),
        ("OBX|1|NM|U-ALB^U-Albumin^L||40|g/L|||||F", "other_fluid"),
    ],
)
def test_what_cannot_be_used_is_left_out_with_the_reason(obx: str, reason: str) -> None:
    found = offered_by(message(OBR, obx))
    assert not found.values
    assert [code for code, _ in reasons(found)] == [reason]


@pytest.mark.parametrize("unit", [r"10\S\9/L", "10^9/L", "10*9/L", "10*3/uL^^UCUM", "10E9/L"])
def test_a_power_of_ten_is_one_unit(unit: str) -> None:
    assert quantity(f"OBX|1|NM|777-3^Platelets^LN||230|{unit}|||||F").text == "230 10^9/L"


@pytest.mark.parametrize("characters", ["8859/1", "UNICODE UTF-8"])
def test_the_message_names_its_character_set(characters: str) -> None:
    found = quantity("OBX|1|NM|1742-6^ALT^LN||0.4|µkat/L|||||F", characters=characters)
    assert found.unit == "µkat/L"


def test_without_a_character_set_only_ascii_is_read() -> None:
    obx = "OBX|1|NM|1742-6^ALT^LN||0.4|µkat/L|||||F"
    found = offered_by(message(OBR, obx, OBX.replace("|1|", "|2|", 1), characters=""))
    assert shown(found) == {"I10.hb": "105 g/L"}
    assert reasons(found) == [("signs", "I10.alt")]


def test_other_separators_are_taken_from_the_head() -> None:
    raw = message(OBR, OBX).decode()
    swapped = raw.replace("^~\\&", "!~\\&").replace("718-7^Hemoglobin^LN", "718-7!Hemoglobin!LN")
    assert "I10.hb" in shown(offered_by(swapped.encode()))


def test_notes_are_not_read() -> None:
    found = offered_by(message(OBR, OBX, "NTE|1||Hb 80 g/L according to Testsson"))
    assert shown(found) == {"I10.hb": "105 g/L"}


def test_specimens_other_than_blood_are_left_out() -> None:
    assert reasons(offered_by(message(OBR, OBX, "SPM|1|||Urine"))) == [("other_fluid", None)]
    with_source = OBR + "||||||||Urine"
    assert reasons(offered_by(message(with_source, OBX))) == [("other_fluid", None)]


TWO = (PID, OBR, OBX, "OBX|2|NM|777-3^Platelets^LN||230|10*9/L|||||F|||20260301080000")


@pytest.mark.parametrize("cut", range(1, 56))
def test_wherever_a_message_is_cut_no_number_is_shortened(cut: int) -> None:
    found = offered_by(message(*TWO)[:-cut])
    assert shown(found).get("I10.plt", "230 10^9/L") == "230 10^9/L"
    assert shown(found)["I10.hb"] == "105 g/L"
    assert ("cut_off", None) in reasons(found)
    days = {
        one.item: str(one.value.date) for one in found.values if isinstance(one.value, Quantity)
    }
    assert days.get("I10.plt", "2026-03-01") == "2026-03-01"


def test_gaps_in_the_numbering_are_said() -> None:
    obx = "OBX|4|NM|777-3^Platelets^LN||230|10*9/L|||||F"
    (gap,) = offered_by(message(OBR, OBX, obx)).left_out
    assert (gap.code, gap.count) == ("gap", 2)


def test_an_order_without_results_is_said() -> None:
    found = offered_by(message(OBR, OBX, OBR.replace("|1|", "|2|", 1)))
    assert reasons(found) == [("no_results", None)]


def test_messages_of_another_kind_are_said() -> None:
    found = offered_by(message(OBR, OBX).replace(b"ORU^R01", b"ORM^O01"))
    assert not found.values
    assert reasons(found) == [("other_message", None)]


def test_a_batch_is_counted() -> None:
    head = b"BHS|^~\\&|LAB\r"
    whole = offered_by(head + message() + message() + b"BTS|2\r")
    assert reasons(whole) == [("identical", "I10.hb")]
    assert reasons(offered_by(head + message() + b"BTS|2\r")) == [("gap", None)]
    assert reasons(offered_by(head + message())) == [("cut_off", None)]


def test_several_patients_are_refused() -> None:
    with pytest.raises(UnusableRecord) as refused:
        offered_by(message() + message(PID.replace("1212", "3434"), OBR, OBX))
    assert refused.value.code == "several_patients"


def test_one_patient_may_have_several_identifiers() -> None:
    more = PID.replace("^^^X", "^^^X~77^^^Y")
    assert shown(offered_by(message() + message(more, OBR, OBX)))["I10.hb"] == "105 g/L"
