"""What one bot can do, and how it writes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.engine.dialog import ActionHandler, CommandHandler, Dialog
from bot.engine.screen import Screen, lay_out
from core.desk import Desk
from core.staff import Right
from core.store import outbox

LINGER = timedelta(seconds=15)


@dataclass(frozen=True, kw_only=True)
class Registry:
    """``commands`` and ``actions`` are this bot's own; ``opening`` answers who writes out of the blue;
    its dialogs are held with those who have the right ``needed``, and those named in ``rights`` with those who have
    that one too; both are asked anew at every step. ``joined`` and ``removed`` answer whoever adds it to a group or
    a channel, or takes it out."""

    bot: str
    dialogs: Sequence[Dialog]
    commands: Mapping[str, CommandHandler]
    actions: Mapping[str, ActionHandler]
    opening: CommandHandler
    joined: CommandHandler
    removed: CommandHandler
    needed: Right | None = None
    rights: Mapping[str, Right] = field(default_factory=dict)

    def rights_for(self, dialog: str | None) -> set[Right]:
        """What one must be allowed to do to hold this dialog."""
        return {right for right in (self.needed, self.rights.get(dialog or "")) if right is not None}

    def dialog(self, name: str) -> Dialog | None:
        return next((dialog for dialog in self.dialogs if dialog.name == name), None)

    def write(self, desk: Desk, chat_id: int, screen: Screen) -> None:
        """Say something in a chat that is no part of any dialog."""
        page = lay_out(screen).to_json()
        message = outbox.OutboxMessage(
            bot=self.bot, chat_id=chat_id, kind=outbox.OutboxKind.SCREEN, body=page
        )
        outbox.add(desk.conn, message, desk.now)

    def leave(self, desk: Desk, chat_id: int) -> None:
        """Go out of a group or a channel, after what was said there.

        Not at once: it may be the house's own group, grown into another chat before we were told.
        """
        message = outbox.OutboxMessage(bot=self.bot, chat_id=chat_id, kind=outbox.OutboxKind.LEAVE, body={})
        outbox.add(desk.conn, message, desk.now, not_before=desk.now + LINGER)
