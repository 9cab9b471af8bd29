"""Choosing a day where the house answers with the hour (request mode)."""

from bot import wording
from bot.dialogs import answers
from bot.dialogs.choice import MOST_DAYS, Chosen, How, When, day_in
from bot.dialogs.dialog import Chose, Given, Scene
from bot.dialogs.inputs import Said
from bot.dialogs.screen import Button, Screen, columns
from core import timetable
from core.desk import requests
from core.errors import TimeRefused
from core.plan import Ask
from core.requests import answer_by


def applies(scene: Scene, ask: Ask) -> bool:
    """Whether this one asks for a day only; who has an hour may shift within its day."""
    return scene.desk.site.booking.request_mode and ask.is_guest and ask.moving is None


def show(scene: Scene, ask: Ask, back: Button) -> Screen:
    words = scene.words
    days = requests.days(scene.desk, ask)
    if not days:
        text = words.say(
            "I am sorry, there is no day open at the moment. Please call us on {phone}; we will gladly find a way.",
            phone=scene.desk.site.phone,
        )
        return Screen(text=text, rows=((back,),))
    text = words.say(
        "On which day would you like to come? The house chooses the hour and tells you by {until}.",
        until=words.start(answer_by(scene.desk.site, scene.desk.now)),
    )
    buttons = [Button(words.day(day), f"d{day.isoformat()}") for day in days[:MOST_DAYS]]
    return Screen(text=text, rows=(*columns(buttons, 2), (back,)))


def step(scene: Scene, when: When, given: Given, ask: Ask) -> Chosen:
    """Take a day, tapped or typed."""
    match given:
        case Chose(choice):
            day = day_in(choice, "d")
        case Said(text):
            day = answers.day(text, timetable.day_of(scene.desk.site, scene.desk.now))
        case _:
            day = None
    if day is None:
        return Chosen(when, please(scene))
    try:
        requests.check_day(scene.desk, day, ask)
    except TimeRefused as error:
        return Chosen(When(), wording.day_refusal(scene.words, day, error))
    return Chosen(When(whole_day=day.isoformat(), how=How.REQUEST), complete=True)


def stands(scene: Scene, when: When, ask: Ask) -> bool:
    """Whether a day that was chosen may still be asked for, and still is to be asked for at all."""
    if when.any_hour_of is None or when.how is not How.REQUEST or not applies(scene, ask):
        return False
    try:
        requests.check_day(scene.desk, when.any_hour_of, ask)
    except TimeRefused:
        return False
    return True


def please(scene: Scene) -> str:
    """How a day is told."""
    day = timetable.first_day(scene.desk.site, scene.desk.now)
    example = f"{day.month}-{day.day}"
    return scene.words.say("Please tap a day, or write one, such as {example}.", example=example)
