"""The waiting list on screens: a place on it, a seat that is offered, and what became of it.

By ``facts`` (``core.notices.entry_facts``), for a notice that is worded when it is sent and a card shown on request are
the same. A guest reads of themselves; a member of staff of the caller they put on the list.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.engine.dialog import Context
from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases, standard_buttons
from core.booking import Party
from core.desk import waitlist
from core.guests import Name, Title
from core.notices import entry_facts
from core.waitlist import EntryStatus, WaitlistEntry

Facts = Mapping[str, Any]


def joined(context: Context, entry: WaitlistEntry) -> Screen:
    """The last word of a conversation that ends on the list: what will happen."""
    words, facts = context.words, entry_facts(entry)
    name, awaited = _name(words, facts), _awaited(words, facts)
    if not context.actor.is_staff:
        said = [
            words.say(
                "Thank you, {name}. You are on our waiting list for <b>{awaited}</b>.",
                name=name,
                awaited=awaited,
            ),
            "",
            phrases.first_seat(words),
            words.say("Close to the hour, this time is a little shorter; the night does not count."),
        ]
    else:
        said = [
            words.say("<b>{name}</b> is on the waiting list for {awaited}.", name=name, awaited=awaited),
            "",
            words.say("When a seat becomes free, we offer it to them in their own chat.")
            if entry.guest.telegram_id is not None
            else words.say("When a seat becomes free, I tell you here so that you can call them."),
        ]
    return Screen(text="\n".join(said), rows=((standard_buttons.leave(words, entry.id, entry.version),),))


def place(context: Context, entry: WaitlistEntry) -> Screen:
    """An open place on the list as it stands."""
    words, facts = context.words, entry_facts(entry)
    if entry.status is EntryStatus.OFFERED:
        return offered(words, facts, to_guest=not context.actor.is_staff)
    text = f"{_line(words, facts)}\n\n{_prospect(context, entry) or phrases.first_seat(words)}"
    return Screen(
        text=text,
        rows=((standard_buttons.leave(words, entry.id, entry.version),), (standard_buttons.reserve(words),)),
    )


def beside(context: Context, screen: Screen, entry: WaitlistEntry) -> Screen:
    """A booking's card, and the better hour its guest waits for."""
    words, facts = context.words, entry_facts(entry)
    if entry.status is EntryStatus.OFFERED:
        offer = offered(words, facts, to_guest=not context.actor.is_staff)
        return replace(screen, text=f"{screen.text}\n\n{offer.text}", rows=(*offer.rows, *screen.rows))
    rows = (*screen.rows, (standard_buttons.leave(words, entry.id, entry.version),))
    told = "\n".join(filter(None, [_line(words, facts), _prospect(context, entry)]))
    return replace(screen, text=f"{screen.text}\n\n{told}", rows=rows)


def _prospect(context: Context, entry: WaitlistEntry) -> str:
    """That there is nothing to wait for any more, where the house has closed since."""
    if not waitlist.cannot_succeed(context.desk, entry):
        return ""
    return context.words.say(
        "We are sorry: we are now closed at that time, so no seat can become free. We would be glad to "
        "welcome you on another day."
    )


def offered(words: Words, facts: Facts, *, to_guest: bool) -> Screen:
    """A seat is kept for them: a word is enough."""
    slot, until = _moment(facts["offered"]), words.moment(_moment(facts["offer_until"]))
    if to_guest:
        text = words.say(
            "🌿 A seat is now free, {name}: <b>{slot}</b>.\n"
            "We keep it for you until {until}. Shall we expect you?",
            name=_name(words, facts),
            slot=words.slot(slot),
            until=until,
        )
    else:
        text = words.say(
            "🌿 A seat is free for <b>{name}</b> ({party}): <b>{slot}</b>, kept until {until}.\n"
            "📱 {phone}\n"
            "Please call them, and tap their answer.",
            name=_name(words, facts),
            party=_party(words, facts),
            slot=words.slot(slot),
            until=until,
            phone=_phone(words, facts),
        )
    return Screen(text=text, rows=(standard_buttons.take_or_leave(words, facts["entry"], facts["version"]),))


def lapsed(words: Words, facts: Facts, *, to_guest: bool) -> Screen:
    """The seat was kept for a while, and has gone on."""
    slot, until = words.start(_moment(facts["offered"])), words.moment(_moment(facts["offer_until"]))
    if to_guest:
        text = words.say(
            "I am sorry, {name}: we kept {slot} for you until {until}, and it has now passed to the next "
            "guest. Would you like to keep waiting, or see the free hours?",
            name=_name(words, facts),
            slot=slot,
            until=until,
        )
    else:
        text = words.say(
            "The seat kept for <b>{name}</b>, {slot}, has passed to the next guest: the time ended at "
            "{until}.\n"
            "📱 {phone}",
            name=_name(words, facts),
            slot=slot,
            until=until,
            phone=_phone(words, facts),
        )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, facts["entry"]),))


def too_late(words: Words, facts: Facts) -> Screen:
    """To an answer that comes after the seat has gone on, which has been told and regretted already."""
    text = words.say(
        "The offer for {slot} was open until {until}.",
        slot=words.start(_moment(facts["offered"])),
        until=words.moment(_moment(facts["offer_until"])),
    )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, facts["entry"]),))


def given_up(words: Words, facts: Facts) -> str:
    """What has become of a place, above what its guest has now."""
    return words.say(
        "The place on the waiting list for {awaited} has been given up.", awaited=_awaited(words, facts)
    )


def none_now(words: Words, facts: Facts, *, to_guest: bool) -> Screen:
    """A place that is over, to who has no other."""
    awaited = _awaited(words, facts)
    if to_guest:
        text = words.say(
            "Your place on the waiting list for {awaited} has been given up or has ended: you are not on "
            "a waiting list now. Whenever another time suits you, please let us know.",
            awaited=awaited,
        )
    else:
        text = words.say(
            "{name}'s place on the waiting list for {awaited} has been given up or has ended: they are "
            "not on a waiting list now.",
            name=_name(words, facts),
            awaited=awaited,
        )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, facts["entry"]),))


def recalled(words: Words, facts: Facts, *, to_guest: bool) -> Screen:
    """The house can not give the seat after all; they wait on in their old place."""
    slot = words.start(_moment(facts["offered"]))
    if to_guest:
        text = words.say(
            "I am very sorry, {name}: we cannot receive you on {slot} after all. You keep your place on "
            "the waiting list.",
            name=_name(words, facts),
            slot=slot,
        )
    else:
        text = words.say(
            "We had to withdraw the seat offered to <b>{name}</b>, {slot}. They keep their place on the "
            "waiting list.\n"
            "📱 {phone}",
            name=_name(words, facts),
            slot=slot,
            phone=_phone(words, facts),
        )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, facts["entry"])[1:],))


def over(words: Words, facts: Facts, *, to_guest: bool) -> Screen:
    """They gave up their place."""
    awaited = _awaited(words, facts)
    if to_guest:
        text = words.say(
            "Very well, you are no longer on the waiting list for {awaited}. Whenever another time suits "
            "you, please let us know.",
            awaited=awaited,
        )
    else:
        text = words.say(
            "{name} is no longer on the waiting list for {awaited}.",
            name=_name(words, facts),
            awaited=awaited,
        )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, facts["entry"]),))


def taken_off(words: Words, facts: Facts) -> Screen:
    """Staff have given up a guest's place, be it at their wish or not."""
    text = words.say(
        "Your place on our waiting list for <b>{awaited}</b> has been given up. If this was not your "
        "wish, we are sorry: please call {phone}, or keep waiting.",
        awaited=_awaited(words, facts),
        phone=words.site.phone,
    )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, facts["entry"]),))


def refused(words: Words, facts: Facts, *, to_guest: bool) -> Screen:
    """They said no to a seat, and it goes to the next."""
    if to_guest:
        text = words.say(
            "Thank you for letting us know; the seat passes to the next guest. Would you like to keep "
            "waiting, or see the free hours?"
        )
    else:
        text = words.say(
            "Noted: {name} declines, and the seat passes to the next guest. Would they like to keep waiting?",
            name=_name(words, facts),
        )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, facts["entry"]),))


def _line(words: Words, facts: Facts) -> str:
    return words.say("⏳ On our waiting list: <b>{awaited}</b>", awaited=_awaited(words, facts))


def _awaited(words: Words, facts: Facts) -> str:
    wanted = _moment(facts["wanted"]) if facts["wanted"] else None
    return phrases.awaited(words, date.fromisoformat(facts["day"]), wanted)


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)


def _name(words: Words, facts: Facts) -> str:
    name = Name(surname=facts["surname"], given=facts["given"], title=Title(facts["title"]))
    return phrases.addressed(words, name)


def _party(words: Words, facts: Facts) -> str:
    people = Party(adults=facts["adults"], elders=facts["elders"], children=facts["children"])
    return phrases.party(words, people)


def _phone(words: Words, facts: Facts) -> str:
    return phrases.number(facts["phone"]) if facts["phone"] else words.label("no phone")
