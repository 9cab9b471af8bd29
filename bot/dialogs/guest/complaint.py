"""A word to the site manager: a complaint or a suggestion, at any time."""

from dataclasses import dataclass

from bot.dialogs.booking import doubts
from bot.dialogs.booking.form import under_way
from bot.dialogs.booking.guest_names import best_name
from bot.engine.dialog import Context
from bot.engine.inputs import Chose, Given, Said
from bot.engine.replies import Finish, Goto, Reply
from bot.engine.screen import Button, Screen
from bot.understanding.text import tidy, tidy_lines
from core.complaints import MAX_COMPLAINT_LENGTH
from core.desk import complaints

NAME = doubts.COMPLAINT


@dataclass(frozen=True, kw_only=True)
class ComplaintForm:
    """What has been written is filed at once; nothing is kept of it here."""


class ComplaintDialog:
    name = NAME
    state_type = ComplaintForm

    def show(self, context: Context, state: ComplaintForm) -> Screen:
        words = context.words
        text = words.say(
            "Please tell us in one message what we could do better, or what pleased you. It goes "
            "straight to the site manager."
        )
        return Screen(text=text, rows=((Button(words.label("‹ Never mind"), "back"),),), no="back")

    def step(self, context: Context, state: ComplaintForm, given: Given) -> Reply:
        words = context.words
        if given == Chose("back"):
            return _leave(words.say("Very well. You can write to the site manager at any time: /word"))
        said = tidy_lines(given.text) if isinstance(given, Said) else ""
        if not tidy(said):
            return Goto(NAME, state, words.say("Please write it in words."))
        if len(said.encode("utf-16-le")) // 2 > MAX_COMPLAINT_LENGTH:
            note = words.say(
                "Could you make it a little shorter, please? Up to {most} characters.",
                most=MAX_COMPLAINT_LENGTH,
            )
            return Goto(NAME, state, note)
        name = best_name(context, under_way(context))
        complaints.file_complaint(context.desk, name, said, context.actor)
        return _leave(
            words.say(
                "Thank you for telling us. Your message goes to the site manager exactly as you wrote it."
            ),
        )

    def on_return(self, context: Context, state: ComplaintForm) -> Reply | None:
        """What somebody writes after a long pause is hardly a complaint."""
        return _leave(
            context.words.say(
                "Your message to the site manager is not finished; /word opens it again. To reserve an "
                "hour: /start"
            )
        )

    def worth_keeping(self, context: Context, state: ComplaintForm) -> bool:
        return False


def begin(context: Context, argument: str) -> Reply:
    """/word"""
    return Goto(NAME, ComplaintForm())


def _leave(text: str) -> Reply:
    return Finish(Screen(text=text))
