"""The page's state as JSON: a full snapshot, and the changes between two snapshots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.model import Attachment, Sender, ShownMessage, Toast
from sandbox.telegram import Telegram

Snapshot = dict[str, Any]

HISTORY = 400
"""How many of a chat's newest messages a snapshot contains."""
_MAX_TOASTS = 20
_CHAT_FIELDS = ("keyboard", "commands", "pinned", "blocked")  # everything in a chat except its messages
_TOP_FIELDS = ("names", "zone", "people", "bots", "panes")


@dataclass(frozen=True)
class Pane:
    """One column of the page: the private chats of `people` with `bot`, or the group `chat_id`."""

    id: str
    people: tuple[int, ...]
    bot: str | None = None
    chat_id: int | None = None

    def __post_init__(self) -> None:
        if (self.bot is None) == (self.chat_id is None):
            raise ValueError(f"pane {self.id} needs a bot or a group, and not both")

    def chat(self, person: int) -> str:
        """The key of the chat that `person` sees in this pane."""
        return f"{self.bot}:{person}" if self.bot is not None else str(self.chat_id)


@dataclass(frozen=True)
class PageState:
    """What the page shows: a Telegram, its panes, the house's time zone, and its name by language.

    Languages are "en" and "zh". `roles` maps a person's id to the name of their role by language.
    """

    telegram: Telegram
    panes: tuple[Pane, ...]
    zone: ZoneInfo
    house_name: Mapping[str, str]
    roles: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


def snapshot(state: PageState, panes: Iterable[Pane]) -> Snapshot:
    """Everything visible in `panes`, which are the state's panes with the buyers added on the page."""
    telegram = state.telegram
    shown = tuple(panes)
    people = sorted({person for pane in shown for person in pane.people})
    return {
        "names": dict(state.house_name),
        "zone": state.zone.key,
        "people": {str(person): _person(state, person) for person in people},
        "bots": {bot.username: {"name": bot.name} for bot in telegram.bots},
        "panes": [_pane(telegram, pane) for pane in shown],
        "chats": {key: chat for pane in shown for key, chat in _chats(telegram, pane)},
        "toasts": [_toast(toast) for person in people for toast in telegram.toasts(person)[-_MAX_TOASTS:]],
    }


def changes(before: Snapshot, after: Snapshot) -> dict[str, Any]:
    """What differs between two snapshots: per chat, messages to `upsert` and ids of deleted ones in `gone`."""
    patch = {name: after[name] for name in _TOP_FIELDS if after[name] != before[name]}
    known = {toast["query"] for toast in before["toasts"]}
    chats = {
        key: news
        for key, chat in after["chats"].items()
        if (news := _chat_changes(before["chats"].get(key, {"messages": []}), chat))
    }
    toasts = [toast for toast in after["toasts"] if toast["query"] not in known]
    return patch | ({"chats": chats} if chats else {}) | ({"toasts": toasts} if toasts else {})


def _chat_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    news = {name: after[name] for name in _CHAT_FIELDS if after[name] != before.get(name)}
    old = {message["id"]: message for message in before["messages"]}
    upsert = [message for message in after["messages"] if old.get(message["id"]) != message]
    gone = sorted(old.keys() - {message["id"] for message in after["messages"]})
    return news | ({"upsert": upsert} if upsert else {}) | ({"gone": gone} if gone else {})


def _person(state: PageState, user_id: int) -> dict[str, Any]:
    person = state.telegram.people[user_id]
    return {
        "first_name": person.first_name,
        "last_name": person.last_name,
        "language": person.language_code,
        "role": dict(state.roles.get(user_id, {})),
    }


def _pane(telegram: Telegram, pane: Pane) -> dict[str, Any]:
    return {
        "id": pane.id,
        "people": list(pane.people),
        "bot": pane.bot,
        "chat_id": pane.chat_id,
        "title": "" if pane.chat_id is None else telegram.title(pane.chat_id),
    }


def _chats(telegram: Telegram, pane: Pane) -> Iterator[tuple[str, dict[str, Any]]]:
    """The chats of a pane by key.

    `commands` holds each person's menu, `messages` the newest HISTORY, `pinned` the newest pinned message,
    `blocked` whether the person has blocked the bot.
    """
    if pane.chat_id is not None:
        history = telegram.history(chat_id=pane.chat_id)
        bots = [bot.username for bot in telegram.bots_in(pane.chat_id)]
        menus = {str(person): _menu(telegram, bots, pane.chat_id, person) for person in pane.people}
        yield str(pane.chat_id), _chat(history, menus)
        return
    assert pane.bot is not None  # noqa: S101 checked in Pane.__post_init__
    for person in pane.people:
        history = telegram.history(bot=pane.bot, user_id=person)
        menus = {str(person): _menu(telegram, [pane.bot], person, person)}
        yield (
            pane.chat(person),
            _chat(
                history, menus, telegram.reply_keyboard(pane.bot, person), telegram.blocked(person, pane.bot)
            ),
        )


def _chat(
    history: Sequence[ShownMessage],
    menus: Mapping[str, Any],
    keyboard: list[list[dict[str, Any]]] | None = None,
    blocked: bool = False,
) -> dict[str, Any]:
    pinned = [shown for shown in history if shown.pinned]
    return {
        "messages": [_message(shown) for shown in history[-HISTORY:]],
        "keyboard": keyboard,
        "commands": dict(menus),
        "pinned": _message(pinned[-1]) if pinned else None,
        "blocked": blocked,
    }


def _menu(telegram: Telegram, bots: Iterable[str], chat_id: int, person: int) -> list[dict[str, str]]:
    """The command menu of a chat; in a group each command names its bot."""
    language = telegram.people[person].language_code
    menu = [
        {"command": command.command, "description": command.description, "bot": bot}
        for bot in bots
        for command in telegram.commands(bot, chat_id, language, person)
    ]
    return menu if chat_id < 0 else [{**entry, "bot": ""} for entry in menu]


def _message(shown: ShownMessage) -> dict[str, Any]:
    return {
        "id": shown.message_id,
        "from": _sender(shown.sender),
        "at": shown.date.isoformat(),
        "edited": shown.edited is not None,
        "text": shown.text,
        "entities": shown.entities,
        "buttons": shown.buttons,
        "contact": shown.contact,
        "service": shown.service,
        "about": [_sender(who) for who in shown.about],
        "reply_to": shown.reply_to,
        "media": None if shown.media is None else _media(shown.media),
    }


def _media(media: Attachment) -> dict[str, Any]:
    """`file` is the id in /page/file/{id}, empty for media without a file."""
    return {
        "kind": media.kind,
        "facts": dict(media.facts),
        "file": media.unique_id,
        "name": media.name,
        "size": media.size,
    }


def _sender(sender: Sender) -> dict[str, Any]:
    return {"id": sender.id, "name": sender.name, "bot": sender.is_bot}


def _toast(toast: Toast) -> dict[str, Any]:
    return {"query": toast.query_id, "text": toast.text, "alert": toast.alert, "url": toast.url}
