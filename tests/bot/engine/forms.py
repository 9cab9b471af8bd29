"""How a form of a test's own is answered, without a record."""

from typing import Any, cast

from bot.engine.dialog import Context
from bot.engine.form import FormState
from bot.engine.form_dialog import FormDialog
from bot.engine.inputs import Given, Person
from bot.engine.replies import Goto, Reply
from bot.language.words import Words
from core.site import Site


def bare_context(site: Site) -> Context:
    """A form of a test's own needs no record."""
    return Context(
        desk=cast("Any", None),
        words=Words("en", site),
        bot="staff",
        bot_username="",
        person=Person(user_id=1, chat_id=1),
        member=None,
    )


def after(context: Context, dialog: FormDialog[Any], *given: Given, start: FormState) -> Reply:
    """The last reply to all of this."""
    reply: Reply = Goto(dialog.name, start)
    for each in given:
        assert isinstance(reply, Goto)
        assert dialog.show(context, reply.state).text
        reply = dialog.step(context, reply.state, each)
    return reply


def goto(reply: Reply | None) -> Goto:
    assert isinstance(reply, Goto)
    return reply
