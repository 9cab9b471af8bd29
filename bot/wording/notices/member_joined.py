"""Somebody has used an invitation and joined the staff."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases
from core.notices.member_joined import MemberJoinedForInviter


def for_inviter(words: Words, notice: MemberJoinedForInviter) -> Screen:
    text = words.say(
        "👤 {name} has used your invitation and is now with us as {role}. If that is not whom you meant: /staff",
        name=notice.name,
        role=phrases.role(words, notice.role),
    )
    return Screen(text=text)
