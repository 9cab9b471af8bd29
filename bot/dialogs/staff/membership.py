"""Joining the staff by invitation, and the groups of the bots."""

from bot.engine.dialog import Context
from bot.engine.replies import LeaveChat, Reply, Show, Toast
from bot.engine.screen import Screen
from bot.understanding.text import tidy
from bot.wording import phrases
from core.desk import staff as staff_desk
from core.errors import NotPermitted
from core.guests import Name
from core.staff import MAX_STAFF_NAME_LENGTH, Right, Role, token_in


def start(context: Context, argument: str) -> Reply:
    """/start on the staff bot: a one-time token makes its user a member of staff."""
    return join(context, argument)


def join(context: Context, argument: str) -> Reply:
    """/join CODE, for clients that drop the token of a link."""
    if context.person.in_group:
        return Toast()
    if not argument:
        return hello(context, "")
    member = staff_desk.join(context.desk, argument, context.person.user_id, _own_name(context))
    words, role = context.words, phrases.role(context.words, member.role)
    if member.role is Role.ADMINISTRATOR:
        text = words.say(
            "Welcome, {name}: you are now the administrator of this sales centre.\n\n"
            "Next, please add me to the staff group and send /here there; then invite your colleagues "
            "with /invite. /help shows what I can do.",
            name=member.name,
        )
    else:
        text = words.say(
            "Welcome, {name}. You are with us as {role}. /help shows what I can do for you.",
            name=member.name,
            role=role,
        )
    return Show(Screen(text=text))


def _own_name(context: Context) -> str:
    """A person's name on Telegram."""
    person = context.person
    first, last = tidy(person.first_name), tidy(person.last_name)
    name = phrases.full_name(Name(surname=last, given=first)) if last else first
    return name[:MAX_STAFF_NAME_LENGTH] or str(person.user_id)


def hello(context: Context, argument: str) -> Reply:
    """The help for staff, or for others how to become staff. A code without a command is a typed invitation."""
    token = token_in(argument)
    if context.member is None and token is not None:
        return join(context, token)
    if context.member is not None:
        return Show(
            Screen(
                text=context.words.say(
                    "Good to see you, {name}. /help shows what I can do.", name=context.member.name
                )
            )
        )
    text = context.words.say(
        "This line is for our staff only.\n"
        "If you work here, please ask your administrator for an invitation: open its link, or send me "
        "its code. Your Telegram ID is <code>{number}</code>.",
        number=context.person.user_id,
    )
    return Show(Screen(text=text))


def here(context: Context, argument: str) -> Reply:
    """/here, in a group: makes it the staff group."""
    context.require(Right.SET_UP_THE_HOUSE)
    if not context.person.in_group:
        return Show(Screen(text=context.words.say("Please send /here in the staff group.")))
    staff_desk.set_group(context.desk, context.person.chat_id)
    return Show(Screen(text=context.words.say("From now on, I announce arrivals and bookings here.")))


def joined(context: Context, argument: str) -> Reply:
    """The staff bot stays only in a group to which a person with the right to set up the house adds it."""
    if staff_desk.is_group(context.desk, context.person.chat_id):
        return Toast()
    try:
        context.require(Right.SET_UP_THE_HOUSE)
    except NotPermitted:
        text = context.words.say(
            "Thank you for adding me. I work for one sales centre only and join groups where its "
            "administrator adds me, so I am leaving this one."
        )
        return LeaveChat(Screen(text=text))
    text = context.words.say(
        "Good day. If this is the staff group, the administrator sends /here, and I then announce "
        "arrivals and bookings here."
    )
    return Show(Screen(text=text))


def removed(context: Context, argument: str) -> Reply:
    """The staff bot was removed from a group; if it was the staff group, the administrators are notified."""
    staff_desk.lose_group(context.desk, context.person.chat_id)
    return Toast()


def follow_group(context: Context, chat_id: int) -> None:
    """A group has become the chat with this id."""
    staff_desk.follow_group(context.desk, context.bot, context.person.chat_id, chat_id)


def not_for_groups(context: Context, argument: str) -> Reply:
    """The buyers' bot leaves every group, because it talks only in private chats."""
    text = context.words.say(
        "Thank you for adding me. I speak with each guest in a private chat, so I am leaving this group; "
        "please write to me directly."
    )
    return LeaveChat(Screen(text=text))
