"""A word to the site manager: a complaint or a suggestion, at any time, and back to where one was."""

from dataclasses import dataclass
from typing import Any

from bot.dialogs.booking import screens as booking_screens
from bot.engine.dialog import ASIDE, Context
from bot.engine.inputs import Chose, Given, Said
from bot.engine.replies import Finish, Goto, Reply, Resume
from bot.engine.screen import Button, Screen
from bot.engine.state import load_state
from bot.understanding.text import tidy, tidy_lines
from core.complaints import MAX_COMPLAINT_LENGTH
from core.desk import complaints
from core.guests import Name, Title

NAME = "complaint"


@dataclass(frozen=True, kw_only=True)
class ComplaintForm:
    """``aside``: the dialog and the state that wait meanwhile, as their session kept them."""

    aside: dict[str, Any] | None = None


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
            return _leave(state, words.say("Very well. You can write to the site manager at any time: /word"))
        said = tidy_lines(given.text) if isinstance(given, Said) else ""
        if not tidy(said):
            return Goto(NAME, state, words.say("Please write it in words."))
        if len(said.encode("utf-16-le")) // 2 > MAX_COMPLAINT_LENGTH:
            note = words.say(
                "Could you make it a little shorter, please? Up to {most} characters.",
                most=MAX_COMPLAINT_LENGTH,
            )
            return Goto(NAME, state, note)
        complaints.file_complaint(context.desk, _said_by(context, state), said, context.actor)
        return _leave(
            state,
            words.say(
                "Thank you for telling us. Your message goes to the site manager exactly as you wrote it."
            ),
        )

    def returns(self, context: Context, state: ComplaintForm) -> Reply | None:
        """Whoever comes back later means something else than a complaint."""
        note = (
            ""
            if state.aside
            else context.words.say(
                "Your message to the site manager is not finished; /word opens it again. To reserve an "
                "hour: /start"
            )
        )
        return _leave(state, note)


def begin(context: Context, argument: str) -> Reply:
    """/word: whatever was under way is set aside meanwhile."""
    if context.dialog == NAME:
        return Goto(NAME, load_state(ComplaintForm, context.state))
    under_way = {"dialog": context.dialog, "state": context.state}
    return Goto(NAME, ComplaintForm(**{ASIDE: under_way if context.dialog else None}))


def _said_by(context: Context, state: ComplaintForm) -> Name:
    """As a form that waits has it, or else as we know them."""
    form = (state.aside or {}).get("state") or {}
    if form.get("surname"):
        return Name(surname=form["surname"], given=form["given"], title=Title(form["title"] or Title.NONE))
    return booking_screens.best_name(context)


def _leave(state: ComplaintForm, note: str) -> Reply:
    if state.aside is None:
        return Finish(Screen(text=note))
    return Resume(state.aside["dialog"], state.aside["state"], note)
