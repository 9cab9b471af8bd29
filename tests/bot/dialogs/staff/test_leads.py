"""Leads: their owner, the day of the invitation, and how they are closed."""

from datetime import date, timedelta

import pytest

from core.desk import staff as staff_desk
from core.staff import Member, Role
from core.store.tables import leads
from demo.cast import MANAGER, OPERATOR
from tests.conftest import MORNING
from tests.support.gestures import BOOKING, Chat, Play


async def decline(buyer: Chat) -> None:
    await buyer.open()
    await buyer.tap("Not now")


async def test_a_guest_who_declines_is_not_asked_again(play: Play) -> None:
    buyer = play.buyer()
    await decline(buyer)
    for fact in ("one or two days ahead", "+86 755 8888 0000", "May we keep your number"):
        assert fact in buyer.last
    await buyer.tap("No, thank you")
    assert "Until another time" in buyer.last
    assert await play.rows(leads) == []


async def test_a_lead_has_an_owner_who_is_notified_and_a_day_to_be_invited_on(play: Play) -> None:
    (operator,) = await play.in_english(OPERATOR)
    buyer = play.buyer()
    await decline(buyer)
    await buyer.tap("Leave a number")
    await buyer.share()
    assert "we have noted +86 138 0013 8000" in buyer.last
    (lead,) = await play.rows(leads)
    assert (lead.telegram_id, lead.owner) == (buyer.user_id, OPERATOR.id)
    assert (lead.phone, lead.phone_kind) == ("+8613800138000", "shared")
    assert lead.invite_on == date(2026, 11, 20)
    assert "Grace Tan would like our news and left a number: +86 138 0013 8000" in operator.last
    assert not any("13800138000" in text.replace(" ", "") for text in play.group.said)


async def test_leads_go_to_the_operators_in_turn(play: Play) -> None:
    second = play.outsider()
    other = Member(user_id=second.user_id, name="Second", role=Role.OPERATOR)
    await play.stage.house.run(lambda desk: staff_desk.add_or_update(desk, other))
    await play.in_english(OPERATOR)
    await second.open()
    for _ in range(4):
        buyer = play.buyer()
        await decline(buyer)
        await buyer.tap("Leave a number")
        await buyer.send("138 0013 8000")
    owners = [lead.owner for lead in await play.rows(leads)]
    assert sorted(owners) == sorted([OPERATOR.id, second.user_id] * 2)


async def test_an_invalid_number_is_asked_again_and_back_shows_the_offer(play: Play) -> None:
    buyer = play.buyer()
    await decline(buyer)
    await buyer.tap("Leave a number")
    await buyer.send("123")
    assert "does not seem complete" in buyer.last
    await buyer.tap("‹ Back")
    assert "May we keep your number" in buyer.last
    assert await play.rows(leads) == []


async def test_a_lead_is_invited_and_closed_from_the_list(play: Play) -> None:
    operator, manager = await play.in_english(OPERATOR, MANAGER)
    buyer = play.buyer()
    await decline(buyer)
    await buyer.tap("Leave a number")
    await buyer.share()
    await manager.send("/leads")
    assert manager.buttons == ["Fri, Nov 20 · Grace Tan · +86138****8000"]
    await operator.send("/leads")
    await operator.tap("Fri, Nov 20 · Grace Tan")
    assert "+86 138 0013 8000" in operator.last
    assert "Owner: 周静" in operator.last
    await play.until(MORNING + timedelta(days=1))
    await operator.tap("✓ Invited")
    assert "the next invitation is due from Sat, Nov 21" in operator.toast
    await operator.tap("Sat, Nov 21 · Grace Tan")
    await operator.tap("No further action")
    assert "There is nobody to invite" in operator.last
    (lead,) = await play.rows(leads)
    assert lead.closed_at is not None


async def test_booking_a_visit_closes_the_lead(play: Play) -> None:
    (operator,) = await play.in_english(OPERATOR)
    buyer = play.buyer()
    await decline(buyer)
    await buyer.tap("Leave a number")
    await buyer.share()
    await buyer.open()
    for label in BOOKING:
        await buyer.tap(label)
    await buyer.tap("✓ Confirm")
    await operator.send("/leads")
    assert "There is nobody to invite" in operator.last


async def test_the_operator_notes_a_callers_number_as_their_own_lead(play: Play) -> None:
    operator = play.operator()
    await operator.send("/book")
    await operator.tap("Not now")
    await operator.tap("Leave a number")
    assert "would the caller like" in operator.last
    await operator.send("138 0013 8000")
    (lead,) = await play.rows(leads)
    assert (lead.telegram_id, lead.owner, lead.phone_kind) == (None, OPERATOR.id, "taken")


@pytest.mark.parametrize("said", ["stop", "Please stop.", "no more news please", "不要再联系我", "退订"])
async def test_a_word_is_enough_to_close_a_lead(play: Play, said: str) -> None:
    (operator,) = await play.in_english(OPERATOR)
    buyer = play.buyer()
    await decline(buyer)
    await buyer.tap("Leave a number")
    await buyer.share()
    await buyer.send(said)
    assert "we no longer keep your number for news" in buyer.last
    await operator.send("/leads")
    assert "There is nobody to invite" in operator.last


async def test_a_number_typed_at_the_offer_makes_a_lead_and_is_not_asked_for_again(play: Play) -> None:
    buyer = play.buyer()
    await decline(buyer)
    await buyer.send("138 0013 8000")
    assert "we have noted +86 138 0013 8000" in buyer.last
    await decline(buyer)
    assert "Until another time" in buyer.last
    assert len(await play.rows(leads)) == 1


@pytest.mark.parametrize("said", ["no thank you", "不太想留", "不用了，谢谢", "以后再说"])
async def test_a_guest_who_leaves_no_number_is_not_pressed(play: Play, said: str) -> None:
    buyer = play.buyer()
    await decline(buyer)
    await buyer.tap("Leave a number")
    await buyer.send("hm")
    assert "you are welcome to leave it out" in buyer.last
    await buyer.send(said)
    assert "Until another time" in buyer.last
