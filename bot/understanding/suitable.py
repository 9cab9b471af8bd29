"""Which of the days and parts of the day that a text names are meant for the visit.

A text also names days that do not suit, and days of other things: «周五要加班», «12月4号回深圳,5号过来».
"""

from collections.abc import Sequence
from typing import TypeVar

from bot.understanding.mentions import Mention
from bot.understanding.text import compiled

T = TypeVar("T")
_EXCLUDED_BEFORE = compiled(
    r"(?:(?:除了|除咗|除|别(?:在|约|选|安排|排|订|定)*|甭(?:约|选|安排|排)?|不要|不想(?:在|要)?|唔要|唔好|"
    r"避开|"
    r"本来(?:想|打算|约(?:的|了)?)?|原本(?:想|打算|约的)?|原(?:来|先)?约的?|原定|交房\S{0,2}|交楼\S{0,2}|"
    r"(?<![我们])约的是|生日\S?|预产期\S?|(?:\b(?:any|every|all|no|whole)[a-z]*(?: [a-z]+){0,3}? but)(?: for| on|"
    r" the)* ?|\b(?:except|bar|barring|anything but|apart from|other than|"
    r"instead of|rather than|(?:busy|tied up|booked up|full up|unavailable|out of town|not (?:free|available|around))"
    r"(?: all)?|"
    r"avoid|excluding|besides|can'?t (?:do|make|come)(?: it)?(?: on)?|never|isn'?t)(?: for| on| the| a|"
    r" any)*)[ ,]*|(?:不是|不选|不去|唔系|别是|\bnot(?: on| for| the)*) *)$"
)
_UNSUITABLE = (
    r"先(?:不|唔)(?:约|看|去|来|订|定)|(?<!行)不行(?!吗)|(?<!可)不可以|(?<!方)不(?:太)?方便|没空|没时间|有事|想(?:瞓|"
    r"睡|补觉)|有(?:个)?(?:会|"
    r"约|课)|除外|"
    r"以外|之外|不得闲|唔得闲|冇时间|冇空|不在(?!话)|悬|起不来|起唔到身|(?<!得)唔得(?!闲)(?:呀|啊|喎|啦|喇|嘅)?(?=$|"
    r"[,.。!~ ])|"
    r"(?:我|人|我们|我哋)(?:还|都|正|仲)?(?:在|喺)(?!家|附近|这|深圳|本地|门口|楼下)|来不了|去不了|不能来|"
    r"不能去|不去|不来|不合适|太忙|很忙|在忙|(?:加班|开会|出差|上课|开学|补觉|搬家)(?!吗|么|不|没)|"
    r"(?:要|得|我)(?:上班|值班|返工)(?!吗|么|不|没)"
)
# What happens on a day that is no visit.
_EVENTS = (
    r"(?:剖腹产|预产期|生日|结婚|婚礼|喝喜酒|领证|交楼|交房|到期|到账|年会|开庭|手术|住院|考试|面试|体检|"
    r"限行|"
    r"来?(?:看|睇)过|来过|(?:看|买|约)的(?:那|这)|出生)(?![^.。!?;]{0,6}(?:想|正好|刚好|顺便|那天|"
    r"当天)[^,.。!?;]{0,3}(?:带|请|去|来|看))"
)
_EXCLUDED_BEHIND = compiled(
    rf"^ ?[^,.。!?;\0 周号拜]{{0,8}}? ?(?:{_UNSUITABLE})|^[^,.。!?;\0 ]{{0,5}}?(?:{_EVENTS})|"
    r"^(?: |\0)*(?:过完|过了|之?后再)|^(?: |\0|,|morning|"
    r"afternoon)*(?:(?:doesn'?t|does not|won'?t|isn'?t|is not|don'?t|is no) (?:work|good|suit|great|"
    r"possible|an option)|(?:'s| is| are) (?:\0|(?:my|our|a write-?off|out|no good|hectic|packed|chock|hopeless|"
    r"useless)\b)|"
    r"i (?:can'?t|cannot|am busy|have to work)|i'm busy|"
    r"(?:is|are) (?:out|bad|off|no good|impossible|not (?:good|possible|great|ideal)|a no))"
)
# «周一我车限行,别的日子都成» excludes the Monday although more is said of it.
_JOINED = compiled(r" ?(?:和|同|跟|与|及|、|and|or|&) ?")
_HAN = r"[\u3400-\u9fff]"
# Two characters, or a verb of leaving, say what a day is for.
_WORDS = compiled(rf"{_HAN}{{2}}|^(?:回|走|飞|返)$")
_CLAUSE_ENDS = compiled(rf"[,.。!?;:~…、]|\b(?:and|but|so)\b|(?<={_HAN}) (?=[\u3400-\u9fff\d])|—")
# What people say beside an hour, which speaks of nothing.
_FILLERS = compiled(r"左右|之间|之内|以内|前后|大概|大约|差不多|上下|那个|这个|[\0\s嗯呃啊哦对是的呢吧嘛]+")
# Words of a visit, and of a choice between days.
_VISIT = compiled(
    r"(?:看|睇)(?!过|病|牙|医|电影|戏)|参观|了解|约(?!会)|(?<!肯)(?<!一)定|"
    r"(?<!回)(?<!上)(?<![^1]起)来(?!过|不)|嚟|过去|去(?:$|吧|的?话|呢|啊)|"
    r"(?<!才)(?<!先)到(?=$|店|访|你|吧|可|场|[\0\d])|见|空|得闲|闲|可以|行|能|方便|ok|好|成|位|安排|想|跟|"
    r"和|同|带|陪(?!\S{0,5}(?:诊|病|医|院))|一起|1起|也|吧|怎么样|如何|最|都|比较|休息|放假|换|改|或|得|号|"
    r"可|要么|要不|随便|排|给|"
    r"哪|啱|妥|合适|适合|选|挑|稳|算|登记|接待|就"
)


def suiting(text: str, rest: str, mentions: Sequence[Mention[T]]) -> list[Mention[T]]:
    """The mentions that are meant for the visit; «除了周三和周五» excludes both. ``rest`` is the text without the words
    of any day and hour, in the same places."""
    kept: list[Mention[T]] = []
    before: Mention[T] | None = None
    for mention in mentions:
        joined = before is not None and _JOINED.fullmatch(text[before.end : mention.start]) is not None
        if not (is_excluded(text, mention) or (joined and before not in kept)):
            kept.append(mention)
        before = mention
    return _of_the_visit(rest, kept, mentions)


# What has an hour of its own that is not the visit's.
_OTHER_BUSINESS = compiled(
    r"(?<!谁)值班|赶(?:去|到|回|往)(?!你)|走不开|机场|(?<!想)有(?:个|一个)?[^,.。!?;约空]{0,4}会(?!员|所)|"
    r"会议|到家|落机|返到|接电话|来电|比赛|"
    r"下班|收工|闩门|关门|收铺|放工|放学|返工|上班|上课|下课|补课|开(?:完)?会|接(?:小)?(?:孩子?|朋友|学生|"
    r"娃|仔|女|人|机|"
    r"客户)|"
    r"起床|午睡|吃(?:中|午|晚)?饭|聚餐|打烊|落地|起飞|到站|(?:航班|飞机|高铁|火车)(?!站)|看病|看牙|面试|"
    r"考试|上堂|落堂|\b(?:lands?|landing|(?<!after )(?<!from )work(?:s|"
    r"ing)?(?! (?:for|best|well|fine|great|better|too|with|\W|$)|(?<=s)(?:[,.!?]|$))|finish(?:es)?|get off|"
    r"knock off|in school|"
    r"at school|meetings?|lessons?|class(?:es)?|dentist|doctor'?s|flight|pick(?:ing)? up|gym|nap|kick-?off|"
    r"audit|train|(?:gets?|be|flies|flying) back|be away)\b"
)
# Directly before an hour or a day, whatever else the clause says: «they land at 8:15 and come at two».
_OTHER_BEFORE = compiled(
    r"\b(?:lands?|landing|fl(?:y|ies|ying) in|tak(?:e|es|ing) off|leav(?:e(?! it\b| that\b)|es|ing)|departs?|flight|"
    r"train|"
    r"kick-?off|match|game|"
    r"meeting|dentist|"
    r"school|class|lesson|appointment elsewhere|finish(?:es)?|be (?:away|gone|home|off|out)|"
    r"gets? (?:off|back)|"
    r"(?:has|have|need) to (?:be|leave|go)(?: [^,.!?;]{0,25})?)"
    r"(?: [\w:\0]+){0,3}? (?:at|by|until|till|on|from)(?: about| around| the)? ?$|\b(?:until|till) $|"
    r"\b(?:open|close[sd]?)(?: \w+){0,2}? (?:at|by|until|till|from) ?$"
)
_VISITS = compiled(
    r"(?:过来|过去|来看|去看|来访|到访|到你|来你|参观|看房|睇楼|约|可以|行|方便|ok|得|空|有时间|能[来到])|"
    r"\b(?:come|visit|see|view|book|be there|make it|suits?|free|available|works for|fine|good|possible)\b"
)
_OTHER_CLAUSE = compiled(
    rf"(?<!\d)[,.。!?;~…、\n]|[,.。!?;~…、\n](?!\d)|(?<={_HAN}) (?=[\d\u3400-\u9fff])|\b(?:so|but|then)\b"
)
_LEADS = compiled(r"(?:at|by|until|till|about|around) ?")
# «四点我老公要上班来不了»: somebody else's business.
_ANOTHERS = compiled(r"我?(?:老公|老婆|太太|先生|爱人|爸|妈|儿子|女儿|孩子|朋友)")


def is_of_other_business(text: str, mention: Mention[T]) -> bool:
    """Whether the clause of an hour, or of a part of the day, speaks of something that is no visit: «我六点下班»,
    «my flight lands at two»."""
    starts = [found.end() for found in _OTHER_CLAUSE.finditer(text) if found.end() <= mention.start]
    behind = _OTHER_CLAUSE.search(text, mention.end)
    clause = text[starts[-1] if starts else 0 : behind.start() if behind is not None else len(text)]
    after = clause[mention.end - (starts[-1] if starts else 0) :]
    before = _before(text, mention)
    if stands_behind_other_business(text, mention):
        return True
    earlier = list(_OTHER_BUSINESS.finditer(before, starts[-1] if starts else 0))
    if earlier and _VISITS.search(before, earlier[-1].end()) is not None:
        return False
    if _ANOTHERS.match(after) and not _OTHER_BUSINESS.search(clause[: len(clause) - len(after)]):
        return False
    return _OTHER_BUSINESS.search(clause) is not None and _VISITS.search(after) is None


def stands_behind_other_business(text: str, mention: Mention[T]) -> bool:
    """Whether words such as «lands at» and «until» stand directly before a mention."""
    return _OTHER_BEFORE.search(_before(text, mention)) is not None


def _before(text: str, mention: Mention[T]) -> str:
    lead = _LEADS.match(text, mention.start, mention.end)
    return text[: mention.start] + (lead[0] if lead is not None else "")


def is_excluded_before(text: str) -> bool:
    """Whether a text ends with words that exclude what follows, such as 除了 and «except»."""
    return _EXCLUDED_BEFORE.search(text) is not None


def clause_end(text: str, mention: Mention[T], mentions: Sequence[Mention[T]]) -> int:
    """Where the clause of a mention ends: at a sign, or at the next mention."""
    following = min((each.start for each in mentions if each.start >= mention.end), default=len(text))
    found = _CLAUSE_ENDS.search(text, mention.end, following)
    return found.start() if found is not None else following


def is_excluded(text: str, mention: Mention[T]) -> bool:
    """Whether the text says that this day, or part of it, does not suit."""
    before = text[: mention.start]
    if is_excluded_before(before):
        return True
    # «No weekends», but «the 2nd... no, the 3rd» corrects.
    if isinstance(mention.value, tuple) and len(mention.value) > 1 and before.endswith("no "):
        return True
    return _EXCLUDED_BEHIND.match(text[mention.end :]) is not None


_OF_EVENT = compiled(rf"^[^,.。!?;\0 ]{{0,5}}?(?:{_EVENTS})")


def is_of_event(text: str, mention: Mention[T]) -> bool:
    """Whether something else happens on this day: «周五做手术»."""
    return _OF_EVENT.match(text[mention.end :]) is not None


def _of_the_visit(rest: str, kept: list[Mention[T]], mentions: Sequence[Mention[T]]) -> list[Mention[T]]:
    """Without the mentions whose clause speaks of something else, where others are of the visit."""
    of_visit = [mention for mention in kept if not _speaks_of_something_else(rest, mention, mentions)]
    return of_visit or kept


def _speaks_of_something_else(rest: str, mention: Mention[T], mentions: Sequence[Mention[T]]) -> bool:
    clause = _FILLERS.sub("", rest[mention.end : clause_end(rest, mention, mentions)])
    return _WORDS.search(clause) is not None and _VISIT.search(clause) is None
