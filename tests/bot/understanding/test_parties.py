"""How many people come, as people say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.parties import Party, read_party


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("三个人", Party(3)),
        ("3位", Party(3)),
        ("３人", Party(3)),
        ("我们四个", Party(4)),
        ("我们俩", Party(2)),
        ("咱仨", Party(3)),
        ("就我一个", Party(1)),
        ("我自己来", Party(1)),
        ("一家六口", Party(6)),
        ("三大一小", Party(4, 1)),
        ("两个大人一个小孩", Party(3, 1)),
        ("2大人2孩子", Party(4, 2)),
        ("我跟先生", Party(2)),
        ("我和太太带两个孩子", Party(4, 2)),
        ("我带岳父岳母", Party(3)),
        ("我跟我爸妈", Party(3)),
        ("我跟爸妈", Party(3)),
        ("小两口带个娃", Party(3, 1)),
        ("夫妻俩", Party(2)),
        ("two", Party(2)),
        ("two of us", Party(2)),
        ("the three of us", Party(3)),
        ("just me", Party(1)),
        ("just 2", Party(2)),
        ("party of 4", Party(4)),
        ("2 adults and 1 child", Party(3, 1)),
        ("two adults, two kids", Party(4, 2)),
        ("five of us, three of them kids", Party(5, 3)),
        ("my wife and I", Party(2)),
        ("my brother, his wife and me", Party(3)),
        ("me, my husband and two kids", Party(4, 2)),
        # Not how many, or not one number.
        ("两三个人", None),
        ("一两位", None),
        ("2 or 3", None),
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
def test_a_party_is_read(text: str, party: Party | None) -> None:
    assert read_party(text) == party


@given(
    st.text(st.sampled_from("我们俩仨跟和带个大小口人位孩子先生太太一二两三十0123 ,kidsmytwo&"), max_size=14)
)
def test_no_text_makes_the_reader_raise(text: str) -> None:
    found = read_party(text)
    assert found is None or 0 <= (found.children or 0) <= found.total
