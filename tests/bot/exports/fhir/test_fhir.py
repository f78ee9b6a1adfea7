"""Questionnaire and response: valid, complete, no threshold of the protocol, no identity."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from fhir.resources.R4B import questionnaire as r4b_questionnaire
from fhir.resources.R4B import questionnaireresponse as r4b_response

from bot.exports.fhir.questionnaire import questionnaire
from bot.exports.fhir.response import response
from bot.exports.fhir.terminology import ABSENT, TRANSLATION, UCUM
from criteria.known.truth import Truth
from criteria.known.values import Doubt, Quantity, Refusal, Several
from criteria.reading.answers.answers import AnswerReader
from criteria.trial.protocol import NumberItem
from criteria.verdict.verdict import verdict
from tests.bot.exports.fhir import fhir_checks
from tests.making import MAN, TODAY, TRIAL, WOMAN, given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.making import Written

ASKED = questionnaire(TRIAL)
ITEMS = {item["linkId"]: item for item in fhir_checks.items(ASKED)}
READER = AnswerReader(TRIAL)


def answered(answers: Mapping[str, Written]) -> dict[str, Any]:
    """Return the response of somebody with these answers."""
    return response(TRIAL, given(answers), "S0007", TODAY)


def read(**texts: str) -> dict[str, Any]:
    """Return the items of the response to answers as they are typed, by their link ids."""
    values = {}
    for name, text in texts.items():
        item = name.replace("__", ".")
        value = READER.read(item, text, TODAY)
        assert not isinstance(value, Refusal)
        values[item] = value
    made = response(TRIAL, values, "S0007", TODAY)
    assert not list(fhir_checks.answers(made, ASKED))
    return {item["linkId"]: item for item in fhir_checks.items(made)}


def extensions(item: dict[str, Any], ending: str) -> list[dict[str, Any]]:
    return [each for each in item.get("extension", ()) if each["url"].endswith(ending)]


def test_the_questionnaire_is_valid() -> None:
    made = json.loads(json.dumps(ASKED))
    r4b_questionnaire.Questionnaire.model_validate(made)
    assert not list(fhir_checks.conditions(made))


def test_the_questionnaire_is_named_with_its_version() -> None:
    assert ASKED["url"].endswith("/Questionnaire/start-net")
    assert ASKED["version"] == "R1.1"
    assert ASKED["status"] == "active"


def test_every_item_is_asked_once_in_the_order_of_the_screens() -> None:
    asked = [item["linkId"] for group in ASKED["item"] for item in group["item"]]
    assert asked == ["CTX.ref_date", *TRIAL.order]
    assert set(asked) == set(TRIAL.items)


def test_every_text_is_translated() -> None:
    for item in ITEMS.values():
        translated = item["_text"]["extension"][0]
        assert translated["url"] == TRANSLATION
        assert translated["extension"][0] == {"url": "lang", "valueCode": "sv"}
        for option in item.get("answerOption", ()):
            assert option["valueCoding"]["_display"]["extension"]
    hb = ITEMS["I10.hb"]["_text"]["extension"][0]["extension"][1]["valueString"]
    assert hb == TRIAL.words["sv"].items["I10.hb"].question


def test_numbers_have_their_units_and_what_is_possible() -> None:
    numbers = [item for item in TRIAL.items.values() if isinstance(item, NumberItem)]
    assert numbers
    for known in numbers:
        item = ITEMS[known.id]
        units = [each["valueCoding"]["code"] for each in extensions(item, "unitOption")]
        assert units[: len(known.units)] == [UCUM[name] for name in known.units]
        (low,), (high,) = extensions(item, "-minQuantity"), extensions(item, "-maxQuantity")
        assert low["valueQuantity"]["value"] == float(known.hard.low)
        assert high["valueQuantity"]["value"] == float(known.hard.high)
        assert low["valueQuantity"]["code"] == UCUM[known.canonical]


def test_no_threshold_of_the_protocol_limits_an_answer() -> None:
    for known in TRIAL.items.values():
        limit = getattr(known.rule, "limit", None)
        ends = [each["valueQuantity"]["value"] for each in extensions(ITEMS[known.id], "Quantity")]
        assert limit is None or limit not in ends, known.id


def test_every_choice_is_an_option_and_unknown_is_one_more() -> None:
    codes = [option["valueCoding"]["code"] for option in ITEMS["I2.consent"]["answerOption"]]
    assert codes == ["signed", "not_yet", "declined", "cannot_consent", "unknown"]


def enabled(item: str, answers: dict[str, str]) -> bool:
    """Whether an item is enabled, as FHIR says: answers to items that are not do not count."""
    found = ITEMS[item].get("enableWhen", [])
    if not found:
        return True
    holds = []
    for condition in found:
        question = condition["question"]
        answer = answers.get(question) if enabled(question, answers) else None
        if condition["operator"] == "exists":
            holds.append((answer is not None) == condition["answerBoolean"])
        else:
            holds.append(answer == condition["answerCoding"]["code"])
    return any(holds) if ITEMS[item].get("enableBehavior", "any") == "any" else all(holds)


@pytest.mark.parametrize("sex", ["female", "male", "unspecified", "unknown"])
@pytest.mark.parametrize("fertile", ["yes", "no", "not_applicable", "unknown"])
def test_contraception_is_hidden_where_it_does_not_apply(sex: str, fertile: str) -> None:
    answers = {"CTX.sex": sex, "I11.wocbp": fertile}
    hidden = sex == "male" or fertile == "no"
    assert enabled("I11.contraception", answers) is not hidden
    assert enabled("E1.pregnant", answers) is not hidden
    assert enabled("I11.wocbp", answers) is (sex != "male")
    assert enabled("screen:contra", answers) is not hidden


def test_only_a_group_without_anything_to_ask_is_hidden() -> None:
    conditional = {
        item["linkId"]
        for item in ASKED["item"]
        if "enableWhen" in item or extensions(item, "enableWhenExpression")
    }
    assert conditional == {"screen:disc", "screen:preg", "screen:contra"}


def test_what_stands_under_a_number_has_its_units() -> None:
    def units(item: str) -> list[str]:
        return [each["valueCoding"]["code"] for each in extensions(ITEMS[item], "unitOption")]

    assert units("I10.hb.low") == units("I10.hb.high") == ["g/L"]
    assert units("I10.ast.reference") == units("I10.ast_uln") == ["ukat/L", "U/L", "nkat/L"]


def test_conditions_agree_with_what_the_conversation_asks() -> None:
    codes: dict[str, list[str | None]] = {
        item: [None, *(option["valueCoding"]["code"] for option in ITEMS[item]["answerOption"])]
        for item in ("I6.progression", "I7.measurable", "I5.tracer", "I9.method", "CTX.sex")
    }
    seen = []
    for item, known in TRIAL.items.items():
        questions = {each["question"] for each in ITEMS[item].get("enableWhen", ())}
        if known.asked is None or len(questions & set(codes)) != 1:
            continue
        (question,) = questions
        for code in codes[question]:
            answers = {} if code is None else {question: code}
            facts = verdict(TRIAL, given(dict(answers)), TODAY).facts
            assert enabled(item, answers) is (known.asked.truth(facts) is not Truth.NO), item
        seen.append(item)
    assert len(seen) == 9


def test_a_condition_that_a_list_cannot_say_is_an_expression() -> None:
    item = ITEMS["E1.lactating"]
    assert "enableWhen" not in item
    assert extensions(item, "enableWhenExpression")[0]["valueExpression"]["expression"]


@pytest.mark.parametrize("answers", [{}, MAN, WOMAN, dict.fromkeys(WOMAN, "unknown")])
def test_responses_are_valid(answers: dict[str, str]) -> None:
    made = json.loads(json.dumps(answered({**answers, "CTX.ref_date": "2026-03-31"})))
    r4b_response.QuestionnaireResponse.model_validate(made)
    assert not list(fhir_checks.answers(made, ASKED))
    assert made["questionnaire"] == f"{ASKED['url']}|R1.1"


def test_the_subject_is_a_screening_number_and_nothing_else() -> None:
    made = answered(MAN)
    assert made["subject"]["identifier"]["value"] == "S0007"
    assert set(made["subject"]) == {"type", "identifier"}
    assert not {"author", "source", "encounter", "contained"} & set(made)


def test_what_was_typed_does_not_go_along() -> None:
    found = read(I10__hb="Hb 105 g/L 2026-03-01", I10__ast="149 U/L (<50)")
    assert "Hb 105" not in json.dumps(found)


def test_numbers_have_unit_comparator_date_and_printed_limit() -> None:
    found = read(I10__hb="<105 g/L mars 2026", I10__ast="149 U/L (<50)")
    hb = {"value": 105, "comparator": "<", "unit": "g/L", "code": "g/L"}
    assert found["I10.hb"]["answer"][0]["valueQuantity"].items() >= hb.items()
    assert found["I10.hb.date"]["answer"] == [{"valueDate": "2026-03"}]
    limit = found["I10.ast.reference"]["answer"][0]["valueQuantity"]
    assert (limit["value"], limit["code"]) == (50, "U/L")


def test_several_results_are_all_there() -> None:
    found = read(I10__hb="88 g/L 2026-01-02; 95 g/L 2026-02-03")
    values = [answer["valueQuantity"]["value"] for answer in found["I10.hb"]["answer"]]
    assert values == [88, 95]


def test_a_derived_result_has_the_ends_of_what_it_stands_for() -> None:
    found = read(I9__gfr="90 mL/min (BSA 2.0 m2)")
    assert found["I9.gfr"]["answer"][0]["valueQuantity"]["code"] == "mL/min"
    assert found["I9.gfr.low"]["answer"][0]["valueQuantity"]["value"] == 77.85


def test_unknown_says_why_there_is_no_value() -> None:
    found = read(I10__hb="unknown", I6__scan_date="don't know", I3__ecog="unknown", I10__plt="95")
    reasons = {item: json.dumps(found[item]["answer"]) for item in found if "." in item}
    for item in ("I10.hb", "I6.scan_date", "I3.ecog"):
        assert ABSENT in reasons[item]
        assert "asked-unknown" in reasons[item]
    assert "value" not in found["I10.hb"]["answer"][0]["valueQuantity"]
    assert "valueDate" not in found["I6.scan_date"]["answer"][0]
    assert "temp-unknown" in reasons["I10.plt"]
    assert "95" not in reasons["I10.plt"]


def test_the_kinds_of_values_used_here_are_those_meant() -> None:
    assert isinstance(READER.read("I10.plt", "95", TODAY), Doubt)
    assert isinstance(READER.read("I10.hb", "88 g/L 2026-01-02; 95 g/L 2026-02-03", TODAY), Several)
    assert isinstance(READER.read("I9.gfr", "90 mL/min (BSA 2.0 m2)", TODAY), Quantity)


def test_the_checks_find_what_is_wrong() -> None:
    broken = copy.deepcopy(ASKED)
    for item in fhir_checks.items(broken):
        if item["linkId"] == "I11.contraception":
            item["enableWhen"][0]["question"] = "I11.gone"
            del item["enableBehavior"]
    assert len(list(fhir_checks.conditions(broken))) == 2
    made = answered({"I10.hb": "105", "I3.ecog": "1", "I6.scan_date": "2026-01-02"})
    first, second, third = [item for item in fhir_checks.items(made) if "answer" in item][1:]
    first["linkId"] = "I3.gone"
    second["answer"] = [{"valueString": "2026-01-02"}]
    third["answer"][0]["valueDecimal"] = third["answer"][0].pop("valueQuantity")
    assert len(list(fhir_checks.answers(made, ASKED))) == 3
