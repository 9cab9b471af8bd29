"""The page's API for gestures, the clock, resets, languages and new buyers."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox.page_requests import MoveClock, RefusedError, target_time
from tests.sandbox.page_harness import (
    BUTLER,
    BUTTONS,
    BUYERS,
    CONTACT,
    EVE,
    GATE,
    GROUP,
    LIN,
    OWNER,
    PEOPLE,
    SHANGHAI,
    START,
    FakeHouse,
    PageClient,
    open_stream,
    post,
    refused,
    state,
)


class TestGestures:
    async def test_send_works_in_private_and_in_the_group(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        await post(page_client, "send", chat="bay_bot:101", speaker=LIN, text="Hello\nthere")
        sent = await post(page_client, "send", chat=str(GROUP), speaker=BUTLER, text="Ready")
        answer = await post(
            page_client, "send", chat=str(GROUP), speaker=GATE, text="Good", reply_to=sent["message_id"]
        )
        assert house.telegram.history(bot="bay_bot", user_id=LIN)[-1].text == "Hello\nthere"
        last = house.telegram.history(chat_id=GROUP)[-1]
        assert (last.message_id, last.sender.id, last.reply_to) == (
            answer["message_id"], GATE, sent["message_id"],
        )  # fmt: skip

    async def test_an_answered_tap_shows_a_toast_on_the_page(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        sent = await house.say(LIN, "Shall I?", reply_markup=BUTTONS)
        query = (
            await post(page_client, "tap", chat="bay_bot:101", speaker=LIN, message_id=sent, data="yes")
        )["query"]
        answer = {"callback_query_id": query, "text": "With pleasure", "show_alert": True}
        assert (await house.telegram.call(BUYERS.token, "answerCallbackQuery", answer))["ok"]
        toast = {"query": query, "text": "With pleasure", "alert": True, "url": ""}
        assert (await state(page_client))["toasts"] == [toast]

    async def test_a_tap_on_a_missing_button_is_refused(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        sent = await house.say(LIN, "Shall I?", reply_markup=BUTTONS)
        body = {"chat": "bay_bot:101", "speaker": LIN, "message_id": sent, "data": "no"}
        assert await refused(await page_client.post("/page/tap", json=body)) == (400, "gesture")

    async def test_a_contact_needs_a_button_that_requests_it(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        body = {"chat": "bay_bot:101", "speaker": LIN}
        assert await refused(await page_client.post("/page/contact", json=body)) == (400, "gesture")
        house.telegram.open_link(LIN, BUYERS.username)
        await house.say(LIN, "Your number?", reply_markup=CONTACT)
        assert (await state(page_client))["chats"]["bay_bot:101"]["keyboard"] == CONTACT["keyboard"]
        await post(page_client, "contact", **body)
        contact = (await state(page_client))["chats"]["bay_bot:101"]["messages"][-1]["contact"]
        assert contact["phone_number"] == "+8613800138000"

    async def test_a_contact_in_a_group_is_refused(self, page_client: PageClient) -> None:
        answer = await page_client.post("/page/contact", json={"chat": str(GROUP), "speaker": GATE})
        assert await refused(answer) == (400, "input")

    async def test_open_sends_start_with_the_payload(self, page_client: PageClient, house: FakeHouse) -> None:
        await post(page_client, "open", speaker=OWNER, bot="bay_staff_bot", payload="claim_1")
        assert house.telegram.history(bot="bay_staff_bot", user_id=OWNER)[-1].text == "/start claim_1"

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"speaker": OWNER, "bot": "bay_bot"}, "bot"),
            ({"speaker": LIN, "bot": "nobody_bot"}, "bot"),
            ({"speaker": LIN, "bot": "bay_bot", "payload": "no spaces"}, "gesture"),
        ],
    )
    async def test_open_refuses_unknown_bots_and_invalid_payloads(
        self, page_client: PageClient, body: dict[str, Any], code: str
    ) -> None:
        assert await refused(await page_client.post("/page/open", json=body)) == (400, code)

    @pytest.mark.parametrize(
        "who",
        [
            {"chat": "bay_bot:999", "speaker": 999},
            {"chat": "bay_bot:101", "speaker": EVE},
            {"chat": "bay_staff_bot:101", "speaker": LIN},
            {"chat": str(GROUP), "speaker": LIN},
            {"chat": "-1", "speaker": GATE},
        ],
    )
    async def test_a_person_cannot_send_in_a_chat_outside_their_panes(
        self, page_client: PageClient, who: dict[str, Any]
    ) -> None:
        assert await refused(await page_client.post("/page/send", json=who | {"text": "x"})) == (400, "gone")

    @pytest.mark.parametrize("text", ["", "   ", "x" * 4097])
    async def test_a_text_that_no_client_can_send_is_refused(
        self, page_client: PageClient, text: str
    ) -> None:
        body = {"chat": "bay_bot:101", "speaker": LIN, "text": text}
        assert await refused(await page_client.post("/page/send", json=body)) == (400, "gesture")


class TestClock:
    @pytest.mark.parametrize(
        ("body", "until"),
        [
            ({"minutes": 15}, START + timedelta(minutes=15)),
            ({"minutes": 60}, START + timedelta(hours=1)),
            ({"until": "morning"}, datetime(2026, 3, 3, 0, 0, tzinfo=UTC)),
            ({"until": "2026-03-04T10:30"}, datetime(2026, 3, 4, 2, 30, tzinfo=UTC)),
            ({"until": "2026-03-02T07:00:00+00:00"}, datetime(2026, 3, 2, 7, 0, tzinfo=UTC)),
        ],
    )
    async def test_the_clock_moves_forward(
        self, page_client: PageClient, house: FakeHouse, body: dict[str, Any], until: datetime
    ) -> None:
        assert await post(page_client, "clock", **body) == {"now": until.isoformat()}
        assert house.played == [until]

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"minutes": 0}, "past"),
            ({"minutes": -15}, "past"),
            ({"until": "2026-03-02T14:30"}, "past"),
            ({"until": "2026-03-02T14:29"}, "past"),
            ({"until": "2026-05-01T10:00"}, "far"),
            ({"minutes": 10**12}, "far"),
            ({"until": "soon"}, "moment"),
            ({}, "input"),
            ({"minutes": 15, "until": "morning"}, "input"),
            ({"minutes": "15"}, "input"),
            ({"minutes": True}, "input"),
        ],
    )
    async def test_invalid_clock_moves_are_refused(
        self, page_client: PageClient, house: FakeHouse, body: dict[str, Any], code: str
    ) -> None:
        assert await refused(await page_client.post("/page/clock", json=body)) == (400, code)
        assert house.played == []

    def test_before_eight_morning_means_today(self) -> None:
        early = datetime(2026, 3, 2, 7, 59, tzinfo=SHANGHAI)
        assert target_time(MoveClock(until="morning"), early, SHANGHAI) == datetime(2026, 3, 2, tzinfo=UTC)
        eight = datetime(2026, 3, 2, 8, 0, tzinfo=SHANGHAI)
        assert target_time(MoveClock(until="morning"), eight, SHANGHAI) == datetime(2026, 3, 3, tzinfo=UTC)

    def test_a_local_time_skipped_by_dst_is_refused(self) -> None:
        berlin = ZoneInfo("Europe/Berlin")
        with pytest.raises(RefusedError) as refusal:
            target_time(MoveClock(until="2026-03-29T02:30"), datetime(2026, 3, 28, tzinfo=UTC), berlin)
        assert refusal.value.code == "gap"

    async def test_a_busy_house_refuses_moves_and_says_so_in_the_stream(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        house.hold = asyncio.Event()
        async with open_stream(page_client) as stream:
            await stream.next()
            playing = asyncio.ensure_future(post(page_client, "clock", minutes=30))
            _, news = await stream.next()
            busy = {
                "kind": "play",
                "from": START.isoformat(),
                "until": (START + timedelta(minutes=30)).isoformat(),
            }
            assert news["clock"]["busy"] == busy
            for name in ("clock", "reset"):
                answer = await page_client.post(
                    f"/page/{name}", json={"minutes": 1} if name == "clock" else {}
                )
                assert await refused(answer) == (409, "busy")
            await post(page_client, "send", chat="bay_bot:101", speaker=LIN, text="meanwhile")
            house.hold.set()
            await playing
        assert (await state(page_client))["clock"]["busy"] is None


class TestReset:
    async def test_reset_opens_a_new_house(self, page_client: PageClient) -> None:
        before = (await state(page_client))["generation"]
        await post(page_client, "send", chat="bay_bot:101", speaker=LIN, text="Hello")
        newcomer = (await post(page_client, "buyer", first_name="Mo", language="en"))["id"]
        async with open_stream(page_client) as stream:
            await stream.next()
            generation = (await post(page_client, "reset"))["generation"]
            seen = await stream.until("state", "generation")
        assert seen["generation"] == generation != before
        assert seen["chats"]["bay_bot:101"]["messages"] == []
        assert newcomer not in seen["panes"][0]["people"]

    async def test_gestures_are_refused_during_a_reset(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        house.hold = asyncio.Event()
        async with open_stream(page_client) as stream:
            await stream.next()
            resetting = asyncio.ensure_future(post(page_client, "reset"))
            _, news = await stream.next()
            assert news["clock"]["busy"] == {"kind": "reset"}
            body = {"chat": "bay_bot:101", "speaker": LIN, "text": "Hello"}
            assert await refused(await page_client.post("/page/send", json=body)) == (409, "busy")
            house.hold.set()
            await resetting
        await post(page_client, "send", **body)

    async def test_the_language_applies_to_all_people_and_survives_a_reset(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        await post(page_client, "language", code="zh")
        assert {house.telegram.people[person.id].language_code for person in PEOPLE} == {"zh-hans"}
        await post(page_client, "reset")
        assert house.telegram.people[EVE].language_code == "zh-hans"
        await post(page_client, "language", code="en")
        assert house.telegram.people[LIN].language_code == "en"

    async def test_people_keep_their_languages_until_one_is_chosen(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        await state(page_client)
        assert house.telegram.people[LIN].language_code == "zh-hans"
        assert house.telegram.people[EVE].language_code == "en"

    async def test_a_new_buyer_can_speak_and_share_a_number(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        facts = {"first_name": " 思远 ", "last_name": "林", "language": "zh-hant"}
        user_id = (await post(page_client, "buyer", **facts))["id"]
        seen = await state(page_client)
        assert seen["panes"][0]["people"] == [LIN, EVE, user_id]
        assert seen["people"][str(user_id)] == {
            "first_name": "思远", "last_name": "林", "language": "zh-hant", "role": {},
        }  # fmt: skip
        await post(page_client, "send", chat=f"bay_bot:{user_id}", speaker=user_id, text="Hello")
        assert house.telegram.people[user_id].phone.startswith("+86139")
        assert (await post(page_client, "buyer", first_name="Mo", language="en"))["id"] != user_id

    @pytest.mark.parametrize(
        ("name", "body"),
        [
            ("language", {"code": "fr"}),
            ("buyer", {"first_name": " ", "language": "en"}),
            ("buyer", {"first_name": "x" * 65, "language": "en"}),
            ("buyer", {"first_name": "Mo", "language": "<b>"}),
            ("reset", {"really": True}),
            ("send", {"chat": "bay_bot:101", "speaker": "101", "text": "x"}),
            ("send", {"chat": "bay_bot:101", "speaker": 101}),
            ("tap", {"chat": "bay_bot:101", "speaker": 101, "message_id": 1}),
        ],
    )
    async def test_invalid_bodies_are_refused(
        self, page_client: PageClient, name: str, body: dict[str, Any]
    ) -> None:
        assert await refused(await page_client.post(f"/page/{name}", json=body)) == (400, "input")
