"""Bots in groups: unknown groups, anonymous administrators, migrated groups, and removal from a group."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import features
from bot.engine.conversation import FLOOD
from bot.engine.reply_writer import LINGER
from core.desk import staff as staff_desk
from core.staff import Member, Role
from core.store import staff
from demo.cast import GATE, GROUP, MANAGER, OWNER
from demo.stage import BUYERS_BOT, STAFF_BOT
from sandbox.telegram import BotAccount, Person
from tests.support.gestures import Chat, Play, book

OTHER_GROUP = -4001
TEN = datetime(2026, 11, 21, 2, tzinfo=UTC)
OUTSIDER = Person(9001, "Someone", language_code="en")
# The commands that are answered in the staff group.
FOR_THE_GROUP = {"arrived", "today", "capacity", "language", "help", "here", "start", "join"}
ADMINISTRATOR = Member(user_id=OWNER.id, name="何总", role=Role.ADMINISTRATOR)


@pytest.fixture
async def owner(play: Play) -> Chat:
    await play.stage.house.run(lambda desk: staff.upsert_member(desk.conn, ADMINISTRATOR, desk.now))
    play.stage.telegram.set_language(OWNER.id, "en")
    chat = play.in_private(OWNER)
    await chat.open()
    return chat


@pytest.fixture
def other_group(play: Play) -> None:
    """A group of people unknown to the house."""
    play.stage.telegram.add_person(OUTSIDER)
    play.stage.telegram.add_group(OTHER_GROUP, "Others", [OUTSIDER.id], [])


def bots_in(play: Play, chat_id: int) -> list[str]:
    return [bot.username for bot in play.stage.telegram.bots_in(chat_id)]


def said_in(play: Play, chat_id: int) -> list[str]:
    shown = play.stage.telegram.history(chat_id=chat_id)
    return [message.text for message in shown if message.sender.is_bot and message.text]


@pytest.mark.usefixtures("other_group")
@pytest.mark.parametrize(
    ("bot", "words"), [(STAFF_BOT, "我只为一个案场服务"), (BUYERS_BOT, "我只与每位贵宾单独交谈")]
)
async def test_a_bot_added_to_an_unknown_group_says_goodbye_and_leaves(
    play: Play, bot: BotAccount, words: str
) -> None:
    play.stage.telegram.add_bot(OUTSIDER.id, bot.username, OTHER_GROUP)
    await play.until(play.stage.clock.now() + LINGER)
    (said,) = said_in(play, OTHER_GROUP)
    assert words in said
    assert bots_in(play, OTHER_GROUP) == []


async def test_a_bot_added_to_a_group_by_the_administrator_stays(play: Play, owner: Chat) -> None:
    play.stage.telegram.add_group(OTHER_GROUP, "New house", [OWNER.id], [])
    play.stage.telegram.add_bot(OWNER.id, STAFF_BOT.username, OTHER_GROUP)
    await play.stage.settle()
    assert "/here" in said_in(play, OTHER_GROUP)[-1]
    assert bots_in(play, OTHER_GROUP) == [STAFF_BOT.username]
    await Chat(play.stage, OWNER.id, group=OTHER_GROUP).send("/here")
    assert await play.look(lambda desk: staff_desk.is_group(desk, OTHER_GROUP))


@pytest.mark.usefixtures("other_group")
async def test_a_bot_leaves_an_unknown_group_even_if_it_cannot_write_there(play: Play) -> None:
    barred = {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: not enough rights to send text messages",
    }
    play.stage.telegram.fail_next(STAFF_BOT.username, "sendMessage", barred)
    play.stage.telegram.add_bot(OUTSIDER.id, STAFF_BOT.username, OTHER_GROUP)
    await play.until(play.stage.clock.now() + LINGER)
    assert said_in(play, OTHER_GROUP) == []
    assert bots_in(play, OTHER_GROUP) == []


async def test_a_bot_removed_from_the_staff_group_notifies_the_administrator(play: Play, owner: Chat) -> None:
    play.stage.telegram.remove_bot(MANAGER.id, STAFF_BOT.username, GROUP)
    await play.stage.settle()
    assert "I was removed from the staff group" in owner.last
    before = len(owner.said)
    await play.fill(TEN, 1)
    assert len(owner.said) == before
    play.stage.telegram.join(OWNER.id, GROUP)
    play.stage.telegram.add_bot(OWNER.id, STAFF_BOT.username, GROUP)
    await play.stage.settle()
    await play.in_group(OWNER).send("/here")
    await play.fill(TEN, 1)
    assert "新预约" in play.group.last


@pytest.fixture
async def small(play: Play, owner: Chat) -> int:
    """A staff group that is not yet a supergroup."""
    play.stage.telegram.add_group(OTHER_GROUP, "Small", [OWNER.id, GATE.id], [])
    play.stage.telegram.add_bot(OWNER.id, STAFF_BOT.username, OTHER_GROUP)
    await play.stage.settle()
    await Chat(play.stage, OWNER.id, group=OTHER_GROUP).send("/here")
    return OTHER_GROUP


async def test_a_migrated_group_stays_the_staff_group(play: Play, small: int) -> None:
    grown = play.stage.telegram.migrate(small)
    await play.stage.settle()
    assert await play.look(lambda desk: staff_desk.is_group(desk, grown))
    await play.fill(TEN, 2)
    assert sum("新预约" in text for text in said_in(play, grown)) == 2
    assert bots_in(play, grown) == [STAFF_BOT.username]
    gate = Chat(play.stage, GATE.id, group=grown)
    await gate.send("/arrived")
    assert "当日暂无预约" in gate.last


async def test_a_message_pending_during_a_migration_arrives_in_the_new_group(play: Play, small: int) -> None:
    """Telegram's answer to the message reports the migration before the service message arrives."""
    telegram = play.stage.telegram
    wait = {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests",
        "parameters": {"retry_after": 5},
    }
    telegram.fail_next(STAFF_BOT.username, "sendMessage", wait)
    await play.fill(TEN, 1)
    grown = telegram.migrate(small)
    await play.until(play.stage.clock.now() + timedelta(seconds=10))
    assert sum("新预约" in text for text in said_in(play, grown)) == 1


@pytest.mark.parametrize("command", ["/today", "/arrived", "/here", "/invite gate", "/staff"])
async def test_an_anonymous_administrator_is_asked_to_write_as_themselves(
    play: Play, owner: Chat, command: str
) -> None:
    telegram = play.stage.telegram
    telegram.join(OWNER.id, GROUP)
    telegram.promote(MANAGER.id, OWNER.id, GROUP, {"is_anonymous"})
    telegram.send(OWNER.id, command, chat_id=GROUP, anonymous=True)
    await play.stage.settle()
    assert "您正以群的身份发言" in play.group.last


@pytest.mark.usefixtures("owner")
async def test_commands_about_guests_rosters_and_staff_are_refused_in_the_group(play: Play) -> None:
    code = await book(play.buyer())
    play.stage.telegram.join(OWNER.id, GROUP)
    group = play.in_group(OWNER)
    for command in sorted(set(features.staff().commands) - FOR_THE_GROUP):
        for said in (f"/{command}", f"/{command} {code}", f"/{command} 11-24 why"):
            before = len(group.said)
            await group.send(said)
            (answer,) = group.said[before:]
            assert "这件事请与我私聊办理" in answer, said


async def test_a_command_in_a_channels_post_is_ignored(play: Play) -> None:
    before = len(play.group.said)
    play.stage.telegram.forward_post(GROUP, "/today", channel_id=-1_009_999, title="News")
    await play.stage.settle()
    assert len(play.group.said) == before


async def test_an_edited_command_is_ignored(play: Play) -> None:
    message = play.stage.telegram.send(MANAGER.id, "/today", chat_id=GROUP)
    await play.stage.settle()
    before = len(play.group.said)
    play.stage.telegram.edit(MANAGER.id, message, "/capacity", chat_id=GROUP)
    await play.stage.settle()
    assert len(play.group.said) == before


async def test_a_bot_stays_if_the_administrator_sets_the_group_before_it_leaves(
    play: Play, owner: Chat
) -> None:
    play.stage.telegram.add_group(OTHER_GROUP, "New house", [MANAGER.id, OWNER.id], [])
    play.stage.telegram.add_bot(MANAGER.id, STAFF_BOT.username, OTHER_GROUP)
    await play.stage.settle()
    assert "先行告退" in said_in(play, OTHER_GROUP)[-1]
    await Chat(play.stage, OWNER.id, group=OTHER_GROUP).send("/here")
    await play.until(play.stage.clock.now() + 2 * LINGER)
    assert bots_in(play, OTHER_GROUP) == [STAFF_BOT.username]


@pytest.mark.usefixtures("other_group")
async def test_a_flood_does_not_keep_the_bot_from_leaving_an_unknown_group(play: Play) -> None:
    for _ in range(FLOOD + 2):
        play.stage.telegram.open_link(OUTSIDER.id, STAFF_BOT.username)
    play.stage.telegram.add_bot(OUTSIDER.id, STAFF_BOT.username, OTHER_GROUP)
    await play.until(play.stage.clock.now() + LINGER)
    assert bots_in(play, OTHER_GROUP) == []


async def test_an_outsider_in_the_group_is_not_answered(play: Play) -> None:
    outsider = play.join_group()
    before = len(play.group.said)
    for command in ("/today", "/arrived", "/help", "/language", "/start", "/join x", "/nothing"):
        await outsider.send(command)
    assert len(play.group.said) == before


async def test_the_message_in_the_new_group_alone_migrates_the_staff_group(play: Play, small: int) -> None:
    """The bot first takes the new group for an unknown one, and receives only one of the two service messages."""
    grown = -100_987_654_321
    play.stage.telegram.add_group(grown, "Small", [GATE.id], [])
    play.stage.telegram.add_bot(GATE.id, STAFF_BOT.username, grown)
    await play.stage.settle()
    chat = {"id": grown, "type": "supergroup", "title": "Small"}
    moved = {"message_id": 1, "date": 1, "chat": chat, "migrate_from_chat_id": small}
    moved |= {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}, "sender_chat": chat}
    batch = [{"update_id": 438_900_000, "message": moved}]
    play.stage.telegram.fail_next(STAFF_BOT.username, "getUpdates", {"ok": True, "result": batch})
    play.stage.telegram.release()
    while not await play.look(lambda desk: staff_desk.is_group(desk, grown)):
        pass
    await play.until(play.stage.clock.now() + 2 * LINGER)
    assert bots_in(play, grown) == [STAFF_BOT.username]
