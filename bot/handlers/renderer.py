"""The way out, the same for both frameworks: what to send, what to edit, and what to make of the answer."""

import re
from dataclasses import replace
from html import unescape
from typing import Protocol

import structlog

from bot.engine.screen import Page, lay_out
from bot.handlers.signing import CallbackSigner
from bot.language.words import Words
from bot.pictures import painter
from bot.wording import notices
from core.clock import Clock
from core.notices import registry
from core.runtime.courier import Blocked, MovedTo, NoAnswer, Outcome, Rejected, RetryAfter, Sent
from core.site import Site
from core.store.outbox import Delivery, OutboxKind, SentMessage

log = structlog.get_logger(__name__)


class NotDeliveredError(Exception):
    """Telegram's answer, as the courier understands it."""

    def __init__(self, outcome: Blocked | MovedTo | Rejected | RetryAfter | NoAnswer) -> None:
        super().__init__(str(outcome))
        self.outcome = outcome


class Messenger(Protocol):
    """One framework's requests. They raise NotDeliveredError for whatever Telegram may answer."""

    async def send(self, chat_id: int, page: Page, *, html: bool) -> int:
        """Send a new message; its id."""

    async def send_picture(self, chat_id: int, png: bytes, caption: str) -> int:
        """Send a picture with a caption in HTML; the message's id."""

    async def edit(self, chat_id: int, message_id: int, page: Page, *, html: bool) -> None: ...

    async def leave(self, chat_id: int) -> None:
        """Go out of a group or a channel."""

    async def strip(self, chat_id: int, message_id: int) -> None:
        """Take the buttons off a message."""

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Delete a message of the bot's own."""


class Renderer:
    """The courier's channel for one bot."""

    def __init__(self, messenger: Messenger, site: Site, clock: Clock, signer: CallbackSigner) -> None:
        self._messenger = messenger
        self._site = site
        self._clock = clock
        self._signer = signer

    async def deliver(self, delivery: Delivery) -> Outcome:
        if delivery.message.kind == OutboxKind.LEAVE:
            return await self._left(delivery.message.chat_id)
        if delivery.message.kind == OutboxKind.PICTURE:
            return await self._pictured(delivery)
        if delivery.maybe_duplicate and registry.is_said_once(delivery.message.body):
            return Sent(None, "")
        page = self._page(delivery)
        try:
            return Sent(await self._send(delivery, page, html=True), page.text)
        except NotDeliveredError as error:
            outcome = error.outcome
        if isinstance(outcome, Rejected) and "parse entities" in outcome.reason.lower():
            # Better without its bold type than not at all.
            return await self._plainly(delivery, page)
        return outcome

    async def _left(self, chat_id: int) -> Outcome:
        try:
            await self._messenger.leave(chat_id)
        except NotDeliveredError as error:
            return error.outcome
        return Sent(None, "")

    async def _pictured(self, delivery: Delivery) -> Outcome:
        message = delivery.message
        words, kind, facts = self._words(delivery), message.body["kind"], message.body["facts"]
        caption = painter.caption(words, kind, facts)
        if delivery.maybe_duplicate:
            note = words.say("(sent again)")
            caption = f"{note}\n{caption}"
        png = await painter.paint(words, kind, facts)
        try:
            return Sent(await self._messenger.send_picture(message.chat_id, png, caption), caption)
        except NotDeliveredError as error:
            return error.outcome

    async def _plainly(self, delivery: Delivery, page: Page) -> Outcome:
        log.error("message could not be parsed", message=delivery.id)
        text = unescape(re.sub(r"</?[a-z][^<>]*>", "", page.text))
        try:
            return Sent(await self._send(delivery, replace(page, text=text), html=False), text)
        except NotDeliveredError as error:
            return error.outcome

    def _page(self, delivery: Delivery) -> Page:
        message = delivery.message
        if message.kind == OutboxKind.SCREEN:
            return Page.from_json(message.body)
        words = self._words(delivery)
        screen = notices.screen(words, registry.from_json(message.body))
        if delivery.maybe_duplicate:
            screen = screen.with_note(words.say("(sent again)"))
        return lay_out(screen)

    def _words(self, delivery: Delivery) -> Words:
        return Words(delivery.language or self._site.language, self._site, self._clock.now())

    async def _send(self, delivery: Delivery, page: Page, *, html: bool) -> int:
        """Edit the message that the delivery's handle names, or send a new one in its place; the message's id."""
        message, previous = delivery.message, delivery.previous
        if previous is not None and page.pieces is not None and previous.body.get("pieces") == page.pieces:
            sent = await self._messenger.send(message.chat_id, self._signed(page, message.chat_id), html=html)
            await self._delete(message.chat_id, previous)
            return sent
        if previous is not None and _is_form(previous):
            if not message.send_new:
                if await self._edited(message.chat_id, previous, page, html=html):
                    return previous.message_id
            # Only once: the request counts towards the rate limits, and must not keep the message back for ever.
            elif previous.body.get("rows", True) and delivery.attempts == 1:
                await self._put_away(message.chat_id, previous)
        return await self._messenger.send(message.chat_id, self._signed(page, message.chat_id), html=html)

    def _signed(self, page: Page, chat_id: int) -> Page:
        rows = [[(label, self._signer.sign(data, chat_id)) for label, data in row] for row in page.rows]
        return replace(page, rows=rows)

    async def _edited(self, chat_id: int, previous: SentMessage, page: Page, *, html: bool) -> bool:
        """Whether the message now shows the page; False when it can no longer be edited."""
        try:
            await self._messenger.edit(chat_id, previous.message_id, self._signed(page, chat_id), html=html)
        except NotDeliveredError as error:
            # python-telegram-bot capitalises what Telegram says.
            reason = error.outcome.reason.lower() if isinstance(error.outcome, Rejected) else ""
            if "message is not modified" in reason:
                return True
            if "message to edit not found" in reason or "message can't be edited" in reason:
                return False
            raise
        return True

    async def _delete(self, chat_id: int, previous: SentMessage) -> None:
        """Delete the answer to an earlier piece of what was typed in one go."""
        # Only for tidiness, and after the new answer is sent: nobody is without a question meanwhile.
        try:
            await self._messenger.delete(chat_id, previous.message_id)
        except NotDeliveredError as error:
            log.info("an earlier answer stays", reason=str(error.outcome))

    async def _put_away(self, chat_id: int, previous: SentMessage) -> None:
        """Take the buttons off a page that is left behind."""
        # Only for tidiness: a button left behind is stale and says so.
        try:
            await self._messenger.strip(chat_id, previous.message_id)
        except NotDeliveredError as error:
            log.info("buttons stay", reason=str(error.outcome))


def _is_form(previous: SentMessage) -> bool:
    """Whether a message is a page that gives way to the next one, in place or with its buttons taken off."""
    return not (previous.body.get("final") or previous.body.get("contact"))
