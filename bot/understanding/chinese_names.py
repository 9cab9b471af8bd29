"""Finding Chinese names in the middle of a text: 王先生, 我叫王建国, 小李, and a piece of its own."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding import not_names
from bot.understanding.mentioned_name import NameSaid, Place
from bot.understanding.names import BEHIND_NAMES, DOTS, HAN, SHORT_TITLES, read_name
from bot.understanding.surnames import COMMON, COMPOUND, SINGLE
from bot.understanding.text import compiled
from bot.understanding.unread import TAKEN
from core.guests import Name, Title

_TITLED = compiled(
    rf"(?P<run>[{HAN}{DOTS}]{{1,15}}?) ?(?P<title>{'|'.join(sorted(BEHIND_NAMES, key=len, reverse=True))})"
    rf"(?![事共是价價体體监監部会會之算面裁房数數]|律师|律師|先生|女士|小姐|老师|老師)"
)
# Words that begin like a short title: 生日, 太太, 工作.
_SHORT = compiled(
    rf"(?P<run>(?:[{HAN}]{{2}}|[{HAN}]))(?:(?P<title>生)(?![日意活病气氣肖前育产產平])|"
    r"(?<![别別不])(?P<title2>太)(?![太多大小贵貴好晚早远遠忙高难難阳陽空湖原])|"
    r"(?P<title3>工)(?![作程地业業资資厂廠具人]))"
)
_SURNAME_SAID = compiled(
    rf"(?:(?:免贵|免貴)姓|(?<![贵貴])姓)(?:氏)?(?:是|:|：)? ?(?P<name>(?:{'|'.join(sorted(COMPOUND))})|"
    rf"(?!名)[{HAN}])(?![名什甚啥麼么错錯漏写寫])(?<![咩乜谁誰])"
)
_SURNAME_AND_GIVEN = compiled(
    rf"姓(?P<surname>[{HAN}]{{1,2}})[,， ]?名(?:叫|字)?(?P<given>[{HAN}]{{1,2}})(?![{HAN}])"
)
_NAME_SAID = compiled(
    rf"(?:我叫做?|名字?(?:叫做?|应该是|應該是|是|系|係|写|寫|填|登记|登記|改(?:成|做|为|為|回)|换成|換成|(?=[:：]))|"
    rf"(?:个|個)名(?:改(?:做|成)|应该系|應該係)|"
    rf"名叫|姓名|本名|全名(?:叫|是)?|大名|"
    rf"真名|"
    rf"叫我|称呼我|稱呼我"
    rf"|本人叫?|联系人|聯絡人|"
    rf"預約人|预约人|访客|訪客|客人叫|我个名叫?|我個名叫?)(?:是|为|為|:|：|,|，|"
    rf" )*(?P<name>[{HAN}{DOTS} ]{{1,16}})"
)
_NOT_THE_OTHER = compiled(
    rf"(?:应该|應該)?(?:是|系|係)[「『“\"]?(?P<name>[{HAN}{DOTS}]{{1,6}}?)[」』”\"]?[,，]?(?:不是|唔系|"
    rf"唔係|而不是)"
)
# What people are, in front of their names: «我是中介小吴».
_ROLE = (
    r"(?:(?:房产|房產|地产|地產)?(?:中介|经纪|經紀)(?:人)?|代理|助理|秘书|秘書|司机|司機|助手|业主|業主|"
    r"客户|客戶)的?"
)
_I_AM = compiled(
    rf"(?:我是|我系|我係|这是|這是|这里是|這裡是|这边是|我呢?度?系|呢度系)(?:{_ROLE})?(?P<name>[{HAN}{DOTS}]{{1,12}})"
)
_NICKNAME = compiled(
    rf"(?:叫我|我是|我系|我係|这里是|我(?=[老阿])|的|{_ROLE}|^|"
    rf"[\s,，。!！、:：{TAKEN}])(?P<name>[小老阿][{HAN}])(?=$|"
    rf"[\s,，。!！、{TAKEN}吧啊呀就好了哈])"
)

# «我是做外贸的王凯»
_I_AM_THE = compiled(
    rf"(?:我是|我系|我係|这是|這是)[{HAN}]{{2,14}}[的嘅](?P<name>[{HAN}]{{2,3}})(?=$|[,，。\s!！{TAKEN}])"
)
# «用何嘉欣个名登记»
_UNDER_NAME = compiled(
    rf"用(?P<name>[{HAN}]{{2,4}}?)(?:个|個|的|呢个|呢個|这个|這個)?名|(?:(?:登记|登記)(?:的话|的話)?[写寫]?|(?:^|"
    rf"[,，\s])[写寫])"
    rf"(?P<registered>[{HAN}]{{2,3}}?)(?=$|[,，。\s!！{TAKEN}]|就[好行]|吧)"
)
# «星期日,叫陈美玲», without the writer.
_CALLED = compiled(rf"(?:^|[,，。\s{TAKEN}])叫(?P<name>[{HAN}]{{2,3}})(?=$|[,，。\s{TAKEN}])")
# «程远到了», at the gate.
_ARRIVED = compiled(
    rf"(?:^|[,，。\s])(?P<name>[{HAN}]{{2,3}}?)(?=(?:已经?|已經|刚|剛|啱啱)?(?:到了|到咗|到齐|到齊|已到|"
    rf"来了|進場|进场))"
)


def titled(text: str) -> Iterator[Place]:
    for found in _TITLED.finditer(text):
        title = BEHIND_NAMES[found["title"]]
        name = _name_before_title(found["run"])
        if found["title"] in {"姐", "哥", "阿姨", "大哥", "老板", "老闆"} and (
            name is None or len(name) > 1 or re.match(rf"[{HAN}]", text[found.end() :])
        ):
            continue
        # «王经理您好» greets somebody of the house.
        if name is not None and not re.match(
            r" ?(?:您好|你好|早|在吗|在嗎|介绍|介紹|推荐|推薦|让我|讓我|叫我|接待|服务|服務|招呼)",
            text[found.end() :],
        ):
            start = found.start("run") + len(found["run"].rstrip()) - len(name)
            couple = re.match(
                rf" ?(?:(?:和|同|跟|与|與|及|、) ?(?:{name})?|{name})(?:太太|太|夫人)", text[found.end() :]
            )
            yield replace(chinese_name(name, title), couple=couple is not None), start, found.end()
    for found in _SHORT.finditer(text):
        run, title_word = found["run"], found["title"] or found["title2"] or found["title3"]
        before = text[: found.start()]
        name = _surname_ending(run)
        whole = name == run and not re.search(rf"[{HAN}]$", before)
        if name is not None and (
            whole
            or re.search(
                r"[是系係叫我的,，写寫记記登找约約帮幫消给給同跟和接见見请請替为為與与]$",
                before + run[: len(run) - len(name)],
            )
        ):
            both = text.startswith((f"{name}太", "太太"), found.end())
            said_so = chinese_name(name, SHORT_TITLES[title_word])
            yield replace(said_so, couple=both), found.start(), found.end()


def own_surname(text: str) -> Iterator[Place]:
    """«我姓鄺», also where another person is named."""
    for found in _SURNAME_SAID.finditer(text):
        if text[: found.start("name")].endswith(("我姓", "敝姓", "免贵姓", "免貴姓", "小姓")):
            yield chinese_name(found["name"], Title.NONE), found.start(), found.end()


def _surname_ending(run: str) -> str | None:
    if run[-2:] in COMPOUND:
        return run[-2:]
    return run[-1] if run[-1] in SINGLE else None


def _name_before_title(run: str) -> str | None:
    """The name at the end of the characters before a title: 王, 欧阳, 王建国, but not 我 or 这位."""
    run = (
        re.sub(
            r"^.*(?:我是|我叫|我姓|我系|我係|这是|這是|叫我|免贵姓|姓名|姓|帮|幫|给|給|替|找|约|約|和|跟"
            r"|与|同|"
            r"位|是|叫)(?=.)",
            "",
            run,
        )
        or run
    )
    if not run or run[-1] in not_names.NO_SURNAMES or run in not_names.NO_NAMES:
        return None
    if any(dot in run for dot in DOTS):
        return run
    if run in COMPOUND or len(run) == 1:
        return run if run not in not_names.FUNCTION_CHARACTERS or run in SINGLE else None
    if (
        (run[0] in COMMON or run[:2] in COMPOUND)
        and len(run) <= 4
        and not set(run[1:]) & not_names.FUNCTION_CHARACTERS
    ):
        return run
    if run[-2:] in COMPOUND:
        return run[-2:]
    if (
        len(run) <= 4
        and not set(run) & not_names.FUNCTION_CHARACTERS
        and not set(run) & not_names.NO_SURNAMES
        and run[-1] not in SINGLE
    ):
        return run
    return run[-1] if run[-1] in SINGLE else None


def chinese_name(name: str, title: Title) -> NameSaid:
    found = read_name(name)
    surname, given = (found.surname, found.given) if found is not None else (name, "")
    return NameSaid(Name(surname=surname, given=given, title=title), name)


def said(text: str) -> Iterator[Place]:
    for pattern in (_NAME_SAID, _NOT_THE_OTHER, _I_AM):
        for found in pattern.finditer(text):
            name = _name_in(found, sure=pattern is not _I_AM, single=pattern is _NOT_THE_OTHER)
            if name is not None and name not in not_names.NO_NAMES:
                nickname = name[1:] if len(name) == 2 and name[0] in "小老阿" else name
                yield chinese_name(nickname, Title.NONE), found.start(), found.start("name") + len(name)
    for pattern in (_UNDER_NAME, _ARRIVED, _I_AM_THE, _CALLED):
        for found in pattern.finditer(text):
            group = "name" if found["name"] else "registered"
            if found[group][0] in COMMON and could_be_name(found[group]):
                yield chinese_name(found[group], Title.NONE), found.start(group), found.end(group)
    for found in _SURNAME_AND_GIVEN.finditer(text):
        yield chinese_name(found["surname"] + found["given"], Title.NONE), found.start(), found.end()
    for found in _SURNAME_SAID.finditer(text):
        yield chinese_name(found["name"], Title.NONE), found.start(), found.end()


def _name_in(found: re.Match[str], *, sure: bool, single: bool) -> str | None:
    """The name in what follows 我叫 and the like; ``single``: a surname alone is one."""
    name = re.split(
        r"[ ,，]|电话|電話|手机|手機|号码|號碼|预约|預約|想|要|就(?:行|好|可以)|吧|呀|啊|就",
        found["name"].strip(),
    )[0]
    if name.startswith(("姓", "麻烦", "麻煩", "请", "請", "全部", "都")):
        return None
    return name if single and name in SINGLE else _name_at_beginning(name, sure=sure)


def _name_at_beginning(text: str, *, sure: bool) -> str | None:
    """The name that characters begin with; voice input has no punctuation after it."""
    if could_be_name(text, sure=sure) and len(text) > 1:
        return text
    longest = 4 if text[:2] in COMPOUND else 3
    if len(text) > longest and (text[:2] in COMPOUND or text[0] in COMMON):
        return next(
            (text[:length] for length in (longest, longest - 1) if could_be_name(text[:length], sure=sure)),
            None,
        )
    return None


def could_be_name(name: str, *, sure: bool = False) -> bool:
    """Whether characters can be a surname and a given name; ``sure``: they are said to be a name."""
    if not name:
        return False
    if any(dot in name for dot in DOTS):
        return all(name.strip(DOTS))
    if len(name) == 2 and name[0] in "小老阿":
        return name[1] in COMMON and name not in not_names.NO_NAMES
    known = (
        name[:2] in COMPOUND
        or name[0] in COMMON
        or (sure and (name[0] in SINGLE or name[0] not in not_names.FUNCTION_CHARACTERS))
    )
    given = name[2:] if name[:2] in COMPOUND else name[1:]
    return (
        known
        and len(given) <= (5 if sure else 2)
        and not set(given) & (not_names.NEVER_IN_NAMES if sure else not_names.FUNCTION_CHARACTERS)
    )


def nickname(text: str) -> Iterator[Place]:
    for found in _NICKNAME.finditer(text):
        if found["name"][1] in COMMON and found["name"] not in not_names.NO_NAMES:
            yield chinese_name(found["name"][1], Title.NONE), found.start("name"), found.end("name")
