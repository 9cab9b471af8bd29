"""/words: complaints and suggestions that are still open."""

from bot.engine.dialog import Context, ask_for_private_chat
from bot.engine.pager import paged
from bot.engine.payload import SubjectAction, id_of
from bot.engine.replies import Reply, Show
from bot.engine.screen import Button, Screen
from bot.wording import phrases
from core.complaints import Complaint, ComplaintId
from core.desk import complaints as desk_complaints
from core.errors import NoSuchComplaint
from core.staff import Right

COMPLAINTS = "complaints"


def complaints(context: Context, argument: str) -> Reply:
    """/words: complaints and suggestions that are still open."""
    context.require(Right.ANSWER_COMPLAINTS)
    return ask_for_private_chat(context) or Show(_complaints(context), handle=COMPLAINTS)


def show_complaints(context: Context, action: SubjectAction) -> Reply:
    """Back to the list, or another page of it."""
    context.require(Right.ANSWER_COMPLAINTS)
    return Show(_complaints(context, id_of(action) or 0), handle=COMPLAINTS)


def show_complaint(context: Context, action: SubjectAction) -> Reply:
    """A complaint's button."""
    context.require(Right.ANSWER_COMPLAINTS)
    complaint = desk_complaints.find(context.desk, _complaint_of(action))
    return Show(_complaint(context, complaint), handle=COMPLAINTS)


def complaint_settled(context: Context, action: SubjectAction) -> Reply:
    """«Handled» on a complaint."""
    member = context.require(Right.ANSWER_COMPLAINTS)
    desk_complaints.close(context.desk, _complaint_of(action), member.user_id)
    return Show(_complaints(context), handle=COMPLAINTS, toast=context.words.label("Marked as handled."))


def _complaint_of(action: SubjectAction) -> ComplaintId:
    complaint_id = id_of(action)
    if complaint_id is None:
        raise NoSuchComplaint
    return ComplaintId(complaint_id)


def _complaints(context: Context, page: int = 0) -> Screen:
    words, found = context.words, desk_complaints.list_open(context.desk)
    if not found:
        return Screen(text=words.say("Every guest message has been handled."))
    text = words.say_n("{n} message is still open.", "{n} messages are still open.", len(found))
    buttons = [
        Button(
            words.label(
                "{day} · {name}",
                day=words.day_of(complaint.made_at),
                name=phrases.addressed(words, complaint.name),
            ),
            SubjectAction(name="complaint", subject=str(complaint.id)),
        )
        for complaint in found
    ]
    return Screen(text=text, rows=paged(buttons, page, COMPLAINTS))


def _complaint(context: Context, complaint: Complaint) -> Screen:
    words, subject = context.words, str(complaint.id)
    text = words.say(
        "✉️ <b>{name}</b>, {when}:\n\n{words}",
        name=phrases.addressed_first(words, complaint.name),
        when=words.moment(complaint.made_at),
        words=complaint.words,
    )
    settled = Button(words.label("✓ Handled"), SubjectAction(name="complaint_settled", subject=subject))
    back = Button(words.label("‹ Back"), SubjectAction(name="complaints", subject="list"))
    return Screen(text=text, rows=((settled,), (back,)))
