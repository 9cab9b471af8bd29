"""A phone number as it is given: shared with one tap, or written."""

from bot.dialogs.booking.form import BookingStep
from bot.engine.dialog import Context
from bot.engine.inputs import Given, Said, SharedContact
from bot.engine.screen import Button
from bot.language.words import Words
from bot.understanding.phones import (
    PhoneProblem,
    PhoneSaid,
    complete_phone,
    find_phones,
    local_digits,
    phone_problem,
    read_phone,
)
from bot.understanding.text import compiled, folded
from bot.understanding.unread import Unread
from core.guests import MAX_PHONE_LENGTH, Phone, PhoneKind


def contact_label(context: Context) -> str | None:
    """The label of the button that shares a guest's own number; an operator's own number is not the caller's."""
    return None if context.actor.is_staff else context.words.label("📱 Share my number")


def leave_a_number(words: Words) -> Button:
    """The way to leave a number for news."""
    return Button(words.label("Leave a number"), BookingStep.LEAD)


def number_given(context: Context, given: Given) -> Phone | None:
    """The number somebody shared or wrote; None if it is not a valid number."""
    match given:
        # An operator's own number is not the caller's.
        case SharedContact(number, own) if not (own and context.actor.is_staff):
            found, kind = (
                _read_contact(context, number, own=own),
                PhoneKind.SHARED if own else PhoneKind.TYPED,
            )
        case Said(text):
            said = find_phones(Unread.of(text), context.desk.site.phone_region)
            return phone_said(context, said[0].value) if said else None
        case _:
            return None
    # What a caller tells the operator is taken down, not claimed.
    kind = PhoneKind.TAKEN if context.actor.is_staff else kind
    return None if found is None else Phone(number=found, kind=kind)


def phone_said(context: Context, said: PhoneSaid) -> Phone:
    """A number that was written, as the house records it; what a caller tells the operator is taken down."""
    kind = PhoneKind.TAKEN if context.actor.is_staff else PhoneKind.TYPED
    whole = f"{said.number}x{said.extension}" if said.extension else said.number
    return Phone(number=whole if len(whole) <= MAX_PHONE_LENGTH else said.number, kind=kind)


def _read_contact(context: Context, number: str, *, own: bool) -> str | None:
    """A contact's number. Telegram writes a person's own with its country code, without the plus; on another's card it
    is as the sender has saved it."""
    region = context.desk.site.phone_region
    with_plus = number if number.startswith("+") else f"+{number}"
    return (
        read_phone(with_plus, region) if own else read_phone(number, region) or read_phone(with_plus, region)
    )


def lacking_area_code(context: Context, given: Given) -> str:
    """The digits of a number whose area code is missing; empty for any other answer."""
    if not isinstance(given, Said):
        return ""
    problem = phone_problem(given.text, context.desk.site.phone_region)
    return local_digits(given.text) if problem is PhoneProblem.NO_AREA_CODE else ""


# What says that digits beside other facts are a phone number, and none of a budget or a date.
_IS_NUMBER = compiled(
    r"电话|手机|号码|联系|联络|whatsapp|微信|\b(?:phone|number|mobile|tel|cell|call|reach|contact)\b|"
    r"(?<!\d)[2-9]\d{3}[ -]\d{4}(?!\d)|"
    r"(?:^|[,。!;] ?)[2-9]\d{7}(?<!0000)(?=$|[,。!;])"
)


def number_without_area(context: Context, text: str) -> str:
    """The digits of a phone number without its area code in a text that says other things too; else empty."""
    return lacking_area_code(context, Said(text)) if _IS_NUMBER.search(folded(text)) else ""


def completed(context: Context, digits: str, given: Given) -> Phone | None:
    """The number given before, with the area code given now."""
    if not digits or not isinstance(given, Said):
        return None
    number = complete_phone(digits, given.text, context.desk.site.phone_region)
    return phone_said(context, PhoneSaid(number)) if number is not None else None


def no_number(context: Context, given: Given) -> str:
    """Why an answer is not a phone number; a guest who wrote no digits is not pressed for one."""
    if not (isinstance(given, Said) and any(char.isdigit() for char in given.text)):
        return context.words.say("Please write your number if you wish; you are welcome to leave it out.")
    words = context.words
    match phone_problem(given.text, context.desk.site.phone_region):
        case PhoneProblem.NO_AREA_CODE:
            return words.say(
                "Which country or area code does this number have? Please write it with the number, such as "
                "+852 or 0755."
            )
        case PhoneProblem.TOO_SHORT:
            return words.say("This number is a little short; could you look whether a digit is missing?")
        case PhoneProblem.TOO_LONG:
            return words.say("This number is a little long; could you look whether a digit is too many?")
        case _:
            return words.say(
                "This number does not seem complete; please write it once more, with its area code."
            )
