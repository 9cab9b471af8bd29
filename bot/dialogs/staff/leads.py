"""/leads: guests who left a number, to invite them."""

from bot.engine.dialog import Context, ask_for_private_chat
from bot.engine.pager import paged
from bot.engine.payload import SubjectAction, id_of
from bot.engine.replies import Reply, Show
from bot.engine.screen import Button, Screen
from bot.wording import phrases
from core.desk import leads as desk_leads
from core.desk import staff as staff_desk
from core.errors import NoSuchLead
from core.guests import masked
from core.leads import Lead, LeadId
from core.staff import Member, Right

LEADS = "leads"


def leads(context: Context, argument: str) -> Reply:
    """/leads: the open leads of the member of staff; all of them for managers."""
    member = context.require(Right.ANSWER_LEADS)
    return ask_for_private_chat(context) or Show(_leads(context, member), handle=LEADS)


def show_leads(context: Context, action: SubjectAction) -> Reply:
    """Back to the list, or another page of it."""
    return Show(_leads(context, context.require(Right.ANSWER_LEADS), id_of(action) or 0), handle=LEADS)


def show_lead(context: Context, action: SubjectAction) -> Reply:
    """A lead's button: the whole number, for the person who calls. The sent message records who has seen it."""
    member = context.require(Right.ANSWER_LEADS)
    return Show(_lead(context, desk_leads.find(context.desk, _lead_of(action), member)), handle=LEADS)


def lead_invited(context: Context, action: SubjectAction) -> Reply:
    """«Invited» on a lead's card."""
    member = context.require(Right.ANSWER_LEADS)
    lead = desk_leads.mark_invited(context.desk, _lead_of(action), member)
    toast = context.words.label(
        "Noted; the next invitation is due from {day}.", day=context.words.day(lead.invite_on)
    )
    return Show(_leads(context, member), handle=LEADS, toast=toast)


def lead_closed(context: Context, action: SubjectAction) -> Reply:
    """«No further action» on a lead's card."""
    member = context.require(Right.ANSWER_LEADS)
    desk_leads.close(context.desk, _lead_of(action), member)
    return Show(_leads(context, member), handle=LEADS, toast=context.words.label("Closed."))


def _lead_of(action: SubjectAction) -> LeadId:
    lead_id = id_of(action)
    if lead_id is None:
        raise NoSuchLead
    return LeadId(lead_id)


def _leads(context: Context, member: Member, page: int = 0) -> Screen:
    words, found = context.words, desk_leads.list_for(context.desk, member)
    if not found:
        return Screen(text=words.say("There is nobody to invite at the moment."))
    text = words.say_n(
        "{n} lead is open; the most urgent first.", "{n} leads are open; the most urgent first.", len(found)
    )
    return Screen(text=text, rows=paged([_lead_button(context, lead) for lead in found], page, LEADS))


def _lead_button(context: Context, lead: Lead) -> Button:
    words = context.words
    label = words.label(
        "{day} · {name} · {phone}",
        day=words.day(lead.invite_on),
        name=phrases.addressed(words, lead.name),
        phone=masked(lead.phone.number or ""),
    )
    return Button(label, SubjectAction(name="lead", subject=str(lead.id)))


def _lead(context: Context, lead: Lead) -> Screen:
    words, subject = context.words, str(lead.id)
    owner = staff_desk.name_of(context.desk, lead.owner)
    text = words.say(
        "📇 <b>{name}</b>\n📱 {phone}\nNumber left on {made}; invite from {day}.\nOwner: {owner}",
        name=phrases.addressed_first(words, lead.name),
        phone=phrases.phone(words, lead.phone),
        made=words.day_of(lead.made_at),
        day=words.day(lead.invite_on),
        owner=owner or words.label("not assigned yet"),
    )
    invited = Button(words.label("✓ Invited"), SubjectAction(name="lead_invited", subject=subject))
    closed = Button(words.label("No further action"), SubjectAction(name="lead_closed", subject=subject))
    back = Button(words.label("‹ Back"), SubjectAction(name="leads", subject="list"))
    return Screen(text=text, rows=((invited, closed), (back,)))
