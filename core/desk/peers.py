"""Guests who say that they are of another property firm. Rules: docs/rules.md, "Guests"."""

from core.booking import Actor
from core.desk import guest_register, waitlist
from core.desk.desk import Desk
from core.guests import Guest


def declare(desk: Desk, guest: Guest, by: Actor) -> Guest:
    """Note it: from now on the peers' hours are theirs, and an offer of any other is taken back."""
    with desk.savepoint():
        noted = guest_register.receive(desk, guest.name, guest.phone, by, peer=True)
        waitlist.recheck_offer(desk, noted)
        return noted
