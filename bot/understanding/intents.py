"""Recognising what people want, besides the facts of a booking."""

import re
import unicodedata
from functools import lru_cache

from bot.understanding.answer_patterns import (
    ANY,
    APOLOGY,
    BYE,
    DECLINES_PHONE,
    KEEPS,
    LATER,
    NO_FIRST,
    NO_SAID,
    THANKS,
    YES_FIRST,
    YES_SAID,
)
from bot.understanding.intent_patterns import (
    PATTERNS,
    Intent,
)
from bot.understanding.patterns import Pattern
from bot.understanding.question_patterns import (
    ASKS,
    ASKS_BESIDES,
    BOOKS,
    LANGUAGES,
    MINE,
    ONLY_REQUEST,
    QUESTION,
    SEES,
    UNDECIDED,
    WISH,
)
from bot.understanding.spelling import well_spelled
from bot.understanding.text import compiled, folded, tidy

# fmt: off
YES = frozenset({
    "yes", "yes please", "y", "ok", "okay", "sure", "confirm", "yep", "yeah", "yup", "correct", "right",
    "fine", "perfect",
    "sounds good", "that's right", "thats right", "of course", "go ahead", "please do", "great", "deal",
    "sure thing", "okey",
    "alright", "all right", "that's fine", "thats fine", "that is fine", "absolutely", "definitely",
    "certainly", "works for me", "that works",
    "looks good", "all good",
    "可以了", "没问题", "沒問題", "好", "好的", "是", "是的", "可以", "行", "确认", "確認", "对", "對", "嗯",
    "嗯嗯", "好呀", "好啊",
    "好哒", "好滴", "好嘞", "行啊", "行的", "可以的", "可以啊", "对的", "對的", "没错", "沒錯", "正确",
    "正確", "就这样", "就這樣", "就这样吧",
    "要的", "要", "当然", "當然", "当然可以", "好咧", "得", "得啊", "冇问题", "冇問題", "冇错", "冇錯",
    "没有错", "沒有錯", "系", "系啊", "係",
    "係呀", "係啊", "ok的", "嗯好", "嗯好的",
    "好的好的", "行吧", "好吧", "成", "同意", "中", "妥", "麻烦了", "确定", "確定", "好喔", "好哦", "可以喔",
    "可以呀", "啱", "啱啦", "得嘞",
})


NO = frozenset({
    "no", "no thanks", "no thank you", "n", "not now", "none", "nope", "skip", "nah", "not really", "no need",
    "not yet",
    "rather not", "i would rather not", "later", "i'd rather not", "i'd rather not say", "prefer not to say",
    "pass",
    "maybe later", "another time", "not interested", "not today", "wrong", "incorrect", "that's wrong",
    "don't want to",
    "不想留", "不太想留", "不想留电话", "不想留電話", "不留电话", "不留電話", "不想说", "不想說", "不想给",
    "不想給", "保密",
    "先不留", "跳过", "跳過", "略过", "略過", "下一题", "下一題", "暂时不用", "暫時不用", "以后再说",
    "以後再說", "先不了", "改天吧", "改天再说", "改天再說",
    "下次吧", "下次再说", "再说吧", "再說吧",
    "不用了谢谢", "不用了謝謝", "不用谢谢", "不了谢谢", "不了謝謝", "先不用", "先不要", "不感兴趣", "没兴趣",
    "不需要", "不必", "不必了", "不是",
    "不", "不用", "不用了", "不要", "不了", "没有", "沒有", "无", "無", "不留", "不方便", "算了", "不对",
    "不對", "不行", "不可以", "唔使",
    "唔使啦", "唔使喇", "唔要", "唔系", "唔係", "冇", "没", "不好", "错了", "錯了", "唔好", "唔得", "唔啱",
    "唔得闲", "免了", "都没有", "都沒有", "没了",
})


_WAIT = frozenset({
    "waiting list", "waitlist", "wait", "the waiting list", "put me on the waiting list",
    "put me on the list",
    "候补", "候補", "等位", "排队", "排隊", "排候补", "排候補", "我要候补", "我要候補", "我候补", "我候補",
})


# fmt: on
GREETINGS = frozenset({"hello", "hi", "hey", "back", "你好", "您好", "在吗", "在嗎"})


def bare(text: str) -> str:
    """The text in lower case and half-width characters, without the punctuation around and between its
    words."""
    plain = unicodedata.normalize("NFKC", tidy(text)).lower()
    return plain.strip(" .,!?~。，！？～").replace(",", "").replace("，", "")


def is_yes(text: str) -> bool:
    """Whether the text is a simple yes."""
    return bare(text) in YES


def is_no(text: str) -> bool:
    """Whether the text is a simple no."""
    return bare(text) in NO


def means_yes(text: str) -> bool:
    """Whether the text is a yes, in whatever words."""
    return read_intent(text) is Intent.YES


def means_no(text: str) -> bool:
    """Whether the text is a no, in whatever words."""
    return read_intent(text) is Intent.NO


def asks_to_wait(text: str) -> bool:
    """Whether the text asks for the waiting list."""
    return bare(text) in _WAIT


def puts_it_off(text: str) -> bool:
    """Whether the text is a no for now: «先不用了», «not now»."""
    return LATER.search(well_spelled(folded(text))) is not None


def leaves_it_to_us(text: str) -> bool:
    """Whether the text leaves the choice to the house: «哪天都行», «whenever you can»."""
    return ANY.search(folded(text)) is not None


def asks_to_book(text: str) -> bool:
    """Whether the text asks for an appointment, without saying more about it."""
    said = folded(text)
    return BOOKS.search(said) is not None


def read_intent(text: str, *, has_facts: bool = False, asked: bool = False) -> Intent | None:
    """What a text asks for or says besides facts; None where it is no more than those, or a greeting. ``has_facts``:
    it names a day, an hour, a party, a name or a number, so «can we come at three?» only asks for it. ``asked``: it
    answers a question for yes or no."""
    said, intent = _said_plainly(text)
    if intent is not None or not said:
        return intent
    if not has_facts and is_no(_CLAUSE.split(said, maxsplit=1)[0]):
        return Intent.NO
    if asked and YES_FIRST.search(said):
        return Intent.YES
    if asked and NO_FIRST.search(said):
        return Intent.NO
    if not has_facts and NO_SAID.search(said):
        return Intent.NO
    if not has_facts and YES_SAID.search(said):
        return Intent.YES
    if not has_facts and THANKS.search(said) and not _asks(ASKS, said):
        return Intent.THANKS
    asks = _asks(ASKS if has_facts or WISH.search(said) else QUESTION, said)
    if asks and not (SEES.search(said) or UNDECIDED.search(said)):
        return Intent.QUESTION
    return Intent.THANKS if not has_facts and (THANKS.search(said) or BYE.search(said)) else None


@lru_cache(maxsize=32)  # a message is asked for what it wants before and after its facts are read
def _said_plainly(text: str) -> tuple[str, Intent | None]:
    """The text for the patterns, empty for one without words, and the intent that does not depend on its
    facts."""
    said = APOLOGY.sub("", well_spelled(_without_symbols(folded(text)).strip()))
    if not any(char.isalnum() for char in said) and not YES_SAID.search(said):
        return "", None
    if is_yes(text):
        return said, Intent.YES
    keeps = KEEPS.search(said)
    moved = PATTERNS[Intent.MOVE]
    if is_no(text) or (
        keeps is not None
        and not (says(Intent.LATE, said) or says(Intent.ERASE, said))
        and not moved.search(said, keeps.end())
    ):
        return said, Intent.NO
    return said, _first_wanted(said)


# Where the words of two wishes stand in one text: the later of the two is meant where the text holds these words.
_RATHER = {
    (Intent.COMPLAINT, Intent.FULL): compiled(r"上次|上回|之前|怕|免得|\blast time\b"),
    (Intent.COMPLAINT, Intent.HUMAN): compiled(
        r"真人|活人|人工|接线员|^(?!.*(?:投诉|complain)).*(?:经理|主管|负责人)|\b(?:human|real person|"
        r"operator)\b"
    ),
    (Intent.COMPLAINT, Intent.RESTART): compiled(r"从头|重新|重来|再来一"),
    (Intent.COMPLAINT, Intent.LATE): compiled(r"\blater?\b|迟|晚"),
    (Intent.CANCEL, Intent.LATE): compiled(r"running (?:late|behind)|give (?:our|my) (?:slot|place)"),
    (Intent.WALK_IN, Intent.WHY_APPOINTMENT): compiled(
        r"为什么|为何|为啥|干嘛|凭什么|点解|\bwhy\b|还得|还要|别的楼盘|其他楼盘|\bthe point\b|"
        r"\bother developers?\b"
    ),
    (Intent.ARRIVED, Intent.WALK_IN): compiled(
        r"(?:没|冇|未|无)(?:有)?(?:提前)?(?:预约|约|预订|book)|\b(?:never|not) booked\b|\b(?:haven't|"
        r"don't have|have not|do not have|"
        r"no) "
        r"(?:got )?(?:one|a booking|booking|an appointment|appointment)\b"
    ),
}


def _first_wanted(said: str) -> Intent | None:
    """The first of the wishes that a text has words of, unless it gives way to another one."""
    wanted = next((intent for intent, pattern in PATTERNS.items() if pattern.search(said)), None)
    for (first, other), words in _RATHER.items():
        if wanted is first and words.search(said) and (other is Intent.WALK_IN or says(other, said)):
            return other
    return wanted


# «Our two boys, who are five and eight».
_RELATIVE = compiled(r" (?:who|which|whose|where|when)\b(?!.*[?])")
_CLAUSE = compiled(r"[,，。.!！;；]")
_SENTENCE_ENDS = compiled(r"[.!?;。\n]")
# Before a question word that does ask: «could you tell me where …».
_ASKS_FOR = compiled(
    r"\b(?:know|tell me|wonder(?:ing|ed)?|ask(?:ing)?|say|check|and|or|please|hi|hello|hey|so|but|also|sure|"
    r"see|confirm|"
    r"me|curious|idea|remind me),?(?: (?:about|again))? $"
)
_QUESTION_WORD = compiled(r"(?:which|whose|who|where|why|how|what|when)\b(?!.*[?])")
# Characters of a sentence in front of a question word that is not said to ask.
_SHORT_SENTENCE = 12


def _asks(pattern: Pattern, said: str) -> bool:
    """Whether a text asks: an English question word in the middle of a statement, «where he can get about», does
    not."""
    for found in pattern.finditer(said):
        if not _QUESTION_WORD.match(found[0].strip()):
            return True
        begins = max((end.end() for end in _SENTENCE_ENDS.finditer(said, 0, found.start())), default=0)
        ends = _SENTENCE_ENDS.search(said, found.end())
        before = said[begins : found.start()]
        if (
            (ends is not None and ends[0] == "?")
            or len(before.strip()) <= _SHORT_SENTENCE
            or _ASKS_FOR.search(before)
        ):
            return True
    return False


def _without_symbols(said: str) -> str:
    """The text without emojis, unless it is nothing else."""
    if said.isascii() and "^" not in said and "`" not in said:
        return said  # these two are the only ones of ASCII
    words = "".join(char for char in said if unicodedata.category(char) not in {"So", "Sk"})
    return words if any(char.isalnum() for char in words) else said


def says(intent: Intent, text: str) -> bool:
    """Whether a plain text has the words of an intent."""
    return PATTERNS[intent].search(text) is not None


def asks_besides_facts(rest: str) -> bool:
    """Whether a clause without any fact asks for information; ``rest`` is a plain text with ``\\0`` for
    its facts."""
    clauses = re.split(r"[,.。!;~\n]|(?<=[?])|(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", rest)
    return any(
        _asks(ASKS_BESIDES, clause)
        and not (
            _RELATIVE.match(clause)
            or WISH.search(clause)
            or SEES.search(clause)
            or ONLY_REQUEST.fullmatch(clause)
        )
        for clause in clauses
        if "\0" not in clause and not UNDECIDED.search(clause)
    )


def declines_phone(text: str) -> bool:
    """Whether the text declines to give a phone number."""
    return DECLINES_PHONE.search(folded(text)) is not None


def asks_for_own_booking(text: str) -> bool:
    """Whether the text asks what its writer has booked."""
    return MINE.search(folded(text)) is not None


def language_wanted(text: str) -> str | None:
    """The language that a text asks to speak: en, zh_Hans or zh_Hant; None where it asks for none."""
    said = folded(text)
    # «繁体中文» names the characters before the language.
    return next((code for code in ("zh_Hant", "en", "zh_Hans") if LANGUAGES[code].search(said)), None)


def says_goodbye(text: str) -> bool:
    """Whether the text is a goodbye."""
    return BYE.search(folded(text)) is not None
