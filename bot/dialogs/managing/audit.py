"""The audit for managers: the exceptional actions with author, time and reason, newest first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from html import escape
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from bot.dialogs.managing import arrangement_wording, guest_wording
from bot.dialogs.managing.arrangement_wording import ArrangementSummary
from bot.engine import pager
from bot.engine.dialog import Context, ask_for_private_chat
from bot.engine.payload import SubjectAction
from bot.engine.replies import Reply, Show
from bot.engine.screen import Screen
from bot.understanding.spans import Period
from bot.wording import phrases
from bot.wording.shorten import shorten
from core.arrangements import ArrangementKind
from core.audit import AuditAction, AuditEntry
from core.consultants import ConsultantId
from core.desk import queries
from core.guests import GuestKind
from core.staff import Right

HANDLE = "audit"
# This many of the longest entries fit in one message.
PAGE = 6
LONGEST = 300


@dataclass(frozen=True, kw_only=True)
class _Arranged:
    """The facts of an arrangement, made or lifted."""

    what: ArrangementKind
    stretches: list[Period]
    number: int | None
    agency: str | None
    consultants: list[ConsultantId]


@dataclass(frozen=True, kw_only=True)
class _Moved:
    """The facts of a booking moved past the rules."""

    code: str
    guest: str
    old: Annotated[datetime, Field(alias="from")]
    new: Annotated[datetime, Field(alias="to")]


@dataclass(frozen=True, kw_only=True)
class _Exempted:
    """The facts of an exception."""

    guest: str
    until: date


_adapter = cache(TypeAdapter)


def audit(context: Context, argument: str) -> Reply:
    """/audit."""
    context.require(Right.ARRANGE_THE_DAYS)
    return ask_for_private_chat(context) or Show(_page(context, 0), handle=HANDLE)


def show_page(context: Context, action: SubjectAction) -> Reply:
    """Another page of it."""
    context.require(Right.ARRANGE_THE_DAYS)
    return Show(_page(context, pager.page_of(action)[1]), handle=HANDLE)


def _page(context: Context, page: int) -> Screen:
    words = context.words
    found = queries.audit_entries(context.desk, PAGE + 1, page * PAGE)
    turns = []
    if page:
        turns.append(pager.button(words.label("‹ Newer"), HANDLE, page - 1))
    if len(found) > PAGE:
        turns.append(pager.button(words.label("Older ›"), HANDLE, page + 1))
    if not found:
        return Screen(text=words.say("There are no special arrangements on record."))
    text = "\n\n".join(_entry(context, entry) for entry in found[:PAGE])
    return Screen(text=text, rows=(tuple(turns),) if turns else ())


def _entry(context: Context, entry: AuditEntry) -> str:
    """One entry in HTML lines: time and author, action, reason."""
    words = context.words
    lines = [
        words.say("<b>{when}</b> · {name}", when=words.moment(entry.at), name=entry.by_name),
        escape(shorten(_action(context, entry), LONGEST)),
        arrangement_wording.reason(words, entry.reason),
    ]
    return "\n".join(filter(None, lines))


def _action(context: Context, entry: AuditEntry) -> str:
    """The action in plain text."""
    words, facts = context.words, entry.facts
    match entry.action:
        case AuditAction.ARRANGED:
            return arrangement_wording.title(words, _summary(context, facts))
        case AuditAction.LIFTED:
            return words.label(
                "{order} (lifted)", order=arrangement_wording.title(words, _summary(context, facts))
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
            return _of_a_guest(context, entry.action, facts)


def _of_a_guest(context: Context, action: AuditAction, facts: Mapping[str, Any]) -> str:
    words = context.words
    match action:
        case AuditAction.OVERRODE:
            moved = _adapter(_Moved).validate_python(facts)
            return words.label(
                "{code} ({guest}) moved by override, from {old} to {new}",
                code=moved.code,
                guest=moved.guest,
                old=words.start(moved.old),
                new=words.start(moved.new),
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
            exempted = _adapter(_Exempted).validate_python(facts)
            return words.label(
                "{guest} is received at any time until {day}",
                guest=exempted.guest,
                day=words.day(exempted.until),
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


def _summary(context: Context, facts: Mapping[str, Any]) -> ArrangementSummary:
    arranged = _adapter(_Arranged).validate_python(facts)
    return ArrangementSummary(
        what=arranged.what,
        stretches=arranged.stretches,
        number=arranged.number,
        agency=arranged.agency,
        names=arrangement_wording.names_of(context, arranged.consultants),
    )
