"""Message entities: detect them in text, trim text with them, and write text with them as HTML.

Offsets and lengths are in UTF-16 code units, as everywhere in the Bot API.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

Entity = dict[str, Any]

_OPENING_TAGS = {
    "bold": "<b>",
    "italic": "<i>",
    "underline": "<u>",
    "strikethrough": "<s>",
    "spoiler": "<tg-spoiler>",
    "code": "<code>",
    "blockquote": "<blockquote>",
    "expandable_blockquote": "<blockquote expandable>",
}
_DETECTED = (
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])")),
    ("mention", re.compile(r"(?<!\w)@[a-zA-Z0-9_]{3,32}(?!\w)")),
    ("url", re.compile(r"(?<!\w)https?://[^\s<>\"，。、；：！？（）《》「」“”]*[\w/#=&-]", re.IGNORECASE)),
)
_CONTROLS = {code: " " for code in range(32) if code != ord("\n")}
_VERBATIM = frozenset({"code", "pre", "text_link"})


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) + sum(char > "\uffff" for char in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def clean(text: str) -> str:
    """The text without carriage returns and with other control characters as spaces."""
    return text.replace("\r", "").translate(_CONTROLS)


def trim(text: str, entities: Iterable[Entity]) -> tuple[str, list[Entity]]:
    """Strip whitespace as Telegram does: at the end, and at the start up to the first entity.

    Drops entities that cover only whitespace. The text is empty if nothing visible is left.
    """
    kept = [entity for entity in entities if utf16_slice(text, entity["offset"], entity["length"]).strip()]
    text = text.rstrip()
    end = utf16_length(text)
    for entity in kept:
        entity["length"] = min(entity["length"], end - entity["offset"])
    first = min((entity["offset"] for entity in kept), default=end)
    blanks = min(len(text) - len(text.lstrip(" \n")), first)
    for entity in kept:
        entity["offset"] -= blanks
    return text[blanks:], kept


def with_detected(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """The entities plus the commands, mentions and links that Telegram detects, sorted by position.

    Telegram detects more kinds (phone numbers, hashtags, …); the sandbox does not need them.
    """
    busy = [_span(entity) for entity in entities if entity["type"] in _VERBATIM]
    found: list[Entity] = []
    for kind, pattern in _DETECTED:
        for match in pattern.finditer(text):
            start = utf16_length(text[: match.start()])
            span = (start, start + utf16_length(match.group()))
            if not any(start < end and begin < span[1] for begin, end in busy):
                busy.append(span)
                found.append({"type": kind, "offset": start, "length": span[1] - start})
    return sort_entities([*entities, *found])


def sort_entities(entities: Iterable[Entity]) -> list[Entity]:
    """Sort by position, outer entities before inner ones."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def to_html(text: str, entities: Sequence[Entity]) -> str:
    """The text with its entities as Telegram's HTML tags and everything else escaped."""
    marked = [
        entity
        for entity in entities
        if entity["type"] in _OPENING_TAGS or entity["type"] in {"pre", "text_link"}
    ]
    return "".join(_render(text.encode("utf-16-le"), 0, utf16_length(text), sort_entities(marked)))


def _render(raw: bytes, start: int, end: int, entities: list[Entity]) -> Iterator[str]:
    while entities:
        outer = entities.pop(0)
        begin, stop = _span(outer)
        yield _escape(raw, start, begin)
        inner = [entity for entity in entities if entity["offset"] < stop]
        entities = entities[len(inner) :]
        opening, closing = _tags(outer)
        yield opening
        yield from _render(raw, begin, stop, inner)
        yield closing
        start = stop
    yield _escape(raw, start, end)


def _escape(raw: bytes, start: int, end: int) -> str:
    return html.escape(raw[2 * start : 2 * end].decode("utf-16-le"), quote=False)


def _tags(entity: Entity) -> tuple[str, str]:
    if entity["type"] == "text_link":
        return f'<a href="{html.escape(entity["url"])}">', "</a>"
    if entity["type"] == "pre":
        language = entity.get("language")
        if language:
            return f'<pre><code class="language-{html.escape(language)}">', "</code></pre>"
        return "<pre>", "</pre>"
    opening = _OPENING_TAGS[entity["type"]]
    return opening, f"</{opening[1:].split()[0].rstrip('>')}>"


def _span(entity: Entity) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]
