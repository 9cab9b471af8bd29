"""The questions of the script, one by one: what each makes of an answer."""

from dataclasses import replace

from bot.dialogs.booking import screens as booking_screens
from bot.dialogs.booking.form import NAME, BookingForm
from bot.engine.dialog import Context
from bot.engine.inputs import Chose, Given, Said, SharedContact
from bot.engine.replies import Goto, Reply
from bot.understanding.names import read_name
from bot.understanding.numbers import read_number
from bot.understanding.phones import read_phone
from bot.wording.refusals import explain
from core.errors import PartyRefused
from core.guests import Phone, PhoneKind, Title


def name(context: Context, state: BookingForm, given: Given) -> Reply:
    found = None
    if given == Chose("profile"):
        found = booking_screens.profile_name(context)
    elif isinstance(given, Said):
        found = read_name(given.text)
    if found is None:
        return Goto(NAME, state, context.words.say("May I have your name, please?"))
    with_title = None if found.title is Title.NONE else found.title
    named = replace(state, surname=found.surname, given=found.given, title=with_title)
    return Goto(NAME, named.asking_next())


def title(context: Context, state: BookingForm, given: Given) -> Reply:
    if isinstance(given, Chose) and given.choice in set(Title):
        return Goto(NAME, replace(state, title=Title(given.choice)).asking_next())
    found = read_name(given.text) if isinstance(given, Said) else None
    if found is not None and found.title is not Title.NONE:
        # «Mr Wang» after «Wang»: the title, and the name as it now stands.
        given_name = found.given or state.given
        named = replace(state, surname=found.surname, given=given_name, title=found.title)
        return Goto(NAME, named.asking_next())
    return Goto(
        NAME, state, context.words.say("Please tap one of these, so that we can address you properly.")
    )


def _number(given: Given) -> int | None:
    match given:
        case Chose(choice):
            return read_number(choice)
        case Said(text):
            return read_number(text)
        case _:
            return None


def guests(context: Context, state: BookingForm, given: Given) -> Reply:
    count = _number(given)
    if count is None:
        return Goto(
            NAME, state, context.words.say("How many guests will come? Please give a number, such as 2.")
        )
    largest = context.desk.site.booking.largest_party
    if not 1 <= count <= largest:
        return Goto(NAME, state, explain(context.words, PartyRefused(count, largest)))
    alone = 0 if count == 1 else None
    return Goto(NAME, replace(state, guests=count, elders=alone, children=alone).asking_next())


def elders(context: Context, state: BookingForm, given: Given) -> Reply:
    if given == Chose("none"):
        return Goto(NAME, replace(state, elders=0, children=0).asking_next())
    most = state.guests or 1
    count = _number_up_to(given, most)
    if count is None:
        note = context.words.say(
            "How many of you are elders? Please give a number from 0 to {most}.", most=most
        )
        return Goto(NAME, state, note)
    after = replace(state, elders=count, children=None)
    return Goto(NAME, (after if after.most_children else replace(after, children=0)).asking_next())


def children(context: Context, state: BookingForm, given: Given) -> Reply:
    most = state.most_children
    count = _number_up_to(given, most)
    if count is None:
        note = context.words.say(
            "How many of you are children? Please give a number from 0 to {most}.", most=most
        )
        return Goto(NAME, state, note)
    return Goto(NAME, replace(state, children=count).asking_next())


def _number_up_to(given: Given, most: int) -> int | None:
    count = _number(given)
    return count if count is not None and 0 <= count <= most else None


def phone(context: Context, state: BookingForm, given: Given) -> Reply:
    if given == Chose("decline"):
        return Goto(NAME, _with_phone(state, Phone(number=None, kind=PhoneKind.DECLINED)))
    line = line_given(context, given)
    return (
        Goto(NAME, state, no_number(context, given)) if line is None else Goto(NAME, _with_phone(state, line))
    )


def line_given(context: Context, given: Given) -> Phone | None:
    """The number somebody shared or wrote; None where it could not be dialled."""
    match given:
        # An operator's own number is not the caller's.
        case SharedContact(number, own) if not (own and context.actor.is_staff):
            found = read_phone(
                number if number.startswith("+") else f"+{number}", context.desk.site.phone_region
            )
            kind = PhoneKind.SHARED if own else PhoneKind.TYPED
        case Said(text):
            found, kind = read_phone(text, context.desk.site.phone_region), PhoneKind.TYPED
        case _:
            return None
    # What a caller tells the operator is taken down, not claimed.
    kind = PhoneKind.TAKEN if context.actor.is_staff else kind
    return None if found is None else Phone(number=found, kind=kind)


def no_number(context: Context, given: Given) -> str:
    """Why an answer is not a phone number; a guest who wrote no digits is not pressed for one."""
    if not (isinstance(given, Said) and any(char.isdigit() for char in given.text)):
        return context.words.say("Please write your number if you wish; you are welcome to leave it out.")
    return context.words.say(
        "This number does not seem complete; please write it once more, with its area code."
    )


def _with_phone(state: BookingForm, line: Phone) -> BookingForm:
    return replace(state, phone=line.number, phone_kind=line.kind).asking_next()
