"""Pages of a long list and the buttons that lead to them."""

import pytest

from bot.engine import pager
from bot.engine.payload import SubjectAction
from bot.engine.screen import Button


def labels(rows: pager.Rows) -> list[str]:
    return [button.label for row in rows for button in row]


def test_a_single_page_has_no_page_numbers() -> None:
    assert pager.numbers("list", 0, 1) == ()


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [
        (0, 3, [1, 2, 3]),
        (7, 8, [1, 2, 3, 4, 5, 6, 7, 8]),
        (0, 20, [1, 2, 3, 20]),
        (10, 20, [1, 9, 10, 11, 12, 13, 20]),
        (19, 20, [1, 18, 19, 20]),
    ],
)
def test_page_numbers_show_both_ends_and_the_neighbours(page: int, pages: int, shown: list[int]) -> None:
    assert labels(pager.numbers("list", page, pages)) == [str(number) for number in shown]


def test_a_list_is_cut_into_pages_and_a_missing_page_means_the_last() -> None:
    buttons = [Button(f"item {n}", f"i{n}") for n in range(pager.PAGE + 1)]
    assert labels(pager.paged(buttons, 0, "list"))[0] == "item 0"
    assert labels(pager.paged(buttons, 99, "list")) == [f"item {pager.PAGE}", "1", "2"]
    assert pager.paged([], 0, "list") == ()


@pytest.mark.parametrize("of", ["", "2026-11-21", "A 1"])
@pytest.mark.parametrize("page", [0, 1, 41])
def test_a_page_button_leads_to_its_page_of_its_list(of: str, page: int) -> None:
    action = pager.button("x", "list", page, of).action
    assert isinstance(action, SubjectAction)
    assert action.version == 0
    assert pager.page_of(action) == (of, page)


@pytest.mark.parametrize(
    ("subject", "of", "page"),
    [
        ("list", "list", 0),
        ("2026-11-21", "2026-11-21", 0),
        ("", "", 0),
        ("9" * 18, "", 100_000),
        ("²", "²", 0),
    ],
)
def test_a_subject_without_a_page_means_the_first(subject: str, of: str, page: int) -> None:
    assert pager.page_of(SubjectAction(name="list", subject=subject, version=3)) == (of, page)
