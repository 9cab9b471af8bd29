"""One bot's conversation: an update in; its receipt, the new state and everything to be said, out.

Runs inside one transaction of ``house.run``: all of it is kept, or none.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import structlog

from bot.engine.dialog import ASIDE, Context
from bot.engine.inputs import Incoming, Joined, Migrated, Removed, transcript
from bot.engine.registry import Registry
from bot.engine.screen import Screen
from bot.engine.state import UnreadableStateError, load_state
from bot.engine.turn import TapAnswer, Turn
from bot.language.catalogues import language_for
from bot.language.words import Words
from core.bots import BUYERS, STAFF
from core.desk import Desk, queries
from core.store import receipts, sessions, staff
from core.store.receipts import Receipt, Result
from core.store.sessions import Session, SessionKey

log = structlog.get_logger(__name__)

# Nobody talks faster than that; whoever does is a machine, and must not keep the others waiting.
FLOOD = 20
FLOOD_WINDOW = timedelta(seconds=10)


class Conversation:
    """Holds the talk of one bot by its script."""

    def __init__(self, script: Registry) -> None:
        self._script = script

    @property
    def bot(self) -> str:
        return self._script.bot

    def handle(self, desk: Desk, incoming: Incoming) -> TapAnswer:
        """Handle one update, once; a repeated one changes nothing, and a flooder's is shed."""
        receipt = self._receipt(incoming)
        lately = receipts.recent_results(desk.conn, self.bot, receipt.user_id, desk.now - FLOOD_WINDOW)
        # What becomes of the bot in a group is never passed over, whoever did it.
        own_business = isinstance(incoming.input, Joined | Removed | Migrated)
        if lately.get(Result.HANDLED, 0) >= FLOOD and not own_business:
            self._shed(desk, incoming, receipt, told=Result.SHED in lately)
            return TapAnswer()
        if not receipts.insert_receipt(desk.conn, receipt, desk.now):
            return TapAnswer()
        person = incoming.person
        key = SessionKey(bot=self.bot, chat_id=person.chat_id, user_id=person.user_id)
        session = sessions.lock(desk.conn, key, desk.now)
        session = self._readable(session)
        language = self._language(desk, incoming, session)
        context = Context(
            desk=desk,
            words=Words(language, desk.site, desk.now),
            bot=self.bot,
            bot_username=incoming.username,
            person=person,
            member=staff.find(desk.conn, person.user_id) if self.bot == STAFF else None,
            dialog=session.dialog,
            state=session.state,
        )
        turn = Turn(self._script, context, session, incoming.input)
        answer, session = turn.carry_out(turn.reply())
        if not person.in_group and not session.language_chosen:
            session = replace(session, language=language)
        sessions.save(desk.conn, key, replace(session, touched_at=desk.now))
        return answer

    def fail(self, desk: Desk, incoming: Incoming) -> None:
        """Note an update that can not be handled, and apologise to its sender."""
        receipt = self._receipt(incoming)
        if not receipts.insert_receipt(desk.conn, receipt, desk.now, Result.FAILED):
            return
        words = Words(self._spoken(desk, incoming), desk.site, desk.now)
        apology = words.say(
            "I am sorry, something went wrong on our side. Your answers are still here; please try "
            "again, or call us on {phone}.",
            phone=desk.site.phone,
        )
        self._script.write(desk, receipt.chat_id, Screen(text=apology))

    def _shed(self, desk: Desk, incoming: Incoming, receipt: Receipt, *, told: bool) -> None:
        """Put an update aside unread; of a whole flood the sender is told once."""
        if not receipts.insert_receipt(desk.conn, replace(receipt, input={}), desk.now, Result.SHED) or told:
            return
        words = Words(self._spoken(desk, incoming), desk.site, desk.now)
        text = words.say(
            "That is more messages than I can follow at once. Please give me ten seconds, then continue; "
            "everything so far is kept."
        )
        self._script.write(desk, receipt.chat_id, Screen(text=text))

    def _spoken(self, desk: Desk, incoming: Incoming) -> str:
        key = SessionKey(bot=self.bot, chat_id=incoming.person.chat_id, user_id=incoming.person.user_id)
        return self._language(desk, incoming, sessions.lock(desk.conn, key, desk.now))

    def _readable(self, session: Session) -> Session:
        """The session without what this program does not know; an older or newer one may have left it."""
        if session.dialog is None:
            return session
        if not self._knows(session.dialog, session.state):
            log.warning(
                "a conversation could not be read and begins anew", bot=self.bot, dialog=session.dialog
            )
            return replace(session, dialog=None, state=None)
        aside = (session.state or {}).get(ASIDE)
        if aside is not None and not self._knows(aside["dialog"], aside["state"]):
            log.warning("a conversation set aside could not be read and is dropped", bot=self.bot)
            return replace(session, state={**(session.state or {}), ASIDE: None})
        return session

    def _knows(self, name: str, state: dict[str, Any] | None) -> bool:
        dialog = self._script.dialog(name)
        try:
            return dialog is not None and load_state(dialog.state_type, state) is not None
        except UnreadableStateError:
            return False

    def _receipt(self, incoming: Incoming) -> Receipt:
        return Receipt(
            bot=self.bot,
            update_id=incoming.update_id,
            user_id=incoming.person.user_id,
            chat_id=incoming.person.chat_id,
            input=transcript(incoming.input),
        )

    def _language(self, desk: Desk, incoming: Incoming, session: Session) -> str:
        if incoming.person.in_group:
            return desk.site.language
        if session.language_chosen and session.language:
            return session.language
        return (
            language_for(incoming.person.language_code)
            or session.language
            or self._kept(desk, incoming)
            or "en"
        )

    def _kept(self, desk: Desk, incoming: Incoming) -> str | None:
        """What the house knows its guest to speak, for a chat that tells nothing of it."""
        guest = queries.known_guest(desk, incoming.person.user_id) if self.bot == BUYERS else None
        return guest.language if guest is not None else None
