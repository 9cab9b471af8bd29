"""A guest in the house's words: kind, consultant, and all that is known, with what may be changed."""

from bot import wording
from bot.dialogs import cards
from bot.dialogs.dialog import Scene
from bot.dialogs.managing import telling
from bot.dialogs.payload import Act
from bot.dialogs.screen import Button, Screen, columns
from bot.language import Words
from core.desk import look, waitlist
from core.guests import Guest, Kind, tier_of
from core.notices import masked
from core.staff import Right
from core.waitlist import Entry


def kind(words: Words, which: Kind) -> str:
    """A guest's kind by name."""
    return {
        Kind.NEW: words.label("new guest"),
        Kind.RETURNING: words.label("returning guest"),
        Kind.PEER: words.label("of another property firm"),
        Kind.EXECUTIVE: words.label("executive"),
        Kind.OFFICIAL: words.label("official"),
    }[which]


def screen(scene: Scene, found: Guest) -> Screen:
    """The card, with what its reader may change."""
    words, subject = scene.words, str(found.id)
    booked = look.booking_of(scene.desk, found)
    buttons = [Button(words.label("Consultant"), Act(action="guest_consultant", subject=subject))]
    member = scene.member
    if member is not None and member.may(Right.ARRANGE_THE_DAYS):
        buttons.append(Button(words.label("Kind"), Act(action="guest_kind", subject=subject)))
        if booked is not None:
            buttons.append(Button(words.label("Tier"), Act(action="guest_tier", subject=subject)))
        if found.kind is Kind.PEER:
            any_time = Act(action="guest_exempt", subject=subject)
            buttons.append(Button(words.label("Peer at any time"), any_time))
    rows = columns(buttons, 2)
    if booked is not None:
        rows = (*rows, cards.changes(words, booked.id, booked.version))
    return Screen(text=card(scene, found), rows=rows)


def card(scene: Scene, guest: Guest) -> str:
    """All the house knows of a guest, in HTML lines; of the phone only what lets one recognise it."""
    words = scene.words
    booked = look.booking_of(scene.desk, guest)
    entry = waitlist.place_of(scene.desk, guest)
    lines = [
        words.say(
            "<b>{name}</b> ({whole}) · {number}",
            name=wording.addressed(words, guest.name),
            whole=wording.full_name(guest.name),
            number=guest.number,
        ),
        words.say(
            "📱 {phone}", phone=masked(guest.phone.number) if guest.phone.number else words.label("no phone")
        ),
        _kind_and_tier(scene, guest),
        words.say("🏛 {firm}", firm=guest.affiliation) if guest.affiliation else "",
        _consultant(scene, guest),
        _visits(scene, guest),
        telling.party(words, booked) if booked is not None else words.say("No visit booked."),
        _waits(words, entry) if entry is not None else "",
        words.say("Received at any time until {day}.", day=words.day(guest.exempt_until))
        if guest.exempt_until is not None
        else "",
    ]
    return "\n".join(filter(None, lines))


def _kind_and_tier(scene: Scene, guest: Guest) -> str:
    booked = look.booking_of(scene.desk, guest)
    tier = booked.tier if booked is not None else tier_of(guest.kind, booked=True)
    return scene.words.say(
        "👤 {kind}, {tier}", kind=kind(scene.words, guest.kind), tier=wording.tier(scene.words, tier)
    )


def _consultant(scene: Scene, guest: Guest) -> str:
    words = scene.words
    if guest.consultant is None:
        return words.say("Consultant: nobody yet")
    return words.say("Consultant: {name}", name=telling.name_of(scene, guest.consultant))


def _visits(scene: Scene, guest: Guest) -> str:
    words = scene.words
    number, last = look.visits(scene.desk, guest)
    if last is None:
        return words.say("Not received yet.")
    return words.say_n(
        "Received {n} time, last on {day}",
        "Received {n} times, last on {day}",
        number,
        day=words.day_of(last),
    )


def _waits(words: Words, entry: Entry) -> str:
    if entry.offered is not None and entry.offer_until is not None:
        return words.say(
            "⏳ Is offered {slot} until {until}",
            slot=words.start(entry.offered),
            until=words.start(entry.offer_until),
        )
    if entry.wanted is not None:
        return words.say("⏳ Waits for {slot}", slot=words.start(entry.wanted))
    return words.say("⏳ Waits for any hour of {day}", day=words.day(entry.day))
