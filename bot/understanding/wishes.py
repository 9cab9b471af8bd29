"""What somebody wants of the conversation itself: time to think, no visit, a visit after all, to stay in touch by
chat."""

import unicodedata

from bot.understanding.text import compiled, folded, plain, series
from core.guests import Title

_SYMBOLS = frozenset({"So", "Sk", "Mn"})
_PAUSES = compiled(
    r"^(?:请|麻烦)?先?(?:等等|等1?下|等1?阵|等1?会|等我|稍等|稍候|慢着)|"
    r"(?:等|让|畀|俾|给|容)我.{0,6}(?:问|想|看|查|商量|考虑|确认|谂)|"
    r"(?:考虑|想|谂|商量)(?:1下|一下|下$|想$|谂$|考虑|商量)|(?:要|得|先|去)(?:问|同|跟|和).{0,8}(?:问|商量|确认)|"
    r"问(?:1下|一下|下)?(?:我?(?:老公|老婆|太太|先生|家里|屋企|爸|妈)\S{0,2})先|"
    r"(?:晚点|晚些|迟啲|迟点|1阵|待会|等会|等下|过会|回头|稍后)儿?我?(?:再|先)?(?:说|讲|回|答|定|告诉|联系)|"
    r"\bnot booking (?:now|yet)\b|\bcheck with my\b|\b(?:hold on|hang on|(?:one|1|just a|wait a) (?:moment|sec|"
    r"second|minute)|"
    r"let me (?:think|check|ask|discuss)|(?:need|have|want) to (?:think|check|ask|discuss)|give me a|"
    r"ask me later|get back to you|think about it|think it over|brb|bear with me|be right back|i'll (?:think|check|"
    r"ask))\b"
)
_LEADS_IN = series("那|唉|哎|哦|还是|就|我们|我哋|我|,| ")
_GIVES_UP = compiled(
    rf"^{_LEADS_IN}(?:算|罢)(?:了|啦|喇|数){series('吧|啦|喇|,|。|!| |谢谢|多谢|不用了|不约了|不看了')}$|"
    rf"^{_LEADS_IN}(?:不|唔)想?(?:约|预约|订|看|睇|麻烦)(?:了|啦|喇)|(?:不|唔)(?:用|需要|使)(?:约|预约|看|睇)|"
    rf"^{_LEADS_IN}(?:不用|不需要|唔使)(?:了|啦|喇)|"
    r"\b(?:never ?mind|forget (?:it|about it|this)|not interested|changed my mind|no longer interested|"
    r"(?:don't|do not) (?:want|need) (?:to (?:book|come|visit)|a visit|an appointment))\b"
)
_GOES_ON = compiled(
    rf"^{series('那|嗯|好|哦|,| ')}(?:还是|都系|不如)先?(?:约|预约|看|睇|去|来|嚟|订)(?:1下|一下|个|下)?"
    rf"{series('吧|啦|喇|好了|。|!|~| ')}$|"
    r"\b(?:let's|let us|i'll|i will|we'll|we will) (?:book|do it|come after all|go ahead)\b|\bafter all\b"
)
_TAKES_BACK = compiled(
    r"^(?:no,? )?(?:wait|hang on|hold on)(?:,? no)?[,.! ]*$|^(?:no|oh|actually),? wait\b|^等(?:等|1?下)[,。!~ ]*$"
)
_CHAT = r"(?:telegram|tg|电报|微信|wechat|whatsapp)"
_STAYS_HERE = compiled(
    r"(?:别|不要|唔好|唔使|不用|勿|莫)再?(?:给|畀|俾|跟)?我?(?:打|来|回|覆)(?:个)?(?:电话|我电话)|"
    r"\b(?:don't|do not|dont|never|no need to) (?:call|ring|phone) me\b|\bno (?:phone )?calls\b|"
    rf"(?:用|加|走|通过|喺|在|就|上)个?(?:{_CHAT}|这里|这儿|呢度).{{0,3}}"
    rf"(?:联系|联络|说|讲|聊|倾|找我|沟通|通知|就好|就行|就得|吧|行|可以|得|啦|$)|加.{{0,3}}{_CHAT}|"
    rf"{_CHAT}上?(?:联系|联络|找我|说|聊|就好|就行|吧|行|可以|得)|"
    r"\b(?:contact|reach|message|msg|text|write(?: to)?|dm|ping) me (?:here|on (?:telegram|whatsapp|wechat))\b|"
    r"\b(?:on|via|by|use|through) (?:telegram|whatsapp|wechat)\b"
)
_ASKS_FOR_CALL = compiled(
    r"(?<!can )(?<!could )(?<!may )\b(?:call|ring|phone) me (?:back )?(?:on|at)\b|"
    r"(?:打|拨)(?:这个|呢个|我的?)(?:电话|号码|手机)|(?:回|覆|复)我电话|联系我"
)
# Laughter and shrugs, which answer no question.
_IDLE = compiled(
    r"(?:(?:哈|呵|嘻|嘿|噗|嘎|呜){2,}|嗯{3,}|额|呃|啧|唉|切|随便(?:啦|吧|你|呀|咯|叫|写)*|都行|都得|无所谓|冇所谓|"
    r"没所谓|是但|求其|"
    r"(?:随便|随你|怎么|点)(?:怎么)?(?:叫|称呼)(?:都行|都可以|都得|吧)?|叫(?:我)?(?:什么|啥|咩|乜)都(?:行|可以|得)|"
    r"lol|lmao|rofl|xd|(?:ha){2,}h?|(?:he){2,}|hm+|u+m+|u+h+|er+m*|meh|whatever|whichever|anything|idk|dunno|"
    r"(?:i )?(?:don't|do not|dont) (?:care|know)|doesn't matter|call me (?:whatever|anything)(?: you (?:like|want))?|"
    r"[吧啦呀啊哦嘛了,.。!?~… ])++"
)
_NO_NUMBER = compiled(
    r"(?:没有?|冇|无)(?:手机|电话|号码|固话)(?:号|号码)?|"
    r"\b(?:don't|do not|dont) have (?:a |any )?(?:phone|number|mobile)\b|"
    r"\bno (?:phone|mobile)\b"
)
_NOT_GIVEN = compiled(
    r"(?:i'm|im|i am|we're|i'll|i will)? ?not (?:giving|telling|sharing|handing)(?: (?:you|u|out|that|it|my))|"
    r"(?:我|还是|就|先| )*(?:不|唔)太?(?:想|方便|愿意)(?:给|留|提供|畀|俾|说|讲)(?=$|[,.。!~了啦喇吧 ])"
)
_NO_NAME = compiled(
    r"匿名|保密|(?:不|唔)(?:想|方便|便|愿意)?(?:说|讲|话|给|告诉|透露)(?:你|你们|你哋)?(?:知|名字|姓名)?"
    r"(?=$|[,.。!~吗啦了 ])|"
    r"你猜|秘密|"
    r"\b(?:anonymous\w*|rather not|prefer not|guess|none of your business|it's private|no name)\b"
)
_UNSURE = compiled(
    r"(?:不|唔)(?:太|好|大)?(?:确定|一定|清楚|肯定|知道|知)|(?:还|仲)?(?:没|未|冇)(?:有)?(?:定|想好|决定|谂好)|"
    r"看情况|睇情况|说不(?:准|好|定)|"
    r"未定|待定|到时(?:候)?(?:再)?(?:看|说|睇)|"
    r"\b(?:not sure|unsure|depends|"
    r"don't know(?: yet)?|no idea|not decided|haven't decided|a few|several of us|tbd|tbc)\b"
)
_FOR_ANOTHER = compiled(
    r"(?:替|帮|给|代)(?:我|我们)?的?(?:老板|领导|朋友|客户|上司|同事|亲戚|父母|爸妈|老总)|"
    r"\b(?:for|on behalf of) (?:my|our|a) (?:boss|friend|client|manager|parents|colleague|employer)\b"
)
_LEFT_ALONE = compiled(
    r"(?:随便|随意|就|只是|先|净系)(?:来)?(?:看看|逛逛|睇下|睇睇|瞄瞄|问问)(?:而已|罢了|吧|啦|咯|先)*(?=$|[,.。!~ ])|"
    r"(?:别|不要|唔好|咪|少)再?(?:来)?(?:烦|吵|打扰|催|逼|缠|嘈)(?:着|住)?(?:我|人)|"
    r"别再?(?:老|总|一直)?问(?:我|了|啦)*(?=$|[,.。!~ ])|"
    r"让我(?:静静|自己看)|"
    r"\b(?:just|only) (?:looking|browsing|having a look|curious)(?: around)?(?=$|[,.!~]| thanks| thank)|"
    r"\bleave me (?:alone|be|in peace)\b|\b(?:stop|quit) (?:asking|bothering|pestering|pushing|nagging)\b|"
    r"\b(?:don't|do not|dont) (?:bother|pester|push|rush|nag|hassle)(?: me)?\b"
)
_WOMAN = compiled(
    r"我?(?:是|系)个?女[的嘅士生性]|(?:^|[,。! ])女[的嘅生]?(?=$|[,。! ])|\b(?:i'm|i am) (?:a )?(?:woman|lady|female)\b"
)
_MAN = compiled(
    r"我?(?:是|系)个?男[的嘅士生性]|(?:^|[,。! ])男[的嘅生]?(?=$|[,。! ])|\b(?:i'm|i am) (?:a )?(?:man|gentleman|"
    r"male)\b"
)
_PLACES = {
    0: compiled(
        r"最(?:早|快|先)|最近(?=[的嘅那个场1]|可以|时间|时段|有空|$)|"
        r"越(?:早|快|近)越好|第1[个场]|[头首]1?[个场]|\b(?:earliest|soonest|first|earlier one|asap|"
        r"as soon as)\b"
    ),
    -1: compiled(
        r"最(?:晚|迟|后)|越(?:晚|迟)越好|(?:晚|迟)1?(?:点|啲|些)[的嘅那]|\b(?:latest|last|later one)\b"
    ),
    1: compiled(r"第2[个场]|中间[那的]|\bsecond\b|\bmiddle one\b"),
    2: compiled(r"第3[个场]|\bthird\b"),
}
_GIVES_NOTHING = compiled(
    rf"^{series('我|这个|就|那|先|都|,| ')}(?:不|唔)太?(?:想|方便|愿意|便)?(?:给|留|提供|畀|俾|透露)"
    rf"{series('了|啦|喇|吧|哦|喔|你们|你|,|。|!| |谢谢')}$"
)
# Short words that only take note of what was said, and answer no question.
_ACKNOWLEDGES = compiled(
    series(
        r"ok|okay|okie|okey|好|嗯|恩|哦|噢|喔|行|可以|得|收到|知道|晓得|了解|明白|清楚|记住|没事|冇事|打扰|麻烦|你|"
        r"您|不好意思|"
        r"唔好意思|"
        r"抱歉|sorry|never mind|nevermind|forget it|没问题|冇问题|的|了|咗|晒|嘅|"
        r"啦|喇|呀|啊|吧|哒|滴|嘞|呢|都|我|太|真|棒|赞|完美|哈|呵|嘻|嘿|lol|haha|ha|hehe|he|got it|gotcha|noted|"
        r"understood|roger|great|perfect|cool|nice|lovely|wonderful|excellent|awesome|fine|sure|alright|all right|very|"
        r"good|will do|sounds|that's|all|谢谢|多谢|唔该|thank you|thanks|thx|[,.。!~、… ]"
    )
)
# «周六见», «到时候见».
_SEES_US = compiled(
    r"[\u3400-\u9fff\d]见面?[吧了啦喇喽咯哦喔呀啊,.。!~ ]*$|\bsee you\b|\bsee u\b|\bcu (?:then|there|on)\b"
)
_STAYS_AWAY = compiled(r"(?<!先)(?:不|唔)想?(?:看|睇|参观)(?:房|楼)?(?:了|喇|啦)")
_COMES_AFTER_ALL = compiled(
    r"准时|在?路上|(?:已经|刚|啱啱)?出发(?:了|咗|喇|啦)|\bon (?:my|our|the) way\b|\bbe there\b|\bon time\b|"
    r"照旧|照常|照样|照原|如常|不变|(?:还是|都系|仍然|依然|仍|我们?会|我哋会|我会)(?:要|会|想|准时|按时)*(?:去|来|嚟|"
    r"到)(?!不|唔|吗)|"
    r"\bstill (?:coming|come|on|going|be there)\b|\b(?:come|coming|there) after all\b|\bas planned\b|"
    r"\b(?:i|we)(?:'ll| will) (?:come|be there|make it)\b(?!.*\bnot\b)|\bleave it\b|\bno cancel"
)

# Where the writer is, beside the wish to come in.
_AT_THE_DOOR = compiled(
    r"(?:门口|闸口|楼下|大堂|前台|现场|门外|外面|附近|路过|经过|行过|喺度|这里|这边|到了|来了|到咗|嚟咗|在你们)|"
    r"(?:现在|而家|即刻|马上|立刻)|"
    r"\b(?:here|outside|at (?:the|your)|gate|door|entrance|lobby|nearby|passing|in the area|around the corner|"
    r"right now|now|today)\b"
)
# Who leaves soon.
_LEAVES = compiled(
    r"(?:就|要|得)(?:走|飞|回|离开|返)|赶(?:飞机|火车|高铁|车)|(?:待|呆|住|留)(?:不了)?(?:两|三|几|\d|一|1|2|3)(?:天|"
    r"日|晚)|停留|出差|"
    r"\b(?:leav\w+|fly(?:ing)? (?:back|home|out)|head(?:ing)? (?:back|home)|only here|just here|here (?:for|until|"
    r"till))\b"
)


def stands_at_the_door(text: str) -> bool:
    """Whether somebody who would come in without a booking is here, or comes at once."""
    return _AT_THE_DOOR.search(folded(text)) is not None


def leaves_soon(text: str) -> bool:
    """Whether the writer says that they are in town for a short time."""
    return _LEAVES.search(folded(text)) is not None


def acknowledges(text: str) -> bool:
    """Whether a text only takes note, in a short word or a symbol: «收到», «ok», «哈哈», «👍»."""
    said = folded(text).strip()
    if not any(char.isalnum() for char in said):
        return any(unicodedata.category(char) == "So" for char in said)
    words = "".join(char for char in said if unicodedata.category(char) not in _SYMBOLS)
    return _ACKNOWLEDGES.fullmatch(words) is not None


def sees_us_then(text: str) -> bool:
    """Whether a text looks forward to the visit: «周六见», «see you then»."""
    return _SEES_US.search(plain(text)) is not None


def stays_away(text: str) -> bool:
    """Whether the writer does not want to see the homes any more: «不看了»."""
    return _STAYS_AWAY.search(folded(text)) is not None


def comes_after_all(text: str) -> bool:
    """Whether the writer keeps to the visit: «照旧», «I'm still coming», «on our way»."""
    return _COMES_AFTER_ALL.search(folded(text)) is not None


def pauses(text: str) -> bool:
    """Whether the writer wants time: «等我问问», «let me think»."""
    return _PAUSES.search(plain(text)) is not None


def gives_up(text: str) -> bool:
    """Whether the writer wants no visit: «那算了», «never mind»."""
    return _GIVES_UP.search(plain(text)) is not None


def goes_on(text: str) -> bool:
    """Whether the writer wants a visit after all: «还是约吧», «let's book»."""
    return _GOES_ON.search(plain(text)) is not None


def takes_back(text: str) -> bool:
    """Whether the writer takes back a no that they have just said: «no, wait», «等等»."""
    return _TAKES_BACK.search(plain(text)) is not None


def stays_here(text: str) -> bool:
    """Whether the writer would rather be reached by chat than by phone."""
    return _STAYS_HERE.search(folded(text)) is not None


def asks_for_call(text: str) -> bool:
    """Whether the writer wants to be called: «call me on …»; «you can call me on …» only gives a number."""
    return _ASKS_FOR_CALL.search(folded(text)) is not None


def has_no_number(text: str) -> bool:
    """Whether the writer has no phone, or would rather not give its number: «我没有手机号», «不太想留,怕骚扰»."""
    said = folded(text)
    return _NO_NUMBER.search(said) is not None or _NOT_GIVEN.match(said) is not None


def declines_name(text: str) -> bool:
    """Whether the writer would rather not give a name: «匿名可以吗», «你猜», «I'd rather not say»."""
    return _NO_NAME.search(folded(text)) is not None


def is_unsure(text: str) -> bool:
    """Whether the writer does not know yet: «还没定», «看情况», «not sure yet»."""
    return _UNSURE.search(folded(text)) is not None


def books_for_another(text: str) -> bool:
    """Whether the writer books for somebody else: «我替我老板约的», «it's for my boss»."""
    return _FOR_ANOTHER.search(folded(text)) is not None


_GREETING = compiled(
    series(
        r"你好|您好|哈喽|哈啰|哈罗|嗨|嘿|喂|早上好|上午好|下午好|晚上好|早安|午安|早晨|早|在吗|有人吗|在不在|啊|呀|"
        r"哦|请问|hello|hi|hey|hiya|"
        r"howdy|there|good|morning|afternoon|evening|day|are you|anyone|anybody|[\s,.。!?~👋]"
    )
)
_IF_HERE = compiled(r"在吗|在不在|有人吗|\b(?:are you|anyone|anybody) (?:there|here)\b")


def greets(text: str) -> bool:
    """Whether a text is a greeting and nothing else: «你好», «在吗», «good morning»."""
    said = folded(text).strip()
    return any(char.isalnum() for char in said) and _GREETING.fullmatch(said) is not None


def asks_if_here(text: str) -> bool:
    """Whether a text asks if somebody answers: «在吗», «anyone there»."""
    return _IF_HERE.search(folded(text)) is not None


def says_nothing(text: str) -> bool:
    """Whether a text is laughter, a shrug or a symbol, and no answer: «哈哈», «whatever», «随便吧», «😂»."""
    said = folded(text).strip()
    if not any(char.isalnum() for char in said):
        return bool(said)
    words = "".join(char for char in said if unicodedata.category(char) not in _SYMBOLS)
    return _IDLE.fullmatch(words.strip()) is not None


def wants_to_be_left_alone(text: str) -> bool:
    """Whether the writer does not want to be asked: «我就随便看看,别烦我», «just looking»."""
    return _LEFT_ALONE.search(folded(text)) is not None


def title_said(text: str) -> Title | None:
    """The title of a writer who says whether they are a man or a woman."""
    said = folded(text)
    if _WOMAN.search(said):
        return Title.MS
    return Title.MR if _MAN.search(said) else None


def place_in_row(text: str) -> int | None:
    """Which of several choices is meant by its place, from 0 on, or from -1 backwards: «最早的», «the later one»."""
    said = plain(text)
    return next((place for place, pattern in _PLACES.items() if pattern.search(said)), None)


def gives_nothing(text: str) -> bool:
    """Whether the text is a mere «不给», «不方便留»."""
    return _GIVES_NOTHING.search(folded(text)) is not None
