"""The questionnaire in LHC-Forms, as somebody sees it who fills it in."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING

import pytest

from bot.exports.fhir.questionnaire import questionnaire
from bot.exports.fhir.response import response
from bot.exports.fhir.terminology import Json, coding, unit
from criteria.trial import catalog
from tests.bot.exports.fhir import fhir_checks
from tests.bot.exports.fhir.forms import Form, browser
from tests.making import MAN, TODAY, TRIAL, WOMAN, given

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from criteria.trial.trial import Trial
    from tests.making import Written

ASKED = questionnaire(TRIAL)
ITEMS = {item["linkId"]: item for item in fhir_checks.items(ASKED)}
LIMIT = re.compile("unitOption|minQuantity|maxQuantity|minValue|maxValue")


@pytest.fixture(scope="module")
def started() -> Iterator[Form]:
    with browser() as form:
        yield form


@pytest.fixture
def form(started: Form) -> Iterator[Form]:
    """The questionnaire with no answers; the page must have had no trouble in the end."""
    started.show(ASKED)
    yield started
    assert started.problems() == []


def choose(form: Form, item: str, code: str) -> None:
    """Click the option that has a code."""
    form.choose(item, TRIAL.words_in("en").choice(item, code))


def opened(form: Form, answers: Mapping[str, Written]) -> None:
    """Show the form with the answers of somebody, as they are exported."""
    form.show(ASKED, response(TRIAL, given(answers), "S0007", TODAY))


def unfold(form: Form) -> None:
    """Answer so that every item is shown."""
    choose(form, "I5.tracer", "68Ga-DOTATATE")
    choose(form, "I9.method", "iohexol")
    choose(form, "I7.measurable", "unknown")
    choose(form, "I11.wocbp", "yes")


def asks_for_contraception(form: Form) -> bool:
    """Whether the question is shown; its title must be there with it, and never alone."""
    seen = {"screen:contra", "I11.contraception"} & form.seen().keys()
    assert len(seen) != 1
    return bool(seen)


def labels(items: Iterable[Json]) -> dict[str, str]:
    """Return what should stand on the page for items; help stands behind a question mark."""
    return {
        item["linkId"]: f"{item.get('prefix', '')} {item['text']}".strip()
        for item in items
        if item["type"] != "display"
    }


def limits(resource: Json) -> dict[str, list[Json]]:
    """Return what a questionnaire says of units and of what is possible."""
    return {
        item["linkId"]: sorted(
            (each for each in item.get("extension", ()) if LIMIT.search(each["url"])),
            key=lambda each: json.dumps(each, sort_keys=True),
        )
        for item in fhir_checks.items(resource)
    }


def test_contraception_is_hidden_where_it_does_not_apply(form: Form) -> None:
    assert not asks_for_contraception(form)
    choose(form, "CTX.sex", "male")
    assert not asks_for_contraception(form)
    choose(form, "CTX.sex", "female")
    assert not asks_for_contraception(form)
    for fertile in ("yes", "no", "unknown"):
        choose(form, "I11.wocbp", fertile)
        assert asks_for_contraception(form) is (fertile != "no"), fertile
    choose(form, "CTX.sex", "male")
    assert not asks_for_contraception(form)


@pytest.mark.soak
def test_pregnancy_and_breast_feeding_are_hidden_where_they_do_not_apply(form: Form) -> None:
    group = {"screen:preg", "I11.wocbp", "E1.pregnant", "E1.lactating"}
    assert group - form.seen().keys() == {"E1.pregnant"}
    choose(form, "CTX.sex", "male")
    assert not group & form.seen().keys()
    choose(form, "CTX.sex", "female")
    choose(form, "I11.wocbp", "no")
    form.measure("I1.age", "61")
    assert group - form.seen().keys() == {"E1.pregnant", "E1.lactating"}
    form.measure("I1.age", "45")
    assert group - form.seen().keys() == {"E1.pregnant"}
    choose(form, "I11.wocbp", "yes")
    assert group <= form.seen().keys()


@pytest.mark.soak
def test_every_item_is_shown_in_its_place_with_its_text(form: Form) -> None:
    unfold(form)
    seen = {item: " ".join(text.split()) for item, text in form.seen().items()}
    assert list(seen.items()) == list(labels(ITEMS.values()).items())
    assert len(seen) > 150


@pytest.mark.soak
def test_every_list_has_its_options_and_every_number_its_units(form: Form) -> None:
    unfold(form)
    for name, item in ITEMS.items():
        if item["type"] == "choice":
            options = [each["valueCoding"]["display"] for each in item["answerOption"]]
            assert form.options(name) == options, name
        if item["type"] == "quantity":
            urls = [each for each in item["extension"] if each["url"].endswith("unitOption")]
            units = [each["valueCoding"]["display"] for each in urls]
            assert form.value(f"unit_{name}") == units[0], name
            assert len(units) == 1 or form.options(f"unit_{name}") == units, name


def test_help_opens(form: Form) -> None:
    assert form.help("CTX.sex") == ITEMS["CTX.sex.help"]["text"]


def test_limits_and_units_are_kept(form: Form) -> None:
    kept = limits(form.data("Questionnaire"))
    assert kept == limits(ASKED)
    assert len(kept["I10.hb"]) == 5
    assert len(kept["CTX.ref_date"]) == 2


def test_answers_come_out_with_their_codes_and_units(form: Form) -> None:
    choose(form, "CTX.sex", "female")
    form.measure("I10.hb", "10.5", "g/dL")
    form.measure("I10.ast", "149", "U/L")
    form.measure("I10.ast.reference", "50", "U/L")
    made = form.data("QuestionnaireResponse")
    answered = [item for item in fhir_checks.items(made) if "answer" in item]
    assert not list(fhir_checks.answers({"item": answered}, ASKED))
    values = {item["linkId"]: item["answer"][0] for item in answered}
    assert values.keys() == {"CTX.sex", "I10.hb", "I10.ast", "I10.ast.reference"}
    assert values["CTX.sex"]["valueCoding"] == coding(TRIAL, "CTX.sex", "female")
    assert values["I10.hb"]["valueQuantity"] == {"value": 10.5, **unit("g/dL")}
    assert values["I10.ast.reference"]["valueQuantity"] == {"value": 50, **unit("U/L")}


@pytest.mark.soak
@pytest.mark.parametrize(
    ("answers", "asked"),
    [(MAN, False), (WOMAN, True), (dict.fromkeys(WOMAN, "unknown"), True)],
    ids=["man", "woman", "unknown"],
)
def test_exported_answers_open(form: Form, answers: dict[str, str], asked: bool) -> None:  # noqa: FBT001
    opened(form, answers)
    assert asks_for_contraception(form) is asked
    sex = TRIAL.words_in("en").choice("CTX.sex", answers["CTX.sex"])
    assert form.value("CTX.sex") == sex


def test_an_exported_result_opens_with_its_unit_day_and_printed_limit(form: Form) -> None:
    opened(form, {"I10.ast": "149 U/L (50) @ 2026-03-01"})
    fields = ("I10.ast", "unit_I10.ast", "I10.ast.date", "I10.ast.reference")
    assert [form.value(name) for name in fields] == ["149", "U/L", "03/01/2026", "50"]


@pytest.mark.soak
@pytest.mark.parametrize(
    "trial",
    [
        catalog.load(*each[:2])
        for each in catalog.available()
        if each.version != TRIAL.protocol.version
    ],
)
def test_other_versions_are_shown(form: Form, trial: Trial) -> None:
    made = questionnaire(trial)
    form.show(made)
    groups = [item for item in made["item"] if not {"enableWhen", "extension"} & item.keys()]
    assert groups
    assert labels(groups).items() <= form.seen().items()


def test_a_condition_that_is_lost_is_seen(started: Form) -> None:
    broken = copy.deepcopy(ASKED)
    for item in fhir_checks.items(broken):
        if item["linkId"] in ("screen:contra", "I11.contraception"):
            del item["enableWhen"]
    started.show(broken)
    choose(started, "CTX.sex", "male")
    assert asks_for_contraception(started)


def test_an_expression_that_is_broken_is_seen(started: Form) -> None:
    broken = copy.deepcopy(ASKED)
    (lactating,) = (item for item in fhir_checks.items(broken) if item["linkId"] == "E1.lactating")
    lactating["extension"][0]["valueExpression"]["expression"] = "no expression ("
    started.show(broken)
    assert started.problems()
