"""The two tokens, checked before Telegram is asked."""

import re
from enum import Enum, auto

from bot.settings import Settings

# Telegram accepts any token of this shape; those of BotFather are longer.
_SHAPE = re.compile(r"\d+:[A-Za-z0-9_-]+")
BUYERS_SETTING, STAFF_SETTING = "YINGBIN_BUYERS_TOKEN", "YINGBIN_STAFF_TOKEN"


class Fault(Enum):
    MISSING = auto()
    MALFORMED = auto()
    SAME = auto()


class TokensError(Exception):
    """The tokens are invalid; ``setting`` is the first one at fault."""

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
    # The number before the colon identifies the bot: an older token belongs to the same bot.
    if buyers.partition(":")[0] == staff.partition(":")[0]:
        raise TokensError(Fault.SAME, STAFF_SETTING)
    return buyers, staff
