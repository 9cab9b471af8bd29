"""Optional questions after the confirmation: each can be skipped with one tap."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.dialogs.booking import changes, side_talk, visit_talk
from bot.dialogs.booking import screens as booking_screens
from bot.dialogs.booking.changes import asks_for_change
from bot.dialogs.booking.remarks import add_remark, is_wish, names_another_party, too_long
from bot.engine.dialog import Context
from bot.engine.form import not_followed, unusable_text
from bot.engine.inputs import Chose, Given, Said
from bot.engine.replies import Finish, Goto, Reply
from bot.engine.screen import Button, Screen, columns
from bot.language.words import Words
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import asks_for_own_booking, is_yes, language_wanted
from bot.understanding.plates import find_plate, read_plate
from bot.understanding.sentences import Understood
from bot.understanding.text import folded, tidy
from bot.understanding.wishes import acknowledges
from bot.wording.refusals import explain
from core.booking import MAX_REMARKS_LENGTH, Booking, BookingId, is_open
from core.desk import booking as desk_booking
from core.desk import guest_register, queries
from core.errors import BookingNotOpen, NoSuchBooking
from core.guests import MAX_DISTRICT_LENGTH, HeardThrough

NAME = "particulars"
SKIP, ENOUGH = "skip", "enough"


class OptionalStep(StrEnum):
    HEARD = "heard"
    DISTRICT = "district"
    CAR = "car"
    PREPARE = "prepare"


ORDER = tuple(OptionalStep)


@dataclass(frozen=True, kw_only=True)
class OptionalForm:
    """The question that is open, and the booking it is about; ``missed``: what was written last was no
    answer; ``again``: it has been asked before."""

    at: OptionalStep
    booking: BookingId
    missed: bool = False
    again: bool = False


class OptionalQuestionsDialog:
    name = NAME
    state_type = OptionalForm

    def show(self, context: Context, state: OptionalForm) -> Screen:
        words = context.words
        text, rows = _QUESTIONS[state.at](words)
        if state.again and state.at is OptionalStep.HEARD:
            text = words.say("How did you hear about us?")
        if state.at is OptionalStep.PREPARE and (noted := _remarks(context, state)):
            text = words.say(
                "✎ {remarks}\nIs there anything else we should prepare or settle for you "
                "beforehand? Please write it.",
                remarks=noted,
            )
        last = (Button(words.label("Skip"), SKIP), Button(words.label("No more questions"), ENOUGH))
        # A no to the first is to all of them; a no to “Will you come by car?” is only to that one.
        return Screen(text=text, rows=(*rows, last), no=ENOUGH if state.at is ORDER[0] else SKIP)

    def step(self, context: Context, state: OptionalForm, given: Given) -> Reply:
        if given == Chose(ENOUGH):
            return _goodbye(context)
        if given == Chose(SKIP):
            return _next(context, state)
        if isinstance(given, Said) and _NO_MORE.search(folded(given.text)):
            return _goodbye(context)
        if state.at is OptionalStep.CAR and isinstance(given, Said) and _NO_CAR.search(folded(given.text)):
            return _next(context, state)
        reply = _other_wish(context, state, given)
        if reply is not None:
            return reply
        try:
            note = _STEPS[state.at](context, state.booking, given)
        except (NoSuchBooking, BookingNotOpen) as late:
            return Finish(Screen(text=explain(context.words, late)))
        if note and state.missed and isinstance(given, Said):
            # Nobody is held up by a question that is only asked if they like.
            return _next(context, state)
        return Goto(NAME, replace(state, missed=True, again=True), note) if note else _next(context, state)

    def on_return(self, context: Context, state: OptionalForm) -> Reply | None:
        """After a long pause the questions are dropped, and the booking is shown."""
        try:
            found = queries.get_booking(context.desk, state.booking, context.actor)
        except NoSuchBooking:
            return _goodbye(context)
        if not is_open(context.desk.site, found, context.desk.now):
            return Finish(Screen(text=explain(context.words, BookingNotOpen(found))))
        return Finish(booking_screens.expected(context, found))

    def worth_keeping(self, context: Context, state: OptionalForm) -> bool:
        """Each answer is stored at once; an operator who opens another dialog has the next caller on the
        line. A guest who turns to something else at the first question is not asked again."""
        if context.actor.is_staff or state.at is ORDER[0]:
            return False
        try:
            found = queries.get_booking(context.desk, state.booking, context.actor)
        except NoSuchBooking:
            return False
        return is_open(context.desk.site, found, context.desk.now)


def _other_wish(context: Context, state: OptionalForm, given: Given) -> Reply | None:
    """«挪到周五», «停车场在哪», «改成三位»: a guest may speak of the visit instead of answering; None where it is an
    answer."""
    if not isinstance(given, Said) or context.actor.is_staff:
        return None
    language = language_wanted(given.text)
    if language is not None:
        return side_talk.speak(context, language)
    said = visit_talk.hear(context, given.text)
    if _IS_ANSWER[state.at](given.text, said):
        return None
    changed = changes.of_booking(context, given.text, said) if asks_for_change(given.text, said) else None
    talk = None if changed is not None else visit_talk.answer(context, given.text, said)
    if talk is None:
        return changed
    if talk.closes:
        last = _card(context, state).with_note(talk.answer) if talk.card else Screen(text=talk.answer)
        return Finish(last)
    return Goto(NAME, replace(state, again=True), talk.answer or _card(context, state).text)


def _remarks(context: Context, state: OptionalForm) -> str:
    """What is noted of the visit so far; empty where it is nothing."""
    try:
        return queries.get_booking(context.desk, state.booking, context.actor).remarks or ""
    except NoSuchBooking:
        return ""


def _card(context: Context, state: OptionalForm) -> Screen:
    return booking_screens.expected(context, queries.get_booking(context.desk, state.booking, context.actor))


def _is_heard_through(text: str, said: Understood) -> bool:
    return _heard_in_words(text) is not None and said.party is None


def _is_district(text: str, said: Understood) -> bool:
    of_visit = (
        said.intent is not None
        or said.party
        or said.phones
        or find_plate(text)
        or _NO_DISTRICT.search(folded(text))
    )
    return not (of_visit or acknowledges(text) or asks_for_own_booking(text) or asks_for_change(text, said))


def _is_plate(text: str, said: Understood) -> bool:
    # «Yes» is asked for the number.
    plate = find_plate(text) or read_plate(text)
    return plate is not None or (said.intent is Intent.YES and not acknowledges(text))


def _is_to_prepare(text: str, said: Understood) -> bool:
    if said.intent is Intent.YES:
        return not acknowledges(text)
    of_visit = said.intent not in {None, Intent.QUESTION} or said.phones or names_another_party(text, said)
    asks = said.intent is Intent.QUESTION and not is_wish(text)
    return not (
        of_visit or asks or acknowledges(text) or asks_for_own_booking(text) or asks_for_change(text, said)
    )


# Whether a text is the answer to a question, and says nothing else of the visit.
_IS_ANSWER: dict[OptionalStep, Callable[[str, Understood], bool]] = {
    OptionalStep.HEARD: _is_heard_through,
    OptionalStep.DISTRICT: _is_district,
    OptionalStep.CAR: _is_plate,
    OptionalStep.PREPARE: _is_to_prepare,
}


def begin(context: Context, booking: Booking) -> Goto:
    """The first question whose answer the house does not know."""
    return Goto(NAME, _at_unknown(context, OptionalForm(at=ORDER[0], booking=booking.id)))


def _next(context: Context, state: OptionalForm) -> Reply:
    if state.at is ORDER[-1]:
        return _goodbye(context)
    return Goto(
        NAME,
        _at_unknown(context, replace(state, missed=False, again=False, at=ORDER[ORDER.index(state.at) + 1])),
    )


def _at_unknown(context: Context, state: OptionalForm) -> OptionalForm:
    booking = queries.get_booking(context.desk, state.booking, context.actor)
    known = {
        OptionalStep.HEARD: booking.guest.heard_through,
        OptionalStep.DISTRICT: booking.guest.district,
        OptionalStep.CAR: booking.plate,
    }
    rest = ORDER[ORDER.index(state.at) :]
    return replace(state, at=next(at for at in rest if not known.get(at)))


def _goodbye(context: Context) -> Reply:
    text = context.words.say("Thank you. Everything is noted, and we look forward to seeing you. Goodbye!")
    return Finish(Screen(text=text))


def _ask_heard(words: Words) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    labels = {
        HeardThrough.DAILY_PAPER: words.label("Daily newspaper"),
        HeardThrough.EVENING_PAPER: words.label("Evening newspaper"),
        HeardThrough.TELEVISION: words.label("Television"),
        HeardThrough.ONLINE: words.label("Online"),
        HeardThrough.PASSING_BY: words.label("Passing by"),
        HeardThrough.HEARSAY: words.label("Word of mouth"),
        HeardThrough.REFERRAL: words.label("Friend's recommendation"),
        HeardThrough.LEAFLET: words.label("Leaflet"),
        HeardThrough.OUTDOOR: words.label("Outdoor sign"),
        HeardThrough.OTHER: words.label("Other"),
    }
    buttons = [Button(label, str(heard)) for heard, label in labels.items()]
    text = words.say("A few more questions, only if you like. How did you hear about us?")
    return text, columns(buttons, 2)


def _ask_district(words: Words) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    return words.say("Which district do you live in? Please write its name."), ()


def _ask_car(words: Words) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    text = words.say("Will you come by car? Please write the number plate, so that the gate can expect you.")
    return text, ((Button(words.label("Not by car"), SKIP),),)


def _ask_prepare(words: Words) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    return words.say("Is there anything we should prepare or settle for you beforehand? Please write it."), ()


_QUESTIONS: dict[OptionalStep, Callable[[Words], tuple[str, tuple[tuple[Button, ...], ...]]]] = {
    OptionalStep.HEARD: _ask_heard,
    OptionalStep.DISTRICT: _ask_district,
    OptionalStep.CAR: _ask_car,
    OptionalStep.PREPARE: _ask_prepare,
}


_NO_MORE = re.compile(
    r"(?:别|不要|唔好|不想|唔想|不|唔)(?:再)?(?:问|答|回答)|够了|\b(?:enough|no more|stop asking)\b"
)
# What is no district: sizes, prices, homes, cars.
_NO_DISTRICT = re.compile(
    r"\d|[室房厅卫]|平[米方]|万|预算|车|\b(?:bed\w*|million|budget|car|drive|sqm|flat)\b"
)
_NO_CAR = re.compile(
    r"(?:没有?|冇|不|唔)(?:开|揸|坐)?车|地铁|打车|的士|公交|走路|\b(?:no car|metro|taxi|bus|walk|not driving"
    r"|on foot)\b"
)
# How people name, in their own words, where they heard of us.
_HEARD_IN_WORDS = {
    HeardThrough.ONLINE: (
        r"网|小红书|抖音|微信|公众号|朋友圈|知乎|百度|微博|脸书|\big\b|\bfb\b|online|internet|web|"
        r"instagram|facebook|google|"
        r"tiktok|youtube"
    ),
    HeardThrough.REFERRAL: (
        r"朋友|同事|亲戚|介绍|推荐|friend|colleague|recommend|referr|\b(?:sister|brother|mother|mum|mom|father|dad|cousin|"
        r"aunt|uncle|neighbou?r|boss|wife|husband)\b.{0,20}\b(?:told|said|mentioned|showed|sent)"
    ),
    HeardThrough.HEARSAY: r"听(?:人|别人)?说|\bheard (?:about|of) you\b|\b(?:someone|somebody) told\b",
    HeardThrough.PASSING_BY: r"路过|经过|住附近|passing|walked by|drove",
    HeardThrough.OUTDOOR: r"广告牌|户外|地铁广告|billboard|sign",
    HeardThrough.TELEVISION: r"电视|television|\btv\b",
    HeardThrough.LEAFLET: r"传单|单页|leaflet|flyer",
    HeardThrough.DAILY_PAPER: r"报纸|日报|newspaper",
}


def _heard_in_words(text: str) -> HeardThrough | None:
    said = folded(text)
    return next((heard for heard, words in _HEARD_IN_WORDS.items() if re.search(words, said)), None)


def _heard(context: Context, booking: BookingId, given: Given) -> str:
    if isinstance(given, Said):
        named = _heard_in_words(given.text)
        given = Chose(str(named)) if named is not None else given
    if not (isinstance(given, Chose) and given.choice in set(HeardThrough)):
        return not_followed(context.words)
    guest_register.annotate(context.desk, booking, context.actor, heard_through=given.choice)
    return ""


def _district(context: Context, booking: BookingId, given: Given) -> str:
    said = tidy(given.text) if isinstance(given, Said) else ""
    if not 1 <= len(said) <= MAX_DISTRICT_LENGTH or _NO_DISTRICT.search(folded(said)):
        return context.words.say("A few words are enough, such as the name of the district.")
    guest_register.annotate(context.desk, booking, context.actor, district=said)
    return ""


def _car(context: Context, booking: BookingId, given: Given) -> str:
    plate = find_plate(given.text) or read_plate(given.text) if isinstance(given, Said) else None
    if plate is None:
        return context.words.say(
            "This does not look like a number plate; please write it as shown on the car, such as 粤B12345."
        )
    desk_booking.annotate(context.desk, booking, context.actor, plate=plate)
    return ""


def _prepare(context: Context, booking: BookingId, given: Given) -> str:
    said = tidy(given.text) if isinstance(given, Said) else ""
    if is_yes(said):
        return context.words.say("Please write it in words.")
    if not 1 <= len(said) <= MAX_REMARKS_LENGTH:
        return unusable_text(context.words, said, MAX_REMARKS_LENGTH)
    found = queries.get_booking(context.desk, booking, context.actor)
    return "" if add_remark(context, found, said) else too_long(context)


_STEPS: dict[OptionalStep, Callable[[Context, BookingId, Given], str]] = {
    OptionalStep.HEARD: _heard,
    OptionalStep.DISTRICT: _district,
    OptionalStep.CAR: _car,
    OptionalStep.PREPARE: _prepare,
}
