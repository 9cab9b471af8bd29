"""Shared by all gestures: find the chat, and check that the person may act in it."""

from __future__ import annotations

from sandbox.chat_models import PRESENT, Chat, Group, PrivateChat
from sandbox.model import BotAccount, GestureError
from sandbox.world import World


class GestureBase:
    """Finds chats by a gesture's arguments; raises GestureError if there is no such chat."""

    def __init__(self, world: World) -> None:
        self._world = world

    def _group(self, chat_id: int) -> Group:
        try:
            return self._world.groups[chat_id]
        except KeyError:
            raise GestureError(f"there is no group {chat_id}") from None

    def _member_of(self, user_id: int, chat_id: int) -> Group:
        group = self._group(chat_id)
        if group.moved_to:
            raise GestureError(f"this group has become the supergroup {group.moved_to}")
        if user_id not in group.people:
            raise GestureError(f"{user_id} is not in the group")
        return group

    def _bot_in(self, group: Group, bot: str) -> BotAccount:
        account = self._world.bot_named(bot)
        if group.bots.get(account.id) not in PRESENT:
            raise GestureError(f"@{account.username} is not in the group")
        return account

    def _private(self, bot: str | None, user_id: int | None) -> PrivateChat:
        if bot is None or user_id is None:
            raise GestureError("a private chat is named by a bot and a person")
        return self._world.private(self._world.bot_named(bot), self._world.person(user_id).id)

    def _chat(self, user_id: int, bot: str | None, chat_id: int | None) -> Chat:
        if (bot is None) == (chat_id is None):
            raise GestureError("name either a bot or a group")
        return self._private(bot, user_id) if chat_id is None else self._member_of(user_id, chat_id)

    def _open_chat(self, user_id: int, bot: str | None, chat_id: int | None) -> Chat:
        """As _chat; raises GestureError if the person cannot write there."""
        chat = self._chat(user_id, bot, chat_id)
        if isinstance(chat, PrivateChat) and chat.blocked:
            raise GestureError("the bot is blocked; unblock it first")
        return chat
