"""Parsing Telegram's HTML, detecting entities, and writing HTML."""

import html
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.entities import to_html, trim, utf16_length, utf16_slice, with_detected
from sandbox.errors import ApiError
from sandbox.html_mode import parse_html

SURROGATES = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)


def bold(offset: int, length: int) -> dict[str, object]:
    return {"type": "bold", "offset": offset, "length": length}


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("i", "italic"),
        ("em", "italic"),
        ("u", "underline"),
        ("ins", "underline"),
        ("s", "strikethrough"),
        ("strike", "strikethrough"),
        ("del", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("B", "bold"),
    ],
)
def test_each_tag_becomes_its_entity(tag: str, kind: str) -> None:
    assert parse_html(f"🏠<{tag}>迎宾</{tag}>") == (
        "🏠迎宾",
        [{"type": kind, "offset": 2, "length": 2}],
    )


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        (
            '<a href="https://e.com/?a=1&amp;b=2">x</a>',
            {"type": "text_link", "url": "https://e.com/?a=1&b=2"},
        ),
        ("<a href='tg://user?id=7'>x</a>", {"type": "text_link", "url": "tg://user?id=7"}),
        ('<span class="tg-spoiler">x</span>', {"type": "spoiler"}),
        ("<span class=tg-spoiler>x</span>", {"type": "spoiler"}),
        ("<blockquote expandable>x</blockquote>", {"type": "expandable_blockquote"}),
        ('<pre><code class="language-python">x</code></pre>', {"type": "pre", "language": "python"}),
        ("<pre><code>x</code></pre>", {"type": "pre"}),
        ('<code class="language-python">x</code>', {"type": "code"}),
        ('<b title="x">x</b>', {"type": "bold"}),
    ],
)
def test_attributes_set_entity_fields(source: str, entity: dict[str, Any]) -> None:
    assert parse_html(source) == ("x", [{"offset": 0, "length": 1} | entity])


def test_nested_entities_are_sorted_outer_first() -> None:
    text, entities = parse_html("<i>a<b>b</b></i><u>c</u>")
    assert text == "abc"
    assert entities == [
        {"type": "italic", "offset": 0, "length": 2},
        bold(1, 1),
        {"type": "underline", "offset": 2, "length": 1},
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<code>a<b>b</b></code>",
        "<pre>a<i>b</i></pre>",
    ],
)
def test_tags_inside_code_are_dropped(source: str) -> None:
    assert [entity["type"] for entity in parse_html(source)[1]] == [source[1:].partition(">")[0]]


@pytest.mark.parametrize("source", ["<b><strong>x</strong></b>", "<b><b>x</b></b>"])
def test_repeated_tags_make_one_entity(source: str) -> None:
    assert parse_html(source) == ("x", [bold(0, 1)])


@pytest.mark.parametrize(
    "source",
    [
        "<b></b>x",
        '<a href="https://e.com/a b">x</a>',
        "<a>x</a>",
        '<a href="nowhere">x</a>',
        '<a href="http://[">x</a>',
    ],
)
def test_empty_and_invalid_tags_are_dropped(source: str) -> None:
    assert parse_html(source) == ("x", [])


def test_a_link_without_href_uses_its_text() -> None:
    assert parse_html("<a>https://e.com</a>")[1][0]["url"] == "https://e.com"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&lt;&gt;&amp;&quot;", '<>&"'),
        ("&#8734;&#x221E;", "∞∞"),
        ("&lt 3 &amp co", "< 3 & co"),
        ("&nbsp;&ge;&;&", "&nbsp;&ge;&;&"),
        ("&#0;&#99999999;", "&#0;&#99999999;"),
        ("a > b", "a > b"),
        ("<b\n>x</b >", "x"),
        ("<b>x</>", "x"),
    ],
)
def test_character_references_are_decoded(source: str, text: str) -> None:
    assert parse_html(source)[0] == text


@pytest.mark.parametrize(
    ("source", "description"),
    [
        ("guest <3 & co", 'Unsupported start tag "3" at byte offset 6'),
        ("guest <3", "Unclosed start tag at byte offset 6"),
        ("迎宾 <3>", 'Unsupported start tag "3" at byte offset 7'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<tg-emoji emoji-id='1'>x</tg-emoji>", 'Unsupported start tag "tg-emoji" at byte offset 0'),
        ("a<b>c", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>c", 'Can\'t find end tag corresponding to start tag "i"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<span class='x'>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<i =x>a</i>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ("<a href=https://e.com>x</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="https://e.com>x</a>', "Unclosed start tag at byte offset 0"),
        (
            "&#xDFDF;",
            SURROGATES,
        ),
    ],
)
def test_invalid_html_is_refused(source: str, description: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)
    assert (refused.value.code, refused.value.description) == (
        400,
        f"Bad Request: can't parse entities: {description}",
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start now", [("bot_command", "/start")]),
        ("🏠 /book@House_Bot", [("bot_command", "/book@House_Bot")]),
        ("请 /book 或 @linna", [("bot_command", "/book"), ("mention", "@linna")]),
        ("see https://e.com/a?b=1, please", [("url", "https://e.com/a?b=1")]),
        ("看https://e.com。", []),
        ("看 https://e.com。好", [("url", "https://e.com")]),
        ("a/b 1/2 //x /<b", []),
        ("mail@e.com @ab", []),
    ],
)
def test_commands_mentions_and_links_are_detected(text: str, found: list[tuple[str, str]]) -> None:
    entities = with_detected(text, ())
    assert [
        (entity["type"], utf16_slice(text, entity["offset"], entity["length"])) for entity in entities
    ] == found


def test_nothing_is_detected_inside_code_and_links() -> None:
    text, entities = parse_html('<code>/a</code> <a href="https://e.com">/b</a> <b>/c</b>')
    assert [entity["type"] for entity in with_detected(text, entities)] == [
        "code",
        "text_link",
        "bold",
        "bot_command",
    ]


def test_lengths_are_in_utf16_units() -> None:
    assert utf16_length("a迎🏠") == 4
    assert utf16_slice("a🏠b", 1, 2) == "🏠"


def test_leading_spaces_inside_an_entity_stay() -> None:
    assert trim("  x", [bold(0, 3)]) == ("  x", [bold(0, 3)])
    assert trim(" \n x", [bold(3, 1)]) == ("x", [bold(0, 1)])


@pytest.mark.parametrize(
    "source",
    [
        "plain &lt;b&gt; &amp; 🏠",
        "<i>a<b>b</b>c</i> <u>d</u>",
        '<a href="https://e.com/?a=1&amp;b=2">x</a>',
        '<pre><code class="language-sql">select 1 &lt; 2</code></pre>',
        "<blockquote expandable><tg-spoiler>x</tg-spoiler></blockquote> <s>y</s> <code>z</code>",
        "<blockquote>x</blockquote><pre>y</pre>",
    ],
)
def test_html_survives_parsing_and_writing(source: str) -> None:
    assert to_html(*parse_html(source)) == source


def test_to_html_omits_detected_entities() -> None:
    text = "/start @linna https://e.com <"
    assert to_html(text, with_detected(text, ())) == "/start @linna https://e.com &lt;"


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_escaped_text_survives_parsing(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, [])


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["b", "i", "u", "code"]), st.sampled_from("a<&迎🏠")), max_size=6))
def test_entities_survive_writing_and_parsing(pieces: list[tuple[str, str]]) -> None:
    source = "".join(f"<{tag}>{html.escape(char)}</{tag}>" for tag, char in pieces)
    text, entities = parse_html(source)
    assert len(entities) == len(pieces)
    assert parse_html(to_html(text, entities)) == (text, entities)
