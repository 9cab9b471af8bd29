"""Writes a reply: the messages it makes, and the session after it."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.engine import payload
from bot.engine.dialog import Context, SetAside
from bot.engine.inputs import Input, Tapped
from bot.engine.payload import SubjectAction
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
                return TapAnswer(), self._go_to(reply, self._aside_under(reply.dialog))
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
            return self._go_to(Goto(resumed.dialog, resumed.state, reply.screen.text), aside)
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
        self._add_screen(replace(reply.screen, final=True), handle=FORM)
        if reply.beside is not None:
            self._add_screen(reply.beside.screen, handle=reply.beside.handle)

    def _go_to(self, to: Goto, aside: tuple[SetAside, ...], *, send_new: bool = False) -> Session:
        shown = self.registry.dialog(to.dialog).show(self.context, to.state)
        screen, turn = shown.with_note(to.note), self.session.turn + 1
        if not send_new:
            self._drop_keyboard(screen)
        self._add_screen(screen, handle=FORM, dialog=to.dialog, turn=turn, send_new=send_new)
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
        screen = dialog.show(self.context, self.context.state)
        action = self.given.action
        doubled = action is not None and action.turn == session.turn - 1
        # A reply keyboard cannot be edited in place: it would be sent twice.
        if not (doubled and screen.contact is not None):
            self._add_screen(screen, handle=FORM, dialog=dialog.name, turn=session.turn)
            session = replace(session, choices=Choices.of(screen).to_json())
        return TapAnswer() if doubled else answer, session

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
        self, screen: Screen, *, handle: str | None, dialog: str = "", turn: int = 0, send_new: bool = False
    ) -> None:
        desk, chat_id = self.context.desk, self.context.person.chat_id
        tapped = self._tapped_message(handle) if handle is not None and not send_new else None
        page = lay_out(screen, dialog, turn)
        if tapped is not None and "rows" in tapped.body and screen.contact is not None:
            page = replace(page, answered=self._tapped_label(Page.from_json(tapped.body)))
        message = outbox.OutboxMessage(
            bot=self.registry.bot,
            chat_id=chat_id,
            kind=outbox.OutboxKind.SCREEN,
            body=page.to_json(),
            handle=handle,
            send_new=tapped is None or screen.contact is not None,
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

    def _tapped_label(self, page: Page) -> str | None:
        action = self.given.action if isinstance(self.given, Tapped) else None
        return page.label_of(payload.encode(action)) if action is not None else None


def add_message(desk: Desk, bot: str, chat_id: int, screen: Screen) -> None:
    """Add a message that belongs to no dialog."""
    body = lay_out(screen).to_json()
    message = outbox.OutboxMessage(bot=bot, chat_id=chat_id, kind=outbox.OutboxKind.SCREEN, body=body)
    outbox.add(desk.conn, message, desk.now)
