"""A person's Telegram client: what it shows, and what they can press."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.language.catalogues import catalogue, language_for
from sandbox.telegram import ShownMessage, Telegram

# How many of a chat's newest messages a person looks at.
VISIBLE_MESSAGES = 20


class Question(StrEnum):
    """What a screen asks, recognised by its buttons."""

    WELCOME = "welcome"
    DECLINED = "declined"
    NAME = "name"
    TITLE = "title"
    GUESTS = "guests"
    COMPANY = "company"
    DAY = "day"
    HOUR = "hour"
    PHONE = "phone"
    CONFIRM = "confirm"
    RESUME = "resume"
    MOVE = "move"
    CANCEL = "cancel"
    COMPLAINT = "complaint"
    MORE = "more"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class VisibleButton:
    """A button of a message, with its callback data, or of the reply keyboard, without."""

    label: str
    message_id: int = 0
    data: str = ""


@dataclass(frozen=True)
class VisibleScreen:
    """The current question of a chat, with its ``buttons`` by choice."""

    question: Question
    buttons: dict[str, VisibleButton] = field(default_factory=dict)

    def choices_starting(self, prefix: str) -> list[str]:
        """The choices with this prefix, in order."""
        return [choice for choice in self.buttons if choice.startswith(prefix)]


class Client:
    """One person's view of one chat: private with ``bot``, or the group ``chat_id``."""

    def __init__(
        self, telegram: Telegram, user_id: int, *, bot: str | None = None, chat_id: int | None = None
    ) -> None:
        self.user_id = user_id
        self._telegram = telegram
        self._bot = bot
        self._chat_id = chat_id

    # What it shows

    @property
    def messages(self) -> list[ShownMessage]:
        """The bots' latest messages, newest first."""
        user_id = None if self._bot is None else self.user_id
        history = self._telegram.history(
            bot=self._bot, user_id=user_id, chat_id=self._chat_id, newest=VISIBLE_MESSAGES
        )
        return [message for message in reversed(history) if message.sender.is_bot]

    def screen(self) -> VisibleScreen:
        """The current question: that of the reply keyboard, or else of the newest message with choices."""
        keyboard = self._keyboard()
        if keyboard:
            return VisibleScreen(Question.PHONE, keyboard)
        for message in self.messages:
            picks = [(data, button) for data, button in _buttons_of(message) if data[0] == "p"]
            if picks:
                buttons = {data[3]: button for data, button in picks}
                return VisibleScreen(_BY_DIALOG.get(picks[0][0][1]) or _question_of(buttons), buttons)
        return VisibleScreen(Question.UNCLEAR)

    def action_buttons(self, action: str) -> Iterator[tuple[ShownMessage, str, VisibleButton]]:
        """Every visible button of this action, newest message first, as message, subject and button."""
        for message in self.messages:
            for data, button in _buttons_of(message):
                if data[:2] == ["a", action]:
                    yield message, data[3], button

    def newest_has_action(self, action: str) -> bool:
        """Whether the newest message has a button of this action."""
        newest = self.messages[:1]
        return any(data[:2] == ["a", action] for message in newest for data, _ in _buttons_of(message))

    def _keyboard(self) -> dict[str, VisibleButton]:
        rows = (self._bot and self._telegram.reply_keyboard(self._bot, self.user_id)) or []
        words = catalogue(language_for(self._telegram.people[self.user_id].language_code) or "en")
        named = {
            words.gettext("I would rather not"): "decline",
            words.gettext("No, thank you"): "decline",
            words.gettext("‹ Back"): "back",
        }
        labels = [button["text"] for row in rows for button in row]
        shares = [button["text"] for row in rows for button in row if button.get("request_contact")]
        return {
            named.get(label, "share" if label in shares else label): VisibleButton(label) for label in labels
        }

    # What they do

    def write(self, text: str) -> None:
        self._telegram.send(self.user_id, text, bot=self._bot, chat_id=self._chat_id)

    def press(self, button: VisibleButton, *, stale: bool = False) -> None:
        """Press a button. ``stale``: the client still shows a button that the bot has removed."""
        if not button.data:
            self.write(button.label)
            return
        self._telegram.tap(
            self.user_id, button.message_id, button.data, bot=self._bot, chat_id=self._chat_id, forged=stale
        )

    def share_phone(self) -> None:
        if self._bot is not None:
            self._telegram.share_contact(self.user_id, bot=self._bot)

    def now(self) -> datetime:
        """The time (aware) on their clock."""
        return self._telegram.now()


def _buttons_of(message: ShownMessage) -> Iterator[tuple[list[str], VisibleButton]]:
    """A message's buttons, each with the four parts of its callback data."""
    for row in message.buttons:
        for button in row:
            # The part after "~" is the bot's signature.
            data = button.get("callback_data", "").rpartition("~")[0].split("|", 3)
            if len(data) == 4:
                yield data, VisibleButton(button["text"], message.message_id, button["callback_data"])


NO_COMPANY = "e0c0"
_BY_DIALOG = {"particulars": Question.MORE, "complaint": Question.COMPLAINT}
_BY_CHOICE = {
    "more": Question.WELCOME,
    "guests": Question.CONFIRM,
    "on": Question.RESUME,
    "leave": Question.MOVE,
    "cancel": Question.CANCEL,
    "profile": Question.NAME,
    "mr": Question.TITLE,
    "bye": Question.DECLINED,
}


def _question_of(buttons: dict[str, VisibleButton]) -> Question:
    for choice, question in _BY_CHOICE.items():
        if choice in buttons:
            return question
    if any(choice.startswith("s2") for choice in buttons):
        return Question.HOUR
    if any(choice.startswith("d2") for choice in buttons):
        return Question.DAY
    if "yes" in buttons:
        return Question.WELCOME
    if "days" in buttons:
        return Question.HOUR
    if NO_COMPANY in buttons:
        return Question.COMPANY
    return Question.GUESTS if "1" in buttons else Question.UNCLEAR
