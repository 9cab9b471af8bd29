"""Somebody has used an invitation and joined the staff."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases
from core.notices.member_joined import MemberJoinedForInviter


def for_inviter(words: Words, notice: MemberJoinedForInviter) -> Screen:
    text = words.say(
        "👤 {name} has joined with your invitation as {role}. If this is not the person you meant, "
        "please use /staff.",
        name=notice.name,
        role=phrases.role(words, notice.role),
    )
    return Screen(text=text)
