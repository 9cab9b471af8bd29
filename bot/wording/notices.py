"""Notices in their reader's words, in HTML."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from html import escape
from typing import Any

from bot.language.catalogues import role_name
from bot.language.words import Words
from bot.wording import phrases
from core.booking import ArrivalTiming, Party
from core.guests import Name, Title
from core.staff import Role

Facts = Mapping[str, Any]


def notice(words: Words, kind: str, facts: Facts) -> str:
    """What a notice says. ``kind`` tells who reads it: the group, a guest, or a member of staff."""
    if kind.startswith("group_"):
        return _to_the_group(words, kind, facts)
    if kind.startswith("guest_"):
        return _to_a_guest(words, kind, facts)
    return _TO_A_MEMBER[kind](words, facts)


def _to_the_group(words: Words, kind: str, facts: Facts) -> str:
    headings = {
        "group_made": words.say("🆕 New booking"),
        "group_moved": words.say("🔁 Booking moved"),
        "group_cancelled": words.say("✖️ Booking cancelled"),
        "group_arrived": words.say("🔔 <b>Arrived</b>"),
        "group_tier": words.say("🎖 Tier changed"),
    }
    lines = [headings[kind], _ping(words, facts)]
    if kind == "group_moved":
        moved_from = datetime.fromisoformat(facts["moved_from"])
        lines.append(words.say("moved from {slot}", slot=words.start(moved_from)))
    if kind == "group_arrived":
        lines += _timing(words, ArrivalTiming(facts["timing"]))
    if facts.get("shared_consultant"):
        lines.append(_helped(words, facts["shared_consultant"]))
    if facts["by"]:
        lines.append(words.say("by {name}", name=facts["by"]))
    return "\n".join(lines)


def _to_a_guest(words: Words, kind: str, facts: Facts) -> str:
    """What the house did with a guest's booking, be it at their wish or its own."""
    starts_at = datetime.fromisoformat(facts["starts_at"])
    if kind == "guest_cancelled":
        return words.say(
            "Your visit on <b>{slot}</b> has been cancelled. If this was not your wish, we are sorry: "
            "please call {phone}, or reserve another hour.",
            slot=words.slot(starts_at),
            phone=words.site.phone,
        )
    headings = {
        "guest_made": words.say("We have reserved this hour for you:"),
        "guest_moved": words.say("Your visit is now as follows:"),
    }
    slot = words.say("🗓 <b>{slot}</b>", slot=words.slot(starts_at))
    lines = [headings[kind], slot, words.say("🔑 Booking code <b>{code}</b>", code=facts["code"])]
    if kind == "guest_moved":
        other = words.say(
            "If this hour does not suit you, please choose another here, or call us on {phone}.",
            phone=words.site.phone,
        )
        lines += ["", other]
    return "\n".join(lines)


def _ping(words: Words, facts: Facts) -> str:
    """A booking for the staff: hour, guest, party, tier, code and masked phone, and what they told besides."""
    people = Party(adults=facts["adults"], elders=facts["elders"], children=facts["children"])
    ping = words.say(
        "<b>{slot}</b> · {name} · {party}\n{tier} · <code>{code}</code> · {phone}",
        slot=words.start(datetime.fromisoformat(facts["starts_at"])),
        name=phrases.addressed(words, _name(facts)),
        party=phrases.party(words, people),
        tier=phrases.tier(words, facts["tier"]),
        code=facts["code"],
        phone=facts["phone"] or words.label("no phone"),
    )
    return "\n".join([ping, *map(escape, phrases.particulars(words, facts["plate"], facts["remarks"]))])


def _helped(words: Words, facts: Facts) -> str:
    """For the house alone: two parties of one consultant in one hour."""
    return words.say(
        "⚠️ {other} comes at the same hour and has the same consultant, {consultant}: a colleague from "
        "the same agency helps.",
        other=phrases.addressed(words, _name(facts)),
        consultant=facts["consultant"],
    )


def _timing(words: Words, timing: ArrivalTiming) -> list[str]:
    if timing is ArrivalTiming.EARLY:
        return [words.say("earlier than the booked hour")]
    return [words.say("later than the booked hour")] if timing is ArrivalTiming.LATE else []


def _name(facts: Facts) -> Name:
    return Name(surname=facts["surname"], given=facts["given"], title=Title(facts["title"]))


def _lead_taken(words: Words, facts: Facts) -> str:
    return words.say(
        "📇 <b>{name}</b> would like our news and left a number: {phone}\n"
        "Please invite them from {day}. /leads shows all your leads.",
        name=phrases.addressed_first(words, _name(facts)),
        phone=phrases.number(facts["phone"]),
        day=words.day(date.fromisoformat(facts["invite_on"])),
    )


def _complaint_made(words: Words, facts: Facts) -> str:
    return words.say(
        "✉️ A message from <b>{name}</b>:\n\n{words}\n\n/words shows the open messages.",
        name=phrases.addressed(words, _name(facts)),
        words=facts["words"],
    )


def _guest_pressed(words: Words, facts: Facts) -> str:
    return words.say(
        "🧳 <b>{name}</b> is from out of town, leaves soon, and asks for the nearest hour. Contact: "
        "{phone}. You may book at any notice with /book.",
        name=phrases.addressed_first(words, _name(facts)),
        phone=phrases.number(facts["phone"]) if facts["phone"] else words.label("chat only"),
    )


def _member_joined(words: Words, facts: Facts) -> str:
    return words.say(
        "👤 {name} has joined with your invitation as {role}. If this is not the person you meant, please "
        "use /staff.",
        name=facts["name"],
        role=role_name(Role(facts["role"]), words.language),
    )


def _group_lost(words: Words, _facts: Facts) -> str:
    return words.say(
        "⚠️ I was removed from the staff group, so I cannot announce arrivals and bookings. Please add "
        "me again and send /here there."
    )


_TO_A_MEMBER: Mapping[str, Callable[[Words, Facts], str]] = {
    "member_lead": _lead_taken,
    "member_complaint": _complaint_made,
    "member_pressed": _guest_pressed,
    "member_joined": _member_joined,
    "member_group_lost": _group_lost,
}
