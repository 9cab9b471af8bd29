"""One page of a long list, and the buttons that lead to the others."""

from bot.engine.payload import SubjectAction
from bot.engine.screen import Button, columns

PAGE = 30


def paged(buttons: list[Button], page: int, action: str) -> tuple[tuple[Button, ...], ...]:
    """One page of a long list, and the way to the others: an act with the page's number."""
    last = max(len(buttons) - 1, 0) // PAGE
    shown = buttons[min(page, last) * PAGE :][:PAGE]
    near = range(max(0, page - 3), min(last, page + 3) + 1)
    turns = [Button(str(n + 1), SubjectAction(name=action, subject=str(n))) for n in sorted({0, *near, last})]
    return (*columns(shown, 1), *(columns(turns, 8) if last else ()))
