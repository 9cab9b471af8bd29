"""A form: questions in order, each on a screen of its own, then the whole with a question for a yes.

A feature declares its steps. The engine knows which question comes next, the way back, how an answer is changed at the
confirmation, the reason, the yes and the no, and where to go on after an absence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from bot.engine.dialog import Context
from bot.engine.inputs import Chose, Given, Said
from bot.engine.replies import Finish, Goto, Reply
from bot.engine.screen import Button, Screen, columns
from bot.language.words import Words
from core.errors import Refusal

BACK, SKIP, YES, LEAVE = "back", "skip", "yes", "leave"


@dataclass(frozen=True, kw_only=True)
class FormState:
    """What a session keeps of a form; a feature adds its answers.

    ``at`` is the step that is asked now. ``seen``: the whole form was shown for a yes, so an answer that is changed
    leads back there.
    """

    at: str
    reason: str = ""
    seen: bool = False


S = TypeVar("S", bound=FormState)


@dataclass(frozen=True, kw_only=True)
class Again(Generic[S]):
    """No answer yet: the question is asked again under ``note``, or another one, ``at``; ``state`` as it is by now."""

    note: str = ""
    state: S | None = None
    at: str | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a step shows. ``beside``: buttons in one row with the way back; ``no``: the choice that a typed no means."""

    text: str
    rows: Sequence[Sequence[Button]] = ()
    beside: Sequence[Button] = ()
    no: str | None = None


@dataclass(frozen=True, kw_only=True)
class Step(Generic[S]):
    """One question.

    ``read`` takes what is given to the state with the answer; the form goes on from the step this state is at.
    ``applies``: whether the question belongs to this form, on the way forward and back; one that does not can still be
    opened by another one's button, and leads back to the step before it. ``undo`` is what going back takes out of the
    answers.
    """

    name: str
    ask: Callable[[Context, S], Question]
    read: Callable[[Context, S, Given], S | Again[S]]
    applies: Callable[[S], bool] = lambda _state: True
    undo: Callable[[S], S] = lambda state: state


@dataclass(frozen=True, kw_only=True)
class Reason(Generic[S]):
    """Why it is done, cleaned by ``clean``, in up to ``most`` characters. ``asked``: whether it is asked in its turn;
    an optional one can always be added at the confirmation."""

    name: str
    ask: Callable[[Words], str]
    most: int
    clean: Callable[[str], str]
    optional: bool
    asked: Callable[[S], bool] = lambda _state: True


@dataclass(frozen=True, kw_only=True)
class Confirmation(Generic[S]):
    """The whole form before the yes. ``changes``: the steps that can be opened from here, with their labels.

    ``submit`` does what was asked for, or asks again. ``written``: the step that reads what is written here and is no
    yes; where there is none, only a button is an answer.
    """

    name: str
    ask: Callable[[Context, S], str]
    yes: Callable[[Words, S], str]
    submit: Callable[[Context, S], Reply | Again[S]]
    changes: Callable[[Words, S], Sequence[tuple[str, str]]] = lambda _words, _state: ()
    written: str | None = None


def _stays(context: Context, _state: Any) -> Screen:
    return Screen(text=context.words.say("Very well, everything stays as it is."))


@dataclass(kw_only=True)
class FormDialog(Generic[S]):
    """A form as a dialog of the engine.

    ``left`` is the last screen for somebody who leaves it. ``gone``: refusals that end the form, because what it is
    about has changed or is gone; ``explain`` words them, in HTML.
    """

    name: str
    state_type: type[S]
    steps: Sequence[Step[S]]
    confirmation: Confirmation[S]
    reason: Reason[S] | None = None
    left: Callable[[Context, S], Screen] = _stays
    gone: tuple[type[Refusal], ...] = ()
    explain: Callable[[Words, Refusal], str] = lambda _words, refusal: str(refusal)

    def show(self, context: Context, state: S) -> Screen:
        try:
            return self._show(context, state)
        except self.gone as gone:
            return Screen(text=self.explain(context.words, gone))

    def step(self, context: Context, state: S, given: Given) -> Reply:
        try:
            if given == Chose(BACK):
                return self._back(context, state)
            return self.reply(context, state, self._read(context, state, given))
        except self.gone as gone:
            return Finish(Screen(text=self.explain(context.words, gone)))

    def returns(self, context: Context, state: S) -> Reply | None:
        """What somebody writes hours later does not answer what was asked then: the question is shown again."""
        return Goto(self.name, state, context.words.say("Here is where we stopped:"))

    def reply(self, context: Context, state: S, read: S | Again[S] | Reply) -> Reply:
        """Where an answer leads: to the next question, or to the one that is asked again."""
        if isinstance(read, Again):
            state = read.state or state
            return self._open(context, state, read.at or state.at, read.note)
        return self._open(context, read, self._after(read)) if isinstance(read, FormState) else read

    def _show(self, context: Context, state: S) -> Screen:
        words = context.words
        if state.at == self.confirmation.name:
            return self._confirmation(context, state)
        question = self._asked(context, state)
        way_back = Button(words.label("‹ Back"), BACK)
        rows = tuple(tuple(row) for row in question.rows)
        return Screen(text=question.text, rows=(*rows, (*question.beside, way_back)), no=question.no)

    def _asked(self, context: Context, state: S) -> Question:
        words, reason = context.words, self.reason
        if reason is None or state.at != reason.name:
            return self._step(state.at).ask(context, state)
        skip = [Button(words.label("Skip"), SKIP)] if reason.optional else []
        return Question(text=reason.ask(words), beside=skip, no=SKIP if skip else None)

    def _confirmation(self, context: Context, state: S) -> Screen:
        words = context.words
        others = [Button(label, step) for step, label in self.confirmation.changes(words, state)]
        if self.reason is not None:
            label = words.label("Change reason") if state.reason else words.label("Add a reason")
            others.append(Button(label, self.reason.name))
        others.append(Button(words.label("‹ Back"), BACK))
        yes = Button(self.confirmation.yes(words, state), YES)
        leave = Button(words.label("Leave unchanged"), LEAVE)
        text = self.confirmation.ask(context, state)
        return Screen(text=text, rows=((yes,), *columns(others, 2), (leave,)), yes=YES, no=LEAVE)

    def _read(self, context: Context, state: S, given: Given) -> S | Again[S] | Reply:
        if state.at == self.confirmation.name:
            return self._confirm(context, state, given)
        if self.reason is not None and state.at == self.reason.name:
            return self._read_reason(context, self.reason, state, given)
        return self._step(state.at).read(context, state, given)

    def _confirm(self, context: Context, state: S, given: Given) -> S | Again[S] | Reply:
        match given:
            case Chose("yes"):
                return self.confirmation.submit(context, state)
            case Chose("leave"):
                return Finish(self.left(context, state))
            case Chose(choice) if (step := self._changes(context.words, state).get(choice)) is not None:
                return Again(at=step)
            case Said() if self.confirmation.written is not None:
                return self._step(self.confirmation.written).read(context, state, given)
            case _:
                return Again(note=context.words.say("Please tap one of the buttons below."))

    def _read_reason(self, context: Context, reason: Reason[S], state: S, given: Given) -> S | Again[S]:
        if reason.optional and given == Chose(SKIP):
            return replace(state, reason="")
        said = reason.clean(given.text) if isinstance(given, Said) else ""
        if not 1 <= len(said) <= reason.most:
            return Again(note=unusable_text(context.words, said, reason.most))
        return replace(state, reason=said)

    def _changes(self, words: Words, state: S) -> dict[str, str]:
        """The steps that can be opened from the confirmation, by the choice of their button."""
        steps = [step for step, _ in self.confirmation.changes(words, state)]
        return {str(step): step for step in (*steps, *([self.reason.name] if self.reason else []))}

    def _after(self, state: S) -> str:
        """The step after the one that was just answered; the confirmation, where that was shown before."""
        if state.seen:
            return self.confirmation.name
        names = [step.name for step in self.steps]
        following = self.steps[names.index(state.at) + 1 :] if state.at in names else ()
        for step in following:
            if step.applies(state):
                return step.name
        reason = self.reason
        if reason is not None and not state.reason and state.at in names and reason.asked(state):
            return reason.name
        return self.confirmation.name

    def _open(self, context: Context, state: S, at: str, note: str = "") -> Goto:
        """A step's screen. Before the whole is shown, a reason too long to be kept is asked for again."""
        reason = self.reason
        if at == self.confirmation.name and reason is not None and len(state.reason) > reason.most:
            note = unusable_text(context.words, state.reason, reason.most)
            # Without a reason that is required there is no whole to go back to.
            return Goto(self.name, replace(state, at=reason.name, reason="", seen=reason.optional), note)
        seen = state.seen or at == self.confirmation.name
        return Goto(self.name, replace(state, at=at, seen=seen), note)

    def _back(self, context: Context, state: S) -> Reply:
        confirming = state.at == self.confirmation.name
        if state.seen and not confirming and str(state.at) in self._changes(context.words, state):
            return self._open(context, state, self.confirmation.name)
        before = self._before(state)
        if before is None:
            return Finish(self.left(context, state))
        if not confirming and (self.reason is None or state.at != self.reason.name):
            state = self._step(state.at).undo(state)
        return Goto(self.name, replace(state, at=before, seen=state.seen and not confirming))

    def _before(self, state: S) -> str | None:
        """The step before this one that applies; None at the first."""
        if self.reason is not None and state.at == self.confirmation.name and self.reason.asked(state):
            return self.reason.name
        names = [step.name for step in self.steps]
        earlier = self.steps[: names.index(state.at)] if state.at in names else self.steps
        return next((step.name for step in reversed(earlier) if step.applies(state)), None)

    def _step(self, name: str) -> Step[S]:
        return next(step for step in self.steps if step.name == name)


def unusable_text(words: Words, said: str, most: int) -> str:
    """What to say to a text that is empty, or longer than ``most`` characters."""
    if not said:
        return words.say("Please write it in words.")
    return words.say("Could you make it a little shorter, please? Up to {most} characters.", most=most)
