"""From the messages of the outbox to calls of the Bot API, in Telegram's own markup."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.platforms.chat.outbox import OutboxMessage
    from bot.presentation.messages import Button, Line, Message

LONGEST = 4096
"""Characters of a message after its markup was read."""
LONGEST_POPUP = 200
"""Characters of the text that answers a press."""

Call = tuple[str, dict[str, Any]]
"""A method of the Bot API and its parameters."""


def drawn(message: Message) -> dict[str, Any]:
    """Return a message's text and keyboard as the Bot API takes them."""
    found: dict[str, Any] = {"text": html_of(fitted(message.lines)), "parse_mode": "HTML"}
    if message.rows:
        rows = [[_button(one) for one in row] for row in message.rows]
        found["reply_markup"] = {"inline_keyboard": rows}
    return found


def _button(button: Button) -> dict[str, Any]:
    if button.opens:
        return {"text": button.label, "web_app": {"url": button.opens}}
    return {"text": button.label, "callback_data": button.data}


def html_of(lines: Sequence[Line]) -> str:
    """Write lines in Telegram's HTML; all that came from outside is escaped."""
    return "\n".join(map(_line, lines))


def _line(line: Line) -> str:
    text = escape(line.text, quote=False)
    return f"<b>{text}</b>" if line.strong and text.strip() else text


def fitted(lines: Sequence[Line], longest: int = LONGEST) -> Sequence[Line]:
    """Leave lines out of the middle until a message is short enough; its ends stay."""
    if sum(2 * len(line.text) + 1 for line in lines) <= longest:  # short however it is counted
        return lines
    kept = list(lines)
    while len(kept) > 1 and _length(kept) > longest:
        kept.pop(len(kept) // 2)
    return kept if _length(kept) <= longest else [_cut(kept[0], longest)]


def _cut(line: Line, longest: int) -> Line:
    """Return the beginning of a line that is too long by itself."""
    return replace(
        line, text=line.text.encode("utf-16-le")[: 2 * longest].decode("utf-16-le", "ignore")
    )


def _length(lines: Sequence[Line]) -> int:
    """Count as Telegram does: in UTF-16."""
    return sum(len(line.text.encode("utf-16-le")) // 2 + 1 for line in lines) - 1


def calls_of(chat: int, message: OutboxMessage) -> list[Call]:
    """Return the calls of a message but for its screen, in the order in which to make them."""
    calls: list[Call] = []
    answer = message.get("answer")
    if answer is not None:
        params = {"callback_query_id": answer["query"]}
        calls.append(("answerCallbackQuery", {**params, **_popup(answer["text"])}))
    calls += [
        ("deleteMessage", {"chat_id": chat, "message_id": number})
        for number in message.get("delete", ())
    ]
    calls += [("sendMessage", {"chat_id": chat, **said}) for said in message.get("say", ())]
    return calls


def _popup(text: str) -> dict[str, Any]:
    return {"text": text[:LONGEST_POPUP], "show_alert": True} if text else {}


def screen_call(chat: int, message: OutboxMessage) -> Call | None:
    """Return the call that shows a message's screen."""
    screen = message.get("screen")
    if screen is None:
        return None
    if "edit" in message:
        return "editMessageText", {"chat_id": chat, "message_id": message["edit"], **screen}
    return "sendMessage", {"chat_id": chat, "disable_notification": True, **screen}
