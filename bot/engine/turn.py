"""One turn of a conversation: what to reply to an input. ``bot.engine.reply_writer`` writes the reply."""

from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape

from bot.engine.dialog import Context, Dialog
from bot.engine.inputs import (
    Chose,
    Commanded,
    Edited,
    Given,
    Input,
    Joined,
    MediaSent,
    Migrated,
    Removed,
    Said,
    SharedContact,
    Tapped,
)
from bot.engine.payload import ScreenAction, SubjectAction
from bot.engine.registry import Registry
from bot.engine.replies import Goto, Open, Reply, Show, Toast
from bot.engine.screen import Choices, Screen
from core.errors import Refusal
from core.store.sessions import Session

# After a pause this long, a dialog may greet the person instead of taking the text as an answer.
AWAY = timedelta(hours=1)
# Characters that Telegram shows over a tap.
LONGEST_TOAST = 200


@dataclass(frozen=True)
class Turn:
    """One input of one person, with the session as it was before."""

    registry: Registry
    context: Context
    session: Session
    given: Input

    def reply(self) -> Reply:
        """What the handler or dialog concerned replies; a refusal undoes what it did, and is explained."""
        try:
            with self.context.desk.savepoint():
                return self._checked(self._reply())
        except Refusal as refused:
            sentence = self.registry.explain(self.context.words, refused)
            if isinstance(self.given, Tapped):
                return Toast(toast=unescape(sentence)[:LONGEST_TOAST], alert=True)
            # Otherwise a person unknown to the house could fill the staff group with refusals.
            outsider = self.context.person.in_group and self.context.member is None
            return Toast() if outsider else Show(Screen(text=sentence))

    def _checked(self, reply: Reply) -> Reply:
        """The reply, where the person may hold the dialog it opens; a group holds none. Raises NotPermitted."""
        if isinstance(reply, Open):
            reply = Goto(reply.dialog, self.registry.dialog(reply.dialog).state_type())
        if isinstance(reply, Goto):
            self.registry.check_rights(self.context, reply.dialog)
            if self.context.person.in_group:
                return Toast()
        return reply

    def _reply(self) -> Reply:
        if isinstance(self.given, Joined | Removed | Migrated):
            return self._reply_to_chat_change(self.given)
        if self.context.person.anonymous:
            return self._reply_to_anonymous()
        match self.given:
            case Commanded(name, argument):
                command = self.registry.commands.get(name)
                if command is not None:
                    return command(self.context, argument)
                return Toast() if self.context.person.in_group else self.registry.opening(self.context, "")
            case Tapped(action=ScreenAction() as action):
                return self._reply_to_choice(action)
            case Tapped(action=SubjectAction() as action):
                handler = self.registry.actions.get(action.name)
                return handler(self.context, action) if handler else self._reply_to_stale_button()
            case Tapped():
                return self._reply_to_stale_button()
            case Said() | SharedContact() | MediaSent():
                return self._reply_to_message(self.given)
            case Edited():
                return self._reply_to_edit()

    def _reply_to_chat_change(self, given: Joined | Removed | Migrated) -> Reply:
        match given:
            case Joined():
                return self.registry.joined(self.context, "")
            case Removed():
                return self.registry.removed(self.context, "")
            case Migrated(new):
                self.registry.migrated(self.context, new)
                return Toast()

    def _reply_to_choice(self, action: ScreenAction) -> Reply:
        self.registry.check_rights(self.context, self.session.dialog)
        dialog = self._open_dialog
        if dialog is None or action.dialog != dialog.name or action.turn != self.session.turn:
            return self._reply_to_stale_button()
        return dialog.step(self.context, self.context.state, Chose(action.choice))

    def _reply_to_message(self, given: Said | SharedContact | MediaSent) -> Reply:
        dialog = self._open_dialog
        if dialog is None:
            return self.registry.opening(self.context, given.text if isinstance(given, Said) else "")
        self.registry.check_rights(self.context, dialog.name)
        state = self.context.state
        if self.context.desk.now - self.session.touched_at >= AWAY:
            greeting = dialog.on_return(self.context, state)
            if greeting is not None:
                return greeting
        if isinstance(given, MediaSent):
            note = self.context.words.say("Thank you. I am afraid I can read only text and buttons here.")
            return Goto(dialog.name, state, note)
        if isinstance(given, SharedContact):
            return dialog.step(self.context, state, given)
        choices = self._shown_choices(dialog)
        return dialog.step(replace(self.context, choices=choices), state, self._as_choice(given, choices))

    def _reply_to_edit(self) -> Reply:
        """An edit is not an answer: the question it answered may be long past."""
        words, dialog = self.context.words, self._open_dialog
        note = words.say(
            "You have edited a message; I follow the first version. To change an answer, please use the "
            "buttons or write it again."
        )
        if dialog is None:
            return Show(Screen(text=note))
        self.registry.check_rights(self.context, dialog.name)
        return Goto(dialog.name, self.context.state, note)

    def _reply_to_anonymous(self) -> Reply:
        """An administrator who writes as the group is asked to write under their own name."""
        text = self.context.words.say(
            "You are writing as the group, so I cannot tell who you are. Please turn off “Remain "
            "anonymous”, or write to me in our private chat."
        )
        return Show(Screen(text=text))

    def _reply_to_stale_button(self) -> Reply:
        """A button of an earlier screen does nothing; ``ReplyWriter`` shows the open dialog's screen again."""
        words = self.context.words
        of_subject = isinstance(self.given, Tapped) and isinstance(self.given.action, SubjectAction)
        if of_subject or self._open_dialog is None:
            return Toast(toast=words.label("This button is no longer in use."))
        return Toast(toast=words.label("This has changed in the meantime; here is the latest."))

    def _as_choice(self, said: Said, choices: Choices) -> Given:
        """A button's label typed out, or sent by the reply keyboard, is that button; so is a plain yes or no."""
        choice = choices.labels.get(said.text.strip()) or choices.typed(said.text)
        if choice is not None:
            return Chose(choice)
        if choices.yes is not None and self.registry.is_yes(said.text):
            return Chose(choices.yes)
        return Chose(choices.no) if choices.no is not None and self.registry.is_no(said.text) else said

    def _shown_choices(self, dialog: Dialog) -> Choices:
        """What the screen shown offers; a session of an earlier version does not have it."""
        if self.session.choices is not None:
            return self.context.choices
        return Choices.of(dialog.show(self.context, self.context.state))

    @property
    def _open_dialog(self) -> Dialog | None:
        return self.registry.find_dialog(self.session.dialog)
