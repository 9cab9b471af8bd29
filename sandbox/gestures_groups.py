"""Gestures about groups: create, join, leave, add and remove bots, promote, demote and migrate."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox import chats, members
from sandbox.chat_models import MEMBER, PRESENT, Group, SenderIdentity
from sandbox.entities import with_detected
from sandbox.gesture_base import GestureBase
from sandbox.model import BotAccount, GestureError

_ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
_TELEGRAM_ID = 777000
_TELEGRAM = {"id": _TELEGRAM_ID, "is_bot": False, "first_name": "Telegram"}
_SUPERGROUPS = -1_000_000_000_000


class GroupGestures(GestureBase):
    """Gestures about groups. A person is given by id, a bot by username."""

    def add_group(self, chat_id: int, title: str, people: Iterable[int], bots: Iterable[str]) -> None:
        """Create a group; the first of `people` is its creator and adds the bots."""
        inside = [self._world.person(user_id).id for user_id in people]
        if chat_id >= 0 or chat_id in self._world.groups or not inside:
            raise GestureError("a group needs a new negative id and a creator")
        self._world.groups[chat_id] = Group(chat_id, title, inside[0], set(inside))
        self._world.touch()
        for bot in bots:
            self.add_bot(inside[0], bot, chat_id)

    def join(self, user_id: int, chat_id: int) -> None:
        """A person joins a group."""
        group = self._group(chat_id)
        if user_id in group.people:
            raise GestureError(f"{user_id} is in the group already")
        self._world.person(user_id)
        before = members.member_json(self._world, group, user_id)
        group.people.add(user_id)
        chats.post_service_message(self._world, group, user_id, "new_chat_members", user_id)
        members.notify_member_change(self._world, group, user_id, before, by=user_id)

    def leave(self, user_id: int, chat_id: int) -> None:
        """A person leaves a group."""
        group = self._member_of(user_id, chat_id)
        before = members.member_json(self._world, group, user_id)
        chats.post_service_message(self._world, group, user_id, "left_chat_member", user_id)
        group.people.remove(user_id)
        group.rights.pop(user_id, None)
        members.notify_member_change(self._world, group, user_id, before, by=user_id)

    def add_bot(self, user_id: int, bot: str, chat_id: int) -> None:
        """A member adds a bot to a group."""
        group, account = self._member_of(user_id, chat_id), self._world.bot_named(bot)
        if group.bots.get(account.id) in PRESENT:
            raise GestureError(f"@{account.username} is in the group already")
        members.change_status(self._world, group, account, MEMBER, by=user_id)
        chats.post_service_message(self._world, group, user_id, "new_chat_members", account.id)

    def remove_bot(self, user_id: int, bot: str, chat_id: int) -> None:
        """A member removes a bot from a group; its later requests there fail because it was kicked."""
        group = self._member_of(user_id, chat_id)
        account = self._bot_in(group, bot)
        members.change_status(self._world, group, account, "kicked", by=user_id)
        chats.post_service_message(self._world, group, user_id, "left_chat_member", account.id)

    def promote(
        self, user_id: int, whom: int | str, chat_id: int, rights: Iterable[str] = members.RIGHTS
    ) -> None:
        """An administrator makes a member an administrator with exactly these rights.

        A bot that is an administrator receives every message of the group. With "is_anonymous" a person may
        send messages as the group.
        """
        group, granted = self._promoting(user_id, chat_id), frozenset(rights)
        if not granted <= {*members.RIGHTS, "is_anonymous"}:
            raise GestureError(f"there is no such right: {', '.join(sorted(granted))}")
        if isinstance(whom, str):
            members.change_rights(self._world, group, self._bot_in(group, whom), granted, by=user_id)
        else:
            self._set_rights(group, whom, granted, by=user_id)

    def demote(self, user_id: int, whom: int | str, chat_id: int) -> None:
        """An administrator makes another one an ordinary member."""
        group = self._promoting(user_id, chat_id)
        account = self._bot_in(group, whom) if isinstance(whom, str) else None
        if (account.id if account is not None else whom) not in group.rights:
            raise GestureError(f"{whom} is not an administrator")
        if isinstance(account, BotAccount):
            members.change_status(self._world, group, account, MEMBER, by=user_id)
        else:
            self._set_rights(group, int(whom), None, by=user_id)

    def migrate(self, chat_id: int) -> int:
        """Turn a group into a supergroup and return its id; messages stay in the old one, and requests there fail."""
        old = self._group(chat_id)
        if old.kind != "group" or old.moved_to:
            raise GestureError("only a group that has not become a supergroup yet can become one")
        new = Group(_SUPERGROUPS + chat_id, old.title, old.creator, set(old.people))
        present = old.present()
        new.bots = {bot_id: old.bots[bot_id] for bot_id in present}
        new.rights = dict(old.rights)
        self._world.groups[new.id] = new
        chats.post_service_message(self._world, old, old.creator, "migrate_to_chat_id", subject=new.id)
        old.moved_to = new.id
        identity = anonymous_identity(self._world.chat_json(new))
        chats.post_service_message(
            self._world, new, old.creator, "migrate_from_chat_id", subject=old.id, identity=identity
        )
        return new.id

    def forward_post(self, chat_id: int, text: str, *, channel_id: int, title: str) -> int:
        """Forward a post of the linked channel into its discussion group, as Telegram does; return the message's id."""
        group = self._group(chat_id)
        channel = {"id": channel_id, "type": "channel", "title": title}
        date = int(self._world.now().timestamp())
        origin = {"type": "channel", "chat": channel, "message_id": len(group.messages) + 1, "date": date}
        identity = SenderIdentity(
            _TELEGRAM, channel, {"is_automatic_forward": True, "forward_origin": origin}
        )
        entities = tuple(with_detected(text, ()))
        message = self._world.post(group, _TELEGRAM_ID, text=text, entities=entities, identity=identity)
        chats.deliver(self._world, group, message)
        return message.id

    def _promoting(self, user_id: int, chat_id: int) -> Group:
        group = self._member_of(user_id, chat_id)
        if not group.may(user_id, "can_promote_members"):
            raise GestureError(f"{user_id} may not promote members")
        return group

    def _set_rights(self, group: Group, user_id: int, rights: frozenset[str] | None, *, by: int) -> None:
        if user_id not in group.people:
            raise GestureError(f"{user_id} is not in the group")
        before = members.member_json(self._world, group, user_id)
        if rights is None:
            del group.rights[user_id]
        else:
            group.rights[user_id] = rights
        self._world.touch()
        members.notify_member_change(self._world, group, user_id, before, by=by)


def anonymous_identity(chat: dict[str, object]) -> SenderIdentity:
    """The identity of an administrator who sends messages as the group."""
    return SenderIdentity(_ANONYMOUS, chat)
