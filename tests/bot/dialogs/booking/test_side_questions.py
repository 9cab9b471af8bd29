"""What is asked beside the script leaves the form as it was."""

import pytest

from tests.support.gestures import Play


@pytest.mark.parametrize("side", ["Not now", "A question first"])
async def test_a_side_question_alone_does_not_make_a_form_worth_resuming(play: Play, side: str) -> None:
    buyer = play.buyer()
    await buyer.open()
    await buyer.tap(side)
    await buyer.send("/start")
    assert "Shall I reserve an hour for you?" in buyer.last


async def test_elders_and_children_are_asked_for_where_they_are_likely(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in ("Yes, please", "Grace Tan", "Ms", "2"):
        await buyer.tap(label)
    assert "Which day would suit you?" in buyer.last
    await buyer.tap("‹ Back")
    assert "how many guests" in buyer.last
    await buyer.tap("3")
    assert "any elders or children" in buyer.last
    await buyer.tap("2 elders")
    assert "Which day would suit you?" in buyer.last
    await buyer.tap("‹ Back")
    assert "any elders or children" in buyer.last


@pytest.mark.parametrize("phone", ["13802138000", "8613802138000", "+8613802138000"])
async def test_the_number_on_another_persons_card_is_read_as_it_was_saved(play: Play, phone: str) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in ("Yes, please", "Grace Tan", "Ms", "1", "Sat, Nov 21", "11:00"):
        await buyer.tap(label)
    await buyer.share(owner=101, phone=phone)
    assert "+86 138 0213 8000" in buyer.last


@pytest.mark.parametrize(
    ("questions", "answer"),
    [
        (("how much is it per sqm?", "多少钱一平", "有折扣吗", "幾多錢一呎"), "prices and terms"),
        (("do you have 3 bedrooms?", "你们有三房吗", "有咩單位"), "plan by plan"),
        (("is there parking?", "停车收费吗", "有冇得泊車"), "all about parking"),
        (("how long does a visit take?", "看一次要多久", "要睇幾耐"), "60 minutes"),
        (("what should I bring?", "要带身份证吗", "要帶咩"), "need not bring"),
        (
            ("why do you need my number?", "为什么要留名字", "你们会不会打骚扰电话"),
            "only in case something changes",
        ),
        (("are you a bot?", "你是真人吗", "係咪機械人"), "automatic booking assistant of Tianyue Bay"),
        (("what's the latest I can come?", "最晚几点", "開到幾點"), "the last visit begins at 17:00"),
        (("how do I get there by metro?", "离地铁远吗", "喺邊度"), "Tianyue Bay sales centre, 8 Haiyue Road"),
        (("要提前几天约",), "one day ahead"),
        (("can we bring a dog?", "可以带宠物吗", "可唔可以帶狗"), "about your pet beforehand"),
        (("how much is the down payment?", "能贷款吗", "按揭點計"), "down payment, loan and monthly rates"),
        (("how many people can come?", "最多可以来几个人"), "up to 10 guests"),
        (("是不是快卖完了", "how many units are left?"), "changes from day to day"),
        (("who will meet us?", "谁接待我"), "A consultant will"),
        (
            ("学区怎么样", "is the lobby marble?"),
            "Should you like to know sooner: +86",
        ),
    ],
)
async def test_a_question_is_answered_by_what_it_is_about(
    play: Play, questions: tuple[str, ...], answer: str
) -> None:
    for question in questions:
        buyer = play.buyer()
        await buyer.open()
        await buyer.tap("Yes, please")
        await buyer.tap("Grace Tan")
        await buyer.send(question)
        assert answer in buyer.last
        assert buyer.last.endswith("How would you like us to address you?")


async def test_a_question_asked_again_is_not_answered_in_the_same_words(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for question in ("how much is it per sqm?", "price?"):
        await buyer.send(question)
        await play.later()
    assert buyer.said[-2].startswith("Your consultant will go through prices and terms")
    assert buyer.last.startswith("More than that I should not promise from here")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("can I just walk in?", "We receive by appointment only, so that every guest"),
        ("不预约直接来行吗", "We receive by appointment only, so that every guest"),
        ("从香港飞过去值得吗", "We would do all we can to make the journey worth your while"),
        ("is it worth the trip from Dubai?", "We would do all we can to make the journey worth your while"),
        ("I'm outside without an appointment", "Thank you for coming all this way"),
        ("we leave tomorrow morning", "How kind of you to make time for us before you leave"),
    ],
)
async def test_who_asks_from_afar_is_not_thanked_for_coming(play: Play, said: str, answer: str) -> None:
    buyer = play.buyer()
    await buyer.send(said)
    assert buyer.last.startswith(answer)
