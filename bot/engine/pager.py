"""Pages of a long list, and the buttons that lead to them."""

from collections.abc import Sequence

from bot.engine.payload import SubjectAction, id_in
from bot.engine.screen import Button, columns

PAGE = 30
# Numbers in one row of buttons.
_ROW = 8
# Far more pages than a house can fill; a larger page number could overflow in the database.
_MOST_PAGES = 100_000

Rows = tuple[tuple[Button, ...], ...]


def button(label: str, action: str, page: int, of: str = "") -> Button:
    """A button to a page (the first is 0). ``of`` is the subject of the list, if the action has several lists."""
    return Button(label, SubjectAction(name=action, subject=f"{of} {page}".lstrip()))


def page_of(action: SubjectAction) -> tuple[str, int]:
    """The subject of a tapped button's list, and the page it leads to; the first page if it names none."""
    of, _, number = action.subject.rpartition(" ")
    page = id_in(number)
    return (action.subject, 0) if page is None else (of, min(page, _MOST_PAGES))


def numbers(action: str, page: int, pages: int, of: str = "") -> Rows:
    """Buttons to the pages by number: all of them or, if there are many, the first, the last and the nearest."""
    near = range(pages) if pages <= _ROW else range(max(0, page - 2), min(pages, page + 3))
    shown = sorted({0, *near, pages - 1})
    return columns([button(str(n + 1), action, n, of) for n in shown], _ROW) if pages > 1 else ()


def pages_of(length: int, size: int = PAGE) -> int:
    """How many pages a list of this length takes; at least one."""
    return max(length - 1, 0) // size + 1


def paged(buttons: Sequence[Button], page: int, action: str) -> Rows:
    """One page of a long list of buttons, with buttons to the others."""
    pages = pages_of(len(buttons))
    page = min(page, pages - 1)
    return (*columns(list(buttons[page * PAGE :][:PAGE]), 1), *numbers(action, page, pages))
