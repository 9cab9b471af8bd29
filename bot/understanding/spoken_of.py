"""Telling the people who come along from those who are only spoken of: «儿子发烧住院», «my boss told me»."""

import re

from bot.understanding.people import CHILDREN, STAYS_AWAY, STAYS_AWAY_LATIN
from bot.understanding.people_said import PersonSaid
from bot.understanding.text import compiled

# «Let me ask my wife» says nothing of who comes.
_CONSULTED = compiled(
    r"\b(?:came(?! (?:by |here |along |over )?with)|visited|went)\b.{0,20}$|\b(?:check|ask|asking|discuss|"
    r"talk|speak|consult|"
    r"confirm)\b.{0,12}$|(?:问问|问一?下|请示)\S{0,3}$|"
    r"\b(?:check|ask|discuss|talk|speak|consult|confirm) (?:with|to)? ?my"
)
# «It's for my daughter»: who will live there.
_MEANT_FOR = compiled(
    r"\b(?:it'?s|this is|this one is|looking|buying|buy|flat|apartment|home|house|place|unit|"
    r"one)(?: \w+)? for ?$"
)
# «想幫我女兒看婚房»: who it is bought for.
_BOUGHT_FOR = compiled(r"(?:帮|给|替|为)(?:我|我们|自己|家里)?的?$")
_BUYS = compiled(r"\S{0,3}(?:买|看(?!看)|睇|选|挑|置|换)\S{0,8}(?:房|楼|屋|套|间)")
# «四点要接孩子»
_FETCHED = compiled(r"(?:接|送|管|照顾|陪读|(?:她|他|佢)(?:要|得|在家)?带)(?:完)?$")
# «孩子在奶奶家»: a place.
_THEIR_HOME = compiled(r"们?家(?!人|属|长|庭|里人|里的人|公|婆|\d)|'(?! ?(?:s|ll) )")
# «下次再带爸妈»
_ANOTHER_TIME = compiled(
    r"(?:下次|下回|下1次|改天|以后|迟啲|第2日)[^,.。!?;]{0,8}$|\bnext time\b[^,.!?;]{0,25}$|"
    r"\blater\b (?:then )?(?:i'?ll? )?bring $"
)
# «我朋友介绍的», «孩子明年上学»: they are spoken of, and do not come.
_ILL_OR_BUSY = (
    r"发烧|住院|生病|感冒|不舒服|进医院|骨折|崴|开(?:完)?刀|动(?:完)?手术|做(?:完)?手术|开家长会|家长会|"
    r"中考|"
    r"复诊|覆诊|看病|看医生|睇医生|\d{0,3}大寿|寿辰|做寿|过生日|生日|婚礼|有比赛|有课|"
    r"高考|期末|考试|要?返工|发高烧|肚痛|唔舒服|入院|入咗院|病咗|学校(?:有|要|开)"
)
_ILL_OR_BUSY_LATIN = (
    r"\b(?:hospital|ill|sick|unwell|fever|a cold|the flu|covid|surgery|operation|broke|"
    r"match\b|school (?:play|concert|meeting|trip|exam\w*)|exams?|recital|parents' evening|passed away)\b"
)
_NOT_COMING = compiled(
    r"(?:们)?(?:平时|最近|今天)?(?:都|也|刚|就)?(?:放学|加班|出差|上班|很忙|商量|讨论|确认|说|聊|问|沟通|"
    r"讲(?:一)?声|说一?声|介绍|推荐|来?看过|来过|买|住|明年|今年(?!\0)|后年|要?上学|要?返学|上\0|约的|"
    r"在(?:读|上)|读|"
    r"上(?:小|初|高|大|幼|\d年)|怀孕|快?要生|念书|读书|用的|上个?月|去年|之前|以前|要?上课|补课|"
    r"都?(?:不|唔|没法|不能)(?:来|去|嚟)|(?:来|去)不了|没空|结婚|出国|发烧|病|不舒服|让|叫我|在楼下等|"
    r"(?:算|可以|能|要|收)\S{0,6}(?:吗|么|[?]|人数)|"
    r"[在喺](?:国外|外地|海外|美国|英国|加拿大|澳洲|日本|香港|台湾|新加坡|老家|外省|学校|上海|北京)|"
    r"[在喺][^,。!?;]{0,5}(?:读书|上学|念书|工作|生活|定居))|"
    rf"[^,.。!?;、和跟同与带\d]{{0,7}}?(?:{_ILL_OR_BUSY})|(?:'s|[^,.!?;&+]{{0,24}}?) ?{_ILL_OR_BUSY_LATIN}|"
    r"(?: of (?:mine|ours|my \w+))? (?:is staying|(?:will )?stays?\b|lives?\b|at home|"
    r"(?:is|are) (?:in school|at school|at home|at work|away|abroad|overseas|working|travelling|buying)|visited|"
    r"bought|came|went|moved|"
    r"isn't|is not|won't|can't|cannot|hasn't|loved|likes?|keeps|kept|told|asked|said|says|wants me|sent me|"
    r"recommended|approved|(?:only )?(?:let|gave) me|here\b|once|"
    r"used to)"
)


# «老婆临时加班来不了», «孩子要上课就不带了»: they are said to stay away.
_ABSENT = compiled(
    rf"(?:(?!来|去|嚟|带)[^,.。!?;]){{0,10}}?{STAYS_AWAY}(?:了|喇)?|"
    r"[^,.。!?;]{0,10},? ?(?:就|所以|也|但)?(?:先)?(?:不|唔)带(?:他|她|它|佢)?们?(?:了|喇)?(?=$|[,.。!?; ])|"
    rf"[^,.!?;]{{0,30}}?{STAYS_AWAY_LATIN}"
)
# «孩子放外婆家»
_LEFT_BEHIND = compiled(
    r"(?:会|就|先)?(?:(?:放|留|送|交给|托给)(?:在|去|到|喺)?\S{0,5}(?:家里?|那边?|那儿|带)|(?:留)?(?:在|"
    r"喺)(?:家|屋企))|"
    r"(?:就|都|会|先|同\S{1,4})?(?:留(?:在|喺)|在\S{1,4}家)|[^,.。!?;]{0,8}?(?:就|会|要|得)?(?:在|喺)(?:家|"
    r"屋企)(?:休息|待|呆|等|看|照顾|带)"
)
_INTRODUCED = compiled(r"介绍|推荐|说|圈|told|recommended|said|referred")
_OF_CHILDREN = compiled(r"的(?:阿姨|保姆|月嫂)|爸|妈|座椅|椅|房|乐园|游乐|区|病|医")
_BOOKED_FOR, _BOOKED = compiled(r"(?:给|帮|替)(?:我)?$"), compiled(r"约的")


def end_of_absence(text: str, said: PersonSaid) -> int | None:
    """Where the words end that say that this person does not come; None where the text does not say so."""
    away = _ABSENT.match(text, said.end)
    if away is not None and "吗" not in away[0]:
        return away.end()
    left = _LEFT_BEHIND.match(text, said.end)
    return left.end() if left is not None else None


def is_left_behind(text: str, said: PersonSaid) -> bool:
    """Whether the person stays elsewhere, «孩子在奶奶家», without a word about coming."""
    away = _ABSENT.match(text, said.end)
    return (away is None or "吗" in away[0]) and _LEFT_BEHIND.match(text, said.end) is not None


def is_only_spoken_of(text: str, said: PersonSaid) -> bool:
    """Whether these words are about somebody who does not come along."""
    before, behind = text[: said.start], text[said.end :]
    if _CONSULTED.search(before + said.words) or _NOT_COMING.match(behind) or _THEIR_HOME.match(behind):
        return True
    if _BOOKED.match(behind) and _BOOKED_FOR.search(before):
        return False
    if _ANOTHER_TIME.search(before + said.link) or (_BOUGHT_FOR.search(before) and _BUYS.match(behind)):
        return True
    if _MEANT_FOR.search(before) and said.words.lstrip(" ").startswith(("my", "our", "her", "his")):
        return True
    if said.person in {"朋友", "friend", "同事"} and _INTRODUCED.match(behind.lstrip()):
        return True
    if said.person in CHILDREN and (_FETCHED.search(before + said.link) or _OF_CHILDREN.match(behind)):
        return True
    return said.person in {"boy", "girl", "senior", "son"} and behind.startswith((" school", " manager"))


def is_form_of_address(text: str, said: PersonSaid) -> bool:
    """Whether 先生, 姐 and the like stand behind a name here, and are nobody of the writer's."""
    before, behind = text[: said.start], text[said.end :]
    if said.person in {"先生", "太太", "老板", "阿姨"}:
        linked = bool(said.link) and said.link not in {"是", "有", "、", ","}
        own = re.search(r"我们?的?$", said.own) is not None or before.endswith("我")
        begins = re.search(r"(?:^|[,.。\0、 ])$", before) is not None
        joined = begins and re.match(r"(?:、|和|跟|与|及|同|加)", behind) is not None
        stays_away = begins and _ABSENT.match(behind) is not None
        own = linked or own or joined or stays_away or bool(said.written)
        return not own or re.match(r"姓|在吗|你好|您好", behind) is not None
    if said.person in {"哥", "姐", "弟", "妹", "爸", "妈", "娘", "爷", "奶", "爹"}:
        linked = bool(said.link) and said.link not in {"是", "有", ","}
        return not (linked or said.written or "我" in said.words or before.endswith("我"))
    return False
