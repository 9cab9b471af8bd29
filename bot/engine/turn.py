"""One turn of a conversation: an input in its scene, what comes of it, and what is written of that."""

from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape
from typing import Any

from bot.engine import payload
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
from bot.engine.replies import Finish, Goto, LeaveChat, Picture, Reply, Resume, Show, Toast
from bot.engine.screen import Page, Screen, lay_out
from bot.engine.state import dump_state, load_state
from bot.understanding.intents import is_no, is_yes
from bot.wording.refusals import explain
from core.desk import staff as staff_desk
from core.errors import Refusal
from core.store import outbox
from core.store.sessions import Session

FORM = "form"
AWAY = timedelta(hours=1)
# Characters, of what Telegram shows over a tap.
LONGEST_TOAST = 200


@dataclass(frozen=True)
class TapAnswer:
    """What goes straight back to a tap."""

    toast: str = ""
    alert: bool = False


@dataclass(frozen=True)
class Turn:
    """One input, answered: ``reply`` decides, ``carry_out`` writes."""

    script: Registry
    context: Context
    session: Session
    given: Input

    def reply(self) -> Reply:
        try:
            with self.context.desk.savepoint():
                reply = self._reply()
                if isinstance(reply, Goto):
                    self._require(reply.dialog)
                    return Toast() if self.context.person.in_group else reply
                return reply
        except Refusal as refused:
            sentence = explain(self.context.words, refused)
            if isinstance(self.given, Tapped):
                return Toast(toast=unescape(sentence)[:LONGEST_TOAST], alert=True)
            # Whoever is not of the house could fill its group with our refusals.
            stranger = self.context.person.in_group and self.context.member is None
            return Toast() if stranger else Show(Screen(text=sentence))

    def _reply(self) -> Reply:
        if isinstance(self.given, Joined | Removed | Migrated):
            return self._chat_changed(self.given)
        if self.context.person.anonymous:
            return self._unnamed()
        match self.given:
            case Commanded(name, argument):
                command = self.script.commands.get(name)
                if command is not None:
                    return command(self.context, argument)
                return Toast() if self.context.person.in_group else self.script.opening(self.context, "")
            case Tapped(action=ScreenAction() as action):
                return self._picked(action)
            case Tapped(action=SubjectAction() as action):
                handler = self.script.actions.get(action.name)
                return handler(self.context, action) if handler else self._moved_on()
            case Tapped():
                return self._moved_on()
            case Said() | SharedContact() | MediaSent():
                return self._written(self.given)
            case Edited():
                return self._reworded()

    def _chat_changed(self, given: Joined | Removed | Migrated) -> Reply:
        match given:
            case Joined():
                return self.script.joined(self.context, "")
            case Removed():
                return self.script.removed(self.context, "")
            case Migrated(new):
                context = self.context
                staff_desk.follow_group(context.desk, context.bot, context.person.chat_id, new)
                return Toast()

    def _picked(self, action: ScreenAction) -> Reply:
        self._require(self.session.dialog)
        dialog = self._present()
        if dialog is None or action.dialog != dialog.name or action.turn != self.session.turn:
            return self._moved_on()
        return dialog.step(self.context, self._state(dialog), Chose(action.choice))

    def _written(self, given: Said | SharedContact | MediaSent) -> Reply:
        dialog = self._present()
        if dialog is None:
            return self.script.opening(self.context, given.text if isinstance(given, Said) else "")
        self._require(dialog.name)
        state = self._state(dialog)
        if self.context.desk.now - self.session.touched_at >= AWAY:
            greeted = dialog.returns(self.context, state)
            if greeted is not None:
                return greeted
        if isinstance(given, MediaSent):
            note = self.context.words.say("Thank you. I am afraid I can read only text and buttons here.")
            return Goto(dialog.name, state, note)
        return dialog.step(self.context, state, self._as_button(dialog, state, given))

    def _reworded(self) -> Reply:
        """An edit is not taken for an answer: what it was an answer to may be long past."""
        words, dialog = self.context.words, self._present()
        note = words.say(
            "You have edited a message; I follow the first version. To change an answer, please use the "
            "buttons or write it again."
        )
        if dialog is None:
            return Show(Screen(text=note))
        self._require(dialog.name)
        return Goto(dialog.name, self._state(dialog), note)

    def _unnamed(self) -> Reply:
        """Whoever speaks as the group is asked to speak as themselves."""
        text = self.context.words.say(
            "You are writing as the group, so I cannot tell who you are. Please turn off “Remain "
            "anonymous”, or write to me in our private chat."
        )
        return Show(Screen(text=text))

    def _as_button(self, dialog: Dialog, state: Any, given: Given) -> Given:
        """A button's label typed out, or sent by a button at the bottom of the chat, is that button; so is a
        plain yes or no."""
        if not isinstance(given, Said):
            return given
        screen = dialog.show(self.context, state)
        for button in screen.buttons:
            if button.label == given.text.strip() and isinstance(button.action, str):
                return Chose(button.action)
        if screen.yes is not None and is_yes(given.text):
            return Chose(screen.yes)
        return Chose(screen.no) if screen.no is not None and is_no(given.text) else given

    def _state(self, dialog: Dialog) -> Any:
        return load_state(dialog.state_type, self.session.state)

    def _present(self) -> Dialog | None:
        return self.script.dialog(self.session.dialog) if self.session.dialog else None

    def _require(self, dialog: str | None) -> None:
        for right in self.script.rights_for(dialog):
            self.context.require(right)

    def _permitted(self) -> bool:
        try:
            self._require(self.session.dialog)
        except Refusal:
            return False
        return True

    def _moved_on(self) -> Reply:
        """A button of an earlier screen does nothing; the present one, where there is one, is shown again."""
        words = self.context.words
        if (
            isinstance(self.given, Tapped) and isinstance(self.given.action, SubjectAction)
        ) or self._present() is None:
            return Toast(toast=words.label("This button is no longer in use."))
        return Toast(toast=words.label("This has changed in the meantime; here is the latest."))

    def carry_out(self, reply: Reply) -> tuple[TapAnswer, Session]:
        session = self.session
        match reply:
            case Goto(dialog=name, state=state, note=note):
                return TapAnswer(), self._go(name, state, note)
            case Finish():
                return TapAnswer(), self._end(reply)
            case Resume(dialog=name, state=kept, note=note):
                return TapAnswer(), self._go(name, load_state(self._dialog(name).state_type, kept), note)
            case LeaveChat(screen):
                self.script.write(self.context.desk, self.context.person.chat_id, screen)
                self.script.leave(self.context.desk, self.context.person.chat_id)
                return TapAnswer(), session
            case Show(screen, handle, toast, language, picture):
                if picture is not None:
                    self._put_picture(picture, handle)
                self._put(screen, handle=handle, send_new=picture is not None)
                if language is not None:
                    session = replace(session, language=language, language_chosen=True)
                return TapAnswer(toast), session
            case Toast(toast, alert):
                return self._tell(toast, alert=alert), session

    def _end(self, reply: Finish) -> Session:
        self._drop_keyboard(reply.screen)
        self._put(replace(reply.screen, final=True), handle=FORM)
        if reply.beside is not None:
            self._put(reply.beside.screen, handle=reply.beside.handle)
        if reply.then is not None:
            return self._go(reply.then.dialog, reply.then.state, reply.then.note, send_new=True)
        turn = self.session.turn + 1
        return replace(self.session, dialog=None, state=None, turn=turn, reply_keyboard=False)

    def _dialog(self, name: str) -> Dialog:
        dialog = self.script.dialog(name)
        if dialog is None:
            raise LookupError(name)
        return dialog

    def _go(self, name: str, state: Any, note: str, *, send_new: bool = False) -> Session:
        screen = self._dialog(name).show(self.context, state).with_note(note)
        turn = self.session.turn + 1
        if not send_new:
            self._drop_keyboard(screen)
        self._put(screen, handle=FORM, dialog=name, turn=turn, send_new=send_new)
        return replace(
            self.session,
            dialog=name,
            state=dump_state(state),
            turn=turn,
            reply_keyboard=screen.contact is not None,
        )

    def _tell(self, toast: str, *, alert: bool) -> TapAnswer:
        """A stale tap is shown the present screen too; a mere double tap sees no more than that."""
        if not isinstance(self.given, Tapped) or isinstance(self.given.action, SubjectAction):
            return TapAnswer(toast, alert)
        dialog = self._present()
        if dialog is None or not self._permitted():
            return TapAnswer(toast, alert)
        screen = dialog.show(self.context, self._state(dialog))
        action = self.given.action
        doubled = action is not None and action.turn == self.session.turn - 1
        # Buttons at the bottom of the chat can not be edited in place: they would come twice.
        if not (doubled and screen.contact is not None):
            self._put(screen, handle=FORM, dialog=dialog.name, turn=self.session.turn)
        return TapAnswer() if doubled else TapAnswer(toast, alert)

    def _drop_keyboard(self, following: Screen) -> None:
        """Buttons at the bottom of the chat go away with a message of their own; no other can edit later."""
        if self.session.reply_keyboard and following.contact is None:
            self._put(Screen(text=self.context.words.say("Very well."), drops_keyboard=True), handle=None)

    def _put(
        self, screen: Screen, *, handle: str | None, dialog: str = "", turn: int = 0, send_new: bool = False
    ) -> None:
        desk, chat_id = self.context.desk, self.context.person.chat_id
        tapped = self._tapped(handle) if handle is not None and not send_new else None
        page = lay_out(screen, dialog, turn)
        if tapped is not None and "rows" in tapped.body and screen.contact is not None:
            page = replace(page, answered=self._label(Page.from_json(tapped.body)))
        message = outbox.OutboxMessage(
            bot=self.script.bot,
            chat_id=chat_id,
            kind=outbox.OutboxKind.SCREEN,
            body=page.to_json(),
            handle=handle,
            send_new=tapped is None or screen.contact is not None,
            # A secret waits for no newer one to take its place, where its text would be kept.
            not_superseded=screen.final or screen.secret,
        )
        outbox.add(desk.conn, message, desk.now)

    def _put_picture(self, picture: Picture, handle: str | None) -> None:
        """A picture still waiting gives way to the next of its handle, as the page below it does."""
        message = outbox.OutboxMessage(
            bot=self.script.bot,
            chat_id=self.context.person.chat_id,
            kind=outbox.OutboxKind.PICTURE,
            body={"kind": picture.kind, "facts": picture.facts},
            handle=f"{handle}_picture" if handle is not None else None,
        )
        outbox.add(self.context.desk.conn, message, self.context.desk.now)

    def _tapped(self, handle: str) -> outbox.SentMessage | None:
        """The message that was tapped, where it is the one the handle stands for and so may change in place."""
        if not isinstance(self.given, Tapped):
            return None
        desk = self.context.desk
        previous = outbox.last_sent(desk.conn, self.script.bot, self.context.person.chat_id, handle)
        return previous if previous is not None and previous.message_id == self.given.message_id else None

    def _label(self, page: Page) -> str | None:
        action = self.given.action if isinstance(self.given, Tapped) else None
        return page.label_of(payload.encode(action)) if action is not None else None
