"""A form: questions in order, each on a screen of its own, then the whole with a question for a yes.

A feature declares its steps here, and ``bot.engine.form_dialog`` asks them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Self, TypeAlias, TypeVar

from bot.engine.dialog import Context
from bot.engine.inputs import Given
from bot.engine.replies import Reply
from bot.engine.screen import Button
from bot.language.words import Words

BACK, SKIP, YES, LEAVE = "back", "skip", "yes", "leave"


@dataclass(frozen=True, kw_only=True)
class FormState:
    """What a session keeps of a form; a feature adds its answers.

    ``at`` is the step that is asked now, ``was`` the one that a side question was opened from. ``seen``: the whole form
    was shown for a yes, so an answer that is changed leads back there. ``misses``: how many texts in a row were not
    understood.
    """

    at: str
    reason: str = ""
    seen: bool = False
    was: str | None = None
    misses: int = 0


S = TypeVar("S", bound=FormState)


@dataclass(frozen=True, kw_only=True)
class Again(Generic[S]):
    """No answer yet: the question is asked again under ``note``, or another one, ``at``; ``state`` as it is by now.
    ``missed``: what was written is not understood."""

    note: str = ""
    state: S | None = None
    at: str | None = None
    missed: bool = False


@dataclass(frozen=True, kw_only=True)
class Taken(Generic[S]):
    """Answers to several questions, or to others than the one asked: the form goes on to the next open question, under
    ``note``. ``echo`` says what was taken, where the whole is not shown next."""

    state: S
    note: str = ""
    echo: str = ""


# What is read in an answer: the state with it, no answer yet, or a reply that leaves the form's own order.
Answer: TypeAlias = S | Again[S] | Taken[S] | Reply


@dataclass(frozen=True, kw_only=True)
class Question:
    """What a step shows. ``beside``: buttons in one row with the way back; ``below``: rows under it; ``back``: whether
    there is a way back; ``yes`` and ``no``: the choices that a typed yes and no mean; ``contact``: the label of a
    button that shares one's own number. ``short`` is the question alone, where the text says more than that."""

    text: str
    short: str = ""
    rows: Sequence[Sequence[Button]] = ()
    beside: Sequence[Button] = ()
    below: Sequence[Sequence[Button]] = ()
    back: bool = True
    yes: str | None = None
    no: str | None = None
    contact: str | None = None

    def with_note(self, note: str) -> Self:
        return replace(self, text=f"{note}\n\n{self.text}") if note else self


def _unchanged(state: S) -> S:
    return state


@dataclass(frozen=True, kw_only=True)
class Step(Generic[S]):
    """One question.

    ``read`` takes what is given to the state with the answer; the form goes on from the step this state is at.
    ``applies``: whether the question belongs to this form, on the way forward and back; one that does not can still be
    opened by another one's button, and leads back to the step before it. ``answered``: whether the state has its
    answer, which is then not asked for again; without it, the question is asked in its turn. ``side``: it is never
    asked in its turn, and leads back to where it was opened.

    ``hint`` explains the question differently to somebody who was not understood twice.

    ``undo`` is what going back takes out of the answers. ``restart`` asks a question of several screens from its first
    one: going back leads there before it leads to the step before, and the confirmation opens the question there.
    """

    name: str
    ask: Callable[[Context, S], Question]
    read: Callable[[Context, S, Given], Answer[S]]
    applies: Callable[[S], bool] = lambda _state: True
    answered: Callable[[S], bool] | None = None
    side: bool = False
    undo: Callable[[S], S] = _unchanged
    restart: Callable[[S], S] = _unchanged
    hint: Callable[[Words], str] | None = None


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


def not_followed(words: Words) -> str:
    """What to say to a text that is none of the answers a question has."""
    return words.say("I am afraid I did not quite follow; a tap or a few words are enough.")


def unusable_text(words: Words, said: str, most: int) -> str:
    """What to say to a text that is empty, or longer than ``most`` characters."""
    if not said:
        return words.say("Please write it in words.")
    return words.say("Could you make it a little shorter, please? Up to {most} characters.", most=most)


def _leave_unchanged(words: Words) -> str:
    return words.label("Leave unchanged")


@dataclass(frozen=True, kw_only=True)
class Confirmation(Generic[S]):
    """The whole form before the yes. ``changes``: the steps that can be opened from here, with their labels.

    ``submit`` does what was asked for, or asks again. ``written``: the step that reads what is written here and is no
    yes; where there is none, only a button is an answer, and ``unread`` says so. ``check``: what must be asked again
    before the whole can be shown. ``short`` is the question alone, for somebody who has the whole before them.
    ``leave`` labels the button that leaves the form; ``typed_no``: whether a plain no leaves it too.
    """

    name: str
    ask: Callable[[Context, S], str]
    yes: Callable[[Context, S], str]
    submit: Callable[[Context, S], Answer[S]]
    changes: Callable[[Words, S], Sequence[tuple[str, str]]] = lambda _words, _state: ()
    written: str | None = None
    short: Callable[[Words], str] = lambda _words: ""
    unread: Callable[[Words], str] = not_followed
    check: Callable[[Context, S], Again[S] | None] = lambda _context, _state: None
    leave: Callable[[Words], str] = _leave_unchanged
    typed_no: bool = True
    back: bool = True
