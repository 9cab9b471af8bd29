"""Chat members: their statuses and rights, and the updates that tell bots of changes."""

from __future__ import annotations

from typing import Any

from sandbox.chat_models import ADMINISTRATOR, MEMBER, Chat, Group, PrivateChat
from sandbox.chats import Params, open_chat, open_group, post_service_message
from sandbox.errors import bad_request
from sandbox.model import BotAccount
from sandbox.world import World

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
    "can_manage_tags",
    "can_send_welcome_messages",
)
"""The rights of administrators, besides "is_anonymous"."""
_ANONYMOUS = "is_anonymous"


def change_status(world: World, chat: Chat, bot: BotAccount, status: str, *, by: int) -> None:
    """Change a bot's status in a chat and send it the my_chat_member update."""
    old = _bot_member_json(world, chat, bot)
    if isinstance(chat, PrivateChat):
        chat.blocked = status == "kicked"
    else:
        chat.bots[bot.id] = status
        if status != ADMINISTRATOR:
            chat.rights.pop(bot.id, None)
    _notify(
        world, chat, bot.id, "my_chat_member", _change(world, by, old, _bot_member_json(world, chat, bot))
    )


def change_rights(world: World, group: Group, bot: BotAccount, rights: frozenset[str], *, by: int) -> None:
    """Make a bot an administrator with exactly these rights and send it the my_chat_member update."""
    old = _bot_member_json(world, group, bot)
    group.bots[bot.id] = ADMINISTRATOR
    group.rights[bot.id] = rights
    _notify(
        world, group, bot.id, "my_chat_member", _change(world, by, old, _bot_member_json(world, group, bot))
    )


def notify_member_change(world: World, group: Group, user_id: int, old: dict[str, Any], *, by: int) -> None:
    """Send chat_member to the group's administrator bots that allow that kind of update."""
    change = _change(world, by, old, member_json(world, group, user_id))
    for bot_id in group.present():
        if group.bots[bot_id] == ADMINISTRATOR:
            _notify(world, group, bot_id, "chat_member", change)


def _change(world: World, by: int, old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    return {"from": world.user_json(by), "old_chat_member": old, "new_chat_member": new}


def _notify(world: World, chat: Chat, reader: int, kind: str, change: dict[str, Any]) -> None:
    when = {"chat": world.chat_json(chat), "date": int(world.now().timestamp())}
    world.update_queues[reader].put(kind, when | change)
    world.touch()


def _bot_member_json(world: World, chat: Chat, bot: BotAccount) -> dict[str, Any]:
    if isinstance(chat, Group):
        return member_json(world, chat, bot.id)
    return _basic_member_json(world, bot.id, "kicked" if chat.blocked else MEMBER)


def member_json(world: World, group: Group, user_id: int) -> dict[str, Any]:
    """The Bot API's ChatMember of a person or a bot in a group."""
    if user_id == group.creator and user_id in group.people:
        anonymous = _ANONYMOUS in group.rights.get(user_id, ())
        return {"user": world.user_json(user_id), "status": "creator", _ANONYMOUS: anonymous}
    status = MEMBER if user_id in group.people else group.bots.get(user_id, "left")
    if user_id in group.rights:
        rights = group.rights[user_id]
        granted = {right: right in rights for right in (_ANONYMOUS, *RIGHTS)}
        return {"user": world.user_json(user_id), "status": ADMINISTRATOR, "can_be_edited": False} | granted
    return _basic_member_json(world, user_id, status)


def _basic_member_json(world: World, user_id: int, status: str) -> dict[str, Any]:
    info = {"user": world.user_json(user_id), "status": status}
    return info | {"until_date": 0} if status == "kicked" else info


def get_chat_member(world: World, bot: BotAccount, params: Params) -> dict[str, Any]:
    """getChatMember."""
    chat = open_chat(world, bot, params)
    if "user_id" not in params:
        raise bad_request("invalid user_id specified")
    user_id = params["user_id"]
    if user_id not in world.people and user_id not in world.bots:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if isinstance(chat, Group):
        return member_json(world, chat, user_id)
    if user_id not in {chat.person, bot.id}:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return _basic_member_json(world, user_id, MEMBER)


def get_chat_administrators(world: World, bot: BotAccount, params: Params) -> list[dict[str, Any]]:
    """getChatAdministrators; of the bots it lists only the one that asks."""
    group = open_group(world, bot, params)
    if group is None:
        raise bad_request("there are no administrators in the private chat")
    creator = [group.creator] if group.creator in group.people else []
    others = [user_id for user_id in group.rights if user_id != group.creator]
    listed = [user_id for user_id in others if user_id == bot.id or user_id not in world.bots]
    return [member_json(world, group, user_id) for user_id in (*creator, *listed)]


def leave_chat(world: World, bot: BotAccount, params: Params) -> bool:
    """leaveChat."""
    group = open_group(world, bot, params)
    if group is None:
        raise bad_request("chat member status can't be changed in private chats")
    change_status(world, group, bot, "left", by=bot.id)
    post_service_message(world, group, bot.id, "left_chat_member", bot.id)
    return True
