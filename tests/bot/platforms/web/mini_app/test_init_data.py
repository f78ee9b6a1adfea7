"""What Telegram says of whoever opened a Mini App is believed exactly where it should be."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode

import init_data_py
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.platforms.web.mini_app.init_data import AHEAD, LASTS, read_init_data, secret_of

TOKEN = "123456:a-token-of-nobody"  # noqa: S105 - of no bot
NOW = datetime(2026, 3, 31, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)
KIM = {"id": 8, "first_name": "Kim", "language_code": "sv"}


def signed(when: datetime = NOW, token: str = TOKEN, **fields: str) -> str:
    """Return data as Telegram signs it; the library signs."""
    return init_data_py.sign({"user": json.dumps(KIM), **fields}, token, auth_date=when)


def believed(text: str, now: datetime = NOW) -> int | None:
    """Return whose the data is taken for."""
    found = read_init_data(text, secret_of(TOKEN), now)
    return None if found is None else found.user


def test_whom_telegram_names_is_believed() -> None:
    assert believed(signed(query_id="AAH", signature="c2ln", chat_instance="-1")) == 8


def test_a_signature_of_telegrams_documentation_is_the_same() -> None:
    # Its steps one by one: the key is HMAC("WebAppData", token), the fields a line each.
    fields = 'auth_date=1774949400\nquery_id=Q\nuser={"id":8}'
    key = hmac.new(b"WebAppData", TOKEN.encode(), hashlib.sha256).digest()
    right = hmac.new(key, fields.encode(), hashlib.sha256).hexdigest()
    given_ = {"user": '{"id":8}', "hash": right, "query_id": "Q", "auth_date": "1774949400"}
    assert believed(urlencode(given_), datetime.fromtimestamp(1774949400, UTC)) == 8


@pytest.mark.parametrize(
    ("age", "is_believed"),
    [
        (timedelta(), True),
        (LASTS, True),
        (LASTS + SECOND, False),
        (-AHEAD, True),
        (-AHEAD - SECOND, False),
        (timedelta(days=-400), False),
    ],
)
def test_it_is_believed_for_an_hour_and_not_before(age: timedelta, *, is_believed: bool) -> None:
    assert (believed(signed(NOW - age)) is not None) is is_believed


@pytest.mark.parametrize(
    "user",
    [
        "",
        "null",
        "[8]",
        '{"id": "8"}',
        '{"id": -8}',
        '{"id": true}',
        '{"id": 8.0}',
        "{}",
        "[" * 9000,
    ],
)
def test_without_a_persons_number_nobody_is_believed(user: str) -> None:
    assert believed(signed(user=user)) is None


def test_a_field_that_stands_twice_is_refused() -> None:
    text = signed()
    for name, value in parse_qsl(text):
        assert believed(f"{text}&{urlencode({name: value})}") is None
        assert believed(f"{urlencode({name: value})}&{text}") is None


def test_two_fields_cannot_be_written_as_one() -> None:
    # The lines that are signed are the same: "auth_date=…\nquery_id=…" is one field or two.
    fields = dict(parse_qsl(signed(query_id="Q")))
    joined = f"{fields['auth_date']}\nquery_id={fields.pop('query_id')}"
    assert believed(urlencode(fields | {"auth_date": joined})) is None
    named = dict(parse_qsl(signed(query_id="Q")))
    value = named.pop("query_id")
    odd = f"auth_date={named.pop('auth_date')}\nquery_id"
    assert believed(urlencode(named | {odd: value})) is None


NAMES = st.sampled_from(
    ("query_id", "start_param", "chat_type", "chat_instance", "new", "new2", "ne")
)
SIGNATURES = st.dictionaries(
    st.just("signature"), st.from_regex("[A-Za-z0-9_-]{4}", fullmatch=True)
)
"""Whoever has the bot's token need not look at it; the library wants it to be in its form."""
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
SIGNED = st.dictionaries(NAMES, TEXTS, max_size=5)
CHANGES = st.sampled_from(("nothing", "drop", "twice", "value", "name", "token", "hash", "order"))


def changed(text: str, how: str, chance: int) -> str:
    """Change data in one place."""
    pairs = parse_qsl(text, keep_blank_values=True)
    at = chance % len(pairs)
    name, value = pairs[at]
    if how == "drop":
        del pairs[at]
    elif how == "twice":
        pairs.append((name, value + "x"))
    elif how == "value":
        pairs[at] = (name, value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x")
    elif how == "name":
        pairs[at] = (name + "x", value)
    elif how == "hash":
        pairs = [(one, other[::-1] if one == "hash" else other) for one, other in pairs]
    elif how == "order":
        pairs = pairs[at:] + pairs[:at]
    return urlencode(pairs)


@given(SIGNED, SIGNATURES, CHANGES, st.integers(0, 40), st.integers(-4000, 10))
@example({}, {"signature": "c2ln"}, "drop", 2, 0)
def test_it_is_believed_exactly_where_the_library_believes_it(
    fields: dict[str, str], signature: dict[str, str], how: str, chance: int, age: int
) -> None:
    when, token = NOW + timedelta(seconds=age), "1:other" if how == "token" else TOKEN
    text = changed(signed(when, token, **fields, **signature), how, chance)
    try:
        data = init_data_py.validate_by_hash(text, TOKEN, expires_in=LASTS, now=NOW)
        right = None if data.user is None else data.user.id
    except init_data_py.errors.InvalidInitDataError:
        right = None
    assert believed(text) == right
