"""A word to the site manager: a complaint or a suggestion, at any time, and back to where one was."""

from dataclasses import dataclass
from typing import Any

from bot.dialogs import answers, booking_screens
from bot.dialogs.dialog import ASIDE, Chose, Ends, Given, Goes, Reply, Resumes, Scene
from bot.dialogs.inputs import Said
from bot.dialogs.screen import Button, Screen
from core.complaints import LONGEST
from core.desk import complaints
from core.guests import Name, Title

NAME = "complaint"


@dataclass(frozen=True, kw_only=True)
class Interlude:
    """``aside``: the dialog and the state that wait meanwhile, as their session kept them."""

    aside: dict[str, Any] | None = None


class ComplaintDialog:
    name = NAME

    def load(self, state: dict[str, Any]) -> Interlude:
        return Interlude(**state)

    def show(self, scene: Scene, state: Interlude) -> Screen:
        words = scene.words
        text = words.say(
            "Please tell us what we could do better, or what pleased you, in one message. It goes to the site manager "
            "in person."
        )
        return Screen(text=text, rows=((Button(words.label("‹ Never mind"), "back"),),), no="back")

    def step(self, scene: Scene, state: Interlude, given: Given) -> Reply:
        words = scene.words
        if given == Chose("back"):
            return _leave(state, words.say("Very well. You can write to the site manager at any time: /word"))
        said = answers.lines(given.text) if isinstance(given, Said) else ""
        if not answers.tidy(said):
            return Goes(NAME, state, words.say("Please write it in words."))
        if len(said.encode("utf-16-le")) // 2 > LONGEST:
            note = words.say(
                "Would you put it a little shorter, please? Up to {most} characters.", most=LONGEST
            )
            return Goes(NAME, state, note)
        complaints.complain(scene.desk, _said_by(scene, state), said, scene.actor)
        return _leave(
            state,
            words.say(
                "Thank you for telling us. Your words are kept for the site manager, just as you wrote them."
            ),
        )

    def returns(self, scene: Scene, state: Interlude) -> Reply | None:
        """Whoever comes back later means something else than a complaint."""
        note = (
            ""
            if state.aside
            else scene.words.say(
                "Your word to the site manager was left unsaid; /word opens it again. To reserve an hour: /start"
            )
        )
        return _leave(state, note)


def begin(scene: Scene, argument: str) -> Reply:
    """/word: whatever was under way is set aside meanwhile."""
    if scene.dialog == NAME:
        return Goes(NAME, ComplaintDialog().load(scene.state or {}))
    under_way = {"dialog": scene.dialog, "state": scene.state}
    return Goes(NAME, Interlude(**{ASIDE: under_way if scene.dialog else None}))


def _said_by(scene: Scene, state: Interlude) -> Name:
    """As a form that waits has it, or else as we know them."""
    form = (state.aside or {}).get("state") or {}
    if form.get("surname"):
        return Name(surname=form["surname"], given=form["given"], title=Title(form["title"] or Title.NONE))
    return booking_screens.best_name(scene)


def _leave(state: Interlude, note: str) -> Reply:
    if state.aside is None:
        return Ends(Screen(text=note))
    return Resumes(state.aside["dialog"], state.aside["state"], note)
