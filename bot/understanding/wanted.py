"""What a writer wants beside the facts of a message, where words that mean it by themselves can mean something else."""

import re

from bot.understanding.answer_patterns import THANKS
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import asks_besides_facts, asks_for_own_booking, puts_it_off, read_intent, says
from bot.understanding.learned_intents import likely_intent, says_enough
from bot.understanding.parties import PartySize
from bot.understanding.relative_moves import read_relative_move
from bot.understanding.setting import Asking
from bot.understanding.text import compiled, folded
from bot.understanding.when_in_text import WhenSaid
from bot.understanding.wishes import pauses


def wanted_beside_facts(
    text: str,
    rest: str,
    asking: Asking | None,
    when: WhenSaid,
    party: PartySize | None,
    *,
    known: bool,
    named: bool,
) -> Intent | None:
    """What the writer wants; ``rest`` is the text without its facts. «周五来不了,下周一可以» names another day, and
    cancels nothing. ``named``: the text names its writer."""
    wanted = read_intent(text, has_facts=known or named, asked=asking is Asking.YES_NO)
    if (
        wanted is None
        and named
        and not known
        and asking is not Asking.NAME
        and _THANKED.search(folded(text))
        and read_intent(text) is Intent.THANKS
    ):
        return Intent.THANKS
    if wanted is Intent.YES and asking is not Asking.YES_NO and THANKS.search(folded(text)) is not None:
        return Intent.THANKS  # «好嘞,辛苦了», to nothing that was asked
    if asking is Asking.YES_NO and wanted in _PUT_OFF and (pauses(text) or _puts_off(text, when)):
        return Intent.NO  # «let me ask my wife first»
    known = known or named
    if wanted is None and known and asks_besides_facts(rest):
        return Intent.QUESTION
    if wanted is None and not known and asks_for_own_booking(text):
        return Intent.QUESTION
    if wanted is None:
        return _likely_beside_facts(text, rest, asking, when, party)
    if not _is_only_said_so(wanted, text, rest, when, party, known=known):
        return _more_likely(wanted, text)
    # «周三来不了了,改到周五行吗»
    return Intent.MOVE if wanted is Intent.CANCEL and says(Intent.MOVE, folded(text)) else None


def _puts_off(text: str, when: WhenSaid) -> bool:
    """«Maybe another time»; «an hour later» is another hour."""
    return not when.named and puts_it_off(text) and read_relative_move(text) is None


def _likely_beside_facts(
    text: str, rest: str, asking: Asking | None, when: WhenSaid, party: PartySize | None
) -> Intent | None:
    likely = likely_intent(text) if says_enough(rest) else None
    counted = party is not None and party.total is not None
    match likely:
        case Intent.NO if pauses(text):
            return None
        case Intent.CANCEL:
            # «My boss and his wife, I won't be joining»
            return None if counted else likely
        case Intent.MOVE:
            # «Please change it to three people»; «can I do Sunday 4pm», where the day is asked for
            chosen = when.named and asking is not None
            return None if chosen or (party is not None and not when.named) else likely
        case Intent.OUT_OF_TOWN:
            return None if when.days and when.hours else likely
        case Intent.QUESTION:
            # «How about the 2nd of January?»
            return None if when.named or counted else likely
        case _:
            return likely


def _more_likely(wanted: Intent, text: str) -> Intent:
    """The wish that only has the form of a question, «预约这一套图啥呀», or a move that begins with not coming."""
    likely = likely_intent(text) if wanted in _WEAK else None
    if likely is None or (wanted is Intent.QUESTION and likely is Intent.NO):
        return wanted
    return likely if wanted is Intent.QUESTION or likely is Intent.MOVE else wanted


# What a text that only asks for time seems to want.
_PUT_OFF = frozenset({None, Intent.THANKS, Intent.LATE, Intent.MOVE, Intent.WALK_IN})
_WEAK = frozenset({Intent.QUESTION, Intent.CANCEL})


def _is_only_said_so(
    wanted: Intent, text: str, rest: str, when: WhenSaid, party: PartySize | None, *, known: bool
) -> bool:
    """Whether words that mean this by themselves mean something else beside the facts of the text."""
    match wanted:
        case Intent.CANCEL:
            # «老婆来不了,我自己来» cancels nothing either; ``rest`` is without her.
            said = folded(text)
            counted = party is not None and party.total is not None
            planned = counted and bool(when.days and when.hours)
            only_others = planned or (
                counted and (not _I_CANCEL.search(said) or _OTHERS_COME.search(said) is not None)
            )
            return "取消" not in text and (when.other_day or only_others or not says(wanted, rest))
        case Intent.FULL:
            # «这个月都排满了,下月8号有空» speaks of the writer's own days.
            return known and not _ASKING_MARKS.search(text.lower())
        case Intent.OUT_OF_TOWN:
            # «周日可以,周六我不在深圳»
            return (bool(when.days and when.hours) and not _ASKS_WORTH.search(text.lower())) or (
                when.other_day and "不在" in text
            )
        case Intent.WHY_APPOINTMENT:
            # «每天接送,太折腾了» is about something else.
            return known and not _SPEAKS_OF_BOOKING.search(text.lower())
        case Intent.MOVE:
            # «人数要改一下,变成四个人»
            of_party = party is not None and not when.named and _OF_TIME.search(text.lower()) is None
            return of_party or _CORRECTS_ITSELF.search(text) is not None
        case Intent.WALK_IN:
            return bool(when.days or when.hours) and _HAS_NO_BOOKING.search(text.lower()) is None
        case Intent.QUESTION:
            return rest != "" and _ONLY_ASKS_BACK.match(text) is not None
        case _:
            return False


# «我吗?吕思源»
_ONLY_ASKS_BACK = re.compile(r"(?:我|谁|誰|你说我|名字)(?:吗|嗎|么|麼)?[?？]\s*[\u3400-\u9fff]{2,4}$")
_ASKING_MARKS = re.compile(r"[系係]咪|是不是|[?？吗嗎么麼没沒未不嘛呢冇]|\b(?:any|is|are|got|left|full)\b")
_CORRECTS_ITSELF = re.compile(r"(?:等等|等下|不对|不對|啊不|哦不|哎|算了)[^改]{0,14}改(?:成|到|为|為)")
_OF_TIME = re.compile(
    r"时间|時間|日子|日期|改期|天|日|点|點|\b(?:time|day|date|slot|hour|visit|appointment|booking)\b"
)
_THANKED = compiled(r"谢谢你|谢谢您|感谢|辛苦|满意|\bthank|\bta\b|\bbye\b|再见")
# A clause that cancels without naming anybody else: «我来不了了», but not «太太那天要加班就不来了».
_I_CANCEL = compiled(
    r"(?:^|[,.。!?;\s])(?:(?!有[一1两2]?个|太太|老婆|老公|先生|爸|妈|他|她|佢|爷|奶|公|婆|父|母|孩|儿|女|哥|弟|姐|妹|"
    r"友|"
    r"同事|"
    r"就不(?:过去|去)了)[^,.。!?;\s]){0,12}?(?:(?:来|去|嚟|到)(?:不|唔)(?:了|成|到|切)|(?:不|唔)(?:来|去|嚟|"
    r"过来|过去)(?:了|喇|啦)|"
    r"没法(?:来|去)|退|取消)|"
    r"\b(?:i|we)\b[^,.!?;]{0,30}\b(?:can'?t|cannot|won't|unable|not)\b|cancel|call (?:it )?off"
)
_OTHERS_COME = compiled(
    r"(?:们俩?|老婆|老公|太太|先生|爸|妈|父母|岳母|儿子|女儿|朋友|同事)(?:会|先|自己)?(?:来|去|过去|"
    r"过来)(?=$|[,.。!;])"
)
_ASKS_WORTH = re.compile(r"值|划算|劃算|\bworth\b|[?？]|吗|嗎")
_SPEAKS_OF_BOOKING = re.compile(
    r"约|約|登记|登記|手续|手續|步骤|步驟|问|問|book|appoint|form|question|why|为什么|點解|点解"
)
_HAS_NO_BOOKING = re.compile(
    r"约|約|登记|登記|直接|walk|book|appoint|reserv|随到|隨到|\b(?:drop|pop|turn|show|stop)\b"
)
