"""What managers can do in the staff's bot: commands, actions and dialogs, and the right each needs."""

from collections.abc import Callable

from bot.dialogs.dialog import Action, Command, Dialog
from bot.dialogs.managing import arranged, form, ordering
from bot.dialogs.managing.arranging import ArrangingDialog
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
        "leave",
        ordering.leave,
        lambda words: words.label("A consultant is away"),
        Right.KEEP_THE_ROSTER,
    ),
)

ACTIONS: dict[str, Action] = {
    "arranged": arranged.show_arranged,
    "duties": arranged.show_duties,
    "to_move": arranged.show_to_move,
    "arrangement": arranged.show_arrangement,
    "lifted": arranged.lift,
}

DIALOGS: tuple[Dialog, ...] = (ArrangingDialog(form.DAYS), ArrangingDialog(form.LEAVE))
RIGHTS = {form.DAYS: Right.ARRANGE_THE_DAYS, form.LEAVE: Right.KEEP_THE_ROSTER}
