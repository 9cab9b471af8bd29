"""Finding the number of a party that a text names: «三个人», «我们俩», «一家五口», «party of four»."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.understanding.text import compiled, compiled_at_words
from bot.understanding.unread import Unread

PEOPLE = (
    r"(?:个人|位成人|个成人|名成人|位客人|位贵宾|位大人|口人|口子|位(?!工作人员|客服|专员|同事|顾问|经理)|"
    r"人(?!民|工|家|多|少|数|车)|名|口(?!味)|个大人|大人|成年人|成人)"
)
LATIN_PEOPLE = (
    r"(?:of us|people|persons?|guests?|visitors?|pax|adults?|ppl|heads?|(?:in )?total|in all|altogether|"
    r"members|grown-?ups?)"
)
# «老人两位»: the number belongs to the word before it.
_KIND_BEFORE = compiled(
    r"(?:老人家?|长辈|长者|小孩子?|孩子|小朋友|儿童|细路)(?:,|:|有| )*$|其中有?$|里面有?$|里有$"
)
_ALONE = compiled(
    r"(?:就|只有|只|仅|得|净系)(?:我|本人)(?:自己|1个人?|1位|1人)?(?!们|跟|和|同|与|、|带|老|先|太|爸|"
    r"妈)(?:来|过来|去)?|(?:就|只)(?:他|她)(?:自己)?1个(?:人)?|"
    r"我(?:自己(?!没|不|有|忙|唔|冇|打车|开车|坐|走|找|会|过去)|1个人|1个|1人)(?:来|去|过来)?|自己(?:1个人?)(?:来|去)?|"
    r"单枪匹马|孤家寡人|光杆司令|独自(?:1人)?(?:来|前来)?|单独(?:1人)?来|(?<![没每有哪另任某])1个人(?!都|也|"
    r"没)|自己(?:来|过来|嚟)|"
    r"\b(?:(?:just|only) (?:me|myself)(?!,? (?:and|\+|&|with|plus)(?! (?:my |the |our |a )?(?:dog|cat|pup|puppy|"
    r"pet)))|by (?:my|him|her)self|on (?:my|his|"
    r"her) own|(?:little old|lil old) me\b|"
    r"(?:coming|come|be) alone|i am alone|i'm alone|(?<!leave )me alone|"
    r"(?<!leave us )(?<!leave me )alone(?=$|[,.!?])|myself only|"
    r"solo|^alone$|^me$|^myself$)\b"
)
_COUPLE = compiled_at_words(
    r"(?:我们|咱们|咱|我|我哋)?(?:小2口|2口子|2夫妻|2公婆|夫妻(?:俩|2(?:个人|人|个|位)?)?|夫妇(?:俩|2人)?|"
    r"两夫妇|(?:母女|父子|母子|父女|哥|姐|兄弟|姐妹|爷孙|娘儿?|爷儿?|"
    r"夫妇)俩(?![室朋孩娃老大小同女儿个闺兄姐哥弟妹])(?:人|口子)?|"
    r"(?<![人子娃孩友辈妈爸母婆公奶爷])俩(?:个)?(?:人)?(?![室朋孩娃老大小同女儿个闺兄姐哥弟妹或月周钟星礼]))(?!人)|"
    r"(?:我们|咱们|我哋|咱|就)2个(?![小孩娃大老月车房厅卫钟半朋问人位星礼周多男女儿宝系是])|"
    r"\b(?:couple(?! (?:of|more))|both of us|the 2 of us|2 of us|(?:us|we) (?:both|2)|"
    r"mr\.? (?:and|&) mrs\.?(?! [a-z]))\b"
)
_TRIO = compiled(r"(?:我们|咱们|咱|我)?仨(?:人)?(?!个?[老小大孩娃长朋闺兄姐])|(?:我们|咱们)?1家子?3口")
_TOTAL = compiled_at_words(
    rf"(?:(?:我们|咱们|我哋|1行|1共|总共|1家(?:老小|老少|子|人)?|全家(?:老小)?|共|大概|大约|约|就|来|要来|"
    rf"嚟|同埋)*)(?<![\d:.没每哪另任某-])(?<!\d/)(?<!没有)(?:(?<!有)|"
    rf"(?!1个))(?P<count>\d{{1,2}}) ?个?{PEOPLE}(?!后|钟|以后|小|老|长|孩|(?:是|系)(?!吧|吗|的|呀|啊|$))"
    r"|(?:party|table|group|family|mob|gang|crew|team|total) (?:for|of) (?P<of>\d{1,2})\b|"
    r"\b(?:we(?:'re| are| will be|'ll be)(?: actually| now)?|there(?:'ll| will)? be|there(?:'s| are)|us|"
    r"makes?(?: it| that)?|it'?s|"
    r"change (?:it )?to|now) (?P<we>\d{1,2})(?! ?[%/]|[:.]\d|"
    r" ?(?:pm|am|o'|min|hour|day|week|car|bed|room|kid|child|month|year))(?= of us|$|[,.!;:?]| in | not \d|"
    r" people|"
    r" on| tomorrow| guests| now| instead| coming| adults|"
    r"\0)(?: (?:of us|people|guests|adults|in all|in total|now|instead))?"
    rf"|(?<![\d:./-])(?P<latin>(?!1 of us)\d{{1,2}}) ?个? ?(?:more )?{LATIN_PEOPLE}(?! old)\b"
    r"|\bfor (?P<for>\d{1,2})(?= (?:on|at|tomorrow|next|this|please|in the|people|with|and|if)|$|[,.!;?]|\0|"
    r" \0)(?! ?(?:pm|am|:))|(?:改(?:成|为|做)|那就|咁就|噉就|咁|噉|变成|变为|变|增加到|所以(?:就)?|(?:人数)(?:是|为|"
    r":)?|一共|1共|"
    r"加起来|总共)(?P<changed>\d{1,2})(?:个人|个|位|人|口)?(?!\d|[点号月日.:/样-])|"
    r"(?<![女男])(?:姐妹|兄弟|姊妹|母女|父子|母子|父女|祖孙|闺蜜|同事|朋友)(?:们)?(?P<kin>\d)(?:个|人)|"
    r"\bso (?P<so>\d{1,2})(?=$|[,.!:])|\bcount (?P<counted>\d{1,2})\b|(?:人|人数)(?:还是|仍是|依然是|仲系|"
    r"都系)(?P<still>\d{1,2})(?:个|位|"
    r"人)|\b(?P<dozen>half a dozen|a dozen)\b|"
    r"(?:(?:唔系|不是)[,. ]+|(?:唔啱|不对|错了|[啊哦喔噢]不(?:是|系)?|不不|等等|更正|"
    r"(?:不是|唔系)\d{1,2}(?:个|位),?)[,. ]*)(?:是|系|应该是)?(?P<fixed>\d{1,2})(?:个|位)(?=$|[,.。!~ 至才先])|"
    r"\b(?:sorry|no|actually|i mean|make (?:that|it)|wait|hang on|oops)[, ]+(?P<fixed_latin>\d{1,2})(?=$|"
    r"[,.!]|"
    r" (?:people|of us|guests))|(?:guests?|people|pax|visitors?|no\.? of guests|人数|"
    r"人数约)(?: size)?(?: (?:down |up )?to)? ?[:=]? ?(?P<labelled>\d{1,2})(?![\d:.样]| ?[ap]m)(?: ?(?:adults?|"
    r"个?大人|个?成人))?|"
    r"人数改(?:成|为|做)?(?P<altered>\d{1,2})(?!下)个?|(?:^|[,.。!~ \0]|了就|共|才)(?P<bare>\d{1,2})个(?=$|"
    r"[,.。!~吧呢])|"
    r"(?:即系|即是|等于)(?P<equals>\d{1,2})(?:个|位|人)|(?P<them>\d{1,2}) of them(?=$|[.!])|"
    r"(?:加上?|加埋|连|连埋)我(?:一共|1共)?(?P<with_me>\d{1,2})(?:个|位|人)|"
    r"(?:大人|成人)(?P<grown>\d{1,2}|俩)(?:个|位|名)?|(?P<pair>俩|仨)(?:个)?(?:大人|成年人|成人)|(?:^|"
    r"[,.。!~ \0])是(?P<is>\d{1,2})个(?=$|[,.。!~ ])|"
    r"(?:我们|咱们|我哋)(?:成家|全家|1家)?(?P<ours>\d{1,2})个(?!月|小时|钟|孩|小|老|星期|房)"
)
# «我家三口,他家四口»: families that come together.
_FAMILIES = compiled(r"(?:我|咱|他|她|你|对方|朋友|亲家|弟弟|哥哥|姐姐|妹妹)们?家(?P<people>\d)口")
# «一家五口住,但来看的就我一个», «原本四个人,所以只有我»: only these come.
_RESTRICTED = compiled(
    r"(?:原本|本来|原来)(?:话|说|想|要|打算).{0,40}(?P<contrast>不过|但|可是|结果|所以)|"
    r"\b(?:was|were) (?:going|supposed|meant) to\b.{0,60}\b(?P<latin_contrast>so|but)\b|"
    r"(?:但是?|不过|可是?|\bbut\b)[^,.]{0,12}?(?:就|只|\bonly\b|\bjust\b)|所以(?:就)?(?:只有|净系|只剩|得)"
)
# «一家六口,两个老人,还有我们夫妻俩»: the couple is a part of the family.
_WHOLE = compiled(r"1家|全家|1行|\d个人|\d人|of us$")
# «五位,不是四位»
# «五个吧,我哥一家三口加上我们两口子»: the answer, and then whom it counts.
_ANSWER_FIRST = compiled(r"(?:个|位|个人|人|口人)?(?:吧|呢|啊)[,。]")
_NOT_SO = compiled(r"(?:不是|唔系|\bnot) ?$")
# «一共三位» holds everybody.
_IS_SUM = compiled(r"1共|总共|^共|加起来|in all|in total|altogether|^so |即系|即是|等于|我\d")
_WORDS = {"half a dozen": 6, "a dozen": 12, "俩": 2, "仨": 3}


class TotalKind(StrEnum):
    """What a number says of the people who are named beside it."""

    # Those who are named before it are among them.
    WHOLE = "whole"
    # Those too who are named after it.
    SUM = "sum"
    # Those who are joined to them afterwards come on top, «我们俩带个孩子».
    GROUP = "group"
    # Two who belong together; parents and children are not among them.
    COUPLE = "couple"
    # Only the adults.
    ADULTS = "adults"


@dataclass(frozen=True)
class Total:
    """``people`` as a number or as a couple, named at ``start`` in the text."""

    people: int
    kind: TotalKind
    start: int


def find_total(unread: Unread) -> Total | None:
    """The number of people that the text names, the last one where it corrects itself. Takes its words, and those of
    all numbers."""
    totals = [found for found in unread.find(_TOTAL) if not _is_of_a_kind(unread.text, found)]
    totals = [found for found in totals if not _NOT_SO.search(unread.text, 0, found.start())] or totals
    changed = [found for found in totals if _corrects(found)]
    sums = [found for found in totals if _IS_SUM.search(found[0]) or _answers(unread.text, found)]
    families = [int(found["people"]) for found in unread.find(_FAMILIES)]
    if len(families) > 1:
        unread.take_all(_FAMILIES)
        return Total(sum(families), TotalKind.SUM, 0)
    if not changed and not sums and not any(_WHOLE.search(found[0]) for found in totals):
        group = _find_group(unread)
        if group is not None:
            return group
    if totals:
        # «连埋我哋两公婆一共四位»
        unread.take_all(_COUPLE)
        for found in totals:
            unread.take(*found.span())
        # A later number corrects an earlier one.
        return _total((changed or sums or totals)[-1], is_sum=bool(sums))
    alone = next(unread.find(_ALONE), None)
    if alone is None:
        return None
    unread.take(*alone.span())
    return Total(1, TotalKind.GROUP, alone.start())


def _total(found: re.Match[str], *, is_sum: bool) -> Total:
    number = next(group for group in found.groups() if group)
    kind = TotalKind.SUM if is_sum else TotalKind.WHOLE
    if found["grown"] or re.search("大人|成年人|成人|adult|grown", found[0]):
        kind = TotalKind.ADULTS
    return Total(_WORDS.get(number) or int(number), kind, found.start())


def changes_total(unread: Unread) -> bool:
    """Whether the text puts one number in the place of another."""
    return any(found["changed"] or found["so"] for found in unread.find(_TOTAL))


def names_total_beside(unread: Unread, start: int, end: int) -> bool:
    """Whether the text names a number of people besides its part from ``start`` to ``end``."""
    return any(found.start() < start or found.start() >= end for found in unread.find(_TOTAL))


def _answers(text: str, found: re.Match[str]) -> bool:
    """Whether a number of people is the first word of a text that goes on."""
    return found.start() == 0 and _ANSWER_FIRST.match(text, found.end()) is not None


def restricted_at(unread: Unread) -> int:
    """The place from which on the text says who comes after all; 0 where it is all of it."""
    found = _RESTRICTED.search(unread.text)
    if found is None:
        return 0
    return max(found.start(), found.start("contrast"), found.start("latin_contrast"))


def take_numbers_before(unread: Unread, place: int) -> None:
    """Take the numbers that are named before a place."""
    for pattern in (_TOTAL, _TRIO, _COUPLE, _ALONE):
        for found in unread.find(pattern):
            if found.start() < place:
                unread.take(*found.span())


def _find_group(unread: Unread) -> Total | None:
    """«我们俩», «一家三口»: a group by its name."""
    for pattern, people in ((_TRIO, 3), (_COUPLE, 2)):
        found = next(unread.find(pattern), None)
        if found is not None:
            unread.take(*found.span())
            couple = people == 2 and re.search("口|夫|公婆|couple|mrs", found[0])
            return Total(people, TotalKind.COUPLE if couple else TotalKind.GROUP, found.start())
    return None


def _is_of_a_kind(text: str, found: re.Match[str]) -> bool:
    """Whether the number counts the elders or children before it: «老人两位»."""
    alone = re.match(r"\d{1,2}(?!\d?共)", found[0]) is not None
    return alone and _KIND_BEFORE.search(text[: found.start()]) is not None


def _corrects(found: re.Match[str]) -> bool:
    return any(found[name] for name in ("changed", "so", "counted", "fixed", "fixed_latin", "altered"))
