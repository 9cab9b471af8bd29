"""What the house notes of a booked visit in the guest's own words: the party, the name, the phone, a wish, a plate."""

from bot.engine.dialog import Context
from bot.understanding.intent_patterns import Intent
from bot.understanding.plates import find_plate
from bot.understanding.sentences import Understood
from bot.understanding.text import compiled, folded, plain, tidy
from core.booking import MAX_REMARKS_LENGTH, Booking
from core.desk import booking as desk_booking
from core.desk import queries

# What the house is to prepare.
_WISH = compiled(
    r"准备|预备|轮椅|婴儿车|过敏|素食|行动不便|腿脚|拐杖|麻烦(?:安排|准备|留)|帮(?:忙)?(?:准备|安排|留)|车牌|"
    r"粤[a-z]|开车|"
    r"\b(?:wheelchair|pram|stroller|allerg|vegetarian|please (?:prepare|arrange)|plate|interpreter|prepare)\b"
)
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
    if found is None or not of_visit or said.intent in {Intent.QUESTION, Intent.COMPLAINT}:
        return ""
    if not add_remark(context, found, text):
        return too_long(context)
    return context.words.say(
        "We have noted it with your visit, in your own words; everyone who receives you will see it."
    )


def is_wish(text: str) -> bool:
    """Whether a text says what the house is to prepare, even as a question: «能准备轮椅吗»."""
    return _WISH.search(folded(text)) is not None


def names_another_party(text: str, said: Understood) -> bool:
    """Whether a text says that more or fewer come than are booked."""
    return said.party is not None and _NEW_PARTY.search(plain(text)) is not None


def add_remark(context: Context, booking: Booking, text: str) -> bool:
    """Add a text to the remarks of a booking, and the number plate in it; False where it is too long for them."""
    remarks = "; ".join(part for part in (booking.remarks, tidy(text)) if part)
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
