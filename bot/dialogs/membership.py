"""Coming into the house by the staff's door: invitations brought, and the groups the bots are in."""

from bot import wording
from bot.dialogs import answers
from bot.dialogs.dialog import Leaves, Reply, Scene, Shows, Tells
from bot.dialogs.screen import Screen
from core.desk import house_staff
from core.errors import NotPermitted
from core.guests import Name
from core.staff import LONGEST_NAME, Right, Role, token_in


def start(scene: Scene, argument: str) -> Reply:
    """/start on the staff's bot: a one-time token lets its bearer in."""
    return join(scene, argument)


def join(scene: Scene, argument: str) -> Reply:
    """/join CODE, for clients that drop what a link carries."""
    if scene.person.in_group:
        return Tells()
    if not argument:
        return hello(scene, "")
    member = house_staff.join(scene.desk, argument, scene.person.user_id, _own_name(scene))
    words, role = scene.words, wording.role(scene.words, member.role)
    if member.role is Role.ADMINISTRATOR:
        text = words.say(
            "Welcome, {name}: the house is yours. You are its administrator.\n\nNext: add me to the staff's group "
            "and write /here in it; then let your people in with /invite. /help lists what I do.",
            name=member.name,
        )
    else:
        text = words.say(
            "Welcome to the house, {name}. You are with us as {role}. /help lists what I do for you.",
            name=member.name,
            role=role,
        )
    return Shows(Screen(text=text))


def _own_name(scene: Scene) -> str:
    """What somebody calls themselves on Telegram."""
    person = scene.person
    first, last = answers.tidy(person.first_name), answers.tidy(person.last_name)
    name = wording.full_name(Name(surname=last, given=first)) if last else first
    return name[:LONGEST_NAME] or str(person.user_id)


def hello(scene: Scene, argument: str) -> Reply:
    """To staff, where to begin; to a stranger, how to become staff. A bare code is an invitation typed."""
    token = token_in(argument)
    if scene.member is None and token is not None:
        return join(scene, token)
    if scene.member is not None:
        return Shows(
            Screen(
                text=scene.words.say(
                    "Good to see you, {name}. /help lists what I do.", name=scene.member.name
                )
            )
        )
    text = scene.words.say(
        "This is the house's own line, for its staff.\nIf you work here, please ask your administrator for an "
        "invitation: open its link, or send me its code. Your Telegram ID is <code>{number}</code>.",
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


def joined(scene: Scene, argument: str) -> Reply:
    """The staff's bot stays where somebody who may set up the house brings it, and nowhere else."""
    if house_staff.is_group(scene.desk, scene.person.chat_id):
        return Tells()
    try:
        house_staff.require(scene.desk, scene.person.user_id, Right.SET_UP_THE_HOUSE)
    except NotPermitted:
        text = scene.words.say(
            "Thank you for having me. I work for one house only, and go where its administrator brings me; so I "
            "take my leave."
        )
        return Leaves(Screen(text=text))
    text = scene.words.say(
        "Good day. If this is the staff's group, the administrator writes /here, and from then on arrivals and "
        "bookings are announced here."
    )
    return Shows(Screen(text=text))


def removed(scene: Scene, argument: str) -> Reply:
    """The staff's bot was taken out of a group; if it was the house's own, the administrators hear of it."""
    house_staff.lose_group(scene.desk, scene.person.chat_id)
    return Tells()


def not_for_groups(scene: Scene, argument: str) -> Reply:
    """The buyers' bot receives guests one by one."""
    text = scene.words.say(
        "Thank you for having me. I receive each guest in a chat of their own, so I take my leave here; please write "
        "to me directly."
    )
    return Leaves(Screen(text=text))
