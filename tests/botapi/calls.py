"""What each method does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.botapi.content import keyboard_of, text_of
from tests.botapi.methods import (
    ACTIONS,
    DELETABLE_FOR,
    LONGEST_ALERT,
    LONGEST_CAPTION,
    QUERY_LASTS,
)
from tests.botapi.profile import Profile
from tests.botapi.refusals import bad, forbidden
from tests.botapi.world import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.botapi.parameters import Upload
    from tests.botapi.world import Chat, World

_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


class Calls:
    """The methods that have to do with chats and messages."""

    def __init__(self, world: World, *, strict: bool = True) -> None:
        """Work on a world."""
        self.world = world
        self.strict = strict
        profile = Profile(world)
        self.table: dict[str, Callable[[dict[str, Any]], Any]] = {
            **profile.table,
            "answerCallbackQuery": self.answer,
            "deleteMessage": self.delete,
            "editMessageReplyMarkup": self.edit_keyboard,
            "editMessageText": self.edit,
            "getChat": self.get_chat,
            "leaveChat": self.leave,
            "sendChatAction": self.act,
            "sendDocument": self.send_document,
            "sendMessage": self.send,
            "sendPhoto": self.send_photo,
        }

    def send(self, params: dict[str, Any]) -> dict[str, Any]:
        """Do sendMessage."""
        message = self._new(params)
        message.text, message.entities = self._text(params)
        message.raw = params["text"]
        return self.world.put(message).body()

    def _new(self, params: dict[str, Any]) -> Message:
        """Begin a message of the bot; refuse it where there is nobody for it."""
        chat = self.world.chat(params["chat_id"])
        reply = params.get("reply_parameters")
        if reply and not reply.get("allow_sending_without_reply"):
            answered = chat.messages.get(reply["message_id"])
            if answered is None or answered.deleted:
                raise bad("message to be replied not found")
        return Message(
            next(self.world.ids),
            chat,
            self.world.bot,
            self.world.now,
            keyboard=keyboard_of(params, strict=self.strict),
            silent=bool(params.get("disable_notification")),
        )

    def _text(self, params: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
        return text_of(params) if self.strict else (params["text"], [])

    def send_document(self, params: dict[str, Any]) -> dict[str, Any]:
        """Do sendDocument."""
        return self._send_file(params, "document")

    def send_photo(self, params: dict[str, Any]) -> dict[str, Any]:
        """Do sendPhoto."""
        return self._send_file(params, "photo")

    def _send_file(self, params: dict[str, Any], kind: str) -> dict[str, Any]:
        message = self._new(params)
        if params.get("caption"):
            message.text, message.entities = text_of(params, "caption", LONGEST_CAPTION)
            message.raw = params["caption"]
        upload: Upload | str = params[kind]
        if isinstance(upload, str):
            raise bad("wrong file identifier/HTTP URL specified")
        if not upload.content:
            raise bad("file must be non-empty")
        message.upload = upload
        told = {"file_id": f"file-{message.id}", "file_unique_id": f"unique-{message.id}"}
        size = {"file_size": len(upload.content)}
        if kind == "photo":
            message.extra = {"photo": [{**told, **size, "width": 1, "height": 1}]}
        else:
            named = {"file_name": upload.name, "mime_type": upload.kind}
            message.extra = {"document": {**told, **size, **named}}
        return self.world.put(message).body()

    def edit(self, params: dict[str, Any]) -> dict[str, Any]:
        """Do editMessageText."""
        message = self._own(params, "edit")
        if message.extra:
            raise bad("there is no text in the message to edit")
        if "text" not in params:
            raise bad("message text is empty")
        text, entities = self._text(params)
        keyboard = keyboard_of(params, strict=self.strict)
        if (text, entities, keyboard) == (message.text, message.entities, message.keyboard):
            raise bad(_SAME)
        message.text, message.entities, message.raw = text, entities, params["text"]
        return self._edited(message, keyboard)

    def edit_keyboard(self, params: dict[str, Any]) -> dict[str, Any]:
        """Do editMessageReplyMarkup."""
        message = self._own(params, "edit")
        keyboard = keyboard_of(params, strict=self.strict)
        if keyboard == message.keyboard:
            raise bad(_SAME)
        return self._edited(message, keyboard)

    def _own(self, params: dict[str, Any], purpose: str) -> Message:
        if "chat_id" not in params:
            raise bad("chat_id is empty")
        if "message_id" not in params:
            raise bad("message identifier is not specified")
        chat = self.world.chat(params["chat_id"])
        message = self.world.message(chat, params["message_id"], purpose)
        if message.sender is not self.world.bot:
            raise bad("message can't be edited")
        return message

    def _edited(self, message: Message, keyboard: list[list[dict[str, Any]]]) -> dict[str, Any]:
        message.keyboard = keyboard
        message.edits += 1
        message.edited = self.world.now
        return self.world.touch(message).body()

    def delete(self, params: dict[str, Any]) -> bool:
        """Do deleteMessage."""
        chat = self.world.chat(params["chat_id"])
        message = self.world.message(chat, params["message_id"], "delete")
        if not self._may_delete(chat, message):
            raise bad("message can't be deleted for everyone")
        message.deleted = True
        chat.changes.tell()
        return True

    def _may_delete(self, chat: Chat, message: Message) -> bool:
        if chat.kind != "private" and chat.administrator:
            return True
        young = self.world.now - message.date < DELETABLE_FOR
        return young and (chat.kind == "private" or message.sender is self.world.bot)

    def answer(self, params: dict[str, Any]) -> bool:
        """Do answerCallbackQuery."""
        press = self.world.presses.get(params["callback_query_id"])
        if press is None or self.world.now - press.time > QUERY_LASTS:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if len(params.get("text", "")) > LONGEST_ALERT:
            raise bad("MESSAGE_TOO_LONG")
        press.answers.append(params)
        press.message.chat.changes.tell()
        return True

    def act(self, params: dict[str, Any]) -> bool:
        """Do sendChatAction."""
        chat = self.world.chat(params["chat_id"])
        if params["action"] not in ACTIONS:
            raise bad("wrong parameter action in request")
        chat.actions.append(params["action"])
        chat.changes.tell()
        return True

    def get_chat(self, params: dict[str, Any]) -> dict[str, Any]:
        """Do getChat."""
        chat = self.world.chat(params["chat_id"])
        told = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _GIFTS}
        return {**chat.body(), **told}

    def leave(self, params: dict[str, Any]) -> bool:
        """Do leaveChat."""
        chat = self.world.chat(params["chat_id"])
        if chat.kind == "private":
            raise forbidden("bot can't leave a private chat")
        chat.blocked = True
        chat.changes.tell()
        return True


_GIFTS = dict.fromkeys(
    (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    ),
    False,
)
