"""A dialog's state as JSON and back, by its type: frozen dataclasses of plain values, days, moments and enums."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError


class UnreadableStateError(ValueError):
    """A kept state is not of the dialog's type: an older or newer version may have written it."""


@cache
def _adapter(state_type: Any) -> TypeAdapter[Any]:
    return TypeAdapter(state_type)


def load_state(state_type: type, kept: dict[str, Any] | None) -> Any:
    """The state a session kept. Raises UnreadableStateError."""
    try:
        return _adapter(state_type).validate_python(kept or {})
    except ValidationError as error:
        raise UnreadableStateError(str(error)) from error


def dump_state(state: Any) -> dict[str, Any]:
    """The state as JSON."""
    kept: dict[str, Any] = _adapter(state.__class__).dump_python(state, mode="json")
    return kept
