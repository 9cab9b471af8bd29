"""Recognising simple intents: yes, no, a greeting, the waiting list."""

from bot.understanding.text import tidy

# fmt: off
YES = frozenset({
    "yes", "yes please", "y", "ok", "okay", "sure", "confirm",
    "可以了", "没问题", "沒問題", "好", "好的", "是", "是的", "可以", "行", "确认", "確認", "对", "對", "嗯",
})


NO = frozenset({
    "no", "no thanks", "no thank you", "n", "not now", "none", "nope", "skip",
    "rather not", "i would rather not", "later",
    "不想留", "不太想留", "不想留电话", "不想留電話", "不留电话", "不留電話",
    "先不留", "暂时不用", "暫時不用", "以后再说", "以後再說",
    "不用了谢谢", "不用了謝謝", "不用谢谢", "不了谢谢", "不了謝謝",
    "不", "不用", "不用了", "不要", "不了", "没有", "沒有", "无", "無", "不留", "不方便", "算了",
})


_WAIT = frozenset({
    "waiting list", "waitlist", "wait", "the waiting list", "put me on the waiting list", "put me on the list",
    "候补", "候補", "等位", "排队", "排隊", "排候补", "排候補", "我要候补", "我要候補", "我候补", "我候補",
})


# fmt: on
GREETINGS = frozenset({"hello", "hi", "hey", "back", "你好", "您好", "在吗", "在嗎"})


def bare(text: str) -> str:
    return tidy(text).lower().strip(" .,!?~。，！？～").replace(",", "").replace("，", "")


def is_yes(text: str) -> bool:
    """Whether the text is a simple yes."""
    return bare(text) in YES


def is_no(text: str) -> bool:
    """Whether the text is a simple no."""
    return bare(text) in NO


def asks_to_wait(text: str) -> bool:
    """Whether the text asks for the waiting list."""
    return bare(text) in _WAIT
