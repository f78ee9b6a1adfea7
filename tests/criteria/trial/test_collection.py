"""A site's folders beside the shipped one: what is taken, what is left out, and what is said."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from criteria.trial import catalog
from criteria.trial.catalog import Collection, TrialError
from criteria.trial.problems import Problem
from tests import own

if TYPE_CHECKING:
    from pathlib import Path

    from criteria.trial.trial import Trial

TOP = catalog.trials_folder()


def there(collection: Collection) -> list[tuple[str, str]]:
    return [(found.id, found.version) for found in collection.available()]


SHIPPED = there(Collection(TOP))
NAMES = Collection(TOP).released()


@pytest.mark.parametrize("folder", [own.FOLDER, own.FOLDER / "sova", own.SOVA])
def test_a_folder_of_trials_of_one_trial_or_of_one_version(folder: Path) -> None:
    collection = Collection(TOP, [folder])
    assert collection.refused == ()
    assert there(collection) == sorted([("sova", "1"), *SHIPPED])
    assert collection.released() == sorted(["sova", *NAMES])
    assert collection.load("sova").protocol.acronym == "SOVA"
    assert collection.folder("sova", "1") == own.SOVA
    assert not collection.is_shipped("sova", "1")
    assert collection.is_shipped("start-net", "R1")


def test_a_folder_that_is_named_twice_is_taken_once() -> None:
    collection = Collection(TOP, [own.FOLDER, own.SOVA, own.FOLDER, TOP])
    assert collection.refused == ()
    assert there(collection) == sorted([("sova", "1"), *SHIPPED])


def test_a_bad_version_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    bad = own.copied(tmp_path, "sova", "2")
    own.renamed(bad, 'kind = "at_least", limit = "18"', 'kind = "atleast", limit = "18"')
    good = own.copied(tmp_path, "sova", "1")
    collection = Collection(TOP, [tmp_path, own.FOLDER / "nowhere"])
    assert there(collection) == sorted([("sova", "1"), *SHIPPED])
    assert [one.folder for one in collection.refused] == [bad, own.FOLDER / "nowhere"]
    told, absent = map(str, collection.refused)
    assert str(bad) in told
    assert "atleast" in told
    assert absent == f"{own.FOLDER / 'nowhere'}: there is no such folder"
    assert collection.folder("sova", "1") == good
    with pytest.raises(TrialError, match=r"There is no trial “sova 2”"):
        collection.load("sova", "2")


def test_a_folder_without_a_trial(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    shutil.copytree(own.SOVA, tmp_path / "notes" / "sova" / "1")
    (tmp_path / "notes" / "sova" / "1" / "protocol.toml").rename(tmp_path / "protocol.tml")
    (tmp_path / "empty").mkdir()
    refused = Collection(TOP, [tmp_path / "notes", tmp_path / "empty"]).refused
    assert [str(one.folder) for one in refused] == [
        str(tmp_path / "notes" / "sova" / "1"),
        str(tmp_path / "notes"),
        str(tmp_path / "empty"),
    ]
    assert "there is no protocol.toml in it" in str(refused[0])
    assert "there is no trial in it" in str(refused[2])


def test_of_two_trials_with_one_id_the_first_is_kept(tmp_path: Path) -> None:
    again = own.copied(tmp_path, "sova", "7")
    shipped = own.copied(tmp_path, "start-net", "R9")
    collection = Collection(TOP, [own.FOLDER, tmp_path])
    assert there(collection) == sorted([("sova", "1"), *SHIPPED])
    assert [one.folder for one in collection.refused] == [again.parent, shipped.parent]
    for one, kept in zip(collection.refused, (own.SOVA, TOP / "start-net" / "R1"), strict=True):
        assert f"two trials with the id {one.folder.name}" in one.why
        assert str(kept.parent) in one.why


# ---- read again while screenings are under way ----


def again(before: Collection, *folders: Path) -> Collection:
    return before.with_folders(folders, afresh=False)


def test_what_is_new_is_taken_and_what_was_read_stays(tmp_path: Path) -> None:
    own.copied(tmp_path)
    first = Collection(TOP, [tmp_path])
    shipped = first.load("start-net")
    own.copied(tmp_path, "sova", "2")
    own.copied(tmp_path, "vila", "1")
    second = again(first, tmp_path)
    assert second.refused == ()
    assert there(second) == sorted([("sova", "1"), ("sova", "2"), *SHIPPED, ("vila", "1")])
    assert second.load("sova", "1") is first.load("sova", "1")
    assert second.load("start-net") is shipped
    assert second.load("sova").protocol.version == "2"


def test_a_released_version_that_was_changed_stays_as_it_was(tmp_path: Path) -> None:
    folder = own.copied(tmp_path)
    first = Collection(TOP, [tmp_path])
    own.renamed(folder, 'limit = "18"', 'limit = "21"')
    second = again(first, tmp_path)
    assert second.load("sova") is first.load("sova")
    (told,) = second.refused
    assert told.folder == folder
    assert "it was changed after it was read" in told.why
    assert again(second, tmp_path).load("sova") is first.load("sova")


def test_a_draft_that_was_changed_is_read_again(tmp_path: Path) -> None:
    folder = own.copied(tmp_path)
    own.renamed(folder, 'status = "released"', 'status = "draft"')
    first = Collection(TOP, [tmp_path])
    assert first.released() == NAMES
    own.renamed(folder, 'status = "draft"', 'status = "released"')
    second = again(first, tmp_path)
    assert second.refused == ()
    assert second.released() == sorted(["sova", *NAMES])


def test_a_trial_that_is_gone_is_kept_for_those_who_are_screened(tmp_path: Path) -> None:
    own.copied(tmp_path)
    first = Collection(TOP, [tmp_path])
    shutil.rmtree(tmp_path / "sova")
    for later in (second := again(first, tmp_path), again(second, tmp_path)):
        assert later.load("sova", "1") is first.load("sova", "1")
        assert later.released() == NAMES
    assert "it is not there any more" in second.refused[1].why
    own.copied(tmp_path)
    third = again(second, tmp_path)
    assert third.refused == ()
    assert third.released() == sorted(["sova", *NAMES])
    assert third.retired() == {}


def test_a_new_folder_that_is_bad_is_left_out_until_it_is_mended(tmp_path: Path) -> None:
    first = Collection(TOP, [own.FOLDER])
    bad = own.copied(tmp_path, "vila", "1")
    own.renamed(bad, 'acronym = "SOVA"', "acronym = 7")
    second = again(first, own.FOLDER, tmp_path)
    assert [one.folder for one in second.refused] == [bad]
    assert second.released() == sorted(["sova", *NAMES])
    own.renamed(bad, "acronym = 7", 'acronym = "VILA"')
    assert again(second, own.FOLDER, tmp_path).released() == sorted(["sova", "vila", *NAMES])


def test_a_new_trial_that_does_not_fit_the_site_is_left_out() -> None:
    def fits(trial: Trial) -> None:
        raise TrialError(Problem("site.toml", "upper_limits", trial.protocol.id, "another unit"))

    collection = Collection(TOP).with_folders([own.FOLDER], afresh=False, fits=fits)
    assert [one.folder for one in collection.refused] == [own.SOVA]
    assert collection.released() == NAMES


# ---- concepts ----


def test_an_item_carries_a_concept_by_itself_by_its_role_or_by_the_trials_table() -> None:
    collection = Collection(TOP, [own.FOLDER])
    assert collection.load("sova").concepts == {
        "age": "PERSON.years",
        "ahi": "AHI.index",
        "creatinine": "LAB.crea",
    }
    concepts = collection.load("start-net").concepts
    assert concepts["sex"] == "CTX.sex"
    assert concepts["reference_date"] == "CTX.ref_date"
    assert concepts["age"] == "I1.age"
    assert concepts["haemoglobin"] == "I10.hb"


def test_a_concept_has_one_item(tmp_path: Path) -> None:
    folder = own.copied(tmp_path)
    own.renamed(folder, 'concept = "ahi"', 'concept = "age"')
    with pytest.raises(TrialError, match=r"concept age: found PERSON\.years and AHI\.index"):
        catalog.read_folder(folder)
    own.renamed(folder, 'concept = "age"\nunits', 'concept = "ahi"\nunits')
    (tmp_path / "sova" / "concepts.toml").write_text('[concepts]\nahi = "LAB.crea"\n', "utf-8")
    with pytest.raises(TrialError, match=r"concept ahi"):
        catalog.read_folder(folder)
