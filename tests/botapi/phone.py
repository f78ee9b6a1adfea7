"""A phone: what a person does to a bot, and what the person sees of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.botapi.changes import PATIENCE
from tests.botapi.markup import units
from tests.botapi.world import Chat, Message, Press, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.botapi.server import Server

"""Seconds that a phone waits for something new."""


class Phone:
    """One person in one chat: the private one with the bot, or a group."""

    def __init__(
        self,
        server: Server,
        user_id: int,
        first_name: str = "Kim",
        language_code: str | None = "en",
        group: Chat | None = None,
    ) -> None:
        """Take up a phone; the bot learns of the person with the first thing that is done."""
        self.server = server
        self.world = server.world
        self.user = User(user_id, first_name, language_code)
        own = self.world.chats.get(user_id) or Chat(user_id, "private", first_name)
        self.chat = group or own
        self.mark = 0
        """What had changed before the person last did something."""

    # ---- what is seen ----

    @property
    def messages(self) -> list[Message]:
        """Everything in the chat that was not deleted, in order."""
        return [message for message in self.chat.messages.values() if not message.deleted]

    @property
    def shown(self) -> Message | None:
        """The newest message with a keyboard."""
        newest = reversed(self.chat.messages.values())
        return next((one for one in newest if one.keyboard and not one.deleted), None)

    @property
    def keyboard(self) -> list[list[tuple[str, str]]]:
        """The newest keyboard: rows of label and callback data."""
        shown = self.shown
        return [] if shown is None else shown.buttons

    @property
    def alerts(self) -> list[str]:
        """The texts that this person's presses were answered with."""
        return [
            answer["text"]
            for press in self.world.presses.values()
            if press.user.id == self.user.id and press.message.chat is self.chat
            for answer in press.answers
            if "text" in answer
        ]

    def newest(self, after: int = 0) -> Message | None:
        """Return the bot's message that changed last, if that was after a mark."""
        last = self.chat.last
        if last is None or last.changed <= after:
            return None
        if not last.deleted:
            return last
        new = [one for one in self.messages if one.changed > after]
        return max(new, key=lambda one: one.changed, default=None)

    async def until(self, condition: Callable[[], object], timeout: float = PATIENCE) -> None:  # noqa: ASYNC109 - a person's patience
        """Wait until something holds in this chat."""
        await self.chat.changes.until(condition, timeout, self.told)

    async def screen(self, after: int | None = None, timeout: float = PATIENCE) -> Message:  # noqa: ASYNC109 - a person's patience
        """Wait for a message that was sent or edited after a mark, or what was done last."""
        mark = self.mark if after is None else after
        await self.until(lambda: self.newest(mark), timeout)
        found = self.newest(mark)
        assert found is not None
        return found

    async def answered(self, press: Press, timeout: float = PATIENCE) -> dict[str, Any]:  # noqa: ASYNC109 - a person's patience
        """Wait until a press was answered; the answer."""
        await self.until(lambda: press.answers, timeout)
        return press.answers[-1]

    def told(self) -> str:
        """Say what is on the screen, for a test that fails."""
        last = self.messages[-1:]
        return f"last message: {last[0].text!r} {last[0].buttons}" if last else "an empty chat"

    # ---- what is done ----

    def _open(self) -> None:
        """Do something in the chat, which makes it known to the bot."""
        self.world.chats.setdefault(self.chat.id, self.chat)
        self.mark = self.world.changes

    def _post(self, text: str, extra: dict[str, Any], entities: list[dict[str, Any]]) -> Message:
        self._open()
        message = Message(
            next(self.world.ids), self.chat, self.user, self.world.now, text, entities, text
        )
        message.extra = extra
        self.chat.messages[message.id] = message
        # In a group a bot sees commands only, unless it is an administrator.
        if self.chat.kind == "private" or self.chat.administrator or entities:
            self.server.happened("message", message.body(), self.chat.id)
        return message

    async def send(self, text: str) -> Message:
        """Write something."""
        return self._post(text, {}, _commands(text))

    async def command(self, text: str) -> Message:
        """Return a command: ``/screen``, or with words behind it."""
        assert text.startswith("/"), text
        return await self.send(text)

    async def press(
        self, button: str, message: Message | None = None, *, forged: bool = False
    ) -> Press:
        """Press the button with a label or callback data; a forged one need not be there."""
        shown = message or self.shown
        assert shown is not None, f"nothing to press: {self.told()}"
        there = [data for row in shown.buttons for label, data in row if button in (label, data)]
        assert forged or there, f"no button {button!r} on {shown.text!r} {shown.buttons}"
        self._open()
        name = f"{self.user.id}{len(self.world.presses):08}"
        data = there[0] if there else button
        press = Press(name, self.user, shown, data, self.world.now)
        self.world.presses[name] = press
        self.server.happened("callback_query", _pressed(press), self.chat.id)
        return press

    async def edit(self, message: Message, text: str) -> Message:
        """Change what one wrote."""
        assert message.sender.id == self.user.id, "that is somebody else's message"
        self._open()
        message.text, message.raw, message.entities = text, text, _commands(text)
        message.edits += 1
        message.edited = self.world.now
        self.server.happened("edited_message", message.body(), self.chat.id)
        return message

    async def send_photo(self, caption: str = "") -> Message:
        """Send a picture."""
        return self._post(caption, {"photo": [{**_file(), "width": 90, "height": 90}]}, [])

    async def send_voice(self) -> Message:
        """Send spoken words."""
        return self._post("", {"voice": {**_file(), "duration": 3, "mime_type": "audio/ogg"}}, [])

    async def send_document(
        self, name: str = "report.pdf", caption: str = "", content: bytes | None = None
    ) -> Message:
        """Send a file; only with its content it can be fetched."""
        told = {**_file(), "file_name": name, "mime_type": "application/pdf"}
        if content is not None:
            told |= {"file_id": f"file-{len(self.server.files)}", "file_size": len(content)}
            self.server.files[told["file_id"]] = content
        return self._post(caption, {"document": told}, [])

    async def send_contact(self, number: str = "+46700000000", name: str = "Kim") -> Message:
        """Send somebody's telephone number."""
        return self._post("", {"contact": {"phone_number": number, "first_name": name}}, [])

    async def send_location(self, latitude: float = 59.3, longitude: float = 18.0) -> Message:
        """Send where one is."""
        return self._post("", {"location": {"latitude": latitude, "longitude": longitude}}, [])

    async def send_sticker(self) -> Message:
        """Send a sticker."""
        told = {**_file(), "width": 512, "height": 512, "type": "regular"}
        return self._post("", {"sticker": {**told, "is_animated": False, "is_video": False}}, [])

    async def pin(self, message: Message) -> Message:
        """Pin a message, of which a service message tells."""
        return self._post("", {"pinned_message": message.body()}, [])

    async def block(self) -> None:
        """Have nothing more to do with the bot."""
        self._membership("member", "kicked")

    async def unblock(self) -> None:
        """Take the bot back."""
        self._membership("kicked", "member")

    def _membership(self, before: str, after: str) -> None:
        self._open()
        self.chat.blocked = after == "kicked"
        until = {"until_date": 0}
        self.server.happened(
            "my_chat_member",
            {
                "chat": self.chat.body(),
                "from": self.user.body(),
                "date": int(self.world.now),
                "old_chat_member": {
                    "user": self.world.bot.body(),
                    "status": before,
                    **(until if before == "kicked" else {}),
                },
                "new_chat_member": {
                    "user": self.world.bot.body(),
                    "status": after,
                    **(until if after == "kicked" else {}),
                },
            },
            self.chat.id,
        )


def _commands(text: str) -> list[dict[str, Any]]:
    """Return the entity of a command at the beginning of a text."""
    if not text.startswith("/") or not text[1:2].isalnum():
        return []
    return [{"type": "bot_command", "offset": 0, "length": units(text.split(maxsplit=1)[0])}]


def _pressed(press: Press) -> dict[str, Any]:
    return {
        "id": press.id,
        "from": press.user.body(),
        "message": press.message.body(),
        "chat_instance": str(press.message.chat.id * 7919),
        "data": press.data,
    }


def _file() -> dict[str, Any]:
    return {"file_id": "a-file", "file_unique_id": "one-of-a-kind", "file_size": 1000}
