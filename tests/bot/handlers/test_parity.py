"""The same dialogs give the same screens on both bots, on aiogram and on PTB."""

from datetime import UTC, datetime

from tests.support.gestures import Chat, Play

EVENING = datetime(
    2026, 11, 19, 11, tzinfo=UTC
)  # after closing time, when staff have no more hours to offer than a buyer
SCRIPT = ("Yes, please", "Tan", "Ms", "3", "1 elder, 1 child", "Sat, Nov 21", "11:00", "‹ Back", "11:00",
          "I would rather not", "Change guests", "4", "No elders or children", "Change time", "Another day", "‹ Back",
          "nonsense", "✓ Confirm")  # fmt: skip


def shown(chat: Chat) -> tuple[str, list[str]]:
    """The current screen, without the booking code, which differs."""
    text = "\n".join(line for line in chat.last.splitlines() if not line.startswith("🔑"))
    return text, chat.buttons


def same(screen: tuple[str, list[str]]) -> tuple[str, list[str]]:
    """A screen without the button to share a number, which only guests have."""
    text, buttons = screen
    if "Which number" in text:
        return "Which number", [label for label in buttons if "Share my number" not in label]
    return screen


async def screens(chat: Chat, opening: str) -> list[tuple[str, list[str]]]:
    await chat.send(opening)
    seen = [shown(chat)]
    for said in SCRIPT:
        await chat.send(said)
        seen.append(shown(chat))
    return seen


async def test_the_booking_script_gives_the_same_screens_on_both_bots(play: Play) -> None:
    await play.until(EVENING)
    buyer, operator = play.buyer(first="😀", last=""), play.operator()
    ours, theirs = await screens(buyer, "/start"), await screens(operator, "/book")
    assert [same(screen) for screen in ours] == [same(screen) for screen in theirs]
    assert "Your hour is reserved" in buyer.card
    assert "How did you hear about us?" in ours[-1][0]
    assert len({text for text, _ in ours}) >= 12


async def test_taps_give_the_same_screens_on_both_bots(play: Play) -> None:
    await play.until(EVENING)
    buyer, operator = play.buyer(first="😀", last=""), play.operator()
    await buyer.send("/start")
    await operator.send("/book")
    for label in ("Yes, please", None, "Ms", "3", "1 elder, 1 child", "Sat, Nov 21"):
        for chat in (buyer, operator):
            await (chat.tap(label) if label else chat.send("Tan"))
        assert same(shown(buyer)) == same(shown(operator))
        edited = [
            [message.edited is not None for message in chat.shown if message.sender.is_bot]
            for chat in (buyer, operator)
        ]
        assert edited[0] == edited[1]


async def test_the_waitlist_gives_the_same_screens_on_both_bots(play: Play) -> None:
    await play.until(EVENING)
    ten = datetime(2026, 11, 21, 2, tzinfo=UTC)
    await play.fill(ten)
    buyer, operator = play.buyer(first="😀", last=""), play.operator()
    await buyer.send("/start")
    await operator.send("/book")
    answers = (
        "Yes, please",
        "Tan",
        "Ms",
        "1",
        "11-21",
        "10:00",
        "Wait for Sat, Nov 21 10:00",
        "I would rather not",
    )
    for said in answers:
        for chat in (buyer, operator):
            await chat.send(said)
        assert same(shown(buyer)) == same(shown(operator))
    assert "Waiting list: Sat, Nov 21 10:00" in operator.last
    for chat in (buyer, operator):
        await chat.send("✓ Confirm")
        assert "waiting list" in chat.last
        assert chat.buttons == ["Leave the waiting list"]
