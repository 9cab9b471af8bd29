"""The two tokens, looked at before Telegram is asked."""

import re
from enum import Enum, auto

from bot.settings import Settings

# Telegram answers to anything of this shape; BotFather's own are longer.
_SHAPE = re.compile(r"\d+:[A-Za-z0-9_-]+")
BUYERS_SETTING, STAFF_SETTING = "YINGBIN_BUYERS_TOKEN", "YINGBIN_STAFF_TOKEN"


class Fault(Enum):
    MISSING = auto()
    MALFORMED = auto()
    SAME = auto()


class TokensError(Exception):
    """The tokens can not be right; ``setting`` is the first that is not."""

    def __init__(self, fault: Fault, setting: str) -> None:
        super().__init__(f"{fault.name}: {setting}")
        self.fault = fault
        self.setting = setting


def read(settings: Settings) -> tuple[str, str]:
    """The buyers' and the staff's token. Raises TokensError."""
    buyers, staff = (
        secret.get_secret_value().strip() for secret in (settings.buyers_token, settings.staff_token)
    )
    named = {BUYERS_SETTING: buyers, STAFF_SETTING: staff}
    for setting, token in named.items():
        if not token:
            raise TokensError(Fault.MISSING, setting)
    for setting, token in named.items():
        if not _SHAPE.fullmatch(token):
            raise TokensError(Fault.MALFORMED, setting)
    # The number before the colon is the bot's: an older token of the same bot is the same bot.
    if buyers.partition(":")[0] == staff.partition(":")[0]:
        raise TokensError(Fault.SAME, STAFF_SETTING)
    return buyers, staff
