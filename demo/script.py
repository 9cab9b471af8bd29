"""The script: whole conversations with the house in three languages, as docs/script.md shows them.

``python -m demo.script`` writes that page anew.
"""

import asyncio
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import logs
from bot.language.catalogues import NAMES
from bot.language.words import Words
from bot.settings import ROOT
from core.site import Site, load_site
from demo.cast import add_people, prepare_house
from demo.stage import BUYERS_BOT, Stage
from sandbox.telegram import Person, ShownMessage

PAGE = ROOT / "docs" / "script.md"
# A Thursday, nine in the morning in Shanghai.
_OPENS = datetime(2026, 11, 19, 1, tzinfo=UTC)
# People read an answer before they write the next message.
_BETWEEN = timedelta(seconds=20)
_GUESTS = {"en": ("Grace", "Tan"), "zh_Hans": ("欣", "王"), "zh_Hant": ("欣", "王")}
_FIRST_GUEST = 7001
_CODE = re.compile(r"(🔑.*?)[0-9A-Z]{5}\b")


_INTRODUCTION = """# The script

Whole conversations, as the house leads them today. `python -m demo.script` writes this page, and a test compares it
with what the bots say. ▸ is the guest, [ ] a button.
"""


@dataclass(frozen=True)
class Say:
    """What the guest writes in each language."""

    en: str
    zh_Hans: str  # noqa: N815 - named as the languages are
    zh_Hant: str  # noqa: N815 - named as the languages are


@dataclass(frozen=True)
class Tap:
    """A button by its label's sentence, or by its place among the buttons."""

    label: str = ""
    place: int = -1


Step = Say | Tap
_START = Say("/start", "/start", "/start")
SCENES: dict[str, Sequence[Step]] = {
    "One question after the other, by buttons": (
        _START,
        Tap("Yes, please"),
        Tap(place=0),
        Tap("Ms"),
        Tap(place=2),
        Tap("No elders or children"),
        Tap(place=1),
        Tap(place=2),
        Tap("I would rather not"),
        Tap("✓ Confirm"),
        Tap("No more questions"),
    ),
    "Everything in one sentence": (
        Say(
            "I am Mr Wang, two of us, tomorrow at ten, 13900139000",
            "我姓王,两个人,明天十点,13900139000",
            "我姓王，兩位，明天十點，13900139000",
        ),
        Tap("✓ Confirm"),
    ),
    "In one's own words, with changes": (
        Say("Could my husband and I come on Saturday?", "我跟先生周六想来看看", "我跟先生禮拜六想嚟睇樓"),
        Say("In the afternoon", "下午吧", "下晝啦"),
        Say("Grace Tan", "免贵姓陈", "免貴姓陳"),
        Say("Ms, please", "女士", "女士"),
        Say("Sorry, I mean Sunday", "算了还是周日吧", "唔好意思，都係禮拜日"),
        Say("at three", "三点", "三點"),
        Say("and my mother comes too, three of us", "我妈也来,一共三位", "我媽媽都嚟，一共三位"),
        Say("I'd rather not leave a number", "电话就不留了", "電話就唔留喇"),
        Say("yes, that's right", "对的", "啱"),
        Say("thank you!", "谢谢", "多謝"),
    ),
    "Doubts": (
        Say("Why do I have to book?", "怎么看个房还要预约", "點解睇樓都要預約"),
        Say("I am from out of town and leave tomorrow", "我是外地的，明天就走", "我由外地嚟，聽日就走"),
        Say("Is nothing else free?", "还有别的空位吗", "仲有冇位"),
        Say("What is the price per square metre?", "多少钱一平", "幾多錢一呎"),
        Say("Can I talk to a person?", "转人工", "我想搵真人"),
        Say("Not now, thanks", "先不用了，谢谢", "唔使喇，多謝"),
    ),
    "What the house does not understand": (
        _START,
        Tap("Yes, please"),
        Say("Mr Wang", "王先生", "王先生"),
        Say("hmm hmm", "呃呃呃", "呃呃呃"),
        Say("la la la", "啦啦啦", "啦啦啦"),
        Say("ho ho ho", "嘿嘿嘿", "嘿嘿嘿"),
        Say("two or three people", "两三个人", "兩三個人"),
        Say("two", "两个", "兩個"),
        Say("one or two in the afternoon, Saturday", "周六下午一两点", "禮拜六下晝一兩點"),
        Tap(place=0),
        Say("8888 1234", "8888 1234", "8888 1234"),
        Say("139001390", "139001390", "139001390"),
        Say("13900139000 or 13800138000", "13900139000或者13800138000", "13900139000或者13800138000"),
    ),
    "A visit is moved and cancelled in words": (
        Say(
            "Mr Wang, 2 people, Friday 10am, 13900139000",
            "王先生,2位,周五上午10点,13900139000",
            "王先生，2位，禮拜五朝早10點，13900139000",
        ),
        Tap("✓ Confirm"),
        Tap("No more questions"),
        Say(
            "Can we move it to Saturday, same time?", "能挪到周六吗,时间不变", "可唔可以改去禮拜六，時間不變"
        ),
        Say("yes", "好的", "好"),
        Say("Something came up, we can't make it", "临时有事去不成了", "臨時有事嚟唔到"),
        Say("yes", "是的", "係"),
    ),
}


async def write(folder: Path) -> str:
    """The page: every scene in every language, each language in a house of its own in ``folder``."""
    site = load_site(ROOT / "site.example.toml")
    played = {language: await _play_all(folder / f"{language}.db", site, language) for language in NAMES}
    parts = [_INTRODUCTION]
    for title in SCENES:
        parts.append(f"## {title}\n")
        for language, name in NAMES.items():
            parts.append(f"### {title}: {name}\n\n```text\n{played[language][title]}\n```\n")
    return "\n".join(parts)


async def _play_all(database: Path, site: Site, language: str) -> dict[str, str]:
    """What is said in each scene, each with a guest of its own."""
    stage = await Stage.open(database, site, _OPENS, add_people, prepare_house)
    try:
        return {
            title: await _play(stage, language, _FIRST_GUEST + number, steps)
            for number, (title, steps) in enumerate(SCENES.items())
        }
    finally:
        await stage.close()


async def _play(stage: Stage, language: str, user_id: int, steps: Sequence[Step]) -> str:
    first, last = _GUESTS[language]
    code = {"zh_Hans": "zh-hans", "zh_Hant": "zh-hant"}.get(language, language)
    stage.telegram.add_person(Person(user_id, first, last, language_code=code, phone=f"+861380013{user_id}"))
    words = Words(language, stage.house.site)
    lines, seen = [], set[tuple[int, str]]()
    for step in steps:
        lines += ["", f"▸ {await _act(stage, user_id, words, step)}"]
        await stage.settle()
        fresh = [message for message in _shown(stage, user_id) if _key(message) not in seen]
        for message in fresh:
            # A question that was answered is shown once.
            answered = message.message_id in {number for number, _ in seen} and "✓" in message.text
            if message.sender.is_bot and not answered:
                lines += ["", *_CODE.sub(r"\1·····", message.text).splitlines()]
        seen |= {_key(message) for message in fresh}
        lines += [f"[{'] ['.join(labels)}]"] if (labels := _labels(stage, user_id)) else []
        await stage.play(stage.clock.now() + _BETWEEN)
    return "\n".join(lines).strip()


def _shown(stage: Stage, user_id: int) -> list[ShownMessage]:
    return stage.telegram.history(bot=BUYERS_BOT.username, user_id=user_id)


def _key(message: ShownMessage) -> tuple[int, str]:
    return message.message_id, message.text


def _labels(stage: Stage, user_id: int) -> list[str]:
    """The buttons in the chat: the keyboard at the bottom, or those of the newest message that has some."""
    keyboard = stage.telegram.reply_keyboard(BUYERS_BOT.username, user_id)
    newest = next((each.buttons for each in reversed(_shown(stage, user_id)) if each.buttons), None)
    return [button["text"] for row in keyboard or newest or [] for button in row]


async def _act(stage: Stage, user_id: int, words: Words, step: Step) -> str:
    """Write or tap; what the guest did, as the page shows it."""
    if isinstance(step, Say):
        text: str = getattr(step, words.language)
        stage.telegram.send(user_id, text, bot=BUYERS_BOT.username)
        return text
    labels = _labels(stage, user_id)
    label = words.label(step.label) if step.label else labels[step.place]
    if stage.telegram.reply_keyboard(BUYERS_BOT.username, user_id):
        stage.telegram.send(user_id, label, bot=BUYERS_BOT.username)
        return f"[{label}]"
    for message in reversed(_shown(stage, user_id)):
        for row in message.buttons or []:
            for button in row:
                if button["text"] == label:
                    stage.telegram.tap(
                        user_id, message.message_id, button["callback_data"], bot=BUYERS_BOT.username
                    )
                    return f"[{label}]"
    raise LookupError(f"no button {label!r} among {labels}")


def main() -> None:
    logs.set_up_logs("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        PAGE.write_text(asyncio.run(write(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()
