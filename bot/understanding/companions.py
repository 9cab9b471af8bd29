"""Finding who comes along with the writer: «带两个孩子», «my wife», «爸妈»."""

import re
from dataclasses import dataclass, replace

from bot.understanding.people import (
    CHILDREN,
    ELDERS,
    PEOPLE,
    SAME_PERSON,
    STAYS_AWAY,
    STAYS_AWAY_LATIN,
    alternatives,
)
from bot.understanding.text import compiled
from bot.understanding.unread import Unread

# How many two and three people are, in one character.
PAIRS = {"俩": 2, "仨": 3}
_CHINESE_WORDS, _LATIN_WORDS = alternatives(PEOPLE, latin=False), alternatives(PEOPLE, latin=True)
_HAVE = (
    r"(?:带(?:着|上|埋|同|了|个)?|跟|和|与|同(?:埋|我|住)?|加上?|外加|还有|以及|连|陪|、|,|\+|及|有|其中|"
    r"包括|含|里(?:面)?(?:有)?|是|再加|另|另外)"
)
_CHINESE_PERSON = (
    rf"(?:我们?的?|他的?|她的?|俺|我哋|咱|个)?(?P<count>\d{{1,2}}|俩|仨|几)? ?(?:个|位|名|口)?(?:是|系|"
    rf"为)?(?:小|老|好)??(?P<person>{_CHINESE_WORDS})(?P<pair>俩|"
    rf"(?P<behind>\d)(?:个|位|名|人)(?!小|老|大|孩|娃|仔|囝))?(?P<many>们)?"
)
_LATIN_PERSON = (
    rf"(?:both )?(?:(?:my|our|his|her|their|the|an?|one) )?(?:(?P<latin_count>\d{{1,2}})(?: |"
    rf"个) ?)?(?:(?:of (?:them|us)|is|are|being|little|small|young|younger|older|elder|"
    rf"old) )*(?P<latin_person>{_LATIN_WORDS})(?P<plural>e?s)?(?![a-z'])"
)
_PERSON = compiled(
    rf"(?P<link>{_HAVE})? ?{_CHINESE_PERSON}|(?P<latin_link>,|&|\+|"
    rf"\b(?:and|with|plus|bring(?:ing)?|tak(?:e|ing)|including|incl\.?|"
    rf"have)\b/?)? ?(?<![a-z]){_LATIN_PERSON}"
)
_AGED = compiled(
    r"(?:and |with |plus |,|&|\+)? ?(?:my |our |an? |1 )?(?:(?P<count>\d) )?\d{1,2}[- ](?:year|yr|"
    r"month)s?[- ]olds?\b"
)
_WITH_WRITER = compiled(r"带|跟|和|与|同|加|外加|连|陪|还有|再加|\+|with|plus|bring|tak")
_ON_TOP = compiled(r"带|加|外加|还有|再加|另|\+|and|plus|with|bring|和|跟|同")
_INCLUDED = compiled(r"其中|包括|含|里|有|是|of (?:them|us)|includ|incl|have|are|is$")
# «老人两位», but in «我同老公同囡囡三个» the three are all of them.
_COUNTED_BEHIND = frozenset(
    {"老人", "老人家", "长辈", "长者", "小孩", "小孩子", "孩子", "小朋友", "儿童", "细路"}
)
_NOT_COUNTED = frozenset({"children", "grandchildren", "small children", "young children", "仔女", "儿女", "子女"})
_GENERAL = frozenset({"朋友", "好朋友", "同事", "同学", "friend", "colleague"})
_JOINS = compiled(r"跟|和|同|与|加|、")
# «Let me ask my wife» says nothing of who comes.
_CONSULTED = compiled(
    r"\b(?:came|visited|went)\b.{0,20}$|\b(?:check|ask|asking|discuss|talk|speak|consult|"
    r"confirm)\b.{0,12}$|(?:问问|问一?下|请示)\S{0,3}$|"
    r"\b(?:check|ask|discuss|talk|speak|consult|confirm) (?:with|to)? ?my"
)
# «It's for my daughter»: who will live there.
_MEANT_FOR = compiled(
    r"\b(?:it'?s|this is|this one is|looking|buying|buy|flat|apartment|home|house|place|unit|one)(?: \w+)? for ?$"
)
# «想幫我女兒看婚房»: who it is bought for.
_BOUGHT_FOR = compiled(r"(?:帮|给|替|为)(?:我|我们|自己|家里)?的?$")
_BUYS = compiled(r"\S{0,3}(?:买|看(?!看)|睇|选|挑|置|换)\S{0,8}(?:房|楼|屋|套|间)")
# «四点要接孩子»
_FETCHED = compiled(r"(?:接|送|管|照顾|陪读)(?:完)?$")
# «孩子在奶奶家»: a place.
_THEIR_HOME = compiled(r"们?家(?!人|属|长|庭|里人|里的人|公|婆|\d)|'(?! ?(?:s|ll) )")
# «下次再带爸妈»
_ANOTHER_TIME = compiled(
    r"(?:下次|下回|下1次|改天|以后|迟啲|第2日)[^,.。!?;]{0,8}$|\bnext time\b[^,.!?;]{0,25}$|"
    r"\blater\b (?:then )?(?:i'?ll? )?bring $"
)
# «我朋友介绍的», «孩子明年上学»: they are spoken of, and do not come.
_ILL_OR_BUSY = (
    r"发烧|住院|生病|感冒|不舒服|进医院|骨折|崴|开(?:完)?刀|动(?:完)?手术|做(?:完)?手术|开家长会|家长会|中考|"
    r"复诊|覆诊|看病|看医生|睇医生|\d{0,3}大寿|寿辰|做寿|过生日|生日|婚礼|有比赛|有课|"
    r"高考|期末|考试|要?返工|发高烧|肚痛|唔舒服|入院|入咗院|病咗|学校(?:有|要|开)"
)
_ILL_OR_BUSY_LATIN = (
    r"\b(?:hospital|ill|sick|unwell|fever|a cold|the flu|covid|surgery|operation|broke|"
    r"match\b|school (?:play|concert|meeting|trip|exam\w*)|exams?|recital|parents' evening|passed away)\b"
)
_NOT_COMING = compiled(
    r"(?:们)?(?:平时|最近|今天)?(?:都|也|刚|就)?(?:放学|加班|出差|上班|很忙|商量|讨论|确认|说|聊|问|沟通|"
    r"讲(?:一)?声|说一?声|介绍|推荐|来?看过|来过|买|住|明年|今年(?!\0)|后年|要?上学|要?返学|上\0|约的|在(?:读|上)|读|"
    r"上(?:小|初|高|大|幼|\d年)|怀孕|快?要生|念书|读书|用的|上个?月|去年|之前|以前|要?上课|补课|"
    r"都?(?:不|唔|没法|不能)(?:来|去|嚟)|(?:来|去)不了|没空|结婚|出国|发烧|病|不舒服|让|叫我|在楼下等|"
    r"(?:算|可以|能|要|收)\S{0,6}(?:吗|么|[?]|人数)|"
    r"在(?:国外|外地|海外|美国|英国|加拿大|澳洲|日本|香港|台湾|新加坡|老家|外省|学校|上海|北京)|"
    r"在[^,。!?;]{0,5}(?:读书|上学|念书|工作|生活|定居))|"
    rf"[^,.。!?;、和跟同与带\d]{{0,7}}?(?:{_ILL_OR_BUSY})|(?:'s|[^,.!?;&+]{{0,24}}?) ?{_ILL_OR_BUSY_LATIN}|"
    r"(?: of (?:mine|ours|my \w+))? (?:is staying|(?:will )?stays?\b|lives?\b|at home|"
    r"(?:is|are) (?:in school|at school|at home|away|buying)|visited|bought|came|went|moved|"
    r"isn't|is not|won't|can't|cannot|hasn't|loved|likes?|keeps|kept|told|asked|said|says|wants me|sent me|recommended|approved|(?:only )?(?:let|gave) me|here\b|once|"
    r"used to)"
)


# «老婆临时加班来不了», «孩子要上课就不带了»: they are said to stay away.
_ABSENT = compiled(
    rf"[^,.。!?;]{{0,10}}?{STAYS_AWAY}(?:了|喇)?|"
    r"[^,.。!?;]{0,10},? ?(?:就|所以|也|但)?(?:先)?(?:不|唔)带(?:他|她|它|佢)?们?(?:了|喇)?(?=$|[,.。!?; ])|"
    rf"[^,.!?;]{{0,30}}?{STAYS_AWAY_LATIN}"
)
# «孩子放外婆家»
_LEFT_BEHIND = compiled(
    r"(?:会|就|先)?(?:(?:放|留|送|交给|托给)(?:在|去|到|喺)?\S{0,5}(?:家里?|那边?|那儿|带)|(?:留)?(?:在|喺)(?:家|屋企))|"
    r"(?:就|都|会|先|同\S{1,4})?(?:留(?:在|喺)|在\S{1,4}家)|[^,.。!?;]{0,8}?(?:就|会|要|得)?(?:在|喺)(?:家|屋企)(?:休息|待|呆|等|看|照顾|带)"
)
# «孩子他爸»: «他爸» beside a child is no elder.
_CHILDS_PARENT = compiled(r"[他她](?:爸|妈)")
# Words that can mean people who were named before: «带宝宝,抱着娃».
_NAMED_AGAIN = frozenset(
    {
        "娃",
        "孩子",
        "小孩",
        "宝宝",
        "小朋友",
        "宝贝",
        "2老",
        "老人",
        "老人家",
        "长辈",
        "baby",
        "baby girl",
        "baby boy",
        "toddler",
        "kid",
        "child",
        "folks",
        "old folk",
        "boy",
        "girl",
        "little one",
    }
)


@dataclass(frozen=True)
class Companions:
    """People who come along; ``people`` is None where the text does not say how many. ``on_top``: they are not part of
    a total that is named; ``linked``: a word such as 带 joins them to the others; ``with_writer``: the words say that
    they come with the writer; ``included``: they are among those who are counted otherwise, «me plus two, one's a
    toddler»; ``listed``: they are named as a part of a number, «including my mother and two kids»; ``owned``: somebody
    else's, «她妈妈»; ``after_comma``: only a comma joins them to what stands before."""

    person: str
    people: int | None
    on_top: bool
    linked: bool
    with_writer: bool
    start: int
    included: bool = False
    listed: bool = False
    owned: bool = False
    after_comma: bool = False


def find_companions(unread: Unread) -> list[Companions]:
    """Who comes along, in the order of the text. Takes their words."""
    along: list[Companions] = []
    last = -1
    for found in unread.find(_PERSON):
        person = found["person"] or found["latin_person"]
        behind = found["behind"] if person in _COUNTED_BEHIND else None
        written = (
            found["count"]
            or found["latin_count"]
            or behind
            or (found["pair"] if not found["behind"] else "")
            or ""
        )
        if _is_form_of_address(unread, found, person):
            continue
        if _stays_away(unread, found, person, along):
            continue
        if not _is_companion(unread, found, person) or _is_named_again(along, found, person, written):
            continue
        if (
            person in {"爸", "妈"}
            and _CHILDS_PARENT.search(found[0])
            and any(each.person in CHILDREN for each in along)
        ):
            person = "孩子爸"
        people, link = _how_many(found, person, written), found["link"] or found["latin_link"] or ""
        if not link and (aside := _LINKED_BEFORE.search(unread.text, 0, found.start())) is not None:
            link = aside[1]  # «加上八岁的儿子», whose age has been taken
        with_writer = _WITH_WRITER.match(link) is not None
        owned = _OTHERS_OWN.search(found[0]) is not None
        named = SAME_PERSON.get(person, frozenset({person}))
        if not written and not owned and (same := _already(along, named)) is not None:
            along[same] = replace(along[same], with_writer=along[same].with_writer or with_writer)
            unread.take(*found.span())
            last = found.end()
            continue
        kind = [words for words in (ELDERS, CHILDREN) if person in words and person in _COUNTED_BEHIND]
        if found.start() == last and not link and (
            (person in _GENERAL and not written) or any(along[-1].person in words for words in kind if along)
        ):
            # «设计师朋友» is one person, «爸妈两位老人» are two.
            unread.take(*found.span())
            continue
        joined = bool(link or written) or _JOINS.match(unread.text, found.end()) is not None
        among = bool(along) and along[-1].listed and _GOES_ON.fullmatch(unread.text, last, found.start()) is not None
        listed = _INCLUDED.search(unread.text[: found.start()][-8:] + link) is not None or (among and _AND.fullmatch(link) is not None)
        on_top = bool(written) and not listed and _comes_on_top(unread.text[: found.start()], found)
        included = _ONE_OF_THEM.search(unread.text[: found.end()]) is not None
        along.append(
            Companions(
                person, people, on_top, joined, with_writer, found.start(), included, listed, owned, link == ","
            )
        )
        end = found.start("pair") if found["behind"] and behind is None else found.end()
        unread.take(found.start(), end)
        last = end
    for aged in unread.find(_AGED):
        if any(each.person in CHILDREN for each in along) and not re.match(
            r"and|with|plus|,|&|\+|my|an? ", aged[0]
        ):
            continue
        along.append(
            Companions(
                "child",
                int(aged["count"] or 1),
                on_top=False,
                linked=True,
                with_writer=True,
                start=aged.start(),
            )
        )
        unread.take(*aged.span())
    return [each for each in along if each.people is not None or not _counted(along, each)]


def _stays_away(unread: Unread, found: re.Match[str], person: str, along: list[Companions]) -> bool:
    """Whether the text says that this person does not come. Takes those words; children who stay away are none."""
    away = _ABSENT.match(unread.text, found.end())
    if away is not None and "吗" not in away[0]:
        if person in CHILDREN:
            along.append(
                Companions(person, 0, on_top=False, linked=True, with_writer=False, start=found.start())
            )
        unread.take(found.start(), away.end())
        return True
    left = _LEFT_BEHIND.match(unread.text, found.end())
    if left is not None:
        unread.take(found.start(), left.end())
    return left is not None


# «他妈», «her parents»: another person than the writer's own.
_OTHERS_OWN = compiled(r"^[^a-z]*[他她]|\b(?:his|her|their)\b")
_LINKED_BEFORE = compiled(rf"({_HAVE}) ?\0+ ?的? ?$")
_GOES_ON = compiled(r" *")
_AND = compiled(r"and|和|跟|与|同|及|、|,|&|\+|加|以及|还有")


def _already(along: list[Companions], named: frozenset[str]) -> int | None:
    """The place of companions among whom these persons have been named before."""
    return next(
        (
            place
            for place, each in enumerate(along)
            if each.people and not each.owned and named <= SAME_PERSON.get(each.person, frozenset({each.person}))
        ),
        None,
    )


_ONE_OF_THEM = compiled(r"\b1(?:'s| is| of (?:them|us) is|,) (?:an? )?[a-z ]*$|其中\S{0,3}$")


def _is_named_again(along: list[Companions], found: re.Match[str], person: str, written: str) -> bool:
    """Whether the words name children or elders that were named before."""
    if (
        written
        or person not in _NAMED_AGAIN
        or (found["link"] or found["latin_link"] or ",") not in {",", "带", "带着"}
    ):
        return False
    words = CHILDREN if person in CHILDREN else ELDERS
    return any(each.people and each.person in words for each in along)


def _counted(along: list[Companions], unknown: Companions) -> bool:
    """Whether others of the same kind are counted, so that «the old folks» are those."""
    kinds = [words for words in (ELDERS, CHILDREN) if unknown.person in words]
    return any(each.people is not None and each.person in words for words in kinds for each in along)


def _how_many(found: re.Match[str], person: str, written: str) -> int | None:
    """How many people «两个孩子» or «parents» are; None for a plural without a number, such as «kids»."""
    if written == "几":
        return None
    if written:
        return PAIRS.get(written) or int(written)
    if person in _NOT_COUNTED or found["many"]:
        return None
    if found["plural"] and PEOPLE[person] == 1:
        return 2 if person in {"parent", "grandparent", "elderly parent", "twin"} else None
    return PEOPLE[person]


def _comes_on_top(before: str, found: re.Match[str]) -> bool:
    """Whether these people are not part of a total that was named: «两个人带一个孩子» are three."""
    link = found["link"] or found["latin_link"] or ""
    return (
        _ON_TOP.match(link) is not None and not _INCLUDED.search(before[-8:] + link) and "of " not in found[0]
    )


def _is_companion(unread: Unread, found: re.Match[str], person: str) -> bool:
    """Whether these words are about somebody who comes along, and not a form of address or something else."""
    before, behind = unread.text[: found.start()], unread.text[found.end() :]
    if _CONSULTED.search(before + found[0]) or _NOT_COMING.match(behind):
        return False
    if (person in CHILDREN and _FETCHED.search(before)) or _THEIR_HOME.match(behind):
        return False
    if re.match(r"约的", behind) and re.search(r"(?:给|帮|替)(?:我)?$", before):
        return True
    if _ANOTHER_TIME.search(before + (found["link"] or found["latin_link"] or "")) or (_BOUGHT_FOR.search(before) and _BUYS.match(behind)):
        return False
    if _MEANT_FOR.search(before) and found[0].lstrip(" ").startswith(("my", "our", "her", "his")):
        return False
    if person in {"朋友", "friend", "同事"} and re.match(
        r"介绍|推荐|说|圈|told|recommended|said|referred", behind.lstrip()
    ):
        return False
    if person in CHILDREN and re.match(r"的(?:阿姨|保姆|月嫂)|爸|妈|座椅|椅|房|乐园|游乐|区|病|医", behind):
        return False
    return not (person in {"boy", "girl", "senior", "son"} and behind.startswith((" school", " manager")))


def _is_form_of_address(unread: Unread, found: re.Match[str], person: str) -> bool:
    """Whether 先生, 姐 and the like stand behind a name here, and are nobody of the writer's."""
    before, behind = unread.text[: found.start()], unread.text[found.end() :]
    if person in {"先生", "太太", "老板", "阿姨"}:
        linked = bool(found["link"]) and found["link"] not in {"是", "有", "、", ","}
        own = re.search(r"我们?的?$", found[0][: found[0].index(person)]) is not None or before.endswith("我")
        begins = re.search(r"(?:^|[,.。\0、 ])$", before) is not None
        joined = begins and re.match(r"(?:、|和|跟|与|及|同|加)", behind) is not None
        stays_away = begins and _ABSENT.match(behind) is not None
        own = linked or own or joined or stays_away or bool(found["count"])
        return not own or re.match(r"姓|在吗|你好|您好", behind) is not None
    if person in {"哥", "姐", "弟", "妹", "爸", "妈", "娘", "爷", "奶", "爹"}:
        linked = bool(found["link"]) and found["link"] not in {"是", "有", ","}
        return not (linked or found["count"] or "我" in found[0] or before.endswith("我"))
    return False
