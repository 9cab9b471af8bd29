"""How many people come, as people say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.parties import PartySize, read_party


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("三个人", PartySize(3)),
        ("3位", PartySize(3)),
        ("３人", PartySize(3)),
        ("我们四个", PartySize(4)),
        ("我们俩", PartySize(2)),
        ("咱仨", PartySize(3)),
        ("就我一个", PartySize(1)),
        ("我自己来", PartySize(1)),
        ("一家六口", PartySize(6)),
        ("三大一小", PartySize(4, children=1)),
        ("两个大人一个小孩", PartySize(3, children=1)),
        ("2大人2孩子", PartySize(4, children=2)),
        ("我跟先生", PartySize(2)),
        ("我和太太带两个孩子", PartySize(4, children=2)),
        ("我带岳父岳母", PartySize(3, elders=2)),
        ("我跟我爸妈", PartySize(3, elders=2)),
        ("我跟爸妈", PartySize(3, elders=2)),
        ("小两口带个娃", PartySize(3, children=1)),
        ("夫妻俩", PartySize(2)),
        ("two", PartySize(2)),
        ("two of us", PartySize(2)),
        ("the three of us", PartySize(3)),
        ("just me", PartySize(1)),
        ("just 2", PartySize(2)),
        ("party of 4", PartySize(4)),
        ("2 adults and 1 child", PartySize(3, children=1)),
        ("two adults, two kids", PartySize(4, children=2)),
        ("five of us, three of them kids", PartySize(5, children=3)),
        ("my wife and I", PartySize(2)),
        ("my brother, his wife and me", PartySize(3)),
        ("me, my husband and two kids", PartySize(4, children=2)),
        ("两三个人", PartySize(None, guesses=(2, 3))),
        ("一两位", PartySize(None, guesses=(1, 2))),
        ("2 or 3", PartySize(None, guesses=(2, 3))),
        # Not how many, or not one number.
        ("my wife and kids", None),
        ("my wife", None),
        ("我跟朋友们", None),
        ("三楼", None),
        ("120平", None),
        ("2026年", None),
        ("zero people", None),
        ("0位", None),
        ("why", None),
    ],
)
def test_a_party_is_read(text: str, party: PartySize | None) -> None:
    assert read_party(text) == party


@given(
    st.text(st.sampled_from("我们俩仨跟和带个大小口人位孩子先生太太一二两三十0123 ,kidsmytwo&"), max_size=14)
)
def test_no_text_makes_the_reader_raise(text: str) -> None:
    found = read_party(text)
    assert found is None or found.total is None or 0 <= (found.children or 0) <= found.total
