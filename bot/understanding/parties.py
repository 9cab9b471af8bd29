"""Parsing how many people come: «三大一小», «我跟先生», «two adults and a child»."""

import re
from dataclasses import dataclass, field, replace

from bot.understanding.companions import PAIRS, Companions, find_companions
from bot.understanding.people import CHILDREN, ELDERS
from bot.understanding.text import compiled
from bot.understanding.unread import Unread


@dataclass(frozen=True)
class PartySize:
    """``total`` people, ``elders`` and ``children`` of them; None for what the text does not say. ``guesses`` are the
    totals that a text such as 两三个人 can mean; ``total`` is then None. ``more``: the text only says that so many come
    on top of those named before, «再加一个人». ``added_up``: the total is that of the people who are named, and others
    may come too."""

    total: int | None
    elders: int | None = None
    children: int | None = None
    guesses: tuple[int, ...] = ()
    more: int = 0
    added_up: bool = field(default=False, compare=False)


_NUMERALS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_PEOPLE = (
    r"(?:个人|位客人|位贵宾|位大人|口人|口子|位(?!工作人员|客服|专员|同事|顾问|经理)|人(?!民|工|家|多|少|数)"
    r"|名|口(?!味)|个大人|大人|成年人|成人)"
)
_LATIN_PEOPLE = (
    r"(?:of us|people|persons?|guests?|visitors?|pax|adults?|ppl|heads?|in (?:all|total)|altogether|"
    r"grown-?ups?)"
)
# As the answer to how many: «3 to 4», «5、6».
_BARE_EITHER = compiled(
    r"\W*(?P<low>\d{1,2}) ?(?:or|to|-|~|/|、|,|到|至|或|或者) ?(?P<high>\d{1,2})\W*(?P<first>)(?P<second>)"
)
_KINDS = "|".join(word for word in (*ELDERS, *CHILDREN) if not word.isascii())
_EITHER = compiled(
    rf"(?P<first>[一二两三四五六七八九])(?P<second>[二两三四五六七八九])(?:个?{_PEOPLE}|个(?!小时|钟|月|"
    rf"星期|房|问题))|"
    rf"(?<![\d:.])(?P<low>\d{{1,2}})(?: ?(?:or maybe|or|-|~|to|或|或者|到|至|, ?maybe|"
    rf",?可能) ?)(?P<high>\d{{1,2}}) ?(?:个?{_PEOPLE}|{_LATIN_PEOPLE})"
)
# «老人两位»: the number belongs to the word before it.
_KIND_BEFORE = compiled(
    r"(?:老人家?|长辈|长者|小孩子?|孩子|小朋友|儿童|细路)(?:,|:|有| )*$|其中有?$|里面有?$|里有$"
)
_ALONE = compiled(
    r"(?:就|只有|只|仅|得|净系)(?:我|本人)(?:自己|1个人?|1位|1人)?(?!们|跟|和|老|先|太)(?:来|过来|去)?|"
    r"(?:就|只)(?:他|她)(?:自己)?1个(?:人)?|我(?:自己(?!打车|开车|坐|走|找|会|过去)|1个人|1个|1人)(?:来|"
    r"去|过来)?|自己(?:1个人?)(?:来|去)?|"
    r"独自(?:1人)?(?:来|前来)?|单独(?:1人)?来|(?<![没每有哪另任某])1个人(?!都|也|没)|自己(?:来|过来)|"
    r"\b(?:(?:just|only) (?:me|myself)|by myself|on my own|(?:coming|come|be) alone|i am alone|i'm alone"
    r"|me alone|myself only|solo|^alone$|^me$|^myself$)\b"
)
_COUPLE = compiled(
    r"(?:我们|咱们|咱|我|我哋)?(?:小2口|2口子|2夫妻|2公婆|夫妻(?:俩|2(?:个人|人|个|位)?)?|夫妇(?:俩|"
    r"2人)?|两夫妇|(?:母女|父子|母子|父女|哥|姐|兄弟|姐妹|爷孙|娘儿?|爷儿?|"
    r"夫妇)?俩(?![室朋孩娃老大小同女儿个闺兄姐哥弟妹])(?:人|口子)?)(?!人)|(?:我们|咱们|我哋|咱|"
    r"就)2个(?![小孩娃大老月车房厅卫钟半朋问人位星礼周多男女儿宝系是])|"
    r"\b(?:couple(?! (?:of|more))|both of us|the 2 of us|2 of us|(?:us|we) (?:both|2)|mr\.? (?:and|"
    r"&) mrs\.?(?! [a-z]))\b"
)
_TRIO = compiled(r"(?:我们|咱们|咱|我)?仨(?:人)?|(?:我们|咱们)?1家子?3口")
_BIG_AND_SMALL = compiled(
    r"(?P<adults>\d|俩|仨)个?大(?:人)?(?:,|、|和|带|加|\+| )?(?P<children>\d|俩|仨)个?"
    r"(?:细(?:路)?|小(?:孩|朋友)?|娃|孩子?)(?!时)"
)
_TOTAL = compiled(
    rf"(?:(?:我们|咱们|我哋|1行|1共|总共|1家(?:老小|老少|子|人)?|全家(?:老小)?|共|大概|大约|约|就|来|要来|嚟|"
    rf"同埋)*)(?<![\d:./没每有哪另任某-])(?P<count>\d{{1,2}}) ?个?{_PEOPLE}(?!后|钟|以后|小|老|长|孩)"
    r"|(?:party|table|group|family) (?:for|of) (?P<of>\d{1,2})\b"
    r"|\b(?:we(?:'re| are| will be|'ll be)|there(?:'ll| will)? be|there(?:'s| are)|us|make it|it'?s|"
    r"change (?:it )?to|now) (?P<we>\d{1,2})(?! ?[:%/.]| ?(?:pm|am|o'|min|hour|day|week|car|bed|room|kid"
    r"|child|month|year))(?= of us|$|[,.!;?]| in | people| on| tomorrow| guests| now| instead| coming|"
    r" adults|\0)(?: (?:of us|people|guests|adults|in all|in total|now|instead))?"
    rf"|(?<![\d:./-])(?P<latin>(?!1 of us)\d{{1,2}}) ?(?:more )?{_LATIN_PEOPLE}(?! old)\b"
    r"|\bfor (?P<for>\d{1,2})(?= (?:on|at|tomorrow|next|this|please|in the|people|with|and)|$|[,.!;?]|\0|"
    r" \0)(?! ?(?:pm|am|:))"
    r"|(?:改(?:成|为|做)|那就|变成|变为|变|增加到|(?:人数)(?:是|为|:)?|一共|1共|"
    r"加起来|总共)(?P<changed>\d{1,2})(?:个人|个|位|人|口)?(?!\d|[点号月日.:/-])"
    r"|(?:姐妹|兄弟|姊妹|母女|父子|母子|父女|祖孙|闺蜜|同事|朋友)(?:们)?(?P<kin>\d)(?:个|人)"
    r"|\bso (?P<so>\d{1,2})(?=$|[,.!])"
    r"|\b(?P<dozen>half a dozen|a dozen)\b"
    r"|(?:唔系|不是|唔啱|不对|错了|[啊哦喔噢]不|不不|等等|更正)[,. ]*(?:是|系|"
    r"应该是)?(?P<fixed>\d{1,2})(?:个|位)(?=$|[,.。!~ 至才先])"
    r"|(?:^|[,.。!~ \0])是(?P<is>\d{1,2})个(?=$|[,.。!~ ])"
    r"|(?:我们|咱们|我哋)(?P<ours>\d{1,2})个(?!月|小时|钟|孩|小|老|星期|房)"
)
_NOBODY = compiled(
    r"(?P<absent>老人(?:家)?|长辈|小孩子?|小朋友|孩子)(?:都|就)?(?:不|唔)(?:来|去|嚟)(?:了|喇)?|"
    r"(?:没有?|不带|冇|无|唔带)(?P<who>(?:老人(?:家)?|长辈|小孩子?|小朋友|孩子|儿童|细路仔?|、|和|或|跟|"
    r"与|,|也|都|没有?|冇)+)|"
    r"\b(?:no|without(?: any)?|not bringing any) (?P<latin>(?:kids|children|child|elders|elderly|seniors"
    r"|old people|or|nor|and|,| )+)"
)
_OLD_AND_YOUNG = compiled(r"(?P<old>\d)个?老(?:人)?(?:,|、|和)?(?P<young>\d)个?[小少](?!时)")
_PLUS = compiled(
    r"(?:\bplus|\+|\band another|\bwith|再?加|多(?:加|带|来)?|另加) ?(?P<more>\d)(?: (?:more|others|"
    r"friends|guests|"
    r"people))?(?: ?个?(?:人|位))?(?!\d|:|[ap]m|组|批| ?(?:kid|child|bed|room|\w*月|点|号|个))|"
    r"\band (?P<others>\d) others\b"
)
# Words that join the writer to others: 我跟…, 先生和我, «… and me».
_WITH_ME = compiled(
    r"(?:我|本人)(?:自己)?(?:会|要|想)?(?:带|跟|和|与|同|加|连|陪|、|以及|还有)|(?:跟|和|与|同|加上?|、|"
    r"带上?)(?:我|本人)(?!的|们|妈|爸|太|先|老|女|儿|朋|妹|姐|弟|哥|家|爷|奶|外|公|婆|丈|岳)|"
    r"\b(?:and|&|with|plus) (?:me|i|myself)\b|\b(?:me|i|myself)(?:,| and| &| \+| plus| with)|^me\b|"
    r"\bjoin(?:s|ing)? (?:me|us)\b|\bcomes? too\b|\b(?:is|are) coming\b|\b(?:will|'ll) (?:come|be there|"
    r"join)\b|coming (?:too|along|with)|"
    r"[也都](?:要|会)?(?:来|去|嚟)|1起"
)


def find_party(unread: Unread, *, asked: bool = False) -> PartySize | None:
    """How many come, the writer included; None where the text does not say. Takes the words. ``asked``: the text
    answers the question how many, so a number alone is their number."""
    either = next(unread.find(_EITHER), None) or (_BARE_EITHER.fullmatch(unread.text) if asked else None)
    if either is not None and (guesses := _guesses(either)):
        unread.take(*either.span())
        return PartySize(None, guesses=guesses)
    nobody = _read_nobody(unread) or _read_old_and_young(unread)
    found = _count(unread)
    if found is None and asked:
        found = _read_bare_number(unread)
    if found is not None and found.total == 0:
        found = None
    if nobody is None:
        return found
    found = found or PartySize(None)
    return replace(
        found,
        elders=nobody.elders if found.elders is None else found.elders,
        children=nobody.children if found.children is None else found.children,
    )


def read_party(text: str) -> PartySize | None:
    """The people of a visit, as the answer to how many come. None where the text names none, or not how "
    "many."""
    found = find_party(Unread.of(text), asked=True)
    return found if found is not None and (found.total or found.guesses) else None


def _guesses(either: re.Match[str]) -> tuple[int, ...]:
    if either["low"]:
        low, high = int(either["low"]), int(either["high"])
        return tuple(range(low, high + 1)) if 0 < low < high <= low + 3 else ()
    first, second = _NUMERALS[either["first"]], _NUMERALS[either["second"]]
    return (first, second) if second - first == 1 else ()


def _read_nobody(unread: Unread) -> PartySize | None:
    elders = children = None
    for found in unread.find(_NOBODY):
        who = found["absent"] or found["who"] or found["latin"]
        if re.search("老|长辈|elder|senior|old", who):
            elders = 0
        if re.search("孩|朋友|儿童|细路|kid|child", who):
            children = 0
        unread.take(*found.span())
    return None if elders is None and children is None else PartySize(None, elders, children)


def _read_old_and_young(unread: Unread) -> PartySize | None:
    """«一老一小»: an elder and a child, of however many."""
    found = next(unread.find(_OLD_AND_YOUNG), None)
    if found is None:
        return None
    unread.take(*found.span())
    return PartySize(None, int(found["old"]), int(found["young"]))


def _count(unread: Unread) -> PartySize | None:
    """Add up the people that are named: a total, a couple, the writer, and whoever comes along."""
    found = next(unread.find(_BIG_AND_SMALL), None)
    if found is not None:
        adults, small = (PAIRS.get(found[name]) or int(found[name]) for name in ("adults", "children"))
        unread.take(*found.span())
        along = find_companions(unread)
        return PartySize(
            adults + small + _people(along), _among(along, ELDERS), small + (_among(along, CHILDREN) or 0)
        )
    changes = any(found["changed"] or found["so"] for found in unread.find(_TOTAL))
    added = None if changes else _only_more(unread)
    if added is not None:
        return added
    is_sum = any(_IS_SUM.search(found[0]) for found in unread.find(_TOTAL))
    base, is_total = _base(unread)
    with_me = _WITH_ME.search(unread.text) is not None
    along, more = find_companions(unread), _others(unread)
    if base is None and not along and not more:
        return None
    elders, children = _among(along, ELDERS), _among(along, CHILDREN)
    if base is not None and is_total:
        # A total that is said last, or as the sum, holds everybody.
        on_top = [] if is_sum else [each for each in along if each.on_top]
        return PartySize(base + _people(on_top) + more, elders, children)
    if any(each.people is None for each in along):
        return PartySize(None, elders, children) if elders or children else None
    if base is not None:
        along = [each for each in along if each.linked]
        return PartySize(base + _people(along) + more, elders, children)
    if more or with_me or any(each.with_writer for each in along):
        return PartySize(1 + _people(along) + more, elders, children, added_up=True)
    return PartySize(None, elders, children) if elders or children else None


# «一共三位» holds everybody.
_IS_SUM = compiled(r"1共|总共|^共|加起来|in all|in total|altogether|^so ")


def _people(along: list[Companions]) -> int:
    return sum(each.people or 0 for each in along)


def _among(along: list[Companions], words: dict[str, int]) -> int | None:
    """How many of the companions are elders, or children; None where the text names none, or not how many."""
    of_kind = [each for each in along if each.person in words]
    if not of_kind or any(each.people is None for each in of_kind):
        return None
    return _people(of_kind)


# «再加一个小孩», «one more person», and nothing else about the party.
_ONLY_MORE = compiled(
    r"(?:再|又)?(?:多)?(?:加|多|带)(?:上|来|了)?(?P<count>[1-9])个?(?:人|位|(?P<kind>小孩子?|孩子|小朋友"
    r"|老人|长辈))|"
    r"\b(?P<latin>[1-9]) more (?:people|persons?|guests?|(?P<latin_kind>child(?:ren)?|kids?|elders?))\b"
)


def _only_more(unread: Unread) -> PartySize | None:
    found = next(unread.find(_ONLY_MORE), None)
    alone = found is not None and not any(
        unread.text[: found.start()].endswith(mark)
        for mark in ("人", "位", "个", "子", "我", "和", "妈", "爸", "老公", "老婆", "先生", "太太", ",")
    )
    if found is None or not alone:
        return None
    count, kind = int(found["count"] or found["latin"]), found["kind"] or found["latin_kind"] or ""
    unread.take(*found.span())
    elders = count if re.search("老|长|elder", kind) else None
    children = count if re.search("孩|朋友|child|kid", kind) else None
    return PartySize(1 + count, elders, children, more=count)


def _others(unread: Unread) -> int:
    """How many come besides those who are named, «plus two»."""
    found = next(unread.find(_PLUS), None)
    if found is None:
        return 0
    unread.take(*found.span())
    return int(found["more"] or found["others"])


def _base(unread: Unread) -> tuple[int | None, bool]:
    """The people named by a number or as a couple, and whether that number is a total that others may be"
    " part of."""
    changed = [found for found in unread.find(_TOTAL) if found["changed"] or found["so"] or found["fixed"]]
    for pattern, people in () if changed else ((_TRIO, 3), (_COUPLE, 2)):
        found = next(unread.find(pattern), None)
        if found is not None:
            unread.take(*found.span())
            return people, False
    totals = changed or [
        found
        for found in unread.find(_TOTAL)
        if not re.match(r"\d{1,2}(?!\d?共)", found[0])
        or not _KIND_BEFORE.search(unread.text[: found.start()])
    ]
    if totals:
        # A later number corrects an earlier one.
        last = totals[-1]
        for found in totals:
            unread.take(*found.span())
        grown_up = re.search("大人|成年人|成人|adult|grown", last[0]) is not None
        number = next(group for group in last.groups() if group)
        return {"half a dozen": 6, "a dozen": 12}.get(number) or int(number), not grown_up
    found = next(unread.find(_ALONE), None)
    if found is not None:
        unread.take(*found.span())
        return 1, False
    return None, False


# Characters around a number that is the answer to how many.
_MOST_BESIDE_NUMBER = 24


def _read_bare_number(unread: Unread) -> PartySize | None:
    """A number alone, as the answer to how many: «3», «就两个», «三»."""
    found = re.search(
        r"(?<![\d.:/-])(\d{1,2})(?:个|ge|只)?(?![\da-z.:/-]|[点号月日年万千百平岁楼层]| ?[ap]m\b)",
        unread.text,
    )
    others = re.sub(r"[\d\0]", "", unread.text)
    if found is None or len(re.findall(r"\d+", unread.text)) > 1 or len(others) > _MOST_BESIDE_NUMBER:
        return None
    unread.take(*found.span())
    return PartySize(int(found[1]))
