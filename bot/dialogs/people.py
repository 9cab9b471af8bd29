"""The people of the house, for its administrator: who is in it, letting in, changing roles, revoking."""

from bot import wording
from bot.dialogs import answers
from bot.dialogs.dialog import Reply, Scene, Shows, between_ourselves
from bot.dialogs.payload import Act, id_of
from bot.dialogs.screen import Button, Screen, columns, paged
from core.desk import house_staff
from core.errors import NoSuchMember
from core.staff import LONGEST_NAME, Member, Right, Role

LIST = "people"
INVITATION = "invitation"


def invite(scene: Scene, argument: str) -> Reply:
    """/invite [role [name]]: a one-time link that lets somebody in."""
    by = _administrator(scene)
    if (elsewhere := between_ourselves(scene)) is not None:
        return elsewhere
    word, _, name = argument.partition(" ")
    role = _role_named(scene, word)
    if role is None:
        note = scene.words.say("There is no such post here.") if word else ""
        return Shows(_choose_role(scene).with_note(note), handle=INVITATION)
    return Shows(_invitation(scene, role, answers.tidy(name)[:LONGEST_NAME] or None, by), handle=INVITATION)


def invite_to(scene: Scene, act: Act) -> Reply:
    """A role's button under /invite."""
    by = _administrator(scene)
    role = _role_named(scene, act.subject)
    screen = _choose_role(scene) if role is None else _invitation(scene, role, None, by)
    return Shows(screen, handle=INVITATION)


def everyone(scene: Scene, argument: str) -> Reply:
    """/staff: everybody of the house, each a button."""
    _administrator(scene)
    return between_ourselves(scene) or Shows(_everyone(scene, 0), handle=LIST)


def show_everyone(scene: Scene, act: Act) -> Reply:
    """Back to the list, or another page of it."""
    _administrator(scene)
    return Shows(_everyone(scene, id_of(act) or 0), handle=LIST)


def show_member(scene: Scene, act: Act) -> Reply:
    """A member's button on the list."""
    _administrator(scene)
    return Shows(_card(scene, house_staff.get(scene.desk, _member_of(act))), handle=LIST)


def show_roles(scene: Scene, act: Act) -> Reply:
    """«Another post» on a member's card; with a role, that post."""
    _administrator(scene)
    user_id, _, wanted = act.subject.partition(" ")
    member = house_staff.get(scene.desk, _member_of(Act(action=act.action, subject=user_id)))
    if not wanted:
        return Shows(_other_roles(scene, member), handle=LIST)
    role = _role_named(scene, wanted)
    if role is not None:
        member = house_staff.appoint(scene.desk, member.user_id, role)
    return Shows(_card(scene, member), handle=LIST)


def ask_to_revoke(scene: Scene, act: Act) -> Reply:
    """«Revoke» on a member's card."""
    _administrator(scene)
    member = house_staff.get(scene.desk, _member_of(act))
    words, subject = scene.words, str(member.user_id)
    text = words.say("Take away {name}'s place in the house? It works at once.", name=member.name)
    yes = Button(words.label("Yes, revoke"), Act(action="revoked", subject=subject))
    no = Button(words.label("‹ Back"), Act(action="member", subject=subject))
    return Shows(Screen(text=text, rows=((yes,), (no,))), handle=LIST)


def revoke(scene: Scene, act: Act) -> Reply:
    """The place is taken away, from this very moment."""
    _administrator(scene)
    member = house_staff.revoke(scene.desk, _member_of(act))
    note = scene.words.say(
        "{name} may no longer use this bot. Out of the group they can be taken only by the group's own administrators.",
        name=member.name,
    )
    return Shows(_everyone(scene, 0).with_note(note), handle=LIST)


def _administrator(scene: Scene) -> Member:
    return house_staff.require(scene.desk, scene.person.user_id, Right.SET_UP_THE_HOUSE)


def _member_of(act: Act) -> int:
    user_id = id_of(act)
    if user_id is None:
        raise NoSuchMember
    return user_id


def _role_named(scene: Scene, word: str) -> Role | None:
    """A role by its name, in the reader's language or as the command line spells it."""
    said = answers.tidy(word).lower()
    return next(
        (role for role in Role if said in {role.value, wording.role(scene.words, role).lower()}), None
    )


def _choose_role(scene: Scene) -> Screen:
    words = scene.words
    buttons = [Button(wording.role(words, role), Act(action="invite", subject=role.value)) for role in Role]
    return Screen(text=words.say("For which post is the invitation?"), rows=columns(buttons, 2))


def _invitation(scene: Scene, role: Role, name: str | None, by: Member) -> Screen:
    token = house_staff.invite(scene.desk, role, name, by)
    code = "-".join(token[start : start + 5] for start in range(0, len(token), 5))
    text = scene.words.say(
        "An invitation for one {role}, good once and for 24 hours. Please pass it on to that person only:\n\n"
        "https://t.me/{bot}?start={token}\n\nIf the link does nothing, they send @{bot} this code:\n"
        "<code>{code}</code>",
        role=wording.role(scene.words, role),
        bot=scene.bot_username,
        token=token,
        code=code,
    )
    return Screen(text=text, secret=True)


def _everyone(scene: Scene, page: int) -> Screen:
    words, members = scene.words, house_staff.everyone(scene.desk)
    buttons = [
        Button(
            f"{member.name} · {wording.role(words, member.role)}",
            Act(action="member", subject=str(member.user_id)),
        )
        for member in members
    ]
    text = words.say_n("{n} person works in this house.", "{n} people work in this house.", len(members))
    return Screen(text=text, rows=paged(buttons, page, "people"))


def _card(scene: Scene, member: Member) -> Screen:
    words, subject = scene.words, str(member.user_id)
    text = words.say(
        "<b>{name}</b>\n{role}\nTelegram ID <code>{number}</code>",
        name=member.name,
        role=wording.role(words, member.role),
        number=member.user_id,
    )
    other = Button(words.label("Another post"), Act(action="roles", subject=subject))
    gone = Button(words.label("Revoke"), Act(action="revoke", subject=subject))
    back = Button(words.label("‹ Back"), Act(action="people", subject="0"))
    return Screen(text=text, rows=((other, gone), (back,)))


def _other_roles(scene: Scene, member: Member) -> Screen:
    words = scene.words
    buttons = [
        Button(wording.role(words, role), Act(action="roles", subject=f"{member.user_id} {role.value}"))
        for role in Role
        if role is not member.role
    ]
    back = Button(words.label("‹ Back"), Act(action="member", subject=str(member.user_id)))
    text = words.say("Which post does {name} take from now on?", name=member.name)
    return Screen(text=text, rows=(*columns(buttons, 2), (back,)))
