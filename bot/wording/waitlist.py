"""The waitlist on screens: a place on it, a seat that is offered, and what became of it.

By ``core.notices.facts``: a card shown on request reads as the notice did. A guest reads about themselves; a member of
staff about the caller they put on the list.
"""

from dataclasses import replace

from bot.engine.dialog import Context
from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases, standard_buttons
from core.desk import waitlist
from core.notices.facts import OfferFacts, WaitlistFacts
from core.waitlist import EntryStatus, WaitlistEntry


def joined(context: Context, entry: WaitlistEntry) -> Screen:
    """The end of a conversation that has led to a place on the list: what will happen."""
    words, facts = context.words, WaitlistFacts.of_entry(entry)
    name, waits_for = phrases.addressed(words, facts.name), awaited(words, facts)
    if not context.actor.is_staff:
        said = [
            words.say(
                "Thank you, {name}. You are on our waiting list for <b>{awaited}</b>.",
                name=name,
                awaited=waits_for,
            ),
            "",
            phrases.first_seat(words),
            words.say("Close to the hour, this time is a little shorter; the night does not count."),
        ]
    else:
        said = [
            words.say("<b>{name}</b> is on the waiting list for {awaited}.", name=name, awaited=waits_for),
            "",
            words.say("When a seat becomes free, we offer it to them in their own chat.")
            if entry.guest.telegram_id is not None
            else words.say("When a seat becomes free, I tell you here so that you can call them."),
        ]
    return Screen(text="\n".join(said), rows=((standard_buttons.leave(words, entry.id, entry.version),),))


def place(context: Context, entry: WaitlistEntry) -> Screen:
    """An open place on the list, as it is now."""
    words, facts = context.words, WaitlistFacts.of_entry(entry)
    if entry.status is EntryStatus.OFFERED:
        return offered(words, OfferFacts.of_entry(entry), to_guest=not context.actor.is_staff)
    text = f"{_line(words, facts)}\n\n{_prospect(context, entry) or phrases.first_seat(words)}"
    return Screen(
        text=text,
        rows=((standard_buttons.leave(words, entry.id, entry.version),), (standard_buttons.reserve(words),)),
    )


def beside(context: Context, screen: Screen, entry: WaitlistEntry) -> Screen:
    """A booking's card, with the better hour for which its guest waits."""
    words, facts = context.words, WaitlistFacts.of_entry(entry)
    if entry.status is EntryStatus.OFFERED:
        offer = offered(words, OfferFacts.of_entry(entry), to_guest=not context.actor.is_staff)
        return replace(screen, text=f"{screen.text}\n\n{offer.text}", rows=(*offer.rows, *screen.rows))
    rows = (*screen.rows, (standard_buttons.leave(words, entry.id, entry.version),))
    place_text = "\n".join(filter(None, [_line(words, facts), _prospect(context, entry)]))
    return replace(screen, text=f"{screen.text}\n\n{place_text}", rows=rows)


def _prospect(context: Context, entry: WaitlistEntry) -> str:
    """Says that no seat can come free where the house has been closed since; else empty."""
    if not waitlist.cannot_succeed(context.desk, entry):
        return ""
    return context.words.say(
        "We are sorry: we are now closed at that time, so no seat can become free. We would be glad "
        "to welcome you on another day."
    )


def offered(words: Words, facts: OfferFacts, *, to_guest: bool) -> Screen:
    """A seat is kept for the guest, and may be taken or refused."""
    slot, until = facts.offered, words.moment(facts.offer_until)
    if to_guest:
        text = words.say(
            "🌿 A seat is now free, {name}: <b>{slot}</b>.\nWe keep it for you until {until}. Shall we "
            "expect you?",
            name=phrases.addressed(words, facts.name),
            slot=words.slot(slot),
            until=until,
        )
    else:
        text = words.say(
            "🌿 A seat is free for <b>{name}</b> ({party}): <b>{slot}</b>, kept until {until}.\n📱 "
            "{phone}\nPlease call them, and tap their answer.",
            name=phrases.addressed(words, facts.name),
            party=phrases.party(words, facts.party),
            slot=words.slot(slot),
            until=until,
            phone=phone(words, facts),
        )
    return Screen(text=text, rows=(standard_buttons.take_or_leave(words, facts.entry, facts.version),))


def too_late(words: Words, facts: OfferFacts) -> Screen:
    """For an answer that comes after the offer has ended: the apology was sent when it ended."""
    text = words.say(
        "The offer for {slot} was open until {until}.",
        slot=words.start(facts.offered),
        until=words.moment(facts.offer_until),
    )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, facts.entry),))


def given_up(words: Words, facts: WaitlistFacts) -> str:
    """The place was given up; stands above what its guest has now."""
    return words.say(
        "The place on the waiting list for {awaited} has been given up.", awaited=awaited(words, facts)
    )


def none_now(words: Words, facts: WaitlistFacts, *, to_guest: bool) -> Screen:
    """The place is over, and its guest has no other."""
    waits_for = awaited(words, facts)
    if to_guest:
        text = words.say(
            "Your place on the waiting list for {awaited} has been given up or has ended: you are "
            "not on a waiting list now. Whenever another time suits you, please let us know.",
            awaited=waits_for,
        )
    else:
        text = words.say(
            "{name}'s place on the waiting list for {awaited} has been given up or has ended: they "
            "are not on a waiting list now.",
            name=phrases.addressed(words, facts.name),
            awaited=waits_for,
        )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, facts.entry),))


def over(words: Words, facts: WaitlistFacts, *, to_guest: bool) -> Screen:
    """The guest has left the list."""
    waits_for = awaited(words, facts)
    if to_guest:
        text = words.say(
            "Very well, you are no longer on the waiting list for {awaited}. Whenever another time "
            "suits you, please let us know.",
            awaited=waits_for,
        )
    else:
        text = words.say(
            "{name} is no longer on the waiting list for {awaited}.",
            name=phrases.addressed(words, facts.name),
            awaited=awaited,
        )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, facts.entry),))


def refused(words: Words, facts: WaitlistFacts, *, to_guest: bool) -> Screen:
    """The guest has refused the seat, and it goes to the next."""
    if to_guest:
        text = words.say(
            "Thank you for letting us know; the seat passes to the next guest. Would you like to "
            "keep waiting, or see the free hours?"
        )
    else:
        text = words.say(
            "Noted: {name} declines, and the seat passes to the next guest. Would they like to keep waiting?",
            name=phrases.addressed(words, facts.name),
        )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, facts.entry),))


def _line(words: Words, facts: WaitlistFacts) -> str:
    return words.say("⏳ On our waiting list: <b>{awaited}</b>", awaited=awaited(words, facts))


def awaited(words: Words, facts: WaitlistFacts) -> str:
    """What a guest waits for, in plain text."""
    return phrases.awaited(words, facts.day, facts.wanted)


def phone(words: Words, facts: WaitlistFacts) -> str:
    """The phone number of a caller."""
    return phrases.number(facts.phone) if facts.phone else words.label("no phone")
