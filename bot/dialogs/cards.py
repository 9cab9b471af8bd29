"""Buttons that outlive the screens they stand on, each about a subject of the record."""

from bot.dialogs.payload import Act
from bot.dialogs.screen import Button
from bot.language import Words


def changes(words: Words, booking_id: int, version: int) -> tuple[Button, Button]:
    """What may be done with a booking that is still to come."""
    subject = str(booking_id)
    return (
        Button(words.label("Move"), Act(action="move", subject=subject, version=version)),
        Button(words.label("Cancel"), Act(action="cancel", subject=subject, version=version)),
    )


def reserve(words: Words) -> Button:
    return Button(words.label("Reserve an hour"), Act(action="reserve", subject="hour"))


def take_or_leave(words: Words, entry_id: int, version: int) -> tuple[Button, Button]:
    """The two answers to a seat that is offered."""
    subject = str(entry_id)
    return (
        Button(words.label("Yes, please"), Act(action="accept", subject=subject, version=version)),
        Button(words.label("No, thank you"), Act(action="leave", subject=subject, version=version)),
    )


def leave(words: Words, entry_id: int, version: int) -> Button:
    return Button(
        words.label("Leave the waiting list"), Act(action="leave", subject=str(entry_id), version=version)
    )


def ways_on(words: Words, entry_id: int) -> tuple[Button, Button]:
    """For who waited in vain: the same place once more, or what is free."""
    subject = str(entry_id)
    return (
        Button(words.label("Wait on"), Act(action="wait_again", subject=subject)),
        Button(words.label("See free hours"), Act(action="free_hours", subject=subject)),
    )


def answers(words: Words, request_id: int) -> tuple[Button, Button]:
    """What staff may answer a request."""
    subject = str(request_id)
    return (
        Button(words.label("Choose the hour"), Act(action="answer", subject=subject)),
        Button(words.label("No hour for them"), Act(action="decline", subject=subject)),
    )


def withdraw(words: Words, request_id: int) -> Button:
    return Button(words.label("Withdraw the request"), Act(action="withdraw", subject=str(request_id)))
