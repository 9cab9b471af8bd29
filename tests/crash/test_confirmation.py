"""A confirmation reaches its buyer even if the buyer writes or taps before it has been sent."""

from sqlalchemy import select

from bot import features
from bot.engine.conversation import Conversation
from bot.engine.inputs import Commanded, Incoming, Input, Person, Said, Tapped
from bot.engine.payload import SubjectAction
from core.bots import BUYERS
from core.desk import Desk
from core.runtime.house import House
from core.store import outbox
from core.store.tables import outbox as outbox_table

BUYER = Person(user_id=5001, chat_id=5001, first_name="Grace", last_name="Tan", language_code="en")
ANSWERS = ("Yes, please", "Ms Tan", "1", "11-21", "11:00", "I would rather not", "✓ Confirm")


class Script:
    """The buyers' conversation without a courier, so its replies stay in the outbox."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._conversation = Conversation(features.buyers())
        self._updates = 0

    async def hears(self, given: Input) -> None:
        self._updates += 1
        incoming = Incoming(update_id=self._updates, person=BUYER, input=given)
        await self.house.run(lambda desk: self._conversation.handle(desk, incoming))

    async def book(self) -> None:
        await self.hears(Commanded("start", ""))
        for answer in ANSWERS[:-1]:
            await self.hears(Said(answer))
        await self.send_what_is_due()
        await self.hears(Said(ANSWERS[-1]))

    async def send_what_is_due(self) -> None:
        """Mark all waiting messages as sent."""

        def send(desk: Desk) -> bool:
            claimed = outbox.claim(desk.conn, BUYERS, desk.now, 20)
            for delivery in claimed:
                outbox.mark_sent(desk.conn, delivery, message_id=delivery.id, words="", now=desk.now)
            return bool(claimed)

        while await self.house.run(send):
            pass

    async def confirmation(self) -> str:
        """The status of the message that confirms the booking."""

        def read(desk: Desk) -> str:
            rows = desk.conn.execute(
                select(outbox_table.c.body, outbox_table.c.status).order_by(outbox_table.c.id)
            ).all()
            return next(row.status for row in rows if "Your hour is reserved" in row.body.get("text", ""))

        return await self.house.read(read)


async def test_a_command_before_the_confirmation_was_sent_does_not_replace_it(house: House) -> None:
    script = Script(house)
    await script.book()
    await script.hears(Commanded("start", ""))
    await script.send_what_is_due()
    assert await script.confirmation() == outbox.OutboxStatus.SENT


async def test_a_tap_on_a_confirmation_not_marked_as_sent_does_not_replace_it(
    house: House,
) -> None:
    script = Script(house)
    await script.book()
    sent = await house.run(lambda desk: outbox.claim(desk.conn, BUYERS, desk.now, 20))
    existing = sent[-1].previous
    # The buyer sees the confirmation, but the house was killed before it marked the message as sent.
    await house.run(lambda desk: outbox.recover(desk.conn, BUYERS))
    cancel = Tapped(
        SubjectAction(name="cancel", subject="1", version=1), existing.message_id if existing else 0
    )
    await script.hears(cancel)
    await script.send_what_is_due()
    assert await script.confirmation() == outbox.OutboxStatus.SENT
