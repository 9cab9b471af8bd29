"""The audit, for managers: who did what out of the ordinary, when and why; newest first."""

from collections.abc import Mapping
from datetime import date, datetime
from html import escape
from typing import Any

from bot.dialogs.managing import arrangement_wording, guest_wording
from bot.dialogs.managing.arrangement_wording import ArrangementSummary
from bot.engine.dialog import Context, ask_for_private_chat
from bot.engine.payload import SubjectAction, id_of
from bot.engine.replies import Reply, Show
from bot.engine.screen import Button, Screen
from bot.understanding import spans
from bot.wording import phrases
from core.arrangements import ArrangementKind
from core.audit import AuditAction, AuditEntry
from core.desk import queries
from core.guests import GuestKind
from core.staff import Right

HANDLE = "audit"
# So many of the longest fit in one message.
PAGE = 6
LONGEST = 300
# Far more than a house will write; a button made by nobody can not ask for the end of numbers.
MOST_PAGES = 100_000


def audit(context: Context, argument: str) -> Reply:
    """/audit."""
    context.require(Right.ARRANGE_THE_DAYS)
    return ask_for_private_chat(context) or Show(_page(context, 0), handle=HANDLE)


def show_page(context: Context, action: SubjectAction) -> Reply:
    """Another page of it."""
    context.require(Right.ARRANGE_THE_DAYS)
    return Show(_page(context, min(id_of(action) or 0, MOST_PAGES)), handle=HANDLE)


def _page(context: Context, page: int) -> Screen:
    words = context.words
    found = queries.audit_entries(context.desk, PAGE + 1, page * PAGE)
    turns = []
    if page:
        turns.append(Button(words.label("‹ Newer"), SubjectAction(name=HANDLE, subject=str(page - 1))))
    if len(found) > PAGE:
        turns.append(Button(words.label("Older ›"), SubjectAction(name=HANDLE, subject=str(page + 1))))
    if not found:
        return Screen(text=words.say("There are no special arrangements on record."))
    text = "\n\n".join(_told(context, line) for line in found[:PAGE])
    return Screen(text=text, rows=(tuple(turns),) if turns else ())


def _told(context: Context, line: AuditEntry) -> str:
    """One deed in HTML lines: when, who; what; why."""
    words = context.words
    what = _deed(context, line)
    lines = [
        words.say("<b>{when}</b> · {name}", when=words.moment(line.at), name=line.by_name),
        escape(what if len(what) <= LONGEST else f"{what[: LONGEST - 1]}…"),
        arrangement_wording.reason(words, line.reason),
    ]
    return "\n".join(filter(None, lines))


def _deed(context: Context, line: AuditEntry) -> str:
    """What was done, in plain text."""
    words, facts = context.words, line.facts
    match line.action:
        case AuditAction.ARRANGED:
            return arrangement_wording.title(words, _ordered(context, facts))
        case AuditAction.LIFTED:
            return words.label(
                "{order} (lifted)", order=arrangement_wording.title(words, _ordered(context, facts))
            )
        case AuditAction.HIRED:
            return words.label(
                "{name} has joined agency {agency}", name=facts["consultant"], agency=facts["agency"]
            )
        case AuditAction.LEFT:
            return words.label(
                "{name} has left agency {agency}", name=facts["consultant"], agency=facts["agency"]
            )
        case _:
            return _of_a_guest(context, line.action, facts)


def _of_a_guest(context: Context, action: AuditAction, facts: Mapping[str, Any]) -> str:
    words = context.words
    match action:
        case AuditAction.OVERRODE:
            return words.label(
                "{code} ({guest}) moved by override, from {old} to {new}",
                code=facts["code"],
                guest=facts["guest"],
                old=words.start(datetime.fromisoformat(facts["from"])),
                new=words.start(datetime.fromisoformat(facts["to"])),
            )
        case AuditAction.TIER:
            return words.label(
                "{code} ({guest}): from {old} to {new}",
                code=facts["code"],
                guest=facts["guest"],
                old=phrases.tier(words, facts["from"]),
                new=phrases.tier(words, facts["to"]),
            )
        case AuditAction.KIND:
            return _kind(context, facts)
        case AuditAction.EXCEPTION:
            return words.label(
                "{guest} is received at any time until {day}",
                guest=facts["guest"],
                day=words.day(date.fromisoformat(facts["until"])),
            )
        case _:
            if facts["to"] is None:
                return words.label("{guest} is not assigned to a consultant", guest=facts["guest"])
            return words.label("{guest} is assigned to {name}", guest=facts["guest"], name=facts["to"])


def _kind(context: Context, facts: Mapping[str, Any]) -> str:
    words = context.words
    old, new = (
        guest_wording.kind(words, GuestKind(facts["from"])),
        guest_wording.kind(words, GuestKind(facts["to"])),
    )
    if facts["affiliation"]:
        return words.label(
            "{guest}: from {old} to {new} ({firm})",
            guest=facts["guest"],
            new=new,
            old=old,
            firm=facts["affiliation"],
        )
    return words.label("{guest}: from {old} to {new}", guest=facts["guest"], new=new, old=old)


def _ordered(context: Context, facts: Mapping[str, Any]) -> ArrangementSummary:
    stretches: list[spans.Period] = [
        (datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in facts["stretches"]
    ]
    return ArrangementSummary(
        what=ArrangementKind(facts["what"]),
        stretches=stretches,
        number=facts["number"],
        agency=facts["agency"],
        names=arrangement_wording.names_of(context, facts["consultants"]),
    )
