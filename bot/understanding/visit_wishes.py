"""What a guest wants of a visit, in their own words, which no question of the form asks for: «要轮椅», «想看三房»."""

import re

from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import declines_phone, means_no, means_yes
from bot.understanding.parties import find_party
from bot.understanding.plates import find_plate
from bot.understanding.sentences import LONGEST, understand
from bot.understanding.setting import Asking, Setting
from bot.understanding.text import compiled, folded, tidy
from bot.understanding.unread import Unread
from bot.understanding.wishes import greets

# What the house is to prepare.
_TO_PREPARE = compiled(
    r"备注|无障碍|(?:带|抱|牵)\S{0,4}(?:狗|猫|宠物)|怕冷|怕热|轮椅|婴儿车|童车|过敏|素食|清真|行动不便|腿脚|拐杖|"
    r"助行|孕妇|怀孕|有孕|翻译|手语|"
    r"(?:帮|麻烦|请|能|可以|需要|要|希望|想|劳烦).{0,6}(?:准备|预备)(?!什么|啥|咩|乜|好了|周|星期|明|后|下|去|来|买|"
    r"看)|"
    r"(?:准备|预备)(?:好)?(?:1|一|两|几|个|些|点|份|茶|水|饮|资料|椅|伞|车位)|"
    r"麻烦(?:安排|留)|帮(?:忙)?(?:安排|留)|(?:要|留|预留).{0,3}(?:停)?车位|"
    r"\b(?:wheel ?chairs?|step[- ]free|(?:walks?|walking) with a (?:stick|cane|frame)|"
    r"bring(?:ing)? (?:my|our|a|the) (?:dog|cat|pet|puppy)|prams?|strollers?|buggy|allerg\w*|vegetarian|vegan|halal|"
    r"please (?:prepare|arrange)|"
    r"(?:you|you please) prepare|need (?:a )?parking(?: space)?|prepare (?:a|an|some|the)|"
    r"interpreter|translator|sign language|pregnant|walking (?:stick|frame)|crutches|hard of hearing|please note|"
    r"(?:can't|cannot|can not|trouble|difficulty|unable to) walk\w*)\b"
)
_BY_CAR = compiled(
    r"车牌|粤[a-z]|(?<![不唔没])(?:自己|会|我们?|我哋)?(?<![不唔没])(?:开车|自驾|揸车)(?:过)?(?:来|去|嚟)?|\bplate\b|"
    r"\b(?:come|coming|arrive|arriving|be|we're|i'm) (?:by car|driving)\b|\b(?:i|we)(?:'ll| will) drive\b"
)
_HOME = (
    r"[1-6一二两三四五六][房室居]|户型|大平层|平层|别墅|复式|洋房|公寓|海景|江景|湖景|园景|景观|朝[南北东西]|南北通|"
    r"高层|低层|高楼层|低楼层|楼层|阳台|露台|花园|精装|毛坯|现房|学区|平米|平方|呎|预算"
)
_HOME_LATIN = (
    r"(?:(?:\d|one|two|three|four|five)[ -]?bed(?:room)?s?|sea|ocean|river|lake|garden)[ -]?views?|"
    r"(?:\d|one|two|three|four|five)[ -]?bed(?:room)?s?|penthouses?|duplex(?:es)?|villas?|"
    r"high(?:er)? floors?|low(?:er)? floors?|balcon\w+|terraces?|floor ?plans?|south[ -]facing|budget"
)
_WANTS = r"想|要|希望|打算|主要|喜欢|钟意|中意|偏好|倾向|考虑|感兴趣|有兴趣|最好|睇|看|预算"
_WANTS_LATIN = (
    r"(?:like|love|want|wish|hope|hoping|prefer|keen|eager|interested|looking|look|after|in mind|"
    r"our budget|my budget|budget is|thinking|mainly|mostly)"
)
# «想看三房», «interested in a sea-view flat».
_HOME_WANTED = compiled(
    rf"(?:{_WANTS}).{{0,16}}(?:{_HOME})|(?:{_HOME}).{{0,8}}(?:感兴趣|有兴趣|优先|最好)|"
    rf"\b{_WANTS_LATIN}\b.{{0,40}}\b(?:{_HOME_LATIN})\b|\b(?:{_HOME_LATIN})\b.{{0,12}}\bpreferred\b"
)
# «找我秘书小李»: whom the house is to speak with.
_CONTACT = compiled(
    r"(?:找|联系|揾|打给)(?:我|我的|我们)?的?(?:秘书|助理|太太|先生|老婆|老公|司机|同事|儿子|女儿)|"
    r"\b(?:ask for|speak to|speak with|contact|call) my "
    r"(?:secretary|assistant|pa|wife|husband|driver|colleague|son|daughter)\b"
)
_LEADS_IN = re.compile(r"^(?:不[过過]|但是?|另外|[还還]有|and|but|also)[ ,，]*", re.IGNORECASE)
_CLAUSES = re.compile(r"[,，。;；!！\n]+|(?<=[^\d])\.(?:\s|$)|[.!?](?=\s)|(?<=[?？])")
_NUMBER = re.compile(r"\+?\d[\d -]{5,}\d")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# These are answered, and nothing is noted.
_OTHER_WISHES = frozenset({Intent.COMPLAINT, Intent.ERASE, Intent.CANCEL})


def is_to_prepare(text: str) -> bool:
    """Whether a text says what the house is to prepare, even as a question: «能准备轮椅吗»."""
    return _TO_PREPARE.search(folded(text)) is not None


def comes_by_car(text: str) -> bool:
    """Whether a text says that the party comes by car."""
    return _BY_CAR.search(folded(text)) is not None


def only_confirms(text: str) -> bool:
    """Whether a text is a yes, and wishes for nothing besides: «确认。想看三房» is to be noted first."""
    wishes = is_to_prepare(text) or comes_by_car(text) or _HOME_WANTED.search(folded(text)) is not None
    return means_yes(text) and not wishes


def only_refuses(text: str) -> bool:
    """Whether a text is a no to what was asked, and says nothing of how many come: «改成三个人,电话不留» changes the
    party too, and «rather not give my number» is a no to the number, whatever was asked."""
    return means_no(text) and not declines_phone(text) and find_party(Unread.of(text[:LONGEST])) is None


def wish_in(text: str, setting: Setting) -> str:
    """The part of a text that says what its writer wants of the visit, in their own words and without the answers
    beside it; empty where they want nothing. A number plate is not part of it."""
    if understand(text, setting).intent in _OTHER_WISHES:
        return ""
    kept, _ = _parted(text, setting)
    if not kept:
        return ""
    kept[0] = _LEADS_IN.sub("", kept[0])
    between = "，" if _CHINESE.search(text) else ", "
    return between.join(part for part in (_NUMBER.sub("", clause).strip() for clause in kept) if part)


def said_besides(text: str, setting: Setting) -> str:
    """The part of a text beside its wish."""
    return ", ".join(_parted(text, setting)[1])


def _parted(text: str, setting: Setting) -> tuple[list[str], list[str]]:
    """The clauses of a wish, with those that only add to it, and the other clauses; of a text without a wish, all are
    others."""
    clauses = [clause.strip() for clause in _CLAUSES.split(tidy(text)) if clause.strip()]
    has_plate = find_plate(text) is not None
    wished = [clause for clause in clauses if _is_wish(clause, setting, has_plate=has_plate)]
    if not wished:
        return [], clauses
    kept = [clause for clause in clauses if clause in wished or _only_adds(clause, setting)]
    return kept, [clause for clause in clauses if clause not in kept]


def _is_wish(clause: str, setting: Setting, *, has_plate: bool) -> bool:
    """``has_plate``: the text names a number plate, which says that the party comes by car."""
    if is_to_prepare(clause) or _CONTACT.search(folded(clause)) is not None:
        return True
    if understand(clause, setting).intent is Intent.QUESTION:
        return False
    return (comes_by_car(clause) and not has_plate) or _HOME_WANTED.search(folded(clause)) is not None


def _only_adds(clause: str, setting: Setting) -> bool:
    """Whether a clause goes with the wish beside it: it answers nothing and wants nothing else."""
    if not any(char.isalpha() for char in clause):
        return False
    # A word that can be a name answers the question for it.
    said = understand(clause, setting, Asking.NAME)
    other = said.has_facts or said.intent is not None or find_plate(clause) is not None
    return not (other or comes_by_car(clause) or greets(clause))
