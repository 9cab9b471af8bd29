"""The form engine, on a small form of its own: a cup of tea or coffee."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast

import pytest

from bot.engine.dialog import Context
from bot.engine.form import (
    BACK,
    LEAVE,
    SKIP,
    YES,
    Again,
    Confirmation,
    FormDialog,
    FormState,
    Question,
    Reason,
    Step,
)
from bot.engine.inputs import Chose, Given, MediaSent, Person, Said
from bot.engine.replies import Finish, Goto, Reply, Show
from bot.engine.screen import Button, Screen
from bot.engine.state import dump_state, load_state
from bot.language.words import Words
from core.errors import NoSuchGuest, Refusal
from core.site import Site

LONGEST = 10


class At(StrEnum):
    DRINK = "drink"
    SUGAR = "sugar"
    SIZE = "size"
    LEMON = "lemon"
    REASON = "reason"
    CONFIRM = "confirm"


@dataclass(frozen=True, kw_only=True)
class Cup(FormState):
    at: At = At.DRINK
    drink: str = ""
    sugar: int | None = None
    size: str = ""
    lemon: bool = False


def read_drink(_: Context, cup: Cup, given: Given) -> Cup | Again[Cup]:
    if given == Chose("gone"):
        raise NoSuchGuest
    return replace(cup, drink=given.choice) if isinstance(given, Chose) else Again(note="Tea or coffee?")


def read_sugar(_: Context, cup: Cup, given: Given) -> Cup | Again[Cup]:
    return replace(cup, sugar=int(given.text)) if isinstance(given, Said) else Again(note="A number, please.")


def read_size(_: Context, cup: Cup, given: Given) -> Cup | Again[Cup]:
    match given:
        case Chose("lemon"):
            return Again(at=At.LEMON)
        case Said(text):
            return replace(cup, size=text)
        case _:
            return Again(state=replace(cup, size="tall"))


def read_lemon(_: Context, cup: Cup, given: Given) -> Cup | Again[Cup]:
    return Again(state=replace(cup, lemon=True), at=At.SIZE)


def submit(_: Context, cup: Cup) -> Reply | Again[Cup]:
    if cup.drink == "cocoa":
        return Again(state=replace(cup, drink="", seen=False), at=At.DRINK, note="There is none left.")
    return Finish(Screen(text=f"{cup.drink} {cup.size}".strip()))


STEPS = (
    Step(
        name=At.DRINK,
        ask=lambda _, cup: Question(text="Which drink?", rows=((Button("Tea", "tea"), Button("Coffee", "coffee")),)),
        read=read_drink,
    ),
    # Only tea is sweetened.
    Step(
        name=At.SUGAR,
        ask=lambda _, cup: Question(text="How much sugar?"),
        read=read_sugar,
        applies=lambda cup: cup.drink == "tea",
        undo=lambda cup: replace(cup, sugar=None),
    ),
    Step(
        name=At.SIZE,
        ask=lambda _, cup: Question(text="Which size?", beside=(Button("Lemon…", "lemon"),)),
        read=read_size,
    ),
    # Asked only by a button of the size.
    Step(name=At.LEMON, ask=lambda _, cup: Question(text="Lemon?"), read=read_lemon, applies=lambda _: False),
)  # fmt: skip


def form(*, optional: bool = True, asked: bool = True) -> FormDialog[Cup]:
    return FormDialog(
        name="cup",
        state_type=Cup,
        steps=STEPS,
        reason=Reason(
            name=At.REASON,
            ask=lambda words: "Why?",
            most=LONGEST,
            clean=str.strip,
            optional=optional,
            asked=lambda _: asked,
        ),
        confirmation=Confirmation(
            name=At.CONFIRM,
            ask=lambda _, cup: f"{cup.drink}, {cup.size}: is that right?",
            yes=lambda words, _: "Pour it",
            changes=lambda words, _: ((At.SIZE, "Change size"),),
            submit=submit,
        ),
        gone=(NoSuchGuest,),
        explain=lambda words, refusal: "They have left.",
    )


@pytest.fixture
def context(site: Site) -> Context:
    """A form of its own needs no record."""
    return Context(
        desk=cast("Any", None),
        words=Words("en", site),
        bot="staff",
        bot_username="",
        person=Person(user_id=1, chat_id=1),
        member=None,
    )


def after(context: Context, dialog: FormDialog[Cup], *given: Given, start: Cup | None = None) -> Reply:
    """The last reply to all of this."""
    reply: Reply = Goto("cup", start or Cup())
    for each in given:
        assert isinstance(reply, Goto)
        assert dialog.show(context, reply.state).text
        reply = dialog.step(context, reply.state, each)
    return reply


def goto(reply: Reply) -> Goto:
    assert isinstance(reply, Goto)
    return reply


TEA = (Chose("tea"), Said("2"), Said("small"))
WHOLE = (*TEA, Chose(SKIP))


def test_questions_follow_each_other_to_the_confirmation(context: Context) -> None:
    dialog = form()
    places = [goto(after(context, dialog, *WHOLE[:number])).state.at for number in range(5)]
    assert places == ["drink", "sugar", "size", "reason", "confirm"]


def test_a_question_that_does_not_apply_is_left_out_forward_and_back(context: Context) -> None:
    dialog = form()
    assert goto(after(context, dialog, Chose("coffee"))).state.at is At.SIZE
    assert goto(after(context, dialog, Chose("coffee"), Chose(BACK))).state.at is At.DRINK


def test_what_is_no_answer_is_asked_again_with_a_note(context: Context) -> None:
    reply = goto(after(context, form(), Chose("tea"), Chose("much")))
    assert (reply.state.at, reply.note) == (At.SUGAR, "A number, please.")


def test_an_answer_can_change_the_form_and_keep_the_question(context: Context) -> None:
    reply = goto(after(context, form(), Chose("coffee"), MediaSent()))
    assert (reply.state.at, reply.state.size) == (At.SIZE, "tall")


def test_back_leads_to_the_question_before_and_takes_back_what_belongs_to_this_one(context: Context) -> None:
    dialog = form()
    reply = goto(after(context, dialog, *TEA[:2], Chose(BACK), Chose(BACK)))
    assert (reply.state.at, reply.state.sugar) == (At.DRINK, None)


@pytest.mark.parametrize("way", [(Chose(BACK),), (*WHOLE, Chose(LEAVE))])
def test_back_from_the_first_question_and_a_no_leave_all_as_it_was(
    context: Context, way: tuple[Given, ...]
) -> None:
    reply = after(context, form(), *way)
    assert isinstance(reply, Finish)
    assert reply.screen.text == "Very well, everything stays as it is."


def test_a_question_opened_by_another_ones_button_leads_back_there(context: Context) -> None:
    dialog = form()
    opened = goto(after(context, dialog, Chose("coffee"), Chose("lemon")))
    assert opened.state.at is At.LEMON
    assert goto(after(context, dialog, Chose(BACK), start=opened.state)).state.at is At.SIZE
    answered = goto(after(context, dialog, Said("yes"), start=opened.state)).state
    assert (answered.at, answered.lemon) == (At.SIZE, True)


def test_a_change_at_the_confirmation_leads_back_there(context: Context) -> None:
    dialog = form()
    shown = goto(after(context, dialog, *WHOLE)).state
    labels = [button.label for button in dialog.show(context, shown).buttons]
    assert labels == ["Pour it", "Change size", "Add a reason", "‹ Back", "Leave unchanged"]
    changed = goto(after(context, dialog, Chose("size"), Said("large"), start=shown)).state
    assert (changed.at, changed.size, changed.drink) == (At.CONFIRM, "large", "tea")
    unchanged = goto(after(context, dialog, Chose("size"), Chose(BACK), start=shown)).state
    assert unchanged == shown


def test_only_what_is_offered_can_be_changed(context: Context) -> None:
    reply = goto(after(context, form(), *WHOLE, Chose("drink")))
    assert (reply.state.at, reply.note) == (At.CONFIRM, "Please tap one of the buttons below.")


def test_back_from_the_confirmation_goes_through_the_questions_again(context: Context) -> None:
    dialog = form()
    reply = goto(after(context, dialog, *WHOLE, Chose(BACK), Chose(BACK)))
    assert reply.state.at is At.SIZE
    assert goto(after(context, dialog, Said("large"), start=reply.state)).state.at is At.REASON


def test_an_optional_reason_is_skipped_or_added_at_the_confirmation(context: Context) -> None:
    dialog = form(asked=False)
    shown = goto(after(context, dialog, *TEA)).state
    assert (shown.at, shown.reason) == (At.CONFIRM, "")
    assert (
        goto(after(context, dialog, Chose("reason"), Said("a guest"), start=shown)).state.reason == "a guest"
    )


def test_a_required_reason_cannot_be_skipped(context: Context) -> None:
    dialog = form(optional=False)
    asked = goto(after(context, dialog, *TEA)).state
    assert [button.label for button in dialog.show(context, asked).buttons] == ["‹ Back"]
    reply = goto(after(context, dialog, Chose(SKIP), start=asked))
    assert (reply.state.at, reply.note) == (At.REASON, "Please write it in words.")


@pytest.mark.parametrize("optional", [True, False])
def test_a_reason_too_long_to_be_kept_is_asked_for_again_and_the_rest_stays(
    context: Context, optional: bool
) -> None:
    dialog = form(optional=optional)
    started = Cup(reason="x" * (LONGEST + 1))
    reply = goto(after(context, dialog, *TEA, start=started))
    assert (reply.state.at, reply.state.reason, reply.state.size) == (At.REASON, "", "small")
    assert reply.note == f"Could you make it a little shorter, please? Up to {LONGEST} characters."
    again = goto(after(context, dialog, Said("x" * (LONGEST + 1)), start=reply.state))
    assert (again.state.at, again.note) == (At.REASON, reply.note)
    assert goto(after(context, dialog, Said("x" * LONGEST), start=reply.state)).state.at is At.CONFIRM


def test_a_reason_given_before_is_not_asked_for(context: Context) -> None:
    assert goto(after(context, form(), *TEA, start=Cup(reason="a guest"))).state.at is At.CONFIRM


def test_a_yes_submits_and_a_plain_yes_or_no_is_as_good_as_its_button(context: Context) -> None:
    dialog = form()
    reply = after(context, dialog, *WHOLE, Chose(YES))
    assert isinstance(reply, Finish)
    assert reply.screen.text == "tea small"
    screen = dialog.show(context, goto(after(context, dialog, *WHOLE)).state)
    assert (screen.yes, screen.no) == (YES, LEAVE)


def test_what_can_not_be_submitted_is_asked_again(context: Context) -> None:
    dialog = form()
    reply = goto(after(context, dialog, Chose("cocoa"), Said("small"), Chose(SKIP), Chose(YES)))
    assert (reply.state.at, reply.note) == (At.DRINK, "There is none left.")


def test_a_form_whose_subject_is_gone_ends_with_why(context: Context) -> None:
    reply = after(context, form(), Chose("gone"))
    assert isinstance(reply, Finish)
    assert reply.screen.text == "They have left."


def test_another_refusal_is_the_turns_own(context: Context) -> None:
    dialog = form()
    dialog.gone = ()
    with pytest.raises(Refusal):
        after(context, dialog, Chose("gone"))


def test_after_an_absence_the_same_question_is_shown_first(context: Context) -> None:
    dialog = form()
    asked = goto(after(context, dialog, *TEA)).state
    reply = goto(cast("Reply", dialog.returns(context, asked)))
    assert (reply.state, reply.note) == (asked, "Here is where we stopped:")


def test_another_kind_of_reply_is_passed_on(context: Context) -> None:
    shown = Show(Screen(text="The menu"))
    assert form().reply(context, Cup(), shown) is shown


def test_a_kept_state_is_json_and_comes_back(context: Context) -> None:
    for number in range(len(WHOLE) + 1):
        state = goto(after(context, form(), *WHOLE[:number])).state
        assert load_state(Cup, dump_state(state)) == state
