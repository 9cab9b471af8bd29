"""Which of several mentions is meant, where a text corrects itself: «下周二……算了还是周四»."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

from bot.understanding.mentions import Mention
from bot.understanding.text import compiled

T = TypeVar("T")
# «From Tuesday to Thursday», of what is moved.
_TO = compiled(r"\bto\b")
# Between two mentions, what makes the later one replace the earlier one.
_CORRECTION = compiled(
    r"算了|即系|即是|也就是|不好意思|唔好意思|抱歉|那就|那改|要不|[,。]就|只能|所以|(?:^|"
    r"[,、. ])不(?=[,、. ])|不对|不不|"
    r"错(?!过)|錯(?!過)|哦不|啊不|噢不|喔不|更正|改|挪|换|推|延|调|提前到|应该是|是周|不是|唔系|唔啱|等等|"
    r"等下|(?:^|[,.…;。!?~\s])(?:还|都)?(?:是|系)|\b(?:sorry|i mean|meant|actually|wait|scratch|"
    r"make (?:it|that)|rather|correction|no|oops|instead|hang on|hold on|let'?s say)\b|、\s*不|\bnope\b|"
    r"->|→"
)


def last_meant(text: str, mentions: Sequence[Mention[T]], *, moved: bool) -> list[Mention[T]]:
    """The mentions after the last correction between them; for a move, the last one."""
    kept = list(mentions)
    for earlier, later in pairwise(mentions):
        between = text[earlier.end : later.start]
        corrected = _CORRECTION.search(between) or (moved and _TO.search(between))
        if earlier.value != later.value and corrected:
            kept = [mention for mention in kept if mention.start >= later.start]
    if moved and len(kept) > 1 and not re.search(r"或|\bor\b|都", text[kept[0].end : kept[-1].start]):
        kept = kept[-1:]
    return kept


def distinct(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
