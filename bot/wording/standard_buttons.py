"""Buttons about a subject of the record. They stay valid when their screen is left, and are checked when tapped."""

from bot.engine.payload import SubjectAction
from bot.engine.screen import Button
from bot.language.words import Words


def changes(words: Words, booking_id: int, version: int) -> tuple[Button, Button]:
    """What may be done with an open booking."""
    subject = str(booking_id)
    return (
        Button(words.label("Move"), SubjectAction(name="move", subject=subject, version=version)),
        Button(words.label("Cancel"), SubjectAction(name="cancel", subject=subject, version=version)),
    )


def reserve(words: Words) -> Button:
    return Button(words.label("Reserve an hour"), SubjectAction(name="reserve", subject="hour"))


def go_on(words: Words) -> Button:
    """Back to the question at which a booking form was left."""
    return Button(words.label("Continue"), SubjectAction(name="go_on", subject="form"))


def take_or_leave(words: Words, entry_id: int, version: int) -> tuple[Button, Button]:
    """The two answers to a seat that is offered."""
    subject = str(entry_id)
    return (
        Button(words.label("Yes, please"), SubjectAction(name="accept", subject=subject, version=version)),
        Button(words.label("No, thank you"), SubjectAction(name="leave", subject=subject, version=version)),
    )


def leave(words: Words, entry_id: int, version: int) -> Button:
    return Button(
        words.label("Leave the waiting list"),
        SubjectAction(name="leave", subject=str(entry_id), version=version),
    )


def ways_on(words: Words, entry_id: int) -> tuple[Button, Button]:
    """For a guest whose offer or place is over: the same place once more, or what is free."""
    again = Button(words.label("Keep waiting"), SubjectAction(name="wait_again", subject=str(entry_id)))
    return again, free_hours(words, entry_id)


def free_hours(words: Words, entry_id: int) -> Button:
    """What is free near to the hour that was waited for."""
    return Button(words.label("See free hours"), SubjectAction(name="free_hours", subject=str(entry_id)))


def answers(words: Words, request_id: int) -> tuple[Button, Button]:
    """The two answers of staff to a request."""
    subject = str(request_id)
    return (
        Button(words.label("Choose the hour"), SubjectAction(name="answer", subject=subject)),
        Button(words.label("No hour available"), SubjectAction(name="decline", subject=subject)),
    )


def withdraw(words: Words, request_id: int) -> Button:
    return Button(
        words.label("Withdraw the request"), SubjectAction(name="withdraw", subject=str(request_id))
    )
