"""What is arranged and stands: to be seen, lifted with one tap and a yes, and the parties to be moved for it."""

from collections.abc import Sequence

from bot import wording
from bot.dialogs.dialog import Reply, Scene, Shows
from bot.dialogs.managing import form, telling
from bot.dialogs.managing.telling import NAMED, Ordered
from bot.dialogs.payload import Act, id_of
from bot.dialogs.screen import Button, Screen, paged
from bot.language import Words
from core import timetable
from core.arrangements import Arrangement, ArrangementId, What
from core.booking import Booking
from core.desk import arrange, house_staff
from core.errors import NoSuchArrangement, NotPermitted
from core.notices import STAFF
from core.staff import Member, Right
from core.store import outbox

LIST, MOVES = "arranged", "to_move"
ACTIONS = {form.DAYS: "arranged", form.LEAVE: "duties"}
# Parties on one screen, each told in a line of its own.
MOST_PARTIES = 10
ROSTER = {What.HEADCOUNT, *NAMED}


def show_arranged(scene: Scene, act: Act) -> Reply:
    """The list of what is closed, withheld and capped, or another page of it."""
    _may(scene, Right.ARRANGE_THE_DAYS)
    return Shows(everything(scene, form.DAYS, id_of(act) or 0), handle=LIST)


def show_duties(scene: Scene, act: Act) -> Reply:
    """The list of rosters and leaves, or another page of it."""
    _may(scene, Right.KEEP_THE_ROSTER)
    return Shows(everything(scene, form.LEAVE, id_of(act) or 0), handle=LIST)


def show_to_move(scene: Scene, act: Act) -> Reply:
    """The parties in closed hours, or another page of them."""
    _may(scene, Right.ARRANGE_THE_DAYS)
    return Shows(to_move(scene, id_of(act) or 0), handle=MOVES)


def show_arrangement(scene: Scene, act: Act) -> Reply:
    """An arrangement's button on a list: who ordered it, and whether to lift it."""
    together = _together(scene, act)
    words, first = scene.words, together[0]
    text = words.say(
        "<b>{order}</b>\nOrdered by {name}, {when}.",
        order=title(scene, together),
        name=first.by_name,
        when=words.start(first.made_at),
    )
    why = telling.reason(words, first.reason)
    lines = [text, *([why] if why else []), "", words.say("Shall it be lifted?")]
    yes = Button(words.label("✓ Yes, lift it"), Act(action="lifted", subject=str(first.id)))
    back = Button(words.label("‹ Back"), Act(action=ACTIONS[_kind(first)], subject="0"))
    return Shows(Screen(text="\n".join(lines), rows=((yes,), (back,))), handle=LIST)


def lift(scene: Scene, act: Act) -> Reply:
    """«Yes, lift it»."""
    together = _together(scene, act)
    by = _may(scene, _right(together[0]))
    order = title(scene, together)
    found = arrange.lift(scene.desk, [each.id for each in together], by)
    lines = [
        scene.words.say("✓ Lifted. It was: {order}", order=order),
        *telling.consequences(scene.words, found, foreseen=False),
    ]
    screen = everything(scene, _kind(together[0]), 0).with_note("\n".join(lines))
    return Shows(screen, handle=LIST)


def everything(scene: Scene, kind: str, page: int) -> Screen:
    """What stands of one kind, each a button; above it what is still to be seen to."""
    words = scene.words
    found = _in_force([each for each in arrange.standing(scene.desk) if _kind(each) == kind])
    troubled = arrange.troubled(scene.desk)
    lines = [
        words.say("<b>What is arranged</b>") if kind == form.DAYS else words.say("<b>Rosters and leave</b>"),
        words.say("Tap one to lift it.") if found else words.say("Nothing out of the ordinary."),
        *telling.consequences(words, troubled, foreseen=False),
    ]
    buttons = [
        Button(
            telling.glance(title(scene, together)),
            Act(action="arrangement", subject=str(together[0].id)),
        )
        for together in found
    ]
    rows = paged(buttons, page, ACTIONS[kind])
    if kind == form.DAYS and troubled.inside:
        rows = ((_moves(words, len(troubled.inside)),), *rows)
    return Screen(text="\n".join(lines), rows=rows)


def to_move(scene: Scene, page: int) -> Screen:
    """The parties in closed hours, soonest first: each is moved by its button."""
    words = scene.words
    inside = arrange.troubled(scene.desk).inside
    if not inside:
        return Screen(text=words.say("Nobody is booked in closed hours."), rows=((way(words, form.DAYS),),))
    last = (len(inside) - 1) // MOST_PARTIES
    shown = inside[min(page, last) * MOST_PARTIES :][:MOST_PARTIES]
    heading = words.say_n(
        "<b>{n} party</b> is booked in closed hours. Tap it to find another hour.",
        "<b>{n} parties</b> are booked in closed hours. Tap one to find another hour.",
        len(inside),
    )
    lines = [heading, "", *(telling.party(words, booking) for booking in shown)]
    one_day = len({timetable.day_of(scene.desk.site, each.starts_at) for each in inside}) == 1
    rows = [(_move(scene, booking, one_day=one_day),) for booking in shown]
    turns = tuple(
        Button(str(n + 1), Act(action=MOVES, subject=str(n)))
        for n in sorted({0, last, *range(max(0, page - 2), min(last, page + 2) + 1)})
    )
    again = Button(words.label("↻ Who is left"), Act(action=MOVES, subject=str(page)))
    return Screen(
        text="\n".join(lines), rows=(*rows, *((turns,) if last else ()), (again, way(words, form.DAYS)))
    )


def who_is_left(scene: Scene, gone: Booking) -> Shows | None:
    """The list of parties to be moved anew, where this chat's still has the one that is moved by now."""
    if not scene.actor.is_staff:
        return None
    standing = outbox.standing(scene.desk.conn, STAFF, scene.person.chat_id, MOVES)
    if standing is None or gone.code not in standing.body.get("text", ""):
        return None
    try:
        _may(scene, Right.ARRANGE_THE_DAYS)
    except NotPermitted:
        return None
    return Shows(to_move(scene, 0), handle=MOVES)


def way(words: Words, kind: str) -> Button:
    """The way to the list of what stands."""
    label = words.label("What is arranged") if kind == form.DAYS else words.label("Rosters and leave")
    return Button(label, Act(action=ACTIONS[kind], subject="0"))


def _moves(words: Words, number: int) -> Button:
    return Button(
        words.label_n("⚠️ {n} party to be moved", "⚠️ {n} parties to be moved", number),
        Act(action=MOVES, subject="0"),
    )


def _move(scene: Scene, booking: Booking, *, one_day: bool) -> Button:
    words = scene.words
    label = words.label(
        "{hour} {name} · {code}",
        hour=words.hour(booking.starts_at) if one_day else words.start(booking.starts_at),
        name=wording.addressed(words, booking.guest.name),
        code=booking.code,
    )
    return Button(label, Act(action="move", subject=str(booking.id), version=booking.version))


def title(scene: Scene, together: Sequence[Arrangement]) -> str:
    """What was ordered at once, in one plain line."""
    first = together[0]
    what = What.ON_DUTY if any(each.what is What.ON_DUTY for each in together) else first.what
    of_it = [each for each in together if each.what is what]
    consultants = dict.fromkeys(each.consultant for each in of_it if each.consultant is not None)
    ordered = Ordered(
        what=what,
        stretches=sorted({(each.starts_at, each.ends_at) for each in of_it}),
        number=first.number,
        agency=first.agency,
        names=telling.names_of(scene, consultants),
    )
    return telling.title(scene.words, ordered)


def _groups(standing: Sequence[Arrangement]) -> list[list[Arrangement]]:
    """What was ordered at once, together; the next to come first."""
    groups: dict[tuple[object, ...], list[Arrangement]] = {}
    for each in standing:
        groups.setdefault(_deed(each), []).append(each)
    return sorted(groups.values(), key=lambda group: (group[0].starts_at, group[0].id))


def _in_force(standing: Sequence[Arrangement]) -> list[list[Arrangement]]:
    """The groups that are not wholly undone by what was ordered later."""
    return [
        group
        for group in _groups(standing)
        if not all(any(_supersedes(later, each) for later in standing) for each in group)
    ]


def _supersedes(later: Arrangement, each: Arrangement) -> bool:
    """Whether what was ordered later leaves nothing of what was ordered before."""
    same = (later.what, later.agency, later.consultant) == (each.what, each.agency, each.consultant)
    by_heads = later.what is What.HEADCOUNT and each.what in NAMED and later.agency == each.agency
    covers = later.starts_at <= each.starts_at and each.ends_at <= later.ends_at
    # What is left of a closure that was opened in part is entered anew, and yet as old as it was.
    is_later = (later.made_at, later.id) > (each.made_at, each.id)
    return is_later and covers and (same or by_heads)


def _deed(each: Arrangement) -> tuple[object, ...]:
    what = What.ON_DUTY if each.what in NAMED else each.what
    return (each.made_at, each.by_name, what, each.agency, each.number, each.reason)


def _together(scene: Scene, act: Act) -> list[Arrangement]:
    """All that was ordered at once with the one an act is about, if the one who asks may. Raises NoSuchArrangement."""
    # Whoever may do neither is not told what stands.
    _may(scene, Right.KEEP_THE_ROSTER)
    arrangement_id = id_of(act)
    if arrangement_id is None:
        raise NoSuchArrangement
    one = arrange.find(scene.desk, ArrangementId(arrangement_id))
    _may(scene, _right(one))
    standing = arrange.standing(scene.desk)
    return next(group for group in _groups(standing) if any(each.id == one.id for each in group))


def _kind(each: Arrangement) -> str:
    return form.LEAVE if each.what in ROSTER else form.DAYS


def _right(each: Arrangement) -> Right:
    return Right.KEEP_THE_ROSTER if each.what in ROSTER else Right.ARRANGE_THE_DAYS


def _may(scene: Scene, right: Right) -> Member:
    return house_staff.require(scene.desk, scene.person.user_id, right)
