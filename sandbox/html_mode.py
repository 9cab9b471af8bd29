"""Parser of parse_mode=HTML, with Telegram's behaviour and error messages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox.entities import Entity, sort_entities, utf16_length
from sandbox.errors import ApiError, bad_request

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]+)|#(?P<number>[0-9]+)|(?P<name>[a-zA-Z]+));?")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"[^\s=>]*")
_TOKEN = re.compile(r"[a-zA-Z0-9.-]*")
_PLAIN = re.compile(r"[^<&]+")
_BLANK = re.compile(r"\s*")


@dataclass
class _OpenTag:
    tag: str
    start: int
    piece_index: int
    argument: str


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities; raises :class:`ApiError` if Telegram could not parse the source."""
    return _Parser(source).parse()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.offset = 0
        self.open: list[_OpenTag] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            if self.source[self.at] == "<":
                if self.source.startswith("/", self.at + 1):
                    self._end_tag()
                else:
                    self._start_tag()
            else:
                self._append(self._take(_PLAIN) or self._character())
        if self.open:
            raise self._error(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.text), sort_entities(reversed(self.entities))

    def _append(self, piece: str) -> None:
        self.text.append(piece)
        self.offset += utf16_length(piece)

    def _character(self) -> str:
        """The next character, with a reference decoded; an unknown reference stays as it is."""
        match = _REFERENCE.match(self.source, self.at)
        decoded = "" if match is None else _decoded(match)
        if match is None or not decoded:
            decoded = self.source[self.at]
            self.at += 1
            return decoded
        self.at = match.end()
        return decoded

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        piece = "" if match is None else match.group()
        self.at += len(piece)
        return piece

    def _ended(self) -> bool:
        return self.at >= len(self.source)

    def _next(self) -> str:
        return self.source[self.at : self.at + 1]

    def _start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self._take(_NAME).lower()
        if self._ended():
            raise self._error("Unclosed start tag", begin)
        if tag not in _KINDS:
            raise self._error(f'Unsupported start tag "{tag}"', begin)
        argument = ""
        self._take(_BLANK)
        while self._next() != ">":
            name, value = self._attribute(tag, begin)
            argument = _argument(tag, name, value) or argument
            self._take(_BLANK)
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_OpenTag(tag, self.offset, len(self.text), argument))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        if self._ended():
            raise self._error(f'Unclosed start tag "{tag}"', begin)
        name = self._take(_ATTRIBUTE).lower()
        if not name:
            raise self._error(f'Empty attribute name in the tag "{tag}"', begin)
        self._take(_BLANK)
        if self._next() != "=":
            return name, ""
        self.at += 1
        self._take(_BLANK)
        if self._ended():
            raise self._error(f'Unclosed start tag "{tag}"', begin)
        value = self._quoted() if self._next() in {'"', "'"} else self._token()
        if self._ended():
            raise self._error("Unclosed start tag", begin)
        return name, value

    def _quoted(self) -> str:
        quote = self._next()
        self.at += 1
        value: list[str] = []
        while not self._ended() and self._next() != quote:
            value.append(self._character())
        self.at += 1
        return "".join(value)

    def _token(self) -> str:
        begin = self.at
        token = self._take(_TOKEN)
        if not self._next().isspace() and self._next() != ">":
            raise self._error("Unexpected end of name token", begin)
        return token.lower()

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise self._error("Unexpected end tag", begin)
        self.at += 2
        name = self._take(_NAME).lower()
        self._take(_BLANK)
        if self._next() != ">":
            raise self._error("Unclosed end tag", begin)
        self.at += 1
        opened = self.open.pop()
        if name and name != opened.tag:
            raise self._error("Unmatched end tag", begin, f', expected "</{opened.tag}>", found "</{name}>"')
        self._mark(opened)

    def _mark(self, opened: _OpenTag) -> None:
        """Add the entity of a closed tag, unless it is empty, repeats an outer one, or is inside code."""
        entity: Entity = {
            "type": _KINDS[opened.tag],
            "offset": opened.start,
            "length": self.offset - opened.start,
        }
        around = {_KINDS[outer.tag] for outer in self.open}
        if opened.tag == "code" and self.open and self.open[-1].tag == "pre":
            self.open[-1].argument = opened.argument
        if not entity["length"] or entity["type"] in around or around & {"code", "pre"}:
            return
        if opened.tag == "a":
            entity["url"] = opened.argument or "".join(self.text[opened.piece_index :])
            if not is_link(entity["url"]):
                return
        elif opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "pre" and opened.argument:
            entity["language"] = opened.argument
        self.entities.append(entity)

    def _error(self, what: str, index: int | None = None, more: str = "") -> ApiError:
        where = "" if index is None else f" at byte offset {len(self.source[:index].encode())}"
        return bad_request(f"can't parse entities: {what}{where}{more}")


def _decoded(match: re.Match[str]) -> str:
    """The character of a reference; empty if Telegram does not decode it."""
    if match["name"] is not None:
        return _NAMED.get(match["name"], "")
    code = int(match["hex"], 16) if match["hex"] is not None else int(match["number"])
    if 0xD800 <= code <= 0xDFFF:
        raise bad_request(
            "can't parse entities: Text contains invalid Unicode characters after decoding HTML entities, "
            "check for unmatched surrogate code units"
        )
    return chr(code) if 0 < code < 0x10FFFF else ""


def _argument(tag: str, name: str, value: str) -> str:
    """The part of an attribute that Telegram uses; empty for attributes that it ignores."""
    if tag == "a" and name == "href":
        return value
    if tag == "code" and name == "class":
        return value.removeprefix("language-") if value.startswith("language-") else ""
    if tag == "span" and name == "class":
        return value.removeprefix("tg-") if value.startswith("tg-") else ""
    if tag == "blockquote" and name == "expandable":
        return "expandable"
    return ""


def is_link(url: str) -> bool:
    """Whether Telegram accepts a URL: http or https with a dot in the host, or tg with any host."""
    if any(char.isspace() for char in url):
        return False
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme == "tg":
        return bool(host)
    return parts.scheme in {"http", "https"} and "." in host.strip(".")
