"""HTML is read as Telegram's own parser reads it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.botapi.markup import UnparsableError, parse

PIECES = st.sampled_from(
    [
        *("<b>", "</b>", "<i>", "</i>", "<B >", "</B >", "<s a=b>", "</s>", "</>", "<b", "</", "<"),
        *('<a href="https://a.b">', "<a href='a.b/&lt;", "</a>", "<tg-spoiler>", "</tg-spoiler>"),
        *('<span class="tg-spoiler">', "<span>", "</span>", "<pre>", "</pre>", "</code>"),
        *("<code class='language-c'>", "<blockquote expandable>", "<blockquote>", "</blockquote>"),
        *("&lt;", "&gt", "&amp;", "&quot;", "&nbsp;", "&#65;", "&#x1F600;", "&#xd800;", "&#", "&"),
        *("a", "µg/m²", "😀", " ", "\n", ">", "=", '"', "'", "/", "-", ";", "expandable", "<x>"),
    ]
)
TEXTS = st.lists(PIECES, max_size=12).map("".join)


def read(html: str) -> tuple[str, str]:
    """Return the plain text, or why there is none."""
    try:
        return parse(html)[0], ""
    except UnparsableError as error:
        return "", str(error)


@settings(max_examples=500)
@given(TEXTS | TEXTS.map(lambda text: f"<b>{text}</b>"))
@example("<b>&#x41;</B>")
@example("<b x=")
@example("<blockquote  expandable >x</blockquote>")
def test_telegrams_own_parser_agrees(html: str) -> None:
    telegram = pytest.importorskip("tests.botapi.telegram_parser")
    try:
        expected = telegram.parse_html(html), ""
    except ValueError as error:
        expected = "", str(error).removeprefix("Can't parse entities: ")
    assert read(html) == expected


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ("<b>a<i>b</i></b>", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", [("strikethrough", n, 1) for n in range(3)]),
        ("😀<code>a</code>", [("code", 2, 1)]),
        ("<pre><code class='language-c'>a</code></pre>", [("pre", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", [("expandable_blockquote", 0, 1)]),
        ('<a href="https://a.b/">a</a><a>no address</a>', [("text_link", 0, 1)]),
        ("<span class='tg-spoiler'>a</span><b></b>", [("spoiler", 0, 1)]),
    ],
)
def test_what_tags_mean(html: str, kinds: list[tuple[str, int, int]]) -> None:
    _, entities = parse(html)
    assert [(one["type"], one["offset"], one["length"]) for one in entities] == kinds
