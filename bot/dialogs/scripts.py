"""What each bot can do: its dialogs, its commands and its actions."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.dialogs import (
    arrivals,
    booking,
    complaint,
    follow_ups,
    membership,
    my_booking,
    people,
    requests,
    waiting,
)
from bot.dialogs.booking import BookingDialog
from bot.dialogs.complaint import ComplaintDialog
from bot.dialogs.dialog import Action, Command, Reply, Scene, Shows, Tells, between_ourselves
from bot.dialogs.managing import menu
from bot.dialogs.my_booking import MyBookingDialog
from bot.dialogs.particulars import ParticularsDialog
from bot.dialogs.payload import Act
from bot.dialogs.reports import capacity, today
from bot.dialogs.requests import AnswerDialog
from bot.dialogs.screen import Button, Screen
from bot.dialogs.script import Script
from bot.language import NAMES, Words
from core.desk import house_staff
from core.notices import BUYERS, STAFF
from core.staff import Right


@dataclass(frozen=True)
class Listed:
    """A command as the menu and /help list it, to those who have the right to it."""

    name: str
    run: Command
    describe: Callable[[Words], str]
    right: Right | None = None


def _start(scene: Scene, argument: str) -> Reply:
    return booking.start(scene)


def _book(scene: Scene, argument: str) -> Reply:
    house_staff.require(scene.desk, scene.person.user_id, Right.BOOK_FOR_GUESTS)
    return between_ourselves(scene) or booking.start(scene)


def _language(scene: Scene, argument: str) -> Reply:
    if scene.person.in_group and scene.member is None:
        return Tells()
    if scene.person.in_group:
        return Shows(
            Screen(
                text=scene.words.say(
                    "The house has one language for the group; yours you choose in our own chat."
                )
            )
        )
    rows = tuple((Button(name, Act(action="language", subject=code)),) for code, name in NAMES.items())
    return Shows(Screen(text=scene.words.say("Which language do you prefer?"), rows=rows), handle="language")


def _set_language(scene: Scene, act: Act) -> Reply:
    if act.subject not in NAMES or scene.person.in_group:
        return Tells()
    words = Words(act.subject, scene.desk.site)
    return Shows(
        Screen(text=words.say("Very well, we shall speak English.")), handle="language", language=act.subject
    )


BUYERS_COMMANDS: tuple[Listed, ...] = (
    Listed("start", _start, lambda words: words.label("Reserve a visit")),
    Listed("my", my_booking.mine, lambda words: words.label("My visit: see, move, cancel")),
    Listed("word", complaint.begin, lambda words: words.label("A word to the site manager")),
    Listed("language", _language, lambda words: words.label("Language / 语言")),
    Listed(
        "help", lambda scene, _: _help(scene, BUYERS_COMMANDS), lambda words: words.label("What I can do")
    ),
)

STAFF_COMMANDS: tuple[Listed, ...] = (
    Listed(
        "arrived",
        arrivals.arrived,
        lambda words: words.label("A party is at the gate (list, or by code)"),
        Right.MARK_ARRIVALS,
    ),
    Listed(
        "today",
        today.report,
        lambda words: words.label("Who comes today, or on another day"),
        Right.SEE_THE_DAY,
    ),
    Listed(
        "capacity",
        capacity.report,
        lambda words: words.label("How full a day is, or the fortnight (week)"),
        Right.SEE_THE_DAY,
    ),
    Listed("book", _book, lambda words: words.label("Book for a caller"), Right.BOOK_FOR_GUESTS),
    Listed(
        "requests",
        requests.requests,
        lambda words: words.label("Days guests ask for, to be answered with an hour"),
        Right.BOOK_FOR_GUESTS,
    ),
    Listed(
        "leads",
        follow_ups.leads,
        lambda words: words.label("Who left a number and is to be invited"),
        Right.ANSWER_LEADS,
    ),
    Listed(
        "words",
        follow_ups.complaints,
        lambda words: words.label("Complaints and suggestions of guests"),
        Right.ANSWER_COMPLAINTS,
    ),
    *(Listed(*each) for each in menu.COMMANDS),
    Listed("invite", people.invite, lambda words: words.label("Let somebody in"), Right.SET_UP_THE_HOUSE),
    Listed(
        "staff",
        people.everyone,
        lambda words: words.label("The people of the house: roles, revoking"),
        Right.SET_UP_THE_HOUSE,
    ),
    Listed(
        "here", membership.here, lambda words: words.label("Announce in this group"), Right.SET_UP_THE_HOUSE
    ),
    Listed("language", _language, lambda words: words.label("Language / 语言")),
    Listed("help", lambda scene, _: _help(scene, STAFF_COMMANDS), lambda words: words.label("What I can do")),
)


def _help(scene: Scene, commands: tuple[Listed, ...]) -> Reply:
    words, member = scene.words, scene.member
    if scene.bot == STAFF and member is None:
        return Tells() if scene.person.in_group else membership.hello(scene, "")
    lines = [
        f"/{listed.name} — {listed.describe(words)}"
        for listed in commands
        if listed.right is None or (member is not None and member.may(listed.right))
    ]
    if scene.bot == BUYERS:
        lines.append("")
        lines.append(words.say("Or call us on {phone}.", phone=words.site.phone))
    return Shows(Screen(text="\n".join([words.say("This is what I can do for you:"), "", *lines])))


DIALOGS = (BookingDialog(), MyBookingDialog(), ParticularsDialog(), ComplaintDialog())
# What a guest may do with their own visit or their wish for one, and the operator for a caller.
_OF_A_VISIT: dict[str, Action] = {
    "move": my_booking.begin_move,
    "cancel": my_booking.begin_cancel,
    "reserve": my_booking.begin_booking,
    "accept": waiting.accept,
    "leave": waiting.leave,
    "wait_again": waiting.wait_again,
    "free_hours": waiting.free_hours,
    "withdraw": requests.withdraw,
    "language": _set_language,
}


def buyers() -> Script:
    return Script(
        bot=BUYERS,
        dialogs=DIALOGS,
        commands={listed.name: listed.run for listed in BUYERS_COMMANDS},
        actions=_OF_A_VISIT,
        opening=booking.open_with,
        joined=membership.not_for_groups,
        removed=lambda scene, _: Tells(),
    )


def staff() -> Script:
    return Script(
        bot=STAFF,
        dialogs=(*DIALOGS, AnswerDialog(), *menu.DIALOGS),
        commands={listed.name: listed.run for listed in STAFF_COMMANDS}
        | {"start": membership.start, "join": membership.join},
        actions=_OF_A_VISIT
        | {
            "requests": requests.show_requests,
            "request": requests.show_request,
            "answer": requests.begin_answer,
            "decline": requests.begin_decline,
            "arrive": arrivals.mark,
            "arrive_early": arrivals.mark,
            "arrivals": arrivals.show_board,
            "hour": arrivals.show_hour,
            "leads": follow_ups.show_leads,
            "lead": follow_ups.show_lead,
            "lead_invited": follow_ups.lead_invited,
            "lead_closed": follow_ups.lead_closed,
            "complaints": follow_ups.show_complaints,
            "complaint": follow_ups.show_complaint,
            "complaint_settled": follow_ups.complaint_settled,
            "invite": people.invite_to,
            "people": people.show_everyone,
            "member": people.show_member,
            "roles": people.show_roles,
            "revoke": people.ask_to_revoke,
            "revoked": people.revoke,
            "today": today.turn,
            "capacity": capacity.turn,
            **menu.ACTIONS,
        },
        opening=membership.hello,
        joined=membership.joined,
        removed=membership.removed,
        needed=Right.BOOK_FOR_GUESTS,
        rights=menu.RIGHTS,
    )
