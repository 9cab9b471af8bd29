"""Overrides and exceptions: an hour against the rules, another tier, a peer at any time, a guest's kind. Each asks for
its reason and for a yes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot import wording
from bot.dialogs import answers, day_asked
from bot.dialogs.choice import BACK, day_in
from bot.dialogs.dialog import Chose, Ends, Given, Goes, Reply, Scene, between_ourselves
from bot.dialogs.inputs import Said
from bot.dialogs.managing import arranging, case_screens, examples, guest_words, spans
from bot.dialogs.managing.case import NAME, OF_A_FIRM, ORDER, At, Case, Sort, booking_of, guest_of
from bot.dialogs.managing.questions import LEAVE_IT, YES
from bot.dialogs.screen import Screen
from core import timetable
from core.arrangements import LONGEST_REASON
from core.booking import Booking, BookingId
from core.desk import exceptions, house_staff, look
from core.errors import Changed, NoSuchBooking, NoSuchGuest, NotOpen, TimeRefused
from core.guests import LONGEST_AFFILIATION, Guest, Kind, Tier
from core.staff import Right


class OverridingDialog:
    name = NAME

    def load(self, state: dict[str, Any]) -> Case:
        return Case.load(state)

    def show(self, scene: Scene, state: Case) -> Screen:
        try:
            return case_screens.SCREENS[state.at](scene, state)
        except (NoSuchBooking, NoSuchGuest) as gone:
            return Screen(text=wording.refusal(scene.words, gone))

    def step(self, scene: Scene, state: Case, given: Given) -> Reply:
        try:
            if given == Chose(BACK):
                return _back(scene, state)
            return _STEPS[state.at](scene, state, given)
        except (Changed, NotOpen, NoSuchBooking, NoSuchGuest) as late:
            return Ends(Screen(text=wording.refusal(scene.words, late)))

    def returns(self, scene: Scene, state: Case) -> Reply | None:
        """What is said hours later is no answer to what was asked then."""
        return Goes(NAME, state, scene.words.say("We had come this far:"))


def override(scene: Scene, argument: str) -> Reply:
    """/override CODE <day hour | tier A+|A|B> reason."""
    return _begin(scene, argument, Sort.HOUR, examples.override, _wanted)


def exception(scene: Scene, argument: str) -> Reply:
    """/exception CODE|NUMBER [until day] reason."""
    return _begin(scene, argument, Sort.EXCEPTION, examples.exception, _excepted)


def _begin(
    scene: Scene,
    argument: str,
    sort: Sort,
    example: Callable[[Scene], str],
    read: Callable[[Scene, Case, str], Reply],
) -> Reply:
    """Whom a command is about, and what else was said in its line."""
    refused = _may(scene)
    if refused is not None:
        return refused
    code, _, rest = answers.tidy(argument).partition(" ")
    state = Case(sort=sort, at=At.WHO)
    if not code:
        return Goes(NAME, state, example(scene))
    try:
        state = _about(scene, state, exceptions.find(scene.desk, code))
    except (NoSuchGuest, NotOpen, NoSuchBooking) as unknown:
        return Goes(NAME, state, wording.refusal(scene.words, unknown))
    return read(scene, state, rest) if rest else Goes(NAME, state)


def _excepted(scene: Scene, state: Case, text: str) -> Reply:
    """«until 11-30 an old friend»."""
    today = timetable.day_of(scene.desk.site, scene.desk.now)
    said = text.removeprefix("until ").removeprefix("至")
    until, reason = spans.take(said, lambda named: answers.day(named, today))
    state = replace(state, reason=reason)
    return Goes(NAME, state) if until is None else _take_until(scene, state, until)


def of_guest(scene: Scene, guest: Guest, sort: Sort) -> Reply:
    """Begun on the guest's card."""
    state = Case(sort=sort, at=At.KIND, guest=guest.id, card=True)
    if sort is Sort.KIND:
        return Goes(NAME, state)
    state = _about(scene, state, guest)
    return Goes(NAME, replace(state, at=At.TIER) if sort is Sort.TIER else state)


def _may(scene: Scene) -> Reply | None:
    house_staff.require(scene.desk, scene.person.user_id, Right.ARRANGE_THE_DAYS)
    return between_ourselves(scene)


def _about(scene: Scene, state: Case, guest: Guest) -> Case:
    """The case once it is known whom it is about. Raises NoSuchBooking, where a booking is asked about and they have
    none."""
    if state.sort is Sort.EXCEPTION:
        return replace(state, at=At.UNTIL, guest=guest.id)
    booked = look.booking_of(scene.desk, guest)
    if booked is None:
        raise NoSuchBooking
    return replace(state, at=At.WHAT, guest=guest.id, booking=booked.id, version=booked.version)


def _wanted(scene: Scene, state: Case, text: str) -> Reply:
    """«tier A+ chairman's friend», «A+ …», «11-28 10:00 flight»."""
    said, _, rest = text.partition(" ")
    if said.lower() in {"tier", "接待等级", "等级"}:
        said, _, rest = rest.partition(" ")
    if (tier := _tier_named(said)) is not None:
        return _take_tier(scene, replace(state, sort=Sort.TIER, reason=rest), tier)
    today = timetable.day_of(scene.desk.site, scene.desk.now)
    day, rest = spans.take(text, lambda named: answers.day(named, today))
    if day is None:
        return Goes(NAME, state, wording.unread(scene.words, text))
    hours, reason = spans.take(rest, lambda named: spans.hours(named, scene.desk.site))
    state = replace(state, reason=reason)
    slot = timetable.at(scene.desk.site, day, hours[0]) if hours and len(hours) == 1 else None
    return _take_day(scene, state, day) if slot is None else _take_slot(scene, state, day, slot)


def _tier_named(text: str) -> Tier | None:
    said = text.upper().replace("＋", "+").removesuffix("级").removesuffix("級")
    return next((tier for tier in Tier if tier.value == said), None)


def _asked(scene: Scene, state: Case) -> Goes:
    """The next question after the present one; a reason that was given is asked for again only where it is too long
    to be kept."""
    following = ORDER[state.sort][ORDER[state.sort].index(state.at) + 1]
    if following is At.FIRM and Kind(state.kind or Kind.NEW) not in OF_A_FIRM:
        following = At.REASON
    if following is At.REASON and len(state.reason) > LONGEST_REASON:
        note = arranging.unusable_reason(scene, state.reason)
        return Goes(NAME, replace(state, at=following, reason=""), note)
    if following is At.REASON and state.reason:
        following = At.CONFIRM
    return Goes(NAME, replace(state, at=following))


def _back(scene: Scene, state: Case) -> Reply:
    order = ORDER[state.sort]
    place = order.index(state.at)
    if place == 0 or (state.card and order[place - 1] in {At.WHO, At.WHAT}):
        return _left(scene, state)
    before = order[place - 1]
    if before is At.FIRM and Kind(state.kind or Kind.NEW) not in OF_A_FIRM:
        before = At.KIND
    if before is At.REASON:
        return Goes(NAME, replace(state, at=before, reason=""))
    return Goes(NAME, replace(state, at=before))


def _left(scene: Scene, state: Case) -> Reply:
    if state.card:
        return Ends(guest_words.screen(scene, guest_of(scene, state)))
    return Ends(Screen(text=scene.words.say("Very well, all stays as it was.")))


def _who(scene: Scene, state: Case, given: Given) -> Reply:
    said = given.text if isinstance(given, Said) else ""
    try:
        return Goes(NAME, _about(scene, state, exceptions.find(scene.desk, said)))
    except (NoSuchGuest, NoSuchBooking) as unknown:
        return Goes(NAME, state, wording.refusal(scene.words, unknown))


def _what(scene: Scene, state: Case, given: Given) -> Reply:
    if isinstance(given, Chose) and given.choice in {Sort.HOUR, Sort.TIER}:
        return _asked(scene, replace(state, sort=Sort(given.choice)))
    if isinstance(given, Said):
        return _wanted(scene, state, answers.tidy(given.text))
    return Goes(NAME, state, wording.please_tap(scene.words))


def _day_given(scene: Scene, given: Given) -> date | None:
    if isinstance(given, Chose):
        return day_in(given.choice, "d")
    today = timetable.day_of(scene.desk.site, scene.desk.now)
    return answers.day(given.text, today) if isinstance(given, Said) else None


def _day(scene: Scene, state: Case, given: Given) -> Reply:
    day = _day_given(scene, given)
    return Goes(NAME, state, day_asked.please(scene)) if day is None else _take_day(scene, state, day)


def _take_day(scene: Scene, state: Case, day: date) -> Reply:
    note = arranging.can_not_be(scene, day, day)
    if note:
        return Goes(NAME, replace(state, at=At.DAY), note)
    return Goes(NAME, replace(state, at=At.HOUR, day=day.isoformat()))


def _hour(scene: Scene, state: Case, given: Given) -> Reply:
    day = date.fromisoformat(state.day) if state.day else timetable.day_of(scene.desk.site, scene.desk.now)
    if isinstance(given, Said):
        hours = spans.hours(given.text, scene.desk.site)
        slot = timetable.at(scene.desk.site, day, hours[0]) if hours and len(hours) == 1 else None
        if slot is not None:
            return _take_slot(scene, state, day, slot)
    if isinstance(given, Chose):
        found = [
            each
            for each in case_screens.hours_of(scene, state, day)
            if given.choice == f"s{each.isoformat()}"
        ]
        if found:
            return _take_slot(scene, state, day, found[0])
    return Goes(NAME, state, scene.words.say("Please tap an hour, or write one, such as 10:00."))


def _take_slot(scene: Scene, state: Case, day: date, slot: datetime) -> Reply:
    """An hour that can be had; of any other the hours of its day are shown."""
    state = replace(state, at=At.HOUR, day=day.isoformat())
    note = arranging.can_not_be(scene, day, day)
    if note:
        return Goes(NAME, replace(state, at=At.DAY), note)
    if slot in case_screens.hours_of(scene, state, day):
        return _asked(scene, replace(state, slot=slot.isoformat()))
    note = scene.words.say("{slot} can not be had even so.", slot=scene.words.start(slot))
    return Goes(NAME, state, note)


def _tier(scene: Scene, state: Case, given: Given) -> Reply:
    said = given.text if isinstance(given, Said) else given.choice[1:] if isinstance(given, Chose) else ""
    tier = _tier_named(said)
    if tier is None:
        return Goes(NAME, state, wording.please_tap(scene.words))
    return _take_tier(scene, state, tier)


def _take_tier(scene: Scene, state: Case, tier: Tier) -> Reply:
    state = replace(state, at=At.TIER, tier=tier)
    if tier is booking_of(scene, state).tier:
        return Goes(NAME, state, scene.words.say("That is how the party is received already."))
    return _asked(scene, state)


def _until(scene: Scene, state: Case, given: Given) -> Reply:
    day = _day_given(scene, given)
    return Goes(NAME, state, day_asked.please(scene)) if day is None else _take_until(scene, state, day)


def _take_until(scene: Scene, state: Case, day: date) -> Reply:
    note = arranging.can_not_be(scene, day, day)
    if note:
        return Goes(NAME, state, note)
    return _asked(scene, replace(state, until=day.isoformat()))


def _kind(scene: Scene, state: Case, given: Given) -> Reply:
    named = given.choice[1:] if isinstance(given, Chose) else ""
    if named not in set(Kind):
        return Goes(NAME, state, wording.please_tap(scene.words))
    return _asked(scene, replace(state, kind=named, firm="" if Kind(named) not in OF_A_FIRM else state.firm))


def _firm(scene: Scene, state: Case, given: Given) -> Reply:
    said = answers.tidy(given.text) if isinstance(given, Said) else ""
    if not said:
        return Goes(NAME, state, scene.words.say("Please write it in words."))
    if len(said) > LONGEST_AFFILIATION:
        note = scene.words.say(
            "Would you put it a little shorter, please? Up to {most} characters.", most=LONGEST_AFFILIATION
        )
        return Goes(NAME, state, note)
    return _asked(scene, replace(state, firm=said))


def _reason(scene: Scene, state: Case, given: Given) -> Reply:
    said = answers.tidy(given.text) if isinstance(given, Said) else ""
    if not 1 <= len(said) <= LONGEST_REASON:
        return Goes(NAME, state, arranging.unusable_reason(scene, said))
    return _asked(scene, replace(state, reason=said))


def _confirm(scene: Scene, state: Case, given: Given) -> Reply:
    if given == Chose(LEAVE_IT):
        return _left(scene, state)
    if given == Chose(At.REASON):
        return Goes(NAME, replace(state, at=At.REASON))
    if given != Chose(YES):
        return Goes(NAME, state, wording.please_tap(scene.words))
    try:
        guest = _carry_out(scene, state)
    except TimeRefused as refused:
        return Goes(NAME, replace(state, at=At.HOUR, slot=None), wording.refusal(scene.words, refused))
    note = scene.words.say("✓ So it is ordered.")
    return Ends(guest_words.screen(scene, guest).with_note(note))


def _carry_out(scene: Scene, state: Case) -> Guest:
    """Have it so; the guest as they are then. Raises NoSuchGuest, NoSuchBooking, NotOpen, Changed, a TimeRefused."""
    desk, reason = scene.desk, state.reason
    by = house_staff.require(desk, scene.person.user_id, Right.ARRANGE_THE_DAYS)
    guest, booking = guest_of(scene, state), BookingId(state.booking or 0)
    match state.sort:
        case Sort.HOUR if state.starts_at is not None:
            return exceptions.override(desk, booking, state.version, state.starts_at, by, reason=reason).guest
        case Sort.TIER if state.tier is not None:
            return _tiered(scene, state, booking, Tier(state.tier))
        case Sort.EXCEPTION if state.until is not None:
            return exceptions.exempt(desk, guest.id, date.fromisoformat(state.until), by, reason=reason)
        case Sort.KIND if state.kind is not None:
            firm = state.firm or None
            return exceptions.set_kind(desk, guest.id, Kind(state.kind), by, reason=reason, affiliation=firm)
        case _:
            return guest


def _tiered(scene: Scene, state: Case, booking: BookingId, tier: Tier) -> Guest:
    by = house_staff.require(scene.desk, scene.person.user_id, Right.ARRANGE_THE_DAYS)
    changed: Booking = exceptions.set_tier(scene.desk, booking, state.version, tier, by, reason=state.reason)
    return changed.guest


_STEPS: dict[At, Callable[[Scene, Case, Given], Reply]] = {
    At.WHO: _who,
    At.WHAT: _what,
    At.DAY: _day,
    At.HOUR: _hour,
    At.TIER: _tier,
    At.UNTIL: _until,
    At.KIND: _kind,
    At.FIRM: _firm,
    At.REASON: _reason,
    At.CONFIRM: _confirm,
}
