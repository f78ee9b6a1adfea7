"""What a trial need not write, by a trial that writes little and one that writes everything."""

from __future__ import annotations

import json
import shutil
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from criteria.analytes.analytes import analytes
from criteria.examination.examination import examine, examine_folder
from criteria.known.truth import Truth
from criteria.lists.lists import lists
from criteria.reading.answers.answers import AnswerReader
from criteria.rules.rules import OneOf
from criteria.trial import catalog
from criteria.trial.defaults.completing import completed
from criteria.trial.files import TrialError
from criteria.trial.protocol import ChoiceItem, DateItem, NumberItem, Protocol
from criteria.verdict.facts import Facts

if TYPE_CHECKING:
    from criteria.trial.trial import Trial

ROOT = Path(__file__).parents[4]
FOLDER = ROOT / "tests" / "data" / "trials" / "hf" / "1"
HF = catalog.read_folder(FOLDER)
TODAY = date(2026, 3, 31)


def test_the_short_trial_is_whole_and_decides() -> None:
    assert list(examine_folder(FOLDER, TODAY)) == []


def test_a_criterion_takes_fifteen_lines_at_most() -> None:
    lines = sum(
        1
        for file in ("protocol.toml", "en.toml")
        for line in (FOLDER / file).read_text("utf-8").splitlines()
        if line.strip()
    )
    assert lines <= 15 * len(HF.criteria)


def test_an_item_with_an_analyte_is_the_item_written_out() -> None:
    """START-NET's R1.1 writes everything, R2 takes it from the library."""
    old, new = catalog.load("start-net", "R1.1"), catalog.load("start-net", "R2")
    for name in ("hb", "plt", "wbc", "anc", "ast", "ast_uln", "alt", "alt_uln", "bili", "alb"):
        one, other = old.items[f"I10.{name}"], new.items[f"I10.{name}"]
        assert one.model_dump(exclude={"analyte"}) == other.model_dump(exclude={"analyte"})


def test_a_protocol_that_writes_everything_stays_as_it_is() -> None:
    for version in ("R1", "R1.1"):
        file = ROOT / "criteria" / "trials" / "start-net" / version / "protocol.toml"
        data = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
        whole = completed(data)
        read = [
            Protocol.model_validate_json(json.dumps(each, default=str), strict=True)
            for each in (data, whole)
        ]
        assert read[0] == read[1]


def test_choices_and_rules_that_go_without_saying() -> None:
    pregnant, opinion, oedema = (HF.items[n] for n in ("E5.pregnant", "E6.opinion", "I5.oedema"))
    for item, wanted in ((pregnant, "no"), (opinion, "no"), (oedema, "yes")):
        assert isinstance(item, ChoiceItem)
        assert isinstance(item.rule, OneOf)
        assert item.choices == ("yes", "no")
        assert item.rule.yes == (wanted,)
    for steering in ("I2.af", "I4.mets", "E2.chemo", "CTX.sex"):
        assert HF.items[steering].rule is None
    assert HF.items["E2.last"].asked is not None
    last = HF.items["E2.last"]
    assert isinstance(last, DateItem)
    assert last.change == "time"


def test_a_limit_of_normal_is_asked_behind_its_value() -> None:
    assert [s.items for s in HF.protocol.screens if s.id == "I4"] == [
        ("I4.mets", "I4.alat", "I4.alat_uln", "I4.mg", "I4.mg_lln")
    ]
    limit = HF.items["I4.mg_lln"]
    assert isinstance(limit, NumberItem)
    assert limit.lower_limit_of == "I4.mg"
    assert HF.words["en"].items["I4.mg_lln"].label == "Magnesium, lower limit"


def test_what_goes_into_a_formula_is_found() -> None:
    clearance = HF.derived["I3.crcl"].derived
    assert clearance is not None
    assert clearance.from_ == {
        "age": "I1.age",
        "weight": "I3.weight",
        "sex": "CTX.sex",
        "creatinine": "I3.creatinine",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("none", Truth.YES),
        ("Warfarin", Truth.NO),
        ("Waran", Truth.NO),
        ("Eliquis", Truth.NO),
        ("LMWH", Truth.NO),
    ],
)
def test_a_list_takes_brands_and_classes(text: str, expected: Truth) -> None:
    value = AnswerReader(HF).read("E3.drugs", text, TODAY)
    assert Facts(HF, {"E3.drugs": value}, TODAY).item_truth("E3.drugs") is expected  # type: ignore[dict-item] # read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7.9 %", Truth.YES),
        ("8.0 %", Truth.NO),
        ("63 mmol/mol", Truth.YES),
        ("64 mmol/mol", Truth.NO),
    ],
)
def test_units_that_begin_at_another_zero_are_converted(text: str, expected: Truth) -> None:
    value = AnswerReader(HF).read("E7.hba1c", text, TODAY)
    assert Facts(HF, {"E7.hba1c": value}, TODAY).item_truth("E7.hba1c") is expected  # type: ignore[dict-item] # read


def edited(folder: Path, old: str, new: str) -> Path:
    made = folder / "hf" / "1"
    shutil.copytree(FOLDER, made)
    text = (made / "protocol.toml").read_text("utf-8")
    assert old in text
    (made / "protocol.toml").write_text(text.replace(old, new, 1), "utf-8")
    return made


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('analyte = "qt"', 'analyte = "qtt"', 'items[E1.qt].analyte: found "qtt"; write "qt"'),
        ('list = "anticoagulants"', 'list = "anticoagulant"', 'write "anticoagulants"'),
        ('by = "qtcf"', 'by = "qtcg"', 'write "qtcf"'),
        ('analyte = "pulse"', 'analyte = "weight"', "units of E1.pulse"),
        ('half_life = "E2.half_life"', 'half_life = "E1.qt"', "half_life"),
        ('ever = "E2.chemo"', 'ever = "I1.age"', "ever"),
        ('unit = "%"', 'unit = "mg/dL"', "rule.unit"),
    ],
)
def test_what_is_not_there_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(TrialError) as caught:
        catalog.read_folder(edited(tmp_path, old, new))
    assert said in str(caught.value)


def test_a_language_without_common_wording_must_write_it(tmp_path: Path) -> None:
    folder = edited(tmp_path, "hf", "hf")
    text = (folder / "en.toml").read_text("utf-8")
    (folder / "fi.toml").write_text(text.replace('language = "en"', 'language = "fi"'), "utf-8")
    with pytest.raises(TrialError) as caught:
        catalog.read_folder(folder)
    for item in ("I1.age", "E7.hba1c"):
        assert f'fi.toml: items."{item}": found nothing' in str(caught.value)


def test_an_item_with_another_id_is_said_once_in_each_file_of_words(tmp_path: Path) -> None:
    folder = edited(tmp_path, '"E6.opinion"', '"E6.judged"')
    with pytest.raises(TrialError) as caught:
        catalog.read_folder(folder)
    lacking, strange = str(caught.value).splitlines()
    assert lacking.startswith('en.toml: items."E6.judged": found nothing; write a label and a')
    assert strange.startswith('en.toml: items: found "E6.opinion"; write "E6.judged"')


def test_the_library_is_plausible() -> None:
    seen: dict[str, str] = {}
    for key, analyte in analytes().items():
        soft, hard = analyte.soft, analyte.hard
        assert hard.low <= soft.low < soft.high <= hard.high, key
        assert next(iter(analyte.units.values())) == 1, key
        assert set(analyte.offsets) <= set(analyte.units), key
        assert {"en", "sv"} <= set(analyte.label), key
        for limit in filter(None, (analyte.upper, analyte.lower)):
            assert hard.low <= limit.hard.low <= limit.soft.low < limit.soft.high, key
            assert limit.soft.high <= limit.hard.high <= hard.high, key
        for name in (*analyte.names, *analyte.names_to_confirm, *analyte.codes):
            assert seen.setdefault(name.casefold(), key) == key, name
    for name, listed in lists().items():
        words = [
            word.casefold()
            for entry in listed.entries.values()
            for word in {*entry.label.values(), *entry.names}
        ]
        assert len(words) == len(set(words)), name


def test_a_criterion_of_a_date_is_called_as_the_question_whether_it_ever_was() -> None:
    assert HF.words["en"].criteria["E2"].label == HF.words["en"].items["E2.chemo"].label


SPARE = """
id = "spare"
version = "1"
acronym = "SPARE"
status = "draft"
dated = 2026-11-29
registry = {id = "none", text_from = "a test", status = "none", status_as_of = "none"}
sources = {T = "a test"}

[[criteria]]
id = "I1"
text = "Lung function above 60 % of what is expected"

[[criteria]]
id = "E1"
text = "Functional class III or IV"

[[criteria]]
id = "E2"
text = "Stroke in the last 180 days, in men"
applies = {chosen = "CTX.sex", among = ["male"]}

[[items]]
id = "I1.fvc"
units = {"%" = "1"}
hard = {low = "5", high = "250", source = "invented"}
rule = {kind = "above", limit = "60"}

[[items]]
id = "E1.class"
rule = {kind = "choice", yes = ["I", "II"], no = ["III", "IV"]}

[[items]]
id = "E2.last"
rule = {kind = "longer_ago_than", days = 180, ever = "E2.stroke"}
"""
SPARE_WORDS = """
language = "LANGUAGE"
language_name = "…"
title = "SPARE"
about = "Invented."
provenance = "Invented."

[items]
"I1.fvc" = {label = "FVC"}
"E1.class" = {label = "Functional class"}
"E2.stroke" = {label = "LABEL"}
"""


def spare(folder: Path, protocol: str = SPARE, label: str = "Stroke") -> Trial:
    made = folder / "spare" / "1"
    made.mkdir(parents=True)
    (made / "protocol.toml").write_text(protocol, "utf-8")
    for language in ("en", "sv"):
        words = SPARE_WORDS.replace("LANGUAGE", language).replace("LABEL", label)
        (made / f"{language}.toml").write_text(words, "utf-8")
    return catalog.read_folder(made)


def test_kinds_choices_and_names_that_go_without_saying(tmp_path: Path) -> None:
    trial = spare(tmp_path)
    assert list(examine(trial, TODAY)) == []
    kinds = {name: item.kind for name, item in trial.items.items()}
    assert kinds == {
        "CTX.sex": "choice",
        "I1.fvc": "number",
        "E1.class": "choice",
        "E2.stroke": "choice",
        "E2.last": "date",
    }
    grade = trial.items["E1.class"]
    assert isinstance(grade, ChoiceItem)
    assert grade.choices == ("I", "II", "III", "IV")
    assert trial.words["en"].choices["III"] == "III"
    assert trial.items["I1.fvc"].name == "FVC"


def test_the_question_in_front_of_a_window_and_the_sex_are_added(tmp_path: Path) -> None:
    trial = spare(tmp_path)
    assert trial.items["E2.stroke"].rule is None
    assert trial.protocol.roles == {"sex": "CTX.sex"}
    assert [(screen.id, screen.items) for screen in trial.protocol.screens] == [
        ("CTX", ("CTX.sex",)),
        ("I1", ("I1.fvc",)),
        ("E1", ("E1.class",)),
        ("E2", ("E2.stroke", "E2.last")),
    ]
    en, sv = (trial.words[language].items for language in ("en", "sv"))
    assert (en["CTX.sex"].label, sv["CTX.sex"].label) == ("Sex", "Kön")
    assert en["E2.last"].label == "Stroke, last time"
    assert en["E2.last"].question == "When was the last time: Stroke?"
    assert sv["E2.last"].question == "När var det senast: Stroke?"


def test_a_question_that_was_added_stands_where_the_screens_have_its_date(tmp_path: Path) -> None:
    screens = """
[[screens]]
id = "all"
items = ["I1.fvc", "E1.class", "E2.last", "CTX.sex"]
"""
    trial = spare(tmp_path, SPARE + screens)
    (screen,) = trial.protocol.screens
    assert screen.items == ("I1.fvc", "E1.class", "E2.stroke", "E2.last", "CTX.sex")


def test_a_long_label_is_shortened_where_it_is_used_again(tmp_path: Path) -> None:
    trial = spare(tmp_path, label="Stroke or bleeding in the brain")
    assert trial.words["en"].items["E2.last"].label == "Stroke or bleeding…, last time"


@pytest.mark.parametrize("window", ['side = "after"', 'from = "E2.day"'])
def test_a_date_that_is_not_the_last_one_is_worded(tmp_path: Path, window: str) -> None:
    day = '\n[[items]]\nid = "E2.day"\nkind = "date"\n'
    with pytest.raises(TrialError) as caught:
        spare(tmp_path, SPARE.replace("days = 180", f"days = 180, {window}") + day)
    assert 'items."E2.last": found nothing' in str(caught.value)


def test_a_question_in_front_that_is_misspelt_lacks_words(tmp_path: Path) -> None:
    with pytest.raises(TrialError) as caught:
        spare(tmp_path, SPARE.replace('"E2.stroke"', '"E2.strokes"'))
    assert 'items."E2.strokes": found nothing' in str(caught.value)
