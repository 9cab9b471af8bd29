"""What a text mentions, and where."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Mention(Generic[T]):
    """A value, and the place of its words in the plain text."""

    value: T
    start: int
    end: int
