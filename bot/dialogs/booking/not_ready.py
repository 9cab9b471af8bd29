"""What somebody says who cannot or would rather not answer yet: the question is made lighter, not repeated."""

from bot.dialogs.booking.form import BookingForm, BookingStep
from bot.engine.dialog import Context
from bot.engine.form import Again
from bot.understanding.intents import declines_phone
from bot.understanding.sentences import Understood
from bot.understanding.wishes import books_for_another, declines_name, is_unsure


def answer(context: Context, form: BookingForm, text: str, said: Understood) -> Again[BookingForm] | None:
    """The question with a word on how little is asked; None where the text says nothing of the kind."""
    note = "" if said.has_facts else _note(context, form, text)
    return Again(note=note, missed=True) if note else None


def _note(context: Context, form: BookingForm, text: str) -> str:
    words = context.words
    if form.at is BookingStep.NAME and declines_name(text) and not declines_phone(text):
        return words.say("Any name you like is quite enough; it is only for greeting you at the gate.")
    if form.at is BookingStep.NAME and books_for_another(text):
        return words.say("With pleasure; the name of the guest who visits is enough.")
    if form.at is BookingStep.GUESTS and is_unsure(text):
        return words.say("A rough number is quite enough; you can change it until the visit.")
    if form.at in {BookingStep.WELCOME, BookingStep.WHEN} and is_unsure(text):
        return words.say("There is no hurry; an hour chosen now can be moved at any time.")
    return ""
