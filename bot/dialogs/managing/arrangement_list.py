"""The list of arrangements in force, each lifted with a tap and a yes, and the list of parties to be moved."""

from collections.abc import Sequence

from bot.dialogs.managing import arrangement_form, arrangement_wording
from bot.dialogs.managing.arrangement_wording import NAMED, ArrangementSummary
from bot.engine import pager
from bot.engine.dialog import Context
from bot.engine.payload import SubjectAction, id_of
from bot.engine.replies import Reply, Show
from bot.engine.screen import Button, Page, Screen
from bot.language.words import Words
from bot.wording import phrases
from bot.wording.shorten import shorten
from core import timetable
from core.arrangements import Arrangement, ArrangementId, ArrangementKind
from core.booking import Booking
from core.bots import STAFF
from core.desk import arrangements
from core.errors import NoSuchArrangement
from core.staff import Right
from core.store import outbox

LIST, MOVES, MOVE = "arranged", "to_move", "move"
ACTIONS = {arrangement_form.DAYS: "arranged", arrangement_form.LEAVE: "duties"}
# Parties on one screen, one in each line.
MOST_PARTIES = 10
# Characters of an arrangement on its button.
LONGEST_LABEL = 60
ROSTER = {ArrangementKind.HEADCOUNT, *NAMED}


def show_arranged(context: Context, action: SubjectAction) -> Reply:
    """The list of closures, withheld seats and caps, or another page of it."""
    context.require(Right.ARRANGE_THE_DAYS)
    return Show(everything(context, arrangement_form.DAYS, pager.page_of(action)[1]), handle=LIST)


def show_duties(context: Context, action: SubjectAction) -> Reply:
    """The list of rosters and leaves, or another page of it."""
    context.require(Right.KEEP_THE_ROSTER)
    return Show(everything(context, arrangement_form.LEAVE, pager.page_of(action)[1]), handle=LIST)


def show_to_move(context: Context, action: SubjectAction) -> Reply:
    """The parties in closed hours, or another page of them."""
    context.require(Right.ARRANGE_THE_DAYS)
    return Show(to_move(context, pager.page_of(action)[1]), handle=MOVES)


def show_arrangement(context: Context, action: SubjectAction) -> Reply:
    """An arrangement's button on a list: who made it, and whether to lift it."""
    group = _group_of(context, action)
    words, first = context.words, group[0]
    text = words.say(
        "<b>{order}</b>\nArranged by {name}, {when}.",
        order=title(context, group),
        name=first.by_name,
        when=words.moment(first.made_at),
    )
    reason = arrangement_wording.reason(words, first.reason)
    lines = [text, *([reason] if reason else []), "", words.say("Shall I lift it?")]
    yes = Button(words.label("✓ Yes, lift it"), SubjectAction(name="lifted", subject=str(first.id)))
    back = Button(words.label("‹ Back"), SubjectAction(name=ACTIONS[_kind(first)], subject="0"))
    return Show(Screen(text="\n".join(lines), rows=((yes,), (back,))), handle=LIST)


def lift(context: Context, action: SubjectAction) -> Reply:
    """«Yes, lift it»."""
    group = _group_of(context, action)
    by = context.require(_right(group[0]))
    lifted = title(context, group)
    found = arrangements.lift(context.desk, [each.id for each in group], by)
    lines = [
        context.words.say("✓ {order} (lifted)", order=lifted),
        *arrangement_wording.consequences(context.words, found, foreseen=False),
    ]
    screen = everything(context, _kind(group[0]), 0).with_note("\n".join(lines))
    return Show(screen, handle=LIST)


def everything(context: Context, kind: str, page: int) -> Screen:
    """A button for each arrangement in force of one kind, below the problems that are still to be solved."""
    words = context.words
    groups = _in_force([each for each in arrangements.in_force(context.desk) if _kind(each) == kind])
    problems = arrangements.find_problems(context.desk)
    lines = [
        words.say("<b>Arrangements in force</b>")
        if kind == arrangement_form.DAYS
        else words.say("<b>Rosters and leave</b>"),
        words.say("Tap one to lift it.") if groups else words.say("There are no special arrangements."),
        *arrangement_wording.consequences(words, problems, foreseen=False),
    ]
    buttons = [
        Button(
            shorten(title(context, group), LONGEST_LABEL),
            SubjectAction(name="arrangement", subject=str(group[0].id)),
        )
        for group in groups
    ]
    rows = pager.paged(buttons, page, ACTIONS[kind])
    if kind == arrangement_form.DAYS and problems.bookings_in_closed_hours:
        rows = ((_moves(words, len(problems.bookings_in_closed_hours)),), *rows)
    return Screen(text="\n".join(lines), rows=rows)


def to_move(context: Context, page: int) -> Screen:
    """The parties in closed hours, soonest first: each is moved by its button."""
    words = context.words
    bookings = arrangements.find_problems(context.desk).bookings_in_closed_hours
    if not bookings:
        return Screen(
            text=words.say("No parties are booked in closed hours."),
            rows=((way(words, arrangement_form.DAYS),),),
        )
    pages = pager.pages_of(len(bookings), MOST_PARTIES)
    shown = bookings[min(page, pages - 1) * MOST_PARTIES :][:MOST_PARTIES]
    heading = words.say_n(
        "<b>{n} party</b> is booked in closed hours. Tap it to find another hour.",
        "<b>{n} parties</b> are booked in closed hours. Tap one to find another hour.",
        len(bookings),
    )
    lines = [heading, "", *(arrangement_wording.party(words, booking) for booking in shown)]
    one_day = len({timetable.day_of(context.desk.site, each.starts_at) for each in bookings}) == 1
    rows = [(_move(context, booking, one_day=one_day),) for booking in shown]
    turns = pager.numbers(MOVES, page, pages)
    again = pager.button(words.label("↻ Refresh the list"), MOVES, page)
    return Screen(
        text="\n".join(lines),
        rows=(*rows, *turns, (again, way(words, arrangement_form.DAYS))),
    )


def parties_left(context: Context, changed: Booking) -> Show | None:
    """The list of parties to be moved once more, where this chat's list has a button for the booking that has just been
    moved or cancelled."""
    may = context.member is not None and context.member.may(Right.ARRANGE_THE_DAYS)
    sent = outbox.last_sent(context.desk.conn, STAFF, context.person.chat_id, MOVES) if may else None
    if sent is None or str(changed.id) not in Page.from_json(sent.body).subjects(MOVE):
        return None
    return Show(to_move(context, 0), handle=MOVES)


def way(words: Words, kind: str) -> Button:
    """A button to the list of arrangements in force."""
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
    return Button(label, SubjectAction(name=MOVE, subject=str(booking.id), version=booking.version))


def title(context: Context, group: Sequence[Arrangement]) -> str:
    """Arrangements that were made together, in one plain line."""
    first = group[0]
    what = (
        ArrangementKind.ON_DUTY if any(each.what is ArrangementKind.ON_DUTY for each in group) else first.what
    )
    of_it = [each for each in group if each.what is what]
    consultants = dict.fromkeys(each.consultant for each in of_it if each.consultant is not None)
    summary = ArrangementSummary(
        what=what,
        stretches=sorted({(each.starts_at, each.ends_at) for each in of_it}),
        number=first.number,
        agency=first.agency,
        names=arrangement_wording.names_of(context, consultants),
    )
    return arrangement_wording.title(context.words, summary)


def _groups(in_force: Sequence[Arrangement]) -> list[list[Arrangement]]:
    """The arrangements grouped by those that were made together, soonest first."""
    groups: dict[tuple[object, ...], list[Arrangement]] = {}
    for each in in_force:
        groups.setdefault(_made_at_once(each), []).append(each)
    return sorted(groups.values(), key=lambda group: (group[0].starts_at, group[0].id))


def _in_force(in_force: Sequence[Arrangement]) -> list[list[Arrangement]]:
    """The groups that later arrangements do not replace completely."""
    return [
        group
        for group in _groups(in_force)
        if not all(any(_supersedes(later, each) for later in in_force) for each in group)
    ]


def _supersedes(later: Arrangement, each: Arrangement) -> bool:
    """Whether a later arrangement replaces an earlier one completely."""
    same = (later.what, later.agency, later.consultant) == (each.what, each.agency, each.consultant)
    by_heads = later.what is ArrangementKind.HEADCOUNT and each.what in NAMED and later.agency == each.agency
    covers = later.starts_at <= each.starts_at and each.ends_at <= later.ends_at
    # The rest of a partly reopened closure is a new row with the original time.
    is_later = (later.made_at, later.id) > (each.made_at, each.id)
    return is_later and covers and (same or by_heads)


def _made_at_once(each: Arrangement) -> tuple[object, ...]:
    """The same for two groups of arrangements that were made together."""
    what = ArrangementKind.ON_DUTY if each.what in NAMED else each.what
    return (each.made_at, each.by_name, what, each.agency, each.number, each.reason)


def _group_of(context: Context, action: SubjectAction) -> list[Arrangement]:
    """The group of arrangements to which a button's arrangement belongs. Raises NoSuchArrangement and NotPermitted."""
    # A person without either right must not learn which arrangements exist.
    context.require(Right.KEEP_THE_ROSTER)
    arrangement_id = id_of(action)
    if arrangement_id is None:
        raise NoSuchArrangement
    one = arrangements.find(context.desk, ArrangementId(arrangement_id))
    context.require(_right(one))
    in_force = arrangements.in_force(context.desk)
    return next(group for group in _groups(in_force) if any(each.id == one.id for each in group))


def _kind(each: Arrangement) -> str:
    return arrangement_form.LEAVE if each.what in ROSTER else arrangement_form.DAYS


def _right(each: Arrangement) -> Right:
    return Right.KEEP_THE_ROSTER if each.what in ROSTER else Right.ARRANGE_THE_DAYS
