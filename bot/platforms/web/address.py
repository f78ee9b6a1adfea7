"""Where the page is: the addresses under which it may be asked for, and whether over TLS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from bot.config.settings import Settings

_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
_ANYWHERE = frozenset(("0.0.0.0", "::", ""))  # noqa: S104 - compared with, not listened on


@dataclass(frozen=True, slots=True)
class Place:
    """The page's address."""

    url: str
    """As people open it, without a slash at its end."""
    hosts: frozenset[str] | None
    """The names under which it answers; None for any."""
    is_public: bool = False
    """Whether others than this machine come to it."""

    @classmethod
    def of(cls, settings: Settings) -> Place:
        """Return the place that the settings say."""
        scheme = "https" if settings.certificate else "http"
        host, port = settings.listen
        shown = "localhost" if host in _LOOPBACK | _ANYWHERE else host
        shown = f"[{shown}]" if ":" in shown else shown
        url = settings.web or f"{scheme}://{shown}:{port}"
        named = {_host(url), host, *_LOOPBACK}
        known = bool(settings.web) or host not in _ANYWHERE
        public = bool(settings.web) and _host(url) not in _LOOPBACK
        return cls(url.rstrip("/"), frozenset(named) if known else None, public)

    @property
    def host(self) -> str:
        """The name alone, which passkeys belong to."""
        return _host(self.url)

    @property
    def origin(self) -> str:
        """Scheme, name and port."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def is_secure(self) -> bool:
        """Whether people come by TLS."""
        return self.url.startswith("https://")

    @property
    def forms(self) -> str:
        """Where Telegram opens the forms of a chat: only a public address over TLS."""
        return f"{self.url}/app" if self.is_secure and self.is_public else ""

    def answers_to(self, host: str) -> bool:
        """Whether a request's ``Host`` names this page."""
        return self.hosts is None or _host(f"//{host}") in self.hosts

    def is_own(self, origin: str, host: str) -> bool:
        """Whether a request's ``Origin`` is this page, as it was asked for."""
        scheme = "https" if self.is_secure else "http"
        return origin in (self.origin, f"{scheme}://{host}")


def is_loopback(host: str) -> bool:
    """Whether only this machine can come to a host."""
    return host in _LOOPBACK


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
