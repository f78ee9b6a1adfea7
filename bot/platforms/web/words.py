"""The page's own sentences: `web.toml` in each language's folder in `bot/texts`."""

from __future__ import annotations

from functools import cache

from pydantic import field_validator

from bot.platforms.chat.words import TelegramWords
from bot.platforms.chat.words import words_in as chat_words_in
from bot.texts import file_in
from bot.texts.base import Counted, Words


class WebWords(Words):
    """Sentences by name: all must be there, and none more."""

    name: str
    open_to_all: str
    conversation: str
    your_answer: str
    from_record: str
    read_record: str
    from_server: str
    search_record: str
    write_here: str
    send: str
    ways: str
    change: str
    menu: str
    begin: str
    begin_quick: str
    what_is_open: str
    what_became: str
    help: str
    privacy: str
    desk: str
    talk: str
    account: str
    sign_out: str
    sign_out_everywhere: str
    language: str
    welcome: str
    copy_summary: str
    copied: str
    save_file: str
    value: str
    unit: str
    unit_as_written: str
    limit: str
    understood: str
    take_values: str
    paste_instead: str
    app_opening: str
    app_failed: str
    app_nothing: str
    app_close: str
    app_no_script: str
    waiting: str
    changed_elsewhere: str
    show_it: str
    expired: str
    go_on: str
    too_large: str
    too_slow: str
    too_many: str
    not_understood: str
    not_there: str
    store_failed: str
    broken: str
    sign_in: str
    sign_in_how: str
    sign_in_key: str
    no_script: str
    ask_whom: str
    whoever: str
    invited: str
    signing_in: str
    your_name: str
    join: str
    link_spent: str
    key_failed: str
    keys: str
    keys_none: str
    key_line: str
    key_line_used: str
    make_key: str
    told_of_key: str
    told_of_link: str
    another_device: str
    link_for_me: str
    link_made: str
    signed_in_as: str
    you: str
    people: str
    person: str
    role: str
    since: str
    invite: str
    invite_as: str
    invitation_made: str
    qr: str
    link_for: str
    revoke: str
    owner_in_settings: str
    log: str
    log_none: str
    filter: str
    apply: str
    everything: str
    number: str
    day: str
    trial: str
    outcome: str
    failing: str
    open_criteria: str
    followed: str
    begun: str
    touched: str
    outcome_is: str
    since_day: str
    until_day: str
    criterion_is: str
    count: Counted
    criteria: str
    trail: str
    trail_when: str
    trail_who: str
    trail_what: str
    trail_before: str
    trail_after: str
    trail_why: str
    purged: str
    worklist: str
    pictures: str
    files: str
    file_failed: str
    file_unsuitable: str
    waits: str
    confirm: str
    note_outcome: str
    take_back: str
    reminders: str
    back_to_log: str
    enrolled: str
    hand_in: str
    hand_in_how: str
    delete_list: str
    page_of: str
    older: str
    newer: str
    picture_flow: str
    picture_reasons: str
    picture_time: str
    picture_near_misses: str
    own_words: str
    members: str
    revoke_certain: str
    revoke_yes: str
    chat: dict[str, str]
    """Sentences of a chat that are other ones here."""

    @field_validator("chat")
    @classmethod
    def _of_a_chat(cls, chat: dict[str, str]) -> dict[str, str]:
        """Every one of them is a sentence of a chat."""
        if not chat.keys() <= TelegramWords.model_fields.keys():
            raise ValueError("name only sentences that a chat has")
        return chat


def words_in(language: str) -> WebWords:
    """Return the words in a language ("sv", "sv-SE"), else in English."""
    return file_in(language, "web", WebWords)


@cache
def chat_words(language: str) -> TelegramWords:
    """Return a chat's sentences, with those that are other ones on the page."""
    return chat_words_in(language).model_copy(update=words_in(language).chat)
