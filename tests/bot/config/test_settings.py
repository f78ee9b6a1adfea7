"""Settings: where they come from, what is refused in which words, and that no secret shows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.config.settings import Address, Settings, SettingsError, as_lines, masked

if TYPE_CHECKING:
    from collections.abc import Callable

TOKEN = "123456:AAsecretsecret"  # noqa: S105 - nobody's
SECRETS = (TOKEN, "AAsecretsecret", "hunter2")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin without the settings of whoever runs the tests."""
    for field in Settings.model_fields:
        monkeypatch.delenv(f"BEDSIDE_{field.upper()}", raising=False)


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], Path]:
    """Write a file of settings."""

    def written(text: str) -> Path:
        file = tmp_path / "bedside.env"
        file.write_text(text, encoding="utf-8")
        return file

    return written


def refused(config: Path | None = None) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        Settings.load(config)
    text = str(caught.value)
    assert not any(secret in text for secret in SECRETS), text
    assert caught.value.__cause__ is None
    return caught.value.sentences


def test_nothing_needs_to_be_set() -> None:
    found = Settings.load()
    assert found.token is None
    assert found.telegram_api == "https://api.telegram.org/bot"
    assert found.database_url == "sqlite:///bedside.db"
    assert found.listen == Address("127.0.0.1", 8080)
    assert (found.owners, found.open, found.webhook, found.site) == ((), False, "", None)
    assert (found.language, found.messages_per_second) == ("en", 30)


def test_the_environment_wins_over_the_file(
    write: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write(
        "# a remark\n\n"
        f"BEDSIDE_TOKEN={TOKEN}\n"
        "export BEDSIDE_OWNERS = '12, 34,12'\n"
        'BEDSIDE_DATABASE="postgresql+psycopg://bedside:hunter2@db/bedside"\n'
        "BEDSIDE_LANGUAGE=sv\n"
        "BEDSIDE_SITE=site.toml\n"
        "BEDSIDE_WEBHOOK=\n"
        "PATH=/nowhere\n"
    )
    monkeypatch.setenv("BEDSIDE_LANGUAGE", "en")
    monkeypatch.setenv("BEDSIDE_OPEN", "1")
    monkeypatch.setenv("BEDSIDE_SITE", "")
    monkeypatch.setenv("BEDSIDE_STRANGER", "1")
    found = Settings.load(file)
    assert found.token is not None
    assert found.token.get_secret_value() == TOKEN
    assert found.owners == (12, 34)
    assert found.database_url == "postgresql+psycopg://bedside:hunter2@db/bedside"
    assert (found.language, found.open, found.webhook) == ("en", True, "")
    assert found.site == Path("site.toml")


@pytest.mark.parametrize(
    ("given", "host", "port", "shown"),
    [
        ("0.0.0.0:80", "0.0.0.0", 80, "0.0.0.0:80"),  # noqa: S104 - only read, never bound
        ("localhost:0", "localhost", 0, "localhost:0"),
        ("[::1]:8443", "::1", 8443, "[::1]:8443"),
    ],
)
def test_where_to_listen(
    given: str, host: str, port: int, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BEDSIDE_LISTEN", given)
    found = Settings.load()
    assert (found.listen.host, found.listen.port) == (host, port)
    assert f"BEDSIDE_LISTEN={shown}" in as_lines(found)


@pytest.mark.parametrize(
    ("name", "given", "hint"),
    [
        ("TOKEN", "AAsecretsecret", "BotFather"),
        ("TOKEN", "hunter2 hunter2", "BotFather"),
        ("TELEGRAM_API", "api.telegram.org/bot", "https://"),
        ("TELEGRAM_FILES", "ftp://hunter2@files/", "https://"),
        ("TELEGRAM_API", "https://[hunter2/", "https://"),
        ("DATABASE", "mysql://bedside:hunter2@db/bedside", "postgresql+psycopg://"),
        ("DATABASE", "bedside.db", "sqlite:///bedside.db"),
        ("OWNERS", f"12,{TOKEN}", "digits only"),
        ("OWNERS", "@anna", "digits only"),
        ("OWNERS", "-5", "digits only"),
        ("OPEN", "yes", "write 1"),
        ("WEBHOOK", "http://bedside.example", "https://"),
        ("WEBHOOK", "bedside.example", "https://"),
        ("LISTEN", "8080", "127.0.0.1:8080"),
        ("LISTEN", "localhost:99999", "127.0.0.1:8080"),
        ("LISTEN", "localhost:٣", "127.0.0.1:8080"),
        ("LANGUAGE", "fi", "en or sv"),
        ("MESSAGES_PER_SECOND", "-1", "0 for no limit"),
        ("MESSAGES_PER_SECOND", "nan", "0 for no limit"),
    ],
)
def test_each_mistake_is_one_sentence_that_says_what_to_write(
    name: str, given: str, hint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"BEDSIDE_{name}", given)
    (sentence,) = refused()
    assert sentence.startswith(f"BEDSIDE_{name} is ")
    assert hint in sentence
    assert sentence.endswith(".")


def test_every_mistake_is_named_at_once(
    monkeypatch: pytest.MonkeyPatch, write: Callable[[str], Path]
) -> None:
    monkeypatch.setenv("BEDSIDE_OPEN", "yes")
    found = refused(write("BEDSIDE_LISTEN=8080\nBEDSIDE_TOKEN=hunter2\n"))
    assert [sentence.split()[0] for sentence in found] == [
        "BEDSIDE_TOKEN",
        "BEDSIDE_OPEN",
        "BEDSIDE_LISTEN",
    ]


def test_a_server_of_ones_own_may_do_without_encryption(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEDSIDE_TELEGRAM_API", "http://127.0.0.1:8081/bot")
    monkeypatch.setenv("BEDSIDE_WEBHOOK", "http://127.0.0.1:8080")
    assert Settings.load().webhook == "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("BEDSIDE_TOKN=hunter2", "line 1: there is no setting BEDSIDE_TOKN: write BEDSIDE_TOKEN."),
        ("\nhunter2", "line 2: this is no setting: write NAME=value, or # before a remark."),
        ("BEDSIDE_OPEN=1\nBEDSIDE_OPEN=0", "line 2: BEDSIDE_OPEN is set twice"),
        ("BEDSIDE_hunter2=1", "line 1: there is no setting of that name: write BEDSIDE_"),
    ],
)
def test_a_line_of_the_file_that_is_no_setting_is_named(
    text: str, sentence: str, write: Callable[[str], Path]
) -> None:
    file = write(text)
    (found,) = refused(file)
    assert found.startswith(f"{file}, {sentence}")


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (absent,) = refused(tmp_path / "absent.env")
    assert "Name a file that can be read" in absent
    file = tmp_path / "latin.env"
    file.write_bytes("BEDSIDE_OPEN=1 # Örebro".encode("latin-1"))
    (latin,) = refused(file)
    assert "save it as UTF-8" in latin


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "bedside.env"
    file.write_bytes(b"\xef\xbb\xbfBEDSIDE_OPEN=1\r\n")
    assert Settings.load(file).open is True


def test_what_is_in_force_shows_no_secret(write: Callable[[str], Path]) -> None:
    file = write(
        f"BEDSIDE_TOKEN={TOKEN}\n"
        "BEDSIDE_DATABASE=postgresql+psycopg://bedside:hunter2@x/y@db/bedside?password=hunter2\n"
        "BEDSIDE_TELEGRAM_API=https://me:hunter2@proxy/bot\n"
    )
    found = Settings.load(file)
    lines = as_lines(found)
    assert "BEDSIDE_TOKEN=********" in lines
    assert "BEDSIDE_OWNERS=  (default)" in lines
    database = "postgresql+psycopg://bedside:********@db/bedside?password=********"
    assert f"BEDSIDE_DATABASE={database}" in lines
    assert len(lines) == len(Settings.model_fields)
    for text in ("\n".join(lines), repr(found)):
        assert not any(secret in text for secret in SECRETS)


@pytest.mark.parametrize("url", ["sqlite:////srv/a:b@c.db", "sqlite:///bedside.db", "https://a/b"])
def test_what_holds_no_password_is_shown_as_it_is(url: str) -> None:
    assert masked(url) == url


def test_folders_of_trials_stand_with_colons_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEDSIDE_TRIALS", "/srv/trials: more trials :")
    found = Settings.load()
    assert found.trials == (Path("/srv/trials"), Path("more trials"))
    assert "BEDSIDE_TRIALS=/srv/trials:more trials" in as_lines(found)
    assert found.with_trials(None) is found
    assert found.with_trials([Path("other")]).trials == (Path("other"),)
