"""Notices: each has its wording in every language, its buttons, and nothing for guests that only staff may read."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import features
from bot.engine.payload import SubjectAction
from bot.engine.screen import lay_out
from bot.language.catalogues import NAMES
from bot.language.words import Words
from bot.wording import notices
from core.booking import ArrivalTiming, Booking, BookingId, BookingStatus, Channel, Party
from core.bots import BUYERS
from core.complaints import Complaint, ComplaintId
from core.consultants import Consultant, ConsultantId
from core.desk import Desk, consultants, overrides, queries
from core.desk import booking as desk_booking
from core.events import (
    BookingCancelled,
    BookingMade,
    BookingMoved,
    CallRequested,
    ComplaintFiled,
    Event,
    GroupLost,
    GuestFellSilent,
    LeadCreated,
    MemberJoined,
    OfferRecalled,
    PartyArrived,
    RemovedFromWaitlist,
    RequestDeclined,
    RequestMade,
    RequestOverdue,
    SeatOffered,
    SeatOfferLapsed,
    SharedConsultant,
    TierChanged,
    UrgentRequest,
)
from core.guests import Guest, GuestId, GuestKind, Name, Phone, PhoneKind, Tier, Title
from core.leads import Lead, LeadId
from core.notices import registry
from core.notices.audience import Audience, GuestChat, StaffGroup
from core.notices.notice import Notice
from core.requests import DayRequest, RequestId, RequestStatus
from core.site import Site
from core.staff import Member, Role
from core.store import outbox, tables
from core.store.tables import guests
from core.waitlist import EntryId, EntryStatus, WaitlistEntry
from demo.cast import MANAGER
from tests.support.gestures import OPERATOR, Play, book

TEN = datetime(2026, 11, 21, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
PHONE = Phone(number="+8613800138000", kind=PhoneKind.TAKEN)
NAME = Name(surname="<Tan>", given="Grace", title=Title.MS)
PARTY = Party(adults=2, elders=1)
GUEST = Guest(id=GuestId(1), number="TY-TG001", name=NAME, phone=PHONE, kind=GuestKind.NEW, telegram_id=101)
CALLER = replace(GUEST, telegram_id=None)
BOOKING = Booking(
    id=BookingId(1), code="ABCDE", guest=GUEST, starts_at=TEN, party=PARTY, tier=Tier.A, status=BookingStatus.BOOKED,
    version=1, plate="粤B12345", remarks="a pram & quiet",
)  # fmt: skip
HELPED = SharedConsultant(consultant=Consultant(id=ConsultantId(1), name="Secret", agency="A"), other=BOOKING)
ENTRY = WaitlistEntry(
    id=EntryId(1), guest=GUEST, party=PARTY, day=date(2026, 11, 21), wanted=TEN, status=EntryStatus.OFFERED, version=2,
    offered=TEN, offer_until=TEN - 20 * HOUR, joined_at=TEN - 30 * HOUR, by_user=204, channel=Channel.CHAT,
)  # fmt: skip
REQUEST = DayRequest(
    id=RequestId(1), guest=GUEST, party=PARTY, day=date(2026, 11, 21), status=RequestStatus.OPEN,
    asked_at=TEN - 30 * HOUR, answer_by=TEN - 20 * HOUR,
)  # fmt: skip


def events() -> Iterator[Event]:
    for shared_consultant in (None, HELPED):
        yield BookingMade(booking=BOOKING, by=OPERATOR, shared_consultant=shared_consultant)
        yield BookingMoved(
            booking=BOOKING, by=OPERATOR, moved_from=TEN - HOUR, shared_consultant=shared_consultant
        )
    yield BookingCancelled(booking=BOOKING, by=OPERATOR)
    yield from (PartyArrived(booking=BOOKING, by=OPERATOR, timing=timing) for timing in ArrivalTiming)
    yield TierChanged(booking=BOOKING, by=OPERATOR)
    for event_type in (SeatOffered, SeatOfferLapsed, OfferRecalled, RemovedFromWaitlist):
        for who in (GUEST, CALLER, replace(CALLER, phone=Phone(number=None, kind=PhoneKind.DECLINED))):
            yield event_type(entry=replace(ENTRY, guest=who))
            yield event_type(entry=replace(ENTRY, guest=who, wanted=None))
    yield RequestMade(request=REQUEST)
    yield RequestOverdue(request=REQUEST)
    yield RequestDeclined(request=REQUEST)
    yield LeadCreated(
        lead=Lead(
            id=LeadId(1),
            telegram_id=1,
            name=NAME,
            phone=PHONE,
            owner=204,
            invite_on=date(2026, 11, 21),
            made_at=TEN,
        )
    )
    yield ComplaintFiled(
        complaint=Complaint(id=ComplaintId(1), telegram_id=1, name=NAME, words="<cold>", made_at=TEN),
    )
    yield UrgentRequest(name=NAME, phone=None)
    yield CallRequested(name=NAME, phone="+8613900139000")
    yield GuestFellSilent(telegram_id=101)
    yield MemberJoined(member=Member(user_id=1, name="<Wu>", role=Role.GATE), invited_by=204)
    yield GroupLost()


def every_notice() -> Iterator[tuple[Audience, Notice[Any]]]:
    for event in events():
        for notice_type in registry.types_for(event):
            audience = notice_type.audience_of(event)
            if audience is not None:
                yield audience, notice_type.of(event)


def subclasses(of: type[Any]) -> set[type[Any]]:
    return {each for child in of.__subclasses__() for each in (child, *subclasses(child))}


def test_every_event_and_every_type_of_notice_is_tested() -> None:
    assert {type(event) for event in events()} == set(Event.__args__)
    assert {type(notice) for _, notice in every_notice()} == set(registry.NOTICE_TYPES)


def test_every_type_of_notice_is_registered_once_and_has_a_wording() -> None:
    types = registry.NOTICE_TYPES
    assert subclasses(Notice) == set(types) == set(notices.WORDINGS)
    assert len({each.kind for each in types}) == len(types)


def test_a_notice_is_read_from_the_outbox_as_it_was_written() -> None:
    for _, notice in every_notice():
        assert registry.from_json(json.loads(json.dumps(registry.to_json(notice)))) == notice


@pytest.mark.parametrize("language", NAMES)
def test_every_notice_has_text_and_known_buttons_that_fit(site: Site, language: str) -> None:
    for audience, notice in every_notice():
        screen = notices.screen(Words(language, site), notice)
        assert screen.text.strip(), notice.kind
        for raw in ("<Tan>", "<mayor>", "<cold>", "<Wu>"):
            assert raw not in screen.text, notice.kind
        assert lay_out(screen).rows is not None
        known = features.buyers() if isinstance(audience, GuestChat) else features.staff()
        for button in screen.buttons:
            assert isinstance(button.action, SubjectAction)
            assert button.action.name in known.actions, notice.kind


def test_notices_to_guests_name_no_consultant_and_notices_to_the_group_have_no_buttons(site: Site) -> None:
    words = Words("en", site)
    screens = [(audience, each, notices.screen(words, each)) for audience, each in every_notice()]
    assert any("Secret" in screen.text for _, each, screen in screens if each.kind == "group_made")
    for audience, notice, screen in screens:
        if isinstance(audience, GuestChat):
            assert "Secret" not in screen.text
            assert "Secret" not in str(registry.to_json(notice))
        if isinstance(audience, StaffGroup):
            assert not screen.buttons, notice.kind


async def test_an_unreadable_notice_does_not_delay_its_chat(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    unreadable = ({"kind": "no_such_kind", "facts": {}}, {"kind": "guest_made", "facts": {"surname": "Tan"}})
    readable = next(registry.to_json(each) for _, each in every_notice() if each.kind == "guest_cancelled")

    def write(desk: Desk) -> None:
        for body in (*unreadable, readable):
            message = outbox.OutboxMessage(
                bot=BUYERS, chat_id=buyer.user_id, kind=outbox.OutboxKind.NOTICE, body=body
            )
            outbox.add(desk.conn, message, desk.now)

    await play.stage.house.run(write)
    await play.stage.settle()
    assert "has been cancelled" in buyer.last
    failed = select(tables.outbox.c.error).where(tables.outbox.c.status == outbox.OutboxStatus.FAILED)
    errors = await play.look(
        lambda desk: desk.conn.execute(failed.order_by(tables.outbox.c.id)).scalars().all()
    )
    assert errors[0] == "UnreadableNoticeError('no_such_kind')"
    assert "starts_at" in errors[1]
    assert "Tan" not in errors[1]
    assert len(errors) == 2


async def test_the_group_is_told_when_two_guests_of_one_slot_have_the_same_consultant(play: Play) -> None:
    first, second = play.buyer(), play.buyer()
    rest = ("1", "Sat, Nov 21", "11:00", "I would rather not")
    await book(first, "Yes, please", "Grace Tan", "Ms", *rest)
    manager = Member(user_id=MANAGER.id, name="陈经理", role=Role.SITE_MANAGER)

    def give(desk: Desk) -> None:
        consultant = consultants.hire(desk, "赵敏", "A", manager)
        for guest_id in desk.conn.execute(guests.select()).scalars():
            overrides.assign_consultant(desk, guest_id, consultant.id, manager)

    await book(second, "Yes, please", "Grace Tan", "Ms", *rest)
    await second.tap("Cancel")
    await second.tap("Yes, cancel it")
    await play.stage.house.run(give)
    await second.tap("Reserve an hour")
    for label in ("1", "Sat, Nov 21", "11:00", "✓ Confirm"):
        await second.tap(label)
    assert "赵敏" in play.group.last
    assert not any("赵敏" in text for text in (*first.said, *second.said))


async def test_a_change_by_staff_is_not_called_the_guests_wish(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    found = await play.look(lambda desk: queries.get_booking(desk, BookingId(1), OPERATOR))
    await play.stage.house.run(
        lambda desk: desk_booking.move(desk, found.id, found.version, TEN + 2 * HOUR, OPERATOR)
    )
    await play.stage.settle()
    assert "Your visit is now as follows" in buyer.last
    assert "12:00–13:00" in buyer.last
    assert "please choose another here, or call us on +86 755 8888 0000" in buyer.last
    assert buyer.buttons == ["Move", "Cancel"]
    await play.stage.house.run(lambda desk: desk_booking.cancel(desk, found.id, 2, OPERATOR))
    await play.stage.settle()
    assert "Sat, Nov 21 12:00–13:00 has been cancelled. If this was not your wish, we are sorry" in buyer.last
    assert "as agreed" not in "".join(buyer.said)
    await buyer.tap("Reserve an hour")
    assert "how many guests" in buyer.last


async def test_a_guests_recorded_language_is_used_if_no_other_is_known(play: Play) -> None:
    buyer = play.buyer(language="fr")

    def known(desk: Desk) -> None:
        desk.conn.execute(
            guests.insert().values(
                number="TY-L001", surname="李", given="伟", title="mr", kind="returning", phone_kind="declined",
                telegram_id=buyer.user_id, language="zh_Hant", registered_at=desk.now,
            )
        )  # fmt: skip

    await play.stage.house.run(known)
    await buyer.open()
    assert "天悅灣" in buyer.last
    play.stage.telegram.set_language(buyer.user_id, "en")
    await buyer.open()
    assert "Tianyue Bay" in buyer.last
