"""What people type: variants of answers, and texts that are no answer."""

from dataclasses import dataclass
from datetime import date, time
from random import Random

from demo.rehearsal.client import Question

_CHINESE_NUMBERS = ("", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十")


@dataclass(frozen=True)
class Phrases:
    """What a buyer types in a language. ``nonsense`` answers no question."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    hello: tuple[str, ...]
    nonsense: tuple[str, ...]
    doubts: tuple[str, ...]
    complaint: str
    district: str
    wish: str


_ENGLISH = Phrases(
    ("yes", "Yes please", "ok", "sure"),
    ("no", "No thanks", "none"),
    ("hello", "Hi", "Hello, me again"),
    ("maybe", "abc", "👍", "what do you mean?", "🙂🙂"),
    (
        "Why is this so complicated?",
        "Is there nothing free?",
        "I'm from out of town and leave tomorrow",
        "I'm at the gate",
    ),
    "Last time the tea was cold & the lift <slow>.",
    "Nanshan",
    "A pram for the little one, please",
)
_SIMPLIFIED = Phrases(
    ("好的", "可以", "是的", "行"),
    ("不用了", "没有", "不"),
    ("你好", "您好", "在吗"),
    ("随便", "嗯……再想想", "👌", "什么意思？", "啊"),
    ("怎么这么麻烦", "还有空位吗", "我是外地的，明天就走", "我在门口，没预约"),
    "上次来等得有点久，希望改进。",
    "南山区",
    "想了解一下地铁规划",
)
_TRADITIONAL = Phrases(
    ("好的", "可以", "是的"),
    ("不用了", "沒有", "不"),
    ("你好", "您好", "在嗎"),
    ("隨便", "再想想", "👌", "什麼意思？", "啊"),
    ("怎麼這麼麻煩", "還有空位嗎", "我是外地的，明天就走", "我在門口，沒有預約"),
    "上次來等得有點久，希望改進。",
    "福田區",
    "請準備一台輪椅",
)


def phrases_of(language_code: str) -> Phrases:
    if not language_code.startswith("zh"):
        return _ENGLISH
    return _TRADITIONAL if "hant" in language_code else _SIMPLIFIED


def heads(number: int, language_code: str, rng: Random) -> str:
    if not language_code.startswith("zh"):
        return str(number)
    person = "個人" if "hant" in language_code else "个人"
    return rng.choice([str(number), f"{number}{person}", f"{number}位", _CHINESE_NUMBERS[number] + "位"])


def company(elders: int, children: int, language_code: str) -> str:
    """The elders and children of a party that has some."""
    if not language_code.startswith("zh"):
        elder, child, between = " elder", " child", " and "
    else:
        elder, child, between = "位老人", "個小孩" if "hant" in language_code else "个小孩", "，"
    return between.join(f"{number}{who}" for number, who in ((elders, elder), (children, child)) if number)


def day(wanted: date, today: date, language_code: str, rng: Random) -> str:
    chinese = language_code.startswith("zh")
    variants = [f"{wanted.month}-{wanted.day}", f"{wanted.month}/{wanted.day}", wanted.isoformat()]
    if chinese:
        variants += [f"{wanted.month}月{wanted.day}日"] * 3
    if (wanted - today).days == 1:
        variants += ["明天" if chinese else "tomorrow"] * 3
    return rng.choice(variants)


def hour(wanted: time, language_code: str, rng: Random) -> str:
    variants = [f"{wanted.hour}:{wanted.minute:02}"]
    if not wanted.minute:
        afternoon, short = wanted.hour >= 12, (wanted.hour - 1) % 12 + 1
        if language_code.startswith("zh"):
            point = "點" if "hant" in language_code else "点"
            variants += [f"{wanted.hour}{point}", f"{'下午' if afternoon else '上午'}{short}{point}"]
        else:
            variants.append(f"{short}{'pm' if afternoon else 'am'}")
    return rng.choice(variants)


_SENTENCES = {
    "en": (
        "Hi, this is {name}. Could {guests} of us come on {day} at {hour}?",
        "We are {guests}, {day} {hour} please",
        "I'd like to book a visit: {day}, {hour}, {guests} people. {name}",
        "{name}, {guests} guests, {day}, {hour}, {phone}",
        "Good morning! We would love to see the show flat, {guests} of us in all, perhaps {day} around {hour}",
    ),
    "zh-hans": (
        "你好，我叫{name}，{guests}个人，想约{day}{hour}过来看看",
        "{day}{hour}，{guests}位",
        "{name}，{guests}位，{day}{hour}，{phone}",
        "我们一共{guests}个人，{day}{hour}方便吗？",
        "想看看你们的房子，{day}{hour}左右可以吗，{guests}位",
    ),
    "zh-hant": (
        "你好，我叫{name}，{guests}個人，想約{day}{hour}過嚟睇下",
        "{day}{hour}，{guests}位",
        "{name}，{guests}位，{day}{hour}，{phone}",
        "我哋一共{guests}個人，{day}{hour}得唔得？",
        "想參觀一下，{day}{hour}左右可以嗎，{guests}位",
    ),
}


def sentence(language_code: str, rng: Random, **facts: object) -> str:
    """Everything at once, as people say it: the name, the number of guests, the day, the hour and the phone."""
    language = language_code if language_code in _SENTENCES else "en"
    return rng.choice(_SENTENCES[language]).format_map(facts)


def phone(number: str, rng: Random) -> str:
    """A mainland Chinese number as people write it."""
    local = number.removeprefix("+86")
    return rng.choice([local, f"{local[:3]} {local[3:7]} {local[7:]}", number])


def wrong(question: Question, today: date, language_code: str, rng: Random) -> str:
    """An answer that the house cannot accept."""
    answers = list(phrases_of(language_code).nonsense)
    match question:
        case Question.GUESTS:
            answers += ["0", "11", "-1", "100"]
        case Question.COMPANY:
            answers += ["-1", "99"]
        case Question.DAY:
            answers += [f"{today:%Y-%m-%d}", "2020-01-01", "13-40", f"{today.year + 1}-{today:%m-%d}"]
        case Question.HOUR:
            answers += ["23:00", "03:30", "25:00"]
        case Question.PHONE:
            answers += ["123", "999 999", "+1", "１２３"]
        case Question.NAME:
            return rng.choice(["👋🏻", "12345", "……", "字" * 4096])
        case _:
            pass
    return rng.choice([*answers, "x" * 4096])
