"""Groups: which messages bots receive, how members change, and what removed bots can still do."""

from typing import Any

import pytest

from sandbox.telegram import GestureError, Telegram
from tests.sandbox.conftest import Api

ASK = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


@pytest.fixture
async def both(telegram: Telegram, group: int, buyers: Api, staff: Api) -> Telegram:
    """The Telegram with both bots in the group and their updates confirmed."""
    telegram.add_bot(8, "house_bot", group)
    await buyers.updates()
    await staff.updates()
    return telegram


async def test_a_bot_is_told_that_it_was_added(
    telegram: Telegram, group: int, staff: Api, buyers: Api
) -> None:
    change, message = await staff.updates()
    change = change["my_chat_member"]
    assert change["chat"] == {"id": group, "type": "supergroup", "title": "Reception"}
    assert change["from"]["id"] == 8
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", "member")
    assert change["new_chat_member"]["user"]["username"] == "desk_bot"
    assert [user["id"] for user in message["message"]["new_chat_members"]] == [1002]
    assert "text" not in message["message"]
    assert await buyers.updates() == []
    [shown] = telegram.history(chat_id=group)
    assert (shown.service, shown.about[0].name, shown.sender.id) == ("new_chat_members", "The Desk", 8)


def test_a_group_has_a_title_members_and_bots(telegram: Telegram, group: int) -> None:
    assert telegram.title(group) == "Reception"
    assert telegram.members(group) == {7, 8}
    assert [bot.username for bot in telegram.bots_in(group)] == ["desk_bot"]
    for wrong in (group, 5):
        with pytest.raises(GestureError):
            telegram.add_group(wrong, "Again", [7], [])
    with pytest.raises(GestureError):
        telegram.add_group(-5, "Empty", [], [])
    with pytest.raises(GestureError):
        telegram.history(chat_id=-5)


async def test_a_group_id_without_prefix_has_type_group(telegram: Telegram, staff: Api) -> None:
    telegram.add_group(-400, "Small", [7], ["desk_bot"])
    assert (await staff("getChat", chat_id=-400))["type"] == "group"
    telegram.remove_bot(7, "desk_bot", -400)
    refused = await staff.refused("sendMessage", chat_id=-400, text="x")
    assert refused == "Forbidden: bot was kicked from the group chat"


async def test_group_messages_have_one_sequence_of_ids(
    both: Telegram, group: int, buyers: Api, staff: Api
) -> None:
    before = len(both.history(chat_id=group))
    ids = [
        both.send(7, "morning", chat_id=group),
        (await staff("sendMessage", chat_id=group, text="desk"))["message_id"],
        (await buyers("sendMessage", chat_id=group, text="house"))["message_id"],
    ]
    assert ids == [before + 1, before + 2, before + 3]
    assert [shown.text for shown in both.history(chat_id=group)][-3:] == ["morning", "desk", "house"]


async def test_bots_receive_commands_addressed_to_them(
    both: Telegram, group: int, buyers: Api, staff: Api
) -> None:
    for text in ("/today", "/today@desk_bot now", "/today@DESK_BOT", "/today@house_bot", "/today@other_bot"):
        both.send(7, text, chat_id=group)
    assert await texts(staff) == ["/today", "/today@desk_bot now", "/today@DESK_BOT"]
    assert await texts(buyers) == ["/today", "/today@house_bot"]


@pytest.mark.parametrize("text", ["hello", "see /today", "@desk_bot hello", "https://e.com", "/"])
async def test_bots_do_not_receive_other_group_messages(
    both: Telegram, group: int, buyers: Api, staff: Api, text: str
) -> None:
    both.send(7, text, chat_id=group)
    assert both.pending() == 0


async def test_bots_receive_replies_to_their_messages(
    both: Telegram, group: int, buyers: Api, staff: Api
) -> None:
    sent = await staff("sendMessage", chat_id=group, text="B-1024 is here")
    said = both.send(8, "going", chat_id=group, reply_to=sent["message_id"])
    both.send(7, "me too", chat_id=group, reply_to=said)
    assert await texts(staff) == ["going"]
    assert await texts(buyers) == []


async def test_bots_do_not_receive_bots_messages(both: Telegram, group: int, buyers: Api, staff: Api) -> None:
    first = await staff("sendMessage", chat_id=group, text="/today@house_bot")
    reply = {"message_id": first["message_id"]}
    await buyers("sendMessage", chat_id=group, text="/today@desk_bot", reply_parameters=reply)
    assert both.pending() == 0


async def test_a_tap_goes_to_the_messages_bot(both: Telegram, group: int, buyers: Api, staff: Api) -> None:
    sent = await staff("sendMessage", chat_id=group, text="Arrived?", reply_markup=ASK)
    both.tap(7, sent["message_id"], "y", chat_id=group)
    [update] = await staff.updates()
    assert update["callback_query"]["message"]["chat"]["id"] == group
    assert update["callback_query"]["from"]["id"] == 7
    assert both.pending() == 0


async def test_only_members_can_send_and_tap(both: Telegram, group: int, staff: Api) -> None:
    sent = await staff("sendMessage", chat_id=group, text="Arrived?", reply_markup=ASK)
    with pytest.raises(GestureError):
        both.send(9, "x", chat_id=group)
    with pytest.raises(GestureError):
        both.tap(9, sent["message_id"], "y", chat_id=group)
    both.join(9, group)
    assert both.send(9, "x", chat_id=group)
    assert both.tap(9, sent["message_id"], "y", chat_id=group)
    both.leave(9, group)
    with pytest.raises(GestureError):
        both.send(9, "x", chat_id=group)
    with pytest.raises(GestureError):
        both.leave(9, group)
    with pytest.raises(GestureError):
        both.join(8, group)


async def test_bots_are_told_when_people_join_and_leave(
    both: Telegram, group: int, buyers: Api, staff: Api
) -> None:
    both.join(9, group)
    both.leave(9, group)
    for bot in (buyers, staff):
        joined, left = (update["message"] for update in await bot.updates())
        assert joined["new_chat_members"][0]["id"] == left["left_chat_member"]["id"] == 9
    services = [shown.service for shown in both.history(chat_id=group)][-2:]
    assert services == ["new_chat_members", "left_chat_member"]


async def test_a_removed_bot_is_told_and_receives_nothing_more(
    both: Telegram, group: int, staff: Api
) -> None:
    sent = await staff("sendMessage", chat_id=group, text="Arrived?", reply_markup=ASK)
    both.remove_bot(8, "desk_bot", group)
    both.send(7, "/today", chat_id=group)
    [update] = await staff.updates()
    assert update["my_chat_member"]["new_chat_member"] == {
        "user": {"id": 1002, "is_bot": True, "first_name": "The Desk", "username": "desk_bot"},
        "status": "kicked",
        "until_date": 0,
    }
    kicked = "Forbidden: bot was kicked from the supergroup chat"
    assert await staff.refused("sendMessage", chat_id=group, text="x") == kicked
    assert await staff.refused("getChat", chat_id=group) == kicked
    assert await staff.refused("deleteMessage", chat_id=group, message_id=sent["message_id"]) == kicked
    with pytest.raises(GestureError):
        both.tap(7, sent["message_id"], "y", chat_id=group)
    with pytest.raises(GestureError):
        both.remove_bot(8, "desk_bot", group)
    both.add_bot(8, "desk_bot", group)
    assert await staff("sendMessage", chat_id=group, text="back")
    with pytest.raises(GestureError):
        both.add_bot(8, "desk_bot", group)


async def test_a_bot_can_leave_a_group(both: Telegram, group: int, staff: Api) -> None:
    assert await staff("leaveChat", chat_id=group) is True
    left = "Forbidden: bot is not a member of the supergroup chat"
    assert await staff.refused("sendMessage", chat_id=group, text="x") == left
    assert [bot.username for bot in both.bots_in(group)] == ["house_bot"]
    [update] = await staff.updates()
    assert update["my_chat_member"]["new_chat_member"]["status"] == "left"
    assert both.history(chat_id=group)[-1].service == "left_chat_member"


async def test_a_bot_cannot_leave_a_private_chat(started: Telegram, buyers: Api) -> None:
    refused = await buyers.refused("leaveChat", chat_id=7)
    assert refused == "Bad Request: chat member status can't be changed in private chats"


async def test_a_bot_knows_only_its_own_groups(
    telegram: Telegram, group: int, buyers: Api, staff: Api
) -> None:
    assert await buyers.refused("sendMessage", chat_id=group, text="x") == "Bad Request: chat not found"
    assert (await staff("getChat", chat_id=str(group)))["title"] == "Reception"


async def test_a_bot_can_change_only_its_own_messages(
    both: Telegram, group: int, buyers: Api, staff: Api
) -> None:
    sent = await staff("sendMessage", chat_id=group, text="desk")
    edit = {"chat_id": group, "message_id": sent["message_id"]}
    assert await buyers.refused("editMessageText", **edit, text="y") == "Bad Request: message can't be edited"
    assert await buyers.refused("deleteMessage", **edit) == "Bad Request: message can't be deleted"
    assert await staff("editMessageText", **edit, text="y")
    assert await staff("deleteMessage", **edit)
    service = {"chat_id": group, "message_id": 1}
    assert (
        await staff.refused("editMessageText", **service, text="y") == "Bad Request: message can't be edited"
    )


async def texts(bot: Any) -> list[str]:
    return [update["message"]["text"] for update in await bot.updates()]
