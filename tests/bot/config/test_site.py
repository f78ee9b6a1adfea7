"""A site's file: what is read from it, what is refused, and that it has its part everywhere."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from bot.batch.check import Checker
from bot.cli import main as cli
from bot.config.site import SiteError, SiteFile, read_site
from bot.dialogs.events import StopHere, Typed
from bot.dialogs.session import Kept, Script, Session
from bot.presentation.render import Renderer
from bot.presentation.summary.summary import Summary
from bot.screenings.service import Service
from bot.store import Store
from bot.texts import texts_in
from criteria.trial import catalog
from criteria.trial.trial import Trial
from tests.making import MAN, TODAY, TRIAL

if TYPE_CHECKING:
    from collections.abc import Callable

    from criteria.verdict.verdict import Verdict

EXAMPLE = Path(__file__).parents[3] / "docs" / "site.example.toml"
HEAD = 'code = "SE-01"\ntime_zone = "Europe/Stockholm"\n'
RULES = """
[upper_limits."I10.ast"]
unit = "U/L"
female = 35
male = 45
dated = 2026-01-15
[upper_limits."I10.bili"]
unit = "µmol/L"
any = 25
[maximum_age_days]
"I10.hb" = 28
"I9.gfr" = 90
"""
LIMITS = ("I10.ast_uln", "I10.alt_uln", "I10.bili_uln")


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write a site's file."""

    def written(text: str) -> Path:
        file = tmp_path / "site.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return written


@pytest.fixture
def site(write: Callable[[str], Path]) -> SiteFile:
    """A site with rules of each kind."""
    return read_site(write(HEAD + RULES), [TRIAL])


# ---- the file ----


def test_the_example_is_whole() -> None:
    found = read_site(EXAMPLE)
    assert (found.code, found.zone.key, found.retention_days) == ("SE-01", "Europe/Stockholm", 365)
    assert "trial nurses" in found.contact
    rules = found.for_trial(catalog.load())
    assert rules.upper_limits["I10.alt"] == {"female": Fraction(3, 4), "male": Fraction(11, 10)}
    assert rules.upper_limits["I10.bili"] == {"any": Fraction(25)}
    assert rules.limits_dated == {"I10.ast": date(2026, 1, 15), "I10.alt": date(2026, 1, 15)}
    assert rules.maximum_age_days == {"I10.hb": 28, "I10.plt": 28, "I9.gfr": 90}


def test_two_lines_are_enough(write: Callable[[str], Path]) -> None:
    found = read_site(write(HEAD))
    assert (found.contact, found.retention_days) == ("", None)
    rules = found.for_trial(TRIAL)
    assert (rules.code, rules.upper_limits, rules.maximum_age_days) == ("SE-01", {}, {})


@pytest.mark.parametrize(
    ("unit", "number", "canonical"),
    [
        ("µkat/L", "0.1e1", Fraction(1)),
        ("ukat/l", "0.6", Fraction(3, 5)),
        ("IE/L", "35", Fraction(35, 60)),
        ("U/L", '"35.5"', Fraction(71, 120)),
        ("nkat/L", "583.3", Fraction(5833, 10_000)),
    ],
)
def test_limits_are_exact_in_the_trials_unit(
    unit: str, number: str, canonical: Fraction, write: Callable[[str], Path]
) -> None:
    text = f'{HEAD}[upper_limits."I10.ast"]\nunit = "{unit}"\nany = {number}\n'
    found = read_site(write(text)).for_trial(TRIAL)
    assert found.upper_limits["I10.ast"]["any"] == canonical


AST = '[upper_limits."I10.ast"]\nunit = "U/L"\n'
AGES = "[maximum_age_days]\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('code = "x"', "time_zone: found nothing; write this key"),
        ('code = "a\\nb"\ntime_zone = "UTC"', 'for example "SE-01"'),
        ('code = "=1+1"\ntime_zone = "UTC"', 'for example "SE-01"'),
        ('code = "x"\ntime_zone = "Europe/Stokholm"', 'for example "Europe/Stockholm"'),
        ('code = "x"\ntime_zone = "../../etc/passwd"', "of the IANA list"),
        ('code = "x"\ntime_zone = ""', "of the IANA list"),
        (HEAD + "retention_days = 0", "retention_days: found 0; write a number of at least 1"),
        (HEAD + "retention_days = 1.5", "write a whole number"),
        (HEAD + 'trials = ["cagrisma"]', 'trials: found "cagrisma"; write "cagrisema"'),
        (HEAD + "contact = 3", "contact: found 3; write text"),
        (HEAD + "colour = 1", "colour: found 1; write nothing here"),
        (HEAD + AST + "female = 35", 'write both "female" and "male", or "any" alone'),
        (HEAD + AST + "any = 35\nmale = 45", 'write both "female" and "male", or "any" alone'),
        (HEAD + AST, 'write both "female" and "male", or "any" alone'),
        (HEAD + AST + "any = 9", "found 9 U/L; write an upper limit of normal, 10 to 120 U/L"),
        (HEAD + AST + "any = 121", "found 121 U/L; write an upper limit of normal"),
        (HEAD + AST + "any = -1", "write a number above 0"),
        (HEAD + AST + "any = nan", "write a finite number"),
        (HEAD + AST + "any = 1e999999999", "at most 12 digits"),
        (HEAD + AST + "any = true", "write a number"),
        (HEAD + AST + 'any = 35\ndated = "yesterday"', "write a date without quotation marks"),
        (HEAD + AST.replace("U/L", "g/L") + "any = 35", "a unit that the trial knows: µkat/L, U/L"),
        (HEAD + AST.replace("ast", "hb") + "any = 35", 'found "I10.hb"; write an item that is'),
        (HEAD + AST.replace("ast", "ast_uln") + "any = 35", "judged by an upper limit: I10.ast"),
        (HEAD + AGES + '"I1.age" = 28', 'found "I1.age"; write an item whose result has a date'),
        (HEAD + AGES + '"CTX.ref_date" = 28', "an item whose result has a date"),
        (HEAD + AGES + '"I10.hbb" = 28', "has a date: I10.hb,"),
        (HEAD + AGES + '"I10.hb" = 0', "maximum_age_days.I10.hb: found 0; write a number"),
        (HEAD + "oops", "valid TOML"),
    ],
)
def test_each_mistake_is_named(text: str, said: str, write: Callable[[str], Path]) -> None:
    with pytest.raises(SiteError) as caught:
        read_site(write(text))
    (problem,) = caught.value.problems
    assert said in str(problem)
    assert str(problem).startswith("site.toml: ")


def test_every_mistake_is_named_at_once(write: Callable[[str], Path]) -> None:
    with pytest.raises(SiteError) as caught:
        read_site(write(f'{HEAD}{AST}any = 9\n{AGES}"I1.age" = 1\n"I2.consent" = 1'))
    assert len(caught.value.problems) == 3


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(SiteError, match=r"No such file or directory; write a readable file"):
        read_site(Path("absent.toml"))


def test_items_that_a_trial_lacks_are_left_out(site: SiteFile) -> None:
    without = [item for item in TRIAL.protocol.items if not item.id.startswith(("I10", "I9"))]
    protocol = TRIAL.protocol.model_copy(update={"items": tuple(without)})
    rules = site.for_trial(Trial(protocol=protocol, words=TRIAL.words))
    assert (rules.upper_limits, rules.limits_dated, rules.maximum_age_days) == ({}, {}, {})


# ---- the verdict, everywhere ----


def checked(site: SiteFile, answers: dict[str, str]) -> dict[str, Any]:
    checker = Checker(TRIAL, texts_in("en"), TODAY, site.for_trial(TRIAL))
    return checker.reply(checker.check(json.dumps({"answers": answers})))


def without_limits(ast: str, **changes: str) -> dict[str, str]:
    """Everything answered, with units, but for upper limits."""
    answers = {item: text for item, text in MAN.items() if item not in LIMITS}
    for item in ("I10.plt", "I10.wbc", "I10.anc"):
        answers[item] += " x10^9/L"
    answers["I10.alb"] += " g/L"
    answers["I9.gfr"] = "72 mL/min/1.73m2 2026-03-01"
    answers |= {"I10.alt": "30 U/L (<70)", "I10.bili": "11 µmol/L", "I10.ast": ast}
    return answers | changes


@pytest.mark.parametrize(
    ("sex", "ast", "status"),
    [
        ("male", "134 U/L", "met"),
        ("male", "135 U/L", "not_met"),
        ("female", "104 U/L", "met"),
        ("female", "105 U/L", "not_met"),
        ("unspecified", "120 U/L", "unknown"),
        ("unspecified", "135 U/L", "not_met"),
        ("male", "134 U/L (<40)", "not_met"),
    ],
)
def test_the_sites_limit_counts_as_printed_unless_one_is(
    sex: str, ast: str, status: str, site: SiteFile
) -> None:
    answers = without_limits(ast, **{"CTX.sex": sex, "I10.hb": "132 g/L 2026-03-20"})
    assert checked(site, answers)["criteria"]["I10"] == status


@pytest.mark.parametrize(
    ("written", "status", "noted"),
    [
        ("132 g/L 2026-03-03", "met", False),
        ("132 g/L 2026-03-02", "unknown", True),
        ("132 g/L", "unknown", True),
        ("132 g/L March 2026", "unknown", True),
        ("80 g/L 2026-01-01", "unknown", True),
        ("132 g/L 2026-01-02; 131 g/L 2026-03-20", "met", False),
        ("unknown", "unknown", False),
    ],
)
def test_old_and_undated_results_count_as_not_known_and_are_noted(
    written: str,
    status: str,
    noted: bool,  # noqa: FBT001 - pytest gives it by its name
    site: SiteFile,
) -> None:
    found = checked(site, without_limits("30 U/L", **{"I10.hb": written}))
    assert found["criteria"]["I10"] == status
    notes = [(note["item"], note["code"]) for note in found["notes"]]
    assert (("I10.hb", "set_aside") in notes) is noted


def test_a_reply_names_the_site_only_where_there_is_one(site: SiteFile) -> None:
    assert checked(site, {})["site"] == "SE-01"
    checker = Checker(TRIAL, texts_in("en"), TODAY)
    assert "site" not in checker.reply(checker.check('{"answers": {}}'))


def kept(answers: dict[str, str]) -> Session:
    texts = {item: Kept(text) for item, text in answers.items() if item != "CTX.ref_date"}
    return Session("S0001", "start-net", "R1", TODAY, answers=texts, trail=tuple(texts))


@pytest.mark.parametrize("ast", ["134 U/L", "135 U/L", "134 U/L (<40)"])
def test_a_conversation_and_check_agree(ast: str, site: SiteFile) -> None:
    answers = without_limits(ast, **{"I10.hb": "132 g/L 2026-03-20"})
    verdict = Script(TRIAL, site.for_trial(TRIAL)).verdict(kept(answers))
    statuses = {name: status.value for name, status in verdict.statuses.items()}
    assert statuses == checked(site, answers)["criteria"]


# ---- the summary ----


def judged(site: SiteFile, answers: dict[str, str]) -> Verdict:
    return Script(TRIAL, site.for_trial(TRIAL)).verdict(kept(answers))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "~ ASAT: upper limit 0.75 µkat/L of site SE-01, in force since 2026-01-15",
                "~ Bilirubin: upper limit 25 µmol/L of site SE-01, no date given",
                "~ a result counts only for so long by the rule of site SE-01: Hb 28 days",
                "Site SE-01: its own rules for results count here",
            ),
        ),
        (
            "sv",
            (
                "~ ASAT: övre gräns 0,75 µkat/L enligt center SE-01, gäller sedan 2026-01-15",
                "~ Bilirubin: övre gräns 25 µmol/L enligt center SE-01, datum saknas",
                "~ ett resultat räknas bara så här länge enligt center SE-01: Hb 28 dagar",
                "Center SE-01: dess egna regler för resultat gäller här",
            ),
        ),
    ],
)
def test_a_summary_names_the_site_and_its_limits(
    language: str, said: tuple[str, ...], site: SiteFile
) -> None:
    answers = without_limits("100 U/L", **{"I10.hb": "132 g/L 2026-03-20"})
    del answers["I9.gfr"]
    lines = Summary(judged(site, answers), texts_in(language)).text().splitlines()
    assert [line for line in lines if "SE-01" in line] == list(said)


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_summary_that_used_nothing_of_the_site_does_not_name_it(
    language: str, site: SiteFile
) -> None:
    answers = without_limits("30 U/L (<50)", **{"I10.bili": "11 µmol/L (<25)"})
    del answers["I10.hb"], answers["I9.gfr"]
    assert "SE-01" not in Summary(judged(site, answers), texts_in(language)).text()


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_longest_summary_still_names_the_site(language: str, site: SiteFile) -> None:
    answers = {item: "unknown" for item, known in TRIAL.items.items() if not known.volunteered}
    answers |= {"I10.ast": "100 U/L", "I10.hb": "132 g/L", "I10.plt": "230", "I10.wbc": "4"}
    text = Summary(judged(site, answers), texts_in(language)).text()
    assert len(text) < 4096
    assert text.splitlines()[-3].endswith(texts_in(language).summary.say("site", code="SE-01"))


# ---- conversations ----


@pytest.mark.parametrize(
    ("language", "said"), [("en", "counts a result for 28 days"), ("sv", "i 28 dagar")]
)
def test_a_question_asks_for_the_date_where_it_matters(
    language: str, said: str, site: SiteFile
) -> None:
    texts = texts_in(language)
    for single in ((), ("labs",)):
        at = Session("S0001", "start-net", "R1", TODAY, language, at="I10.hb", single=single)
        with_site = Renderer(at, Script(TRIAL, site.for_trial(TRIAL)), texts).message().text
        assert said in with_site
        assert said not in Renderer(at, Script(TRIAL), texts).message().text


def test_a_day_is_the_sites(tmp_path: Path, site: SiteFile) -> None:
    late = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)  # half an hour past midnight in Stockholm
    with Store.open(f"sqlite:///{tmp_path / 'bedside.db'}") as store:
        here, there = Service(store, lambda: late), Service(store, lambda: late, site)
        assert here.begin("a", "start-net", "en").session.reference_date == date(2026, 3, 31)
        begun = there.begin("a", "start-net", "en")
        assert begun.session.reference_date == date(2026, 4, 1)
        token = begun.session.token
        there.handle("a", token, Typed("17"))
        assert "2026-04-01" in there.handle("a", token, StopHere()).message.text


# ---- the command line ----


def run(*arguments: str, given: str = "", **settings: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli.app, list(arguments), input=given, env=settings)
    return result.exit_code, result.output


def test_the_command_line_takes_the_site_as_an_option_or_from_the_environment() -> None:
    entry = json.dumps({"answers": {"I10.ast": "30 U/L"}})
    by_option = run("check", "--site", str(EXAMPLE), "--json", "-", given=entry)
    assert by_option == run("check", "--json", "-", given=entry, BEDSIDE_SITE=str(EXAMPLE))
    assert json.loads(by_option[1])["site"] == "SE-01"


@pytest.mark.parametrize("command", [("check", "-"), ("chat",)])
def test_a_site_that_cannot_be_used_stops_with_its_sentences(
    command: tuple[str, ...], write: Callable[[str], Path]
) -> None:
    status, said = run(*command, "--site", str(write(HEAD + "colour = 1")), given="{}")
    assert status == 2
    assert said.startswith("site.toml: colour: found 1; write nothing here: there is no such key")
