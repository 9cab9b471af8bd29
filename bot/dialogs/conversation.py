"""One bot's conversation: an update in; its receipt, the new state and everything to be said, out.

Runs inside one transaction of ``house.run``: all of it is kept, or none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, is_dataclass, replace
from datetime import timedelta
from typing import Any

import structlog

from bot import wording
from bot.dialogs import answers, payload
from bot.dialogs.dialog import Action, Chose, Command, Dialog, Ends, Given, Goes, Reply, Scene, Shows, Tells
from bot.dialogs.inputs import Commanded, Incoming, Input, Said, Sent, SharedContact, Tapped, transcript
from bot.dialogs.payload import Act, Pick
from bot.dialogs.screen import Page, Screen, lay_out
from bot.language import Words, pick
from core.desk import Desk, house_staff
from core.errors import Refusal
from core.notices import STAFF
from core.staff import Right
from core.store import outbox, receipts, sessions, staff
from core.store.sessions import Session, SessionKey

log = structlog.get_logger(__name__)

FORM = "form"
AWAY = timedelta(hours=1)


@dataclass(frozen=True)
class Answer:
    """What goes straight back to a tap."""

    toast: str = ""
    alert: bool = False


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """``commands`` and ``actions`` are this bot's own; ``opening`` answers who writes out of the blue;
    its dialogs are held with those who have the right ``needed``, asked anew at every step."""

    bot: str
    dialogs: Sequence[Dialog]
    commands: Mapping[str, Command]
    actions: Mapping[str, Action]
    opening: Command
    needed: Right | None = None

    def handle(self, desk: Desk, incoming: Incoming) -> Answer:
        """Handle one update, once; a repeated one changes nothing."""
        if not receipts.take(desk.conn, self._receipt(incoming), desk.now):
            return Answer()
        person = incoming.person
        key = SessionKey(bot=self.bot, chat_id=person.chat_id, user_id=person.user_id)
        session = sessions.lock(desk.conn, key, desk.now)
        if not self._readable(session):
            log.warning(
                "a conversation could not be read and begins anew", bot=self.bot, dialog=session.dialog
            )
            session = replace(session, dialog=None, state=None)
        language = self._language(desk, incoming, session)
        scene = Scene(
            desk=desk,
            words=Words(language, desk.site),
            bot=self.bot,
            person=person,
            member=staff.find(desk.conn, person.user_id) if self.bot == STAFF else None,
            dialog=session.dialog,
            state=session.state,
        )
        turn = _Turn(self, scene, session, incoming.input)
        answer, session = turn.carry_out(turn.reply())
        if not person.in_group and not session.language_chosen:
            session = replace(session, language=language)
        sessions.save(desk.conn, key, replace(session, touched_at=desk.now))
        return answer

    def fail(self, desk: Desk, incoming: Incoming) -> None:
        """Note an update that can not be handled, and apologise to its sender."""
        receipt = self._receipt(incoming)
        if not receipts.take(desk.conn, receipt, desk.now, receipts.Result.FAILED):
            return
        key = SessionKey(bot=self.bot, chat_id=receipt.chat_id, user_id=receipt.user_id)
        session = sessions.lock(desk.conn, key, desk.now)
        words = Words(self._language(desk, incoming, session), desk.site)
        apology = words.say(
            "I am sorry, something went wrong on our side and we have been told. Nothing you had given is lost; "
            "please try once more, or call us on {phone}.",
            phone=desk.site.phone,
        )
        self.write(desk, receipt.chat_id, Screen(text=apology))

    def write(self, desk: Desk, chat_id: int, screen: Screen) -> None:
        """Say something in a chat that is no part of any dialog."""
        page = lay_out(screen).to_json()
        letter = outbox.Letter(bot=self.bot, chat_id=chat_id, kind=outbox.Kind.SCREEN, body=page)
        outbox.put(desk.conn, letter, desk.now)

    def dialog(self, name: str) -> Dialog | None:
        return next((dialog for dialog in self.dialogs if dialog.name == name), None)

    def _readable(self, session: Session) -> bool:
        """Whether the state is one this program knows; an older or newer one may have left another."""
        if session.dialog is None:
            return True
        dialog = self.dialog(session.dialog)
        try:
            return dialog is not None and dialog.load(session.state or {}) is not None
        except (KeyError, TypeError, ValueError, AttributeError):
            return False

    def _receipt(self, incoming: Incoming) -> receipts.Receipt:
        return receipts.Receipt(
            bot=self.bot,
            update_id=incoming.update_id,
            user_id=incoming.person.user_id,
            chat_id=incoming.person.chat_id,
            said=transcript(incoming.input),
        )

    def _language(self, desk: Desk, incoming: Incoming, session: Session) -> str:
        if incoming.person.in_group:
            return desk.site.language
        if session.language_chosen and session.language:
            return session.language
        return pick(incoming.person.language_code) or session.language or "en"


@dataclass(frozen=True)
class _Turn:
    conversation: Conversation
    scene: Scene
    session: Session
    given: Input

    def reply(self) -> Reply:
        try:
            with self.scene.desk.savepoint():
                reply = self._reply()
                if isinstance(reply, Goes):
                    self._require()
                    return Tells() if self.scene.person.in_group else reply
                return reply
        except Refusal as refused:
            sentence = wording.refusal(self.scene.words, refused)
            if isinstance(self.given, Tapped):
                return Tells(toast=sentence, alert=True)
            return Shows(Screen(text=sentence))

    def _reply(self) -> Reply:
        match self.given:
            case Commanded(name, argument):
                command = self.conversation.commands.get(name)
                if command is not None:
                    return command(self.scene, argument)
                return Tells() if self.scene.person.in_group else self.conversation.opening(self.scene, "")
            case Tapped(press=Pick() as pressed):
                return self._picked(pressed)
            case Tapped(press=Act() as act):
                action = self.conversation.actions.get(act.action)
                return action(self.scene, act) if action else self._moved_on()
            case Tapped():
                return self._moved_on()
            case Said() | SharedContact() | Sent():
                return self._written(self.given)

    def _picked(self, pressed: Pick) -> Reply:
        self._require()
        dialog = self._present()
        if dialog is None or pressed.dialog != dialog.name or pressed.turn != self.session.turn:
            return self._moved_on()
        return dialog.step(self.scene, dialog.load(self.session.state or {}), Chose(pressed.choice))

    def _written(self, given: Said | SharedContact | Sent) -> Reply:
        dialog = self._present()
        if dialog is None:
            return self.conversation.opening(self.scene, "")
        self._require()
        state = dialog.load(self.session.state or {})
        if self.scene.desk.now - self.session.touched_at >= AWAY:
            greeted = dialog.returns(self.scene, state)
            if greeted is not None:
                return greeted
        return dialog.step(self.scene, state, self._as_button(dialog, state, given))

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
        return self.conversation.dialog(self.session.dialog) if self.session.dialog else None

    def _require(self) -> None:
        if self.conversation.needed is not None:
            house_staff.require(self.scene.desk, self.scene.person.user_id, self.conversation.needed)

    def _permitted(self) -> bool:
        try:
            self._require()
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
            case Ends(screen):
                self._drop_keyboard(screen)
                self._put(replace(screen, final=True), handle=FORM)
                return Answer(), replace(
                    session, dialog=None, state=None, turn=session.turn + 1, reply_keyboard=False
                )
            case Shows(screen, handle, toast, language):
                self._put(screen, handle=handle)
                if language is not None:
                    session = replace(session, language=language, language_chosen=True)
                return Answer(toast), session
            case Tells(toast, alert):
                return self._tell(toast, alert=alert), session

    def _go(self, name: str, state: Any, note: str) -> Session:
        dialog = self.conversation.dialog(name)
        if dialog is None:
            raise LookupError(name)
        screen = dialog.show(self.scene, state).with_note(note)
        turn = self.session.turn + 1
        self._drop_keyboard(screen)
        self._put(screen, handle=FORM, dialog=name, turn=turn)
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
        self._put(screen, handle=FORM, dialog=dialog.name, turn=self.session.turn)
        pressed = self.given.press
        doubled = pressed is not None and pressed.turn == self.session.turn - 1
        return Answer() if doubled else Answer(toast, alert)

    def _drop_keyboard(self, following: Screen) -> None:
        """Buttons at the bottom of the chat go away with a message of their own; no other can edit later."""
        if self.session.reply_keyboard and following.contact is None:
            self._put(Screen(text=self.scene.words.say("Very well."), drops_keyboard=True), handle=None)

    def _put(self, screen: Screen, *, handle: str | None, dialog: str = "", turn: int = 0) -> None:
        desk, chat_id = self.scene.desk, self.scene.person.chat_id
        tapped = self._tapped(handle) if handle is not None else None
        page = lay_out(screen, dialog, turn)
        if tapped is not None and screen.contact is not None:
            page = replace(page, answered=self._label(tapped))
        letter = outbox.Letter(
            bot=self.conversation.bot,
            chat_id=chat_id,
            kind=outbox.Kind.SCREEN,
            body=page.to_json(),
            handle=handle,
            anew=tapped is None or screen.contact is not None,
            kept=screen.final,
        )
        outbox.put(desk.conn, letter, desk.now)

    def _tapped(self, handle: str) -> Page | None:
        """The page that was tapped, where it is the one the handle stands for and so may change in place."""
        if not isinstance(self.given, Tapped):
            return None
        desk = self.scene.desk
        standing = outbox.standing(desk.conn, self.conversation.bot, self.scene.person.chat_id, handle)
        if standing is None or standing.message_id != self.given.message_id:
            return None
        return Page.from_json(standing.body)

    def _label(self, page: Page) -> str | None:
        press = self.given.press if isinstance(self.given, Tapped) else None
        return page.label_of(payload.encode(press)) if press is not None else None


def _as_json(state: Any) -> dict[str, Any]:
    """A dialog's state by its fields; they are JSON, or states themselves. (``asdict`` would copy each of them.)"""
    return {name: _as_json(value) if is_dataclass(value) else value for name, value in vars(state).items()}
