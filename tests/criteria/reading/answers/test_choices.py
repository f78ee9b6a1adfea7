"""Choices as nurses type them: codes, labels and other words, in English and Swedish."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.known.values import Choice, Doubt, Refusal
from criteria.reading.answers import choices
from criteria.reading.answers.answers import AnswerReader
from criteria.trial import catalog
from criteria.trial.protocol import ChoiceItem
from criteria.trial.trial import Trial
from tests import small

LABELS = {
    "en": {"yes": "Yes", "no": "No", "unknown": "Don't know", "not_applicable": "Does not apply"},
    "sv": {"yes": "Ja", "no": "Nej", "unknown": "Vet ej", "not_applicable": "Ej aktuellt"},
}
ITEMS = {
    "I2.consent": {"signed": "Underskrivet", "cannot_consent": "Kan inte samtycka"},
    "I3.ecog": {code: code for code in "01234"},
    "I4.type": {"net": "NET", "nec": "NEC (neuroendokrin cancer)", "other": "Annan"},
    "I5.tracer": {"18F-SSTR": "18F-märkt SSTR-PET", "not_done": "Ej gjord"},
    "I5.uptake": {"above_all": "Över lever i alla", "some_not_above": "Över lever i vissa"},
    "I8.prrt_choice": {"not_yet": "Inte ännu"},
    "E3.systemic": {"none": "Ingen", "ssa_only": "Endast somatostatinanalog"},
}
SYNONYMS = {"I4.type": {"net": ["carcinoid", "karcinoid"]}, "I5.tracer": {"68Ga-DOTATOC": ["TOC"]}}
HINTS = {"I4.type": {"G3": ["net", "nec"]}, "E3.systemic": {"lanreotide": ["ssa_only"]}}


@cache
def trial() -> Trial:
    """Return the trial with wording of our own, so that its wording may change."""
    real = catalog.load("start-net")
    return real.model_copy(
        update={"words": {language: _words(real, language) for language in ("en", "sv")}}
    )


def _words(real: Trial, language: str) -> object:
    words = real.words[language]
    swedish = language == "sv"
    own = {
        item: words.items[item].model_copy(
            update={
                "choices": labels if swedish else {},
                "synonyms": SYNONYMS.get(item, {}),
                "hints": {hint: tuple(c) for hint, c in HINTS.get(item, {}).items()},
            }
        )
        for item, labels in ITEMS.items()
    }
    codes = {code: code.replace("_", " ") for code in words.choices}
    labels = {**({} if swedish else codes), **LABELS[language]}
    return words.model_copy(update={"choices": labels, "items": own})


def read(item: str, text: str) -> Choice | Doubt | Refusal:
    known = trial().items[item]
    assert isinstance(known, ChoiceItem)
    return choices.read_choice(text, known, trial())


def codes(answer: object) -> list[str]:
    assert isinstance(answer, Doubt), answer
    return [choice.code for choice in answer.candidates if isinstance(choice, Choice)]


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        ("I8.prrt_choice", "yes", "yes"),
        ("I8.prrt_choice", " YES. ", "yes"),
        ("I8.prrt_choice", "Ja!", "yes"),
        ("I8.prrt_choice", "y", "yes"),
        ("I8.prrt_choice", "j", "yes"),
        ("I8.prrt_choice", "nej", "no"),
        ("I8.prrt_choice", "No", "no"),
        ("I8.prrt_choice", "not yet", "not_yet"),
        ("I8.prrt_choice", "not-yet", "not_yet"),
        ("I8.prrt_choice", "Inte ännu", "not_yet"),
        ("I8.prrt_choice", "inte a\u0308nnu", "not_yet"),
        ("E2.prior_prrt", "n", "no"),
        ("I3.ecog", "1", "1"),
        ("I3.ecog", "\uff11", "1"),
        ("I4.type", "NET", "net"),
        ("I4.type", "nec", "nec"),
        ("I4.type", "NEC (neuroendokrin cancer)", "nec"),
        ("I4.type", "“net”", "net"),
        ("I4.type", "Karcinoid", "net"),
        ("I4.type", "annan", "other"),
        ("I4.type", "pheo", "pheochromocytoma"),
        ("I5.tracer", "68ga dotatoc", "68Ga-DOTATOC"),
        ("I5.tracer", "68GaDOTATOC", "68Ga-DOTATOC"),
        ("I5.tracer", "68Ga\u2011DOTATOC", "68Ga-DOTATOC"),
        ("I5.tracer", "68ga-dotan", "68Ga-DOTANOC"),
        ("I5.tracer", "toc", "68Ga-DOTATOC"),
        ("I5.tracer", "18f", "18F-SSTR"),
        ("I5.tracer", "64cu", "64Cu-DOTATATE"),
        ("I5.tracer", "99mTc / 111In scintigraphy", "99mTc/111In-scintigraphy"),
        ("I5.tracer", "inte gjort", "not_done"),
        ("I5.uptake", "above", "above_all"),
        ("I5.uptake", "none", "none"),
        ("I9.method", "LMR18 + CAPA", "LMR18+CAPA"),
        ("I9.method", "lmr18", "LMR18+CAPA"),
        ("I9.method", "egfr crea", "eGFR_creatinine"),
        ("I2.consent", "undersk", "signed"),
        ("E3.systemic", "ingen", "none"),
        ("CTX.sex", "f", "female"),
        ("I4.type", "vet ej", "unknown"),
        ("I4.type", "unknown", "unknown"),
        ("I6.mdt", "ej", "no"),
        ("I4.inoperable", "Ej.", "no"),
    ],
)
def test_codes_labels_synonyms_and_their_beginnings(item: str, text: str, code: str) -> None:
    assert read(item, text) == Choice(code, text.strip())


@pytest.mark.parametrize(
    ("item", "text"),
    [
        *(("E3.systemic", text) for text in ("no", "nej", "n", "yes", "ja", "y", "j")),
        *(("I5.uptake", text) for text in ("no", "nej", "n", "ja", "Over")),
        *(("I4.type", text) for text in ("no", "nej", "n", "j", "ej")),
        *(("E5.fdg", text) for text in ("ej", "mätbar ja 35 mm", "measurable yes")),
        ("I6.mdt", "ja ej"),
        *(("I5.tracer", text) for text in ("no", "ja", "1", "6", "9", "5")),
        *(("I3.ecog", text) for text in ("-1", "<1", ">0", "~1", "1?", "0.1", "01", "11", "5", "")),
        *(("I2.consent", text) for text in ("not signed", "has signed", "ej underskrivet", "ja")),
        *(("I2.consent", text) for text in ("in", "In", "en")),
        *(("I4.type", text) for text in ("a", "an", "en")),
        *(("E3.systemic", text) for text in ("in", "a", "en")),
        *(("I8.prrt_choice", text) for text in ("maybe", "yes but", "yes?", "x" * 1999)),
    ],
)
def test_what_is_none_of_the_choices(item: str, text: str) -> None:
    answer = read(item, text)
    known = trial().items[item]
    assert isinstance(known, ChoiceItem)
    assert answer == Refusal("not_a_choice", text, (("choices", ", ".join(known.choices)),))


@pytest.mark.parametrize(
    ("item", "text", "expected"),
    [
        ("I4.type", "ne", ["net", "nec"]),
        ("E3.systemic", "other", ["other_ongoing", "other_stopping", "other_completed"]),
        ("I5.tracer", "68ga", ["68Ga-DOTATOC", "68Ga-DOTATATE", "68Ga-DOTANOC"]),
        ("I5.uptake", "över lever", ["above_all", "some_not_above"]),
        ("E7.participation", "un", ["unsure", "unwilling", "unable"]),
        ("CTX.sex", "un", ["unspecified"]),
    ],
)
def test_a_beginning_of_several_is_asked_back(item: str, text: str, expected: list[str]) -> None:
    answer = read(item, text)
    assert codes(answer) == expected
    assert isinstance(answer, Doubt)
    assert answer.code == "choice_ambiguous"
    assert answer.text == text


@pytest.mark.parametrize(
    ("item", "text", "expected"),
    [
        ("I3.ecog", "1-2", ["1", "2"]),
        ("I3.ecog", "1\u20132", ["1", "2"]),
        ("I3.ecog", "0/1", ["0", "1"]),
        ("I3.ecog", "0 1", ["0", "1"]),
        ("I3.ecog", "1 till 2", ["1", "2"]),
        ("I5.uptake", "equal or below", ["equal", "below"]),
        ("I8.prrt_choice", "yes/no", ["yes", "no"]),
        ("I8.prrt_choice", "ja, nej", ["yes", "no"]),
        ("I5.tracer", "68Ga-DOTATOC och 68Ga-DOTATATE", ["68Ga-DOTATOC", "68Ga-DOTATATE"]),
    ],
)
def test_two_answers_in_one_are_asked_back(item: str, text: str, expected: list[str]) -> None:
    answer = read(item, text)
    assert isinstance(answer, Doubt)
    assert answer.code == "choice_ambiguous"
    assert codes(answer) == expected


@pytest.mark.parametrize(
    ("item", "text", "expected"),
    [
        ("I4.type", "G3", ["net", "nec"]),
        ("I4.type", "tumour, g3", ["net", "nec"]),
        ("E3.systemic", "Lanreotide 120 mg every 4 weeks", ["ssa_only"]),
        ("E3.systemic", "since 2024 lanreotide " + "x" * 300, ["ssa_only"]),
        ("I2.consent", "kan", ["cannot_consent"]),
        ("I2.consent", "can", ["cannot_consent"]),
        ("I8.prrt_choice", "not", ["not_yet"]),
        ("I5.uptake", "some", ["some_not_above"]),
    ],
)
def test_what_only_suggests_a_choice_is_asked_back(
    item: str, text: str, expected: list[str]
) -> None:
    answer = read(item, text)
    assert isinstance(answer, Doubt)
    assert answer.code == "suggested"
    assert codes(answer) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("68Ga-DOTATOC 2025-11-10", "2025-11-10"),
        ("68Ga-DOTATOC, 10/11 2025", "2025-11-10"),
        ("68Ga-DOTATOC (10 nov 2025)", "2025-11-10"),
        ("68ga dotatoc den 10 november 2025", "2025-11-10"),
        ("68Ga-DOTATOC: nov 2025", "2025-11"),
        ("68Ga-DOTATOC 2025", "2025"),
    ],
)
def test_a_date_after_a_choice_goes_with_it(text: str, day: str) -> None:
    answer = read("I5.tracer", text)
    assert isinstance(answer, Choice)
    assert (answer.code, answer.text) == ("68Ga-DOTATOC", text)
    assert str(answer.date) == day


def test_an_uncertain_date_or_choice_with_a_date_is_asked_back() -> None:
    answer = read("E3.systemic", "other_completed 3/4/2025")
    assert isinstance(answer, Doubt)
    assert answer.code == "date_ambiguous"
    days = [c.date.first for c in answer.candidates if isinstance(c, Choice) and c.date]
    assert days == [date(2025, 4, 3), date(2025, 3, 4)]
    assert codes(read("E3.systemic", "other 2025-03-01")) == [
        *("other_ongoing", "other_stopping", "other_completed")
    ]
    assert isinstance(read("E3.systemic", "other_completed yesterday"), Refusal)
    assert isinstance(read("E3.systemic", "other_completed 2025-02-30"), Refusal)


def test_a_date_keeps_a_suggestion_a_suggestion() -> None:
    answer = read("I2.consent", "kan 2026-03-01")
    assert isinstance(answer, Doubt)
    assert codes(answer) == ["cannot_consent"]


def test_exact_words_beat_beginnings() -> None:
    assert read("I4.type", "other") == Choice("other", "other")
    assert read("E4.dpd", "normal") == Choice("normal", "normal")


REAL = catalog.load("start-net")
EVERY_CHOICE = [
    (item, code)
    for item in REAL.items.values()
    if isinstance(item, ChoiceItem)
    for code in item.choices
]


@pytest.mark.parametrize(("item", "code"), EVERY_CHOICE, ids=lambda part: getattr(part, "id", part))
def test_every_code_and_label_of_the_trial_gives_its_code(item: ChoiceItem, code: str) -> None:
    labels = {words.choice(item.id, code) for words in REAL.words.values()}
    for typed in {code, *labels, *(t.upper() for t in labels), *(f" {t}. " for t in labels)}:
        answer = choices.read_choice(typed, item, REAL)
        assert answer == Choice(code, typed.strip())


@given(st.sampled_from(EVERY_CHOICE), st.data())
def test_a_beginning_never_gives_another_code(
    chosen: tuple[ChoiceItem, str], data: st.DataObject
) -> None:
    item, code = chosen
    typed = code[: data.draw(st.integers(1, len(code)))]
    answer = choices.read_choice(typed, item, REAL)
    if isinstance(answer, Choice) and answer.code != code:
        assert choices.key(typed) in choices.vocabulary(item, REAL).exact


@given(
    st.sampled_from([item for item, _ in EVERY_CHOICE]),
    st.one_of(st.text(), st.text("yesnojatvk 01268/-,.(", max_size=30)),
)
def test_no_text_raises_and_only_the_items_choices_come_out(item: ChoiceItem, text: str) -> None:
    answer = choices.read_choice(text, item, REAL)
    allowed = {*item.choices, "unknown"}
    if isinstance(answer, Choice):
        assert answer.code in allowed
    if isinstance(answer, Doubt):
        assert answer.candidates
        assert set(codes(answer)) <= allowed - {"unknown"}


def really(item: str, text: str) -> list[str]:
    """Return the codes that are read or suggested with the trial's own words."""
    real = catalog.load("start-net", "R1")
    known = real.items[item]
    assert isinstance(known, ChoiceItem)
    answer = choices.read_choice(text, known, real)
    if isinstance(answer, Doubt):
        return codes(answer)
    return [answer.code] if isinstance(answer, Choice) else []


@pytest.mark.parametrize(
    ("item", "text", "wanted"),
    [
        ("I6.progression", "no progress", ["no"]),
        ("I6.progression", "ingen progress", ["no"]),
        ("I6.progression", "no progress, but PD later", []),
        ("E2.prior_prrt", "no PRRT", ["no"]),
        ("E2.prior_prrt", "never had Lutathera", []),
        ("I4.advanced", "no metastases", []),
        ("I11.wocbp", "not postmenopausal", []),
        ("I5.uptake", "ej över lever", []),
        ("E5.fdg", "not negative", []),
        ("I5.tracer", "18F-FDG", []),
        ("I5.tracer", "68Ga-DOTATOC PET/CT", ["68Ga-DOTATOC"]),
        *(
            ("I3.ecog", text, ["1"])
            for text in ("ECOG=1", "ECOG: 1", "WHO PS 1", "performance status 1", "PS=1")
        ),
    ],
)
def test_a_negation_never_suggests_the_opposite(item: str, text: str, wanted: list[str]) -> None:
    assert really(item, text) == wanted


def test_a_letter_answers_where_one_of_yes_and_no_is_among_the_choices() -> None:
    either = AnswerReader(small.trial(small.choice("I1.x", codes="no later")))
    assert either.read("I1.x", "n", date(2026, 3, 31)) == Choice("no", "n")
