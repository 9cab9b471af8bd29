"""Callback data is accepted only if the bot signed it for the chat: none of 100,000 mutations passes."""

from collections.abc import Callable
from random import Random

import pytest
from sqlalchemy import select

from bot.engine import payload
from bot.engine.payload import MOST_BYTES, ScreenAction, SubjectAction
from bot.handlers.signing import CallbackSigner
from core.store.tables import bookings
from tests.support.gestures import BOOKING, Play, book

CHAT = 101
SIGNER = CallbackSigner("1000:buyers")
PRESSES = (
    ScreenAction(dialog="booking", turn=7, choice="s2026-11-21T03:00:00+00:00"),
    ScreenAction(dialog="booking", turn=7, choice="confirm"),
    ScreenAction(dialog="particulars", turn=12, choice="enough"),
    SubjectAction(name="cancel", subject="12", version=1),
    SubjectAction(name="revoked", subject="204"),
    SubjectAction(name="today", subject="2026-11-21", version=1),
)
ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_|~:+ ²好\ud800"


def _replaced(data: str, rng: Random) -> str:
    at = rng.randrange(len(data))
    return data[:at] + rng.choice(ALPHABET) + data[at + 1 :]


def _dropped(data: str, rng: Random) -> str:
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.randint(1, 3) :]


def _added(data: str, rng: Random) -> str:
    at = rng.randrange(len(data) + 1)
    return data[:at] + rng.choice(ALPHABET) + data[at:]


def _swapped(data: str, rng: Random) -> str:
    one, other = sorted(rng.sample(range(len(data)), 2))
    return data[:one] + data[other] + data[one + 1 : other] + data[one] + data[other + 1 :]


def _grafted(data: str, rng: Random) -> str:
    """The body of one button with the signature of another."""
    body = payload.encode(rng.choice(PRESSES))
    return f"{body}~{data.rpartition('~')[2]}"


def _bit_flipped(data: str, rng: Random) -> str:
    at = rng.randrange(len(data))
    return data[:at] + chr(ord(data[at]) ^ (1 << rng.randrange(7))) + data[at + 1 :]


MUTATIONS: tuple[Callable[[str, Random], str], ...] = (
    _replaced, _dropped, _added, _swapped, _grafted, _bit_flipped,
)  # fmt: skip


def mutants(seed: int, many: int) -> list[str]:
    rng = Random(seed)  # seeded, so that a run can be repeated
    genuine = [SIGNER.sign(payload.encode(press), CHAT) for press in PRESSES]
    found: list[str] = []
    while len(found) < many:
        mutant = rng.choice(genuine)
        for _ in range(rng.randint(1, 3)):
            mutant = rng.choice(MUTATIONS)(mutant, rng) or "~"
            if len(mutant) < 2:
                mutant += "~~"
        if mutant not in genuine:
            found.append(mutant)
    return found


def test_none_of_100_000_mutations_is_accepted() -> None:
    assert [data for data in mutants(20261122, 100_000) if SIGNER.verify(data, CHAT) is not None] == []


def test_without_the_signature_thousands_of_mutations_are_accepted() -> None:
    """The control: without the signature, many mutations are valid actions."""
    unsigned = [data.rpartition("~")[0] for data in mutants(20261122, 10_000)]
    assert sum(payload.decode(data) is not None for data in unsigned) > 1_000


@pytest.mark.parametrize("press", PRESSES, ids=str)
def test_signed_data_is_read_as_it_was_written(press: ScreenAction | SubjectAction) -> None:
    opened = SIGNER.verify(SIGNER.sign(payload.encode(press), CHAT), CHAT)
    assert opened is not None
    assert payload.decode(opened) == press


def test_data_signed_for_another_chat_or_token_is_refused() -> None:
    signed = SIGNER.sign("a|cancel|1|12", CHAT)
    assert SIGNER.verify(signed, CHAT + 1) is None
    assert CallbackSigner("1000:changed").verify(signed, CHAT) is None


def test_the_longest_data_with_its_signature_has_64_bytes() -> None:
    assert len(SIGNER.sign("x" * MOST_BYTES, -1_001_234_567_890).encode()) == 64


@pytest.mark.parametrize("forge", [lambda data: data[:-1] + "A", lambda data: data.replace("|yes", "|leave"),
                                   lambda data: data.rpartition("~")[0], lambda _: "p|booking|1|yes"])  # fmt: skip
async def test_a_forged_tap_is_refused(play: Play, forge: Callable[[str], str]) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in BOOKING:
        await buyer.tap(label)
    message, data = buyer.find("✓ Confirm")
    play.stage.telegram.tap(buyer.user_id, message, forge(data), forged=True, **buyer.where)
    await play.stage.settle()
    assert "This has changed in the meantime" in buyer.toast
    assert await play.look(lambda desk: desk.conn.execute(select(bookings)).first()) is None
    await buyer.tap("✓ Confirm")
    assert "Your hour is reserved" in buyer.card


async def test_a_button_of_another_chat_does_not_cancel_a_booking(play: Play) -> None:
    buyer, other = play.buyer(), play.buyer()
    await book(buyer)
    await other.open()
    _, cancel = buyer.find("Cancel")
    message, _ = other.find("Yes, please")
    play.stage.telegram.tap(other.user_id, message, cancel, forged=True, **other.where)
    await play.stage.settle()
    assert "Shall I cancel" not in other.last
    statuses = await play.look(lambda desk: desk.conn.execute(select(bookings.c.status)).scalars().all())
    assert statuses == ["booked"]
