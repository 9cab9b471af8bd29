"""Guests who say that they work for another property firm. Rules: docs/rules.md, "Guests"."""

from core.booking import Actor
from core.desk import guest_register, waitlist
from core.desk.desk import Desk
from core.guests import Guest


def declare(desk: Desk, guest: Guest, by: Actor) -> Guest:
    """Record the guest as a peer, and recall an offer of a seat outside the peers' hours."""
    with desk.savepoint():
        noted = guest_register.receive(desk, guest.name, guest.phone, by, peer=True)
        waitlist.recheck_offer(desk, noted)
        return noted
