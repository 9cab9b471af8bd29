"""What managers can do in the staff's bot: commands, actions and dialogs, and the right each needs."""

from collections.abc import Callable

from bot.dialogs.dialog import Action, Command, Dialog
from bot.dialogs.managing import (
    arranged,
    auditing,
    case,
    consultants,
    form,
    guest_card,
    ordering,
    overriding,
    roster,
)
from bot.dialogs.managing.arranging import ArrangingDialog
from bot.dialogs.managing.consultants import HiringDialog
from bot.dialogs.managing.guest_card import WhoseDialog
from bot.dialogs.managing.overriding import OverridingDialog
from bot.dialogs.managing.roster import RosterDialog
from bot.language import Words
from core.staff import Right

COMMANDS: tuple[tuple[str, Command, Callable[[Words], str], Right], ...] = (
    (
        "close",
        ordering.close,
        lambda words: words.label("Close days or hours"),
        Right.ARRANGE_THE_DAYS,
    ),
    (
        "open",
        ordering.reopen,
        lambda words: words.label("Open again what is closed"),
        Right.ARRANGE_THE_DAYS,
    ),
    (
        "withhold",
        ordering.withhold,
        lambda words: words.label("Keep seats back from booking"),
        Right.ARRANGE_THE_DAYS,
    ),
    ("cap", ordering.cap, lambda words: words.label("Cap a day or a week"), Right.ARRANGE_THE_DAYS),
    (
        "arranged",
        ordering.arrangements,
        lambda words: words.label("What is closed, withheld and capped; parties to be moved"),
        Right.ARRANGE_THE_DAYS,
    ),
    (
        "roster",
        roster.begin,
        lambda words: words.label("Who is on duty: numbers or names"),
        Right.KEEP_THE_ROSTER,
    ),
    (
        "leave",
        ordering.leave,
        lambda words: words.label("A consultant is away"),
        Right.KEEP_THE_ROSTER,
    ),
    (
        "consultants",
        consultants.everyone,
        lambda words: words.label("The register of consultants"),
        Right.KEEP_THE_ROSTER,
    ),
    (
        "guest",
        guest_card.guest,
        lambda words: words.label("A guest's card, by code or number"),
        Right.KEEP_GUESTS,
    ),
    (
        "override",
        overriding.override,
        lambda words: words.label("An hour or a tier past the rules"),
        Right.ARRANGE_THE_DAYS,
    ),
    (
        "exception",
        overriding.exception,
        lambda words: words.label("Receive somebody of another firm at any time"),
        Right.ARRANGE_THE_DAYS,
    ),
    (
        "audit",
        auditing.audit,
        lambda words: words.label("Who ordered what, when and why"),
        Right.ARRANGE_THE_DAYS,
    ),
)

ACTIONS: dict[str, Action] = {
    "arranged": arranged.show_arranged,
    "duties": arranged.show_duties,
    "to_move": arranged.show_to_move,
    "arrangement": arranged.show_arrangement,
    "lifted": arranged.lift,
    "consultants": consultants.show_everyone,
    "consultant": consultants.show_consultant,
    "hire": consultants.begin_hiring,
    "dismissed": consultants.dismiss,
    "guest": guest_card.show_guest,
    "guest_kind": guest_card.change_kind,
    "guest_tier": guest_card.change_tier,
    "guest_exempt": guest_card.make_exception,
    "guest_consultant": guest_card.change_consultant,
    "audit": auditing.show_page,
}

DIALOGS: tuple[Dialog, ...] = (
    ArrangingDialog(form.DAYS),
    ArrangingDialog(form.LEAVE),
    RosterDialog(),
    HiringDialog(),
    OverridingDialog(),
    WhoseDialog(),
)
RIGHTS = {
    form.DAYS: Right.ARRANGE_THE_DAYS,
    form.LEAVE: Right.KEEP_THE_ROSTER,
    roster.NAME: Right.KEEP_THE_ROSTER,
    consultants.NAME: Right.KEEP_THE_ROSTER,
    case.NAME: Right.ARRANGE_THE_DAYS,
    guest_card.NAME: Right.KEEP_GUESTS,
}
