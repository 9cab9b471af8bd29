"""Names and titles as people write them."""

import pytest

from bot.understanding.names import read_name
from core.guests import Name, Title


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("钟离先生", Name(surname="钟离", title=Title.MR)),
        ("闻人女士", Name(surname="闻人", title=Title.MS)),
        ("第五小姐", Name(surname="第五", title=Title.MISS)),
        ("張簡先生", Name(surname="張簡", title=Title.MR)),
        ("范姜女士", Name(surname="范姜", title=Title.MS)),
        ("𠮷田先生", Name(surname="𠮷", given="田", title=Title.MR)),
        ("𬱖女士", Name(surname="𬱖", title=Title.MS)),
        ("葛曾䮌", Name(surname="葛", given="曾䮌")),
        ("赵科长", Name(surname="赵")),
        ("周律師", Name(surname="周")),
        ("李工", Name(surname="李")),
        ("陈太", Name(surname="陈", title=Title.MRS)),
        ("陈生", Name(surname="陈", title=Title.MR)),
        ("欧阳太", Name(surname="欧阳", title=Title.MRS)),
        ("小王", Name(surname="王")),
        ("老张", Name(surname="张")),
        ("免贵姓何。", Name(surname="何")),
        ("敝姓林", Name(surname="林")),
        ("古丽·买买提", Name(surname="古", given="丽·买买提")),
        ("王建生", Name(surname="王", given="建生")),
        ("This is Mary-Ann D'Souza", Name(surname="D'Souza", given="Mary-Ann")),
        ("I'm Mr Wang", Name(surname="Wang", title=Title.MR)),
        ("Mr and Mrs Smith", Name(surname="Smith", title=Title.MR)),
        ("Chan Tai Man", Name(surname="Chan", given="Tai Man")),
        ("Au-Yeung Kwai Yu", Name(surname="Au-Yeung", given="Kwai Yu")),
        ("Lee Cooper", Name(surname="Cooper", given="Lee")),
        ("Isabel Cannon", Name(surname="Cannon", given="Isabel")),
        ("Do Minh", Name(surname="Minh", given="Do")),
        ("Wednesday Addams", Name(surname="Addams", given="Wednesday")),
        ("Buyer0", Name(surname="Buyer0")),
        ("Dora Whyte", Name(surname="Whyte", given="Dora")),
    ],
)
def test_a_name_is_read(text: str, name: Name) -> None:
    assert read_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "为什么要名字", "你们在哪里", "可以不说吗", "明天", "下周六", "星期天", "不想说", "先不说", "Why do you ask?",
        "who are you", "tomorrow", "Saturday", "I don't want to say", "would rather not", "3位", "13900139000",
        "is that needed", "tomorrow morning", "why", "how many do you need",
    ],
)  # fmt: skip
def test_what_is_no_name_is_not_read_as_one(text: str) -> None:
    assert read_name(text) is None
