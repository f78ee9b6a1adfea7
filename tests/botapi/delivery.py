"""How updates reach the bot: it asks for them, or has them posted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.botapi.hooks import Hook, Target
from tests.botapi.methods import MOST_CONNECTIONS
from tests.botapi.refusals import bad, conflict

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.botapi.updates import Updates

_LOCAL = re.compile(r"http://(?:127\.0\.0\.1|localhost)[:/]")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class Delivery:
    """The methods that have to do with updates."""

    def __init__(self, updates: Updates, backoff: float) -> None:
        """Deliver from a queue; a webhook that fails is tried again after the backoff."""
        self.updates = updates
        self.backoff = backoff
        self.posted_to: list[str] = []
        """Where updates are posted instead of the webhook's own address; each gets its turn."""
        self.hook: Hook | None = None
        self.table: dict[str, Callable[[dict[str, Any]], Awaitable[object]]] = {
            "deleteWebhook": self.delete_webhook,
            "getUpdates": self.get_updates,
            "getWebhookInfo": self.webhook_info,
            "setWebhook": self.set_webhook,
        }

    async def get_updates(self, params: dict[str, Any]) -> object:
        """Do getUpdates."""
        if self.hook is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        return await self.updates.read(**params)

    async def set_webhook(self, params: dict[str, Any]) -> bool:
        """Do setWebhook."""
        if not params["url"]:
            return await self.delete_webhook(params)
        self._check_webhook(params)
        target = self._target(params)
        if self.hook is not None and self.hook.target == target:
            return True
        await self.stop()
        if params.get("drop_pending_updates"):
            self.updates.clear()
        self.updates.allowed = params.get("allowed_updates", self.updates.allowed)
        self.hook = Hook(target, self.updates, self.posted_to)
        self.hook.start()
        return True

    def _target(self, params: dict[str, Any]) -> Target:
        connections = params.get("max_connections", 40)
        secret = params.get("secret_token", "")
        return Target(params["url"], secret, connections, self.backoff)

    def _check_webhook(self, params: dict[str, Any]) -> None:
        if not params["url"].startswith("https://") and not _LOCAL.match(params["url"]):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if "secret_token" in params and not _SECRET.fullmatch(params["secret_token"]):
            raise bad("secret token contains unallowed characters")
        if not 1 <= params.get("max_connections", 1) <= MOST_CONNECTIONS:
            raise bad("max_connections is out of range")

    async def delete_webhook(self, params: dict[str, Any]) -> bool:
        """Do deleteWebhook."""
        await self.stop()
        if params.get("drop_pending_updates"):
            self.updates.clear()
        return True

    async def stop(self) -> None:
        """Post no more."""
        hook, self.hook = self.hook, None
        if hook is not None:
            await hook.stop()

    async def webhook_info(self, _: dict[str, Any]) -> dict[str, Any]:
        """Do getWebhookInfo."""
        told: dict[str, Any] = {
            "url": "",
            "has_custom_certificate": False,
            "pending_update_count": sum(1 for _ in self.updates.waiting()),
        }
        if self.hook is not None:
            told |= {"url": self.hook.target.url, **self.hook.last_error}
            told["max_connections"] = self.hook.target.connections
        if self.updates.allowed:
            told["allowed_updates"] = self.updates.allowed
        return told
