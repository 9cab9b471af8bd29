"""The questions of the script: what each asks, and what it makes of an answer. docs/rules.md, "The script"."""

from dataclasses import replace

from bot.dialogs.booking import peers, when
from bot.dialogs.booking.choice import restart, take
from bot.dialogs.booking.form import BookingForm, BookingStep
from bot.dialogs.booking.guest_names import profile_name
from bot.dialogs.booking.phone_numbers import contact_label, leave_a_number, no_number, number_given
from bot.engine.dialog import Context
from bot.engine.form import Again, Answer, Question, Step
from bot.engine.inputs import Chose, Given, Said
from bot.engine.screen import Button, columns
from bot.understanding.names import read_name
from bot.understanding.numbers import read_number
from bot.understanding.parties import read_party
from bot.wording import phrases
from bot.wording.refusals import explain
from core.errors import PartyRefused
from core.guests import Phone, PhoneKind, Title

Read = Answer[BookingForm]


def _ask_name(context: Context, form: BookingForm) -> Question:
    text = context.words.say("How may we address you?\nPlease write your name, such as “Mr Wang”.")
    known = profile_name(context)
    return Question(text=text, rows=[[Button(phrases.full_name(known), "profile")]] if known else ())


def _read_name(context: Context, form: BookingForm, given: Given) -> Read:
    found = None
    if given == Chose("profile"):
        found = profile_name(context)
    elif isinstance(given, Said):
        found = read_name(given.text)
    if found is None:
        return Again(note=context.words.say("May I have your name, please?"))
    with_title = None if found.title is Title.NONE else found.title
    return replace(form, surname=found.surname, given=found.given, title=with_title)


def _ask_title(context: Context, form: BookingForm) -> Question:
    words = context.words
    text = words.say(
        "Thank you, {name}. How would you like us to address you?", name=phrases.full_name(form.name)
    )
    titles = {
        Title.MR: words.label("Mr"),
        Title.MS: words.label("Ms"),
        Title.MRS: words.label("Mrs"),
        Title.MISS: words.label("Miss"),
    }
    buttons = [Button(label, str(title)) for title, label in titles.items()]
    plain = Button(words.label("Just the name"), str(Title.NONE))
    return Question(text=text, rows=(*columns(buttons, 2), (plain,)))


def _read_title(context: Context, form: BookingForm, given: Given) -> Read:
    if isinstance(given, Chose) and given.choice in set(Title):
        return replace(form, title=Title(given.choice))
    found = read_name(given.text) if isinstance(given, Said) else None
    if found is not None and found.title is not Title.NONE:
        # «Mr Wang» after «Wang»: the title, and the name as it is now.
        return replace(form, surname=found.surname, given=found.given or form.given, title=found.title)
    return Again(note=context.words.say("Please tap one of these, so that we can address you properly."))


def _ask_guests(context: Context, form: BookingForm) -> Question:
    words = context.words
    text = words.say(
        "{name}, how many guests will come, including yourself?", name=phrases.addressed(words, form.name)
    )
    return Question(text=text, rows=columns(_numbers(1, min(context.desk.site.booking.largest_party, 10)), 5))


def _read_guests(context: Context, form: BookingForm, given: Given) -> Read:
    party = read_party(given.text) if isinstance(given, Said) else None
    count = party.total if party is not None else _number(given)
    if count is None:
        return Again(note=context.words.say("How many guests will come? Please give a number, such as 2."))
    largest = context.desk.site.booking.largest_party
    if not 1 <= count <= largest:
        return Again(note=explain(context.words, PartyRefused(count, largest)))
    if party is not None and party.children is not None and party.children < count:
        return replace(form, guests=count, elders=0, children=party.children)
    alone = 0 if count == 1 else None
    return replace(form, guests=count, elders=alone, children=alone)


def _ask_elders(context: Context, form: BookingForm) -> Question:
    words = context.words
    text = words.say(
        "Will elders or children come with you? We would like to be ready for them.\n\nHow many elders?"
    )
    none = Button(words.label("No elders or children"), "none")
    return Question(text=text, rows=((none,), *columns(_numbers(0, min(form.guests or 1, 5)), 6)), no="none")


def _read_elders(context: Context, form: BookingForm, given: Given) -> Read:
    if given == Chose("none"):
        return replace(form, elders=0, children=0)
    most = form.guests or 1
    count = _number_up_to(given, most)
    if count is None:
        note = context.words.say(
            "How many of you are elders? Please give a number from 0 to {most}.", most=most
        )
        return Again(note=note)
    return replace(form, elders=count, children=None)


def _ask_children(context: Context, form: BookingForm) -> Question:
    numbers = _numbers(0, min(form.most_children, 5))
    return Question(text=context.words.say("And how many children?"), rows=columns(numbers, 6), no="0")


def _read_children(context: Context, form: BookingForm, given: Given) -> Read:
    most = form.most_children
    count = _number_up_to(given, most)
    if count is None:
        note = context.words.say(
            "How many of you are children? Please give a number from 0 to {most}.", most=most
        )
        return Again(note=note)
    return replace(form, children=count)


def _numbers(least: int, most: int) -> list[Button]:
    return [Button(str(n), str(n)) for n in range(least, most + 1)]


def _number(given: Given) -> int | None:
    match given:
        case Chose(text) | Said(text):
            return read_number(text)
        case _:
            return None


def _number_up_to(given: Given, most: int) -> int | None:
    count = _number(given)
    return count if count is not None and 0 <= count <= most else None


def _ask_when(context: Context, form: BookingForm) -> Question:
    seat_request = form.seat_request(context.desk, context.actor)
    question = when.ask(context, form.when, seat_request, leave_a_number(context.words))
    return peers.with_way_back(context, form, question)


def _read_when(context: Context, form: BookingForm, given: Given) -> Read:
    return take(form, when.read(context, form.when, given, form.seat_request(context.desk, context.actor)))


def _ask_phone(context: Context, form: BookingForm) -> Question:
    words = context.words
    decline = Button(words.label("I would rather not"), "decline")
    if context.actor.is_staff:
        text = words.say("Which number can we reach the caller on? Please write it, or leave it out.")
    else:
        text = words.say(
            "Which number may we reach you on if anything changes?\n"
            "Share it with one tap, write it, or leave it out: we can stay in touch here."
        )
    return Question(text=text, rows=[[decline]], contact=contact_label(context), no="decline")


def _read_phone(context: Context, form: BookingForm, given: Given) -> Read:
    declined = Phone(number=None, kind=PhoneKind.DECLINED)
    line = declined if given == Chose("decline") else number_given(context, given)
    if line is None:
        return Again(note=no_number(context, given))
    return replace(form, phone=line.number, phone_kind=line.kind)


QUESTIONS = (
    Step(
        name=BookingStep.NAME,
        ask=_ask_name,
        read=_read_name,
        answered=lambda form: form.surname is not None,
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
    ),
    Step(
        name=BookingStep.ELDERS,
        ask=_ask_elders,
        read=_read_elders,
        applies=lambda form: form.guests != 1,
        answered=lambda form: form.elders is not None,
    ),
    Step(
        name=BookingStep.CHILDREN,
        ask=_ask_children,
        read=_read_children,
        applies=lambda form: form.asks_for_children,
        answered=lambda form: form.children is not None,
    ),
    Step(
        name=BookingStep.WHEN,
        ask=_ask_when,
        read=_read_when,
        answered=lambda form: form.when.made,
        restart=restart,
    ),
    Step(
        name=BookingStep.PHONE,
        ask=_ask_phone,
        read=_read_phone,
        answered=lambda form: form.phone_kind is not None,
    ),
)
