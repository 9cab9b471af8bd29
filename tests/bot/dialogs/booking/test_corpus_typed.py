"""The facts that are read from a text are those that the booking form takes when the text is written to the bot."""

from datetime import datetime
from typing import Any

from bot.understanding.setting import Asking
from core.site import Site
from core.store.tables import sessions
from tests.support.gestures import Chat, Play
from tests.understanding import corpus
from tests.understanding.corpus import Utterance

# The answers that lead a new guest to a question.
BEFORE: dict[Asking | None, tuple[str, ...]] = {
    None: (),
    Asking.NAME: ("yes",),
    Asking.PARTY: ("yes", "Mr Wang"),
    Asking.WHEN: ("yes", "Mr Wang", "2"),
    Asking.PHONE: ("yes", "Mr Wang", "2", "Dec 15 at 11"),
}
# One in so many utterances is written.
SAMPLE = 3


def can_be_taken(utterance: Utterance) -> bool:
    """Whether a form written to on the corpus's day can take all its facts: no wish besides, a whole hour, and more
    than a bare number as the answer to when, which the form reads as a day where it asks for the day."""
    facts = utterance.expect
    return (
        bool(facts)
        and "intent" not in facts
        and f"{utterance.now:%Y-%m-%dT%H:%M}" == corpus.NOW
        and facts.get("time", ":00").endswith(":00")
        and "09:00" <= facts.get("time", "09:00") < "18:00"
        and facts.get("day") != corpus.NOW[:10]
        and not (utterance.asking is Asking.WHEN and utterance.text.isdigit())
    )


async def form_of(play: Play, guest: Chat) -> dict[str, Any]:
    (row,) = [row for row in await play.rows(sessions) if row.user_id == guest.user_id]
    assert row.dialog == "booking"
    return dict(row.state)


def lost(site: Site, utterance: Utterance, form: dict[str, Any]) -> list[str]:
    """The facts of an utterance that the form has not, or has otherwise."""
    facts, when = utterance.expect, form["when"]
    slot = datetime.fromisoformat(when["slot"]) if when["slot"] else None
    start = slot.astimezone(site.zone) if slot else None
    surname, given = form["surname"], form["given"]
    held = {
        "day": {when["day"], *when["days"], f"{start:%Y-%m-%d}" if start else None},
        "time": {f"{start:%H:%M}" if start else None, *(wall[:5] for wall in when["walls"])},
        "party": {form["guests"]},
        "elders": {form["elders"]},
        "children": {form["children"]},
        "phone": {(form["phone"] or "").partition("x")[0]},
        "name": {surname, f"{surname}{given}", f"{given} {surname}", f"{surname} {given}"},
    }
    return [
        f"{utterance.text}: {name} {value!r}, held: {held[name]}"
        for name, value in facts.items()
        if name in held and value not in held[name]
    ]


async def test_the_form_takes_what_is_read(play: Play, site: Site) -> None:
    await play.until(datetime.fromisoformat(corpus.NOW).replace(tzinfo=site.zone))
    written = [each for each in corpus.load(corpus.HELD_BACK) if can_be_taken(each)][::SAMPLE]
    missing = []
    for utterance in written:
        guest = play.buyer(language="en" if utterance.text.isascii() else "zh-hans")
        await guest.open()
        for answer in BEFORE.get(utterance.asking, ()):
            await guest.send(answer)
            await play.later()
        await guest.send(utterance.text)
        missing += lost(site, utterance, await form_of(play, guest))
    assert len(written) > 40
    assert not missing, "\n".join(missing)
