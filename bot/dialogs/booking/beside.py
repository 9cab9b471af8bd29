"""What is said beside an answer: the note of a wish, or the answer to a doubt, joined with what was taken."""

from dataclasses import replace

from bot.dialogs.booking.form import BookingForm
from bot.engine.form import Again, Answer, Taken
from bot.engine.inputs import Chose

Taking = Again[BookingForm] | Taken[BookingForm]


def with_note(
    form: BookingForm, note: str, answer: Answer[BookingForm] | Chose | None
) -> Answer[BookingForm]:
    """The answer to a message, with the note of what ``form`` keeps of it; where nothing else was answered, the
    question stays."""
    if answer is None or isinstance(answer, Chose):
        return Again(state=form, note=note)
    if isinstance(answer, BookingForm):
        return Taken(state=answer, echo=note)
    if isinstance(answer, Taken):
        return replace(answer, echo=paragraphs(answer.echo, note))
    if isinstance(answer, Again):
        return replace(answer, state=answer.state or form, note=paragraphs(note, answer.note), missed=False)
    return answer


def after_facts(form: BookingForm, taken: Taking, doubt: Answer[BookingForm]) -> Answer[BookingForm]:
    """What was taken of a message, then the answer to the doubt in it. A doubt that leaves the question as it is
    leads on to the next one that is open. ``form`` is the one before the message."""
    echo = paragraphs(taken.echo, taken.note) if isinstance(taken, Taken) else taken.note
    if isinstance(doubt, Taken):
        return replace(doubt, note=paragraphs(echo, doubt.note))
    if not isinstance(doubt, Again):
        return doubt
    note = paragraphs(echo, doubt.note)
    if doubt.at not in {None, form.at}:
        return replace(doubt, note=note)
    return replace(taken, note=note) if isinstance(taken, Again) else Taken(state=taken.state, note=note)


def paragraphs(*parts: str) -> str:
    """The parts that are not empty, as paragraphs."""
    return "\n\n".join(part for part in parts if part)
