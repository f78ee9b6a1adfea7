"""What is left to do on a draft is said, and nothing of it can be released."""

from __future__ import annotations

from criteria.examination.drafts import cut_labels, left_to_do
from criteria.trial.consistency import problems
from criteria.trial.protocol import Drafting, LeftOut
from tests.small import choice, trial

RULE = {"kind": "choice", "yes": ["no"], "no": ["yes"]}
MARKED = trial(
    choice("E1.fever", RULE, proposed="Fever"),
    choice("E2.gout", RULE, to_word=True),
    criteria=[
        {"id": "E1", "text": "Fever", "rule": "E1.fever", "proposed": "Fever " * 50},
        {"id": "E2", "text": "Gout", "rule": "E2.gout"},
    ],
)
LEFT = Drafting(
    doubts=("The ages differ.",), left_out=(LeftOut(text="Further", why="says no more"),)
)


def test_each_mark_is_a_thing_to_do() -> None:
    protocol = MARKED.protocol.model_copy(update={"drafting": LEFT})
    told = [str(line.where) for line in left_to_do(protocol)]
    assert told == [
        "drafting.sides_confirmed",
        "drafting.left_out",
        "drafting.doubts",
        "E1",
        "E1.fever",
        "E2.gout",
    ]
    assert all(len(line.what) < 260 for line in left_to_do(protocol))


def test_sides_are_confirmed_once() -> None:
    done = LEFT.model_copy(update={"sides_confirmed": True, "doubts": ()})
    protocol = trial(choice("E1.fever", RULE)).protocol.model_copy(update={"drafting": done})
    (line,) = left_to_do(protocol)
    assert line == ("drafting", "is finished: take the table away, or it cannot be released")


def test_a_label_that_was_cut_is_a_thing_to_do_where_nothing_else_is() -> None:
    cut = {"label": "Unfit in the opinion…"}
    words = MARKED.words["en"]
    items = {name: one.model_copy(update=cut) for name, one in words.items.items()}
    criteria = {**words.criteria, "E2": words.criteria["E2"].model_copy(update={"label": "Gou…"})}
    said = words.model_copy(update={"items": items, "criteria": criteria})
    found = cut_labels(MARKED.model_copy(update={"words": {"en": said}}))
    assert [line.where for line in found] == [
        'en.toml: items."E1.fever".label',
        "en.toml: criteria.E2.label",
    ]


def test_a_trial_without_marks_has_nothing_left() -> None:
    assert list(left_to_do(trial(choice("E1.fever", RULE)).protocol)) == []


def test_what_is_not_finished_cannot_be_released() -> None:
    released = MARKED.protocol.model_copy(update={"status": "released", "drafting": LEFT})
    keys = [problem.key for problem in problems(MARKED.model_copy(update={"protocol": released}))]
    assert keys[:4] == ["drafting", "criteria[E1]", "items[E1.fever]", "items[E2.gout]"]
