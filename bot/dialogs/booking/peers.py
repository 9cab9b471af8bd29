"""Guests of other property firms: they have their own hours, by the same form. The house never asks; they say so."""

from dataclasses import replace

from bot.dialogs.booking import screens as booking_screens
from bot.dialogs.booking import when
from bot.dialogs.booking.choice import TimeChoice
from bot.dialogs.booking.form import CARD, BookingForm, BookingStep
from bot.engine.dialog import Context
from bot.engine.form import Again, Answer, Question
from bot.engine.replies import Show
from bot.engine.screen import Button
from bot.wording.refusals import not_for_peers
from core import timetable
from core.booking import Booking
from core.desk import overrides, queries
from core.guests import Guest

# fmt: off
_FIRM = r"(property|real.?estate|housing) (firm|company|agency|developer)|developer|brokerage"
_I_AM = r"(i|we)( am|'m|’m| are|'re|’re)( also)?"
_WE = r"(我|我们|我們)(也|都)?"
_ANOTHER = r"(别家|別家|别的|別的|其他|其它|另一家|另外一家|隔壁)的?"
_TRADE = r"(地产公司|房产公司|房企|中介|代理公司|开发商|地產公司|房產公司|房仲|仲介|開發商|建商)"
_SITE = r"(楼盘|樓盤|建案|案场|案場|售楼处|售樓處|售楼部|售樓部|代销|代銷)"
_STOP = r"$|[\s,，。.!！?？、;；]"
# The words that follow if the guest works there, not if the guest was sent, bought or looked there.
_WORKS = (
    rf"(?={_STOP}|公司|行业|行業|上班|工作|任职|任職|做(销售|銷售|事)|的({_STOP})|"
    r"的?(人|员工|員工|职员|職員|同事|销售|銷售|经纪|經紀|业务|業務|顾问|顧問|置业|置業))"
)
# What people of another firm say about themselves, but not what people say about others or their companions.
SAID = (
    r"(^|\b(i|we)\b((?!\b(not|told|heard|my|our|by)\b)[^.,;!?]){0,30})\b(with|from|of|for|at) (another|a different) "
    r"(property|real.?estate|housing) (firm|company|agency|developer)|"
    rf"\b{_I_AM} from (another|a different) ({_FIRM}|agency)\b(?!')|"
    rf"\b{_I_AM}( an?)? (realtor|broker|((property|real.?estate|estate|sales) (agent|developer|broker)))s?\b|"
    rf"(^|\b{_I_AM} )(an? )?agents? (from|of|with|at) (another|a different) ({_FIRM}|firm|company|agency)"
    r"( here)?(?=$|[.,!;])|"
    r"\b(i|we)( also)? work (for|at|in|with) ((an? )?(property|real.?estate)\b|"
    rf"(another|a different) ({_FIRM}|agency)\b)|"
    r"fellow (realtor|agent|developer)|peer viewing|"
    r"同行(鉴赏|鑑賞|参观|參觀)|踩盘|踩盤|(地产|房产|业内|业界|地產|房產|業內|業界)同[行业業]|"
    rf"{_WE}是同[行业業](?!的|人|者)|"
    rf"^((你们?|您|你們)好[,，]?)?({_WE})?(也|算)?是?同[行业業](来的|來的)?[\s,，。.!！]*$|"
    rf"{_WE}(是|在|来自|來自|做)(?!通过|通過|经|經|听|聽|跟|找|托)[^,，。看听聽通]{{0,6}}{_TRADE}{_WORKS}|"
    rf"{_WE}(是|在|来自|來自){_ANOTHER}{_SITE}{_WORKS}|"
    rf"^{_ANOTHER}(房产|房產|地产|地產)?{_TRADE}的?[\s,，。.!！]*$"
)
# fmt: on
# The choice of a guest who is not of another firm after all.
NOT_ONE = "not_peer"


def answer(context: Context, form: BookingForm) -> Answer[BookingForm]:
    """Explain their hours and offer them; a guest with a booking at another hour may move it."""
    peer = replace(form, peer=True)
    guest = None if context.actor.is_staff else queries.known_guest(context.desk, context.person.user_id)
    existing = queries.booking_of(context.desk, guest) if guest is not None else None
    if guest is not None and existing is not None:
        overrides.declare_peer(context.desk, guest, context.actor)
        card = booking_screens.expected(context, existing).with_note(_explained(context, guest, existing))
        return Show(card, handle=CARD)
    near = queries.nearest(context.desk, context.desk.now, peer.seat_request(context.desk, context.actor))
    shown = replace(peer, when=when.offering(context, near))
    return Again(state=shown, at=BookingStep.WHEN, note=not_for_peers(context.words))


def with_way_back(context: Context, form: BookingForm, question: Question) -> Question:
    """The question for the hour, with a way to take it back for a guest whom the house does not know as a peer."""
    if not form.peer or form.peer_noted:
        return question
    if replace(form, peer=False).seat_request(context.desk, context.actor).peer:
        return question
    back = Button(context.words.label("I am not with another firm"), NOT_ONE)
    return replace(question, below=(*question.below, (back,)))


def take_back(context: Context, form: BookingForm) -> Again[BookingForm]:
    """From now on the form asks for an hour like any other guest's."""
    plain = replace(form, peer=False, when=TimeChoice())
    return Again(state=plain, at=BookingStep.WHEN, note=context.words.say("Very well."))


def _explained(context: Context, guest: Guest, existing: Booking) -> str:
    """Their hours, and the request to move, where the booking is at another hour and there is no exception."""
    note = not_for_peers(context.words)
    day = timetable.day_of(context.desk.site, existing.starts_at)
    exempt = guest.exempt_until is not None and day <= guest.exempt_until
    if exempt or timetable.is_for_peers(context.desk.site, existing.starts_at):
        return note
    return "\n".join([note, context.words.say("May I ask you to move your visit to that time?")])
