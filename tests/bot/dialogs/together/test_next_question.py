"""The question that comes first is the one that settles most for what it costs."""

from __future__ import annotations

from pathlib import Path

from bot.dialogs.session import Kept, Script, Session
from bot.dialogs.together.next_question import Candidate, Choice, choose
from criteria.trial.catalog import load, read_folder
from criteria.trial.order import UNTOLD, worth_of
from tests import own
from tests.making import TODAY
from tests.own import BESIDE, SOVA

DATA = Path(own.__file__).parent / "data" / "trials"

SCRIPTS = {
    "start-net": Script(load("start-net")),
    "sova": Script(read_folder(SOVA)),
    "rena": Script(read_folder(BESIDE / "rena" / "1")),
    "hf": Script(read_folder(DATA / "hf" / "1")),
}


def waiting(trial: str, **answers: str) -> Candidate:
    script = SCRIPTS[trial]
    kept = {item.replace("_", "."): Kept(text) for item, text in answers.items()}
    version = script.trial.protocol.version
    return Candidate(Session(f"S-{trial}", trial, version, TODAY, answers=kept), script)


def test_what_several_trials_ask_comes_first() -> None:
    assert choose([waiting("sova"), waiting("rena")]) == Choice("S-sova", "PERSON.years")
    rest = [waiting("sova", PERSON_years="52"), waiting("rena", AGE_years="52")]
    assert choose(rest) == Choice("S-sova", "LAB.crea")


def test_what_fails_most_often_for_a_prompt_comes_first() -> None:
    man = {"I1_age": "62", "CTX_sex": "male"}
    assert choose([waiting("start-net", **man)]) == Choice("S-start-net", "E2.prior_prrt")


def test_of_equals_what_somebody_judges_comes_last() -> None:
    """E6 of HF is an opinion; by the order of its screens it would be asked before E7."""
    known = {"CTX_sex": "male", "I1_age": "62", "E3_drugs": "none", "E4_sbp": "120"}
    chosen = choose([waiting("hf", **known, E5_pregnant="no")])
    assert chosen == Choice("S-hf", "E7.hba1c")


def test_a_screen_waits_for_those_that_say_whether_it_is_asked() -> None:
    script = SCRIPTS["start-net"]
    still_open = {one.id: (one, len(one.items)) for one in script.trial.protocol.screens}
    assert worth_of("preg", still_open, script.needed_first) is None
    before = script.needed_first["preg"]
    later = {name: one for name, one in still_open.items() if name not in before}
    assert worth_of("preg", later, script.needed_first) is not None


def test_a_screen_without_figures_counts_as_one_that_fails_now_and_then() -> None:
    script = SCRIPTS["rena"]
    still_open = {one.id: (one, len(one.items)) for one in script.trial.protocol.screens}
    assert worth_of("care", still_open, script.needed_first) == UNTOLD


def test_nothing_is_left_where_all_is_answered() -> None:
    done = waiting("rena", AGE_years="52", CREA_value="1.5 mg/dL", CARE_dialysis="no")
    assert choose([done]) is None
    assert choose([]) is None
