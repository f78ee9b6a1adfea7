"""What Bedside is told about its surroundings: the environment, or a file of the same names.

Every problem is one plain sentence with the name of the setting, and none quotes what may be
secret. What is in force can be listed with its secrets masked.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, NoReturn, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.config.envfile import SettingsError, settings_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Address", "Settings", "SettingsError", "as_lines", "masked"]

PREFIX = "BEDSIDE_"
TELEGRAM_API = "https://api.telegram.org/bot"
TELEGRAM_FILES = "https://api.telegram.org/file/bot"

_PORTS = range(65_536)
_SCHEMES = ("sqlite", "postgresql+psycopg")
_MASK = "********"
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Address(NamedTuple):
    """Where a server listens."""

    host: str
    port: int

    def __str__(self) -> str:
        """Write it as it is set."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class Settings(BaseSettings):
    """Everything that can be set. A variable that is empty counts as not set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        enable_decoding=False,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=False,
    )

    token: SecretStr | None = None
    telegram_api: str = Field(TELEGRAM_API, repr=False)
    """This and other addresses may hold a password as well: they are shown only masked."""
    telegram_files: str = Field(TELEGRAM_FILES, repr=False)
    database: SecretStr = SecretStr("sqlite:///bedside.db")
    """A URL, which may hold a password."""
    key: Path | None = None
    """The file of the key that signs the log; beside the database if None."""
    heads: Path | None = None
    """A folder elsewhere in which signed heads are kept."""
    backup_to: str = ""
    """The public key that back-ups are encrypted for."""
    owners: tuple[int, ...] = ()
    open: bool = False
    webhook: str = Field("", repr=False)
    web: str = Field("", repr=False)
    """The page's public address."""
    certificate: Path | None = None
    """The page's own, in PEM, where no reverse proxy has one."""
    certificate_key: Path | None = None
    listen: Address = Address("127.0.0.1", 8080)
    site: Path | None = None
    trials: tuple[Path, ...] = ()
    """Folders of a site's own trials."""
    language: str = "en"
    fhir: str = Field("", repr=False)
    """The base address of a FHIR server that results are searched on."""
    fhir_client: str = ""
    """What Bedside is called there; without it nobody signs in."""
    fhir_key: Path | None = None
    """The private key that it signs in with, in PEM."""
    fhir_key_id: str = ""
    fhir_token: str = Field("", repr=False)
    """Where tokens are had; asked of the server if empty."""
    messages_per_second: float = 30.0
    """Over all chats; 0 for no limit."""

    @classmethod
    def load(cls, config: Path | None = None) -> Self:
        """Read the settings: from the environment, and below it from a file.

        Raises:
            SettingsError: with a sentence for every problem.
        """
        names = {_name(field): field for field in cls.model_fields}
        below = {} if config is None else settings_in(config, PREFIX, names)
        given = {names[name]: value for name, value in below.items()}
        try:
            return cls(**given)  # type: ignore[arg-type]  # they are text, validated here
        except ValidationError as error:
            raise SettingsError(*_sentences(error)) from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the names are pydantic's
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file."""
        return env_settings, init_settings

    def with_trials(self, folders: Iterable[Path] | None) -> Self:
        """Return the settings with other folders of trials; with the same where none is given."""
        return self.model_copy(update={"trials": tuple(folders)}) if folders else self

    @property
    def database_url(self) -> str:
        """The database's URL with its password, for the store alone."""
        return self.database.get_secret_value()

    @field_validator("token", mode="before")
    @classmethod
    def _token(cls, given: object) -> object:
        if isinstance(given, str) and not re.fullmatch(r"[^\s:/]+:[^\s/]+", given.strip()):
            _wrong("is no bot token: write it as BotFather gave it, digits, a colon and letters")
        return given.strip() if isinstance(given, str) else given

    @field_validator("telegram_api", "telegram_files", "webhook")
    @classmethod
    def _url(cls, given: str, info: ValidationInfo) -> str:
        url = given.strip()
        if not _is_web(url):
            _wrong("is no web address: write one that begins with https://")
        own = info.data.get("telegram_api") != TELEGRAM_API
        if info.field_name == "webhook" and not own and not url.startswith("https://"):
            _wrong("is not encrypted, which Telegram refuses: write one that begins with https://")
        return url

    @field_validator("web")
    @classmethod
    def _web(cls, given: str) -> str:
        url = given.strip().rstrip("/")
        if not _is_web(url) or urlsplit(url).path or urlsplit(url).query or urlsplit(url).username:
            _wrong("is no address of a page: write for example https://bedside.example.org")
        if not url.startswith("https://") and urlsplit(url).hostname not in _LOOPBACK:
            _wrong("is not encrypted: write one that begins with https://")
        return url

    @field_validator("fhir", "fhir_token")
    @classmethod
    def _fhir(cls, given: str) -> str:
        url = given.strip().rstrip("/")
        if not _is_web(url) or urlsplit(url).query or urlsplit(url).username:
            _wrong("is no address of a FHIR server: write for example https://fhir.example.org/r4")
        if not url.startswith("https://") and urlsplit(url).hostname not in _LOOPBACK:
            _wrong("is not encrypted: write one that begins with https://")
        return url

    @field_validator("fhir_client")
    @classmethod
    def _fhir_client(cls, given: str, info: ValidationInfo) -> str:
        if given.strip() and not info.data.get("fhir"):
            _wrong("needs BEDSIDE_FHIR, the server where Bedside is called so")
        return given.strip()

    @field_validator("fhir_key")
    @classmethod
    def _fhir_key(cls, given: Path | None, info: ValidationInfo) -> Path | None:
        if given is not None and not info.data.get("fhir_client"):
            _wrong("needs BEDSIDE_FHIR_CLIENT, whose key it is")
        return given

    @field_validator("backup_to")
    @classmethod
    def _backup_to(cls, given: str) -> str:
        if not re.fullmatch("age1[0-9a-z]{58}", given.strip()):
            _wrong(
                "is no public key of age: write one that begins with age1, as age-keygen shows it"
            )
        return given.strip()

    @field_validator("certificate_key")
    @classmethod
    def _key(cls, given: Path | None, info: ValidationInfo) -> Path | None:
        if given is not None and info.data.get("certificate") is None:
            _wrong("needs BEDSIDE_CERTIFICATE, the certificate that it belongs to")
        return given

    @field_validator("database", mode="before")
    @classmethod
    def _database(cls, given: object) -> object:
        url = given.get_secret_value() if isinstance(given, SecretStr) else str(given).strip()
        if url.partition("://")[0] not in _SCHEMES or "://" not in url:
            _wrong(
                "is no database that Bedside knows: write sqlite:///bedside.db "
                "or postgresql+psycopg://user:password@host/name"
            )
        return url

    @field_validator("owners", mode="before")
    @classmethod
    def _owners(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        parts = [part.strip() for part in given.split(",") if part.strip()]
        if not all(re.fullmatch(r"[1-9][0-9]{0,18}", part) for part in parts):
            _wrong("is no list of Telegram user ids: write digits only, with commas between them")
        return tuple(dict.fromkeys(int(part) for part in parts))

    @field_validator("open", mode="before")
    @classmethod
    def _open(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        if given.strip() not in ("0", "1"):
            _wrong("is neither 0 nor 1: write 1 to let anybody screen, else 0")
        return given.strip() == "1"

    @field_validator("listen", mode="before")
    @classmethod
    def _listen(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        host, _, port = given.strip().rpartition(":")
        host = host[1:-1] if host.startswith("[") and host.endswith("]") else host
        number = int(port) if re.fullmatch(r"[0-9]{1,5}", port) else -1
        if not re.fullmatch(r"[A-Za-z0-9._:-]+", host) or number not in _PORTS:
            _wrong("is not host:port: write for example 127.0.0.1:8080")
        return Address(host, number)

    @field_validator("trials", mode="before")
    @classmethod
    def _trials(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        return tuple(Path(part.strip()) for part in given.split(os.pathsep) if part.strip())

    @field_validator("language")
    @classmethod
    def _language(cls, given: str) -> str:
        from bot.texts import languages  # noqa: PLC0415 - a service starts sooner without them

        language = given.strip().partition("-")[0].lower()
        if language not in languages():
            _wrong(f"is no language that Bedside speaks: write {' or '.join(languages())}")
        return language

    @field_validator("messages_per_second", mode="before")
    @classmethod
    def _rate(cls, given: object) -> object:
        if not isinstance(given, str):
            return given
        if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", given.strip()):
            _wrong("is no number: write how many at most, for example 30, or 0 for no limit")
        return float(given)


def as_lines(settings: Settings) -> list[str]:
    """List what is in force, one setting a line, its secrets masked."""
    return [
        f"{_name(field)}={_shown(getattr(settings, field))}"
        + ("" if field in settings.model_fields_set else "  (default)")
        for field in Settings.model_fields
    ]


def masked(url: str) -> str:
    """Return a URL without the passwords in it."""
    hidden = re.sub(r"(://[^:/@]*):.*@", rf"\1:{_MASK}@", url)
    return re.sub(r"(?i)(pass(?:word)?|secret|token)=[^&]*", rf"\1={_MASK}", hidden)


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        secret = value.get_secret_value()
        return masked(secret) if "://" in secret else _MASK
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple) and not isinstance(value, Address):
        return (os.pathsep if value and isinstance(value[0], Path) else ",").join(map(str, value))
    return "" if value is None else masked(str(value))


def _name(field: str) -> str:
    return PREFIX + field.upper()


def _wrong(what: str) -> NoReturn:
    raise ValueError(what)


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _sentences(error: ValidationError) -> Iterator[str]:
    """Return each problem as a sentence that begins with the setting's name."""
    for detail in error.errors(include_url=False, include_input=False):
        what = detail["msg"].removeprefix("Value error, ")
        yield f"{_name(str(detail['loc'][0]))} {what}."
