"""The audit, for managers: who did what out of the ordinary, when and why; newest first."""

from collections.abc import Mapping
from datetime import date, datetime
from html import escape
from typing import Any

from bot import wording
from bot.dialogs.dialog import Reply, Scene, Shows, between_ourselves
from bot.dialogs.managing import guest_words, spans, telling
from bot.dialogs.managing.telling import Ordered
from bot.dialogs.payload import Act, id_of
from bot.dialogs.screen import Button, Screen
from core.arrangements import What
from core.audit import Deed, Line
from core.desk import auditing, house_staff
from core.guests import Kind
from core.staff import Right

HANDLE = "audit"
# So many of the longest fit in one message.
PAGE = 6
LONGEST = 300
# Far more than a house will write; a button made by nobody can not ask for the end of numbers.
MOST_PAGES = 100_000


def audit(scene: Scene, argument: str) -> Reply:
    """/audit."""
    house_staff.require(scene.desk, scene.person.user_id, Right.ARRANGE_THE_DAYS)
    return between_ourselves(scene) or Shows(_page(scene, 0), handle=HANDLE)


def show_page(scene: Scene, act: Act) -> Reply:
    """Another page of it."""
    house_staff.require(scene.desk, scene.person.user_id, Right.ARRANGE_THE_DAYS)
    return Shows(_page(scene, min(id_of(act) or 0, MOST_PAGES)), handle=HANDLE)


def _page(scene: Scene, page: int) -> Screen:
    words = scene.words
    found = auditing.latest(scene.desk, PAGE + 1, page * PAGE)
    turns = []
    if page:
        turns.append(Button(words.label("‹ Newer"), Act(action=HANDLE, subject=str(page - 1))))
    if len(found) > PAGE:
        turns.append(Button(words.label("Older ›"), Act(action=HANDLE, subject=str(page + 1))))
    if not found:
        return Screen(text=words.say("Nothing out of the ordinary has been done."))
    text = "\n\n".join(_told(scene, line) for line in found[:PAGE])
    return Screen(text=text, rows=(tuple(turns),) if turns else ())


def _told(scene: Scene, line: Line) -> str:
    """One deed in HTML lines: when, who; what; why."""
    words = scene.words
    what = _deed(scene, line)
    lines = [
        words.say("<b>{when}</b> · {name}", when=words.start(line.at), name=line.by_name),
        escape(what if len(what) <= LONGEST else f"{what[: LONGEST - 1]}…"),
        telling.reason(words, line.reason),
    ]
    return "\n".join(filter(None, lines))


def _deed(scene: Scene, line: Line) -> str:
    """What was done, in plain text."""
    words, facts = scene.words, line.facts
    match line.deed:
        case Deed.ARRANGED:
            return telling.title(words, _ordered(scene, facts))
        case Deed.LIFTED:
            return words.label("Lifted: {order}", order=telling.title(words, _ordered(scene, facts)))
        case Deed.HIRED:
            return words.label(
                "{name} has joined agency {agency}", name=facts["consultant"], agency=facts["agency"]
            )
        case Deed.LEFT:
            return words.label(
                "{name} has left agency {agency}", name=facts["consultant"], agency=facts["agency"]
            )
        case _:
            return _of_a_guest(scene, line.deed, facts)


def _of_a_guest(scene: Scene, deed: Deed, facts: Mapping[str, Any]) -> str:
    words = scene.words
    match deed:
        case Deed.OVERRODE:
            return words.label(
                "{code} ({guest}) moved past the rules, from {old} to {new}",
                code=facts["code"],
                guest=facts["guest"],
                old=words.start(datetime.fromisoformat(facts["from"])),
                new=words.start(datetime.fromisoformat(facts["to"])),
            )
        case Deed.TIER:
            return words.label(
                "{code} ({guest}): {new} instead of {old}",
                code=facts["code"],
                guest=facts["guest"],
                old=wording.tier(words, facts["from"]),
                new=wording.tier(words, facts["to"]),
            )
        case Deed.KIND:
            return _kind(scene, facts)
        case Deed.EXCEPTION:
            return words.label(
                "{guest} is received at any time until {day}",
                guest=facts["guest"],
                day=words.day(date.fromisoformat(facts["until"])),
            )
        case _:
            if facts["to"] is None:
                return words.label("{guest} is nobody's guest yet", guest=facts["guest"])
            return words.label("{guest} is the guest of {name}", guest=facts["guest"], name=facts["to"])


def _kind(scene: Scene, facts: Mapping[str, Any]) -> str:
    words = scene.words
    old, new = guest_words.kind(words, Kind(facts["from"])), guest_words.kind(words, Kind(facts["to"]))
    if facts["affiliation"]:
        return words.label(
            "{guest}: {new} instead of {old} ({firm})",
            guest=facts["guest"],
            new=new,
            old=old,
            firm=facts["affiliation"],
        )
    return words.label("{guest}: {new} instead of {old}", guest=facts["guest"], new=new, old=old)


def _ordered(scene: Scene, facts: Mapping[str, Any]) -> Ordered:
    stretches: list[spans.Stretch] = [
        (datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in facts["stretches"]
    ]
    return Ordered(
        what=What(facts["what"]),
        stretches=stretches,
        number=facts["number"],
        agency=facts["agency"],
        names=telling.names_of(scene, facts["consultants"]),
    )
