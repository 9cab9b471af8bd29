"""The commands, actions and dialogs of managers in the staff bot, and the right that each needs."""

from collections.abc import Callable

from bot.dialogs.managing import (
    arrangement_commands,
    arrangement_form,
    arrangement_list,
    audit,
    consultants,
    guest_card,
    override_commands,
    override_form,
    roster_form,
    roster_steps,
)
from bot.dialogs.managing.arrangement_steps import ARRANGING, LEAVE
from bot.dialogs.managing.consultants import HIRING
from bot.dialogs.managing.guest_card import WhoseDialog
from bot.dialogs.managing.override_steps import OVERRIDING
from bot.dialogs.managing.roster_steps import ROSTER
from bot.engine.dialog import ActionHandler, CommandHandler, Dialog
from bot.language.words import Words
from core.staff import Right

COMMANDS: tuple[tuple[str, CommandHandler, Callable[[Words], str], Right], ...] = (
    (
        "close",
        arrangement_commands.close,
        lambda words: words.label("Close days or hours"),
        Right.ARRANGE_THE_DAYS,
    ),
    (
        "open",
        arrangement_commands.reopen,
        lambda words: words.label("Reopen closed hours"),
        Right.ARRANGE_THE_DAYS,
    ),
    (
        "withhold",
        arrangement_commands.withhold,
        lambda words: words.label("Withhold seats from booking"),
        Right.ARRANGE_THE_DAYS,
    ),
    (
        "cap",
        arrangement_commands.cap,
        lambda words: words.label("Cap a day or a week"),
        Right.ARRANGE_THE_DAYS,
    ),
    (
        "arranged",
        arrangement_commands.arrangements,
        lambda words: words.label("Closed hours, withheld seats, caps; parties to move"),
        Right.ARRANGE_THE_DAYS,
    ),
    (
        "roster",
        roster_steps.begin,
        lambda words: words.label("Who is on duty: numbers or names"),
        Right.KEEP_THE_ROSTER,
    ),
    (
        "leave",
        arrangement_commands.leave,
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
        override_commands.override,
        lambda words: words.label("Override an hour or a tier"),
        Right.ARRANGE_THE_DAYS,
    ),
    (
        "exception",
        override_commands.exception,
        lambda words: words.label("Receive a peer at any time"),
        Right.ARRANGE_THE_DAYS,
    ),
    (
        "audit",
        audit.audit,
        lambda words: words.label("Who arranged what, when and why"),
        Right.ARRANGE_THE_DAYS,
    ),
)

ACTIONS: dict[str, ActionHandler] = {
    "arranged": arrangement_list.show_arranged,
    "duties": arrangement_list.show_duties,
    "to_move": arrangement_list.show_to_move,
    "arrangement": arrangement_list.show_arrangement,
    "lifted": arrangement_list.lift,
    "consultants": consultants.show_everyone,
    "consultant": consultants.show_consultant,
    "hire": consultants.begin_hiring,
    "dismissed": consultants.dismiss,
    "guest": guest_card.show_guest,
    "guest_kind": guest_card.change_kind,
    "guest_tier": guest_card.change_tier,
    "guest_exempt": guest_card.make_exception,
    "guest_consultant": guest_card.change_consultant,
    "audit": audit.show_page,
}

DIALOGS: tuple[Dialog, ...] = (
    ARRANGING,
    LEAVE,
    ROSTER,
    HIRING,
    OVERRIDING,
    WhoseDialog(),
)
RIGHTS = {
    arrangement_form.DAYS: Right.ARRANGE_THE_DAYS,
    arrangement_form.LEAVE: Right.KEEP_THE_ROSTER,
    roster_form.NAME: Right.KEEP_THE_ROSTER,
    consultants.NAME: Right.KEEP_THE_ROSTER,
    override_form.NAME: Right.ARRANGE_THE_DAYS,
    guest_card.NAME: Right.KEEP_GUESTS,
}
