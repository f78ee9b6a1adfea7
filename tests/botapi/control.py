"""Phones from outside, for a server in a process of its own.

``POST /phone/<user>/<deed>`` with the deed's arguments as a JSON object (``send``, ``press``,
``block``, …) does it, and ``POST /phone/<user>/screen`` waits for something new; either says what
the phone shows then. ``POST /fault`` plans a fault, ``POST /calls`` lists the calls.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.botapi.phone import Phone

if TYPE_CHECKING:
    from tests.botapi.server import Server

_DEEDS = (
    "send",
    "command",
    "press",
    "screen",
    "send_photo",
    "send_voice",
    "send_document",
    "send_contact",
    "send_location",
    "block",
    "unblock",
)


class Control:
    """Does to the server's phones what it is told."""

    def __init__(self, server: Server) -> None:
        """Take a server's phones into hand."""
        self.server = server
        self.phones: dict[int, Phone] = {}

    async def handle(self, request: web.BaseRequest) -> web.Response | None:
        """Do what a request says; None if it is none of these."""
        match request.path.strip("/").split("/"):
            case ["phone", user, deed] if deed in _DEEDS and user.isdecimal():
                return await self._phone(int(user), deed, await _arguments(request))
            case ["fault"]:
                self.server.fault(**await _arguments(request))
                return _json({"ok": True})
            case ["calls"]:
                rows = ([call.method, call.time, call.ok] for call in self.server.calls)
                return _json(list(rows))
            case _:
                return None

    async def _phone(self, user: int, deed: str, given: dict[str, Any]) -> web.Response:
        phone = self.phones.setdefault(user, Phone(self.server, user))
        try:
            await getattr(phone, deed)(**given)
        except (AssertionError, TypeError) as error:
            return _json({"error": str(error)}, status=409)
        shown = [{"id": one.id, "text": one.text, "edits": one.edits} for one in phone.messages]
        return _json({"messages": shown, "keyboard": phone.keyboard, "alerts": phone.alerts})


async def _arguments(request: web.BaseRequest) -> dict[str, Any]:
    given: dict[str, Any] = json.loads(await request.read() or b"{}")
    return given


def _json(content: object, status: int = 200) -> web.Response:
    return web.Response(status=status, text=json.dumps(content), content_type="application/json")
