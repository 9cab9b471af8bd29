"""What a person is shown: a text in Telegram's HTML and the buttons under it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any, Self

from bot.engine import payload
from bot.engine.payload import ScreenAction, SubjectAction


@dataclass(frozen=True)
class Button:
    """``action`` is a choice of the screen's dialog, or an action on a subject, which outlives the screen."""

    label: str
    action: str | SubjectAction


@dataclass(frozen=True, kw_only=True)
class Screen:
    """``contact``: the label of a button that shares one's own number; the buttons are then the reply keyboard, at
    the bottom of the chat. ``drops_keyboard`` removes that keyboard. ``final``: kept as it is, never replaced.
    ``yes`` and ``no`` are the choices that a plain typed yes or no stands for. ``secret``: the text is deleted once
    it is sent. ``short`` is the question alone, for somebody who has read the whole text before.
    """

    text: str
    short: str = ""
    rows: tuple[tuple[Button, ...], ...] = ()
    contact: str | None = None
    drops_keyboard: bool = False
    final: bool = False
    secret: bool = False
    yes: str | None = None
    no: str | None = None

    def with_note(self, note: str) -> Self:
        return replace(self, text=f"{note}\n\n{self.text}") if note else self

    def again_under(self, note: str) -> Self:
        """The screen for somebody who has it before them: the note, and the question alone."""
        return replace(self, text=self.short or self.text).with_note(note)

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.rows for button in row]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """How a dialog's screen can be answered in words: each choice by its button's label, and what a plain yes or no
    stands for."""

    labels: Mapping[str, str] = field(default_factory=dict)
    yes: str | None = None
    no: str | None = None

    @classmethod
    def of(cls, screen: Screen) -> Self:
        labels = {button.label: button.action for button in screen.buttons if isinstance(button.action, str)}
        return cls(labels=labels, yes=screen.yes, no=screen.no)

    def typed(self, text: str) -> str | None:
        """The choice whose label somebody types, whatever its capitals; None where there is none."""
        said = text.strip().casefold()
        return next((choice for label, choice in self.labels.items() if label.casefold() == said), None)

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))


@dataclass(frozen=True, kw_only=True)
class Page:
    """A screen as it is sent: every button with its callback data.

    ``pieces`` is the same number on all pages that answer what was typed in one go; only the last of them stays in the
    chat.
    """

    text: str
    rows: list[list[tuple[str, str]]]
    pieces: int | None = None
    contact: str | None = None
    drops_keyboard: bool = False
    final: bool = False
    secret: bool = False

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Self:
        rows = [[(label, data) for label, data in row] for row in body["rows"]]
        # An earlier version kept more.
        known = {name: body[name] for name in cls.__dataclass_fields__ if name in body}
        return cls(**{**known, "rows": rows})

    def subjects(self, action: str) -> set[str]:
        """What its buttons of this subject action are about."""
        decoded = [payload.decode(data) for row in self.rows for _, data in row]
        return {each.subject for each in decoded if isinstance(each, SubjectAction) and each.name == action}

    def answered_by(self, data: str) -> "Page | None":
        """The page as it stays in the chat: its text and, in place of the buttons, the label of the one with this
        callback data; None if it has no such button."""
        label = next((label for row in self.rows for label, held in row if held == data), None)
        if label is None:
            return None
        return Page(text=f"{self.text}\n✓ {escape(label.removeprefix('✓ '), quote=False)}", rows=[])


def lay_out(screen: Screen, dialog: str = "", turn: int = 0) -> Page:
    """The page of a screen shown by a dialog at a turn."""
    rows = [
        [(button.label, payload.encode(_addressed(button.action, dialog, turn))) for button in row]
        for row in screen.rows
    ]
    return Page(
        text=screen.text,
        rows=rows,
        contact=screen.contact,
        drops_keyboard=screen.drops_keyboard,
        final=screen.final,
        secret=screen.secret,
    )


def _addressed(action: str | SubjectAction, dialog: str, turn: int) -> ScreenAction | SubjectAction:
    return ScreenAction(dialog=dialog, turn=turn, choice=action) if isinstance(action, str) else action


def columns(buttons: list[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """Buttons in rows of ``width``."""
    return tuple(tuple(buttons[n : n + width]) for n in range(0, len(buttons), width))
