"""Consultants: salespeople who receive guests, each from one agency. Guests are never told their names."""

from dataclasses import dataclass
from typing import NewType

ConsultantId = NewType("ConsultantId", int)
MAX_CONSULTANT_NAME_LENGTH = 80


@dataclass(frozen=True, kw_only=True)
class Consultant:
    id: ConsultantId
    name: str
    agency: str
