"""What one bot can do: its dialogs, commands and actions, and what the engine must know of its subject."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.engine.dialog import ActionHandler, CommandHandler, Context, Dialog
from bot.language.words import Words
from core.desk import Desk
from core.errors import Refusal
from core.staff import Member, Right


@dataclass(frozen=True, kw_only=True)
class Registry:
    """``commands`` and ``actions`` are this bot's own; ``opening`` answers a text when no dialog is open. Its dialogs
    are open to those who have the right ``needed``, and those named in ``rights`` to those who have that one too; both
    are checked at every step. ``joined`` and ``removed`` answer the person who adds the bot to a group or a channel,
    or removes it; ``migrated`` is called when a group has become the chat with this id.

    ``explain`` words a refusal, in HTML; ``is_yes`` and ``is_no`` recognise a plain yes and no. ``member_of`` finds the
    member of staff with a Telegram id, ``known_language`` the language a person is known to speak.
    """

    bot: str
    dialogs: Sequence[Dialog]
    commands: Mapping[str, CommandHandler]
    actions: Mapping[str, ActionHandler]
    opening: CommandHandler
    joined: CommandHandler
    removed: CommandHandler
    migrated: Callable[[Context, int], None]
    explain: Callable[[Words, Refusal], str]
    is_yes: Callable[[str], bool]
    is_no: Callable[[str], bool]
    member_of: Callable[[Desk, int], Member | None] = lambda desk, user_id: None
    known_language: Callable[[Desk, int], str | None] = lambda desk, user_id: None
    needed: Right | None = None
    rights: Mapping[str, Right] = field(default_factory=dict)

    def check_rights(self, context: Context, dialog: str | None) -> None:
        """Raises NotPermitted for a person who may not hold this dialog."""
        for right in (self.needed, self.rights.get(dialog or "")):
            if right is not None:
                context.require(right)

    def find_dialog(self, name: str | None) -> Dialog | None:
        return next((dialog for dialog in self.dialogs if dialog.name == name), None)

    def dialog(self, name: str) -> Dialog:
        """Raises LookupError for a name that no dialog has."""
        found = self.find_dialog(name)
        if found is None:
            raise LookupError(name)
        return found
