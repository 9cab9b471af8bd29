"""What the house notes of a visit in the guest's own words: before the booking a wish and a plate; with a booked visit
also the party, the name and the phone."""

from dataclasses import replace

from bot.dialogs.booking.form import BookingForm
from bot.dialogs.given import setting
from bot.engine.dialog import Context
from bot.understanding.intent_patterns import Intent
from bot.understanding.plates import find_plate
from bot.understanding.sentences import Understood, understand
from bot.understanding.text import compiled, plain, tidy
from bot.understanding.topics import topic_of
from bot.understanding.visit_wishes import comes_by_car, is_to_prepare, wish_in
from core.booking import MAX_REMARKS_LENGTH, Booking
from core.desk import booking as desk_booking
from core.desk import queries

# «改成三位», «there will be four of us»: another party than the one that is booked.
_NEW_PARTY = compiled(
    r"改(?:成|为|做|到)|变成|1共|总共|(?:多|加|少)(?:带|来|加|嚟|咗|了|返)?[1-9]?(?:个|位|人)|加多|不是|"
    r"\b(?:make it|there(?:'ll| will| are going to) be|actually|instead|in total|one more|1 more|of us|plus)\b"
)


def noted(context: Context, text: str, said: Understood) -> str:
    """Note for the house what a guest with a booked visit says of their party, their name, their phone, their car or a
    wish; the sentence that says so, empty where nothing is noted."""
    found = queries.open_booking(context.desk, context.person.user_id)
    of_visit = said.party or said.name or said.phones or find_plate(text) or is_wish(text)
    asks = said.intent is Intent.QUESTION and not (
        is_to_prepare(text) or (said.party and topic_of(text) is None)
    )
    if found is None or not of_visit or asks or said.intent is Intent.COMPLAINT:
        return ""
    if not add_remark(context, found, text):
        return too_long(context)
    return context.words.say(
        "We have noted it with your visit, in your own words; everyone who receives you will see it."
    )


def is_wish(text: str) -> bool:
    """Whether a text says what the house is to prepare, even as a question, or that the party comes by car."""
    return is_to_prepare(text) or comes_by_car(text)


def kept_in_form(context: Context, form: BookingForm, text: str) -> tuple[BookingForm, str] | None:
    """The form with the wish and the number plate in a text, and the sentence that says so; None where it has
    neither."""
    wish, plate = wish_in(text, setting(context)), find_plate(text)
    if not (wish or plate):
        return None
    remarks = form.remarks if wish in form.remarks else _joined(form.remarks, wish)
    if len(remarks) > MAX_REMARKS_LENGTH:
        return form, too_long(context)
    kept = replace(form, remarks=remarks, plate=plate or form.plate)
    what = " · ".join(part for part in (plate, wish) if part)
    if wish.endswith(("?", "？", "吗", "嗎")):
        return kept, context.words.say(
            "✎ Noted for your visit, and our colleagues will see to it: {what}", what=what
        )
    return kept, context.words.say("✎ Noted for your visit: {what}", what=what)


def without_wish(context: Context, form: BookingForm, text: str, said: Understood) -> Understood:
    """What a message that wishes for something says besides: «轮椅» is no name, «找我秘书小李» not the guest's, and
    «能准备轮椅吗» no question."""
    where = setting(context)
    name, wish = said.name, wish_in(text, where)
    if name is not None and name.written in wish:
        anywhere = understand(text, where).name
        name = None if anywhere is None or form.surname is not None else name
    asks = said.intent is Intent.QUESTION and not (is_to_prepare(text) and topic_of(text) is None)
    intent = said.intent if asks or said.intent is not Intent.QUESTION else None
    return replace(said, name=name, intent=intent)


def hand_over(context: Context, booking: Booking, form: BookingForm) -> None:
    """Add what the form keeps to a visit that was booked before."""
    remarks = _joined(booking.remarks or "", form.remarks)
    changed = {
        "remarks": remarks if form.remarks and len(remarks) <= MAX_REMARKS_LENGTH else "",
        "plate": form.plate or "",
    }
    particulars = {key: value for key, value in changed.items() if value}
    if particulars:
        desk_booking.annotate(context.desk, booking.id, context.actor, **particulars)


def _joined(before: str, more: str) -> str:
    return "; ".join(part for part in (before, more) if part)


def names_another_party(text: str, said: Understood) -> bool:
    """Whether a text says that more or fewer come than are booked."""
    return said.party is not None and _NEW_PARTY.search(plain(text)) is not None


def add_remark(context: Context, booking: Booking, text: str) -> bool:
    """Add a text to the remarks of a booking, and the number plate in it; False where it is too long for them."""
    remarks = _joined(booking.remarks or "", tidy(text))
    if len(remarks) > MAX_REMARKS_LENGTH:
        return False
    plate = find_plate(text)
    particulars = {"remarks": remarks} if plate is None else {"remarks": remarks, "plate": plate}
    desk_booking.annotate(context.desk, booking.id, context.actor, **particulars)
    return True


def too_long(context: Context) -> str:
    """What to say where the remarks of a booking have no room for more."""
    return context.words.say(
        "Please call us on {phone}, and we will change it at once.", phone=context.desk.site.phone
    )
