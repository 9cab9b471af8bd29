"""The staff list for administrators: inviting, changing roles and revoking."""

from bot.engine.dialog import Context, ask_for_private_chat
from bot.engine.pager import paged
from bot.engine.payload import SubjectAction, id_of
from bot.engine.replies import Reply, Show
from bot.engine.screen import Button, Screen, columns
from bot.understanding.text import tidy
from bot.wording import phrases
from core.desk import staff as staff_desk
from core.errors import NoSuchMember
from core.staff import MAX_STAFF_NAME_LENGTH, Member, Right, Role

LIST = "people"
INVITATION = "invitation"


def invite(context: Context, argument: str) -> Reply:
    """/invite [role [name]]: a one-time link that makes its user a member of staff."""
    by = _administrator(context)
    if (elsewhere := ask_for_private_chat(context)) is not None:
        return elsewhere
    word, _, name = argument.partition(" ")
    role = _role_named(context, word)
    if role is None:
        note = context.words.say("There is no such post here.") if word else ""
        return Show(_choose_role(context).with_note(note), handle=INVITATION)
    return Show(_invitation(context, role, tidy(name)[:MAX_STAFF_NAME_LENGTH] or None, by), handle=INVITATION)


def invite_to(context: Context, action: SubjectAction) -> Reply:
    """A role's button under /invite."""
    by = _administrator(context)
    role = _role_named(context, action.subject)
    screen = _choose_role(context) if role is None else _invitation(context, role, None, by)
    return Show(screen, handle=INVITATION)


def everyone(context: Context, argument: str) -> Reply:
    """/staff: a button for each member of staff."""
    _administrator(context)
    return ask_for_private_chat(context) or Show(_everyone(context, 0), handle=LIST)


def show_everyone(context: Context, action: SubjectAction) -> Reply:
    """Back to the list, or another page of it."""
    _administrator(context)
    return Show(_everyone(context, id_of(action) or 0), handle=LIST)


def show_member(context: Context, action: SubjectAction) -> Reply:
    """A member's button on the list."""
    _administrator(context)
    return Show(_card(context, staff_desk.get(context.desk, _member_of(action))), handle=LIST)


def show_roles(context: Context, action: SubjectAction) -> Reply:
    """«Change post» on a member's card; with a role, that post."""
    _administrator(context)
    user_id, _, wanted = action.subject.partition(" ")
    member = staff_desk.get(context.desk, _member_of(SubjectAction(name=action.name, subject=user_id)))
    if not wanted:
        return Show(_other_roles(context, member), handle=LIST)
    role = _role_named(context, wanted)
    if role is not None:
        member = staff_desk.change_role(context.desk, member.user_id, role)
    return Show(_card(context, member), handle=LIST)


def ask_to_revoke(context: Context, action: SubjectAction) -> Reply:
    """«Remove access» on a member's card."""
    _administrator(context)
    member = staff_desk.get(context.desk, _member_of(action))
    words, subject = context.words, str(member.user_id)
    text = words.say("Remove {name}'s access? This takes effect at once.", name=member.name)
    yes = Button(words.label("Yes, remove access"), SubjectAction(name="revoked", subject=subject))
    no = Button(words.label("‹ Back"), SubjectAction(name="member", subject=subject))
    return Show(Screen(text=text, rows=((yes,), (no,))), handle=LIST)


def revoke(context: Context, action: SubjectAction) -> Reply:
    """Revokes the member at once."""
    _administrator(context)
    member = staff_desk.revoke(context.desk, _member_of(action))
    note = context.words.say(
        "{name} can no longer use this bot. Only the group's own administrators can remove them from the "
        "group.",
        name=member.name,
    )
    return Show(_everyone(context, 0).with_note(note), handle=LIST)


def _administrator(context: Context) -> Member:
    return context.require(Right.SET_UP_THE_HOUSE)


def _member_of(action: SubjectAction) -> int:
    user_id = id_of(action)
    if user_id is None:
        raise NoSuchMember
    return user_id


def _role_named(context: Context, word: str) -> Role | None:
    """A role by its name, in the reader's language or as the command line spells it."""
    said = tidy(word).lower()
    return next(
        (role for role in Role if said in {role.value, phrases.role(context.words, role).lower()}), None
    )


def _choose_role(context: Context) -> Screen:
    words = context.words
    buttons = [
        Button(phrases.role(words, role), SubjectAction(name="invite", subject=role.value)) for role in Role
    ]
    return Screen(text=words.say("Which post is the invitation for?"), rows=columns(buttons, 2))


def _invitation(context: Context, role: Role, name: str | None, by: Member) -> Screen:
    token = staff_desk.invite(context.desk, role, name, by)
    code = "-".join(token[start : start + 5] for start in range(0, len(token), 5))
    text = context.words.say(
        "An invitation for the post of {role}. It works once, within 24 hours; please pass it on to that "
        "person only:\n\n"
        "https://t.me/{bot}?start={token}\n\n"
        "If the link does not open, please have them send this code to @{bot}:\n"
        "<code>{code}</code>",
        role=phrases.role(context.words, role),
        bot=context.bot_username,
        token=token,
        code=code,
    )
    return Screen(text=text, secret=True)


def _everyone(context: Context, page: int) -> Screen:
    words, members = context.words, staff_desk.list_members(context.desk)
    buttons = [
        Button(
            f"{member.name} · {phrases.role(words, member.role)}",
            SubjectAction(name="member", subject=str(member.user_id)),
        )
        for member in members
    ]
    text = words.say_n("{n} person works here.", "{n} people work here.", len(members))
    return Screen(text=text, rows=paged(buttons, page, "people"))


def _card(context: Context, member: Member) -> Screen:
    words, subject = context.words, str(member.user_id)
    text = words.say(
        "<b>{name}</b>\n{role}\nTelegram ID <code>{number}</code>",
        name=member.name,
        role=phrases.role(words, member.role),
        number=member.user_id,
    )
    other = Button(words.label("Change post"), SubjectAction(name="roles", subject=subject))
    gone = Button(words.label("Remove access"), SubjectAction(name="revoke", subject=subject))
    back = Button(words.label("‹ Back"), SubjectAction(name="people", subject="0"))
    return Screen(text=text, rows=((other, gone), (back,)))


def _other_roles(context: Context, member: Member) -> Screen:
    words = context.words
    buttons = [
        Button(
            phrases.role(words, role), SubjectAction(name="roles", subject=f"{member.user_id} {role.value}")
        )
        for role in Role
        if role is not member.role
    ]
    back = Button(words.label("‹ Back"), SubjectAction(name="member", subject=str(member.user_id)))
    text = words.say("What is {name}'s new post?", name=member.name)
    return Screen(text=text, rows=(*columns(buttons, 2), (back,)))
