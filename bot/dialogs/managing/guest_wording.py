"""A guest in the house's words: kind, consultant, and the card with its buttons."""

from bot.dialogs.managing import arrangement_wording
from bot.engine.dialog import Context
from bot.engine.payload import SubjectAction
from bot.engine.screen import Button, Screen, columns
from bot.language.words import Words
from bot.wording import phrases, standard_buttons
from core.desk import queries, waitlist
from core.guests import Guest, GuestKind, masked, tier_of
from core.staff import Right
from core.waitlist import WaitlistEntry


def kind(words: Words, which: GuestKind) -> str:
    """A guest's kind by name."""
    return {
        GuestKind.NEW: words.label("new guest"),
        GuestKind.RETURNING: words.label("returning guest"),
        GuestKind.PEER: words.label("peer"),
        GuestKind.EXECUTIVE: words.label("executive"),
        GuestKind.OFFICIAL: words.label("official"),
    }[which]


def screen(context: Context, found: Guest) -> Screen:
    """The card, with buttons for what its reader may change."""
    words, subject = context.words, str(found.id)
    booked = queries.booking_of(context.desk, found)
    buttons = [Button(words.label("Consultant"), SubjectAction(name="guest_consultant", subject=subject))]
    member = context.member
    if member is not None and member.may(Right.ARRANGE_THE_DAYS):
        buttons.append(Button(words.label("Kind"), SubjectAction(name="guest_kind", subject=subject)))
        if booked is not None:
            buttons.append(Button(words.label("Tier"), SubjectAction(name="guest_tier", subject=subject)))
        if found.kind is GuestKind.PEER:
            any_time = SubjectAction(name="guest_exempt", subject=subject)
            buttons.append(Button(words.label("Receive at any time"), any_time))
    rows = columns(buttons, 2)
    if booked is not None:
        rows = (*rows, standard_buttons.changes(words, booked.id, booked.version))
    return Screen(text=card(context, found), rows=rows)


def card(context: Context, guest: Guest) -> str:
    """The facts about a guest, in HTML lines; the phone number is masked."""
    words = context.words
    booked = queries.booking_of(context.desk, guest)
    entry = waitlist.open_entry_of(context.desk, guest)
    lines = [
        _name_and_number(words, guest),
        words.say(
            "📱 {phone}", phone=masked(guest.phone.number) if guest.phone.number else words.label("no phone")
        ),
        _kind_and_tier(context, guest),
        words.say("🏛 {firm}", firm=guest.affiliation) if guest.affiliation else "",
        _consultant(context, guest),
        _visits(context, guest),
        arrangement_wording.party(words, booked) if booked is not None else words.say("No visit booked."),
        _waits(words, entry) if entry is not None else "",
        words.say("Received at any time until {day}.", day=words.day(guest.exempt_until))
        if guest.exempt_until is not None
        else "",
    ]
    return "\n".join(filter(None, lines))


def _name_and_number(words: Words, guest: Guest) -> str:
    """A guest's name, in both forms if they differ, and the guest number."""
    name, whole = phrases.addressed(words, guest.name), phrases.full_name(guest.name)
    if whole in ("", name):
        return words.say("<b>{name}</b> · {number}", name=name, number=guest.number)
    return words.say("<b>{name}</b> ({whole}) · {number}", name=name, whole=whole, number=guest.number)


def _kind_and_tier(context: Context, guest: Guest) -> str:
    booked = queries.booking_of(context.desk, guest)
    tier = booked.tier if booked is not None else tier_of(guest.kind, booked=True)
    return context.words.say(
        "👤 {kind}, {tier}", kind=kind(context.words, guest.kind), tier=phrases.tier(context.words, tier)
    )


def _consultant(context: Context, guest: Guest) -> str:
    words = context.words
    if guest.consultant is None:
        return words.say("Consultant: not assigned yet")
    return words.say("Consultant: {name}", name=arrangement_wording.name_of(context, guest.consultant))


def _visits(context: Context, guest: Guest) -> str:
    words = context.words
    number, last = queries.visits(context.desk, guest)
    if last is None:
        return words.say("No visits yet.")
    return words.say_n(
        "{n} visit, the last on {day}",
        "{n} visits, the last on {day}",
        number,
        day=words.day_of(last),
    )


def _waits(words: Words, entry: WaitlistEntry) -> str:
    if entry.offered is not None and entry.offer_until is not None:
        return words.say(
            "⏳ Offered {slot} until {until}",
            slot=words.start(entry.offered),
            until=words.moment(entry.offer_until),
        )
    if entry.wanted is not None:
        return words.say("⏳ Waiting for {slot}", slot=words.start(entry.wanted))
    return words.say("⏳ Waiting for any hour on {day}", day=words.day(entry.day))
