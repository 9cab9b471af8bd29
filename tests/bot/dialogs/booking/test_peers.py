"""Peers: recognised by what they say, never asked, and received on Thursday mornings."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.dialogs.booking import doubts
from bot.dialogs.booking.doubts import Doubt
from bot.understanding.sentences import understand
from core.desk import overrides, queries
from core.staff import Member, Role
from core.store.tables import bookings, guests
from demo.cast import MANAGER
from tests.support.gestures import Chat, Play, book
from tests.understanding import corpus

THURSDAY_NINE = datetime(2026, 11, 26, 1, tzinfo=UTC)
REST = ("Grace Tan", "Ms", "1", "I would rather not", "✓ Confirm")


async def kinds(play: Play) -> list[str]:
    return [row.kind for row in await play.rows(guests)]


async def tap_all(chat: Chat, *labels: str) -> None:
    for label in labels:
        await chat.tap(label)


@pytest.mark.parametrize(
    "said",
    [
        "I'm an agent from another firm, may I look around?",
        "agent from another firm",
        "I work for another developer",
        "We work for another real estate company",
        "we are from another developer",
        "I'm a broker",
        "I am an estate agent",
        "I am with another property firm",
        "We're real estate agents",
        "I am a manager at another property company",
        "I work for a property developer",
        "fellow agent here",
        "我是别家中介",
        "同行",
        "是同行",
        "您好，我也是同行。",
        "我是房产同行",
        "我们也是同行，想来参观",
        "我是房產仲介",
        "我是地產同業",
        "我在别的开发商工作",
        "我是链家中介公司的",
        "我们是做中介的",
        "我是別家仲介",
        "我是开发商的销售",
        "别家中介",
        "我是其他楼盘的置业顾问",
        "我在隔壁售楼处上班",
    ],
)
def test_a_peer_who_says_so_in_their_own_words_is_recognised(said: str) -> None:
    assert doubts.heard_in(said, understand(said, corpus.setting(date(2026, 11, 20)))) is Doubt.PEER


@pytest.mark.parametrize(
    "said",
    [
        "my agent told me about you",
        "my agent is with another property firm",
        "I heard of you from another property firm",
        "an agent from another firm told me to come",
        "I am not with another property firm",
        "I do not work for another developer",
        "I am from another city",
        "I work for another company now",
        "my husband works for another developer",
        "I bought from another developer",
        "I am comparing with another property",
        "同行的人有两位",
        "同行两位老人",
        "同行三人",
        "我和同行的朋友一起来",
        "家人同行",
        "和朋友同行",
        "我们是同行者",
        "我們是同行的人",
        "我不是同行",
        "我是中介介绍来的",
        "我是通过中介知道的",
        "我是中介的客户",
        "我是看了中介的广告来的",
        "我在中介那里看到的广告",
        "我在开发商官网看到的",
        "我们在中介买的房",
        "我是你们开发商的业主",
        "我们在其他楼盘做过登记",
    ],
)
def test_a_text_about_other_people_does_not_make_a_guest_a_peer(said: str) -> None:
    assert doubts.heard_in(said, understand(said, corpus.setting(date(2026, 11, 20)))) is not Doubt.PEER


@pytest.mark.parametrize("way", ["button", "words", "in the middle"])
async def test_a_guest_who_says_peer_is_offered_thursday_morning_in_the_same_form(
    play: Play, way: str
) -> None:
    buyer = play.buyer()
    await buyer.open()
    if way == "button":
        await tap_all(buyer, "A question first", "I am with another property firm")
    elif way == "words":
        await buyer.send("I am with another property firm")
    else:
        await tap_all(buyer, "Yes, please", "Grace Tan", "Ms", "1", "Sat, Nov 21", "10:00")
        await buyer.send("I work for a property developer")
    assert "other property firms every Thursday from 09:00 to 12:00" in buyer.last
    assert buyer.buttons[:3] == [f"Thu, Nov 26 {hour}:00" for hour in ("09", "10", "11")]
    await buyer.tap("Another day")
    assert buyer.buttons == ["Thu, Nov 26", "Thu, Dec 3", "‹ Back", "I am not with another firm"]
    await buyer.tap("Thu, Nov 26")
    assert buyer.buttons[:3] == ["09:00", "10:00", "11:00"]
    await buyer.tap("09:00")
    await tap_all(buyer, *(REST if way != "in the middle" else REST[-2:]))
    assert "Thu, Nov 26 09:00–10:00" in buyer.card
    assert await kinds(play) == ["peer"]


@pytest.mark.parametrize("way", ["at once", "from the confirmation", "a caller"])
async def test_a_guest_who_said_peer_by_mistake_can_take_it_back_before_booking(play: Play, way: str) -> None:
    chat = play.operator() if way == "a caller" else play.buyer()
    await chat.send("/book" if way == "a caller" else "/start")
    await tap_all(chat, "A question first", "I am with another property firm")
    if way == "from the confirmation":
        await tap_all(chat, "Thu, Nov 26 09:00", *REST[:-1], "Change time")
    await chat.tap("I am not with another firm")
    assert "Which day would suit you?" in chat.last
    assert "I am not with another firm" not in chat.buttons
    await tap_all(chat, "Sat, Nov 21", "10:00")
    if way != "from the confirmation":
        for said in ("Mr Wang", "1", "138 0013 8000"):
            await chat.send(said)
    await chat.tap("✓ Confirm")
    assert "Sat, Nov 21 10:00–11:00" in chat.card
    assert await kinds(play) == ["new"]


async def test_a_guest_recorded_as_a_peer_cannot_take_it_back(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("I am with another property firm")
    await tap_all(buyer, "Thu, Nov 26 09:00", *REST, "No more questions", "Cancel", "Yes, cancel it")
    await buyer.send("I am with another property firm")
    assert "I am not with another firm" not in buyer.buttons


async def test_a_guest_is_never_asked_whether_they_are_a_peer(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    assert not any("property firm" in text for text in buyer.said)
    assert await kinds(play) == ["new"]


async def test_a_peer_who_types_another_day_is_offered_the_peers_hours(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("I am with another property firm")
    await buyer.send("11-21")
    assert "other property firms every Thursday" in buyer.last
    assert buyer.buttons[0] == "Thu, Nov 26 09:00"


async def test_a_recorded_peer_is_offered_only_the_peers_hours(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("I am with another property firm")
    await tap_all(buyer, "Thu, Nov 26 09:00", *REST, "No more questions")
    await tap_all(buyer, "Cancel", "Yes, cancel it", "Reserve an hour", "1")
    assert buyer.buttons == ["Thu, Nov 26", "Thu, Dec 3", "‹ Back"]


async def test_a_peer_recognised_at_the_confirmation_is_offered_the_peers_hours(play: Play) -> None:
    """The form recognises the peer only by the phone number, which comes last."""
    operator = play.operator()
    await operator.send("/book")
    await operator.tap("A question first")
    await operator.tap("I am with another property firm")
    await operator.tap("Thu, Nov 26 09:00")
    for said in ("Mr Wang", "1", "138 0013 8000", "✓ Confirm"):
        await operator.send(said)
    assert await kinds(play) == ["peer"]
    await operator.tap("No more questions")
    await operator.tap("Cancel")
    await operator.tap("Yes, cancel it")
    await operator.send("/book")
    for said in ("Yes, please", "Mr Wang", "1", "11-21", "10:00", "138 0013 8000", "✓ Confirm"):
        await operator.send(said)
    assert "other property firms every Thursday" in operator.last
    assert operator.buttons[:2] == ["Thu, Nov 19 10:00", "Thu, Nov 19 11:00"]
    await operator.tap("Another day")
    assert operator.buttons == ["Thu, Nov 19 · today", "Thu, Nov 26", "Thu, Dec 3", "‹ Back"]


async def test_a_guest_with_a_booking_who_says_peer_is_asked_to_move_it(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.send("I am with another property firm")
    assert "May I ask you to move your visit to that time?" in buyer.last
    await tap_all(buyer, "Move", "Thu, Nov 26", "09:00", "Yes, move it")
    mine = await play.look(lambda desk: queries.open_booking(desk, buyer.user_id))
    assert mine is not None
    assert mine.starts_at == THURSDAY_NINE
    assert await kinds(play) == ["peer"]


async def test_an_exception_lets_a_peer_book_other_hours(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("I am with another property firm")
    await tap_all(buyer, "Thu, Nov 26 09:00", *REST, "No more questions")
    manager = Member(user_id=MANAGER.id, name="陈经理", role=Role.SITE_MANAGER)
    found = await play.look(lambda desk: desk.conn.execute(select(guests.c.id)).scalar_one())
    until = date(2026, 11, 22)
    await play.stage.house.run(lambda desk: overrides.exempt(desk, found, until, manager, reason="a talk"))
    await buyer.send("/my")
    await tap_all(buyer, "Move", "Sat, Nov 21", "10:00", "Yes, move it")
    assert [row.starts_at for row in await play.rows(bookings)] == [datetime(2026, 11, 21, 2, tzinfo=UTC)]
