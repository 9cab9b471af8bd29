"""The questions of the script: what each asks, and what it makes of an answer. docs/rules.md, "The script"."""

import re
from dataclasses import replace

from bot.dialogs.booking import peers, when, when_question
from bot.dialogs.booking.choice import restart, take
from bot.dialogs.booking.form import BookingForm, BookingStep
from bot.dialogs.booking.guest_names import profile_name
from bot.dialogs.booking.listening import first_of_several, hear
from bot.dialogs.booking.phone_numbers import (
    completed,
    contact_label,
    lacking_area_code,
    leave_a_number,
    no_number,
    number_given,
)
from bot.dialogs.booking.steering import stay_in_touch
from bot.engine.dialog import Context
from bot.engine.form import Again, Answer, Question, Step, Taken
from bot.engine.inputs import Chose, Given, Said
from bot.engine.screen import Button, columns
from bot.language.words import Words
from bot.understanding.intents import declines_phone
from bot.understanding.names import read_title
from bot.understanding.numbers import read_number
from bot.understanding.wishes import gives_nothing, has_no_number
from bot.wording import phrases
from bot.wording.refusals import explain
from core.errors import PartyRefused
from core.guests import Phone, PhoneKind, Title

Read = Answer[BookingForm]


def _ask_name(context: Context, form: BookingForm) -> Question:
    words, known = context.words, profile_name(context)
    short = words.say("How may we address you?")
    text = "\n".join((short, words.say("Please write your name, such as “Mr Wang”.")))
    rows = [[Button(phrases.full_name(known), "profile")]] if known else ()
    return Question(text=text, short=short, rows=rows)


def _read_name(context: Context, form: BookingForm, given: Given) -> Read:
    found = None
    if given == Chose("profile"):
        found = profile_name(context)
    elif isinstance(given, Said):
        said = hear(context, form, given.text).name
        found = said.name if said is not None else None
    if found is None:
        return Again(note=context.words.say("I have not quite caught a name yet."), missed=True)
    with_title = None if found.title is Title.NONE else found.title
    return replace(form, surname=found.surname, given=found.given, title=with_title)


def _ask_title(context: Context, form: BookingForm) -> Question:
    words = context.words
    text = words.say(
        "Thank you, {name}. How would you like us to address you?", name=phrases.full_name(form.name)
    )
    short = words.say("How would you like us to address you?")
    titles = {
        Title.MR: words.label("Mr"),
        Title.MS: words.label("Ms"),
        Title.MRS: words.label("Mrs"),
        Title.MISS: words.label("Miss"),
    }
    buttons = [Button(label, str(title)) for title, label in titles.items()]
    plain = Button(words.label("Just the name"), str(Title.NONE))
    rows = (*columns(buttons, 2), (plain,))
    return Question(text=text, short=short, rows=rows, no=str(Title.NONE))


def _read_title(context: Context, form: BookingForm, given: Given) -> Read:
    if isinstance(given, Chose) and given.choice in set(Title):
        return replace(form, title=Title(given.choice))
    title = read_title(given.text) if isinstance(given, Said) else None
    said = hear(context, form, given.text).name if isinstance(given, Said) else None
    found = said.name if said is not None else None
    if found is not None and title is not None and read_title(found.surname) is not None:
        return replace(form, title=title)  # «Dr» is no name
    if found is not None and found.title is not Title.NONE:
        # «Mr Wang» after «Wang»: the title, and the name as it is now.
        return replace(form, surname=found.surname, given=found.given or form.given, title=found.title)
    if found is not None:
        return Again(state=replace(form, surname=found.surname, given=found.given))
    if title is not None or form.misses:
        # Whoever does not say how to be addressed is not pressed.
        return replace(form, title=title or Title.NONE)
    return Again(note=context.words.say("Mr, Ms, or just the name: as you prefer."), missed=True)


def _ask_guests(context: Context, form: BookingForm) -> Question:
    words = context.words
    text = words.say(
        "{name}, how many guests will come, including yourself?", name=phrases.addressed(words, form.name)
    )
    match form.guesses:
        case (one, other):
            name = phrases.addressed(words, form.name)
            text = words.say("{name}, will you be {one} or {other}?", name=name, one=one, other=other)
    others = [
        n for n in range(1, min(context.desk.site.booking.largest_party, 10) + 1) if n not in form.guesses
    ]
    guesses = [Button(str(n), str(n)) for n in form.guesses]
    rows = ((guesses,) if guesses else ()) + columns([Button(str(n), str(n)) for n in others], 5)
    return Question(text=text, rows=rows)


def _read_guests(context: Context, form: BookingForm, given: Given) -> Read:
    words, largest = context.words, context.desk.site.booking.largest_party
    party = hear(context, form, given.text).party if isinstance(given, Said) else None
    if party is not None and party.guesses:
        return Again(state=replace(form, guesses=party.guesses))
    count = party.total if party is not None else _number(given)
    if count is None:
        note = words.say("A number is enough, such as 2.")
        return Again(note=note, missed=True)
    if not 1 <= count <= largest:
        return Again(note=explain(words, PartyRefused(count, largest)))
    elders, children = (party.elders, party.children) if party is not None else (None, None)
    if (elders or 0) + (children or 0) > count or (children or 0) == count:
        return replace(form.with_party(count, None, None), hinted=True)
    return form.with_party(count, elders, children)


def _ask_company(context: Context, form: BookingForm) -> Question:
    words = context.words
    text = words.say("Are there any elders or children among you? We would like to be ready for them.")
    none = Button(words.label("No elders or children"), _company(0, 0))
    some = [
        Button(_company_label(words, elders, children), _company(elders, children))
        for elders, children in ((1, 0), (2, 0), (0, 1), (0, 2), (1, 1), (2, 1))
        if _fits(form, elders, children)
    ]
    return Question(text=text, rows=((none,), *columns(some, 2)), no=_company(0, 0))


def _company(elders: int, children: int) -> str:
    return f"e{elders}c{children}"


def _company_label(words: Words, elders: int, children: int) -> str:
    parts = [words.label_n("{n} elder", "{n} elders", elders)] if elders else []
    parts += [words.label_n("{n} child", "{n} children", children)] if children else []
    return words.listed(parts)


def _fits(form: BookingForm, elders: int, children: int) -> bool:
    """Whether so many of the guests can be elders and children: somebody comes with the children."""
    return elders + children <= (form.guests or 1) and children < (form.guests or 1)


def _read_company(context: Context, form: BookingForm, given: Given) -> Read:
    elders = children = None
    if isinstance(given, Chose) and (tapped := re.fullmatch(r"e(\d)c(\d)", given.choice)):
        elders, children = int(tapped[1]), int(tapped[2])
    elif isinstance(given, Said) and (party := hear(context, form, given.text).party) is not None:
        elders, children = party.elders, party.children
        largest = context.desk.site.booking.largest_party
        if party.total is not None and not 1 <= party.total <= largest:
            return Again(note=explain(context.words, PartyRefused(party.total, largest)))
        if party.total is not None and party.total != form.guests:
            return Taken(state=form.with_party(party.total, elders, children))
    if _number(given) == 0:
        elders = children = 0
    if elders is None and children is None:
        return Again(note=_say_how_many(context.words), missed=True)
    elders, children = elders or 0, children or 0
    if not _fits(form, elders, children):
        note = context.words.say(
            "There are {guests} of you in all; please tell me how many of these are elders or children.",
            guests=form.guests or 1,
        )
        return Again(note=note)
    return replace(form, elders=elders, children=children)


def _say_how_many(words: Words) -> str:
    return words.say("Please tell me their number in a few words, such as: one elder and a child.")


def _number(given: Given) -> int | None:
    match given:
        case Chose(text) | Said(text):
            return read_number(text)
        case _:
            return None


def _ask_when(context: Context, form: BookingForm) -> Question:
    seat_request = form.seat_request(context.desk, context.actor)
    question = when_question.ask(context, form.when, seat_request, leave_a_number(context.words))
    return peers.with_way_back(context, form, question)


def _read_when(context: Context, form: BookingForm, given: Given) -> Read:
    return take(form, when.read(context, form.when, given, form.seat_request(context.desk, context.actor)))


def _ask_phone(context: Context, form: BookingForm) -> Question:
    words = context.words
    decline = Button(words.label("I would rather not"), "decline")
    if context.actor.is_staff:
        text = short = words.say("Which number can we reach the caller on? Please write it, or leave it out.")
    else:
        short = words.say("Which number may we reach you on if anything changes?")
        freely = words.say("Share it with one tap, write it, or leave it out: we can stay in touch here.")
        text = f"{short}\n{freely}"
    if form.digits:
        text = short = words.say(
            "You gave us the number {digits}: which country or area code does it have, such as +852 or 0755?",
            digits=form.digits,
        )
    return Question(text=text, short=short, rows=[[decline]], contact=contact_label(context), no="decline")


def _declines(text: str) -> bool:
    return declines_phone(text) or gives_nothing(text) or has_no_number(text)


def _number_read(context: Context, form: BookingForm, given: Given) -> Phone | None:
    """The number in an answer; one that lacks its area code is completed by what is said now, or was said before."""
    digits = lacking_area_code(context, given) or form.digits
    return (
        number_given(context, given)
        or completed(context, digits, given)
        or completed(context, form.digits, given)
    )


def _read_phone(context: Context, form: BookingForm, given: Given) -> Read:
    declined = Phone(number=None, kind=PhoneKind.DECLINED)
    declines = given == Chose("decline") or (isinstance(given, Said) and _declines(given.text))
    if isinstance(given, Said) and declines:
        return stay_in_touch(context, form)
    line = declined if declines else _number_read(context, form, given)
    if line is None:
        lacking = lacking_area_code(context, given)
        # The question itself asks for the area code.
        note = "" if lacking else no_number(context, given)
        # A number that is not right is explained each time.
        digits = isinstance(given, Said) and any(char.isdigit() for char in given.text)
        return Again(state=replace(form, digits=lacking or form.digits), note=note, missed=not digits)
    taken = replace(form, phone=line.number, phone_kind=line.kind)
    if isinstance(given, Said) and len(hear(context, form, given.text).phones) > 1:
        return Taken(state=taken, note=first_of_several(context, phrases.phone(context.words, line)))
    return taken


QUESTIONS = (
    Step(
        name=BookingStep.NAME,
        ask=_ask_name,
        read=_read_name,
        answered=lambda form: form.surname is not None,
        hint=lambda words: words.say("A surname is enough, such as “Wang”, or “Mr Wang”."),
    ),
    Step(
        name=BookingStep.TITLE,
        ask=_ask_title,
        read=_read_title,
        answered=lambda form: form.title is not None,
    ),
    Step(
        name=BookingStep.GUESTS,
        ask=_ask_guests,
        read=_read_guests,
        answered=lambda form: form.guests is not None,
        hint=lambda words: words.say(
            "In your own words is fine: “two”, “my wife and I”, “three, one of them a child”."
        ),
    ),
    Step(
        name=BookingStep.COMPANY,
        ask=_ask_company,
        read=_read_company,
        applies=lambda form: form.likely_family,
        answered=lambda form: form.elders is not None,
        hint=_say_how_many,
    ),
    Step(
        name=BookingStep.WHEN,
        ask=_ask_when,
        read=_read_when,
        answered=lambda form: form.when.made,
        hint=lambda words: words.say(
            "For example: “tomorrow at three”, “Saturday morning”, or “as soon as possible”."
        ),
        restart=restart,
    ),
    Step(
        name=BookingStep.PHONE,
        ask=_ask_phone,
        read=_read_phone,
        answered=lambda form: form.phone_kind is not None,
        hint=lambda words: words.say("A mobile number is enough; without one we stay in touch here."),
    ),
)
