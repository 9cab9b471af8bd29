"""One bot's conversations: an update in; its receipt, the new session and the messages to send, out.

Runs inside one transaction of ``house.run``: all of it is kept, or nothing.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog

from bot.engine.dialog import Context, SetAside
from bot.engine.inputs import Incoming, Joined, Migrated, Removed, transcript
from bot.engine.registry import Registry
from bot.engine.reply_writer import ReplyWriter, TapAnswer, add_message
from bot.engine.screen import Choices, Screen
from bot.engine.state import UnreadableStateError, load_state
from bot.engine.turn import Turn
from bot.language.catalogues import language_for
from bot.language.words import Words
from core.desk import Desk
from core.store import receipts, sessions
from core.store.receipts import Receipt, Result
from core.store.sessions import Session, SessionKey

log = structlog.get_logger(__name__)

# Updates of one sender within the window. No person writes so fast; a machine must not keep the others waiting.
FLOOD = 20
FLOOD_WINDOW = timedelta(seconds=10)


class Conversation:
    """Handles one bot's updates with what its registry declares."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    @property
    def bot(self) -> str:
        return self._registry.bot

    def handle(self, desk: Desk, incoming: Incoming) -> TapAnswer:
        """Handle one update, once; a repeated one changes nothing, and one of a flood is dropped."""
        receipt = self._receipt(incoming)
        recent = receipts.recent_results(desk.conn, self.bot, receipt.user_id, desk.now - FLOOD_WINDOW)
        # A change of the bot's own place in a group is never dropped, no matter who made it.
        of_bot_itself = isinstance(incoming.input, Joined | Removed | Migrated)
        if recent.get(Result.HANDLED, 0) >= FLOOD and not of_bot_itself:
            self._shed(desk, incoming, receipt, warned=Result.SHED in recent)
            return TapAnswer()
        if not receipts.insert_receipt(desk.conn, receipt, desk.now):
            return TapAnswer()
        key = self._key(incoming)
        session = sessions.lock(desk.conn, key, desk.now)
        context, session = self._context(desk, incoming, session)
        reply = Turn(self._registry, context, session, incoming.input).reply()
        answer, session = ReplyWriter(self._registry, context, session, incoming.input).write(reply)
        if not incoming.person.in_group and not session.language_chosen:
            session = replace(session, language=context.words.language)
        sessions.save(desk.conn, key, replace(session, touched_at=desk.now))
        return answer

    def fail(self, desk: Desk, incoming: Incoming) -> None:
        """Record an update that cannot be handled, and apologise to its sender."""
        receipt = self._receipt(incoming)
        if not receipts.insert_receipt(desk.conn, receipt, desk.now, Result.FAILED):
            return
        words = self._words(desk, incoming)
        apology = words.say(
            "I am sorry, something went wrong on our side. Your answers are still here; please try "
            "again, or call us on {phone}.",
            phone=desk.site.phone,
        )
        add_message(desk, self.bot, receipt.chat_id, Screen(text=apology))

    def _shed(self, desk: Desk, incoming: Incoming, receipt: Receipt, *, warned: bool) -> None:
        """Drop an update unread; the sender is warned once in each flood."""
        if (
            not receipts.insert_receipt(desk.conn, replace(receipt, input={}), desk.now, Result.SHED)
            or warned
        ):
            return
        text = self._words(desk, incoming).say(
            "That is more messages than I can follow at once. Please give me ten seconds, then continue; "
            "everything so far is kept."
        )
        add_message(desk, self.bot, receipt.chat_id, Screen(text=text))

    def _key(self, incoming: Incoming) -> SessionKey:
        person = incoming.person
        return SessionKey(bot=self.bot, chat_id=person.chat_id, user_id=person.user_id)

    def _receipt(self, incoming: Incoming) -> Receipt:
        return Receipt(
            bot=self.bot,
            update_id=incoming.update_id,
            user_id=incoming.person.user_id,
            chat_id=incoming.person.chat_id,
            input=transcript(incoming.input),
        )

    def _context(self, desk: Desk, incoming: Incoming, session: Session) -> tuple[Context, Session]:
        """The surroundings of an input, and the session without states this version of the program cannot read."""
        state = None
        if session.dialog is not None:
            state = self._load(session.dialog, session.state)
            if state is None:
                log.warning(
                    "a conversation could not be read and starts over", bot=self.bot, dialog=session.dialog
                )
                session = replace(session, dialog=None, state=None, choices=None)
        context = Context(
            desk=desk,
            words=Words(self._language(desk, incoming, session), desk.site, desk.now),
            bot=self.bot,
            bot_username=incoming.username,
            person=incoming.person,
            member=self._registry.member_of(desk, incoming.person.user_id),
            dialog=session.dialog,
            state=state,
            choices=Choices(**(session.choices or {})),
            aside=tuple(self._set_aside(session)),
        )
        return context, session

    def _set_aside(self, session: Session) -> list[SetAside]:
        aside = []
        for kept in session.aside or []:
            state = self._load(kept["dialog"], kept["state"])
            if state is None:
                log.warning(
                    "a dialog set aside could not be read and is dropped", bot=self.bot, dialog=kept["dialog"]
                )
            else:
                aside.append(SetAside(kept["dialog"], state))
        return aside

    def _load(self, name: str, kept: dict[str, Any] | None) -> Any:
        """A dialog's state; None where the dialog is unknown, or the state is not of its type."""
        dialog = self._registry.find_dialog(name)
        try:
            return load_state(dialog.state_type, kept) if dialog is not None else None
        except UnreadableStateError:
            return None

    def _words(self, desk: Desk, incoming: Incoming) -> Words:
        session = sessions.lock(desk.conn, self._key(incoming), desk.now)
        return Words(self._language(desk, incoming, session), desk.site, desk.now)

    def _language(self, desk: Desk, incoming: Incoming, session: Session) -> str:
        """The language chosen in the chat, or Telegram's present or last one, or the one recorded for the person."""
        if incoming.person.in_group:
            return desk.site.language
        if session.language_chosen and session.language:
            return session.language
        reported = language_for(incoming.person.language_code) or session.language
        return reported or self._registry.known_language(desk, incoming.person.user_id) or "en"
