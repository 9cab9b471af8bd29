"""The dialog that asks a form's questions.

It knows which question comes next, the way back, how an answer is changed at the confirmation, the reason, the yes and
the no, and where to go on after an absence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic

from bot.engine.dialog import Context
from bot.engine.form import (
    BACK,
    LEAVE,
    SKIP,
    YES,
    Again,
    Answer,
    Confirmation,
    FormState,
    Question,
    Reason,
    S,
    Step,
    Taken,
    unusable_text,
)
from bot.engine.inputs import Chose, Given, Said
from bot.engine.replies import Finish, Goto, Reply
from bot.engine.screen import Button, Screen, columns
from bot.language.words import Words
from core.errors import Refusal


def _nothing_changed(context: Context, _state: Any) -> Screen:
    return Screen(text=context.words.say("Very well, everything stays as it is."))


def _in_a_few_words(words: Words) -> str:
    return words.say(
        "Let me put it differently: a tap on one of these is enough, or a few words of your own."
    )


def _leave_unchanged(context: Context, state: Any) -> Reply:
    return Finish(_nothing_changed(context, state))


@dataclass(kw_only=True)
class FormDialog(Generic[S]):
    """A form as a dialog of the engine.

    ``leave`` is the reply to somebody who leaves it. ``anywhere`` reads what means the same at every step, or turns it
    into the choice it means; None where the step is to read it. ``person`` offers a person to somebody who was not
    understood three times. ``gone``: refusals that end the form, because what it is about has changed or is gone;
    ``ended`` is the last screen then. ``returning`` replies to somebody who writes again after a long pause; ``keep``:
    whether the form is worth setting aside when another dialog is opened.
    """

    name: str
    state_type: type[S]
    steps: Sequence[Step[S]]
    confirmation: Confirmation[S]
    reason: Reason[S] | None = None
    leave: Callable[[Context, S], Answer[S]] = _leave_unchanged
    anywhere: Callable[[Context, S, Given], Answer[S] | Chose | None] = lambda _context, _state, _given: None
    person: Callable[[Words], str] | None = None
    gone: tuple[type[Refusal], ...] = ()
    ended: Callable[[Context, Refusal], Screen] = _nothing_changed
    returning: Callable[[Context, S], Reply | None] | None = None
    keep: Callable[[Context, S], bool] = lambda _context, _state: True

    def show(self, context: Context, state: S) -> Screen:
        try:
            return self._show(context, state)
        except self.gone as gone:
            return self.ended(context, gone)

    def step(self, context: Context, state: S, given: Given) -> Reply:
        try:
            reply = self.reply(context, state, self._read(context, state, given))
        except self.gone as gone:
            return Finish(self.ended(context, gone))
        # At the confirmation only the yes is an answer; the other buttons open a question, or start over.
        opens = state.at == self.confirmation.name and given != Chose(YES)
        return replace(reply, in_place=True) if opens and isinstance(reply, Goto) else reply

    def on_return(self, context: Context, state: S) -> Reply | None:
        """What somebody writes hours later does not answer what was asked then: the question is shown again."""
        if self.returning is not None:
            return self.returning(context, state)
        return Goto(self.name, state, context.words.say("Here is where we stopped:"))

    def worth_keeping(self, context: Context, state: S) -> bool:
        return self.keep(context, state)

    def reply(self, context: Context, state: S, answer: Answer[S]) -> Reply:
        """Where an answer leads: to the next question, or to the one that is asked again."""
        if isinstance(answer, Again):
            before, state = state, answer.state or state
            if not answer.missed:
                return self._open(context, replace(state, misses=0), answer.at or state.at, answer.note)
            missed = replace(state, misses=before.misses + 1)
            return self._open(
                context, missed, answer.at or state.at, self._explain(context, missed, answer.note)
            )
        if isinstance(answer, Taken):
            taken = replace(answer.state, misses=0)
            at = self._after(taken)
            echo = "" if at == self.confirmation.name else answer.echo
            return self._open(context, taken, at, "\n\n".join(part for part in (answer.note, echo) if part))
        if isinstance(answer, FormState):
            answer = replace(answer, misses=0)
            return self._open(context, answer, self._after(answer))
        return answer

    def _explain(self, context: Context, state: S, note: str) -> str:
        """What to say to a text that is not understood: never the same sentence twice, and at last a person."""
        ways = 2 if self.person is None else 3
        step, way = self._find(state.at), state.misses % ways
        if way == 1 or step is None:
            return note
        if way == 0 and self.person is not None:
            return self.person(context.words)
        return (step.hint or _in_a_few_words)(context.words)

    def _show(self, context: Context, state: S) -> Screen:
        if state.at == self.confirmation.name:
            return self._confirmation(context, state)
        question = self._question(context, state)
        way_back = [Button(context.words.label("‹ Back"), BACK)] if question.back else []
        last = (*question.beside, *way_back)
        rows = (*question.rows, *([last] if last else []), *question.below)
        return Screen(
            text=question.text,
            short=question.short,
            rows=tuple(tuple(row) for row in rows),
            yes=question.yes,
            no=question.no,
            contact=question.contact,
        )

    def _question(self, context: Context, state: S) -> Question:
        reason = self.reason
        if reason is None or state.at != reason.name:
            return self._step(state.at).ask(context, state)
        skip = [Button(context.words.label("Skip"), SKIP)] if reason.optional else []
        return Question(text=reason.ask(context.words), beside=skip, no=SKIP if skip else None)

    def _confirmation(self, context: Context, state: S) -> Screen:
        words, confirmation = context.words, self.confirmation
        others = [Button(label, step) for step, label in confirmation.changes(words, state)]
        if self.reason is not None:
            label = words.label("Change reason") if state.reason else words.label("Add a reason")
            others.append(Button(label, self.reason.name))
        way_back = [Button(words.label("‹ Back"), BACK)] if confirmation.back else []
        leave = Button(confirmation.leave(words), LEAVE)
        rows = (*columns([*others, *way_back], 2), (leave,)) if others else ((*way_back, leave),)
        return Screen(
            text=confirmation.ask(context, state),
            short=confirmation.short(words),
            rows=((Button(confirmation.yes(context, state), YES),), *rows),
            yes=YES,
            no=LEAVE if confirmation.typed_no else None,
        )

    def _read(self, context: Context, state: S, given: Given) -> Answer[S]:
        understood = self.anywhere(context, state, given)
        if isinstance(understood, Chose):
            given = understood
        elif understood is not None:
            return understood
        if given == Chose(BACK):
            return self._back(context, state)
        if state.at == self.confirmation.name:
            return self._confirm(context, state, given)
        if self.reason is not None and state.at == self.reason.name:
            return self._read_reason(context, self.reason, state, given)
        return self._step(state.at).read(context, state, given)

    def _confirm(self, context: Context, state: S, given: Given) -> Answer[S]:
        confirmation = self.confirmation
        if given == Chose(YES):
            return confirmation.submit(context, state)
        if given == Chose(LEAVE):
            return self.leave(context, state)
        if isinstance(given, Chose):
            opened = self._changes(context.words, state).get(given.choice)
            if opened is not None:
                return Again(state=self._restarted(state, opened), at=opened)
        elif confirmation.written is not None and isinstance(given, Said):
            return self._step(confirmation.written).read(context, state, given)
        return Again(note=confirmation.unread(context.words), missed=isinstance(given, Said))

    def _read_reason(self, context: Context, reason: Reason[S], state: S, given: Given) -> Answer[S]:
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
        """The next question that is open; the confirmation where there is none."""
        place = self._place(state.at)
        for number, step in enumerate(self.steps):
            in_turn = number > place and not state.seen
            is_open = in_turn if step.answered is None else not step.answered(state)
            if is_open and not step.side and step.applies(state):
                return step.name
        reason, of_a_step = self.reason, place < len(self.steps)
        if reason is not None and of_a_step and not (state.seen or state.reason) and reason.asked(state):
            return reason.name
        return self.confirmation.name

    def _open(self, context: Context, state: S, at: str, note: str = "") -> Goto:
        """A step's screen; in place of the confirmation, that of a question which must be asked again first."""
        if at == self.confirmation.name:
            again = self._unusable_reason(context, state) or self.confirmation.check(context, state)
            if again is not None:
                state, at, note = again.state or state, again.at or at, again.note
        seen = state.seen or at == self.confirmation.name
        step, was = self._find(at), None
        if step is not None:
            # The step's own name: a state's type may allow only those.
            at = step.name
            was = None if not step.side else state.was if at == state.at else state.at
        after = replace(state, at=at, seen=seen, was=was)
        return Goto(self.name, after, note, again=self._has_read(context, after))

    def _has_read(self, context: Context, state: S) -> bool:
        """Whether the person has this question before them; of the confirmation, all that it says."""
        before = context.state_of(self.name) if context.dialog == self.name else None
        if before is None or before.at != state.at:
            return False
        whole = state.at == self.confirmation.name
        return not whole or replace(before, misses=state.misses) == state

    def _unusable_reason(self, context: Context, state: S) -> Again[S] | None:
        """Asks again for a reason that is too long to be kept."""
        reason = self.reason
        if reason is None or len(state.reason) <= reason.most:
            return None
        # Without a reason that is required there is no whole to go back to.
        without = replace(state, reason="", seen=reason.optional)
        return Again(
            state=without, at=reason.name, note=unusable_text(context.words, state.reason, reason.most)
        )

    def _back(self, context: Context, state: S) -> Answer[S]:
        step, confirming = self._find(state.at), state.at == self.confirmation.name
        if step is not None and (restarted := step.restart(state)) != state:
            return Again(state=restarted)
        if step is not None and step.side and state.was is not None:
            return Again(at=state.was)
        changed = str(state.at) in self._changes(context.words, state) and self._is_whole(state)
        if state.seen and changed and not confirming:
            return Again(at=self.confirmation.name)
        before = self._before(state)
        if before is None:
            return self.leave(context, state)
        if step is not None:
            state = step.undo(state)
        if confirming:
            state = replace(self._restarted(state, before), seen=False)
        return Again(state=state, at=before)

    def _before(self, state: S) -> str | None:
        """The last question before this one that was asked; None at the first."""
        if self.reason is not None and state.at == self.confirmation.name and self.reason.asked(state):
            return self.reason.name
        for step in reversed(self.steps[: self._place(state.at)]):
            asked = step.answered is None or step.answered(state)
            if asked and not step.side and step.applies(state):
                return step.name
        return None

    def _is_whole(self, state: S) -> bool:
        """Whether no answer is missing that the state could have."""
        return all(
            step.answered is None or step.answered(state) for step in self.steps if step.applies(state)
        )

    def _restarted(self, state: S, at: str) -> S:
        step = self._find(at)
        return state if step is None else step.restart(state)

    def _place(self, name: str) -> int:
        """The place of a step in their order; the reason and the confirmation come after all of them."""
        return next((place for place, step in enumerate(self.steps) if step.name == name), len(self.steps))

    def _find(self, name: str) -> Step[S] | None:
        return next((step for step in self.steps if step.name == name), None)

    def _step(self, name: str) -> Step[S]:
        """Raises LookupError for a name that no step has."""
        found = self._find(name)
        if found is None:
            raise LookupError(name)
        return found
