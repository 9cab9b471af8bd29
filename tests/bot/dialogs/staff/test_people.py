"""Members of staff: invited once, known by their Telegram id, and checked for their right at every tap."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.desk import Desk
from core.desk import staff as staff_desk
from core.staff import Member, Role
from core.store import staff
from core.store.tables import invitations, outbox, receipts
from demo.cast import GATE, MANAGER, OPERATOR, OWNER
from demo.stage import STAFF_BOT
from sandbox.faults import HANG
from tests.support.gestures import Chat, Play, book


@pytest.fixture
async def owner(play: Play) -> Chat:
    """The administrator, in English."""
    member = Member(user_id=OWNER.id, name="何总", role=Role.ADMINISTRATOR)
    await play.stage.house.run(lambda desk: staff.upsert_member(desk.conn, member, desk.now))
    play.stage.telegram.set_language(OWNER.id, "en")
    chat = play.in_private(OWNER)
    await chat.open()
    return chat


def token_in(text: str) -> str:
    found = re.search(r"\?start=(\w+)", text)
    assert found is not None
    return found[1]


def code_in(text: str) -> str:
    return text.splitlines()[-1]


async def member(play: Play, user_id: int) -> Member | None:
    return await play.look(lambda desk: staff.find(desk.conn, user_id))


async def test_an_invitation_link_admits_one_person_and_notifies_the_inviter(play: Play, owner: Chat) -> None:
    await owner.send("/invite gate 吴师傅")
    assert f"https://t.me/{STAFF_BOT.username}?start=" in owner.last
    newcomer, late = play.outsider(), play.outsider()
    token = token_in(owner.last)
    await newcomer.open(token)
    assert "You are with us as gate" in newcomer.last
    assert await member(play, newcomer.user_id) == Member(
        user_id=newcomer.user_id, name="吴师傅", role=Role.GATE
    )
    assert "吴师傅 has joined with your invitation" in owner.last
    await late.open(token)
    assert "used or has expired" in late.last
    assert await member(play, late.user_id) is None


@pytest.mark.parametrize("spelt", ["{}", "/join {}", "  {} ", "lower"])
async def test_an_invitation_code_can_be_typed_in_several_spellings(
    play: Play, owner: Chat, spelt: str
) -> None:
    await owner.send("/invite butler")
    code = code_in(owner.last)
    newcomer = play.outsider()
    await newcomer.send(code.lower().replace("-", " ") if spelt == "lower" else spelt.format(code))
    joined = await member(play, newcomer.user_id)
    assert joined is not None
    assert joined.role is Role.BUTLER


async def test_an_invitations_role_is_chosen_by_button_or_by_name(play: Play, owner: Chat) -> None:
    await owner.send("/invite")
    assert "Which post" in owner.last
    await owner.tap("operator")
    assert "An invitation for the post of operator" in owner.last
    await owner.send("/invite astronaut")
    assert "There is no such post here" in owner.last


async def test_an_invitation_expires_after_a_day(play: Play, owner: Chat) -> None:
    await owner.send("/invite gate")
    token = token_in(owner.last)
    newcomer = play.outsider()
    await play.until(play.stage.clock.now() + timedelta(hours=24))
    await newcomer.open(token)
    assert "used or has expired" in newcomer.last
    assert await member(play, newcomer.user_id) is None


async def test_an_invitations_token_is_stored_only_as_a_hash(play: Play, owner: Chat) -> None:
    await owner.send("/invite gate")
    token = token_in(owner.last)
    assert len(token) * 5 >= 128
    code, newcomer = code_in(owner.last), play.outsider()
    await newcomer.send(code)

    def everything(desk: Desk) -> str:
        rows = [*desk.conn.execute(select(outbox)), *desk.conn.execute(select(receipts))]
        return str([*rows, *desk.conn.execute(select(invitations))])

    kept = await play.look(everything)
    assert token not in kept
    assert code not in kept
    assert token not in kept.replace("-", "")


async def test_a_member_of_staff_does_not_use_up_an_invitation(play: Play, owner: Chat) -> None:
    await owner.send("/invite gate")
    token = token_in(owner.last)
    await owner.open(token)
    assert "You already work with us as administrator" in owner.last
    newcomer = play.outsider()
    await newcomer.open(token)
    assert "You are with us as gate" in newcomer.last


async def test_revoking_an_inviter_ends_their_invitations(play: Play, owner: Chat) -> None:
    second = Member(user_id=MANAGER.id, name="陈经理", role=Role.ADMINISTRATOR)
    await play.stage.house.run(lambda desk: staff_desk.add_or_update(desk, second))
    await owner.send("/invite gate")
    token = token_in(owner.last)
    await play.stage.house.run(lambda desk: staff_desk.revoke(desk, OWNER.id))
    newcomer = play.outsider()
    await newcomer.open(token)
    assert "used or has expired" in newcomer.last


async def test_the_staff_list_shows_everybody_and_revokes_at_once(play: Play, owner: Chat) -> None:
    code = await book(play.buyer())
    gate = play.in_private(GATE)
    await gate.send("/arrived")
    await owner.send("/staff")
    assert "5 people work here." in owner.last
    await owner.tap("吴师傅")
    assert "gate" in owner.last
    await owner.tap("Remove access")
    assert "Remove 吴师傅's access" in owner.last
    await owner.tap("Yes, remove access")
    assert "吴师傅 can no longer use this bot" in owner.last
    assert "4 people work here." in owner.last
    await gate.send(f"/arrived {code}")
    assert "/arrived" not in gate.last
    assert await play.look(lambda desk: staff.find(desk.conn, GATE.id)) is None


async def test_a_changed_role_applies_from_the_next_tap(play: Play, owner: Chat) -> None:
    gate = play.in_private(GATE)
    await gate.send("/capacity")
    assert await play.look(lambda desk: staff.find(desk.conn, GATE.id)) is not None
    assert "█" not in gate.last
    assert "·" not in gate.last
    await owner.send("/staff")
    await owner.tap("吴师傅")
    await owner.tap("Change post")
    await owner.tap("site manager")
    assert "site manager" in owner.last
    await gate.send("/capacity")
    await gate.send("/capacity")
    assert "·" in gate.last
    assert (await member(play, GATE.id) or owner).role is Role.SITE_MANAGER


async def test_the_last_administrator_cannot_be_revoked_or_demoted(play: Play, owner: Chat) -> None:
    await owner.send("/staff")
    await owner.tap("何总")
    await owner.tap("Remove access")
    await owner.tap("Yes, remove access")
    assert "is the last administrator" in owner.toast
    await owner.tap("‹ Back")
    await owner.tap("Change post")
    await owner.tap("bar")
    assert "is the last administrator" in owner.toast
    assert (await member(play, OWNER.id) or owner).role is Role.ADMINISTRATOR


async def test_a_revoked_administrator_cannot_use_the_staff_list(play: Play, owner: Chat) -> None:
    second = Member(user_id=MANAGER.id, name="陈经理", role=Role.ADMINISTRATOR)
    await play.stage.house.run(lambda desk: staff_desk.add_or_update(desk, second))
    await owner.send("/staff")
    await owner.tap("周静")
    await play.stage.house.run(lambda desk: staff_desk.revoke(desk, OWNER.id))
    for label in ("Remove access", "Change post", "‹ Back"):
        await owner.tap(label)
        assert "I am not able to do this" in owner.toast
    assert await member(play, OPERATOR.id) is not None


async def test_demoting_an_inviter_ends_their_invitations(play: Play, owner: Chat) -> None:
    second = Member(user_id=MANAGER.id, name="陈经理", role=Role.ADMINISTRATOR)
    await play.stage.house.run(lambda desk: staff_desk.add_or_update(desk, second))
    manager = play.in_private(MANAGER)
    await manager.send("/invite administrator")
    token = token_in(manager.last)
    await play.stage.house.run(lambda desk: staff_desk.change_role(desk, MANAGER.id, Role.BAR))
    thief = play.outsider()
    await thief.open(token)
    assert await member(play, thief.user_id) is None


@pytest.mark.parametrize("loses", ["revoked", "another post"])
async def test_leads_go_to_other_operators_when_their_owner_loses_the_right(play: Play, loses: str) -> None:
    (operator,) = await play.in_english(OPERATOR)
    second = play.outsider()
    other = Member(user_id=second.user_id, name="Second", role=Role.OPERATOR)
    buyer = play.buyer()
    await leave_a_number(buyer, "138 0013 8000")
    await play.stage.house.run(lambda desk: staff_desk.add_or_update(desk, other))
    await second.open()
    if loses == "revoked":
        await play.stage.house.run(lambda desk: staff_desk.revoke(desk, OPERATOR.id))
    else:
        await play.stage.house.run(lambda desk: staff_desk.change_role(desk, OPERATOR.id, Role.BAR))
    await play.stage.settle()
    assert "+86 138 0013 8000" in second.last
    before = len(operator.said)
    await leave_a_number(play.buyer(), "139 0013 9000")
    assert len(operator.said) == before
    assert "+86 139 0013 9000" in second.last


@pytest.mark.parametrize("answer", ["late", "hung"])
async def test_a_notice_to_a_revoked_member_is_not_sent_again(play: Play, answer: str) -> None:
    (operator,) = await play.in_english(OPERATOR)
    telegram, buyer = play.stage.telegram, play.buyer()
    late = {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests",
        "parameters": {"retry_after": 9},
    }
    if answer == "late":
        telegram.fail_next(STAFF_BOT.username, "sendMessage", late)
        await leave_a_number(buyer, "138 0013 8000")
    else:
        telegram.fail_next(STAFF_BOT.username, "sendMessage", HANG)
        await buyer.open()
        await buyer.tap("Not now")
        await buyer.tap("Leave a number")
        telegram.send(buyer.user_id, "138 0013 8000", **buyer.where)
        await telegram.hung()
    await play.stage.house.run(lambda desk: staff_desk.revoke(desk, OPERATOR.id))
    telegram.release()
    await play.until(play.stage.clock.now() + timedelta(minutes=5))
    assert not any("8000" in text for text in operator.said)


async def leave_a_number(buyer: Chat, number: str) -> None:
    await buyer.open()
    await buyer.tap("Not now")
    await buyer.tap("Leave a number")
    await buyer.send(number)


async def test_an_operator_cannot_open_another_operators_lead(play: Play) -> None:
    await play.in_english(OPERATOR)
    second = play.outsider()
    buyer = play.buyer()
    await leave_a_number(buyer, "138 0013 8000")
    other = Member(user_id=second.user_id, name="Second", role=Role.OPERATOR)
    await play.stage.house.run(lambda desk: staff_desk.add_or_update(desk, other))
    await second.send("/language")
    for action in ("lead", "lead_invited", "lead_closed"):
        await play.forge(second, second.shown[-1].message_id, f"a|{action}|0|1")
        assert "has already been handled" in second.toast
    assert not any("8000" in text for text in second.said)


@pytest.mark.parametrize(
    "said", ["{link}", "Here: {link} see you", "my code is {code}", "/help {token}", "/{token}"]
)
async def test_a_token_in_any_message_is_not_stored(play: Play, owner: Chat, said: str) -> None:
    await owner.send("/invite gate")
    token, code = token_in(owner.last), code_in(owner.last)
    link = f"https://t.me/{STAFF_BOT.username}?start={token}"
    newcomer = play.outsider()
    await newcomer.send(said.format(link=link, token=token, code=code))
    kept = await play.look(lambda desk: str(desk.conn.execute(select(receipts.c.input)).all()))
    assert token not in kept.replace("-", "")
    joined = await member(play, newcomer.user_id)
    assert (joined is not None) is (not said.startswith("/"))


async def test_the_token_of_an_undelivered_invitation_is_not_stored(play: Play, owner: Chat) -> None:
    barred = {"ok": False, "error_code": 403, "description": "Forbidden: bot was blocked by the user"}
    play.stage.telegram.fail_next(STAFF_BOT.username, "sendMessage", barred)
    await owner.send("/invite gate")
    kept = await play.look(lambda desk: str(desk.conn.execute(select(outbox.c.body, outbox.c.words)).all()))
    assert "?start=" not in kept
