"""Writes a reply: the messages it makes, and the session after it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.engine import payload
from bot.engine.dialog import Context, SetAside
from bot.engine.form import BACK
from bot.engine.inputs import Input, Said, Tapped
from bot.engine.payload import ScreenAction, SubjectAction
from bot.engine.registry import Registry
from bot.engine.replies import Finish, Goto, LeaveChat, Open, Picture, Reply, Show, Toast
from bot.engine.screen import Choices, Page, Screen, lay_out
from bot.engine.state import dump_state
from core.desk import Desk
from core.errors import Refusal
from core.store import outbox
from core.store.sessions import Session

# The handle of the open dialog's screen.
FORM = "form"
# Within this time the bot is told that the group it was added to is the staff group, which has migrated.
LINGER = timedelta(seconds=15)
# What is typed within this time of the message before belongs to it: people send one thought in pieces.
PAUSE_BETWEEN_PIECES = timedelta(seconds=3)
# A person opens few dialogs within one another; of more, the first ones are forgotten.
MOST_SET_ASIDE = 5


@dataclass(frozen=True)
class TapAnswer:
    """The answer to a tap itself: a text over it, empty for none."""

    toast: str = ""
    alert: bool = False


@dataclass(frozen=True)
class ReplyWriter:
    """Writes the reply to one input."""

    registry: Registry
    context: Context
    session: Session
    given: Input

    def write(self, reply: Reply) -> tuple[TapAnswer, Session]:
        """Add the reply's messages to the outbox; the answer to the tap, and the new session."""
        match reply:
            case Goto():
                aside = self._aside_under(reply.dialog)
                leads_on, pieces = self._leads_on(reply), self._pieces()
                return TapAnswer(), self._go_to(reply, aside, after_answer=leads_on, pieces=pieces)
            case Open():
                raise TypeError(reply)  # a Turn makes it a Goto
            case Finish():
                return TapAnswer(), self._finish(reply)
            case LeaveChat(screen):
                self._leave_chat(screen)
                return TapAnswer(), self.session
            case Show():
                return TapAnswer(reply.toast), self._show_beside(reply)
            case Toast(toast, alert):
                return self._toast(TapAnswer(toast, alert))

    def _aside_under(self, opened: str) -> tuple[SetAside, ...]:
        """The dialogs set aside while ``opened`` is open: never itself, and the one open until now if worth it."""
        context = self.context
        aside = tuple(each for each in context.aside if each.dialog != opened)
        current = self.registry.find_dialog(context.dialog)
        if current is None or current.name == opened:
            return aside
        if not current.worth_keeping(context, context.state):
            return aside
        return (*aside, SetAside(current.name, context.state))[-MOST_SET_ASIDE:]

    def _finish(self, reply: Finish) -> Session:
        if reply.then is not None:
            aside = tuple(each for each in self.context.aside if each.dialog != reply.then.dialog)
            self._close(reply)
            return self._go_to(reply.then, aside, send_new=True)
        resumed = self._to_resume()
        if resumed is None:
            self._close(reply)
            ended = replace(self.session, dialog=None, state=None, aside=None, choices=None)
            return replace(ended, turn=self.session.turn + 1, reply_keyboard=False)
        aside = self.context.aside[: self.context.aside.index(resumed)]
        if not reply.screen.buttons and reply.beside is None:
            to = Goto(resumed.dialog, resumed.state, reply.screen.text)
            return self._go_to(to, aside, after_answer=self._leads_on(reply))
        self._close(reply)
        return self._go_to(Goto(resumed.dialog, resumed.state), aside, send_new=True)

    def _to_resume(self) -> SetAside | None:
        """The dialog set aside last that is still worth it, and that the person may still hold."""
        for each in reversed(self.context.aside):
            dialog = self.registry.dialog(each.dialog)
            if dialog.worth_keeping(self.context, each.state) and self._may_hold(each.dialog):
                return each
        return None

    def _may_hold(self, dialog: str) -> bool:
        try:
            self.registry.check_rights(self.context, dialog)
        except Refusal:
            return False
        return True

    def _close(self, reply: Finish) -> None:
        """The closing screen, and what is shown beside it."""
        self._drop_keyboard(reply.screen)
        final = replace(reply.screen, final=True)
        self._add_screen(final, handle=FORM, after_answer=self._leads_on(reply))
        if reply.beside is not None:
            self._add_screen(reply.beside.screen, handle=reply.beside.handle)

    def _leads_on(self, reply: Goto | Finish) -> bool:
        """Whether a tap has answered the question shown, and another question or a closing screen follows it.

        Then both stay in the chat, to be read like a conversation. Otherwise the tap has only turned to another view:
        the same question's next choice, or the way back.
        """
        action = self.given.action if isinstance(self.given, Tapped) else None
        if not isinstance(action, ScreenAction) or action.choice == BACK:
            return False
        if isinstance(reply, Finish):
            return True
        asked = _question(self.context.dialog, self.context.state)
        return not reply.in_place and _question(reply.dialog, reply.state) != asked

    def _pieces(self) -> int | None:
        """The number of what was typed in one go, of which this is the last piece; None for what was not typed."""
        desk, session, given = self.context.desk, self.session, self.given
        if not isinstance(given, Said):
            return None
        if session.reply_keyboard and given.text.strip() in self.context.choices.labels:
            # The reply keyboard sends its label as a text; whoever presses it has read the question.
            return None
        since = desk.now - PAUSE_BETWEEN_PIECES
        if session.touched_at >= since:
            chat_id = self.context.person.chat_id
            before = outbox.last_written(desk.conn, self.registry.bot, chat_id, FORM, since)
            if before is not None and before.get("pieces") is not None:
                return int(before["pieces"])
        return session.turn + 1

    def _go_to(
        self,
        to: Goto,
        aside: tuple[SetAside, ...],
        *,
        send_new: bool = False,
        after_answer: bool = False,
        pieces: int | None = None,
    ) -> Session:
        shown = self.registry.dialog(to.dialog).show(self.context, to.state)
        turn = self.session.turn + 1
        # A tap edits the message that it answers, and what is typed in pieces has one answer that stays: both whole.
        again = to.again and to.note and pieces == turn
        screen = shown.again_under(to.note) if again else shown.with_note(to.note)
        if not send_new:
            self._drop_keyboard(screen)
        self._add_screen(
            screen,
            handle=FORM,
            dialog=to.dialog,
            turn=turn,
            send_new=send_new,
            after_answer=after_answer,
            pieces=pieces,
        )
        return replace(
            self.session,
            dialog=to.dialog,
            state=dump_state(to.state),
            turn=turn,
            reply_keyboard=screen.contact is not None,
            aside=[{"dialog": each.dialog, "state": dump_state(each.state)} for each in aside] or None,
            choices=Choices.of(screen).to_json(),
        )

    def _show_beside(self, reply: Show) -> Session:
        if reply.picture is not None:
            self._add_picture(reply.picture, reply.handle)
        self._add_screen(reply.screen, handle=reply.handle, send_new=reply.picture is not None)
        if reply.language is None:
            return self.session
        return replace(self.session, language=reply.language, language_chosen=True)

    def _toast(self, answer: TapAnswer) -> tuple[TapAnswer, Session]:
        """A stale tap shows the open dialog's screen again; a mere double tap does nothing more."""
        session = self.session
        if not isinstance(self.given, Tapped) or isinstance(self.given.action, SubjectAction):
            return answer, session
        dialog = self.registry.find_dialog(session.dialog)
        if dialog is None or not self._may_hold(dialog.name):
            return answer, session
        action = self.given.action
        doubled = action is not None and action.turn == session.turn - 1
        # The first tap's screen may be a new message: it would be sent twice.
        if not doubled or self._is_lost():
            screen = dialog.show(self.context, self.context.state)
            self._add_screen(screen, handle=FORM, dialog=dialog.name, turn=session.turn)
            session = replace(session, choices=Choices.of(screen).to_json())
        return TapAnswer() if doubled else answer, session

    def _is_lost(self) -> bool:
        """Whether the screen that followed the tapped one could not be sent: the tapped one is still shown."""
        desk, chat_id = self.context.desk, self.context.person.chat_id
        tapped = self._tapped_message(FORM)
        if tapped is None or self._answered_page(tapped) is None:
            return False
        return not outbox.has_unsent(desk.conn, self.registry.bot, chat_id, FORM)

    def _leave_chat(self, screen: Screen) -> None:
        """Leave a group or a channel after a closing screen.

        Not at once: it may be the staff group, which has become another chat before the bot was told.
        """
        desk, chat_id = self.context.desk, self.context.person.chat_id
        add_message(desk, self.registry.bot, chat_id, screen)
        leave = outbox.OutboxMessage(
            bot=self.registry.bot, chat_id=chat_id, kind=outbox.OutboxKind.LEAVE, body={}
        )
        outbox.add(desk.conn, leave, desk.now, not_before=desk.now + LINGER)

    def _drop_keyboard(self, following: Screen) -> None:
        """A reply keyboard is removed by a message of its own; no other can be edited later."""
        if self.session.reply_keyboard and following.contact is None:
            self._add_screen(
                Screen(text=self.context.words.say("Very well."), drops_keyboard=True), handle=None
            )

    def _add_screen(
        self,
        screen: Screen,
        *,
        handle: str | None,
        dialog: str = "",
        turn: int = 0,
        send_new: bool = False,
        after_answer: bool = False,
        pieces: int | None = None,
    ) -> None:
        desk, chat_id = self.context.desk, self.context.person.chat_id
        tapped = self._tapped_message(handle) if handle is not None and not send_new else None
        if tapped is not None and after_answer:
            self._note_answer(tapped, handle)
        message = outbox.OutboxMessage(
            bot=self.registry.bot,
            chat_id=chat_id,
            kind=outbox.OutboxKind.SCREEN,
            body=replace(lay_out(screen, dialog, turn), pieces=pieces).to_json(),
            handle=handle,
            send_new=tapped is None or after_answer or screen.contact is not None,
            # A secret is never superseded by a newer message: its text would be kept.
            not_superseded=screen.final or screen.secret,
        )
        outbox.add(desk.conn, message, desk.now)

    def _add_picture(self, picture: Picture, handle: str | None) -> None:
        """A picture that is not sent yet is superseded by the next of its handle, like the page below it."""
        message = outbox.OutboxMessage(
            bot=self.registry.bot,
            chat_id=self.context.person.chat_id,
            kind=outbox.OutboxKind.PICTURE,
            body={"kind": picture.kind, "facts": picture.facts},
            handle=f"{handle}_picture" if handle is not None else None,
        )
        outbox.add(self.context.desk.conn, message, self.context.desk.now)

    def _tapped_message(self, handle: str) -> outbox.SentMessage | None:
        """The message that was tapped, if it is the handle's last one and can be edited in place."""
        if not isinstance(self.given, Tapped):
            return None
        desk = self.context.desk
        previous = outbox.last_sent(desk.conn, self.registry.bot, self.context.person.chat_id, handle)
        return previous if previous is not None and previous.message_id == self.given.message_id else None

    def _note_answer(self, tapped: outbox.SentMessage, handle: str | None) -> None:
        """The tapped message keeps its question and shows the answer in place of its buttons.

        It is a message of its own, so that one request is made and repeated at a time; no newer one supersedes it.
        """
        page = self._answered_page(tapped)
        if page is None:
            return
        message = outbox.OutboxMessage(
            bot=self.registry.bot,
            chat_id=self.context.person.chat_id,
            kind=outbox.OutboxKind.SCREEN,
            body=page.to_json(),
            handle=handle,
            send_new=False,
            not_superseded=True,
        )
        outbox.add(self.context.desk.conn, message, self.context.desk.now)

    def _answered_page(self, tapped: outbox.SentMessage) -> Page | None:
        """The tapped page with the answer in place of its buttons; None if it no longer has the button tapped."""
        action = self.given.action if isinstance(self.given, Tapped) else None
        return Page.from_json(tapped.body).answered_by(payload.encode(action)) if action is not None else None


def _question(dialog: str | None, state: Any) -> tuple[str | None, Any]:
    """What a dialog's state asks: the step it is at; a dialog without steps has one question."""
    return dialog, getattr(state, "at", None)


def add_message(desk: Desk, bot: str, chat_id: int, screen: Screen) -> None:
    """Add a message that belongs to no dialog."""
    body = lay_out(screen).to_json()
    message = outbox.OutboxMessage(bot=bot, chat_id=chat_id, kind=outbox.OutboxKind.SCREEN, body=body)
    outbox.add(desk.conn, message, desk.now)
