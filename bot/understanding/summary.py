"""What a message says, as plain JSON values."""

from typing import Any

from bot.understanding.sentences import Understood
from core.guests import Title

_HONORIFICS = {Title.MR: "mr", Title.MS: "ms", Title.MRS: "ms", Title.MISS: "ms"}


def summary(said: Understood) -> dict[str, Any]:
    """The facts by name; None for what is not said, or not as a single value.

    ``day`` is an ISO date, ``time`` HH:MM at the site, ``period`` morning, noon, afternoon or evening, ``honorific`` mr
    or ms, ``phone`` E.164. ``guesses`` holds the values of each fact that can mean several; ``extension`` that of the
    phone. Both are left out where there are none.
    """
    party, name, phone = said.party, said.name, said.phones[0] if said.phones else None
    facts: dict[str, Any] = {
        "day": said.day.isoformat() if said.day is not None else None,
        "time": f"{said.hour:%H:%M}" if said.hour is not None else None,
        "period": str(said.period) if said.period is not None else None,
        "party": party.total if party is not None else None,
        "elders": party.elders if party is not None else None,
        "children": party.children if party is not None else None,
        "name": name.written if name is not None else None,
        "honorific": _HONORIFICS.get(name.name.title) if name is not None and not name.couple else None,
        "phone": phone.number if phone is not None else None,
        "intent": str(said.intent) if said.intent is not None else None,
    }
    guesses = {
        "day": [day.isoformat() for day in said.days],
        "time": [f"{hour:%H:%M}" for hour in said.hours],
        "party": list(party.guesses) if party is not None else [],
    }
    several = {fact: values for fact, values in guesses.items() if values}
    extension = {"extension": phone.extension} if phone is not None and phone.extension else {}
    return facts | extension | ({"guesses": several} if several else {})
