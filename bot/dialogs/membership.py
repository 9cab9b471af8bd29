"""Coming into the house by the staff's door: the first administrator's claim, and the group's place."""

from bot import wording
from bot.dialogs import answers
from bot.dialogs.dialog import Reply, Scene, Shows
from bot.dialogs.screen import Screen
from core.desk import house_staff
from core.guests import Name
from core.staff import LONGEST_NAME, Right


def start(scene: Scene, argument: str) -> Reply:
    """/start on the staff's bot: a one-time token claims a new house."""
    if argument:
        return claim(scene, argument)
    return hello(scene, "")


def claim(scene: Scene, argument: str) -> Reply:
    """/claim TOKEN, for clients that drop what a link carries."""
    if not argument or scene.person.in_group:
        return hello(scene, "")
    person = scene.person
    first, last = answers.tidy(person.first_name), answers.tidy(person.last_name)
    name = wording.full_name(Name(surname=last, given=first)) if last else first
    name = name[:LONGEST_NAME] or str(person.user_id)
    member = house_staff.claim(scene.desk, argument.strip(), person.user_id, name)
    text = scene.words.say(
        "Welcome, {name}: the house is yours. You are its administrator.\n\nNext: add me to the staff's group and "
        "write /here in it; then add your people with «yingbin staff add». /help lists what I do.",
        name=member.name,
    )
    return Shows(Screen(text=text))


def hello(scene: Scene, argument: str) -> Reply:
    """To staff, where to begin; to a stranger, how to become staff."""
    if scene.member is not None:
        return Shows(
            Screen(
                text=scene.words.say(
                    "Good to see you, {name}. /help lists what I do.", name=scene.member.name
                )
            )
        )
    text = scene.words.say(
        "This is the house's own line, for its staff.\nIf you work here, please give your administrator your "
        "Telegram ID: <code>{number}</code>",
        number=scene.person.user_id,
    )
    return Shows(Screen(text=text))


def here(scene: Scene, argument: str) -> Reply:
    """/here, in a group: the house speaks in this group from now on."""
    house_staff.require(scene.desk, scene.person.user_id, Right.SET_UP_THE_HOUSE)
    if not scene.person.in_group:
        return Shows(Screen(text=scene.words.say("Please write /here in the staff's group.")))
    house_staff.name_group(scene.desk, scene.person.chat_id)
    return Shows(Screen(text=scene.words.say("From now on, arrivals and bookings are announced here.")))
