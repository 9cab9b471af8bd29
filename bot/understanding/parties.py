"""Parsing how many people come: «三大一小», «我跟先生», «two adults and a child»."""

import re
from dataclasses import dataclass, field, replace

from bot.understanding.companions import Companions, find_companions
from bot.understanding.people import CHILDREN, ELDERS
from bot.understanding.people_said import PAIRS
from bot.understanding.text import compiled
from bot.understanding.totals import (
    LATIN_PEOPLE,
    PEOPLE,
    Total,
    TotalKind,
    changes_total,
    find_total,
    names_total_beside,
    restricted_at,
    take_numbers_before,
)
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
# As the answer to how many: «3 to 4», «5、6».
_BARE_EITHER = compiled(
    r"\W*(?:(?:either|maybe|perhaps|probably|about|around) )?(?P<low>\d{1,2}) ?(?:or|to|-|~|/|、|,|到|至|或|或者|"
    r"(?:,|or)? ?(?:maybe|possibly|perhaps|可能|"
    r"也许)(?: even)?) ?(?P<high>\d{1,2})(?:个|位|"
    r"人)?(?:\W[^\d]*)?(?P<first>)(?P<second>)|俩(?:个|人)?(?:或者?|还是|,)仨\D*(?P<pair>)"
)
_KINDS = "|".join(word for word in (*ELDERS, *CHILDREN) if not word.isascii())
_EITHER = compiled(
    rf"(?P<first>[一二两三四五六七八九])(?P<second>[二两三四五六七八九])(?:个?{PEOPLE}|"
    rf"个(?!小时|钟|月|星期|房|问题))|(?<![\d:.])(?P<low>\d{{1,2}})(?: ?(?:or maybe|or|-|~|to|或|或者|到|"
    rf"至|,? ?(?:maybe|possibly|perhaps)|,?可能|个?(?:人|位)?,?(?:也|又|"
    rf"亦)有?可能) ?)(?P<high>\d{{1,2}}) ?(?:个?{PEOPLE}|"
    rf"{LATIN_PEOPLE}|个(?=$|[,.。!~]))"
)
_NOBODY = compiled(
    r"(?P<absent>老人(?:家)?|长辈|小孩子?|小朋友|孩子|细路(?:仔)?)(?:都|就|先)?(?:不|唔)(?:来|去|嚟|"
    r"带)(?:了|喇)?|"
    r"(?:没有?|不带|冇|无|唔带) ?(?P<who>(?:kids?\b|children\b|elders?\b|老人(?:家)?|长辈|小孩子?|小朋友|孩子|儿童|"
    r"细路仔?|、|和|或|跟|与|"
    r",|也|都|没有?|冇)+)|\b(?:no|zero|0|without(?: (?:any|the|our))?|not bringing(?: (?:any|the|"
    r"our))?) (?P<latin>(?:kids|children|child|"
    r"elders|elderly|seniors|old people|or|nor|and|,| )+)"
)
_OLD_AND_YOUNG = compiled(r"(?P<old>\d)个?老(?:人)?(?:,|、|和)?(?P<young>\d)个?[小少](?!时)")
_PLUS = compiled(
    r"(?:\bplus|\+|\band another|\bwith|再?加|多(?:加|带|来)?|"
    r"另加) ?(?P<more>\d)(?: (?:more|others|friends|guests|people))?(?: ?个?(?:人|位))?(?!\d|:|[ap]m|组|批|"
    r" ?(?:kid|child|bed|room|\w*月|点|号|个)| (?!more|others?|friends?|guests?|people|of|adults?|on|at|for|"
    r"please|in|has|have|is|are|now|"
    r"and|to|elder|kid)[a-z]+)|\band (?P<others>\d) others\b"
)
_BIG_AND_SMALL = compiled(
    r"(?P<adults>\d|俩|仨)个?大(?:人)?(?:,|、|和|带|加|\+| )?(?P<children>\d|俩|仨)个?(?:细(?:路)?|"
    r"小(?:孩|朋友)?|娃|孩子?)(?!时)"
)
# Words that join the writer to others: 我跟…, 先生和我, «… and me».
_WITH_ME = compiled(
    r"我\S{0,6}?(?:陪|载|接)(?:着|佢|他|她|同|埋)|我\S{0,4}带(?:佢|他|她)|我同埋|加埋我|"
    r"\bcomes? (?:as well|along)\b|(?:我|本人)(?:自己)?(?:会|要|想)?(?:带|跟|和|与|同|加|连|陪|、|,|以及|"
    r"还有)|(?:跟|和|与|同|加上?|、|带上?|还有|以及|再加)(?:我|本人)(?!的|们|妈|爸|太|先|老|女|儿|朋|妹|姐|"
    r"弟|哥|家|爷|奶|爱|对|闺|同|表|堂|姑|叔|舅|媳|"
    r"外|公|婆|丈|岳)|\b(?:and|&|with|plus) (?:me|myself|i(?!'m|'ve|'d| am| was| have| saw| need| live|"
    r" work| think| just))\b|"
    r"\byours truly\b|我 ?(?:and|&)|\b(?:me|i|myself)(?:,| and| &| \+| plus| with)|^me\b|\bjoin(?:s|"
    r"ing)? (?:me|us)\b|"
    r"\bcomes? too\b|"
    r"\b(?:is|are) coming\b|\b(?:will|'ll) (?:come|be there|join)\b|coming (?:too|along|with)|"
    r"[也都](?:要|会|想)*(?:来|去|嚟)|1起"
)

_WITHOUT_ME = compiled(
    r"\bnot me\b|(?<!人多)我(?:就|自己)?(?:[^,.。!?;\0]{0,6})?(?:不(?:去|来|到场)|(?:来|去|嚟)(?:不|"
    r"唔)(?:了|到))|"
    r"我(?:自己)?(?:没空|没时间|有事|不得闲|唔得闲|冇时间)(?:来|去|嚟)|不(?:包括|算)我|\bfor my boss\b|帮我?(?:老板|"
    r"领导|客户|上司)[^,.。]{0,4}(?:约|订|预)|\bi (?:won't|"
    r"will not|can't|cannot|am not|shan't) (?:be )?(?:join|com|go|there|able)"
)
# «杜先生杜太», «王先生夫妇», «Mr and Mrs Smith»
_NAMED_COUPLE = compiled(
    r"([\u3400-\u9fff])(?:先生|生)(?:和|同|跟|与|、| )?(?:\1)?(?:太太|太)(?![多])|"
    r"[\u3400-\u9fff](?:先生|生|总|老师|医生)?(?:夫妇|夫妻|伉俪)|\bmr\.? (?:and|&|\+) mrs\b"
)


def find_party(unread: Unread, *, asked: bool = False) -> PartySize | None:
    """How many come, the writer included; None where the text does not say. Takes the words. ``asked``: the text
    answers the question how many, so a number alone is their number."""
    either = next(unread.find(_EITHER), None) or (_BARE_EITHER.fullmatch(unread.text) if asked else None)
    if either is not None and (guesses := _guesses(either)):
        unread.take(*either.span())
        return PartySize(None, guesses=guesses)
    perhaps = _with_perhaps_more(unread, asked=asked)
    nobody = _read_nobody(unread) or _read_old_and_young(unread)
    found = _count(unread, asked=asked)
    if perhaps is not None:
        return perhaps if perhaps.guesses else None
    if asked and (found is None or found.total is None):
        number = _read_bare_number(unread)
        if number is not None:
            found = number if found is None else replace(found, total=number.total)
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
    """The people of a visit, as the answer to how many come. None where the text names none, or not how
    many."""
    found = find_party(Unread.of(text), asked=True)
    return found if found is not None and (found.total or found.guesses) else None


def _guesses(either: re.Match[str]) -> tuple[int, ...]:
    if either.groupdict().get("pair") is not None:
        return (2, 3)
    if either["low"]:
        low, high = int(either["low"]), int(either["high"])
        return tuple(range(low, high + 1)) if 0 < low < high <= low + 3 else ()
    first, second = _NUMERALS[either["first"]], _NUMERALS[either["second"]]
    return (first, second) if second - first == 1 else ()


_PERHAPS = compiled(
    r"\b(?:maybe|perhaps|possibly|might)\b|可能|也许|说不定|或许|兴许|搞不好|未必|看情况|或者(?=带|加|还有|连)"
)
_JOINED_BEFORE = compiled(r"[ ,.。]*(?:\b(?:and|but|or|plus|oh)|但|还|也|再)?[ ,]*$")
_BRINGS = compiled(r"(?:会|要)?(?:带|加|有|叫)| (?:also )?(?:bring|be joined|come with)")
_END_OF_PERHAPS = compiled(r"[,.。!?;\0]")


def _with_perhaps_more(unread: Unread, *, asked: bool) -> PartySize | None:
    """«Just me, and maybe my mother»: with and without those who perhaps come. A party without a number where the text
    counts nobody else; None where nobody comes perhaps. Takes no words."""
    found = next(reversed([*_PERHAPS.finditer(unread.text)]), None)
    if found is None:
        return None
    sure = _count(Unread.of(_JOINED_BEFORE.sub("", unread.text[: found.start()])), asked=asked)
    said_of = _END_OF_PERHAPS.split(unread.text[found.end() :])[0]
    more = _people(find_companions(Unread.of(said_of)))
    if more and sure is None and _BRINGS.match(said_of) is not None:
        return PartySize(None)  # «可能会带朋友» counts nobody yet
    if sure is None or sure.total is None or not more:
        return None
    return PartySize(None, guesses=(sure.total, sure.total + more))


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


def _count(unread: Unread, *, asked: bool) -> PartySize | None:
    """Add up the people that are named: a total, a couple, the writer, and whoever comes along. «Mr and Mrs Smith»
    alone, where it is not ``asked`` who comes, may be only a name."""
    by_size = _big_and_small(unread)
    if by_size is not None:
        return by_size
    added = None if changes_total(unread) else _only_more(unread)
    if added is not None:
        return added
    if (place := restricted_at(unread)) > 0:
        take_numbers_before(unread, place)
    total = find_total(unread)
    with_me = _WITH_ME.search(unread.text) is not None
    adds = _ADDS.search(unread.text) is not None and _NAMES_WRITER.search(unread.text) is None
    along, more = find_companions(unread), _others(unread)
    if place > 0:
        along = [each for each in along if each.start >= place]
    named = _NAMED_COUPLE.search(unread.text)
    couple = named is not None and bool(asked or along or not named[0].startswith("mr"))
    if total is None and couple:
        total = Total(2, TotalKind.COUPLE, 0)
    if total is None and not along and not more:
        return None
    said = PartySize(None, _among(along, ELDERS), _among(along, CHILDREN))
    themselves = 2 if couple else int(with_me)
    listed = _listed(along, total, themselves) if total is not None and not more else []
    if total is not None and listed:
        return PartySize(total.people, _among(listed, ELDERS), _among(listed, CHILDREN))
    if total is not None and total.kind in {TotalKind.WHOLE, TotalKind.SUM}:
        on_top = [each for each in along if each.on_top and each.start > total.start]
        return replace(
            said, total=total.people + more + (0 if total.kind is TotalKind.SUM else _people(on_top))
        )
    if total is not None and all(each.people is not None for each in along):
        return replace(said, total=total.people + _people(_besides(along, total)) + more)
    return _added_up(unread, said, along, more, with_me=with_me, adds=adds)


def _listed(along: list[Companions], total: Total, themselves: int) -> list[Companions]:
    """Those who are named, where they and the writer, or a couple, are the people who were counted: «six: my wife
    and me plus our four parents». ``themselves``: how many of them are named by no word for a companion."""
    if not themselves or total.kind is TotalKind.ADULTS:
        return []
    behind = [each for each in along if each.start > total.start]
    return next(
        (
            named
            for named in (behind, along)
            if named
            and all(each.people is not None for each in named)
            and themselves + _people(named) == total.people
        ),
        [],
    )


_ADDS = compiled(
    r"^\W*(?:哦|啊|对了|oh)?\W*(?:还有|另外|再加|加上|and\b|also\b|plus\b)|也(?:要|想|会)?(?:1起)?(?:来|去|嚟)|"
    r"\b(?:coming|come|joins?|joining) (?:too|as well|along)\b"
)


_NAMES_WRITER = compiled(r"\band (?:me|i)\b|\b(?:me|i) and\b|我(?:和|跟|同|与|带)")


def _added_up(
    unread: Unread, said: PartySize, along: list[Companions], more: int, *, with_me: bool, adds: bool
) -> PartySize | None:
    """The party of those who are named, where the text says that they come with the writer or instead; else only who
    is among them."""
    writer = 0 if _WITHOUT_ME.search(unread.text) is not None else 1
    together = more or with_me or not writer or any(each.with_writer for each in along)
    if together and all(each.people is not None for each in along):
        # «还有我婆婆», «my brother is coming too»: besides those who were named before.
        besides = _people(along) if writer and adds else 0
        return replace(said, total=writer + _people(along) + more, more=besides, added_up=True)
    # «有老人» says who is among the guests; «孩子明年上学» only speaks of a child.
    among = [each for each in along if each.linked and not each.after_comma]
    said = PartySize(None, _among(among, ELDERS), _among(among, CHILDREN))
    return said if said.elders is not None or said.children is not None else None


def _big_and_small(unread: Unread) -> PartySize | None:
    """«三大一小», and the people who come besides."""
    found = next(unread.find(_BIG_AND_SMALL), None)
    if found is None:
        return None
    adults, small = (PAIRS.get(found[name]) or int(found[name]) for name in ("adults", "children"))
    unread.take(*found.span())
    with_me = _WITH_ME.search(unread.text) is not None
    everybody = find_companions(unread)
    total = Total(adults + small, TotalKind.SUM, found.start())
    if listed := _listed(everybody, total, int(with_me)):
        return PartySize(adults + small, _among(listed, ELDERS), small)
    along = [each for each in everybody if each.with_writer or each.on_top]  # «女儿九岁» is the child
    return PartySize(
        adults + small + _people(along), _among(along, ELDERS), small + (_among(along, CHILDREN) or 0)
    )


def _besides(along: list[Companions], total: Total) -> list[Companions]:
    """The people who are not among a group or a number of adults: those joined to it by a word, and the parents and
    children of a couple."""
    kin = [each for each in along if each.person in ELDERS or each.person in CHILDREN]
    joined = [each for each in along if each.linked and not (each.after_comma and each.person in CHILDREN)]
    if total.kind is TotalKind.ADULTS:
        return [each for each in along if each in joined or each in kin]
    joined = [each for each in joined if each.start > total.start]
    before = [each for each in kin if each.start < total.start and total.kind is TotalKind.COUPLE]
    return [*before, *joined]


def _people(along: list[Companions]) -> int:
    return sum(each.people or 0 for each in along if not each.included)


def _among(along: list[Companions], words: dict[str, int]) -> int | None:
    """How many of the companions are elders, or children; None where the text names none, or not how many."""
    of_kind = [each for each in along if each.person in words]
    if not of_kind or any(each.people is None for each in of_kind):
        return None
    return sum(each.people or 0 for each in of_kind)


# «再加一个小孩», «one more person», and nothing else about the party.
_ONLY_MORE = compiled(
    r"(?:带多|多带|再带|再加|加多)个(?P<one>人|朋友)|(?:再|又)?(?:多)?(?:加|多|带)(?:上|来|"
    r"了)?(?P<count>[1-9])个?(?:人|位|"
    r"(?P<kind>小孩子?|孩子|小朋友|老人|长辈))|\b(?P<latin>[1-9]) more (?:people|persons?|guests?|"
    r"(?P<latin_kind>child(?:ren)?|kids?|elders?))\b"
)


# What ends the words about those on top of whom more come.
_OF_PARTY = (
    *"人位个子妇妻俩口我和妈爸,",
    *("老公", "老婆", "先生", "太太"),
)


def _only_more(unread: Unread) -> PartySize | None:
    found = next(unread.find(_ONLY_MORE), None)
    alone = found is not None and not unread.text[: found.start()].endswith(_OF_PARTY)
    if found is None or not alone or _WITH_ME.search(unread.text[: found.start()]) is not None:
        return None
    rest = unread.text[: found.start()] + "\0" + unread.text[found.end() :]
    if names_total_beside(unread, *found.span()) or find_companions(Unread.of(rest)):
        return None
    count, kind = int(found["count"] or found["latin"] or 1), found["kind"] or found["latin_kind"] or ""
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


# Characters around a number that is the answer to how many.
_MOST_BESIDE_NUMBER = 24


def _read_bare_number(unread: Unread) -> PartySize | None:
    """A number alone, as the answer to how many: «3», «就两个», «三»."""
    found = re.search(
        (
            r"(?<![\d.:/周期拜上前打第-])(?<!past )(?<!quarter to )(?<!five to )(?<!ten to )"
            r"(?<!twenty to )(?<!half )(\d{1,2})(?:个|ge|只)?(?![\da-z.:/-]|"
            r"[点号月日年万千百平家几岁楼层题步页成折早晚中下上起次遍回样]| ?[ap]m\b| ?o'? ?clock)"
        ),
        unread.text,
    )
    first = re.match(r"\W*(\d{1,2})(?=[,.] *+\D*$)", unread.text)
    if first is not None and found is not None and found.start(1) == first.start(1):
        unread.take(*first.span())  # «2, and we're looking for a penthouse»
        return PartySize(int(first[1]))
    text = re.sub(r"\b1(?:'s| is| of (?:them|us))\b", "", unread.text)
    others = re.sub(r"[\d\0]", "", text)
    if found is None or len(re.findall(r"\d+", text)) > 1 or len(others) > _MOST_BESIDE_NUMBER:
        return None
    unread.take(*found.span())
    return PartySize(int(found[1]))
