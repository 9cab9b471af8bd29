"""What each bot can do: its dialogs, its commands and its actions."""

from collections.abc import Callable
from dataclasses import dataclass

from bot import plain_words
from bot.dialogs.booking import conversation as booking_conversation
from bot.dialogs.booking import opening
from bot.dialogs.booking.conversation import BOOKING
from bot.dialogs.booking.optional_questions import OptionalQuestionsDialog
from bot.dialogs.guest import complaint, my_booking
from bot.dialogs.guest import waitlist as waitlist_actions
from bot.dialogs.guest.complaint import ComplaintDialog
from bot.dialogs.guest.my_booking import change_dialog
from bot.dialogs.managing import arrangement_list, menu
from bot.dialogs.reports import capacity, today
from bot.dialogs.staff import arrivals, complaints, leads, membership, people
from bot.dialogs.staff import requests as request_dialog
from bot.dialogs.staff.requests import ANSWER
from bot.engine.dialog import ActionHandler, CommandHandler, Context, ask_for_private_chat
from bot.engine.payload import SubjectAction
from bot.engine.registry import Registry
from bot.engine.replies import Reply, Show, Toast
from bot.engine.screen import Button, Screen
from bot.language.catalogues import NAMES
from bot.language.words import Words
from bot.understanding.intents import is_no, is_yes
from bot.understanding.visit_wishes import only_confirms, only_refuses
from bot.wording.refusals import explain
from core.bots import BUYERS, STAFF
from core.desk import queries
from core.desk import staff as staff_desk
from core.staff import Right


@dataclass(frozen=True)
class Listed:
    """A command as the menu and /help list it, to those who have the right to it."""

    name: str
    run: CommandHandler
    describe: Callable[[Words], str]
    right: Right | None = None


def _start(context: Context, argument: str) -> Reply:
    return booking_conversation.start(context)


def _book(context: Context, argument: str) -> Reply:
    context.require(Right.BOOK_FOR_GUESTS)
    return ask_for_private_chat(context) or opening.book_for_caller(context, argument)


def _language(context: Context, argument: str) -> Reply:
    if context.person.in_group and context.member is None:
        return Toast()
    if context.person.in_group:
        return Show(
            Screen(
                text=context.words.say(
                    "The group uses the language of the sales centre; you can choose your own in our "
                    "private chat."
                )
            )
        )
    rows = tuple(
        (Button(name, SubjectAction(name="language", subject=code)),) for code, name in NAMES.items()
    )
    return Show(Screen(text=context.words.say("Which language do you prefer?"), rows=rows), handle="language")


def _set_language(context: Context, action: SubjectAction) -> Reply:
    if action.subject not in NAMES or context.person.in_group:
        return Toast()
    words = Words(action.subject, context.desk.site, context.desk.now)
    return Show(
        Screen(text=words.say("Very well, let us continue in English.")),
        handle="language",
        language=action.subject,
    )


BUYERS_COMMANDS: tuple[Listed, ...] = (
    Listed("start", _start, lambda words: words.label("Reserve a visit")),
    Listed("my", my_booking.mine, lambda words: words.label("My visit: see, move, cancel")),
    Listed("word", complaint.begin, lambda words: words.label("Message the site manager")),
    Listed("language", _language, lambda words: words.label("Language / 语言")),
    Listed(
        "help", lambda context, _: _help(context, BUYERS_COMMANDS), lambda words: words.label("What I can do")
    ),
)

STAFF_COMMANDS: tuple[Listed, ...] = (
    Listed(
        "arrived",
        arrivals.arrived,
        lambda words: words.label("Mark a party as arrived (list or code)"),
        Right.MARK_ARRIVALS,
    ),
    Listed(
        "today",
        today.report,
        lambda words: words.label("Who is coming today or on another day"),
        Right.SEE_THE_DAY,
    ),
    Listed(
        "capacity",
        capacity.report,
        lambda words: words.label("How full a day is, or the next two weeks (week)"),
        Right.SEE_THE_DAY,
    ),
    Listed("book", _book, lambda words: words.label("Book for a caller"), Right.BOOK_FOR_GUESTS),
    Listed(
        "requests",
        request_dialog.requests,
        lambda words: words.label("Requests for a day, waiting for an hour"),
        Right.BOOK_FOR_GUESTS,
    ),
    Listed(
        "leads",
        leads.leads,
        lambda words: words.label("Guests who left a number"),
        Right.ANSWER_LEADS,
    ),
    Listed(
        "words",
        complaints.complaints,
        lambda words: words.label("Guests' complaints and suggestions"),
        Right.ANSWER_COMPLAINTS,
    ),
    *(Listed(*each) for each in menu.COMMANDS),
    Listed("invite", people.invite, lambda words: words.label("Invite a colleague"), Right.SET_UP_THE_HOUSE),
    Listed(
        "staff",
        people.everyone,
        lambda words: words.label("Staff: roles and access"),
        Right.SET_UP_THE_HOUSE,
    ),
    Listed(
        "here", membership.here, lambda words: words.label("Announce in this group"), Right.SET_UP_THE_HOUSE
    ),
    Listed("language", _language, lambda words: words.label("Language / 语言")),
    Listed(
        "help", lambda context, _: _help(context, STAFF_COMMANDS), lambda words: words.label("What I can do")
    ),
)


def _help(context: Context, commands: tuple[Listed, ...]) -> Reply:
    words, member = context.words, context.member
    if context.bot == STAFF and member is None:
        return Toast() if context.person.in_group else membership.hello(context, "")
    lines = [
        f"/{listed.name} — {listed.describe(words)}"
        for listed in commands
        if listed.right is None or (member is not None and member.may(listed.right))
    ]
    if context.bot == BUYERS:
        lines.append("")
        lines.append(words.say("Or call us on {phone}.", phone=words.site.phone))
    return Show(Screen(text="\n".join([words.say("This is what I can do for you:"), "", *lines])))


DIALOGS = (BOOKING, OptionalQuestionsDialog(), ComplaintDialog())
# What a guest may do with their own visit or their wish for one, and the operator for a caller.
_OF_A_VISIT: dict[str, ActionHandler] = {
    "move": my_booking.begin_move,
    "cancel": my_booking.begin_cancel,
    "reserve": my_booking.begin_booking,
    "accept": waitlist_actions.accept,
    "leave": waitlist_actions.leave,
    "wait_again": waitlist_actions.wait_again,
    "free_hours": waitlist_actions.free_hours,
    "withdraw": request_dialog.withdraw,
    "language": _set_language,
}


def buyers() -> Registry:
    return Registry(
        bot=BUYERS,
        dialogs=(*DIALOGS, change_dialog()),
        commands={listed.name: listed.run for listed in BUYERS_COMMANDS},
        actions=_OF_A_VISIT | {"go_on": booking_conversation.go_on},
        opening=opening.open_with,
        joined=membership.not_for_groups,
        removed=lambda context, _: Toast(),
        migrated=membership.follow_group,
        explain=explain,
        is_yes=only_confirms,
        is_no=only_refuses,
        known_language=queries.known_language,
    )


def staff() -> Registry:
    return Registry(
        bot=STAFF,
        dialogs=(*DIALOGS, change_dialog(arrangement_list.parties_left), ANSWER, *menu.DIALOGS),
        commands={listed.name: listed.run for listed in STAFF_COMMANDS}
        | {"start": membership.start, "join": membership.join},
        actions=_OF_A_VISIT
        | {
            "requests": request_dialog.show_requests,
            "request": request_dialog.show_request,
            "answer": request_dialog.begin_answer,
            "decline": request_dialog.begin_decline,
            "arrive": arrivals.mark,
            "arrive_early": arrivals.mark,
            "arrivals": arrivals.show_board,
            "hour": arrivals.show_hour,
            "leads": leads.show_leads,
            "lead": leads.show_lead,
            "lead_invited": leads.lead_invited,
            "lead_closed": leads.lead_closed,
            "complaints": complaints.show_complaints,
            "complaint": complaints.show_complaint,
            "complaint_settled": complaints.complaint_settled,
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
        opening=plain_words.read,
        joined=membership.joined,
        removed=membership.removed,
        migrated=membership.follow_group,
        explain=explain,
        is_yes=is_yes,
        is_no=is_no,
        member_of=staff_desk.find,
        needed=Right.BOOK_FOR_GUESTS,
        rights=menu.RIGHTS,
    )
