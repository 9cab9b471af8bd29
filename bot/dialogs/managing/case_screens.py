"""What each question about one guest looks like to a manager."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from bot import wording
from bot.dialogs.dialog import Scene
from bot.dialogs.managing import guest_words, questions, telling
from bot.dialogs.managing.case import At, Case, Sort, booking_of, guest_of
from bot.dialogs.managing.questions import LEAVE_IT, YES
from bot.dialogs.screen import Button, Screen, columns
from bot.language import Words
from core import timetable
from core.capacity import Shut
from core.desk import look, planning
from core.errors import Closed, DayFull, SlotFull, TimeRefused, TooFar
from core.guests import Kind, Tier, tier_of
from core.plan import Ask, Plan


def _who(scene: Scene, case: Case) -> Screen:
    words = scene.words
    text = words.say("Which guest? Please write the booking code, or the guest's number.")
    return Screen(text=text, rows=((questions.back(words),),))


def _what(scene: Scene, case: Case) -> Screen:
    words = scene.words
    rows = (
        (Button(words.label("Another hour"), Sort.HOUR), Button(words.label("Another tier"), Sort.TIER)),
        (questions.back(words),),
    )
    text = words.say("What shall be ordered for this booking?")
    return Screen(text=f"{_booked(scene, case)}\n\n{text}", rows=rows)


def _booked(scene: Scene, case: Case) -> str:
    """The booking in an HTML line, with its tier."""
    return telling.party(scene.words, booking_of(scene, case))


def _day(scene: Scene, case: Case) -> Screen:
    words = scene.words
    text = words.say("To which day? Tap it, or write one, also beyond the days that are open to booking.")
    rows = questions.day_buttons(words, questions.days_ahead(scene))
    return Screen(text=f"{_booked(scene, case)}\n\n{text}", rows=(*rows, (questions.back(words),)))


def _hour(scene: Scene, case: Case) -> Screen:
    words = scene.words
    day = date.fromisoformat(case.day) if case.day else timetable.day_of(scene.desk.site, scene.desk.now)
    hours = hours_of(scene, case, day)
    buttons = [Button(words.hour(slot), f"s{slot.isoformat()}") for slot in hours]
    text = words.say("{day}: to which hour? Shown is where a consultant is left.", day=words.day(day))
    if not hours:
        text = words.say("{day}: no hour has a consultant left.", day=words.day(day))
    return Screen(text=text, rows=(*columns(buttons, 3), (questions.back(words),)))


def ask_of(scene: Scene, case: Case, reason: str | None) -> Ask:
    """How the house asks for another seat of this guest, past the rules where there is a reason."""
    return replace(look.asks(scene.desk, scene.actor, booking_of(scene, case)), override=reason)


def hours_of(scene: Scene, case: Case, day: date) -> list[datetime]:
    """The hours of a day an override may still have."""
    ask = ask_of(scene, case, "override")
    plan = planning.read(scene.desk, day, day).as_seen_by(ask)
    own = ask.moving.starts_at if ask.moving is not None else None
    slots = timetable.slots_of(scene.desk.site, day)
    return [slot for slot in slots if slot != own and plan.refusal(slot, ask) is None]


def _tier(scene: Scene, case: Case) -> Screen:
    words = scene.words
    booked = booking_of(scene, case)
    others = [Button(wording.tier(words, tier), f"t{tier}") for tier in Tier if tier is not booked.tier]
    text = words.say(
        "Received in {tier} so far. In which tier shall this party be received?",
        tier=wording.tier(words, booked.tier),
    )
    return Screen(text=f"{_booked(scene, case)}\n\n{text}", rows=(tuple(others), (questions.back(words),)))


def _until(scene: Scene, case: Case) -> Screen:
    words = scene.words
    text = words.say(
        "{name} is received at any time, not only in the hours of other firms: until which day?",
        name=wording.addressed(words, guest_of(scene, case).name),
    )
    rows = questions.day_buttons(words, questions.days_ahead(scene))
    return Screen(text=text, rows=(*rows, (questions.back(words),)))


def _kind(scene: Scene, case: Case) -> Screen:
    words, guest = scene.words, guest_of(scene, case)
    text = words.say(
        "{name} is in our books as {kind}. As what from now on?",
        name=wording.addressed(words, guest.name),
        kind=guest_words.kind(words, guest.kind),
    )
    others = [Button(guest_words.kind(words, kind), f"k{kind}") for kind in Kind if kind is not guest.kind]
    return Screen(text=text, rows=(*columns(others, 2), (questions.back(words),)))


def _firm(scene: Scene, case: Case) -> Screen:
    words = scene.words
    text = words.say("Of which organisation, and with what title? Please write it as it is to be read.")
    return Screen(text=text, rows=((questions.back(words),),))


def _reason(scene: Scene, case: Case) -> Screen:
    words = scene.words
    text = words.say("For what reason? It is kept with your name; please write it in a few words.")
    return Screen(text=text, rows=((questions.back(words),),))


def _confirm(scene: Scene, case: Case) -> Screen:
    words = scene.words
    told = {
        Sort.HOUR: _told_hour,
        Sort.TIER: _told_tier,
        Sort.EXCEPTION: _told_exception,
        Sort.KIND: _told_kind,
    }
    lines = [*told[case.sort](scene, case), telling.reason(words, case.reason)]
    text = "\n".join(filter(None, lines))
    reason = Button(words.label("Change reason"), At.REASON)
    rows = (
        (Button(words.label("✓ Yes, order it"), YES),),
        (reason, questions.back(words)),
        (Button(words.label("Leave it as it was"), LEAVE_IT),),
    )
    question = words.say("Is that right?")
    return Screen(text=f"{text}\n\n{question}", rows=rows, yes=YES, no=LEAVE_IT)


def _told_hour(scene: Scene, case: Case) -> list[str]:
    """From when to when, and what rule stands against it."""
    words, slot = scene.words, case.starts_at
    if slot is None:
        return [_booked(scene, case)]
    day, ask = timetable.day_of(scene.desk.site, slot), ask_of(scene, case, None)
    plan = planning.read(scene.desk, day, day).as_seen_by(ask)
    refused = plan.refusal(slot, ask)
    lines = [_booked(scene, case), words.say("to <b>{slot}</b>", slot=words.slot(slot))]
    if refused is None:
        return [*lines, words.say("No rule stands against it: it could be moved as any other.")]
    return [*lines, words.say("Set aside for it: {rule}", rule=_rule(words, plan, refused))]


def _rule(words: Words, plan: Plan, refused: TimeRefused) -> str:
    """What stands against an hour, in the house's own terms, as plain text."""
    slot = refused.slot
    match refused:
        case Closed():
            return words.label("{slot} is closed", slot=words.start(slot))
        case TooFar(last=last):
            return words.label("the book is open until {day} only", day=words.day(last))
        case DayFull() if plan.load(slot).shut is Shut.WEEK_CAP:
            return words.label("the week has as many parties as its cap allows")
        case DayFull():
            return words.label("the day has as many parties as its cap allows")
        case SlotFull() if plan.on_duty(slot) > plan.capacity(slot):
            return words.label("{slot} is full, but for what is withheld", slot=words.start(slot))
        case _:
            return words.label("{slot} is full", slot=words.start(slot))


def _told_tier(scene: Scene, case: Case) -> list[str]:
    words, booked = scene.words, booking_of(scene, case)
    told = words.say(
        "From {old} to <b>{new}</b>",
        old=wording.tier(words, booked.tier),
        new=wording.tier(words, case.tier or booked.tier),
    )
    return [_booked(scene, case), told]


def _told_exception(scene: Scene, case: Case) -> list[str]:
    words, guest = scene.words, guest_of(scene, case)
    until = (
        date.fromisoformat(case.until) if case.until else timetable.day_of(scene.desk.site, scene.desk.now)
    )
    told = words.say(
        "<b>{name}</b> ({number}) is received at any time until <b>{day}</b>.",
        name=wording.addressed(words, guest.name),
        number=guest.number,
        day=words.day(until),
    )
    if guest.kind is Kind.PEER:
        return [told]
    return [
        told,
        words.say("They are not in our books as of another property firm; it will hold once they are."),
    ]


def _told_kind(scene: Scene, case: Case) -> list[str]:
    words, guest = scene.words, guest_of(scene, case)
    kind = Kind(case.kind or guest.kind)
    lines = [
        words.say(
            "<b>{name}</b> ({number}): {new} instead of {old}",
            name=wording.addressed(words, guest.name),
            number=guest.number,
            new=guest_words.kind(words, kind),
            old=guest_words.kind(words, guest.kind),
        )
    ]
    if case.firm:
        lines.append(words.say("🏛 {firm}", firm=case.firm))
    standing, tier = look.booking_of(scene.desk, guest), tier_of(kind, booked=True)
    if standing is not None and standing.tier is not tier:
        lines.append(
            words.say(
                "Their visit on {slot} is then received in {tier}.",
                slot=words.start(standing.starts_at),
                tier=wording.tier(words, tier),
            )
        )
    return lines


SCREENS: dict[At, Callable[[Scene, Case], Screen]] = {
    At.WHO: _who,
    At.WHAT: _what,
    At.DAY: _day,
    At.HOUR: _hour,
    At.TIER: _tier,
    At.UNTIL: _until,
    At.KIND: _kind,
    At.FIRM: _firm,
    At.REASON: _reason,
    At.CONFIRM: _confirm,
}
