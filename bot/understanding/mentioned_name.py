"""A name as a text says it."""

from dataclasses import dataclass
from typing import TypeAlias

from core.guests import Name


@dataclass(frozen=True)
class NameSaid:
    """``written`` is the name as the writer spells it, without its title; ``couple``: two titles go with it, as in «Mr
    and Mrs Smith»."""

    name: Name
    written: str
    couple: bool = False


# A name, and its place in the original text.
Place: TypeAlias = tuple[NameSaid, int, int]
