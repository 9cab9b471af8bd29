"""Finding who comes along with the writer: «带两个孩子», «my wife», «爸妈»."""

from dataclasses import dataclass, replace

from bot.understanding.people import CHILDREN, ELDERS, PEOPLE, SAME_PERSON
from bot.understanding.people_said import COUNTED_BEHIND, GENERAL, PAIRS, PersonSaid, find_people
from bot.understanding.spoken_of import end_of_absence, is_form_of_address, is_left_behind, is_only_spoken_of
from bot.understanding.text import compiled
from bot.understanding.unread import Unread

_AGED = compiled(
    r"(?:and |with |plus |,|&|\+)? ?(?:my |our |an? |1 )?(?:(?P<count>\d) )?\d{1,2}[- ](?:year|yr|"
    r"month)s?[- ]olds?\b|(?:和|跟|与|同|带|加|、|,)?(?P<number>[1-9])个?(?:还)?(?:在)?(?:(?:念|读|"
    r"上)(?:国小|小学|幼儿园|幼稚园|"
    r"托儿所)|(?:喝|吃)奶)的"
)
_WITH_WRITER = compiled(r"带|跟|和|与|同|加|外加|连|陪|还有|再加|\+|with|plus|bring|tak")
_ON_TOP = compiled(r"带|加|外加|还有|再加|另|\+|and|plus|with|bring|和|跟|同")
# After a number of people these are not among them: «the two of us plus my mother».
_ADDS_TO = compiled(r"plus|\+|加上?|加埋|外加|再加|另加")
_INCLUDED = compiled(r"其中|包括|含|里|有|是|of (?:them|us)|includ|incl|have|are|is$")
_JOINS = compiled(r"跟|和|同|与|加|、")
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
    for said in find_people(unread):
        if is_form_of_address(unread.text, said):
            continue
        if (end := end_of_absence(unread.text, said)) is not None:
            if said.person in CHILDREN and not is_left_behind(unread.text, said):
                along.append(_none_of(said))  # children who stay away are none
            unread.take(said.start, end)
            continue
        if is_only_spoken_of(unread.text, said) or _is_named_again(along, said):
            continue
        same = _already(along, said)
        if same is not None:
            with_writer = along[same].with_writer or _WITH_WRITER.match(said.link) is not None
            along[same] = replace(along[same], with_writer=with_writer)
        elif not _is_in_apposition(along, said, last):
            along.append(_companions(unread.text, said, along, last))
        unread.take(said.start, said.end)
        last = said.end
    _find_aged(unread, along)
    if any(each.person in _CHILDREN_IN_LAW for each in along):
        along = [
            replace(each, person="grown child") if each.person in _OWN_CHILDREN else each for each in along
        ]
    return [each for each in along if not _stands_for_others(along, each)]


# Whose husband or wife comes too is grown up: «儿子儿媳».
_CHILDREN_IN_LAW = frozenset({"儿媳妇", "儿媳", "新抱", "女婿", "son-in-law", "daughter-in-law"})
_OWN_CHILDREN = frozenset({"儿子", "女儿", "闺女", "son", "daughter", "我仔", "我女", "个仔", "个女"})


def _none_of(said: PersonSaid) -> Companions:
    return Companions(said.person, 0, on_top=False, linked=True, with_writer=False, start=said.start)


def _companions(text: str, said: PersonSaid, along: list[Companions], last: int) -> Companions:
    """These people; ``last`` is where the words of those before end."""
    before = text[: said.start]
    goes_on = bool(along) and along[-1].listed and not text[last : said.start].strip(" ")
    part = _INCLUDED.search(before[-8:] + said.link) is not None
    listed = part or (goes_on and _AND.fullmatch(said.link) is not None)
    counted = bool(said.written) or _ADDS_TO.fullmatch(said.link.strip()) is not None
    on_top = counted and not listed and _ON_TOP.match(said.link) is not None
    return Companions(
        _person(said, along),
        PEOPLE[said.person] if _counts_writer(text, said) else said.people,
        on_top=on_top and "of " not in said.words,
        linked=bool(said.link or said.written) or _JOINS.match(text, said.end) is not None,
        with_writer=_WITH_WRITER.match(said.link) is not None,
        start=said.start,
        included=_ONE_OF_THEM.search(text[: said.end]) is not None,
        listed=listed,
        owned=_OTHERS_OWN.search(said.words) is not None,
        after_comma=said.link == "," and "of " not in said.words,
    )


def _counts_writer(text: str, said: PersonSaid) -> bool:
    """«我和女朋友俩»: the two are the writer and the other."""
    behind = said.written in PAIRS and said.written not in said.own
    return behind and bool(said.link) and text[: said.start].endswith("我")


def _person(said: PersonSaid, along: list[Companions]) -> str:
    of_child = said.person in {"爸", "妈"} and _CHILDS_PARENT.search(said.words)
    return "孩子爸" if of_child and any(each.person in CHILDREN for each in along) else said.person


def _find_aged(unread: Unread, along: list[Companions]) -> None:
    """Add the children who are told by their age, «a two-year-old»."""
    for aged in unread.find(_AGED):
        if not any(each.person in CHILDREN for each in along) or _ANOTHER_AGED.match(aged[0]):
            count, on_top = int(aged["count"] or aged["number"] or 1), _ON_TOP.match(aged[0]) is not None
            start = aged.start()
            along.append(
                Companions("child", count, on_top=on_top, linked=True, with_writer=True, start=start)
            )
            unread.take(*aged.span())


def _is_in_apposition(along: list[Companions], said: PersonSaid, last: int) -> bool:
    """Whether these words only say more of the people before: «设计师朋友» is one person, «爸妈两位老人» are two."""
    if not along or said.start != last or said.link:
        return False
    kinds = [words for words in (ELDERS, CHILDREN) if said.person in words and said.person in COUNTED_BEHIND]
    return (said.person in GENERAL and not said.written) or any(along[-1].person in words for words in kinds)


_ANOTHER_AGED = compiled(r"[和跟与同带加、,1-9]|and|with|plus|,|&|\+|my|an? ")
# «他妈», «her parents»: another person than the writer's own.
_OTHERS_OWN = compiled(r"^[^a-z]*[他她]|\b(?:his|her|their)\b")
_AND = compiled(r"and|和|跟|与|同|及|、|,|&|\+|加|以及|还有")


def _already(along: list[Companions], said: PersonSaid) -> int | None:
    """The place of companions among whom this person of the writer's has been named before."""
    if said.written or _person(said, along) != said.person or _OTHERS_OWN.search(said.words):
        return None
    named = SAME_PERSON.get(said.person, frozenset({said.person}))
    return next(
        (
            place
            for place, each in enumerate(along)
            if each.people
            and not each.owned
            and named <= SAME_PERSON.get(each.person, frozenset({each.person}))
        ),
        None,
    )


_ONE_OF_THEM = compiled(r"\b1(?:'s| is| of (?:them|us) is|,) (?:an? )?[a-z ]*$|其中\S{0,3}$")


def _is_named_again(along: list[Companions], said: PersonSaid) -> bool:
    """Whether the words name children or elders that were named before."""
    if said.written or said.person not in _NAMED_AGAIN or (said.link or ",") not in {",", "带", "带着"}:
        return False
    words = CHILDREN if said.person in CHILDREN else ELDERS
    return any(each.people and each.person in words for each in along)


def _stands_for_others(along: list[Companions], general: Companions) -> bool:
    """Whether others of the same kind are counted, so that «the old folks», or 老人家 without a number, are those."""
    if general.people is not None and (general.linked or general.person not in COUNTED_BEHIND):
        return False
    kinds = [words for words in (ELDERS, CHILDREN) if general.person in words]
    return any(
        each.people and each is not general and each.person in words for words in kinds for each in along
    )
