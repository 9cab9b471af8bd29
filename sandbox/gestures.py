"""Everything that people do on Telegram."""

from __future__ import annotations

from dataclasses import replace

from sandbox import members
from sandbox.gestures_groups import GroupGestures
from sandbox.gestures_messages import MessageGestures
from sandbox.model import GestureError, Person


class Gestures(MessageGestures, GroupGestures):
    """People's gestures. Each takes effect at once; raises GestureError for what no client could do."""

    def add_person(self, person: Person) -> None:
        """Add a person, or replace the person with the same id."""
        if person.id <= 0 or person.id in self._world.bots:
            raise GestureError(f"{person.id} cannot be a person's id")
        self._world.people[person.id] = person
        self._world.touch()

    def set_language(self, user_id: int, code: str) -> None:
        """Change a person's client language; bots see it from the next update on."""
        self.add_person(replace(self._world.person(user_id), language_code=code))

    def block(self, user_id: int, bot: str) -> None:
        """Block a bot."""
        self._set_blocked(user_id, bot, blocked=True)

    def unblock(self, user_id: int, bot: str) -> None:
        """Unblock a bot."""
        self._set_blocked(user_id, bot, blocked=False)

    def blocked(self, user_id: int, bot: str) -> bool:
        """Whether a person has blocked a bot."""
        return self._private(bot, user_id).blocked

    def _set_blocked(self, user_id: int, bot: str, *, blocked: bool) -> None:
        chat = self._private(bot, user_id)
        if chat.blocked == blocked:
            raise GestureError("the bot is blocked already" if blocked else "the bot is not blocked")
        members.change_status(self._world, chat, chat.bot, "kicked" if blocked else "member", by=user_id)
