"""The staff in the rehearsal: the gate and the site manager."""

from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo.rehearsal.client import Client, VisibleButton
from demo.rehearsal.timeline import Actions, Visit


class Gate:
    """Marks parties as arrived, one after the other, on the group's board or by code."""

    def __init__(self, client: Client, zone: ZoneInfo, rng: Random) -> None:
        self._client = client
        self._zone = zone
        self._rng = rng
        self._free_at: datetime | None = None

    def receive(self, visit: Visit) -> Actions:
        now = self._client.now()
        starts = max(now, self._free_at or now)
        self._free_at = starts + timedelta(seconds=40)
        yield starts - now
        if visit.by_code:
            self._client.write(f"/arrived {visit.code}")
            return
        button = self._find_party(visit)
        if button is None:
            self._client.write("/arrived")
            yield self._pause()
            button = self._find_party(visit)
        if button is None:
            for _, subject, hour_button in self._client.action_buttons("hour"):
                if datetime.fromisoformat(subject) == visit.starts_at:
                    self._client.press(hour_button)
                    yield self._pause()
                    button = self._find_party(visit)
                    break
        if button is None:
            self._client.write(f"/arrived {visit.code}")
            return
        self._client.press(button)
        yield self._pause()
        for _, _, confirm_button in self._client.action_buttons("arrive_early"):
            self._client.press(confirm_button)
            yield self._pause()
            return

    def _find_party(self, visit: Visit) -> VisibleButton | None:
        """The party's button on today's board; None if it is not there or not unique."""
        hour_button = visit.starts_at.astimezone(self._zone).strftime("%H:%M")
        today = self._client.now().astimezone(self._zone).date()
        for board, _, _ in self._client.action_buttons("arrive"):
            if (board.edited or board.date).astimezone(self._zone).date() != today:
                return None
            matching = [
                button
                for message, _, button in self._client.action_buttons("arrive")
                if message.message_id == board.message_id
                and button.label.startswith(hour_button)
                and visit.name in button.label
            ]
            return matching[0] if len(matching) == 1 else None
        return None

    def _pause(self) -> timedelta:
        return timedelta(seconds=self._rng.randint(3, 9))


# The site manager's commands of a day, and their approximate times.
_MANAGER_COMMANDS = (
    (time(9, 5), "/today"),
    (time(13), "/capacity"),
    (time(18, 5), "/today 明天"),
)


def manager(client: Client, zone: ZoneInfo, rng: Random) -> Actions:
    """The site manager's actions: several commands a day, sometimes with a page turned."""
    while True:
        today = client.now().astimezone(zone).date()
        for at, command in _MANAGER_COMMANDS:
            ask_at = datetime.combine(today, at, zone) + timedelta(minutes=rng.randint(0, 40))
            yield max(ask_at - client.now(), timedelta(seconds=5))
            client.write(command)
            yield timedelta(seconds=rng.randint(4, 20))
            page_buttons = [button for _, _, button in client.action_buttons(command[1:].split()[0])]
            if page_buttons and rng.random() < 0.3:
                client.press(rng.choice(page_buttons))
        yield datetime.combine(today + timedelta(days=1), time(), zone) - client.now()
