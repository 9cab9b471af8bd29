"""One turn of a conversation: an input in its scene, what comes of it, and what is written of that."""

from dataclasses import dataclass, is_dataclass, replace
from datetime import timedelta
from html import unescape
from typing import Any

from bot import wording
from bot.dialogs import answers, payload
from bot.dialogs.dialog import (
    Chose,
    Dialog,
    Ends,
    Given,
    Goes,
    Leaves,
    Picture,
    Reply,
    Resumes,
    Scene,
    Shows,
    Tells,
)
from bot.dialogs.inputs import (
    Commanded,
    Edited,
    Input,
    Joined,
    Migrated,
    Removed,
    Said,
    Sent,
    SharedContact,
    Tapped,
)
from bot.dialogs.payload import Act, Pick
from bot.dialogs.screen import Page, Screen, lay_out
from bot.dialogs.script import Script
from core.desk import house_staff
from core.errors import Refusal
from core.store import outbox
from core.store.sessions import Session

FORM = "form"
AWAY = timedelta(hours=1)
# Characters, of what Telegram shows over a tap.
LONGEST_TOAST = 200


@dataclass(frozen=True)
class Answer:
    """What goes straight back to a tap."""

    toast: str = ""
    alert: bool = False


@dataclass(frozen=True)
class Turn:
    """One input, answered: ``reply`` decides, ``carry_out`` writes."""

    script: Script
    scene: Scene
    session: Session
    given: Input

    def reply(self) -> Reply:
        try:
            with self.scene.desk.savepoint():
                reply = self._reply()
                if isinstance(reply, Goes):
                    self._require(reply.dialog)
                    return Tells() if self.scene.person.in_group else reply
                return reply
        except Refusal as refused:
            sentence = wording.refusal(self.scene.words, refused)
            if isinstance(self.given, Tapped):
                return Tells(toast=unescape(sentence)[:LONGEST_TOAST], alert=True)
            # Whoever is not of the house could fill its group with our refusals.
            stranger = self.scene.person.in_group and self.scene.member is None
            return Tells() if stranger else Shows(Screen(text=sentence))

    def _reply(self) -> Reply:
        if isinstance(self.given, Joined | Removed | Migrated):
            return self._chat_changed(self.given)
        if self.scene.person.anonymous:
            return self._unnamed()
        match self.given:
            case Commanded(name, argument):
                command = self.script.commands.get(name)
                if command is not None:
                    return command(self.scene, argument)
                return Tells() if self.scene.person.in_group else self.script.opening(self.scene, "")
            case Tapped(press=Pick() as pressed):
                return self._picked(pressed)
            case Tapped(press=Act() as act):
                action = self.script.actions.get(act.action)
                return action(self.scene, act) if action else self._moved_on()
            case Tapped():
                return self._moved_on()
            case Said() | SharedContact() | Sent():
                return self._written(self.given)
            case Edited():
                return self._reworded()

    def _chat_changed(self, given: Joined | Removed | Migrated) -> Reply:
        match given:
            case Joined():
                return self.script.joined(self.scene, "")
            case Removed():
                return self.script.removed(self.scene, "")
            case Migrated(new):
                scene = self.scene
                house_staff.follow_group(scene.desk, scene.bot, scene.person.chat_id, new)
                return Tells()

    def _picked(self, pressed: Pick) -> Reply:
        self._require(self.session.dialog)
        dialog = self._present()
        if dialog is None or pressed.dialog != dialog.name or pressed.turn != self.session.turn:
            return self._moved_on()
        return dialog.step(self.scene, dialog.load(self.session.state or {}), Chose(pressed.choice))

    def _written(self, given: Said | SharedContact | Sent) -> Reply:
        dialog = self._present()
        if dialog is None:
            return self.script.opening(self.scene, given.text if isinstance(given, Said) else "")
        self._require(dialog.name)
        state = dialog.load(self.session.state or {})
        if self.scene.desk.now - self.session.touched_at >= AWAY:
            greeted = dialog.returns(self.scene, state)
            if greeted is not None:
                return greeted
        if isinstance(given, Sent):
            note = self.scene.words.say("Thank you. I can read only words and buttons here, I am afraid.")
            return Goes(dialog.name, state, note)
        return dialog.step(self.scene, state, self._as_button(dialog, state, given))

    def _reworded(self) -> Reply:
        """An edit is not taken for an answer: what it was an answer to may be long past."""
        words, dialog = self.scene.words, self._present()
        note = words.say(
            "You have reworded a message; I go by what was first sent. To change an answer, please use the buttons "
            "or write it once more."
        )
        if dialog is None:
            return Shows(Screen(text=note))
        self._require(dialog.name)
        return Goes(dialog.name, dialog.load(self.session.state or {}), note)

    def _unnamed(self) -> Reply:
        """Whoever speaks as the group is asked to speak as themselves."""
        text = self.scene.words.say(
            "You are writing as the group, so I can not tell who you are. Please turn off «Remain anonymous», or "
            "write to me in our own chat."
        )
        return Shows(Screen(text=text))

    def _as_button(self, dialog: Dialog, state: Any, given: Given) -> Given:
        """A button's label typed out, or sent by a button at the bottom of the chat, is that button; so is a
        plain yes or no."""
        if not isinstance(given, Said):
            return given
        screen = dialog.show(self.scene, state)
        for button in screen.buttons:
            if button.label == given.text.strip() and isinstance(button.press, str):
                return Chose(button.press)
        if screen.yes is not None and answers.affirms(given.text):
            return Chose(screen.yes)
        return Chose(screen.no) if screen.no is not None and answers.declines(given.text) else given

    def _present(self) -> Dialog | None:
        return self.script.dialog(self.session.dialog) if self.session.dialog else None

    def _require(self, dialog: str | None) -> None:
        for right in self.script.rights_for(dialog):
            house_staff.require(self.scene.desk, self.scene.person.user_id, right)

    def _permitted(self) -> bool:
        try:
            self._require(self.session.dialog)
        except Refusal:
            return False
        return True

    def _moved_on(self) -> Reply:
        """A button of an earlier screen does nothing; the present one, where there is one, is shown again."""
        words = self.scene.words
        if (isinstance(self.given, Tapped) and isinstance(self.given.press, Act)) or self._present() is None:
            return Tells(toast=words.label("This button is no longer in use."))
        return Tells(toast=words.label("We have moved on since; here is where we are."))

    def carry_out(self, reply: Reply) -> tuple[Answer, Session]:
        session = self.session
        match reply:
            case Goes(dialog=name, state=state, note=note):
                return Answer(), self._go(name, state, note)
            case Ends():
                return Answer(), self._end(reply)
            case Resumes(dialog=name, state=kept, note=note):
                return Answer(), self._go(name, self._dialog(name).load(kept), note)
            case Leaves(screen):
                self.script.write(self.scene.desk, self.scene.person.chat_id, screen)
                self.script.leave(self.scene.desk, self.scene.person.chat_id)
                return Answer(), session
            case Shows(screen, handle, toast, language, picture):
                if picture is not None:
                    self._put_picture(picture, handle)
                self._put(screen, handle=handle, anew=picture is not None)
                if language is not None:
                    session = replace(session, language=language, language_chosen=True)
                return Answer(toast), session
            case Tells(toast, alert):
                return self._tell(toast, alert=alert), session

    def _end(self, reply: Ends) -> Session:
        self._drop_keyboard(reply.screen)
        self._put(replace(reply.screen, final=True), handle=FORM)
        if reply.beside is not None:
            self._put(reply.beside.screen, handle=reply.beside.handle)
        if reply.then is not None:
            return self._go(reply.then.dialog, reply.then.state, reply.then.note, anew=True)
        turn = self.session.turn + 1
        return replace(self.session, dialog=None, state=None, turn=turn, reply_keyboard=False)

    def _dialog(self, name: str) -> Dialog:
        dialog = self.script.dialog(name)
        if dialog is None:
            raise LookupError(name)
        return dialog

    def _go(self, name: str, state: Any, note: str, *, anew: bool = False) -> Session:
        screen = self._dialog(name).show(self.scene, state).with_note(note)
        turn = self.session.turn + 1
        if not anew:
            self._drop_keyboard(screen)
        self._put(screen, handle=FORM, dialog=name, turn=turn, anew=anew)
        return replace(
            self.session,
            dialog=name,
            state=_as_json(state),
            turn=turn,
            reply_keyboard=screen.contact is not None,
        )

    def _tell(self, toast: str, *, alert: bool) -> Answer:
        """A stale tap is shown the present screen too; a mere double tap sees no more than that."""
        if not isinstance(self.given, Tapped) or isinstance(self.given.press, Act):
            return Answer(toast, alert)
        dialog = self._present()
        if dialog is None or not self._permitted():
            return Answer(toast, alert)
        screen = dialog.show(self.scene, dialog.load(self.session.state or {}))
        pressed = self.given.press
        doubled = pressed is not None and pressed.turn == self.session.turn - 1
        # Buttons at the bottom of the chat can not be edited in place: they would come twice.
        if not (doubled and screen.contact is not None):
            self._put(screen, handle=FORM, dialog=dialog.name, turn=self.session.turn)
        return Answer() if doubled else Answer(toast, alert)

    def _drop_keyboard(self, following: Screen) -> None:
        """Buttons at the bottom of the chat go away with a message of their own; no other can edit later."""
        if self.session.reply_keyboard and following.contact is None:
            self._put(Screen(text=self.scene.words.say("Very well."), drops_keyboard=True), handle=None)

    def _put(
        self, screen: Screen, *, handle: str | None, dialog: str = "", turn: int = 0, anew: bool = False
    ) -> None:
        desk, chat_id = self.scene.desk, self.scene.person.chat_id
        tapped = self._tapped(handle) if handle is not None and not anew else None
        page = lay_out(screen, dialog, turn)
        if tapped is not None and "rows" in tapped.body and screen.contact is not None:
            page = replace(page, answered=self._label(Page.from_json(tapped.body)))
        letter = outbox.Letter(
            bot=self.script.bot,
            chat_id=chat_id,
            kind=outbox.Kind.SCREEN,
            body=page.to_json(),
            handle=handle,
            anew=tapped is None or screen.contact is not None,
            # A secret waits for no newer one to take its place, where its text would be kept.
            kept=screen.final or screen.secret,
        )
        outbox.put(desk.conn, letter, desk.now)

    def _put_picture(self, picture: Picture, handle: str | None) -> None:
        """A picture still waiting gives way to the next of its handle, as the page below it does."""
        letter = outbox.Letter(
            bot=self.script.bot,
            chat_id=self.scene.person.chat_id,
            kind=outbox.Kind.PICTURE,
            body={"kind": picture.kind, "facts": picture.facts},
            handle=f"{handle}_picture" if handle is not None else None,
        )
        outbox.put(self.scene.desk.conn, letter, self.scene.desk.now)

    def _tapped(self, handle: str) -> outbox.Standing | None:
        """The message that was tapped, where it is the one the handle stands for and so may change in place."""
        if not isinstance(self.given, Tapped):
            return None
        desk = self.scene.desk
        standing = outbox.standing(desk.conn, self.script.bot, self.scene.person.chat_id, handle)
        return standing if standing is not None and standing.message_id == self.given.message_id else None

    def _label(self, page: Page) -> str | None:
        press = self.given.press if isinstance(self.given, Tapped) else None
        return page.label_of(payload.encode(press)) if press is not None else None


def _as_json(state: Any) -> dict[str, Any]:
    """A dialog's state by its fields; they are JSON, or states themselves. (``asdict`` would copy each of them.)"""
    return {name: _as_json(value) if is_dataclass(value) else value for name, value in vars(state).items()}
