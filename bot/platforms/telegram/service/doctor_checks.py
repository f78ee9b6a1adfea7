"""What doctor looks at in Telegram: the token, the webhook, what waits, who is a member.

Each check gives a sentence, whatever goes wrong, and none holds the token or a secret.
"""

from __future__ import annotations

import asyncio
import http.client
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from telegram.error import InvalidToken, RetryAfter, TelegramError, TimedOut

from bot.config.check import Check
from bot.config.settings import masked
from bot.platforms.chat.access import Access
from bot.platforms.chat.roles import Role
from bot.platforms.telegram.api import Api
from bot.store import Store, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.config.settings import Settings
    from bot.store import UnitOfWork

SECONDS = 10.0
"""How long an answer may take."""
_PATIENCE = 100
"""More updates than this waiting at Telegram means that nobody takes them."""
_FILE = "sqlite:///"

_UNKNOWN = (
    "Telegram does not know this token. See that BEDSIDE_TOKEN is the one that BotFather gave, "
    "whole and current."
)
_NO_NETWORK = (
    "Telegram cannot be reached: {error}. See that this machine is on the network and that "
    "BEDSIDE_TELEGRAM_API is right, and try again."
)
_TIMED_OUT = "Telegram gave no answer within {seconds:.0f} s. See to the network, and try again."


def checks(settings: Settings) -> Iterator[Callable[[], Check]]:
    """Return the checks; those of Telegram only where there is a token."""
    if settings.token is None:
        missing = "there is no BEDSIDE_TOKEN, so Telegram was not asked"
        yield lambda: Check("telegram", None, missing)
    else:
        yield lambda: token(settings)
        yield lambda: webhook(settings)
    yield lambda: _of_store(settings, "set aside", set_aside)
    yield lambda: _of_store(settings, "outbox", outbox)
    yield lambda: _of_store(settings, "members", lambda unit: members(unit, settings))


def served(settings: Settings, seconds: float = SECONDS) -> str:
    """Return the ``Date`` header of the Bot API's server; the token is not sent.

    Raises:
        OSError: no server told the time.
    """
    parts = urlsplit(settings.telegram_api)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=seconds)
    try:
        connection.request("HEAD", "/")
        return connection.getresponse().getheader("Date", "")
    except http.client.HTTPException as error:
        raise OSError(type(error).__name__) from None
    finally:
        connection.close()


def token(settings: Settings, seconds: float = SECONDS) -> Check:
    """Ask Telegram who the bot is."""
    try:
        me = _ask(settings, "getMe", seconds)
    except TelegramError as error:
        return Check("token", ok=False, text=_explained(error, seconds))
    name = me.get("username", "") if isinstance(me, dict) else ""
    return Check("token", ok=True, text=f"Telegram knows it: the bot is @{name}")


def webhook(settings: Settings, seconds: float = SECONDS) -> Check:
    """Compare where Telegram sends updates with the settings."""
    try:
        info = _ask(settings, "getWebhookInfo", seconds)
    except TelegramError as error:
        return Check("webhook", None, f"not checked: {_explained(error, seconds)}")
    there, pending = info.get("url", ""), info.get("pending_update_count", 0)
    lines = [compared(there, settings.webhook), f"{pending} updates wait at Telegram"]
    last = info.get("last_error_message")
    if last:
        lines.append(f"Telegram's last error in delivering: {masked(str(last))}")
    wrong = there != settings.webhook or pending > _PATIENCE
    return Check("webhook", ok=not wrong, text="\n".join(lines))


def compared(there: str, wanted: str) -> str:
    """Say how the webhook that is set fits the one that is wanted."""
    if there == wanted:
        return f"set to {masked(wanted)}, as configured" if wanted else "none, as polling wants it"
    if not there:
        return f"none is set, but BEDSIDE_WEBHOOK is {masked(wanted)}: start `bedside serve`"
    if not wanted:
        return (
            f"set to {masked(there)}, but Bedside is to poll: `bedside serve` takes it away, "
            "or set BEDSIDE_WEBHOOK"
        )
    return f"set to {masked(there)}, not to {masked(wanted)}: start `bedside serve`"


def set_aside(unit: UnitOfWork) -> Check:
    """Tell how many updates could not be handled."""
    newest = unit.messaging.newest_set_aside()
    if newest is None:
        return Check("set aside", ok=True, text="no update was set aside")
    when, error = newest
    told = f"updates that could not be handled: {unit.messaging.set_aside_count()}; the newest "
    told += f"{when:%Y-%m-%d %H:%M} UTC: {error}"
    return Check("set aside", None, told)


def outbox(unit: UnitOfWork) -> Check:
    """Tell how much waits to be sent."""
    count, oldest = unit.messaging.backlog()
    if oldest is None:
        return Check("outbox", ok=True, text="nothing waits to be sent")
    since = f"messages to be sent: {count}, the oldest since {oldest:%Y-%m-%d %H:%M} UTC"
    return Check("outbox", None, f"{since}; `bedside serve` sends them")


def members(unit: UnitOfWork, settings: Settings) -> Check:
    """Tell whether there is an owner."""
    known = unit.members.all()
    if not Access(settings.owners).is_claimed(unit):
        how = "nobody owns the bot yet: `bedside serve` prints a claim code"
        return Check("members", None, f"{how}, or name yourself in BEDSIDE_OWNERS")
    stored = sum(member.role == Role.OWNER.value for member in known)
    told = f"owners in the settings: {len(settings.owners)}, by invitation or claim code: {stored}"
    return Check("members", ok=True, text=f"{told}; others: {len(known) - stored}")


def _ask(settings: Settings, method: str, seconds: float) -> Any:  # noqa: ANN401 - as Api.call
    bot = "" if settings.token is None else settings.token.get_secret_value()

    async def call() -> Any:  # noqa: ANN401 - as Api.call
        async with Api(settings.telegram_api, bot) as api:
            return await api.call(method, seconds=seconds)

    return asyncio.run(call())


def _explained(error: TelegramError, seconds: float) -> str:
    """Say in plain words what went wrong; never the error's own address."""
    if isinstance(error, InvalidToken):
        return _UNKNOWN
    if isinstance(error, TimedOut):
        return _TIMED_OUT.format(seconds=seconds)
    if isinstance(error, RetryAfter):
        return "Telegram asks to be left alone for a while. Try again in a minute."
    return _NO_NETWORK.format(error=error.message)


def _of_store(settings: Settings, name: str, look: Callable[[UnitOfWork], Check]) -> Check:
    """Look into the database; one that is not there yet is not made."""
    path = settings.database_url.removeprefix(_FILE)
    if path != settings.database_url and not Path(path).exists():
        return Check(name, None, "there is no database yet")
    try:
        with Store.open(settings.database_url) as store:
            return store.within(look)
    except StoreError as error:
        return Check(name, ok=False, text=str(error))
