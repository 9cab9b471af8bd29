"""What is arranged and stands: to be seen, lifted with one tap and a yes, and the parties to be moved for it."""

from collections.abc import Sequence

from bot.dialogs.managing import arrangement_form, arrangement_wording
from bot.dialogs.managing.arrangement_wording import NAMED, ArrangementSummary
from bot.engine.dialog import Context
from bot.engine.pager import paged
from bot.engine.payload import SubjectAction, id_of
from bot.engine.replies import Reply, Show
from bot.engine.screen import Button, Screen
from bot.language.words import Words
from bot.wording import phrases
from core import timetable
from core.arrangements import Arrangement, ArrangementId, ArrangementKind
from core.booking import Booking
from core.bots import STAFF
from core.desk import arrangements
from core.errors import NoSuchArrangement, NotPermitted
from core.staff import Member, Right
from core.store import outbox

LIST, MOVES = "arranged", "to_move"
ACTIONS = {arrangement_form.DAYS: "arranged", arrangement_form.LEAVE: "duties"}
# Parties on one screen, each told in a line of its own.
MOST_PARTIES = 10
ROSTER = {ArrangementKind.HEADCOUNT, *NAMED}


def show_arranged(context: Context, action: SubjectAction) -> Reply:
    """The list of what is closed, withheld and capped, or another page of it."""
    _may(context, Right.ARRANGE_THE_DAYS)
    return Show(everything(context, arrangement_form.DAYS, id_of(action) or 0), handle=LIST)


def show_duties(context: Context, action: SubjectAction) -> Reply:
    """The list of rosters and leaves, or another page of it."""
    _may(context, Right.KEEP_THE_ROSTER)
    return Show(everything(context, arrangement_form.LEAVE, id_of(action) or 0), handle=LIST)


def show_to_move(context: Context, action: SubjectAction) -> Reply:
    """The parties in closed hours, or another page of them."""
    _may(context, Right.ARRANGE_THE_DAYS)
    return Show(to_move(context, id_of(action) or 0), handle=MOVES)


def show_arrangement(context: Context, action: SubjectAction) -> Reply:
    """An arrangement's button on a list: who ordered it, and whether to lift it."""
    together = _together(context, action)
    words, first = context.words, together[0]
    text = words.say(
        "<b>{order}</b>\nArranged by {name}, {when}.",
        order=title(context, together),
        name=first.by_name,
        when=words.moment(first.made_at),
    )
    why = arrangement_wording.reason(words, first.reason)
    lines = [text, *([why] if why else []), "", words.say("Shall I lift it?")]
    yes = Button(words.label("✓ Yes, lift it"), SubjectAction(name="lifted", subject=str(first.id)))
    back = Button(words.label("‹ Back"), SubjectAction(name=ACTIONS[_kind(first)], subject="0"))
    return Show(Screen(text="\n".join(lines), rows=((yes,), (back,))), handle=LIST)


def lift(context: Context, action: SubjectAction) -> Reply:
    """«Yes, lift it»."""
    together = _together(context, action)
    by = _may(context, _right(together[0]))
    order = title(context, together)
    found = arrangements.lift(context.desk, [each.id for each in together], by)
    lines = [
        context.words.say("✓ {order} (lifted)", order=order),
        *arrangement_wording.consequences(context.words, found, foreseen=False),
    ]
    screen = everything(context, _kind(together[0]), 0).with_note("\n".join(lines))
    return Show(screen, handle=LIST)


def everything(context: Context, kind: str, page: int) -> Screen:
    """What stands of one kind, each a button; above it what is still to be seen to."""
    words = context.words
    found = _in_force([each for each in arrangements.in_force(context.desk) if _kind(each) == kind])
    troubled = arrangements.find_problems(context.desk)
    lines = [
        words.say("<b>Arrangements in force</b>")
        if kind == arrangement_form.DAYS
        else words.say("<b>Rosters and leave</b>"),
        words.say("Tap one to lift it.") if found else words.say("There are no special arrangements."),
        *arrangement_wording.consequences(words, troubled, foreseen=False),
    ]
    buttons = [
        Button(
            arrangement_wording.glance(title(context, together)),
            SubjectAction(name="arrangement", subject=str(together[0].id)),
        )
        for together in found
    ]
    rows = paged(buttons, page, ACTIONS[kind])
    if kind == arrangement_form.DAYS and troubled.bookings_in_closed_hours:
        rows = ((_moves(words, len(troubled.bookings_in_closed_hours)),), *rows)
    return Screen(text="\n".join(lines), rows=rows)


def to_move(context: Context, page: int) -> Screen:
    """The parties in closed hours, soonest first: each is moved by its button."""
    words = context.words
    inside = arrangements.find_problems(context.desk).bookings_in_closed_hours
    if not inside:
        return Screen(
            text=words.say("No parties are booked in closed hours."),
            rows=((way(words, arrangement_form.DAYS),),),
        )
    last = (len(inside) - 1) // MOST_PARTIES
    shown = inside[min(page, last) * MOST_PARTIES :][:MOST_PARTIES]
    heading = words.say_n(
        "<b>{n} party</b> is booked in closed hours. Tap it to find another hour.",
        "<b>{n} parties</b> are booked in closed hours. Tap one to find another hour.",
        len(inside),
    )
    lines = [heading, "", *(arrangement_wording.party(words, booking) for booking in shown)]
    one_day = len({timetable.day_of(context.desk.site, each.starts_at) for each in inside}) == 1
    rows = [(_move(context, booking, one_day=one_day),) for booking in shown]
    turns = tuple(
        Button(str(n + 1), SubjectAction(name=MOVES, subject=str(n)))
        for n in sorted({0, last, *range(max(0, page - 2), min(last, page + 2) + 1)})
    )
    again = Button(words.label("↻ Refresh the list"), SubjectAction(name=MOVES, subject=str(page)))
    return Screen(
        text="\n".join(lines),
        rows=(*rows, *((turns,) if last else ()), (again, way(words, arrangement_form.DAYS))),
    )


def who_is_left(context: Context, gone: Booking) -> Show | None:
    """The list of parties to be moved anew, where this chat's still has the one that is moved by now."""
    if not context.actor.is_staff:
        return None
    in_force = outbox.last_sent(context.desk.conn, STAFF, context.person.chat_id, MOVES)
    if in_force is None or gone.code not in in_force.body.get("text", ""):
        return None
    try:
        _may(context, Right.ARRANGE_THE_DAYS)
    except NotPermitted:
        return None
    return Show(to_move(context, 0), handle=MOVES)


def way(words: Words, kind: str) -> Button:
    """The way to the list of what stands."""
    label = (
        words.label("Arrangements in force")
        if kind == arrangement_form.DAYS
        else words.label("Rosters and leave")
    )
    return Button(label, SubjectAction(name=ACTIONS[kind], subject="0"))


def _moves(words: Words, number: int) -> Button:
    return Button(
        words.label_n("⚠️ {n} party to move", "⚠️ {n} parties to move", number),
        SubjectAction(name=MOVES, subject="0"),
    )


def _move(context: Context, booking: Booking, *, one_day: bool) -> Button:
    words = context.words
    label = words.label(
        "{hour} {name} · {code}",
        hour=words.hour(booking.starts_at) if one_day else words.start(booking.starts_at),
        name=phrases.addressed(words, booking.guest.name),
        code=booking.code,
    )
    return Button(label, SubjectAction(name="move", subject=str(booking.id), version=booking.version))


def title(context: Context, together: Sequence[Arrangement]) -> str:
    """What was ordered at once, in one plain line."""
    first = together[0]
    what = (
        ArrangementKind.ON_DUTY
        if any(each.what is ArrangementKind.ON_DUTY for each in together)
        else first.what
    )
    of_it = [each for each in together if each.what is what]
    consultants = dict.fromkeys(each.consultant for each in of_it if each.consultant is not None)
    ordered = ArrangementSummary(
        what=what,
        stretches=sorted({(each.starts_at, each.ends_at) for each in of_it}),
        number=first.number,
        agency=first.agency,
        names=arrangement_wording.names_of(context, consultants),
    )
    return arrangement_wording.title(context.words, ordered)


def _groups(in_force: Sequence[Arrangement]) -> list[list[Arrangement]]:
    """What was ordered at once, together; the next to come first."""
    groups: dict[tuple[object, ...], list[Arrangement]] = {}
    for each in in_force:
        groups.setdefault(_deed(each), []).append(each)
    return sorted(groups.values(), key=lambda group: (group[0].starts_at, group[0].id))


def _in_force(in_force: Sequence[Arrangement]) -> list[list[Arrangement]]:
    """The groups that are not wholly undone by what was ordered later."""
    return [
        group
        for group in _groups(in_force)
        if not all(any(_supersedes(later, each) for later in in_force) for each in group)
    ]


def _supersedes(later: Arrangement, each: Arrangement) -> bool:
    """Whether what was ordered later leaves nothing of what was ordered before."""
    same = (later.what, later.agency, later.consultant) == (each.what, each.agency, each.consultant)
    by_heads = later.what is ArrangementKind.HEADCOUNT and each.what in NAMED and later.agency == each.agency
    covers = later.starts_at <= each.starts_at and each.ends_at <= later.ends_at
    # What is left of a closure that was opened in part is entered anew, and yet as old as it was.
    is_later = (later.made_at, later.id) > (each.made_at, each.id)
    return is_later and covers and (same or by_heads)


def _deed(each: Arrangement) -> tuple[object, ...]:
    what = ArrangementKind.ON_DUTY if each.what in NAMED else each.what
    return (each.made_at, each.by_name, what, each.agency, each.number, each.reason)


def _together(context: Context, action: SubjectAction) -> list[Arrangement]:
    """All that was ordered at once with the one an act is about, if the one who asks may. Raises NoSuchArrangement."""
    # Whoever may do neither is not told what stands.
    _may(context, Right.KEEP_THE_ROSTER)
    arrangement_id = id_of(action)
    if arrangement_id is None:
        raise NoSuchArrangement
    one = arrangements.find(context.desk, ArrangementId(arrangement_id))
    _may(context, _right(one))
    in_force = arrangements.in_force(context.desk)
    return next(group for group in _groups(in_force) if any(each.id == one.id for each in group))


def _kind(each: Arrangement) -> str:
    return arrangement_form.LEAVE if each.what in ROSTER else arrangement_form.DAYS


def _right(each: Arrangement) -> Right:
    return Right.KEEP_THE_ROSTER if each.what in ROSTER else Right.ARRANGE_THE_DAYS


def _may(context: Context, right: Right) -> Member:
    return context.require(right)
