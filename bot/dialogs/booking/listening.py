"""What the booking form takes from a message, whatever was asked: several answers at once, and answers to other
questions. docs/rules.md, "The script"."""

import re
from dataclasses import dataclass, field, replace

from bot.dialogs.booking import side_talk, when
from bot.dialogs.booking.form import BookingForm, BookingStep
from bot.dialogs.booking.phone_numbers import number_without_area, phone_said
from bot.dialogs.given import understood
from bot.engine.dialog import Context
from bot.engine.form import Again, Answer, Taken
from bot.language.words import Words
from bot.understanding.chinese_names import could_be_name
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import declines_phone
from bot.understanding.numbers import english_in_digits, read_number
from bot.understanding.parties import PartySize
from bot.understanding.periods_of_day import PeriodOfDay
from bot.understanding.sentences import Understood
from bot.understanding.setting import Asking
from bot.understanding.text import compiled, folded
from bot.understanding.topics import Topic
from bot.understanding.wishes import title_said
from bot.wording import phrases
from bot.wording.periods import describe_days
from bot.wording.refusals import explain
from core.errors import PartyRefused
from core.guests import PhoneKind, Title

_ASKING = {
    BookingStep.WELCOME: Asking.YES_NO,
    BookingStep.NAME: Asking.NAME,
    BookingStep.TITLE: Asking.NAME,
    BookingStep.GUESTS: Asking.PARTY,
    BookingStep.COMPANY: Asking.PARTY,
    BookingStep.WHEN: Asking.WHEN,
    BookingStep.PHONE: Asking.PHONE,
    BookingStep.LEAD: Asking.PHONE,
    BookingStep.DECLINED: Asking.PHONE,
    BookingStep.CONFIRM: Asking.YES_NO,
}
# What the answers that can be changed are called; the number of guests before the number of a phone.
_CALLED = {
    BookingStep.GUESTS: ("人数|几个人|几位", "guests|party|people|headcount"),
    BookingStep.PHONE: ("电话|手机|号码", "phone|number|mobile"),
    BookingStep.NAME: ("名字|姓名|称呼|姓氏|姓", "name|surname"),
    BookingStep.WHEN: ("时间|日子|日期|钟点|时段|[一1]天", "time|day|date|hour|slot"),
}
_WRONG = "换|改|错|不对|唔啱|唔对|不正确|有误|不合适"
_WRONG_LATIN = "wrong|incorrect|not right|isn't right|is not right"
# «电话换一个», «the time is wrong»: which answer somebody wants to give again.
_TO_CHANGE = {
    step: compiled(
        rf"(?:{chinese}).{{0,4}}(?:{_WRONG})|(?:换|改|错)(?:一|1)?(?:个|下|了)?(?:{chinese})|"
        rf"\b(?:change|wrong|different|another|new|correct)\b.{{0,12}}\b(?:{latin})\b|"
        rf"\b(?:{latin})\b.{{0,12}}\b(?:{_WRONG_LATIN})\b"
    )
    for step, (chinese, latin) in _CALLED.items()
}
_NAMED = {step: compiled(rf"{chinese}|\b(?:{latin})\b") for step, (chinese, latin) in _CALLED.items()}


# Where a guest who is asked for something else may give a name.
_NAMED_UNASKED = frozenset({BookingStep.WELCOME, BookingStep.WHEN})
_HAN_NAME, _LATIN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}"), re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")
_SMALL_LETTERS = re.compile(r"[a-z]+(?:[ '-][a-z]+)*")
# More days are not told one by one.
MOST_DAYS_IN_WORDS = 3


@dataclass
class _Taking:
    """The form as answers are taken, what was taken in the guest's own terms, and what there is to say
    about it."""

    form: BookingForm
    echo: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


# Where a mere number can only be that of the guests.
_NO_NUMBER_ASKED = frozenset({BookingStep.WELCOME, BookingStep.NAME, BookingStep.TITLE})


def hear(context: Context, form: BookingForm, text: str) -> Understood:
    """What a message says, read as an answer to the question that is open."""
    asking = _ASKING.get(form.at)
    if form.at in _NO_NUMBER_ASKED and form.guests is None and read_number(english_in_digits(folded(text))):
        asking = Asking.PARTY
    said = understood(context, text, asking, form.when.days)
    if form.surname is None and _only_names(text, said, form.at):
        said = understood(context, text, Asking.NAME)
    if said.name is not None:
        name = said.name.name
        title = name.title if name.title is not Title.NONE else title_said(text) or Title.NONE
        written = replace(name, surname=_capital(name.surname), given=_capital(name.given), title=title)
        said = replace(said, name=replace(said.name, name=written))
    return replace(said, intent=Intent.QUESTION) if side_talk.only_asks(text, said) else said


def _only_names(text: str, said: Understood, at: BookingStep) -> bool:
    """Whether a text is a name and nothing else, though it is not asked for: «陈建国», where a day is."""
    if at not in _NAMED_UNASKED or said.has_facts or said.intent is not None:
        return False
    written = text.strip()
    in_han = _HAN_NAME.fullmatch(written) is not None and could_be_name(written)
    return in_han or _LATIN_NAME.fullmatch(written) is not None


def _capital(name: str) -> str:
    """A name that was typed in small letters, as names are written."""
    return name.title() if _SMALL_LETTERS.fullmatch(name) else name


def wants_to_change(form: BookingForm, text: str) -> BookingStep | None:
    """The question whose answer somebody wants to change without saying to what; asked for it, a word is enough."""
    said = folded(text)
    patterns = _NAMED if form.at is BookingStep.CHANGE else _TO_CHANGE
    return next((step for step, pattern in patterns.items() if pattern.search(said)), None)


def absorb(
    context: Context, form: BookingForm, text: str, said: Understood, *, wished: bool = False
) -> Answer[BookingForm] | None:
    """The form with every answer in a message; None where the question that is open can read it by itself, unless the
    message also says what is ``wished`` for. What the message asks besides is answered too."""
    said_of = _kinds(said)
    asked = form.at in {BookingStep.LEAD, BookingStep.DECLINED} or (
        form.at is BookingStep.PHONE and not said_of
    )
    declines = declines_phone(text) and not said.phones and not asked
    beside = side_talk.beside_facts(context, said, text) if form.at is not BookingStep.PHONE else ""
    if not beside and said.period is PeriodOfDay.EVENING and said.hour is None:
        # The last hours are shown, and why.
        beside = side_talk.answer_about(context, Topic.HOURS)
    more = said.party is not None and bool(said.party.more)
    title = title_said(text) if form.surname is not None and said_of else None
    if title is not None:
        form = replace(form, title=title)  # «女的,电话139…»
    alone = said_of == {_ASKING.get(form.at)} and not (declines or beside or wished or more or title)
    if alone or not (said_of or declines):
        return None
    if said_of and not said.phones and form.phone_kind is None:
        form = replace(form, digits=number_without_area(context, text) or form.digits)
    return take(context, form, said, declines=declines, beside=beside)


def take(
    context: Context, form: BookingForm, said: Understood, *, declines: bool = False, beside: str = ""
) -> Again[BookingForm] | Taken[BookingForm]:
    """The form with every answer in a message, told in the guest's own terms, under ``beside``. ``declines``: the
    message declines to give a number."""
    if form.at is BookingStep.TITLE and form.title is None:
        # Whoever answers something else is not asked for a title again.
        form = replace(form, title=Title.NONE)
    taking = _Taking(form, notes=[beside] if beside else [])
    _take_name(context, taking, said)
    _take_party(context, taking, said.party)
    _take_phone(context, taking, said, declines=declines)
    refused = _take_when(context, taking, said)
    echo = context.words.say("✓ {answers}", answers=" · ".join(taking.echo)) if taking.echo else ""
    notes = "\n\n".join(taking.notes)
    if refused:
        # The hour that cannot be had is asked for next, whatever else is open.
        note = "\n\n".join(part for part in (echo, notes) if part)
        return Again(state=taking.form, at=BookingStep.WHEN, note=note)
    return Taken(state=taking.form, note=notes, echo=echo)


def _kinds(said: Understood) -> set[Asking]:
    """What a message says something of."""
    when_said = said.day or said.days or said.hour or said.hours or said.period
    found = {
        Asking.NAME: said.name,
        Asking.PARTY: said.party,
        Asking.PHONE: said.phones,
        Asking.WHEN: when_said,
    }
    return {kind for kind, value in found.items() if value}


def _take_name(context: Context, taking: _Taking, said: Understood) -> None:
    if said.name is None:
        return
    found, form = said.name.name, taking.form
    title = found.title if found.title is not Title.NONE else form.title
    if title is None and any((said.day, said.days, said.hour, said.period, said.party, said.phones)):
        # Whoever says everything at once is not asked for a title; the confirmation shows the name.
        title = Title.NONE
    taking.form = replace(form, surname=found.surname, given=found.given, title=title)
    taking.echo.append(phrases.addressed(context.words, taking.form.name))


def _take_party(context: Context, taking: _Taking, party: PartySize | None) -> None:
    if party is None:
        return
    form, words = taking.form, context.words
    if party.guesses:
        taking.form = replace(form, guests=None, guesses=party.guesses)
        return
    largest = context.desk.site.booking.largest_party
    if party.total is not None and party.total > largest:
        taking.notes.append(explain(words, PartyRefused(party.total, largest)))
        return
    if party.more and form.guests is not None:
        party = _with_more(form, party)
    total = party.total if party.total is not None else form.guests
    if party.added_up and form.guests is not None:
        # «My mother comes too» says who is among them, not that fewer come.
        total = max(form.guests, party.total or 0)
    hinted = form.hinted or bool(party.elders) or bool(party.children)
    if total is None:
        taking.form = replace(form, hinted=hinted)
        return
    party = _with_those_known(form, party, total)
    if (party.elders or 0) + (party.children or 0) > total or party.children == total:
        taking.form = replace(form.with_party(total, None, None), hinted=True)
    else:
        taking.form = form.with_party(total, party.elders, party.children)
    if party.total is not None or taking.form.elders or taking.form.children:
        taking.echo.append(phrases.party(words, taking.form.party))
    else:
        taking.echo.append(words.label("no elders or children"))


def _with_those_known(form: BookingForm, party: PartySize, total: int) -> PartySize:
    """The party with the elders and children named before, as far as it says nothing of them and they fit in."""
    elders = party.elders if party.elders is not None else form.elders
    children = party.children if party.children is not None else form.children
    fits = (elders or 0) + (children or 0) <= total and (children or 0) < total
    return replace(party, elders=elders, children=children) if fits else party


def _with_more(form: BookingForm, party: PartySize) -> PartySize:
    """The party of the form with those who come on top."""
    elders = (form.elders or 0) + party.elders if party.elders is not None else form.elders
    children = (form.children or 0) + party.children if party.children is not None else form.children
    return PartySize((form.guests or 0) + party.more, elders, children)


def _take_phone(context: Context, taking: _Taking, said: Understood, *, declines: bool) -> None:
    if declines:
        taking.form = replace(taking.form, phone=None, phone_kind=PhoneKind.DECLINED)
        taking.echo.append(phrases.phone(context.words, taking.form.line))
    if not said.phones:
        return
    line = phone_said(context, said.phones[0])
    taking.form = replace(taking.form, phone=line.number, phone_kind=line.kind)
    taking.echo.append(phrases.phone(context.words, line))
    if len(said.phones) > 1:
        taking.notes.append(first_of_several(context, phrases.phone(context.words, line)))


def first_of_several(context: Context, phone: str) -> str:
    """Says which of several numbers was taken."""
    return context.words.say("You gave more than one number; we have noted the first, {phone}.", phone=phone)


def _take_when(context: Context, taking: _Taking, said: Understood) -> bool:
    """Take the day and the hour; whether they cannot be had."""
    form = taking.form
    seat_request = form.seat_request(context.desk, context.actor)
    chosen = when.hear(context, form.when, said, seat_request)
    if chosen is None:
        return False
    if chosen.note and form.when.made:
        # The hour that was chosen before stays where the new one cannot be had.
        taking.notes.append(chosen.note)
        return False
    taking.form = replace(form, when=chosen.when)
    if chosen.note:
        taking.notes.append(chosen.note)
        return True
    echo = _when_in_words(context, taking.form, said)
    if room := when.still_room(context, said, seat_request):
        taking.notes.append(room)
    if echo:
        taking.echo.insert(0, echo)
    return False


def _when_in_words(context: Context, form: BookingForm, said: Understood) -> str:
    """The day and hour as the guest said them."""
    words, choice = context.words, form.when
    if choice.slot is not None:
        return words.said_start(choice.slot)
    parts = []
    if len(choice.days) > MOST_DAYS_IN_WORDS:
        parts.append(describe_days(words, choice.days[0], choice.days[-1]))
    elif choice.days:
        parts.append(" / ".join(words.said_day(day) for day in choice.days))
    if said.day is not None:
        parts.append(words.said_day(said.day))
    if len(choice.walls) == 1:
        parts.append(f"{choice.walls[0]:%H:%M}")
    elif said.hour is not None and choice.walls:
        parts.append(words.label("around {hour}", hour=f"{said.hour:%H:%M}"))
    elif said.period is not None and choice.walls:
        parts.append(_period(words, said.period))
    return " ".join(parts)


def _period(words: Words, period: PeriodOfDay) -> str:
    return {
        PeriodOfDay.MORNING: words.label("in the morning"),
        PeriodOfDay.NOON: words.label("around noon"),
        PeriodOfDay.AFTERNOON: words.label("in the afternoon"),
        PeriodOfDay.EVENING: words.label("in the evening"),
    }[period]
