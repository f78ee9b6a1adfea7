"""Trial folders: found by trial and version, read strictly, refused with what to write instead."""

import shutil
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path

import pytest

from criteria.trial import catalog
from criteria.trial.catalog import TrialError
from criteria.trial.protocol import NumberItem
from tests import own

RELEASED = catalog.trials_folder() / "start-net" / "R1"
Edit = Callable[[str, str, str], Path]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of trials with a copy of START-NET in it."""
    shutil.copytree(RELEASED, tmp_path / "start-net" / "R1")
    return tmp_path


@pytest.fixture
def edit(root: Path) -> Edit:
    """Replace a text that stands once in a file of the copy; give the copy's folder."""

    def replace(file: str, old: str, new: str) -> Path:
        path = root / "start-net" / "R1" / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path.parent

    return replace


def add_version(root: Path, version: str, dated: str, status: str = "released") -> None:
    """Add a version of START-NET under another name and date."""
    folder = root / "start-net" / version
    shutil.copytree(RELEASED, folder)
    protocol = folder / "protocol.toml"
    text = protocol.read_text(encoding="utf-8")
    text = text.replace('version = "R1"', f'version = "{version}"')
    text = text.replace("dated = 2026-11-23", f"dated = {dated}")
    protocol.write_text(text.replace('"released"', f'"{status}"'), encoding="utf-8")


# ---- finding ----


def test_start_net_comes_with_the_package() -> None:
    trial = catalog.load()
    assert (trial.protocol.id, trial.protocol.version) == ("start-net", "R1.1")
    assert sorted(trial.words) == ["en", "sv"]
    there = [(found.id, found.version) for found in catalog.available()]
    assert there == [
        ("alta-1l", "1"),
        ("cagrisema", "1"),
        ("emperor-reduced", "1"),
        *(("start-net", version) for version in ("R1", "R1.1", "R2")),
    ]


def test_start_net_alone_is_offered_unless_a_site_names_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    top = catalog.trials_folder()

    def offered(*folders: Path, named: Iterable[str] = ()) -> list[str]:
        monkeypatch.setattr(catalog, "in_force", lambda: catalog.Collection(top, folders))
        return catalog.offered(named)

    assert offered() == ["start-net"]
    assert offered(own.FOLDER) == ["sova", "start-net"]
    assert offered(top / "cagrisema") == ["cagrisema", "start-net"]
    assert offered(top) == ["alta-1l", "cagrisema", "emperor-reduced", "start-net"]
    assert offered(named=["cagrisema"]) == ["cagrisema"]
    assert offered(top, named=["emperor-reduced", "alta-1l"]) == ["alta-1l", "emperor-reduced"]
    assert offered(named=["gone"]) == ["start-net"]
    monkeypatch.setattr(catalog, "in_force", lambda: catalog.Collection(own.FOLDER))
    assert catalog.offered() == ["sova"]


def test_a_trial_is_read_once() -> None:
    assert catalog.load() is catalog.load("start-net", "R1.1")


def test_the_newest_released_version_is_the_default(root: Path) -> None:
    add_version(root, "R3", "2027-01-15")
    add_version(root, "R2", "2027-02-01")
    add_version(root, "R4", "2027-03-01", status="draft")
    assert catalog.load(root=root).protocol.version == "R2"
    assert catalog.load(version="R4", root=root).protocol.status == "draft"
    listed = [(found.version, found.status) for found in catalog.available(root)]
    assert listed == [("R1", "released"), ("R3", "released"), ("R2", "released"), ("R4", "draft")]


@pytest.mark.parametrize(
    ("trial", "version"),
    [
        ("other", None),
        ("start-net", "R9"),
        ("../start-net", None),
        ("start-net", "../R1"),
        ("", None),
        ("start-net", ""),
    ],
)
def test_what_is_not_there_is_refused_with_what_is(
    root: Path, trial: str, version: str | None
) -> None:
    with pytest.raises(TrialError, match=r"write one of start-net \(R1\)\. A folder"):
        catalog.load(trial, version, root)


def test_a_file_with_a_byte_order_mark_is_refused(root: Path) -> None:
    file = root / "start-net" / "R1" / "sv.toml"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    with pytest.raises(TrialError, match=r"sv\.toml: .*save without BOM$"):
        catalog.load(root=root)


def test_a_draft_is_never_the_default(root: Path) -> None:
    text = (root / "start-net" / "R1" / "protocol.toml").read_text(encoding="utf-8")
    draft = text.replace('status = "released"', 'status = "draft"')
    (root / "start-net" / "R1" / "protocol.toml").write_text(draft, encoding="utf-8")
    with pytest.raises(TrialError, match=r"“start-net R1” is a draft, .* trials preview .*R1\."):
        catalog.load(root=root)


# ---- exact numbers ----


def test_factors_are_exact(trial: object) -> None:
    assert trial is catalog.load()
    alat = catalog.load().items["I10.alt"]
    assert isinstance(alat, NumberItem)
    assert alat.units["U/L"] * 60 == 1


def test_a_number_without_quotation_marks_is_exact_too(edit: Edit) -> None:
    folder = edit("protocol.toml", 'limit = "1.5"', "limit = 1.5")
    rule = catalog.read_folder(folder).items["I10.anc"].rule
    assert str(getattr(rule, "limit", "")) == "1.5"


# ---- files that cannot be used: file, key, what was found, what to write ----

SHAPE = [
    ("protocol.toml", 'id = "start-net"', 'id = "start-net', ["line 4", "start-net", "valid TOML"]),
    ("protocol.toml", 'version = "R1"', 'version = "R1"\nid = "x"', ["each key once", 'id = "x"']),
    (
        "protocol.toml",
        'acronym = "START-NET"\n',
        "",
        ["protocol.toml: acronym", "nothing", "this key"],
    ),
    ("protocol.toml", "acronym =", "acronim =", ["acronim", "no such key", "acronym"]),
    (
        "protocol.toml",
        'status = "released"',
        'status = "final"',
        ["status", "final", "'released' or"],
    ),
    ("protocol.toml", "dated = 2026-11-23", 'dated = "soon"', ["dated", "soon", "2026-11-23"]),
    ("protocol.toml", "whole = true", 'whole = "yes"', ["items[I1.age].whole", "true or false"]),
    (
        "protocol.toml",
        'limit = "1.5"',
        'limit = "1,5"',
        ["items[I10.anc].rule.limit", "1,5", '"1.5"'],
    ),
    ("protocol.toml", '"µmol/L" = "0.0665"', '"µmol/L" = "1/0"', ["items[I10.alb]", "1/60"]),
    ("protocol.toml", '"µmol/L" = "0.0665"', '"µmol/L" = "1e999999999"', ["nine digits"]),
    ("protocol.toml", '"µmol/L" = "0.0665"', '"µmol/L" = "0.0"', ["above 0"]),
    ("protocol.toml", '"µmol/L" = "0.0665"', '"µmol/L" = 0', ["write the factor as text"]),
    (
        "protocol.toml",
        'limit = "1.5"',
        'limit = "1e999999"',
        ["items[I10.anc].rule.limit", "12 digits"],
    ),
    ("protocol.toml", "at_most = 24", "at_most = 24.5", ["at_most", "whole number"]),
    ("protocol.toml", 'rule = "I2.consent"', "rule = 3", ["criteria[I2].rule"]),
    (
        "protocol.toml",
        'rule = "I2.consent"',
        "rule = { every = [] }",
        ["criteria[I2].rule", "every"],
    ),
    (
        "protocol.toml",
        'rule = "I2.consent"',
        "rule = { all = [] }",
        ["criteria[I2].rule.all", "at least 1"],
    ),
    (
        "protocol.toml",
        'kind = "months_before"',
        'kind = "weeks_before"',
        ["weeks_before", "months_before"],
    ),
    ("sv.toml", 'label = "Samtycke"', "", ["sv.toml: criteria.I2.label", "this key"]),
    ("en.toml", 'question = "Albumin?"', 'question = ""', ["I10.alb", "at least 3 characters"]),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), SHAPE)
def test_a_file_of_another_shape_is_refused(
    edit: Edit, file: str, old: str, new: str, said: list[str]
) -> None:
    with pytest.raises(TrialError) as caught:
        catalog.read_folder(edit(file, old, new))
    assert all(part in str(caught.value) for part in said), str(caught.value)
    assert str(caught.value).startswith(file)


def test_a_missing_file_is_named(root: Path) -> None:
    (root / "start-net" / "R1" / "protocol.toml").unlink()
    with pytest.raises(TrialError, match=r"a folder without protocol\.toml"):
        catalog.read_folder(root / "start-net" / "R1")


def test_a_file_that_is_not_text_is_refused(root: Path) -> None:
    (root / "start-net" / "R1" / "sv.toml").write_bytes("språk".encode("latin-1"))
    with pytest.raises(TrialError, match=r"sv\.toml: byte 3: .*UTF-8"):
        catalog.read_folder(root / "start-net" / "R1")


def test_a_file_without_an_end_to_its_brackets_is_refused(root: Path) -> None:
    deep = "x = " + "[" * 100_000
    (root / "start-net" / "R1" / "sv.toml").write_text(deep, encoding="utf-8")
    with pytest.raises(TrialError, match=r"sv\.toml"):
        catalog.read_folder(root / "start-net" / "R1")


def test_a_rule_that_is_too_deep_is_refused(edit: Edit) -> None:
    rule = "{ not = " * 300 + '"I2.consent"' + " }" * 300
    folder = edit("protocol.toml", 'rule = "I2.consent"', f"rule = {rule}")
    with pytest.raises(TrialError, match=r"protocol\.toml"):
        catalog.read_folder(folder)


def test_a_trial_needs_a_language(root: Path) -> None:
    for file in ("en.toml", "sv.toml"):
        (root / "start-net" / "R1" / file).unlink()
    with pytest.raises(TrialError, match=r"wording for at least one language"):
        catalog.read_folder(root / "start-net" / "R1")


def test_one_language_is_enough(root: Path) -> None:
    (root / "start-net" / "R1" / "sv.toml").unlink()
    assert list(catalog.read_folder(root / "start-net" / "R1").words) == ["en"]


def test_the_folder_is_called_as_the_trial(root: Path) -> None:
    moved = (root / "start-net").rename(root / "stop-net") / "R1"
    with pytest.raises(
        TrialError, match=r'protocol\.toml: id: found "start-net"; write "stop-net"'
    ):
        catalog.read_folder(moved)


def test_a_language_is_called_as_its_file(edit: Edit) -> None:
    folder = edit("sv.toml", 'language = "sv"', 'language = "no"')
    with pytest.raises(TrialError, match=r'sv\.toml: language: found "no"; write "sv"'):
        catalog.read_folder(folder)


# ---- parts that do not fit ----

UNFIT = [
    # references
    (
        "protocol.toml",
        'rule = "I2.consent"',
        'rule = "I2.assent"',
        ["criteria[I2].rule", "I2.assent"],
    ),
    (
        "protocol.toml",
        '{ criterion = "I9" }',
        '{ criterion = "I12" }',
        ["criteria[E4].rule", "I12"],
    ),
    ("protocol.toml", '{ criterion = "I9" }', '{ criterion = "E4" }', ["E4", "without a circle"]),
    ("protocol.toml", '"I4.advanced", "I4.inoperable",', '"I4.ki67",', ["no rule", "criteria[I4]"]),
    ("protocol.toml", 'sex = "CTX.sex"', 'sex = "I1.age"', ["roles.sex", "a choice item"]),
    (
        "protocol.toml",
        '"CTX.ref_date", sex',
        '"CTX.sex", sex',
        ["roles.reference_date", "a date item"],
    ),
    (
        "protocol.toml",
        'sources = ["RECIST"]\n\n[[items]]\nid = "I8',
        'sources = ["RCIST"]\n\n[[items]]\nid = "I8',
        ["RCIST"],
    ),
    (
        "protocol.toml",
        'sources = ["XELPIL", "LULABEL"]',
        'sources = ["LABEL"]',
        ["advisories[A6]", "LABEL"],
    ),
    (
        "protocol.toml",
        'percent_of = "I10.wbc"',
        'percent_of = "I3.ecog"',
        ["percent_of", "I3.ecog"],
    ),
    (
        "protocol.toml",
        'method = "I9.method"',
        'method = "I9.gfr"',
        ["items[I9.gfr].method", "choice item"],
    ),
    ("protocol.toml", "iohexol = [", "inulin = [", ["method_names", "inulin"]),
    (
        "protocol.toml",
        'upper_limit_of = "I10.bili"',
        'upper_limit_of = "I10.alb"',
        ["I10.bili_uln"],
    ),
    (
        "protocol.toml",
        'upper_limit = "I10.ast_uln"',
        'upper_limit = "I10.alt_uln"',
        ["items[I10.ast].rule"],
    ),
    (
        "protocol.toml",
        'todo = ["not_tested", "partial"]',
        'todo = ["untested"]',
        ["items[E4.dpd].todo", "untested"],
    ),
    (
        "protocol.toml",
        'id = "I4.ki67"\ncriterion = "I4"',
        'id = "I4.ki67"\ncriterion = "I40"',
        ["I40"],
    ),
    # codes
    ("protocol.toml", 'yes = ["signed"]', 'yes = ["sined"]', ["items[I2.consent].rule", "sined"]),
    (
        "protocol.toml",
        'among = ["iohexol", "51Cr-EDTA"]',
        'among = ["inulin"]',
        ["I9.method", "inulin"],
    ),
    (
        "protocol.toml",
        'choices = ["well", "poorly"]',
        'choices = ["well", "poorly", "unknown"]',
        ["always offered"],
    ),
    (
        "protocol.toml",
        'choices = ["well", "poorly"]',
        'choices = ["well", "well", "poorly"]',
        ["each once"],
    ),
    (
        "protocol.toml",
        'rule = { kind = "above", limit = "25" }',
        'rule = { kind = "months_before", at_least = 1, at_most = 2 }',
        ["items[I10.alb].rule", "on a number"],
    ),
    (
        "protocol.toml",
        'rule = { kind = "above", limit = "25" }',
        'rule = { kind = "choice" }',
        ["items[I10.alb].rule", "this kind of item"],
    ),
    # screens
    (
        "protocol.toml",
        'items = ["I8.prrt_choice"]',
        'items = ["I3.ecog"]',
        ["no screen with I8.prrt_choice", "twice"],
    ),
    (
        "protocol.toml",
        'items = ["I9.method", "I9.gfr"]',
        'items = ["I9.method", "I9.gfr"]\nstyle = "panel"',
        ["screens[gfr]"],
    ),
    (
        "protocol.toml",
        'items = ["I9.method", "I9.gfr"]',
        'items = ["I9.method", "I9.gfr"]\nstyle = "checklist"',
        ["screens[gfr]", "yes and no"],
    ),
    ("protocol.toml", 'id = "gfr"', 'id = "recist"', ['"recist" twice']),
    # numbers
    (
        "protocol.toml",
        '{ low = "5", high = "80"',
        '{ low = "30", high = "80"',
        ["items[I10.alb].hard", "threshold"],
    ),
    (
        "protocol.toml",
        '{ low = "10", high = "60"',
        '{ low = "1", high = "60"',
        ["items[I10.alb].soft", "5 to 80"],
    ),
    ("protocol.toml", '{ low = "5", high = "80"', '{ low = "80", high = "5"', ["low end below"]),
    (
        "protocol.toml",
        '"g/L" = "1", "g/dL" = "10", "µmol/L"',
        '"g/L" = "2", "g/dL" = "10", "µmol/L"',
        ["canonical"],
    ),
    (
        "protocol.toml",
        "earliest = 1990-01-01",
        "earliest = 1990-01-01\nlatest = 1980-01-01",
        ["latest"],
    ),
    (
        "protocol.toml",
        'names = ["Albumin",',
        'names = ["Bilirubin",',
        ["Bilirubin", "I10.bili and for I10.alb"],
    ),
    # wording
    ("sv.toml", 'A3 = "', '# A3 = "', ["sv.toml: advisories.A3", "nothing"]),
    ("sv.toml", 'A3 = "', 'A7 = "Sju"\nA3 = "', ["sv.toml: advisories", "A7"]),
    ("sv.toml", 'gfr = "Njurfunktion"', 'gfr = ""', ["sv.toml: screens.gfr", "no text"]),
    ("sv.toml", 'signed = "Underskrivet"', "", ["sv.toml: choices.signed", "I2.consent"]),
    (
        "sv.toml",
        'signed = "Underskrivet"',
        'signed = "Underskrivet"\nsent = "Skickat"',
        ["choices", "sent"],
    ),
    ("sv.toml", "{failing}", "{fails}", ["outcomes.not_eligible", "fails", "{failing}"]),
    ("sv.toml", "{pending}", "alt", ["outcomes.pending", "no placeholder", "{pending}"]),
    ("sv.toml", "{pending}", "{pending", ["outcomes.pending", "braces in pairs"]),
    ("sv.toml", 'choices.none = "Ingen"', 'choices.nothing = "Ingen"', ["E3.systemic", "nothing"]),
    ("sv.toml", 'synonyms.yes = ["fertil"]', 'synonyms.maybe = ["fertil"]', ["I11.wocbp", "maybe"]),
    (
        "sv.toml",
        'synonyms.yes = ["fertil"]',
        'synonyms.yes = ["Nej"]',
        ["I11.wocbp", "one of them"],
    ),
    (
        "sv.toml",
        'synonyms.yes = ["fertil"]',
        'synonyms.yes = ["NO"]',
        ["I11.wocbp", "NO", "for no and for yes"],
    ),
    ("sv.toml", 'hints.perimenopausal = ["yes"]', 'hints.fertil = ["yes"]', ["synonym or a hint"]),
    (
        "sv.toml",
        'hints.perimenopausal = ["yes"]',
        "hints.perimenopausal = []",
        ["what it suggests"],
    ),
    ("sv.toml", 'hints.perimenopausal = ["yes"]', 'hints.perimenopausal = ["maybe"]', ["maybe"]),
    ("sv.toml", 'needed = "graviditetstest"', 'needed = ""', ["E1.pregnant", "needed", "no text"]),
    ("sv.toml", "remarks.partial", "remarks.normal", ["E4.dpd", "remarks.partial", "needed here"]),
    (
        "sv.toml",
        'help = "I millimeter: 1,2',
        f'help = "{"x" * 700}I millimeter: 1,2',
        ["I7.lesion_mm", "700"],
    ),
    (
        "sv.toml",
        'failed = "Amningen måste avslutas före inklusion."',
        "",
        ["E1.lactating", "failed"],
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), UNFIT)
def test_parts_that_do_not_fit_are_refused(
    edit: Edit, file: str, old: str, new: str, said: list[str]
) -> None:
    with pytest.raises(TrialError) as caught:
        catalog.read_folder(edit(file, old, new))
    assert all(part in str(caught.value) for part in said), str(caught.value)
    assert all(problem.found and problem.write for problem in caught.value.problems)


def test_a_code_must_fit_on_a_button(root: Path) -> None:
    for file in (root / "start-net" / "R1").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        longer = text.replace("E7.participation", f"{'E' * 30}7.participation")
        file.write_text(longer, encoding="utf-8")
    with pytest.raises(TrialError, match=r'"able_and_willing"; write a shorter code'):
        catalog.read_folder(root / "start-net" / "R1")


def test_all_problems_are_told_at_once(edit: Edit) -> None:
    edit("protocol.toml", 'items = ["I8.prrt_choice"]', 'items = ["I3.ecog"]')
    with pytest.raises(TrialError) as caught:
        catalog.read_folder(edit("sv.toml", "{pending}", "alt"))
    assert {problem.file for problem in caught.value.problems} == {"protocol.toml", "sv.toml"}


# ---- worked cases ----


def test_cases_are_whole() -> None:
    cases = catalog.cases(RELEASED)
    assert len(cases) >= 12
    assert all(set(case.expected) == set(catalog.load().criteria) for case in cases)


CASES = [
    (
        'like = "everything-met-man"\noverall = "eligible"\n\n[',
        'like = "x"\noverall = "eligible"\n\n[',
        '"x"',
    ),
    ('"I10.hb" = "90 g/L"', '"I10.hg" = "90 g/L"', "I10.hg"),
    ("expected = { I9 =", "expected = { I19 =", "I19"),
    ('id = "sparse-message"', 'id = "only-an-estimated-gfr"', "twice"),
    ('"I10.hb" = "90 g/L"', '"I10.hb" = 90', "text in quotation marks"),
    ("expected = { I9 = ", 'expected = { I9 = "maybe", I8 = ', "maybe"),
]


@pytest.mark.parametrize(("old", "new", "said"), CASES)
def test_cases_that_cannot_be_used_are_refused(edit: Edit, old: str, new: str, said: str) -> None:
    with pytest.raises(TrialError) as caught:
        catalog.cases(edit("cases.toml", old, new))
    assert said in str(caught.value)


def test_a_case_like_another_one_keeps_its_answers_and_changes_only_its_own() -> None:
    cases = {case.id: case for case in catalog.cases(RELEASED)}
    man, limit = cases["everything-met-man"], cases["haemoglobin-at-the-limit"]
    assert limit.answers == {**man.answers, "I10.hb": "90 g/L"}
    assert limit.expected == {**man.expected, "I10": "not_met"}


# ---- released versions ----


def test_a_released_version_is_never_edited_add_a_new_version_folder() -> None:
    """SHA256SUMS is what ``shasum -a 256`` writes; a new version's lines are added to it."""
    top = catalog.trials_folder()
    lines = (top / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    noted = {file: digest for digest, file in (line.split("  ", 1) for line in lines)}
    found = {
        file.relative_to(top).as_posix(): sha256(file.read_bytes()).hexdigest()
        for release in catalog.available()
        if release.status == "released"
        for file in (top / release.id / release.version).iterdir()
    }
    assert found == noted, "a released version is never edited: add a new version folder"
