"""Why the machine refused a file is said in the language of whoever asked for it."""

import errno
from pathlib import Path

import pytest

from bot.texts import texts_in
from bot.texts.system import refused_because


@pytest.mark.parametrize(
    ("number", "english", "swedish"),
    [
        (errno.ENOENT, "there is no such file or folder", "det finns ingen sådan fil eller mapp"),
        (errno.EEXIST, "it is there already", "den finns redan"),
        (errno.EISDIR, "it is a folder", "det är en mapp"),
        (errno.EACCES, "you may not do that there", "det är inte tillåtet där"),
        (errno.ENOSPC, "no room is left there", "utrymmet är slut"),
        (errno.EIO, "the system refuses it", "systemet vägrar"),
        (None, "the system refuses it", "systemet vägrar"),
    ],
)
def test_each_reason_has_its_words(number: int | None, english: str, swedish: str) -> None:
    error = OSError() if number is None else OSError(number, "in the system's own words")
    assert refused_because(error, texts_in("en")) == english
    assert refused_because(error, texts_in("sv")) == swedish


def test_what_a_folder_says_when_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(OSError) as raised:  # noqa: PT011 - which of them is what is looked at
        tmp_path.read_bytes()
    assert refused_because(raised.value, texts_in("en")) == "it is a folder"
