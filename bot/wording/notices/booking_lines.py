"""What notices about one booking have in common."""

from html import escape

from bot.language.words import Words
from bot.wording import phrases
from core.notices.facts import BookingFacts, SharedConsultantFacts


def for_staff(words: Words, facts: BookingFacts) -> str:
    """A booking for the staff: hour, guest, party, tier, code and masked phone, then plate and remarks."""
    lines = words.say(
        "<b>{slot}</b> · {name} · {party}\n{tier} · <code>{code}</code> · {phone}",
        slot=words.start(facts.starts_at),
        name=phrases.addressed(words, facts.name),
        party=phrases.party(words, facts.party),
        tier=phrases.tier(words, facts.tier),
        code=facts.code,
        phone=facts.phone or words.label("no phone"),
    )
    return "\n".join([lines, *map(escape, phrases.particulars(words, facts.plate, facts.remarks))])


def for_guest(words: Words, facts: BookingFacts) -> str:
    """A booking for its guest: hour and code."""
    slot = words.say("🗓 <b>{slot}</b>", slot=words.slot(facts.starts_at))
    code = words.say("🔑 Booking code <b>{code}</b>", code=facts.code)
    return f"{slot}\n{code}"


def shared_consultant(words: Words, shared: SharedConsultantFacts | None) -> str:
    """For staff only: two parties in one hour have the same consultant. Empty where it is not so."""
    if shared is None:
        return ""
    return words.say(
        "⚠️ {other} comes at the same hour and has the same consultant, {consultant}: a colleague "
        "from the same agency helps.",
        other=phrases.addressed(words, shared.name),
        consultant=shared.consultant,
    )


def by_staff(words: Words, name: str | None) -> str:
    """Which member of staff did it; empty where the guest did."""
    return words.say("by {name}", name=name) if name else ""


def joined(*lines: str) -> str:
    """The lines that are not empty."""
    return "\n".join(filter(None, lines))
