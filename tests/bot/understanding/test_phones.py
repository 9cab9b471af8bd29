"""Phone numbers as people write them."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.phones import read_phone


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13900139000", "+8613900139000"),
        ("１３９００１３９０００", "+8613900139000"),
        ("幺三九零零幺三九零零零", "+8613900139000"),
        ("一三九 零零一三 九零零零", "+8613900139000"),
        ("我的电话是13900139000", "+8613900139000"),
        ("13900139000(微信同号)", "+8613900139000"),
        ("13900139000 微信同號", "+8613900139000"),
        ("my number is 139 0013 9000, thanks", "+8613900139000"),
        ("13900139000 或 13800138000", "+8613900139000"),
        ("0755-88880000转801", "+8675588880000"),
        ("0755 8888 0000 ext 12", "+8675588880000"),
        ("85261234567", "+85261234567"),
        ("852 6123 4567", "+85261234567"),
        ("85366123456", "+85366123456"),
        ("886912345678", "+886912345678"),
        ("+65 8123 4567", "+6581234567"),
        ("8613900139000", "+8613900139000"),
    ],
)
def test_a_number_is_read(text: str, number: str) -> None:
    assert read_phone(text, "CN") == number


@pytest.mark.parametrize(
    "text",
    ["8888 1234", "12345678901", "1390013900", "13900元", "2026-11-28 10:00", "三百万", "一二三四五六", "+"],
)
def test_what_is_no_number_is_not_read_as_one(text: str) -> None:
    assert read_phone(text, "CN") is None


@given(st.text(st.sampled_from("0123456789幺零一二三 +-()转 ext微信同号"), max_size=24))
def test_only_valid_numbers_are_read(text: str) -> None:
    found = read_phone(text, "CN")
    assert found is None or phonenumbers.is_valid_number(phonenumbers.parse(found))
