"""REDCap: a dictionary that it takes, and records that fit the dictionary."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from bot.exports.redcap.dictionary import COLUMNS, dictionary, fields
from bot.exports.redcap.records import record, result
from criteria.known.values import Refusal
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.trial.protocol import ChoiceItem, NumberItem
from criteria.verdict.verdict import verdict
from tests.bot.exports.redcap import published
from tests.making import MAN, TODAY, TRIAL, WOMAN, given, judge
from tests.reference.patients import patients

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

TEXT = dictionary([TRIAL])
ROWS = {row[COLUMNS[0]]: row for row in csv.DictReader(io.StringIO(TEXT))}
FIELDS = {field.name: field for field in fields([TRIAL])}
READER = AnswerReader(TRIAL)
CHOICES, LOGIC = COLUMNS[5], COLUMNS[11]
LOW, HIGH, VALIDATION = COLUMNS[8], COLUMNS[9], COLUMNS[7]


def listed(name: str) -> dict[str, str]:
    """Return the choices of a field as REDCap reads them."""
    pairs = (part.split(", ", 1) for part in ROWS[name][CHOICES].split(" | "))
    return dict(pairs)


def read(**texts: str) -> dict[str, str]:
    """Return the record of answers as they are typed."""
    values = {}
    for name, text in texts.items():
        value = READER.read(name.replace("__", "."), text, TODAY)
        assert not isinstance(value, Refusal)
        values[name.replace("__", ".")] = value
    return record(verdict(TRIAL, values, TODAY), "S0007")


def test_the_columns_are_redcaps() -> None:
    head = next(csv.reader(io.StringIO(TEXT)))
    assert len(head) == 18
    assert head[0] == "Variable / Field Name"
    assert head[11] == "Branching Logic (Show field only if...)"
    assert head[17] == "Field Annotation"
    assert next(iter(ROWS)) == "record_id"


def test_names_and_codes_are_such_as_redcap_takes() -> None:
    assert len(ROWS) == len(list(csv.reader(io.StringIO(TEXT)))) - 1
    for name, row in ROWS.items():
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,25}", name), name
        assert not name.endswith("_")
        assert "__" not in name
        kind = row["Field Type"]
        assert kind in ("text", "radio", "dropdown")
        assert (kind == "text") == (not row[CHOICES])
        for code, label in listed(name).items() if row[CHOICES] else ():
            assert re.fullmatch(r"[a-z0-9_]+", code), name
            assert label


def test_choices_stay_apart_in_every_item() -> None:
    assert len(listed("i9_method")) == 8 + 2
    assert listed("i9_method")["lmr18_capa"] == "Mean eGFR (LMR18+CAPA)"
    assert len(listed("i5_tracer")) == 7 + 2


def test_what_is_possible_is_checked_and_no_threshold() -> None:
    for item in TRIAL.items.values():
        if isinstance(item, NumberItem):
            row = ROWS[item.id.lower().replace(".", "_")]
            assert Decimal(row[LOW]) == item.hard.low
            assert Decimal(row[HIGH]) == item.hard.high
            assert getattr(item.rule, "limit", None) not in (item.hard.low, item.hard.high)
    assert ROWS["i1_age"][VALIDATION] == "integer"


@pytest.mark.parametrize(
    ("name", "logic"),
    [
        (
            "i11_contraception",
            (
                "(([i11_wocbp] = 'yes' or [i11_wocbp] = 'unknown' or "
                "[i11_wocbp] = 'not_applicable')"
                " or [e1_pregnant] = 'yes')"
            ),
        ),
        ("i11_wocbp", "[ctx_sex] <> 'male'"),
        (
            "e1_lactating",
            (
                "([i11_wocbp] = 'yes' or [e1_pregnant] = 'yes' or ([ctx_sex] <> 'male' and "
                "([i11_wocbp] <> 'no' or ([i1_age] = '' or [i1_age] < 60))))"
            ),
        ),
        ("i1_age", ""),
    ],
)
def test_branching_logic(name: str, logic: str) -> None:
    assert ROWS[name][LOGIC] == logic


def test_logic_asks_for_fields_and_codes_that_there_are() -> None:
    for row in ROWS.values():
        for name, code in re.findall(r"\[(\w+)\] (?:=|<>) '(\w+)'", row[LOGIC]):
            assert code in listed(name)


def test_a_swedish_dictionary_has_the_same_fields() -> None:
    swedish = fields([TRIAL], "sv")
    assert [field.name for field in swedish] == list(FIELDS)
    labels = {field.name: field.label for field in swedish}
    assert labels["i1_age"] == TRIAL.words["sv"].items["I1.age"].question


def test_versions_share_a_dictionary() -> None:
    versions = [catalog.load(*release[:2]) for release in catalog.available()]
    names = [field.name for field in fields(versions)]
    assert len(names) == len(set(names))
    for trial in versions:
        assert {field.name for field in fields([trial])} <= set(names)


def test_a_record_has_what_counts_in_the_canonical_unit() -> None:
    found = read(I10__hb="9,1 g/dL 2026-03-01", I10__ast="<30 U/L", I10__plt="unknown")
    assert found["i10_hb"] == "91"
    assert found["i10_hb_printed"] == "9.1 g/dL 2026-03-01"
    assert found["i10_hb_date"] == "2026-03-01"
    assert (found["i10_ast"], found["i10_ast_cmp"]) == ("0.5", "lt")
    assert found["i10_plt_absent"] == "unknown"
    assert "i10_plt" not in found


def test_a_record_has_what_several_results_leave() -> None:
    newest = read(I10__hb="88 g/L 2026-01-02; 95 g/L 2026-02-03")
    assert newest["i10_hb"] == "95"
    both = read(I10__hb="88 g/L; 95 g/L")
    assert (both["i10_hb_absent"], both["i10_hb_printed"]) == ("several", "88 g/L; 95 g/L")
    assert read(I10__hb="95")["i10_hb_absent"] == "to_confirm"


def test_a_record_has_statuses_and_outcome() -> None:
    found = record(judge(MAN, {"I10.hb": "88"}), "S0007")
    assert found["record_id"] == "S0007"
    assert (found["status_i10"], found["outcome"]) == ("not_met", "not_eligible")
    assert found["reference_date"] == "2026-03-31"


def test_records_fit_the_dictionary() -> None:
    records = [record(verdict(TRIAL, given(WOMAN), TODAY), "S1"), result("S2", "R1.1", "eligible")]
    for patient in patients(60, 77):
        day = date.fromisoformat(patient["reference_date"])
        texts = patient["answers"].items()
        values = {item: READER.read(item, text, day) for item, text in texts}
        known = {item: v for item, v in values.items() if not isinstance(v, Refusal)}
        records.append(record(verdict(TRIAL, known, day), "S3"))
    for made in records:
        assert set(made) <= set(ROWS)
        for name, value in made.items():
            row = ROWS[name]
            if row[CHOICES]:
                assert value in listed(name), (name, value)
            if row[VALIDATION] in ("number", "integer"):
                assert Decimal(value).is_finite()
            assert not value.startswith(("=", "+", "-", "@"))


def test_limits_printed_beside_a_result_are_kept() -> None:
    found = read(I10__ast="30 U/L (15-45)", I10__hb="105 g/L (117-153)", I10__alt="20 U/L (<48)")
    assert (found["i10_ast_lower"], found["i10_ast_upper"]) == ("0.25", "0.75")
    assert (found["i10_hb_lower"], found["i10_hb_upper"]) == ("117", "153")
    assert found["i10_alt_upper"] == "0.8"
    assert "i10_alt_lower" not in found
    assert {"i10_ast_lower", "i10_hb_upper"} <= set(ROWS)


def test_a_choice_has_no_field_for_a_date() -> None:
    found = read(I5__tracer="68Ga-DOTATOC 2026-01-02")
    chosen = [item.id for item in TRIAL.protocol.items if isinstance(item, ChoiceItem)]
    for item in chosen:
        name = f"{item.lower().replace('.', '_')}_date"
        assert name not in ROWS
        assert name not in found


RELEASES = [release[:2] for release in catalog.available()]


@pytest.mark.parametrize("rule", published.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("release", RELEASES, ids="-".join)
def test_a_dictionary_keeps_redcaps_published_rules(
    release: tuple[str, str], rule: Callable[[Sequence[published.Row]], Iterator[str]]
) -> None:
    trial = catalog.load(*release)
    for language in trial.words:
        rows = list(csv.DictReader(io.StringIO(dictionary([trial], language))))
        assert list(rule(rows)) == []


@pytest.mark.parametrize(
    ("rule", "column", "value"),
    [
        (published.names, published.NAME, "Hb"),
        (published.names, published.NAME, "hb__1"),
        (published.names, published.NAME, "record_id"),
        (published.names, published.NAME, "a" * 27),
        (published.first, None, ""),
        (published.forms, published.FORM, "Pre screening"),
        (published.types, published.TYPE, "number"),
        (published.types, published.LABEL, " "),
        (published.choices, published.CHOICES, "a, A | a, B"),
        (published.choices, published.CHOICES, ""),
        (published.choices, published.CHOICES, "a b, A"),
        (published.validations, published.VALIDATION, "number"),
        (published.validations, published.LOW, "3"),
        (published.flags, published.IDENTIFIER, "yes"),
        (published.logic, published.LOGIC, "[nothing] = '1'"),
        (published.logic, published.LOGIC, "[ctx_sex] = 'neither'"),
        (published.logic, published.LOGIC, "[ctx_sex] == 'male'"),
        (published.logic, published.LOGIC, "([ctx_sex] = 'male'"),
        (published.logic, published.LOGIC, "[ctx_sex] = 'male' and"),
        (published.logic, published.LOGIC, "[i3_ecog] = '1'"),
    ],
)
def test_each_published_rule_can_be_broken(
    rule: Callable[[Sequence[published.Row]], Iterator[str]], column: str | None, value: str
) -> None:
    rows = [dict(row) for row in csv.DictReader(io.StringIO(TEXT))]
    broken = next(row for row in rows if row[published.NAME] == "i3_ecog")
    if column is None:
        rows.reverse()
    else:
        broken[column] = value
    assert list(rule(rows))


def test_logic_with_numbers_and_parentheses_is_read() -> None:
    assert published.parsed("([a] = '' or ([b] <> 'x' and [c] >= 1.5))")
    assert not published.parsed("[a] = 'x' [b] = 'y'")
    assert not published.parsed("[a] = 'x' or or [b] = 'y'")
