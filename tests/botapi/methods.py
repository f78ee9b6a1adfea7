"""The table of facts: which methods there are, which parameters and types each has.

From the description of Bot API 10.1, for the methods that a bot like this one uses. A line is a
method or an object; ``name:type`` is a parameter, ``name!:type`` one that has to be there,
``[type]`` a list, ``one|other`` either of two.
"""

from __future__ import annotations

from dataclasses import dataclass

_WHERE = "business_connection_id:String chat_id!:Integer|String message_thread_id:Integer"
_SENDING = (
    f"{_WHERE} direct_messages_topic_id:Integer disable_notification:Boolean "
    "protect_content:Boolean allow_paid_broadcast:Boolean message_effect_id:String "
    "suggested_post_parameters:Object reply_parameters:ReplyParameters reply_markup:ReplyMarkup"
)
_CAPTION = "caption:String parse_mode:String caption_entities:[MessageEntity]"
_EDITING = (
    "business_connection_id:String chat_id:Integer|String message_id:Integer "
    "inline_message_id:String reply_markup:InlineKeyboardMarkup"
)

_METHODS = {
    "answerCallbackQuery": (
        "callback_query_id!:String text:String show_alert:Boolean url:String cache_time:Integer"
    ),
    "close": "",
    "deleteMessage": "chat_id!:Integer|String message_id!:Integer",
    "deleteMyCommands": "scope:BotCommandScope language_code:String",
    "deleteWebhook": "drop_pending_updates:Boolean",
    "editMessageReplyMarkup": _EDITING,
    "editMessageText": (
        f"{_EDITING} text:String parse_mode:String entities:[MessageEntity] "
        "link_preview_options:LinkPreviewOptions rich_message:Object"
    ),
    "getChat": "chat_id!:Integer|String",
    "getFile": "file_id!:String",
    "getMe": "",
    "getMyCommands": "scope:BotCommandScope language_code:String",
    "getMyDescription": "language_code:String",
    "getMyName": "language_code:String",
    "getMyShortDescription": "language_code:String",
    "getUpdates": "offset:Integer limit:Integer timeout:Integer allowed_updates:[String]",
    "getWebhookInfo": "",
    "leaveChat": "chat_id!:Integer|String",
    "logOut": "",
    "sendChatAction": f"{_WHERE} action!:String",
    "sendDocument": (
        f"{_SENDING} {_CAPTION} document!:File thumbnail:File "
        "disable_content_type_detection:Boolean"
    ),
    "sendMessage": (
        f"{_SENDING} text!:String parse_mode:String entities:[MessageEntity] "
        "link_preview_options:LinkPreviewOptions"
    ),
    "sendPhoto": (
        f"{_SENDING} {_CAPTION} photo!:File show_caption_above_media:Boolean has_spoiler:Boolean"
    ),
    "setChatMenuButton": "chat_id:Integer menu_button:MenuButton",
    "setMyCommands": "commands!:[BotCommand] scope:BotCommandScope language_code:String",
    "setMyDescription": "description:String language_code:String",
    "setMyName": "name:String language_code:String",
    "setMyShortDescription": "short_description:String language_code:String",
    "setWebhook": (
        "url!:String certificate:File ip_address:String max_connections:Integer "
        "allowed_updates:[String] drop_pending_updates:Boolean secret_token:String"
    ),
}

_OBJECTS = {
    "BotCommand": "command!:String description!:String",
    "BotCommandScope": "type!:String chat_id:Integer|String user_id:Integer",
    "ForceReply": "force_reply!:Boolean input_field_placeholder:String selective:Boolean",
    "InlineKeyboardButton": (
        "text!:String icon_custom_emoji_id:String style:String url:String callback_data:String "
        "web_app:Object login_url:Object switch_inline_query:String "
        "switch_inline_query_current_chat:String switch_inline_query_chosen_chat:Object "
        "copy_text:Object callback_game:Object pay:Boolean"
    ),
    "InlineKeyboardMarkup": "inline_keyboard!:[[InlineKeyboardButton]]",
    "KeyboardButton": (
        "text!:String icon_custom_emoji_id:String style:String request_users:Object "
        "request_chat:Object request_managed_bot:Object request_contact:Boolean "
        "request_location:Boolean request_poll:Object web_app:Object"
    ),
    "LinkPreviewOptions": (
        "is_disabled:Boolean url:String prefer_small_media:Boolean prefer_large_media:Boolean "
        "show_above_text:Boolean"
    ),
    "MenuButton": "type!:String text:String web_app:Object",
    "MessageEntity": (
        "type!:String offset!:Integer length!:Integer url:String user:Object language:String "
        "custom_emoji_id:String unix_time:Integer date_time_format:String"
    ),
    "ReplyKeyboardMarkup": (
        "keyboard!:[[KeyboardButton|String]] is_persistent:Boolean resize_keyboard:Boolean "
        "one_time_keyboard:Boolean input_field_placeholder:String selective:Boolean"
    ),
    "ReplyKeyboardRemove": "remove_keyboard!:Boolean selective:Boolean",
    "ReplyParameters": (
        "message_id!:Integer chat_id:Integer|String allow_sending_without_reply:Boolean "
        "quote:String quote_parse_mode:String quote_entities:[MessageEntity] "
        "quote_position:Integer checklist_task_id:Integer poll_option_id:String"
    ),
}

MARKUPS = {
    "inline_keyboard": "InlineKeyboardMarkup",
    "keyboard": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "ForceReply",
}
"""What a reply markup is, by the name that only it has."""

ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
SCOPES = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
)
MENU_BUTTONS = frozenset(("commands", "web_app", "default"))

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LONGEST_CALLBACK_DATA = 64
LONGEST_ALERT = 200
MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
MOST_COMMANDS = 100
LONGEST_COMMAND_DESCRIPTION = 256
LONGEST_DESCRIPTION = 512
LONGEST_SHORT_DESCRIPTION = 120
LONGEST_NAME = 64
MOST_UPDATES = 100
MOST_CONNECTIONS = 100
QUERY_LASTS = 150.0
"""Seconds in which a button's press can be answered."""
DELETABLE_FOR = 48 * 3600.0
"""Seconds in which a message can be deleted."""
UPDATES_LAST = 24 * 3600.0
"""Seconds for which an update is kept."""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a method or a field of an object."""

    name: str
    kind: str
    required: bool


def _fields(line: str) -> dict[str, Field]:
    parts = (part.partition(":") for part in line.split())
    fields = (Field(name.rstrip("!"), kind, name.endswith("!")) for name, _, kind in parts)
    return {field.name: field for field in fields}


METHODS = {name: _fields(line) for name, line in _METHODS.items()}
OBJECTS = {name: _fields(line) for name, line in _OBJECTS.items()}
BY_LOWER_CASE = {name.lower(): name for name in METHODS}
"""Telegram does not mind how a method's name is capitalised."""
