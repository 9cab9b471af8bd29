"""Doubts and detours on the way to a booking: each gets the same warm answer, which leads back to it.

docs/rules.md, "The script".
"""

import re
from dataclasses import replace
from enum import StrEnum

from bot.dialogs import answers, booking_screens, complaint, peers, when
from bot.dialogs.booking_form import CARD, NAME, At, Form
from bot.dialogs.dialog import Goes, Reply, Scene, Shows
from bot.dialogs.screen import Screen
from core.desk import leads, look

# Characters: a doubt is said in a breath, and no pattern is to be searched for in a novel.
LONGEST_DOUBT = 200


class Doubt(StrEnum):
    WHY = "why"
    FREE = "free"
    LEAVING = "leaving"
    GATE = "gate"
    PEER = "peer"
    COMPLAINT = "complaint"
    STOP = "stop"


# fmt: off
_SAID = {
    Doubt.STOP: r"^(please )?(stop|unsubscribe)( it)?( please)?[.!]?$|no more (news|messages)|do not (write|contact)"
                r"|(不要|别|別)再?(联系|聯繫|聯絡|打扰|打擾|发|發)|退订|退訂",
    Doubt.COMPLAINT: r"\bcomplain|complaint|投诉|投訴|提(个|個|点|點)?(意见|意見|建议|建議)",
    Doubt.PEER: peers.SAID,
    Doubt.GATE: r"(at|outside) (the|your) (gate|door|entrance)|(no|without)( an)? appointment|walk.?in\b"
                r"|(在|到)(了)?(你们|你們)?(门口|門口|大门|大門)|没有?预约|沒有?預約",
    Doubt.LEAVING: r"out of town|(leav|fly|go)\w*( home| back)? (tomorrow|tonight|soon|today)"
                   r"|外地|(明天|今晚|马上|馬上|就)要?(走|离开|離開|回去)|赶(飞机|火车|高铁)|趕(飛機|火車|高鐵)",
    Doubt.WHY: r"why .*(complicated|appointment|book|form|question)|(so|too) complicated|so many questions"
               r"|(为什么|為什麼|怎么|怎麼|干嘛|幹嘛).*(麻烦|麻煩|复杂|複雜|预约|預約)|(太|这么|這麼|好)(麻烦|麻煩|复杂|複雜)",
    Doubt.FREE: r"(nothing|anything|something) (is )?(still )?(free|open|available)|fully booked"
                r"|(还有|還有|有没有|有沒有)(空|位)|(都|全)?(约满|約滿|订满|訂滿)|没有?(空位|位置)|沒有?(空位|位置)",
}
# fmt: on


def heard_in(text: str) -> Doubt | None:
    """The doubt somebody writes of, where it is plain."""
    said = answers.tidy(text[:LONGEST_DOUBT]).lower()
    return next((doubt for doubt, pattern in _SAID.items() if re.search(pattern, said)), None)


def answer(scene: Scene, state: Form, doubt: Doubt) -> Reply:
    """The answer, and the way on; who is expected already is told so."""
    if doubt is Doubt.COMPLAINT:
        return complaint.begin(scene, "")
    if doubt is Doubt.STOP:
        return _stop(scene)
    if doubt is Doubt.WHY:
        back = replace(state, at=At.WELCOME) if state.at is At.MORE else state
        note = scene.words.say(
            "Only so that your visit is a good one: an hour that is yours, a consultant with time for you, and "
            "everything ready when you come. It takes a minute, and each answer can be changed."
        )
        return Goes(NAME, back, note)
    if doubt is Doubt.PEER:
        return peers.answer(scene, state)
    standing = None if scene.actor.is_staff else look.open_booking(scene.desk, scene.person.user_id)
    if standing is not None:
        return Shows(booking_screens.expected(scene, standing), handle=CARD)
    near = look.nearest(scene.desk, scene.desk.now, state.ask(scene.desk, scene.actor))
    note = {Doubt.FREE: _free, Doubt.LEAVING: _leaving, Doubt.GATE: _gate}[doubt](scene, state, bool(near))
    pressed = state.pressed or doubt is Doubt.LEAVING
    return Goes(NAME, replace(state, at=At.WHEN, when=when.offering(scene, near), pressed=pressed), note)


def _stop(scene: Scene) -> Reply:
    if not scene.actor.is_staff:
        leads.drop(scene.desk, scene.person.user_id)
    text = scene.words.say(
        "Very well: we keep no number of yours for news, and shall not be in touch of our own accord."
    )
    return Shows(Screen(text=text))


def _free(scene: Scene, _state: Form, any_near: bool) -> str:
    return (
        scene.words.say("Let us look at once: these are the nearest hours we could keep for you.")
        if any_near
        else ""
    )


def _leaving(scene: Scene, state: Form, any_near: bool) -> str:
    words = scene.words
    told = state.pressed or (
        not scene.actor.is_staff
        and leads.press(scene.desk, booking_screens.best_name(scene, state), state.line.number)
    )
    if not any_near:
        return words.say(
            "How kind of you to make time for us before you leave. Our booking centre may find you an hour: {phone}.",
            phone=words.site.phone,
        )
    if told:
        return words.say(
            "How kind of you to make time for us before you leave. These are the nearest hours; our booking centre has "
            "been told as well, and may find you one sooner: {phone}.",
            phone=words.site.phone,
        )
    return words.say(
        "How kind of you to make time for us before you leave. These are the nearest hours; our booking centre may "
        "find you one sooner: {phone}.",
        phone=words.site.phone,
    )


def _gate(scene: Scene, _state: Form, any_near: bool) -> str:
    if not any_near:
        return scene.words.say(
            "Thank you for coming all this way. We receive by appointment only, so that every guest has an hour and a "
            "consultant of their own, and I may not ask you in just now."
        )
    return scene.words.say(
        "Thank you for coming all this way. We receive by appointment only, so that every guest has an hour and a "
        "consultant of their own, and I may not ask you in just now. The next free hours are these: one tap, and it is "
        "yours."
    )
