"""What is still to be seen to: leads to invite, and words for the site manager."""

from bot import wording
from bot.dialogs.dialog import Reply, Scene, Shows, between_ourselves
from bot.dialogs.payload import Act, id_of
from bot.dialogs.screen import Button, Screen, paged
from core.complaints import Complaint, ComplaintId
from core.desk import complaints as desk_complaints
from core.desk import house_staff
from core.desk import leads as desk_leads
from core.errors import NoSuchComplaint, NoSuchLead
from core.leads import Lead, LeadId
from core.notices import masked
from core.staff import Member, Right

LEADS, COMPLAINTS = "leads", "complaints"


def leads(scene: Scene, argument: str) -> Reply:
    """/leads: one's own open leads; everybody's, for managers."""
    member = _may(scene, Right.ANSWER_LEADS)
    return between_ourselves(scene) or Shows(_leads(scene, member), handle=LEADS)


def show_leads(scene: Scene, act: Act) -> Reply:
    """Back to the list, or another page of it."""
    return Shows(_leads(scene, _may(scene, Right.ANSWER_LEADS), id_of(act) or 0), handle=LEADS)


def show_lead(scene: Scene, act: Act) -> Reply:
    """A lead's button: the whole number, for whoever calls. The letter that shows it is the record of the look."""
    member = _may(scene, Right.ANSWER_LEADS)
    return Shows(_lead(scene, desk_leads.find(scene.desk, _lead_of(act), member)), handle=LEADS)


def lead_invited(scene: Scene, act: Act) -> Reply:
    """«Invited» on a lead's card."""
    member = _may(scene, Right.ANSWER_LEADS)
    lead = desk_leads.invited(scene.desk, _lead_of(act), member)
    toast = scene.words.label("Noted; again from {day} on.", day=scene.words.day(lead.invite_on))
    return Shows(_leads(scene, member), handle=LEADS, toast=toast)


def lead_closed(scene: Scene, act: Act) -> Reply:
    """«Nothing more to do» on a lead's card."""
    member = _may(scene, Right.ANSWER_LEADS)
    desk_leads.close(scene.desk, _lead_of(act), member)
    return Shows(_leads(scene, member), handle=LEADS, toast=scene.words.label("Closed."))


def complaints(scene: Scene, argument: str) -> Reply:
    """/words: complaints and suggestions nobody has seen to yet."""
    _may(scene, Right.ANSWER_COMPLAINTS)
    return between_ourselves(scene) or Shows(_complaints(scene), handle=COMPLAINTS)


def show_complaints(scene: Scene, act: Act) -> Reply:
    """Back to the list, or another page of it."""
    _may(scene, Right.ANSWER_COMPLAINTS)
    return Shows(_complaints(scene, id_of(act) or 0), handle=COMPLAINTS)


def show_complaint(scene: Scene, act: Act) -> Reply:
    """A complaint's button."""
    _may(scene, Right.ANSWER_COMPLAINTS)
    complaint = desk_complaints.find(scene.desk, _complaint_of(act))
    return Shows(_complaint(scene, complaint), handle=COMPLAINTS)


def complaint_settled(scene: Scene, act: Act) -> Reply:
    """«Seen to» on a complaint."""
    member = _may(scene, Right.ANSWER_COMPLAINTS)
    desk_complaints.settle(scene.desk, _complaint_of(act), member.user_id)
    return Shows(_complaints(scene), handle=COMPLAINTS, toast=scene.words.label("Noted as seen to."))


def _may(scene: Scene, right: Right) -> Member:
    return house_staff.require(scene.desk, scene.person.user_id, right)


def _lead_of(act: Act) -> LeadId:
    lead_id = id_of(act)
    if lead_id is None:
        raise NoSuchLead
    return LeadId(lead_id)


def _complaint_of(act: Act) -> ComplaintId:
    complaint_id = id_of(act)
    if complaint_id is None:
        raise NoSuchComplaint
    return ComplaintId(complaint_id)


def _leads(scene: Scene, member: Member, page: int = 0) -> Screen:
    words, found = scene.words, desk_leads.list_for(scene.desk, member)
    if not found:
        return Screen(text=words.say("Nobody is waiting to be invited."))
    text = words.say_n(
        "{n} lead is open; the most urgent first.", "{n} leads are open; the most urgent first.", len(found)
    )
    return Screen(text=text, rows=paged([_lead_button(scene, lead) for lead in found], page, LEADS))


def _lead_button(scene: Scene, lead: Lead) -> Button:
    words = scene.words
    label = words.label(
        "{day} · {name} · {phone}",
        day=words.day(lead.invite_on),
        name=wording.addressed(words, lead.name),
        phone=masked(lead.phone.number or ""),
    )
    return Button(label, Act(action="lead", subject=str(lead.id)))


def _lead(scene: Scene, lead: Lead) -> Screen:
    words, subject = scene.words, str(lead.id)
    owner = house_staff.name_of(scene.desk, lead.owner)
    text = words.say(
        "📇 <b>{name}</b>\n📱 {phone}\nLeft on {made}; to be invited from {day} on.\nOwner: {owner}",
        name=wording.addressed(words, lead.name),
        phone=wording.phone(words, lead.phone),
        made=words.day_of(lead.made_at),
        day=words.day(lead.invite_on),
        owner=owner or words.label("nobody yet"),
    )
    invited = Button(words.label("✓ Invited"), Act(action="lead_invited", subject=subject))
    closed = Button(words.label("Nothing more to do"), Act(action="lead_closed", subject=subject))
    back = Button(words.label("‹ Back"), Act(action="leads", subject="list"))
    return Screen(text=text, rows=((invited, closed), (back,)))


def _complaints(scene: Scene, page: int = 0) -> Screen:
    words, found = scene.words, desk_complaints.list_open(scene.desk)
    if not found:
        return Screen(text=words.say("Every word of our guests has been seen to."))
    text = words.say_n("{n} word is still to be seen to.", "{n} words are still to be seen to.", len(found))
    buttons = [
        Button(
            words.label(
                "{day} · {name}",
                day=words.day_of(complaint.made_at),
                name=wording.addressed(words, complaint.name),
            ),
            Act(action="complaint", subject=str(complaint.id)),
        )
        for complaint in found
    ]
    return Screen(text=text, rows=paged(buttons, page, COMPLAINTS))


def _complaint(scene: Scene, complaint: Complaint) -> Screen:
    words, subject = scene.words, str(complaint.id)
    text = words.say(
        "✉️ <b>{name}</b>, {day} {hour}:\n\n{words}",
        name=wording.addressed(words, complaint.name),
        day=words.day_of(complaint.made_at),
        hour=words.hour(complaint.made_at),
        words=complaint.words,
    )
    settled = Button(words.label("✓ Seen to"), Act(action="complaint_settled", subject=subject))
    back = Button(words.label("‹ Back"), Act(action="complaints", subject="list"))
    return Screen(text=text, rows=((settled,), (back,)))
