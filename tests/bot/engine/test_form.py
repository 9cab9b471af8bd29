"""The form engine, on a small form of its own: a cup of tea or coffee."""

from dataclasses import dataclass, replace
from enum import StrEnum

import pytest

from bot.engine.dialog import Context
from bot.engine.form import BACK, LEAVE, SKIP, YES, Again, Confirmation, FormState, Question, Reason, Step
from bot.engine.form_dialog import FormDialog
from bot.engine.inputs import Chose, Given, MediaSent, Said
from bot.engine.replies import Finish, Reply
from bot.engine.screen import Button, Screen
from core.errors import NoSuchGuest, Refusal
from core.site import Site
from tests.bot.engine.forms import after, bare_context, goto

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
    # Only tea takes sugar.
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
    # Only a button of the size question opens this step.
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
            yes=lambda _, cup: "Pour it",
            changes=lambda words, _: ((At.SIZE, "Change size"),),
            submit=submit,
        ),
        gone=(NoSuchGuest,),
        ended=lambda context, refusal: Screen(text="They have left."),
    )


@pytest.fixture
def context(site: Site) -> Context:
    return bare_context(site)


def cup(context: Context, dialog: FormDialog[Cup], *given: Given, start: Cup | None = None) -> Reply:
    return after(context, dialog, *given, start=start or Cup())


TEA = (Chose("tea"), Said("2"), Said("small"))
WHOLE = (*TEA, Chose(SKIP))


def test_questions_follow_each_other_to_the_confirmation(context: Context) -> None:
    dialog = form()
    places = [goto(cup(context, dialog, *WHOLE[:number])).state.at for number in range(5)]
    assert places == ["drink", "sugar", "size", "reason", "confirm"]


def test_a_question_that_does_not_apply_is_skipped_forward_and_back(context: Context) -> None:
    dialog = form()
    assert goto(cup(context, dialog, Chose("coffee"))).state.at is At.SIZE
    assert goto(cup(context, dialog, Chose("coffee"), Chose(BACK))).state.at is At.DRINK


def test_an_invalid_answer_is_asked_again_with_a_note(context: Context) -> None:
    reply = goto(cup(context, form(), Chose("tea"), Chose("much")))
    assert (reply.state.at, reply.note) == (At.SUGAR, "A number, please.")


def test_an_answer_can_change_the_form_and_keep_the_question(context: Context) -> None:
    reply = goto(cup(context, form(), Chose("coffee"), MediaSent()))
    assert (reply.state.at, reply.state.size) == (At.SIZE, "tall")


def test_back_leads_to_the_previous_question_and_clears_the_skipped_answer(context: Context) -> None:
    dialog = form()
    reply = goto(cup(context, dialog, *TEA[:2], Chose(BACK), Chose(BACK)))
    assert (reply.state.at, reply.state.sugar) == (At.DRINK, None)


@pytest.mark.parametrize("way", [(Chose(BACK),), (*WHOLE, Chose(LEAVE))])
def test_back_from_the_first_question_and_a_no_change_nothing(
    context: Context, way: tuple[Given, ...]
) -> None:
    reply = cup(context, form(), *way)
    assert isinstance(reply, Finish)
    assert reply.screen.text == "Very well, everything stays as it is."


def test_a_question_opened_from_another_leads_back_to_it(context: Context) -> None:
    dialog = form()
    opened = goto(cup(context, dialog, Chose("coffee"), Chose("lemon")))
    assert opened.state.at is At.LEMON
    assert goto(cup(context, dialog, Chose(BACK), start=opened.state)).state.at is At.SIZE
    answered = goto(cup(context, dialog, Said("yes"), start=opened.state)).state
    assert (answered.at, answered.lemon) == (At.SIZE, True)


def test_a_change_at_the_confirmation_leads_back_to_it(context: Context) -> None:
    dialog = form()
    shown = goto(cup(context, dialog, *WHOLE)).state
    labels = [button.label for button in dialog.show(context, shown).buttons]
    assert labels == ["Pour it", "Change size", "Add a reason", "‹ Back", "Leave unchanged"]
    changed = goto(cup(context, dialog, Chose("size"), Said("large"), start=shown)).state
    assert (changed.at, changed.size, changed.drink) == (At.CONFIRM, "large", "tea")
    unchanged = goto(cup(context, dialog, Chose("size"), Chose(BACK), start=shown)).state
    assert unchanged == shown


def test_only_offered_answers_can_be_changed(context: Context) -> None:
    reply = goto(cup(context, form(), *WHOLE, Chose("drink")))
    assert reply.state.at == At.CONFIRM
    assert reply.note == "I am afraid I did not quite follow; a tap or a few words are enough."


def test_back_from_the_confirmation_goes_through_the_questions_again(context: Context) -> None:
    dialog = form()
    reply = goto(cup(context, dialog, *WHOLE, Chose(BACK), Chose(BACK)))
    assert reply.state.at is At.SIZE
    assert goto(cup(context, dialog, Said("large"), start=reply.state)).state.at is At.REASON


def test_an_optional_reason_is_skipped_or_added_at_the_confirmation(context: Context) -> None:
    dialog = form(asked=False)
    shown = goto(cup(context, dialog, *TEA)).state
    assert (shown.at, shown.reason) == (At.CONFIRM, "")
    assert goto(cup(context, dialog, Chose("reason"), Said("a guest"), start=shown)).state.reason == "a guest"


def test_a_required_reason_cannot_be_skipped(context: Context) -> None:
    dialog = form(optional=False)
    asked = goto(cup(context, dialog, *TEA)).state
    assert [button.label for button in dialog.show(context, asked).buttons] == ["‹ Back"]
    reply = goto(cup(context, dialog, Chose(SKIP), start=asked))
    assert (reply.state.at, reply.note) == (At.REASON, "Please write it in words.")


@pytest.mark.parametrize("optional", [True, False])
def test_a_too_long_reason_is_asked_for_again_and_the_other_answers_stay(
    context: Context, optional: bool
) -> None:
    dialog = form(optional=optional)
    started = Cup(reason="x" * (LONGEST + 1))
    reply = goto(cup(context, dialog, *TEA, start=started))
    assert (reply.state.at, reply.state.reason, reply.state.size) == (At.REASON, "", "small")
    assert reply.note == f"Could you make it a little shorter, please? Up to {LONGEST} characters."
    again = goto(cup(context, dialog, Said("x" * (LONGEST + 1)), start=reply.state))
    assert (again.state.at, again.note) == (At.REASON, reply.note)
    assert goto(cup(context, dialog, Said("x" * LONGEST), start=reply.state)).state.at is At.CONFIRM


def test_a_reason_given_before_is_not_asked_for(context: Context) -> None:
    assert goto(cup(context, form(), *TEA, start=Cup(reason="a guest"))).state.at is At.CONFIRM


def test_a_yes_submits_the_form_and_a_typed_yes_or_no_counts_as_its_button(context: Context) -> None:
    dialog = form()
    reply = cup(context, dialog, *WHOLE, Chose(YES))
    assert isinstance(reply, Finish)
    assert reply.screen.text == "tea small"
    screen = dialog.show(context, goto(cup(context, dialog, *WHOLE)).state)
    assert (screen.yes, screen.no) == (YES, LEAVE)


def test_a_question_whose_answer_cannot_be_submitted_is_asked_again(context: Context) -> None:
    dialog = form()
    reply = goto(cup(context, dialog, Chose("cocoa"), Said("small"), Chose(SKIP), Chose(YES)))
    assert (reply.state.at, reply.note) == (At.DRINK, "There is none left.")


def test_a_form_whose_subject_is_gone_ends_with_an_explanation(context: Context) -> None:
    reply = cup(context, form(), Chose("gone"))
    assert isinstance(reply, Finish)
    assert reply.screen.text == "They have left."


def test_any_other_refusal_is_raised_to_the_turn(context: Context) -> None:
    dialog = form()
    dialog.gone = ()
    with pytest.raises(Refusal):
        cup(context, dialog, Chose("gone"))


def test_a_person_who_returns_sees_the_same_question(context: Context) -> None:
    dialog = form()
    asked = goto(cup(context, dialog, *TEA)).state
    reply = goto(dialog.on_return(context, asked))
    assert (reply.state, reply.note) == (asked, "Here is where we stopped:")
